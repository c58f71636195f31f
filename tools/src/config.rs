//! The configuration that Zola gets: the site's own, and in `[extra.build]` what only this build knows.

use std::str::FromStr;

use jiff::{Timestamp, civil, tz::Offset};
use toml::{Table, Value};

use crate::report::Error;

/// The instant a build takes for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today(Timestamp);

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
    let mut config: Table =
        text.parse().map_err(|error| Error::new(format!("cannot read the configuration: {error}")))?;
    let build = table(table(&mut config, "extra")?, "build")?;
    build.insert(
        "today".to_owned(),
        Value::String(today.map(|today| today.0.to_string()).unwrap_or_default()),
    );
    build.insert("card".to_owned(), Value::Boolean(card));
    toml::to_string(&config).map_err(|error| Error::new(format!("cannot write the configuration: {error}")))
}

fn table<'a>(parent: &'a mut Table, name: &str) -> Result<&'a mut Table, Error> {
    let value = parent.entry(name).or_insert_with(|| Value::Table(Table::new()));
    value.as_table_mut().ok_or_else(|| Error::new(format!("`{name}` in config.toml is no table")))
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
    fn a_configuration_with_something_else_in_its_place_is_refused() {
        assert!(for_build("extra = 1", None, false).is_err());
        assert!(for_build("a = ", None, false).is_err());
    }
}
