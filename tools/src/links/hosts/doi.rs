//! DOIs. Their registry knows whether one exists; the publisher it leads to often refuses programs.
//! <https://www.doi.org/doi-handbook/HTML/rest-api.html>

use url::Url;

use super::{Judged, Rule, Subject, address, decoded, host_of, json, titles};
use crate::links::{
    answer::Request,
    generic,
    judge::{Judgement, Verdict},
};

pub(super) const RULE: Rule =
    Rule { name: "doi", covers: |url| matches!(host_of(url), "doi.org" | "dx.doi.org"), judge };

fn judge(subject: &Subject<'_>) -> Judged {
    let Some(doi) = written(subject.url.path().trim_start_matches('/')) else {
        return if subject.url.path() == "/" {
            generic::judge(subject)
        } else {
            Ok(Judgement::new(Verdict::Dead, "bad-id", "this is no DOI: one begins with 10. and a number")
                .remedy("copy the DOI again from the page of the publisher"))
        };
    };
    let mut judgement = registered(subject, &doi)?;
    if judgement.verdict == Verdict::Good {
        let title = title(subject, &doi)?;
        judgement
            .warnings
            .extend(titles::warning(&subject.expected.titles, title.as_deref().unwrap_or_default()));
        judgement.title = title;
    }
    Ok(judgement)
}

/// A DOI: `10.` and a registrant, `/`, and a name of its own.
pub(super) fn written(path: &str) -> Option<String> {
    let doi = decoded(path);
    let (registrant, name) = doi.strip_prefix("10.")?.split_once('/')?;
    let numbers =
        registrant.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    (numbers && (1..=9).contains(&registrant.len()) && !name.is_empty()).then(|| doi.clone())
}

/// Whether a DOI exists, by the registry: response code 1 is yes, 100 is no, 200 is yes, but without an address.
pub(super) fn registered(subject: &Subject<'_>, doi: &str) -> Judged {
    let mut url = address("https://doi.org/api/handles/", &[])?;
    push(&mut url, doi);
    url.set_query(Some("type=URL"));
    let answer = subject.response(Request::json(url))?;
    let found = json(answer);
    Ok(match found["responseCode"].as_i64() {
        Some(1 | 200) => {
            let target =
                found["values"][0]["data"]["value"].as_str().and_then(|value| Url::parse(value).ok());
            let host = target.as_ref().map(|url| format!(", and leads to {}", host_of(url)));
            Judgement::new(
                Verdict::Good,
                "registered",
                format!("the DOI is registered{}", host.unwrap_or_default()),
            )
        }
        Some(100) => unregistered(doi),
        None if answer.status == 404 => unregistered(doi),
        _ => generic::refused(answer, &[]).unwrap_or_else(|| generic::unasked("doi.org")),
    })
}

fn unregistered(doi: &str) -> Judgement {
    Judgement::new(Verdict::Dead, "not-found", format!("no DOI {doi} is registered"))
        .remedy("copy the DOI again; proceedings may register theirs only weeks after they appear")
}

/// What the DOI is called, by Crossref or DataCite, where a title is expected; none where neither says.
fn title(subject: &Subject<'_>, doi: &str) -> Result<Option<String>, super::Step> {
    if subject.expected.titles.is_empty() {
        return Ok(None);
    }
    let mut crossref = address("https://api.crossref.org/works/", &[])?;
    push(&mut crossref, doi);
    let mut datacite = address("https://api.datacite.org/dois/", &[])?;
    push(&mut datacite, doi);
    if let Ok(answer) = subject.answer(Request::json(crossref))?
        && let Some(title) = json(answer)["message"]["title"][0].as_str()
    {
        return Ok(Some(title.to_owned()));
    }
    let answer = subject.answer(Request::json(datacite))?;
    let found = answer.as_ref().map(json).unwrap_or_default();
    Ok(found["data"]["attributes"]["titles"][0]["title"].as_str().map(str::to_owned))
}

/// Adds a DOI to the path of an address: each part encoded, for `<>();:` may stand in one.
fn push(url: &mut Url, doi: &str) {
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(doi.split('/'));
    }
}

#[cfg(test)]
mod tests {
    use crate::links::{
        answer::Failure,
        context::Expected,
        hosts::testing::{context, expecting, html, json, said},
    };

    const GOOD: &str = r#"{"responseCode":1,"handle":"10.1016/j.x","values":[{"index":1,"type":"URL",
        "data":{"format":"string","value":"https://www.sciencedirect.com/science/article/pii/S1"},"ttl":86400}]}"#;
    const BAD: &str = r#"{"responseCode":100,"handle":"10.1016/nope"}"#;

    #[test]
    fn the_registry_tells_whether_a_doi_exists() {
        let asked = "https://doi.org/api/handles/10.1016/j.x%3C1%3E?type=URL";
        let url = "https://doi.org/10.1016/j.x%3C1%3E";
        for (answer, expected) in [
            (Ok(json(200, GOOD)), "good registered: the DOI is registered, and leads to sciencedirect.com"),
            (Ok(json(404, BAD)), "dead not-found: no DOI 10.1016/j.x<1> is registered"),
            (Ok(html(404, "https://doi.org/", "")), "dead not-found: no DOI 10.1016/j.x<1> is registered"),
            (
                Ok(html(403, "https://doi.org/", "")),
                "unknown bot-wall: answered 403: the host refuses programs, \
              readers may see it",
            ),
            (Err(Failure::Timeout("the answer")), "unknown timeout: the answer did not come in time"),
        ] {
            assert_eq!(said(url, &context(), &[(asked, answer)]), expected);
        }
        assert_eq!(
            said("https://dx.doi.org/Neural", &context(), &[]),
            "dead bad-id: this is no DOI: one begins with 10. and a number"
        );
    }

    #[test]
    fn the_title_of_a_reference_is_compared() {
        let url = "https://doi.org/10.1/x";
        let known = Expected { titles: vec!["Neural {ODE}s".to_owned()], ..Expected::default() };
        let context = expecting(url, known);
        let handle = ("https://doi.org/api/", Ok(json(200, GOOD)));
        let crossref = |answer| ("https://api.crossref.org/works/10.1/x", Ok(answer));
        let datacite = |answer| ("https://api.datacite.org/dois/10.1/x", Ok(answer));
        let other = r#"{"message":{"title":["On cats"]}}"#;
        let same = r#"{"data":{"attributes":{"titles":[{"title":"Neural ODEs: a survey"}]}}}"#;
        let good = "good registered: the DOI is registered, and leads to sciencedirect.com";
        assert_eq!(
            said(url, &context, &[handle.clone(), crossref(json(200, other))]),
            format!("{good}; warning: it is called “On cats” there, and “Neural {{ODE}}s” here")
        );
        let answers = [handle.clone(), crossref(json(404, "Resource not found.")), datacite(json(200, same))];
        assert_eq!(said(url, &context, &answers), good);
        let answers = [handle, crossref(json(403, "")), datacite(json(429, ""))];
        assert_eq!(said(url, &context, &answers), good, "no title is no reason for a warning");
    }
}
