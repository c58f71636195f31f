//! A start tag as rewrites see it, and the fewest edits that make it what they want.

use std::{borrow::Cow, ops::Range};

use super::{page::Page, splice::Edit, text};

/// An element with its end tag, in bytes of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// The start tag.
    pub start: Range<usize>,
    /// What lies between the tags, exactly as it is written there.
    pub inner: Range<usize>,
    /// The end tag.
    pub end: Range<usize>,
}

/// A start tag. Values of attributes are decoded; those that were set are encoded again.
#[derive(Debug)]
pub struct Tag<'p> {
    bytes: &'p [u8],
    /// The page as text, where it is well-formed UTF-8.
    text: Option<&'p str>,
    range: Range<usize>,
    name: Cow<'p, str>,
    /// Where its name ends, in bytes of the page.
    name_end: usize,
    is_html: bool,
    attributes: Vec<Attribute>,
    changes: Vec<Change>,
    rule: &'static str,
    watched: bool,
    edits: Vec<Edit>,
}

/// An attribute as it is written.
#[derive(Debug)]
struct Attribute {
    name: Range<usize>,
    /// Without quotes; none where there is no `=`.
    value: Option<Range<usize>>,
}

/// What rewrites want of an attribute.
#[derive(Debug)]
struct Change {
    name: &'static str,
    /// None to have the attribute gone.
    value: Option<Cow<'static, str>>,
    rule: &'static str,
}

impl<'p> Tag<'p> {
    pub(super) fn new(page: &Page<'p>, element: &lol_html::html_content::Element<'_, '_>) -> Self {
        let bytes = page.bytes;
        let written = element.attributes();
        let mut attributes = Vec::with_capacity(written.len());
        attributes.extend(written.iter().filter_map(|attribute| {
            let value = attribute.value_source_location().map(|place| place.bytes());
            Some(Attribute { name: attribute.name_source_location()?.bytes(), value })
        }));
        let range = element.source_location().bytes();
        let name = name(bytes.get(range.clone()).unwrap_or_default());
        Self {
            bytes,
            text: page.text,
            name_end: range.start + 1 + name.len(),
            name: in_lower_case(name),
            range,
            is_html: element.namespace_uri().ends_with("xhtml"),
            attributes,
            changes: Vec::new(),
            rule: "",
            watched: false,
            edits: Vec::new(),
        }
    }

    /// From here on, it is this rewrite that changes the tag.
    pub(super) fn hand_to(&mut self, rule: &'static str) {
        self.rule = rule;
        self.watched = false;
    }

    pub(super) fn is_watched(&self) -> bool {
        self.watched
    }

    /// Where it is in the page, in bytes.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Its name in lower case.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first value of an attribute as the page has it, whatever rewrites have set.
    pub(super) fn raw_value(&self, name: &str) -> Option<&'p [u8]> {
        self.written(name)
            .map(|attribute| self.bytes.get(attribute.value.clone().unwrap_or_default()).unwrap_or_default())
    }

    /// Whether it is an element of HTML, and not of SVG or MathML.
    pub fn is_html(&self) -> bool {
        self.is_html
    }

    /// The value of an attribute, whose name is given in lower case, as the rewrites so far have left it; empty where it
    /// is written without one. The first counts where there are several.
    pub fn get(&self, name: &str) -> Option<Cow<'p, str>> {
        match self.changes.iter().find(|change| change.name == name) {
            Some(change) => change.value.clone(),
            None => self.written(name).map(|attribute| self.value(attribute)),
        }
    }

    /// Whether there is such an attribute.
    pub fn has(&self, name: &str) -> bool {
        match self.changes.iter().find(|change| change.name == name) {
            Some(change) => change.value.is_some(),
            None => self.written(name).is_some(),
        }
    }

    /// Gives an attribute a value. The same value changes nothing, and a value that is not UTF-8 cannot be read and is
    /// left alone.
    pub fn set(&mut self, name: &'static str, value: impl Into<Cow<'static, str>>) {
        let value = value.into();
        if self.get(name).is_none_or(|now| now != value) && !self.is_unreadable(name) {
            self.change(name, Some(value));
        }
    }

    /// Takes an attribute out.
    pub fn remove(&mut self, name: &'static str) {
        if self.has(name) {
            self.change(name, None);
        }
    }

    /// Puts markup before the tag.
    pub fn before(&mut self, markup: impl Into<String>) {
        let at = self.range.start;
        self.edits.push(Edit { range: at..at, text: markup.into(), rule: self.rule });
    }

    /// Puts markup right after the tag, as the first thing in the element.
    pub fn after(&mut self, markup: impl Into<String>) {
        let at = self.range.end;
        self.edits.push(Edit { range: at..at, text: markup.into(), rule: self.rule });
    }

    /// Asks for [`Rewrite::content`](super::Rewrite::content) of this element.
    pub fn watch(&mut self) {
        self.watched = true;
    }

    /// Where an attribute can be added later by [`Page::insert_attribute`]; no other rewrite sees it.
    pub fn place_for_attributes(&self) -> usize {
        // Behind a `=` without a value, what is added would be the value.
        let whole = self.attributes.iter().rev().find(|attribute| !self.is_cut_short(attribute));
        whole.map_or(self.name_end, |last| self.end_of(last))
    }

    fn change(&mut self, name: &'static str, value: Option<Cow<'static, str>>) {
        let rule = self.rule;
        match self.changes.iter_mut().find(|change| change.name == name) {
            Some(change) => {
                change.value = value;
                change.rule = rule;
            }
            None => self.changes.push(Change { name, value, rule }),
        }
    }

    fn raw(&self, range: Range<usize>) -> Cow<'p, str> {
        match self.text.and_then(|text| text.get(range.clone())) {
            Some(text) => text.into(),
            None => String::from_utf8_lossy(self.bytes.get(range).unwrap_or_default()),
        }
    }

    fn is_named(&self, attribute: &Attribute, name: &str) -> bool {
        let own = || self.bytes.get(attribute.name.clone()).unwrap_or_default();
        attribute.name.len() == name.len() && own().eq_ignore_ascii_case(name.as_bytes())
    }

    fn written(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| self.is_named(attribute, name))
    }

    fn value(&self, attribute: &Attribute) -> Cow<'p, str> {
        match self.raw(attribute.value.clone().unwrap_or_default()) {
            Cow::Borrowed(raw) => text::decode_attribute(raw),
            Cow::Owned(raw) => text::decode_attribute(&raw).into_owned().into(),
        }
    }

    fn is_unreadable(&self, name: &str) -> bool {
        if self.text.is_some() {
            return false;
        }
        let value = self.written(name).and_then(|attribute| self.bytes.get(attribute.value.clone()?));
        value.is_some_and(|value| std::str::from_utf8(value).is_err())
    }

    fn quote(&self, value: &Range<usize>) -> Option<u8> {
        let byte = *self.bytes.get(value.start.checked_sub(1)?)?;
        let closed = self.bytes.get(value.end) == Some(&byte);
        (closed && matches!(byte, b'"' | b'\'')).then_some(byte)
    }

    /// Where an attribute ends, its closing quote included.
    fn end_of(&self, attribute: &Attribute) -> usize {
        let quoted = |value: &Range<usize>| value.end + usize::from(self.quote(value).is_some());
        attribute.value.as_ref().map_or(attribute.name.end, quoted)
    }

    /// Whether it ends, and the tag with it, in a `=` that no value follows.
    fn is_cut_short(&self, attribute: &Attribute) -> bool {
        attribute.value.is_none() && self.end_of_empty(attribute) > attribute.name.end
    }

    /// The edits that make the tag what the rewrites want.
    pub(super) fn note(mut self, page: &mut Page<'p>) {
        let mut changes = std::mem::take(&mut self.changes);
        if self.attributes.iter().any(|attribute| attribute.value.is_none()) {
            // What gets its value comes before what is added after it.
            changes.sort_by_key(|change| self.written(change.name).is_none());
        }
        for Change { name, value, rule } in changes {
            match (self.written(name), value) {
                (Some(attribute), Some(value)) if self.value(attribute) == value => {}
                (Some(attribute), Some(value)) => page.note_edit(self.replace(attribute, &value, rule)),
                (Some(_), None) => self.removals(name, rule).for_each(|edit| page.note_edit(edit)),
                (None, Some(value)) => page.insert_as(rule, self.place_for_attributes(), name, &value),
                (None, None) => {}
            }
        }
        self.edits.into_iter().for_each(|edit| page.note_edit(edit));
    }

    fn replace(&self, attribute: &Attribute, value: &str, rule: &'static str) -> Edit {
        let Some(range) = attribute.value.clone() else {
            let text = format!("=\"{}\"", text::encode_attribute(value, b'"'));
            return Edit { range: attribute.name.end..self.end_of_empty(attribute), text, rule };
        };
        let text = match self.quote(&range) {
            Some(quote) => text::encode_attribute(value, quote).into_owned(),
            None => format!("\"{}\"", text::encode_attribute(value, b'"')),
        };
        Edit { range, text, rule }
    }

    /// Past a `=` that no value follows, as in `<a href= >`.
    fn end_of_empty(&self, attribute: &Attribute) -> usize {
        let rest = self.bytes.get(attribute.name.end..self.range.end).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        attribute.name.end + if rest.get(blanks) == Some(&b'=') { blanks + 1 } else { 0 }
    }

    /// Takes out every attribute of the name: without the first, the second would count.
    fn removals<'t>(&'t self, name: &'t str, rule: &'static str) -> impl Iterator<Item = Edit> + 't {
        let named = self.attributes.iter().filter(|attribute| self.is_named(attribute, name));
        named.map(move |attribute| {
            let end = self.end_of(attribute).max(self.end_of_empty(attribute));
            let before = self.bytes.get(self.range.start..attribute.name.start).unwrap_or_default();
            let blanks = before.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
            let rest = self.bytes.get(end..).unwrap_or_default();
            // What follows would be the value of the one before.
            let would_be_value = rest.trim_ascii_start().starts_with(b"=");
            // The blank before it goes along, unless it keeps apart what would then touch.
            let apart = match rest.first() {
                Some(b' ' | b'\t' | b'\n' | b'\r' | b'\x0c') => would_be_value,
                // A slash that touches it would close the element.
                Some(b'>') => before.trim_ascii_end().ends_with(b"/"),
                _ => true,
            };
            let start = attribute.name.start - if apart { 0 } else { blanks };
            let text = match rest.first() {
                _ if would_be_value => "/",
                Some(b'>') if before.ends_with(b"/") => " ",
                _ => "",
            };
            Edit { range: start..end, text: text.to_owned(), rule }
        })
    }
}

/// The name in a start tag, as it is written.
fn name(tag: &[u8]) -> &[u8] {
    let ends = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' | b'/' | b'>');
    let end = tag.iter().position(ends).unwrap_or(tag.len());
    tag.get(1..end).unwrap_or_default()
}

fn in_lower_case(name: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(name);
    if name.iter().any(u8::is_ascii_uppercase) { text.to_ascii_lowercase().into() } else { text }
}
