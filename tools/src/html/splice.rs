//! A page and the edits to it become the new page.

use std::ops::Range;

/// One change of the bytes of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes, in bytes of the page as it was read; empty for an insertion.
    pub range: Range<usize>,
    /// What comes in its place.
    pub text: String,
    /// The name of the rewrite that wants it. Where several have set one attribute, the last of them.
    pub rule: &'static str,
}

/// Puts edits in the order of the page, those at one place in the order they were noted. What lies within a part that
/// another edit replaces goes with it.
pub(super) fn in_order(mut edits: Vec<Edit>) -> Vec<Edit> {
    // At one place insertions come first, and of two replacements the longer one.
    edits.sort_by_key(|edit| (edit.range.start, !edit.range.is_empty(), usize::MAX - edit.range.end));
    let mut end = 0;
    edits.retain(|edit| {
        let free = edit.range.start >= end;
        end = end.max(edit.range.end);
        free
    });
    edits
}

/// The new page. The edits are those of [`Rewritten`](super::Rewritten): in order, and none within another.
pub fn splice(page: &[u8], edits: &[Edit]) -> Vec<u8> {
    let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut new = Vec::with_capacity(page.len() + added);
    let mut kept = 0;
    for Edit { range, text, .. } in edits {
        new.extend_from_slice(page.get(kept..range.start).unwrap_or_default());
        new.extend_from_slice(text.as_bytes());
        kept = range.end;
    }
    new.extend_from_slice(page.get(kept..).unwrap_or_default());
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insertions_keep_their_order_and_what_is_replaced_goes_whole() {
        let edit = |range, text: &str| Edit { range, text: text.to_owned(), rule: "r" };
        let edits = in_order(vec![
            edit(4..5, "E"),
            edit(2..6, "X"),
            edit(2..2, "1"),
            edit(2..2, "2"),
            edit(6..6, "3"),
            edit(0..1, ""),
        ]);
        assert_eq!(splice(b"abcdefgh", &edits), b"b12X3gh");
        assert_eq!(splice(b"abc", &[]), b"abc");
    }
}
