//! The configuration: what Zola gets, which is the site's own and in `[extra.build]` what only this build knows, and
//! what the tools take from it.

use std::{collections::BTreeMap, fs, path::Path, str::FromStr};

use jiff::{Timestamp, civil, tz::Offset};
use serde::Deserialize;
use toml::{Table, Value};
use url::Url;

use crate::{
    report::{Error, visible},
    site::{CONFIG, Site},
};

/// The instant a build takes for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today(Timestamp);

impl Today {
    /// The instant itself.
    pub fn instant(self) -> Timestamp {
        self.0
    }
}

impl FromStr for Today {
    type Err = String;

    /// A day, which stands for its noon in UTC, or an instant as in RFC 3339.
    fn from_str(text: &str) -> Result<Self, String> {
        let noon = |day: civil::Date| Offset::UTC.to_timestamp(day.at(12, 0, 0, 0)).ok();
        let instant = if text.len() == 10 { text.parse().ok().and_then(noon) } else { text.parse().ok() };
        instant
            .map(Self)
            .ok_or_else(|| "write a day, 2023-12-09, or an instant, 2023-12-09T14:00:00-05:00".to_owned())
    }
}

/// The text of a configuration for one build of the site whose own is `text`.
///
/// # Errors
/// Where `text` is no TOML, or its `extra` or `extra.build` is no table.
pub fn for_build(text: &str, today: Option<Today>, card: bool) -> Result<String, Error> {
    let mut config = parse(text)?;
    let build = table(table(&mut config, "extra")?, "build")?;
    build.insert(
        "today".to_owned(),
        Value::String(today.map(|today| today.0.to_string()).unwrap_or_default()),
    );
    build.insert("card".to_owned(), Value::Boolean(card));
    toml::to_string(&config).map_err(|error| Error::new(format!("cannot write the configuration: {error}")))
}

fn parse(text: &str) -> Result<Table, Error> {
    text.parse().map_err(|error| Error::new(format!("cannot read the configuration: {error}")))
}

fn table<'a>(parent: &'a mut Table, name: &str) -> Result<&'a mut Table, Error> {
    let value = parent.entry(name).or_insert_with(|| Value::Table(Table::new()));
    value.as_table_mut().ok_or_else(|| Error::new(format!("`{name}` in config.toml is no table")))
}

/// The words of the site that the tools need, from `[extra.strings]` of the site or else of its theme.
#[derive(Debug, Default)]
pub struct Words {
    /// `{conference} Workshop`
    edition_line: String,
    /// `{day} {month} {year}`
    day_date: String,
    /// `{month} {year}`
    month_date: String,
    months: Vec<String>,
    modes: BTreeMap<String, String>,
}

impl Words {
    /// The words of a site.
    ///
    /// # Errors
    /// Where its configuration cannot be read.
    pub fn of(site: &Site) -> Result<Self, Error> {
        Ok(Self::in_order(&tables(site)?))
    }

    /// The workshop by its host conference.
    pub fn edition_line(&self, conference: &str) -> String {
        self.edition_line.replace("{conference}", conference)
    }

    /// A day.
    pub fn day(&self, day: civil::Date) -> String {
        self.fill(&self.day_date, day)
    }

    /// The month of a day.
    pub fn month(&self, day: civil::Date) -> String {
        self.fill(&self.month_date, day)
    }

    fn fill(&self, pattern: &str, day: civil::Date) -> String {
        let month = usize::try_from(day.month() - 1).ok().and_then(|index| self.months.get(index));
        pattern
            .replace("{day}", &day.day().to_string())
            .replace("{month}", month.map_or("", String::as_str))
            .replace("{year}", &day.year().to_string())
    }

    /// How a mode of taking part is called.
    pub fn mode<'a>(&'a self, mode: &'a str) -> &'a str {
        self.modes.get(mode).map_or(mode, String::as_str)
    }

    /// The words of the first table that has them.
    fn in_order(tables: &[Table]) -> Self {
        let find = |name: &str| tables.iter().find_map(|table| table.get("extra")?.get("strings")?.get(name));
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let string = |name: &str| find(name).map(text).unwrap_or_default();
        Self {
            edition_line: string("edition_line"),
            day_date: string("day_date"),
            month_date: string("month_date"),
            months: find("months").and_then(Value::as_array).into_iter().flatten().map(text).collect(),
            modes: find("modes")
                .and_then(Value::as_table)
                .into_iter()
                .flatten()
                .map(|(k, v)| (k.clone(), text(v)))
                .collect(),
        }
    }

    #[cfg(test)]
    pub(crate) fn from_config(text: &str) -> Self {
        Self::in_order(&[text.parse().expect("is TOML")])
    }
}

/// What is done to the pages that Zola built: `[extra.finish]` of the site, key by key, or else of its theme.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own in the configuration")]
pub struct Finish {
    /// Whether links that leave the site say so.
    pub links: bool,
    /// The words that such a link gets in `rel`. `noopener` is added only where the link opens another window.
    pub link_rel: String,
    /// A class that it gets; none where empty.
    pub link_class: String,
    /// What it gets as `referrerpolicy`; nothing where empty.
    pub referrer_policy: String,
    /// Whether it opens a new window.
    pub new_window: bool,
    /// How it tells so to screen readers: `new_window` of `[extra.strings]`.
    #[serde(skip)]
    pub new_window_words: String,
    /// Whether images get what browsers need to load them well.
    pub images: bool,
    /// Whether headings get an id.
    pub headings: bool,
    /// Whether headings get a link to themselves.
    pub permalinks: bool,
    /// What such a link is called, `{title}` being the heading: `permalink` of `[extra.strings]`.
    #[serde(skip)]
    pub permalink_words: String,
    /// Whether comments and blanks that mean nothing go. Never where Zola's `minify_html` has been at the page, whose
    /// output means something else with fewer blanks.
    pub small: bool,
    /// Whether what pages are made of gets names that change with it, and pages get digests and a policy.
    pub integrity: bool,
    /// Digests, as `sha256-…`, of the scripts and style sheets written in pages that the policy lets in.
    pub allow_inline: Vec<String>,
    /// Other hosts, as `https://…`, from which the policy lets pages load something.
    pub allow_hosts: Vec<String>,
    /// Whether the site is to work in any folder and without a server: an option of the command.
    #[serde(skip)]
    pub portable: bool,
    /// Whether the site is a finished edition: an option of the command.
    #[serde(skip)]
    pub archived: bool,
    /// What its pages say then.
    pub archive: Archive,
    /// Whether text files get compressed copies: an option of the command.
    #[serde(skip)]
    pub precompress: bool,
}

/// What the pages of a finished edition say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Archive {
    /// The address of the current edition.
    pub current: String,
    /// What the link to it says; its address where empty.
    pub name: String,
    /// The words before it: `past_edition` of `[extra.strings]`.
    #[serde(skip)]
    pub words: String,
    /// The address of the finished edition, by which search engines are to know its pages; empty to leave that alone.
    pub canonical: String,
    /// What robots are told, for instance `noindex`; empty to leave that alone.
    pub robots: String,
}

impl Default for Finish {
    /// What `theme.toml` says.
    fn default() -> Self {
        Self {
            links: true,
            link_rel: "noopener".to_owned(),
            link_class: String::new(),
            referrer_policy: String::new(),
            new_window: false,
            new_window_words: "(opens in a new window)".to_owned(),
            images: true,
            headings: true,
            permalinks: false,
            permalink_words: "Link to \"{title}\"".to_owned(),
            small: true,
            integrity: true,
            allow_inline: Vec::new(),
            allow_hosts: Vec::new(),
            portable: false,
            archived: false,
            precompress: false,
            archive: Archive {
                words: "This is the page of a past edition. The current one:".to_owned(),
                ..Archive::default()
            },
        }
    }
}

impl Finish {
    /// What a site wants.
    ///
    /// # Errors
    /// Where its configuration cannot be read, or says something that there is not.
    pub fn of(site: &Site) -> Result<Self, Error> {
        Self::in_order(&tables(site)?)
    }

    /// Of each key, what the first table says that has it.
    fn in_order(tables: &[Table]) -> Result<Self, Error> {
        let mut finish = Table::new();
        for own in tables.iter().rev().filter_map(|table| table.get("extra")?.get("finish")) {
            let own =
                own.as_table().ok_or_else(|| Error::new("`extra.finish` in config.toml is no table"))?;
            finish.extend(own.clone());
        }
        let mut finish: Self = finish.try_into().map_err(|error: toml::de::Error| {
            Error::new(format!("cannot use [extra.finish] of config.toml: {}", error.message()))
                .hint("theme.toml lists and explains what can be set there")
        })?;
        finish.small &=
            !tables.iter().any(|table| table.get("minify_html").and_then(Value::as_bool) == Some(true));
        let word = |name: &str| {
            tables
                .iter()
                .find_map(|table| table.get("extra")?.get("strings")?.get(name)?.as_str().map(str::to_owned))
        };
        finish.new_window_words = word("new_window").unwrap_or(finish.new_window_words);
        finish.archive.words = word("past_edition").unwrap_or(Self::default().archive.words);
        finish.permalink_words = word("permalink").unwrap_or(finish.permalink_words);
        Ok(finish)
    }
}

/// The address that a site's configuration gives it.
///
/// # Errors
/// Where the configuration cannot be read.
pub fn base_url(site: &Site) -> Result<Option<String>, Error> {
    let own = read(&site.root.join(CONFIG))?;
    Ok(own.get("base_url").and_then(Value::as_str).map(str::to_owned))
}

/// An address of a site, with a slash at the end, so that what is below it can be told.
///
/// # Errors
/// Where it is no address of the web.
pub fn address(text: &str) -> Result<Url, Error> {
    let slashed = format!("{}/", text.trim_end_matches('/'));
    let url = Url::parse(&slashed).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    url.ok_or_else(|| {
        Error::new(format!("`{}` is no address of a site", visible(text)))
            .hint("write one like https://example.org")
    })
}

/// The configuration of a site, and that of its theme where it has one.
fn tables(site: &Site) -> Result<Vec<Table>, Error> {
    let own = read(&site.root.join(CONFIG))?;
    let theme = own.get("theme").and_then(Value::as_str);
    let theme =
        theme.map(|name| read(&site.root.join("themes").join(name).join("theme.toml"))).transpose()?;
    Ok(std::iter::once(own).chain(theme).collect())
}

fn read(path: &Path) -> Result<Table, Error> {
    parse(&fs::read_to_string(path).map_err(|e| Error::io("read", path, &e))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_site_says_stays_and_the_build_is_added() {
        let today = "2023-12-09".parse().expect("a day");
        let text =
            for_build("base_url = \"x\"\n[extra.a]\nb = 1\n", Some(today), true).expect("is a configuration");
        let config: Table = text.parse().expect("is TOML");
        assert_eq!(config["base_url"].as_str(), Some("x"));
        assert_eq!(config["extra"]["a"]["b"].as_integer(), Some(1));
        assert_eq!(config["extra"]["build"]["today"].as_str(), Some("2023-12-09T12:00:00Z"));
        assert_eq!(config["extra"]["build"]["card"].as_bool(), Some(true));
    }

    #[test]
    fn today_is_a_day_or_an_instant() {
        assert_eq!("2023-12-09T14:00:00-05:00".parse::<Today>(), "2023-12-09T19:00:00Z".parse());
        for text in ["", "2023-12", "2023-02-30", "tomorrow", "2023-12-09 14:00"] {
            assert!(text.parse::<Today>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_words_of_the_site_have_their_own_order() {
        let words = Words::from_config("[extra.strings]\nedition_line = \"Atelier de {conference}\"\n");
        assert_eq!(words.edition_line("COLSIM 2025"), "Atelier de COLSIM 2025");
    }

    #[test]
    fn a_site_sets_what_it_wants_and_its_theme_the_rest() {
        let table = |text: &str| text.parse::<Table>().expect("is TOML");
        let own = table("[extra.finish]\nnew_window = true\n[extra.strings]\nnew_window = \"neu\"");
        let theme = table("[extra.finish]\nnew_window = false\nlinks = false");
        let finish = Finish::in_order(&[own, theme]).expect("can be used");
        assert!(finish.new_window && !finish.links);
        assert_eq!(finish.new_window_words, "neu");
    }

    #[test]
    fn the_theme_explains_every_switch_and_what_it_says_holds_without_it() {
        let theme: Table = include_str!("../../theme.toml").parse().expect("is TOML");
        let said = theme["extra"]["finish"].as_table().expect("is a table").keys().cloned();
        let known = format!("{:?}", Finish::default());
        for key in said {
            assert!(known.contains(&format!("{key}: ")), "{key}");
        }
        assert_eq!(Finish::in_order(&[theme]).expect("can be used"), Finish::default());
    }

    #[test]
    fn a_misspelt_rewrite_is_named() {
        let own = "[extra.finish]\nlink = true".parse().expect("is TOML");
        let error = Finish::in_order(&[own]).expect_err("is refused").what;
        assert!(error.contains("unknown field `link`"), "{error}");
    }

    #[test]
    fn a_configuration_with_something_else_in_its_place_is_refused() {
        assert!(for_build("extra = 1", None, false).is_err());
        assert!(for_build("a = ", None, false).is_err());
    }
}
