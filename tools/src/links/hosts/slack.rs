//! Slack, whose invitations end by time and after 400 guests, which only a script on their page knows.

use super::{Judged, Rule, Subject, host_of, zoom::by_design};
use crate::links::generic;

pub(super) const RULE: Rule = Rule {
    name: "slack",
    covers: |url| host_of(url) == "slack.com" || host_of(url).ends_with(".slack.com"),
    judge,
};

fn judge(subject: &Subject<'_>) -> Judged {
    if host_of(subject.url) == "join.slack.com" || subject.url.path().contains("shared_invite") {
        return Ok(by_design(
            subject,
            "Slack answers the same for invitations that hold and that have ended",
        ));
    }
    generic::judge(subject)
}

#[cfg(test)]
mod tests {
    use crate::links::hosts::testing::{context, html, redirected, said};

    #[test]
    fn an_invitation_cannot_be_known_and_a_workspace_is_private() {
        let unknown =
            "unknown by-design: Slack answers the same for invitations that hold and that have ended";
        assert_eq!(said("https://join.slack.com/t/dlde/shared_invite/zt-1", &context(), &[]), unknown);
        let url = "https://dlde.slack.com/archives/C1";
        let door = redirected(&[302], url, html(200, "https://slack.com/signin?redir=x", ""));
        assert_eq!(
            said(url, &context(), &[(url, Ok(door))]),
            "private sign-in: leads to slack.com/signin, where one signs in"
        );
        let page = html(200, "https://slack.com/", "<title>Slack</title>");
        assert_eq!(
            said("https://slack.com/", &context(), &[("https", Ok(page))]),
            "good answered: answered 200: “Slack”"
        );
    }
}
