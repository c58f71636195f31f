//! The rules over the finished site, from `dlde check` and `dlde build`, and the links that are collected from it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use dlde_tools::{
    content, files,
    links::{collect, finding},
    pages::{self, authored::Authored, resolve::Base},
    site,
};
use snapbox::{assert_data_eq, str};

use crate::support::{BUILT, Site, repository, tree};

/// A site that breaks no rule.
pub fn small() -> Site {
    let site = Site::small();
    site.edit("content/edition.toml", "America/New_York", "America/Los_Angeles")
        .edit("content/edition.toml", "start = \"09:00\"", "start = \"06:00\"")
        .edit("content/edition.toml", "end = \"14:00\"", "end = \"12:00\"")
        .edit("config.toml", "dlde-2023.github.io", "workshop.test");
    site
}

/// One with a link to nothing in its call, and a picture without a size.
fn broken() -> Site {
    let site = small();
    site.add("content/call.md", "\nSee [the rules](/rule/) and [the dates](#date).\n");
    site
}

fn run(site: &Site, arguments: &[&str]) -> String {
    let run = site.dlde(arguments);
    format!("exit {}\n{}{}", run.code, run.out, run.err)
}

const CHECK: [&str; 3] = ["check", "--today", "2031-01-15"];

#[test]
fn a_check_finds_what_is_broken_on_the_pages_where_it_is_written() {
    assert_data_eq!(
        run(&broken(), &CHECK),
        str![[r#"
exit 1
error[broken-link]: this link `/rule/` leads to /rule/, which the site does not have (in public/index.html)
 --> content/call.md:7:17
  |
7 | See [the rules](/rule/) and [the dates](#date).
  |                 ^^^^^^
  |
help: correct the address, or put the file there

error[broken-fragment]: this link `#date` leads to #date, which is not in index.html (in public/index.html)
 --> content/call.md:7:41
  |
7 | See [the rules](/rule/) and [the dates](#date).
  |                                         ^^^^^
  |
help: did you mean #dates?

2 problems in 1 file
`dlde check --explain RULE` says more about a rule

"#]]
    );
}

#[test]
fn a_build_with_a_broken_link_is_not_published() {
    let site = broken();
    let said = run(&site, &["build", "--today", "2031-01-15"]);
    assert!(!site.path("public").exists(), "nothing is published");
    assert_data_eq!(
        said,
        str![[r#"
exit 1
error[broken-link]: this link `/rule/` leads to /rule/, which the site does not have (in public/index.html)
 --> content/call.md:7:17
  |
7 | See [the rules](/rule/) and [the dates](#date).
  |                 ^^^^^^
  |
help: correct the address, or put the file there

error[broken-fragment]: this link `#date` leads to #date, which is not in index.html (in public/index.html)
 --> content/call.md:7:41
  |
7 | See [the rules](/rule/) and [the dates](#date).
  |                                         ^^^^^
  |
help: did you mean #dates?

2 problems in 1 file

"#]]
    );
}

#[test]
fn a_broken_link_that_is_recorded_does_not_stop_a_build() {
    let site = broken();
    for (rule, value) in [("broken-link", "/rule/"), ("broken-fragment", "#date")] {
        let entry = format!(
            "[[exceptions]]\nrule = \"{rule}\"\nfile = \"content/call.md\"\nvalue = \"{value}\"\nreason = \"it comes\"\n\
             owner = \"Ada\"\nexpires = \"2031-02-01\"\n"
        );
        site.add("content/exceptions.toml", &entry);
    }
    assert_eq!(
        run(&site, &["build", "--today", "2031-01-15"]),
        "exit 0\nfinished 6 pages: facts 2, headings 1, images 1, integrity 17\nbuilt [SITE]/public\n"
    );
    assert_eq!(
        run(&site, &CHECK),
        "exit 0\nnothing to report in 12 files and 6 pages; 2 problems are recorded in content/exceptions.toml\n"
    );
    let content_only = run(&site, &[&CHECK[..], &["--content-only"]].concat());
    assert_eq!(
        content_only, "exit 0\nnothing to report in 12 files\n",
        "nobody knows whether they are needed"
    );
    assert_eq!(run(&site, &["build", "--today", "2031-02-03"]).lines().next(), Some("exit 1"));
}

#[test]
fn a_folder_that_was_built_can_be_checked_without_zola() {
    let site = small();
    assert_eq!(
        run(&site, &["build", "--today", "2031-01-15"]),
        "exit 0\nfinished 6 pages: facts 2, headings 1, images 1, integrity 17\nbuilt [SITE]/public\n"
    );
    let check = [&CHECK[..], &["--pages", "public"]].concat();
    let without_zola = |arguments: &[&str]| {
        let mut command = site.command(arguments);
        let run = crate::support::Run::of(command.env("PATH", "").env_remove("ZOLA"));
        format!("exit {}\n{}{}", run.code, run.out, run.err)
    };
    assert_eq!(without_zola(&check), "exit 0\nnothing to report in 11 files and 6 pages\n");
    site.edit("public/index.html", "<h2", "<h4>Odd</h4><h2");
    assert_data_eq!(
        without_zola(&check),
        str![[r#"
exit 0
warning[heading-jump]: this heading of level 4 follows one of level 1: a level is left out
  --> public/index.html:71:1
   |
71 | <h4>Odd</h4><h2 class="section__title" id="intro-title">Introduction</h2>
   | ^^^^
   |
help: give it one # less or more in Markdown, or another level in the template

1 warning in 1 file
`dlde check --explain RULE` says more about a rule

"#]]
    );
    assert_eq!(
        without_zola(&CHECK),
        "exit 0\nnothing to report in 11 files\n\
         the pages were not checked: there is no Zola yet; `dlde build` installs it\n"
    );
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    assert_data_eq!(
        run(&small(), &["check", "--pages", "nowhere"]),
        str![[r#"
exit 2
error: cannot open the folder nowhere: No such file or directory (os error 2)

"#]]
    );
}

/// All links of the real site, as they are collected.
fn collected() -> Vec<collect::Link> {
    let site = site::Site::find(Some(repository())).expect("is a site");
    let (mut files, _) = files::read(&site).expect("reads");
    files::measure(&site, &mut files);
    let (content, _) = content::read(&files);
    let base = Base::new("https://dlde-2023.github.io").expect("is an address");
    let pages = pages::read(&BUILT, base.clone(), None).expect("reads");
    collect::links(Some(&pages), &Authored::new(&files, &content), &base)
}

/// Every address in the quotes of the built pages that leads elsewhere, found by looking for quotes alone.
fn quoted_addresses() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, bytes) in tree(&BUILT) {
        if path.extension().is_some_and(|ending| ending == "html") {
            let text = String::from_utf8(bytes).expect("is UTF-8");
            let quoted = text.split("=\"").skip(1).filter_map(|rest| rest.split('"').next());
            let addresses =
                quoted.filter(|text| ["http://", "https://", "mailto:"].iter().any(|s| text.starts_with(s)));
            found.extend(
                addresses
                    .filter(|text| !text.starts_with("https://dlde-2023.github.io"))
                    .map(|text| text.replace("&amp;", "&")),
            );
        }
    }
    found
}

#[test]
fn every_link_of_the_real_site_is_found_at_all_places_where_it_is_written() {
    let links: BTreeMap<String, Vec<finding::Place>> =
        collected().into_iter().map(|link| (link.url.to_string(), link.places)).collect();
    let shown = quoted_addresses();
    assert!(shown.len() > 20, "{shown:?}");
    // Where each is written, by looking for it in the text of every content file.
    let sources: Vec<(String, String)> = tree(&repository().join("content"))
        .into_iter()
        .filter(|(path, _)| !path.ends_with("exceptions.toml"))
        .filter_map(|(path, bytes)| {
            Some((format!("content/{}", path.display()), String::from_utf8(bytes).ok()?))
        })
        .collect();
    for address in &shown {
        let url = url::Url::parse(address).expect("is an address").to_string();
        let places = links.get(&url).unwrap_or_else(|| panic!("{address} is not collected"));
        let written = address.strip_prefix("mailto:").unwrap_or(address);
        let mut expected = BTreeSet::new();
        for (file, text) in &sources {
            for (number, line) in
                text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with(['#', '%']))
            {
                for (at, _) in line.match_indices(written) {
                    let ends = line[at + written.len()..].starts_with(['"', ')', '}', '>', ' ', ',']);
                    if ends && !line.trim_start().starts_with("confirm") {
                        expected.insert((file.clone(), number + 1, line[..at].chars().count() + 1));
                    }
                }
            }
        }
        assert!(!expected.is_empty(), "{address} is written nowhere");
        let in_content = places.iter().filter(|place| place.source.path.starts_with("content/"));
        let found: BTreeSet<_> = in_content
            .map(|place| (place.source.path.clone(), place.position().0, place.position().1))
            .collect();
        assert_eq!(found, expected, "{address}");
        assert!(places.iter().all(|place| place.page.is_some()));
    }
    // What is not shown is written in content or configuration alone.
    for (url, places) in links.iter().filter(|(url, _)| {
        !shown.iter().any(|own| url::Url::parse(own).is_ok_and(|own| own.as_str() == **url))
    }) {
        assert!(
            places.iter().all(|place| place.page.is_none() && place.source.path.starts_with("content/")),
            "{url}: {places:?}"
        );
    }
}

#[test]
fn a_mail_address_is_written_in_the_data_and_in_the_templates_that_make_a_link_of_it() {
    let links = collected();
    let mail = links.iter().find(|link| link.url.scheme() == "mailto").expect("is there");
    let places: Vec<String> = mail
        .places
        .iter()
        .map(|place| format!("{}:{}:{}", place.source.path, place.position().0, place.position().1))
        .collect();
    let column = |file: &str, line: usize, text: &str| {
        let text_of = fs::read_to_string(repository().join(file)).expect("reads");
        let at = text_of.lines().nth(line - 1).and_then(|line| line.find(text)).expect("is there");
        format!("{file}:{line}:{}", at + 1)
    };
    assert_eq!(
        places,
        [
            column("content/edition.toml", 11, "dlde.workshop"),
            column("templates/partials/footer.html", 16, "mailto:"),
            column("templates/sections/call.html", 26, "mailto:"),
        ]
    );
}
