//! What a run says about the links, in the forms of `dlde check` and four more.

mod html;
mod json;
mod junit;
mod markdown;
mod problems;
mod terminal;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::Timestamp;

pub use problems::problems;

use super::{
    finding::{Place, Reported},
    judge::{HostUse, Verdict},
    repository::Repository,
};
use crate::{
    content::{exceptions::Exceptions, rules},
    report::{self, Problem, RuleText, Severity},
};

/// The forms of a report. But for the times in them, all give the same bytes for the same findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: worst first, with place, evidence and what to do
    Human,
    /// For programs
    Json,
    /// For code scanning: SARIF 2.1.0
    Sarif,
    /// For GitHub Actions: annotations on the lines
    Github,
    /// For CI services that count tests
    Junit,
    /// For the summary of a job
    Markdown,
    /// One page for a browser, without anything from elsewhere
    Html,
}

/// All that a run says.
#[derive(Debug)]
pub struct Report<'a> {
    /// In order of address.
    links: Vec<&'a Reported>,
    hosts: &'a [HostUse],
    /// What is left after the exceptions, in the order of every report.
    problems: Vec<Problem>,
    /// The addresses all of whose problems are recorded as exceptions.
    excepted: BTreeSet<String>,
    /// Where the files are shown on the web.
    repository: Option<&'a Repository>,
}

impl<'a> Report<'a> {
    /// Puts findings, exceptions and hosts together. `all` says whether every link of the site was checked, so that an
    /// exception that nothing needs can be told.
    pub fn new(
        links: &'a [Reported],
        hosts: &'a [HostUse],
        exceptions: &Exceptions,
        now: Timestamp,
        all: bool,
    ) -> Self {
        let mut links: Vec<&Reported> = links.iter().collect();
        links.sort_by(|a, b| a.finding.url.as_str().cmp(b.finding.url.as_str()));
        let mut excepted = BTreeSet::new();
        let mut left = Vec::new();
        for link in &links {
            let mut own = problems(link);
            let found = own.len();
            // One at a time, to know whose problem was taken out.
            if exceptions.apply_to_links(&mut own, now, false) == found && found > 0 {
                excepted.insert(link.finding.url.to_string());
            }
            own.retain(|problem| problem.rule != "expired-exception");
            left.extend(own);
        }
        let mut every: Vec<Problem> = links.iter().flat_map(|link| problems(link)).collect();
        exceptions.apply_to_links(&mut every, now, all);
        left.extend(every.into_iter().filter(|problem| problem.rule.ends_with("-exception")));
        report::sort(&mut left);
        Self { links, hosts, problems: left, excepted, repository: None }
    }

    /// Lets the page for a browser link to the lines of the files.
    #[must_use]
    pub fn with_repository(mut self, repository: Option<&'a Repository>) -> Self {
        self.repository = repository;
        self
    }

    /// Whether anything is wrong that is not excepted, so that the run ends with exit code 1.
    pub fn fails(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// The report in a form.
    pub fn render(&self, format: Format) -> String {
        let rules: Vec<RuleText> = rules::of_network().map(rules::Rule::text).collect();
        let log = report::Report { problems: &self.problems, rules: &rules, excepted: self.excepted.len() };
        match format {
            Format::Human => terminal::render(self),
            Format::Json => json::render(self),
            Format::Sarif => report::Format::Sarif.render(&log),
            Format::Github => report::Format::Github.render(&log),
            Format::Junit => junit::render(self),
            Format::Markdown => markdown::render(self),
            Format::Html => html::render(self),
        }
    }

    /// What happened, in one line to quote.
    pub fn summary(&self) -> String {
        let count =
            |verdict| self.links.iter().filter(|link| link.finding.judgement.verdict == verdict).count();
        let parts = ORDER.iter().rev().filter_map(|verdict| {
            let count = count(*verdict);
            (count > 0).then(|| format!("{count} {}", verdict.name()))
        });
        let parts: Vec<String> = parts.collect();
        let excepted = match self.excepted.len() {
            0 => String::new(),
            known => format!("; {known} recorded as exceptions"),
        };
        match self.links.len() {
            0 => "no links".to_owned(),
            1 => format!("1 link: {}{excepted}", parts.join(", ")),
            all => format!("{all} links: {}{excepted}", parts.join(", ")),
        }
    }

    /// The links that somebody should look at, worst first, those of one cause together.
    fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for verdict in ORDER {
            let shown = self.links.iter().filter(|link| {
                let judgement = &link.finding.judgement;
                judgement.verdict == verdict
                    && (verdict != Verdict::Good || !judgement.warnings.is_empty())
                    && verdict != Verdict::Excluded
                    && !self.excepted.contains(link.finding.url.as_str())
            });
            let first = groups.len();
            for link in shown {
                let kind = link.finding.judgement.kind;
                let own = groups.get_mut(first..).unwrap_or_default();
                match own.iter_mut().find(|group| group.kind == kind || verdict == Verdict::Good) {
                    Some(group) => group.links.push(link),
                    None => groups.push(Group { verdict, kind, links: vec![link] }),
                }
            }
            if let Some(own) = groups.get_mut(first..) {
                own.sort_by(|a, b| b.links.len().cmp(&a.links.len()).then(a.kind.cmp(b.kind)));
            }
        }
        groups
    }
}

/// Verdicts, worst first.
const ORDER: [Verdict; 7] = [
    Verdict::Dead,
    Verdict::Closed,
    Verdict::Private,
    Verdict::Moved,
    Verdict::Unknown,
    Verdict::Good,
    Verdict::Excluded,
];

/// Links of one cause.
#[derive(Debug)]
struct Group<'a> {
    verdict: Verdict,
    kind: &'static str,
    links: Vec<&'a Reported>,
}

impl Group<'_> {
    /// "dead, not-found (2)"
    fn heading(&self) -> String {
        let cause = match self.verdict {
            Verdict::Good => "good, but to be looked at".to_owned(),
            Verdict::Moved => "moved".to_owned(),
            verdict => format!("{}, {}", verdict.name(), self.kind),
        };
        format!("{cause} ({})", self.links.len())
    }
}

/// The places in the files, without those that differ only in the page.
fn written_at(link: &Reported) -> Vec<&Place> {
    let mut places: Vec<&Place> = link.places.iter().collect();
    places.sort_by_key(|place| (place.source.path.clone(), place.position()));
    places.dedup_by(|a, b| a.source.path == b.source.path && a.span == b.span);
    places
}
