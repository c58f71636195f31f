//! What it means that there is no answer.

use crate::links::{
    answer::Failure,
    judge::{Judgement, Verdict},
};

/// The verdict about an address that gave no answer.
pub(in crate::links) fn failed(failure: &Failure) -> Judgement {
    let dead = |kind, evidence: String| Judgement::new(Verdict::Dead, kind, evidence);
    let unknown = |kind, evidence: String| Judgement::new(Verdict::Unknown, kind, evidence);
    match failure {
        Failure::NoSuchHost => dead("no-such-host", "no server has this name".to_owned())
            .remedy("correct the name, or find the page anew"),
        Failure::LookUp(words) => {
            unknown("look-up", format!("the name cannot be looked up just now: {words}"))
        }
        Failure::Connect(words) if is_unreachable(words) => {
            unknown("unreachable", format!("the server cannot be reached from here: {words}"))
        }
        Failure::Connect(words) => dead("no-connection", format!("the server takes no connection: {words}"))
            .remedy("look whether it is back; if not, find the page anew, or link to an archived copy"),
        Failure::Certificate(words) => certificate(words),
        Failure::Timeout(what) => unknown("timeout", format!("{what} did not come in time")),
        Failure::Broken(words) => unknown("broken", format!("the answer broke off: {words}")),
        Failure::Malformed(words) => {
            unknown("malformed", format!("the answer is no HTTP that a browser reads: {words}"))
        }
        Failure::PrivateAddress(words) => dead(
            "private-address",
            format!("it leads into a private network, and nothing was sent there: {words}"),
        )
        .remedy("link to something on the public network; `--allow-private` asks there all the same"),
        Failure::BadRedirect(words) => {
            dead("bad-redirect", format!("it leads on to where no browser goes: {words}"))
                .remedy("open it in a browser, and copy the address where it ends")
        }
        Failure::TooManyRedirects(_) => {
            unknown("redirects", "it leads on more often than browsers follow".to_owned())
                .remedy("open it in a browser, and copy the address where it ends")
        }
        Failure::RedirectLoop => dead("redirect-loop", "it leads in a circle".to_owned())
            .remedy("open it in a browser, and copy the address where it ends"),
        Failure::SetAside(words) => {
            unknown("set-aside", format!("the host is not asked any more in this run: {words}"))
        }
    }
}

/// The verdict where a question could not be put.
pub(in crate::links) fn unasked(what: &str) -> Judgement {
    Judgement::new(Verdict::Unknown, "unasked", format!("{what} cannot be asked about it"))
}

/// Whether the way to the server fails, which others may have: IPv6 is not everywhere.
fn is_unreachable(words: &str) -> bool {
    let words = words.to_lowercase();
    ["unreachable", "no route", "not available", "cannot assign", "address family"]
        .iter()
        .any(|sign| words.contains(sign))
}

/// Browsers refuse an expired certificate, one for another name, and a server that has none. One whose issuer is not known may only lack a part
/// of its chain, which browsers get by themselves.
fn certificate(words: &str) -> Judgement {
    let lower = words.to_lowercase();
    let refused = [
        "expired",
        "not valid yet",
        "not valid for",
        "notvalidforname",
        "wrong name",
        "revoked",
        "self-signed",
        "caused",
        "does not speak tls",
    ];
    let evidence = format!("the certificate of the server is at fault: {words}");
    if refused.iter().any(|sign| lower.contains(sign)) {
        Judgement::new(Verdict::Dead, "certificate", evidence)
            .remedy("browsers warn readers away: tell the owner of the page, or link to another")
    } else {
        Judgement::new(Verdict::Unknown, "certificate", evidence)
            .remedy("open it in a browser; if it warns, tell the owner of the page, or link to another")
    }
}
