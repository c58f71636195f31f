//! For programs.
//!
//! One object, two blanks deep, ending in a line break. A later version may add keys; the ones here keep their names
//! and meanings as long as `version` is 1:
//!
//! - `version`: 1
//! - `links`: in order of `url`, each with
//!   - `url`: the address, made absolute
//!   - `verdict`: `"good"`, `"moved"`, `"dead"`, `"closed"`, `"private"`, `"unknown"` or `"excluded"`
//!   - `kind`: the cause, in kebab case
//!   - `evidence`: what was seen, in words
//!   - `status`: the last status, or `null`
//!   - `final_url`: where it led to, or where it has moved to, or `null`
//!   - `checked_at`: when, as in RFC 3339
//!   - `requests`: how many were sent for it
//!   - `places`: in order of `file`, `line`, `column` and `page`, each with `file`, from the root of the site, `line`
//!     and `column`, from 1, columns in characters, and `page`, in the finished site, or `null`
//! - `hosts`: in order of `host`, each with `host`, `requests`, `peak_concurrency` and `retries`
//!
//! The times are the only bytes that differ between two runs that find the same.

use serde::Serialize;

use super::Report;
use crate::{links::finding::Reported, report::pretty};

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    links: Vec<Link<'a>>,
    hosts: Vec<Host<'a>>,
}

#[derive(Serialize)]
struct Link<'a> {
    url: &'a str,
    verdict: &'a str,
    kind: &'a str,
    evidence: &'a str,
    status: Option<u16>,
    final_url: Option<&'a str>,
    checked_at: String,
    requests: usize,
    places: Vec<Position<'a>>,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Position<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    page: Option<&'a str>,
}

#[derive(Serialize)]
struct Host<'a> {
    host: &'a str,
    requests: usize,
    peak_concurrency: usize,
    retries: usize,
}

/// The document described above.
pub(super) fn render(report: &Report<'_>) -> String {
    let hosts = report.hosts.iter().map(|used| Host {
        host: &used.host,
        requests: used.requests,
        peak_concurrency: used.peak_concurrency,
        retries: used.retries,
    });
    let mut hosts: Vec<Host<'_>> = hosts.collect();
    hosts.sort_by_key(|host| host.host);
    pretty(&Document { version: 1, links: report.links.iter().map(|link| item(link)).collect(), hosts })
}

fn item(link: &Reported) -> Link<'_> {
    let finding = &link.finding;
    let places = link.places.iter().map(|place| {
        let (line, column) = place.position();
        Position { file: &place.source.path, line, column, page: place.page.as_deref() }
    });
    let mut places: Vec<Position<'_>> = places.collect();
    places.sort();
    Link {
        url: finding.url.as_str(),
        verdict: finding.judgement.verdict.name(),
        kind: finding.judgement.kind,
        evidence: &finding.judgement.evidence,
        status: finding.status,
        final_url: finding.judgement.moved_to.as_ref().or(finding.final_url.as_ref()).map(url::Url::as_str),
        checked_at: finding.checked_at.to_string(),
        requests: finding.requests,
        places,
    }
}
