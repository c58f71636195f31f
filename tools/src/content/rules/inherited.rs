//! What only a look at other editions and years shows. A style file of the year before stood on a page for 114 days.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use super::{Context, Rule, names, stale::own_words, year_of, years};
use crate::{
    content::{Edition, instants},
    report::{Problem, Source},
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::warning(
        "city-of-another-edition",
        city_of_another_edition,
        "The city of another edition in a text sends readers there. Write this edition's; if the other is meant, record an \
         exception.",
    ),
    Rule::warning(
        "place-of-another-year",
        place_of_another_year,
        "A workshop is where its host conference is, unless it says so. Correct `place` under [event], or record an \
         exception.",
    ),
    Rule::warning(
        "name-in-another-edition",
        name_in_another_edition,
        "One person written in two ways in two editions looks like two people. Write one name in both, or record an \
         exception if they are two.",
    ),
    Rule::warning(
        "file-of-another-year",
        file_of_another_year,
        "The style file of the year before stood on a page for 114 days. Put this year's in its place, or delete it.",
    ),
    Rule::warning(
        "link-is-over",
        link_is_over,
        "A link whose life is over is not on the page any more, and hides in the file. Take it out, or correct \
         `until`.",
    ),
];

/// Where host conferences were and will be, as they announced.
/// <https://neurips.cc/Conferences/FutureMeetings>
const HOSTED: [(&str, i16, &str); 7] = [
    ("NeurIPS", 2018, "Montreal"),
    ("NeurIPS", 2018, "Montréal"),
    ("NeurIPS", 2019, "Vancouver"),
    ("NeurIPS", 2022, "New Orleans"),
    ("NeurIPS", 2023, "New Orleans"),
    ("NeurIPS", 2024, "Vancouver"),
    ("NeurIPS", 2025, "San Diego"),
];

/// The cities of the host conference of an edition in some years.
fn hosted(edition: &Edition, wanted: impl Fn(i16) -> bool) -> Vec<(String, String)> {
    let conference = edition.facts.as_ref().map(|facts| facts.value.conference.get_ref().as_str());
    let own = |series: &str| conference.is_some_and(|name| name.starts_with(series));
    let cities = HOSTED.into_iter().filter(|(series, year, _)| own(series) && wanted(*year));
    cities.map(|(series, year, city)| (city.to_owned(), format!("{series} {year}"))).collect()
}

/// The parts of a place that name a city or a country: those without numbers behind the building, or the only one.
fn parts_of(place: &str) -> impl Iterator<Item = &str> {
    let parts: Vec<&str> = place.split(',').map(str::trim).collect();
    let skipped = usize::from(parts.len() > 1);
    let named = |part: &&str| part.chars().count() > 3 && !part.contains(|c: char| c.is_ascii_digit());
    parts.into_iter().skip(skipped).filter(named)
}

fn place_of(edition: &Edition) -> &str {
    edition.facts.as_ref().and_then(|facts| facts.value.event.place.as_deref()).unwrap_or_default()
}

fn city_of_another_edition(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(own) = year_of(context.edition) else { return };
    let mut cities: BTreeMap<String, String> =
        hosted(context.edition, |year| (own - 5..own).contains(&year)).into_iter().collect();
    for other in context.others().filter(|other| year_of(other).is_some_and(|year| year < own)) {
        cities.extend(
            parts_of(place_of(other))
                .map(|city| (city.to_owned(), format!("the edition in {}", other.folder))),
        );
    }
    let here = hosted(context.edition, |year| year == own);
    cities.retain(|city, _| {
        !place_of(context.edition).contains(city.as_str()) && !here.iter().any(|(c, _)| c == city)
    });
    for text in own_words(context).filter(|text| text.key != "place") {
        for (city, whose) in &cities {
            if let Some(part) = super::stale::words(text.text, city).next() {
                let what = format!("{city} is where {whose} was");
                problems.push(
                    text.problem("city-of-another-edition", part, what).hint("write where this edition is"),
                );
            }
        }
    }
}

fn place_of_another_year(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let (Some(own), place) = (year_of(context.edition), place_of(context.edition)) else { return };
    let here = hosted(context.edition, |year| year == own);
    let there = hosted(context.edition, |year| year != own)
        .into_iter()
        .find(|(city, _)| place.contains(city.as_str()));
    let Some((city, whose)) = there.filter(|_| !here.is_empty()) else { return };
    if here.iter().any(|(own, _)| place.contains(own.as_str())) {
        return;
    }
    if let Some(text) = context.texts.iter().find(|text| text.table == "event" && text.key == "place") {
        let what = format!("{city} is where {whose} was, and {} is in {}", here[0].1, here[0].0);
        problems.push(
            text.problem("place-of-another-year", 0..text.text.len(), what)
                .hint("write where this edition is"),
        );
    }
}

fn name_in_another_edition(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let own = names::names(context.edition);
    for other in context.others().filter(|other| year_of(other) < year_of(context.edition)) {
        let theirs = names::names(other);
        for (name, source, span) in &own {
            if theirs.iter().any(|(same, ..)| same == name) {
                continue;
            }
            let words = names::plain(name);
            // Somebody who is written in the right way here as well is another person there.
            let near = theirs.iter().find_map(|(other, ..)| {
                let how = names::one_person(&words, &names::plain(other))?;
                (!own.iter().any(|(same, ..)| same == other)).then_some((other, how))
            });
            if let Some((written, how)) = near {
                let what = format!("the edition in {} has \"{written}\", {how}", other.folder);
                problems.push(
                    Problem::new("name-in-another-edition", source, span.clone(), what)
                        .hint("if they are one person, write one name in both places"),
                );
            }
        }
    }
}

/// Ends of the names of files that an edition makes anew.
const OF_A_YEAR: [&str; 5] = [".sty", ".cls", ".bst", ".zip", ".tex"];

fn file_of_another_year(context: &Context<'_>, problems: &mut Vec<Problem>) {
    if !context.is_first() {
        return;
    }
    let known: Vec<i16> = context.site.content.editions.iter().filter_map(year_of).collect();
    for path in context.site.files.sizes.keys().filter(|path| OF_A_YEAR.iter().any(|end| path.ends_with(end)))
    {
        let name = path.rsplit('/').next().unwrap_or(path);
        let Some((_, year)) =
            years(name).next().filter(|(_, year)| !known.is_empty() && !known.contains(year))
        else {
            continue;
        };
        let source = Arc::new(Source { path: path.clone(), text: String::new() });
        let what = format!("this file is of {year}, and the site has no edition of that year");
        problems.push(
            Problem::of_file("file-of-another-year", &source, what)
                .hint("put this year's in its place, or delete it"),
        );
    }
}

/// How long a life may be over before it is told, in days: nobody takes a link out within the hour.
const GRACE: i64 = 7;

fn link_is_over(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = context.edition.facts.as_ref().filter(|_| !context.is_over()) else { return };
    let zone = facts.value.event.zone.get_ref();
    let links = facts.value.links.iter().filter_map(|link| link.until.as_ref());
    for until in links {
        let Some((_, end)) = instants::life(*until.get_ref(), zone) else { continue };
        let over = |now: Timestamp| now.duration_since(end).as_hours() > GRACE * 24;
        if over(context.site.now) {
            problems.push(
                Problem::new(
                    "link-is-over",
                    &facts.source,
                    until.span(),
                    "this has not been on the page since then",
                )
                .hint("take the block out, or correct the day"),
            );
        }
    }
}

#[cfg(test)]
#[path = "inherited_tests.rs"]
mod tests;
