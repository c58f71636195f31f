//! The finished site as browsers and search engines get it: what every page refers to, what it can be referred to by,
//! and what must hold. A site is read once, in parallel; every rule over it looks at what was noted then.
//!
//! ```text
//! public/ ─► Pages (addresses used, files and ids defined, flaws of each page) ─► rules: used minus defined
//!                                                          content, templates ─► Authored: where it is written
//! ```

mod address;
pub mod authored;
mod css;
mod document;
mod markup;
mod json;
pub mod resolve;
pub mod rules;

use std::{collections::HashMap, fs, path::Path, path::PathBuf, sync::Arc};

use rayon::prelude::*;
use walkdir::WalkDir;

pub use self::address::{Address, Kind};
use self::{
    address::Texts,
    authored::Place,
    document::Document,
    markup::Facts,
    resolve::{Base, Target},
    rules::Flaw,
};
use crate::{
    config::Words,
    report::{Error, Source},
    site::OUTPUT,
};

/// A finished site that has been read.
#[derive(Debug)]
pub struct Pages {
    folder: PathBuf,
    base: Base,
    /// In order of their paths.
    files: Vec<File>,
    by_path: HashMap<String, usize>,
}

/// A file of the site.
#[derive(Debug, Default)]
struct File {
    /// Relative to the folder of the site, with `/` on every system.
    path: String,
    facts: Facts,
    /// What its `time` elements say to machines, each once, in order.
    times: Vec<String>,
    /// What is wrong with it, whatever the other files hold.
    flaws: Vec<Flaw>,
}

/// Reads the finished site in `folder`, whose address is `base`. Where the words of the site are given, each page is
/// checked for what can be seen in it alone.
///
/// # Errors
/// Where the folder cannot be opened.
pub fn read(folder: &Path, base: Base, words: Option<&Words>) -> Result<Pages, Error> {
    fs::read_dir(folder).map_err(|e| Error::io("open the folder", folder, &e))?;
    let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name();
    let found: Vec<File> = walk.into_iter().filter_map(|item| file(item, folder)).collect();
    let files: Vec<File> =
        found.into_par_iter().with_min_len(4).map(|file| file.read(folder, words)).collect();
    let by_path = files.iter().enumerate().map(|(index, file)| (file.path.clone(), index)).collect();
    Ok(Pages { folder: folder.to_owned(), base, files, by_path })
}

/// What the walk came upon: a file still to be read, or why there is none.
fn file(item: walkdir::Result<walkdir::DirEntry>, folder: &Path) -> Option<File> {
    match item {
        Ok(item) if item.file_type().is_file() => {
            Some(File { path: relative(item.path(), folder), ..File::default() })
        }
        Ok(_) => None,
        Err(error) => {
            let path = relative(error.path().unwrap_or(folder), folder);
            let why = match (error.loop_ancestor(), error.io_error()) {
                (Some(_), _) => "it is a link to a folder that it lies in".to_owned(),
                (None, Some(error)) => error.to_string(),
                (None, None) => error.to_string(),
            };
            Some(File { path, flaws: vec![Flaw::unreadable(&why)], ..File::default() })
        }
    }
}

fn relative(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

impl File {
    /// Reads what the kind of file by its name asks for.
    fn read(mut self, folder: &Path, words: Option<&Words>) -> Self {
        let name = self.path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let reader: fn(&mut Self, &[u8], Option<&Words>) = match ending {
            "html" | "htm" | "xhtml" => Self::read_page,
            "xml" | "atom" | "rss" | "svg" => Self::read_markup,
            "css" => |file, bytes, _| css::addresses(&lossy(bytes), 0, &mut file.facts.addresses),
            "webmanifest" => |file, bytes, _| json::manifest(&lossy(bytes), &mut file.facts.addresses),
            "txt" if self.path == "robots.txt" => |file, bytes, _| robots(bytes, &mut file.facts.addresses),
            _ => return self,
        };
        if self.flaws.is_empty() {
            match fs::read(folder.join(&self.path)) {
                Ok(bytes) => reader(&mut self, &bytes, words),
                Err(error) => self.flaws.push(Flaw::unreadable(&error.to_string())),
            }
        }
        self
    }

    fn read_page(&mut self, bytes: &[u8], words: Option<&Words>) {
        self.flaws.extend(rules::encoding(bytes));
        // Whatever is in such a file, no browser shows it as a page.
        if bytes.contains(&0) {
            return;
        }
        match Document::parse(bytes) {
            Ok(document) => {
                self.facts = markup::facts(&document);
                if let Some(words) = words {
                    rules::check_page(&document, words, self);
                }
            }
            Err(why) => self.flaws.push(Flaw::unreadable(&why)),
        }
    }

    fn read_markup(&mut self, bytes: &[u8], _: Option<&Words>) {
        match Document::parse(bytes) {
            Ok(document) => self.facts = markup::facts(&document),
            Err(why) => self.flaws.push(Flaw::unreadable(&why)),
        }
    }
}

/// The sitemaps that `robots.txt` names.
fn robots(bytes: &[u8], found: &mut Texts<Kind>) {
    let text = lossy(bytes);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(rest) = line.get(..8).filter(|key| key.eq_ignore_ascii_case("sitemap:")) {
            found.add(Kind::Sitemap, &line[rest.len()..], at + rest.len(), std::borrow::Cow::Borrowed);
        }
        at += line.len();
    }
}

/// The text of a file in which every byte that is no UTF-8 is a question mark, so that places stay the same.
fn lossy(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

/// An address with the file it is written in.
#[derive(Debug, Clone)]
pub struct Used<'p> {
    /// The address.
    pub address: Address<'p>,
    /// The number of the file.
    file: usize,
    /// Where it leads.
    pub target: Target,
}

impl Pages {
    /// How many of the files are pages.
    pub fn count(&self) -> usize {
        self.files.iter().filter(|file| file.path.ends_with(".html")).count()
    }

    /// The address of the site.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// All addresses that `wanted` takes, in the order of the files and of the places in them.
    pub fn used<'p>(&'p self, wanted: impl Fn(&Used<'p>) -> bool + Sync) -> Vec<Used<'p>> {
        let of_file = |(index, file): (usize, &'p File)| {
            let from = self.base.from(&file.path, file.facts.base.as_deref());
            let used = file.facts.addresses.addresses().map(|address| {
                let target = from.resolve(address.value);
                Used { address, file: index, target }
            });
            used.filter(&wanted).collect::<Vec<_>>()
        };
        self.files.par_iter().enumerate().with_min_len(4).flat_map_iter(of_file).collect()
    }

    /// How a file of the site is called in reports, wherever the site lies: below `public/`.
    pub fn name(&self, used: &Used<'_>) -> String {
        format!("{OUTPUT}/{}", self.path(used))
    }

    /// The path of the file that an address is in, within the finished site.
    pub fn path(&self, used: &Used<'_>) -> &str {
        self.files.get(used.file).map(|file| file.path.as_str()).unwrap_or_default()
    }

    /// Where an address is in the built file.
    pub fn place(&self, used: &Used<'_>) -> Place {
        Place { source: self.source(used.file), span: used.address.at() }
    }

    /// The file of this number, read again: what was wrong with a few pages is no reason to keep all of them.
    fn source(&self, file: usize) -> Arc<Source> {
        let path = self.files.get(file).map(|file| file.path.as_str()).unwrap_or_default();
        let text = fs::read(self.folder.join(path)).map(|bytes| lossy(&bytes)).unwrap_or_default();
        Arc::new(Source { path: format!("{OUTPUT}/{path}"), text })
    }
}
