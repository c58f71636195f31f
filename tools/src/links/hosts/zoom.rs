//! Zoom, which answers 200 for meetings that do not exist: only the shape of the address tells something.

use super::{Judged, Rule, Subject, host_of, segments};
use crate::{
    content::shapes,
    links::{
        generic,
        judge::{Judgement, Verdict},
    },
};

pub(super) const RULE: Rule = Rule { name: "zoom", covers: |url| shapes::is_zoom(host_of(url)), judge };

fn judge(subject: &Subject<'_>) -> Judged {
    let parts = segments(subject.url);
    let (Some("j" | "w" | "my" | "s"), Some(id)) = (parts.first().map(String::as_str), parts.get(1)) else {
        return generic::judge(subject);
    };
    let is_number = (9..=11).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit());
    if subject.url.path().starts_with("/j/") && !is_number {
        return Ok(Judgement::new(
            Verdict::Dead,
            "bad-id",
            "a meeting on Zoom has a number of 9 to 11 digits",
        )
        .remedy("copy the invitation again"));
    }
    let mut judgement = by_design(subject, "Zoom answers the same for meetings that exist and that do not");
    if shapes::is_zoom_secret(&subject.url[url::Position::BeforePath..]) {
        judgement.warnings.push("with this start link everybody is the host of the meeting".to_owned());
    }
    Ok(judgement)
}

/// What cannot be known: the organisers have to say how long it holds.
pub(super) fn by_design(subject: &Subject<'_>, evidence: &str) -> Judgement {
    let judgement = Judgement::new(Verdict::Unknown, "by-design", evidence);
    match subject.expected.until {
        Some(_) => judgement,
        None => {
            judgement.remedy("give the link a line `until` with its last day, so that it does not stay dead")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::links::{
        context::Expected,
        hosts::testing::{context, expecting, html, judged, now, said},
    };

    #[test]
    fn a_meeting_cannot_be_known_but_its_number_can() {
        let url = "https://us02web.zoom.us/j/81234567890?pwd=x";
        let unknown = "unknown by-design: Zoom answers the same for meetings that exist and that do not";
        assert_eq!(said(url, &context(), &[]), unknown);
        assert!(judged(url, &context(), &[]).remedy.is_some_and(|remedy| remedy.contains("`until`")));
        let known = expecting(url, Expected { until: Some(now()), ..Expected::default() });
        assert_eq!(judged(url, &known, &[]).remedy, None);
        let short = "https://zoom.us/j/123";
        let bad = "dead bad-id: a meeting on Zoom has a number of 9 to 11 digits";
        assert_eq!(said(short, &context(), &[]), bad);
        assert_eq!(
            said("https://zoom.us/s/81234567890?zak=s", &context(), &[]),
            format!("{unknown}; warning: with this start link everybody is the host of the meeting")
        );
    }

    #[test]
    fn other_pages_of_zoom_are_pages() {
        let url = "https://zoom.us/download";
        assert_eq!(
            said(url, &context(), &[(url, Ok(html(404, url, "")))]),
            "dead not-found: answered 404: there is no such page"
        );
    }
}
