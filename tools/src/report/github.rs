//! Problems as workflow commands of GitHub Actions, which shows them at the lines of a pull request.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::fmt::Write as _;

use super::{Report, positions::Positions, visible};

/// A line per problem: `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=…::what%0Ahint`.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    let mut positions = Positions::default();
    for problem in report.problems {
        let span = problem.span.clone().unwrap_or_default();
        let ((line, column), (end_line, end_column)) = positions.region(&problem.source, &span);
        // The end of a spot is beyond its last character here, and within it there.
        let end_column = if end_line == line { end_column.saturating_sub(1).max(column) } else { end_column };
        let hint = problem.hint.iter().map(|hint| format!("%0A{}", data(hint)));
        let _ = writeln!(
            out,
            "::{} file={},line={line},col={column},endLine={end_line},endColumn={end_column},title={}::{}{}",
            problem.severity.name(),
            property(&problem.source.path),
            property(problem.rule),
            data(&problem.what),
            hint.collect::<String>()
        );
    }
    out
}

/// The text of a command: nothing in it can begin another one.
fn data(text: &str) -> String {
    text.split('\n').map(|line| visible(line).replace('%', "%25")).collect::<Vec<_>>().join("%0A")
}

/// A value among the properties of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::report::{Problem, Source};

    #[test]
    fn nothing_in_the_content_ends_a_command_or_begins_another() {
        let source = Arc::new(Source { path: "content/a,b:\n::error::c".into(), text: "x = 100\n".into() });
        let problems = [Problem::new("r", &source, 4..7, "100 %\n::set-output\u{202e}").hint("a, b: c")];
        let text = render(&Report { problems: &problems, ..Report::default() });
        assert_eq!(
            text,
            "::error file=content/a%2Cb%3A%0A%3A%3Aerror%3A%3Ac,line=1,col=5,endLine=1,endColumn=7,title=r\
             ::100 %25%0A::set-output\\u{202e}%0Aa, b: c\n"
        );
    }
}
