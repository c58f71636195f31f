//! What is wrong, where, and what to do next; and the ways to print it.

mod terminal;

use std::{fmt, ops::Range, path::PathBuf, sync::Arc};

pub use terminal::{print, print_error};

/// One thing in the content that an organiser has to look at.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Short name of the rule that found it, for instance `unknown-key`.
    pub rule: &'static str,
    /// The file it is written in.
    pub source: Arc<Source>,
    /// Byte range in the text of the file; none where the whole file is meant.
    pub span: Option<Range<usize>>,
    /// What is wrong, in one lower-case sentence without a full stop.
    pub what: String,
    /// What to write or do instead.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem at a place in a file.
    pub fn new(
        rule: &'static str,
        source: &Arc<Source>,
        span: Range<usize>,
        what: impl Into<String>,
    ) -> Self {
        Self { rule, source: source.clone(), span: Some(span), what: what.into(), hint: None }
    }

    /// A problem of a file as a whole.
    pub fn of_file(rule: &'static str, source: &Arc<Source>, what: impl Into<String>) -> Self {
        Self { rule, source: source.clone(), span: None, what: what.into(), hint: None }
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
}

/// A file of the site as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
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
