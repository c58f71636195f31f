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

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock, PoisonError},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};
use url::{Position, Url};

use super::{
    addresses::{self, Home, Target, escape, file_of},
    css,
};
use crate::{report::Error, tree::Tree};

/// Endings of what can be a part of a page, beside style sheets.
const LEAVES: [&str; 16] = [
    "js", "mjs", "woff2", "woff", "ttf", "otf", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico",
    "bmp", "apng",
];
const SHEET: &str = "css";
/// Endings of texts that may name a file, without being a page or a style sheet.
const TEXTS: [&str; 8] = ["js", "mjs", "json", "webmanifest", "xml", "svg", "txt", "md"];
/// Length of the digest in a name: one in four thousand million changes would not show.
const DIGITS: usize = 8;

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

/// A file that is part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its new path within the site.
    pub path: String,
    /// What a page says as `integrity`.
    pub integrity: String,
}

/// A style sheet.
#[derive(Debug)]
struct Sheet {
    part: Part,
    /// With the new names of what it uses; none where it stays as it is.
    text: Option<String>,
    /// The files of the site that it uses.
    uses: BTreeSet<String>,
    /// Where else it loads something from, those it imports included.
    elsewhere: BTreeSet<String>,
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

    /// An address in a file of the site, which leads to `url`, relative to that file; none for what is right anywhere or
    /// no address of the web.
    ///
    /// A part of the same page is one anywhere, and what leads away is written out with its host.
    pub fn relative(&self, from: &str, written: &str, url: Url) -> Option<String> {
        let (path, rest) = (url.path().to_owned(), url[Position::AfterPath..].to_owned());
        match self.home.target_of(url) {
            Target::Own(_) if written.starts_with('#') && path == self.home.address(from).path() => None,
            Target::Own(path) => {
                let to = self.file(&path).or_else(|| addresses::unescape(&path))?;
                Some(addresses::relative(from, &to) + &rest)
            }
            // `https:a` is relative to a page of that scheme.
            Target::Elsewhere(url) if Url::parse(written).as_ref() == Ok(&url) => None,
            Target::Elsewhere(url) => Some(url.into()),
            Target::Other => None,
        }
    }

    /// Makes the addresses in style sheets relative, as those in pages are for a copy that works anywhere, in the folder
    /// the pages are written to.
    ///
    /// # Errors
    /// Where a style sheet cannot be read or written.
    pub fn put_relative(&self, site: &Path) -> Result<(), Error> {
        for file in self.sheets.keys() {
            let path = self.folder.join(file);
            let bytes = fs::read(&path).map_err(|e| Error::io("read", &path, &e))?;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let address = self.home.address(file);
            let new = |written: &str| {
                let written = written.trim_matches(|c: char| c <= ' ');
                let new = self.relative(file, written, address.join(written).ok()?)?;
                (!written.is_empty() && new != written).then_some(new)
            };
            if let Some(new) = css::rewrite(&text, new) {
                // Not over it: the file may be one with that of the folder it was copied from.
                let path = site.join(file);
                fs::remove_file(&path)
                    .and_then(|()| fs::write(&path, new))
                    .map_err(|e| Error::io("write", &path, &e))?;
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

    /// Reads a style sheet after those it imports. Those that import each other stay as they are.
    fn read_sheet(
        &mut self,
        file: &str,
        importing: &mut Vec<String>,
        circular: &mut BTreeSet<String>,
    ) -> Result<(), Error> {
        if let Some(first) = importing.iter().position(|other| other == file) {
            circular.extend(importing.iter().skip(first).cloned());
            return Ok(());
        }
        if self.sheets.contains_key(file) {
            return Ok(());
        }
        let path = self.folder.join(file);
        let bytes = fs::read(&path).map_err(|e| Error::io("read", &path, &e))?;
        let text = String::from_utf8(bytes).unwrap_or_default();
        let addresses: Vec<_> = css::addresses(&text).into_iter().map(|address| address.text).collect();
        importing.push(file.to_owned());
        for address in &addresses {
            if let Ok(Some(import)) = self.used_by(file, address)
                && has_ending(&import, &[SHEET])
            {
                self.read_sheet(&import, importing, circular)?;
            }
        }
        importing.pop();
        let sheet = self.sheet(file, &text, &addresses, circular.contains(file));
        self.sheets.insert(file.to_owned(), sheet);
        Ok(())
    }

    fn sheet(&self, file: &str, text: &str, addresses: &[String], circular: bool) -> Sheet {
        let (mut uses, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
        for address in addresses {
            match self.used_by(file, address) {
                Ok(Some(used)) => {
                    elsewhere.extend(self.elsewhere(&used).map(str::to_owned));
                    uses.insert(used);
                }
                Ok(None) => {}
                Err(address) => {
                    elsewhere.insert(address);
                }
            }
        }
        let new = |address: &str| {
            let used = self.used_by(file, address).ok()??;
            Some(renamed(address, &self.part(&used)?.path)).filter(|new| new != address)
        };
        let new_text = if circular { None } else { css::rewrite(text, new) };
        let bytes = new_text.as_deref().unwrap_or(text).as_bytes();
        let part = if circular {
            Part { path: file.to_owned(), integrity: integrity(bytes) }
        } else {
            Part::of(file, bytes)
        };
        Sheet { part, text: new_text, uses, elsewhere }
    }

    /// The file that an address in a style sheet leads to, or the absolute address where it leads away.
    fn used_by(&self, sheet: &str, address: &str) -> Result<Option<String>, String> {
        // A part of the sheet, or of the page that shows it.
        if address.is_empty() || address.starts_with('#') {
            return Ok(None);
        }
        match self.home.target(&self.home.address(sheet), address) {
            Target::Own(path) => Ok(self.file(&path).filter(|file| Self::may_name(file.as_bytes()))),
            Target::Elsewhere(url) => Err(url.into()),
            Target::Other if address.starts_with("data:") => Err(address.to_owned()),
            Target::Other => Ok(None),
        }
    }
}

impl Part {
    /// The part that a file with these bytes is. One whose name already tells keeps it.
    fn of(file: &str, bytes: &[u8]) -> Self {
        let digest = digest(bytes);
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        let has_it = stem.strip_suffix(digest.as_str()).is_some_and(|stem| stem.ends_with('.'));
        let path = if has_it { file.to_owned() } else { format!("{stem}.{digest}.{ending}") };
        Self { path, integrity: integrity(bytes) }
    }
}

/// The digest of a file in its name.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect()
}

/// The digest of a file or an inline script, as pages and policies write it: Subresource Integrity, section 3.1.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

/// An address with another name for the file, without the `?h=` by which Zola tells its versions apart.
pub fn renamed(address: &str, path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = if addresses::is_plain(name) { Cow::Borrowed(name) } else { escape(name).into() };
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let (old, rest) = address.split_at(end);
    let folder = old.rfind(['/', '\\']).map_or("", |slash| &old[..=slash]);
    let (query, fragment) = rest.split_at(rest.find('#').unwrap_or(rest.len()));
    let is_version =
        query.strip_prefix("?h=").is_some_and(|hash| hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
    [folder, &name, if is_version { "" } else { query }, fragment].concat()
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

#[cfg(test)]
#[path = "assets_tests.rs"]
mod tests;
