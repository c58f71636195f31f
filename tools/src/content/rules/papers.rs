//! What must hold between the papers, the schedule and the pages of papers.

use super::{Context, Rule, integrity::meant};
use crate::{
    content::{
        Edition, Typed,
        model::{FrontMatter, edition::Stage},
    },
    report::Problem,
};

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
    Rule::warning(
        "unseen-papers",
        papers_are_shown,
        "Papers are shown from the day of the decisions on; a stage that is written down keeps them off the page. Take the \
         line `stage` out, and the dates decide.",
    ),
];

/// A stage that is written down shows the papers there are.
fn papers_are_shown(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Edition { facts: Some(facts), papers: Some(papers), .. } = context.edition else { return };
    let Some(stage) = &facts.value.stage else { return };
    if !papers.value.papers.is_empty()
        && matches!(stage.get_ref(), Stage::Announced | Stage::Call | Stage::Review)
    {
        let what = "the papers in papers.toml are not shown in this stage";
        let hint = "take the line out, so that the dates decide, or write \"programme\"";
        problems.push(Problem::new("unseen-papers", &facts.source, stage.span(), what).hint(hint));
    }
}

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

/// A text in `papers/` is named after a paper, and a section that shows nothing itself makes it found.
fn pages_of_papers_have_one(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let edition = context.edition;
    let Some(file) = &edition.papers else { return };
    let ids: Vec<&str> = file.value.papers.iter().map(|paper| paper.id.get_ref().as_str()).collect();
    let index = format!("{}/papers/_index.md", edition.folder);
    let lines = "three lines:  +++  then  render = false  then  +++";
    let mut report = |page: &Typed<FrontMatter>, what: String, hint: String| {
        problems.push(Problem::of_file("paper-page", &page.source, what).hint(hint));
    };
    let mut first = None;
    for (page, name) in edition.pages_of_papers() {
        let name = name.strip_suffix(".md").unwrap_or(name);
        let id = name.strip_suffix("/index").unwrap_or(name);
        let front = &page.value;
        if id == "_index" {
            if front.render != Some(false) || front.draft || front.transparent {
                let what = "this file only makes the pages of papers found, and must be no page itself";
                report(page, what.to_owned(), format!("write {lines}"));
            }
            continue;
        }
        // A point is before a language.
        if !ids.contains(&id) && !id.contains('.') {
            let none = || format!("name it after the id of a paper in {}", file.source.path);
            let what = format!("no paper in papers.toml has the id `{id}`, which this page is named after");
            report(page, what, meant(id, &ids).unwrap_or_else(none));
        }
        first = first.or(Some(page));
    }
    let has_index = context.site.files.texts.iter().any(|source| source.path == index);
    if let (Some(page), false) = (first, has_index) {
        let what = "the list of papers does not find this page: there is no _index.md in its folder";
        report(page, what.to_owned(), format!("write {index} with {lines}"));
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
    use crate::content::rules::testing::{EDITION, found};

    const PAPERS: (&str, &str) = ("papers.toml", "[[papers]]\nid = \"smith\"\ntitle = \"T\"\n");
    const INDEX: (&str, &str) = ("papers/_index.md", "+++\nrender = false\n+++\n");
    const TEXT: &str = "+++\n+++\n";
    const TITLED: &str = "+++\ntitle = \"T\"\n+++\n";

    #[test]
    fn a_page_in_the_folder_of_papers_is_named_after_one() {
        for right in ["papers/smith.md", "papers/smith/index.md", "other/smyth.md"] {
            assert_eq!(found("paper-page", &[PAPERS, INDEX, (right, TEXT)]), [""; 0], "{right}");
        }
        assert_eq!(
            found("paper-page", &[PAPERS, INDEX, ("papers/smyth.md", TEXT)]),
            [
                "papers/smyth.md: no paper in papers.toml has the id `smyth`, which this page is named after (did you \
              mean \"smith\"?)"
            ]
        );
        assert_eq!(
            found("paper-page", &[("papers.toml", ""), INDEX, ("papers/smith.md", TEXT)]),
            [
                "papers/smith.md: no paper in papers.toml has the id `smith`, which this page is named after (name it \
              after the id of a paper in content/papers.toml)"
            ]
        );
    }

    #[test]
    fn a_folder_of_that_name_may_be_of_something_else() {
        for other in [
            &[("papers/_index.md", TITLED), ("papers/guidelines.md", TITLED)][..],
            &[PAPERS, INDEX, ("papers/_index.fr.md", TEXT), ("papers/smith.fr.md", TEXT)],
            &[
                PAPERS,
                ("papers/edition.toml", EDITION),
                ("papers/_index.md", TITLED),
                ("papers/x.md", TITLED),
            ],
        ] {
            assert_eq!(found("paper-page", other), [""; 0]);
        }
    }

    #[test]
    fn pages_of_papers_have_a_section_that_is_no_page_itself() {
        let page = ("papers/smith.md", TEXT);
        assert_eq!(
            found("paper-page", &[PAPERS, page]),
            [
                "papers/smith.md: the list of papers does not find this page: there is no _index.md in its folder (write \
              content/papers/_index.md with three lines:  +++  then  render = false  then  +++)"
            ]
        );
        for wrong in
            ["", "render = true", "render = false\ndraft = true", "render = false\ntransparent = true"]
        {
            let index = format!("+++\n{wrong}\n+++\n");
            assert_eq!(
                found("paper-page", &[PAPERS, page, ("papers/_index.md", &index)]),
                [
                    "papers/_index.md: this file only makes the pages of papers found, and must be no page itself (write \
                  three lines:  +++  then  render = false  then  +++)"
                ]
            );
        }
    }

    #[test]
    fn papers_that_a_stage_keeps_off_the_page_are_told() {
        let edition = |stage: &str| EDITION.replace("[event]", &format!("stage = \"{stage}\"\n[event]"));
        assert_eq!(
            found("unseen-papers", &[PAPERS, ("edition.toml", &edition("call"))]),
            [
                "edition.toml:4:9 [call] the papers in papers.toml are not shown in this stage (take the line out, so that \
              the dates decide, or write \"programme\")"
            ]
        );
        for (papers, edition) in
            [(PAPERS, edition("live")), (PAPERS, EDITION.to_owned()), (("papers.toml", ""), edition("call"))]
        {
            assert_eq!(found("unseen-papers", &[papers, ("edition.toml", &edition)]), [""; 0]);
        }
    }

    #[test]
    fn texts_of_papers_are_texts_of_the_edition() {
        let text = ("papers/smith.md", "+++\n+++\nAs in [](references.bib#a) and [](references.bib#c).\n");
        let references = ("references.bib", "@misc{a, title = {A}}\n@misc{b, title = {B}}\n");
        let unknown = found("unknown-citation", &[PAPERS, INDEX, text, references]);
        assert_eq!(unknown.len(), 1, "{unknown:?}");
        assert!(unknown[0].starts_with("papers/smith.md:3:"), "{unknown:?}");
        let text = ("papers/smith.md", "+++\n+++\nAs in [](references.bib#a).\n");
        let never = found("never-cited", &[PAPERS, INDEX, text, references]);
        assert!(never.len() == 1 && never[0].contains("`b`"), "{never:?}");
    }
}
