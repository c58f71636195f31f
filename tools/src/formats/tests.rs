use std::sync::Arc;

use snapbox::IntoData as _;

use super::*;
use crate::{config::Words, content, content::Content, files::Files, report::Source};

const HOME: &str = "+++\ntitle = \"A Workshop\"\n+++\n";
/// An edition of one day.
pub(crate) const ONE_DAY: &str = "acronym = \"ABC\"\nnumeral = \"V\"\nconference = \"CONF 2031\"\n[event]\ndate = \"2031-03-01\"\n\
    start = \"09:00\"\nend = \"17:00\"\nzone = \"Europe/Vienna\"\nmode = \"virtual\"\n";

/// A site with one edition.
pub(crate) fn content(texts: &[(&str, &str)]) -> Content {
    let mut files = Files::default();
    for (name, text) in [("_index.md", HOME)].iter().chain(texts) {
        files.paths.push(format!("content/{name}"));
        files.texts.push(Arc::new(Source { path: format!("content/{name}"), text: (*text).to_owned() }));
    }
    content::read(&files).0
}

/// What is said of an edition with these files.
fn said<T>(texts: &[(&str, &str)], say: impl FnOnce(&Programme<'_>) -> T) -> T {
    let content = content(texts);
    let words = Words::from_config("[extra.strings.kinds]\nkeynote = \"Keynote Talk\"\nother = \"\"\n");
    let site = Site { address: "https://example.org/", words: &words };
    let edition = content.editions.first().expect("has an edition");
    say(&Programme::of(edition, site).expect("has a programme"))
}

fn schedule(entries: &str) -> String {
    format!("zone = \"America/New_York\"\n{entries}")
}

/// Id, start and end of each session.
fn times(edition: &str, entries: &str) -> Vec<String> {
    said(&[("edition.toml", edition), ("schedule.toml", &schedule(entries))], |programme| {
        let sessions = programme.sessions.iter().map(|session| match &session.time {
            None => format!("{} open", session.id),
            Some(time) => {
                let text = |at: &jiff::ZonedDateTime| at.strftime("%dT%H:%M%:z").to_string();
                let said = if time.end_is_said { "" } else { "?" };
                format!("{} {} {}{said}", session.id, text(&time.start), text(&time.end))
            }
        });
        sessions.collect()
    })
}

#[test]
fn an_end_that_is_not_said_is_the_start_of_the_next_in_the_room_or_an_hour_later() {
    let entries = "
        [[entries]]
        kind = \"opening\"
        start = \"04:00\"
        room = \"a\"
        [[entries]]
        kind = \"panel\"
        start = \"04:20\"
        room = \"b\"
        [[entries]]
        kind = \"break\"
        start = \"04:30\"
        end = \"04:40\"
        [[entries]]
        kind = \"closing\"
        start = \"05:00\"
        room = \"a\"";
    assert_eq!(
        times(ONE_DAY, entries),
        [
            "opening 01T04:00-05:00 01T04:30-05:00?",
            "panel 01T04:20-05:00 01T04:30-05:00?",
            "break 01T04:30-05:00 01T04:40-05:00",
            "closing 01T05:00-05:00 01T06:00-05:00?",
        ]
    );
}

#[test]
fn sessions_are_in_the_order_of_time_and_those_without_stay_behind_the_one_they_follow() {
    let entries = "
        [[entries]]
        kind = \"closing\"
        start = \"08:00\"
        end = \"08:10\"
        [[entries]]
        kind = \"other\"
        title = \"Later\"
        [[entries]]
        kind = \"social\"
        title = \"Night\"
        start = \"23:30\"
        end = \"00:30\"
        [[entries]]
        kind = \"opening\"
        date = \"2031-03-01\"
        start = \"03:00\"
        end = \"03:10\"";
    assert_eq!(
        times(ONE_DAY, entries),
        [
            "opening 01T03:00-05:00 01T03:10-05:00",
            "closing 01T08:00-05:00 01T08:10-05:00",
            "later open",
            "night 01T23:30-05:00 02T00:30-05:00",
        ]
    );
}

#[test]
fn sessions_keep_their_name_when_they_move_and_share_it_with_nobody() {
    let entries = "
        [[entries]]
        kind = \"keynote\"
        speakers = [\"ada\"]
        start = \"04:00\"
        [[entries]]
        kind = \"keynote\"
        speakers = [\"ada\"]
        title = \"A title that comes later\"
        start = \"05:00\"
        [[entries]]
        kind = \"other\"
        title = \"keynote ada 2\"
        start = \"06:00\"
        [[entries]]
        kind = \"panel\"
        speakers = [\"ada\", \"bob\"]
        title = \"神经微分方程的辛结构\"
        start = \"07:00\"";
    let ids: Vec<String> =
        times(ONE_DAY, entries).iter().filter_map(|line| Some(line.split_once(' ')?.0.to_owned())).collect();
    assert_eq!(ids, ["keynote-ada", "keynote-ada-2", "keynote-ada-2-2", "7b1f5ae4"]);
}

#[test]
fn a_talk_without_a_title_is_named_by_its_kind_and_speakers() {
    let people = "[[speakers]]\nid = \"ada\"\nname = \"Ada\"\nfull_name = \"Ada L.\"\n";
    let entries =
        schedule("[[entries]]\nkind = \"keynote\"\nspeakers = [\"ada\"]\n[[entries]]\nkind = \"other\"\n");
    let files = [("edition.toml", ONE_DAY), ("people.toml", people), ("schedule.toml", &entries)];
    let titles: Vec<String> =
        said(&files, |programme| programme.sessions.iter().map(|session| session.title.clone()).collect());
    assert_eq!(titles, ["Keynote Talk: Ada L.", "other"]);
}

#[test]
fn an_edition_whose_day_is_open_has_no_files() {
    for date in ["2031-03", "to be announced"] {
        let edition = ONE_DAY.replace("2031-03-01", date);
        let entries = schedule("[[entries]]\nkind = \"opening\"\nstart = \"09:00\"\n");
        let texts = [("edition.toml", edition.as_str()), ("schedule.toml", entries.as_str())];
        let (files, facts) = said(&texts, |programme| (files(programme), json_ld::write(programme, None)));
        assert_eq!((files, facts), (vec![], None), "{date}");
    }
}

#[test]
fn the_day_alone_is_enough_for_a_calendar() {
    let edition = ONE_DAY.replace("start = \"09:00\"\nend = \"17:00\"\n", "last_date = \"2031-03-02\"\n")
        + "[[dates]]\nkind = \"submission\"\nlabel = \"Submission, late\"\ndate = \"2030-12-31\"\nzone = \"AoE\"\n\
           [[dates]]\nkind = \"decision\"\nlabel = \"Decisions\"\ndate = \"2031-01-31\"\nconfirm = \"?\"\n\
           [[dates]]\nkind = \"other\"\nlabel = \"Grants\"\ndate = \"2031-01\"\n";
    let files = said(&[("edition.toml", edition.as_str())], files);
    assert_eq!(files.len(), 1);
    snapbox::assert_data_eq!(
        files[0].text.replace("\r\n", "\n"),
        snapbox::str![[r#"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//dlde//dlde-tools//EN
X-WR-CALNAME:ABC-V
NAME:ABC-V
BEGIN:VEVENT
UID:d5aaec11-0e8b-8fd2-b3f7-324e90fbbc73
DTSTAMP:20300301T000000Z
DTSTART;VALUE=DATE:20310301
DTEND;VALUE=DATE:20310303
SUMMARY:ABC-V: A Workshop
LOCATION:virtual
DESCRIPTION:https://example.org/
URL:https://example.org/
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
UID:427634d8-80e6-8a58-9535-9d1c20bf88e7
DTSTAMP:20300301T000000Z
DTSTART:20310101T115900Z
SUMMARY:ABC-V: Submission\, late
DESCRIPTION:https://example.org/
URL:https://example.org/
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:328aab62-2d9d-81dd-8c18-7ec94da27185
DTSTAMP:20300301T000000Z
DTSTART;VALUE=DATE:20310131
DTEND;VALUE=DATE:20310201
SUMMARY:ABC-V: Decisions
DESCRIPTION:https://example.org/
URL:https://example.org/
STATUS:TENTATIVE
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR

"#]]
        .raw()
    );
}

#[test]
fn no_title_leaves_the_place_it_is_written_in() {
    let hostile = "</script><!--<script>]]>\\\"',;: \\u202Edorp\\u202C\\u0007\\r\\n\\nBEGIN:VEVENT 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉";
    let edition = ONE_DAY.replace("\"virtual\"", "\"in person\"\nplace = \"</script>, & <b>\"");
    let entries = schedule(&format!(
        "[[entries]]\nkind = \"other\"\ntitle = \"{hostile}\"\nabstract = \"{hostile}\"\nroom = \"{hostile}\"\n\
         start = \"04:00\"\n"
    ));
    let texts = [("edition.toml", edition.as_str()), ("schedule.toml", &entries)];
    let (title, files, facts) = said(&texts, |programme| {
        (programme.sessions[0].title.clone(), files(programme), json_ld::write(programme, None))
    });
    assert_eq!(
        title,
        "</script><!--<script>]]>\"',;: \u{202E}dorp\u{202C} BEGIN:VEVENT 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉"
    );
    let facts = facts.expect("has facts");
    assert!(!facts.contains('<'), "{facts}");
    let facts: serde_json::Value = serde_json::from_str(&facts).expect("is JSON");
    assert_eq!(facts["@graph"][0]["subEvent"]["name"], title);
    for file in files {
        assert!(!file.text.contains('\u{7}'), "{}", file.path);
        if file.path.ends_with(".ics") {
            let breaks = file.text.matches("\r\n").count();
            assert_eq!((file.text.matches('\n').count(), file.text.matches('\r').count()), (breaks, breaks));
            let lines = file.text.split("\r\n");
            assert_eq!(
                lines.clone().filter(|line| *line == "BEGIN:VEVENT").count(),
                if file.path == CALENDAR { 2 } else { 1 }
            );
            lines.for_each(|line| assert!(line.len() <= 75, "{line}"));
        } else if file.path == SCHEDULE_XML {
            assert!(file.text.contains("<title>&lt;/script&gt;"), "{}", file.text);
        }
    }
}

#[test]
fn a_paper_is_cited_with_as_much_of_its_date_as_is_known() {
    for (date, cited, published) in [
        ("2031-03-01", "2031/03/01", Some("2031-03-01")),
        ("2031-03", "2031", None),
        ("to be announced", "2031", None),
    ] {
        let edition = ONE_DAY.replace("2031-03-01", date);
        let paper = "[[papers]]\nid = \"a\"\ntitle = \"A\"\nauthors = [\"Ada B.\"]\n";
        let texts = [("edition.toml", edition.as_str()), ("papers.toml", paper)];
        said(&texts, |programme| {
            let tags = citation::write(programme, &programme.papers[0]);
            let told = tags.iter().find(|(name, _)| *name == "citation_publication_date");
            assert_eq!(told.map(|(_, date)| date.as_str()), Some(cited), "{date}");
            let facts =
                json_ld::write_paper(programme, &programme.papers[0], "https://example.org/papers/a/");
            let facts: serde_json::Value = serde_json::from_str(&facts).expect("is JSON");
            assert_eq!(facts["@graph"][0]["datePublished"].as_str(), published);
            assert_eq!(facts["@graph"][0]["@id"], "#paper-a");
        });
    }
}

#[test]
fn a_paper_without_authors_or_year_is_not_cited() {
    let no_author = "[[papers]]\nid = \"a\"\ntitle = \"A\"\n";
    let no_year = ONE_DAY.replace("2031-03-01", "to be announced").replace("CONF 2031", "CONF");
    let author = format!("{no_author}authors = [\"B\"]\n");
    for (edition, papers) in [(ONE_DAY, no_author), (no_year.as_str(), author.as_str())] {
        let texts = [("edition.toml", edition), ("papers.toml", papers)];
        assert_eq!(said(&texts, |programme| citation::write(programme, &programme.papers[0])), []);
    }
}
