//! Character references, and the characters that must be written as one.

use std::{borrow::Cow, collections::HashSet};

/// The value of an attribute as a browser takes it: `&lang=` is no character there.
/// (HTML Standard, 13.2.5.73, named character reference state.)
pub fn decode_attribute(raw: &str) -> Cow<'_, str> {
    if raw.contains('&') { htmlize::unescape_attribute(raw) } else { raw.into() }
}

/// Text between tags as a browser takes it.
pub fn decode_text(raw: &str) -> Cow<'_, str> {
    if raw.contains('&') { htmlize::unescape(raw) } else { raw.into() }
}

/// Text for between tags.
pub fn encode_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The value of an attribute for between `quote`s.
pub fn encode_attribute(value: &str, quote: char) -> String {
    let quoted = if quote == '\'' { "&#39;" } else { "&quot;" };
    value.replace('&', "&amp;").replace(quote, quoted)
}

/// The text of markup, its blanks made one.
pub fn of(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, tag)) = rest.split_once('<') {
        text += before;
        rest = tag.get(end_of_tag(tag)..).unwrap_or_default();
    }
    text += rest;
    decode_text(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How long the rest of a tag is; a `>` in quotes does not end it.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// All ids of a page, and perhaps some that only look like one: whoever makes a new id avoids both.
pub fn ids(page: &[u8]) -> HashSet<String> {
    let mut ids = HashSet::new();
    let mut rest = page;
    while let Some(at) = memchr::memchr(b'=', rest) {
        let (name, value) =
            (rest.get(..at).unwrap_or_default().trim_ascii_end(), rest.get(at + 1..).unwrap_or_default());
        rest = value;
        if !name.last_chunk::<2>().is_some_and(|end| end.eq_ignore_ascii_case(b"id")) {
            continue;
        }
        let value = value.trim_ascii_start();
        let quoted = |quote: u8| value.strip_prefix(&[quote])?.split(|byte| *byte == quote).next();
        let bare = || value.split(|byte| byte.is_ascii_whitespace() || *byte == b'>').next();
        let id = quoted(b'"').or_else(|| quoted(b'\'')).or_else(bare).unwrap_or_default();
        ids.insert(decode_attribute(&String::from_utf8_lossy(id)).into_owned());
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_by_the_rules_of_attributes() {
        for (raw, value) in [
            ("a", "a"),
            ("?a=1&amp;lang=en", "?a=1&lang=en"),
            ("?a=1&lang=en", "?a=1&lang=en"),
            ("?a=1&copy=en", "?a=1&copy=en"),
            ("&copy;&copy", "©©"),
            ("&#x27;&#39;&quot;", "''\""),
            ("&notanentity; & &&", "&notanentity; & &&"),
            ("&#0;&#x110000;", "\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(decode_attribute(raw), value, "{raw}");
            assert_eq!(decode_attribute(&encode_attribute(value, '"')), value, "{raw}");
            assert_eq!(decode_attribute(&encode_attribute(value, '\'')), value, "{raw}");
        }
    }

    #[test]
    fn text_is_read_by_the_rules_of_text() {
        assert_eq!(decode_text("1 &lt 2 &copy= &amp;lt;"), "1 < 2 ©= &lt;");
        assert_eq!(encode_text("a < b && c > d"), "a &lt; b &amp;&amp; c &gt; d");
    }

    #[test]
    fn the_text_of_markup_has_no_tags() {
        assert_eq!(of("a<b title='>'>b</b>\n &lt;c&gt; <br>d"), "ab <c> d");
        assert_eq!(of("1 < 2"), "1", "what looks like a tag is none of the words");
    }

    #[test]
    fn ids_are_found_however_they_are_written() {
        let found = ids(b"<a id=x><A ID='y&amp;z'><b data-id\n= \"w\"><i id=");
        assert_eq!(found, ["x", "y&z", "w", ""].map(str::to_owned).into());
    }
}
