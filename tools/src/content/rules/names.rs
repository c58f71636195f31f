//! One name, one spelling. An institution was misspelt on the page for three years, and a speaker had two first names.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::{Context, Rule};
use crate::{
    content::Edition,
    report::{Problem, Source},
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::warning(
        "affiliation-spelling",
        affiliation_spelling,
        "A misspelt institution stood on the page for three years. Write it as the institution does; if it is right, \
         record an exception.",
    ),
    Rule::warning(
        "one-person-two-spellings",
        one_person_two_spellings,
        "One person written in two ways looks like two people. Write the name as the person does, everywhere; two \
         people with such names are an exception to record.",
    ),
    Rule::error(
        "split-letter",
        split_letter,
        "A letter and its accent that were copied apart show as two: \"Halıcıo ̆glu\". Type the letter again.",
    ),
    Rule::warning(
        "misspelt-place",
        misspelt_place,
        "Some names of places and institutions are misspelt again and again. Write the spelling that the message shows.",
    ),
];

const INSTITUTIONS: &str = include_str!("institutions.txt");

pub(super) type Spot<'a> = (&'a str, &'a Arc<Source>, Range<usize>);

fn affiliations(edition: &Edition) -> Vec<Spot<'_>> {
    let Some(file) = &edition.people else { return Vec::new() };
    let people = file.value.all().flat_map(|person| &person.affiliations);
    let committee = file.value.committee.iter().filter_map(|member| member.affiliation.as_ref());
    people.chain(committee).map(|text| (text.get_ref().as_str(), &file.source, text.span())).collect()
}

/// Words without accents, capitals and punctuation.
pub(super) fn plain(text: &str) -> Vec<String> {
    let letters: String =
        text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    letters.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether two names are the same but for a slip in one of their words, as far as that can be told.
fn slip(a: &[String], b: &[String]) -> bool {
    let differing: Vec<_> = a.iter().zip(b).filter(|(x, y)| x != y).collect();
    let [(x, y)] = differing.as_slice() else { return false };
    let shorter = x.chars().count().min(y.chars().count());
    let distance = strsim::osa_distance(x, y);
    a.len() == b.len() && (distance == 1 && shorter >= 6 || distance == 2 && shorter >= 8)
}

fn affiliation_spelling(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let known: Vec<&str> =
        INSTITUTIONS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let plain_known: Vec<Vec<String>> = known.iter().map(|name| plain(name)).collect();
    // Every spelling once, with its words.
    let mut used: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (text, source, span) in affiliations(context.edition) {
        let words = plain(text);
        // Its own spelling is one of the list, be it without accents.
        if plain_known.contains(&words) {
            continue;
        }
        let listed = plain_known.iter().position(|other| slip(&words, other)).map(|at| known[at]);
        let like = |theirs: &Vec<String>| *theirs == words || slip(&words, theirs);
        let other =
            used.iter().find(|(other, theirs)| **other != text && like(theirs)).map(|(other, _)| *other);
        used.entry(text).or_insert_with(|| words.clone());
        if let Some(other) = listed.or(other) {
            problems.push(
                Problem::new("affiliation-spelling", source, span, format!("nearly the same as \"{other}\""))
                    .hint(format!("if that is meant, write \"{other}\"")),
            );
        }
    }
}

/// Everybody who is named, with the place.
pub(super) fn names(edition: &Edition) -> Vec<Spot<'_>> {
    let people = edition.people.iter().flat_map(|file| {
        let listed =
            file.value.all().flat_map(|person| std::iter::once(&person.name).chain(&person.full_name));
        let committee = file.value.committee.iter().map(|member| &member.name);
        listed.chain(committee).map(move |name| (name.get_ref().as_str(), &file.source, name.span()))
    });
    let authors = edition.papers.iter().flat_map(|file| {
        let authors = file.value.papers.iter().flat_map(|paper| &paper.authors);
        authors.map(move |name| (name.get_ref().as_str(), &file.source, name.span()))
    });
    people.chain(authors).collect()
}

/// First names with the short forms that people go by.
const SHORT: [(&str, &str); 20] = [
    ("alex", "alexander"),
    ("andy", "andrew"),
    ("ben", "benjamin"),
    ("bob", "robert"),
    ("chris", "christopher"),
    ("dan", "daniel"),
    ("dave", "david"),
    ("ed", "edward"),
    ("jim", "james"),
    ("joe", "joseph"),
    ("kate", "katherine"),
    ("liz", "elizabeth"),
    ("matt", "matthew"),
    ("mike", "michael"),
    ("nick", "nicholas"),
    ("rob", "robert"),
    ("sam", "samuel"),
    ("steve", "steven"),
    ("tom", "thomas"),
    ("will", "william"),
];

/// Why two different spellings may be one person.
pub(super) fn one_person(x: &[String], y: &[String]) -> Option<&'static str> {
    if x == y {
        return Some("which differs in accents, capitals or punctuation only");
    }
    let (Some((first, rest)), Some((other, theirs))) = (x.split_first(), y.split_first()) else {
        return None;
    };
    if rest == theirs && !rest.is_empty() {
        let pair = |s: &str, l: &str| SHORT.contains(&(s, l));
        if pair(first, other) || pair(other, first) {
            return Some("which has a short form of the first name");
        }
    }
    (x.len() > 1 && slip(x, y)).then_some("which differs in a letter or two")
}

fn one_person_two_spellings(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut distinct: Vec<(Spot<'_>, Vec<String>)> = Vec::new();
    for spot in names(context.edition) {
        if !seen.insert(spot.0) {
            continue;
        }
        let words = plain(spot.0);
        let near = distinct.iter().find_map(|(other, theirs)| Some((other, one_person(&words, theirs)?)));
        if let Some(((other, file, at), how)) = near {
            let line = file.position(at.start).0;
            let place = match Arc::ptr_eq(file, spot.1) {
                true => format!("line {line}"),
                false => format!("{} on line {line}", file.path),
            };
            let what = format!("{place} has \"{other}\", {how}");
            problems.push(
                Problem::new("one-person-two-spellings", spot.1, spot.2.clone(), what)
                    .hint("if they are one person, write one name in both places"),
            );
        }
        distinct.push((spot, words));
    }
}

fn split_letter(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for text in &context.texts {
        let mut before = ' ';
        for (at, character) in text.text.char_indices() {
            // Spacing accents, which stand for a combining one where a letter follows at once.
            let spacing = matches!(character, '\u{2d8}'..='\u{2dd}' | '´' | '¨' | '¸')
                && text.text[at + character.len_utf8()..].starts_with(char::is_alphabetic);
            if (is_combining_mark(character) && !before.is_alphanumeric() && !is_combining_mark(before))
                || spacing
            {
                problems.push(
                    text.problem(
                        "split-letter",
                        at..at + character.len_utf8(),
                        "an accent stands apart from its letter",
                    )
                    .hint("type the letter with its accent again"),
                );
                break;
            }
            before = character;
        }
    }
}

/// Misspellings that were seen, as whole words, with what is meant.
const MISSPELT: [(&str, &str); 14] = [
    ("Massachussets", "Massachusetts"),
    ("Massachusets", "Massachusetts"),
    ("Massachussetts", "Massachusetts"),
    ("Massachusettes", "Massachusetts"),
    ("Standford", "Stanford"),
    ("Carnegie Melon", "Carnegie Mellon"),
    ("Carnegie-Mellon", "Carnegie Mellon"),
    ("John Hopkins", "Johns Hopkins"),
    ("UC Berkley", "UC Berkeley"),
    ("California, Berkley", "California, Berkeley"),
    ("Pittsburg, PA", "Pittsburgh, PA"),
    ("NeurIPs", "NeurIPS"),
    ("NeuRIPS", "NeurIPS"),
    ("OpenReivew", "OpenReview"),
];

fn misspelt_place(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for text in context.texts.iter().filter(|text| text.key != "affiliations" && text.key != "affiliation") {
        for (wrong, right) in MISSPELT {
            for (at, _) in text.text.match_indices(wrong) {
                let after = text.text[at + wrong.len()..].chars().next();
                if !after.is_some_and(char::is_alphanumeric) {
                    problems.push(
                        text.problem(
                            "misspelt-place",
                            at..at + wrong.len(),
                            format!("{wrong} is spelt {right}"),
                        )
                        .hint(format!("write {right}")),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::content::rules::testing::{body, found};

    fn organisers(rule: &str, people: &[(&str, &str)]) -> Vec<String> {
        let block = |(at, (name, institution)): (usize, &(&str, &str))| {
            format!("[[organisers]]\nid = \"p{at}\"\nname = \"{name}\"\naffiliations = [\"{institution}\"]\n")
        };
        let text: String = people.iter().enumerate().map(block).collect();
        found(rule, &[("people.toml", &text)])
    }

    #[test]
    fn a_misspelt_institution_is_found() {
        let of = |one: &str, two: &str| organisers("affiliation-spelling", &[("A", one), ("B", two)]);
        assert_eq!(
            of("University of California, Berkley", "Example University"),
            ["people.toml:4:17 [University of California, Berkley] nearly the same as \
              \"University of California, Berkeley\" (if that is meant, write \"University of California, Berkeley\")"]
        );
        assert_eq!(of("Massachussets Institute of Technology", "x").len(), 1);
        assert_eq!(
            of("Institute of Waves", "Institute of Wavess").len() + of("Borealis AI", "Boraelis AI").len(),
            1
        );
        assert_eq!(of("University of Bath", "University of Oxford"), [""; 0]);
        assert_eq!(of("Universite de Montreal", "University of Kent"), [""; 0]);
    }

    #[test]
    fn one_person_has_one_name() {
        let of = |one: &str, two: &str| organisers("one-person-two-spellings", &[(one, "X"), (two, "X")]);
        assert_eq!(
            of("Chris Rackauckas", "Christopher Rackauckas"),
            [
                "people.toml:7:8 [Christopher Rackauckas] line 3 has \"Chris Rackauckas\", which has a short form of the \
              first name (if they are one person, write one name in both places)"
            ]
        );
        for (one, two) in [
            ("Suheda Özdemir", "Suheda Ozdemir"),
            ("Anima Anandkumar", "Anima Anandkumer"),
            ("Ada MINIM", "Ada Minim"),
        ] {
            assert_eq!(of(one, two).len(), 1, "{one}");
        }
        for (one, two) in
            [("Yang Song", "Yang Sang"), ("Ada Minim", "Ada Minim"), ("Li", "Lu"), ("黎墨澄", "黎墨橙")]
        {
            assert_eq!(of(one, two), [""; 0], "{one}");
        }
    }

    #[test]
    fn a_letter_and_its_accent_stay_together() {
        assert_eq!(
            body("split-letter", "Halıcıo ̆glu"),
            [
                "call.md:4:9 [\u{306}] an accent stands apart from its letter (type the letter with its accent again)"
            ]
        );
        assert_eq!(body("split-letter", "Halıcıo˘glu").len(), 1);
        assert_eq!(body("split-letter", "Halıcıoğlu, Halıcıog\u{306}lu, 1´ and x¨"), [""; 0]);
    }

    #[test]
    fn a_place_is_spelt_as_it_is() {
        assert_eq!(
            body("misspelt-place", "He is at Massachussets General."),
            ["call.md:4:10 [Massachussets] Massachussets is spelt Massachusetts (write Massachusetts)"]
        );
        assert_eq!(body("misspelt-place", "Massachusetts, and Peter Berkley"), [""; 0]);
    }
}
