//! The typed content of a site and the rules it has to keep. Pure: no file is read here, nothing is printed.
//!
//! [`read`] turns texts into [`Content`] and [`Problem`]s. A new file of an edition is a type in [`model`], a field of
//! [`Edition`] and a line in [`Edition::read`]; a new rule is a function and a line in a file of [`rules`].

pub mod confirm;
pub mod exceptions;
mod front_matter;
pub(crate) mod instants;
pub mod model;
pub mod references;
pub mod rules;
pub(crate) mod shapes;
mod suggest;
mod texts;
mod toml;
pub mod values;

use std::{path::Path, sync::Arc};

use serde::de::DeserializeOwned;

use crate::{
    files::Files,
    report::{Problem, Source},
    site::{CONFIG, CONTENT},
};

/// The files that make an edition; the first is the one that a folder must have to be one.
const EDITION_FILES: [&str; 6] =
    ["edition.toml", "schedule.toml", "people.toml", "papers.toml", "sponsors.toml", "editions.toml"];
/// The references of an edition.
pub const REFERENCES: &str = "references.bib";

/// All editions of a site, the one at the root first.
#[derive(Debug, Default)]
pub struct Content {
    /// In the order of their folders.
    pub editions: Vec<Edition>,
}

/// One edition: the files of a folder with an `edition.toml`. What is not there, or has mistakes, is `None`.
#[derive(Debug)]
pub struct Edition {
    /// The folder, for instance `content` or `content/2021`.
    pub folder: String,
    /// `edition.toml`
    pub facts: Option<Typed<model::Edition>>,
    /// `schedule.toml`
    pub schedule: Option<Typed<model::Schedule>>,
    /// `people.toml`
    pub people: Option<Typed<model::People>>,
    /// `papers.toml`
    pub papers: Option<Typed<model::Papers>>,
    /// `sponsors.toml`
    pub sponsors: Option<Typed<model::Sponsors>>,
    /// `editions.toml`
    pub editions: Option<Typed<model::Editions>>,
    /// `references.bib`
    pub references: Option<Typed<Vec<references::Entry>>>,
    /// The Markdown files.
    pub pages: Vec<Typed<model::FrontMatter>>,
}

/// A value and the file that says it.
#[derive(Debug)]
pub struct Typed<T> {
    /// The file.
    pub source: Arc<Source>,
    /// What it says.
    pub value: T,
}

/// Types the content and checks it; all problems are reported, in order of file and place.
pub fn read(files: &Files) -> (Content, Vec<Problem>) {
    let mut problems = Vec::new();
    if let Some(config) = files.texts.iter().find(|source| source.path == CONFIG)
        && let Err(mistakes) = toml::parse(&config.text)
    {
        problems.extend(mistakes.into_iter().map(|mistake| problem(config, mistake, 0)));
    }
    let folders = files.texts.iter().filter(|source| name(source) == EDITION_FILES[0]).map(|s| folder(s));
    let mut editions: Vec<Edition> =
        folders.map(|folder| Edition::read(folder, files, &mut problems)).collect();
    editions.sort_by(|a, b| a.folder.cmp(&b.folder));
    if editions.is_empty() {
        let place = format!("{CONTENT}/{}", EDITION_FILES[0]);
        let source = Arc::new(Source { path: place.clone(), text: String::new() });
        problems.push(
            Problem::of_file("no-edition", &source, format!("the site has no edition: there is no {place}"))
                .hint("write one; the README shows what belongs in it"),
        );
    }
    let content = Content { editions };
    problems.extend(rules::check_for_build(&content, files));
    (content, problems)
}

impl Edition {
    fn read(folder_name: &str, files: &Files, problems: &mut Vec<Problem>) -> Self {
        let own: Vec<&Arc<Source>> =
            files.texts.iter().filter(|source| folder(source) == folder_name).collect();
        for source in &own {
            let known = EDITION_FILES.contains(&name(source)) || source.path == exceptions::PATH;
            if name(source).ends_with(".toml") && !known {
                problems.push(
                    Problem::of_file(
                        "unknown-file",
                        source,
                        format!("no edition has a file {}", name(source)),
                    )
                    .hint(suggest::one_of(name(source), &EDITION_FILES)),
                );
            }
        }
        let find = |wanted: &str| own.iter().copied().find(|source| name(source) == wanted);
        Self {
            folder: folder_name.to_owned(),
            facts: find(EDITION_FILES[0]).and_then(|s| typed(s, problems)),
            schedule: find(EDITION_FILES[1]).and_then(|s| typed(s, problems)),
            people: find(EDITION_FILES[2]).and_then(|s| typed(s, problems)),
            papers: find(EDITION_FILES[3]).and_then(|s| typed(s, problems)),
            sponsors: find(EDITION_FILES[4]).and_then(|s| typed(s, problems)),
            editions: find(EDITION_FILES[5]).and_then(|s| typed(s, problems)),
            references: find(REFERENCES).and_then(|s| references::read(s, problems)),
            pages: own
                .iter()
                .filter(|source| name(source).ends_with(".md"))
                .filter_map(|source| front_matter::read(source, problems))
                .collect(),
        }
    }
}

fn typed<T: DeserializeOwned>(source: &Arc<Source>, problems: &mut Vec<Problem>) -> Option<Typed<T>> {
    match toml::read(&source.text) {
        Ok(value) => Some(Typed { source: source.clone(), value }),
        Err(mistakes) => {
            problems.extend(mistakes.into_iter().map(|mistake| problem(source, mistake, 0)));
            None
        }
    }
}

/// A mistake in a part of a file that begins at byte `offset`.
fn problem(source: &Arc<Source>, mistake: toml::Mistake, offset: usize) -> Problem {
    let span = mistake.span.start + offset..mistake.span.end + offset;
    Problem::new(mistake.rule, source, span, mistake.what).maybe_hint(mistake.hint)
}

fn name(source: &Source) -> &str {
    source.path.rsplit('/').next().unwrap_or(&source.path)
}

fn folder(source: &Source) -> &str {
    Path::new(&source.path).parent().and_then(Path::to_str).unwrap_or_default()
}
