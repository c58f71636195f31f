//! The texts of an edition: those of its sections, and pages of their own. A section whose file was renamed was gone from
//! the page without a word.

use super::{Context, Rule};
use crate::{content::suggest, report::Problem, site::CONTENT};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[Rule::warning(
    "unlinked-page",
    unlinked_page,
    "A text that is no section of the edition is a page of its own, which nobody finds where nothing leads to it: a \
         section whose file has got another name is gone from the page. Give it back the name of the section, or link to it.",
)];

/// The sections that are texts, by the names of their files.
const TEXTS: [&str; 7] =
    ["introduction", "call", "panel", "posters", "recordings", "attending", "acknowledgements"];

fn unlinked_page(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let files = context.site.files;
    for page in context.edition.pages.iter().filter(|page| !page.value.draft && !page.value.is_elsewhere()) {
        let path = page.source.path.as_str();
        let own = path.strip_prefix(&context.edition.folder).and_then(|path| path.strip_prefix('/'));
        let Some(name) = own.and_then(|path| path.strip_suffix(".md")) else { continue };
        // A point is before a language; sections, papers and whatever else lies deeper have rules of their own.
        if TEXTS.contains(&name) || name == "_index" || name.contains(['/', '.']) {
            continue;
        }
        let mut others = files.texts.iter().chain(&files.theme).filter(|source| source.path != path);
        if !others.any(|source| may_lead_to(&source.text, name)) {
            let place = path.strip_prefix(CONTENT).and_then(|path| path.strip_prefix('/')).unwrap_or(path);
            let hint = match suggest::nearest(name, TEXTS) {
                Some(near) => format!(
                    "did you mean {near}.md, the section? if not, link to this page: [words](@/{place})"
                ),
                None => format!(
                    "if it is a section, name it {}.md; if not, link to it: [words](@/{place})",
                    TEXTS.join(".md, ")
                ),
            };
            problems.push(
                Problem::of_file("unlinked-page", &page.source, "nothing leads to this page").hint(hint),
            );
        }
    }
}

/// Whether a text has something like the address of a page.
fn may_lead_to(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let begins = before.ends_with(['/', '"', '\'', '(']);
        // `get_url(path="name")` of a template.
        let is_path = before.trim_end_matches(['"', '\'']).trim_end().ends_with("path=");
        let is_whole = (before.ends_with('/') || is_path) && after.starts_with(['"', '\'', ')', '#', '?']);
        begins && (is_whole || after.starts_with('/') || after.starts_with(".md"))
    })
}

#[cfg(test)]
mod tests {
    use super::TEXTS;
    use crate::content::rules::testing::found;

    #[test]
    fn the_texts_of_sections_are_those_of_the_templates() {
        let names = format!("set prose_names = [\"{}\"]", TEXTS.join("\", \""));
        assert!(include_str!("../../../../templates/edition.html").contains(&names), "{names}");
    }

    #[test]
    fn a_page_that_nothing_leads_to_is_told() {
        let page = |name| (name, "+++\ntitle = \"T\"\n+++\n");
        assert_eq!(
            found(
                "unlinked-page",
                &[page("cal.md"), ("templates/a.html", "<link rel=\"canonical\" class=\"cal\">")]
            ),
            [
                "cal.md: nothing leads to this page (did you mean call.md, the section? if not, link to this page: [words](@/cal.md))"
            ]
        );
        assert!(
            found("unlinked-page", &[page("awards.md")])[0]
                .contains("acknowledgements.md; if not, link to it: [words](@/awards.md))")
        );
        for files in [
            [page("call.md"), page("posters.md")],
            [page("cfp.md"), ("call.md", "+++\ntitle = \"T\"\n+++\n[a](@/cfp.md)")],
            [page("cfp.md"), ("config.toml", "base_url = \"https://a.org\"\nmenu = \"/cfp/\"\n")],
            [page("cfp.md"), ("templates/a.html", "<a href=\"https://a.org/cfp\">")],
            [page("cfp.md"), ("templates/a.html", "{{ get_url(path='cfp', trailing_slash=true) }}")],
            [page("call.md"), ("cfp.md", "+++\ntitle = \"T\"\ndraft = true\n+++\n")],
            [page("call.md"), ("cfp.md", "+++\ntitle = \"T\"\nslug = \"x\"\n+++\n")],
            [page("call.md"), page("call.de.md")],
        ] {
            assert_eq!(found("unlinked-page", &files), [""; 0], "{files:?}");
        }
    }
}
