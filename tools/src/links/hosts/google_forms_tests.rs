use crate::links::{
    answer::Response,
    context::Expected,
    hosts::testing::{context, expecting, html, judged, now, redirected, said},
    judge::Verdict,
};

const FORM: &str = "https://docs.google.com/forms/d/e/1FAIpQLSd/viewform";
const SHORT: &str = "https://forms.gle/aBcDeF";

/// Recorded shapes, as the page of an open form begins and ends.
fn open() -> Response {
    html(
        200,
        "https://docs.google.com/forms/d/e/1FAIpQLSd/viewform?usp=send_form",
        "<!DOCTYPE html><html lang=en><head><title>Questions</title></head><body><form></form><script>\
         var FB_PUBLIC_LOAD_DATA_ = [null,[\"about\",[[1,\"Name\"]],null,null,null,null,null,null,\
         \"Questions to the speakers\"],\"/forms\"];</script></body></html>",
    )
}

fn closed() -> Response {
    html(
        200,
        "https://docs.google.com/forms/d/e/1FAIpQLSd/closedform",
        "<title>Fragen</title>Nicht mehr offen",
    )
}

fn sign_in() -> Response {
    html(
        200,
        "https://accounts.google.com/v3/signin/identifier?continue=x",
        "<title>Google Docs: Sign-in</title>",
    )
}

#[test]
fn a_form_is_what_its_last_address_says() {
    for (answer, expected) in [
        (open(), "good form-open: the form is open, “Questions to the speakers”"),
        (closed(), "closed form-closed: the form takes no more answers"),
        (sign_in(), "private sign-in: the form asks to sign in first"),
        (html(404, FORM, "<title>Page Not Found</title>"), "dead not-found: there is no such form"),
        (
            html(200, FORM, "<p>Sorry, the file you have requested does not exist.</p>"),
            "dead not-found: Google says that the form does not exist",
        ),
        (
            html(200, FORM, "<title>Q</title><p>Q is no longer accepting responses."),
            "closed form-closed: the form takes no more answers",
        ),
        (html(200, FORM, "<p>You need permission</p>"), "private sign-in: the form asks to sign in first"),
        (html(429, FORM, ""), "unknown rate-limit: answered 429: the host wants to be asked less often"),
        (
            html(200, "https://www.google.com/sorry/index", ""),
            "unknown bot-wall: leads to www.google.com, which tests for programs",
        ),
        (
            html(200, "https://a.org/", "<title>Another page</title>"),
            "unknown no-evidence: leads to a.org/, which is no form",
        ),
    ] {
        let statuses: &[u16] = if answer.url.as_str() == FORM { &[] } else { &[302] };
        let answer = redirected(statuses, SHORT, answer);
        assert_eq!(said(SHORT, &context(), &[("https", Ok(answer))]), expected);
    }
}

#[test]
fn an_address_for_editing_is_not_asked_for() {
    assert_eq!(
        said("https://docs.google.com/forms/d/1x/edit?usp=sharing", &context(), &[]),
        "private editor-address: visitors cannot open the address for editing a form"
    );
    assert_eq!(
        said("https://docs.google.com/forms/d/e/1x/closedform", &context(), &[]),
        "closed form-closed: this is the page of a closed form"
    );
}

#[test]
fn a_form_is_closed_before_and_after_the_time_of_its_link() {
    let hour = jiff::SignedDuration::from_hours(1);
    for (from, until, verdict) in [
        (None, None, Verdict::Closed),
        (Some(now() + hour), None, Verdict::Good),
        (None, Some(now() - hour), Verdict::Good),
        (Some(now() - hour), Some(now() + hour), Verdict::Closed),
    ] {
        let context = expecting(FORM, Expected { from, until, ..Expected::default() });
        let judgement = judged(FORM, &context, &[(FORM, Ok(redirected(&[302], FORM, closed())))]);
        assert_eq!(judgement.verdict, verdict, "{from:?} {until:?}");
    }
    let ended = expecting(FORM, Expected { until: Some(now() - hour), ..Expected::default() });
    assert_eq!(
        said(FORM, &ended, &[(FORM, Ok(open()))]),
        "good form-open: the form is open, “Questions to the speakers”; warning: the form is still open, and its link \
         ended at 2031-01-15T11:00:00Z: close it"
    );
}
