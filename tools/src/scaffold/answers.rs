//! What has to be known about an edition, from the command line and from the edition before.

use clap::Args;

use super::{Plan, carry::Previous};
use crate::{
    content::values::{Address, Date, Zone},
    report::Error,
};

/// What was answered so far. All values have the right form.
#[derive(Debug, Default, Clone, Args)]
pub struct Answers {
    /// Year of the edition [default: the one after --from]
    #[arg(long, value_parser = clap::value_parser!(i16).range(1990..2200))]
    pub year: Option<i16>,
    /// Number of the edition as it is written, for instance IV [default: the one after --from]
    #[arg(long, value_parser = words)]
    pub numeral: Option<String>,
    /// Short name of the workshop, for instance DLDE [default: as in --from]
    #[arg(long, value_name = "NAME", value_parser = words)]
    pub acronym: Option<String>,
    /// Full name of the workshop [default: as in --from]
    #[arg(long, value_parser = words)]
    pub title: Option<String>,
    /// Host conference, for instance NeurIPS [default: as in --from]
    #[arg(long, value_name = "NAME", value_parser = words)]
    pub conference: Option<String>,
    /// A day, 2026-12-05, a month, 2026-12, or "to be announced" [default: to be announced]
    #[arg(long, value_parser = date)]
    pub date: Option<String>,
    /// Zone whose clock the hours are on, for instance America/New_York
    #[arg(long, value_parser = zone)]
    pub zone: Option<String>,
    /// virtual, "in person" or hybrid
    #[arg(long, value_parser = mode)]
    pub mode: Option<String>,
    /// Building and city
    #[arg(long, value_parser = words)]
    pub place: Option<String>,
    /// Mail address for questions [default: as in --from]
    #[arg(long, value_name = "ADDRESS", value_parser = contact)]
    pub contact: Option<String>,
    /// Where the site will be published, for instance https://dlde-2026.github.io
    #[arg(long, value_name = "ADDRESS", value_parser = base_url)]
    pub base_url: Option<String>,
}

impl Answers {
    /// Takes what follows from the edition before for what was not answered: never a date, a zone, a mode or a place.
    pub fn follow(&mut self, previous: &Previous) {
        let or = |own: &mut Option<String>, theirs: Option<&String>| {
            if own.is_none() {
                *own = theirs.and_then(|text| words(text).ok());
            }
        };
        or(&mut self.acronym, Some(&previous.acronym));
        or(&mut self.title, Some(&previous.title));
        or(&mut self.conference, Some(&previous.conference));
        or(&mut self.contact, previous.contact.as_ref());
        or(&mut self.numeral, previous.numeral.as_deref().and_then(next_numeral).as_ref());
        self.year = self.year.or_else(|| Some(previous.year? + 1));
    }

    /// The plan, if everything is known that an edition cannot do without.
    ///
    /// # Errors
    /// Naming the options that are missing, or two that contradict each other.
    pub fn plan(self) -> Result<Plan, Error> {
        let open: Vec<&str> = [
            ("--acronym", self.acronym.is_none()),
            ("--title", self.title.is_none()),
            ("--year", self.year.is_none()),
            ("--conference", self.conference.is_none()),
            ("--zone", self.zone.is_none()),
            ("--mode", self.mode.is_none()),
            ("--base-url", self.base_url.is_none()),
        ]
        .into_iter()
        .filter_map(|(option, open)| open.then_some(option))
        .collect();
        let (
            Some(acronym),
            Some(title),
            Some(year),
            Some(conference),
            Some(zone),
            Some(mode),
            Some(base_url),
        ) = (self.acronym, self.title, self.year, self.conference, self.zone, self.mode, self.base_url)
        else {
            return Err(Error::new(format!("not yet known: {}", open.join(", ")))
                .hint("add these options, or run this in a terminal to be asked"));
        };
        let conference = format!("{} {year}", without_year(&conference));
        let date = self.date.unwrap_or_else(|| "to be announced".to_owned());
        if let Ok(Date::Day(day) | Date::Month(day)) = date.parse::<Date>()
            && day.year() != year
        {
            return Err(Error::new(format!("the date {date} is not in {year}"))
                .hint("correct --date or --year: the event is in the year of its host conference"));
        }
        let (numeral, place, contact) = (self.numeral, self.place, self.contact);
        Ok(Plan { acronym, title, numeral, year, conference, date, zone, mode, place, contact, base_url })
    }
}

/// The name of a conference without the year behind it.
pub(super) fn without_year(conference: &str) -> &str {
    let year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    conference.rsplit_once(' ').filter(|(_, word)| year(word)).map_or(conference, |(name, _)| name)
}

const NUMERALS: [&str; 20] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
    "XVII", "XVIII", "XIX", "XX",
];

/// The number after one, Roman or not.
fn next_numeral(numeral: &str) -> Option<String> {
    let roman = NUMERALS.iter().position(|known| *known == numeral).and_then(|at| NUMERALS.get(at + 1));
    roman.map(ToString::to_string).or_else(|| Some(numeral.parse::<u16>().ok()?.checked_add(1)?.to_string()))
}

/// Some text on one line.
pub(super) fn words(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.contains(char::is_control) {
        return Err("write a few words on one line".to_owned());
    }
    Ok(text.to_owned())
}

pub(super) fn date(text: &str) -> Result<String, String> {
    text.parse::<Date>().map(|_| text.to_owned())
}

pub(super) fn zone(text: &str) -> Result<String, String> {
    match text.parse::<Zone>()? {
        Zone::Iana(name) => Ok(name),
        Zone::AoE => Err("AoE is for deadlines\nwrite continent and city of a place".to_owned()),
    }
}

/// How people take part, in the words of `edition.toml`.
pub(super) const MODES: [&str; 3] = ["virtual", "in person", "hybrid"];

pub(super) fn mode(text: &str) -> Result<String, String> {
    let text = text.replace('-', " ");
    MODES
        .contains(&text.as_str())
        .then_some(text)
        .ok_or_else(|| "write virtual, \"in person\" or hybrid".to_owned())
}

pub(super) fn contact(text: &str) -> Result<String, String> {
    let well_formed = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !text.contains(char::is_whitespace)
    });
    well_formed.then(|| text.to_owned()).ok_or_else(|| "write it as in name@example.org".to_owned())
}

pub(super) fn base_url(text: &str) -> Result<String, String> {
    let address: Address = text.parse()?;
    Ok(address.0.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> Answers {
        let text = |text: &str| Some(text.to_owned());
        Answers {
            year: Some(2031),
            acronym: text("ABC"),
            title: text("A workshop"),
            conference: text("CONF 2030"),
            zone: text("Europe/Vienna"),
            mode: text("virtual"),
            base_url: text("https://abc.example.org"),
            ..Answers::default()
        }
    }

    #[test]
    fn the_conference_has_the_year_of_the_edition() {
        let plan = complete().plan().expect("is complete");
        assert_eq!((plan.conference.as_str(), plan.date.as_str()), ("CONF 2031", "to be announced"));
    }

    #[test]
    fn what_is_missing_and_what_contradicts_is_named() {
        let error = Answers { zone: None, base_url: None, ..complete() }.plan().expect_err("is incomplete");
        assert_eq!(error.what, "not yet known: --zone, --base-url");
        let error = Answers { date: Some("2030-05".into()), ..complete() }.plan().expect_err("contradicts");
        assert_eq!(error.what, "the date 2030-05 is not in 2031");
    }

    #[test]
    fn numbers_go_on() {
        assert_eq!(next_numeral("III").as_deref(), Some("IV"));
        assert_eq!(next_numeral("9").as_deref(), Some("10"));
        assert_eq!((next_numeral("XX"), next_numeral("third")), (None, None));
    }

    #[test]
    fn answers_have_the_right_form() {
        assert!(date("2031-02-29").is_err() && date("2031-05").is_ok());
        assert!(zone("AoE").is_err() && zone("Europe/Viena").is_err_and(|e| e.contains("Europe/Vienna")));
        assert_eq!(mode("in-person").as_deref(), Ok("in person"));
        assert!(mode("online").is_err());
        assert!(contact("a at b.org").is_err() && contact("a@b.org").is_ok());
        assert_eq!(base_url("https://a.org/x/").as_deref(), Ok("https://a.org/x"));
        assert!(words(" ").is_err() && words("a\nb").is_err());
    }
}
