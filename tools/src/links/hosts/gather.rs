//! Gather, whose rooms are built by a script from an address that always answers 200.

use super::{Judged, Rule, Subject, host_of, segments, zoom::by_design};
use crate::links::generic;

pub(super) const RULE: Rule = Rule {
    name: "gather",
    covers: |url| host_of(url) == "gather.town" || host_of(url).ends_with(".gather.town"),
    judge,
};

fn judge(subject: &Subject<'_>) -> Judged {
    if segments(subject.url).is_empty() {
        return generic::judge(subject);
    }
    Ok(by_design(subject, "Gather answers the same for rooms that exist and that do not"))
}

#[cfg(test)]
mod tests {
    use crate::links::hosts::testing::{context, html, judged, said};

    #[test]
    fn a_room_cannot_be_known() {
        let url = "https://app.gather.town/app/x/dlde";
        assert_eq!(
            said(url, &context(), &[]),
            "unknown by-design: Gather answers the same for rooms that exist and that do not"
        );
        assert!(judged(url, &context(), &[]).remedy.is_some_and(|remedy| remedy.contains("`until`")));
        let front = "https://gather.town/";
        let page = html(200, front, "<title>Gather</title>");
        assert_eq!(said(front, &context(), &[(front, Ok(page))]), "good answered: answered 200: “Gather”");
    }
}
