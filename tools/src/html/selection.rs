//! Which start tags which rewrites want to see.
//!
//! A parser tries each of its selectors on each tag, and most tags of a page are wanted by nobody. So it gets one selector,
//! for all but the common elements that nobody wants, and which rewrites want one of the rest is found out here.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Input, MatchKind};
use lol_html::Selector;

use super::{Rule, Tag, tokens};
use crate::report::Error;

/// The tags by which a page finds its encoding and the base of its addresses.
const HEAD: [&str; 2] = ["meta", "base"];
/// Where HTML in them ends, and which of them goes on, parsers find out in different ways.
const FOREIGN: [&str; 2] = ["svg", "math"];
/// How they begin.
const FOREIGN_BEGIN: [&str; 8] = ["<sv", "<sV", "<Sv", "<SV", "<ma", "<mA", "<Ma", "<MA"];
/// What pages consist of, about in the order of how often it is on one. Each of these makes a parser a little dearer.
const COMMON: [&str; 20] = [
    "p", "li", "div", "span", "em", "strong", "b", "td", "ul", "i", "br", "code", "tr", "dt", "dd", "th",
    "time", "section", "article", "ol",
];

/// The selectors that a page needs.
pub(super) struct Needed<'s> {
    /// For the tags that somebody may want.
    pub(super) tags: Vec<&'s Selector>,
    /// For the elements within SVG and MathML, where the page has any.
    pub(super) foreign: &'s [Selector],
}

/// The start tags that some rules want.
pub(super) struct Selection {
    /// By their names.
    names: Vec<Named>,
    /// The names that begin with each letter.
    letters: [Range<usize>; 26],
    /// All but the common ones that nobody wants, or nobody but of some class.
    most: Selector,
    /// What is wanted of the common ones of some class.
    rare: Vec<Rare>,
    /// Tags of any name.
    others: Vec<(Selector, Wish)>,
    /// The elements in each of [`FOREIGN`].
    foreign: [Selector; 2],
    /// Finds those of [`FOREIGN_BEGIN`], and then the classes of the rare ones.
    words: AhoCorasick,
}

struct Named {
    name: &'static str,
    /// In the order of the rules.
    wishes: Vec<Wish>,
}

/// A class that few pages have, of which a rule wants common elements.
struct Rare {
    rule: usize,
    class: &'static str,
    selectors: Vec<Selector>,
}

/// What a rule wants of a tag whose name is right.
#[derive(Clone, Copy)]
pub(super) struct Wish {
    /// The number of the rule.
    pub(super) rule: usize,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Any,
    Attribute(&'static str),
    Class(&'static str),
}

impl Selection {
    /// What these rules select.
    ///
    /// # Errors
    /// Where the selector of a rule is none of those that [`Rule::selector`] names.
    pub(super) fn of(rules: &[&'static Rule]) -> Result<Self, Error> {
        let (mut named, mut others) = (Vec::new(), Vec::new());
        for (rule, selector) in rules.iter().enumerate().flat_map(|(number, rule)| {
            rule.selector.split(',').map(move |selector| (number, selector.trim()))
        }) {
            match parts(selector) {
                _ if selector.is_empty() => {}
                Some(("", kind)) => others.push((parse(selector)?, Wish { rule, kind })),
                Some((name, kind)) => named.push((name, Wish { rule, kind })),
                None => return Err(Error::new(format!("cannot select {selector}"))),
            }
        }
        let is_wanted =
            |name: &&str| named.iter().any(|(own, wish)| own == name && !matches!(wish.kind, Kind::Class(_)));
        let unwanted: Vec<_> = COMMON.iter().filter(|name| !is_wanted(name)).collect();
        // The parser begins with the last.
        let most = unwanted.iter().rfold("*".to_owned(), |most, name| format!("{most}:not({name})"));
        let rare = named.iter().filter(|(name, _)| unwanted.contains(&name));
        let rare = rare_of(rare)?;
        let words = FOREIGN_BEGIN.into_iter().chain(rare.iter().map(|rare| rare.class));
        // This kind is the fastest.
        let words = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words);
        let words = words.map_err(|error| Error::new(format!("cannot look for classes: {error}")))?;
        let names = names(&named, &others);
        Ok(Self {
            letters: std::array::from_fn(|letter| {
                let place =
                    |letter: usize| names.partition_point(|n| self::letter(n.name.as_bytes()) < letter);
                place(letter)..place(letter + 1)
            }),
            names,
            most: parse(&most)?,
            rare,
            others,
            foreign: [parse("svg *")?, parse("math *")?],
            words,
        })
    }

    /// What is wanted of a tag of this name, in whatever case it is written.
    pub(super) fn wishes(&self, name: &[u8]) -> impl Iterator<Item = Wish> + '_ {
        let letter = self.letters.get(letter(name)).cloned().unwrap_or_default();
        let mut known = self.names.get(letter).unwrap_or_default().iter();
        let known = known.find(|known| known.name.as_bytes().eq_ignore_ascii_case(name));
        let others = if known.is_some() { &[] } else { self.others.as_slice() };
        let known = known.map(|known| known.wishes.as_slice()).unwrap_or_default();
        known.iter().copied().chain(others.iter().map(|(_, wish)| *wish))
    }

    /// What the parser has to look for on a page for the rules that are at work on it.
    pub(super) fn needed(&self, page: &[u8], is_at_work: impl Fn(usize) -> bool) -> Needed<'_> {
        let (mut is_foreign, mut is_there) = (false, vec![false; self.rare.len()]);
        let mut from = 0;
        while let Some(word) = self.words.find(Input::new(page).range(from..)) {
            let here = page.get(word.start()..).unwrap_or_default();
            is_foreign |= FOREIGN.iter().any(|name| is_tag(here, name));
            // One word may begin another, and be within it.
            let classes = self.rare.iter().map(|rare| rare.class.as_bytes());
            is_there.iter_mut().zip(classes).for_each(|(is, class)| *is |= here.starts_with(class));
            from = word.start() + 1;
        }
        let rare = self.rare.iter().zip(is_there).filter(|(rare, is)| *is && is_at_work(rare.rule));
        let others = self.others.iter().filter(|(_, wish)| is_at_work(wish.rule));
        let more = rare.flat_map(|(rare, _)| &rare.selectors).chain(others.map(|(selector, _)| selector));
        Needed {
            tags: std::iter::once(&self.most).chain(more).collect(),
            foreign: if is_foreign { &self.foreign } else { &[] },
        }
    }
}

/// What is wanted of some class.
fn rare_of<'n>(named: impl Iterator<Item = &'n (&'static str, Wish)>) -> Result<Vec<Rare>, Error> {
    let mut all: Vec<Rare> = Vec::new();
    for (name, Wish { rule, kind }) in named {
        let Kind::Class(class) = *kind else { continue };
        let selector = parse(name)?;
        match all.iter_mut().find(|rare| (rare.rule, rare.class) == (*rule, class)) {
            Some(rare) => rare.selectors.push(selector),
            None => all.push(Rare { rule: *rule, class, selectors: vec![selector] }),
        }
    }
    Ok(all)
}

/// The names that somebody wants, in order, and what is wanted of each.
fn names(named: &[(&'static str, Wish)], others: &[(Selector, Wish)]) -> Vec<Named> {
    let mut names: Vec<_> = named.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    let wishes = |name| {
        let own = named.iter().filter(|(other, _)| *other == name).map(|(_, wish)| *wish);
        let mut wishes: Vec<_> = own.chain(others.iter().map(|(_, wish)| *wish)).collect();
        wishes.sort_by_key(|wish| wish.rule);
        wishes
    };
    names.into_iter().map(|name| Named { name, wishes: wishes(name) }).collect()
}

/// Whether the page itself wants tags of a name.
pub(super) fn is_of_head(name: &[u8]) -> bool {
    HEAD.iter().any(|own| own.as_bytes().eq_ignore_ascii_case(name))
}

/// Whether a start tag of a name begins here.
fn is_tag(here: &[u8], name: &str) -> bool {
    here.strip_prefix(b"<").is_some_and(|tag| tokens::has_name(tag, name))
}

/// The number of the letter that a name begins with; any above 25 where it is none.
fn letter(name: &[u8]) -> usize {
    name.first().map_or(usize::MAX, |byte| usize::from((byte | 0x20).wrapping_sub(b'a')))
}

impl Wish {
    /// Whether the tag is as the page has it what the rule wants.
    pub(super) fn is_met_by(self, tag: &Tag<'_>) -> bool {
        match self.kind {
            Kind::Any => true,
            Kind::Attribute(name) => tag.raw_value(name).is_some(),
            Kind::Class(class) => tag.raw_value("class").is_some_and(|classes| {
                classes.split(u8::is_ascii_whitespace).any(|own| own == class.as_bytes())
            }),
        }
    }
}

/// The name in a selector, and what else it asks for.
fn parts(selector: &'static str) -> Option<(&'static str, Kind)> {
    let (name, kind) = if let Some((name, attribute)) = selector.split_once('[') {
        (name, Kind::Attribute(attribute.strip_suffix(']')?))
    } else if let Some((name, class)) = selector.split_once('.') {
        (name, Kind::Class(class))
    } else {
        (selector, Kind::Any)
    };
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let (Kind::Attribute(word) | Kind::Class(word)) = kind else {
        return is_name(name).then_some((name, kind));
    };
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_known = is_name(name) && !(name.is_empty() && matches!(kind, Kind::Class(_)));
    (is_known && !word.is_empty() && word.bytes().all(is_word)).then_some((name, kind))
}

fn parse(selector: &str) -> Result<Selector, Error> {
    selector.parse().map_err(|error| Error::new(format!("cannot select {selector}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_names_with_an_attribute_or_a_class() {
        for known in ["a", "h2", "a[href]", "a[data-lang]", "ul.papers", "dl.masthead__facts", "[style]"] {
            assert!(parts(known).is_some(), "{known}");
        }
        for unknown in ["A", "*", "ul > li", "svg *", "a[href='x']", "a[]", "a.", ".x", "a.b.c", "a:not(b)"] {
            assert!(parts(unknown).is_none(), "{unknown}");
        }
    }
}
