//! Text that is safe in every format.

/// A text in one line: blanks of all kinds made one, control characters gone.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().map(visible).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text of several lines without characters that no format takes.
/// <https://www.w3.org/TR/xml/#charsets>
pub(super) fn lines(text: &str) -> String {
    text.trim().lines().map(|line| visible(line.trim_end())).collect::<Vec<_>>().join("\n")
}

fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_no_breaks_and_no_control_characters() {
        assert_eq!(line(" a\r\n b\u{7}\u{85}c \u{200F}ד\t\u{1}\t e\u{FFFF}"), "a b c \u{200F}ד e");
    }

    #[test]
    fn lines_keep_their_breaks() {
        assert_eq!(lines("\none \r\n\r\ntwo\u{0}\n"), "one\n\ntwo");
    }
}
