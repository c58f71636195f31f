//! SlidesLive: recordings by number.

use super::{Judged, Rule, Subject, host_of, segments};
use crate::links::{
    generic,
    judge::{Judgement, Verdict},
};

pub(super) const RULE: Rule =
    Rule { name: "slideslive", covers: |url| host_of(url) == "slideslive.com", judge };

fn judge(subject: &Subject<'_>) -> Judged {
    let parts = segments(subject.url);
    let number = match parts.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["embed", "presentation", number, ..] => Some(*number),
        [number, ..] if number.starts_with(|c: char| c.is_ascii_digit()) => Some(*number),
        _ => None,
    };
    if number.is_some_and(|number| !number.bytes().all(|b| b.is_ascii_digit())) {
        return Ok(Judgement::new(Verdict::Dead, "bad-id", "a recording on SlidesLive has a number")
            .remedy("copy the address again from SlidesLive"));
    }
    let judgement = generic::judge(subject)?;
    Ok(match judgement.verdict {
        Verdict::Dead | Verdict::Private => {
            judgement.remedy("recordings open weeks after an event: take the link out until this one does")
        }
        _ => judgement,
    })
}

#[cfg(test)]
mod tests {
    use crate::links::hosts::testing::{context, html, judged, said};

    #[test]
    fn a_recording_is_there_or_not_yet() {
        let url = "https://slideslive.com/38970713/neural-odes";
        let page = html(200, url, "<title>Neural ODEs · SlidesLive</title>");
        assert_eq!(
            said(url, &context(), &[(url, Ok(page))]),
            "good answered: answered 200: “Neural ODEs · SlidesLive”"
        );
        let missing = judged(url, &context(), &[(url, Ok(html(404, url, "")))]);
        assert!(missing.remedy.is_some_and(|remedy| remedy.contains("weeks after")));
        assert_eq!(
            said(url, &context(), &[(url, Ok(html(429, url, "")))]),
            "unknown rate-limit: answered 429: the host wants to be asked less often"
        );
        let bad = "dead bad-id: a recording on SlidesLive has a number";
        assert_eq!(said("https://slideslive.com/3897x", &context(), &[]), bad);
    }
}
