//! What must hold between the values of an edition before a page can be built from them.

use std::{collections::HashMap, ops::Range, sync::Arc};

use super::{Context, Rule};
use crate::{
    content::{
        Edition, REFERENCES,
        model::edition::DateKind,
        suggest, texts,
        values::{Spanned, Zone},
    },
    report::{Problem, Source},
};

/// The rules of this file, which `dlde build` runs as well.
pub(super) const RULES: &[Rule] = &[
    Rule::of_build(
        "two-dates",
        event_date_has_one_home,
        "The day of the event stands once, under [event]; a second one came to disagree with it in every past \
         edition. Take the line `date` out of the entry of kind \"event\".",
    ),
    Rule::of_build(
        "no-front-page",
        editions_have_a_page,
        "The page of an edition is the file _index.md beside its edition.toml. Write it: three lines, +++ then \
         title = \"…\" then +++ again.",
    ),
    Rule::of_build(
        "zone-of-hours",
        hours_have_a_place,
        "Hours are on the clock of a place; AoE (Anywhere on Earth) is for deadlines. Write the zone of the place \
         whose clock is meant, as in \"America/New_York\".",
    ),
    Rule::of_build(
        "duplicate-id",
        ids_are_unique,
        "An id is how files name a person, a paper or a room, so it belongs to one of them. Give one of the two \
         another id.",
    ),
    Rule::of_build(
        "duplicate-key",
        keys_are_unique,
        "A text cites a reference by its key, so two references never share one. Give one of the two another key, or \
         take it out if they are the same reference.",
    ),
    Rule::of_build(
        "unknown-speaker",
        speakers_are_known,
        "Whom the schedule names has an entry in people.toml: past pages had speakers without a profile for weeks. \
         Write the id of a person there, or add the person.",
    ),
    Rule::of_build(
        "missing-image",
        images_exist,
        "An image that is not there leaves a hole in the page. Put the file into the folder of the edition, with the \
         same capitals in its name, or take the line out.",
    ),
    Rule::of_build(
        "unknown-citation",
        citations_are_known,
        "A citation leads to an entry of references.bib. Write the key of one, or add the entry.",
    ),
];

/// The day of the event stands under `[event]`, and every other important date has one of its own.
fn event_date_has_one_home(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let edition = context.edition;
    let Some(facts) = &edition.facts else { return };
    for date in &facts.value.dates {
        match (&date.date, *date.kind.get_ref()) {
            (Some(written), DateKind::Event) => problems.push(
                Problem::new(
                    "two-dates",
                    &facts.source,
                    written.span(),
                    "the day of the event is written twice",
                )
                .hint("take this line out: the day under [event] is shown here too"),
            ),
            (None, kind) if kind != DateKind::Event => problems.push(
                Problem::new(
                    "missing-key",
                    &facts.source,
                    date.kind.span(),
                    "this date has no line `date = …`",
                )
                .hint("write one; date = \"to be announced\" while it is open"),
            ),
            _ => {}
        }
    }
}

/// Hours are on the clock of a place: AoE is for deadlines.
fn hours_have_a_place(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let edition = context.edition;
    let event = edition.facts.as_ref().map(|f| (&f.source, &f.value.event.zone));
    let schedule = edition.schedule.as_ref().map(|s| (&s.source, &s.value.zone));
    for (source, zone) in event.into_iter().chain(schedule) {
        if *zone.get_ref() == Zone::AoE {
            problems.push(
                Problem::new(
                    "zone-of-hours",
                    source,
                    zone.span(),
                    "AoE is for deadlines, not for hours of a day",
                )
                .hint("write the place whose clock is meant, as in \"America/New_York\""),
            );
        }
    }
}

/// An edition has a page.
fn editions_have_a_page(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Edition { folder, facts: Some(facts), .. } = context.edition else { return };
    let path = format!("{folder}/_index.md");
    if !context.site.files.texts.iter().any(|source| source.path == path) {
        let what = "this edition has no page: there is no _index.md beside this file";
        let hint = format!("write {path} with three lines:  +++  then  title = \"…\"  then  +++");
        problems.push(Problem::of_file("no-front-page", &facts.source, what).hint(hint));
    }
}

/// Two people never share an id, nor two papers, nor two rooms.
fn ids_are_unique(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let edition = context.edition;
    fn of(id: &Spanned<String>) -> (&str, Range<usize>) {
        (id.get_ref(), id.span())
    }
    if let Some(file) = &edition.people {
        unique("duplicate-id", "id", &file.source, file.value.all().map(|person| of(&person.id)), problems);
    }
    if let Some(file) = &edition.papers {
        unique(
            "duplicate-id",
            "id",
            &file.source,
            file.value.papers.iter().map(|paper| of(&paper.id)),
            problems,
        );
    }
    if let Some(file) = &edition.schedule {
        unique(
            "duplicate-id",
            "id",
            &file.source,
            file.value.rooms.iter().map(|room| of(&room.id)),
            problems,
        );
    }
}

/// Two references never share a key.
fn keys_are_unique(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let edition = context.edition;
    let Some(file) = &edition.references else { return };
    let keys = file.value.iter().map(|entry| (entry.key.as_str(), entry.key_span.clone()));
    unique("duplicate-key", "key", &file.source, keys, problems);
}

fn unique<'a>(
    rule: &'static str,
    noun: &str,
    source: &Arc<Source>,
    names: impl Iterator<Item = (&'a str, Range<usize>)>,
    problems: &mut Vec<Problem>,
) {
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (name, span) in names {
        if let Some(start) = first.get(name) {
            let line = source.position(*start).0;
            problems.push(
                Problem::new(rule, source, span, format!("the {noun} `{name}` is taken on line {line}"))
                    .hint(format!("give this one another {noun}")),
            );
        } else {
            first.insert(name, span.start);
        }
    }
}

/// Whom the schedule names has an entry in `people.toml`.
fn speakers_are_known(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let edition = context.edition;
    // Without a readable people.toml every name would seem unknown; its own mistakes are reported already.
    let (Some(schedule), Some(people)) = (&edition.schedule, &edition.people) else { return };
    let ids: Vec<&str> = people.value.all().map(|person| person.id.get_ref().as_str()).collect();
    let named = schedule.value.entries.iter().flat_map(|entry| entry.speakers.iter().chain(&entry.moderator));
    for id in named.filter(|id| !ids.contains(&id.get_ref().as_str())) {
        let what = format!("nobody in people.toml has the id `{}`", id.get_ref());
        let none = || format!("add a person with this id to {}", people.source.path);
        let hint = meant(id.get_ref(), &ids).unwrap_or_else(none);
        problems.push(Problem::new("unknown-speaker", &schedule.source, id.span(), what).hint(hint));
    }
}

/// The hint that one of these words was meant.
pub(super) fn meant(word: &str, known: &[&str]) -> Option<String> {
    suggest::nearest(word, known.iter().copied()).map(|near| format!("did you mean \"{near}\"?"))
}

/// What Zola can show as a picture, by the end of its name.
pub(super) const IMAGES: [&str; 7] = [".svg", ".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"];

/// The banner and every photo lie in the folder of the edition.
fn images_exist(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let (edition, files) = (context.edition, context.site.files);
    let banner = edition.facts.iter().filter_map(|f| Some((&f.source, &f.value.banner.as_ref()?.image)));
    let photos = edition
        .people
        .iter()
        .flat_map(|file| file.value.all().map(move |p| (&file.source, p.photo.as_ref())));
    let sponsors = edition.sponsors.iter();
    let logos =
        sponsors.flat_map(|file| file.value.sponsors.iter().map(move |s| (&file.source, s.logo.as_ref())));
    let others = photos.chain(logos).filter_map(|(source, image)| Some((source, image?)));
    let folder = format!("{}/", edition.folder);
    for (source, image) in banner.chain(others) {
        let path = format!("{folder}{}", image.get_ref());
        if !files.paths.contains(&path) {
            let images = files.paths.iter().filter_map(|path| path.strip_prefix(&folder));
            let images = images.filter(|name| IMAGES.iter().any(|end| name.ends_with(end)));
            let images: Vec<&str> = images.collect();
            let none = || format!("put the file there, or take the line out; names are relative to {folder}");
            let hint = meant(image.get_ref(), &images).unwrap_or_else(none);
            let what = format!("there is no image {path}");
            problems.push(Problem::new("missing-image", source, image.span(), what).hint(hint));
        }
    }
}

/// A citation in a text leads to an entry of `references.bib`.
fn citations_are_known(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let (edition, files) = (context.edition, context.site.files);
    let keys: Option<Vec<&str>> =
        edition.references.as_ref().map(|file| file.value.iter().map(|entry| entry.key.as_str()).collect());
    let references = format!("{}/{REFERENCES}", edition.folder);
    if keys.is_none() && files.paths.contains(&references) {
        return; // unreadable: reported already
    }
    let keys = keys.unwrap_or_default();
    for page in &edition.pages {
        for (at, key) in citations(&page.source.text) {
            if !keys.contains(&key) {
                let none = || format!("add an entry with this key to {references}");
                let hint = meant(key, &keys).unwrap_or_else(none);
                let what = format!("{REFERENCES} has no entry `{key}`");
                problems.push(
                    Problem::new("unknown-citation", &page.source, at..at + key.len(), what).hint(hint),
                );
            }
        }
    }
}

/// The keys cited in a Markdown text, `[](references.bib#KEY)`, with their places.
pub(super) fn citations(text: &str) -> Vec<(usize, &str)> {
    texts::enclosed(text, "](references.bib#")
}
