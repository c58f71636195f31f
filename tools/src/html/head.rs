//! Where the head of a page begins, and what it says of the rest: the encoding and the base of addresses.

use std::borrow::Cow;

use memchr::memmem;

use super::{
    tag::Tag,
    tokens::{self, Token, Tokens},
};

/// Where the places for markup in the head are, in bytes.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// After the mark of the encoding or the document type.
    document: usize,
    /// Whether the page ends within the document type, which would take up whatever came after it.
    pub(super) ends_in_doctype: bool,
    /// After the start tag of `html`.
    html: Option<usize>,
    /// After the start tag of `head`.
    head: Option<usize>,
    /// After the element that names the encoding.
    pub(super) charset: Option<usize>,
    /// Whether that is another one than UTF-8.
    pub(super) other_charset: bool,
    /// The first `base` with an address.
    pub(super) base: Option<String>,
}

/// Browsers look for the encoding in so many bytes. (HTML Standard, 13.2.3.2.)
const CHARSET_WITHIN: usize = 1024;

impl Head {
    /// What is known before the first tag.
    pub(super) fn of(page: &[u8]) -> Self {
        let mut head = Self { document: page.len() - without_mark(page).len(), ..Self::default() };
        let mut at = head.document;
        loop {
            let rest = page.get(at..).unwrap_or_default().trim_ascii_start();
            let start = page.len() - rest.len();
            let is_doctype = rest.get(..9).is_some_and(|own| own.eq_ignore_ascii_case(b"<!doctype"));
            let end = preamble(rest).map(|length| start + length);
            if is_doctype {
                head.document = end.unwrap_or(page.len());
                head.ends_in_doctype = end.is_none();
            }
            let Some(end) = end else { break };
            at = end;
        }
        head.html = first_tag(page, head.document, b"html");
        head.head = first_tag(page, head.html.unwrap_or(head.document), b"head");
        head
    }

    /// Notes a start tag by which the encoding or the base of addresses is found.
    pub(super) fn see(&mut self, tag: &Tag<'_>) {
        let range = tag.range();
        match tag.name() {
            _ if !tag.is_html() => {}
            "base" if self.base.is_none() => self.base = tag.get("href").map(Cow::into_owned),
            "meta" if self.charset.is_none() && range.start < CHARSET_WITHIN => {
                let content_type = tag.get("http-equiv").filter(|v| v.eq_ignore_ascii_case("content-type"));
                let named = tag.get("charset").or_else(|| content_type.and(tag.get("content")));
                if let Some(name) = named {
                    self.charset = Some(range.end);
                    let label = name.rsplit('=').next().unwrap_or_default();
                    let encoding =
                        encoding_rs::Encoding::for_label(label.trim_matches(['"', '\'', ' ']).as_bytes());
                    self.other_charset = encoding != Some(encoding_rs::UTF_8);
                }
            }
            _ => {}
        }
    }

    /// The place where markup is the first in the head, but after the element that names the encoding.
    pub(super) fn start(&self) -> usize {
        self.charset.or(self.head).or(self.html).unwrap_or(self.document)
    }

    /// Whether a place is in the head for all that can be seen.
    pub(super) fn is_begun(&self, page: &[u8], at: usize) -> bool {
        let from = self.head.or(self.html).unwrap_or(self.document);
        let before = page.get(from..at).unwrap_or_default();
        preamble_end(before) == before.len()
            || self.head.is_some() && memmem::find(before, b"</head").is_none()
    }
}

/// Elements of the head, and what holds them.
const OF_HEAD: [&str; 12] = [
    "html", "head", "meta", "link", "base", "basefont", "bgsound", "title", "script", "style", "noscript",
    "noframes",
];

/// Where the head of a page ends at the latest: what comes behind is in the body, for all that tags tell. What belongs to a
/// head is in it even behind its end tag. (HTML Standard, 13.2.6.4.4 to 13.2.6.4.6.)
pub(super) fn end(page: &[u8]) -> usize {
    let (mut end, mut holds_text) = (preamble_end(page), false);
    let is = |name: &[u8], names: &[&str]| names.iter().any(|own| own.as_bytes().eq_ignore_ascii_case(name));
    let start = end;
    for token in Tokens::of(page).skip_while(|token| token.range().start < start) {
        let range = token.range();
        let gap = page.get(end..range.start).unwrap_or_default();
        if !holds_text && !gap.trim_ascii().is_empty() {
            return end;
        }
        match token {
            // What is in there has a tree of its own.
            Token::Start(name, _) if is(name, &["template"]) => return page.len(),
            Token::Start(name, _) if !is(name, &OF_HEAD) => return range.start,
            Token::Start(name, _) => {
                holds_text = is(name, &["title", "script", "style", "noscript", "noframes"]);
            }
            Token::End(_) if holds_text => holds_text = false,
            Token::End(_) => {
                let name = tokens::name(page.get(range.start + 2..).unwrap_or_default());
                if is(name, &["body", "html", "br"]) {
                    return range.start;
                }
            }
            Token::Comment(_) => {}
        }
        end = range.end;
    }
    page.len()
}

/// Where the start tag of this name ends if it is the first after a place; one further down would be none.
fn first_tag(page: &[u8], from: usize, name: &[u8]) -> Option<usize> {
    let rest = after_preamble(page.get(from..)?);
    let is_it = tokens::name(rest.strip_prefix(b"<")?).eq_ignore_ascii_case(name);
    if !is_it {
        return None;
    }
    tokens::end_of_tag(page, page.len() - rest.len()).map(|(end, _)| end)
}

/// Where what may come before the first tag of a page ends: comments, which browsers take `<?xml?>` for, blanks and the
/// document type.
pub(super) fn preamble_end(page: &[u8]) -> usize {
    page.len() - after_preamble(page).len()
}

fn after_preamble(bytes: &[u8]) -> &[u8] {
    let mut rest = without_mark(bytes).trim_ascii_start();
    while let Some(length) = preamble(rest) {
        rest = rest.get(length..).unwrap_or_default().trim_ascii_start();
    }
    rest
}

fn without_mark(page: &[u8]) -> &[u8] {
    page.strip_prefix(b"\xef\xbb\xbf").unwrap_or(page)
}

/// How long the whole comment or document type is that the bytes begin with.
fn preamble(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(b"<!--") {
        return Some(tokens::comment(bytes));
    }
    let is_markup = bytes.starts_with(b"<!") || bytes.starts_with(b"<?");
    Some(memchr::memchr(b'>', bytes).filter(|_| is_markup)? + 1)
}
