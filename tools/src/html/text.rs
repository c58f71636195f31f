//! Character references, and the characters that must be written as one.

use std::borrow::Cow;

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
}
