//! Where an address of a built page is written: from what a browser gets back to the lines of content, configuration
//! and templates. An address that a template composes (`mailto:` and a mail address, `https://doi.org/` and a DOI) is
//! written in two places, and both are given.

mod templates;
mod variants;

use std::{collections::HashMap, ops::Range, sync::Arc};

use self::templates::Pattern;
use super::{
    address::{Kind, Texts},
    css,
    resolve::Base,
};
use crate::{
    content::{
        Content, exceptions,
        texts::{self, Text},
    },
    files::Files,
    report::Source,
};

/// What is written in the sources of a site, by what it says.
#[derive(Debug, Default)]
pub struct Authored<'f> {
    sources: Vec<&'f Arc<Source>>,
    /// Addresses: those in running text and Markdown, values that are one, and those in templates.
    addresses: HashMap<String, Vec<Spot>>,
    /// All other short values, of which templates compose addresses.
    values: HashMap<String, Vec<Spot>>,
    /// How templates compose them.
    patterns: Vec<(Pattern, Spot)>,
}

/// A place in the source of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    source: usize,
    start: usize,
    end: usize,
}

/// A place in a file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes in it.
    pub span: Range<usize>,
}

/// No address is longer, and no text is an address with a line break in it.
const LONGEST: usize = 2048;
/// Nobody goes to more places for one mistake.
const MOST_PLACES: usize = 20;

/// Whether pages are made of a file: a theme that is a whole repository holds much else.
fn is_of_theme(path: &str) -> bool {
    let mut parts = path.split('/');
    let first = match parts.next() {
        Some("themes") => parts.nth(1),
        first => first,
    };
    matches!(first, Some("templates" | "sass" | "static"))
}

impl<'f> Authored<'f> {
    /// Reads what is written in the sources of a site; those of its theme are there once files are
    /// [measured](crate::files::measure).
    pub fn new(files: &'f Files, content: &'f Content) -> Self {
        let mut found = Self::default();
        for source in files.texts.iter().filter(|source| source.path != exceptions::PATH) {
            found.sources.push(source);
            found.read_content(source);
        }
        for file in content.editions.iter().filter_map(|edition| edition.references.as_ref()) {
            let number = found.sources.iter().position(|own| Arc::ptr_eq(own, &file.source));
            let fields = file.value.iter().flat_map(|entry| &entry.fields);
            for field in fields.filter(|field| field.name != "confirm") {
                let Some(source) = number else { continue };
                let spot = Spot { source, start: field.value_span.start, end: field.value_span.end };
                found.add_value(&field.value.replace('\\', ""), spot);
            }
        }
        for source in files.theme.iter().filter(|source| is_of_theme(&source.path)) {
            found.sources.push(source);
            found.read_theme(source);
        }
        found
    }

    fn read_content(&mut self, source: &'f Arc<Source>) {
        let number = self.sources.len() - 1;
        let mut found = Vec::new();
        texts::of_file(source, &mut found);
        for address in texts::addresses(&found) {
            let start = address.text.at + address.part.start;
            self.add_address(address.url, Spot { source: number, start, end: start + address.url.len() });
        }
        for text in &found {
            let at = |part: &Range<usize>| Spot {
                source: number,
                start: text.at + part.start,
                end: text.at + part.end,
            };
            if text.is_markdown() {
                let inner = texts::targets(text).into_iter().chain(templates::attributes(text.text));
                for (part, target) in inner.filter(|(_, target)| !target.starts_with("http")) {
                    self.add_address(target, at(&part));
                }
            } else if !text.text.starts_with("http") {
                self.add_value(text.text, at(&(0..text.text.len())));
            }
        }
    }

    fn read_theme(&mut self, source: &'f Arc<Source>) {
        let number = self.sources.len() - 1;
        let spot = |part: &Range<usize>| Spot { source: number, start: part.start, end: part.end };
        if source.path.ends_with(".html") || source.path.ends_with(".xml") {
            for (part, literal) in templates::literals(&source.text) {
                self.add_address(literal, spot(&part));
            }
            for (part, pattern) in templates::patterns(&source.text) {
                self.patterns.push((pattern, spot(&part)));
            }
        } else if source.path.ends_with("css") {
            let mut found: Texts<Kind> = Texts::default();
            css::addresses(&source.text, 0, &mut found);
            for (_, value, part) in found.iter() {
                self.add_address(value, spot(&part));
            }
        }
        let whole = Text::running(source);
        for address in texts::addresses(std::slice::from_ref(&whole)) {
            self.add_address(address.url, spot(&address.part));
        }
    }

    fn add_address(&mut self, text: &str, spot: Spot) {
        if !text.trim().is_empty() && text.len() <= LONGEST {
            self.addresses.entry(variants::normal(text)).or_default().push(spot);
        }
    }

    fn add_value(&mut self, text: &str, spot: Spot) {
        if text.starts_with("http") {
            return self.add_address(text, spot);
        }
        if !text.trim().is_empty() && text.len() <= LONGEST && !text.contains('\n') {
            self.values.entry(variants::normal(text)).or_default().push(spot);
        }
    }

    /// Where an address of a built page is written, in order of file and place; nothing where that is not known.
    pub fn places(&self, address: &str, base: &Base) -> Vec<Place> {
        let own = self.within(address, base);
        if !own.is_empty() {
            return self.to_places(own);
        }
        let forms = variants::of(address, base);
        let mut spots: Vec<Spot> =
            forms.iter().filter_map(|form| self.addresses.get(form)).flatten().copied().collect();
        for form in forms.iter().take(variants::ABSOLUTE) {
            for (pattern, spot) in &self.patterns {
                let data = pattern.captures(form).and_then(|parts| self.data(&parts, base));
                if let Some(data) = data {
                    spots.push(*spot);
                    spots.extend(data);
                }
            }
        }
        spots.extend(
            variants::composed_of(address).and_then(|part| self.values.get(part)).into_iter().flatten(),
        );
        if spots.is_empty() && address.contains(['.', '/', ':', '#', '@']) {
            spots = forms.iter().filter_map(|form| self.values.get(form)).flatten().copied().collect();
        }
        self.to_places(spots)
    }

    /// Where a text has a link to a part of itself, or to what lies beside its page.
    fn within(&self, address: &str, base: &Base) -> Vec<Spot> {
        if address.len() > LONGEST {
            return Vec::new();
        }
        let of_page = |(written, files): (String, [String; 3])| {
            let is_own = move |spot: &&Spot| {
                let source = self.sources.get(spot.source);
                source.is_some_and(|source| files.contains(&source.path))
            };
            self.addresses.get(&written).into_iter().flatten().filter(is_own).copied()
        };
        variants::on_own_page(address, base).into_iter().flat_map(of_page).collect()
    }

    /// Where the parts are written that a template composes an address of: each is a value of the data, or the site's
    /// own address, or nothing at all, and one at least is a value.
    fn data(&self, parts: &[&str], base: &Base) -> Option<Vec<Spot>> {
        let mut spots = Vec::new();
        for part in parts {
            if let Some(found) = self.values.get(*part).or_else(|| self.addresses.get(*part)) {
                spots.extend(found);
            } else if !part.is_empty() && !part.starts_with(base.as_str()) {
                return None;
            }
        }
        (!spots.is_empty()).then_some(spots)
    }

    fn to_places(&self, mut spots: Vec<Spot>) -> Vec<Place> {
        let path = |spot: &Spot| self.sources.get(spot.source).map(|source| source.path.as_str());
        spots.sort_by(|a, b| (path(a), a).cmp(&(path(b), b)));
        spots.dedup();
        let place = |spot: Spot| {
            let source = (*self.sources.get(spot.source)?).clone();
            Some(Place { source, span: spot.start..spot.end })
        };
        spots.into_iter().filter_map(place).collect()
    }

    /// All addresses in content that lead to another host, as they are written.
    pub fn external(&self) -> impl Iterator<Item = &str> {
        let is_external = |text: &&String| text.starts_with("http://") || text.starts_with("https://");
        let in_theme = |spot: &Spot| {
            let path = self.sources.get(spot.source).map(|source| source.path.as_str()).unwrap_or_default();
            !path.starts_with(crate::site::CONTENT)
        };
        let of_content = move |(_, spots): &(&String, &Vec<Spot>)| !spots.iter().all(in_theme);
        self.addresses.iter().filter(of_content).map(|(text, _)| text).filter(is_external).map(String::as_str)
    }

    /// Where the first of some words is written that is written anywhere.
    pub(super) fn words(&self, needles: &[String]) -> Vec<Place> {
        let ends = |rest: &str| rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '-');
        let find = |needle: &String| {
            let of_source = |(number, source): (usize, &&Arc<Source>)| {
                let hits = source.text.match_indices(needle.as_str());
                let whole = hits.filter(|(at, _)| ends(&source.text[at + needle.len()..]));
                let spot = |(at, _)| Spot { source: number, start: at, end: at + needle.len() };
                whole.map(spot).take(MOST_PLACES).collect::<Vec<_>>()
            };
            let spots: Vec<Spot> =
                self.sources.iter().enumerate().flat_map(of_source).take(MOST_PLACES).collect();
            (!spots.is_empty()).then_some(spots)
        };
        self.to_places(needles.iter().find_map(find).unwrap_or_default())
    }

    /// Where the rest of the line is written that begins at a place of a page, if that is in one place only.
    pub(super) fn line(&self, page: &str, at: &Range<usize>) -> Vec<Place> {
        /// A shorter line is found anywhere.
        const SHORTEST: usize = 8;
        let rest = page.get(at.start..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim_end();
        if !(SHORTEST..=LONGEST).contains(&rest.len()) {
            return Vec::new();
        }
        let of_source = |(number, source): (usize, &&Arc<Source>)| {
            let length = (at.end - at.start).min(rest.len());
            let hits = source.text.match_indices(rest).take(2);
            hits.map(|(start, _)| Spot { source: number, start, end: start + length }).collect::<Vec<_>>()
        };
        let spots: Vec<Spot> = self.sources.iter().enumerate().flat_map(of_source).take(2).collect();
        if spots.len() == 1 { self.to_places(spots) } else { Vec::new() }
    }
}
