//! The place within a page that a fragment names.

use url::Url;

use crate::links::{
    answer::Response,
    hosts::decoded,
    judge::{Judgement, Verdict},
    page_facts::PageFacts,
};

/// What is said of a page without the place that the address names; none where it is there.
pub(super) fn missing(url: &Url, response: &Response, facts: &PageFacts) -> Option<Judgement> {
    let fragment = url.fragment().filter(|fragment| !fragment.is_empty())?;
    // In other files a fragment is for whoever shows them: `#page=3`.
    let is_page = !facts.title.is_empty() || !facts.text.is_empty() || !facts.ids.is_empty();
    if !is_page || is_there(fragment, facts) {
        return None;
    }
    let place = fragment.split(":~:").next().unwrap_or_default();
    let unknown = |why: &str| {
        Judgement::new(
            Verdict::Unknown,
            "fragment",
            format!("the page is there; whether #{fragment} is, {why}"),
        )
    };
    Some(if response.truncated {
        unknown("stands further down than was read")
    } else if fragment.starts_with(['!', '/']) || place.contains('=') || facts.is_built_by_script() {
        unknown("only its scripts know")
    } else {
        Judgement::new(
            Verdict::Dead,
            "no-such-place",
            format!("the page is there, but has no place #{fragment}"),
        )
        .remedy("open the page, and copy the address of the place again; or leave the fragment out")
    })
}

/// Whether the page has the place. (HTML Standard, 7.4.6.4, and <https://wicg.github.io/scroll-to-text-fragment/>.)
fn is_there(fragment: &str, facts: &PageFacts) -> bool {
    let (place, directive) = fragment.split_once(":~:").unwrap_or((fragment, ""));
    let name = decoded(place);
    let named = place.is_empty()
        || name.eq_ignore_ascii_case("top")
        || facts.ids.contains(place)
        || facts.ids.contains(&name)
        // GitHub and others put a word in front of the names that authors choose.
        || facts.ids.contains(&format!("user-content-{name}"));
    let shown = flat(&facts.text);
    let texts = directive.split('&').filter_map(|part| part.strip_prefix("text="));
    named && texts.into_iter().all(|text| has_text(text, &shown))
}

/// Whether the parts of `prefix-,start,end,-suffix` stand in a text in this order.
fn has_text(directive: &str, shown: &str) -> bool {
    let mut from = 0;
    directive.split(',').all(|part| {
        let part = flat(&decoded(part.trim_end_matches('-').trim_start_matches('-')));
        let at = shown.get(from..).and_then(|rest| rest.find(&part));
        at.inspect(|at| from += at + part.len()).is_some()
    })
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
