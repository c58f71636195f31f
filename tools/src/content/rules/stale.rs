//! What was copied from another edition. Each site began as a copy of the year before; last year's submission group stood
//! on a page for 68 days, its keywords and style file for 114, its meeting links for 145.

use std::{ops::Range, sync::Arc};

use super::{Context, Rule, wording::MONTHS, year_of, years};
use crate::{
    content::{
        Edition,
        model::edition::LinkKind,
        texts::{self, BODY, Text},
        values::Date,
    },
    report::{Problem, Source},
    site::CONFIG,
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::error(
        "link-of-another-year",
        link_of_another_year,
        "A submission link to the group of the year before stood on a page for 68 days. Write the address of this \
         edition, or take the link out until there is one.",
    ),
    Rule::error(
        "same-as-another-edition",
        same_as_another_edition,
        "Each edition has a form, a room and a group of its own; the same address in two came from copying. Write the \
         address of this edition, or take the link out until there is one.",
    ),
    Rule::warning(
        "another-year",
        another_year,
        "A year before that of the edition, in a title or a date of the text, was often copied. Write this edition's; \
         if the past is meant, record an exception.",
    ),
    Rule::warning(
        "name-of-another-edition",
        name_of_another_edition,
        "The numeral or host conference of another edition in a text was often copied: a description said 2021 in every \
         edition. Write this edition's; if the other is meant, record an exception.",
    ),
    Rule::error(
        "placeholder",
        placeholder,
        "Text that stands in for another is not to be published. Write what is meant, or take it out.",
    ),
    Rule::warning(
        "still-open",
        still_open,
        "After the event nothing is to be announced any more: pages promised recordings for years. Write what it came to be, or take it out.",
    ),
    Rule::error(
        "address-of-another-year",
        address_of_another_year,
        "The address of the site with the year of another edition sends readers and search engines there. Correct \
         `base_url` in config.toml.",
    ),
];

/// Hosts whose addresses have numbers of four digits that are no years of an edition.
const NUMBERED: [&str; 4] = ["arxiv.org", "doi.org", "dx.doi.org", "export.arxiv.org"];

/// Whether an address has to be of this edition: a link with a life, a list of papers, or the group of a workshop.
fn is_of_the_edition(text: &Text<'_>, host: &str, rest: &str) -> bool {
    let group = host == "openreview.net" && rest.starts_with("/group");
    match (text.file(), text.table.as_str()) {
        ("edition.toml" | "schedule.toml", _) | ("papers.toml", "lists") => {
            text.key == "url" || text.key == "text"
        }
        ("editions.toml" | "references.bib" | "people.toml" | "acknowledgements.md", _) => false,
        _ => group,
    }
}

fn link_of_another_year(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(own) = year_of(context.edition) else { return };
    let free = free_links(context);
    let templates = templates_of_the_site(context);
    for address in context.addresses().into_iter().chain(texts::addresses(&templates)) {
        let (host, rest) = address.split();
        if NUMBERED.contains(&host.as_str())
            || !is_of_the_edition(address.text, &host, rest)
            || free.contains(&(address.text.at + address.part.start))
        {
            continue;
        }
        let Some((_, other)) =
            years(address.url).find(|(_, year)| *year != own && (own - 8..=own + 2).contains(year))
        else {
            continue;
        };
        if years(address.url).any(|(_, year)| year == own) && host != "github.com" {
            continue;
        }
        problems.push(
            address
                .problem(
                    "link-of-another-year",
                    format!("this address is of {other}, and the edition is of {own}"),
                )
                .hint(format!("write the address of {own}; take the link out until there is one")),
        );
    }
}

/// Links that may lead to another year, and be the same in two: to pages about the workshop or the place.
const FREE: [LinkKind; 5] =
    [LinkKind::Website, LinkKind::Other, LinkKind::Conduct, LinkKind::Map, LinkKind::Visa];

/// Where the addresses of such links begin.
fn free_links(context: &Context<'_>) -> Vec<usize> {
    let links = context.edition.facts.iter().flat_map(|facts| &facts.value.links);
    links.filter(|link| FREE.contains(&link.kind)).map(|link| link.url.span().start + 1).collect()
}

fn same_as_another_edition(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let own = year_of(context.edition);
    for other in context.others().filter(|other| year_of(other) < own) {
        let theirs: Vec<&str> =
            addresses_with_a_life(other).into_iter().map(|(_, address)| address.0).collect();
        for (kind, (url, source, span)) in addresses_with_a_life(context.edition) {
            if theirs.contains(&url) && !kind.is_some_and(|kind| FREE.contains(&kind)) {
                let what = format!("the edition in {} has the same address", other.folder);
                problems.push(
                    Problem::new("same-as-another-edition", source, span, what)
                        .hint("write the address of this edition; take the link out until there is one"),
                );
            }
        }
    }
}

type Place<'a> = (&'a str, &'a Arc<Source>, Range<usize>);

/// The addresses of links and rooms, with the kind of the link.
fn addresses_with_a_life(edition: &Edition) -> Vec<(Option<LinkKind>, Place<'_>)> {
    let links = edition.facts.iter().flat_map(|file| {
        file.value
            .links
            .iter()
            .map(|l| (Some(l.kind), (l.url.get_ref().0.as_str(), &file.source, l.url.span())))
    });
    let rooms = edition.schedule.iter().flat_map(|file| {
        let urls = file.value.rooms.iter().filter_map(|room| room.url.as_ref());
        urls.map(|url| (None, (url.get_ref().0.as_str(), &file.source, url.span())))
    });
    links.chain(rooms).collect()
}

/// Texts about the edition itself: not about people, papers, references or other editions.
pub(super) fn own_words<'t, 'a>(context: &'t Context<'a>) -> impl Iterator<Item = &'t Text<'a>> {
    context.texts.iter().filter(|text| {
        let words = ["title", "description", "label", "text", "zone_label", "place", "part", "alt", BODY];
        words.contains(&text.key.as_str())
            && match text.file() {
                "edition.toml" => true,
                "schedule.toml" => text.key == "part" || text.key == "zone_label",
                "papers.toml" => text.table == "lists",
                "acknowledgements.md" => text.key == "title",
                file => file.ends_with(".md"),
            }
    })
}

/// The words in the configuration of the site and in templates of its own, which are about its first edition. The
/// addresses in the configuration have rules of their own.
fn words_of_the_site<'a>(context: &Context<'a>) -> Vec<Text<'a>> {
    let mut found = Vec::new();
    let config = context.site.files.texts.iter().find(|source| source.path == CONFIG);
    if let Some(config) = config.filter(|_| context.is_first()) {
        texts::of_file(config, &mut found);
    }
    found.retain(|text| !text.text.contains("://") && !["theme", "today"].contains(&text.key.as_str()));
    found.extend(templates_of_the_site(context));
    found
}

/// What is written in templates of the site itself, not in those of an installed theme.
fn templates_of_the_site<'a>(context: &Context<'a>) -> Vec<Text<'a>> {
    let own = context.site.files.theme.iter().filter(|source| source.path.starts_with(TEMPLATES));
    own.filter(|_| context.is_first()).flat_map(texts::of_template).collect()
}

/// Where the templates of the site itself lie.
const TEMPLATES: &str = "templates/";

/// Where the addresses in a text are, in order.
fn addresses_in(text: &Text<'_>) -> Vec<Range<usize>> {
    texts::addresses(std::slice::from_ref(text)).into_iter().map(|address| address.part).collect()
}

/// Whether a place is in one of these ranges.
fn is_in(ranges: &[Range<usize>], at: usize) -> bool {
    ranges.get(ranges.partition_point(|range| range.end <= at)).is_some_and(|range| range.start <= at)
}

fn another_year(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(own) = year_of(context.edition) else { return };
    let of_the_site = words_of_the_site(context);
    for text in own_words(context).chain(&of_the_site) {
        let addresses = addresses_in(text);
        for (part, year) in years(text.text).filter(|(_, year)| (own - 5..own).contains(year)) {
            // In running text only a date: years alone tell history.
            let before: Vec<&str> = text.text[..part.start]
                .rsplit(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty())
                .take(2)
                .collect();
            let dated = before.iter().any(|word| MONTHS.contains(word));
            if (text.key != BODY || dated) && !is_in(&addresses, part.start) {
                problems.push(
                    text.problem("another-year", part, format!("the edition is of {own}, not of {year}"))
                        .hint("write what holds for this edition"),
                );
            }
        }
    }
}

/// Where a word stands in a text, not as a part of a longer one.
pub(super) fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let apart = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    text.match_indices(word)
        .filter(move |(at, _)| {
            apart(text[..*at].chars().next_back()) && apart(text[at + word.len()..].chars().next())
        })
        .map(move |(at, _)| at..at + word.len())
}

fn name_of_another_edition(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = &context.edition.facts else { return };
    let conference = facts.value.conference.get_ref();
    let mut names: Vec<String> = Vec::new();
    let own_name = |numeral: &str| format!("{}-{numeral}", facts.value.acronym);
    if let Some(numeral) = &facts.value.numeral {
        let numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
        let place = numerals.iter().position(|n| n == numeral.get_ref()).unwrap_or_default();
        names.extend(numerals[..place].iter().map(|n| own_name(n)));
    }
    if let (Some(year), Some(series)) = (year_of(context.edition), conference.rsplit_once(' ')) {
        names.extend((year - 5..year).map(|year| format!("{} {year}", series.0)));
    }
    let others = context.others().filter(|other| year_of(other) < year_of(context.edition));
    names.extend(others.filter_map(|other| Some(other.facts.as_ref()?.value.conference.get_ref().clone())));
    names.sort_unstable();
    names.dedup();
    names.retain(|name| name != conference);
    let of_the_site = words_of_the_site(context);
    for text in own_words(context).chain(&of_the_site) {
        let addresses = addresses_in(text);
        for name in &names {
            for part in words(text.text, name).filter(|part| !is_in(&addresses, part.start)) {
                let what = format!("{name} is not this edition");
                problems.push(
                    text.problem("name-of-another-edition", part, what)
                        .hint(format!("this is {} {}", facts.value.acronym, conference)),
                );
            }
        }
    }
}

/// Words that stand in for others; the first list in this case only.
const MARKS: [&str; 5] = ["TODO", "FIXME", "XXX", "TKTK", "???"];
const FILLERS: [&str; 6] =
    ["lorem ipsum", "dolor sit amet", "your text here", "insert text", "asdf", "placeholder text"];

fn placeholder(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let of_the_site = words_of_the_site(context);
    for text in context.texts.iter().chain(&of_the_site) {
        let lower = text.text.to_ascii_lowercase();
        let marks = MARKS.into_iter().filter_map(|mark| words(text.text, mark).next());
        let fillers = FILLERS.into_iter().filter_map(|filler| words(&lower, filler).next());
        if let Some(part) = marks.chain(fillers).min_by_key(|part| part.start) {
            if is_in(&addresses_in(text), part.start) {
                continue;
            }
            problems.push(
                text.problem("placeholder", part, "this stands in for another text")
                    .hint("write what is meant, or take it out"),
            );
        }
    }
}

/// Words that promise something.
const OPEN: [&str; 9] = [
    "tba",
    "tbd",
    "to be announced",
    "to be confirmed",
    "coming soon",
    "will be announced",
    "will be available",
    "will be posted",
    "will be uploaded",
];

fn still_open(context: &Context<'_>, problems: &mut Vec<Problem>) {
    if !context.is_over() {
        return;
    }
    let hint = "write what it came to be, or take it out";
    let what = "the event is over, and this is still open";
    if let Some(facts) = &context.edition.facts {
        for date in facts.value.dates.iter().filter_map(|date| date.date.as_ref()) {
            if *date.get_ref() == Date::ToBeAnnounced {
                problems.push(Problem::new("still-open", &facts.source, date.span(), what).hint(hint));
            }
        }
    }
    for text in context.texts.iter().filter(|text| text.key != "date") {
        let lower = text.text.to_ascii_lowercase();
        let first =
            OPEN.into_iter().filter_map(|word| words(&lower, word).next()).min_by_key(|part| part.start);
        if let Some(part) = first.filter(|part| !is_in(&addresses_in(text), part.start)) {
            problems.push(text.problem("still-open", part, what).hint(hint));
        }
    }
}

fn address_of_another_year(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let newest = context.site.content.editions.iter().filter_map(year_of).max();
    let (true, Some(newest), Some(base)) = (context.is_first(), newest, super::base_url(context.site.files))
    else {
        return;
    };
    if let Some((_, year)) = years(base.text).find(|(_, year)| *year != newest) {
        let what = format!("the newest edition is of {newest}, and the address of the site of {year}");
        problems.push(
            base.problem("address-of-another-year", 0..base.text.len(), what)
                .hint("write the address where this site is published"),
        );
    }
}

#[cfg(test)]
#[path = "stale_tests.rs"]
mod tests;
