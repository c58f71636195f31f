//! The page, the calendars, the schedules and the facts for search engines say the same. Each is read by a program that
//! had no part in writing it.

use std::{fs, path::Path};

use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarProperty, ICalendarTransparency};
use jiff::Timestamp;
use scraper::{ElementRef, Selector};
use serde_json::Value;
use snapbox::{IntoData as _, assert_data_eq, str};

use crate::{
    page::{Page, text},
    support::{BUILT, Site, tree},
};

/// A session as a format tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    title: String,
    start: Timestamp,
    end: Option<Timestamp>,
}

fn instant(text: &str) -> Timestamp {
    // The page gives hours and minutes with an offset.
    text.parse().unwrap_or_else(|_| panic!("{text} is no instant"))
}

fn read(site: &Path, name: &str) -> String {
    fs::read_to_string(site.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The sessions with a time as the page shows them; ends only where it shows them.
fn on_the_page(site: &Path) -> Vec<Told> {
    let page = Page::read(&site.join("index.html"));
    page.all(".entry").into_iter().filter_map(entry).collect()
}

fn entry(entry: ElementRef<'_>) -> Option<Told> {
    let parts = |selector: &str| -> Vec<ElementRef<'_>> {
        entry.select(&Selector::parse(selector).expect("a selector")).collect()
    };
    let times = parts(".entry__time time");
    let times: Vec<&str> = times.iter().filter_map(|time| time.attr("datetime")).collect();
    let title =
        [".entry__title", ".entry__speakers", ".entry__kind"].into_iter().flat_map(parts).next().map(text);
    Some(Told {
        title: title.expect("has a title").trim_end_matches("to be confirmed").trim().to_owned(),
        start: instant(times.first()?),
        end: times.get(1).map(|end| instant(end)),
    })
}

fn calendar(text: &str) -> ICalendar {
    ICalendar::parse(text).unwrap_or_else(|error| panic!("{error:?}"))
}

fn events(calendar: &ICalendar) -> impl Iterator<Item = &ICalendarComponent> {
    calendar.components.iter().filter(|component| component.component_type.is_event())
}

fn property(event: &ICalendarComponent, name: ICalendarProperty) -> Option<String> {
    event.property(&name)?.values.first()?.as_text().map(str::to_owned)
}

/// A time of an event; none where it is a day.
fn time(event: &ICalendarComponent, name: ICalendarProperty) -> Option<Timestamp> {
    let at = event.property(&name)?.values.first()?.as_partial_date_time()?;
    at.hour?;
    Timestamp::from_second(at.to_timestamp()?).ok()
}

fn told_by(event: &ICalendarComponent) -> Told {
    Told {
        title: property(event, ICalendarProperty::Summary).expect("has a summary"),
        start: time(event, ICalendarProperty::Dtstart).expect("has a start"),
        end: time(event, ICalendarProperty::Dtend),
    }
}

/// The sessions of the calendar: what is busy.
fn in_the_calendar(site: &Path) -> Vec<Told> {
    let calendar = calendar(&read(site, "calendar.ics"));
    let busy = |event: &&ICalendarComponent| event.transparency() == Some(&ICalendarTransparency::Opaque);
    events(&calendar).filter(busy).map(told_by).collect()
}

/// The sessions of the calendars of one session each, in the order of the schedule.
fn in_calendars_of_their_own(site: &Path, slugs: &[String]) -> Vec<Told> {
    slugs
        .iter()
        .map(|slug| {
            let calendar = calendar(&read(site, &format!("calendar/{slug}.ics")));
            assert_eq!(events(&calendar).count(), 1, "{slug}");
            events(&calendar).map(told_by).next().expect("has an event")
        })
        .collect()
}

fn later(start: Timestamp, duration: &str) -> Timestamp {
    let (hours, minutes) = duration.split_once(':').expect("hours and minutes");
    let number = |text: &str| text.parse::<i64>().expect("a number");
    start + jiff::SignedDuration::from_mins(number(hours) * 60 + number(minutes))
}

/// The sessions of `schedule.json` with their slugs, by their number.
fn in_json(site: &Path) -> (Vec<Told>, Vec<String>) {
    let schedule: Value = serde_json::from_str(&read(site, "schedule.json")).expect("is JSON");
    let days = schedule["schedule"]["conference"]["days"].as_array().expect("has days");
    let rooms = days.iter().flat_map(|day| day["rooms"].as_object().expect("has rooms").values());
    let mut sessions: Vec<&Value> = rooms.flat_map(|room| room.as_array().expect("a list")).collect();
    sessions.sort_by_key(|session| session["id"].as_u64());
    let word = |session: &Value, key: &str| session[key].as_str().expect(key).to_owned();
    let told = sessions.iter().map(|session| {
        let start = instant(&word(session, "date"));
        assert_eq!(word(session, "date")[11..16], word(session, "start"));
        Told { title: word(session, "title"), start, end: Some(later(start, &word(session, "duration"))) }
    });
    (told.collect(), sessions.iter().map(|session| word(session, "slug")).collect())
}

fn in_xml(site: &Path) -> Vec<Told> {
    let text = read(site, "schedule.xml");
    let document = roxmltree::Document::parse(&text).expect("is XML");
    let mut events: Vec<_> = document.descendants().filter(|node| node.has_tag_name("event")).collect();
    events.sort_by_key(|event| event.attribute("id").and_then(|id| id.parse::<u32>().ok()));
    let word = |event: &roxmltree::Node<'_, '_>, name: &str| {
        let child = event.children().find(|child| child.has_tag_name(name)).expect(name);
        child.text().unwrap_or_default().to_owned()
    };
    let told = events.iter().map(|event| {
        let start = instant(&word(event, "date"));
        Told { title: word(event, "title"), start, end: Some(later(start, &word(event, "duration"))) }
    });
    told.collect()
}

/// The facts for search engines on a page.
fn facts(page: &Path) -> Vec<Value> {
    let page = Page::read(page);
    let script = page.one("script[type='application/ld+json']").inner_html();
    let facts: Value = serde_json::from_str(&script).expect("is JSON");
    assert_eq!(facts["@context"], "https://schema.org");
    facts["@graph"].as_array().expect("a list").clone()
}

fn in_json_ld(site: &Path) -> Vec<Told> {
    let facts = facts(&site.join("index.html"));
    let sessions = facts[0]["subEvent"].as_array().expect("has sessions");
    let told = sessions.iter().map(|session| Told {
        title: session["name"].as_str().expect("has a name").to_owned(),
        start: instant(session["startDate"].as_str().expect("has a start")),
        end: session["endDate"].as_str().map(instant),
    });
    told.collect()
}

/// All formats of the front page agree; how many sessions they tell of.
fn all_agree(site: &Path) -> usize {
    let (json, slugs) = in_json(site);
    assert_eq!(in_the_calendar(site), json);
    assert_eq!(in_calendars_of_their_own(site, &slugs), json);
    assert_eq!(in_xml(site), json);
    assert_eq!(in_json_ld(site), json);
    let page = on_the_page(site);
    assert_eq!(page.len(), json.len());
    for (shown, told) in page.iter().zip(&json) {
        assert!(told.title.ends_with(&shown.title), "{shown:?} {told:?}");
        assert_eq!(shown.start, told.start, "{shown:?} {told:?}");
        assert!(shown.end.is_none() || shown.end == told.end, "{shown:?} {told:?}");
    }
    the_event_agrees(site);
    json.len()
}

/// The hours of the event and its deadlines are those of the page.
fn the_event_agrees(site: &Path) {
    let page = Page::read(&site.join("index.html"));
    let times = |selector: &str| -> Vec<Timestamp> {
        page.all(selector).iter().filter_map(|time| time.attr("datetime")).map(instant).collect()
    };
    let calendar = calendar(&read(site, "calendar.ics"));
    let event = told_by(events(&calendar).next().expect("has an event"));
    assert_eq!(times(".masthead__facts .hours time"), [event.start, event.end.expect("has an end")]);
    let facts = &facts(&site.join("index.html"))[0];
    let fact = |key: &str| instant(facts[key].as_str().expect(key));
    assert_eq!((event.start, Some(event.end)), (fact("startDate"), Some(Some(fact("endDate")))));
    let deadlines = events(&calendar).filter(|event| time(event, ICalendarProperty::Dtend).is_none());
    let deadlines: Vec<_> = deadlines.filter_map(|event| time(event, ICalendarProperty::Dtstart)).collect();
    let shown = times(".dates__exact time");
    assert!(!shown.is_empty() && shown.iter().all(|at| deadlines.contains(at)), "{shown:?} {deadlines:?}");
}

#[test]
fn every_format_of_the_real_site_says_the_same_times() {
    assert_eq!(all_agree(&BUILT), 14);
}

#[test]
fn every_format_of_the_fullest_edition_says_the_same_times() {
    let site = Site::of("full");
    site.page("2024-10-20");
    assert_eq!(all_agree(&site.path("public")), 19);
    // An edition of some years ago, and one of whose day nobody knows more than the month.
    let old = site.path("public/2021");
    let facts = facts(&old.join("index.html"));
    assert_eq!(facts[0]["subEvent"][1]["startDate"], "2021-12-10T13:15+00:00");
    assert_eq!(facts[0]["url"], "https://dlde-2023.github.io/2021/");
    assert!(read(&old, "calendar.ics").contains("DTSTART:20211210T131500Z\r\n"));
    for name in ["calendar.ics", "calendar", "schedule.json", "schedule.xml"] {
        assert!(!site.path("public/2022").join(name).exists(), "{name}");
    }
}
