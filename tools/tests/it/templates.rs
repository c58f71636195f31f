//! The templates serve both lines of Zola: 0.22 on Tera 1 builds the site in the other tests, and every template is
//! compiled here by Tera 2, the engine of 0.23.

use std::{collections::BTreeSet, fs};

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::{support::repository, theme::extra};

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

pub fn templates() -> Vec<(String, String)> {
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
        assert_eq!(complaints(&text), [""; 0], "{name}");
    }
}

#[test]
fn what_the_two_engines_read_differently_is_found() {
    let planted = [
        ("{{ a | split(pat='\\n') }}", "a backslash"),
        ("{% if a is matching('^b') %}{% endif %}", "a test with a positional argument"),
        ("{% if n is not divisibleby(2) %}{% endif %}", "a test with a positional argument"),
        ("{% if edition.banner.image %}{% endif %}", "edition.banner may be undefined"),
        ("{% for s in papers.lists.first %}{% endfor %}", "papers.lists may be undefined"),
        ("{% if a.b %}{% else %}{{ a.b.c }}{% endif %}", "a.b may be undefined"),
        ("{% if not a.b %}{{ a.b.c }}{% endif %}", "a.b may be undefined"),
        ("{{ config.extra.typo.key }}", "config.extra.typo may be undefined"),
        ("{{ day | date(format='%Z', timezone=zone) }}", "day may be a time without an offset"),
        (
            r#"{% set at = day ~ "T" ~ clock %}{{ at | date(format="%H", timezone=zone) }}"#,
            "at may be a time without an offset",
        ),
    ];
    for (template, complaint) in planted {
        let found = complaints(template);
        assert!(found.len() == 1 && found[0].starts_with(complaint), "{template}: {found:?}");
    }
}

#[test]
fn what_the_two_engines_read_alike_is_no_complaint() {
    let fine = [
        "{# a \\ in a comment, a.b.c, {{ #}",
        "{% if edition.banner and edition.banner.image %}{{ edition.banner.image }}{% endif %}",
        "{% if a.b is defined %}{% if c %}{{ a.b.c }}{% endif %}{% elif a.d %}{{ a.d.e }}{% endif %}",
        "{{ config.extra.strings.menu }} {{ t.kinds.panel }} {{ page.extra.confirm }} {{ \"a.b.c\" }} {{ 1.5 }}",
        "{% if a is starting_with(pat='b') %}{% endif %}",
        r#"{% set noon = day ~ "T12:00:00Z" %}{% set guess = noon | date(format="%:z", timezone=zone) %}
           {% set at = day ~ guess %}{{ at | date(format="%H", timezone=zone) }}"#,
        r#"{% set at = day ~ "T23:59:00-12:00" %}{{ at | date(format="%H", timezone=zone) }}"#,
        "{{ day | date(format='%Y') }}",
    ];
    for template in fine {
        assert_eq!(complaints(template), [""; 0], "{template}");
    }
}

/// What a template says that Tera 1 and Tera 2 both take, and read differently.
fn complaints(template: &str) -> Vec<String> {
    let tags = tags(template);
    let mut found = Vec::new();
    for code in &tags {
        if code.contains('\\') {
            found.push(format!("a backslash, which Tera 1 takes literally: {code}"));
        }
    }
    positional_arguments(&tags, &mut found);
    undefined_parents(&tags, &mut found);
    naive_times(&tags, &mut found);
    found
}

/// The code between the braces of each tag, in order; comments are left out.
pub fn tags(template: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        rest = &rest[start + 1..];
        let end = match rest.chars().next() {
            Some('#') => "#}",
            Some('%') => "%}",
            Some('{') => "}}",
            _ => continue,
        };
        let mut quote = None;
        let close = rest.char_indices().find(|(at, c)| {
            match quote {
                Some(open) if open == *c => quote = None,
                None if end != "#}" && matches!(c, '"' | '\'' | '`') => quote = Some(*c),
                _ => {}
            }
            quote.is_none() && rest[*at..].starts_with(end)
        });
        let close = close.expect("a tag is closed").0;
        if end != "#}" {
            found.push(rest[1..close].trim_matches(['-', ' ', '\n']));
        }
        rest = &rest[close + 2..];
    }
    found
}

/// The names in a piece of code, `a` and `a.b.c` and `2` alike, with their places; texts in quotes are left out.
pub fn names(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut quote = None;
    let mut start = None;
    for (at, c) in code.char_indices().chain([(code.len(), ' ')]) {
        let in_name = quote.is_none() && (c.is_ascii_alphanumeric() || c == '_' || c == '.');
        match (in_name, start) {
            (true, None) => start = Some(at),
            (false, Some(begun)) => {
                found.push((begun, &code[begun..at]));
                start = None;
            }
            _ => {}
        }
        match quote {
            Some(open) if open == c => quote = None,
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            _ => {}
        }
    }
    found
}

fn positional_arguments(tags: &[&str], found: &mut Vec<String>) {
    for code in tags {
        let names = names(code);
        for pair in names.windows(2).filter(|pair| matches!(pair[0].1, "is" | "not")) {
            let (at, test) = pair[1];
            let is_test = pair[0].1 == "is"
                || names.iter().any(|(place, name)| *name == "is" && place + 3 == pair[0].0);
            let arguments = code[at + test.len()..].strip_prefix('(').and_then(|rest| rest.split_once(')'));
            if is_test && arguments.is_some_and(|(arguments, _)| !arguments.contains('=')) {
                found.push(format!("a test with a positional argument: {code}"));
            }
        }
    }
}

/// Tera 1 takes `a.b.c` for undefined where there is no `a.b`; Tera 2 stops. So a condition has to ask for `a.b` first,
/// unless it is always there: what the theme declares, what Zola gives, and `[event]`, without which there is no edition.
fn undefined_parents(tags: &[&str], found: &mut Vec<String>) {
    let tables = tables(&extra("theme.toml"), "config.extra");
    let always = |parent: &str| {
        let option = parent.strip_prefix("t.").map(|table| format!("config.extra.strings.{table}"));
        let given = [".extra", ".event"].iter().any(|end| parent.ends_with(end));
        given || tables.contains(option.as_deref().unwrap_or(parent))
    };
    let mut conditions: Vec<&str> = Vec::new();
    for code in tags {
        match code.split_whitespace().next() {
            Some("if") => conditions.push(code),
            Some("for") => conditions.push(""),
            Some("elif") => *conditions.last_mut().expect("is within an if") = code,
            Some("else") => *conditions.last_mut().expect("is within an if") = "",
            Some("endif" | "endfor") => drop(conditions.pop()),
            _ => {}
        }
        for (at, name) in names(code) {
            let parents = name.match_indices('.').skip(1).map(|(dot, _)| &name[..dot]);
            for parent in parents {
                let asked = |condition: &str| {
                    let positive = |place: usize| !condition[..place].ends_with("not ");
                    names(condition).into_iter().any(|(place, name)| name == parent && positive(place))
                };
                let here = matches!(code.split_whitespace().next(), Some("if" | "elif"));
                let outer = if here { &conditions[..conditions.len() - 1] } else { &conditions[..] };
                if !always(parent) && !asked(&code[..at]) && !outer.iter().any(|condition| asked(condition)) {
                    found.push(format!("{parent} may be undefined, which stops Tera 2: {code}"));
                }
            }
        }
    }
}

/// The names of all tables below a table.
fn tables(table: &toml::Table, name: &str) -> BTreeSet<String> {
    let below = table.iter().filter_map(|(key, value)| Some((format!("{name}.{key}"), value.as_table()?)));
    below.flat_map(|(name, table)| tables(table, &name)).chain([name.to_owned()]).collect()
}

/// A time without an offset is UTC for Tera 1, whatever `timezone` says, and a time of that zone for Tera 2. So what
/// `timezone` is used on has to be a variable that ends in an offset, or a number of seconds.
fn naive_times(tags: &[&str], found: &mut Vec<String>) {
    let set = |name: &str| -> Vec<&str> {
        let sets = tags.iter().filter_map(|code| {
            code.strip_prefix("set_global ").or_else(|| code.strip_prefix("set "))?.strip_prefix(name)
        });
        sets.filter_map(|rest| rest.trim_start().strip_prefix("= ")).collect()
    };
    let always =
        |name: &str, is: &dyn Fn(&str) -> bool| !set(name).is_empty() && set(name).into_iter().all(is);
    let is_offset = |value: &str| value.contains("| date(format=\"%:z\"") || ends_in_offset(value);
    let is_instant = |value: &str| {
        let last = value.rsplit(" ~ ").next().unwrap_or(value);
        let is_number = value.ends_with("| int") || value.contains(" + ");
        is_number || value == "now()" || ends_in_offset(last) || always(last, &is_offset)
    };
    for code in tags {
        for (at, _) in code.match_indices("timezone=") {
            let filter = code[..at].rfind("| date(").expect("only the filter `date` has zones");
            let input = names(&code[..filter]).last().map_or("", |(_, name)| name);
            if !always(input, &is_instant) {
                found.push(format!("{input} may be a time without an offset: {code}"));
            }
        }
    }
}

/// Whether a text in quotes ends in `Z` or an offset, `-12:00`.
fn ends_in_offset(text: &str) -> bool {
    let Some(text) = text.strip_suffix('"') else { return false };
    let tail = text.len().checked_sub(6).and_then(|start| text.get(start..)).unwrap_or_default();
    let is_offset = tail.starts_with(['+', '-']) && tail.as_bytes()[3] == b':';
    text.ends_with('Z') || is_offset
}
