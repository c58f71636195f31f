//! The forms in which one address may be written.

use percent_encoding::percent_decode_str;

use crate::{pages::resolve::Base, site::CONTENT};

/// How many forms of [`of`] are whole addresses.
pub(super) const ABSOLUTE: usize = 1;
/// What programs put before an identifier to make an address of it.
const COMPOSED: [&str; 7] = [
    "mailto:",
    "https://doi.org/",
    "https://arxiv.org/abs/",
    "https://openreview.net/forum?id=",
    "https://openreview.net/pdf?id=",
    "https://openreview.net/group?id=",
    "https://orcid.org/",
];

/// A text as it is compared: without blanks around it, with percent signs and character references decoded.
pub(super) fn normal(text: &str) -> String {
    let text = text.trim();
    let text = if text.contains("&amp;") { text.replace("&amp;", "&") } else { text.to_owned() };
    match text.contains('%').then(|| percent_decode_str(&text).decode_utf8()) {
        Some(Ok(decoded)) => decoded.into_owned(),
        _ => text,
    }
}

/// The forms in which an address of a built page may be written, the address itself first. One within the site may be
/// written from the site's root or as the Markdown file it comes from.
pub(super) fn of(address: &str, base: &Base) -> Vec<String> {
    let whole = normal(address);
    let own = whole.strip_prefix(base.as_str()).map(str::to_owned);
    let own = own.or_else(|| whole.strip_prefix('/').map(str::to_owned));
    let mut forms = vec![whole.clone()];
    let key = |text: &str| text.strip_prefix("#ref-").map(|key| format!("references.bib#{key}"));
    forms.extend(key(&whole));
    if let Some(own) = own {
        forms.extend(key(&own));
        let cut = own.find(['?', '#']).unwrap_or(own.len());
        let (path, rest) = own.split_at(cut);
        let fragment = rest.find('#').map_or("", |at| &rest[at..]);
        let bare = path.trim_end_matches('/');
        for form in [path, bare] {
            forms.extend([format!("/{form}{rest}"), format!("{form}{rest}"), format!("{form}{fragment}")]);
        }
        for file in [format!("{bare}.md"), format!("{bare}/_index.md"), format!("{bare}/index.md")] {
            forms.push(format!("@/{}{fragment}", file.trim_start_matches('/')));
        }
    } else if let Some(cut) = whole.find('?').filter(|_| !whole.contains("://")) {
        forms.push(whole[..cut].to_owned());
    }
    forms.retain(|form| !form.is_empty() && form != "/");
    let mut seen = Vec::new();
    forms.retain(|form| {
        !seen.contains(form) && {
            seen.push(form.clone());
            true
        }
    });
    forms
}

/// An address below that of a page as it may be written on the page itself, `#x` or `x.pdf`, with the Markdown files that
/// the page may be made of: Zola puts the address of the page before it.
pub(super) fn on_own_page(address: &str, base: &Base) -> Vec<(String, [String; 3])> {
    let Some(own) = address.strip_prefix(base.as_str()) else { return Vec::new() };
    let cut = own.find('#').unwrap_or(own.len());
    let folders = own[..cut].match_indices('/').map(|(slash, _)| slash + 1);
    // What is written on the first page for a file is what is written anywhere for it.
    let first = own.starts_with('#').then_some(0);
    let parts = first.into_iter().chain(folders).map(|at| own.split_at(at));
    let files = |folder: &str| {
        let folder = format!("{CONTENT}/{folder}");
        let page = folder.trim_end_matches('/');
        [format!("{page}.md"), format!("{folder}_index.md"), format!("{folder}index.md")]
    };
    let written = parts.filter(|(_, rest)| !rest.is_empty());
    written.map(|(folder, rest)| (normal(rest), files(folder))).collect()
}

/// The identifier in an address that is made of one.
pub(super) fn composed_of(address: &str) -> Option<&str> {
    COMPOSED.iter().find_map(|prefix| address.strip_prefix(prefix))
}
