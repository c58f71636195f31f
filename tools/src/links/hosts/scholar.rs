//! Google Scholar, which shows people's lists to everybody and a test to programs that ask often.

use super::{Judged, Rule, Subject, host_of, parameter};
use crate::links::{
    generic,
    judge::{Judgement, Verdict},
};

pub(super) const RULE: Rule =
    Rule { name: "scholar", covers: |url| host_of(url).starts_with("scholar.google."), judge };

fn judge(subject: &Subject<'_>) -> Judged {
    if subject.url.path() == "/citations" {
        let user = parameter(subject.url, "user").unwrap_or_default();
        if user.len() != 12 && parameter(subject.url, "view_op").is_none() {
            return Ok(Judgement::new(
                Verdict::Dead,
                "bad-id",
                "nobody on Google Scholar has such an address",
            )
            .remedy("copy the address again: it has user= and twelve letters and digits"));
        }
    }
    generic::judge(subject)
}

#[cfg(test)]
mod tests {
    use crate::links::hosts::testing::{context, html, redirected, said};

    #[test]
    fn a_list_is_there_or_a_test_stands_before_it() {
        let url = "https://scholar.google.com/citations?user=abcdefghAAAJ&hl=en";
        let page = |status, body| [(url, Ok(html(status, url, body)))];
        assert_eq!(
            said(url, &context(), &page(200, "<title>Ada - Google Scholar</title>")),
            "good answered: answered 200: “Ada - Google Scholar”"
        );
        assert_eq!(
            said(url, &context(), &page(404, "")),
            "dead not-found: answered 404: there is no such page"
        );
        assert_eq!(
            said(url, &context(), &page(429, "")),
            "unknown rate-limit: answered 429: the host wants to be asked less often"
        );
        let test = redirected(&[302], url, html(200, "https://www.google.com/sorry/index", ""));
        assert_eq!(
            said(url, &context(), &[(url, Ok(test))]),
            "unknown bot-wall: leads to www.google.com, which tests for programs"
        );
        let bad = "dead bad-id: nobody on Google Scholar has such an address";
        assert_eq!(said("https://scholar.google.com/citations?user=abc", &context(), &[]), bad);
    }
}
