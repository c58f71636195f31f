//! `dlde check`: every mistake at its line, in every form of report.

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{Site, dlde, repository, tree};

/// A day on which what the repository records still holds.
const TODAY: [&str; 2] = ["--today", "2027-01-15"];

/// A site that breaks no rule.
fn site() -> Site {
    let site = Site::small();
    site.edit("content/edition.toml", "America/New_York", "America/Los_Angeles")
        .edit("content/edition.toml", "start = \"09:00\"", "start = \"06:00\"")
        .edit("content/edition.toml", "end = \"14:00\"", "end = \"12:00\"")
        .edit("config.toml", "dlde-2023.github.io", "workshop.test");
    site
}

fn check(site: &Site, options: &[&str]) -> String {
    let run = site.dlde(&[&["check", "--today", "2031-01-15"], options].concat());
    format!("exit {}\n{}{}", run.code, run.out, run.err)
}

#[test]
fn the_real_site_reports_only_what_is_recorded() {
    let run = dlde(repository(), &[&["check"], TODAY.as_slice()].concat());
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (
            0,
            "nothing to report in 12 files and 6 pages; 29 problems are recorded in content/exceptions.toml\n",
            ""
        )
    );
}

#[test]
fn a_file_that_cannot_be_read_makes_no_recorded_question_unneeded() {
    let site = real();
    site.edit("content/edition.toml", "date = \"2023-12-09\"", "date = \"2023-12-9\"");
    let run = site.dlde(&[&["check"], TODAY.as_slice()].concat());
    assert_eq!(run.code, 1);
    assert!(run.out.contains("error[bad-value]") && !run.out.contains("unused-exception"), "{}", run.out);
}

#[test]
fn a_formula_that_cannot_be_set_is_a_problem_like_others() {
    let site = Site::small();
    site.add("content/introduction.md", "\nAs $`\\frac{1`$.\n");
    let said = check(&site, &[]);
    assert!(said.contains("\nwarning[maths]: this formula cannot be set"), "{said}");
    assert!(said.contains("--> content/introduction.md:") && !said.contains("nothing to report"), "{said}");
    assert!(check(&site, &["--format", "json"]).contains("\"maths\""));
    // Recorded, it is needed also where only the built pages are looked at.
    site.add(
        "content/exceptions.toml",
        "[[exceptions]]\nrule = \"maths\"\nfile = \"content/introduction.md\"\nreason = \"later\"\nowner = \"me\"\n\
         expires = \"2031-12-31\"\n",
    );
    assert_eq!(site.dlde(&["build", "--today", "2031-01-15"]).code, 0);
    for options in [&[][..], &["--pages", "public"]] {
        let said = check(&site, options);
        assert!(!said.contains("unused-exception") && !said.contains("[maths]"), "{said}");
    }
    assert!(check(&site, &["--explain", "maths"]).contains("cannot be set"));
}

/// A copy of the real site.
fn real() -> Site {
    let site = Site::small();
    for (name, bytes) in tree(&repository().join("content")) {
        site.write(&format!("content/{}", name.display()), bytes);
    }
    site
}

#[test]
fn the_readme_shows_what_a_check_says() {
    let site = real();
    let readme = std::fs::read_to_string(repository().join("README.md")).expect("reads");
    let shown = |text: &str| readme.contains(&format!("```text\n{}\n```\n", text.trim_end()));
    let passing = site.dlde(&[&["check"], TODAY.as_slice()].concat());
    assert!(passing.code == 0 && shown(&passing.out), "{}", passing.out);
    site.edit("content/call.md", "- At most 4 pages", "- Until Monday, 9 December 2023: at most 4 pages")
        .edit("content/edition.toml", "1fw/viewform", "1fw/edit")
        .edit("content/schedule.toml", "start = \"06:50\"", "start = \"05:50\"");
    let failing = site.dlde(&[&["check"], TODAY.as_slice()].concat());
    assert!(failing.code == 1 && shown(&failing.out), "{}", failing.out);
}

/// Mistakes that were made on past pages, and others of their kind, each with what finds it.
#[rustfmt::skip]
const MISTAKES: [(&str, &str, &str, &str); 64] = [
    ("edition.toml", "date = \"2023-12-09\"", "date = \"2022-12-09\"", "edition.toml:18 event-year"),
    ("edition.toml", "conference = \"NeurIPS 2023\"", "conference = \"NeurIPS 2022\"", "edition.toml:18 event-year"),
    ("edition.toml", "end = \"14:00\"", "end = \"02:00\"", "edition.toml:20 days-of-the-event"),
    ("edition.toml", "end = \"14:00\"", "end = \"13:00\"", "schedule.toml:76 entry-outside-hours"),
    ("edition.toml", "end = \"14:00\"", "end = \"18:00\"", "edition.toml:20 hours-without-entries"),
    ("edition.toml", "start = \"07:00\"", "start = \"08:00\"", "schedule.toml:11 entry-outside-hours"),
    ("edition.toml", "start = \"07:00\"", "start = \"05:00\"", "edition.toml:19 hours-without-entries"),
    ("edition.toml", "date = \"2022-10-01\"", "date = \"2023-12-19\"", "edition.toml:52 deadline-after-event"),
    ("edition.toml", "date = \"2022-10-01\"", "date = \"2023-10-01\"\nwas = \"2023-10-08\"", "edition.toml:53 extended-deadline"),
    ("edition.toml", "date = \"2022-10-17\"", "date = \"2022-09-17\"", "edition.toml:59 date-order"),
    ("edition.toml", "dlde.workshop@gmail.com", "dlde.workshop at gmail.com", "edition.toml:11 mail"),
    ("edition.toml", "NeurIPS.cc/2022/Workshop/DLDE\"", "NeurIPS.cc/2021/Workshop/DLDE\"", "edition.toml:34 link-of-another-year"),
    ("edition.toml", "NeurIPS.cc/2022/Workshop/DLDE\"", "NeurIPS.cc/Workshop/DLDE\"", "edition.toml:34 openreview-group"),
    ("edition.toml", "https://openreview.net/group?id=NeurIPS.cc/2022/Workshop/DLDE\"", "https://a.org](https://a.org)\"", "edition.toml:34 markdown-in-address"),
    ("edition.toml", "1fw/viewform", "1fw/edit", "edition.toml:40 form-address"),
    ("edition.toml", "1fw/viewform", "1fw/closedform", "edition.toml:40 form-address"),
    ("edition.toml", "1fw/viewform", "1fw/viewform)", "edition.toml:40 stray-character"),
    ("edition.toml", "alt = \"Phase portrait", "alt = \"banner.svg\" # ", "edition.toml:26 alt"),
    ("schedule.toml", "\"Pacific Time\"", "\"Central Time\"", "schedule.toml:7 zone-label"),
    ("schedule.toml", "start = \"04:10\"", "start = \"16:10\"", "schedule.toml:16 entry-outside-hours"),
    ("schedule.toml", "start = \"06:50\"", "start = \"05:50\"", "schedule.toml:46 order-of-the-day"),
    ("schedule.toml", "start = \"06:50\"", "start = \"06:05\"", "schedule.toml:46 room-overlap"),
    ("schedule.toml", "start = \"07:05\"", "start = \"07:05\"\nend = \"06:20\"", "schedule.toml:52 entry-ends-before-start"),
    ("schedule.toml", "start = \"04:00\"", "start = \"04:00\"\ndate = \"2022-12-09\"", "schedule.toml:12 entry-day"),
    ("schedule.toml", "speakers = [\"rose-yu\"]", "speakers = [\"yang-song\"]", "people.toml:23 speaker-not-in-schedule"),
    ("schedule.toml", "speakers = [\"rose-yu\"]", "speakers = [\"winnie-xu\"]", "schedule.toml:58 speaker-without-profile"),
    ("schedule.toml", "title = \"Break\"", "title = \"Break until 13:15 AM\"", "schedule.toml:53 impossible-time"),
    ("people.toml", "https://www.jogar.ch/", "https://winniexu.ca/", "people.toml:59 two-people-one-value"),
    ("people.toml", "\"Stanford University\"", "\"Stanfort University\"", "people.toml:66 affiliation-spelling"),
    ("people.toml", "Halıcıoğlu", "Halıcıo \u{306}glu", "people.toml:28 split-letter"),
    ("people.toml", "name = \"Qiyao Wei\"", "name = \"Winnie  Xu\"", "people.toml:76 one-person-two-spellings"),
    ("call.md", "- At most 4 pages", "- Lorem ipsum 4 pages", "call.md:29 placeholder"),
    ("call.md", "the wider NeurIPS community", "the NeurIPS 2022 community", "call.md:33 name-of-another-edition"),
    ("call.md", "- At most 4 pages", "- By Monday, 9 December 2023, 4 pages", "call.md:29 weekday"),
    ("call.md", "- At most 4 pages", "- By 9 December 2022, 4 pages", "call.md:29 another-year"),
    ("call.md", "- At most 4 pages", "- [See](kidger.site) 4 pages", "call.md:29 no-scheme"),
    ("references.bib", "year    = {2019}", "year    = {2091}", "references.bib:8 reference-year"),
    ("references.bib", "10.1137/19M1274067", "1137/19M1274067} , doi = {1137/19M1274067", "references.bib:90 doi"),
    ("references.bib", "  journal = {PNAS},\n", "", "references.bib:12 missing-field"),
    ("references.bib", "https://openreview.net/forum?id=HyWrIgW0W", "https://openreview.net/forum?id=Hy", "references.bib:50 openreview-forum"),
    ("edition.toml", "acronym =", "acronim =", "edition.toml:8 unknown-key"),
    ("edition.toml", "acronym = \"DLDE\"", "acronym = DLDE", "edition.toml:8 toml-syntax"),
    ("edition.toml", "zone = \"America/New_York\"", "zone = \"America/Chicago\"", "schedule.toml:11 entry-outside-hours"),
    ("edition.toml", "zone = \"America/New_York\"", "zone = \"New York\"", "edition.toml:21 bad-value"),
    ("edition.toml", "mode = \"virtual\"", "mode = \"online\"", "edition.toml:22 unknown-word"),
    ("edition.toml", "date = \"2023-12-09\"", "date = \"2023-12-32\"", "edition.toml:18 bad-value"),
    ("edition.toml", "image = \"banner.svg\"", "image = \"Banner.svg\"", "edition.toml:25 missing-image"),
    ("edition.toml", "label = \"Workshop Date\"", "label = \"Workshop Date\"\ndate = \"2022-12-09\"", "edition.toml:67 two-dates"),
    ("edition.toml", "1fw/viewform\"", "1fw/viewform\"\nfrom = \"2023-12-01\"\nuntil = \"2023-11-01\"", "edition.toml:42 life-of-a-link"),
    ("edition.toml", "conference = \"NeurIPS 2023\"", "conference = \"NeurIPS 2023\"\nnumeral = \"II\"", "edition.toml:11 toml-syntax"),
    ("schedule.toml", "speakers = [\"yang-song\"]", "speakers = [\"yang-sing\"]", "schedule.toml:43 unknown-speaker"),
    ("schedule.toml", "kind = \"closing\"", "kind = \"end\"", "schedule.toml:77 unknown-word"),
    ("schedule.toml", "start = \"10:45\"", "start = \"24:00\"", "schedule.toml:76 bad-value"),
    ("schedule.toml", "zone = \"America/Los_Angeles\"", "zone = \"AoE\"", "schedule.toml:6 zone-of-hours"),
    ("people.toml", "id = \"qiyao-wei\"", "id = \"winnie-xu\"", "people.toml:75 duplicate-id"),
    ("people.toml", "https://roseyu.com/", "roseyu.com", "people.toml:25 bad-value"),
    ("people.toml", "https://www.jogar.ch/", "https://www.jogar.ch/%20", "people.toml:59 stray-character"),
    ("people.toml", "name = \"Michael Poli\"", "name = \"Michael Poli\"\nphoto = \"poli.jpg\"", "people.toml:65 missing-image"),
    ("call.md", "[](references.bib#bai2019)", "[](references.bib#bai2020)", "call.md:10 unknown-citation"),
    ("call.md", "[](references.bib#haber2017)", "", "references.bib:20 never-cited"),
    ("call.md", "- At most 4 pages", "- By 31 November 2023, 4 pages", "call.md:29 impossible-date"),
    ("call.md", "- At most 4 pages", "- In Vancouver, 4 pages", "call.md:29 city-of-another-edition"),
    ("call.md", "- At most 4 pages", "- ![](sketch.png) 4 pages", "call.md:29 alt"),
    ("call.md", "- At most 4 pages", "- [Ask](mailto:dlde) 4 pages", "call.md:29 mail"),
];

#[test]
fn single_mistakes_on_the_real_site_are_found_at_their_lines() {
    let mut missed = Vec::new();
    for (file, right, wrong, expected) in MISTAKES {
        let site = real();
        site.edit(&format!("content/{file}"), right, wrong);
        let run = site.dlde(&[&["check", "--format", "json"], TODAY.as_slice()].concat());
        let found = lines(&run.out);
        if !found.contains(&format!("content/{expected}")) {
            missed.push(format!("{expected} after {wrong:?} in {file}; found: {}", found.join(", ")));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// The problems of a report in JSON as `file:line rule`.
fn lines(report: &str) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(report).expect("is JSON");
    let text = |value: &serde_json::Value| value.as_str().expect("is text").to_owned();
    let problems = report["problems"].as_array().expect("a list");
    problems
        .iter()
        .map(|p| match p["line"].as_u64() {
            Some(line) => format!("{}:{line} {}", text(&p["file"]), text(&p["rule"])),
            None => format!("{} {}", text(&p["file"]), text(&p["rule"])),
        })
        .collect()
}

/// A file, what is written there, and what is written instead.
type Edit = (&'static str, &'static str, &'static str);

#[test]
fn an_edition_that_was_written_over_is_known_from_git() {
    let site = site();
    site.edit("content/edition.toml", "SmallConf 2031", "SmallConf 2030")
        .edit("content/edition.toml", "2031-05-02", "2030-05-02")
        .edit(
            "content/edition.toml",
            "mode = \"virtual\"",
            "mode = \"hybrid\"\nplace = \"Old Hall, Springfield\"",
        );
    git(&site, &["init", "--quiet", "--initial-branch", "main"]);
    git(&site, &["add", "."]);
    git(&site, &["commit", "--quiet", "--message", "The edition of 2030"]);
    site.edit("content/edition.toml", "SmallConf 2030", "SmallConf 2031")
        .edit("content/edition.toml", "2030-05-02", "2031-05-02")
        .edit(
            "content/edition.toml",
            "mode = \"hybrid\"\nplace = \"Old Hall, Springfield\"",
            "mode = \"virtual\"",
        )
        .add("content/call.md", "\nMeet us in Springfield.\n");
    git(&site, &["commit", "--quiet", "--all", "--message", "The edition of 2031"]);
    assert_data_eq!(check(&site, &["--format", "github"]), str![[r#"
exit 1
::warning file=content/call.md,line=7,col=12,endLine=7,endColumn=22,title=city-of-another-edition::Springfield is where the edition in the git history was%0Awrite where this edition is
::error file=content/edition.toml,line=21,col=7,endLine=21,endColumn=34,title=same-as-another-edition::the edition in the git history has the same address%0Awrite the address of this edition; take the link out until there is one

"#]].raw());
}

fn git(site: &Site, arguments: &[&str]) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    let run =
        std::process::Command::new("git").current_dir(site.path("")).args(identity).args(arguments).status();
    assert!(run.expect("git starts").success(), "{arguments:?}");
}

/// Changes that make something unusual, and legal, of the small edition, and the day they are looked at.
#[rustfmt::skip]
const UNUSUAL: [(&str, &str, &[Edit]); 12] = [
    ("overnight", "2031-01-15", &[
        ("edition.toml", "start = \"06:00\"\nend = \"12:00\"", "start = \"21:00\"\nend = \"02:00\""),
        ("schedule.toml", "06:00", "21:00"),
        ("schedule.toml", "06:30", "22:00"), ("schedule.toml", "start = \"10:30\"", "start = \"23:45\"\nend = \"00:30\""),
    ]),
    ("two zones that say so", "2031-01-15", &[
        ("edition.toml", "America/Los_Angeles", "America/New_York"), ("edition.toml", "06:00", "09:00"), ("edition.toml", "12:00", "15:00"),
        ("edition.toml", "mode = \"virtual\"", "mode = \"hybrid\"\nplace = \"Old Hall, Boston\""),
        ("schedule.toml", "zone = \"America/Los_Angeles\"", "zone = \"America/Los_Angeles\"\nzone_label = \"Pacific Time\""),
    ]),
    ("the same clock by another name", "2031-01-15", &[
        ("schedule.toml", "America/Los_Angeles", "US/Pacific"),
    ]),
    ("only a month is known", "2030-09-01", &[
        ("edition.toml", "\"2031-05-02\"", "\"2031-05\""), ("edition.toml", "\"2031-02-01\"", "\"2031-02\""),
        ("edition.toml", "start = \"06:00\"\nend = \"12:00\"\n", ""),
    ]),
    ("nothing is known yet", "2030-05-01", &[
        ("edition.toml", "\"2031-05-02\"", "\"to be announced\""), ("edition.toml", "\"2031-02-01\"", "\"to be announced\""),
        ("edition.toml", "\"2031-03-01\"", "\"to be announced\""), ("edition.toml", "start = \"06:00\"\nend = \"12:00\"\n", ""),
    ]),
    ("an extended deadline", "2031-01-15", &[
        ("edition.toml", "date = \"2031-02-01\"", "date = \"2031-02-08\"\nwas = \"2031-02-01\""),
    ]),
    ("the event on the day of the clock change", "2031-01-15", &[
        ("edition.toml", "2031-05-02", "2031-03-09"),
    ]),
    ("two days", "2031-01-15", &[
        ("edition.toml", "date = \"2031-05-02\"", "date = \"2031-05-02\"\nlast_date = \"2031-05-03\""),
        ("schedule.toml", "start = \"10:30\"", "date = \"2031-05-03\"\nstart = \"10:30\""),
    ]),
    ("an archive", "2035-01-01", &[
        ("people.toml", "confirmed = true\n", ""), ("recordings.md", "They will be on the usual channel.", "They are on the usual channel."),
    ]),
    ("a history of the workshop in its text", "2031-01-15", &[
        ("introduction.md", "Small things matter", "After 2028, 2029 and 2030 in Springfield, where all began, small things matter"),
    ]),
    ("one person in two roles, and names that are nearly the same", "2031-01-15", &[
        ("people.toml", "id = \"cy-klein\"\nname = \"Cy Klein\"", "id = \"ada-minim-2\"\nname = \"Ada Minim\"\n\n[[organisers]]\nid = \"w\"\nname = \"Wei Wang\"\n\n[[organisers]]\nid = \"x\"\nname = \"Min Zhang\"\n\n[[organisers]]\nid = \"y\"\nname = \"\u{738b}\u{4f1f}\""),
    ]),
    ("a ratio, a verse and a version in the text", "2031-01-15", &[
        ("call.md", "Send short notes", "Send notes of a ratio 16:9 or 40:1, on John 3:16 or TLS 1.3 (RFC 2026), short ones"),
    ]),
];

#[test]
fn unusual_editions_give_no_false_alarm() {
    for (name, today) in [("full", "2024-10-01"), ("consumer", "2025-05-01"), ("bare", "2026-01-01")] {
        assert_eq!((name, alarms(&elsewhere(name), today)), (name, Vec::new()));
    }
    for (name, today, edits) in UNUSUAL {
        let site = site();
        for (file, from, to) in edits {
            site.edit(&format!("content/{file}"), from, to);
        }
        let run = site.dlde(&["build", "--today", today]);
        assert_eq!((name, run.code, run.err.as_str()), (name, 0, ""), "is legal");
        assert_eq!((name, alarms(&site, today)), (name, Vec::new()));
    }
}

/// A site of the tests, published at an address that says nothing about it.
fn elsewhere(name: &str) -> Site {
    let site = if name == "consumer" { Site::consumer("theme") } else { Site::of(name) };
    let config = site.read("config.toml").replace("https://dlde-2023.github.io", "https://workshop.test");
    site.write("config.toml", config);
    site
}

/// What is wrong with a site on a day, beside what is only missing yet.
fn alarms(site: &Site, today: &str) -> Vec<String> {
    let run = site.dlde(&["check", "--format", "json", "--today", today]);
    lines(&run.out).into_iter().filter(|line| !line.contains(" due-")).collect()
}

#[test]
fn an_edition_at_its_beginning_gets_a_list_of_things_to_do() {
    let run = elsewhere("bare").dlde(&["check", "--format", "json", "--today", "2026-01-01"]);
    assert_data_eq!(
        lines(&run.out).join("\n"),
        str![[r#"
content/edition.toml due-contact
content/edition.toml due-hours
content/edition.toml due-people
content/edition.toml due-people
content/edition.toml due-place
content/edition.toml due-programme
content/edition.toml due-text
content/edition.toml:7 due-date
"#]]
    );
    assert_eq!(run.code, 0);
}

#[test]
fn without_what_is_recorded_the_real_site_reports_every_contradiction_of_the_old_page() {
    let site = real();
    site.remove("content/exceptions.toml");
    let run = site.dlde(&[&["check", "--format", "json"], TODAY.as_slice()].concat());
    assert_data_eq!(
        lines(&run.out).join("\n"),
        str![[r#"
content/edition.toml:14 forced-stage
content/edition.toml:34 link-of-another-year
content/edition.toml:45 link-of-another-year
content/edition.toml:52 date-of-another-year
content/edition.toml:59 date-of-another-year
content/edition.toml:60 aoe
content/edition.toml:67 aoe
content/papers.toml:6 link-of-another-year
content/papers.toml:6 openreview-tab
content/papers.toml:11 link-of-another-year
content/papers.toml:11 openreview-tab
content/people.toml:9 one-person-two-spellings
content/people.toml:11 confirmed-after-event
content/people.toml:26 confirmed-after-event
content/people.toml:41 confirmed-after-event
content/people.toml:84 affiliation-spelling
content/recordings.md:6 still-open
content/references.bib:17 publisher-address
content/references.bib:23 journal-is-publisher
content/references.bib:25 publisher-address
content/references.bib:42 moved-host
content/references.bib:58 http
content/references.bib:66 publisher-address
content/references.bib:88 journal-is-publisher
content/references.bib:90 publisher-address
content/references.bib:99 publisher-address
content/references.bib:115 publisher-address
content/references.bib:123 publisher-address
content/schedule.toml:6 schedule-zone
"#]]
    );
    assert_eq!(run.code, 1);
}

#[test]
fn a_site_without_problems_says_so_in_a_line_or_nothing() {
    let site = site();
    assert_eq!(check(&site, &[]), "exit 0\nnothing to report in 11 files and 6 pages\n");
    assert_eq!(check(&site, &["--quiet"]), "exit 0\n");
    assert_eq!(check(&site, &["--format", "github"]), "exit 0\n");
}

#[test]
fn an_error_is_shown_with_place_cause_and_remedy() {
    let site = site();
    site.edit("content/schedule.toml", "America/Los_Angeles", "America/Anchorage");
    assert_data_eq!(
        check(&site, &[]),
        str![[r#"
exit 1
error[schedule-zone]: the schedule is on the clock of America/Anchorage, the header on that of America/Los_Angeles
 --> content/schedule.toml:1:8
  |
1 | zone = "America/Anchorage"
  |        ^^^^^^^^^^^^^^^^^^^
  |
help: write "America/Los_Angeles" here and the times on its clock, or change the zone of the event

1 problem in 1 file
`dlde check --explain RULE` says more about a rule

"#]]
    );
}

#[test]
fn warnings_alone_are_no_failure() {
    let site = site();
    site.add("content/call.md", "\nSee <http://arxiv.org/abs/1706.03762>.\n");
    assert_data_eq!(
        check(&site, &["--quiet"]),
        str![[r#"
exit 0
warning[http]: arxiv.org answers on https
 --> content/call.md:7:6
  |
7 | See <http://arxiv.org/abs/1706.03762>.
  |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: write https://arxiv.org/abs/1706.03762

1 warning in 1 file
`dlde check --explain RULE` says more about a rule

"#]]
    );
}

#[test]
fn mistakes_that_stop_a_build_are_found_too() {
    let site = site();
    site.edit("content/people.toml", "affiliations", "afiliations");
    assert_data_eq!(
        check(&site, &["--format", "github"]),
        str![[r#"
exit 1
::error file=content/people.toml,line=10,col=1,endLine=10,endColumn=11,title=unknown-key::unknown key `afiliations`%0Adid you mean `affiliations`?

"#]]
    );
}

/// A site with an error, a warning and a hostile name.
fn wrong() -> Site {
    let site = site();
    site.edit("content/schedule.toml", "America/Los_Angeles", "America/Anchorage")
        .add(
            "content/people.toml",
            "\n[[organisers]]\nid = \"x\"\nname = \"A,\u{202e}B\"\nurl = \"https://a.org/%20\"\n",
        )
        .add("content/call.md", "\nSee <http://arxiv.org/abs/1706.03762>.\n")
        .write("content/a,b:%\u{202e}.toml", "");
    site
}

#[test]
fn json_is_as_it_is_described() {
    let site = wrong();
    let first = check(&site, &["--format", "json"]);
    assert_eq!(first, check(&site, &["--format", "json"]), "two runs give the same bytes");
    assert_data_eq!(first, str![[r#"
exit 1
{
  "version": 1,
  "problems": [
    {
      "rule": "unknown-file",
      "severity": "error",
      "file": "content/a,b:%\u202e.toml",
      "line": null,
      "column": null,
      "end_line": null,
      "end_column": null,
      "text": null,
      "message": "no edition has a file a,b:%\u202e.toml",
      "hint": "known here: edition.toml, schedule.toml, people.toml, papers.toml, sponsors.toml, editions.toml"
    },
    {
      "rule": "http",
      "severity": "warning",
      "file": "content/call.md",
      "line": 7,
      "column": 6,
      "end_line": 7,
      "end_column": 37,
      "text": "http://arxiv.org/abs/1706.03762",
      "message": "arxiv.org answers on https",
      "hint": "write https://arxiv.org/abs/1706.03762"
    },
    {
      "rule": "stray-character",
      "severity": "error",
      "file": "content/people.toml",
      "line": 20,
      "column": 8,
      "end_line": 20,
      "end_column": 25,
      "text": "https://a.org/%20",
      "message": "this address ends in an encoded blank",
      "hint": "copy the address again, as the browser shows it"
    },
    {
      "rule": "schedule-zone",
      "severity": "error",
      "file": "content/schedule.toml",
      "line": 1,
      "column": 8,
      "end_line": 1,
      "end_column": 27,
      "text": "America/Anchorage",
      "message": "the schedule is on the clock of America/Anchorage, the header on that of America/Los_Angeles",
      "hint": "write \"America/Los_Angeles\" here and the times on its clock, or change the zone of the event"
    }
  ],
  "errors": 3,
  "warnings": 1,
  "excepted": 0
}

"#]].raw());
}

#[test]
fn annotations_cannot_be_forged() {
    assert_data_eq!(check(&wrong(), &["--format", "github"]), str![[r#"
exit 1
::error file=content/a%2Cb%3A%25\u{202e}.toml,line=1,col=1,endLine=1,endColumn=1,title=unknown-file::no edition has a file a,b:%25\u{202e}.toml%0Aknown here: edition.toml, schedule.toml, people.toml, papers.toml, sponsors.toml, editions.toml
::warning file=content/call.md,line=7,col=6,endLine=7,endColumn=36,title=http::arxiv.org answers on https%0Awrite https://arxiv.org/abs/1706.03762
::error file=content/people.toml,line=20,col=8,endLine=20,endColumn=24,title=stray-character::this address ends in an encoded blank%0Acopy the address again, as the browser shows it
::error file=content/schedule.toml,line=1,col=8,endLine=1,endColumn=26,title=schedule-zone::the schedule is on the clock of America/Anchorage, the header on that of America/Los_Angeles%0Awrite "America/Los_Angeles" here and the times on its clock, or change the zone of the event

"#]].raw());
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let run = wrong().dlde(&["check", "--today", "2031-01-15", "--format", "sarif"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert!(!run.out.contains('\u{202e}'));
    let log: serde_json::Value = serde_json::from_str(&run.out).expect("is JSON");
    assert_eq!(log["version"], "2.1.0");
    let runs = log["runs"].as_array().expect("runs");
    let driver = &runs[0]["tool"]["driver"];
    assert_eq!((runs.len(), driver["name"].as_str()), (1, Some("dlde")));
    let rules = driver["rules"].as_array().expect("rules");
    let levels = ["error", "warning", "note", "none"];
    for rule in rules {
        assert!(rule["id"].is_string() && rule["shortDescription"]["text"].is_string(), "{rule}");
        assert!(levels.contains(&rule["defaultConfiguration"]["level"].as_str().expect("a level")), "{rule}");
    }
    let results = runs[0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 4);
    for result in results {
        assert!(
            result["message"]["text"].is_string()
                && levels.contains(&result["level"].as_str().expect("a level"))
        );
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("is small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("an address");
        assert!(uri.is_ascii() && !uri.contains([' ', ':', ',']) && !uri.starts_with('/'), "{uri}");
        for side in place["region"].as_object().iter().flat_map(|region| region.values()) {
            assert!(side.as_u64().is_some_and(|number| number > 0), "{place}");
        }
    }
}

const EXCEPTION: &str = "[[exceptions]]\nrule = \"schedule-zone\"\nfile = \"content/schedule.toml\"\n\
                         value = \"America/Anchorage\"\nreason = \"r\"\nowner = \"o\"\nexpires = \"2031-02-01\"\n";

#[test]
fn a_recorded_problem_is_left_out_until_its_day() {
    let site = site();
    site.edit("content/schedule.toml", "America/Los_Angeles", "America/Anchorage")
        .write("content/exceptions.toml", EXCEPTION);
    assert_eq!(
        check(&site, &[]),
        "exit 0\nnothing to report in 12 files and 6 pages; 1 problem is recorded in content/exceptions.toml\n"
    );
    let later = site.dlde(&["check", "--today", "2031-02-03", "--format", "github"]);
    assert_data_eq!(later.out, str![[r#"
::error file=content/exceptions.toml,line=7,col=11,endLine=7,endColumn=22,title=expired-exception::the day of this exception is over%0Aput the problem right, or find with the owner a new reason and a new day
::error file=content/schedule.toml,line=1,col=8,endLine=1,endColumn=26,title=schedule-zone::the schedule is on the clock of America/Anchorage, the header on that of America/Los_Angeles%0Awrite "America/Los_Angeles" here and the times on its clock, or change the zone of the event

"#]].raw());
    assert_eq!(later.code, 1);
}

#[test]
fn an_exception_that_nothing_needs_is_a_warning() {
    let site = site();
    site.write("content/exceptions.toml", EXCEPTION);
    assert_data_eq!(
        check(&site, &[]),
        str![[r#"
exit 0
warning[unused-exception]: nothing needs this exception
 --> content/exceptions.toml:2:8
  |
2 | rule = "schedule-zone"
  |        ^^^^^^^^^^^^^^^
  |
help: take the entry out, if the problem was put right; else correct its file or value

1 warning in 1 file
`dlde check --explain RULE` says more about a rule

"#]]
    );
}

#[test]
fn mistakes_in_the_exceptions_come_first() {
    let site = wrong();
    site.write(
        "content/exceptions.toml",
        EXCEPTION.replace("schedule-zone", "shedule-zone") + "reson = \"x\"\n",
    );
    assert_data_eq!(
        check(&site, &[]),
        str![[r#"
exit 1
error[unknown-key]: unknown key `reson`
 --> content/exceptions.toml:8:1
  |
8 | reson = "x"
  | ^^^^^
  |
help: did you mean `reason`?

1 problem in 1 file
everything else is checked when the exceptions can be read

"#]]
    );
}

#[test]
fn exceptions_that_cannot_be_read_are_not_taken_for_none() {
    let site = site();
    site.write("content/exceptions.toml", b"# Universit\xe9\n");
    let said = str![[r#"
exit 1
error[not-utf-8]: this character is not UTF-8
 --> content/exceptions.toml:1:12
  |
1 | # Universit�
  |            ^
  |
help: save the file as UTF-8 in your editor, and write the character again

1 problem in 1 file
everything else is checked when the exceptions can be read

"#]];
    assert_data_eq!(check(&site, &[]), said);
    assert_data_eq!(
        check(&site, &["--fix"]),
        str![[r#"
exit 2
error: cannot read content/exceptions.toml: this character is not UTF-8
 |
help: put it right first: it says what is not to be changed

"#]]
    );
}

#[test]
fn what_is_left_can_be_recorded() {
    let site = wrong();
    site.remove("content/a,b:%\u{202e}.toml");
    let printed = site.dlde(&["check", "--today", "2031-01-15", "--accept"]);
    assert_data_eq!(
        printed.out.clone(),
        str![[r#"

[[exceptions]]
rule = "http"
file = "content/call.md"
value = "http://arxiv.org/abs/1706.03762"
reason = ""
owner = ""
expires = ""

[[exceptions]]
rule = "stray-character"
file = "content/people.toml"
value = "https://a.org/%20"
reason = ""
owner = ""
expires = ""

[[exceptions]]
rule = "schedule-zone"
file = "content/schedule.toml"
value = "America/Anchorage"
reason = ""
owner = ""
expires = ""

"#]]
        .raw()
    );
    let filled = printed
        .out
        .replace("reason = \"\"", "reason = \"r\"")
        .replace("owner = \"\"", "owner = \"o\"")
        .replace("expires = \"\"", "expires = \"2031-02-01\"");
    site.write("content/exceptions.toml", filled);
    assert!(check(&site, &[]).starts_with("exit 0\nnothing to report"), "{}", check(&site, &[]));
    assert_eq!(site.dlde(&["build"]).code, 0, "the file of exceptions is no file of an edition");
}

#[test]
fn every_rule_is_listed_and_explained() {
    let list = dlde(repository(), &["check", "--rules"]);
    assert_eq!((list.code, list.err.as_str()), (0, ""));
    for line in list.out.lines() {
        let name = line.split_whitespace().next().expect("a name");
        let text = dlde(repository(), &["check", "--explain", name]);
        assert!(text.code == 0 && text.out.starts_with(&format!("{name} (")), "{name}");
    }
}

#[test]
fn a_rule_is_explained() {
    let run = dlde(repository(), &["check", "--explain", "aoe"]);
    assert_data_eq!(
        run.out,
        str![[r#"
aoe (error)

AoE (Anywhere on Earth) says when a deadline passes; a meeting or a decision has a day. Take the line `zone` out.

"#]]
    );
}

#[test]
fn what_cannot_run_ends_with_two() {
    let site = site();
    assert_data_eq!(
        check(&site, &["--explain", "aeo"]),
        str![[r#"
exit 2
error: there is no rule `aeo`
 |
help: `dlde check --rules` lists all

"#]]
    );
    site.remove("content");
    assert_data_eq!(
        check(&site, &[]),
        str![[r#"
exit 2
error: no folder content/ in [SITE]
 |
help: the organisers' files belong there; is this the root of the site?

"#]]
    );
}
