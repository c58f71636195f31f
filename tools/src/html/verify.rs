//! Whether a rewritten page keeps the promises: found out with another parser than the one that rewrote it.

use std::collections::HashSet;

use scraper::{Html, Node};

use super::{Edit, Engine, splice, text};

/// After so many comparisons for each part of two pages they count as different.
const MOST_STEPS: usize = 8;

/// What does not hold for a page and the edits to it, a sentence each:
///
/// - bytes outside the edits are the same;
/// - a second run changes nothing;
/// - elements, attributes and text are the same, and in the same order, but for those that an edit names.
pub fn check(engine: &Engine<'_>, path: &str, old: &[u8], edits: &[Edit]) -> Vec<String> {
    let new = splice(old, edits);
    let mut broken = Vec::new();
    if !is_same_outside(old, &new, edits) {
        broken.push("bytes outside the edits have changed".to_owned());
    }
    match engine.rewrite(path, &new) {
        Ok(second) => broken.extend(second.edits.first().map(|edit| {
            format!("a second run makes {} edits, the first of them of `{}`", second.edits.len(), edit.rule)
        })),
        Err(why) => broken.push(format!("a second run refuses it: {why}")),
    }
    broken.extend(difference(old, &new, edits));
    broken
}

/// Goes through both pages side by side.
fn is_same_outside(old: &[u8], new: &[u8], edits: &[Edit]) -> bool {
    let (mut old_rest, mut new_rest, mut at) = (old, new, 0);
    for edit in edits {
        let Some(length) = edit.range.start.checked_sub(at) else { return false };
        let (Some((old_kept, old_next)), Some((new_kept, new_next))) =
            (old_rest.split_at_checked(length), new_rest.split_at_checked(length))
        else {
            return false;
        };
        let (Some(old_next), Some(new_next)) =
            (old_next.get(edit.range.len()..), new_next.strip_prefix(edit.text.as_bytes()))
        else {
            return false;
        };
        if old_kept != new_kept {
            return false;
        }
        (old_rest, new_rest, at) = (old_next, new_next, edit.range.end);
    }
    old_rest == new_rest
}

/// Where the trees of two pages part in a way that no edit explains.
pub(super) fn difference(old: &[u8], new: &[u8], edits: &[Edit]) -> Option<String> {
    if edits.is_empty() {
        return None;
    }
    let (before, after) = (parts(&String::from_utf8_lossy(old)), parts(&String::from_utf8_lossy(new)));
    let gone = said(&taken(old, edits));
    let come = said(&edits.iter().map(|edit| edit.text.as_str()).collect::<Vec<_>>().join("\n"));
    let (from, to) = parting(&before, &after, &gone, &come)?;
    let part =
        |parts: &[Part], at: usize| parts.get(at).map_or("nothing".to_owned(), |part| format!("{part:?}"));
    Some(format!("no edit explains why there is {} instead of {}", part(&after, to), part(&before, from)))
}

/// Whether what another parser takes for text although it looks like tags is the same in two pages.
pub(super) fn has_same_tags_in_text(old: &[u8], new: &[u8]) -> bool {
    let of = |page: &[u8]| -> Vec<String> {
        let html = Html::parse_document(&String::from_utf8_lossy(page));
        let texts = html.tree.values().filter_map(|node| node.as_text().map(|text| text.to_string()));
        texts.filter(|text| text.contains('<')).collect()
    };
    of(old) == of(new)
}

/// Goes through both trees side by side, past what edits take from the one and bring to the other. Where there are
/// several ways to go on, all are tried. None if one leads to the end, else how far the best of them led.
fn parting(before: &[Part], after: &[Part], gone: &str, come: &str) -> Option<(usize, usize)> {
    let most = MOST_STEPS * (before.len() + after.len() + 1000);
    let (mut seen, mut ways, mut furthest) = (HashSet::new(), vec![(0, 0, true)], (0, 0));
    while let Some((from, to, is_first)) = ways.pop() {
        let (old, new) = (before.get(from), after.get(to));
        if is_first {
            if !seen.insert((from, to)) || seen.len() > most {
                continue;
            }
            if from + to > furthest.0 + furthest.1 {
                furthest = (from, to);
            }
            if (old, new) == (None, None) {
                return None;
            }
        }
        // What comes last is tried first. The likeliest way needs no look at the edits.
        if is_first && (old == new || old.is_some_and(Part::is_blank) && new.is_some_and(Part::is_blank)) {
            ways.extend([(from, to, false), (from + 1, to + 1, true)]);
        } else {
            ways.extend(old.filter(|part| part.is_in(gone)).map(|_| (from + 1, to, true)));
            ways.extend(new.filter(|part| part.is_in(come)).map(|_| (from, to + 1, true)));
        }
    }
    Some(furthest)
}

/// All that edits take, each on a line, and once more with those side by side in one: blanks that only a comment parts
/// are one text.
fn taken(old: &[u8], edits: &[Edit]) -> String {
    let bytes_of = |edit: &Edit| old.get(edit.range.clone()).unwrap_or_default();
    let each: Vec<_> = edits.iter().map(|edit| String::from_utf8_lossy(bytes_of(edit))).collect();
    let (mut gone, mut at) = (each.join("\n"), None);
    for edit in edits {
        let bytes = bytes_of(edit);
        if at != Some(edit.range.start) {
            gone.push('\n');
        }
        if !bytes.starts_with(b"<!--") {
            gone += &String::from_utf8_lossy(bytes);
        }
        at = Some(edit.range.end);
    }
    gone
}

/// What edits take or bring, as it is written and as browsers read it.
fn said(written: &str) -> String {
    let written = written.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
    format!("{written}\n{}\n{}", text::decode_attribute(&written), written.to_ascii_lowercase())
}

/// A part of a tree, in the order of the page.
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Part {
    Start(String),
    Attribute(String, String),
    End(String),
    /// A word, blanks, or another character.
    Text(String),
    Other(String),
}

impl Part {
    /// Blanks that an edit brings may lengthen those that are there, which changes nothing.
    fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.bytes().all(|byte| byte.is_ascii_whitespace()))
    }

    fn is_in(&self, edits: &str) -> bool {
        match self {
            Self::Start(name) | Self::End(name) => edits.contains(&format!("<{name}")),
            Self::Attribute(name, value) => {
                edits.contains(name.as_str()) && edits.contains(value) || value_is(edits, value)
            }
            Self::Text(text) => edits.contains(text),
            Self::Other(_) => false,
        }
    }
}

/// Whether one edit is the value of an attribute.
fn value_is(edits: &str, value: &str) -> bool {
    let without_quotes = |edit: &str| {
        ['"', '\'']
            .iter()
            .any(|quote| edit.strip_prefix(*quote).and_then(|e| e.strip_suffix(*quote)) == Some(value))
    };
    let is = |edit: &str| edit == value || without_quotes(edit);
    let is_line = edits.lines().any(|edit| is(edit) || edit.strip_prefix('=').is_some_and(is));
    is_line || value.contains('\n') && edits.contains(value)
}

/// The tree of a page without its comments, flat.
fn parts(page: &str) -> Vec<Part> {
    let html = Html::parse_document(page);
    let mut parts = Vec::new();
    let mut text = String::new();
    let root = html.tree.root();
    let mut next = root.first_child();
    // Without recursion: a page may be deeper than the stack.
    while let Some(node) = next {
        let above = node.parent().and_then(|above| above.value().as_element());
        let is_in_head = above.is_some_and(|above| matches!(above.name(), "html" | "head"));
        if !(is_in_head && is_blank(node.value())) {
            open(node.value(), &mut parts, &mut text);
        }
        next = node.first_child().or_else(|| {
            let mut at = node;
            loop {
                close(at.value(), &mut parts, &mut text);
                if let Some(sibling) = at.next_sibling() {
                    return Some(sibling);
                }
                at = at.parent().filter(|parent| *parent != root)?;
            }
        });
    }
    flush(&mut text, &mut parts);
    parts
}

/// Those around what is in the head mean nothing, and those before its first tag come to be when another one is put there.
fn is_blank(node: &Node) -> bool {
    node.as_text().is_some_and(|text| text.chars().all(|c| c.is_ascii_whitespace()))
}

fn open(node: &Node, parts: &mut Vec<Part>, text: &mut String) {
    match node {
        Node::Text(piece) => text.push_str(piece),
        // An empty one stands for something that parted the text.
        Node::Comment(comment) if comment.is_empty() => flush(text, parts),
        Node::Comment(_) => {}
        Node::Element(element) => {
            flush(text, parts);
            parts.push(Part::Start(element.name().to_owned()));
            let attributes = element.attrs().map(|(name, value)| (name.to_owned(), value.to_owned()));
            let mut attributes: Vec<_> =
                attributes.map(|(name, value)| Part::Attribute(name, value)).collect();
            attributes.sort_unstable();
            parts.append(&mut attributes);
        }
        other => {
            flush(text, parts);
            parts.push(Part::Other(format!("{other:?}")));
        }
    }
}

fn close(node: &Node, parts: &mut Vec<Part>, text: &mut String) {
    if let Node::Element(element) = node {
        flush(text, parts);
        parts.push(Part::End(element.name().to_owned()));
    }
}

/// Text as words, the blanks between them, and every other character by itself: a formula may touch a comma. Pieces
/// that only a comment kept apart are one.
fn flush(text: &mut String, parts: &mut Vec<Part>) {
    let mut rest = text.as_str();
    let kind = |c: char| (c.is_ascii_whitespace(), c.is_alphanumeric());
    while let Some(first) = rest.chars().next() {
        let end = match kind(first) {
            (false, false) => first.len_utf8(),
            first => rest.find(|c: char| kind(c) != first).unwrap_or(rest.len()),
        };
        let (part, after) = rest.split_at(end);
        parts.push(Part::Text(part.to_owned()));
        rest = after;
    }
    text.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(range: std::ops::Range<usize>, text: &str) -> Edit {
        Edit { range, text: text.to_owned(), rule: "r" }
    }

    #[test]
    fn what_an_edit_says_is_no_difference() {
        let page = b"<p><a href=x>b</a><!-- c --> d";
        let edits = [edit(12..12, " rel=\"e &amp; f\""), edit(18..18, "<i>new</i>"), edit(18..28, "")];
        assert_eq!(difference(page, &splice(page, &edits), &edits), None);
        assert!(is_same_outside(page, &splice(page, &edits), &edits));
    }

    #[test]
    fn blanks_may_go_with_the_comment_between_them() {
        let page = b"<head>\n  <!-- a -->\n <!-- b -->\n  <title>c</title>";
        let edits = [edit(6..9, "\n"), edit(9..19, ""), edit(19..21, ""), edit(21..31, ""), edit(31..34, "")];
        assert_eq!(splice(page, &edits), b"<head>\n<title>c</title>");
        assert_eq!(difference(page, &splice(page, &edits), &edits), None);
    }

    #[test]
    fn what_parsers_read_in_another_way_than_it_is_written_is_no_difference() {
        for (old, new, range, text) in [
            ("\t\t<p>a", "<meta>\t\t<p>a", 0..0, "<meta>"),
            ("<a href=b\"\0c>d", "<a href=e>d", 8..12, "e"),
            ("<a href='b\rc'>d", "<a href='e'>d", 9..12, "e"),
            ("<a href=b=\">c", "<a href=\"'=\">c", 8..11, "\"'=\""),
            ("<table> <p>a", "<table> \n<p>a", 8..8, "\n"),
            ("<a class href=b>c", "<a class=\"d\" href=b>c", 8..8, "=\"d\""),
        ] {
            let edits = [edit(range, text)];
            assert_eq!(splice(old.as_bytes(), &edits), new.as_bytes());
            assert_eq!(difference(old.as_bytes(), new.as_bytes(), &edits), None, "{old:?}");
        }
    }

    #[test]
    fn what_no_edit_says_is_a_difference() {
        for (old, new, part) in [
            ("<p>a b", "<p>a c", r#"Text("c") instead of Text("b")"#),
            ("<p><a href=x>b</a>", "<p>b<a href=x></a>", r#"Text("b") instead of Start("a")"#),
            (
                "<table><tr><td>a</table>",
                "<table><p><tr><td>a</table>",
                r#"Start("p") instead of Start("table")"#,
            ),
            ("<p id=a>", "<p id=b>", r#"Attribute("id", "b") instead of Attribute("id", "a")"#),
            ("<!doctype html><p>", "<p>", r#"Start("html") instead of Other"#),
            ("<p>a", "<p>a<!-- b -->c", r#"Text("ac") instead of Text("a")"#),
        ] {
            let found = difference(old.as_bytes(), new.as_bytes(), &[edit(0..0, "")]).expect("differs");
            assert!(found.contains(part), "{old}: {found}");
            assert!(!is_same_outside(old.as_bytes(), new.as_bytes(), &[]), "{old}");
        }
    }
}
