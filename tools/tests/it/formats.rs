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
fn in_calendars_of_their_own(site: &Path, names: &[String]) -> Vec<Told> {
    names
        .iter()
        .map(|name| {
            let calendar = calendar(&read(site, &format!("calendar/{name}.ics")));
            assert_eq!(events(&calendar).count(), 1, "{name}");
            events(&calendar).map(told_by).next().expect("has an event")
        })
        .collect()
}

fn later(start: Timestamp, duration: &str) -> Timestamp {
    let (hours, minutes) = duration.split_once(':').expect("hours and minutes");
    let number = |text: &str| text.parse::<i64>().expect("a number");
    start + jiff::SignedDuration::from_mins(number(hours) * 60 + number(minutes))
}

/// The sessions of `schedule.json` with their names, by their number.
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
    let names = sessions.iter().map(|session| {
        let slug = word(session, "slug");
        slug.splitn(3, '-').nth(2).expect("an acronym, a number and a name").to_owned()
    });
    (told.collect(), names.collect())
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
    let script = page.one("script[type='application/ld+json']").text().collect::<String>();
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
    let (json, names) = in_json(site);
    assert_eq!(in_the_calendar(site), json);
    assert_eq!(in_calendars_of_their_own(site, &names), json);
    assert_eq!(in_xml(site), json);
    let (page, facts) = (on_the_page(site), in_json_ld(site));
    assert_eq!((page.len(), facts.len()), (json.len(), json.len()));
    // What the content does not say, neither of the two tells.
    for ((shown, told), fact) in page.iter().zip(&json).zip(&facts) {
        assert_eq!((&fact.title, fact.start, fact.end), (&told.title, told.start, shown.end));
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
    assert_eq!(all_agree(&site.path("public")), 20);
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

#[test]
fn the_small_edition_in_each_format() {
    let site = Site::small();
    site.page("2031-01-01");
    let folder = site.path("public");
    let files: Vec<String> = tree(&folder)
        .iter()
        .map(|(path, _)| path.display().to_string())
        .filter(|path| is_ours(path))
        .collect();
    assert_eq!(
        files,
        [
            "calendar/closing-remarks.ics",
            "calendar/keynote-ada-minim.ics",
            "calendar/welcome.ics",
            "calendar.ics",
            "schedule.json",
            "schedule.xml",
        ]
    );
    let calendar = read(&folder, "calendar.ics");
    assert_eq!(calendar.matches("\r\n").count(), calendar.lines().count());
    assert_data_eq!(
        calendar.replace("\r\n", "\n"),
        str![[r#"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//dlde//dlde-tools//EN
X-WR-CALNAME:SWST-II
NAME:SWST-II
BEGIN:VEVENT
UID:1a3d2662-ad9e-8757-b0a4-f0493c139c54
DTSTAMP:20300502T000000Z
DTSTART:20310502T130000Z
DTEND:20310502T180000Z
SUMMARY:SWST-II: Small Workshop on Small Things
LOCATION:Virtual workshop
DESCRIPTION:A workshop that fits on one screen.\n\nhttps://dlde-2023.github
 .io/
URL:https://dlde-2023.github.io/
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:9b388f97-2c83-8cfa-8c9b-5c31173df3cb
DTSTAMP:20300502T000000Z
DTSTART:20310502T130000Z
DTEND:20310502T133000Z
SUMMARY:Welcome
LOCATION:Virtual workshop
DESCRIPTION:https://dlde-2023.github.io/
URL:https://dlde-2023.github.io/
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
UID:edc4cc5f-1837-81f3-a85f-ce6e33add7de
DTSTAMP:20300502T000000Z
DTSTART:20310502T133000Z
DTEND:20310502T173000Z
SUMMARY:Keynote Talk: Ada Minim
LOCATION:Virtual workshop
DESCRIPTION:Ada Minim\n\nhttps://dlde-2023.github.io/
URL:https://dlde-2023.github.io/
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
UID:bb631c81-77d3-872b-a0fe-39078b5a1ac4
DTSTAMP:20300502T000000Z
DTSTART:20310502T173000Z
DTEND:20310502T180000Z
SUMMARY:Closing remarks
LOCATION:Virtual workshop
DESCRIPTION:https://dlde-2023.github.io/
URL:https://dlde-2023.github.io/
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
UID:b85be83d-0f0d-8f37-81be-2337a6f60e90
DTSTAMP:20300502T000000Z
DTSTART:20310202T115900Z
SUMMARY:SWST-II: Submission Deadline
DESCRIPTION:https://dlde-2023.github.io/
URL:https://dlde-2023.github.io/
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:f2035bd1-326d-80dc-96fd-7a7c70b0ee60
DTSTAMP:20300502T000000Z
DTSTART;VALUE=DATE:20310301
DTEND;VALUE=DATE:20310302
SUMMARY:SWST-II: Decisions
DESCRIPTION:https://dlde-2023.github.io/
URL:https://dlde-2023.github.io/
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR

"#]]
        .raw()
    );
    assert_data_eq!(
        read(&folder, "calendar/keynote-ada-minim.ics").replace("\r\n", "\n"),
        str![[r#"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//dlde//dlde-tools//EN
X-WR-CALNAME:Keynote Talk: Ada Minim
NAME:Keynote Talk: Ada Minim
BEGIN:VEVENT
UID:edc4cc5f-1837-81f3-a85f-ce6e33add7de
DTSTAMP:20300502T000000Z
DTSTART:20310502T133000Z
DTEND:20310502T173000Z
SUMMARY:Keynote Talk: Ada Minim
LOCATION:Virtual workshop
DESCRIPTION:Ada Minim\n\nhttps://dlde-2023.github.io/
URL:https://dlde-2023.github.io/
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR

"#]]
        .raw()
    );
    assert_data_eq!(
        read(&folder, "schedule.json"),
        str![[r#"
{
  "$schema": "https://c3voc.de/schedule/schema.json",
  "generator": {
    "name": "dlde-tools",
    "version": "0.1.0"
  },
  "schedule": {
    "version": "13fceeba",
    "base_url": "https://dlde-2023.github.io/",
    "conference": {
      "acronym": "swst_ii",
      "title": "Small Workshop on Small Things",
      "start": "2031-05-02",
      "end": "2031-05-02",
      "daysCount": 1,
      "timeslot_duration": "00:05",
      "time_zone_name": "America/Los_Angeles",
      "url": "https://dlde-2023.github.io/",
      "days": [
        {
          "index": 1,
          "date": "2031-05-02",
          "day_start": "2031-05-02T06:00:00-07:00",
          "day_end": "2031-05-02T11:00:00-07:00",
          "rooms": {
            "Virtual workshop": [
              {
                "id": 1,
                "guid": "9b388f97-2c83-8cfa-8c9b-5c31173df3cb",
                "date": "2031-05-02T06:00:00-07:00",
                "start": "06:00",
                "duration": "00:30",
                "room": "Virtual workshop",
                "slug": "swst_ii-1-welcome",
                "url": "https://dlde-2023.github.io/",
                "title": "Welcome",
                "subtitle": null,
                "track": null,
                "type": "opening",
                "language": "en",
                "abstract": null,
                "persons": [],
                "links": []
              },
              {
                "id": 2,
                "guid": "edc4cc5f-1837-81f3-a85f-ce6e33add7de",
                "date": "2031-05-02T06:30:00-07:00",
                "start": "06:30",
                "duration": "04:00",
                "room": "Virtual workshop",
                "slug": "swst_ii-2-keynote-ada-minim",
                "url": "https://dlde-2023.github.io/",
                "title": "Keynote Talk: Ada Minim",
                "subtitle": null,
                "track": null,
                "type": "keynote",
                "language": "en",
                "abstract": null,
                "persons": [
                  {
                    "name": "Ada Minim"
                  }
                ],
                "links": []
              },
              {
                "id": 3,
                "guid": "bb631c81-77d3-872b-a0fe-39078b5a1ac4",
                "date": "2031-05-02T10:30:00-07:00",
                "start": "10:30",
                "duration": "00:30",
                "room": "Virtual workshop",
                "slug": "swst_ii-3-closing-remarks",
                "url": "https://dlde-2023.github.io/",
                "title": "Closing remarks",
                "subtitle": null,
                "track": null,
                "type": "closing",
                "language": "en",
                "abstract": null,
                "persons": [],
                "links": []
              }
            ]
          }
        }
      ]
    },
    "unscheduled": []
  }
}

"#]]
        .raw()
    );
    assert_data_eq!(
        read(&folder, "schedule.xml"),
        str![[r#"
<?xml version="1.0" encoding="utf-8"?>
<schedule>
  <version>13fceeba</version>
  <conference>
    <title>Small Workshop on Small Things</title>
    <acronym>swst_ii</acronym>
    <start>2031-05-02</start>
    <end>2031-05-02</end>
    <days>1</days>
    <timeslot_duration>00:05</timeslot_duration>
  </conference>
  <day index="1" date="2031-05-02" start="2031-05-02T06:00:00-07:00" end="2031-05-02T11:00:00-07:00">
    <room name="Virtual workshop">
      <event id="1" guid="9b388f97-2c83-8cfa-8c9b-5c31173df3cb">
        <date>2031-05-02T06:00:00-07:00</date>
        <start>06:00</start>
        <duration>00:30</duration>
        <room>Virtual workshop</room>
        <slug>swst_ii-1-welcome</slug>
        <url>https://dlde-2023.github.io/</url>
        <title>Welcome</title>
        <subtitle></subtitle>
        <track></track>
        <type>opening</type>
        <language>en</language>
        <abstract></abstract>
        <persons>
        </persons>
        <links>
        </links>
      </event>
      <event id="2" guid="edc4cc5f-1837-81f3-a85f-ce6e33add7de">
        <date>2031-05-02T06:30:00-07:00</date>
        <start>06:30</start>
        <duration>04:00</duration>
        <room>Virtual workshop</room>
        <slug>swst_ii-2-keynote-ada-minim</slug>
        <url>https://dlde-2023.github.io/</url>
        <title>Keynote Talk: Ada Minim</title>
        <subtitle></subtitle>
        <track></track>
        <type>keynote</type>
        <language>en</language>
        <abstract></abstract>
        <persons>
          <person>Ada Minim</person>
        </persons>
        <links>
        </links>
      </event>
      <event id="3" guid="bb631c81-77d3-872b-a0fe-39078b5a1ac4">
        <date>2031-05-02T10:30:00-07:00</date>
        <start>10:30</start>
        <duration>00:30</duration>
        <room>Virtual workshop</room>
        <slug>swst_ii-3-closing-remarks</slug>
        <url>https://dlde-2023.github.io/</url>
        <title>Closing remarks</title>
        <subtitle></subtitle>
        <track></track>
        <type>closing</type>
        <language>en</language>
        <abstract></abstract>
        <persons>
        </persons>
        <links>
        </links>
      </event>
    </room>
  </day>
</schedule>

"#]]
        .raw()
    );
    let page = Page::read(&folder.join("index.html"));
    let head = page.all("head link[type='text/calendar']");
    assert_eq!(head.iter().filter_map(|link| link.attr("href")).collect::<Vec<_>>(), ["calendar.ics"]);
    assert_eq!(page.one(".masthead__facts a").attr("href"), Some("calendar.ics"));
    let facts = Value::from(facts(&folder.join("index.html")));
    assert_data_eq!(
        serde_json::to_string_pretty(&facts).expect("is JSON"),
        str![[r##"
[
  {
    "@type": "Event",
    "alternateName": "SWST-II",
    "description": "A workshop that fits on one screen.",
    "endDate": "2031-05-02T14:00-04:00",
    "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
    "eventStatus": "https://schema.org/EventScheduled",
    "image": "https://dlde-2023.github.io/social-card.png",
    "inLanguage": "en",
    "location": {
      "@id": "#online",
      "@type": "VirtualLocation",
      "url": "https://dlde-2023.github.io/"
    },
    "name": "Small Workshop on Small Things",
    "organizer": [
      {
        "@type": "Person",
        "name": "Bo Petit"
      },
      {
        "@type": "Person",
        "name": "Cy Klein"
      }
    ],
    "performer": {
      "@type": "Person",
      "name": "Ada Minim"
    },
    "startDate": "2031-05-02T09:00-04:00",
    "subEvent": [
      {
        "@type": "Event",
        "location": {
          "@id": "#online"
        },
        "name": "Welcome",
        "startDate": "2031-05-02T06:00-07:00"
      },
      {
        "@type": "Event",
        "location": {
          "@id": "#online"
        },
        "name": "Keynote Talk: Ada Minim",
        "performer": {
          "@type": "Person",
          "name": "Ada Minim"
        },
        "startDate": "2031-05-02T06:30-07:00"
      },
      {
        "@type": "Event",
        "location": {
          "@id": "#online"
        },
        "name": "Closing remarks",
        "startDate": "2031-05-02T10:30-07:00"
      }
    ],
    "url": "https://dlde-2023.github.io/"
  }
]
"##]]
        .raw()
    );
}

fn is_ours(path: &str) -> bool {
    path.ends_with(".ics") || path.starts_with("schedule.")
}

#[test]
fn no_title_leaves_its_place_on_the_page() {
    let title = "</script><script>alert(1)</script><!-- \\\"&amp;\\\" \\u202Ea\\u202C 🎉, it; is\\\\n";
    let site = Site::small();
    site.edit("content/schedule.toml", "title = \"Welcome\"", &format!("title = \"{title}\""));
    site.edit("content/_index.md", "title = \"", "title = \"</script>, ");
    site.page("2031-01-01");
    let folder = site.path("public");
    let expected = "</script><script>alert(1)</script><!-- \"&amp;\" \u{202E}a\u{202C} 🎉, it; is\\n";
    let (json, names) = in_json(&folder);
    assert_eq!(json[0].title, expected);
    assert_eq!(in_xml(&folder), json);
    assert_eq!(in_json_ld(&folder)[0].title, expected);
    assert_eq!(in_the_calendar(&folder), json);
    assert_eq!(in_calendars_of_their_own(&folder, &names), json);
    assert_eq!(on_the_page(&folder)[0].title, expected);
    let page = Page::read(&folder.join("index.html"));
    assert_eq!(page.all("script:not([src])").len(), 1);
}

#[test]
fn an_event_that_is_over_is_added_to_no_calendar() {
    let site = Site::small();
    assert_eq!(site.page("2031-05-02T17:00:00Z").texts(".masthead__facts a"), ["Add to calendar"]);
    let page = site.page("2031-05-03");
    assert!(page.all(".masthead__facts a").is_empty());
    assert_eq!(page.all("link[type='text/calendar']").len(), 1);
}

#[test]
fn an_edition_is_told_to_no_machine_where_the_site_does_not_want_it() {
    let site = Site::small();
    site.edit("config.toml", "facts = true", "facts = false");
    let page = site.page("2031-01-01");
    assert!(tree(&site.path("public")).iter().all(|(path, _)| !is_ours(&path.display().to_string())));
    for selector in
        ["script[type='application/ld+json']", "link[type='text/calendar']", "a[href='calendar.ics']"]
    {
        assert!(page.all(selector).is_empty(), "{selector}");
    }
}

#[test]
fn what_the_organisers_wrote_themselves_stays() {
    let site = Site::small();
    site.write("content/calendar.ics", "mine").write("content/schedule.json", "mine");
    site.write(
        "templates/hooks/head.html",
        "<link rel=\"alternate\" type=\"text/calendar\" href=\"https://example.org/c\">\n\
         <script type=\"application/ld+json\">{}</script>\n",
    );
    let page = site.page("2031-01-01");
    assert_eq!(site.read("public/calendar.ics") + &site.read("public/schedule.json"), "minemine");
    assert_eq!(page.all("link[type='text/calendar']").len(), 1);
    assert_eq!(page.one("script[type='application/ld+json']").inner_html(), "{}");
}

#[test]
fn feeds_beside_the_page_are_linked() {
    let site = Site::small();
    site.edit("config.toml", "generate_feeds = false", "generate_feeds = true");
    site.write("content/news.md", "+++\ntitle = \"News\"\ndate = 2031-01-01\n+++\nNew.\n");
    let page = site.page("2031-01-01");
    let feed = page.one("link[rel='alternate'][type='application/atom+xml']");
    assert_eq!(feed.attr("href"), Some("atom.xml"));
}

/// What a formula looks like: its TeX, and whether it stands alone.
fn formulas(page: &Page) -> Vec<(String, bool)> {
    let found = page.all("math");
    let tex = |math: &ElementRef<'_>| {
        let annotation = Selector::parse("annotation[encoding='application/x-tex']").expect("a selector");
        math.select(&annotation).map(text).collect::<String>()
    };
    found.iter().map(|math| (tex(math), math.attr("display") == Some("block"))).collect()
}

const FORMULAS: &str = "
Let $`\\dot x < f_\\theta(x, t)`$ be stiff; it costs $5.

```math
\\partial_t u = \\nu \\Delta u
```
";

#[test]
fn formulas_are_set_in_texts_titles_and_abstracts() {
    let site = Site::small();
    site.add("content/call.md", FORMULAS);
    site.edit("content/schedule.toml", "title = \"Welcome\"", "title = 'Welcome to $\\mathbb{R}^n$'");
    site.add(
        "content/papers.toml",
        "[[papers]]\nid = \"one\"\ntitle = 'On $x < y$'\nabstract = 'We show $`a`$ and $b \\le c$.'\n",
    );
    let page = site.page("2031-04-30");
    let formulas = formulas(&page);
    let said: Vec<&str> = formulas.iter().map(|(tex, _)| tex.as_str()).collect();
    for tex in ["\\dot x < f_\\theta(x, t)", "\\mathbb{R}^n", "x < y", "a", "b \\le c"] {
        assert!(said.contains(&tex), "{tex} {said:?}");
    }
    let blocks: Vec<_> = formulas.iter().filter(|(_, block)| *block).collect();
    assert_eq!(blocks, [&("\\partial_t u = \\nu \\Delta u".to_owned(), true)]);
    assert!(page.texts("main").concat().contains("it costs $5."));
    let schedule = site.read("public/schedule.json");
    assert!(schedule.contains("Welcome to $\\\\mathbb{R}^n$"), "{schedule}");
}

#[test]
fn a_formula_that_cannot_be_set_stays_and_is_reported_where_it_is_written() {
    let site = Site::small();
    site.add("content/call.md", "\nLet $`\\dott x`$ be.\n\n```math\na \\\\ \\frac{1\n```\n");
    site.edit("content/schedule.toml", "title = \"Welcome\"", "title = \"Welcome to $\\\\mathbb{R$\"");
    let run = site.dlde(&["build", "--today", "2031-01-01"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_data_eq!(
        run.err,
        str![[r#"
warning[maths]: this formula cannot be set: unknown command "\dott"
 --> content/call.md:7:7
  |
7 | Let $`\dott x`$ be.
  |       ^^^^^
  |
help: the page shows it as it is written; correct its TeX

warning[maths]: this formula cannot be set: expected closing token "}", but reached end of input
  --> content/call.md:10:13
   |
10 | a \\ \frac{1
   |             ^
   |
help: the page shows it as it is written; correct its TeX

warning[maths]: this formula cannot be set: expected closing token "}", but reached end of input
 --> content/schedule.toml:6:22
  |
6 | title = "Welcome to $\\mathbb{R$"
  |                      ^^^^^^^^^^
  |
help: the page shows it as it is written; correct its TeX

3 warnings in 2 files

"#]]
        .raw()
    );
    let page = Page::read(&site.path("public/index.html"));
    assert!(page.texts("main").concat().contains("Let $\\dott x$ be."));
    assert!(page.texts(".entry__title").contains(&"Welcome to $\\mathbb{R$".to_owned()));
    assert!(page.all("math").is_empty());
}
