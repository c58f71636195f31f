//! References that can be found again: complete, once each, and cited.

use std::collections::{HashMap, HashSet};

use super::{Context, Rule, integrity::citations, year_of};
use crate::{
    content::{references::Entry, texts},
    report::Problem,
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::warning(
        "reference-twice",
        reference_twice,
        "Two entries with one address are one reference with two numbers. Take one out, and cite the other.",
    ),
    Rule::error(
        "reference-year",
        reference_year,
        "The year of a reference is a number, not in the far past nor in the future. Look it up at the publisher.",
    ),
    Rule::warning(
        "never-cited",
        never_cited,
        "A reference that no text cites is often left over. Cite it with [](references.bib#KEY), or take it out.",
    ),
    Rule::warning(
        "missing-field",
        missing_field,
        "Readers find a paper by its author, title, year and the journal or proceedings it is in. Add the field; an \
         entry that is no paper is a @misc.",
    ),
    Rule::error(
        "unbalanced-braces",
        unbalanced_braces,
        "A brace that is not closed swallows what follows it. Close it, or take it out.",
    ),
    Rule::warning(
        "journal-is-publisher",
        journal_is_publisher,
        "Copied references had the publisher or its site where the journal belongs. Write the journal as the paper says \
         it.",
    ),
    Rule::error(
        "doi",
        doi,
        "A DOI begins with 10., a number of four digits or more and a slash; doi.org knows no other. Copy it again \
         from the paper.",
    ),
    Rule::warning(
        "publisher-address",
        publisher_address,
        "Addresses of publishers move and refuse programs; a DOI stays. Write the DOI that the message derives from the \
         address.",
    ),
];

fn reference_twice(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(file) = &context.edition.references else { return };
    let mut first: HashMap<String, &Entry> = HashMap::new();
    for entry in &file.value {
        let address = entry.get("doi").or_else(|| entry.get("url"));
        let Some(field) = address else { continue };
        let (host, rest) = texts::split(&field.value);
        let same = format!("{host}{}", rest.trim_end_matches('/')).to_lowercase();
        let same = if same.is_empty() { field.value.to_lowercase() } else { same };
        if let Some(other) = first.get(&same) {
            let what = format!("`{}` has the same address", other.key);
            problems.push(
                Problem::new("reference-twice", &file.source, field.value_span.clone(), what)
                    .hint("take one of the two out, and cite the other"),
            );
        } else {
            first.insert(same, entry);
        }
    }
}

fn reference_year(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(file) = &context.edition.references else { return };
    // A paper that is to appear may be of the year after the edition.
    let last = year_of(context.edition).unwrap_or(2199) + 1;
    for field in file.value.iter().filter_map(|entry| entry.get("year")) {
        let year = field.value.trim();
        let what = match year.parse::<i16>() {
            Ok(year) if (1450..=last).contains(&year) => continue,
            Ok(year) => format!("no paper of {year} can be cited here"),
            Err(_) => format!("`{year}` is no year"),
        };
        problems.push(
            Problem::new("reference-year", &file.source, field.value_span.clone(), what)
                .hint("write the year in four digits, as in year = {2019}"),
        );
    }
}

fn never_cited(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(file) = &context.edition.references else { return };
    let cited: HashSet<&str> =
        context.texts.iter().flat_map(|text| citations(text.text).into_iter().map(|(_, key)| key)).collect();
    // A list that no text cites is a reading list.
    if cited.is_empty() {
        return;
    }
    for entry in file.value.iter().filter(|entry| !cited.contains(entry.key.as_str())) {
        problems.push(
            Problem::new(
                "never-cited",
                &file.source,
                entry.key_span.clone(),
                format!("no text cites `{}`", entry.key),
            )
            .hint(format!("cite it with [](references.bib#{}), or take it out", entry.key)),
        );
    }
}

/// What an entry of a kind has to say; one of the fields in each group.
/// <https://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf>, section 3.1
fn needed(kind: &str) -> &'static [&'static [&'static str]] {
    match kind {
        "article" => &[&["author"], &["title"], &["journal", "journaltitle"], &["year", "date"]],
        "inproceedings" | "conference" => &[&["author"], &["title"], &["booktitle"], &["year", "date"]],
        "book" => &[&["author", "editor"], &["title"], &["publisher"], &["year", "date"]],
        "phdthesis" | "mastersthesis" | "thesis" => {
            &[&["author"], &["title"], &["school", "institution"], &["year", "date"]]
        }
        "techreport" | "report" => &[&["author"], &["title"], &["institution"], &["year", "date"]],
        "incollection" | "inbook" => {
            &[&["author", "editor"], &["title", "chapter"], &["booktitle", "publisher"], &["year", "date"]]
        }
        _ => &[&["title"]],
    }
}

fn missing_field(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(file) = &context.edition.references else { return };
    for entry in &file.value {
        let has = |name: &&str| entry.field(name).is_some_and(|value| !value.trim().is_empty());
        let missing: Vec<&str> = needed(&entry.kind)
            .iter()
            .filter(|group| !group.iter().any(has))
            .filter_map(|group| group.first().copied())
            .collect();
        if !missing.is_empty() && entry.field("crossref").is_none() {
            let what = format!("@{} `{}` has no {}", entry.kind, entry.key, missing.join(" and no "));
            problems.push(
                Problem::new("missing-field", &file.source, entry.key_span.clone(), what)
                    .hint(format!("add a line  {} = {{…}},", missing[0])),
            );
        }
    }
}

fn unbalanced_braces(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(file) = &context.edition.references else { return };
    for field in file.value.iter().flat_map(|entry| &entry.fields) {
        let plain = field.value.replace("\\{", "").replace("\\}", "");
        let mut depth = 0_i32;
        let mut lowest = 0_i32;
        for character in plain.chars() {
            depth += i32::from(character == '{') - i32::from(character == '}');
            lowest = lowest.min(depth);
        }
        if depth != 0 || lowest < 0 {
            problems.push(
                Problem::new(
                    "unbalanced-braces",
                    &file.source,
                    field.value_span.clone(),
                    format!("the braces in `{}` do not close each other", field.name),
                )
                .hint("close the brace, or take it out"),
            );
        }
    }
}

/// Publishers, learned societies and their sites, as they are copied into the field of the journal.
const PUBLISHERS: [&str; 18] = [
    "acm",
    "association for computing machinery",
    "cambridge university press",
    "elsevier",
    "ieee",
    "ieee xplore",
    "ios press",
    "iop",
    "iop publishing",
    "iopscience",
    "mdpi",
    "oxford academic",
    "oxford university press",
    "sciencedirect",
    "siam",
    "society for industrial and applied mathematics",
    "springer",
    "wiley",
];

fn journal_is_publisher(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(file) = &context.edition.references else { return };
    for field in file.value.iter().filter_map(|entry| entry.get("journal")) {
        let journal = field.value.replace(['{', '}'], "");
        if PUBLISHERS.contains(&journal.trim().to_lowercase().as_str()) {
            problems.push(
                Problem::new(
                    "journal-is-publisher",
                    &file.source,
                    field.value_span.clone(),
                    format!("{} publishes journals and is none", journal.trim()),
                )
                .hint("write the journal as the paper says it"),
            );
        }
    }
}

/// Whether a text has the shape of a DOI. <https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html>
fn is_doi(text: &str) -> bool {
    let Some((prefix, suffix)) = text.split_once('/') else { return false };
    let registrant = prefix.strip_prefix("10.").unwrap_or_default();
    registrant.len() >= 4
        && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && !suffix.is_empty()
        && !suffix.ends_with(['.', ',', ';', ')'])
        && !suffix.contains(char::is_whitespace)
}

fn doi(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let hint = "a DOI is like 10.1038/s41586-021-03819-2; copy it again from the paper";
    let what = "this is no DOI";
    for address in context.addresses() {
        let (host, rest) = address.split();
        let path = rest.trim_start_matches('/').split('?').next().unwrap_or_default();
        if (host == "doi.org" || host == "dx.doi.org") && !is_doi(path) {
            problems.push(address.problem("doi", what).hint(hint));
        }
    }
    for text in context.texts.iter().filter(|text| text.key == "doi" && !text.text.contains("://")) {
        if !is_doi(text.text) {
            problems.push(text.problem("doi", 0..text.text.len(), what).hint(hint));
        }
    }
}

/// The DOI that the address of a publisher holds.
fn doi_in(host: &str, rest: &str) -> Option<String> {
    const PUBLISHING: [&str; 12] = [
        "academic.oup.com",
        "dl.acm.org",
        "epubs.siam.org",
        "iopscience.iop.org",
        "journals.aps.org",
        "link.springer.com",
        "onlinelibrary.wiley.com",
        "pnas.org",
        "pubs.acs.org",
        "royalsocietypublishing.org",
        "science.org",
        "tandfonline.com",
    ];
    if !PUBLISHING.contains(&host) {
        return None;
    }
    let path = rest.split(['?', '#']).next()?;
    if let (true, Some(number)) = (host == "pnas.org", path.rsplit('/').next()?.strip_prefix('e'))
        && path.starts_with("/content/")
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Some(format!("10.1073/pnas.{number}"));
    }
    let doi = &path[path.find("/10.")? + 1..];
    let doi = doi.trim_end_matches("/meta").trim_end_matches("/pdf").trim_end_matches(".pdf");
    // Oxford adds a number of its own.
    let doi = if host == "academic.oup.com" { doi.rsplit_once('/').map_or(doi, |(doi, _)| doi) } else { doi };
    is_doi(doi).then(|| doi.to_owned())
}

fn publisher_address(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for address in context.addresses() {
        let (host, rest) = address.split();
        if let Some(doi) = doi_in(&host, rest) {
            problems.push(
                address
                    .problem("publisher-address", "this address of a publisher has a DOI, which lasts longer")
                    .hint(format!("write https://doi.org/{doi}"))
                    .fix(format!("https://doi.org/{doi}")),
            );
        }
    }
}

#[cfg(test)]
#[path = "references_tests.rs"]
mod tests;
