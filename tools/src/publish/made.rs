//! Which folders this program has made, so that it replaces no other one that somebody needs.
//!
//! A copy of a folder may be all that is left of an old edition. So a record is kept of each folder that was published,
//! among what programs of this user keep: its path, and what tells it from another folder in the same place.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::site;

/// The folder of the records.
const RECORDS: &str = "outputs";

/// Whether a folder is one that was published. Where no record can be kept, nobody knows.
pub(super) fn is_ours(folder: &Path) -> bool {
    let record = record(folder, folder).ok().flatten();
    record.is_some_and(|(file, about)| fs::read_to_string(file).is_ok_and(|kept| kept == about))
}

/// Publishes a folder at a place, and remembers it instead of the one that was there.
///
/// # Errors
/// What publishing it says.
pub(super) fn remembering(
    folder: &Path,
    place: &Path,
    publish: impl FnOnce(&Path, &Path) -> io::Result<()>,
) -> io::Result<()> {
    let old = record(place, place);
    // Before it, as nobody knows whether this run will come further.
    if let Ok(Some((file, about))) = record(folder, place) {
        let _ = file.parent().map(fs::create_dir_all);
        let _ = fs::write(file, about);
    }
    publish(folder, place)?;
    if let Ok(Some((file, _))) = old {
        let _ = fs::remove_file(file);
    }
    Ok(())
}

/// Where the record of a folder is that belongs to a place, and what it says; none where nobody's home is known.
fn record(folder: &Path, place: &Path) -> io::Result<Option<(PathBuf, String)>> {
    let found = fs::metadata(folder)?;
    let about = format!("{place:?}\n{:?}\n", found.created().ok());
    Ok(site::user_cache().map(|cache| (cache.join(RECORDS).join(name(&found)), about)))
}

/// A folder has a number of its own as long as it is there.
#[cfg(unix)]
fn name(found: &fs::Metadata) -> String {
    use std::os::unix::fs::MetadataExt as _;
    format!("{}-{}", found.dev(), found.ino())
}

#[cfg(not(unix))]
fn name(found: &fs::Metadata) -> String {
    let since = found.created().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    since.unwrap_or_default().as_nanos().to_string()
}
