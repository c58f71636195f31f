//! GitHub. Files of the site's own repository are looked up in the work tree, others through the interface when there
//! is a token, for its pages limit programs.
//! <https://docs.github.com/rest>

use super::{Judged, Rule, Subject, address, host_of, segments};
use crate::links::{
    answer::Request,
    context::Repository,
    generic,
    judge::{Judgement, Verdict},
};

pub(super) const RULE: Rule = Rule {
    name: "github",
    covers: |url| matches!(host_of(url), "github.com" | "raw.githubusercontent.com"),
    judge,
};

/// What an address names in a repository.
#[derive(Debug)]
struct Named {
    owner: String,
    repository: String,
    /// Branch and path within the repository; a branch may have `/` in its name.
    file: Option<Vec<String>>,
}

fn judge(subject: &Subject<'_>) -> Judged {
    if let Some(named) = named(subject) {
        let own =
            subject.context.repository.as_ref().filter(|own| {
                own.name.eq_ignore_ascii_case(&format!("{}/{}", named.owner, named.repository))
            });
        if let (Some(own), Some(file)) = (own, &named.file)
            && let Some(judgement) = in_work_tree(own, file)
        {
            return Ok(judgement);
        }
        if subject.context.has_github_token {
            return through_interface(subject, &named);
        }
    }
    // Lines and headings are shown by a script.
    let mut url = subject.url.clone();
    url.set_fragment(None);
    let response = subject.response(Request::get(url.clone()))?;
    let mut judgement = generic::answered(&url, response);
    if let Some(new) = &mut judgement.moved_to {
        new.set_fragment(subject.url.fragment());
        judgement.remedy = Some(format!("write {new}"));
    }
    if judgement.kind == "not-found" {
        judgement.evidence = "GitHub has no such page, or does not show it to everybody".to_owned();
    }
    Ok(judgement)
}

fn named(subject: &Subject<'_>) -> Option<Named> {
    let parts = segments(subject.url);
    let (owner, repository) = (parts.first()?.clone(), parts.get(1)?.clone());
    let rest = parts.get(2..).unwrap_or_default();
    let file = match (host_of(subject.url), rest) {
        ("github.com", []) => None,
        ("github.com", [kind, file @ ..])
            if ["tree", "blob", "raw"].contains(&kind.as_str()) && !file.is_empty() =>
        {
            Some(file.to_vec())
        }
        ("raw.githubusercontent.com", file) if file.len() > 1 => Some(file.to_vec()),
        _ => return None,
    };
    Some(Named { owner, repository, file })
}

/// What the work tree knows about a file; none for another branch than the one that is checked out.
fn in_work_tree(own: &Repository, file: &[String]) -> Option<Judgement> {
    let branch = own.branch.as_deref()?;
    let full = file.join("/");
    let path = if full == branch { "" } else { full.strip_prefix(branch)?.strip_prefix('/')? };
    let folder = format!("{path}/");
    let there = path.is_empty() || own.files.iter().any(|known| known == path || known.starts_with(&folder));
    Some(if there {
        Judgement::new(Verdict::Good, "in-repository", "the file is in this repository")
    } else {
        Judgement::new(Verdict::Dead, "not-found", format!("this repository has no file {path}"))
            .remedy("correct the path, or link to the file as it is published on the site")
    })
}

fn through_interface(subject: &Subject<'_>, named: &Named) -> Judged {
    let mut url = address("https://api.github.com/repos", &[])?;
    if let Ok(mut path) = url.path_segments_mut() {
        path.extend([&named.owner, named.repository.trim_end_matches(".git")]);
        if let Some(file) = &named.file {
            path.push("contents").extend(file.iter().skip(1));
        }
    }
    let branch = named.file.as_ref().and_then(|file| file.first());
    if let Some(branch) = branch {
        url.query_pairs_mut().append_pair("ref", branch);
    }
    let answer = subject.response(Request::json(url))?;
    Ok(match answer.status {
        200 => Judgement::new(Verdict::Good, "exists", "GitHub has it"),
        404 | 410 => Judgement::new(
            Verdict::Dead,
            "not-found",
            match branch {
                Some(branch) => {
                    format!("GitHub has no such file on {branch}, or does not show it to everybody")
                }
                None => "GitHub has no such repository, or does not show it to everybody".to_owned(),
            },
        )
        .remedy("open the repository, and copy the address again"),
        // A quota that is used up is told by a header.
        403 if answer.header("x-ratelimit-remaining") == Some("0") => {
            Judgement::new(Verdict::Unknown, "rate-limit", "GitHub has answered enough for this hour")
        }
        _ => generic::refused(answer, &[]).unwrap_or_else(|| generic::unasked("GitHub")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::hosts::testing::{context, html, json, said};

    #[test]
    fn files_of_this_repository_are_looked_up_in_it() {
        let mut context = context();
        context.repository = Some(Repository {
            name: "dlde/dlde.github.io".to_owned(),
            branch: Some("main".to_owned()),
            files: ["static/sty/a.sty".to_owned()].into(),
        });
        let url = |rest: &str| format!("https://github.com/DLDE/dlde.github.io/{rest}");
        for (rest, expected) in [
            ("blob/main/static/sty/a.sty#L3", "good in-repository: the file is in this repository"),
            ("tree/main/static", "good in-repository: the file is in this repository"),
            ("tree/main", "good in-repository: the file is in this repository"),
            ("blob/main/static/sty/b.sty", "dead not-found: this repository has no file static/sty/b.sty"),
        ] {
            assert_eq!(said(&url(rest), &context, &[]), expected);
        }
        let other = url("tree/master/static/sty/a.sty");
        assert_eq!(
            said(&other, &context, &[(&other, Ok(html(404, &other, "")))]),
            "dead not-found: GitHub has no such page, or does not show it to everybody"
        );
    }

    #[test]
    fn other_files_are_asked_for_with_the_token_of_the_job() {
        let mut context = context();
        context.has_github_token = true;
        let url = "https://github.com/a/b/blob/master/c/d.md#heading";
        let asked = "https://api.github.com/repos/a/b/contents/c/d.md?ref=master";
        for (status, expected) in [
            (200, "good exists: GitHub has it"),
            (404, "dead not-found: GitHub has no such file on master, or does not show it to everybody"),
            (429, "unknown rate-limit: answered 429: the host wants to be asked less often"),
        ] {
            assert_eq!(said(url, &context, &[(asked, Ok(json(status, "{}")))]), expected);
        }
        let mut empty = json(403, "{}");
        empty.headers.push(("x-ratelimit-remaining".to_owned(), "0".to_owned()));
        assert_eq!(
            said(url, &context, &[(asked, Ok(empty))]),
            "unknown rate-limit: GitHub has answered enough for this hour"
        );
        let user = "https://github.com/ada";
        let page = html(200, user, "<title>ada</title>");
        assert_eq!(said(user, &context, &[(user, Ok(page))]), "good answered: answered 200: “ada”");
    }
}
