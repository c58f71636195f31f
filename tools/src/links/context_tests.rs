use std::sync::Arc;

use super::*;
use crate::{
    content,
    files::Files,
    links::hosts::testing::{now, parse},
    report::Source,
};

const EDITION: &str = "acronym = \"DLDE\"\nconference = \"NeurIPS 2031\"\n\
    [event]\ndate = \"2031-03-01\"\nstart = \"09:00\"\nend = \"17:00\"\nzone = \"America/New_York\"\nmode = \"virtual\"\n\
    [[dates]]\nkind = \"submission\"\nlabel = \"L\"\ndate = \"2031-01-20\"\n";

fn context_of(files: &[(&str, &str)]) -> Context {
    let texts = files
        .iter()
        .map(|(name, text)| Arc::new(Source { path: format!("content/{name}"), text: (*text).to_owned() }));
    let (content, _) = content::read(&Files { texts: texts.collect(), ..Files::default() });
    Context::of_content(&content, now())
}

fn instant(text: &str) -> Option<Timestamp> {
    Some(text.parse().expect("an instant"))
}

#[test]
fn a_link_is_of_its_edition_and_has_a_life() {
    let link = |rest: &str| format!("{EDITION}[[links]]\nlabel = \"L\"\nurl = \"https://a.org\"\n{rest}");
    let submission = link("kind = \"submission\"\nfrom = \"2031-01-01\"\nuntil = \"2031-01-19 12:00\"\n");
    let expected = context_of(&[("edition.toml", &submission)]).expected(&parse("https://a.org"));
    assert!(expected.is_submission);
    assert_eq!(expected.from, instant("2031-01-01T05:00:00Z"));
    assert_eq!(expected.until, instant("2031-01-19T17:00:00Z"));
    let facts = expected.editions.first().expect("is of an edition");
    assert_eq!((facts.acronym.as_str(), facts.year), ("DLDE", Some(2031)));
    assert_eq!(facts.deadline, instant("2031-01-21T12:00:00Z"), "anywhere on Earth");
    assert_eq!(facts.end, instant("2031-03-01T22:00:00Z"));

    let website = link("kind = \"website\"\nlogin = true\n");
    let expected = context_of(&[("edition.toml", &website)]).expected(&parse("https://a.org/"));
    assert!(expected.editions.is_empty(), "a page elsewhere may be of any year");
    assert!(expected.login);
}

#[test]
fn papers_and_references_say_their_titles() {
    let papers = "[[papers]]\nid = \"a\"\ntitle = \"On cats\"\nurl = \"https://a.org/1\"\n";
    let references = "@article{x, title = {On {D}ogs}, doi = {10.1/x}, url = {https://a.org/1}}\n";
    let files = [("edition.toml", EDITION), ("papers.toml", papers), ("references.bib", references)];
    let context = context_of(&files);
    assert_eq!(context.expected(&parse("https://a.org/1")).titles, ["On cats", "On {D}ogs"]);
    assert_eq!(context.expected(&parse("https://doi.org/10.1/x")).titles, ["On {D}ogs"]);
    assert_eq!(context.expected(&parse("https://a.org/2")), Expected::default());
}

#[test]
fn a_link_in_two_places_lives_as_long_as_one_of_them_wants_it() {
    let link =
        |until: &str| format!("[[links]]\nkind = \"chat\"\nlabel = \"L\"\nurl = \"https://a.org\"\n{until}");
    let two = |one: &str, other: &str| {
        let text = format!("{EDITION}{}{}", link(one), link(other));
        context_of(&[("edition.toml", &text)]).expected(&parse("https://a.org")).until
    };
    let (early, late) = ("until = \"2031-03-01 09:00\"\n", "until = \"2031-03-02 09:00\"\n");
    assert_eq!(two(early, late), instant("2031-03-02T14:00:00Z"));
    assert_eq!(two(late, ""), None);
}
