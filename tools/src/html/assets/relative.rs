//! Addresses that lead to the same file wherever the folder is.

use std::{fs, path::Path};

use url::{Position, Url};

use super::Assets;
use crate::{
    html::{
        addresses::{self, Target},
        css,
    },
    report::Error,
};

impl Assets {
    /// An address in a file of the site, which leads to `url`, relative to that file; none for what is right anywhere or
    /// no address of the web.
    ///
    /// A part of the same page is one anywhere, and what leads away is written out with its host.
    pub fn relative(&self, from: &str, written: &str, url: Url) -> Option<String> {
        let (path, rest) = (url.path().to_owned(), url[Position::AfterPath..].to_owned());
        match self.home.target_of(url) {
            Target::Own(_) if written.starts_with('#') && path == self.home.address(from).path() => None,
            Target::Own(path) => {
                let file = self.file(&path);
                // Another site may lie below the same address: who wrote its host need not have meant this folder.
                if file.is_none() && Url::parse(written).is_ok() {
                    return None;
                }
                let to = file.or_else(|| addresses::unescape(&path))?;
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
}
