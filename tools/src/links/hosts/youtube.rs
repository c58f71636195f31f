//! YouTube, which answers 200 for videos that are gone. Its oEmbed interface and the small picture tell the truth.
//! <https://oembed.com>

use url::Url;

use super::{Judged, Rule, Subject, address, host_of, json, parameter, segments};
use crate::links::{
    answer::Request,
    generic,
    judge::{Judgement, Verdict},
};

pub(super) const RULE: Rule = Rule {
    name: "youtube",
    covers: |url| {
        matches!(host_of(url), "youtube.com" | "m.youtube.com" | "youtu.be" | "youtube-nocookie.com")
    },
    judge,
};

fn judge(subject: &Subject<'_>) -> Judged {
    let Some(id) = video(subject.url) else { return generic::judge(subject) };
    let is_id = id.len() == 11 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    if !is_id {
        return Ok(gone("no video on YouTube has such an address"));
    }
    let watch = format!("https://www.youtube.com/watch?v={id}");
    let query = [("url", watch.as_str()), ("format", "json")];
    let answer = subject.response(Request::json(address("https://www.youtube.com/oembed", &query)?))?;
    let found = json(answer);
    let picture = || {
        let url = address(&format!("https://img.youtube.com/vi/{id}/0.jpg"), &[])?;
        let request = Request { head_only: true, body_limit: 0, ..Request::get(url) };
        Ok(subject.response(request)?.status)
    };
    Ok(match answer.status {
        200 if found["title"].is_string() => {
            let title = found["title"].as_str().unwrap_or_default();
            let evidence = format!("YouTube shows it, “{}”", generic::shortened(title));
            Judgement { title: Some(title.to_owned()), ..Judgement::new(Verdict::Good, "exists", evidence) }
        }
        403 | 200 if answer.status == 403 || answer.body.starts_with(b"Forbidden") => {
            Judgement::new(Verdict::Private, "private-video", "the video is private")
                .remedy("ask its owner to publish it, or take the link out")
        }
        401 => match picture()? {
            200 => Judgement::new(Verdict::Good, "exists", "YouTube shows it, on its own pages only"),
            404 => gone("YouTube has no picture of it"),
            status => unknown(status),
        },
        400 => gone("no video on YouTube has such an address"),
        404 => match picture()? {
            404 => gone("YouTube does not know it, and has no picture of it"),
            200 => Judgement::new(
                Verdict::Unknown,
                "no-evidence",
                "YouTube does not know the video, but has a picture of it",
            ),
            status => unknown(status),
        },
        _ => generic::refused(answer, &[]).unwrap_or_else(|| unknown(answer.status)),
    })
}

fn gone(evidence: &str) -> Judgement {
    Judgement::new(Verdict::Dead, "not-found", evidence)
        .remedy("find the recording anew, or take the link out")
}

fn unknown(status: u16) -> Judgement {
    Judgement::new(
        Verdict::Unknown,
        "no-answer",
        format!("YouTube answered {status} to the question about it"),
    )
}

/// The id of the video that an address is about; none for channels and lists.
fn video(url: &Url) -> Option<String> {
    let parts = segments(url);
    if host_of(url) == "youtu.be" {
        return parts.first().cloned();
    }
    match parts.first().map(String::as_str) {
        Some("watch") => Some(parameter(url, "v").unwrap_or_default()),
        Some("embed" | "live" | "shorts" | "v") => parts.get(1).cloned().filter(|id| id != "videoseries"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::links::hosts::testing::{context, html, json, said};

    #[test]
    fn the_interface_and_the_picture_tell_what_the_page_does_not() {
        let asked =
            "https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabcdefghi-1";
        let picture = "https://img.youtube.com/vi/abcdefghi-1/0.jpg";
        let url = "https://youtu.be/abcdefghi-1?t=5";
        for (status, body, picture_status, expected) in [
            (200, r#"{"title":"Talk"}"#, 500, "good exists: YouTube shows it, “Talk”"),
            (401, "Unauthorized", 200, "good exists: YouTube shows it, on its own pages only"),
            (401, "Unauthorized", 404, "dead not-found: YouTube has no picture of it"),
            (403, "Forbidden", 500, "private private-video: the video is private"),
            (200, "Forbidden", 500, "private private-video: the video is private"),
            (404, "Not Found", 404, "dead not-found: YouTube does not know it, and has no picture of it"),
            (
                404,
                "Not Found",
                200,
                "unknown no-evidence: YouTube does not know the video, but has a picture of it",
            ),
            (400, "Bad Request", 500, "dead not-found: no video on YouTube has such an address"),
            (429, "", 500, "unknown rate-limit: answered 429: the host wants to be asked less often"),
        ] {
            let answers = [(asked, Ok(json(status, body))), (picture, Ok(html(picture_status, picture, "")))];
            assert_eq!(said(url, &context(), &answers), expected);
        }
    }

    #[test]
    fn an_id_has_eleven_letters() {
        for url in
            ["https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch", "https://youtu.be/a%2Fb"]
        {
            let dead = "dead not-found: no video on YouTube has such an address";
            assert_eq!(said(url, &context(), &[]), dead, "{url}");
        }
        let channel = "https://www.youtube.com/@neurips";
        let page = html(200, channel, "<title>NeurIPS</title>");
        assert_eq!(
            said(channel, &context(), &[(channel, Ok(page))]),
            "good answered: answered 200: “NeurIPS”"
        );
    }
}
