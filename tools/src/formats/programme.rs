//! What every format says of an edition: one list of sessions in the order of time, with instants.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan as _, ZonedDateTime, civil};

use super::{id, text};
use crate::{
    config::Words,
    content::{
        Edition, instants,
        model::{
            self,
            edition::{DateKind, ImportantDate, Mode},
            schedule::Entry,
        },
        values::{Date, Zone},
    },
};

/// What is known of the site beside its content.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// The address of the page of the edition, with a slash at its end.
    pub address: &'a str,
    /// Its words and language.
    pub words: &'a Words,
}

/// An edition as all formats tell it. Texts are free of control characters, and of one line where they are names.
#[derive(Debug)]
pub struct Programme<'a> {
    /// What is known of the site.
    pub site: Site<'a>,
    /// The name of the edition.
    pub name: String,
    /// Its short name: acronym and number.
    pub short_name: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// How people take part.
    pub mode: Mode,
    /// Building and city.
    pub place: Option<String>,
    /// When it takes place.
    pub when: When,
    /// Nobody has confirmed yet when it takes place.
    pub unsure: bool,
    /// The zone of the sessions, by its IANA name; none Anywhere on Earth.
    pub zone: Option<String>,
    /// In the order of time; those without a time where the file has them.
    pub sessions: Vec<Session>,
    /// The important dates that are known to the day.
    pub dates: Vec<Milestone>,
    /// The invited speakers.
    pub speakers: Vec<Person>,
    /// The organisers.
    pub organisers: Vec<Person>,
    /// The accepted papers.
    pub papers: Vec<Paper>,
    /// When the event ends, at the latest.
    end: Option<Timestamp>,
    /// What makes the identifiers of this edition its own.
    key: [String; 2],
}

/// When the event takes place, as precisely as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// From an hour, and to one where it is said.
    Hours(ZonedDateTime, Option<ZonedDateTime>),
    /// Whole days, the first and the last.
    Days(civil::Date, civil::Date),
    /// Nobody knows the day yet.
    Open,
}

/// One session of the programme.
#[derive(Debug, Clone)]
pub struct Session {
    /// Short name, which stays when the session moves: part of an address.
    pub id: String,
    /// The kind, as it is written in the content.
    pub kind: &'static str,
    /// Its title; where it has none, the kind and who speaks.
    pub title: String,
    /// When it takes place, where that is known.
    pub time: Option<Time>,
    /// Heading of the part of the day.
    pub part: Option<String>,
    /// The name of its room.
    pub room: Option<String>,
    /// Who speaks: the speakers, or else the authors of its paper.
    pub people: Vec<Person>,
    /// Who leads it.
    pub moderator: Option<Person>,
    /// A few sentences, in Markdown.
    pub summary: Option<String>,
    /// The paper it presents, as a place in [`Programme::papers`].
    pub paper: Option<usize>,
    /// Words and address of each thing to look at: paper, slides, video.
    pub links: Vec<(&'static str, String)>,
    /// Nobody has confirmed it yet.
    pub unsure: bool,
}

/// When a session takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// The day to which the programme counts it, also after midnight.
    pub day: civil::Date,
    /// On the clock of the programme.
    pub start: ZonedDateTime,
    /// The end that is said, else the start of the next session in the room, else an hour later or the end of the event.
    pub end: ZonedDateTime,
    /// Whether the end is said in the content.
    pub end_is_said: bool,
}

/// An important date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Short name, which stays when the date moves.
    pub id: String,
    /// Its words on the page.
    pub label: String,
    /// The day on which it falls in its own zone.
    pub day: civil::Date,
    /// The last minute of a deadline that has a zone.
    pub deadline: Option<ZonedDateTime>,
    /// Nobody has confirmed it yet.
    pub unsure: bool,
}

/// Somebody with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Name in full.
    pub name: String,
    /// Own page.
    pub url: Option<String>,
}

/// An accepted paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its short name in the content.
    pub id: String,
    /// Title.
    pub title: String,
    /// Names in their order.
    pub authors: Vec<String>,
    /// A few sentences, in Markdown.
    pub summary: Option<String>,
    /// Its page.
    pub url: Option<String>,
    /// The paper itself.
    pub pdf: Option<String>,
    /// What it won.
    pub award: Option<String>,
}

impl<'a> Programme<'a> {
    /// The programme of an edition; none where it has no name or facts, so that it has no page either.
    pub fn of(edition: &Edition, site: Site<'a>) -> Option<Self> {
        let home = &edition.home()?.value;
        let facts = &edition.facts.as_ref()?.value;
        let numeral = facts.numeral.as_ref().map(|numeral| format!("-{}", numeral.get_ref()));
        let conference = facts.conference.get_ref();
        let people = |list: fn(&model::People) -> &[model::Person]| -> Vec<Person> {
            edition.people.iter().flat_map(|file| list(&file.value)).map(person).collect()
        };
        let papers: Vec<Paper> =
            edition.papers.iter().flat_map(|file| &file.value.papers).map(paper).collect();
        let schedule = edition.schedule.as_ref().map(|file| &file.value);
        let zone = schedule.map_or(&facts.event.zone, |schedule| &schedule.zone);
        Some(Self {
            site,
            name: text::line(&home.title),
            short_name: text::line(&(facts.acronym.clone() + numeral.as_deref().unwrap_or_default())),
            description: home.description.as_deref().map(text::line),
            mode: facts.event.mode,
            place: facts.event.place.as_deref().map(text::line),
            when: when(edition),
            unsure: facts.event.confirm.is_some(),
            zone: match zone.get_ref() {
                Zone::Iana(name) => Some(name.clone()),
                Zone::AoE => None,
            },
            sessions: sessions(edition, &papers, site.words),
            dates: dates(&facts.dates),
            speakers: people(|people| &people.speakers),
            organisers: people(|people| &people.organisers),
            papers,
            end: instants::event(edition).map(|(_, end)| end),
            key: [facts.acronym.clone(), conference.clone()],
        })
    }

    /// Whether the event has ended; false while its day is open.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.end.is_some_and(|end| end <= now)
    }

    /// The sessions that have a time.
    pub fn timed(&self) -> impl Iterator<Item = (&Session, &Time)> {
        self.sessions.iter().filter_map(|session| Some((session, session.time.as_ref()?)))
    }

    /// The days of the programme with their sessions, in the order of time.
    pub fn days(&self) -> Vec<(civil::Date, Vec<(&Session, &Time)>)> {
        let mut days: BTreeMap<civil::Date, Vec<_>> = BTreeMap::new();
        for (session, time) in self.timed() {
            days.entry(time.day).or_default().push((session, time));
        }
        days.into_iter().collect()
    }

    /// The identifier of something in this edition, the same as long as it has its name.
    pub fn uuid(&self, kind: &str, id: &str) -> String {
        let [acronym, conference] = &self.key;
        id::uuid(&["dlde", acronym, conference, kind, id])
    }

    /// A text that changes when the sessions do, by which apps see that there is news.
    pub fn version(&self) -> String {
        id::fingerprint(&format!("{:?}", self.sessions))
    }

    /// The short name in the letters that schedules allow for it.
    pub fn acronym(&self) -> String {
        id::slug(&self.short_name).replace('-', "_")
    }

    /// The name of a session among those of other events.
    pub fn slug(&self, session: &Session) -> String {
        format!("{}-{}", self.acronym(), session.id)
    }

    /// Where a session takes place: its room, the building, or how people take part.
    pub fn place_of<'b>(&'b self, session: &'b Session) -> &'b str {
        session.room.as_deref().or(self.place.as_deref()).unwrap_or_else(|| self.mode_words())
    }

    /// How people take part, in the words of the site.
    pub fn mode_words(&self) -> &str {
        self.site.words.mode(match self.mode {
            Mode::Virtual => "virtual",
            Mode::InPerson => "in person",
            Mode::Hybrid => "hybrid",
        })
    }
}

fn when(edition: &Edition) -> When {
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

fn dates(dates: &[ImportantDate]) -> Vec<Milestone> {
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

fn sessions(edition: &Edition, papers: &[Paper], words: &Words) -> Vec<Session> {
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

fn person(person: &model::Person) -> Person {
    Person {
        name: text::line(person.full_name.as_ref().unwrap_or(&person.name).get_ref()),
        url: person.url.as_ref().map(|url| url.get_ref().0.clone()),
    }
}

fn paper(paper: &model::papers::Paper) -> Paper {
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
