//! The templates serve both lines of Zola: 0.22 on Tera 1 builds the site in the other tests, and every template is
//! compiled here by Tera 2, the engine of 0.23.

use std::{collections::BTreeSet, fs, path::Path};

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::support::repository;

/// Functions that Zola 0.23 adds to Tera's own.
/// <https://www.getzola.org/documentation/templates/overview/>
const FUNCTIONS: [&str; 13] = [
    "get_page",
    "get_section",
    "get_url",
    "get_hash",
    "get_taxonomy",
    "get_taxonomy_term",
    "get_taxonomy_url",
    "trans",
    "resize_image",
    "get_image_metadata",
    "load_data",
    "now",
    "get_random",
];
/// Filters that Zola 0.23 adds to Tera's own.
const FILTERS: [&str; 14] = [
    "markdown",
    "date",
    "base64_encode",
    "base64_decode",
    "regex_replace",
    "striptags",
    "spaceless",
    "urlencode",
    "urlencode_strict",
    "json_encode",
    "filesizeformat",
    "format",
    "slugify",
    "num_format",
];

/// Tera 2 as Zola 0.23 sets it up. What the functions do is Zola's: a template that names one that does not exist
/// is refused when it is compiled.
fn tera_2() -> Tera {
    let mut tera = Tera::new();
    for name in FUNCTIONS {
        tera.register_function(name, |_: Kwargs, _: &State<'_>| -> TeraResult<Value> { Ok(Value::none()) });
    }
    for name in FILTERS {
        tera.register_filter(name, |value: Value, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            Ok(value)
        });
    }
    tera
}

fn templates() -> Vec<(String, String)> {
    let folder = repository().join("templates");
    let files =
        walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().map(|item| item.expect("walks"));
    let found: Vec<_> = files
        .filter(|item| item.file_type().is_file())
        .map(|item| {
            let name = item.path().strip_prefix(&folder).expect("is below").to_string_lossy().into_owned();
            (name, fs::read_to_string(item.path()).expect("reads"))
        })
        .collect();
    assert!(found.len() > 10, "the templates are there");
    found
}

#[test]
fn every_template_compiles_on_tera_2() {
    if let Err(error) = tera_2().add_raw_templates(templates()) {
        panic!("{error}");
    }
}

#[test]
fn tera_2_refuses_what_only_tera_1_knows() {
    let only_tera_1 = [
        "{% macro a() %}{% endmacro a %}",
        "{% import \"base.html\" as base %}",
        "{{ x | concat(with=1) }}",
        "{{ x | filter(attribute=\"a\") }}",
        "{% include \"a.html\" ignore missing %}",
        "{{ nowhere() }}",
        "{{ x | as_str }}",
    ];
    for template in only_tera_1 {
        assert!(tera_2().add_raw_template("a.html", template).is_err(), "{template} compiles on Tera 2");
    }
}

#[test]
fn templates_use_nothing_that_the_two_engines_read_differently() {
    for (name, text) in templates() {
        for code in text
            .split("{%")
            .skip(1)
            .filter_map(|c| c.split_once("%}"))
            .map(|(code, _)| code)
            .chain(text.split("{{").skip(1).filter_map(|c| c.split_once("}}")).map(|(code, _)| code))
        {
            assert!(!code.contains('\\'), "{name}: a backslash, which Tera 1 takes literally: {code}");
            assert!(
                !code.contains(" matching(") && !code.contains(" containing("),
                "{name}: a test with a positional argument: {code}"
            );
        }
    }
}

#[test]
fn the_theme_declares_every_option_that_templates_read_and_no_other() {
    let theme = extra("theme.toml");
    assert_eq!(theme, extra("config.toml"), "the [extra] of config.toml is the one of theme.toml");
    let all: String = templates().into_iter().map(|(_, text)| text).collect();
    let declared: BTreeSet<String> = theme
        .keys()
        .filter(|key| *key != "strings")
        .cloned()
        .chain(theme["strings"].as_table().expect("a table").keys().cloned())
        .collect();
    let read: BTreeSet<String> = ["config.extra.", " t."]
        .iter()
        .flat_map(|start| all.split(start).skip(1))
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect())
        .filter(|name: &String| !name.is_empty() && name != "strings")
        .collect();
    assert_eq!(declared, read);
}

fn extra(file: &str) -> toml::Table {
    let text = fs::read_to_string(Path::new(repository()).join(file)).expect("reads");
    let table: toml::Table = text.parse().expect("is TOML");
    table["extra"].as_table().expect("a table").clone()
}
