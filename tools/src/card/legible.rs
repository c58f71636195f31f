//! Text that the font can show.

use super::fit::is_break;
use super::font::Face;

/// How many characters of a text are looked at; the card has room for far fewer.
const LONGEST: usize = 1000;

/// A text as the font can show it, with single spaces.
///
/// Signs without a glyph, such as emoji and control characters, are left out. A text with a letter or digit that has no
/// glyph is left out as a whole, for a name without some of its letters is another name.
pub(super) fn legible(text: &str, face: &Face) -> String {
    let shown = |character: char| is_break(character) || (face.has(character) && !character.is_control());
    let known = text.chars().take(LONGEST).all(|character| shown(character) || !character.is_alphanumeric());
    if !known {
        return String::new();
    }
    let shown: String = text.chars().take(LONGEST).filter(|&character| shown(character)).collect();
    let words: Vec<&str> = shown.split(is_break).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// A text as content of an XML element.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
