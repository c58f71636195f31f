//! The same edition at different moments: which sections and links it shows, and in what order.

use scraper::{ElementRef, Node};
use snapbox::{assert_data_eq, str};

use crate::{
    page::{Page, text},
    support::Site,
};

/// A link of every kind, and a notice with a life of its own.
const LINKS: &str = r#"
[[links]]
kind = "style"
label = "style"
url = "https://example.org/style"

[[links]]
kind = "download"
label = "download"
url = "https://example.org/download"

[[links]]
kind = "questions"
label = "questions"
url = "https://example.org/questions"

[[links]]
kind = "panel-questions"
label = "panel-questions"
url = "https://example.org/panel-questions"

[[links]]
kind = "registration"
label = "registration"
url = "https://example.org/registration"

[[links]]
kind = "tickets"
label = "tickets"
url = "https://example.org/tickets"

[[links]]
kind = "stream"
label = "stream"
url = "https://example.org/stream"

[[links]]
kind = "room"
label = "room"
url = "https://example.org/room"

[[links]]
kind = "chat"
label = "chat"
url = "https://example.org/chat"

[[links]]
kind = "map"
label = "map"
url = "https://example.org/map"

[[links]]
kind = "visa"
label = "visa"
url = "https://example.org/visa"

[[links]]
kind = "conduct"
label = "conduct"
url = "https://example.org/conduct"

[[links]]
kind = "recordings"
label = "recordings"
url = "https://example.org/recordings"

[[links]]
kind = "website"
label = "website"
url = "https://example.org/website"

[[links]]
kind = "other"
label = "other"
url = "https://example.org/other"

[[notices]]
text = "[notice](https://example.org/notice)"
from = "2031-04-01"
until = "2031-05-02 12:00"
"#;

/// The small edition with all links: submission until 1 February (AoE), decision on 1 March, workshop on 2 May.
fn edition() -> Site {
    let site = Site::of("small");
    site.edit("content/edition.toml", "label = \"Submit your work\"", "label = \"submission\"")
        .edit(
            "content/edition.toml",
            "kind = \"submission\"",
            "kind = \"submission\"\nfrom = \"2030-12-01 09:00\"",
        )
        .add("content/edition.toml", LINKS)
        .edit("content/schedule.toml", "kind = \"closing\"", "kind = \"panel\"\nmoderator = \"bo-petit\"");
    site
}

/// Stage, menu, and each block of the page with the links of the data in it. What is there but hidden until its time
/// comes stands in brackets.
fn outline(page: &Page) -> String {
    let mut lines = vec![
        format!("stage: {}", page.root().attr("data-stage").unwrap_or("none")),
        format!("menu: {}", page.all("nav li").into_iter().map(shown).collect::<Vec<_>>().join(" ")),
    ];
    let main = page.one("main");
    for block in main.children().filter_map(ElementRef::wrap) {
        let name = block.attr("id").unwrap_or(block.value().name());
        let links = block.descendent_elements().filter(|element| {
            let address = element.attr("href").unwrap_or_default();
            element.value().name() == "a" && address.starts_with("https://example.org/")
        });
        let links: Vec<String> = links.map(shown).collect();
        let name = if is_hidden(block) { format!("[{name}]") } else { name.to_owned() };
        lines.push(format!("{name}: {}", links.join(" ")).trim_end().to_owned());
    }
    lines.join("\n") + "\n"
}

fn shown(element: ElementRef<'_>) -> String {
    if is_hidden(element) { format!("[{}]", text(element)) } else { text(element) }
}

/// Whether the element or one around it is hidden.
fn is_hidden(element: ElementRef<'_>) -> bool {
    let above = element.ancestors().filter_map(|node| match node.value() {
        Node::Element(element) => Some(element),
        _ => None,
    });
    above.chain([element.value()]).any(|element| element.attr("hidden").is_some())
}

#[test]
fn announced_before_the_submission_link_opens() {
    assert_data_eq!(
        outline(&edition().page("2030-11-30")),
        str![[r#"
stage: announced
menu: Introduction Dates Call Schedule Speakers Panel Recordings [Papers] Organizers Attending Acknowledgments References
header: [submission] questions panel-questions registration tickets [stream] [room] [chat] [recordings] website other [notice]
intro:
dates:
cfp: [example.org/submit] style download questions
schedule:
speakers: questions
panel: panel-questions
recordings: [recordings]
[papers]: [Posters]
organizers:
attending: registration tickets map visa conduct
acknowledgments:
references: A short note

"#]]
    );
}

#[test]
fn call_until_the_submission_deadline() {
    assert_data_eq!(
        outline(&edition().page("2031-01-15")),
        str![[r#"
stage: call
menu: Introduction Dates Call Schedule Speakers Panel Recordings [Papers] Organizers Attending Acknowledgments References
header: submission questions panel-questions registration tickets [stream] [room] [chat] [recordings] website other [notice]
intro:
dates:
cfp: example.org/submit style download questions
schedule:
speakers: questions
panel: panel-questions
recordings: [recordings]
[papers]: [Posters]
organizers:
attending: registration tickets map visa conduct
acknowledgments:
references: A short note

"#]]
    );
}

#[test]
fn review_until_the_day_of_the_decisions() {
    assert_data_eq!(
        outline(&edition().page("2031-02-15")),
        str![[r#"
stage: review
menu: Introduction Dates Call Schedule Speakers Panel Recordings [Papers] Organizers Attending Acknowledgments References
header: questions panel-questions registration tickets [stream] [room] [chat] [recordings] website other [notice]
intro:
dates:
cfp: questions
schedule:
speakers: questions
panel: panel-questions
recordings: [recordings]
[papers]: [Posters]
organizers:
attending: registration tickets map visa conduct
acknowledgments:
references: A short note

"#]]
    );
}

#[test]
fn programme_until_the_workshop_begins() {
    assert_data_eq!(
        outline(&edition().page("2031-04-15")),
        str![[r#"
stage: programme
menu: Introduction Dates Call Schedule Speakers Panel Recordings Papers Organizers Attending Acknowledgments References
header: questions panel-questions registration tickets stream room chat [recordings] website other notice
intro:
dates:
cfp: questions
schedule:
speakers: questions
panel: panel-questions
recordings: [recordings]
papers: Posters
organizers:
attending: registration tickets map visa conduct
acknowledgments:
references: A short note

"#]]
    );
}

#[test]
fn live_until_the_workshop_ends() {
    assert_data_eq!(
        outline(&edition().page("2031-05-02T15:00:00Z")),
        str![[r#"
stage: live
menu: Introduction Dates Call Schedule Speakers Panel Recordings Papers Organizers Attending Acknowledgments References
header: stream room chat questions panel-questions registration tickets [recordings] website other notice
intro:
dates:
cfp: questions
schedule:
speakers: questions
panel: panel-questions
recordings: [recordings]
papers: Posters
organizers:
attending: registration tickets map visa conduct
acknowledgments:
references: A short note

"#]]
    );
}

#[test]
fn archive_ever_after() {
    assert_data_eq!(
        outline(&edition().page("2031-06-01")),
        str![[r#"
stage: archive
menu: Introduction Recordings Dates Schedule Speakers Panel Papers Organizers Attending Call Acknowledgments References
header: recordings website other
intro:
recordings: recordings
dates:
schedule:
speakers:
panel:
papers: Posters
organizers:
attending: conduct
cfp:
acknowledgments:
references: A short note

"#]]
    );
}

#[test]
fn a_stage_that_is_written_down_wins_over_the_clock() {
    let site = edition();
    site.edit("content/edition.toml", "numeral = ", "stage = \"live\"\nnumeral = ");
    assert_data_eq!(
        outline(&site.page("2030-11-30")),
        str![[r#"
stage: live
menu: Introduction Dates Call Schedule Speakers Panel Recordings Papers Organizers Attending Acknowledgments References
header: stream room chat questions panel-questions registration tickets website other [notice]
intro:
dates:
cfp: questions
schedule:
speakers: questions
panel: panel-questions
recordings:
papers: Posters
organizers:
attending: registration tickets map visa conduct
acknowledgments:
references: A short note

"#]]
    );
}

/// Each stage begins and ends to the second.
#[test]
fn stages_change_at_their_instants() {
    let site = edition();
    for (before, after, instants) in [
        // 09:00 in New York, in winter.
        ("announced", "call", ["2030-12-01T13:59:59Z", "2030-12-01T14:00:01Z"]),
        // The end of 1 February, Anywhere on Earth.
        ("call", "review", ["2031-02-01T23:59:58-12:00", "2031-02-02T00:00:00-12:00"]),
        // The beginning of 1 March in New York.
        ("review", "programme", ["2031-03-01T04:59:59Z", "2031-03-01T05:00:01Z"]),
        // 09:00 and 14:00 in New York, in summer.
        ("programme", "live", ["2031-05-02T12:59:59Z", "2031-05-02T13:00:01Z"]),
        ("live", "archive", ["2031-05-02T17:59:59Z", "2031-05-02T18:00:01Z"]),
    ] {
        let stages = instants.map(|instant| stage(&site.page(instant)));
        assert_eq!(stages, [before, after], "around {instants:?}");
    }
}

/// On 9 March 2031, clocks in New York jump from 02:00 to 03:00; on 2 November, 01:30 comes twice.
#[test]
fn a_day_on_which_clocks_change_has_its_own_length() {
    let site = edition();
    let day = |date: &str, start: &str, end: &str| {
        site.edit(
            "content/edition.toml",
            "date = \"2031-05-02\"\nstart = \"09:00\"\nend = \"14:00\"",
            &format!("date = \"{date}\"\nstart = \"{start}\"\nend = \"{end}\""),
        );
    };
    day("2031-03-09", "01:00", "04:00");
    for (instant, expected) in [
        ("2031-03-09T05:59:59Z", "programme"),
        ("2031-03-09T06:00:01Z", "live"), // 01:00 EST
        ("2031-03-09T07:59:59Z", "live"),
        ("2031-03-09T08:00:01Z", "archive"), // 04:00 EDT, two hours later
    ] {
        assert_eq!(stage(&site.page(instant)), expected, "{instant}");
    }
    site.edit(
        "content/edition.toml",
        "2031-03-09\"\nstart = \"01:00\"\nend = \"04:00\"",
        "2031-11-02\"\nstart = \"00:30\"\nend = \"03:00\"",
    );
    for (instant, expected) in [
        ("2031-11-02T04:29:59Z", "programme"),
        ("2031-11-02T04:30:01Z", "live"), // 00:30 EDT
        ("2031-11-02T07:59:59Z", "live"),
        ("2031-11-02T08:00:01Z", "archive"), // 03:00 EST, three hours and a half later
    ] {
        assert_eq!(stage(&site.page(instant)), expected, "{instant}");
    }
}

#[test]
fn an_event_past_midnight_ends_on_the_next_day_and_one_without_hours_anywhere_on_earth() {
    let site = edition();
    site.edit("content/edition.toml", "end = \"14:00\"", "end = \"01:30\"");
    // 01:30 in New York on 3 May.
    assert_eq!(stage(&site.page("2031-05-03T05:29:59Z")), "live");
    assert_eq!(stage(&site.page("2031-05-03T05:30:01Z")), "archive");
    site.edit("content/edition.toml", "start = \"09:00\"\nend = \"01:30\"\n", "last_date = \"2031-05-03\"\n");
    assert_eq!(stage(&site.page("2031-05-02T03:59:59Z")), "programme");
    assert_eq!(stage(&site.page("2031-05-02T04:00:01Z")), "live");
    assert_eq!(stage(&site.page("2031-05-03T23:59:58-12:00")), "live");
    assert_eq!(stage(&site.page("2031-05-04T00:00:00-12:00")), "archive");
}

/// A date that is unsure, a month or open decides nothing.
#[test]
fn a_date_that_is_not_certain_is_no_boundary() {
    let site = edition();
    site.edit("content/edition.toml", "date = \"2031-03-01\"", "date = \"2031-03\"");
    assert_eq!(stage(&site.page("2031-04-30")), "review");
    assert_eq!(stage(&site.page("2031-05-02T13:00:01Z")), "live");
    site.edit("content/edition.toml", "zone = \"AoE\"", "zone = \"AoE\"\nconfirm = \"perhaps a week later\"");
    assert_eq!(stage(&site.page("2031-04-30")), "call");
    site.edit("content/edition.toml", "from = \"2030-12-01 09:00\"\n", "")
        .edit("content/edition.toml", "date = \"2031-05-02\"", "date = \"to be announced\"")
        .edit("content/edition.toml", "kind = \"submission\"", "kind = \"other\"");
    assert_eq!(stage(&site.page("2031-06-30")), "announced");
}

/// A whole day ends when it has ended anywhere on Earth, a minute on the clock of the event.
#[test]
fn the_life_of_a_notice_ends_to_the_second() {
    let site = edition();
    let alive = |instant: &str| site.page(instant).texts("main a").contains(&"notice".to_owned());
    assert!(alive("2031-05-02T15:59:59Z") && !alive("2031-05-02T16:00:01Z"));
    site.edit("content/edition.toml", "until = \"2031-05-02 12:00\"", "until = \"2031-05-02\"");
    assert!(alive("2031-05-02T23:59:58-12:00") && !alive("2031-05-03T00:00:00-12:00"));
}

/// A link with an end of its own may outlive the deadline.
#[test]
fn submission_is_closed_only_when_no_link_to_it_lives() {
    let site = edition();
    let closed = |instant: &str| {
        let page = site.page(instant);
        page.all("#cfp > * > *")
            .into_iter()
            .any(|part| !is_hidden(part) && text(part) == "Submission is closed.")
    };
    assert!(!closed("2031-02-01") && closed("2031-02-03"));
    site.edit("content/edition.toml", "from = \"2030-12-01 09:00\"", "until = \"2031-02-10\"");
    assert!(!closed("2031-02-03"), "the link to the submission is still there");
    assert!(closed("2031-02-12"));
}

#[test]
fn what_is_on_and_what_is_next_is_said_during_the_event() {
    let site = edition();
    let states = |instant: &str| -> Vec<String> {
        let page = site.page(instant);
        let entries = page.all("#schedule [data-start]");
        entries
            .into_iter()
            .filter(|entry| entry.attr("data-state").is_some_and(|state| !state.is_empty()))
            .map(text)
            .collect()
    };
    assert_eq!(states("2031-05-02T12:59:59Z"), [""; 0]);
    assert_eq!(
        states("2031-05-02T13:30:01Z"),
        ["06:30 On now Keynote Talk Ada Minim", "10:30 Next Panel Closing remarks Moderator: Bo Petit"]
    );
    assert_eq!(states("2031-06-01"), [""; 0]);
}

/// The browser decides again, from the same instants.
#[test]
fn what_has_a_life_carries_its_instants() {
    let site = edition();
    let page = site.page("2031-04-15");
    let seconds =
        |instant: &str| instant.parse::<jiff::Timestamp>().expect("an instant").as_second().to_string();
    let life = |label: &str, name: &str| {
        let link = page.all("main a").into_iter().find(|a| text(*a) == label).expect("the link is there");
        let around = link.ancestors().filter_map(ElementRef::wrap);
        [link].into_iter().chain(around).find_map(|element| element.attr(name)).map(str::to_owned)
    };
    assert_eq!(life("notice", "data-from"), Some(seconds("2031-04-01T00:00:00-04:00")));
    assert_eq!(life("notice", "data-until"), Some(seconds("2031-05-02T12:00:00-04:00")));
    assert_eq!(life("room", "data-from"), Some(seconds("2031-03-01T00:00:00-05:00")));
    assert_eq!(life("room", "data-until"), Some(seconds("2031-05-02T14:00:00-04:00")));
    assert_eq!(life("recordings", "data-from"), Some(seconds("2031-05-02T14:00:00-04:00")));
    assert_eq!(life("recordings", "data-until"), None);
    assert_eq!(life("other", "data-until"), None);
}

fn stage(page: &Page) -> String {
    page.root().attr("data-stage").expect("the page says its stage").to_owned()
}
