//! The TOML between `+++` lines at the top of a Markdown file.
//! <https://www.getzola.org/documentation/content/page/#front-matter>

use std::{ops::Range, sync::Arc};

use super::{Typed, model::FrontMatter, problem, toml};
use crate::report::{Problem, Source};

const FENCE: &str = "+++";

/// Reads the front matter of a page, which may have to say its title. Zola also takes YAML between `---` lines; that is
/// left to Zola.
pub(super) fn read(
    source: &Arc<Source>,
    needs_title: bool,
    problems: &mut Vec<Problem>,
) -> Option<Typed<FrontMatter>> {
    if source.text.trim_start_matches('\u{feff}').starts_with("---") {
        return None;
    }
    let Some(range) = range(&source.text) else {
        problems.push(
            Problem::new(
                "front-matter",
                source,
                0..source.text.find('\n').unwrap_or(source.text.len()),
                "the head of the file is missing or not closed",
            )
            .hint("begin with three lines:  +++  then  title = \"…\"  then  +++"),
        );
        return None;
    };
    match toml::read(&source.text[range.clone()]) {
        Ok(FrontMatter { title: None, .. }) if needs_title => {
            let what = "the key `title` is missing";
            let missing = Problem::new("missing-key", source, range.start..range.start, what);
            problems.push(missing.hint("add a line `title = …`"));
            None
        }
        Ok(value) => Some(Typed { source: source.clone(), value }),
        Err(mistakes) => {
            problems.extend(mistakes.into_iter().map(|mistake| problem(source, mistake, range.start)));
            None
        }
    }
}

/// Where the front matter stands in a text, without its fences.
pub(super) fn range(text: &str) -> Option<Range<usize>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = text[start..].strip_prefix(FENCE)?;
    let start = start + FENCE.len();
    let length = body.match_indices(FENCE).map(|(at, _)| at).find(|at| body[..*at].ends_with('\n'))?;
    Some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_ends_at_the_first_closing_line() {
        let text = "+++\ntitle = \"a +++ b\"\n+++\nbody\n+++\n";
        assert_eq!(&text[range(text).expect("has one")], "\ntitle = \"a +++ b\"\n");
    }

    #[test]
    fn a_text_without_a_closed_head_has_none() {
        for text in ["", "title", "+++", "+++\ntitle = 1\n", " +++\n+++"] {
            assert_eq!(range(text), None, "{text:?}");
        }
    }
}
