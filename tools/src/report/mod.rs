//! What is wrong, where, and what to do next; and the ways to print it.

mod escape;
mod github;
mod json;
mod positions;
mod sarif;
mod terminal;

use std::{fmt, ops::Range, path::PathBuf, sync::Arc};

pub use escape::visible;
pub(crate) use json::pretty;
pub use terminal::{count, print, print_error};

/// All that a report of one run says.
#[derive(Debug, Default)]
pub struct Report<'a> {
    /// In order of file and place.
    pub problems: &'a [Problem],
    /// What the rules are for, by name; formats that can explain a rule do.
    pub rules: &'a [RuleText],
    /// How many problems were recorded as exceptions and are left out.
    pub excepted: usize,
}

/// The words about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleText {
    /// Its name.
    pub name: &'static str,
    /// How serious a breach is.
    pub severity: Severity,
    /// Why it exists and how to satisfy it.
    pub why: &'static str,
}

/// The forms of a report. All give the same bytes for the same problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: each line with the spot marked
    Human,
    /// For programs
    Json,
    /// For code scanning: SARIF 2.1.0
    Sarif,
    /// For GitHub Actions: annotations on the lines
    Github,
}

impl Format {
    /// The report in this form, with colours for a terminal where the form has any.
    pub fn render(self, report: &Report<'_>) -> String {
        match self {
            Self::Human => terminal::styled(report.problems),
            Self::Json => json::render(report),
            Self::Sarif => sarif::render(report),
            Self::Github => github::render(report),
        }
    }
}

/// How serious a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something on the page is wrong.
    Error,
    /// Somebody should look at it.
    Warning,
}

impl Severity {
    /// Its name in every report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Puts problems in the order of every report: by file, place and rule.
pub fn sort(problems: &mut [Problem]) {
    problems.sort_by(|a, b| a.order().cmp(&b.order()));
}

/// One thing in the content that an organiser has to look at.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Short name of the rule that found it, for instance `unknown-key`.
    pub rule: &'static str,
    /// How serious it is; an error unless the table of rules or the organisers say otherwise.
    pub severity: Severity,
    /// The file it is written in.
    pub source: Arc<Source>,
    /// Byte range in the text of the file; none where the whole file is meant.
    pub span: Option<Range<usize>>,
    /// What is wrong, in one lower-case sentence without a full stop.
    pub what: String,
    /// What to write or do instead.
    pub hint: Option<String>,
    /// What belongs at the spot, where only one thing can be right.
    pub fix: Option<String>,
}

impl Problem {
    /// A problem at a place in a file.
    pub fn new(
        rule: &'static str,
        source: &Arc<Source>,
        span: Range<usize>,
        what: impl Into<String>,
    ) -> Self {
        Self { span: Some(span), ..Self::of_file(rule, source, what) }
    }

    /// A problem of a file as a whole.
    pub fn of_file(rule: &'static str, source: &Arc<Source>, what: impl Into<String>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            source: source.clone(),
            span: None,
            what: what.into(),
            hint: None,
            fix: None,
        }
    }

    /// Adds what belongs at the spot, where only one thing can be right.
    #[must_use]
    pub fn fix(mut self, text: impl Into<String>) -> Self {
        self.fix = Some(text.into());
        self
    }

    /// Adds what to write or do instead.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a hint where there is one.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }

    /// The text at the spot, without the quotes around it; empty where the whole file is meant.
    pub fn value(&self) -> &str {
        let spot = self.span.clone().and_then(|span| self.source.text.get(span)).unwrap_or_default();
        let quoted = |quote: &str| spot.strip_prefix(quote)?.strip_suffix(quote);
        quoted("\"\"\"").or_else(|| quoted("\"")).or_else(|| quoted("'")).unwrap_or(spot)
    }

    fn order(&self) -> (&str, Option<usize>, &str, &str) {
        (&self.source.path, self.span.as_ref().map(|span| span.start), self.rule, &self.what)
    }
}

/// A file of the site as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Path relative to the root of the site, with `/` on every system.
    pub path: String,
    /// The text; ill-formed UTF-8 is replaced, so that it can be shown.
    pub text: String,
}

impl Source {
    /// Line and column of a byte offset, both counted from 1, columns in characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    /// Line and column where a span begins and where it ends; the beginning of the file where there is none.
    pub fn region(&self, span: Option<&Range<usize>>) -> ((usize, usize), (usize, usize)) {
        span.map_or(((1, 1), (1, 1)), |span| (self.position(span.start), self.position(span.end)))
    }
}

/// Why a command could not run at all, as opposed to a [`Problem`] of the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What failed, lower case, naming the path.
    pub what: String,
    /// What to do next.
    pub hint: Option<String>,
}

impl Error {
    /// An error without advice.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), hint: None }
    }

    /// An error of the operating system on a path.
    pub fn io(doing: &str, path: impl Into<PathBuf>, error: &std::io::Error) -> Self {
        Self::new(format!("cannot {doing} {}: {error}", path.into().display()))
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "\n{hint}"))
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_counts_characters_not_bytes() {
        let source = Source { path: "a".into(), text: "é\nüü x".into() };
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(source.text.len() - 1), (2, 4));
        assert_eq!(source.position(1000), (2, 5), "past the end is the end");
    }
}
