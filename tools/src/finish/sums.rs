//! What a folder holds, in 128 bits: sums of hashes, in no order, so that all processors take part.

use std::{
    cell::RefCell,
    fs::{self, File},
    io::{self, Read as _, Write},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use rayon::prelude::*;
use twox_hash::XxHash3_128;

use crate::{interrupt, tree::Tree};

/// Some bytes in 128 bits. Anybody can find others of the same: it tells changes, not attacks.
pub(super) fn hash(bytes: &[u8]) -> u128 {
    XxHash3_128::oneshot(bytes)
}

/// A file with its path and its bytes, in 128 bits.
pub(super) struct Content(XxHash3_128);

impl Content {
    /// The file of this path below the folder, before its bytes are written to it.
    pub(super) fn of(path: &Path) -> Self {
        let mut hash = XxHash3_128::new();
        hash.write(path.as_os_str().as_encoded_bytes());
        hash.write(b"\0");
        Self(hash)
    }

    /// That of a file with these bytes.
    pub(super) fn with(mut self, bytes: &[u8]) -> u128 {
        self.0.write(bytes);
        self.sum()
    }

    /// To be added to those of the other files.
    pub(super) fn sum(self) -> u128 {
        self.0.finish_128()
    }
}

impl Write for Content {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

thread_local! {
    static PIECE: RefCell<Vec<u8>> = RefCell::new(vec![0; 1 << 17]);
}

/// The [`Content`] of a file on disk, by its path below the folder and its place.
pub(super) fn content(path: &Path, place: &Path) -> io::Result<u128> {
    let mut file = File::open(place)?;
    PIECE.with_borrow_mut(|piece| {
        let mut whole = None;
        let start = begin(piece, path);
        loop {
            let start = if whole.is_none() { start } else { 0 };
            let end = start + file.read(piece.get_mut(start..).unwrap_or_default())?;
            let read = piece.get(..end).unwrap_or_default();
            // Only at its end does a file give less than it is asked for. Where one does elsewhere, the sum is another
            // one than that of the bytes, and the work is done.
            if end < piece.len() && whole.is_none() {
                return Ok(hash(read));
            }
            let content = whole.get_or_insert_with(XxHash3_128::new);
            content.write(read);
            if end < piece.len() {
                return Ok(content.finish_128());
            }
        }
    })
}

/// Puts what a [`Content`] begins with at the beginning of a piece, and says how long it is.
fn begin(piece: &mut [u8], path: &Path) -> usize {
    let name = path.as_os_str().as_encoded_bytes();
    // No system has paths so long.
    let length = name.len().min(piece.len() / 2);
    if let Some((start, [zero, ..])) = piece.split_at_mut_checked(length) {
        start.copy_from_slice(name.get(..length).unwrap_or_default());
        *zero = 0;
    }
    length + 1
}

/// The bytes of all files of a folder and the names of its folders; none where one cannot be read.
pub(super) fn contents(folder: &Path, tree: &Tree) -> Option<u128> {
    let files = sum(&tree.files, |path| content(path, &folder.join(path)).ok())?;
    Some(files.wrapping_add(names(tree)))
}

/// The names of the folders, of which one may be empty.
pub(super) fn names(tree: &Tree) -> u128 {
    // With a slash at its end, as no file has one.
    tree.folders.iter().map(|path| Content::of(&path.join("")).sum()).fold(0, u128::wrapping_add)
}

/// The lengths and times of all files of a folder and the times of its folders, which change when something comes into
/// one or goes; none where one cannot be asked.
pub(super) fn stamp(folder: &Path, tree: &Tree) -> Option<u128> {
    let of = |path: &Path, is_folder: bool| {
        let about = fs::symlink_metadata(folder.join(path)).ok()?;
        let is_it = if is_folder { about.is_dir() } else { about.is_file() };
        let time = about.modified().ok().filter(|_| is_it)?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        // How long a folder is depends on the file system.
        let length = if is_folder { u64::MAX } else { about.len() }.to_le_bytes();
        Some(hash(&[path.as_os_str().as_encoded_bytes(), b"\0", &length, &time.to_le_bytes()].concat()))
    };
    let files = sum(&tree.files, |path| of(path, false))?;
    let folders = sum(&tree.folders, |path| of(path, true))?;
    Some(of(Path::new(""), true)?.wrapping_add(files).wrapping_add(folders))
}

/// Adds up what is said of paths.
fn sum(paths: &[PathBuf], of: impl Fn(&Path) -> Option<u128> + Sync) -> Option<u128> {
    let sums = paths.par_iter().map(|path| {
        interrupt::check().ok()?;
        of(path)
    });
    sums.try_reduce(|| 0, |one, other| Some(one.wrapping_add(other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a folder with these files holds.
    fn of(files: &[(&str, &str)]) -> u128 {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().expect("has one")).expect("makes");
            if path.ends_with('/') { fs::create_dir_all(&file) } else { fs::write(&file, text) }
                .expect("writes");
        }
        whole(folder.path())
    }

    fn whole(folder: &Path) -> u128 {
        contents(folder, &Tree::of(folder).expect("reads")).expect("reads")
    }

    #[test]
    fn what_a_folder_holds_is_told_by_paths_and_bytes_alone() {
        let files = [("a", "1"), ("b/c", "2"), ("b/d/e", "")];
        let mut turned = files;
        turned.reverse();
        assert_eq!(of(&files), of(&turned));
        let others: [&[(&str, &str)]; 9] = [
            &[],
            &[("a", "1"), ("b/c", "2")],
            &[("a", "2"), ("b/c", "1"), ("b/d/e", "")],
            &[("a", "1"), ("b/c", "2"), ("b/e", "")],
            &[("a", "1"), ("b/c", "2"), ("b/d/e/", "")],
            &[("a", "1"), ("b/c", "2"), ("b/d/e", ""), ("f/", "")],
            &[("a", "1"), ("b/c", "2"), ("b/d/e", "\0")],
            &[("a", "1"), ("b/c2", ""), ("b/d/e", "")],
            &[("a", "1"), ("b/c", "2"), ("b/d/e", ""), ("f", "")],
        ];
        let mut sums: Vec<u128> = others.iter().map(|files| of(files)).chain([of(&files)]).collect();
        sums.sort_unstable();
        sums.dedup();
        assert_eq!(sums.len(), others.len() + 1);
    }

    #[test]
    fn a_file_longer_than_a_piece_is_what_its_bytes_are() {
        let folder = tempfile::tempdir().expect("a folder");
        let bytes: Vec<u8> = (0..300_001_u32).map(|number| number.to_le_bytes()[0]).collect();
        fs::write(folder.path().join("long"), &bytes).expect("writes");
        let whole = Content::of(Path::new("long")).with(&bytes);
        assert_eq!(content(Path::new("long"), &folder.path().join("long")).expect("reads"), whole);
        assert_eq!(self::whole(folder.path()), whole);
    }
}
