//! Names that change with what is in a file, so that browsers may keep it for ever, and the digests by which they know
//! that it is what the page was made with.
//!
//! A file gets such a name where a page uses it as a part: a style sheet, a script, a font, a picture. The old name stays
//! beside the new one: a script, a page that nobody could read or another site may use it in ways that cannot be seen.
//!
//! ```text
//! pictures, fonts, scripts ─► style sheets (their addresses replaced) ─► pages ─► files put in place
//! ```

mod part;
mod relative;
mod sheets;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock, PoisonError},
};

pub use self::part::{Part, digest, integrity, renamed};
use self::sheets::Sheet;
use super::addresses::{Home, file_of};
use crate::{report::Error, tree::Tree};

/// Endings of what can be a part of a page, beside style sheets.
const LEAVES: [&str; 16] = [
    "js", "mjs", "woff2", "woff", "ttf", "otf", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico",
    "bmp", "apng",
];
const SHEET: &str = "css";

/// The files of a built site, and what is known of those that may be parts of pages.
#[derive(Debug)]
pub struct Assets {
    folder: PathBuf,
    home: Home,
    files: BTreeSet<String>,
    sheets: BTreeMap<String, Sheet>,
    leaves: HashMap<String, OnceLock<Option<Part>>>,
    /// Those that pages use.
    used: Mutex<BTreeSet<String>>,
}

impl Assets {
    /// Reads the style sheets of a built site with these files.
    ///
    /// # Errors
    /// Where a style sheet cannot be read.
    pub fn read(folder: &Path, tree: &Tree, home: &Home) -> Result<Self, Error> {
        let mut assets = Self::of(folder, home, tree.names());
        let sheets: Vec<_> = assets.files.iter().filter(|file| has_ending(file, &[SHEET])).cloned().collect();
        let mut circular = BTreeSet::new();
        for sheet in sheets {
            assets.read_sheet(&sheet, &mut Vec::new(), &mut circular)?;
        }
        Ok(assets)
    }

    fn of(folder: &Path, home: &Home, files: BTreeSet<String>) -> Self {
        let leaves = files.iter().filter(|file| has_ending(file, &LEAVES));
        Self {
            folder: folder.to_owned(),
            home: home.clone(),
            leaves: leaves.map(|file| (file.clone(), OnceLock::new())).collect(),
            sheets: BTreeMap::new(),
            used: Mutex::default(),
            files,
        }
    }

    /// A site without files.
    #[cfg(test)]
    pub(super) fn of_nothing(home: &Home) -> Self {
        Self::of(Path::new("/nowhere"), home, BTreeSet::new())
    }

    /// The site these are the files of.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// The file of the site that a path in an address leads to.
    pub fn file(&self, path: &str) -> Option<String> {
        file_of(path, |file| self.files.contains(file))
    }

    /// A page uses this file as a part: its new name and digest; none where it is no such file.
    pub fn use_part(&self, file: &str) -> Option<&Part> {
        let part = self.part(file)?;
        note(&self.used, file);
        Some(part)
    }

    /// Whether an address looks as if it could be that of a part, which saves most links a search.
    pub fn may_name(address: &[u8]) -> bool {
        let end = memchr::memchr2(b'?', b'#', address).unwrap_or(address.len());
        let path = address.get(..end).unwrap_or_default();
        ending(path).is_some_and(|own| {
            let is = |ending: &str| own.eq_ignore_ascii_case(ending.as_bytes());
            is(SHEET) || LEAVES.iter().copied().any(is)
        })
    }

    /// Where else than from the site a style sheet loads something, as absolute addresses.
    pub fn elsewhere(&self, sheet: &str) -> impl Iterator<Item = &str> {
        self.sheets.get(sheet).into_iter().flat_map(|sheet| sheet.elsewhere.iter().map(String::as_str))
    }

    /// Puts the files that pages use under their new names, too, in the folder the pages are written to.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub fn put(&self, site: &Path) -> Result<(), Error> {
        for file in self.all_used() {
            let Some(part) = self.part(&file).filter(|part| part.path != file) else { continue };
            let new = site.join(&part.path);
            let text = self.sheets.get(&file).and_then(|sheet| sheet.text.as_ref());
            // What is there may be one file with that of an old site.
            let write = || match (remove(&new), text) {
                (Err(error), _) => Err(error),
                (Ok(()), Some(text)) => fs::write(&new, text),
                (Ok(()), None) => fs::copy(site.join(&file), &new).map(drop),
            };
            write().map_err(|e| Error::io("write", &new, &e))?;
        }
        Ok(())
    }

    /// What the used style sheets use is used.
    fn all_used(&self) -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        let used_by_pages = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut open: Vec<String> = used_by_pages.iter().cloned().collect();
        while let Some(file) = open.pop() {
            open.extend(self.sheets.get(&file).into_iter().flat_map(|sheet| sheet.uses.iter().cloned()));
            open.retain(|file| !used.contains(file));
            used.insert(file);
        }
        used
    }

    fn part(&self, file: &str) -> Option<&Part> {
        if let Some(sheet) = self.sheets.get(file) {
            return Some(&sheet.part);
        }
        let leaf = self.leaves.get(file)?;
        leaf.get_or_init(|| Some(Part::of(file, &fs::read(self.folder.join(file)).ok()?))).as_ref()
    }
}

fn has_ending(file: &str, endings: &[&str]) -> bool {
    ending(file.as_bytes())
        .is_some_and(|own| endings.iter().any(|ending| own.eq_ignore_ascii_case(ending.as_bytes())))
}

/// What comes after the last dot.
fn ending(file: &[u8]) -> Option<&[u8]> {
    let dot = memchr::memrchr(b'.', file)?;
    file.get(dot + 1..)
}

fn note(set: &Mutex<BTreeSet<String>>, file: &str) {
    let mut set = set.lock().unwrap_or_else(PoisonError::into_inner);
    if !set.contains(file) {
        set.insert(file.to_owned());
    }
}

/// Makes room for a file.
fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
