//! Links to hosts without a rule of their own: what an answer of their own address tells.

mod failure;
mod fragment;
mod signs;
#[cfg(test)]
mod tests;

use url::Url;

pub(super) use failure::{failed, unasked};
use signs::{front_page, login, parked, soft_404, wall};

use super::{
    answer::{Request, Response},
    hosts::{Judged, Subject},
    judge::{Judgement, Verdict},
    page_facts::PageFacts,
};

/// Asks the address itself, and judges its answer.
pub(super) fn judge(subject: &Subject<'_>) -> Judged {
    let response = subject.response(Request::get(subject.url.clone()))?;
    Ok(answered(subject.url, response))
}

/// What an answer of the address itself tells.
pub(super) fn answered(url: &Url, response: &Response) -> Judgement {
    let facts = PageFacts::read(response).unwrap_or_default();
    by_status(response, &facts)
        .or_else(|| wall(response, &facts))
        .or_else(|| login(url, response, &facts))
        .or_else(|| parked(response, &facts))
        .or_else(|| soft_404(url, response, &facts))
        .or_else(|| front_page(url, response, &facts))
        .or_else(|| fragment::missing(url, response, &facts))
        .unwrap_or_else(|| moved(url, response, &facts).unwrap_or_else(|| good(response, &facts)))
}

fn good(response: &Response, facts: &PageFacts) -> Judgement {
    let evidence = match facts.title() {
        Some(title) => format!("answered {}: “{}”", response.status, shortened(&title)),
        None => format!("answered {}", response.status),
    };
    Judgement { title: facts.title(), ..Judgement::new(Verdict::Good, "answered", evidence) }
}

/// The new address, where all redirects on the way to it are permanent.
fn moved(url: &Url, response: &Response, facts: &PageFacts) -> Option<Judgement> {
    if response.hops.is_empty() || !response.hops.iter().all(super::answer::Hop::is_permanent) {
        return None;
    }
    let mut new = response.url.clone();
    if new.fragment().is_none() {
        new.set_fragment(url.fragment());
    }
    if new == *url {
        return None;
    }
    Some(Judgement {
        moved_to: Some(new.clone()),
        title: facts.title(),
        ..Judgement::new(Verdict::Moved, "moved", format!("moved for good to {new}"))
            .remedy(format!("write {new}"))
    })
}

/// The verdict that a status gives, whatever the page says; none for those of pages that may be good.
fn by_status(response: &Response, facts: &PageFacts) -> Option<Judgement> {
    let status = response.status;
    // Walls answer with all kinds of statuses.
    if let Some(wall) = wall(response, facts).filter(|_| status >= 400) {
        return Some(wall);
    }
    let said =
        |verdict, kind, words: &str| Judgement::new(verdict, kind, format!("answered {status}: {words}"));
    let replace = "find the page anew, or link to an archived copy";
    Some(match status {
        200 | 203 | 206 | 300 => return None,
        202 => said(Verdict::Unknown, "bot-wall", "hosts answer so to programs that they want to test first"),
        204 | 205 => said(Verdict::Unknown, "no-content", "there is nothing to show"),
        201 | 207..=299 | 301..=399 => {
            said(Verdict::Unknown, "odd-status", "no answer to somebody who asks for a page")
        }
        401 => said(Verdict::Private, "sign-in", "only who signs in sees it").remedy(SIGN_IN),
        402 => said(Verdict::Private, "payment", "only who pays sees it")
            .remedy("link to something that everybody can open"),
        403 | 418 | 999 => {
            said(Verdict::Unknown, "bot-wall", "the host refuses programs, readers may see it")
        }
        404 => said(Verdict::Dead, "not-found", "there is no such page").remedy(replace),
        410 => said(Verdict::Dead, "gone", "the page was taken away for good").remedy(replace),
        400 | 414 => said(Verdict::Dead, "bad-address", "the host does not understand this address")
            .remedy("copy the address again, as the browser shows it"),
        408 => said(Verdict::Unknown, "timeout", "the host waited too long for us"),
        429 => said(Verdict::Unknown, "rate-limit", "the host wants to be asked less often"),
        451 => said(Verdict::Unknown, "legal", "the page is withheld for legal reasons, here or everywhere"),
        500..=599 => said(Verdict::Unknown, "server-trouble", "the host is in trouble just now"),
        _ => said(Verdict::Unknown, "refused", "the host does not answer such a request"),
    })
}

/// What to do about a page behind a door.
const SIGN_IN: &str = "link to something that everybody can open, or say `login = true` with the link";

/// What an interface of a host says when it does not answer the question; none for 2xx and for the statuses given,
/// which mean something there.
pub(super) fn refused(response: &Response, meaningful: &[u16]) -> Option<Judgement> {
    if (200..300).contains(&response.status) && response.status != 202
        || meaningful.contains(&response.status)
    {
        return None;
    }
    let judgement = by_status(response, &PageFacts::default())?;
    // What is wrong with the interface is not wrong with the link.
    Some(match judgement.verdict {
        Verdict::Unknown => judgement,
        _ => Judgement::new(
            Verdict::Unknown,
            "no-answer",
            format!("{} answered {}", super::hosts::host_of(&response.url), response.status),
        ),
    })
}

/// The beginning of a text, for evidence.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 80;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}
