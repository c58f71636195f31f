//! The tags of a page as they are written, with their places: one parse by lol_html, which notes where each start tag
//! is, and a walk through what lies between them. Nothing is decoded and nothing is copied.

use std::{borrow::Cow, cell::RefCell, ops::Range};

use lol_html::{ElementContentHandlers, HtmlRewriter, Selector, Settings};
use memchr::{memchr, memmem};

/// A page that has been parsed.
#[derive(Debug)]
pub(super) struct Document<'p> {
    /// The page as it was read.
    pub(super) bytes: &'p [u8],
    /// Its start tags in order.
    pub(super) tags: Vec<Tag>,
    attributes: Vec<Attribute>,
}

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag {
    /// Where it is, from `<` to `>`.
    pub(super) at: Range<usize>,
    /// Whether it is an element of HTML, and not of SVG or MathML.
    pub(super) is_html: bool,
    /// Whether it ends in `/>`.
    pub(super) is_self_closing: bool,
    attributes: Range<usize>,
}

#[derive(Debug)]
struct Attribute {
    name: Range<usize>,
    value: Option<Range<usize>>,
}

/// What a page is made of, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// The start tag of this number.
    Start(usize),
    /// An end tag: its name, and where it is.
    End(Range<usize>, Range<usize>),
    /// Text, in which character references are not decoded.
    Text(Range<usize>),
    /// What the element of the last start tag holds, which is text to a browser whatever it looks like, without the
    /// end tag.
    Raw(Range<usize>),
}

/// Elements whose content is text. (HTML Standard, 13.2.6.4; `noscript` as browsers with scripts have it.)
const RAW: [&str; 10] =
    ["script", "style", "title", "textarea", "noscript", "iframe", "xmp", "noembed", "noframes", "plaintext"];

impl<'p> Document<'p> {
    /// Parses a page.
    ///
    /// # Errors
    /// Where it can be read in no way.
    pub(super) fn parse(bytes: &'p [u8]) -> Result<Self, String> {
        let found = RefCell::new(Self { bytes, tags: Vec::new(), attributes: Vec::new() });
        let every = "*".parse::<Selector>().map_err(|error| error.to_string())?;
        let note = ElementContentHandlers::default().element(
            |element: &mut lol_html::html_content::Element<'_, '_>| {
                found.borrow_mut().note(element);
                Ok(())
            },
        );
        // A page that browsers may read in two ways is better read in one of them than not at all.
        let settings =
            Settings::new().with_strict(false).append_element_content_handler((Cow::Borrowed(&every), note));
        let mut parser = HtmlRewriter::new(settings, |_: &[u8]| {});
        // In one piece, so that the places are those in the page.
        parser.write(bytes).and_then(|()| parser.end()).map_err(|error| error.to_string())?;
        Ok(found.into_inner())
    }

    fn note(&mut self, element: &lol_html::html_content::Element<'_, '_>) {
        let first = self.attributes.len();
        self.attributes.extend(element.attributes().iter().filter_map(|attribute| {
            let value = attribute.value_source_location().map(|place| place.bytes());
            Some(Attribute { name: attribute.name_source_location()?.bytes(), value })
        }));
        self.tags.push(Tag {
            at: element.source_location().bytes(),
            is_html: element.namespace_uri().ends_with("xhtml"),
            is_self_closing: element.is_self_closing(),
            attributes: first..self.attributes.len(),
        });
    }

    /// The name of a start tag as it is written.
    pub(super) fn name(&self, tag: &Tag) -> &'p str {
        let from = tag.at.start + 1;
        let name = self.bytes.get(from..tag.at.end).unwrap_or_default();
        let length = name.iter().position(|byte| is_end_of_name(*byte)).unwrap_or(name.len());
        self.text(from..from + length)
    }

    /// The attributes of a start tag: their names as they are written, and the places of their values, empty where
    /// there is none.
    pub(super) fn attributes<'d>(
        &'d self,
        tag: &'d Tag,
    ) -> impl Iterator<Item = (&'p str, Range<usize>)> + Clone + 'd {
        let attributes = self.attributes.get(tag.attributes.clone()).unwrap_or_default();
        attributes.iter().map(|attribute| {
            let value = attribute.value.clone().unwrap_or(attribute.name.end..attribute.name.end);
            (self.text(attribute.name.clone()), value)
        })
    }

    /// The place of the value of an attribute; the first counts where there are several.
    pub(super) fn attribute(&self, tag: &Tag, name: &str) -> Option<Range<usize>> {
        self.attributes(tag).find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The value of an attribute as a browser takes it.
    pub(super) fn value(&self, tag: &Tag, name: &str) -> Option<Cow<'p, str>> {
        self.attribute(tag, name).map(|place| decode(self.text(place)))
    }

    /// What is written at a place; nothing where that is not UTF-8.
    pub(super) fn text(&self, place: Range<usize>) -> &'p str {
        self.bytes.get(place).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// What the page is made of, in order.
    pub(super) fn walk(&self, see: &mut dyn FnMut(Event)) {
        let mut from = 0;
        let mut raw = None;
        for (index, tag) in self.tags.iter().enumerate() {
            self.between(from..tag.at.start, raw.take(), see);
            see(Event::Start(index));
            from = tag.at.end;
            let name = self.name(tag);
            raw = RAW.into_iter().find(|known| tag.is_html && name.eq_ignore_ascii_case(known));
        }
        self.between(from..self.bytes.len(), raw, see);
    }

    /// What lies between two start tags, the first of which may be that of a `raw` element.
    fn between(&self, gap: Range<usize>, raw: Option<&str>, see: &mut dyn FnMut(Event)) {
        let mut at = gap.start;
        if let Some(name) = raw {
            let inside = self.bytes.get(gap.clone()).unwrap_or_default();
            at = gap.start + end_of_raw(inside, name);
            see(Event::Raw(gap.start..at));
        }
        let mut text = at;
        while let Some(mark) = self.next_mark(at..gap.end) {
            let after = self.end_of_mark(mark, gap.end);
            let Some(after) = after else {
                at = mark + 1;
                continue;
            };
            if text < mark {
                see(Event::Text(text..mark));
            }
            if self.bytes.get(mark + 1) == Some(&b'/') {
                let name = self.bytes.get(mark + 2..after).unwrap_or_default();
                let length = name.iter().position(|byte| is_end_of_name(*byte)).unwrap_or(name.len());
                see(Event::End(mark + 2..mark + 2 + length, mark..after));
            }
            (at, text) = (after, after);
        }
        if text < gap.end {
            see(Event::Text(text..gap.end));
        }
    }

    fn next_mark(&self, range: Range<usize>) -> Option<usize> {
        memchr(b'<', self.bytes.get(range.clone())?).map(|at| range.start + at)
    }

    /// Where the end tag or comment that begins at `mark` ends; none where the mark is a mere character.
    fn end_of_mark(&self, mark: usize, limit: usize) -> Option<usize> {
        let rest = self.bytes.get(mark..limit)?;
        let length = match rest {
            [b'<', b'!', b'-', b'-', body @ ..] => {
                memmem::find(body, b"-->").map_or(rest.len(), |at| 4 + at + 3)
            }
            [b'<', b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', body @ ..] => {
                memmem::find(body, b"]]>").map_or(rest.len(), |at| 9 + at + 3)
            }
            [b'<', b'!' | b'?', ..] => memchr(b'>', rest).map_or(rest.len(), |at| at + 1),
            [b'<', b'/', first, ..] if first.is_ascii_alphabetic() => {
                memchr(b'>', rest).map_or(rest.len(), |at| at + 1)
            }
            _ => return None,
        };
        Some(mark + length)
    }
}

/// The value of an attribute as a browser takes it: `&lang=` is no character there.
pub(super) fn decode(raw: &str) -> Cow<'_, str> {
    if raw.contains('&') { htmlize::unescape_attribute(raw) } else { Cow::Borrowed(raw) }
}

/// Text between tags as a reader sees it, blanks made one.
pub(super) fn words(raw: &str) -> String {
    htmlize::unescape(raw).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_end_of_name(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0c | b'\r' | b' ' | b'/' | b'>')
}

/// How long the content of a raw element is.
fn end_of_raw(bytes: &[u8], name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| memmem::find(rest, b"</")) {
        let at = from + at;
        let own = bytes.get(at + 2..at + 2 + name.len());
        if own.is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
            && bytes.get(at + 2 + name.len()).is_none_or(|byte| is_end_of_name(*byte))
        {
            return at;
        }
        from = at + 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(page: &str) -> Vec<String> {
        let document = Document::parse(page.as_bytes()).expect("parses");
        let mut seen = Vec::new();
        document.walk(&mut |event| {
            seen.push(match event {
                Event::Start(tag) => format!("<{}>", document.name(&document.tags[tag])),
                Event::End(name, _) => format!("</{}>", document.text(name)),
                Event::Text(text) => document.text(text).to_owned(),
                Event::Raw(text) => format!("raw {}", document.text(text)),
            });
        });
        seen
    }

    #[test]
    fn a_page_is_walked_in_order() {
        assert_eq!(
            events("<!doctype html><P class=a>x <br/>1 < 2<!-- </b> --></P >y"),
            ["<P>", "x ", "<br>", "1 < 2", "</P>", "y"]
        );
    }

    #[test]
    fn what_looks_like_a_tag_in_a_script_is_none() {
        assert_eq!(
            events("<script>'</scr' + '<b></b>'</SCRIPT><style>a{}</style>"),
            ["<script>", "raw '</scr' + '<b></b>'", "</SCRIPT>", "<style>", "raw a{}", "</style>"]
        );
    }

    #[test]
    fn a_page_that_ends_anywhere_is_walked_to_its_end() {
        let page = "<a href=\"x\">t<!-- c --><b>x</b><script>y</script></a>";
        for end in 0..page.len() {
            events(&page[..end]);
        }
    }

    #[test]
    fn attributes_are_found_with_the_places_of_their_values() {
        let page = "<a HREF='?a=1&amp;b=2' href=no hidden>";
        let document = Document::parse(page.as_bytes()).expect("parses");
        let tag = &document.tags[0];
        assert_eq!(document.value(tag, "href").as_deref(), Some("?a=1&b=2"));
        assert_eq!(document.attribute(tag, "href"), Some(9..21));
        assert_eq!(document.value(tag, "hidden").as_deref(), Some(""));
        assert_eq!(document.value(tag, "class"), None);
    }
}
