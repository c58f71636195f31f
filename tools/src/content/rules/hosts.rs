//! Addresses of hosts whose answers say nothing: OpenReview and Google Forms answer 200 to wrong links, so the shape has
//! to be right before it is published.

use super::{Context, Rule};
use crate::{
    content::{model::edition::LinkKind, shapes, texts::Address},
    report::Problem,
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::error(
        "form-address",
        form_address,
        "The /edit address of a Google Form asks visitors to sign in, and /closedform shows that it is closed. Press \
         Send in the form, and copy the link that ends in /viewform.",
    ),
    Rule::warning(
        "two-addresses-of-one-form",
        two_addresses_of_one_form,
        "A form linked by its short and its long address came to be two forms, one of them dead. Use one address for \
         both links.",
    ),
    Rule::error(
        "openreview-group",
        openreview_group,
        "OpenReview shows an error page, with status 200, for a group that does not exist. Copy the address of the group, \
         for instance https://openreview.net/group?id=NeurIPS.cc/2023/Workshop/DLDE.",
    ),
    Rule::error(
        "openreview-tab",
        openreview_tab,
        "The tabs of OpenReview's pages are called #tab-… since the end of 2023; an older name opens the first tab \
         without a word. Open the tab in a browser, and copy the address again.",
    ),
    Rule::error(
        "openreview-forum",
        openreview_forum,
        "OpenReview shows an error page, with status 200, for a paper that does not exist. Copy the address of the paper \
         again.",
    ),
];

fn form_address(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for address in context.addresses() {
        let (host, rest) = address.split();
        if host != "docs.google.com" || !rest.starts_with("/forms/") {
            continue;
        }
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        let Some(what) = shapes::form(path) else { continue };
        problems.push(
            address
                .problem("form-address", what)
                .hint("press Send in the form, and copy the link to /viewform"),
        );
    }
}

fn two_addresses_of_one_form(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = &context.edition.facts else { return };
    let short = |url: &str| url.contains("://forms.gle/");
    let long = |url: &str| url.contains("://docs.google.com/forms/");
    for link in &facts.value.links {
        let kind =
            [LinkKind::Questions, LinkKind::PanelQuestions].into_iter().find(|kind| *kind == link.kind);
        let same =
            facts.value.links.iter().find(|other| Some(other.kind) == kind && long(&other.url.get_ref().0));
        if let (true, Some(other)) = (short(&link.url.get_ref().0), same) {
            let line = facts.source.position(other.url.span().start).0;
            let what = format!("the form on line {line} has a long address, this one a short one");
            problems.push(
                Problem::new("two-addresses-of-one-form", &facts.source, link.url.span(), what)
                    .hint("if they are one form, use one address for both"),
            );
        }
    }
}

/// The value of a parameter in an address.
fn parameter<'a>(rest: &'a str, name: &str) -> Option<&'a str> {
    let query = rest.split('#').next()?.split_once('?')?.1;
    query
        .split('&')
        .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name))
        .map(|(_, value)| value)
}

fn openreview<'t, 'a>(context: &'t Context<'a>, page: &str) -> Vec<(Address<'t, 'a>, &'a str)> {
    let addresses = context.addresses().into_iter();
    let on = addresses.filter(|address| {
        let (host, rest) = address.split();
        host == "openreview.net" && rest.split(['?', '#']).next() == Some(page)
    });
    on.map(|address| {
        let rest = address.url.split_once("://").map_or("", |(_, rest)| rest);
        (address, rest)
    })
    .collect()
}

fn openreview_group(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (address, rest) in openreview(context, "/group") {
        let group = parameter(rest, "id").unwrap_or_default();
        let Some(what) = shapes::openreview_group(group) else { continue };
        problems.push(
            address
                .problem("openreview-group", what)
                .hint("a group is HOST/YEAR/Workshop/NAME, as in NeurIPS.cc/2023/Workshop/DLDE"),
        );
    }
}

fn openreview_tab(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (address, rest) in openreview(context, "/group") {
        let Some((page, tab)) = rest.split_once('#') else { continue };
        if tab.is_empty() || tab.starts_with("tab-") {
            continue;
        }
        problems.push(
            address
                .problem("openreview-tab", format!("OpenReview's pages have no tab `{tab}`"))
                .hint(format!("probably https://{page}#{}", shapes::openreview_tab(tab))),
        );
    }
}

fn openreview_forum(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let pages = ["/forum", "/pdf"].into_iter().flat_map(|page| openreview(context, page));
    for (address, rest) in pages {
        let id = parameter(rest, "id").unwrap_or_default();
        if !shapes::is_openreview_note(id) {
            problems.push(
                address
                    .problem("openreview-forum", "no paper on OpenReview has such an address")
                    .hint("it ends in id= and about ten letters and digits; copy it again"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::content::rules::testing::{EDITION, body, found, link};

    #[test]
    fn a_form_is_linked_where_visitors_fill_it_in() {
        assert_eq!(
            body("form-address", "<https://docs.google.com/forms/d/1x/edit?usp=sharing>"),
            [
                "call.md:4:2 [https://docs.google.com/forms/d/1x/edit?usp=sharing] visitors cannot open the address for \
              editing a form (press Send in the form, and copy the link to /viewform)"
            ]
        );
        assert_eq!(body("form-address", "<https://docs.google.com/forms/d/e/1x/closedform>").len(), 1);
        assert_eq!(body("form-address", "<https://docs.google.com/forms/d/e/1x/viewform>"), [""; 0]);
    }

    #[test]
    fn one_form_has_one_address() {
        let links = |short: &str| {
            let long = link("questions", "https://docs.google.com/forms/d/e/1x/viewform");
            found(
                "two-addresses-of-one-form",
                &[("edition.toml", &format!("{EDITION}{long}{}", link(short, "https://forms.gle/x")))],
            )
        };
        assert_eq!(
            links("questions"),
            [
                "edition.toml:17:7 [https://forms.gle/x] the form on line 13 has a long address, this one a short one \
              (if they are one form, use one address for both)"
            ]
        );
        assert_eq!(links("other"), [""; 0]);
    }

    #[test]
    fn a_group_has_its_shape() {
        let group = |id: &str| body("openreview-group", &format!("<https://openreview.net/group?id={id}>"));
        assert_eq!(
            group("NeurIPS.cc/Workshop/DLDE"),
            [
                "call.md:4:2 [https://openreview.net/group?id=NeurIPS.cc/Workshop/DLDE] the group of a workshop has a year \
              in its name (a group is HOST/YEAR/Workshop/NAME, as in NeurIPS.cc/2023/Workshop/DLDE)"
            ]
        );
        for wrong in ["", "NeurIPS.cc/2031//DLDE", "NeurIPS.cc/2031/Workshop/DL+DE"] {
            assert_eq!(group(wrong).len(), 1, "{wrong}");
        }
        assert_eq!(group("NeurIPS.cc/2031/Workshop/DLDE"), [""; 0]);
    }

    #[test]
    fn a_tab_has_its_new_name() {
        let tab = |tab: &str| {
            body("openreview-tab", &format!("<https://openreview.net/group?id=A.cc/2031/B{tab}>"))
        };
        assert_eq!(
            tab("#accept--spotlight-"),
            [
                "call.md:4:2 [https://openreview.net/group?id=A.cc/2031/B#accept--spotlight-] OpenReview's pages have no \
              tab `accept--spotlight-` (probably https://openreview.net/group?id=A.cc/2031/B#tab-accept-spotlight)"
            ]
        );
        assert_eq!(tab("#tab-accept-spotlight"), [""; 0]);
        assert_eq!(tab(""), [""; 0]);
    }

    #[test]
    fn a_paper_has_its_shape() {
        let paper = |id: &str| body("openreview-forum", &format!("<https://openreview.net/forum?id={id}>"));
        assert_eq!(
            paper("Hy"),
            ["call.md:4:2 [https://openreview.net/forum?id=Hy] no paper on OpenReview has such an address \
              (it ends in id= and about ten letters and digits; copy it again)"]
        );
        assert_eq!(paper("HyWrIgW0W"), [""; 0]);
        assert_eq!(paper("c8P9NQVtmnO&noteId=x"), [""; 0]);
    }
}
