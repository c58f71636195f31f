//! The theme in a site that installs it: `tests/sites/consumer`, in French, with a few things of its own.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use toml::{Table, Value};

use crate::{
    page::{Page, text},
    support::{Run, Site, dlde, named, repository},
    templates::{names, tags, templates},
};

/// Where the site is published, in a folder of a server and at the root of one.
const ADDRESSES: [&str; 2] = ["https://ateliers.example.org/asyd", "https://ateliers.example.org"];

#[test]
fn zola_alone_builds_the_site_whatever_the_folder_of_the_theme_is_called() {
    for (address, theme) in ADDRESSES.into_iter().zip(["atelier", "un.theme_2"]) {
        let site = Site::consumer(theme);
        zola(&site, address);
        check(&site.path("public"), address);
    }
}

#[test]
fn dlde_builds_the_site_from_its_folder_and_from_elsewhere() {
    let here = Site::consumer("atelier");
    let run = here.dlde(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    check(&here.path("public"), ADDRESSES[0]);

    let elsewhere = Site::consumer("un.theme_2");
    let root = elsewhere.path("");
    let run =
        dlde(repository(), &["build", "--root", root.to_str().expect("UTF-8"), "--base-url", ADDRESSES[1]]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    check(&elsewhere.path("public"), ADDRESSES[1]);
}

#[test]
fn zola_alone_and_dlde_give_the_same_words() {
    let site = Site::consumer("atelier");
    zola(&site, ADDRESSES[0]);
    let alone = words(&site.path("public"));
    assert_eq!(site.dlde(&["build"]).code, 0);
    assert_eq!(alone, words(&site.path("public")));
}

#[test]
fn an_option_that_the_site_takes_away_is_the_themes_again() {
    let site = Site::consumer("atelier");
    site.edit("config.toml", "call = \"appel\"\n", "");
    zola(&site, ADDRESSES[0]);
    let page = Page::read(&site.path("public/index.html"));
    assert_eq!((page.all("#cfp").len(), page.all("#calendrier").len()), (1, 1));
}

/// Zola as people run it by hand.
fn zola(site: &Site, address: &str) {
    zola_in(&site.path(""), address);
}

pub fn zola_in(folder: &Path, address: &str) {
    let cache = dlde_tools::site::Site { root: repository().to_owned() }.cache();
    let zola = dlde_tools::zola::find(None, &cache, &mut |_| ()).expect("there is a Zola");
    let run = Run::of(zola.command().current_dir(folder).args(["build", "--force", "--base-url", address]));
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

fn check(public: &Path, address: &str) {
    let pages = pages(public);
    assert_eq!(pages.keys().filter(|name| name.ends_with("index.html")).count(), 8, "{:?}", pages.keys());
    addresses_are_right(public, &pages, address);
    pages.iter().for_each(|(name, page)| speaks_french(name, page));
    own_things_win(public, &pages);
}

/// The site fills a block, two hooks and a style sheet, and changes two ids and a colour.
fn own_things_win(public: &Path, pages: &BTreeMap<String, Page>) {
    let front = &pages["index.html"];
    for name in ["index.html", "2024/index.html", "acces/index.html", "404.html"] {
        let page = &pages[name];
        assert_eq!(page.texts("footer ~ .mentions"), ["Mentions et accès"], "{name}: the block");
        let sheets = page.all("link[rel=stylesheet]");
        let sheets: Vec<&str> = sheets.iter().filter_map(|sheet| sheet.attr("href")).collect();
        assert!(
            sheets.len() >= 2 && sheets[sheets.len() - 1].contains("/site."),
            "{name}: the hook of the head: {sheets:?}"
        );
    }
    assert_eq!(front.texts("#calendrier + .rappel"), ["Toutes les dates peuvent encore changer."]);
    assert_eq!((front.all(".rappel").len(), front.all("#appel").len(), front.all("#cfp").len()), (1, 1, 0));
    let colours = front.all("meta[name=theme-color]");
    let colours: Vec<&str> = colours.iter().filter_map(|meta| meta.attr("content")).collect();
    assert!(colours.len() == 2 && colours[0] == "#fdf8fb" && colours[1].starts_with('#'), "{colours:?}");

    let read = |sheet: &str| std::fs::read_to_string(named(public, sheet)).expect("reads");
    let (own, theirs) = (read("site.css"), read("main.css"));
    let properties: Vec<&str> =
        own.split([';', '{']).filter_map(|part| part.trim().split_once(':').map(|(name, _)| name)).collect();
    let properties: Vec<&str> = properties.into_iter().filter(|name| name.starts_with("--")).collect();
    assert_eq!(properties.len(), 3);
    for name in properties {
        assert!(theirs.contains(&format!("{name}:")) && theirs.contains(&format!("var({name}")), "{name}");
    }
}

#[test]
fn every_address_of_the_fullest_site_leads_somewhere() {
    let address = "https://workshops.example.net/lddl";
    let site = Site::of("full");
    let run = site.dlde(&["build", "--today", "2024-11-02T18:00:00Z", "--base-url", address]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    let public = site.path("public");
    let pages = pages(&public);
    assert!(pages.len() > 10);
    addresses_are_right(&public, &pages, address);
}

/// Every address of the site is its own, with its path or beside the page, and leads to a file and a place in it.
fn addresses_are_right(public: &Path, pages: &BTreeMap<String, Page>, address: &str) {
    let server = address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    for (name, page) in pages {
        let mut own = 0;
        for found in addresses(page).into_iter().filter(|found| !found.starts_with("default-src")) {
            let (path, place) = found.split_once('#').unwrap_or((&found, ""));
            let target = if path.is_empty() {
                name.clone()
            } else if let Some(path) = path.strip_prefix(address) {
                own += 1;
                let path = path.split('?').next().unwrap_or_default().trim_start_matches('/');
                if path.is_empty() || path.ends_with('/') {
                    format!("{path}index.html")
                } else {
                    path.to_owned()
                }
            } else if !path.starts_with('/') && !path.contains(':') {
                name.rsplit_once('/').map_or(path.to_owned(), |(folder, _)| format!("{folder}/{path}"))
            } else {
                let outside = ["https://", "mailto:", "data:"].iter().any(|start| path.starts_with(start));
                assert!(outside && !path.starts_with(&server), "{name}: {found} is not below {address}");
                continue;
            };
            assert!(public.join(&target).is_file(), "{name}: {found} leads nowhere");
            let there = pages
                .get(&target)
                .is_none_or(|page| page.all("[id]").iter().any(|e| e.attr("id") == Some(place)));
            assert!(place.is_empty() || there, "{name}: {found} leads to no place");
        }
        assert!(own > 1, "{name} has addresses");
    }
}

/// What stands in a page as an address.
fn addresses(page: &Page) -> Vec<String> {
    let of = |selector: &str, attribute: &str| -> Vec<String> {
        page.all(selector).into_iter().filter_map(|e| e.attr(attribute)).map(str::to_owned).collect()
    };
    let candidates = of("[srcset]", "srcset");
    let candidates =
        candidates.iter().flat_map(|set| set.split(',')).filter_map(|one| one.split_whitespace().next());
    let contents = of("meta[content]", "content");
    let contents = contents.iter().filter_map(|content| {
        let content = content.split_once("url=").map_or(content.as_str(), |(_, url)| url);
        content.contains("://").then_some(content)
    });
    [of("[href]", "href"), of("[src]", "src")]
        .concat()
        .into_iter()
        .chain(candidates.chain(contents).map(str::to_owned))
        .collect()
}

/// No word of the theme's own language is left where the site has another.
fn speaks_french(name: &str, page: &Page) {
    let (english, french) = (strings("theme.toml"), strings("tools/tests/sites/consumer/config.toml"));
    assert_eq!(
        english.keys().collect::<Vec<_>>(),
        french.keys().collect::<Vec<_>>(),
        "the site words all strings"
    );
    let mut said = text(page.root());
    for attribute in ["aria-label", "alt", "title", "content", "placeholder"] {
        let values = page.all(&format!("[{attribute}]"));
        for value in values.iter().filter_map(|element| element.attr(attribute)) {
            said += &format!(" | {value}");
        }
    }
    let left = english.iter().filter(|(key, word)| french[*key] != **word && says(&said, word));
    assert_eq!(left.collect::<Vec<_>>(), [], "{name}: {said}");
    assert!(!says(&said, "to be announced"), "{name}");
    if name == "index.html" {
        let unsaid: Vec<_> =
            ["strings.headings.dates", "strings.modes.hybrid", "strings.confirm", "strings.aoe"]
                .into_iter()
                .filter(|key| !says(&said, &french[*key]))
                .collect();
        assert_eq!(unsaid, [""; 0]);
    }
}

/// Whether a text has these words, not as a part of others.
fn says(said: &str, words: &str) -> bool {
    said.match_indices(words).any(|(at, _)| {
        let before = said[..at].chars().next_back();
        let after = said[at + words.len()..].chars().next();
        !words.is_empty() && ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// All words below `[extra.strings]` of a file, by the names of their keys.
fn strings(file: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (name, value) in leaves(&extra(file)) {
        match value {
            Value::String(word) if name.starts_with("strings.") => drop(found.insert(name, word)),
            Value::Array(list) => {
                for (number, word) in list.iter().filter_map(Value::as_str).enumerate() {
                    found.insert(format!("{name}.{number}"), word.to_owned());
                }
            }
            _ => {}
        }
    }
    found
}

/// The pages of a site by their files.
fn pages(public: &Path) -> BTreeMap<String, Page> {
    let files = walkdir::WalkDir::new(public).into_iter().map(|item| item.expect("walks").into_path());
    let html = files.filter(|file| file.extension().is_some_and(|end| end == "html"));
    let name = |file: &PathBuf| file.strip_prefix(public).expect("is below").to_string_lossy().into_owned();
    html.map(|file| (name(&file), Page::read(&file))).collect()
}

fn words(public: &Path) -> BTreeMap<String, String> {
    pages(public).into_iter().map(|(name, page)| (name, page.texts("title, body").join(" "))).collect()
}

const SECTIONS: &[&str] = &[
    "introduction",
    "dates",
    "call",
    "schedule",
    "speakers",
    "panel",
    "posters",
    "recordings",
    "papers",
    "organisers",
    "committee",
    "sponsors",
    "attending",
    "editions",
    "acknowledgements",
    "references",
];
/// The tables whose keys are looked up by a value of the data, and all the values there are.
const LOOKED_UP: [(&str, &[&str]); 6] = [
    ("ids", SECTIONS),
    ("strings.headings", SECTIONS),
    ("strings.menu_labels", SECTIONS),
    ("strings.modes", &["virtual", "in person", "hybrid"]),
    (
        "strings.kinds",
        &[
            "opening",
            "keynote",
            "contributed",
            "spotlight",
            "poster session",
            "panel",
            "break",
            "lunch",
            "social",
            "closing",
            "other",
        ],
    ),
    ("strings.paper_kinds", &["oral", "spotlight", "poster"]),
];

/// The words that are written by the tools and by no template.
const READ_BY_TOOLS: [&str; 4] =
    ["strings.new_window", "strings.permalink", "strings.calendar", "strings.add_to_calendar"];

#[test]
fn the_theme_declares_every_option_that_templates_read_and_no_other() {
    let theme = extra("theme.toml");
    assert_eq!(theme, extra("config.toml"), "the [extra] of config.toml is the one of theme.toml");
    let mut declared: BTreeSet<String> = leaves(&theme).into_iter().map(|(name, _)| name).collect();
    let mut read = BTreeSet::new();
    for (template, source) in templates() {
        for code in tags(&source) {
            for (at, name) in names(code) {
                let option = match (name.strip_prefix("config.extra."), name.strip_prefix("t.")) {
                    (Some(name), _) => name.to_owned(),
                    (_, Some(name)) => format!("strings.{name}"),
                    _ => continue,
                };
                let rest = &code[at + name.len()..];
                if rest.starts_with(" | get(key=") {
                    assert!(LOOKED_UP.iter().any(|(table, _)| *table == option), "{template}: {code}");
                }
                read.insert(option);
            }
        }
    }
    read.remove("strings");
    for (table, keys) in LOOKED_UP {
        assert!(read.remove(table), "nothing is looked up in {table}");
        read.retain(|name| !name.starts_with(&format!("{table}.")) || !declared.contains(name));
        for key in keys {
            assert!(declared.remove(&format!("{table}.{key}")), "{table} has no {key}");
        }
    }
    // What the tools read is checked where they do.
    declared.retain(|name| !name.starts_with("finish."));
    read.extend(READ_BY_TOOLS.map(str::to_owned));
    assert_eq!(declared, read, "left: declared, right: read");
}

/// The values below a table by the names of their keys.
fn leaves(table: &Table) -> Vec<(String, Value)> {
    let below = |(key, value): (&String, &Value)| match value.as_table() {
        Some(table) => {
            leaves(table).into_iter().map(|(name, value)| (format!("{key}.{name}"), value)).collect()
        }
        None => vec![(key.clone(), value.clone())],
    };
    table.iter().flat_map(below).collect()
}

/// `[extra]` of a file of the repository.
pub fn extra(file: &str) -> Table {
    let text = std::fs::read_to_string(repository().join(file)).expect("reads");
    let table: Table = text.parse().expect("is TOML");
    table["extra"].as_table().expect("a table").clone()
}
