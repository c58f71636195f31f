//! What every format says of an edition: one list of sessions in the order of time, with instants.

use std::collections::BTreeMap;

use jiff::{Timestamp, ZonedDateTime, civil};

use super::{id, reading, text};
use crate::{
    config::Words,
    content::{
        Edition, instants,
        model::{self, edition::Mode},
        shapes::year_in,
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
    /// The day, month or year it begins, `2031-03-01`, `2031-03` or `2031`, which is when its papers are published.
    pub published: Option<String>,
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
    pub end: Option<Timestamp>,
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
            edition.people.iter().flat_map(|file| list(&file.value)).map(reading::person).collect()
        };
        let papers: Vec<Paper> =
            edition.papers.iter().flat_map(|file| &file.value.papers).map(reading::paper).collect();
        let schedule = edition.schedule.as_ref().map(|file| &file.value);
        let zone = schedule.map_or(&facts.event.zone, |schedule| &schedule.zone);
        Some(Self {
            site,
            name: text::line(home.title.as_deref().unwrap_or_default()),
            short_name: text::line(&(facts.acronym.clone() + numeral.as_deref().unwrap_or_default())),
            description: home.description.as_deref().map(text::line),
            mode: facts.event.mode,
            place: facts.event.place.as_deref().map(text::line),
            when: reading::when(edition),
            published: match facts.event.date.get_ref() {
                Date::Day(day) => Some(day.to_string()),
                Date::Month(month) => Some(month.strftime("%Y-%m").to_string()),
                Date::ToBeAnnounced => year_in(conference).map(|year| year.to_string()),
            },
            unsure: facts.event.confirm.is_some(),
            zone: match zone.get_ref() {
                Zone::Iana(name) => Some(name.clone()),
                Zone::AoE => None,
            },
            sessions: reading::sessions(edition, &papers, site.words),
            dates: reading::dates(&facts.dates),
            speakers: people(|people| &people.speakers),
            organisers: people(|people| &people.organisers),
            papers,
            end: instants::event(edition).map(|(_, end)| end),
            key: [facts.acronym.clone(), conference.clone()],
        })
    }

    /// The name of the edition with its short name and its place at the host conference.
    pub fn full_name(&self) -> String {
        let [_, conference] = &self.key;
        let line = self.site.words.edition_line(conference);
        format!("{} ({}), {}", self.name, self.short_name, if line.is_empty() { conference } else { &line })
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

    /// The place of a session in the programme, from 1.
    pub fn number(&self, session: &Session) -> usize {
        self.sessions.iter().position(|other| other.id == session.id).unwrap_or_default() + 1
    }

    /// The name of a session among those of other events, in the form that schedules want.
    pub fn slug(&self, session: &Session) -> String {
        format!("{}-{}-{}", self.acronym(), self.number(session), session.id)
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
