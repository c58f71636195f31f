//! Style sheets, which load files themselves: their addresses get the new names before the sheets get theirs.

use std::{collections::BTreeSet, fs};

use super::{Assets, Part, SHEET, has_ending, integrity, renamed};
use crate::{
    html::{addresses::Target, css},
    report::Error,
};

/// Style sheets that import more than so many others in a row stay as they are.
const LONGEST_CHAIN: usize = 1000;

/// A style sheet.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) part: Part,
    /// With the new names of what it uses; none where it stays as it is.
    pub(super) text: Option<String>,
    /// The files of the site that it uses.
    pub(super) uses: BTreeSet<String>,
    /// Where else it loads something from, those it imports included.
    pub(super) elsewhere: BTreeSet<String>,
}

impl Assets {
    /// Reads a style sheet after those it imports. Those that import each other stay as they are.
    pub(super) fn read_sheet(
        &mut self,
        file: &str,
        importing: &mut Vec<String>,
        circular: &mut BTreeSet<String>,
    ) -> Result<(), Error> {
        if let Some(first) = importing.iter().position(|other| other == file) {
            circular.extend(importing.iter().skip(first).cloned());
            return Ok(());
        }
        // So long a chain nobody writes, and the stack has an end.
        if importing.len() >= LONGEST_CHAIN {
            circular.extend(importing.iter().cloned());
            return Ok(());
        }
        if self.sheets.contains_key(file) {
            return Ok(());
        }
        let path = self.folder.join(file);
        let bytes = fs::read(&path).map_err(|e| Error::io("read", &path, &e))?;
        // One that is no text uses nothing that is known, and stays as it is.
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
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
