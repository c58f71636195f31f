//! What must hold between the papers, the schedule and the pages of papers.

use super::{Context, Rule, integrity::meant};
use crate::{content::Edition, report::Problem};

/// The rules of this file, which `dlde build` runs as well.
pub(super) const RULES: &[Rule] = &[
    Rule::of_build(
        "unknown-paper",
        papers_are_known,
        "A paper of the schedule is an entry of papers.toml or an address. Write the id of a paper there, or the \
         address of one that begins with https://.",
    ),
    Rule::of_build(
        "paper-page",
        pages_of_papers_have_one,
        "A text in the folder papers/ is the page of the paper whose id is its name, and the list of papers leads there. \
         Name it after a paper in papers.toml, and keep papers/_index.md beside it.",
    ),
    Rule::of_build(
        "unknown-session",
        sessions_are_known,
        "The poster session of a paper is an entry of the schedule. Write the title of that entry.",
    ),
];

/// A paper of the schedule is an address or has an entry in `papers.toml`.
fn papers_are_known(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let edition = context.edition;
    let (Some(schedule), Some(file)) = (&edition.schedule, &edition.papers) else { return };
    let ids: Vec<&str> = file.value.papers.iter().map(|paper| paper.id.get_ref().as_str()).collect();
    let named = schedule.value.entries.iter().filter_map(|entry| entry.paper.as_ref());
    for id in named.filter(|id| !id.get_ref().contains("://") && !ids.contains(&id.get_ref().as_str())) {
        let what = format!("no paper in papers.toml has the id `{}`", id.get_ref());
        let none = || "write the id of a paper in papers.toml, or an address".to_owned();
        let hint = meant(id.get_ref(), &ids).unwrap_or_else(none);
        problems.push(Problem::new("unknown-paper", &schedule.source, id.span(), what).hint(hint));
    }
}

/// A text in `papers/` is named after a paper, and a section makes it found.
fn pages_of_papers_have_one(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Edition { folder, papers, .. } = context.edition;
    let sources = &context.site.files.texts;
    let is_there = |path: &str| sources.iter().any(|source| source.path == format!("{folder}/{path}"));
    if papers.is_none() && is_there("papers.toml") || is_there("papers/edition.toml") {
        return;
    }
    let papers = papers.iter().flat_map(|file| &file.value.papers);
    let ids: Vec<&str> = papers.map(|paper| paper.id.get_ref().as_str()).collect();
    let place = format!("{folder}/papers/");
    let mut texts = sources.iter().filter_map(|source| {
        let name = source.path.strip_prefix(&place)?.strip_suffix(".md")?;
        (name != "_index").then(|| (source, name.strip_suffix("/index").unwrap_or(name)))
    });
    for (source, id) in texts.clone().filter(|(_, id)| !ids.contains(id)) {
        let what = format!("no paper in papers.toml has the id `{id}`, which this page is named after");
        let none = || format!("name it after the id of a paper in {folder}/papers.toml");
        let hint = meant(id, &ids).unwrap_or_else(none);
        problems.push(Problem::of_file("paper-page", source, what).hint(hint));
    }
    if let (Some((source, _)), false) = (texts.next(), is_there("papers/_index.md")) {
        let what = "the list of papers does not find this page: there is no _index.md in its folder";
        let hint = format!("write {place}_index.md with three lines:  +++  then  render = false  then  +++");
        problems.push(Problem::of_file("paper-page", source, what).hint(hint));
    }
}

/// A poster session that a paper names is in the schedule.
fn sessions_are_known(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let (Some(schedule), Some(file)) = (&context.edition.schedule, &context.edition.papers) else { return };
    let titles = schedule.value.entries.iter().filter_map(|entry| entry.title.as_ref());
    let sessions: Vec<&str> = titles.map(|title| title.get_ref().as_str()).collect();
    let named = file.value.papers.iter().filter_map(|paper| paper.session.as_ref());
    for session in named.filter(|session| !sessions.contains(&session.get_ref().as_str())) {
        let what = format!("the schedule has no session `{}`", session.get_ref());
        let none = || format!("write the title of a poster session in {}", schedule.source.path);
        let hint = meant(session.get_ref(), &sessions).unwrap_or_else(none);
        problems.push(Problem::new("unknown-session", &file.source, session.span(), what).hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use crate::content::rules::testing::found;

    const PAPERS: (&str, &str) = ("papers.toml", "[[papers]]\nid = \"smith\"\ntitle = \"T\"\n");
    const INDEX: (&str, &str) = ("papers/_index.md", "+++\nrender = false\n+++\n");
    const TEXT: &str = "+++\n+++\n";

    #[test]
    fn a_page_in_the_folder_of_papers_is_named_after_one() {
        for right in ["papers/smith.md", "papers/smith/index.md", "other/smyth.md"] {
            assert_eq!(found("paper-page", &[PAPERS, INDEX, (right, TEXT)]), [""; 0], "{right}");
        }
        assert_eq!(
            found("paper-page", &[PAPERS, INDEX, ("papers/smyth.md", TEXT)]),
            [
                "papers/smyth.md: no paper in papers.toml has the id `smyth`, which this page is named after (did you mean \
             \"smith\"?)"
            ]
        );
        assert_eq!(
            found("paper-page", &[INDEX, ("papers/smith.md", TEXT)]),
            [
                "papers/smith.md: no paper in papers.toml has the id `smith`, which this page is named after (name it after \
             the id of a paper in content/papers.toml)"
            ]
        );
    }

    #[test]
    fn pages_of_papers_have_a_section_that_makes_them_found() {
        assert_eq!(
            found("paper-page", &[PAPERS, ("papers/smith.md", TEXT)]),
            [
                "papers/smith.md: the list of papers does not find this page: there is no _index.md in its folder (write \
             content/papers/_index.md with three lines:  +++  then  render = false  then  +++)"
            ]
        );
        let of_edition = ("papers/edition.toml", super::super::testing::EDITION);
        assert_eq!(
            found("paper-page", &[PAPERS, of_edition, ("papers/smyth.md", "+++\ntitle = \"T\"\n+++\n")]),
            [""; 0]
        );
    }
}
