//! Which links there are: every address of the finished site and of the content that leads elsewhere, each once, with
//! all places where it is written. Addresses that differ in query or fragment are different links.

mod changed;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use url::Url;

use crate::{
    pages::{
        Pages, Used,
        authored::{Authored, Place as Written},
        resolve::{Base, Target},
    },
    report::Error,
};

/// A link that leads out of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The whole address.
    pub url: Url,
    /// Where it is written, in order of file and place: in content, configuration and templates; where that is not
    /// known, in the built pages.
    pub places: Vec<Place>,
}

/// Where a link is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path from the root of the site.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// The first of the built pages that show the link, below `public/`; none where no page does.
    pub page: Option<String>,
}

/// All links of the finished site and of the content, in order of their addresses. Without a finished site, those of the
/// content.
pub fn links(pages: Option<&Pages>, authored: &Authored<'_>, base: &Base) -> Vec<Link> {
    let mut found: BTreeMap<String, (Url, Seen<'_>)> = BTreeMap::new();
    let outside = |used: &Used<'_>| matches!(&used.target, Target::Outside(url) if is_link(url));
    let used = pages.map(|pages| pages.used(outside)).unwrap_or_default();
    for (number, one) in used.iter().enumerate() {
        if let Target::Outside(url) = &one.target {
            let seen = &mut found.entry(url.to_string()).or_insert_with(|| (url.clone(), Seen::default())).1;
            seen.written.insert(one.address.value);
            seen.first.get_or_insert(number);
        }
    }
    for text in authored.external() {
        if let Some(url) = elsewhere(text, base) {
            let seen = &mut found.entry(url.to_string()).or_insert_with(|| (url, Seen::default())).1;
            seen.written.insert(text);
        }
    }
    let mut lines = Lines::default();
    let link = |(url, seen): (Url, Seen<'_>)| {
        let first = seen.first.and_then(|number| used.get(number));
        let page = first.zip(pages).map(|(used, pages)| pages.name(used));
        let written = seen.written.iter().flat_map(|text| authored.places(text, base));
        let mut places: Vec<Place> = written.map(|place| lines.place(&place, page.clone())).collect();
        places.sort();
        places.dedup();
        if places.is_empty() {
            let built = first.zip(pages).map(|(used, pages)| lines.place(&pages.place(used), page));
            places.extend(built);
        }
        Link { url, places }
    };
    found.into_values().map(link).collect()
}

/// How a link is written, and the number of its first use on a page.
#[derive(Default)]
struct Seen<'a> {
    written: BTreeSet<&'a str>,
    first: Option<usize>,
}

/// Only what a reader can follow is a link; `data:` and `javascript:` are not.
fn is_link(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https" | "mailto")
}

/// An address that is written in content, if it leads out of the site.
fn elsewhere(text: &str, base: &Base) -> Option<Url> {
    match base.resolve(text) {
        Target::Outside(url) if is_link(&url) => Some(url),
        _ => None,
    }
}

/// Where the lines of files begin, found once for each file.
#[derive(Default)]
struct Lines(BTreeMap<String, Vec<usize>>);

impl Lines {
    fn place(&mut self, place: &Written, page: Option<String>) -> Place {
        let text = &place.source.text;
        let starts = self.0.entry(place.source.path.clone()).or_insert_with(|| {
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        });
        let line = starts.partition_point(|start| *start <= place.span.start);
        let start = line.checked_sub(1).and_then(|index| starts.get(index)).copied().unwrap_or_default();
        let column = text.get(start..place.span.start).unwrap_or_default().chars().count() + 1;
        Place { file: place.source.path.clone(), line, column, page }
    }
}

/// Keeps the links that are written on a line which was added or touched since a revision of the site's git history.
///
/// # Errors
/// Where git cannot be run, or knows no such revision.
pub fn keep_changed(links: &mut Vec<Link>, root: &Path, revision: &str) -> Result<(), Error> {
    let changed = changed::since(root, revision)?;
    links.retain(|link| link.places.iter().any(|place| changed.holds(&place.file, place.line)));
    Ok(())
}

#[cfg(test)]
mod tests;
