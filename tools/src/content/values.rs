//! Dates, clock times and zones as organisers write them.

use std::{borrow::Cow, ops::Deref, str::FromStr};

use jiff::{civil, tz::TimeZoneDatabase};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::Error as _};

use super::suggest;

/// A date with the precision that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Date {
    /// A day, `"2023-12-09"`.
    Day(civil::Date),
    /// A month, `"2023-12"`; its first day.
    Month(civil::Date),
    /// `"to be announced"`.
    ToBeAnnounced,
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "to be announced" {
            return Ok(Self::ToBeAnnounced);
        }
        let shaped = |pattern: &str| {
            text.len() == pattern.len()
                && text
                    .bytes()
                    .zip(pattern.bytes())
                    .all(|(c, p)| if p == b'0' { c.is_ascii_digit() } else { c == p })
        };
        let parsed = if shaped("0000-00-00") {
            text.parse().ok().map(Self::Day)
        } else if shaped("0000-00") {
            format!("{text}-01").parse().ok().map(Self::Month)
        } else {
            return Err(format!(
                "`{text}` is no date\nwrite \"2023-12-09\", \"2023-12\" for a month, or \"to be announced\""
            ));
        };
        parsed.ok_or_else(|| {
            format!("the date {text} does not exist\nlook it up in a calendar: year-month-day")
        })
    }
}

/// A day that is known, `"2023-12-09"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub civil::Date);

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse()? {
            Date::Day(day) => Ok(Self(day)),
            _ => Err(format!(
                "`{text}` is no day\nwrite one, as in \"2023-12-09\", or leave the line out while it is open"
            )),
        }
    }
}

/// When the life of a link or a notice begins or ends, on the clock of the event's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A whole day, `"2023-12-09"`: it ends when it has ended anywhere on Earth.
    Day(civil::Date),
    /// A minute, `"2023-12-09 14:00"`.
    Minute(civil::DateTime),
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (day, clock) = text.split_once(' ').map_or((text, None), |(day, clock)| (day, Some(clock)));
        let moment = |day: Day| match clock {
            None => Ok(Self::Day(day.0)),
            Some(clock) => Ok(Self::Minute(day.0.to_datetime(clock.parse::<Clock>()?.0))),
        };
        day.parse().and_then(moment).map_err(|error| {
            let what = error.lines().next().unwrap_or_default();
            format!("{what}\nwrite a day, \"2023-12-09\", or a day and a time, \"2023-12-09 14:00\"")
        })
    }
}

/// A time on a clock of 24 hours, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock(pub civil::Time);

impl FromStr for Clock {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = |part: &str| {
            let two = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            two.then(|| part.parse::<i8>().ok()).flatten()
        };
        let time = text
            .split_once(':')
            .and_then(|(hour, minute)| civil::Time::new(digits(hour)?, digits(minute)?, 0, 0).ok());
        time.map(Self).ok_or_else(|| {
            format!("`{text}` is no time of day\nwrite hours and minutes from \"00:00\" to \"23:59\", as in \"07:30\" or \"19:30\"")
        })
    }
}

/// The zone of a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zone {
    /// A zone of the IANA database, by its name, for instance `America/New_York`.
    Iana(String),
    /// Anywhere on Earth (UTC−12): the day counts until it has ended everywhere.
    AoE,
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "AoE" {
            return Ok(Self::AoE);
        }
        let names = zones();
        // Letter for letter: Zola knows no other way to write them.
        if names.iter().any(|name| name == text) {
            return Ok(Self::Iana(text.to_owned()));
        }
        // A city or UTC alone. An abbreviation would be the clock of one half of the year.
        let place = text.replace(' ', "_");
        let is_end =
            |name: &&str| name.rsplit('/').next().is_some_and(|end| end.eq_ignore_ascii_case(&place));
        let mut known = names.iter().map(String::as_str);
        let near = if text.contains('/') { suggest::nearest(text, known) } else { known.find(is_end) };
        let hint = match near {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => {
                "write continent and city, as in \"America/New_York\", or \"AoE\" for a deadline".to_owned()
            }
        };
        Err(format!("the time zone `{text}` is not known\n{hint}"))
    }
}

/// An address that a browser can open, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(pub String);

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        match host {
            Some(host)
                if host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
                    && !text.contains(char::is_whitespace) =>
            {
                Ok(Self(text.to_owned()))
            }
            _ => Err(format!(
                "`{text}` is no web address\nwrite it as the browser shows it, beginning with https://"
            )),
        }
    }
}

/// A value with its place in the file. A type of our own, so that it can have a schema.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct Spanned<T>(serde_spanned::Spanned<T>);

impl<T> Spanned<T> {
    /// The value alone.
    pub fn into_inner(self) -> T {
        self.0.into_inner()
    }
}

impl<T> Deref for Spanned<T> {
    type Target = serde_spanned::Spanned<T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// The schema of a type that is read from its text.
macro_rules! schema {
    ($($kind:ty: $name:literal = $schema:tt;)*) => {$(
        impl JsonSchema for $kind {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}
schema! {
    Date: "Date" = {
        "type": "string",
        "description": "A day, \"2023-12-09\", a month, \"2023-12\", or \"to be announced\".",
        "pattern": "^([0-9]{4}-[0-9]{2}(-[0-9]{2})?|to be announced)$",
    };
    Day: "Day" = {
        "type": "string",
        "description": "A day, \"2023-12-09\".",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    };
    Moment: "Moment" = {
        "type": "string",
        "description": "A day, \"2023-12-09\", or a minute, \"2023-12-09 14:00\", on the clock of the event.",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}( ([01][0-9]|2[0-3]):[0-5][0-9])?$",
    };
    Clock: "Clock" = {
        "type": "string",
        "description": "A time on a clock of 24 hours, \"07:30\" or \"19:30\".",
        "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
    };
    Zone: "Zone" = {
        "type": "string",
        "description": "Continent and city whose clock counts, \"America/New_York\", or \"AoE\" for a deadline.",
        "enum": (zones()),
    };
    Address: "Address" = {
        "type": "string",
        "description": "A web address as the browser shows it.",
        "pattern": "^https?://[^\\s]+$",
    };
}

/// Every zone that a file can name, in order. The database has names without a place, too, such as EST and UTC, which
/// the templates do not know.
fn zones() -> Vec<String> {
    let database = TimeZoneDatabase::bundled();
    let names = database.available().map(|name| name.to_string());
    let mut names: Vec<String> = names.filter(|name| name.contains('/')).collect();
    names.push("AoE".to_owned());
    names.sort_unstable();
    names
}

/// Reads a type from its text, so that a wrong value is reported at its place.
macro_rules! from_text {
    ($($kind:ty),*) => {$(
        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )*};
}
from_text!(Date, Day, Moment, Clock, Zone, Address);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_carry_their_precision() {
        assert!(matches!("2023-12-09".parse(), Ok(Date::Day(day)) if day == civil::date(2023, 12, 9)));
        assert!(matches!("2023-12".parse(), Ok(Date::Month(_))));
        assert_eq!("to be announced".parse(), Ok(Date::ToBeAnnounced));
    }

    #[test]
    fn a_day_that_no_calendar_has_is_refused() {
        for text in ["2023-02-29", "2023-13-01", "2023-00"] {
            assert!(text.parse::<Date>().is_err_and(|e| e.contains("does not exist")), "{text}");
        }
        for text in ["9 December", "2023-1-2", "", "+2023-12-9", "2023-12-09x", "２０２３-12-09"] {
            assert!(text.parse::<Date>().is_err_and(|e| e.contains("is no date")), "{text}");
        }
    }

    #[test]
    fn a_moment_is_a_day_or_a_minute() {
        let day = civil::date(2023, 12, 9);
        assert_eq!("2023-12-09".parse(), Ok(Moment::Day(day)));
        assert_eq!("2023-12-09 14:05".parse(), Ok(Moment::Minute(day.at(14, 5, 0, 0))));
        for text in ["2023-12", "2023-12-09 24:00", "2023-12-09T14:00", "", "to be announced"] {
            assert!(text.parse::<Moment>().is_err_and(|e| e.contains("a day and a time")), "{text}");
        }
    }

    #[test]
    fn clock_times_are_of_24_hours() {
        assert!("07:00".parse::<Clock>() < "14:00".parse::<Clock>());
        for text in ["24:00", "13:15 AM", "7:00", "07.00", "", "-1:00", "+7:00"] {
            assert!(text.parse::<Clock>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_zone_is_a_place_or_anywhere_on_earth() {
        assert_eq!("AoE".parse(), Ok(Zone::AoE));
        assert!("America/Los_Angeles".parse::<Zone>().is_ok());
        assert!("America/Los Angeles".parse::<Zone>().is_err_and(|e| e.contains("\"America/Los_Angeles\"?")));
        assert!("america/los_angeles".parse::<Zone>().is_err_and(|e| e.contains("\"America/Los_Angeles\"?")));
        assert!("+25:00".parse::<Zone>().is_err_and(|e| e.contains("is not known")));
    }

    #[test]
    fn an_abbreviation_is_no_zone() {
        for text in ["EST", "PST", "CET", "EST5EDT", "Japan"] {
            assert!(text.parse::<Zone>().is_err_and(|e| e.contains("write continent and city")), "{text}");
        }
        for (text, place) in
            [("aoe", "AoE"), ("UTC", "Etc/UTC"), ("New York", "America/New_York"), ("paris", "Europe/Paris")]
        {
            assert!(text.parse::<Zone>().is_err_and(|e| e.contains(&format!("\"{place}\"?"))), "{text}");
        }
        assert!("Etc/UTC".parse::<Zone>().is_ok());
    }

    #[test]
    fn an_address_has_a_scheme_and_a_host() {
        assert!("https://openreview.net/group?id=A/B".parse::<Address>().is_ok());
        for text in
            ["kidger.site", "https://", "[x](https://a.org)", "https://a b.org", "javascript:alert(1)"]
        {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }
}
