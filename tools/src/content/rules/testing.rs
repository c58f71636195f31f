//! A small site in memory, and what a rule says about it.

use std::sync::Arc;

use super::{check, check_for_build};
use crate::{
    content,
    files::{Files, Size},
    report::{self, Source},
};

/// An edition that breaks no rule.
pub(super) const EDITION: &str = "acronym = \"ABC\"\nnumeral = \"V\"\nconference = \"CONF 2031\"\n\
    [event]\ndate = \"2031-03-01\"\nstart = \"09:00\"\nend = \"17:00\"\nzone = \"Europe/Vienna\"\nmode = \"virtual\"\n";

/// An important date.
pub(super) fn date(kind: &str, date: &str) -> String {
    format!("[[dates]]\nkind = \"{kind}\"\nlabel = \"L\"\ndate = \"{date}\"\n")
}

/// A link of the edition.
pub(super) fn link(kind: &str, url: &str) -> String {
    format!("[[links]]\nkind = \"{kind}\"\nlabel = \"L\"\nurl = \"{url}\"\n")
}

/// What a rule says about these files of `content/`, as `file:line:column [spot] message (remedy)`, with an edition
/// of March 2031 around them unless they have their own, on 15 January 2031.
pub(super) fn found(rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    found_on("2031-01-15T12:00:00Z", rule, files)
}

/// What a rule says about a Markdown file with this text on its fourth line.
pub(super) fn body(rule: &str, text: &str) -> Vec<String> {
    found(rule, &[("call.md", &format!("+++\ntitle = \"T\"\n+++\n{text}\n"))])
}

/// The same at another instant.
pub(super) fn found_on(now: &str, rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    found_with(now, rule, files, &[])
}

/// A file that is no text: path, bytes, and width and height of a picture.
pub(super) type Other<'a> = (&'a str, u64, Option<(usize, usize)>);

/// The same with other files of the site.
pub(super) fn found_with(now: &str, rule: &str, texts: &[(&str, &str)], others: &[Other<'_>]) -> Vec<String> {
    let mut files = Files::default();
    let mut add = |path: String, text: &str| {
        files.paths.push(path.clone());
        files.texts.push(Arc::new(Source { path, text: text.to_owned() }));
    };
    let is_there = |name: &str| texts.iter().any(|(own, _)| *own == name);
    if !is_there("edition.toml") {
        add("content/edition.toml".to_owned(), EDITION);
    }
    let editions = texts.iter().filter_map(|(name, _)| name.strip_suffix("edition.toml"));
    for folder in editions.filter(|folder| !folder.is_empty()).chain([""]) {
        let name = format!("{folder}_index.md");
        if !is_there(&name) {
            add(format!("content/{name}"), "+++\ntitle = \"A Workshop\"\n+++\n");
        }
    }
    for (name, text) in texts.iter().filter(|(name, _)| !is_template(name)) {
        add(if *name == "config.toml" { (*name).to_owned() } else { format!("content/{name}") }, text);
    }
    for (name, text) in texts.iter().filter(|(name, _)| is_template(name)) {
        files.theme.push(Arc::new(Source { path: (*name).to_owned(), text: (*text).to_owned() }));
    }
    for (path, bytes, pixels) in others {
        files.paths.push((*path).to_owned());
        files.sizes.insert((*path).to_owned(), Size { bytes: *bytes, pixels: *pixels });
    }
    let (content, structural) = content::read(&files);
    let own = |p: &report::Problem| p.rule == rule;
    assert!(structural.iter().all(own), "{structural:?}");
    assert!(super::all().any(|known| known.name == rule), "no rule {rule}");
    let mut problems = check_for_build(&content, &files);
    problems.extend(check(&content, &files, now.parse().expect("an instant")));
    problems.retain(own);
    report::sort(&mut problems);
    problems.iter().map(shown).collect()
}

/// Whether a file is not one of `content/`.
fn is_template(name: &str) -> bool {
    name.starts_with("templates/") || name.starts_with("themes/")
}

fn shown(problem: &report::Problem) -> String {
    let place = problem.span.as_ref().map_or_else(String::new, |span| {
        let (line, column) = problem.source.position(span.start);
        format!("{line}:{column} [{}]", problem.value())
    });
    let file = problem.source.path.strip_prefix("content/").unwrap_or(&problem.source.path);
    let hint = problem.hint.as_deref().unwrap_or_default();
    format!("{file}:{place} {} ({hint})", problem.what)
}
