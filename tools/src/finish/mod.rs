//! What is done to a built site before it is published. The one pass that rewrites each page belongs here.

mod cards;
mod formats;

use std::{fs, path::Path};

use url::Url;

use crate::{
    config::Finish,
    content::Content,
    files::Files,
    report::Error,
    site::{CONTENT, Site},
};

/// Finishes the site in `folder`, whose address on the web is `base`: data files out; social cards, calendars and
/// schedules in.
///
/// # Errors
/// Where a file cannot be removed or written, or a card cannot be drawn.
pub fn finish(
    folder: &Path,
    base: Option<&Url>,
    site: &Site,
    files: &Files,
    content: &Content,
) -> Result<(), Error> {
    remove_data(folder, files)?;
    let options = Finish::of(site)?;
    for edition in &content.editions {
        cards::write(folder, edition, &options.words, &site.cache())?;
        if let (Some(base), true) = (base, options.facts) {
            formats::write(folder, edition, &options.words, base)?;
        }
    }
    Ok(())
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
