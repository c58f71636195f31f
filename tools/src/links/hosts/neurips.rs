//! NeurIPS and the proceedings of machine learning: plain pages, but with outages of weeks and addresses of a year.

use super::{Judged, Rule, Subject, host_of, titles};
use crate::links::{
    answer::Request,
    generic,
    judge::{Judgement, Verdict},
    page_facts::PageFacts,
};

pub(super) const RULE: Rule = Rule {
    name: "neurips",
    covers: |url| {
        let hosts =
            ["neurips.cc", "nips.cc", "papers.nips.cc", "proceedings.neurips.cc", "papers.neurips.cc"];
        hosts.contains(&host_of(url)) || host_of(url) == "proceedings.mlr.press"
    },
    judge,
};

fn judge(subject: &Subject<'_>) -> Judged {
    let response = subject.response(Request::get(subject.url.clone()))?;
    let facts = PageFacts::read(response).unwrap_or_default();
    let mut judgement = generic::answered(subject.url, response);
    if let Some(title) = facts.meta("citation_title") {
        judgement.warnings.extend(titles::warning(&subject.expected.titles, title));
        judgement.title = Some(title.to_owned());
    }
    let path = subject.url.path();
    Ok(match judgement.verdict {
        Verdict::Dead if path.contains("/PaperInformation/") => {
            judgement.remedy("the page is there only in its year: write the address of this year")
        }
        // The places of a programme are folded out by a script.
        Verdict::Dead if judgement.kind == "no-such-place" && path.starts_with("/virtual/") => {
            Judgement { verdict: Verdict::Good, kind: "answered", remedy: None, ..judgement }
        }
        Verdict::Unknown if judgement.kind == "server-trouble" => {
            judgement.remedy("its outages last, and the pages come back: look again on another day")
        }
        _ => judgement,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::{
        context::Expected,
        hosts::testing::{context, expecting, html, judged, redirected, said},
    };

    #[test]
    fn a_paper_is_there_under_its_title() {
        let url = "https://papers.nips.cc/paper/2018/hash/69-Abstract.html";
        let page = html(200, url, "<title>x</title><meta name=citation_title content='Neural ODEs'>");
        let expected = Expected { titles: vec!["Deep cats".to_owned()], ..Expected::default() };
        assert_eq!(
            said(url, &expecting(url, expected), &[(url, Ok(page))]),
            "good answered: answered 200: “x”; warning: it is called “Neural ODEs” there, and “Deep cats” here"
        );
        let gone = judged(url, &context(), &[(url, Ok(html(404, url, "")))]);
        assert_eq!(gone.verdict, Verdict::Dead);
        let trouble = judged(url, &context(), &[(url, Ok(html(500, url, "")))]);
        assert_eq!((trouble.verdict, trouble.kind), (Verdict::Unknown, "server-trouble"));
        assert!(trouble.remedy.is_some_and(|remedy| remedy.contains("another day")));
    }

    #[test]
    fn a_sign_in_that_the_page_tells_of_is_good() {
        let url = "https://neurips.cc/virtual/2031/workshop/1";
        let door = html(200, "https://neurips.cc/accounts/login?next=/virtual", "");
        let answers = [(url, Ok(redirected(&[302], url, door)))];
        assert_eq!(judged(url, &context(), &answers).verdict, Verdict::Private);
        let expected = Expected { login: true, ..Expected::default() };
        assert_eq!(judged(url, &expecting(url, expected), &answers).verdict, Verdict::Good);
    }

    #[test]
    fn a_style_file_is_of_its_year() {
        let url = "https://neurips.cc/Conferences/2031/PaperInformation/StyleFiles";
        let judgement = judged(url, &context(), &[(url, Ok(html(404, url, "")))]);
        assert!(judgement.remedy.is_some_and(|remedy| remedy.contains("of this year")));
    }
}
