//! `links.lock.toml`: what earlier runs found, to be reviewed with the content and kept in git.
//!
//! It saves questions that were answered lately, shows when a link leads elsewhere than before, and tells a page that
//! is down for an hour from one that is dead.

mod file;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use jiff::{Timestamp, ToSpan as _, civil::Date, tz::Offset};
use url::Url;

use super::{
    context::Context,
    hosts,
    judge::{Finding, Judgement, Verdict},
};
use crate::report::Error;

/// What earlier runs found.
#[derive(Debug)]
pub struct Record {
    path: PathBuf,
    links: BTreeMap<String, Entry>,
    /// The links that this run has changed.
    changed: BTreeSet<String>,
    /// Why the file is left as it is.
    set_aside: Option<Error>,
}

/// What is known of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    verdict: String,
    evidence: String,
    /// The day of the verdict, in UTC.
    checked: Date,
    warnings: Vec<String>,
    /// The last day on which it was good or moved, and where it led to then.
    good: Option<Date>,
    final_url: Option<String>,
    title: Option<String>,
    /// The first days on which it was dead since then.
    failed: BTreeSet<Date>,
}

/// A link that is dead on so many days is not only down.
const FAILURES: usize = 3;

/// The first of the days on which a link was dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since(pub Date);

impl Record {
    /// Reads the record; an empty one where there is no file. One that cannot be read is set aside.
    pub fn read(path: &Path) -> Self {
        let (links, set_aside) = match file::read(path) {
            Ok(links) => (links, None),
            Err(error) => (BTreeMap::new(), Some(error)),
        };
        Self { path: path.to_owned(), links, changed: BTreeSet::new(), set_aside }
    }

    /// Why the file is neither used nor changed, where that is so.
    pub fn set_aside(&self) -> Option<&Error> {
        self.set_aside.as_ref()
    }

    /// What was found lately about a link that was good, so that it need not be asked again.
    pub fn reusable(&self, url: &Url, context: &Context) -> Option<Finding> {
        let entry = self.links.get(url.as_str()).filter(|entry| entry.verdict == Verdict::Good.name())?;
        let today = day(context.now);
        let ends = entry.checked.checked_add(lifetime(url, context).days()).ok()?;
        // A day to come was written by a clock that was wrong.
        if entry.checked > today || ends <= today {
            return None;
        }
        let judgement = Judgement {
            title: entry.title.clone(),
            warnings: entry.warnings.clone(),
            ..Judgement::new(Verdict::Good, "recorded", format!("on {}: {}", entry.checked, entry.evidence))
        };
        Some(Finding {
            url: url.clone(),
            judgement,
            status: None,
            final_url: entry.final_url.as_ref().and_then(|url| Url::parse(url).ok()),
            checked_at: Offset::UTC.to_timestamp(entry.checked.at(0, 0, 0, 0)).ok()?,
            requests: 0,
        })
    }

    /// Warns of a link that leads to another host, or to something of another title, than when it was last good.
    pub fn compare(&self, finding: &mut Finding) {
        let Some(entry) = self.links.get(finding.url.as_str()) else { return };
        let Some(good) = entry.good.filter(|_| finding.judgement.verdict == Verdict::Good) else { return };
        let before = entry.final_url.as_ref().and_then(|url| Url::parse(url).ok());
        let hosts =
            [&before, &finding.final_url].map(|url| url.as_ref().map(|url| hosts::host_of(url).to_owned()));
        if let [Some(before), Some(now)] = hosts
            && before != now
        {
            finding.judgement.warnings.push(format!("it leads to {now}, and on {good} led to {before}"));
        }
        if let (Some(before), Some(now)) = (&entry.title, &finding.judgement.title)
            && !hosts::are_alike(before, now)
        {
            finding
                .judgement
                .warnings
                .push(format!("it is called “{now}”, and on {good} was called “{before}”"));
        }
    }

    /// Takes up what a run found. What was reused or left out on request changes nothing.
    pub fn update<'a>(&mut self, findings: impl IntoIterator<Item = &'a Finding>, now: Timestamp) {
        let today = day(now);
        for finding in findings {
            let judgement = &finding.judgement;
            if judgement.verdict == Verdict::Excluded || judgement.kind == "recorded" {
                continue;
            }
            let url = finding.url.to_string();
            let before = self.links.get(&url);
            let is_good = matches!(judgement.verdict, Verdict::Good | Verdict::Moved);
            let mut failed: BTreeSet<Date> =
                before.filter(|_| !is_good).map(|entry| entry.failed.clone()).unwrap_or_default();
            failed.retain(|failed| *failed <= today);
            if judgement.verdict == Verdict::Dead && failed.len() < FAILURES {
                failed.insert(today);
            }
            let known = |of: fn(&Entry) -> Option<String>| before.and_then(of);
            let entry = Entry {
                verdict: judgement.verdict.name().to_owned(),
                evidence: judgement.evidence.clone(),
                checked: today,
                warnings: judgement.warnings.clone(),
                good: if is_good { Some(today) } else { before.and_then(|entry| entry.good) },
                final_url: match &finding.final_url {
                    Some(end) if is_good => Some(end.to_string()),
                    _ => known(|entry| entry.final_url.clone()),
                },
                title: match &judgement.title {
                    Some(title) if is_good => Some(title.clone()),
                    _ => known(|entry| entry.title.clone()),
                },
                failed,
            };
            self.links.insert(url.clone(), entry);
            self.changed.insert(url);
        }
    }

    /// Forgets the links that are no longer on the site, when `all` of those that are were checked.
    pub fn keep_only<'a>(&mut self, all: impl IntoIterator<Item = &'a Url>) {
        let all: BTreeSet<&str> = all.into_iter().map(Url::as_str).collect();
        let gone: Vec<String> =
            self.links.keys().filter(|url| !all.contains(url.as_str())).cloned().collect();
        for url in gone {
            self.links.remove(&url);
            self.changed.insert(url);
        }
    }

    /// Since when a link is dead, where it was so on several days and is so now: then an archived copy may stand in.
    pub fn dead_for_archive(&self, url: &Url) -> Option<Since> {
        let entry = self.links.get(url.as_str()).filter(|entry| entry.verdict == Verdict::Dead.name())?;
        entry.failed.first().filter(|_| entry.failed.len() >= FAILURES).map(|first| Since(*first))
    }

    /// Writes the record whole or not at all. What another run has written meanwhile about other links stays.
    ///
    /// # Errors
    /// Where the file cannot be written, or has become one that is not to be overwritten.
    pub fn write(&self) -> Result<(), Error> {
        if self.set_aside.is_some() || self.changed.is_empty() {
            return Ok(());
        }
        file::write(&self.path, |mut there| {
            for url in &self.changed {
                match self.links.get(url) {
                    Some(entry) => there.insert(url.clone(), entry.clone()),
                    None => there.remove(url),
                };
            }
            there
        })
    }
}

/// For how many days a good answer holds.
fn lifetime(url: &Url, context: &Context) -> i64 {
    match hosts::rule_for(url).map(|rule| rule.name) {
        Some("doi" | "arxiv") => 90,
        Some("neurips" | "publishers" | "youtube" | "slideslive" | "wayback") => 30,
        Some("google-forms" | "openreview" | "discord") if is_near(url, context) => 1,
        _ => 7,
    }
}

/// Whether something that the link is for happens within 30 days.
fn is_near(url: &Url, context: &Context) -> bool {
    let expected = context.expected(url);
    let editions = expected.editions.iter().flat_map(|edition| [edition.deadline, edition.end]);
    let month = jiff::SignedDuration::from_hours(30 * 24);
    let instants = editions.chain([expected.from, expected.until]).flatten();
    instants.into_iter().any(|instant| instant.duration_since(context.now).abs() <= month)
}

/// The day of an instant in UTC.
fn day(instant: Timestamp) -> Date {
    Offset::UTC.to_datetime(instant).date()
}
