//! What a folder holds, in 128 bits: sums of hashes, in no order, so that all processors take part.

use std::{
    cell::RefCell,
    fs::{self, DirEntry, File},
    io::{self, Read as _, Write},
    ops::Add,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use rayon::prelude::*;
use twox_hash::XxHash3_128;

use crate::interrupt;

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

/// What a folder holds, in no order: sums of hashes modulo 2^128.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sums {
    /// Of the files.
    pub(super) files: u128,
    /// Of the paths of the folders.
    pub(super) folders: u128,
}

impl Sums {
    /// Both in one.
    pub(super) fn all(self) -> u128 {
        self.files.wrapping_add(self.folders)
    }
}

impl Add for Sums {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            files: self.files.wrapping_add(other.files),
            folders: self.folders.wrapping_add(other.folders),
        }
    }
}

/// The bytes of all files of a folder; none where one cannot be read.
pub(super) fn contents(folder: &Path) -> Option<Sums> {
    sums(folder, &|path, entry| content(path, &entry.path()).ok())
}

/// The lengths and times of all files of a folder; none where one cannot be asked.
pub(super) fn times(folder: &Path) -> Option<Sums> {
    sums(folder, &|path, entry| {
        let about = entry.metadata().ok()?;
        let time = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        let (length, time) = (about.len().to_le_bytes(), time.to_le_bytes());
        Some(hash(&[path.as_os_str().as_encoded_bytes(), b"\0", &length, &time].concat()))
    })
}

/// Adds up what `of` says of the files, each of which it gets with its path from the top; none where there is anything
/// but files and folders, or something cannot be read.
fn sums(folder: &Path, of: &Of<'_>) -> Option<Sums> {
    let (mut all, mut level) = (Sums::default(), vec![(PathBuf::new(), folder.to_owned())]);
    // Level by level: folders may lie deeper in each other than functions.
    while !level.is_empty() {
        let sums = level.into_par_iter().map(|(path, folder)| sums_of_one(&path, &folder, of));
        let both = |(sums, folders), (more, mut deeper): (Sums, Folders)| {
            deeper.extend::<Folders>(folders);
            Some((sums + more, deeper))
        };
        let (sums, deeper) = sums.try_reduce(Default::default, both)?;
        all = all + sums;
        level = deeper;
    }
    Some(all)
}

/// What is said of a file, by its path from the top.
type Of<'o> = dyn Fn(&Path, &DirEntry) -> Option<u128> + Sync + 'o;
/// Their paths from the top and their places.
type Folders = Vec<(PathBuf, PathBuf)>;

/// The sums of a folder without those of the folders in it.
fn sums_of_one(path: &Path, folder: &Path, of: &Of<'_>) -> Option<(Sums, Folders)> {
    let (mut files, mut folders) = (Vec::new(), Folders::new());
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        let (kind, path) = (entry.file_type().ok()?, path.join(entry.file_name()));
        match (kind.is_file(), kind.is_dir()) {
            (true, _) => files.push((path, entry)),
            (_, true) => folders.push((path, entry.path())),
            _ => return None,
        }
    }
    let files = files.into_par_iter().map(|(path, entry)| {
        interrupt::check().ok()?;
        Some(Sums { files: of(&path, &entry)?, folders: 0 })
    });
    let files = files.try_reduce(Sums::default, |one, other| Some(one + other))?;
    // With a slash at its end, as no file has one.
    let paths = folders.iter().map(|(path, _)| Content::of(&path.join("")).sum());
    Some((Sums { folders: paths.fold(0, u128::wrapping_add), ..files }, folders))
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
        contents(folder.path()).expect("reads").all()
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
        assert_eq!(contents(folder.path()).expect("reads").all(), whole);
    }

    #[test]
    fn deep_folders_are_read_and_links_are_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let deep: PathBuf = std::iter::repeat_n("d", 1500).collect();
        fs::create_dir_all(folder.path().join(&deep)).expect("makes");
        assert!(times(folder.path()).is_some());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("nowhere", folder.path().join("link")).expect("links");
            assert!(times(folder.path()).is_none());
        }
    }
}
