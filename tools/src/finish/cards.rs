//! The social card of each edition, drawn once as long as it says the same.

use std::{fs, io, path::Path};

use sha2::{Digest as _, Sha256};

use crate::{
    card::{self, Facts},
    config::Words,
    content::{Edition, model::edition::Mode, values::Date},
    report::Error,
    site::CONTENT,
};

/// Its name beside the page of the edition; the templates link to it by this name.
const NAME: &str = "social-card.png";

/// Writes the card of an edition into the built site, beside the edition's page.
pub(super) fn write(site: &Path, edition: &Edition, words: &Words, cache: &Path) -> Result<(), Error> {
    let folder = site.join(edition.folder.strip_prefix(CONTENT).unwrap_or_default().trim_start_matches('/'));
    let home = edition.home();
    // Zola renders no page for an edition without a name, and a draft has none either.
    let (Some(facts), Some(home), true) = (&edition.facts, home, folder.is_dir()) else { return Ok(()) };
    let event = &facts.value.event;
    let mode = match event.mode {
        Mode::Virtual => "virtual",
        Mode::InPerson => "in person",
        Mode::Hybrid => "hybrid",
    };
    let card = Facts {
        title: home.value.title.as_deref().unwrap_or_default(),
        acronym: &facts.value.acronym,
        numeral: facts.value.numeral.as_ref().map(|numeral| numeral.get_ref().as_str()),
        conference: &words.edition_line(facts.value.conference.get_ref()),
        when: &when(event.date.get_ref(), words),
        place: event.place.as_deref().unwrap_or_else(|| words.mode(mode)),
    };
    let target = folder.join(NAME);
    let picture = drawn(&card, cache)?;
    fs::write(&target, picture).map_err(|e| Error::io("write", &target, &e))
}

/// The day or month in the words of the site; nothing while it is to be announced.
fn when(date: &Date, words: &Words) -> String {
    match date {
        Date::Day(day) => words.day(*day),
        Date::Month(first) => words.month(*first),
        Date::ToBeAnnounced => String::new(),
    }
}

/// The card, from the cache where one that says the same was drawn by the same program.
fn drawn(facts: &Facts<'_>, cache: &Path) -> Result<Vec<u8>, Error> {
    let mut hash = Sha256::new();
    hash.update(card::TEMPLATE);
    hash.update(env!("CARGO_PKG_VERSION"));
    hash.update(format!("{facts:?}"));
    let name: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let folder = cache.join("cards");
    let path = folder.join(name).with_extension("png");
    if let Ok(picture) = fs::read(&path) {
        return Ok(picture);
    }
    let picture = card::draw(facts)?;
    let keep = || -> io::Result<()> {
        fs::create_dir_all(&folder)?;
        // Renamed into place, so that a build that is killed leaves no half a card for the next one.
        let file = tempfile::NamedTempFile::new_in(&folder)?;
        fs::write(file.path(), &picture)?;
        file.persist(&path)?;
        Ok(())
    };
    keep().map_err(|e| Error::io("write", &path, &e))?;
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_is_said_with_the_precision_it_has() {
        let words = Words::from_config(
            r#"
            [extra.strings]
            day_date = "le {day} {month} {year}"
            month_date = "en {month} {year}"
            months = ["janvier", "février"]
            "#,
        );
        assert_eq!(when(&Date::Day(date(2031, 2, 9)), &words), "le 9 février 2031");
        assert_eq!(when(&Date::Month(date(2031, 1, 1)), &words), "en janvier 2031");
        assert_eq!(when(&Date::ToBeAnnounced, &words), "");
    }
}
