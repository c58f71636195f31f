//! The files that tell an edition to calendars and schedule apps, beside its page.

use std::{fs, path::Path};

use url::Url;

use crate::{
    config::Words,
    content::Edition,
    formats::{self, Programme, Site},
    report::Error,
    site::CONTENT,
};

/// Writes the files of an edition into the built site. `base` is the address of the site.
pub(super) fn write(site: &Path, edition: &Edition, words: &Words, base: &Url) -> Result<(), Error> {
    let name = edition.folder.strip_prefix(CONTENT).unwrap_or_default().trim_start_matches('/');
    let folder = site.join(name);
    let address = if name.is_empty() { Ok(base.clone()) } else { base.join(&format!("{name}/")) };
    // Zola renders no page for a draft.
    let (Ok(address), true) = (address, folder.join("index.html").is_file()) else { return Ok(()) };
    let Some(programme) = Programme::of(edition, Site { address: address.as_str(), words }) else {
        return Ok(());
    };
    for file in formats::files(&programme) {
        let target = folder.join(&file.path);
        // What the organisers have put there themselves stays.
        if target.exists() {
            continue;
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(|e| Error::io("make the folder", parent, &e))?;
        }
        fs::write(&target, &file.text).map_err(|e| Error::io("write", &target, &e))?;
    }
    Ok(())
}
