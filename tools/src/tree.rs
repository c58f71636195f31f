//! What is in a folder, found once and by all processors.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::report::Error;

/// The files and folders below a folder, by their paths from it, each in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tree {
    /// The files. What a symbolic link leads to counts as if it were in the place of the link.
    pub files: Vec<PathBuf>,
    /// The folders.
    pub folders: Vec<PathBuf>,
    /// Whether there are symbolic links.
    pub has_links: bool,
}

impl Tree {
    /// What is in a folder now.
    ///
    /// # Errors
    /// Where a folder cannot be read, or a symbolic link leads back to where it is.
    pub fn of(folder: &Path) -> Result<Self, Error> {
        let tree = plain(folder);
        tree.map_or_else(
            || followed(folder),
            |mut tree| {
                tree.files.par_sort_unstable();
                tree.folders.par_sort_unstable();
                Ok(tree)
            },
        )
    }

    /// The files as addresses have them, with `/` on every system. A name that is no text has no address.
    pub fn names(&self) -> BTreeSet<String> {
        let texts = self.files.iter().filter_map(|path| path.to_str());
        texts.map(|path| path.replace(std::path::MAIN_SEPARATOR, "/")).collect()
    }
}

/// None where there are links, or something cannot be read. Level by level: folders may lie deeper in each other than
/// functions.
fn plain(folder: &Path) -> Option<Tree> {
    let (mut tree, mut level) = (Tree::default(), vec![PathBuf::new()]);
    while !level.is_empty() {
        let both = |(mut files, mut folders): Level, (more, deeper): Level| {
            files.extend(more);
            folders.extend(deeper);
            Some((files, folders))
        };
        let inner = level.into_par_iter().map(|path| inner(folder, &path));
        let (files, folders) = inner.try_reduce(Level::default, both)?;
        tree.files.extend(files);
        tree.folders.extend(folders.iter().cloned());
        level = folders;
    }
    Some(tree)
}

/// Files and folders.
type Level = (Vec<PathBuf>, Vec<PathBuf>);

/// What lies in one folder, by the paths from the top.
fn inner(top: &Path, path: &Path) -> Option<Level> {
    let (mut files, mut folders) = Level::default();
    for entry in fs::read_dir(top.join(path)).ok()? {
        let entry = entry.ok()?;
        let kind = entry.file_type().ok()?;
        let path = path.join(entry.file_name());
        match (kind.is_file(), kind.is_dir()) {
            (true, _) => files.push(path),
            (_, true) => folders.push(path),
            _ => return None,
        }
    }
    Some((files, folders))
}

fn followed(folder: &Path) -> Result<Tree, Error> {
    let mut tree = Tree::default();
    for item in WalkDir::new(folder).min_depth(1).follow_links(true).sort_by_file_name() {
        let item = item.map_err(|error| {
            let path = error.path().unwrap_or(folder).display().to_string();
            let why =
                error.io_error().map_or("a symbolic link leads back to it".to_owned(), ToString::to_string);
            Error::new(format!("cannot read {path}: {why}"))
        })?;
        tree.has_links |= item.path_is_symlink();
        let path = item.path().strip_prefix(folder).ok().map(Path::to_owned);
        if item.file_type().is_file() {
            tree.files.extend(path);
        } else if item.file_type().is_dir() {
            tree.folders.extend(path);
        }
    }
    Ok(tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with these files, and with these folders where there is a slash at the end.
    fn folder(paths: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for path in paths {
            let place = folder.path().join(path);
            fs::create_dir_all(place.parent().expect("has one")).expect("makes");
            if path.ends_with('/') { fs::create_dir_all(&place) } else { fs::write(&place, "") }
                .expect("writes");
        }
        folder
    }

    fn found(folder: &Path) -> Result<(String, bool), String> {
        let tree = Tree::of(folder).map_err(|error| error.what)?;
        let text = |paths: &[PathBuf]| {
            paths.iter().map(|path| path.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        Ok((format!("{}; {}", text(&tree.files), text(&tree.folders)), tree.has_links))
    }

    #[test]
    fn files_and_folders_come_in_order_however_they_are_found() {
        let folder = folder(&["b/c", "a.html", "a/z/index.html", "a/index.html", "empty/", "é"]);
        let expected = ("a/index.html a/z/index.html a.html b/c é; a a/z b empty".to_owned(), false);
        assert_eq!(found(folder.path()), Ok(expected));
        let followed = followed(folder.path()).expect("reads");
        assert_eq!(Ok(followed), Tree::of(folder.path()).map_err(|error| error.what));
    }

    #[test]
    fn deep_folders_are_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let deep: PathBuf = std::iter::repeat_n("d", 1500).collect();
        fs::create_dir_all(folder.path().join(&deep)).expect("makes");
        assert_eq!(Tree::of(folder.path()).expect("reads").folders.len(), 1500);
    }

    #[test]
    #[cfg(unix)]
    fn links_are_followed_and_known_as_such() {
        use std::os::unix::fs::symlink;
        let folder = folder(&["a/x", "b/"]);
        symlink("a/x", folder.path().join("c")).expect("links");
        symlink("a", folder.path().join("d")).expect("links");
        assert_eq!(found(folder.path()), Ok(("a/x c d/x; a b d".to_owned(), true)));
        symlink("..", folder.path().join("b/up")).expect("links");
        let error = found(folder.path()).expect_err("goes round");
        assert!(error.ends_with("b/up: a symbolic link leads back to it"), "{error}");
        fs::remove_file(folder.path().join("b/up")).expect("removes");
        symlink("nowhere", folder.path().join("e")).expect("links");
        assert!(found(folder.path()).expect_err("is broken").contains("cannot read"));
    }
}
