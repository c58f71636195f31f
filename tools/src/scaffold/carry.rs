//! What a new edition takes over from the one before: whole blocks and files as they stand, with their comments; never
//! dates, links with a life, the schedule, speakers or papers. Past pages began as copies, and these were what went wrong.

use std::{fs, path::Path};

use toml_edit::{DocumentMut, Item, Table};
use walkdir::WalkDir;

use super::answers::without_year;
use crate::{
    content::{self, Content, REFERENCES, model},
    files,
    report::Error,
    site::{CONFIG, CONTENT, Site},
};

/// What can be carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Field {
    /// Organisers, with their photos
    Organisers,
    /// references.bib
    References,
    /// introduction.md, with the references it cites
    Introduction,
    /// Banner, colours, words, style sheets, templates of its own and icons
    Style,
    /// The list of earlier editions, and a link to this one
    Editions,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Organisers, Self::References, Self::Introduction, Self::Style, Self::Editions];

    /// Its words in a question.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Organisers => "organisers",
            Self::References => "references",
            Self::Introduction => "introduction, with the references it cites",
            Self::Style => "style: banner, colours, words, own templates, icons",
            Self::Editions => "list of earlier editions",
        }
    }
}

/// The site of the edition before.
#[derive(Debug)]
pub struct Previous {
    site: Site,
    config: DocumentMut,
    content: Content,
    /// Short name of the workshop.
    pub acronym: String,
    /// Its full name.
    pub title: String,
    /// The host conference, without its year.
    pub conference: String,
    /// Year of that edition.
    pub year: Option<i16>,
    /// Its number.
    pub numeral: Option<String>,
    /// Mail address for questions.
    pub contact: Option<String>,
    /// The host conference with its year.
    conference_and_year: String,
}

/// What a new site gets.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// Blocks of `people.toml`.
    pub(super) organisers: String,
    /// The block of the banner in `edition.toml`.
    pub(super) banner: String,
    /// `[extra]` of `config.toml`.
    pub(super) extra: String,
    /// Blocks of `editions.toml`.
    pub(super) editions: String,
    /// Files, by their paths in the site.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// Name of the theme's folder, where templates that are carried over name it.
    pub(super) theme: Option<String>,
}

impl Previous {
    /// Reads the site in a folder.
    ///
    /// # Errors
    /// Where there is none, or its content has mistakes.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let site = Site::find(Some(folder))?;
        let (files, mut problems) = files::read(&site)?;
        let (content, more) = content::read(&files);
        problems.extend(more);
        if let Some(problem) = problems.first() {
            return Err(Error::new(format!(
                "nothing can be carried over while {} has mistakes: {}",
                problem.source.path, problem.what
            ))
            .hint("put right what `dlde check` says there"));
        }
        let config = document(&site.root.join(CONFIG))?;
        let facts = content.editions.first().and_then(|edition| edition.facts.as_ref());
        let facts = facts
            .map(|facts| facts.value.clone())
            .ok_or_else(|| Error::new(format!("the site in {} has no edition", folder.display())))?;
        let edition = content.editions.first();
        let title = edition.and_then(|edition| edition.home()?.value.title.clone());
        let conference = facts.conference.into_inner();
        Ok(Self {
            title: title.unwrap_or_else(|| facts.acronym.clone()),
            acronym: facts.acronym,
            year: edition.and_then(content::rules::year_of),
            numeral: facts.numeral.map(|numeral| numeral.into_inner()),
            contact: facts.contact.map(|contact| contact.into_inner()),
            conference: without_year(&conference).to_owned(),
            conference_and_year: conference,
            site,
            config,
            content,
        })
    }

    /// What these fields hold.
    pub(super) fn carry(&self, fields: &[Field]) -> Result<Carried, Error> {
        let mut carried = Carried::default();
        for field in fields {
            match field {
                Field::Organisers => self.organisers(&mut carried)?,
                Field::References => self.file(REFERENCES, &mut carried)?,
                Field::Introduction => {
                    self.file("introduction.md", &mut carried)?;
                    self.file(REFERENCES, &mut carried)?;
                }
                Field::Style => self.style(&mut carried)?,
                Field::Editions => self.editions(&mut carried)?,
            }
        }
        carried.files.sort();
        carried.files.dedup();
        Ok(carried)
    }

    fn organisers(&self, carried: &mut Carried) -> Result<(), Error> {
        carried.organisers = self.block("people.toml", "organisers")?;
        let people = self.content.editions.first().and_then(|edition| edition.people.as_ref());
        let organisers: &[model::Person] = people.map_or(&[], |people| &people.value.organisers);
        for photo in organisers.iter().filter_map(|person| person.photo.as_ref()) {
            self.file(photo.get_ref(), carried)?;
        }
        Ok(())
    }

    fn editions(&self, carried: &mut Carried) -> Result<(), Error> {
        let Some(base_url) = self.config.get("base_url").and_then(Item::as_str) else { return Ok(()) };
        let mut own = Table::new();
        let numeral = self.numeral.iter().map(|numeral| format!("-{numeral}")).collect::<String>();
        own["title"] = format!("{}{numeral}, {}", self.acronym, self.conference_and_year).into();
        own["year"] = i64::from(self.year.unwrap_or_default()).into();
        own["url"] = base_url.into();
        let earlier = self.block("editions.toml", "editions")?;
        let gap = if earlier.is_empty() { "" } else { "\n" };
        carried.editions = format!("[[editions]]\n{own}{gap}{earlier}");
        Ok(())
    }

    fn style(&self, carried: &mut Carried) -> Result<(), Error> {
        carried.banner = self.block("edition.toml", "banner")?;
        let facts = self.content.editions.first().and_then(|edition| edition.facts.as_ref());
        if let Some(banner) = facts.and_then(|facts| facts.value.banner.as_ref()) {
            self.file(banner.image.get_ref(), carried)?;
        }
        let theme = self.config.get("theme").and_then(Item::as_str).map(str::to_owned);
        carried.extra = self.extra(theme.is_some())?;
        // Without an installed theme, templates and styles are the theme's own.
        if let Some(name) = &theme {
            must_be_plain(name)?;
            for folder in ["sass", "templates"] {
                self.folder(folder, |_| true, carried)?;
            }
            let icon = |name: &str| name.starts_with("favicon") || name.starts_with("apple-touch-icon");
            self.folder("static", icon, carried)?;
            carried.theme = theme;
        }
        Ok(())
    }

    /// `[extra]` of the configuration, without what the theme says itself.
    fn extra(&self, installed: bool) -> Result<String, Error> {
        let mut config = self.config.clone();
        config.retain(|key, _| key == "extra");
        let Some(extra) = config.get_mut("extra").and_then(Item::as_table_mut) else {
            return Ok(String::new());
        };
        extra.remove("build");
        if !installed {
            let theme = document(&self.site.root.join("theme.toml"))?;
            if let Some(theirs) = theme.get("extra").and_then(Item::as_table) {
                remove_equal(extra, theirs);
            }
        }
        if extra.is_empty() {
            return Ok(String::new());
        }
        Ok(trimmed(&config))
    }

    /// One key of a TOML file of the edition with all below it, as it stands; empty where there is none.
    fn block(&self, name: &str, key: &str) -> Result<String, Error> {
        let path = self.site.root.join(CONTENT).join(name);
        if !path.is_file() {
            return Ok(String::new());
        }
        let mut document = document(&path)?;
        document.retain(|other, _| other == key);
        document.set_trailing("");
        Ok(trimmed(&document))
    }

    fn file(&self, name: &str, carried: &mut Carried) -> Result<(), Error> {
        let path = self.site.root.join(CONTENT).join(name);
        if path.is_file() {
            let bytes = fs::read(&path).map_err(|e| Error::io("read", &path, &e))?;
            carried.files.push((format!("{CONTENT}/{name}"), bytes));
        }
        Ok(())
    }

    fn folder(&self, name: &str, wanted: fn(&str) -> bool, carried: &mut Carried) -> Result<(), Error> {
        let root = &self.site.root;
        for item in WalkDir::new(root.join(name)).sort_by_file_name().into_iter().flatten() {
            if item.file_type().is_file() && wanted(&item.file_name().to_string_lossy()) {
                let bytes = fs::read(item.path()).map_err(|e| Error::io("read", item.path(), &e))?;
                let path = item.path().strip_prefix(root).unwrap_or(item.path());
                carried.files.push((path.to_string_lossy().replace('\\', "/"), bytes));
            }
        }
        Ok(())
    }
}

/// The name becomes part of paths and of commands.
fn must_be_plain(theme: &str) -> Result<(), Error> {
    let plain = theme.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if plain && !theme.is_empty() && !theme.starts_with('.') {
        return Ok(());
    }
    Err(Error::new(format!("the theme `{}` cannot be named in the new site", crate::report::visible(theme)))
        .hint("rename its folder with letters, digits, - and _, or leave style out of --carry"))
}

fn document(path: &Path) -> Result<DocumentMut, Error> {
    let text = fs::read_to_string(path).map_err(|e| Error::io("read", path, &e))?;
    text.parse().map_err(|error| Error::new(format!("cannot read {}: {error}", path.display())))
}

/// Takes out of a table what another says as well.
fn remove_equal(own: &mut Table, theirs: &Table) {
    for (key, item) in theirs {
        let equal = match (own.get_mut(key), item) {
            (Some(Item::Table(table)), Item::Table(other)) => {
                remove_equal(table, other);
                table.is_empty()
            }
            (Some(own), other) => own.to_string().trim() == other.to_string().trim(),
            (None, _) => false,
        };
        if equal {
            own.remove(key);
        }
    }
}

fn trimmed(document: &DocumentMut) -> String {
    let text = document.to_string();
    let text = text.trim();
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}
