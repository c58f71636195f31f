//! For the summary of a job.

use std::fmt::Write as _;

use super::{Report, written_at};
use crate::report::visible;

/// So many links of one cause are shown: a summary may have a mebibyte.
const MOST: usize = 50;

/// A heading, the line to quote, and a table for each cause.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = format!("## Links\n\n{}\n", report.summary());
    for group in report.groups() {
        let _ = write!(
            out,
            "\n### {}\n\n| Link | Where | Evidence | What to do |\n| --- | --- | --- | --- |\n",
            group.heading()
        );
        for link in group.links.iter().take(MOST) {
            let judgement = &link.finding.judgement;
            let places = written_at(link);
            let places =
                places.iter().map(|place| code(&format!("{}:{}", place.source.path, place.position().0)));
            let evidence =
                std::iter::once(&judgement.evidence).chain(&judgement.warnings).map(|text| words(text));
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} |",
                code(link.finding.url.as_str()),
                places.collect::<Vec<_>>().join("<br>"),
                evidence.collect::<Vec<_>>().join("<br>"),
                words(judgement.remedy.as_deref().unwrap_or_default())
            );
        }
        if group.links.len() > MOST {
            let _ = writeln!(out, "\nand {} more", group.links.len() - MOST);
        }
    }
    out
}

/// Text in which nothing is Markdown, HTML, a mention or a number of an issue: what could be is a character reference.
fn words(text: &str) -> String {
    let mut out = String::new();
    for character in visible(text).chars() {
        if character.is_ascii_punctuation() && !"-.,;/()?!".contains(character) {
            let _ = write!(out, "&#{};", u32::from(character));
        } else {
            out.push(character);
        }
    }
    out
}

/// Text in letters of even width.
fn code(text: &str) -> String {
    format!("<code>{}</code>", words(text))
}
