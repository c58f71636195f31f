//! Problems as SARIF 2.1.0, which code scanning services read.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use serde_json::{Value, json};

use super::{Problem, Report, RuleText, json::pretty, positions::Positions, visible};

/// One run of one tool, with its rules.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut positions = Positions::default();
    let results: Vec<Value> =
        report.problems.iter().map(|problem| result(problem, report.rules, &mut positions)).collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "dlde",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": report.rules.iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(rule: &RuleText) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": first_sentence(rule.why) },
        "fullDescription": { "text": rule.why },
        "defaultConfiguration": { "level": rule.severity.name() },
    })
}

/// A text up to its first full stop at the end of a word.
fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

fn result<'p>(problem: &'p Problem, rules: &[RuleText], positions: &mut Positions<'p>) -> Value {
    let hint = problem.hint.iter().map(|hint| format!("\n{}", visible(hint)));
    let message = visible(&problem.what) + &hint.collect::<String>();
    let mut location =
        json!({ "artifactLocation": { "uri": uri(&problem.source.path), "uriBaseId": "%SRCROOT%" } });
    if let Some(span) = &problem.span {
        let ((line, column), (end_line, end_column)) = positions.region(&problem.source, span);
        location["region"] = json!({
            "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
        });
    }
    let mut result = json!({
        "ruleId": problem.rule,
        "level": problem.severity.name(),
        "message": { "text": message },
        "locations": [{ "physicalLocation": location }],
    });
    if let Some(index) = rules.iter().position(|rule| rule.name == problem.rule) {
        result["ruleIndex"] = json!(index);
    }
    result
}

/// A path as a relative reference: what has a meaning in addresses is encoded (RFC 3986, section 2).
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::report::{Severity, Source};

    #[test]
    fn a_log_has_the_shape_that_the_standard_asks_for() {
        let source = Arc::new(Source { path: "content/ü b.toml".into(), text: "x = 1\n".into() });
        let rules = [RuleText { name: "r", severity: Severity::Error, why: "It is so. Do it." }];
        let problems = [
            Problem::new("r", &source, 4..5, "bad\u{1b}").hint("good"),
            Problem::of_file("other", &source, "whole"),
        ];
        let text = render(&Report { problems: &problems, rules: &rules, excepted: 0 });
        let log: Value = serde_json::from_str(&text).expect("is JSON");
        let run = &log["runs"][0];
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(run["tool"]["driver"]["rules"][0]["shortDescription"]["text"], "It is so.");
        assert_eq!(
            run["results"],
            json!([
                {
                    "ruleId": "r", "ruleIndex": 0, "level": "error",
                    "message": { "text": "bad\\u{1b}\ngood" },
                    "locations": [{ "physicalLocation": {
                        "artifactLocation": { "uri": "content/%C3%BC%20b.toml", "uriBaseId": "%SRCROOT%" },
                        "region": { "startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 6 },
                    } }],
                },
                {
                    "ruleId": "other", "level": "error", "message": { "text": "whole" },
                    "locations": [{ "physicalLocation": {
                        "artifactLocation": { "uri": "content/%C3%BC%20b.toml", "uriBaseId": "%SRCROOT%" },
                    } }],
                },
            ])
        );
    }
}
