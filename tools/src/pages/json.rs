//! The addresses in JSON: JSON-LD within a page, and web manifests.

use super::address::{Kind, Texts};

/// Keys of a web manifest whose values are addresses. (Web Application Manifest, W3C.)
const MANIFEST: [&str; 4] = ["start_url", "src", "url", "scope"];

/// Notes the addresses of a web manifest.
pub(super) fn manifest(text: &str, found: &mut Texts<Kind>) {
    strings(text, 0, &mut |key, value, at| {
        if MANIFEST.contains(&key) {
            found.push(Kind::Manifest, value, &at);
        }
    });
}

/// Notes the addresses in JSON-LD that begins at byte `start` of its page. Names of vocabularies are none.
pub(super) fn linked_data(text: &str, start: usize, found: &mut Texts<Kind>) {
    strings(text, start, &mut |key, value, at| {
        let is_address = value.starts_with("https://") || value.starts_with("http://");
        if is_address && !matches!(key, "@context" | "@type" | "@vocab") && !is_of_a_vocabulary(value) {
            found.push(Kind::Data, value, &at);
        }
    });
}

/// `https://schema.org/OnlineEventAttendanceMode` is a word, not a page to go to.
fn is_of_a_vocabulary(value: &str) -> bool {
    value.split_once("://").is_some_and(|(_, rest)| rest.starts_with("schema.org/"))
}

/// Shows every string that is a value, with the nearest key before it and its place without the quotes.
fn strings(text: &str, start: usize, see: &mut dyn FnMut(&str, &str, std::ops::Range<usize>)) {
    let mut key = String::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('"').map(|offset| at + offset) {
        let close = open + 1 + length_of_string(&text[open + 1..]);
        let Some(raw) = text.get(open..=close) else { return };
        let Ok(value) = serde_json::from_str::<String>(raw) else { return };
        at = close + 1;
        if text[at..].trim_start().starts_with(':') {
            key = value;
        } else {
            see(&key, &value, start + open + 1..start + close);
        }
    }
}

/// How long a string is up to its closing quote.
fn length_of_string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_linked_data_are_found_with_their_places() {
        let text = r#"{"@context":"https://schema.org","image":["https:\/\/a.org\/\u00e9"],"name":"x","sameAs":"http://b.org"}"#;
        let mut found = Texts::default();
        linked_data(text, 10, &mut found);
        let seen: Vec<_> =
            found.iter().map(|(_, value, at)| (value, &text[at.start - 10..at.end - 10])).collect();
        assert_eq!(seen, [("https://a.org/é", r"https:\/\/a.org\/\u00e9"), ("http://b.org", "http://b.org")]);
    }

    #[test]
    fn addresses_of_a_manifest_are_found_by_their_keys() {
        let mut found = Texts::default();
        manifest(
            r#"{"name": "/x", "start_url" : "/", "icons": [{"src": "a.png", "sizes": "1x1"}]}"#,
            &mut found,
        );
        assert_eq!(found.iter().map(|(_, value, _)| value).collect::<Vec<_>>(), ["/", "a.png"]);
    }

    #[test]
    fn what_is_no_json_is_read_as_far_as_it_goes() {
        for text in ["", "\"", "{\"url\"", "\"\\", "{\"url\": \"\\x\"}", "\"é"] {
            manifest(text, &mut Texts::default());
        }
    }
}
