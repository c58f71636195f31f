//! What a page says about itself to search engines and social networks, against the address of the site; and what an
//! encrypted page loads unencrypted.

use super::{Flaw, Found, Look};
use crate::pages::{Kind, Pages, Used, resolve::Target};

/// Whether an address names another site where it should name this one, or is unencrypted where it must not be.
pub(super) fn is_wrong(pages: &Pages, used: &Used<'_>) -> bool {
    problem(pages, used).is_some()
}

/// What is wrong with those of some addresses that are so, and pages that say two things about themselves.
pub(super) fn found(pages: &Pages, used: &[Used<'_>]) -> Vec<Found> {
    let wrong = used.iter().filter_map(|used| Some(Found { file: used.file, flaw: problem(pages, used)? }));
    wrong.chain(two_names(pages)).collect()
}

fn problem(pages: &Pages, used: &Used<'_>) -> Option<Flaw> {
    let (kind, value) = (used.address.kind, used.address.value);
    let flaw = |rule, what| Flaw::new(rule, used.address.at(), what).look(Look::Address(value.to_owned()));
    let unencrypted = match &used.target {
        Target::Outside(url) => url.scheme() == "http",
        Target::Inside(inside) => inside.other_scheme,
        Target::Beside(_) | Target::Unreadable(_) => false,
    };
    if pages.base().is_secure() && unencrypted && kind.is_loaded() {
        let what = format!("{} `{value}` is not loaded: the page is encrypted, and it is not", kind.name());
        return Some(flaw("mixed-content", what).hint("write https://, or keep the file in the site"));
    }
    let in_feed = || !pages.name(used).ends_with(".html");
    let speaks_for_site = match kind {
        Kind::Canonical | Kind::OwnAddress | Kind::Sitemap => true,
        Kind::Feed => in_feed(),
        _ => false,
    };
    let is_own = match &used.target {
        Target::Inside(inside) => !inside.other_scheme && value.contains("://"),
        Target::Outside(_) | Target::Beside(_) => false,
        // Told by another rule.
        Target::Unreadable(_) => true,
    };
    if !speaks_for_site || is_own {
        return None;
    }
    let what = format!("{} `{value}` does not begin with {}", kind.name(), pages.base().as_str());
    Some(
        flaw("wrong-base", what)
            .hint("let the template write the permalink, and base_url in config.toml be right"),
    )
}

/// Pages whose canonical address and `og:url` differ.
fn two_names(pages: &Pages) -> Vec<Found> {
    let of = |kind| {
        pages
            .files
            .iter()
            .map(move |file| file.facts.addresses.addresses().find(|address| address.kind == kind))
    };
    let pairs = of(Kind::Canonical).zip(of(Kind::OwnAddress)).enumerate();
    let different = pairs.filter_map(|(file, pair)| {
        let (canonical, own) = (pair.0?, pair.1?);
        let what = format!("og:url says `{}`, but the canonical address is `{}`", own.value, canonical.value);
        let flaw =
            Flaw::new("wrong-base", own.at(), what).hint("let the template write the same permalink in both");
        (canonical.value != own.value).then_some(Found { file, flaw })
    });
    different.collect()
}
