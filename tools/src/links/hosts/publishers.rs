//! Publishers, most of which refuse programs whatever is asked. The DOI in an address tells what they do not.

use url::Url;

use super::{Judged, Rule, Subject, address, doi, host_of, json, segments};
use crate::links::{
    answer::Request,
    generic,
    judge::{Judgement, Verdict},
};

pub(super) const RULE: Rule = Rule { name: "publishers", covers, judge };

const HOSTS: [&str; 19] = [
    "academic.oup.com",
    "dl.acm.org",
    "direct.mit.edu",
    "epubs.siam.org",
    "ieeexplore.ieee.org",
    "iopscience.iop.org",
    "journals.aps.org",
    "journals.sagepub.com",
    "link.springer.com",
    "mdpi.com",
    "nature.com",
    "onlinelibrary.wiley.com",
    "pnas.org",
    "pubs.acs.org",
    "royalsocietypublishing.org",
    "science.org",
    "sciencedirect.com",
    "tandfonline.com",
    "worldscientific.com",
];

fn covers(url: &Url) -> bool {
    HOSTS.contains(&host_of(url)) || host_of(url) == "science.sciencemag.org"
}

fn judge(subject: &Subject<'_>) -> Judged {
    let own = match subject.response(Request::get(subject.url.clone())) {
        Ok(response) => generic::answered(subject.url, response),
        Err(super::Step::Done(failed)) => *failed,
        Err(ask) => return Err(ask),
    };
    if own.verdict != Verdict::Unknown {
        return Ok(own);
    }
    let Some(doi) = doi_in(subject.url).map_or_else(|| looked_up(subject), |doi| Ok(Some(doi)))? else {
        return Ok(own.remedy("link to the DOI of the work, which can be checked"));
    };
    let registry = doi::registered(subject, &doi)?;
    Ok(match registry.verdict {
        Verdict::Good => Judgement::new(
            Verdict::Good,
            "registered",
            format!("{}; {} does not answer programs", registry.evidence, host_of(subject.url)),
        )
        .remedy(format!("https://doi.org/{doi} leads there, too, and lasts longer")),
        // The end of an address may have been taken for a part of the DOI.
        Verdict::Dead => own.remedy(format!("look whether it is there: no DOI {doi} is registered")),
        _ => own,
    })
}

/// Words that publishers put behind a DOI.
const BEHIND: [&str; 8] = ["meta", "pdf", "full", "abstract", "fulltext", "html", "summary", "figures"];

/// The DOI that stands in the address of a publisher's page.
fn doi_in(url: &Url) -> Option<String> {
    let parts = segments(url);
    if host_of(url) == "pnas.org"
        && let [content, _, _, article] = parts.as_slice()
        && content == "content"
        && let Some(number) = article.strip_prefix('e')
    {
        return Some(format!("10.1073/pnas.{number}"));
    }
    if host_of(url) == "nature.com" {
        let [articles, id, ..] = parts.as_slice() else { return None };
        return (articles == "articles").then(|| format!("10.1038/{id}"));
    }
    let start = parts.iter().position(|part| part.starts_with("10."))?;
    let mut rest: Vec<&str> = parts.get(start..)?.iter().map(String::as_str).collect();
    while rest.len() > 2
        && rest.last().is_some_and(|last| BEHIND.contains(last) || last.bytes().all(|b| b.is_ascii_digit()))
    {
        rest.pop();
    }
    doi::written(rest.join("/").trim_end_matches(".pdf"))
}

/// The DOI of an article that ScienceDirect names by a number of its own.
fn looked_up(subject: &Subject<'_>) -> Result<Option<String>, super::Step> {
    let parts = segments(subject.url);
    let number = parts.iter().skip_while(|part| *part != "pii").nth(1);
    let Some(number) = number.filter(|_| host_of(subject.url) == "sciencedirect.com") else {
        return Ok(None);
    };
    let query = [("filter", format!("alternative-id:{number}")), ("rows", "1".to_owned())];
    let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = subject.answer(Request::json(address("https://api.crossref.org/works", &query)?))?;
    let found = answer.as_ref().map(json).unwrap_or_default();
    Ok(found["message"]["items"][0]["DOI"].as_str().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::hosts::testing::{context, html, json, judged, parse, said};

    #[test]
    fn the_doi_is_found_where_publishers_write_it() {
        for (url, doi) in [
            ("https://iopscience.iop.org/article/10.1088/1742-5468/ac9830/meta", "10.1088/1742-5468/ac9830"),
            ("https://link.springer.com/article/10.1007/s10915-022-01939-z", "10.1007/s10915-022-01939-z"),
            ("https://epubs.siam.org/doi/pdf/10.1137/20M1366587", "10.1137/20M1366587"),
            ("https://academic.oup.com/imatrm/article/doi/10.1093/imatrm/tnx001/5", "10.1093/imatrm/tnx001"),
            ("https://www.pnas.org/content/118/3/e1912789117", "10.1073/pnas.1912789117"),
            ("https://www.nature.com/articles/s42254-021-00314-5", "10.1038/s42254-021-00314-5"),
        ] {
            assert_eq!(doi_in(&parse(url)).as_deref(), Some(doi), "{url}");
        }
        assert_eq!(doi_in(&parse("https://www.sciencedirect.com/science/article/pii/S1")), None);
    }

    #[test]
    fn a_publisher_that_refuses_programs_is_good_when_its_doi_is_registered() {
        let url = "https://www.pnas.org/doi/10.1073/pnas.1";
        let refusal = (url, Ok(html(403, url, "<title>Just a moment...</title>")));
        let handle = |body| ("https://doi.org/api/handles/10.1073/pnas.1", Ok(json(200, body)));
        assert_eq!(
            said(url, &context(), &[refusal.clone(), handle(r#"{"responseCode":1,"values":[]}"#)]),
            "good registered: the DOI is registered; pnas.org does not answer programs"
        );
        assert_eq!(
            said(url, &context(), &[refusal.clone(), handle(r#"{"responseCode":100}"#)]),
            "unknown bot-wall: answered 403 with a page that tests for programs"
        );
        let missing = (url, Ok(html(404, url, "")));
        assert_eq!(said(url, &context(), &[missing]), "dead not-found: answered 404: there is no such page");
    }

    #[test]
    fn the_number_of_an_article_is_looked_up() {
        let url = "https://www.sciencedirect.com/science/article/pii/S0021999118307125";
        let answers = |found| {
            [
                (url, Ok(html(403, url, ""))),
                (
                    "https://api.crossref.org/works?filter=alternative-id%3AS0021999118307125",
                    Ok(json(200, found)),
                ),
                ("https://doi.org/api/handles/10.1016/j.x", Ok(json(200, r#"{"responseCode":1}"#))),
            ]
        };
        let judgement = judged(url, &context(), &answers(r#"{"message":{"items":[{"DOI":"10.1016/j.x"}]}}"#));
        assert_eq!(judgement.verdict, Verdict::Good);
        assert_eq!(
            judgement.remedy.as_deref(),
            Some("https://doi.org/10.1016/j.x leads there, too, and lasts longer")
        );
        let judgement = judged(url, &context(), &answers(r#"{"message":{"items":[]}}"#));
        assert_eq!(judgement.verdict, Verdict::Unknown);
        assert_eq!(judgement.remedy.as_deref(), Some("link to the DOI of the work, which can be checked"));
    }
}
