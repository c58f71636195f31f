//! What somebody should look at, each thing once: a template brings it to every page of a site.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::{pages::Finished, sums::hash};
use crate::{
    html::Note,
    report::{Problem, Severity, Source},
};

/// What has been found on all pages so far, by any number of threads.
#[derive(Debug, Default)]
pub struct Reports(Mutex<BTreeMap<Thing, Report>>);

/// What makes two reports one: the rule, what it says, and the markup that it is about; or where that is written in the
/// content.
type Thing = (&'static str, String, u128, Option<(String, usize)>);

/// Nobody goes to more places of a page for one thing.
const MOST: usize = 20;

/// A thing on the first page that has it.
#[derive(Debug)]
struct Report {
    page: String,
    /// At each place of the page, up to [`MOST`].
    problems: Vec<Problem>,
    /// How many places there are.
    places: usize,
    pages: usize,
}

impl Reports {
    /// Takes up what is to be said of a page.
    pub fn add(&self, page: &Finished) {
        if page.notes.is_empty() {
            return;
        }
        let mut own: BTreeMap<Thing, Vec<&Note>> = BTreeMap::new();
        for note in &page.notes {
            let notes = own.entry(thing(note, page)).or_default();
            if notes.last().is_none_or(|last: &&Note| last.range != note.range) {
                notes.push(note);
            }
        }
        let mut source = None;
        let mut reports = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (thing, notes) in own {
            let report = reports.entry(thing).or_insert_with(|| Report {
                page: page.path.clone(),
                problems: Vec::new(),
                places: 0,
                pages: 0,
            });
            report.pages += 1;
            // Only the pages that are shown are kept.
            if report.problems.is_empty() || page.path < report.page {
                let source = source.get_or_insert_with(|| Shown::of(page));
                report.page.clone_from(&page.path);
                report.places = notes.len();
                report.problems = notes.into_iter().take(MOST).map(|note| source.problem(note)).collect();
            }
        }
    }

    /// All of it, in the order of the first pages, whatever the order in which they came.
    pub fn into_problems(self) -> Vec<Problem> {
        let reports = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut told = Vec::new();
        for ((.., written), Report { page, problems, places, pages }) in reports {
            let mut others = match pages - 1 {
                _ if written.is_some() => String::new(),
                0 => String::new(),
                1 => " – here and on one other page".to_owned(),
                others => format!(" – here and on {others} other pages"),
            };
            if places > MOST && written.is_none() {
                others += &format!(", {places} times on this one");
            }
            for (place, mut problem) in problems.into_iter().enumerate() {
                // What is written once in the content is said once.
                if place > 0 && written.is_some() {
                    break;
                }
                problem.what += &others;
                told.push((page.clone(), problem));
            }
        }
        let start = |problem: &Problem| problem.span.as_ref().map(|span| span.start);
        told.sort_by(|(one, a), (other, b)| (one, start(a)).cmp(&(other, start(b))));
        told.into_iter().map(|(_, problem)| problem).collect()
    }
}

fn thing(note: &Note, page: &Finished) -> Thing {
    let written = note.written.as_ref().map(|(source, span)| (source.path.clone(), span.start));
    let markup = page.old.get(note.range.clone()).filter(|_| written.is_none());
    (note.rule, format!("{}\n{}", note.what, note.hint), hash(markup.unwrap_or_default()), written)
}

/// A page of which something is said.
struct Shown {
    source: Arc<Source>,
    /// Whether positions in the page are those in its text: where bytes had to be replaced, they are not.
    is_exact: bool,
}

impl Shown {
    fn of(page: &Finished) -> Self {
        let text = String::from_utf8_lossy(&page.old);
        let is_exact = matches!(text, Cow::Borrowed(_));
        Self { source: Arc::new(Source { path: page.path.clone(), text: text.into_owned() }), is_exact }
    }

    fn problem(&self, note: &Note) -> Problem {
        // What the organisers wrote is what they can correct.
        let (source, span) = match &note.written {
            Some((source, span)) => (source, Some(span.clone())),
            None => (&self.source, self.is_exact.then(|| note.range.clone())),
        };
        let problem = Problem::of_file(note.rule, source, &note.what).hint(&note.hint);
        Problem { severity: Severity::Warning, span, ..problem }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn page(path: &str, text: &str, whats: &[&str]) -> Finished {
        let note = |what: &&str| {
            let start = text.find(what).expect("is there");
            let (what, hint) = ((*what).to_owned(), "do it".to_owned());
            Note { rule: "images", range: start..start + what.len(), what, hint, written: None }
        };
        Finished {
            file: PathBuf::from(path),
            path: path.to_owned(),
            old: text.into(),
            new: None,
            edits: Vec::new(),
            notes: whats.iter().map(note).collect(),
            refused: None,
        }
    }

    #[test]
    fn what_is_on_many_pages_is_said_once_where_it_comes_first() {
        let pages = [
            page("c.html", "x a", &["a"]),
            page("a.html", "b a", &["a", "b"]),
            page("b.html", "a", &["a"]),
            page("d.html", "", &[]),
        ];
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]] {
            let reports = Reports::default();
            order.iter().for_each(|place| reports.add(&pages[*place]));
            let told: Vec<String> = reports
                .into_problems()
                .iter()
                .map(|p| format!("{}:{:?}: {}", p.source.path, p.span, p.what))
                .collect();
            assert_eq!(told, ["a.html:Some(0..1): b", "a.html:Some(2..3): a – here and on 2 other pages"]);
        }
    }

    #[test]
    fn each_place_of_the_first_page_is_said() {
        let (mut twice, other) = (page("a.html", "a a", &["a", "a"]), page("b.html", "a", &["a"]));
        twice.notes[1].range = 2..3;
        let reports = Reports::default();
        [&other, &twice].into_iter().for_each(|page| reports.add(page));
        let told = reports.into_problems();
        let spans: Vec<_> = told.iter().map(|p| (p.source.path.as_str(), p.span.clone())).collect();
        assert_eq!(spans, [("a.html", Some(0..1)), ("a.html", Some(2..3))]);
    }

    #[test]
    fn a_page_that_is_full_of_one_thing_is_cut_short() {
        let text = "a".repeat(100);
        let mut full = page("a.html", &text, &["a"; 100]);
        full.notes.iter_mut().enumerate().for_each(|(place, note)| note.range = place / 2..place / 2 + 1);
        let reports = Reports::default();
        reports.add(&full);
        let told = reports.into_problems();
        assert_eq!((told.len(), told[0].what.as_str()), (20, "a, 50 times on this one"));
    }

    #[test]
    fn what_is_written_once_in_the_content_is_said_once() {
        let text = Arc::new(Source { path: "content/papers.toml".to_owned(), text: "$a".to_owned() });
        let reports = Reports::default();
        for path in ["a.html", "b.html"] {
            let mut page = page(path, "a a", &["a", "a"]);
            page.notes.iter_mut().for_each(|note| note.written = Some((Arc::clone(&text), 0..2)));
            reports.add(&page);
        }
        let told = reports.into_problems();
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].source.path.as_str(), told[0].what.as_str()), ("content/papers.toml", "a"));
    }

    #[test]
    fn places_are_told_unless_bytes_had_to_be_replaced() {
        let exact = page("a.html", "\u{fffd}a", &["a"]);
        let mut other = page("b.html", "\u{fffd}b", &["b"]);
        other.old = b"\xffb".to_vec();
        other.notes[0].range = 1..2;
        let reports = Reports::default();
        [exact, other].iter().for_each(|page| reports.add(page));
        let spans: Vec<_> = reports.into_problems().into_iter().map(|p| p.span).collect();
        assert_eq!(spans, [Some(3..4), None]);
    }

    #[test]
    fn two_tags_that_differ_are_two_things() {
        let reports = Reports::default();
        let mut two = page("a.html", "<a><b>", &["<a>", "<b>"]);
        two.notes.iter_mut().for_each(|note| note.what = "an image".to_owned());
        reports.add(&two);
        assert_eq!(reports.into_problems().len(), 2);
    }
}
