//! Conversations with recorded answers.

use jiff::Timestamp;
use url::Url;

use crate::{
    content::Content,
    links::{
        answer::{Answer, Failure, Hop, Response},
        context::{Context, Expected},
        judge::{Exchange, Judgement, Step},
    },
};

/// The instant at which the tests judge.
pub(crate) fn now() -> Timestamp {
    "2031-01-15T12:00:00Z".parse().expect("an instant")
}

/// A context that knows nothing.
pub(crate) fn context() -> Context {
    Context::of_content(&Content::default(), now())
}

/// A context that knows something about a link.
pub(crate) fn expecting(url: &str, expected: Expected) -> Context {
    let mut context = context();
    context.expected.insert(parse(url).into(), expected);
    context
}

pub(crate) fn parse(url: &str) -> Url {
    Url::parse(url).unwrap_or_else(|error| panic!("{url}: {error}"))
}

/// A response with a media type.
pub(crate) fn response(status: u16, url: &str, kind: &str, body: &str) -> Response {
    Response {
        status,
        url: parse(url),
        hops: Vec::new(),
        headers: vec![("content-type".to_owned(), kind.to_owned())],
        body: body.as_bytes().to_vec(),
        truncated: false,
    }
}

/// A page.
pub(crate) fn html(status: u16, url: &str, body: &str) -> Response {
    response(status, url, "text/html; charset=utf-8", body)
}

/// An answer of an interface.
pub(crate) fn json(status: u16, body: &str) -> Response {
    response(status, "https://api.invalid/", "application/json", body)
}

/// The response at the end of redirects with these statuses.
pub(crate) fn redirected(statuses: &[u16], from: &str, mut response: Response) -> Response {
    for (index, status) in statuses.iter().enumerate() {
        let last = index + 1 == statuses.len();
        let at = |index: usize| {
            if index == 0 { parse(from) } else { parse(&format!("https://hop.invalid/{index}")) }
        };
        let to = if last { response.url.clone() } else { at(index + 1) };
        response.hops.push(Hop { status: *status, from: at(index), to });
    }
    response
}

/// The verdict about a link when these addresses answer so, each by the beginning of its address. Whatever else is
/// asked, fails the test.
pub(crate) fn judged(url: &str, context: &Context, answers: &[(&str, Answer)]) -> Judgement {
    let url = parse(url);
    let mut exchanges: Vec<Exchange> = Vec::new();
    for _ in 0..9 {
        match super::next(&url, context, &exchanges) {
            Step::Done(judgement) => return *judgement,
            Step::Ask(request) => {
                let known = answers.iter().find(|(start, _)| request.url.as_str().starts_with(start));
                let (_, answer) = known.unwrap_or_else(|| panic!("{} is asked", request.url));
                exchanges.push((request, answer.clone()));
            }
        }
    }
    panic!("{url}: no end after {exchanges:?}")
}

/// The verdict, its kind and its evidence.
pub(crate) fn said(url: &str, context: &Context, answers: &[(&str, Answer)]) -> String {
    let judgement = judged(url, context, answers);
    let warnings = judgement.warnings.iter().map(|warning| format!("; warning: {warning}"));
    format!(
        "{} {}: {}{}",
        judgement.verdict.name(),
        judgement.kind,
        judgement.evidence,
        warnings.collect::<String>()
    )
}

/// The verdict about a link whose own address answers so, when nothing is known.
pub(crate) fn said_of_page(url: &str, answer: Result<Response, Failure>) -> String {
    said(url, &context(), &[("http", answer)])
}
