//! Findings as problems at the places where the links are written.

use std::sync::Arc;

use super::written_at;
use crate::{
    content::rules,
    links::{finding::Reported, judge::Verdict},
    report::{Problem, Severity, Source},
};

/// One for each place and each thing that is wrong. What is unknown is a problem where something can be done.
pub fn problems(link: &Reported) -> Vec<Problem> {
    let judgement = &link.finding.judgement;
    let rule = match judgement.verdict {
        Verdict::Dead => Some("dead-link"),
        Verdict::Closed => Some("closed-link"),
        Verdict::Private => Some("private-link"),
        Verdict::Moved => Some("moved-link"),
        Verdict::Unknown if judgement.remedy.is_some() => Some("unknown-link"),
        Verdict::Good | Verdict::Unknown | Verdict::Excluded => None,
    };
    let own = rule.map(|rule| (rule, judgement.evidence.as_str(), judgement.remedy.clone()));
    let warnings = judgement.warnings.iter().map(|warning| ("doubtful-link", warning.as_str(), None));
    let all: Vec<_> = own.into_iter().chain(warnings).collect();
    let nowhere = Arc::new(Source::default());
    let mut places: Vec<_> =
        written_at(link).into_iter().map(|place| (&place.source, place.span.clone())).collect();
    if places.is_empty() {
        places.push((&nowhere, None));
    }
    let mut found = Vec::new();
    for (rule, what, hint) in all {
        let severity = rules::of_network()
            .find(|known| known.name == rule)
            .map_or(Severity::Warning, |known| known.severity);
        for (source, span) in &places {
            found.push(Problem {
                rule,
                severity,
                source: Arc::clone(source),
                span: span.clone(),
                what: format!("{}: {what}", link.finding.url),
                hint: hint.clone(),
            });
        }
    }
    found
}
