//! Discord, whose interface knows invitations and when they end.
//! <https://discord.com/developers/docs/resources/invite>

use jiff::Timestamp;

use super::{Judged, Rule, Subject, address, host_of, json, segments};
use crate::links::{
    answer::Request,
    generic,
    judge::{Judgement, Verdict},
};

pub(super) const RULE: Rule = Rule {
    name: "discord",
    covers: |url| match host_of(url) {
        "discord.gg" => true,
        "discord.com" | "discordapp.com" => url.path().starts_with("/invite"),
        _ => false,
    },
    judge,
};

fn judge(subject: &Subject<'_>) -> Judged {
    let parts = segments(subject.url);
    let Some(code) = parts.iter().find(|part| *part != "invite") else {
        return Ok(dead("this address names no invitation"));
    };
    let mut url = address("https://discord.com/api/v10/invites", &[])?;
    if let Ok(mut path) = url.path_segments_mut() {
        path.push(code);
    }
    let answer = subject.response(Request::json(url))?;
    let found = json(answer);
    Ok(match (found["code"].as_i64(), answer.status) {
        (Some(10006), _) => dead("Discord does not know the invitation"),
        (Some(50270), _) => dead("the invitation has ended"),
        (_, 200) if found["guild"]["name"].is_string() => invitation(subject, &found),
        (_, 404) => dead("Discord does not know the invitation"),
        _ => generic::refused(answer, &[]).unwrap_or_else(|| generic::unasked("Discord")),
    })
}

fn dead(evidence: &str) -> Judgement {
    Judgement::new(Verdict::Dead, "not-found", evidence)
        .remedy("make an invitation that does not end, and link to it")
}

fn invitation(subject: &Subject<'_>, found: &serde_json::Value) -> Judgement {
    let name = found["guild"]["name"].as_str().unwrap_or_default();
    let mut judgement = Judgement::new(Verdict::Good, "exists", format!("the invitation to “{name}” holds"));
    judgement.title = Some(name.to_owned());
    let ends: Option<Timestamp> = found["expires_at"].as_str().and_then(|at| at.parse().ok());
    let needed = subject.expected.until.or_else(|| subject.expected.editions.first()?.end);
    if let Some(ends) = ends.filter(|ends| needed.is_none_or(|needed| *ends < needed)) {
        judgement.warnings.push(format!("the invitation ends at {ends}: make one that does not"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use crate::links::hosts::testing::{context, json, said};

    #[test]
    fn an_invitation_holds_or_does_not() {
        let url = "https://discord.gg/aBc";
        let asked = "https://discord.com/api/v10/invites/aBc";
        for (status, body, expected) in [
            (
                200,
                r#"{"code":"aBc","expires_at":null,"guild":{"name":"DLDE"}}"#,
                "good exists: the invitation to “DLDE” holds",
            ),
            (
                200,
                r#"{"code":"aBc","expires_at":"2031-01-20T00:00:00+00:00","guild":{"name":"DLDE"}}"#,
                "good exists: the invitation to “DLDE” holds; warning: the invitation ends at \
                 2031-01-20T00:00:00Z: make one that does not",
            ),
            (
                404,
                r#"{"message":"Unknown Invite","code":10006}"#,
                "dead not-found: Discord does not know the invitation",
            ),
            (
                400,
                r#"{"message":"Invite is expired","code":50270}"#,
                "dead not-found: the invitation has ended",
            ),
            (429, "{}", "unknown rate-limit: answered 429: the host wants to be asked less often"),
        ] {
            assert_eq!(said(url, &context(), &[(asked, Ok(json(status, body)))]), expected);
        }
        let none = "dead not-found: this address names no invitation";
        assert_eq!(said("https://discord.com/invite/", &context(), &[]), none);
    }
}
