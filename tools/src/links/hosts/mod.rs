//! Hosts whose status codes do not tell the truth, a file each.
//!
//! A rule is a conversation written as one straight function: it asks with `Subject::response`, which ends the
//! function with the request where its answer is not known yet. The function runs again when the answer is there. It
//! sends nothing itself, so that each rule is tested on recorded answers.

mod arxiv;
mod discord;
mod doi;
mod gather;
mod github;
mod google_forms;
mod linkedin;
mod neurips;
mod openreview;
mod publishers;
mod scholar;
mod slack;
mod slideslive;
#[cfg(test)]
pub(super) mod testing;
mod titles;
mod wayback;
mod x;
mod youtube;
mod zoom;

use std::time::Duration;

use url::Url;

pub(super) use arxiv::id as arxiv_id;
pub(super) use titles::are_alike;

use super::{
    answer::{Answer, Failure, Request, Response},
    context::{Context, Expected},
    generic,
    judge::{Exchange, Judgement, Step, Verdict},
};

/// A rule about the links to a host.
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// Whether it is about a link.
    covers: fn(&Url) -> bool,
    /// What is true about a link, or what to ask to know it.
    judge: fn(&Subject<'_>) -> Judged,
}

/// A verdict, or the step that leads to one.
pub(super) type Judged = Result<Judgement, Step>;

/// All rules; the first that covers a link holds.
static RULES: [Rule; 17] = [
    openreview::RULE,
    google_forms::RULE,
    doi::RULE,
    arxiv::RULE,
    neurips::RULE,
    youtube::RULE,
    slideslive::RULE,
    zoom::RULE,
    gather::RULE,
    linkedin::RULE,
    x::RULE,
    github::RULE,
    discord::RULE,
    slack::RULE,
    scholar::RULE,
    wayback::RULE,
    publishers::RULE,
];

/// The rule about a link; none where the answer of its own address is enough.
pub fn rule_for(url: &Url) -> Option<&'static Rule> {
    RULES.iter().find(|rule| (rule.covers)(url))
}

/// What to ask next about a link, or what is true about it.
pub fn next(url: &Url, context: &Context, exchanges: &[Exchange]) -> Step {
    let expected = context.expected(url);
    let subject = Subject { url, expected: &expected, context, exchanges };
    let judge = rule_for(url).map_or(generic::judge as fn(&Subject<'_>) -> Judged, |rule| rule.judge);
    judge(&subject).map_or_else(|step| step, |judgement| Step::Done(Box::new(as_said(judgement, &expected))))
}

/// A door that the page tells of is as it should be.
fn as_said(judgement: Judgement, expected: &Expected) -> Judgement {
    if judgement.verdict != Verdict::Private || judgement.kind != "sign-in" || !expected.login {
        return judgement;
    }
    Judgement::new(Verdict::Good, "sign-in-as-said", format!("{}, as the page says", judgement.evidence))
}

/// How a host wants to be asked, where it says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manners {
    /// The pause between the beginnings of two requests.
    pub pause: Duration,
    /// How many requests may be under way at the same time.
    pub concurrency: usize,
}

/// The manners of a host that has its own.
pub fn manners(host: &str) -> Option<Manners> {
    let one_in = |milliseconds| Manners { pause: Duration::from_millis(milliseconds), concurrency: 1 };
    match host {
        // <https://info.arxiv.org/help/api/tou.html>: one request in three seconds, one connection.
        "arxiv.org" | "www.arxiv.org" | "export.arxiv.org" => Some(one_in(3000)),
        // A minute of answers 429 closes their firewall for an hour.
        "archive.org" | "web.archive.org" => Some(one_in(3000)),
        // Tens of requests an hour for those who have not signed in.
        "openreview.net" | "api.openreview.net" | "api2.openreview.net" => Some(one_in(1000)),
        "docs.google.com" | "forms.gle" => Some(one_in(1000)),
        "api.crossref.org" => Some(one_in(200)),
        _ => None,
    }
}

/// What a rule judges: a link, what is known about it, and what was answered so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) url: &'a Url,
    pub(super) expected: &'a Expected,
    pub(super) context: &'a Context,
    pub(super) exchanges: &'a [Exchange],
}

impl<'a> Subject<'a> {
    /// The answer to a request, or the request as the next step.
    pub(super) fn answer(&self, request: Request) -> Result<&'a Answer, Step> {
        let known = self.exchanges.iter().find(|(asked, _)| is_same(asked, &request));
        known.map(|(_, answer)| answer).ok_or(Step::Ask(request))
    }

    /// The response to a request. Without one the failure is the verdict. Browsers follow twice as many redirects as a
    /// request, so that one more goes on where the first has stopped.
    pub(super) fn response(&self, request: Request) -> Result<&'a Response, Step> {
        let mut answer = self.answer(request.clone())?;
        if let Err(Failure::TooManyRedirects(way)) = answer
            && let Some(hop) = way.last()
        {
            answer = self.answer(Request { url: hop.to.clone(), ..request })?;
        }
        answer.as_ref().map_err(|failure| Step::Done(Box::new(generic::failed(failure))))
    }
}

/// Whether two requests have the same answer. The network may ask by `GET` what was to be asked by `HEAD`.
fn is_same(one: &Request, other: &Request) -> bool {
    let bare = |url: &'_ Url| url[..url::Position::AfterQuery].to_owned();
    one.follow == other.follow && one.accept == other.accept && bare(&one.url) == bare(&other.url)
}

/// Host in lower case without `www.`; empty where there is none.
pub(super) fn host_of(url: &Url) -> &str {
    let host = url.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

/// The parts of a path, decoded, without empty ones.
fn segments(url: &Url) -> Vec<String> {
    let parts = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty());
    parts.map(decoded).collect()
}

/// Text without percent-encoding.
pub(super) fn decoded(text: &str) -> String {
    // A form is decoded the same way, but for `+`.
    let pairs = text.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(pairs.as_bytes())
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}

/// The value of a parameter of the query.
fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
}

/// An address of an interface with parameters. The base is a constant of a rule; one that is no address is one that
/// is asked nothing.
fn address(base: &str, parameters: &[(&str, &str)]) -> Result<Url, Step> {
    let failed = |_| Step::Done(Box::new(generic::unasked(base)));
    if parameters.is_empty() {
        return Url::parse(base).map_err(failed);
    }
    Url::parse_with_params(base, parameters).map_err(failed)
}

/// The body of an answer as JSON; null where it is none.
fn json(response: &Response) -> serde_json::Value {
    serde_json::from_slice(&response.body).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_for_the_same_answer_are_the_same() {
        let url = |text: &str| Request::get(Url::parse(text).expect("an address"));
        let head = Request { head_only: true, ..url("https://a.org/?b") };
        assert!(is_same(&head, &url("https://a.org/?b#c")));
        assert!(!is_same(&head, &url("https://a.org/?c")));
        assert!(!is_same(&head, &url("https://a.org/?b").without_redirects()));
    }

    #[test]
    fn text_is_decoded_once() {
        assert_eq!(decoded("a%20b+c%2520&d=e"), "a b+c%20&d=e");
    }

    /// A link of each host whose shape is right.
    const LINKS: [&str; 22] = [
        "https://openreview.net/group?id=NeurIPS.cc/2031/Workshop/DLDE#tab-accept-oral",
        "https://openreview.net/forum?id=HyWrIgW0W",
        "https://openreview.net/attachment?id=HyWrIgW0W&name=pdf",
        "https://openreview.net/profile?id=~Ada_Lovelace1",
        "https://docs.google.com/forms/d/e/1x/viewform",
        "https://forms.gle/x",
        "https://doi.org/10.1016/j.x",
        "https://arxiv.org/abs/2202.02435",
        "https://papers.nips.cc/paper/1",
        "https://youtu.be/abcdefghi-1",
        "https://slideslive.com/38970713",
        "https://us02web.zoom.us/j/81234567890",
        "https://app.gather.town/app/x/y",
        "https://www.linkedin.com/in/x",
        "https://x.com/ada/status/1234",
        "https://github.com/a/b/blob/main/c",
        "https://discord.gg/x",
        "https://join.slack.com/t/x/shared_invite/y",
        "https://scholar.google.com/citations?user=abcdefghAAAJ",
        "https://web.archive.org/web/2020/https://a.org",
        "https://www.sciencedirect.com/science/article/pii/S1",
        "https://a.org/b/c.html#d",
    ];

    #[test]
    fn a_host_that_refuses_or_fails_makes_no_link_dead() {
        use testing::{context, html, json, judged};
        let with_tokens = Context { has_openreview_token: true, has_github_token: true, ..context() };
        for (link, context) in LINKS.iter().flat_map(|link| [(link, context()), (link, with_tokens.clone())])
        {
            for status in [202, 403, 418, 429, 500, 502, 503, 520, 999] {
                let page = html(status, "https://b.org/x", "<h1>No</h1>");
                for answer in [page, json(status, r#"{"message":"no"}"#)] {
                    let judgement = judged(link, &context, &[("http", Ok(answer))]);
                    // On YouTube 403 is the answer about a private video.
                    let private = link.starts_with("https://youtu.be") && status == 403;
                    let expected = if private { Verdict::Private } else { Verdict::Unknown };
                    assert_eq!(judgement.verdict, expected, "{link} {status}: {judgement:?}");
                }
            }
            let judgement = judged(link, &context, &[("http", Err(Failure::Timeout("an answer")))]);
            assert_eq!(judgement.verdict, Verdict::Unknown, "{link}: {judgement:?}");
        }
    }

    #[test]
    fn a_door_is_good_where_the_page_tells_of_it() {
        use testing::{context, expecting, html, said};
        let link = "https://a.org/members";
        let answers = [(link, Ok(html(401, link, "")))];
        let told = expecting(link, Expected { login: true, ..Expected::default() });
        assert_eq!(
            said(link, &context(), &answers),
            "private sign-in: answered 401: only who signs in sees it"
        );
        assert_eq!(
            said(link, &told, &answers),
            "good sign-in-as-said: answered 401: only who signs in sees it, as the page says"
        );
        let missing = [(link, Ok(html(404, link, "")))];
        assert_eq!(said(link, &told, &missing), "dead not-found: answered 404: there is no such page");
    }

    #[test]
    fn no_answer_makes_a_rule_go_astray() {
        use testing::{context, judged, response};
        let deep = "[".repeat(10_000);
        let bodies =
            ["", "null", "[]", "{\"groups\":3}", "<", "\u{0}", deep.as_str(), "<entry><id>/abs/</id>"];
        for link in LINKS {
            for status in [0, 100, 200, 204, 301, 404, 65535] {
                for body in bodies {
                    for kind in ["text/html", "application/json", "\u{1b}"] {
                        let answer = response(status, "https://b.org/", kind, body);
                        let judgement = judged(link, &context(), &[("http", Ok(answer))]);
                        assert!(!judgement.evidence.is_empty() && !judgement.kind.is_empty(), "{link}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_rule_covers_its_host_and_others_have_none() {
        for (url, name) in [
            ("https://openreview.net/group?id=A", "openreview"),
            ("https://forms.gle/x", "google-forms"),
            ("https://docs.google.com/forms/d/e/x/viewform", "google-forms"),
            ("https://doi.org/10.1/x", "doi"),
            ("https://arxiv.org/abs/2202.02435", "arxiv"),
            ("https://papers.nips.cc/paper/1", "neurips"),
            ("https://youtu.be/x", "youtube"),
            ("https://slideslive.com/1", "slideslive"),
            ("https://us02web.zoom.us/j/1", "zoom"),
            ("https://app.gather.town/app/x", "gather"),
            ("https://www.linkedin.com/in/x", "linkedin"),
            ("https://x.com/a", "x"),
            ("https://github.com/a/b", "github"),
            ("https://discord.gg/x", "discord"),
            ("https://join.slack.com/t/x", "slack"),
            ("https://scholar.google.com/citations?user=x", "scholar"),
            ("https://web.archive.org/web/2020/https://a.org", "wayback"),
            ("https://www.pnas.org/doi/10.1073/pnas.1", "publishers"),
        ] {
            let url = Url::parse(url).expect("an address");
            assert_eq!(rule_for(&url).map(|rule| rule.name), Some(name), "{url}");
        }
        for url in ["https://docs.google.com/document/d/x", "https://a.org/", "https://notopenreview.net/"] {
            assert!(rule_for(&Url::parse(url).expect("an address")).is_none(), "{url}");
        }
    }
}
