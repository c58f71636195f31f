//! arXiv, whose interface answers for many papers at once, and wants to be asked so.
//! <https://info.arxiv.org/help/api/user-manual.html>

use url::Url;

use super::{Judged, Rule, Subject, address, host_of, segments, titles};
use crate::links::{
    answer::Request,
    generic,
    judge::{Judgement, Verdict},
    page_facts,
};

pub(super) const RULE: Rule =
    Rule { name: "arxiv", covers: |url| matches!(host_of(url), "arxiv.org" | "export.arxiv.org"), judge };

/// So many papers are asked for in one request.
const BATCH: usize = 50;

fn judge(subject: &Subject<'_>) -> Judged {
    if !matches!(segments(subject.url).first().map(String::as_str), Some("abs" | "pdf" | "html")) {
        return generic::judge(subject);
    }
    let Some(id) = id(subject.url) else {
        return Ok(Judgement::new(Verdict::Dead, "bad-id", "no paper on arXiv has such a number")
            .remedy("copy the address again: it ends like 2202.02435 or math/0303109"));
    };
    let all: Vec<&String> = subject.context.arxiv.iter().collect();
    let own = [&id];
    let batch = all.chunks(BATCH).find(|batch| batch.contains(&&id)).unwrap_or(&own);
    let ids = batch.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(",");
    let count = batch.len().to_string();
    let query = [("id_list", ids.as_str()), ("max_results", count.as_str())];
    let response = subject.response(Request::get(address("https://export.arxiv.org/api/query", &query)?))?;
    if let Some(judgement) = generic::refused(response, &[]) {
        return Ok(judgement);
    }
    let feed = page_facts::decode(response);
    let entries: Vec<&str> = feed.split("<entry>").skip(1).collect();
    let Some(entry) = entries.iter().find(|entry| is_about(entry, &id)) else {
        let asked = !feed.contains("<feed") || entries.iter().any(|entry| entry.contains("api/errors"));
        return Ok(if asked || response.truncated {
            Judgement::new(Verdict::Unknown, "no-answer", "arXiv did not answer the question about it")
        } else {
            Judgement::new(Verdict::Dead, "not-found", format!("arXiv has no paper {id}"))
                .remedy("copy the address again from arXiv")
        });
    };
    let title = page_facts::PageFacts::of_text(&between(entry, "title").unwrap_or_default()).text;
    let mut judgement =
        Judgement::new(Verdict::Good, "exists", format!("arXiv has it, “{}”", generic::shortened(&title)));
    judgement.warnings.extend(titles::warning(&subject.expected.titles, &title));
    judgement.title = Some(title);
    Ok(judgement)
}

/// The number of a paper in its address, as it is written there but without `.pdf`.
pub(in crate::links) fn id(url: &Url) -> Option<String> {
    if !(RULE.covers)(url) {
        return None;
    }
    let parts = segments(url);
    let (first, rest) = parts.split_first()?;
    let id = rest.join("/");
    let id = id.strip_suffix(".pdf").unwrap_or(&id);
    let is_id = matches!(first.as_str(), "abs" | "pdf" | "html") && (is_new(base(id)) || is_old(base(id)));
    is_id.then(|| id.to_owned())
}

/// Without the number of the version.
fn base(id: &str) -> &str {
    match id.rsplit_once('v') {
        Some((base, version)) if !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit()) => base,
        _ => id,
    }
}

/// `2202.02435`
fn is_new(id: &str) -> bool {
    let digits = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    id.split_once('.').is_some_and(|(month, number)| digits(month, 4..=4) && digits(number, 4..=5))
}

/// `math.GT/0309136`
fn is_old(id: &str) -> bool {
    id.split_once('/').is_some_and(|(archive, number)| {
        archive.bytes().all(|b| b.is_ascii_alphabetic() || b"-.".contains(&b))
            && !archive.is_empty()
            && number.len() == 7
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether an entry of a feed is about a paper, in whatever version.
fn is_about(entry: &str, id: &str) -> bool {
    let own = between(entry, "id").unwrap_or_default();
    own.split_once("/abs/").is_some_and(|(_, found)| base(found.trim()) == base(id))
}

/// What stands between the tags of an element without attributes.
fn between(xml: &str, tag: &str) -> Option<String> {
    let (_, rest) = xml.split_once(&format!("<{tag}>"))?;
    rest.split_once(&format!("</{tag}>")).map(|(text, _)| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::hosts::testing::{context, parse, response, said};

    const FEED: &str = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Q</title><entry>\
        <id>http://arxiv.org/abs/2202.02435v2</id><title>On Neural\n Differential &amp; Equations</title></entry></feed>";

    #[test]
    fn papers_are_asked_for_together() {
        let mut context = context();
        let links = ["https://arxiv.org/abs/2202.02435", "https://arxiv.org/pdf/2202.99999.pdf"].map(parse);
        context.set_links(&links);
        let asked = "https://export.arxiv.org/api/query?id_list=2202.02435%2C2202.99999&max_results=2";
        let answer = |status, body| [(asked, Ok(response(status, asked, "application/atom+xml", body)))];
        assert_eq!(
            said(links[0].as_str(), &context, &answer(200, FEED)),
            "good exists: arXiv has it, “On Neural Differential & Equations”"
        );
        assert_eq!(
            said(links[1].as_str(), &context, &answer(200, FEED)),
            "dead not-found: arXiv has no paper 2202.99999"
        );
        let error = "<feed><entry><id>http://arxiv.org/api/errors#x</id><title>Error</title></entry></feed>";
        let unknown = "unknown no-answer: arXiv did not answer the question about it";
        assert_eq!(said(links[1].as_str(), &context, &answer(200, error)), unknown);
        assert_eq!(
            said(links[0].as_str(), &context, &answer(403, "")),
            "unknown bot-wall: answered 403: the host refuses programs, readers may see it"
        );
    }

    #[test]
    fn a_number_has_its_shape() {
        for (path, expected) in [
            ("abs/2202.02435", Some("2202.02435")),
            ("pdf/2202.02435v3.pdf", Some("2202.02435v3")),
            ("abs/math.GT/0309136", Some("math.GT/0309136")),
            ("abs/hep-th/9901001v1", Some("hep-th/9901001v1")),
            ("abs/2202", None),
            ("abs/2202.1", None),
            ("list/cs.LG/recent", None),
        ] {
            assert_eq!(id(&parse(&format!("https://arxiv.org/{path}"))).as_deref(), expected, "{path}");
        }
        let bad = "dead bad-id: no paper on arXiv has such a number";
        assert_eq!(said("https://arxiv.org/abs/2202", &context(), &[]), bad);
    }
}
