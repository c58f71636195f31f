//! What must hold in the finished site. The words about each rule are in the table of all rules, in
//! [`content::rules`](crate::content::rules); here is what finds its breaches.

mod facts;
mod head;
mod images;
mod links;
mod nesting;
mod outline;
mod times;

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::{File, Pages, Used, authored::Authored, document::Document};
use crate::{
    config::Words,
    content::{
        Content,
        rules::{self, MOST_PROBLEMS},
    },
    report::{Problem, Severity, Source},
};

/// What is wrong with a page by itself.
#[derive(Debug, Clone)]
pub(super) struct Flaw {
    rule: &'static str,
    at: Option<Range<usize>>,
    what: String,
    hint: Option<String>,
    look: Look,
    /// The beginning of what is written at the place, by which the same mistake is known on other pages; may be empty.
    excerpt: String,
}

/// How the place is found where an author wrote what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Look {
    /// By an address.
    Address(String),
    /// By words, the first of which that is found.
    Words(Vec<String>),
    /// By the line of the page around it, where that was written as HTML.
    Line,
}

impl Flaw {
    fn new(rule: &'static str, at: Range<usize>, what: impl Into<String>) -> Self {
        Self { rule, at: Some(at), what: what.into(), hint: None, look: Look::Line, excerpt: String::new() }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    fn look(mut self, look: Look) -> Self {
        self.look = look;
        self
    }

    /// A file that cannot be read.
    pub(super) fn unreadable(why: &str) -> Self {
        let what = format!("this file of the finished site cannot be read: {why}");
        let hint = "browsers cannot read it either; find out what made it".to_owned();
        Self {
            rule: "page-unreadable",
            at: None,
            what,
            hint: Some(hint),
            look: Look::Line,
            excerpt: String::new(),
        }
    }
}

/// Reports a page that is no text in UTF-8.
pub(super) fn encoding(bytes: &[u8]) -> Option<Flaw> {
    if bytes.contains(&0) {
        return Some(Flaw::unreadable("it holds binary data under the name of a page"));
    }
    let at = str::from_utf8(bytes).err()?.valid_up_to();
    let flaw = Flaw::new("page-not-utf-8", at..at + 1, "this character of the page is not UTF-8");
    Some(flaw.hint("save the file it comes from as UTF-8: readers see a wrong letter here"))
}

/// Checks a page by the rules that need no other.
pub(super) fn check_page(document: &Document<'_>, words: &Words, file: &mut File) {
    let mut flaws = Flaws::default();
    nesting::check(document, &mut flaws);
    outline::check(document, &mut flaws);
    images::check(document, &mut flaws);
    times::check(document, words, &mut file.times, &mut flaws);
    links::repeated_names(&file.facts, &mut flaws);
    for flaw in &mut flaws.found {
        let place = flaw.at.clone().map(|at| at.start..(at.end + EXCERPT).min(document.bytes.len()));
        flaw.excerpt = place.map(|place| document.text(place).to_owned()).unwrap_or_default();
    }
    file.flaws.append(&mut flaws.found);
}

/// So many bytes behind a tag tell it from others.
const EXCERPT: usize = 40;

/// The flaws of a page, of each rule no more than anybody reads.
#[derive(Debug, Default)]
struct Flaws {
    found: Vec<Flaw>,
    counts: BTreeMap<&'static str, usize>,
}

impl Flaws {
    fn push(&mut self, flaw: Flaw) {
        let count = self.counts.entry(flaw.rule).or_default();
        *count += 1;
        if *count <= MOST_PROBLEMS {
            self.found.push(flaw);
        }
    }
}

/// Checks the finished site by every rule. Problems are at the places where an author wrote what is wrong, or where no
/// such place is known, in the page.
pub fn check(pages: &Pages, authored: &Authored<'_>, content: &Content) -> Vec<Problem> {
    let suspects = pages.used(|used| links::is_broken(pages, used) || head::is_wrong(pages, used));
    let mut found = links::found(pages, &suspects);
    found.extend(head::found(pages, &suspects));
    found.extend(flaws(pages));
    let mut problems = located(pages, authored, found);
    problems.extend(facts::check(pages, content));
    problems
}

/// The addresses within the site that lead nowhere, which is all that a build waits for.
pub fn broken_links(pages: &Pages) -> Vec<Found> {
    links::found(pages, &broken(pages))
}

/// Each address within the site that leads nowhere, at each place.
pub fn broken(pages: &Pages) -> Vec<Used<'_>> {
    pages.used(|used| links::is_broken(pages, used))
}

/// Something that is wrong in one file or the same way in several.
#[derive(Debug, Clone)]
pub struct Found {
    /// The number of the file.
    file: usize,
    flaw: Flaw,
}

fn flaws(pages: &Pages) -> Vec<Found> {
    let of_file = |(file, own): (usize, &File)| {
        own.flaws.iter().map(move |flaw| Found { file, flaw: flaw.clone() }).collect::<Vec<_>>()
    };
    pages.files.iter().enumerate().flat_map(of_file).collect()
}

/// Puts each problem where it is written. What is wrong in the same words on several pages is told once, with their
/// number; a rule reports no more than so many.
pub fn located(pages: &Pages, authored: &Authored<'_>, found: Vec<Found>) -> Vec<Problem> {
    let mut groups: BTreeMap<(&'static str, String, String), Vec<Found>> = BTreeMap::new();
    for one in found {
        let look = match &one.flaw.look {
            Look::Address(address) => address.clone(),
            Look::Words(words) => words.join("\n"),
            // Without a name for it, it is the same only at the same place of the same page.
            Look::Line if one.flaw.excerpt.is_empty() => format!("{}:{:?}", one.file, one.flaw.at),
            Look::Line => one.flaw.excerpt.clone(),
        };
        groups.entry((one.flaw.rule, one.flaw.what.clone(), look)).or_default().push(one);
    }
    let mut told: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut problems = Vec::new();
    let mut sources = BTreeMap::new();
    for ((rule, ..), group) in groups {
        let told = told.entry(rule).or_default();
        *told += 1;
        if *told <= MOST_PROBLEMS {
            let severity = rules::named(rule).map_or(Severity::Error, |rule| rule.severity);
            let own = group_problems(pages, authored, &group, &mut sources);
            problems.extend(own.into_iter().map(|problem| Problem { severity, ..problem }));
        }
    }
    problems
}

/// The problems of a group: one at each place where it is written, or one in the first of its pages.
fn group_problems(
    pages: &Pages,
    authored: &Authored<'_>,
    group: &[Found],
    sources: &mut BTreeMap<usize, Arc<Source>>,
) -> Vec<Problem> {
    let Some(first) = group.first() else { return Vec::new() };
    let flaw = &first.flaw;
    let page = sources.entry(first.file).or_insert_with(|| pages.source(first.file)).clone();
    let places = match &flaw.look {
        Look::Address(address) => authored.places(address, pages.base()),
        Look::Words(words) => authored.words(words),
        Look::Line => flaw.at.as_ref().map(|at| authored.line(&page.text, at)).unwrap_or_default(),
    };
    let mut files: Vec<usize> = group.iter().map(|one| one.file).collect();
    files.sort_unstable();
    files.dedup();
    let others = match files.len() {
        1 => String::new(),
        2 => ", and on another page".to_owned(),
        more => format!(", and on {} other pages", more - 1),
    };
    if places.is_empty() {
        let what = format!("{}{others}", flaw.what);
        let problem = match &flaw.at {
            Some(at) => Problem::new(flaw.rule, &page, at.clone(), what),
            None => Problem::of_file(flaw.rule, &page, what),
        };
        return vec![problem.maybe_hint(flaw.hint.clone())];
    }
    let what = format!("{} (in {}{others})", flaw.what, page.path);
    let at_place = |place: super::authored::Place| {
        Problem::new(flaw.rule, &place.source, place.span, what.clone()).maybe_hint(flaw.hint.clone())
    };
    places.into_iter().map(at_place).collect()
}

#[cfg(test)]
mod testing {
    use super::*;
    use crate::pages::markup;

    /// What a rule says about a page by itself: `byte [what is written there] message (remedy)`, bytes from 1.
    pub(super) fn flaws(rule: &str, page: &str) -> Vec<String> {
        let words = Words::from_config(
            "[extra.strings]\nmonths = [\"January\", \"February\", \"March\", \"April\", \"May\", \"June\", \
             \"July\", \"August\", \"September\", \"October\", \"November\", \"December\"]",
        );
        let document = Document::parse(page.as_bytes()).expect("parses");
        let mut file = File { facts: markup::facts(&document), ..File::default() };
        check_page(&document, &words, &mut file);
        let own = file.flaws.into_iter().filter(|flaw| flaw.rule == rule);
        own.map(|flaw| {
            let at = flaw.at.expect("has a place");
            let hint = flaw.hint.unwrap_or_default();
            format!("{} [{}] {} ({hint})", at.start + 1, &page[at], flaw.what)
        })
        .collect()
    }
}

#[cfg(test)]
mod tests;
