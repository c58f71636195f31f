//! Characters of the content that must not act on whoever reads a report.

use std::fmt::Write as _;

/// The text with every character escaped that is not shown, or that changes how others are shown: control characters,
/// line separators, and the marks that turn the direction of writing (<https://trojansource.codes>).
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if acts(character) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    out
}

/// The same for text that is JSON already, where the escape has four digits and means the character itself.
pub(super) fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if acts(character) && character != '\n' {
            let _ = write!(out, "\\u{:04x}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    out
}

/// Every one of these is in the basic plane, so that four digits are enough.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(character, '\u{61c}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_escaped_and_the_rest_is_not() {
        assert_eq!(visible("a\u{1b}[2J\u{202e}b\nc"), "a\\u{1b}[2J\\u{202e}b\\u{a}c");
        assert_eq!(visible("Łucja 陳 é שלום"), "Łucja 陳 é שלום");
        assert_eq!(json("{\n \"\u{202e}\u{9b}\"}"), "{\n \"\\u202e\\u009b\"}");
    }
}
