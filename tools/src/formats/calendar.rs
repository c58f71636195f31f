//! iCalendar, RFC 5545: <https://www.rfc-editor.org/rfc/rfc5545>
//!
//! All times are in UTC, so that no reader needs rules of zones. Identifiers come from the edition and the name of the
//! session, not from its time: a calendar that is read again moves the session instead of adding one.

use jiff::{Timestamp, ToSpan as _, ZonedDateTime, civil, tz::TimeZone};

use super::{
    content_line::Lines,
    programme::{Milestone, Person, Programme, Session, Time, When},
};

/// The program that wrote it.
const PRODUCT: &str = "-//dlde//dlde-tools//EN";

/// The event, its sessions and its important dates; none while the day of the event is open.
pub fn of_event(programme: &Programme<'_>) -> Option<String> {
    let stamp = stamp(programme)?;
    Some(calendar(&programme.short_name, |lines| {
        event(programme, &stamp, lines);
        for (session_, time) in programme.timed() {
            session(programme, session_, time, &stamp, lines);
        }
        for milestone_ in &programme.dates {
            milestone(programme, milestone_, &stamp, lines);
        }
    }))
}

/// One session.
pub fn of_session(programme: &Programme<'_>, session_: &Session, time: &Time) -> String {
    let stamp = stamp(programme).unwrap_or_else(|| utc(time.start.timestamp()));
    calendar(&session_.title, |lines| session(programme, session_, time, &stamp, lines))
}

fn calendar(name: &str, events: impl FnOnce(&mut Lines)) -> String {
    let mut lines = Lines::default();
    lines.raw("BEGIN", "VCALENDAR").raw("VERSION", "2.0").raw("PRODID", PRODUCT);
    // The second is RFC 7986, section 5.1; the first is what programs read.
    lines.text("X-WR-CALNAME", name).text("NAME", name);
    events(&mut lines);
    lines.raw("END", "VCALENDAR");
    lines.finish()
}

/// When the entries were written, as far as a calendar asks: a year before the event. The moment of the build would
/// make another file of the same content.
fn stamp(programme: &Programme<'_>) -> Option<String> {
    let first = match &programme.when {
        When::Hours(start, _) => start.date(),
        When::Days(first, _) => *first,
        When::Open => return None,
    };
    let before = first.checked_sub(1.year()).ok()?.to_zoned_datetime(TimeZone::UTC).ok()?;
    Some(utc(before.timestamp()))
}

fn event(programme: &Programme<'_>, stamp: &str, lines: &mut Lines) {
    head(programme, "event", "event", stamp, lines);
    match &programme.when {
        When::Hours(start, end) => hours(start, end.as_ref(), lines),
        When::Days(first, last) => days(*first, *last, lines),
        When::Open => {}
    }
    let mut about: Vec<&str> = programme.description.as_deref().into_iter().collect();
    about.push(programme.site.address);
    lines.text("SUMMARY", &format!("{}: {}", programme.short_name, programme.name));
    lines.text("LOCATION", programme.place.as_deref().unwrap_or_else(|| programme.mode_words()));
    lines.text("DESCRIPTION", &about.join("\n\n"));
    // The hours of the sessions are busy by themselves.
    tail(programme, programme.unsure, programme.timed().next().is_none(), lines);
}

fn session(programme: &Programme<'_>, session: &Session, time: &Time, stamp: &str, lines: &mut Lines) {
    head(programme, "session", &session.id, stamp, lines);
    hours(&time.start, Some(&time.end), lines);
    let names = |people: &[Person]| people.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut about = Vec::new();
    if !session.people.is_empty() {
        about.push(names(&session.people));
    }
    about.extend(session.summary.clone());
    about.extend(session.links.iter().map(|(words, url)| format!("{words}: {url}")));
    about.push(programme.site.address.to_owned());
    lines.text("SUMMARY", &session.title);
    lines.text("LOCATION", programme.place_of(session));
    lines.text("DESCRIPTION", &about.join("\n\n"));
    tail(programme, session.unsure || programme.unsure, true, lines);
}

/// A deadline is its last minute; a date without a zone is a day.
fn milestone(programme: &Programme<'_>, milestone: &Milestone, stamp: &str, lines: &mut Lines) {
    head(programme, "date", &milestone.id, stamp, lines);
    match &milestone.deadline {
        Some(last_minute) => hours(last_minute, None, lines),
        None => days(milestone.day, milestone.day, lines),
    }
    lines.text("SUMMARY", &format!("{}: {}", programme.short_name, milestone.label));
    lines.text("DESCRIPTION", programme.site.address);
    tail(programme, milestone.unsure, false, lines);
}

fn head(programme: &Programme<'_>, kind: &str, id: &str, stamp: &str, lines: &mut Lines) {
    lines.raw("BEGIN", "VEVENT").raw("UID", &programme.uuid(kind, id)).raw("DTSTAMP", stamp);
}

fn tail(programme: &Programme<'_>, unsure: bool, busy: bool, lines: &mut Lines) {
    lines.raw("URL", programme.site.address);
    lines.raw("STATUS", if unsure { "TENTATIVE" } else { "CONFIRMED" });
    lines.raw("TRANSP", if busy { "OPAQUE" } else { "TRANSPARENT" });
    lines.raw("END", "VEVENT");
}

fn hours(start: &ZonedDateTime, end: Option<&ZonedDateTime>, lines: &mut Lines) {
    lines.raw("DTSTART", &utc(start.timestamp()));
    if let Some(end) = end {
        lines.raw("DTEND", &utc(end.timestamp()));
    }
}

/// Whole days; the end is the day after the last.
fn days(first: civil::Date, last: civil::Date, lines: &mut Lines) {
    let date = |day: civil::Date| day.strftime("%Y%m%d").to_string();
    lines.raw("DTSTART;VALUE=DATE", &date(first));
    if let Ok(after) = last.checked_add(1.day()) {
        lines.raw("DTEND;VALUE=DATE", &date(after));
    }
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
