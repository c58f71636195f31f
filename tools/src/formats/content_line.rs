//! Lines of iCalendar: RFC 5545, sections 3.1 and 3.3.11.
//!
//! Own code: of the crates that write calendars, two put 76 octets on a continued line, and a third brings a parser of
//! mail and a database of zones along. Others read the result back in the tests.

/// Longest line in octets, its break not counted.
const LONGEST: usize = 75;

/// Lines of a calendar, one after the other.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// Adds a line whose value is written as it is: a date, an address, a word of the standard.
    pub(super) fn raw(&mut self, name: &str, value: &str) -> &mut Self {
        fold(&format!("{name}:{value}"), &mut self.0);
        self
    }

    /// Adds a line whose value is text.
    pub(super) fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.raw(name, &escaped(value))
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Text as a value: <https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11>
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Writes a line folded at its longest, never within a character and never within an escape, which some programs
/// do not put together again. <https://www.rfc-editor.org/rfc/rfc5545#section-3.1>
fn fold(line: &str, out: &mut String) {
    let mut length = 0;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let escape = if c == '\\' { chars.next() } else { None };
        let width = c.len_utf8() + escape.map_or(0, char::len_utf8);
        if length + width > LONGEST {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        out.extend(escape);
        length += width;
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(line: &str) -> String {
        let mut out = String::new();
        fold(line, &mut out);
        out
    }

    #[test]
    fn text_is_escaped() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", "a, b; c\\d:\ne\"");
        assert_eq!(lines.finish(), "SUMMARY:a\\, b\\; c\\\\d:\\ne\"\r\n");
    }

    #[test]
    fn a_line_is_folded_at_its_longest_and_not_before() {
        assert_eq!(folded(&"x".repeat(75)), format!("{}\r\n", "x".repeat(75)));
        assert_eq!(folded(&"x".repeat(76)), format!("{}\r\n x\r\n", "x".repeat(75)));
        let twice = format!("{}\r\n {}\r\n x\r\n", "x".repeat(75), "x".repeat(74));
        assert_eq!(folded(&"x".repeat(150)), twice);
    }

    #[test]
    fn no_fold_cuts_a_character_or_an_escape() {
        for width in 60..90 {
            for tail in ["🎉🎉🎉", "é漢🎉", "\\,\\;\\n\\\\", "\u{200F}דה"] {
                let line = "x".repeat(width) + &tail.repeat(12);
                let text = folded(&line);
                assert_eq!(text.replace("\r\n ", ""), line.clone() + "\r\n");
                for part in text.trim_end().split("\r\n") {
                    assert!(part.len() <= LONGEST, "{} octets: {part}", part.len());
                    let escapes = part.chars().rev().take_while(|c| *c == '\\').count();
                    assert_eq!(escapes % 2, 0, "{part}");
                }
            }
        }
    }
}
