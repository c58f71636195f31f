//! A finished copy of any folder, made only where it is not there yet.

use std::{fmt, fs, path::Path, time::Instant};

use rayon::prelude::*;

use super::{
    Setting, compressed, keep,
    pages::{self, Finished, Summary},
    put_parts,
    reports::Reports,
    run,
    sums::{self, Content},
    unchanged::Last,
};
use crate::{
    html::Engine,
    interrupt,
    publish::{self, Staging},
    report::Error,
    tree::Tree,
};

/// A copy that is wanted.
pub struct Order<'o> {
    /// The folder to be copied, by its absolute path.
    pub folder: &'o Path,
    /// Where the copy goes.
    pub out: &'o Path,
    /// The site, where there is one, whose sources the copy may not replace.
    pub root: Option<&'o Path>,
    /// What is to be done to the pages.
    pub setting: Setting<'o>,
    /// All that the dead links of the setting are known by, so that a change of it shows.
    pub dead_by: Option<&'o dyn fmt::Debug>,
    /// Where may be kept what makes the next run faster. Where there is none, compressed copies are not kept, and the
    /// little that tells whether something has changed is where programs of this user keep such things.
    pub cache: Option<&'o Path>,
    /// Whether every page is to be looked at, even where a copy of them is there.
    pub afresh: bool,
    /// Whether the copy may replace pages that somebody else has put in its place.
    pub force: bool,
}

/// A copy that is in its place.
pub struct Written<T> {
    /// What was done to the pages, by this run or by the one whose copy was there.
    pub summary: Summary,
    /// What was told of each page; nothing where no page was looked at.
    pub told: Vec<T>,
    /// Whether the copy was there, and nothing was written.
    pub was_there: bool,
}

/// Writes the copy whole or not at all. `tell` gets each page with the rewrites at work.
///
/// Where the copy is there as the last run left it, and a run now would read, do and say the same, nothing is written.
///
/// # Errors
/// Where a file cannot be read or written, or the output lies in the folder or cannot be replaced.
pub fn write<T: Send>(
    order: Order<'_>,
    tell: impl Fn(&Engine<'_>, &Finished) -> T + Sync,
) -> Result<Written<T>, Error> {
    let Order { folder, out, .. } = order;
    let place = publish::place_of(out);
    let lies = |how: &str| {
        let what = format!("the output folder {} {how} the folder it is made from", out.display());
        Err(Error::new(what).hint("choose another place with --out"))
    };
    match place {
        Some(place) if place.starts_with(folder) => return lies("lies within"),
        Some(place) if folder.starts_with(&place) => return lies("holds"),
        _ => {}
    }
    let (tree, last) = (Tree::of(folder)?, Last::of(&order));
    if !tree.files.iter().any(|path| pages::is_page(path)) {
        let what = format!("there is no page in {}", folder.display());
        return Err(Error::new(what).hint("name the folder of a built site: pages end in .html"));
    }
    let summary = last.as_ref().filter(|_| !order.afresh).and_then(|last| last.summary(&tree));
    if let Some(summary) = summary {
        return Ok(Written { summary, told: Vec::new(), was_there: true });
    }
    let recording = last.and_then(|last| last.begin(&tree));
    let run = run(folder, &tree, order.setting)?;
    let engine = Engine::new(&run)?;
    let staging = Staging::beside(out, order.root.unwrap_or(folder), order.force)?;
    let site = staging.site();
    fs::create_dir_all(&site).map_err(|e| Error::io("make the folder", &site, &e))?;
    let reports = Reports::default();
    let done = pages::each(&engine, folder, pages::of(&tree), |page| {
        staging.put(&page.file, page.bytes())?;
        reports.add(&page);
        Ok((Content::of(&page.file).with(&page.old), page.summary(), tell(&engine, &page)))
    })?;
    let others = tree.files.par_iter().filter(|path| !pages::is_page(path)).map(|path| {
        interrupt::check()?;
        put_other(&staging, path, &folder.join(path))
    });
    let mut read = others.try_reduce(|| 0, |one, other| Ok(one.wrapping_add(other)))?;
    let (mut summaries, mut told) = (Vec::with_capacity(done.len()), Vec::with_capacity(done.len()));
    for (content, summary, more) in done {
        read = read.wrapping_add(content);
        summaries.push(summary);
        told.push(more);
    }
    let summary = Summary::of_all(summaries, reports);
    put_parts(&run, &site, order.cache.unwrap_or(staging.folder()))?;
    // Pages have been kept where they say the same.
    keep(&staging, |path| !pages::is_page(path))?;
    let written = Instant::now();
    let (_, left) = staging.publish_after(|copy| recording.as_ref()?.left(copy))?;
    if let (Some(recording), Some(left)) = (recording, left) {
        recording.keep(read, left, &summary, written);
    }
    Ok(Written { summary, told, was_there: false })
}

/// Puts a file that is no page into the copy, and gives its content.
fn put_other(staging: &Staging, path: &Path, file: &Path) -> Result<u128, Error> {
    // A compressed copy of what is rewritten would be one of what is no longer there.
    let is_rewritten = |file: &Path| pages::is_page(file) || file.extension().is_some_and(|end| end == "css");
    if compressed::is_copy(file) && is_rewritten(&file.with_extension("")) {
        return sums::content(path, file).map_err(|e| Error::io("read", file, &e));
    }
    let mut content = Content::of(path);
    staging.copy(path, file, &mut content)?;
    Ok(content.sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Finish;

    #[test]
    fn a_file_that_vanishes_during_the_run_leaves_the_old_copy_and_nothing_else() {
        let folders = tempfile::tempdir().expect("a folder");
        let (old, new) = (folders.path().join("old"), folders.path().join("new"));
        for folder in [&old, &new] {
            fs::create_dir(folder).expect("makes");
            fs::write(folder.join("index.html"), "<title>A</title>").expect("writes");
        }
        fs::write(old.join("notes.txt"), "Bring a pen.").expect("writes");
        let options = Finish::default();
        let setting =
            Setting { options: &options, base: None, now: jiff::Timestamp::UNIX_EPOCH, dead_links: None };
        let order = Order {
            folder: &old,
            out: &new,
            setting,
            root: None,
            dead_by: None,
            cache: None,
            afresh: true,
            force: true,
        };
        let vanish = |_: &Engine<'_>, _: &Finished| fs::remove_file(old.join("notes.txt")).expect("removes");
        let error = write(order, vanish).err().expect("cannot be whole");
        assert!(error.what.contains("notes.txt") && error.what.contains("No such file"), "{}", error.what);
        let left = Tree::of(folders.path()).expect("reads");
        assert_eq!(left.names().into_iter().collect::<Vec<_>>(), ["new/index.html", "old/index.html"]);
        assert_eq!(fs::read_to_string(new.join("index.html")).expect("reads"), "<title>A</title>");
    }
}
