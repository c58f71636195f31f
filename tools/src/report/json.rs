//! Problems for programs.
//!
//! One object, two blanks deep, ending in a line break. A later version may add keys; the ones here keep their names
//! and meanings as long as `version` is 1:
//!
//! - `version`: 1
//! - `problems`: in order of `file`, place and `rule`, each with
//!   - `rule`: its name, as `dlde check --rules` lists it
//!   - `severity`: `"error"` or `"warning"`
//!   - `file`: path from the root of the site, with `/` on every system
//!   - `line`, `column`, `end_line`, `end_column`: numbers from 1, columns in characters, the end just beyond the
//!     spot; `null` where the whole file is meant
//!   - `text`: what is written at the spot, without quotes around it; `null` where the whole file is meant
//!   - `message`: what is wrong
//!   - `hint`: what to do, or `null`
//! - `errors`, `warnings`: how many of each
//! - `excepted`: how many problems are recorded in `content/exceptions.toml` and left out here
//!
//! Characters that act on a terminal or turn the direction of writing are escaped, as JSON allows for any character.

use serde::Serialize;

use super::{Problem, Report, Severity, escape, positions::Positions};

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    problems: Vec<Item<'a>>,
    errors: usize,
    warnings: usize,
    excepted: usize,
}

#[derive(Serialize)]
struct Item<'a> {
    rule: &'a str,
    severity: &'a str,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    text: Option<&'a str>,
    message: &'a str,
    hint: Option<&'a str>,
}

/// The document described above.
pub(super) fn render(report: &Report<'_>) -> String {
    let errors = report.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let mut positions = Positions::default();
    let document = Document {
        version: 1,
        problems: report.problems.iter().map(|problem| item(problem, &mut positions)).collect(),
        errors,
        warnings: report.problems.len() - errors,
        excepted: report.excepted,
    };
    pretty(&document)
}

/// A value as JSON that no reader of it can be harmed by. Values of this crate have nothing that JSON lacks.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    escape::json(&serde_json::to_string_pretty(value).unwrap_or_default()) + "\n"
}

fn item<'p>(problem: &'p Problem, positions: &mut Positions<'p>) -> Item<'p> {
    let region = problem.span.as_ref().map(|span| positions.region(&problem.source, span));
    Item {
        rule: problem.rule,
        severity: problem.severity.name(),
        file: &problem.source.path,
        line: region.map(|(start, _)| start.0),
        column: region.map(|(start, _)| start.1),
        end_line: region.map(|(_, end)| end.0),
        end_column: region.map(|(_, end)| end.1),
        text: region.map(|_| problem.value()),
        message: &problem.what,
        hint: problem.hint.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::report::Source;

    #[test]
    fn a_report_is_a_document_of_problems_and_counts() {
        let source = Arc::new(Source { path: "content/a.toml".into(), text: "x = \"\u{202e}b\"\n".into() });
        let problems = [
            Problem::of_file("unreadable", &source, "cannot read it"),
            Problem {
                severity: Severity::Warning,
                ..Problem::new("r", &source, 4..10, "bad").hint("write good")
            },
        ];
        let expected = r#"{
  "version": 1,
  "problems": [
    {
      "rule": "unreadable",
      "severity": "error",
      "file": "content/a.toml",
      "line": null,
      "column": null,
      "end_line": null,
      "end_column": null,
      "text": null,
      "message": "cannot read it",
      "hint": null
    },
    {
      "rule": "r",
      "severity": "warning",
      "file": "content/a.toml",
      "line": 1,
      "column": 5,
      "end_line": 1,
      "end_column": 9,
      "text": "\u202eb",
      "message": "bad",
      "hint": "write good"
    }
  ],
  "errors": 1,
  "warnings": 1,
  "excepted": 3
}
"#;
        let report = Report { problems: &problems, excepted: 3, ..Report::default() };
        assert_eq!(render(&report), expected);
    }
}
