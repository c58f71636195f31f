//! The day and the hours of an edition are on its page as `content/edition.toml` says them.

use crate::{
    content::{Content, Edition, model::edition::Event, values::Date},
    pages::{File, Pages},
    report::Problem,
    site::CONTENT,
};

/// Reports what the page of an edition does not show. A page without any `time` element shows times in a way of its
/// own.
pub(super) fn check(pages: &Pages, content: &Content) -> Vec<Problem> {
    content.editions.iter().flat_map(|edition| of_edition(pages, edition)).collect()
}

fn of_edition(pages: &Pages, edition: &Edition) -> Vec<Problem> {
    let Some(facts) = &edition.facts else { return Vec::new() };
    let Some(file) = page(pages, edition).filter(|file| !file.times.is_empty()) else { return Vec::new() };
    let told = |span: std::ops::Range<usize>, fact: &str, form: &str| {
        let what =
            format!("the page does not show this {fact}: no time on it is {form} (in public/{})", file.path);
        Problem::new("fact-not-shown", &facts.source, span, what).hint(
            "the page shows another one, or none: put right the template, or the text that stands for it",
        )
    };
    let event: &Event = &facts.value.event;
    let Date::Day(day) = event.date.get_ref() else { return Vec::new() };
    let mut problems = Vec::new();
    let date = day.to_string();
    if !file.times.iter().any(|time| time.starts_with(&date)) {
        problems.push(told(event.date.span(), "day", &date));
    }
    for (clock, fact) in [(&event.start, "hour of the beginning"), (&event.end, "hour of the end")] {
        let Some(clock) = clock else { continue };
        let hour = clock.get_ref().0.strftime("T%H:%M").to_string();
        if !file.times.iter().any(|time| time.contains(&hour)) {
            problems.push(told(clock.span(), fact, hour.trim_start_matches('T')));
        }
    }
    problems
}

/// The page of an edition.
fn page<'p>(pages: &'p Pages, edition: &Edition) -> Option<&'p File> {
    let folder = edition.folder.strip_prefix(CONTENT)?.trim_start_matches('/');
    let path = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
    pages.by_path.get(&path).and_then(|index| pages.files.get(*index))
}
