//! LinkedIn, which answers 999 to programs, and at times 404 for profiles that are there.

use super::{Judged, Rule, Subject, host_of, segments};
use crate::links::judge::{Judgement, Verdict};

pub(super) const RULE: Rule = Rule {
    name: "linkedin",
    covers: |url| host_of(url) == "linkedin.com" || host_of(url).ends_with(".linkedin.com"),
    judge,
};

fn judge(subject: &Subject<'_>) -> Judged {
    let parts = segments(subject.url);
    if parts.len() == 1 && matches!(parts[0].as_str(), "in" | "company" | "pub" | "school") {
        return Ok(Judgement::new(Verdict::Dead, "bad-id", "this address names nobody on LinkedIn")
            .remedy("open the profile, and copy its address"));
    }
    if parts.first().is_some_and(|part| part == "authwall" || part == "login") {
        return Ok(Judgement::new(Verdict::Private, "sign-in", "this is the address where one signs in")
            .remedy("open the profile, and copy its address"));
    }
    Ok(Judgement::new(
        Verdict::Unknown,
        "bot-wall",
        "LinkedIn answers no program truthfully, and is not asked",
    ))
}

#[cfg(test)]
mod tests {
    use crate::links::hosts::testing::{context, said};

    #[test]
    fn a_profile_is_not_asked_for() {
        for (url, expected) in [
            (
                "https://www.linkedin.com/in/ada/",
                "unknown bot-wall: LinkedIn answers no program truthfully, and is not asked",
            ),
            ("https://www.linkedin.com/in/", "dead bad-id: this address names nobody on LinkedIn"),
            (
                "https://www.linkedin.com/authwall?session=1",
                "private sign-in: this is the address where one signs in",
            ),
        ] {
            assert_eq!(said(url, &context(), &[]), expected);
        }
    }
}
