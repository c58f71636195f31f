//! `dlde schema`: what editors are told is what the tools take.

use std::{fs, path::Path};

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Site, dlde, repository, tree};

/// Where the files of content say that their schemas are.
const FOLDER: &str = "tools/schema";

/// The compiled schema of a file of an edition.
fn schema(file: &str) -> (Schemas, SchemaIndex) {
    let text = dlde(repository(), &["schema", file]).out;
    let schema: Value = serde_json::from_str(&text).expect("is JSON");
    let mut compiler = Compiler::new();
    let place = format!("file:///{file}.json");
    compiler.add_resource(&place, schema).expect("is a schema");
    let mut schemas = Schemas::new();
    let index = compiler.compile(&place, &mut schemas).expect("is a schema");
    (schemas, index)
}

/// What the schema of a file says about a text.
fn mistakes(file: &str, text: &str) -> Option<String> {
    let value: toml::Table = text.parse().expect("is TOML");
    let (schemas, index) = schema(file);
    let value = serde_json::to_value(value).expect("is JSON too");
    schemas.validate(&value, index).err().map(|error| format!("{error:#}"))
}

#[test]
fn the_schemas_in_the_repository_are_those_of_the_types() {
    let folder = TempDir::new().expect("a temporary folder");
    let run = dlde(folder.path(), &["schema", "--out", "schema"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    assert!(
        tree(&folder.path().join("schema")) == tree(&repository().join(FOLDER)),
        "run: cargo run -- schema --out {FOLDER}"
    );
}

#[test]
fn every_file_of_every_site_is_what_its_schema_says() {
    let mut seen = 0;
    for site in ["content", "tools/tests/sites"] {
        let files = tree(&repository().join(site)).into_iter();
        for (path, bytes) in files.filter(|(path, _)| path.extension().is_some_and(|end| end == "toml")) {
            let name = path.file_name().expect("has a name").to_str().expect("UTF-8");
            if name != "config.toml" {
                let text = String::from_utf8(bytes).expect("UTF-8");
                assert_eq!(mistakes(name, &text), None, "{site}/{}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn every_file_of_the_site_and_of_a_new_one_names_its_schema() {
    let desk = TempDir::new().expect("a temporary folder");
    #[rustfmt::skip]
    let options = [
        "new", "abc", "--from", repository().to_str().expect("UTF-8"), "--zone", "Europe/Vienna", "--mode", "virtual",
        "--base-url", "https://abc.example.org",
    ];
    let run = dlde(desk.path(), &options);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for (content, least) in [(repository().join("content"), 5), (desk.path().join("abc/content"), 5)] {
        let mut seen = 0;
        for (path, _) in
            tree(&content).iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "toml"))
        {
            let path = content.join(path);
            let text = fs::read_to_string(&path).expect("reads");
            let named =
                text.lines().next().and_then(|line| line.strip_prefix("#:schema ")).expect("names it");
            let schema = path.parent().expect("has a parent").join(named);
            assert_eq!(schema.file_stem(), path.file_stem());
            assert!(schema.is_file(), "{}", schema.display());
            seen += 1;
        }
        assert!(seen >= least, "{seen}");
    }
}

/// For each file a text, and one that differs by a mistake that must be seen.
#[rustfmt::skip]
const MISTAKES: [(&str, &str, &str, &str); 12] = [
    ("edition.toml", "acronym", "acronim", "acronim"),
    ("edition.toml", "conference = ", "confrence = ", "conference"),
    ("edition.toml", "\"2031-05-02\"", "\"2 May 2031\"", "/event/date"),
    ("edition.toml", "\"America/New_York\"", "\"New York\"", "/event/zone"),
    ("edition.toml", "mode = \"virtual\"", "mode = \"online\"", "/event/mode"),
    ("edition.toml", "\"09:00\"", "\"24:00\"", "/event/start"),
    ("edition.toml", "https://example.org/submit", "example.org/submit", "/links/0/url"),
    ("people.toml", "affiliations = [\"Institute of Detail\"]", "affiliation = [\"Institute of Detail\"]", "affiliation"),
    ("people.toml", "confirmed = true", "confirmed = \"yes\"", "/speakers/0/confirmed"),
    ("schedule.toml", "\"keynote\"", "\"Keynote\"", "/entries/1/kind"),
    ("schedule.toml", "kind = \"opening\"", "", "kind"),
    ("papers.toml", "[[lists]]", "[[list]]", "list"),
];

#[test]
fn mistakes_are_seen_at_their_places() {
    let site = Site::small();
    for (file, right, wrong, place) in MISTAKES {
        let text = site.read(&format!("content/{file}"));
        assert!(text.contains(right), "{right}");
        assert_eq!(mistakes(file, &text), None);
        let found = mistakes(file, &text.replacen(right, wrong, 1)).unwrap_or_default();
        assert!(found.contains(place), "{wrong} in {file}: {found}");
    }
}

#[test]
fn a_schema_that_is_not_there_is_no_panic() {
    let run = dlde(Path::new("/"), &["schema", "call.md"]);
    assert!(run.code == 2 && run.err.contains("possible values: edition.toml"), "{}", run.err);
}
