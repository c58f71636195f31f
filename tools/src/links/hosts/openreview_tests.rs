use std::sync::Arc;

use crate::links::{
    answer::{Answer, Failure},
    context::{Context, EditionFacts, Expected},
    hosts::testing::{context, expecting, html, json, redirected, said},
};

const GROUP: &str = "https://openreview.net/group?id=NeurIPS.cc/2031/Workshop/DLDE";
const GROUPS: &str = "https://api2.openreview.net/groups?id=NeurIPS.cc%2F2031%2FWorkshop%2FDLDE";
const INVITATION: &str =
    "https://api2.openreview.net/invitations?id=NeurIPS.cc%2F2031%2FWorkshop%2FDLDE%2F-%2FPaper&expired=true";
const FORUM: &str = "https://openreview.net/forum?id=HyWrIgW0W";

/// The shape of an answer of `/groups`, with what the rule reads of it.
const FOUND: &str = r#"{"groups":[{"id":"NeurIPS.cc/2031/Workshop/DLDE","content":{
    "title":{"value":"The Symbiosis of Deep Learning and Differential Equations"},
    "subtitle":{"value":"DLDE 2031"},
    "submission_id":{"value":"NeurIPS.cc/2031/Workshop/DLDE/-/Paper"},
    "decision_heading_map":{"value":{"DLDE 2031 Oral":"Accept (oral)","DLDE 2031 Poster":"Accept (poster)"}}}}]}"#;

fn error(status: u16, name: &str, message: &str) -> Answer {
    Ok(json(
        status,
        &format!(r#"{{"name":"{name}","message":"{message}","status":{status},"details":{{}}}}"#),
    ))
}

/// A context with an edition of a year, on whose page the group is the place to submit.
fn edition(year: i16, deadline: &str, is_submission: bool) -> Context {
    let facts = EditionFacts {
        folder: "content".to_owned(),
        acronym: "DLDE".to_owned(),
        conference: format!("NeurIPS {year}"),
        year: Some(year),
        deadline: Some(deadline.parse().expect("an instant")),
        end: None,
    };
    expecting(GROUP, Expected { editions: vec![Arc::new(facts)], is_submission, ..Expected::default() })
}

#[test]
fn the_interface_tells_whether_a_group_exists() {
    for (answer, expected) in [
        (
            Ok(json(200, FOUND)),
            "good exists: OpenReview has the group, “The Symbiosis of Deep Learning and Differential Equations”",
        ),
        (
            Ok(json(200, r#"{"groups":[]}"#)),
            "dead not-found: OpenReview has no group NeurIPS.cc/2031/Workshop/DLDE",
        ),
        (
            error(404, "NotFoundError", "Group Not Found: X"),
            "dead not-found: OpenReview says: Group Not Found: X",
        ),
        (
            error(403, "ForbiddenError", "User (guest) does not have permission"),
            "private sign-in: OpenReview says: User (guest) does not have permission",
        ),
        (
            error(403, "ChallengeRequiredError", "challenge"),
            "unknown bot-wall: OpenReview tests for programs before it shows this",
        ),
        (
            error(429, "RateLimitError", "Too many requests"),
            "unknown rate-limit: OpenReview wants to be asked less often",
        ),
        (
            Ok(html(502, GROUP, "<h1>Bad gateway</h1>")),
            "unknown server-trouble: answered 502: the host is in trouble just now",
        ),
        (Ok(json(200, "<html>")), "unknown malformed: OpenReview answered something else than groups"),
        (Err(Failure::Timeout("the answer")), "unknown timeout: the answer did not come in time"),
    ] {
        assert_eq!(said(GROUP, &context(), &[(GROUPS, answer)]), expected);
    }
    assert_eq!(
        said("https://openreview.net/group?id=NeurIPS.cc/Workshop/DLDE", &context(), &[]),
        "dead bad-id: the group of a workshop has a year in its name"
    );
}

#[test]
fn a_tab_is_one_that_the_group_has() {
    for (tab, verdict) in [
        ("#tab-accept-oral", "good exists"),
        ("#tab-recent-activity", "good exists"),
        ("#tab-accept-spotlight", "dead no-such-place"),
        ("#accept--oral-", "dead no-such-place"),
    ] {
        let said = said(&format!("{GROUP}{tab}"), &context(), &[(GROUPS, Ok(json(200, FOUND)))]);
        assert!(said.starts_with(verdict), "{tab}: {said}");
    }
    let bare = r#"{"groups":[{"id":"x","content":{}}]}"#;
    let url = format!("{GROUP}#accept--oral-");
    let said = said(&url, &context(), &[(GROUPS, Ok(json(200, bare)))]);
    assert!(said.starts_with("good"), "a group without tabs cannot miss one: {said}");
}

#[test]
fn a_group_is_of_the_edition_that_links_to_it() {
    let good =
        "good exists: OpenReview has the group, “The Symbiosis of Deep Learning and Differential Equations”";
    let groups = [(GROUPS, Ok(json(200, FOUND)))];
    assert_eq!(said(GROUP, &edition(2031, "2031-01-20T12:00:00Z", false), &groups), good);
    assert_eq!(
        said(GROUP, &edition(2032, "2031-01-20T12:00:00Z", false), &groups),
        format!("{good}; warning: the group is of 2031, and the edition of 2032")
    );
    let other = r#"{"groups":[{"content":{"title":{"value":"Of cats"}}}]}"#;
    let url = "https://openreview.net/group?id=A.cc/2031/CATS";
    let mut context = edition(2031, "2031-01-20T12:00:00Z", false);
    let expected = context.expected.values().next().cloned().expect("is known");
    context.expected.insert(url.to_owned(), expected);
    assert_eq!(
        said(url, &context, &[("https://api2", Ok(json(200, other)))]),
        "good exists: OpenReview has the group, “Of cats”; warning: the group is called “Of cats”, which does not \
         name DLDE"
    );
}

#[test]
fn the_deadline_on_the_page_is_that_of_the_submission() {
    let due = |instant: &str| {
        let at: jiff::Timestamp = instant.parse().expect("an instant");
        format!(r#"{{"invitations":[{{"duedate":{}}}]}}"#, at.as_millisecond())
    };
    let judged = |deadline: &str, body: &str| {
        let answers = [(GROUPS, Ok(json(200, FOUND))), (INVITATION, Ok(json(200, body)))];
        said(GROUP, &edition(2031, deadline, true), &answers)
    };
    let good =
        "good exists: OpenReview has the group, “The Symbiosis of Deep Learning and Differential Equations”";
    assert_eq!(judged("2031-01-20T12:00:00Z", &due("2031-01-20T11:59:00Z")), good);
    assert_eq!(
        judged("2031-01-20T12:00:00Z", &due("2031-01-25T12:00:00Z")),
        format!(
            "{good}; warning: OpenReview takes submissions until 2031-01-25T12:00:00Z, and the page says \
             2031-01-20T12:00:00Z"
        )
    );
    assert_eq!(
        judged("2031-01-20T12:00:00Z", &due("2031-01-10T12:00:00Z")),
        "closed submission-closed: OpenReview takes no submissions since 2031-01-10T12:00:00Z; warning: OpenReview \
         takes submissions until 2031-01-10T12:00:00Z, and the page says 2031-01-20T12:00:00Z"
    );
    assert_eq!(judged("2031-01-10T12:00:00Z", &due("2031-01-10T12:00:00Z")), good, "closed on both");
    assert_eq!(judged("2031-01-20T12:00:00Z", r#"{"invitations":[]}"#), good, "not shown to guests");
}

#[test]
fn a_guest_sees_papers_on_their_pages() {
    let page = |body| Ok(html(200, FORUM, body));
    let led_to =
        |path: &str| Ok(redirected(&[307], FORUM, html(200, &format!("https://openreview.net{path}"), "")));
    for (answer, expected) in [
        (
            page("<title>On Cats | OpenReview</title><meta name=citation_title content='On Cats'>"),
            "good exists: OpenReview has it, “On Cats”",
        ),
        (
            page("<h2>Error</h2><pre class='error-message'>The Note HyWrIgW0W was not found</pre>"),
            "dead not-found: OpenReview says: The Note HyWrIgW0W was not found",
        ),
        (
            page("<pre class=error-message>You don't have permission to read this note</pre>"),
            "private sign-in: OpenReview says: You don't have permission to read this note",
        ),
        (led_to("/login?redirect=x"), "private sign-in: OpenReview asks to sign in first"),
        (
            page("<meta http-equiv=refresh content='1;url=/login?redirect=x'>"),
            "private sign-in: OpenReview asks to sign in first",
        ),
        (
            led_to("/challenge?redirect=x"),
            "unknown bot-wall: OpenReview tests for programs before it shows this",
        ),
        (
            page("<title>Forum | OpenReview</title>"),
            "unknown no-evidence: OpenReview answered 200, as it does for everything, without naming what it shows",
        ),
    ] {
        assert_eq!(said(FORUM, &context(), &[(FORUM, answer.clone())]), expected);
        let pdf = "https://openreview.net/pdf?id=HyWrIgW0W";
        assert_eq!(said(pdf, &context(), &[(FORUM, answer)]), expected, "the pdf is not downloaded");
    }
    assert_eq!(
        said("https://openreview.net/forum?id=Hy", &context(), &[]),
        "dead bad-id: no paper on OpenReview has such an address"
    );
}

#[test]
fn a_token_opens_papers_of_both_interfaces() {
    let mut context =
        expecting(FORUM, Expected { titles: vec!["On dogs".to_owned()], ..Expected::default() });
    context.has_openreview_token = true;
    let new = |answer| ("https://api2.openreview.net/notes?id=HyWrIgW0W", answer);
    let old = |answer| ("https://api.openreview.net/notes?id=HyWrIgW0W", answer);
    let missing = || error(404, "NotFoundError", "The Note HyWrIgW0W was not found");
    assert_eq!(
        said(
            FORUM,
            &context,
            &[new(missing()), old(Ok(json(200, r#"{"notes":[{"content":{"title":"On cats"}}]}"#)))]
        ),
        "good exists: OpenReview has it, “On cats”; warning: it is called “On cats” there, and “On dogs” here"
    );
    assert_eq!(
        said(FORUM, &context, &[new(missing()), old(missing())]),
        "dead not-found: OpenReview says: The Note HyWrIgW0W was not found"
    );
    assert_eq!(
        said(FORUM, &context, &[new(error(403, "ChallengeRequiredError", ""))]),
        "unknown bot-wall: OpenReview tests for programs before it shows this"
    );
}

#[test]
fn profiles_files_and_doors_have_their_own_answers() {
    let profile = "https://openreview.net/profile?id=~Ada_Lovelace1";
    let page = |body| [("https://openreview.net/profile?id=%7EAda_Lovelace1", Ok(html(200, profile, body)))];
    assert_eq!(
        said(profile, &context(), &page("<title>Ada Lovelace | OpenReview</title>")),
        "good exists: OpenReview has it, “Ada Lovelace | OpenReview”"
    );
    assert_eq!(
        said(profile, &context(), &page("<pre class=error-message>The user was not found</pre>")),
        "dead not-found: OpenReview says: The user was not found"
    );
    let bad = "dead bad-id: a profile of OpenReview has an id like ~Ada_Lovelace1";
    assert_eq!(said("https://openreview.net/profile?id=Ada", &context(), &[]), bad);
    let file = "https://openreview.net/attachment?id=HyWrIgW0W&name=supplement";
    assert_eq!(
        said(file, &context(), &[(file, error(404, "NotFoundError", "Not Found"))]),
        "dead not-found: OpenReview says: Not Found"
    );
    assert_eq!(
        said(file, &context(), &[(file, error(429, "RateLimitError", "x"))]),
        "unknown rate-limit: OpenReview wants to be asked less often"
    );
    let door = "https://openreview.net/login?redirect=x";
    assert_eq!(
        said(door, &context(), &[]),
        "private sign-in: this is the address where one signs in, not of what is shown after"
    );
}
