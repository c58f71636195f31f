use crate::content::rules::testing::{EDITION, date, found, found_on, link};

/// The edition of March 2031 with its date replaced, and more.
fn on(day: &str, rule: &str, event: &str, more: &str) -> Vec<String> {
    let edition = EDITION.replace("2031-03-01", event) + more;
    found_on(day, rule, &[("edition.toml", &edition)])
}

#[test]
fn an_open_date_is_needed_before_the_call() {
    let open = date("submission", "to be announced") + &date("other", "to be announced");
    assert_eq!(
        on("2030-06-01T12:00:00Z", "due-date", "2031-03", &open),
        [
            "edition.toml:5:8 [2031-03] the day of the event is open, needed by 2030-09-28 \
             (write it as in \"2023-12-09\")",
            "edition.toml:13:8 [to be announced] L to be announced, needed by 2030-09-28 (write it as in \"2023-09-29\")",
        ]
    );
    assert_eq!(
        on("2030-06-01T12:00:00Z", "due-date", "to be announced", ""),
        [
            "edition.toml:5:8 [to be announced] the date of the event is open, needed 22 weeks before the event \
          (write it as in \"2023-12-09\")"
        ]
    );
    assert_eq!(on("2030-06-01T12:00:00Z", "due-date", "2031-03-01", ""), [""; 0]);
}

#[test]
fn a_submission_link_is_needed_until_the_deadline() {
    let deadline = date("submission", "2031-01-10");
    let at = |day: &str, more: &str| on(day, "due-link", "2031-03-01", &(deadline.clone() + more));
    assert_eq!(
        at("2030-09-28T12:00:00Z", ""),
        ["edition.toml: submission link missing, needed by 2030-09-28 \
          (add a block [[links]] with kind = \"submission\", label and url)"]
    );
    assert!(at("2030-12-01T12:00:00Z", "")[0].contains("missing, needed since 2030-09-28"));
    assert_eq!(at("2030-12-01T12:00:00Z", &link("submission", "https://a.org")), [""; 0]);
    assert_eq!(at("2031-01-12T12:00:00Z", ""), [""; 0], "the deadline has passed");
    assert_eq!(on("2030-12-01T12:00:00Z", "due-link", "2031-03-01", ""), [""; 0], "nothing is submitted");
}

#[test]
fn hours_place_and_contact_are_needed() {
    let edition = EDITION.replace("virtual", "hybrid").replace("end = \"17:00\"\n", "");
    let of = |rule: &str| found(rule, &[("edition.toml", &edition)]);
    assert_eq!(
        [of("due-hours"), of("due-place"), of("due-contact")].concat(),
        [
            "edition.toml: hours missing, needed since 2030-12-07 \
             (write under [event]: start = \"09:00\" and end = \"17:00\", on the clock of the zone there)",
            "edition.toml: place missing, needed since 2030-12-07 (write under [event]: place = \"building, city\")",
            "edition.toml: mail address for questions missing, needed since 2030-09-28 \
             (write contact = \"…@…\" above [event])",
        ]
    );
    let edition = "contact = \"a@b.org\"\n".to_owned() + EDITION;
    for rule in ["due-hours", "due-place", "due-contact"] {
        assert_eq!(found(rule, &[("edition.toml", &edition)]), [""; 0]);
    }
}

#[test]
fn people_programme_and_texts_are_needed() {
    assert_eq!(
        [found("due-people", &[]), found("due-programme", &[]), found("due-text", &[])].concat(),
        [
            "edition.toml: invited speakers missing, needed since 2030-12-07 \
             (add a block [[speakers]] for each to people.toml)",
            "edition.toml: organisers missing, needed since 2030-09-28 \
             (add a block [[organisers]] for each to people.toml)",
            "edition.toml: programme missing, needed by 2031-02-01 \
             (add a block [[entries]] for each session to schedule.toml)",
            "edition.toml: text of introduction.md missing, needed since 2030-09-28 \
             (write it below the head of the file, in Markdown, and take out a line draft = true)",
        ]
    );
    let person = "id = \"a\"\nname = \"A\"\n";
    let people = format!("[[speakers]]\n{person}[[organisers]]\n{}", person.replace("\"a\"", "\"b\""));
    let files = [
        ("people.toml", people.as_str()),
        ("schedule.toml", "zone = \"Europe/Vienna\"\n[[entries]]\nkind = \"opening\"\n"),
        ("introduction.md", "+++\ntitle = \"T\"\n+++\nText.\n"),
    ];
    for rule in ["due-people", "due-programme", "due-text"] {
        assert_eq!(found(rule, &files), [""; 0], "{rule}");
    }
    let empty = [("introduction.md", "+++\ntitle = \"T\"\n+++\n\n")];
    assert!(found("due-text", &empty)[0].starts_with("introduction.md: text of introduction.md missing"));
    let draft = [("introduction.md", "+++\ntitle = \"T\"\ndraft = true\n+++\nText.\n")];
    assert_eq!(
        found("due-text", &draft),
        ["introduction.md: text of introduction.md not on the page, needed since 2030-09-28 \
          (take the line draft = true out when it is ready)"]
    );
}

#[test]
fn nothing_is_due_after_the_event() {
    for rule in ["due-date", "due-hours", "due-place", "due-contact", "due-people", "due-text"] {
        for date in ["2031-03-01", "2031-03", "to be announced"] {
            assert_eq!(on("2032-01-01T12:00:00Z", rule, date, ""), [""; 0], "{rule} {date}");
        }
        let archived = format!("stage = \"archive\"\n{EDITION}");
        assert_eq!(found(rule, &[("edition.toml", &archived)]), [""; 0], "{rule}");
    }
}
