//! Which links there are: every address of the finished site and of the content that leads elsewhere, each once, with
//! all places where it is written. Addresses that differ in query or fragment are different links.

mod changed;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use url::Url;

use super::finding::Place;
use crate::{
    pages::{
        Pages, Used,
        authored::{Authored, Place as Written},
        resolve::{Base, Target},
    },
    report::{Error, Source},
};

/// A link that leads out of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The whole address.
    pub url: Url,
    /// Where it is written, in order of file and place: in content, configuration and templates; where that is not
    /// known, in the first of the built pages that show it.
    pub places: Vec<Place>,
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
    let mut sources = Sources::default();
    let mut lines = Lines::default();
    let link = |(url, seen): (Url, Seen<'_>)| {
        let first = seen.first.and_then(|number| used.get(number)).zip(pages);
        let page = first.map(|(used, pages)| pages.path(used).to_owned());
        let mut at = |place: Written| Place {
            at: lines.position(&place.source, place.span.start),
            source: place.source,
            span: Some(place.span),
            page: page.clone(),
        };
        let mut places: Vec<Place> =
            seen.written.iter().flat_map(|text| authored.places(text, base)).map(&mut at).collect();
        if places.is_empty() {
            places.extend(first.map(|(used, pages)| at(sources.place(pages, used))));
        }
        in_order(&mut places);
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

/// In order of file and place, each once.
fn in_order(places: &mut Vec<Place>) {
    let order =
        |place: &Place| (place.source.path.clone(), place.span.as_ref().map(|span| (span.start, span.end)));
    places.sort_by_cached_key(order);
    places.dedup_by_key(|place| order(place));
}

/// The built pages in which places were looked for, each read once.
#[derive(Default)]
struct Sources(BTreeMap<String, Arc<Source>>);

impl Sources {
    fn place(&mut self, pages: &Pages, used: &Used<'_>) -> Written {
        let source = self.0.entry(pages.name(used)).or_insert_with(|| pages.place(used).source);
        Written { source: source.clone(), span: used.address.at() }
    }
}

/// Where the lines of files begin, so that each file is gone through once and not for each of its links.
#[derive(Default)]
struct Lines(BTreeMap<String, Vec<usize>>);

impl Lines {
    /// Line and column of a byte offset, as [`Source::position`] gives them.
    fn position(&mut self, source: &Source, offset: usize) -> (usize, usize) {
        let starts = self.0.entry(source.path.clone()).or_insert_with(|| {
            let ends = source.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(end, _)| end + 1)).collect()
        });
        let line = starts.partition_point(|start| *start <= offset);
        let start = starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = source.text.get(start..offset).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}

/// Keeps the links that are written on a line which was added or touched since a revision of the site's git history.
///
/// # Errors
/// Where git cannot be run, or knows no such revision.
pub fn keep_changed(links: &mut Vec<Link>, root: &Path, revision: &str) -> Result<(), Error> {
    let changed = changed::since(root, revision)?;
    let touched = |place: &Place| changed.holds(&place.source.path, place.position().0);
    links.retain(|link| link.places.iter().any(touched));
    Ok(())
}

#[cfg(test)]
mod tests;
