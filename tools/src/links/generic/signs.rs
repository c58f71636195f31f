//! Signs by which pages that answer 200 are found out.

use url::Url;

use super::{SIGN_IN, shortened};
use crate::links::{
    answer::Response,
    hosts::host_of,
    judge::{Judgement, Verdict},
    page_facts::PageFacts,
};

/// Titles of pages that test whether a person reads them.
const WALLS: [&str; 16] = [
    "just a moment",
    "attention required",
    "access denied",
    "access to this page has been denied",
    "are you a robot",
    "are you human",
    "bot verification",
    "checking your browser",
    "captcha",
    "client challenge",
    "human verification",
    "pardon our interruption",
    "radware bot manager",
    "security check",
    "verifying your browser",
    "verify you are human",
];

/// A page that tests for programs, or asks for consent first.
pub(super) fn wall(response: &Response, facts: &PageFacts) -> Option<Judgement> {
    let title = facts.title.to_lowercase();
    let header =
        ["cf-mitigated", "x-amzn-waf-action"].into_iter().find(|name| response.header(name).is_some());
    let asked_on = |part: &str| response.url.path().contains(part) && !response.hops.is_empty();
    let host = response.url.host_str().unwrap_or_default();
    let evidence = if header.is_some() || WALLS.iter().any(|wall| title.contains(wall)) {
        format!("answered {} with a page that tests for programs", response.status)
    } else if asked_on("/challenge") || asked_on("/cdn-cgi/") || asked_on("/captcha") || asked_on("/sorry/") {
        format!("leads to {host}, which tests for programs")
    } else if host.starts_with("consent.") || asked_on("/consent") || asked_on("/cookie") {
        return Some(Judgement::new(
            Verdict::Unknown,
            "consent",
            format!("leads to {host}, which asks for consent first"),
        ));
    } else {
        return None;
    };
    Some(Judgement::new(Verdict::Unknown, "bot-wall", evidence))
}

/// Parts of the paths and names of pages where one signs in.
const DOORS: [&str; 12] = [
    "login",
    "log-in",
    "log_in",
    "signin",
    "sign-in",
    "sign_in",
    "sso",
    "servicelogin",
    "authwall",
    "oauth",
    "saml2",
    "cas",
];

/// A redirect to where one signs in.
pub(super) fn login(url: &Url, response: &Response, facts: &PageFacts) -> Option<Judgement> {
    let refresh = facts.refresh.as_ref().and_then(|target| response.url.join(target).ok());
    let end = refresh.as_ref().unwrap_or(&response.url);
    let is_bounced = refresh.is_some() || !response.hops.is_empty();
    if !is_bounced || is_door(url) || !is_door(end) {
        return None;
    }
    let evidence = format!("leads to {}{}, where one signs in", host_of(end), end.path());
    Some(Judgement::new(Verdict::Private, "sign-in", evidence).remedy(SIGN_IN))
}

/// Whether people sign in at an address.
pub(in crate::links) fn is_door(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let stem = |part: &str| part.split('.').next().unwrap_or_default().to_owned();
    let host = url.host_str().unwrap_or_default();
    ["accounts.google.com", "login.microsoftonline.com"].contains(&host)
        || ["login.", "signin.", "sso.", "auth.", "idp."].iter().any(|start| host.starts_with(start))
        || path.split('/').any(|part| DOORS.contains(&stem(part).as_str()))
}

/// Titles of pages that are not there.
const MISSING: [&str; 14] = [
    "not found",
    "not be found",
    "404 error",
    "error 404",
    "page doesn't exist",
    "page doesn’t exist",
    "page does not exist",
    "no longer available",
    "no longer exists",
    "nothing found",
    "page unavailable",
    "page missing",
    "seite nicht gefunden",
    "page introuvable",
];

/// A page that says it is not there, by its title or its address.
pub(super) fn soft_404(url: &Url, response: &Response, facts: &PageFacts) -> Option<Judgement> {
    let title = facts.title.to_lowercase();
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "404");
    // A title with the number alone may be that of an article or a house: only a short one is believed.
    let titled = MISSING.iter().any(|sign| title.contains(sign)) || (words(&title) && title.len() < 20);
    let stem = |path: &str| {
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        last.split('.').next().unwrap_or_default().replace(['-', '_'], "")
    };
    let is_missing =
        |url: &Url| ["404", "notfound", "error404", "pagenotfound"].contains(&stem(url.path()).as_str());
    let evidence = if titled {
        format!("answered {} with a page called “{}”", response.status, shortened(&facts.title))
    } else if is_missing(&response.url) && !is_missing(url) {
        format!("leads to {}, the page for what is not there", response.url.path())
    } else {
        return None;
    };
    Some(Judgement::new(Verdict::Dead, "soft-404", evidence).remedy(REPLACE))
}

const REPLACE: &str = "find the page anew, or link to an archived copy";

/// A page for which its host shows the front page.
pub(super) fn front_page(url: &Url, response: &Response, facts: &PageFacts) -> Option<Judgement> {
    let is_front = |url: &Url| {
        let path = url.path().trim_end_matches('/').to_ascii_lowercase();
        url.query().is_none()
            && ["", "/index.html", "/index.htm", "/index.php", "/home"].contains(&path.as_str())
    };
    // A single part may be the name of a language or an old front page.
    let is_deep = |url: &Url| {
        url.path().trim_matches('/').contains('/') || url.path().contains('.') || url.query().is_some()
    };
    if !is_deep(url) || is_front(url) {
        return None;
    }
    let canonical = facts.canonical.as_ref().and_then(|written| response.url.join(written).ok());
    let evidence = if !response.hops.is_empty() && is_front(&response.url) {
        format!("leads to the front page of {}", host_of(&response.url))
    } else if canonical.as_ref().is_some_and(|own| is_front(own) && host_of(own) == host_of(&response.url)) {
        "says of itself that it is the front page".to_owned()
    } else {
        return None;
    };
    Some(Judgement::new(Verdict::Dead, "soft-404", evidence).remedy(REPLACE))
}

/// Hosts that show advertisements for names that are for sale.
const BROKERS: [&str; 9] = [
    "afternic.com",
    "bodis.com",
    "dan.com",
    "hugedomains.com",
    "parkingcrew.net",
    "sedo.com",
    "sedoparking.com",
    "parked.com",
    "undeveloped.com",
];
/// What such pages say.
const FOR_SALE: [&str; 9] = [
    "domain is for sale",
    "domain name is for sale",
    "domain may be for sale",
    "buy this domain",
    "domain is parked",
    "domain has expired",
    "parked free",
    "domain name is parked",
    "this domain is available",
];

/// A page of whoever bought the name when its owner gave it up.
pub(super) fn parked(response: &Response, facts: &PageFacts) -> Option<Judgement> {
    let host = host_of(&response.url);
    let at_broker = BROKERS.iter().any(|broker| host == *broker || host.ends_with(&format!(".{broker}")));
    let text = facts.text.to_lowercase();
    let title = facts.title.to_lowercase();
    // A long page may write about such a sale.
    let offered =
        FOR_SALE.iter().any(|sign| title.contains(sign) || (text.len() < 2000 && text.contains(sign)));
    let lander = response.url.path() == "/lander" && !response.hops.is_empty();
    if !((at_broker && !response.hops.is_empty()) || offered || lander) {
        return None;
    }
    Some(
        Judgement::new(Verdict::Dead, "parked", format!("the name {host} is for sale"))
            .remedy("its owner gave the name up: find the page anew, or link to an archived copy"),
    )
}
