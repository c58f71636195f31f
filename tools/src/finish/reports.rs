//! What somebody should look at, each thing once: a template brings it to every page of a site.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::pages::Finished;
use crate::{
    html::Note,
    report::{Problem, Severity, Source},
};

/// What has been found on all pages so far, by any number of threads.
#[derive(Debug, Default)]
pub struct Reports(Mutex<BTreeMap<Thing, Report>>);

/// What makes two reports one: the rule, what it says, and the markup that it is about; or where that is written in the
/// content.
type Thing = (&'static str, String, Vec<u8>, Option<(String, usize)>);

/// A thing on the first page that has it.
#[derive(Debug)]
struct Report {
    page: String,
    problem: Problem,
    pages: usize,
}

impl Reports {
    /// Takes up what is to be said of a page.
    pub fn add(&self, page: &Finished) {
        if page.notes.is_empty() {
            return;
        }
        // The last of a kind on the page is replaced by the first.
        let own: BTreeMap<Thing, &Note> =
            page.notes.iter().rev().map(|note| (thing(note, page), note)).collect();
        let mut reports = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut source = None;
        for (thing, note) in own {
            let known = reports.get(&thing).map(|known| (known.pages, known.page <= page.path));
            if let (Some((_, true)), Some(known)) = (known, reports.get_mut(&thing)) {
                known.pages += 1;
                continue;
            }
            // Only the pages that are shown are kept.
            let source = source.get_or_insert_with(|| source_of(page));
            let pages = known.map_or(0, |(pages, _)| pages) + 1;
            reports.insert(thing, Report { page: page.path.clone(), problem: problem(note, source), pages });
        }
    }

    /// All of it, in the order of the first pages, whatever the order in which they came.
    pub fn into_problems(self) -> Vec<Problem> {
        let reports = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut reports: Vec<(Thing, Report)> = reports.into_iter().collect();
        let place = |report: &Report| report.problem.span.as_ref().map(|span| span.start);
        reports.sort_by(|(_, a), (_, b)| (&a.page, place(a)).cmp(&(&b.page, place(b))));
        let told = reports.into_iter().map(|((.., written), Report { problem, pages, .. })| {
            let others = match (written, pages - 1) {
                (Some(_), _) | (_, 0) => return problem,
                (_, 1) => "one other page".to_owned(),
                (_, others) => format!("{others} other pages"),
            };
            Problem { what: format!("{} – here and on {others}", problem.what), ..problem }
        });
        told.collect()
    }
}

fn thing(note: &Note, page: &Finished) -> Thing {
    let written = note.written.as_ref().map(|(source, span)| (source.path.clone(), span.start));
    let markup = page.old.get(note.range.clone()).filter(|_| written.is_none());
    (note.rule, format!("{}\n{}", note.what, note.hint), markup.unwrap_or_default().to_vec(), written)
}

fn source_of(page: &Finished) -> Arc<Source> {
    Arc::new(Source { path: page.path.clone(), text: String::from_utf8_lossy(&page.old).into_owned() })
}

fn problem(note: &Note, page: &Arc<Source>) -> Problem {
    // What the organisers wrote is what they can correct.
    let (source, span) = match &note.written {
        Some((source, span)) => (source, Some(span.clone())),
        // Where bytes had to be replaced, positions in them are not positions in the text.
        None => (page, (!page.text.contains('\u{FFFD}')).then(|| note.range.clone())),
    };
    let problem = Problem::of_file(note.rule, source, &note.what).hint(&note.hint);
    Problem { severity: Severity::Warning, span, ..problem }
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
    fn two_tags_that_differ_are_two_things() {
        let reports = Reports::default();
        let mut two = page("a.html", "<a><b>", &["<a>", "<b>"]);
        two.notes.iter_mut().for_each(|note| note.what = "an image".to_owned());
        reports.add(&two);
        assert_eq!(reports.into_problems().len(), 2);
    }
}
