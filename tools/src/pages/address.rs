//! The addresses of a file: what they are for, what they say and where they are written.

use std::{borrow::Cow, ops::Range};

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A link that a reader follows: `a`, `area`.
    Link,
    /// Such a link within a `nav`.
    Menu,
    /// A picture: `img`, `srcset`, `poster`, an icon.
    Image,
    /// A script.
    Script,
    /// A style sheet: `link`, `@import`.
    Style,
    /// `url()` of a style sheet, a `style` element or attribute.
    Css,
    /// Sound, film and subtitles.
    Media,
    /// A page or plug-in within the page: `iframe`, `embed`, `object`.
    Frame,
    /// Where a form is sent.
    Form,
    /// Where a `meta` element forwards to.
    Refresh,
    /// The address that search engines are to know.
    Canonical,
    /// The address that social networks are to know (`og:url`).
    OwnAddress,
    /// The picture or film of a social card.
    Card,
    /// A feed, or a link in one.
    Feed,
    /// An entry of a sitemap, or a sitemap that `robots.txt` names.
    Sitemap,
    /// A web manifest, or an address in one.
    Manifest,
    /// An address in JSON-LD.
    Data,
    /// Another relation of the page: `alternate`, `author`, `license`, `next` …
    Relation,
    /// A host to be ready for: nothing needs to be there (`preconnect`, `dns-prefetch`).
    Hint,
}

impl Kind {
    /// Whether a browser loads what is there for the page itself, so that it must not be sent unencrypted.
    pub fn is_loaded(self) -> bool {
        matches!(
            self,
            Self::Image | Self::Script | Self::Style | Self::Css | Self::Media | Self::Frame | Self::Manifest
        )
    }

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "this link",
            Self::Menu => "the menu",
            Self::Image => "this image",
            Self::Script => "this script",
            Self::Style => "this style sheet",
            Self::Css => "this address in a style sheet",
            Self::Media => "this recording",
            Self::Frame => "this frame",
            Self::Form => "this form",
            Self::Refresh => "this redirect",
            Self::Canonical => "the canonical address",
            Self::OwnAddress => "og:url",
            Self::Card => "the image of the social card",
            Self::Feed => "the feed",
            Self::Sitemap => "the sitemap",
            Self::Manifest => "the web manifest",
            Self::Data => "the data for search engines",
            Self::Relation => "this relation of the page",
            Self::Hint => "this hint",
        }
    }
}

/// An address as it is written in a built file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address<'f> {
    /// What it is for.
    pub kind: Kind,
    /// What it says: character references and escapes are decoded, blanks around it taken away.
    pub value: &'f str,
    start: u32,
    end: u32,
}

impl Address<'_> {
    /// The bytes of the file where it is written.
    pub fn at(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Texts with a place each, kept close together: a site has hundreds of thousands of them.
#[derive(Debug)]
pub(super) struct Texts<T> {
    pool: String,
    /// What it is, where it ends in the pool, where it begins and ends in the file.
    items: Vec<(T, u32, u32, u32)>,
    /// The numbers of the items in the order of their texts, once [sorted](Self::sort).
    order: Vec<u32>,
}

impl<T> Default for Texts<T> {
    fn default() -> Self {
        Self { pool: String::new(), items: Vec::new(), order: Vec::new() }
    }
}

impl<T: Copy> Texts<T> {
    /// Notes a text. What lies beyond the first 4 GiB of a file is not noted.
    pub(super) fn push(&mut self, tag: T, text: &str, at: &Range<usize>) {
        let (Ok(start), Ok(end)) = (u32::try_from(at.start), u32::try_from(at.end)) else { return };
        self.pool.push_str(text);
        if let Ok(until) = u32::try_from(self.pool.len()) {
            self.items.push((tag, until, start, end));
        }
    }

    /// All texts in the order they were noted.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (T, &str, Range<usize>)> {
        (0..self.items.len()).map(|index| self.at(index))
    }

    /// The text of this number.
    fn at(&self, index: usize) -> (T, &str, Range<usize>) {
        let from = index.checked_sub(1).map_or(0, |before| self.items[before].1 as usize);
        let (tag, until, start, end) = self.items[index];
        (tag, self.pool.get(from..until as usize).unwrap_or_default(), start as usize..end as usize)
    }

    /// Makes [`contains`](Self::contains) find all texts noted so far.
    pub(super) fn sort(&mut self) {
        let mut order: Vec<u32> =
            (0..self.items.len()).filter_map(|index| u32::try_from(index).ok()).collect();
        order.sort_by_key(|index| self.at(*index as usize).1);
        self.order = order;
    }

    /// Whether a text was noted.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.order.binary_search_by_key(&text, |index| self.at(*index as usize).1).is_ok()
    }

    /// Frees what was taken for more.
    pub(super) fn shrink(&mut self) {
        self.pool.shrink_to_fit();
        self.items.shrink_to_fit();
    }
}

impl Texts<Kind> {
    /// The addresses, of which these texts are.
    pub(super) fn addresses(&self) -> impl Iterator<Item = Address<'_>> {
        self.items.iter().scan(0, |from, (kind, until, start, end)| {
            let value = self.pool.get(*from as usize..*until as usize).unwrap_or_default();
            *from = *until;
            Some(Address { kind: *kind, value, start: *start, end: *end })
        })
    }

    /// Notes an address as it is written, decoded by `decode`.
    pub(super) fn add<'t>(
        &mut self,
        kind: Kind,
        raw: &'t str,
        start: usize,
        decode: fn(&'t str) -> Cow<'t, str>,
    ) {
        let (start, raw) = trimmed(raw, start);
        self.push(kind, &decode(raw), &(start..start + raw.len()));
    }
}

/// A text without the blanks around it, and where it then begins.
pub(super) fn trimmed(text: &str, start: usize) -> (usize, &str) {
    let blank = |c: char| c.is_ascii_whitespace();
    let rest = text.trim_start_matches(blank);
    (start + text.len() - rest.len(), rest.trim_end_matches(blank))
}
