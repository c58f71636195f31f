//! What the rules about hosts may know besides the answers.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::Timestamp;
use url::Url;

use crate::content::{
    Content, Edition, instants,
    model::edition::{DateKind, LinkKind},
    shapes,
    values::{Date, Moment, Zone},
};

/// What is known about the site and its links.
#[derive(Debug, Clone)]
pub struct Context {
    /// The instant that counts as now.
    pub now: Timestamp,
    /// What the content says about a link, by its absolute address.
    pub expected: BTreeMap<String, Expected>,
    /// The repository of the site on GitHub, where it is known.
    pub repository: Option<Repository>,
    /// The addresses of arXiv in this run, so that they can be asked for together.
    pub arxiv: BTreeSet<String>,
    /// Whether requests to the interfaces of OpenReview carry a token.
    pub has_openreview_token: bool,
    /// Whether requests to the interface of GitHub carry a token.
    pub has_github_token: bool,
}

/// What the content says about a link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// The editions to which it belongs; none for one in running text.
    pub editions: Vec<Arc<EditionFacts>>,
    /// Whether authors submit there.
    pub is_submission: bool,
    /// When it begins to be shown.
    pub from: Option<Timestamp>,
    /// When it is last shown.
    pub until: Option<Timestamp>,
    /// The titles of what it leads to: of a paper or a reference.
    pub titles: Vec<String>,
    /// Whether the page says that an account is needed.
    pub login: bool,
}

/// What rules compare of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionFacts {
    /// The folder, for instance `content/2021`.
    pub folder: String,
    /// Short name of the workshop.
    pub acronym: String,
    /// The host conference with its year.
    pub conference: String,
    /// The year of the conference.
    pub year: Option<i16>,
    /// When submissions close.
    pub deadline: Option<Timestamp>,
    /// When the event ends.
    pub end: Option<Timestamp>,
}

/// The site's own repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Owner and name, as in `dlde-2023/dlde-2023.github.io`.
    pub name: String,
    /// The branch that is checked out, where it is known.
    pub branch: Option<String>,
    /// The paths of all files, from the root, with `/`.
    pub files: BTreeSet<String>,
}

impl Context {
    /// What the typed content says. Links in running text say nothing about themselves.
    pub fn of_content(content: &Content, now: Timestamp) -> Self {
        let mut context = Self {
            now,
            expected: BTreeMap::new(),
            repository: None,
            arxiv: BTreeSet::new(),
            has_openreview_token: false,
            has_github_token: false,
        };
        for edition in &content.editions {
            context.add_edition(edition);
        }
        context
    }

    /// Makes the addresses of a run known, so that those of arXiv can be asked for together.
    pub fn set_links<'a>(&mut self, links: impl IntoIterator<Item = &'a Url>) {
        self.arxiv = links.into_iter().filter_map(super::hosts::arxiv_id).collect();
    }

    /// What is expected of a link; nothing where the content does not say.
    pub fn expected(&self, url: &Url) -> Expected {
        self.expected.get(url.as_str()).cloned().unwrap_or_default()
    }

    fn add_edition(&mut self, edition: &Edition) {
        let facts = edition.facts.as_ref().map(|_| Arc::new(EditionFacts::of(edition)));
        let own = Expected { editions: facts.into_iter().collect(), ..Expected::default() };
        let zone = edition.facts.as_ref().map(|facts| facts.value.event.zone.get_ref().clone());
        let life = |moment: Option<&Moment>| instants::life(*moment?, zone.as_ref()?);
        for link in edition.facts.iter().flat_map(|facts| &facts.value.links) {
            let expected = Expected {
                is_submission: link.kind == LinkKind::Submission,
                from: life(link.from.as_ref().map(|from| from.get_ref())).map(|(start, _)| start),
                until: life(link.until.as_ref().map(|until| until.get_ref())).map(|(_, end)| end),
                login: link.login,
                // A page elsewhere may be of any year.
                ..if is_free(link.kind) { Expected::default() } else { own.clone() }
            };
            self.add(&link.url.get_ref().0, expected);
        }
        for room in edition.schedule.iter().flat_map(|file| &file.value.rooms) {
            let Some(url) = &room.url else { continue };
            let expected = Expected {
                from: life(room.from.as_ref().map(|from| from.get_ref())).map(|(start, _)| start),
                until: life(room.until.as_ref().map(|until| until.get_ref())).map(|(_, end)| end),
                login: room.login,
                ..own.clone()
            };
            self.add(&url.get_ref().0, expected);
        }
        for list in edition.papers.iter().flat_map(|file| &file.value.lists) {
            self.add(&list.url.get_ref().0, own.clone());
        }
        self.add_titles(edition);
    }

    fn add_titles(&mut self, edition: &Edition) {
        for paper in edition.papers.iter().flat_map(|file| &file.value.papers) {
            for url in [&paper.url, &paper.pdf].into_iter().flatten() {
                self.add_title(&url.get_ref().0, &paper.title);
            }
        }
        for entry in edition.references.iter().flat_map(|file| &file.value) {
            let Some(title) = entry.field("title") else { continue };
            if let Some(url) = entry.field("url") {
                self.add_title(url, title);
            }
            if let Some(doi) = entry.field("doi") {
                let bare = doi.trim_start_matches("https://doi.org/");
                self.add_title(&format!("https://doi.org/{bare}"), title);
            }
        }
    }

    fn add_title(&mut self, url: &str, title: &str) {
        self.add(url, Expected { titles: vec![title.to_owned()], ..Expected::default() });
    }

    /// Adds what one place says to what others say: a link lives as long as any of them wants it.
    fn add(&mut self, url: &str, new: Expected) {
        let Ok(url) = Url::parse(url) else { return };
        match self.expected.get_mut(url.as_str()) {
            None => {
                self.expected.insert(url.into(), new);
            }
            Some(known) => {
                known.editions.extend(new.editions);
                known.titles.extend(new.titles);
                known.is_submission |= new.is_submission;
                known.login &= new.login;
                known.from = known.from.min(new.from);
                known.until = known.until.zip(new.until).map(|(one, other)| one.max(other));
            }
        }
    }
}

impl Expected {
    /// Whether the link is not to be used any more, or not yet.
    pub fn is_outside_its_life(&self, now: Timestamp) -> bool {
        self.from.is_some_and(|from| now < from) || self.until.is_some_and(|until| until <= now)
    }
}

impl EditionFacts {
    fn of(edition: &Edition) -> Self {
        let facts = edition.facts.as_ref().map(|facts| &facts.value);
        let conference = facts.map(|facts| facts.conference.get_ref().clone()).unwrap_or_default();
        let date = facts.and_then(|facts| {
            let submission = |kind: DateKind| kind == DateKind::Submission;
            facts.dates.iter().rfind(|date| submission(*date.kind.get_ref()))
        });
        let deadline = date.and_then(|written| {
            let Date::Day(day) = *written.date.as_ref()?.get_ref() else { return None };
            let zone = written.zone.as_ref().map_or(&Zone::AoE, |zone| zone.get_ref());
            instants::day_end(day, zone)
        });
        Self {
            folder: edition.folder.clone(),
            acronym: facts.map(|facts| facts.acronym.clone()).unwrap_or_default(),
            year: shapes::year_in(&conference),
            conference,
            deadline,
            end: instants::event(edition).map(|(_, end)| end),
        }
    }
}

/// Whether links of this kind may lead to pages of another year.
fn is_free(kind: LinkKind) -> bool {
    use LinkKind::{Conduct, Map, Other, Visa, Website};
    matches!(kind, Website | Other | Conduct | Map | Visa)
}
