use std::{fs, sync::Arc};

use jiff::SignedDuration;

use super::*;
use crate::links::{
    context::{EditionFacts, Expected},
    hosts::testing::{context, now, parse},
};

const URL: &str = "https://a.org/page";

fn found(verdict: Verdict, title: &str, end: &str) -> Finding {
    let judgement = Judgement {
        title: Some(title.to_owned()),
        ..Judgement::new(verdict, "kind", "what was \"seen\" \u{1b}")
    };
    Finding {
        url: parse(URL),
        judgement,
        status: Some(200),
        final_url: Some(parse(end)),
        checked_at: now(),
        requests: 1,
    }
}

fn good() -> Finding {
    found(Verdict::Good, "On cats", "https://a.org/page/")
}

fn dead() -> Finding {
    found(Verdict::Dead, "Not found", "https://a.org/404")
}

fn later(days: i64) -> Timestamp {
    now() + SignedDuration::from_hours(24 * days)
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn the_file_is_for_people_and_the_same_for_the_same_findings() {
    let folder = folder();
    let path = folder.path().join("links.lock.toml");
    let mut record = Record::read(&path);
    record.update(&[good()], now());
    record.update(&[dead()], later(1));
    record.write().expect("writes");
    let text = fs::read_to_string(&path).expect("reads");
    assert_eq!(
        text,
        "# What `dlde links` found last. It is made by that command; keep it in git, so that changes are seen.\n\
         version = 1\n\n\
         [[links]]\n\
         url = \"https://a.org/page\"\n\
         verdict = \"dead\"\n\
         evidence = \"what was \\\"seen\\\" \\\\u{1b}\"\n\
         checked = \"2031-01-16\"\n\
         good = \"2031-01-15\"\n\
         final = \"https://a.org/page/\"\n\
         title = \"On cats\"\n\
         failed = [\"2031-01-16\"]\n"
    );
    let mut again = Record::read(&path);
    assert!(again.set_aside().is_none());
    again.update(&[dead()], later(1));
    again.write().expect("writes");
    assert_eq!(fs::read_to_string(&path).expect("reads"), text);
    assert_eq!(fs::read_dir(folder.path()).expect("lists").count(), 1, "nothing is left beside it");
}

#[test]
fn a_good_answer_holds_for_a_time_by_its_class() {
    let folder = folder();
    let path = folder.path().join("r.toml");
    let days = |url: &str, context: &Context| {
        let mut record = Record::read(&path);
        let mut finding = good();
        finding.url = parse(url);
        record.update(&[finding], now());
        (0..200)
            .take_while(|days| {
                let context = Context { now: later(*days), ..context.clone() };
                record.reusable(&parse(url), &context).is_some()
            })
            .count()
    };
    assert_eq!(days("https://doi.org/10.1/x", &context()), 90);
    assert_eq!(days("https://www.pnas.org/x", &context()), 30);
    assert_eq!(days(URL, &context()), 7);
    let form = "https://forms.gle/x";
    assert_eq!(days(form, &context()), 7);
    let facts = EditionFacts {
        folder: "content".to_owned(),
        acronym: "DLDE".to_owned(),
        conference: "NeurIPS 2031".to_owned(),
        year: Some(2031),
        deadline: Some(later(10)),
        end: None,
    };
    let mut near = context();
    let expected = Expected { editions: vec![Arc::new(facts)], ..Expected::default() };
    near.expected.insert(form.to_owned(), expected);
    assert_eq!(days(form, &near), 1);
}

#[test]
fn what_was_not_good_or_comes_from_a_wrong_clock_is_asked_again() {
    let mut record = Record::read(&folder().path().join("r.toml"));
    let context = context();
    assert!(record.reusable(&parse(URL), &context).is_none());
    for verdict in [Verdict::Dead, Verdict::Unknown, Verdict::Moved, Verdict::Closed] {
        record.update(&[found(verdict, "T", URL)], now());
        assert!(record.reusable(&parse(URL), &context).is_none(), "{verdict:?}");
    }
    record.update(&[good()], later(5));
    assert!(record.reusable(&parse(URL), &context).is_none(), "it was written in the future");
    record.update(&[good()], now());
    let reused = record.reusable(&parse(URL), &context).expect("holds");
    assert_eq!((reused.requests, reused.judgement.verdict), (0, Verdict::Good));
    assert!(reused.judgement.evidence.starts_with("on 2031-01-15: what was"));
    record.update(&[reused], later(3));
    assert!(
        record.reusable(&parse(URL), &Context { now: later(8), ..context }).is_none(),
        "nothing was asked anew"
    );
}

#[test]
fn a_link_that_leads_elsewhere_than_before_is_told() {
    let mut record = Record::read(&folder().path().join("r.toml"));
    record.update(&[good()], now());
    let warnings = |finding: Finding| {
        let mut finding = finding;
        record.compare(&mut finding);
        finding.judgement.warnings
    };
    assert!(warnings(good()).is_empty());
    assert!(warnings(found(Verdict::Good, "On Cats | A", "https://www.a.org/x")).is_empty());
    assert_eq!(
        warnings(found(Verdict::Good, "Best casino", "https://b.org/")),
        [
            "it leads to b.org, and on 2031-01-15 led to a.org",
            "it is called “Best casino”, and on 2031-01-15 was called “On cats”"
        ]
    );
    assert!(warnings(dead()).is_empty());
}

#[test]
fn a_link_is_dead_for_the_archive_after_three_days() {
    let mut record = Record::read(&folder().path().join("r.toml"));
    let url = parse(URL);
    record.update(&[dead(), dead(), dead()], now());
    record.update(&[dead()], later(1));
    assert_eq!(record.dead_for_archive(&url), None, "two days");
    record.update(&[found(Verdict::Unknown, "", URL)], later(2));
    record.update(&[dead()], later(3));
    assert_eq!(record.dead_for_archive(&url), Some(Since(day(now()))));
    record.update(&[dead()], later(4));
    assert_eq!(record.dead_for_archive(&url), Some(Since(day(now()))));
    record.update(&[good()], later(5));
    assert_eq!(record.dead_for_archive(&url), None, "it is back");
    record.update(&[dead()], later(9));
    record.update(&[dead()], later(10));
    record.update(&[dead()], now());
    assert_eq!(record.dead_for_archive(&url), None, "days to come are forgotten when the clock goes back");
}

#[test]
fn what_is_not_ours_is_set_aside_and_not_overwritten() {
    let folder = folder();
    let path = folder.path().join("links.lock.toml");
    let entry = "[[links]]\nurl = \"https://a.org/\"\nverdict = \"good\"\nevidence = \"x\"\nchecked = \"2031-01-15\"\n";
    for (text, why) in [
        (
            format!("version = 1\n<<<<<<< ours\n{entry}=======\n>>>>>>> theirs\n"),
            "it has marks of a merge conflict",
        ),
        ("version = 2\n".to_owned(), "it is of version 2, and this program writes version 1"),
        (entry.to_owned(), "it does not say its version"),
        ("version = 1\n[[links]\n".to_owned(), ""),
        (format!("version = 1\n{entry}mood = \"x\"\n"), "unknown field `mood`"),
        (format!("version = 1\n{}", entry.replace("01-15", "13-15")), "a date of https://a.org/ is none"),
    ] {
        fs::write(&path, &text).expect("writes");
        let mut record = Record::read(&path);
        let error = record.set_aside().expect("is set aside").to_string();
        assert!(error.contains(&format!("is left as it is and not used: {why}")), "{error}");
        record.update(&[good()], now());
        record.write().expect("does nothing");
        assert_eq!(fs::read_to_string(&path).expect("reads"), text);
    }
    fs::write(&path, b"version = 1 # \xff").expect("writes");
    assert!(Record::read(&path).set_aside().is_some());
}

#[test]
fn two_runs_at_once_keep_what_both_found() {
    let folder = folder();
    let path = folder.path().join("links.lock.toml");
    std::thread::scope(|scope| {
        for run in 0..8 {
            let path = &path;
            scope.spawn(move || {
                let mut record = Record::read(path);
                let mut finding = good();
                finding.url = parse(&format!("https://a.org/{run}"));
                record.update(&[finding], now());
                record.write().expect("writes");
            });
        }
    });
    assert_eq!(Record::read(&path).links.len(), 8);
    let mut record = Record::read(&path);
    fs::write(&path, "<<<<<<< ours\n").expect("writes");
    record.update(&[good()], now());
    assert!(record.write().is_err(), "the conflict came while the run went on");
    assert_eq!(fs::read_to_string(&path).expect("reads"), "<<<<<<< ours\n");
}

#[test]
fn links_that_are_gone_from_the_site_are_forgotten() {
    let folder = folder();
    let path = folder.path().join("links.lock.toml");
    let mut record = Record::read(&path);
    let mut other = good();
    other.url = parse("https://b.org/");
    record.update(&[good(), other], now());
    record.write().expect("writes");
    let mut record = Record::read(&path);
    record.keep_only([&parse("https://b.org/")]);
    record.write().expect("writes");
    assert_eq!(Record::read(&path).links.keys().collect::<Vec<_>>(), ["https://b.org/"]);
}
