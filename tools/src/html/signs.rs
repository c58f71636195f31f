//! What stands around the equals signs of a page: what may be an attribute there, found in one look and without a parser.
//! What only looks like one, in a script or a comment, is taken for one.

use std::{collections::HashSet, ops::Range};

use memchr::{memchr_iter, memrchr2};

use super::{
    text,
    tokens::{self, Token, Tokens},
};

/// The most bytes of an id that are looked at.
const LONGEST: usize = 1024;

/// What is found on a page.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// The signs of attributes `id`, and of `name` in links, to which addresses lead as well.
    ids: Vec<usize>,
    /// The names of attributes `style`, and whether they look like one in a tag.
    styles: Vec<(Range<usize>, bool)>,
    /// The same of attributes of events, and of those whose address is a script.
    scripts: Vec<(Range<usize>, bool)>,
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
            let is_style = name.eq_ignore_ascii_case(b"style");
            let is_script = is_event(name) || has_address(name) && is_script(after);
            let is_xlink = is_script && rest.ends_with(b"xlink:");
            if !(is_id || is_name || is_style || is_script) || !is_xlink && !rest.last().is_some_and(is_apart)
            {
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
            } else if is_script {
                signs.scripts.push((rest.len()..before.len(), bracket.is_some_and(opens)));
            } else {
                signs.styles.push((rest.len()..before.len(), bracket.is_some_and(opens)));
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

    /// Whether a tag has an attribute `style`, or something looks like one.
    pub(super) fn has_style(&self, page: &[u8]) -> bool {
        self.styles.iter().any(|(_, looks_like_one)| *looks_like_one)
            || !in_tags(&self.styles, page).is_empty()
    }

    /// The attributes that hold scripts, by their names in lower case, with the places of these.
    pub(super) fn scripts(&self, page: &[u8]) -> Vec<(String, Range<usize>)> {
        let named = |place: Range<usize>| {
            let name = page.get(place.clone()).unwrap_or_default();
            (String::from_utf8_lossy(name).to_ascii_lowercase(), place)
        };
        in_tags(&self.scripts, page).into_iter().map(named).collect()
    }
}

/// Those that are in tags. Behind the last token, where only the tree could tell, what looks like one counts.
fn in_tags(names: &[(Range<usize>, bool)], page: &[u8]) -> Vec<Range<usize>> {
    if names.is_empty() {
        return Vec::new();
    }
    let (mut tags, mut end) = (Vec::new(), 0);
    for token in Tokens::of(page) {
        end = token.range().end;
        tags.extend(matches!(token, Token::Start(..)).then(|| token.range()));
    }
    let is_attribute = |(name, looks_like_one): &&(Range<usize>, bool)| {
        let tag = tags.get(tags.partition_point(|tag| tag.end <= name.start));
        tag.is_some_and(|tag| tag.start < name.start) || name.start >= end && *looks_like_one
    };
    names.iter().filter(is_attribute).map(|(name, _)| name.clone()).collect()
}

fn is_event(name: &[u8]) -> bool {
    matches!(name, [b'o' | b'O', b'n' | b'N', event @ ..] if event.len() > 1)
}

fn has_address(name: &[u8]) -> bool {
    ["href", "src", "action", "formaction", "data"]
        .iter()
        .any(|own| own.as_bytes().eq_ignore_ascii_case(name))
}

/// Whether the value behind a sign is the address of a script.
fn is_script(sign: &[u8]) -> bool {
    let value = sign.get(1..).unwrap_or_default().trim_ascii_start();
    text::is_script(value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value))
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
    fn scripts_in_attributes_are_found_in_tags_alone() {
        let page = b"<p onclick=c><p title=\"x > y\"ONLOAD=d><on=f>&lt;a onx=1&gt;<!-- <p onx=1> -->\
            <script>'<p onx=1>'</script><a href = ' JavaScript:h()'><a href=javascript><a title='javascript:'>\
            <svg><a xlink:href=javascript:x()></svg>";
        let names: Vec<_> = Signs::of(page).scripts(page).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["onclick", "onload", "href", "href"]);
    }

    #[test]
    fn styles_are_found_in_tags_alone() {
        for (page, has_style) in [
            ("<p style = 'a'>", true),
            ("<b/STYLE=g>", true),
            ("<p data-style=b>", false),
            ("<p>style=e", false),
        ] {
            assert_eq!(Signs::of(page.as_bytes()).has_style(page.as_bytes()), has_style, "{page}");
        }
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
        assert!(!Signs::of(page.as_bytes()).has_style(page.as_bytes()));
        let page = "<p onclick=x>".repeat(100_000);
        assert_eq!(Signs::of(page.as_bytes()).scripts(page.as_bytes()).len(), 100_000);
    }
}
