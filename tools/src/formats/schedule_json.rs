//! `schedule.json`: the programme in the form that schedule apps read.
//!
//! It has the shape of <https://c3voc.de/schedule/schema.json>: a conference with days, each with rooms, each with
//! sessions. Beyond it there is `unscheduled`, the sessions that have no time yet. Of each session:
//!
//! | key | value |
//! |---|---|
//! | `id` | its place in the programme, from 1 |
//! | `guid` | the same as the `UID` in the calendar; stays when the session moves |
//! | `slug` | acronym and name; `calendar/NAME.ics` is its calendar |
//! | `date` | when it begins, with the offset of the zone of the programme |
//! | `start` | the same on the clock, hours and minutes |
//! | `duration` | hours and minutes; up to the next session in the room where no end is said, else one hour |
//! | `room`, `title`, `type` | in words; the type is the kind of the session |
//! | `track` | the part of the day |
//! | `persons` | speakers, or the authors of the paper |
//! | `abstract` | Markdown |

use std::collections::BTreeMap;

use jiff::{ZonedDateTime, civil};
use serde::Serialize;

use super::programme::{Person, Programme, Session, Time};

/// The programme; none before one session has its time.
pub fn write(programme: &Programme<'_>) -> Option<String> {
    let days: Vec<Day<'_>> = programme
        .days()
        .into_iter()
        .enumerate()
        .map(|(place, day)| Day::of(programme, place + 1, day))
        .collect();
    let (first, last) = (days.first()?, days.last()?);
    let numbered = programme.sessions.iter().enumerate();
    let document = Document {
        schema: "https://c3voc.de/schedule/schema.json",
        generator: Generator { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        schedule: Schedule {
            version: &programme.version(),
            base_url: programme.site.address,
            conference: Conference {
                acronym: programme.acronym(),
                title: &programme.name,
                start: first.date.clone(),
                end: last.date.clone(),
                days_count: days.len(),
                timeslot_duration: TIMESLOT,
                time_zone_name: programme.zone.as_deref(),
                url: programme.site.address,
                days,
            },
            unscheduled: numbered
                .filter(|(_, session)| session.time.is_none())
                .map(|(place, session)| Event::of(programme, place + 1, session))
                .collect(),
        },
    };
    // Only maps with other keys than text, of which there are none here, cannot be written.
    serde_json::to_string_pretty(&document).ok().map(|text| text + "\n")
}

/// The form of times: with seconds and an offset.
pub(super) const INSTANT: &str = "%Y-%m-%dT%H:%M:%S%:z";
/// The step of the times.
pub(super) const TIMESLOT: &str = "00:05";

/// A length of time as hours and minutes.
pub(super) fn duration(time: &Time) -> String {
    let minutes = time.end.timestamp().duration_since(time.start.timestamp()).as_mins();
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    generator: Generator,
    schedule: Schedule<'a>,
}

#[derive(Serialize)]
struct Generator {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Schedule<'a> {
    version: &'a str,
    base_url: &'a str,
    conference: Conference<'a>,
    unscheduled: Vec<Event<'a>>,
}

#[derive(Serialize)]
struct Conference<'a> {
    acronym: String,
    title: &'a str,
    start: String,
    end: String,
    #[serde(rename = "daysCount")]
    days_count: usize,
    timeslot_duration: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone_name: Option<&'a str>,
    url: &'a str,
    days: Vec<Day<'a>>,
}

#[derive(Serialize)]
struct Day<'a> {
    index: usize,
    date: String,
    day_start: String,
    day_end: String,
    /// By the name of the room.
    rooms: BTreeMap<&'a str, Vec<Event<'a>>>,
}

#[derive(Serialize)]
struct Event<'a> {
    id: usize,
    guid: String,
    #[serde(flatten)]
    when: Option<Hours>,
    room: &'a str,
    slug: String,
    url: &'a str,
    title: &'a str,
    subtitle: Option<&'a str>,
    track: Option<&'a str>,
    r#type: &'a str,
    language: &'a str,
    r#abstract: Option<&'a str>,
    persons: Vec<Named<'a>>,
    links: Vec<Link<'a>>,
}

#[derive(Serialize)]
struct Hours {
    date: String,
    start: String,
    duration: String,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Link<'a> {
    title: &'a str,
    url: &'a str,
}

impl<'a> Day<'a> {
    fn of(
        programme: &'a Programme<'_>,
        index: usize,
        (day, sessions): (civil::Date, Vec<(&'a Session, &Time)>),
    ) -> Self {
        let mut rooms: BTreeMap<&str, Vec<Event<'_>>> = BTreeMap::new();
        for (session, _) in &sessions {
            let event = Event::of(programme, programme.number(session), session);
            rooms.entry(programme.place_of(session)).or_default().push(event);
        }
        let instant =
            |at: Option<&ZonedDateTime>| at.map(|at| at.strftime(INSTANT).to_string()).unwrap_or_default();
        Day {
            index,
            date: day.to_string(),
            day_start: instant(sessions.iter().map(|(_, time)| &time.start).min()),
            day_end: instant(sessions.iter().map(|(_, time)| &time.end).max()),
            rooms,
        }
    }
}

impl<'a> Event<'a> {
    fn of(programme: &'a Programme<'_>, id: usize, session: &'a Session) -> Self {
        Event {
            id,
            guid: programme.uuid("session", &session.id),
            when: session.time.as_ref().map(|time| Hours {
                date: time.start.strftime(INSTANT).to_string(),
                start: time.start.strftime("%H:%M").to_string(),
                duration: duration(time),
            }),
            room: programme.place_of(session),
            slug: programme.slug(session),
            url: programme.site.address,
            title: &session.title,
            subtitle: None,
            track: session.part.as_deref(),
            r#type: session.kind,
            language: programme.site.words.language(),
            r#abstract: session.summary.as_deref(),
            persons: session.people.iter().map(|Person { name, .. }| Named { name }).collect(),
            links: session.links.iter().map(|(title, url)| Link { title, url }).collect(),
        }
    }
}
