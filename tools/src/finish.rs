//! What is done to a built site before it is published. The one pass that rewrites each page belongs here.

use std::{fs, path::Path};

use crate::{files::Files, report::Error, site::CONTENT};

/// Finishes the site in `folder`: takes out the data files that Zola copies along with an edition's pictures.
///
/// References stay: readers may want to cite them.
///
/// # Errors
/// Where a file cannot be removed.
pub fn finish(folder: &Path, files: &Files) -> Result<(), Error> {
    let data = files.texts.iter().filter_map(|source| source.path.strip_prefix(CONTENT)?.strip_prefix('/'));
    for copy in data.filter(|path| path.ends_with(".toml")).map(|path| folder.join(path)) {
        if copy.is_file() {
            fs::remove_file(&copy).map_err(|e| Error::io("remove", &copy, &e))?;
        }
    }
    Ok(())
}
