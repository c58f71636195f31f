//! Problems as text for people, drawn by `annotate-snippets`: the line itself, the spot underlined.

use std::{fmt::Write as _, io::Write as _, ops::Range};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::{Error, Problem, Severity, positions::Positions, visible};

/// Prints the problems to standard error, in order of file and place, and a last line that counts them.
pub fn print(problems: &[Problem]) {
    // A closed pipe must not become a panic, and there is nowhere left to report it.
    let _ = write!(anstream::stderr(), "{}", render(problems, &Renderer::styled()));
}

/// Prints why a command could not run.
pub fn print_error(error: &Error) {
    let mut groups =
        vec![Group::with_title(Level::ERROR.primary_title(normalize_untrusted_str(&error.what)))];
    if let Some(hint) = &error.hint {
        groups.push(Group::with_title(Level::HELP.secondary_title(normalize_untrusted_str(hint))));
    }
    let _ = writeln!(anstream::stderr(), "{}", Renderer::styled().render(&groups));
}

/// The same text with colours.
pub(super) fn styled(problems: &[Problem]) -> String {
    render(problems, &Renderer::styled())
}

fn render(problems: &[Problem], renderer: &Renderer) -> String {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut out = String::new();
    let mut positions = Positions::default();
    for problem in sorted {
        let _ = writeln!(out, "{}\n", renderer.render(&groups(problem, &mut positions)));
    }
    if !problems.is_empty() {
        let _ = writeln!(out, "{}", count(problems));
    }
    out
}

fn groups<'p>(problem: &'p Problem, positions: &mut Positions<'p>) -> Vec<Group<'p>> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(normalize_untrusted_str(&problem.what)).id(problem.rule);
    let source = &problem.source;
    let path = visible(&source.path);
    let group = match &problem.span {
        Some(span) => {
            let (line, column) = positions.of(source, span.start);
            match line_at(span.start, &source.text) {
                Some(whole) => title.element(
                    Snippet::source(&source.text[whole.clone()])
                        .line_start(line)
                        .path(path)
                        .annotation(AnnotationKind::Primary.span(on_the_line(span, &whole, &source.text))),
                ),
                None => title.element(Origin::path(path).line(line).char_column(column)),
            }
        }
        None => title.element(Origin::path(path)),
    };
    let help = problem
        .hint
        .as_ref()
        .map(|hint| Group::with_title(Level::HELP.secondary_title(normalize_untrusted_str(hint))));
    std::iter::once(group).chain(help).collect()
}

/// The line of a place with its end, which alone is drawn: what draws it reads all it is given. None where no terminal
/// can show the line, as in a page that was made as small as it can be.
fn line_at(place: usize, text: &str) -> Option<Range<usize>> {
    const LONGEST: usize = 4096;
    let place = floor_char(text, place.min(text.len()));
    let (before, after) = text.as_bytes().split_at(place);
    let newline = |byte: &u8| *byte == b'\n';
    let start = match before.iter().rev().take(LONGEST + 1).position(newline) {
        Some(length) => place - length,
        None if place <= LONGEST => 0,
        None => return None,
    };
    let end = match after.iter().take(LONGEST + 1).position(newline) {
        Some(length) => place + length + 1,
        None if after.len() <= LONGEST => text.len(),
        None => return None,
    };
    (end - start <= LONGEST + 1).then_some(start..end)
}

/// The part of a span that is on its first line, counted from the beginning of the line: an excerpt of one line says
/// enough.
fn on_the_line(span: &Range<usize>, line: &Range<usize>, text: &str) -> Range<usize> {
    let start = floor_char(text, span.start.min(text.len()));
    let line_end = line.end - usize::from(text[line.clone()].ends_with('\n'));
    let end = floor_char(text, span.end.min(line_end).max(start));
    start - line.start..end - line.start
}

fn floor_char(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How many problems there are, in words.
pub fn count(problems: &[Problem]) -> String {
    let mut files: Vec<&str> = problems.iter().map(|p| p.source.path.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let all = format!("{} in {}", plural(problems.len(), "problem"), plural(files.len(), "file"));
    let warnings = problems.iter().filter(|problem| problem.severity == Severity::Warning).count();
    match (problems.len() - warnings, warnings) {
        (_, 0) => all,
        (0, _) => all.replacen("problem", "warning", 1),
        (errors, _) => format!("{all}: {}, {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::report::Source;

    #[test]
    fn a_problem_shows_place_line_spot_rule_and_remedy() {
        let source = Arc::new(Source { path: "content/a.toml".into(), text: "x = 1\ntilte = 2\n".into() });
        let problem =
            Problem::new("unknown-key", &source, 6..11, "unknown key `tilte`").hint("did you mean `title`?");
        assert_eq!(
            render(&[problem], &Renderer::plain()),
            "error[unknown-key]: unknown key `tilte`\n \
             --> content/a.toml:2:1\n  \
             |\n\
             2 | tilte = 2\n  \
             | ^^^^^\n  \
             |\n\
             help: did you mean `title`?\n\n\
             1 problem in 1 file\n"
        );
    }

    #[test]
    fn no_problems_print_nothing() {
        assert_eq!(render(&[], &Renderer::plain()), "");
    }

    #[test]
    fn a_line_that_is_too_long_to_be_shown_is_named() {
        let source = Arc::new(Source { path: "public/a.html".into(), text: "x ".repeat(5000) });
        assert_eq!(
            render(&[Problem::new("r", &source, 6..7, "bad")], &Renderer::plain()),
            "error[r]: bad\n--> public/a.html:1:7\n\n1 problem in 1 file\n"
        );
    }

    #[test]
    fn control_characters_in_content_are_not_sent_to_the_terminal() {
        let source = Arc::new(Source { path: "a".into(), text: "x = \"\u{1b}[31m\u{202e}\"\n".into() });
        let problem = Problem::new("r", &source, 4..5, "bad \u{1b}[2J");
        let text = render(&[problem], &Renderer::plain());
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
    }
}
