//! `dlde check --fix`: what has one right answer is put right where it is written.

use std::{fs, io::Write as _, path::Path, sync::Arc};

use jiff::Timestamp;
use similar::TextDiff;
use tempfile::NamedTempFile;

use super::Outcome;
use crate::{
    content::{self, exceptions, fix, rules},
    files::{self, Files},
    history,
    report::{self, Error, Problem, Source},
    site::Site,
};

/// One fix can show what another one has to be made of: an address on https is that of a publisher with a DOI.
const ROUNDS: usize = 4;

/// Changes the files of the content, or shows the changes. What is recorded as an exception stays as it is.
///
/// # Errors
/// Where the content cannot be read or written.
pub(super) fn run(site: &Site, now: Timestamp, dry_run: bool) -> Result<Outcome, Error> {
    let (read, unread) = files::read(site)?;
    let mut files = Files { texts: read.texts.clone(), paths: read.paths.clone(), ..Files::default() };
    files::measure(site, &mut files);
    history::read(site, &mut files);
    let mut solved = 0;
    for _ in 0..ROUNDS {
        let changes = fix::changes(&problems(&files, &unread, now)?);
        if changes.is_empty() {
            break;
        }
        for change in changes {
            solved += change.solved;
            let path = &change.source.path;
            if let Some(source) = files.texts.iter_mut().find(|source| source.path == *path) {
                *source = Arc::new(Source { path: path.clone(), text: change.text });
            }
        }
    }
    let changed: Vec<(&Source, &Source)> = read
        .texts
        .iter()
        .zip(&files.texts)
        .filter(|(old, new)| old.text != new.text)
        .map(|(old, new)| (old.as_ref(), new.as_ref()))
        .collect();
    if dry_run {
        print(&changed.iter().map(|(old, new)| diff(old, new)).collect::<String>())?;
    } else {
        changed.iter().try_for_each(|(old, new)| replace(&site.root.join(&old.path), old, new))?;
        let tell = |count, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
        let files = changed.iter().map(|(old, _)| report::visible(&old.path)).collect::<Vec<_>>().join(", ");
        let place = if files.is_empty() { files } else { format!(" in {files}") };
        print(&format!("put right: {}{place}\n", tell(solved, "problem")))?;
    }
    let is_left = !unread.is_empty() || !problems(&files, &unread, now)?.is_empty();
    if !dry_run && is_left {
        print("`dlde check` shows what is left\n")?;
    }
    Ok(Outcome::Fine)
}

/// What is wrong with the content, but for what is recorded.
fn problems(files: &Files, unread: &[Problem], now: Timestamp) -> Result<Vec<Problem>, Error> {
    let exceptions = exceptions::read(files, unread).map_err(|mistakes| {
        let what = mistakes.first().map_or("", |mistake| mistake.what.as_str());
        Error::new(format!("cannot read {}: {what}", exceptions::PATH))
            .hint("put it right first: it says what is not to be changed")
    })?;
    let (content, mut problems) = content::read(files);
    problems.extend(rules::check(&content, files, now));
    exceptions.forgive(&mut problems, now);
    report::sort(&mut problems);
    Ok(problems)
}

/// The change as `diff -u` shows it, with every character escaped that acts on a terminal.
fn diff(old: &Source, new: &Source) -> String {
    let text = TextDiff::from_lines(old.text.as_str(), new.text.as_str());
    let text = text.unified_diff().header(&format!("a/{}", old.path), &format!("b/{}", old.path)).to_string();
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(line) => report::visible(line) + "\n",
            None => report::visible(line),
        })
        .collect()
}

/// Writes the new text of a file in its place, if it is still as it was read.
fn replace(path: &Path, old: &Source, new: &Source) -> Result<(), Error> {
    // The file itself, where the path is a link to it.
    let path = path.canonicalize().map_err(|e| Error::io("open", path, &e))?;
    let failed = |error: std::io::Error| Error::io("write", &path, &error);
    if fs::read(&path).map_err(failed)? != old.text.as_bytes() {
        return Err(Error::new(format!("{} was changed meanwhile", path.display())).hint("run this again"));
    }
    let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new("."))).map_err(failed)?;
    file.write_all(new.text.as_bytes()).map_err(failed)?;
    file.as_file().set_permissions(fs::metadata(&path).map_err(failed)?.permissions()).map_err(failed)?;
    file.persist(&path).map_err(|error| failed(error.error))?;
    Ok(())
}

fn print(text: &str) -> Result<(), Error> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Error::new(format!("cannot print: {error}")))
}
