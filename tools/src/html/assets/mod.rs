//! Names that change with what is in a file, so that browsers may keep it for ever, and the digests by which they know
//! that it is what the page was made with.
//!
//! A file gets such a name where a page uses it as a part: a style sheet, a script, a font, a picture. One that is also
//! named otherwise – by a link, as the picture of a social card, in a script – keeps its old name beside the new one.
//! Files that are only named keep theirs: icons, feeds, documents, references.
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
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock, PoisonError},
};

pub use self::part::{Part, digest, integrity, renamed};
use self::sheets::Sheet;
use super::addresses::{Home, escape, file_of};
use crate::{report::Error, tree::Tree};

/// Endings of what can be a part of a page, beside style sheets.
const LEAVES: [&str; 16] = [
    "js", "mjs", "woff2", "woff", "ttf", "otf", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico",
    "bmp", "apng",
];
const SHEET: &str = "css";
/// Endings of texts that may name a file, without being a page or a style sheet.
const TEXTS: [&str; 8] = ["js", "mjs", "json", "webmanifest", "xml", "svg", "txt", "md"];

/// The files of a built site, and what is known of those that may be parts of pages.
#[derive(Debug)]
pub struct Assets {
    folder: PathBuf,
    home: Home,
    files: BTreeSet<String>,
    sheets: BTreeMap<String, Sheet>,
    leaves: HashMap<String, OnceLock<Option<Part>>>,
    /// Used as parts, and named otherwise.
    used: Mutex<BTreeSet<String>>,
    named: Mutex<BTreeSet<String>>,
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
            named: Mutex::default(),
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

    /// Something names this file, which therefore keeps its name.
    pub fn name(&self, file: &str) {
        if Self::may_name(file.as_bytes()) {
            note(&self.named, file);
        }
    }

    /// A text that is no page may name files in any way.
    pub fn name_all_in(&self, text: &str) {
        for file in self.leaves.keys().chain(self.sheets.keys()) {
            let name = file.rsplit('/').next().unwrap_or(file);
            if text.contains(name) || text.contains(&escape(name)) {
                note(&self.named, file);
            }
        }
    }

    /// Where else than from the site a style sheet loads something, as absolute addresses.
    pub fn elsewhere(&self, sheet: &str) -> impl Iterator<Item = &str> {
        self.sheets.get(sheet).into_iter().flat_map(|sheet| sheet.elsewhere.iter().map(String::as_str))
    }

    /// Gives the files that pages use their new names, in the folder the pages are written to.
    ///
    /// # Errors
    /// Where a file cannot be read, written or removed.
    pub fn put(&self, site: &Path) -> Result<(), Error> {
        for text in self.files.iter().filter(|file| has_ending(file, &TEXTS)) {
            let path = self.folder.join(text);
            let bytes = fs::read(&path).map_err(|e| Error::io("read", &path, &e))?;
            self.name_all_in(&String::from_utf8_lossy(&bytes));
        }
        let used = self.all_used();
        let named = self.all_named(&used);
        for file in &used {
            let Some(part) = self.part(file).filter(|part| part.path != *file) else { continue };
            let (old, new) = (site.join(file), site.join(&part.path));
            let text = self.sheets.get(file).and_then(|sheet| sheet.text.as_ref());
            match text {
                Some(text) => fs::write(&new, text),
                None if named.contains(file) => fs::copy(&old, &new).map(drop),
                None => fs::rename(&old, &new),
            }
            .map_err(|e| Error::io("write", &new, &e))?;
            if text.is_some() && !named.contains(file) {
                fs::remove_file(&old).map_err(|e| Error::io("remove", &old, &e))?;
            }
        }
        Ok(())
    }

    /// What the used style sheets use is used.
    fn all_used(&self) -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        let mut open: Vec<String> = copy(&self.used).into_iter().collect();
        while let Some(file) = open.pop() {
            open.extend(self.sheets.get(&file).into_iter().flat_map(|sheet| sheet.uses.iter().cloned()));
            open.retain(|file| !used.contains(file));
            used.insert(file);
        }
        used
    }

    /// A style sheet that stays under its old name names what it uses.
    fn all_named(&self, used: &BTreeSet<String>) -> BTreeSet<String> {
        let stays = |named: &BTreeSet<String>, file: &String, sheet: &Sheet| {
            !used.contains(file) || named.contains(file) || sheet.part.path == *file && sheet.text.is_none()
        };
        let mut named = copy(&self.named);
        loop {
            let before = named.len();
            for (file, sheet) in &self.sheets {
                // One that is already as it should be uses files that are, too.
                if stays(&named, file, sheet) {
                    named.extend(sheet.uses.iter().cloned());
                }
            }
            if named.len() == before {
                return named;
            }
        }
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

fn copy(set: &Mutex<BTreeSet<String>>) -> BTreeSet<String> {
    set.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
