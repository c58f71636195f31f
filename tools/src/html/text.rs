//! Character references, and the characters that must be written as one.

use std::borrow::Cow;

use memchr::{memchr_iter, memchr2_iter, memchr3_iter};

use super::tokens::{self, Token, Tokens};

/// The value of an attribute as a browser takes it: `&lang=` is no character there.
/// (HTML Standard, 13.2.5.73, named character reference state.)
pub fn decode_attribute(raw: &str) -> Cow<'_, str> {
    decode(raw, htmlize::unescape_attribute)
}

/// Text between tags as a browser takes it.
pub fn decode_text(raw: &str) -> Cow<'_, str> {
    decode(raw, htmlize::unescape)
}

fn decode<'t>(raw: &'t str, all: impl Fn(&'t str) -> Cow<'t, str>) -> Cow<'t, str> {
    let (mut text, mut kept) = (String::new(), 0);
    // Nearly all references are this one, which needs no table of two thousand.
    const REST: &str = "amp;";
    for after in memchr_iter(b'&', raw.as_bytes()).map(|at| at + 1) {
        if !raw.get(after..).is_some_and(|rest| rest.starts_with(REST)) {
            return all(raw);
        }
        text.reserve(raw.len());
        text.push_str(raw.get(kept..after).unwrap_or_default());
        kept = after + REST.len();
    }
    if kept == 0 {
        return raw.into();
    }
    text.push_str(raw.get(kept..).unwrap_or_default());
    text.into()
}

/// Text for between tags.
pub fn encode_text(text: &str) -> Cow<'_, str> {
    encode(text, memchr3_iter(b'&', b'<', b'>', text.as_bytes()))
}

/// The value of an attribute for between `quote`s, which are `"` or `'`.
pub fn encode_attribute(value: &str, quote: u8) -> Cow<'_, str> {
    encode(value, memchr2_iter(b'&', quote, value.as_bytes()))
}

/// Puts references in the place of the characters at these places.
fn encode(text: &str, places: impl Iterator<Item = usize>) -> Cow<'_, str> {
    let (mut encoded, mut kept) = (String::new(), 0);
    for at in places {
        let reference = match text.as_bytes().get(at) {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        };
        encoded.reserve(text.len());
        encoded.extend([text.get(kept..at).unwrap_or_default(), reference]);
        kept = at + 1;
    }
    if encoded.is_empty() {
        return text.into();
    }
    encoded.push_str(text.get(kept..).unwrap_or_default());
    encoded.into()
}

/// The text of markup, its blanks made one.
pub fn of(markup: &str) -> String {
    let (mut text, mut at) = (String::with_capacity(markup.len()), 0);
    for token in Tokens::of(markup.as_bytes()) {
        let tag = token.range();
        text += markup.get(at..tag.start).unwrap_or_default();
        at = tag.end;
    }
    text += markup.get(at..).unwrap_or_default();
    decode_text(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether SVG or MathML is still open where this markup ends, or may be: what is put there would not be HTML.
pub fn ends_in_foreign(markup: &str) -> bool {
    let bytes = markup.as_bytes();
    let is_foreign =
        |name: &[u8]| [b"svg".as_slice(), b"math"].iter().any(|own| own.eq_ignore_ascii_case(name));
    let mut open = 0_usize;
    for token in Tokens::of(bytes) {
        match token {
            Token::Start(name, _) => open += usize::from(is_foreign(name)),
            Token::End(range) => {
                let name = tokens::name(bytes.get(range.start + 2..).unwrap_or_default());
                open = open.saturating_sub(usize::from(is_foreign(name)));
            }
            Token::Comment(_) => {}
        }
    }
    open > 0
}

/// Whether an address is a script.
pub(super) fn is_script(address: &[u8]) -> bool {
    let scheme = b"javascript:";
    address.trim_ascii_start().get(..scheme.len()).is_some_and(|own| own.eq_ignore_ascii_case(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_elements_are_open_until_their_end_tag() {
        for markup in [
            "<svg>",
            "a<MATH x>b",
            "<svg></svg><svg>c",
            "<svg></svg><math>",
            "<svg></svgx>",
            "<svg><svg></svg>",
            "<svg><a title='</svg>'>",
            "<svg><!-- </svg> -->",
        ] {
            assert!(ends_in_foreign(markup), "{markup}");
        }
        for markup in ["", "a", "<svg></SVG>", "<math>a</math>b", "<i title='<svg>'>", "</svg>"] {
            assert!(!ends_in_foreign(markup), "{markup}");
        }
    }

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
            assert_eq!(decode_attribute(&encode_attribute(value, b'"')), value, "{raw}");
            assert_eq!(decode_attribute(&encode_attribute(value, b'\'')), value, "{raw}");
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
        assert_eq!(of("1 < 2 <!-- > --> <3"), "1 < 2 <3", "a tag begins with a letter");
    }
}
