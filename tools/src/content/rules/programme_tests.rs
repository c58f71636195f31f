use crate::content::rules::testing::{EDITION, found};

/// What a rule says about entries `(start, end, more)` of a schedule; an end or more may be empty.
fn entries(rule: &str, entries: &[(&str, &str, &str)]) -> Vec<String> {
    let entry = |(start, end, more): &(&str, &str, &str)| {
        let end = if end.is_empty() { String::new() } else { format!("end = \"{end}\"\n") };
        let kind = if more.contains("kind") { "" } else { "kind = \"other\"\n" };
        format!("[[entries]]\n{kind}start = \"{start}\"\n{end}{more}")
    };
    let text = "zone = \"Europe/Vienna\"\n".to_owned() + &entries.iter().map(entry).collect::<String>();
    let people = "[[speakers]]\nid = \"ada\"\nname = \"A\"\n[[speakers]]\nid = \"bo\"\nname = \"B\"\n";
    found(rule, &[("schedule.toml", &text), ("people.toml", people)])
}

#[test]
fn an_entry_is_on_a_day_of_the_event() {
    assert_eq!(
        entries("entry-day", &[("10:00", "", "date = \"2030-03-01\"\n")]),
        ["schedule.toml:5:8 [2030-03-01] the event is on 2031-03-01 \
          (correct this date, or the days under [event] in edition.toml)"]
    );
    assert_eq!(entries("entry-day", &[("10:00", "", "date = \"2031-03-01\"\n")]), [""; 0]);
}

#[test]
fn an_entry_is_within_the_hours_of_the_event() {
    let remedy = "(correct this time, or the hours under [event] in edition.toml)";
    assert_eq!(
        entries("entry-outside-hours", &[("08:45", "", ""), ("16:00", "17:30", ""), ("17:00", "", "")]),
        [
            format!("schedule.toml:4:9 [08:45] this is before the event begins {remedy}"),
            format!("schedule.toml:8:7 [17:30] this is after the event has ended {remedy}"),
            format!("schedule.toml:11:9 [17:00] this is after the event has ended {remedy}"),
        ]
    );
    let fine = [("09:00", "", ""), ("16:00", "17:00", ""), ("19:00", "23:00", "kind = \"social\"\n")];
    assert_eq!(entries("entry-outside-hours", &fine), [""; 0]);
}

#[test]
fn the_hours_of_the_event_are_those_of_its_entries() {
    assert_eq!(
        entries("hours-without-entries", &[("10:30", "", ""), ("13:00", "14:00", "")]),
        [
            "edition.toml:6:9 [09:00] the first entry begins 90 minutes later \
             (correct this time, or add what happens first to schedule.toml)",
            "edition.toml:7:7 [17:00] the last entry ends 180 minutes earlier \
             (correct this time, or add what happens last to schedule.toml)",
        ]
    );
    assert_eq!(entries("hours-without-entries", &[("09:30", "", ""), ("14:30", "", "")]), [""; 0]);
    assert_eq!(entries("hours-without-entries", &[]), [""; 0]);
}

#[test]
fn an_entry_ends_after_its_start() {
    assert_eq!(
        entries("entry-ends-before-start", &[("13:00", "12:30", "")]),
        ["schedule.toml:5:7 [12:30] this is not after the start \
          (correct the one or the other; 1 in the afternoon is \"13:00\")"]
    );
    assert_eq!(entries("entry-ends-before-start", &[("21:00", "00:30", "")]), [""; 0]);
}

#[test]
fn in_one_room_there_is_one_thing_at_a_time() {
    let remedy = "(correct the times, or give each a room of its own)";
    assert_eq!(
        entries(
            "room-overlap",
            &[
                ("10:00", "11:00", "title = \"X\"\nroom = \"R\"\n"),
                ("10:30", "", "room = \"R\"\n"),
                ("12:00", "", ""),
                ("12:00", "", "")
            ]
        ),
        [
            format!("schedule.toml:10:9 [10:30] in R there is still \"X\" on line 4 {remedy}"),
            format!("schedule.toml:17:9 [12:00] there is still \"another entry\" on line 14 {remedy}"),
        ]
    );
    let fine = [
        ("10:00", "11:00", "room = \"R\"\n"),
        ("10:30", "", "room = \"S\"\n"),
        ("11:00", "", "room = \"R\"\n"),
    ];
    assert_eq!(entries("room-overlap", &fine), [""; 0]);
}

#[test]
fn entries_are_in_the_order_of_the_day() {
    assert_eq!(
        entries("order-of-the-day", &[("11:00", "", "title = \"X\"\n"), ("10:00", "", "")]),
        ["schedule.toml:8:9 [10:00] this is earlier than \"X\" on line 4, above it \
          (correct the time or move the block; past midnight, write its date)"]
    );
    assert_eq!(entries("order-of-the-day", &[("11:00", "", "room = \"R\"\n"), ("10:00", "", "")]), [""; 0]);
}

#[test]
fn a_long_time_without_an_entry_is_suspicious() {
    assert_eq!(
        entries("long-gap", &[("09:00", "10:00", ""), ("13:00", "", "")]),
        ["schedule.toml:8:9 [13:00] nothing happens for 180 minutes before this \
          (correct a time, or add what happens then)"]
    );
    assert_eq!(entries("long-gap", &[("09:00", "", ""), ("13:00", "", "")]), [""; 0], "it may go on");
    assert_eq!(entries("long-gap", &[("09:00", "11:00", ""), ("13:00", "", "")]), [""; 0]);
}

#[test]
fn nobody_is_in_two_places() {
    let ada = "speakers = [\"ada\"]\n";
    let room = "room = \"S\"\nspeakers = [\"bo\", \"ada\"]\n";
    assert_eq!(
        entries("double-booked", &[("10:00", "11:00", ada), ("10:30", "", room)]),
        ["schedule.toml:11:19 [ada] ada is at the same time in \"another entry\" on line 4 \
          (correct the times or the speakers)"]
    );
    assert_eq!(entries("double-booked", &[("10:00", "10:30", ada), ("10:30", "", room)]), [""; 0]);
}

#[test]
fn an_event_of_two_nights_is_no_mistake() {
    let edition =
        EDITION.replace("\"17:00\"", "\"02:00\"").replace("mode", "last_date = \"2031-03-02\"\nmode");
    let schedule = "zone = \"Europe/Vienna\"\n[[entries]]\nkind = \"opening\"\nstart = \"09:00\"\n\
                    [[entries]]\nkind = \"other\"\ndate = \"2031-03-02\"\nstart = \"22:00\"\nend = \"02:00\"\n";
    for rule in ["entry-day", "entry-outside-hours", "hours-without-entries", "entry-ends-before-start"] {
        assert_eq!(
            found(rule, &[("edition.toml", &edition), ("schedule.toml", schedule)]),
            [""; 0],
            "{rule}"
        );
    }
}
