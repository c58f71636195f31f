//! The typed content of a site and the rules it has to keep. Pure: no file is read here, nothing is printed.
//!
//! [`read`] turns texts into [`Content`] and [`Problem`]s. A new file of an edition is a type in [`model`], a field of
//! [`Edition`] and a line in [`Edition::read`]; a new rule is a function and a line in a file of [`rules`].

pub mod confirm;
pub mod exceptions;
pub mod fix;
mod front_matter;
pub(crate) mod instants;
pub mod model;
pub mod references;
pub mod rules;
pub mod schema;
pub(crate) mod shapes;
pub mod suggest;
pub mod texts;
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
/// The folder of an edition with the pages of its papers.
const PAPERS: &str = "papers";
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
    /// The Markdown files, those of papers included.
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
    /// The file that names it.
    pub fn home(&self) -> Option<&Typed<model::FrontMatter>> {
        let path = format!("{}/_index.md", self.folder);
        self.pages.iter().find(|page| page.source.path == path)
    }

    /// The Markdown files in the folder of papers, with their paths in it.
    pub fn pages_of_papers(&self) -> impl Iterator<Item = (&Typed<model::FrontMatter>, &str)> {
        let place = format!("{}/{PAPERS}/", self.folder);
        self.pages.iter().filter_map(move |page| Some((page, page.source.path.strip_prefix(&place)?)))
    }

    /// The files that could be read.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        fn of<T>(file: &Option<Typed<T>>) -> Option<&Arc<Source>> {
            file.as_ref().map(|file| &file.source)
        }
        let data = [
            of(&self.facts),
            of(&self.schedule),
            of(&self.people),
            of(&self.papers),
            of(&self.sponsors),
            of(&self.editions),
            of(&self.references),
        ];
        data.into_iter().flatten().chain(self.pages.iter().map(|page| &page.source))
    }

    /// An edition that was written over, from its files; what is wrong with it is not told any more.
    fn past(texts: &[Arc<Source>]) -> Option<Self> {
        let files = Files { texts: texts.to_vec(), ..Files::default() };
        let mut edition = Self::read(folder(texts.first()?), &files, &mut Vec::new());
        edition.folder = "the git history".to_owned();
        Some(edition)
    }

    fn read(folder_name: &str, files: &Files, problems: &mut Vec<Problem>) -> Self {
        let own = texts_of(folder_name, files);
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
                .filter_map(|source| front_matter::read(source, folder(source) == folder_name, problems))
                .collect(),
        }
    }
}

/// The texts of an edition: those in its folder, and of papers, where it has any, those in theirs.
fn texts_of<'f>(folder_name: &str, files: &'f Files) -> Vec<&'f Arc<Source>> {
    let is_there =
        |name: &str| files.texts.iter().any(|source| source.path == format!("{folder_name}/{name}"));
    let has_papers = is_there(EDITION_FILES[3]) && !is_there(&format!("{PAPERS}/{}", EDITION_FILES[0]));
    let place = format!("{folder_name}/{PAPERS}/");
    let is_of_paper =
        |source: &Source| has_papers && source.path.starts_with(&place) && source.path.ends_with(".md");
    files.texts.iter().filter(|source| folder(source) == folder_name || is_of_paper(source)).collect()
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
    let fix = fix::stray_blanks(&source.text, &span).filter(|_| mistake.rule == "bad-value");
    Problem { fix, ..Problem::new(mistake.rule, source, span, mistake.what).maybe_hint(mistake.hint) }
}

fn name(source: &Source) -> &str {
    source.path.rsplit('/').next().unwrap_or(&source.path)
}

fn folder(source: &Source) -> &str {
    Path::new(&source.path).parent().and_then(Path::to_str).unwrap_or_default()
}
