//! Addresses that cannot work, seen by their shape and without a network. A Markdown link inside an attribute kept
//! authors from submitting for ten days.

use super::{Context, Rule};
use crate::{
    content::{
        shapes,
        texts::{self, Address, Text},
    },
    report::Problem,
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::error(
        "markdown-in-address",
        markdown_in_address,
        "A Markdown link pasted where an address belongs leads nowhere; one hid the submission link for ten days. Write \
         the address alone.",
    ),
    Rule::error(
        "stray-character",
        stray_character,
        "A bracket, quote or blank that was copied along with an address breaks it. Take the marked address as the \
         browser shows it.",
    ),
    Rule::error(
        "no-scheme",
        no_scheme,
        "Without https:// a browser looks for a page of that name on our own site. Write the address as the browser \
         shows it.",
    ),
    Rule::warning(
        "http",
        http,
        "These hosts answer on https, and browsers warn of http. Write https:// instead.",
    ),
    Rule::warning(
        "moved-host",
        moved_host,
        "These hosts have moved, and their old names lead on only as long as somebody pays for them. Write the new name \
         that the message shows.",
    ),
    Rule::error(
        "mail",
        mail,
        "Mail to an address that is not well formed is lost, and nobody hears of it. Write name@host.",
    ),
    Rule::warning(
        "own-repository",
        own_repository,
        "A link to a file of this site on GitHub breaks when a branch is renamed, and did. Link to the file as it is \
         published here.",
    ),
    Rule::warning(
        "invitation-without-end",
        invitation_without_end,
        "Invitations to Slack and Discord and rooms of Zoom and Gather end by themselves, and stay on the page dead. \
         Move the link to [[links]] in edition.toml and give it a line `until`.",
    ),
    Rule::error(
        "secret-in-address",
        secret_in_address,
        "The start link of a Zoom meeting lets everybody in as its host. Publish the link that begins with /j/, and \
         let Zoom make a new start link.",
    ),
];

/// Keys whose value is an address and nothing else.
fn is_address(text: &Text<'_>) -> bool {
    ["url", "pdf", "slides", "video", "doi"].contains(&text.key.as_str())
}

fn markdown_in_address(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for text in context.texts.iter().filter(|text| is_address(text)) {
        if text.text.contains("](") || text.text.starts_with('[') {
            let inner =
                text.text.rsplit_once("](").map_or(text.text, |(_, inner)| inner).trim_end_matches(')');
            let all = 0..text.text.len();
            problems.push(
                text.problem("markdown-in-address", all, "a Markdown link stands where an address belongs")
                    .hint(format!("write \"{inner}\"")),
            );
        }
    }
    for text in context.texts.iter().filter(|text| text.is_markdown()) {
        for (part, target) in texts::targets(text) {
            if target.contains('[') || target.contains("](") {
                problems.push(
                    text.problem("markdown-in-address", part, "a Markdown link stands inside another")
                        .hint("write one link: [words](https://…)"),
                );
            }
        }
    }
}

fn stray_character(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for address in context.addresses() {
        let url = address.url;
        let what = if url.contains("](") {
            continue;
        } else if closes_more(url, '(', ')') || closes_more(url, '[', ']') {
            "a closing bracket was copied along with this address"
        } else if url.ends_with(['.', ',', ';', '\'', '"', '>', '<']) {
            "a mark of the sentence was copied along with this address"
        } else if ["%20", "%0A", "%0a", "%09", "%C2%A0", "%c2%a0"].iter().any(|blank| url.ends_with(blank)) {
            "this address ends in an encoded blank"
        } else if url
            .chars()
            .any(|c| c.is_control() || matches!(c, '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{feff}'))
        {
            "there is a character in this address that cannot be seen"
        } else if url.match_indices("://").count() > 1 && !nests(&address) {
            "there are two addresses in one"
        } else {
            continue;
        };
        problems.push(
            address.problem("stray-character", what).hint("copy the address again, as the browser shows it"),
        );
    }
}

fn closes_more(text: &str, open: char, close: char) -> bool {
    text.matches(close).count() > text.matches(open).count()
}

/// Whether an address has another one in it on purpose: archives, and services that are handed one.
fn nests(address: &Address<'_, '_>) -> bool {
    let (host, rest) = address.split();
    host.ends_with("archive.org") || rest.find("://").is_some_and(|at| rest[..at].contains(['?', '#']))
}

/// Ends of the names of files on our own site.
const FILES: [&str; 12] =
    [".md", ".bib", ".html", ".pdf", ".png", ".jpg", ".jpeg", ".svg", ".webp", ".zip", ".sty", ".tex"];

fn no_scheme(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for text in context.texts.iter().filter(|text| text.is_markdown()) {
        for (part, target) in texts::targets(text) {
            let host = target.split(['/', '?', '#']).next().unwrap_or_default();
            let last = host.rsplit_once('.').map_or("", |(_, last)| last);
            let named =
                host.starts_with("www.") || (last.len() >= 2 && last.bytes().all(|b| b.is_ascii_lowercase()));
            let ours = FILES.iter().any(|end| host.ends_with(end))
                || target.starts_with(['.', '@', '/', '#'])
                || target.contains(':')
                || context.site.files.paths.contains(&format!("{}/{host}", context.edition.folder));
            if named && !ours {
                problems.push(
                    text.problem("no-scheme", part, "this address has no https:// in front")
                        .hint(format!("write https://{target}")),
                );
            }
        }
    }
}

/// Hosts known to answer on https for every address; others may not.
const HTTPS: [&str; 22] = [
    "arxiv.org",
    "doi.org",
    "dx.doi.org",
    "github.com",
    "github.io",
    "google.com",
    "iclr.cc",
    "icml.cc",
    "ieee.org",
    "jmlr.org",
    "linkedin.com",
    "mlr.press",
    "nature.com",
    "neurips.cc",
    "nips.cc",
    "openreview.net",
    "pnas.org",
    "sciencedirect.com",
    "springer.com",
    "twitter.com",
    "wikipedia.org",
    "youtube.com",
];

fn http(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for address in context.addresses() {
        let (host, _) = address.split();
        let known = HTTPS.iter().any(|known| host == *known || host.ends_with(&format!(".{known}")));
        if let Some(rest) = address.url.strip_prefix("http://").filter(|_| known) {
            problems.push(
                address
                    .problem("http", format!("{host} answers on https"))
                    .hint(format!("write https://{rest}")),
            );
        }
    }
}

/// Hosts that have another name now.
const MOVED: [(&str, &str); 4] = [
    ("science.sciencemag.org", "www.science.org"),
    ("dx.doi.org", "doi.org"),
    ("papers.neurips.cc", "proceedings.neurips.cc"),
    ("books.nips.cc", "proceedings.neurips.cc"),
];

fn moved_host(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for address in context.addresses() {
        let (host, _) = address.split();
        if let Some((_, new)) = MOVED.into_iter().find(|(old, _)| *old == host) {
            problems.push(
                address
                    .problem("moved-host", format!("{host} is {new} now"))
                    .hint("open the address in a browser, and copy where it leads; or write the DOI"),
            );
        }
    }
}

fn mail(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let what = "this is no mail address";
    let hint = "write name@host, as in \"workshop@example.org\"";
    if let Some(facts) = &context.edition.facts
        && let Some(contact) = &facts.value.contact
        && !is_mail(contact.get_ref())
    {
        problems.push(Problem::new("mail", &facts.source, contact.span(), what).hint(hint));
    }
    for text in context.texts.iter().filter(|text| text.is_markdown()) {
        for (part, target) in texts::targets(text) {
            let Some(mail) = target.strip_prefix("mailto:") else { continue };
            if !is_mail(mail.split('?').next().unwrap_or_default()) {
                problems.push(text.problem("mail", part, what).hint(hint));
            }
        }
    }
}

fn is_mail(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c))
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
    };
    plain(name)
        && plain(host)
        && host.contains('.')
        && host.chars().all(|c| c.is_alphanumeric() || "-.".contains(c))
}

fn own_repository(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some((base, owner)) = super::base_url(context.site.files).and_then(|base| {
        let (host, _) = texts::split(base.text);
        Some((base.text.to_owned(), host.strip_suffix(".github.io")?.to_owned()))
    }) else {
        return;
    };
    for address in context.addresses() {
        let (host, rest) = address.split();
        let parts: Vec<&str> = rest.trim_start_matches('/').splitn(5, '/').collect();
        let [user, repository, "tree" | "blob" | "raw", _, path] = parts.as_slice() else { continue };
        let own = format!("{owner}.github.io");
        if host != "github.com" || user.to_lowercase() != owner || repository.to_lowercase() != own {
            continue;
        }
        let published =
            path.strip_prefix("static/").or_else(|| path.strip_prefix("content/")).unwrap_or(path);
        problems.push(
            address
                .problem(
                    "own-repository",
                    "this leads to a file of this site by way of GitHub and a branch there",
                )
                .hint(format!("write {}/{published}", base.trim_end_matches('/'))),
        );
    }
}

fn invitation_without_end(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let links = context.edition.facts.iter().flat_map(|facts| &facts.value.links);
    let rooms = context.edition.schedule.iter().flat_map(|file| &file.value.rooms);
    // The spans of addresses in tables that have an end. Texts are without quotes, spans with them.
    let ended: Vec<(&str, usize)> = (links
        .filter(|link| link.until.is_some())
        .map(|l| ("edition.toml", l.url.span().start)))
    .chain(rooms.filter_map(|r| Some(("schedule.toml", r.until.as_ref().and(r.url.as_ref())?.span().start))))
    .collect();
    for address in context.addresses() {
        let (host, rest) = address.split();
        let Some(what) = shapes::invitation(&host, rest) else { continue };
        let place = (address.text.file(), (address.text.at + address.part.start).saturating_sub(1));
        if !ended.contains(&place) && address.text.table != "notices" {
            problems.push(
                address
                    .problem("invitation-without-end", format!("{what} ends, and this link would stay"))
                    .hint("give it a line  until = \"2023-12-09\"  with its last day; in running text it can have none"),
            );
        }
    }
}

fn secret_in_address(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for address in context.addresses() {
        let (host, rest) = address.split();
        if shapes::is_zoom(&host) && shapes::is_zoom_secret(rest) {
            problems.push(
                address
                    .problem("secret-in-address", "with this start link everybody is the host of the meeting")
                    .hint("publish the link that begins with /j/"),
            );
        }
    }
}

#[cfg(test)]
#[path = "links_tests.rs"]
mod tests;
