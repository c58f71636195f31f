//! Puts right what has one right answer: the bytes of the spot are replaced, and no other.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::values::Address;
use crate::report::{Problem, Source};

/// A file that changes.
#[derive(Debug)]
pub struct Change {
    /// As it was read.
    pub source: Arc<Source>,
    /// As it is to be.
    pub text: String,
    /// How many problems that solves.
    pub solved: usize,
}

/// The files that change when the fixes of these problems are made, in order of their paths. Of two that overlap the first
/// is made.
pub fn changes(problems: &[Problem]) -> Vec<Change> {
    let mut files: BTreeMap<&str, (&Arc<Source>, Vec<Fix<'_>>)> = BTreeMap::new();
    for problem in problems {
        if let (Some(span), Some(fix)) = (&problem.span, &problem.fix) {
            let (_, fixes) = files.entry(&problem.source.path).or_insert((&problem.source, Vec::new()));
            fixes.push((span, fix));
        }
    }
    files.into_values().map(|(source, fixes)| splice(source, fixes)).collect()
}

type Fix<'a> = (&'a Range<usize>, &'a str);

fn splice(source: &Arc<Source>, mut fixes: Vec<Fix<'_>>) -> Change {
    fixes.sort_by_key(|(span, _)| (span.start, span.end));
    let (mut text, mut done, mut solved) = (String::new(), 0, 0);
    for (span, fix) in fixes {
        if let (Some(before), Some(_)) = (source.text.get(done..span.start), source.text.get(span.clone())) {
            text += before;
            text += fix;
            done = span.end;
            solved += 1;
        }
    }
    text += source.text.get(done..).unwrap_or_default();
    Change { source: source.clone(), text, solved }
}

/// A TOML string at a place that is an address but for blanks around it, without these.
pub(super) fn stray_blanks(text: &str, span: &Range<usize>) -> Option<String> {
    let written = text.get(span.clone())?;
    let quote = written.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
    let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
    let address = inner.trim();
    (address != inner && address.parse::<Address>().is_ok()).then(|| format!("{quote}{address}{quote}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_bytes_of_the_spots_change() {
        let source = Arc::new(Source { path: "a".into(), text: "é\r\none  two\tthree".into() });
        let fix = |span, text: &str| Problem::new("http", &source, span, "w").fix(text);
        let problems = [
            fix(9..12, "2"),
            fix(4..7, "1"),
            fix(5..12, "overlaps"),
            Problem::new("http", &source, 13..18, "has no fix"),
            fix(1..2, "within a letter"),
        ];
        let changes = changes(&problems);
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].text.as_str(), changes[0].solved), ("é\r\n1  2\tthree", 2));
    }

    #[test]
    fn blanks_around_an_address_are_stray() {
        let fixed = |text: &str| stray_blanks(text, &(0..text.len()));
        assert_eq!(fixed("\" https://a.org\t\"").as_deref(), Some("\"https://a.org\""));
        for other in ["\"https://a.org\"", "\" https://a. org\"", "\" a.org\"", "' ", "'", ""] {
            assert_eq!(fixed(other), None, "{other}");
        }
    }
}
