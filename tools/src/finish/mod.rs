//! What is done to a built site before it is published.

mod cards;
pub mod compressed;
pub mod copy;
mod formats;
pub mod pages;
pub mod reports;
mod sums;
mod unchanged;

use std::{fs, path::Path};

use jiff::Timestamp;
use rayon::prelude::*;
use url::Url;

use self::{pages::Summary, reports::Reports};
use crate::{
    config::Finish,
    content::Content,
    files::Files,
    html::{Engine, Pictures, Run, addresses::Home, assets::Assets, rewrites::DeadLinks},
    interrupt,
    publish::Staging,
    report::Error,
    site::{CONTENT, Site},
    tree::Tree,
};

/// Finishes the staged site: data files out, social cards, calendars and schedules in, every page rewritten. What is
/// then as it is in the old site keeps its file and its time.
///
/// # Errors
/// Where a file cannot be read, removed or written, a card cannot be drawn, or the configuration cannot be used.
pub fn finish(
    staging: &Staging,
    site: &Site,
    files: &Files,
    content: &Content,
    setting: Setting<'_>,
) -> Result<Summary, Error> {
    let folder = &staging.site();
    remove_data(folder, files)?;
    for edition in &content.editions {
        cards::write(folder, edition, &setting.options.words, &site.cache())?;
        if let (Some(base), true) = (&setting.base, setting.options.facts) {
            formats::write(folder, edition, &setting.options.words, base)?;
        }
    }
    let tree = Tree::of(folder)?;
    let run = Run { content: Some(content), ..run(folder, &tree, setting)? };
    let summary = rewrite(folder, &tree, &run)?;
    put_parts(&run, folder, &site.cache())?;
    keep(staging, |_| true)?;
    Ok(summary)
}

/// What those who start a run have to say.
pub struct Setting<'r> {
    /// What the site wants.
    pub options: &'r Finish,
    /// The address of the site on the web; none where nobody said it.
    pub base: Option<Url>,
    /// The instant the run takes for now.
    pub now: Timestamp,
    /// The links that are known to be dead; none where nobody looked.
    pub dead_links: Option<DeadLinks<'r>>,
}

/// What all pages of a folder with these files share.
///
/// # Errors
/// Where a style sheet in it cannot be read.
pub fn run<'r>(folder: &'r Path, tree: &Tree, setting: Setting<'r>) -> Result<Run<'r>, Error> {
    let Setting { options, base, now, dead_links } = setting;
    let pictures = Pictures::of(folder, tree);
    let mut run = Run { folder, base, now, options, content: None, pictures, assets: None, dead_links };
    if options.integrity || options.portable {
        run.assets = Some(Assets::read(folder, tree, &Home::new(run.address("")))?);
    }
    Ok(run)
}

/// What comes after the last page, in the folder they are written to: style sheets, new names, compressed copies.
///
/// # Errors
/// Where a file cannot be read, removed or written.
fn put_parts(run: &Run<'_>, folder: &Path, cache: &Path) -> Result<(), Error> {
    match &run.assets {
        Some(assets) if run.options.portable => assets.put_relative(folder)?,
        Some(assets) => assets.put(folder)?,
        None => {}
    }
    if run.options.precompress {
        compressed::write(folder, cache)?;
    }
    Ok(())
}

/// Rewrites the pages of a folder that nobody else reads yet.
fn rewrite(folder: &Path, tree: &Tree, run: &Run<'_>) -> Result<Summary, Error> {
    let reports = Reports::default();
    let summaries = pages::each(&Engine::new(run)?, folder, pages::of(tree), |page| {
        if let Some(new) = &page.new {
            let file = folder.join(&page.file);
            fs::write(&file, new).map_err(|e| Error::io("write", &file, &e))?;
        }
        reports.add(&page);
        Ok(page.summary())
    })?;
    Ok(Summary::of_all(summaries, reports))
}

/// Puts the files of the old site in the place of new ones that say the same, as far as they are wanted.
fn keep(staging: &Staging, is_wanted: impl Fn(&Path) -> bool + Sync) -> Result<(), Error> {
    if !staging.replaces_something() {
        return Ok(());
    }
    let folder = staging.site();
    Tree::of(&folder)?.files.par_iter().filter(|path| is_wanted(path)).try_for_each(|path| {
        interrupt::check()?;
        let file = folder.join(path);
        if staging.may_be_kept(path, &file) {
            let bytes = fs::read(&file).map_err(|e| Error::io("read", &file, &e))?;
            staging.put(path, &bytes)?;
        }
        Ok(())
    })
}

/// Takes out the data files that Zola copies along with an edition's pictures.
///
/// References stay: readers may want to cite them.
fn remove_data(folder: &Path, files: &Files) -> Result<(), Error> {
    let data = files.texts.iter().filter_map(|source| source.path.strip_prefix(CONTENT)?.strip_prefix('/'));
    for copy in data.filter(|path| path.ends_with(".toml")).map(|path| folder.join(path)) {
        if copy.is_file() {
            fs::remove_file(&copy).map_err(|e| Error::io("remove", &copy, &e))?;
        }
    }
    Ok(())
}
