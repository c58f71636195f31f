//! OpenReview. Its pages answer 200 for what does not exist; `/groups` of its interface tells the truth to everybody,
//! notes and profiles are shown to those who have signed in, and to others behind a test for programs.
//! <https://docs.openreview.net/reference/api-v2>

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{Judged, Rule, Subject, address, host_of, json, parameter, segments, titles};
use crate::{
    content::shapes,
    links::{
        answer::{Request, Response},
        generic,
        judge::{Judgement, Verdict},
        page_facts::PageFacts,
    },
};

pub(super) const RULE: Rule =
    Rule { name: "openreview", covers: |url| host_of(url) == "openreview.net", judge };

/// The interface of today, and the one of venues before 2023.
const INTERFACES: [&str; 2] = ["https://api2.openreview.net", "https://api.openreview.net"];

fn judge(subject: &Subject<'_>) -> Judged {
    let id = parameter(subject.url, "id").unwrap_or_default();
    match segments(subject.url).first().map(String::as_str) {
        Some("group") => group(subject, &id),
        Some("forum" | "pdf" | "note") if segments(subject.url).len() == 1 => note(subject, &id),
        Some("attachment") => attachment(subject, &id),
        Some("profile") => profile(subject, &id),
        Some("login" | "challenge") => Ok(Judgement::new(
            Verdict::Private,
            "sign-in",
            "this is the address where one signs in, not of what is shown after",
        )
        .remedy("open the page in a browser, and copy its own address")),
        _ => generic::judge(subject),
    }
}

fn dead(kind: &'static str, evidence: impl Into<String>) -> Judgement {
    Judgement::new(Verdict::Dead, kind, evidence).remedy("open OpenReview, and copy the address again")
}

fn private(evidence: impl Into<String>) -> Judgement {
    Judgement::new(Verdict::Private, "sign-in", evidence)
        .remedy("make it public on OpenReview, or take the link out until it is")
}

/// What an answer of the interface says; none where it is an answer to the question.
fn refused(response: &Response) -> Option<Judgement> {
    let answer = json(response);
    let name = answer["name"].as_str().unwrap_or_default();
    let message = answer["message"].as_str().unwrap_or_default();
    match (name, response.status) {
        ("NotFoundError", _) | (_, 404) => {
            Some(dead("not-found", or(message, "OpenReview does not know it")))
        }
        ("ForbiddenError", _) => Some(private(or(message, "OpenReview does not show it to everybody"))),
        ("ChallengeRequiredError", _) => Some(gate()),
        ("RateLimitError", _) | (_, 429) => {
            Some(Judgement::new(Verdict::Unknown, "rate-limit", "OpenReview wants to be asked less often"))
        }
        _ => generic::refused(response, &[]),
    }
}

fn or(message: &str, otherwise: &str) -> String {
    if message.is_empty() {
        otherwise.to_owned()
    } else {
        format!("OpenReview says: {}", generic::shortened(message))
    }
}

fn gate() -> Judgement {
    Judgement::new(Verdict::Unknown, "bot-wall", "OpenReview tests for programs before it shows this")
        .remedy("give the job a token of OpenReview in OPENREVIEW_TOKEN, or look yourself")
}

fn group(subject: &Subject<'_>, id: &str) -> Judged {
    if let Some(what) = shapes::openreview_group(id) {
        return Ok(dead("bad-id", what));
    }
    let answer =
        subject.response(Request::json(address(&format!("{}/groups", INTERFACES[0]), &[("id", id)])?))?;
    if let Some(judgement) = refused(answer) {
        return Ok(judgement);
    }
    let groups = json(answer);
    let Some(list) = groups["groups"].as_array() else {
        return Ok(Judgement::new(
            Verdict::Unknown,
            "malformed",
            "OpenReview answered something else than groups",
        ));
    };
    let Some(group) = list.first() else {
        return Ok(dead("not-found", format!("OpenReview has no group {id}")));
    };
    if let Some(judgement) = subject.url.fragment().and_then(|tab| wrong_tab(group, tab)) {
        return Ok(judgement);
    }
    let title = value(group, "title").unwrap_or(id);
    let mut judgement = Judgement::new(
        Verdict::Good,
        "exists",
        format!("OpenReview has the group, “{}”", generic::shortened(title)),
    );
    judgement.title = Some(title.to_owned());
    judgement.warnings = other_edition(subject, id, group);
    if subject.expected.is_submission { submission(subject, id, group, judgement) } else { Ok(judgement) }
}

/// A field of the content; none where it is not shown to guests.
fn value<'a>(object: &'a Value, field: &str) -> Option<&'a str> {
    let value = &object["content"][field];
    value["value"].as_str().or_else(|| value.as_str())
}

/// What shows that a group is of another year or workshop than every edition that links to it.
fn other_edition(subject: &Subject<'_>, id: &str, group: &Value) -> Vec<String> {
    let editions = &subject.expected.editions;
    let mut warnings = Vec::new();
    if let (Some(year), Some(own)) = (shapes::year_in(id), editions.first().and_then(|edition| edition.year))
        && !editions.iter().any(|edition| edition.year == Some(year))
    {
        warnings.push(format!("the group is of {year}, and the edition of {own}"));
    }
    let names = [value(group, "title"), value(group, "subtitle"), Some(id)];
    let names = names.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
    if let Some(first) = editions.first()
        && !editions.iter().any(|edition| names.contains(&edition.acronym.to_lowercase()))
    {
        let title = generic::shortened(value(group, "title").unwrap_or(id));
        warnings.push(format!("the group is called “{title}”, which does not name {}", first.acronym));
    }
    warnings
}

/// Tabs that every venue can have.
const TABS: [&str; 6] = [
    "your-consoles",
    "active-submissions",
    "withdrawn-submissions",
    "desk-rejected-submissions",
    "recent-activity",
    "all-submissions",
];

/// A tab that the group does not have. It opens the first one without a word.
fn wrong_tab(group: &Value, tab: &str) -> Option<Judgement> {
    let map = &group["content"]["decision_heading_map"];
    let map = map["value"].as_object().or_else(|| map.as_object())?;
    let known: Vec<String> = map.values().filter_map(Value::as_str).map(kebab).collect();
    // Numbers may be set apart or not.
    let bare = |tab: &str| tab.replace('-', "");
    let name = tab.strip_prefix("tab-").unwrap_or_default();
    let all = || known.iter().map(String::as_str).chain(TABS);
    if tab.is_empty() || known.is_empty() || (!name.is_empty() && all().any(|own| bare(own) == bare(name))) {
        return None;
    }
    let tabs = known.iter().map(|own| format!("#tab-{own}")).collect::<Vec<_>>().join(", ");
    Some(
        Judgement::new(Verdict::Dead, "no-such-place", format!("the group is there, but has no tab #{tab}"))
            .remedy(format!("the tabs with decisions are {tabs}")),
    )
}

/// "Accept (oral)" as `accept-oral`.
fn kebab(words: &str) -> String {
    let parts = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// Two deadlines so far apart are two: there are 30 minutes of grace, and 23:59 stands for the end of a day.
const SAME: SignedDuration = SignedDuration::from_hours(1);

/// Compares when the group takes submissions with what the page says.
fn submission(subject: &Subject<'_>, id: &str, group: &Value, mut judgement: Judgement) -> Judged {
    let invitation =
        value(group, "submission_id").map_or_else(|| format!("{id}/-/Submission"), str::to_owned);
    let query = [("id", invitation.as_str()), ("expired", "true")];
    let answer =
        subject.response(Request::json(address(&format!("{}/invitations", INTERFACES[0]), &query)?))?;
    let found = json(answer);
    let due = found["invitations"][0]["duedate"].as_i64().and_then(|at| Timestamp::from_millisecond(at).ok());
    let Some(due) = due.filter(|_| answer.status == 200) else { return Ok(judgement) };
    let edition = subject.expected.editions.first();
    let deadline = edition.and_then(|edition| edition.deadline);
    if let Some(deadline) = deadline.filter(|deadline| deadline.duration_since(due).abs() > SAME) {
        judgement
            .warnings
            .push(format!("OpenReview takes submissions until {due}, and the page says {deadline}"));
    }
    let now = subject.context.now;
    let is_over =
        subject.expected.is_outside_its_life(now) || deadline.is_some_and(|deadline| deadline <= now);
    if due <= now && !is_over {
        judgement.verdict = Verdict::Closed;
        judgement.kind = "submission-closed";
        judgement.evidence = format!("OpenReview takes no submissions since {due}");
        judgement.remedy = Some("extend the deadline on OpenReview, or take the link out".to_owned());
    }
    Ok(judgement)
}

fn note(subject: &Subject<'_>, id: &str) -> Judged {
    if !shapes::is_openreview_note(id) {
        return Ok(dead("bad-id", "no paper on OpenReview has such an address"));
    }
    if !subject.context.has_openreview_token {
        return page(subject, address("https://openreview.net/forum", &[("id", id)])?);
    }
    let mut judgement = dead("not-found", format!("OpenReview has no paper {id}"));
    for interface in INTERFACES {
        let answer =
            subject.response(Request::json(address(&format!("{interface}/notes"), &[("id", id)])?))?;
        let found = json(answer);
        if let Some(note) = found["notes"].get(0) {
            return Ok(titled(subject, value(note, "title").unwrap_or_default()));
        }
        match refused(answer) {
            None => {}
            Some(refused) if refused.verdict == Verdict::Dead => judgement = refused,
            Some(refused) => return Ok(refused),
        }
    }
    Ok(judgement)
}

fn titled(subject: &Subject<'_>, title: &str) -> Judgement {
    let mut judgement = Judgement::new(
        Verdict::Good,
        "exists",
        format!("OpenReview has it, “{}”", generic::shortened(title)),
    );
    judgement.title = Some(title.to_owned()).filter(|title| !title.is_empty());
    judgement.warnings.extend(titles::warning(&subject.expected.titles, title));
    judgement
}

fn profile(subject: &Subject<'_>, id: &str) -> Judged {
    if !id.starts_with('~') && !id.contains('@') || id.len() < 3 {
        return Ok(dead("bad-id", "a profile of OpenReview has an id like ~Ada_Lovelace1"));
    }
    if !subject.context.has_openreview_token {
        return page(subject, address("https://openreview.net/profile", &[("id", id)])?);
    }
    let answer =
        subject.response(Request::json(address(&format!("{}/profiles", INTERFACES[0]), &[("id", id)])?))?;
    Ok(match refused(answer) {
        Some(judgement) => judgement,
        None if json(answer)["profiles"].get(0).is_some() => {
            Judgement::new(Verdict::Good, "exists", format!("OpenReview has the profile {id}"))
        }
        None => dead("not-found", format!("OpenReview has no profile {id}")),
    })
}

fn attachment(subject: &Subject<'_>, id: &str) -> Judged {
    if id.is_empty() {
        return Ok(dead("bad-id", "this address names no file of OpenReview"));
    }
    // The file is not wanted, only whether it begins.
    let request = Request { body_limit: 1024, ..Request::get(subject.url.clone()) };
    let response = subject.response(request)?;
    Ok(refused(response).unwrap_or_else(|| generic::answered(subject.url, response)))
}

/// A page, which answers 200 whatever happens.
fn page(subject: &Subject<'_>, url: url::Url) -> Judged {
    let response = subject.response(Request::get(url))?;
    let Some(facts) = PageFacts::read(response).filter(|_| response.status == 200) else {
        return Ok(refused(response).unwrap_or_else(gate));
    };
    let refresh = facts.refresh.as_ref().and_then(|target| response.url.join(target).ok());
    let end = refresh.as_ref().unwrap_or(&response.url);
    Ok(match end.path() {
        "/login" => private("OpenReview asks to sign in first"),
        "/challenge" => gate(),
        _ => match (&facts.error, facts.meta("citation_title")) {
            (Some(error), _) => shown_error(error),
            (None, Some(title)) => titled(subject, title),
            (None, None) if subject.url.path() == "/profile" && facts.title.contains('|') => {
                titled(subject, &facts.title)
            }
            (None, None) => Judgement::new(
                Verdict::Unknown,
                "no-evidence",
                "OpenReview answered 200, as it does for everything, without naming what it shows",
            ),
        },
    })
}

fn shown_error(error: &str) -> Judgement {
    let lower = error.to_lowercase();
    if lower.contains("permission") || lower.contains("forbidden") {
        private(or(error, ""))
    } else if lower.contains("too many requests") {
        Judgement::new(Verdict::Unknown, "rate-limit", or(error, ""))
    } else {
        dead("not-found", or(error, "OpenReview shows an error"))
    }
}

#[cfg(test)]
#[path = "openreview_tests.rs"]
mod tests;
