//! The addresses of a style sheet: `url()` and `@import`. (CSS Syntax Level 3, section 4.)

use std::{borrow::Cow, ops::Range};

use super::address::{Kind, Texts, trimmed};

/// Notes the addresses in a style sheet that begins at byte `start` of its file.
pub(super) fn addresses(css: &str, start: usize, found: &mut Texts<Kind>) {
    let bytes = css.as_bytes();
    let mut at = 0;
    let mut imports = false;
    while let Some(offset) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| is_mark(*byte))) {
        at += offset;
        let rest = &css[at..];
        let length = match bytes[at] {
            b'/' if rest.starts_with("/*") => rest[2..].find("*/").map_or(rest.len(), |end| end + 4),
            quote @ (b'"' | b'\'') => {
                let inside = string(rest, quote);
                if imports {
                    add(Kind::Style, css, at + inside.start..at + inside.end, start, found);
                }
                imports = false;
                inside.end + 1
            }
            b'@' if starts_with(rest, "@import") => {
                imports = true;
                "@import".len()
            }
            b';' | b'{' => {
                imports = false;
                1
            }
            b'u' | b'U' if starts_with(rest, "url(") && !is_inside_name(bytes, at) => {
                let inside = in_brackets(rest);
                let kind = if imports { Kind::Style } else { Kind::Css };
                imports = false;
                let end = inside.end;
                add(kind, css, at + inside.start..at + end, start, found);
                end
            }
            _ => 1,
        };
        at = (at + length.max(1)).min(css.len());
    }
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'/' | b'"' | b'\'' | b'@' | b';' | b'{' | b'u' | b'U')
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether the letter at `at` is not the first of its word.
fn is_inside_name(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| bytes.get(before))
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || !byte.is_ascii())
}

/// What stands between the quotes that a text begins with, up to the end of the line where they do not close.
fn string(text: &str, quote: u8) -> Range<usize> {
    1..1 + end_of(&text[1..], quote)
}

/// How far it is to a character that is not escaped, or to the end of the line.
fn end_of(text: &str, wanted: u8) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => break,
            byte if *byte == wanted => break,
            _ => at += 1,
        }
    }
    at.min(text.len())
}

/// What stands in the brackets of the `url(…)` that a text begins with, without quotes.
fn in_brackets(text: &str) -> Range<usize> {
    let open = "url(".len();
    let (from, inside) = trimmed_start(&text[open..], open);
    match inside.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => {
            let string = string(inside, *quote);
            from + string.start..from + string.end
        }
        _ => from..from + end_of(inside, b')'),
    }
}

fn trimmed_start(text: &str, start: usize) -> (usize, &str) {
    let rest = text.trim_start();
    (start + text.len() - rest.len(), rest)
}

fn add(kind: Kind, css: &str, part: Range<usize>, start: usize, found: &mut Texts<Kind>) {
    let raw = css.get(part.clone()).unwrap_or_default();
    let (at, raw) = trimmed(raw, start + part.start);
    if !raw.is_empty() {
        found.push(kind, &unescaped(raw), &(at..at + raw.len()));
    }
}

/// Resolves escapes: a backslash before a character, or before up to six hexadecimal digits and a blank.
fn unescaped(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let digits = after.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if digits == 0 {
            let next = after.chars().next();
            text.extend(next.filter(|c| *c != '\n'));
            rest = &after[next.map_or(0, char::len_utf8)..];
        } else {
            let code = u32::from_str_radix(&after[..digits], 16).ok().and_then(char::from_u32);
            text.push(code.unwrap_or(char::REPLACEMENT_CHARACTER));
            rest = &after[digits..];
            rest = rest.strip_prefix(' ').unwrap_or(rest);
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(css: &str) -> Vec<(Kind, String, String)> {
        let mut texts = Texts::default();
        addresses(css, 0, &mut texts);
        let at = |range: Range<usize>| css[range].to_owned();
        texts.iter().map(|(kind, value, range)| (kind, value.to_owned(), at(range))).collect()
    }

    #[test]
    fn addresses_of_a_style_sheet_are_found_in_every_form() {
        let one = |kind, text: &str| vec![(kind, text.to_owned(), text.to_owned())];
        assert_eq!(found("a{b:url(x.png)}"), one(Kind::Css, "x.png"));
        assert_eq!(found("a{b:URL( \"x y.png\" )}"), one(Kind::Css, "x y.png"));
        assert_eq!(found("@import 'a.css' screen;"), one(Kind::Style, "a.css"));
        assert_eq!(found("@import url(a.css);"), one(Kind::Style, "a.css"));
        let escaped = vec![(Kind::Css, "a(b) c".to_owned(), "a\\(b\\)\\20 c".to_owned())];
        assert_eq!(found("a{b:url(a\\(b\\)\\20 c)}"), escaped);
    }

    #[test]
    fn what_is_no_address_is_not_taken_for_one() {
        for css in [
            "/* url(x) */",
            "a{content:'url(x)'}",
            "a{b:curl(x)}",
            "@import;\n'x'",
            "a{b:url()}",
            "a{b:'\\'url(x)'}",
            "url",
            "url(",
            "'",
            "\\",
        ] {
            assert_eq!(found(css), [], "{css}");
        }
    }

    #[test]
    fn a_style_sheet_that_ends_anywhere_is_read_to_its_end() {
        let css = "@import 'é.css';a{b:url(\"ü\\e9 \")}/* é */";
        for (end, _) in css.char_indices() {
            found(&css[..end]);
        }
    }
}
