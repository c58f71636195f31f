//! What stands around the equals signs of a page: what may be an attribute there, found in one look and without a parser.
//! What only looks like one, in a script or a comment, is taken for one.

use std::{collections::HashSet, ops::Range};

use memchr::{memchr_iter, memrchr2};

use super::{text, tokens};

/// The most bytes of an id that are looked at.
const LONGEST: usize = 1024;

/// What is found on a page.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// The signs of attributes `id`, and of `name` in links, to which addresses lead as well.
    ids: Vec<usize>,
    /// The names of attributes `style`, of those of events, and of those whose address is a script.
    active: Vec<Range<usize>>,
    /// Whether there is one right before a `>`.
    pub(super) has_last: bool,
}

impl Signs {
    pub(super) fn of(page: &[u8]) -> Self {
        let mut signs = Self::default();
        // The last start or end of a tag, and how far it has been looked for.
        let (mut bracket, mut looked) = (None, 0);
        for at in memchr_iter(b'=', page) {
            let (before, after) = page.split_at_checked(at).unwrap_or_default();
            let next = after.iter().skip(1).find(|byte| !byte.is_ascii_whitespace());
            signs.has_last |= next == Some(&b'>');
            let before = before.trim_ascii_end();
            let apart = before.iter().rposition(|byte| !byte.is_ascii_alphabetic()).map(|apart| apart + 1);
            let Some((rest, name)) = apart.and_then(|apart| before.split_at_checked(apart)) else { continue };
            let is_id = name.eq_ignore_ascii_case(b"id");
            let is_name = name.eq_ignore_ascii_case(b"name");
            let is_apart = |byte: &u8| matches!(byte, b'/' | b'"' | b'\'') || byte.is_ascii_whitespace();
            let is_active = is_active(name) || has_address(name) && is_script(after);
            if !(is_id || is_name || is_active) || !rest.last().is_some_and(is_apart) {
                continue;
            }
            if is_id {
                signs.ids.push(at);
                continue;
            }
            let last = page.get(looked..rest.len()).and_then(|rest| memrchr2(b'<', b'>', rest));
            bracket = last.map(|last| looked + last).or(bracket);
            looked = rest.len();
            let opens = |at: usize| {
                page.get(at) == Some(&b'<') && page.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
            };
            let is_link = |at: usize| page.get(at + 1..).is_some_and(|tag| tokens::has_name(tag, "a"));
            if is_name {
                signs.ids.extend(bracket.filter(|bracket| is_link(*bracket)).map(|_| at));
            } else if bracket.is_some_and(opens) {
                signs.active.push(rest.len()..before.len());
            }
        }
        signs
    }

    /// All that addresses may lead to on the page: whoever makes a new id avoids them. `top` is the top of any page.
    /// (HTML Standard, 7.4.6.4.)
    pub(super) fn ids(&self, page: &[u8]) -> HashSet<String> {
        let ids = self.ids.iter().filter_map(|at| page.get(at + 1..)).map(|value| {
            let value = value.trim_ascii_start();
            // What is longer nobody made of a title.
            let value = value.get(..LONGEST).unwrap_or(value);
            let quoted = |quote: u8| value.strip_prefix(&[quote])?.split(|byte| *byte == quote).next();
            let bare = || value.split(|byte| byte.is_ascii_whitespace() || *byte == b'>').next();
            let id = quoted(b'"').or_else(|| quoted(b'\'')).or_else(bare).unwrap_or_default();
            text::decode_attribute(&String::from_utf8_lossy(id)).into_owned()
        });
        ids.chain(["top".to_owned()]).collect()
    }

    /// The attributes that policies are about, by their names in lower case, with the places of these.
    pub(super) fn active(&self, page: &[u8]) -> Vec<(String, Range<usize>)> {
        let name = |place: &Range<usize>| {
            let name = page.get(place.clone()).unwrap_or_default();
            (String::from_utf8_lossy(name).to_ascii_lowercase(), place.clone())
        };
        self.active.iter().map(name).collect()
    }
}

fn is_active(name: &[u8]) -> bool {
    match name {
        [b'o' | b'O', b'n' | b'N', event @ ..] => event.len() > 1,
        [b's' | b'S', ..] => name.eq_ignore_ascii_case(b"style"),
        _ => false,
    }
}

fn has_address(name: &[u8]) -> bool {
    ["href", "src", "action", "formaction", "data"]
        .iter()
        .any(|own| own.as_bytes().eq_ignore_ascii_case(name))
}

/// Whether the value behind a sign is the address of a script.
fn is_script(sign: &[u8]) -> bool {
    let value = sign.get(1..).unwrap_or_default().trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let scheme = b"javascript:";
    value.trim_ascii_start().get(..scheme.len()).is_some_and(|own| own.eq_ignore_ascii_case(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_however_they_are_written() {
        let page = b"<a id=x><A ID='y&amp;z'><b data-id=u class=''id\n= \"w\"><i/id=";
        assert_eq!(Signs::of(page).ids(page), ["x", "y&z", "w", "", "top"].map(str::to_owned).into());
    }

    #[test]
    fn what_policies_are_about_is_found_in_tags_alone() {
        let page = b"<p style = 'a' data-style=b onclick=c><p title=\"x\"ONLOAD=d>style=e <on=f>&lt;a onx=1&gt;<b/style=g>\
            <a href = ' JavaScript:h()'><a href=javascript><a title='javascript:'>";
        let names: Vec<_> = Signs::of(page).active(page).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["style", "onclick", "onload", "style", "href"]);
    }

    #[test]
    fn a_sign_before_the_end_of_a_tag_is_seen() {
        for (page, has_last) in [("<a b=>", true), ("<a b= \n>", true), ("<a b=c>", false), ("a =", false)] {
            assert_eq!(Signs::of(page.as_bytes()).has_last, has_last, "{page}");
        }
    }

    #[test]
    fn a_page_of_signs_takes_no_longer_than_any_other() {
        let page = "style=".repeat(1_000_000);
        assert_eq!(Signs::of(page.as_bytes()).active(page.as_bytes()), []);
    }
}
