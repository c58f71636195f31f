//! What must hold in the content. A rule is a line in the table of its family and a short function with its tests beside
//! it; [`all`] is the table of all. `dlde build` runs those that stop it, `dlde check` runs every one.

mod clocks;
mod due;
mod files;
mod formulas;
mod hosts;
mod inherited;
mod integrity;
mod links;
mod names;
mod network;
mod pages;
mod papers;
mod people;
mod programme;
mod references;
mod sections;
mod stale;
mod structure;
mod times;
mod wording;
mod zones;

#[cfg(test)]
mod testing;

pub(crate) use pages::OF_FINISH;

use jiff::Timestamp;

use super::{
    Content, Edition, instants,
    shapes::{year_in, years},
    texts::{self, Text},
    values::Date,
};
use crate::{
    files::Files,
    report::{Problem, RuleText, Severity},
    site::CONFIG,
};

/// The families of rules in reading order.
const FAMILIES: [&[Rule]; 21] = [
    structure::RULES,
    integrity::RULES,
    papers::RULES,
    times::RULES,
    clocks::RULES,
    zones::RULES,
    programme::RULES,
    wording::RULES,
    formulas::RULES,
    links::RULES,
    hosts::RULES,
    stale::RULES,
    inherited::RULES,
    references::RULES,
    people::RULES,
    names::RULES,
    files::RULES,
    sections::RULES,
    due::RULES,
    pages::RULES,
    network::RULES,
];

/// What has to hold, and why.
pub struct Rule {
    /// Its name in reports and exceptions.
    pub name: &'static str,
    /// How serious a breach is, unless the organisers say otherwise.
    pub severity: Severity,
    /// Whether no page is built while it is broken.
    pub blocks_build: bool,
    /// Why it exists, then how to satisfy it. The first sentence is its summary.
    pub why: &'static str,
    /// Reports the breaches of an edition; none where they are found while files are read.
    check: Option<Check>,
    /// Whether it is about the finished site, which is checked elsewhere.
    pub of_pages: bool,
}

type Check = for<'a> fn(&Context<'a>, &mut Vec<Problem>);

impl Rule {
    /// A rule whose breach puts something wrong on the page.
    const fn error(name: &'static str, check: Check, why: &'static str) -> Self {
        Self {
            name,
            severity: Severity::Error,
            blocks_build: false,
            why,
            check: Some(check),
            of_pages: false,
        }
    }

    /// A rule whose breach may be right.
    const fn warning(name: &'static str, check: Check, why: &'static str) -> Self {
        Self {
            name,
            severity: Severity::Warning,
            blocks_build: false,
            why,
            check: Some(check),
            of_pages: false,
        }
    }

    /// A rule without which no page can be built.
    const fn of_build(name: &'static str, check: Check, why: &'static str) -> Self {
        Self { name, severity: Severity::Error, blocks_build: true, why, check: Some(check), of_pages: false }
    }

    /// A rule that reading the files checks.
    const fn of_reading(name: &'static str, why: &'static str) -> Self {
        Self { name, severity: Severity::Error, blocks_build: true, why, check: None, of_pages: false }
    }

    /// A rule over the file of exceptions, which no page is built from.
    const fn of_exceptions(name: &'static str, why: &'static str) -> Self {
        Self { name, severity: Severity::Error, blocks_build: false, why, check: None, of_pages: false }
    }

    /// A rule over the finished site.
    const fn of_pages(name: &'static str, severity: Severity, why: &'static str) -> Self {
        Self { name, severity, blocks_build: false, why, check: None, of_pages: true }
    }

    /// A rule that `dlde links` checks.
    const fn of_network(name: &'static str, severity: Severity, why: &'static str) -> Self {
        Self { name, severity, blocks_build: false, why, check: None, of_pages: false }
    }

    /// What it is about, in one sentence.
    pub fn summary(&self) -> &'static str {
        self.why.find(". ").map_or(self.why, |end| &self.why[..=end])
    }

    /// Its words for a report.
    pub fn text(&self) -> RuleText {
        RuleText { name: self.name, severity: self.severity, why: self.why }
    }
}

/// All rules.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.into_iter().flatten()
}

/// The rule of this name.
pub fn named(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}

/// The rules that only `dlde links` checks.
pub fn of_network() -> impl Iterator<Item = &'static Rule> {
    network::RULES.iter()
}

/// A rule reports so many problems of an edition: nobody reads more, and a hostile file must not take long.
pub const MOST_PROBLEMS: usize = 200;

/// What a rule looks at: one edition, and the site around it.
struct Context<'a> {
    edition: &'a Edition,
    site: &'a Site<'a>,
    /// The strings of the edition's files.
    texts: Vec<Text<'a>>,
}

/// What all editions share.
struct Site<'a> {
    content: &'a Content,
    files: &'a Files,
    now: Timestamp,
    /// Editions that were written over.
    past: Vec<Edition>,
}

impl<'a> Context<'a> {
    fn new(edition: &'a Edition, site: &'a Site<'a>) -> Self {
        Self { edition, site, texts: texts::of_edition(edition, site.files) }
    }

    /// Whether this is the edition that the rules over the whole site are checked with: the first.
    fn is_first(&self) -> bool {
        self.site.content.editions.first().is_some_and(|first| first.folder == self.edition.folder)
    }

    /// The other editions of the site, those in its history included.
    fn others(&self) -> impl Iterator<Item = &'a Edition> {
        let own = self.edition.folder.as_str();
        let others = self.site.content.editions.iter().filter(move |other| other.folder != own);
        // What was written over is the edition at the root.
        others.chain(self.site.past.iter().filter(|_| self.is_first()))
    }

    /// Whether the event is over.
    fn is_over(&self) -> bool {
        instants::event(self.edition).is_some_and(|(_, end)| end < self.site.now)
    }

    /// The web addresses in all texts.
    fn addresses(&self) -> Vec<texts::Address<'_, 'a>> {
        texts::addresses(&self.texts)
    }
}

/// Runs the rules without which no page can be built.
pub(super) fn check_for_build(content: &Content, files: &Files) -> Vec<Problem> {
    run(content, files, Timestamp::UNIX_EPOCH, |rule| rule.blocks_build)
}

/// Runs the rules that `dlde build` does not run, as of an instant.
pub fn check(content: &Content, files: &Files, now: Timestamp) -> Vec<Problem> {
    run(content, files, now, |rule| !rule.blocks_build)
}

fn run(content: &Content, files: &Files, now: Timestamp, chosen: fn(&Rule) -> bool) -> Vec<Problem> {
    let past = files.past.iter().filter_map(|texts| Edition::past(texts)).collect();
    let site = Site { content, files, now, past };
    let mut problems = Vec::new();
    for edition in &content.editions {
        let context = Context::new(edition, &site);
        for rule in all().filter(|rule| chosen(rule)) {
            let first = problems.len();
            if let Some(check) = rule.check {
                check(&context, &mut problems);
            }
            problems.truncate(first + MOST_PROBLEMS);
            problems[first..].iter_mut().for_each(|problem| problem.severity = rule.severity);
        }
    }
    problems
}

/// The words of a text with their places.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphanumeric()).filter_map(move |word| {
        // Between two pieces stands one character that is no letter.
        let start = at;
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        (!word.is_empty()).then_some((start, word))
    })
}

/// The `base_url` of the configuration.
pub fn base_url(files: &Files) -> Option<Text<'_>> {
    let config = files.texts.iter().find(|source| source.path == CONFIG)?;
    let mut texts = Vec::new();
    texts::of_file(config, &mut texts);
    texts.into_iter().find(|text| text.table.is_empty() && text.key == "base_url")
}

/// The year of an edition: that of its conference, else that of its event.
pub fn year_of(edition: &Edition) -> Option<i16> {
    let facts = &edition.facts.as_ref()?.value;
    year_in(facts.conference.get_ref()).or_else(|| match facts.event.date.get_ref() {
        Date::Day(day) | Date::Month(day) => Some(day.year()),
        Date::ToBeAnnounced => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_name_of_its_own_and_says_why_and_how() {
        let mut names: Vec<&str> = all().map(|rule| rule.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
        for rule in all() {
            assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || "-8".contains(c)), "{}", rule.name);
            assert!(rule.why.ends_with('.') && rule.why.len() > rule.summary().len(), "{}", rule.name);
            assert!(!rule.why.contains("  ") && !rule.why.contains('\n'), "{}", rule.name);
        }
    }
}
