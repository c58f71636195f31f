//! Which start tags which rewrites want to see.
//!
//! A parser with many selectors tries each of them on each tag. Few tags of a page are wanted, and few of the wanted
//! ones are on a page: so it gets one selector for each name that is there, and the rest is found out here.

use std::ops::Range;

use lol_html::Selector;
use memchr::{memchr_iter, memmem};

use super::{Rule, Tag};
use crate::report::Error;

/// The tags by which a page finds its head, its encoding and the base of its addresses.
const HEAD: [&str; 4] = ["html", "head", "meta", "base"];
/// Where HTML in them ends, and which of them goes on, parsers find out in different ways.
const FOREIGN: [&str; 2] = ["svg", "math"];

/// The start tags that some rules want.
pub(super) struct Selection {
    /// By their names.
    names: Vec<Named>,
    /// The names that begin with each letter.
    letters: [Range<usize>; 26],
    /// Tags of any name.
    others: Vec<(Selector, Wish)>,
    /// The elements in each of [`FOREIGN`].
    foreign: [Selector; 2],
}

struct Named {
    name: &'static str,
    selector: Selector,
    /// In the order of the rules.
    wishes: Vec<Wish>,
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

/// The selectors that a page needs.
pub(super) struct Needed<'s> {
    /// For tags that somebody wants.
    pub(super) tags: Vec<&'s Selector>,
    /// For elements within SVG and MathML.
    pub(super) foreign: Vec<&'s Selector>,
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
        let mut all: Vec<_> = named.iter().map(|(name, _)| *name).chain(HEAD).collect();
        all.sort_unstable();
        all.dedup();
        let names = all.into_iter().map(|name| {
            let own = named.iter().filter(|(other, _)| *other == name).map(|(_, wish)| *wish);
            let mut wishes: Vec<_> = own.chain(others.iter().map(|(_, wish)| *wish)).collect();
            wishes.sort_by_key(|wish| wish.rule);
            Ok(Named { name, selector: parse(name)?, wishes })
        });
        let names = names.collect::<Result<Vec<_>, Error>>()?;
        let letters = std::array::from_fn(|letter| {
            let place = |letter: usize| {
                names.partition_point(|n| n.name.bytes().next() < u8::try_from(letter + 97).ok())
            };
            place(letter)..place(letter + 1)
        });
        let foreign = [parse("svg *")?, parse("math *")?];
        Ok(Self { names, letters, others, foreign })
    }

    /// What is wanted of a tag of this name.
    pub(super) fn wishes(&self, name: &str) -> impl Iterator<Item = Wish> + '_ {
        let known = self.names.binary_search_by(|known| known.name.cmp(name)).ok();
        let known = known.and_then(|at| self.names.get(at)).map(|known| known.wishes.as_slice());
        let others = if known.is_some() { &[] } else { self.others.as_slice() };
        known.unwrap_or_default().iter().copied().chain(others.iter().map(|(_, wish)| *wish))
    }

    /// What the parser has to look for on a page.
    pub(super) fn needed(&self, page: &[u8]) -> Needed<'_> {
        let mut found = vec![false; self.names.len()];
        let mut is_foreign = [false; 2];
        let begins = |rest: &[u8], name: &str| {
            let own = rest.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()));
            own && !rest.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
        };
        for rest in memchr_iter(b'<', page).filter_map(|at| page.get(at + 1..)) {
            let letter =
                rest.first().map_or(usize::MAX, |byte| usize::from((byte | 0x20).wrapping_sub(b'a')));
            let Some(range) = self.letters.get(letter) else { continue };
            let names = self.names.iter().zip(&mut found).take(range.end).skip(range.start);
            for (named, found) in names.filter(|(_, found)| !**found) {
                *found = begins(rest, named.name);
            }
            for (name, found) in FOREIGN.iter().zip(&mut is_foreign).filter(|(_, found)| !**found) {
                *found = begins(rest, name);
            }
        }
        let tags = self.names.iter().zip(found).filter(|(named, found)| *found && named.may_be_on(page));
        let foreign = self.foreign.iter().zip(is_foreign).filter(|(_, found)| *found);
        Needed {
            tags: tags
                .map(|(named, _)| &named.selector)
                .chain(self.others.iter().map(|(selector, _)| selector))
                .collect(),
            foreign: foreign.map(|(selector, _)| selector).collect(),
        }
    }
}

impl Named {
    /// Whether a page with such a tag may have what is wanted of it: classes are rare.
    fn may_be_on(&self, page: &[u8]) -> bool {
        let may_be = |wish: &Wish| match wish.kind {
            Kind::Class(class) => memmem::find(page, class.as_bytes()).is_some(),
            Kind::Any | Kind::Attribute(_) => true,
        };
        HEAD.contains(&self.name) || self.wishes.iter().any(may_be)
    }
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
