//! For people.

use std::fmt::Write as _;

use super::{Report, written_at};
use crate::{
    content::exceptions::PATH,
    links::finding::Reported,
    report::{Problem, visible},
};

/// So many places of one link are shown: nobody reads more.
const PLACES: usize = 5;

/// Groups of links, then a line to quote.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    for group in report.groups() {
        let _ = writeln!(out, "{}", group.heading());
        for link in group.links {
            write_link(&mut out, link);
        }
        out.push('\n');
    }
    let exceptions: Vec<&Problem> =
        report.problems.iter().filter(|p| p.rule.ends_with("-exception")).collect();
    for problem in &exceptions {
        let line = problem.source.region(problem.span.as_ref()).0.0;
        let _ = writeln!(out, "{PATH}:{line}: {}", visible(&problem.what));
        out.extend(problem.hint.iter().map(|hint| format!("  help: {}\n", visible(hint))));
    }
    if !exceptions.is_empty() {
        out.push('\n');
    }
    out + &report.summary() + "\n"
}

fn write_link(out: &mut String, link: &Reported) {
    let judgement = &link.finding.judgement;
    let _ = writeln!(out, "  {}", visible(link.finding.url.as_str()));
    let places = written_at(link);
    for place in places.iter().take(PLACES) {
        let (line, column) = place.position();
        let _ = writeln!(out, "    --> {}:{line}:{column}", visible(&place.source.path));
    }
    if places.len() > PLACES {
        let _ = writeln!(out, "    --> and {} more places", places.len() - PLACES);
    }
    let _ = writeln!(out, "    {}", visible(&judgement.evidence));
    for warning in &judgement.warnings {
        let _ = writeln!(out, "    warning: {}", visible(warning));
    }
    if let Some(remedy) = &judgement.remedy {
        let _ = writeln!(out, "    help: {}", visible(remedy));
    }
}
