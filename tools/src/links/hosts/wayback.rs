//! The Wayback Machine: copies of other pages, which may themselves be of any status.

use super::{Judged, Rule, Subject, host_of, segments};
use crate::links::{
    answer::Request,
    generic,
    judge::{Judgement, Verdict},
};

pub(super) const RULE: Rule =
    Rule { name: "wayback", covers: |url| host_of(url) == "web.archive.org", judge };

fn judge(subject: &Subject<'_>) -> Judged {
    let parts = segments(subject.url);
    let is_copy = parts.first().is_some_and(|first| first == "web") && parts.len() > 2;
    if !is_copy {
        return generic::judge(subject);
    }
    // What the copy says is what the page said then: only the status counts.
    let response = subject.response(Request::get(subject.url.clone()))?;
    let when: String =
        segments(&response.url).get(1).map(|date| date.chars().take(8).collect()).unwrap_or_default();
    Ok(match response.status {
        200 => Judgement::new(Verdict::Good, "archived", format!("there is a copy of {when}")),
        404 => Judgement::new(Verdict::Dead, "not-found", "there is no such copy")
            .remedy("look for another copy on web.archive.org"),
        _ => generic::refused(response, &[]).unwrap_or_else(|| generic::unasked("the Wayback Machine")),
    })
}

#[cfg(test)]
mod tests {
    use crate::links::hosts::testing::{context, html, said};

    #[test]
    fn a_copy_is_there_whatever_it_is_a_copy_of() {
        let url = "https://web.archive.org/web/20210101000000/https://a.org/x";
        let page = |status, body| [(url, Ok(html(status, url, body)))];
        assert_eq!(
            said(url, &context(), &page(200, "<title>404 Not Found</title>")),
            "good archived: there is a copy of 20210101"
        );
        assert_eq!(said(url, &context(), &page(404, "")), "dead not-found: there is no such copy");
        assert_eq!(
            said(url, &context(), &page(429, "")),
            "unknown rate-limit: answered 429: the host wants to be asked less often"
        );
    }
}
