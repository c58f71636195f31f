//! Every page of a folder through the rewrites, on all processors.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use serde::Serialize;

use super::reports::Reports;
use crate::{
    html::{Edit, Engine, Note, splice},
    interrupt,
    report::{Error, Problem},
    tree::Tree,
};

/// A page after the rewrites.
pub struct Finished {
    /// Its file, by the path from the folder.
    pub file: PathBuf,
    /// That path with `/` on every system. What is no text in it is replaced.
    pub path: String,
    /// As it was.
    pub old: Vec<u8>,
    /// As it is now; none where nothing was to be done.
    pub new: Option<Vec<u8>>,
    /// What was done, in the order of the page.
    pub edits: Vec<Edit>,
    /// What somebody should look at.
    pub notes: Vec<Note>,
    /// Why nothing could be done, where nothing could.
    pub refused: Option<String>,
}

/// What was done to all pages.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// How many pages there are.
    pub pages: usize,
    /// How many of them have changed.
    pub changed: usize,
    /// How many edits each rewrite made, by its name.
    pub edits: BTreeMap<&'static str, usize>,
    /// Bytes of all pages before.
    pub before: usize,
    /// Bytes of all pages after.
    pub after: usize,
    /// The pages that were left as they are, and why.
    pub refused: Vec<Refusal>,
    /// What somebody should look at.
    #[serde(skip)]
    pub problems: Vec<Problem>,
}

/// A page that was left as it is.
#[derive(Debug, Serialize)]
pub struct Refusal {
    /// Its path.
    pub page: String,
    /// Why nothing could be done.
    pub why: String,
}

/// The pages among the files of a folder, in order.
pub fn of(tree: &Tree) -> Vec<&Path> {
    tree.files.iter().map(PathBuf::as_path).filter(|path| is_page(path)).collect()
}

/// Whether a file is a page of HTML.
pub fn is_page(path: &Path) -> bool {
    let end = path.extension().unwrap_or_default();
    ["html", "htm"].iter().any(|name| end.eq_ignore_ascii_case(name))
}

/// A path below a folder as an address has it.
pub fn name(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Finds for each page what is to be done and hands it to `then`; the results come in the order of the paths, whatever
/// the number of threads. A bar shows the progress of long work on a terminal.
///
/// # Errors
/// Where a page cannot be read, `then` fails, or the user interrupts.
pub fn each<T: Send>(
    engine: &Engine<'_>,
    folder: &Path,
    paths: Vec<&Path>,
    then: impl Fn(Finished) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    let bar = bar(paths.len());
    let results = paths.into_par_iter().map(|path| {
        interrupt::check()?;
        let file = folder.join(path);
        let old = fs::read(&file).map_err(|e| Error::io("read", &file, &e))?;
        let result = then(finished(engine, path, old));
        bar.inc(1);
        result
    });
    let results = results.collect();
    bar.finish_and_clear();
    results
}

fn bar(pages: usize) -> ProgressBar {
    let bar = ProgressBar::new(pages as u64);
    if let Ok(style) = ProgressStyle::with_template("finishing {bar:30} {pos} of {len} pages") {
        bar.set_style(style);
    }
    bar
}

fn finished(engine: &Engine<'_>, file: &Path, old: Vec<u8>) -> Finished {
    let (file, path) = (file.to_owned(), name(file));
    match engine.rewrite(&path, &old) {
        Ok(done) => {
            let new = (!done.edits.is_empty()).then(|| splice(&old, &done.edits));
            Finished { file, path, old, new, edits: done.edits, notes: done.notes, refused: None }
        }
        Err(why) => Finished {
            file,
            path,
            old,
            new: None,
            edits: Vec::new(),
            notes: Vec::new(),
            refused: Some(why.to_string()),
        },
    }
}

impl Finished {
    /// The bytes the page has now.
    pub fn bytes(&self) -> &[u8] {
        self.new.as_deref().unwrap_or(&self.old)
    }

    /// What is to be counted of this page. What is to be said of it goes to [`Reports`].
    pub fn summary(&self) -> Summary {
        let mut edits = BTreeMap::new();
        for edit in &self.edits {
            *edits.entry(edit.rule).or_default() += 1;
        }
        Summary {
            pages: 1,
            changed: usize::from(self.new.is_some()),
            edits,
            before: self.old.len(),
            after: self.bytes().len(),
            refused: self
                .refused
                .iter()
                .map(|why| Refusal { page: self.path.clone(), why: why.clone() })
                .collect(),
            problems: Vec::new(),
        }
    }
}

impl Summary {
    /// That of all pages from that of each, and what was reported of them.
    pub fn of_all(pages: impl IntoIterator<Item = Self>, reports: Reports) -> Self {
        let start = Self { problems: reports.into_problems(), ..Self::default() };
        pages.into_iter().fold(start, |mut all, page| {
            all.pages += page.pages;
            all.changed += page.changed;
            all.before += page.before;
            all.after += page.after;
            all.refused.extend(page.refused);
            for (rule, edits) in page.edits {
                *all.edits.entry(rule).or_default() += edits;
            }
            all
        })
    }

    /// The whole on one line.
    pub fn line(&self) -> String {
        let edits: Vec<String> = self.edits.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
        let edits = if edits.is_empty() { "nothing to do".to_owned() } else { edits.join(", ") };
        let pages = if self.pages == 1 { "page" } else { "pages" };
        format!("finished {} {pages}: {edits}", self.pages)
    }

    /// The whole as a table.
    pub fn table(&self) -> String {
        let width =
            self.edits.keys().map(|rule| rule.len()).max().unwrap_or_default().max("pages changed".len());
        let mut rows: Vec<(String, String)> =
            self.edits.iter().map(|(rule, count)| ((*rule).to_owned(), count.to_string())).collect();
        rows.push(("pages".to_owned(), self.pages.to_string()));
        rows.push(("pages changed".to_owned(), self.changed.to_string()));
        rows.push(("bytes before".to_owned(), self.before.to_string()));
        rows.push(("bytes after".to_owned(), self.after.to_string()));
        let digits = rows.iter().map(|(_, number)| number.len()).max().unwrap_or_default();
        let mut table: String =
            rows.iter().map(|(name, number)| format!("{name:width$}  {number:>digits$}\n")).collect();
        for Refusal { page, why } in &self.refused {
            table += &format!("left as it is: {}: {why}\n", crate::report::visible(page));
        }
        table
    }
}
