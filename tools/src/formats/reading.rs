//! What the typed content says, in the form in which all formats tell it.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan as _};

use super::{
    id,
    programme::{Milestone, Paper, Person, Session, Time, When},
    text,
};
use crate::{
    config::Words,
    content::{
        Edition, instants,
        model::{
            self,
            edition::{DateKind, ImportantDate},
            schedule::Entry,
        },
        values::{Date, Zone},
    },
};

pub(super) fn when(edition: &Edition) -> When {
    let hours = || {
        let event = &edition.facts.as_ref()?.value.event;
        event.start.as_ref()?;
        let zone = instants::time_zone(event.zone.get_ref())?;
        let (start, end) = instants::event(edition)?;
        let end = event.end.is_some().then(|| end.to_zoned_datetime(zone.clone()));
        Some(When::Hours(start.to_zoned_datetime(zone), end))
    };
    let days = || instants::days(edition).map(|(first, last)| When::Days(first, last));
    hours().or_else(days).unwrap_or(When::Open)
}

pub(super) fn dates(dates: &[ImportantDate]) -> Vec<Milestone> {
    let mut ids = BTreeMap::new();
    // The event's own row says what the event says.
    let rows = dates.iter().filter(|row| *row.kind.get_ref() != DateKind::Event);
    rows.filter_map(|row| {
        let Date::Day(day) = *row.date.as_ref()?.get_ref() else { return None };
        let last_minute = |zone: &Zone| {
            let zone = instants::time_zone(zone)?;
            day.at(23, 59, 0, 0).to_zoned_datetime(zone).ok()
        };
        let label = text::line(&row.label);
        Some(Milestone {
            id: unique(id::slug(&label), &mut ids),
            day,
            deadline: row.zone.as_ref().and_then(|zone| last_minute(zone.get_ref())),
            unsure: row.confirm.is_some(),
            label,
        })
    })
    .collect()
}

pub(super) fn sessions(edition: &Edition, papers: &[Paper], words: &Words) -> Vec<Session> {
    let Some(schedule) = &edition.schedule else { return Vec::new() };
    let mut ids = BTreeMap::new();
    let mut sessions: Vec<Session> = schedule
        .value
        .entries
        .iter()
        .enumerate()
        .map(|(place, entry)| {
            let unsure = entry.confirm.is_some() || schedule.value.confirm.is_some();
            let session = session(edition, entry, papers, words);
            let id = unique(session.id, &mut ids);
            Session { id, time: time(edition, &schedule.value.entries, place), unsure, ..session }
        })
        .collect();
    // An entry without a time stays behind the one it follows.
    let mut last: Option<Timestamp> = None;
    let mut keyed: Vec<(Option<Timestamp>, Session)> = Vec::new();
    for session in sessions.drain(..) {
        last = session.time.as_ref().map(|time| time.start.timestamp()).or(last);
        keyed.push((last, session));
    }
    keyed.sort_by_key(|(start, _)| *start);
    keyed.into_iter().map(|(_, session)| session).collect()
}

/// A session without its time.
fn session(edition: &Edition, entry: &Entry, papers: &[Paper], words: &Words) -> Session {
    let presented = entry.paper.as_ref().map(|paper| paper.get_ref().as_str());
    let paper = papers.iter().position(|paper| Some(paper.id.as_str()) == presented);
    let accepted = paper.and_then(|place| papers.get(place));
    let mut people: Vec<Person> = entry.speakers.iter().map(|id| named(edition, id.get_ref())).collect();
    let speakers = people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ");
    let title =
        entry.title.as_ref().map(|title| text::line(title.get_ref())).filter(|title| !title.is_empty());
    let title = title.or_else(|| accepted.map(|paper| paper.title.clone()));
    let id = match (accepted, entry.speakers.as_slice(), &title) {
        (Some(paper), ..) => id::slug(&paper.id),
        (None, [one], _) => id::slug(&format!("{} {}", entry.kind.name(), one.get_ref())),
        (None, _, Some(title)) => id::slug(title),
        (None, _, None) => id::slug(entry.kind.name()),
    };
    if people.is_empty() {
        let authors = accepted.iter().flat_map(|paper| &paper.authors);
        people.extend(authors.map(|name| Person { name: name.clone(), url: None }));
    }
    let kind =
        Some(words.kind(entry.kind.name())).filter(|words| !words.is_empty()).unwrap_or(entry.kind.name());
    let paper_address = presented.filter(|paper| paper.contains("://")).map(str::to_owned);
    let paper_address =
        paper_address.or_else(|| accepted.and_then(|paper| paper.url.clone().or(paper.pdf.clone())));
    let slides = entry.slides.as_ref().map(|url| url.get_ref().0.clone());
    let video = entry.video.as_ref().map(|url| url.get_ref().0.clone());
    let links = [("Paper", paper_address), ("Slides", slides), ("Video", video)];
    Session {
        id,
        kind: entry.kind.name(),
        title: title.unwrap_or_else(|| {
            if speakers.is_empty() { kind.to_owned() } else { format!("{kind}: {speakers}") }
        }),
        time: None,
        part: entry.part.as_deref().map(text::line),
        room: room(edition, entry),
        people,
        moderator: entry.moderator.as_ref().map(|id| named(edition, id.get_ref())),
        summary: summary(entry.summary.as_deref()),
        paper,
        links: links.into_iter().filter_map(|(words, url)| Some((words, url?))).collect(),
        unsure: false,
    }
}

fn time(edition: &Edition, entries: &[Entry], place: usize) -> Option<Time> {
    let entry = entries.get(place)?;
    let zone = instants::time_zone(edition.schedule.as_ref()?.value.zone.get_ref())?;
    let day = |entry: &Entry| match &entry.date {
        Some(day) => Some(day.get_ref().0),
        None => instants::days(edition).map(|(first, _)| first),
    };
    let (start, said) = instants::entry(edition, entry)?;
    let same_room = |other: &Entry| entry.room.is_none() || other.room.is_none() || entry.room == other.room;
    let next = || {
        let others = entries.iter().filter(|other| day(other) == day(entry) && same_room(other));
        others.filter_map(|other| Some(instants::entry(edition, other)?.0)).filter(|at| *at > start).min()
    };
    let hour_later = || {
        let later = start.checked_add(1.hour()).ok()?;
        let over = edition.facts.as_ref()?.value.event.end.as_ref().and(instants::event(edition));
        Some(over.map_or(later, |(_, over)| if over > start { later.min(over) } else { later }))
    };
    let end = said.or_else(next).or_else(hour_later)?;
    Some(Time {
        day: day(entry)?,
        start: start.to_zoned_datetime(zone.clone()),
        end: end.to_zoned_datetime(zone),
        end_is_said: said.is_some(),
    })
}

/// The name of a room; an address is none.
fn room(edition: &Edition, entry: &Entry) -> Option<String> {
    let said = entry.room.as_deref()?;
    let rooms = edition.schedule.iter().flat_map(|file| &file.value.rooms);
    let known = rooms.into_iter().find(|room| room.id.get_ref() == said);
    Some(text::line(known.map_or(said, |room| &room.name))).filter(|name| !name.contains("://"))
}

/// Somebody by id; an id that nobody has is a name itself, as on the page.
fn named(edition: &Edition, id: &str) -> Person {
    let mut people = edition.people.iter().flat_map(|file| file.value.all());
    people
        .find(|person| person.id.get_ref() == id)
        .map_or_else(|| Person { name: text::line(id), url: None }, person)
}

pub(super) fn person(person: &model::Person) -> Person {
    Person {
        name: text::line(person.full_name.as_ref().unwrap_or(&person.name).get_ref()),
        url: person.url.as_ref().map(|url| url.get_ref().0.clone()),
    }
}

pub(super) fn paper(paper: &model::papers::Paper) -> Paper {
    Paper {
        id: paper.id.get_ref().clone(),
        title: text::line(&paper.title),
        authors: paper.authors.iter().map(|name| text::line(name.get_ref())).collect(),
        summary: summary(paper.summary.as_deref()),
        url: paper.url.as_ref().map(|url| url.get_ref().0.clone()),
        pdf: paper.pdf.as_ref().map(|url| url.get_ref().0.clone()),
        award: paper.award.as_deref().map(text::line),
    }
}

fn summary(text: Option<&str>) -> Option<String> {
    text.map(text::lines).filter(|text| !text.is_empty())
}

/// The name itself, or with a number from the second time on.
fn unique(name: String, seen: &mut BTreeMap<String, u32>) -> String {
    let times = seen.entry(name.clone()).or_insert(0);
    *times += 1;
    match *times {
        1 => name,
        // A name that is another one's with its number counts as seen itself.
        number => unique(format!("{name}-{number}"), seen),
    }
}
