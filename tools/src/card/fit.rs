//! Text into a frame: at the largest size that fits, in lines of about equal length.

use super::font::Face;

/// Room for a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    /// Sizes to try, the largest first.
    pub(super) sizes: &'a [f32],
    /// Length of a line at most.
    pub(super) width: f32,
    /// Height of all lines at most; there is always room for one.
    pub(super) height: f32,
    /// Number of lines at most.
    pub(super) lines: usize,
    /// Distance of two base lines of size 1.
    pub(super) leading: f32,
}

/// Text that fits its frame.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    /// Size of the type.
    pub(super) size: f32,
    /// Distance of two base lines.
    pub(super) leading: f32,
    /// The lines; none for an empty text.
    pub(super) lines: Vec<String>,
}

impl Block {
    /// Height of all lines.
    pub(super) fn height(&self) -> f32 {
        self.lines.iter().map(|_| self.leading).sum()
    }
}

/// What stands for the rest of a text that is too long.
const ELLIPSIS: &str = "…";

/// Sets a text in a frame. One that is too long even at the smallest size ends in an ellipsis.
pub(super) fn fit(text: &str, face: &Face, frame: &Frame<'_>) -> Block {
    let words: Vec<&str> = text.split(is_break).filter(|word| !word.is_empty()).collect();
    let block = |size, lines| Block { size, leading: size * frame.leading, lines };
    let whole = |&size: &f32| Room::at(size, face, frame).balanced(&words).map(|lines| block(size, lines));
    frame.sizes.iter().find_map(whole).unwrap_or_else(|| {
        let smallest = frame.sizes.last().copied().unwrap_or_default();
        block(smallest, Room::at(smallest, face, frame).cut(&words))
    })
}

/// Whether a line may end at a character: at any space that does not forbid it.
pub(super) fn is_break(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{202f}')
}

/// A frame at one size; lengths are in units of that size.
struct Room<'a> {
    face: &'a Face,
    width: f32,
    lines: usize,
}

impl<'a> Room<'a> {
    fn at(size: f32, face: &'a Face, frame: &Frame<'_>) -> Self {
        // A cast of a float stops at the limits of the integer.
        let rows = (frame.height / (size * frame.leading)) as usize;
        Self { face, width: frame.width / size, lines: rows.clamp(1, frame.lines) }
    }

    /// All words in as few lines as possible, and these as short as they then can be; none if there is no room.
    fn balanced(&self, words: &[&str]) -> Option<Vec<String>> {
        let (mut best, rest) = self.greedy(words, self.width);
        if !rest.is_empty() {
            return None;
        }
        let (mut too_short, mut enough) = (0.0, self.width);
        for _ in 0..16 {
            let width = (too_short + enough) / 2.0;
            let (lines, rest) = self.greedy(words, width);
            if rest.is_empty() && lines.len() == best.len() {
                (best, enough) = (lines, width);
            } else {
                too_short = width;
            }
        }
        Some(best)
    }

    /// Lines as full as they can be, and the words left: all from one that is wider than a line, or after the last line.
    fn greedy<'w>(&self, mut words: &'w [&'w str], width: f32) -> (Vec<String>, &'w [&'w str]) {
        let mut lines = Vec::new();
        while lines.len() < self.lines {
            let mut line = String::new();
            while let [word, rest @ ..] = words {
                let longer = if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
                if self.face.width(&longer) > width {
                    break;
                }
                (line, words) = (longer, rest);
            }
            if line.is_empty() {
                break;
            }
            lines.push(line);
        }
        (lines, words)
    }

    /// As many of the words as there is room for, and an ellipsis.
    fn cut(&self, words: &[&str]) -> Vec<String> {
        let above = Self { lines: self.lines.saturating_sub(1), ..*self };
        let (mut lines, rest) = above.greedy(words, self.width);
        lines.push(self.shortened(&rest.join(" ")));
        lines
    }

    /// The beginning of a text on one line: whole words, or of a single word what there is room for.
    fn shortened(&self, text: &str) -> String {
        let room = self.width - self.face.width(ELLIPSIS);
        let fits = |end: &usize| self.face.width(&text[..*end]) <= room;
        let end = text.char_indices().map(|(at, _)| at).take_while(fits).last().unwrap_or(0);
        let (beginning, rest) = text.split_at(end);
        let words = match beginning.rsplit_once(is_break) {
            Some((words, _)) if !rest.starts_with(is_break) => words,
            _ => beginning,
        };
        format!("{}{ELLIPSIS}", words.trim_end_matches(|last: char| !last.is_alphanumeric()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame<'_> =
        Frame { sizes: &[20.0, 10.0], width: 200.0, height: 100.0, lines: 3, leading: 1.2 };

    fn set(text: &str) -> Block {
        fit(text, &Face::regular().unwrap(), &FRAME)
    }

    #[test]
    fn a_short_text_is_one_line_of_the_largest_size() {
        assert_eq!(
            set("Deep Learning"),
            Block { size: 20.0, leading: 24.0, lines: vec!["Deep Learning".into()] }
        );
    }

    #[test]
    fn lines_are_about_equally_long() {
        assert_eq!(set("nine nine nine nine nine nine").lines, ["nine nine nine", "nine nine nine"]);
    }

    #[test]
    fn a_longer_text_is_smaller() {
        let block =
            set("Neural operators, simulation, optimal transport, control and inverse problems, all of it");
        assert_eq!(block.size, 10.0);
        assert!(block.lines.concat().ends_with("all of it"), "{block:?}");
    }

    #[test]
    fn a_text_that_is_too_long_ends_in_an_ellipsis_after_a_word() {
        let block = set(&"equations, ".repeat(30));
        assert_eq!(block.lines.len(), 3);
        assert!(block.lines.concat().ends_with("equations…"), "{block:?}");
    }

    #[test]
    fn a_word_longer_than_a_line_is_cut() {
        let block = set(&format!("A {}", "m".repeat(100)));
        assert_eq!(block.lines.first().map(String::as_str), Some("A"));
        assert!(block.lines.concat().ends_with("m…"), "{block:?}");
    }

    #[test]
    fn a_space_that_forbids_a_break_is_kept() {
        assert_eq!(set("part\u{a0}3").lines, ["part\u{a0}3"]);
    }

    #[test]
    fn no_text_has_no_lines() {
        assert!(set(" ").lines.is_empty());
    }
}
