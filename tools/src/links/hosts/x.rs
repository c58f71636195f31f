//! X, formerly Twitter. Its oEmbed interface knows posts; nothing knows profiles.
//! <https://developer.x.com/en/docs/x-for-websites/oembed-api>

use super::{Judged, Rule, Subject, address, host_of, json, segments};
use crate::links::{
    answer::Request,
    generic,
    judge::{Judgement, Verdict},
};

pub(super) const RULE: Rule = Rule {
    name: "x",
    covers: |url| matches!(host_of(url), "x.com" | "twitter.com" | "mobile.twitter.com"),
    judge,
};

fn judge(subject: &Subject<'_>) -> Judged {
    let parts = segments(subject.url);
    let (Some(user), Some("status"), Some(number)) =
        (parts.first(), parts.get(1).map(String::as_str), parts.get(2))
    else {
        return Ok(Judgement::new(
            Verdict::Unknown,
            "by-design",
            "X answers the same for profiles that exist or not",
        ));
    };
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Judgement::new(Verdict::Dead, "bad-id", "a post on X has a number")
            .remedy("copy the address of the post again"));
    }
    let post = format!("https://twitter.com/{user}/status/{number}");
    let query = [("url", post.as_str()), ("omit_script", "1")];
    let answer = subject.response(Request::json(address("https://publish.twitter.com/oembed", &query)?))?;
    Ok(match answer.status {
        200 if json(answer)["html"].is_string() => {
            Judgement::new(Verdict::Good, "exists", "X shows the post")
        }
        404 => Judgement::new(Verdict::Dead, "not-found", "X has no such post").remedy("take the link out"),
        _ => generic::refused(answer, &[]).unwrap_or_else(|| generic::unasked("X")),
    })
}

#[cfg(test)]
mod tests {
    use crate::links::hosts::testing::{context, json, said};

    #[test]
    fn the_interface_knows_posts() {
        let url = "https://x.com/ada/status/1234";
        let asked = "https://publish.twitter.com/oembed?url=https%3A%2F%2Ftwitter.com%2Fada%2Fstatus%2F1234";
        for (status, body, expected) in [
            (200, r#"{"html":"<blockquote>"}"#, "good exists: X shows the post"),
            (404, "", "dead not-found: X has no such post"),
            (403, "", "unknown bot-wall: answered 403: the host refuses programs, readers may see it"),
            (200, "<html>", "unknown unasked: X cannot be asked about it"),
        ] {
            assert_eq!(said(url, &context(), &[(asked, Ok(json(status, body)))]), expected);
        }
        assert_eq!(
            said("https://x.com/ada/status/12x", &context(), &[]),
            "dead bad-id: a post on X has a number"
        );
        assert_eq!(
            said("https://twitter.com/ada", &context(), &[]),
            "unknown by-design: X answers the same for profiles that exist or not"
        );
    }
}
