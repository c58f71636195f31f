//! Google Forms, which answer 200 for whatever becomes of a form. The address where redirects end tells it.

use url::Url;

use super::{Judged, Rule, Subject, host_of, titles};
use crate::{
    content::shapes,
    links::{
        answer::{Request, Response},
        generic,
        judge::{Judgement, Verdict},
        page_facts::{self, PageFacts},
    },
};

pub(super) const RULE: Rule = Rule { name: "google-forms", covers, judge };

fn covers(url: &Url) -> bool {
    match host_of(url) {
        "forms.gle" => true,
        "docs.google.com" => url.path().starts_with("/forms/"),
        _ => false,
    }
}

fn judge(subject: &Subject<'_>) -> Judged {
    if host_of(subject.url) == "docs.google.com"
        && let Some(what) = shapes::form(subject.url.path())
    {
        return Ok(match subject.url.path().ends_with("/closedform") {
            true => closed(subject, what),
            false => Judgement::new(Verdict::Private, "editor-address", what)
                .remedy("press Send in the form, and copy the link to /viewform"),
        });
    }
    let response = subject.response(Request::get(subject.url.clone()))?;
    Ok(answered(subject, response))
}

fn answered(subject: &Subject<'_>, response: &Response) -> Judgement {
    let facts = PageFacts::read(response).unwrap_or_default();
    let has = |words: &str| facts.text.contains(words) || facts.title.contains(words);
    let sign_in = || {
        Judgement::new(Verdict::Private, "sign-in", "the form asks to sign in first")
            .remedy("in the settings of the form, let everybody answer and do not limit to one response")
    };
    let deleted = |evidence: &str| {
        Judgement::new(Verdict::Dead, "not-found", evidence)
            .remedy("press Send in the form that is meant, and copy its link")
    };
    let path = response.url.path();
    match response.url.host_str().unwrap_or_default() {
        "accounts.google.com" => return sign_in(),
        "docs.google.com" if path.ends_with("/closedform") => {
            return closed(subject, "the form takes no more answers");
        }
        _ if has("file you have requested does not exist") => {
            return deleted("Google says that the form does not exist");
        }
        "forms.gle" | "docs.google.com" if matches!(response.status, 404 | 410) => {
            return deleted("there is no such form");
        }
        _ if has("You need permission") || has("Request access") || has("need access") => return sign_in(),
        _ if has("no longer accepting responses") => {
            return closed(subject, "the form takes no more answers");
        }
        "docs.google.com" if response.status == 200 && path.ends_with("/viewform") => {}
        _ => return no_form(subject, response),
    }
    let title = title(response).or_else(|| facts.title());
    let Some(title) = title else {
        return Judgement::new(Verdict::Unknown, "no-evidence", "Google answered 200 without showing a form");
    };
    let mut judgement = Judgement::new(
        Verdict::Good,
        "form-open",
        format!("the form is open, “{}”", generic::shortened(&title)),
    );
    if let Some(until) = subject.expected.until.filter(|until| *until <= subject.context.now) {
        judgement.warnings.push(format!("the form is still open, and its link ended at {until}: close it"));
    }
    judgement.warnings.extend(titles::warning(&subject.expected.titles, &title));
    judgement.title = Some(title);
    judgement
}

/// What an answer means that is not of a form: a status, a wall, or a short address to something else.
fn no_form(subject: &Subject<'_>, response: &Response) -> Judgement {
    let judgement = generic::answered(subject.url, response);
    match judgement.verdict {
        Verdict::Good | Verdict::Moved => Judgement::new(
            Verdict::Unknown,
            "no-evidence",
            format!("leads to {}{}, which is no form", host_of(&response.url), response.url.path()),
        ),
        _ => judgement,
    }
}

/// A closed form is as it should be outside the life of its link.
fn closed(subject: &Subject<'_>, what: &str) -> Judgement {
    let expected = subject.expected;
    if expected.is_outside_its_life(subject.context.now) {
        let evidence = format!("{what}, as it should be outside the time of its link");
        return Judgement::new(Verdict::Good, "form-closed-as-planned", evidence);
    }
    Judgement::new(Verdict::Closed, "form-closed", what)
        .remedy("open the form again; or take the link out, or give it a line `until` with its last day")
}

/// The title in the data that an open form carries: `FB_PUBLIC_LOAD_DATA_ = [null, [description, …, title, …`.
fn title(response: &Response) -> Option<String> {
    let text = page_facts::decode(response);
    let (_, rest) = text.split_once("FB_PUBLIC_LOAD_DATA_ = ")?;
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Value>();
    let data = values.next()?.ok()?;
    data[1][8].as_str().filter(|title| !title.is_empty()).map(str::to_owned)
}

#[cfg(test)]
#[path = "google_forms_tests.rs"]
mod tests;
