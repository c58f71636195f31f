//! The configuration that Zola gets: the site's own, and in `[extra.build]` what only this build knows.

use std::{collections::BTreeMap, fs, path::Path, str::FromStr};

use jiff::{Timestamp, civil, tz::Offset};
use toml::{Table, Value};

use crate::{
    report::Error,
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
        let read = |path: &Path| fs::read_to_string(path).map_err(|e| Error::io("read", path, &e));
        let own: Table = parse(&read(&site.root.join(CONFIG))?)?;
        let theme = own
            .get("theme")
            .and_then(Value::as_str)
            .map(|name| site.root.join("themes").join(name).join("theme.toml"));
        let theme = theme.map(|path| parse(&read(&path)?)).transpose()?.unwrap_or_default();
        Ok(Self::in_order(&[own, theme]))
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

    /// The names of the months, January first.
    pub fn months(&self) -> &[String] {
        &self.months
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
    fn a_configuration_with_something_else_in_its_place_is_refused() {
        assert!(for_build("extra = 1", None, false).is_err());
        assert!(for_build("a = ", None, false).is_err());
    }
}
