use crate::links::{
    answer::{Failure, Response},
    hosts::testing::{context, html, judged, redirected, response, said_of_page},
    judge::Verdict,
};

const URL: &str = "https://a.org/people/ada.html";

fn page(status: u16, body: &str) -> Response {
    html(status, URL, body)
}

#[test]
fn a_status_is_one_of_a_few_verdicts() {
    for (statuses, expected) in [
        (&[200, 203, 206, 300][..], "good answered"),
        (&[202, 403, 418, 999], "unknown bot-wall"),
        (&[204, 205], "unknown no-content"),
        (&[201, 304, 302], "unknown odd-status"),
        (&[400, 414], "dead bad-address"),
        (&[401], "private sign-in"),
        (&[402], "private payment"),
        (&[404], "dead not-found"),
        (&[410], "dead gone"),
        (&[405, 406, 409, 412, 416, 421, 425], "unknown refused"),
        (&[408], "unknown timeout"),
        (&[429], "unknown rate-limit"),
        (&[451], "unknown legal"),
        (&[500, 501, 502, 503, 504, 520, 526, 599], "unknown server-trouble"),
    ] {
        for status in statuses {
            let said = said_of_page(URL, Ok(page(*status, "<p>text")));
            assert!(said.starts_with(expected), "{status}: {said}");
        }
    }
}

#[test]
fn a_failure_is_a_verdict_of_its_own_kind() {
    let words = || "words".to_owned();
    for (failure, expected) in [
        (Failure::NoSuchHost, "dead no-such-host: no server has this name"),
        (Failure::LookUp(words()), "unknown look-up: the name cannot be looked up just now: words"),
        (
            Failure::Connect("connection refused".to_owned()),
            "dead no-connection: the server takes no connection: connection refused",
        ),
        (
            Failure::Connect("Network is unreachable".to_owned()),
            "unknown unreachable: the server cannot be reached from here: Network is unreachable",
        ),
        (
            Failure::Certificate("certificate expired".to_owned()),
            "dead certificate: the certificate of the server is at fault: certificate expired",
        ),
        (
            Failure::Certificate("UnknownIssuer".to_owned()),
            "unknown certificate: the certificate of the server is at fault: UnknownIssuer",
        ),
        (Failure::Timeout("the first byte"), "unknown timeout: the first byte did not come in time"),
        (Failure::Broken(words()), "unknown broken: the answer broke off: words"),
        (Failure::Malformed(words()), "unknown malformed: the answer is no HTTP that a browser reads: words"),
        (
            Failure::PrivateAddress("10.0.0.1".to_owned()),
            "dead private-address: it leads into a private network, and nothing was sent there: 10.0.0.1",
        ),
        (Failure::BadRedirect(words()), "dead bad-redirect: it leads on to where no browser goes: words"),
        (
            Failure::TooManyRedirects(Vec::new()),
            "unknown redirects: it leads on more often than browsers follow",
        ),
        (Failure::RedirectLoop, "dead redirect-loop: it leads in a circle"),
        (Failure::SetAside(words()), "unknown set-aside: the host is not asked any more in this run: words"),
    ] {
        assert_eq!(said_of_page(URL, Err(failure)), expected);
    }
}

#[test]
fn walls_and_doors_are_not_what_was_linked() {
    let led_to = |to: &str, body: &str| redirected(&[302], URL, html(200, to, body));
    let mut mitigated = page(403, "<p>x");
    mitigated.headers.push(("cf-mitigated".to_owned(), "challenge".to_owned()));
    for (answer, expected) in [
        (page(200, "<title>Just a moment...</title>"), "unknown bot-wall"),
        (page(404, "<title>Just a moment...</title>"), "unknown bot-wall"),
        (mitigated, "unknown bot-wall"),
        (led_to("https://a.org/challenge?x", ""), "unknown bot-wall"),
        (led_to("https://consent.a.org/x", ""), "unknown consent"),
        (led_to("https://a.org/login?next=x", "<title>Log in</title>"), "private sign-in"),
        (led_to("https://sso.a.org/", ""), "private sign-in"),
        (page(200, "<meta http-equiv=refresh content='0;url=/login.php'>"), "private sign-in"),
        (led_to("https://a.org/people/login-systems-lab", "<title>Lab</title>"), "good answered"),
    ] {
        let said = said_of_page(URL, Ok(answer));
        assert!(said.starts_with(expected), "{expected}: {said}");
    }
    let door = "https://a.org/login";
    let moved = redirected(&[302], door, html(200, "https://a.org/login/", "<title>Log in</title>"));
    assert!(said_of_page(door, Ok(moved)).starts_with("good"), "a link to a door is meant");
}

#[test]
fn a_page_that_answers_200_may_not_be_there() {
    let led_to = |to: &str| redirected(&[302], URL, html(200, to, "<title>A</title>"));
    for (answer, expected) in [
        (
            page(200, "<title>Page not found | A</title>"),
            "dead soft-404: answered 200 with a page called “Page not found | A”",
        ),
        (page(200, "<title>404</title>"), "dead soft-404: answered 200 with a page called “404”"),
        (
            led_to("https://a.org/404.html"),
            "dead soft-404: leads to /404.html, the page for what is not there",
        ),
        (led_to("https://a.org/"), "dead soft-404: leads to the front page of a.org"),
        (
            page(200, "<title>A</title><link rel=canonical href='https://www.a.org/'>"),
            "dead soft-404: says of itself that it is the front page",
        ),
        (page(200, "<p>This domain is for sale!"), "dead parked: the name a.org is for sale"),
        (led_to("https://www.hugedomains.com/x"), "dead parked: the name hugedomains.com is for sale"),
        (
            page(200, "<title>Route 404: a history of the road</title>"),
            "good answered: answered 200: “Route 404: a history of the road”",
        ),
        (
            page(200, "<title>A</title><link rel=canonical href='/people/ada.html'>"),
            "good answered: answered 200: “A”",
        ),
    ] {
        assert_eq!(said_of_page(URL, Ok(answer)), expected);
    }
    let front = "https://a.org/en";
    let answer = redirected(&[302], front, html(200, "https://a.org/", "<title>A</title>"));
    assert!(said_of_page(front, Ok(answer)).starts_with("good"), "a single part may be a language");
}

#[test]
fn a_fragment_names_a_place_in_the_page() {
    let long = "word ".repeat(60);
    let body = format!("<title>A</title><h2 id='a b'>Results of the year</h2><a name=old></a><p>{long}</p>");
    for (fragment, verdict) in [
        ("old", "good"),
        ("a%20b", "good"),
        ("top", "good"),
        ("", "good"),
        ("b", "dead no-such-place"),
        (":~:text=results%20of,year", "good"),
        (":~:text=word-,word,-word", "good"),
        (":~:text=of%20the%20month", "dead no-such-place"),
        ("old:~:text=results", "good"),
        ("/route", "unknown fragment"),
    ] {
        let url = format!("{URL}#{fragment}");
        let said = said_of_page(&url, Ok(page(200, &body)));
        assert!(said.starts_with(verdict), "{fragment}: {said}");
    }
    let url = format!("{URL}#b");
    let shell = page(200, "<title>A</title><div id=root></div><script src=a.js></script>");
    assert!(said_of_page(&url, Ok(shell)).starts_with("unknown fragment"));
    let mut cut = page(200, &body);
    cut.truncated = true;
    assert!(said_of_page(&url, Ok(cut)).starts_with("unknown fragment"));
    let pdf = response(200, URL, "application/pdf", "%PDF");
    assert!(said_of_page(&format!("{URL}#page=3"), Ok(pdf)).starts_with("good"));
}

#[test]
fn only_permanent_redirects_move_a_link() {
    let moved = |statuses: &[u16], to: &str| {
        let url = format!("{URL}?q=1#top");
        let answer = redirected(statuses, &url, html(200, to, "<title>A</title>"));
        let judgement = judged(&url, &context(), &[("https", Ok(answer))]);
        (judgement.verdict, judgement.moved_to.map(String::from))
    };
    let new = "https://b.org/ada?q=1";
    let kept = Some("https://b.org/ada?q=1#top".to_owned());
    assert_eq!(moved(&[301], new), (Verdict::Moved, kept.clone()));
    assert_eq!(moved(&[308, 301], new), (Verdict::Moved, kept));
    for statuses in [&[302][..], &[301, 302], &[307, 308]] {
        assert_eq!(moved(statuses, new), (Verdict::Good, None), "{statuses:?}");
    }
    assert_eq!(moved(&[301], "https://b.org/ada#new").1.as_deref(), Some("https://b.org/ada#new"));
    assert_eq!(
        moved(&[301], &format!("{URL}?q=1")),
        (Verdict::Good, None),
        "back to where it was, with a cookie"
    );
}
