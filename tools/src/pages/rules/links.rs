//! Every address within the site leads to something: what is used, minus what is defined. Each page notes both by
//! itself, in any order; then each address is looked up.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::{Flaw, Flaws, Found, Look};
use crate::{
    content::{rules::MOST_PROBLEMS, suggest},
    pages::{
        Kind, Pages, Used,
        markup::Facts,
        resolve::{Inside, Target},
    },
};

/// Whether an address within the site leads nowhere.
pub(super) fn is_broken(pages: &Pages, used: &Used<'_>) -> bool {
    fault(pages, used).is_some()
}

/// Those of some addresses that lead nowhere.
pub(super) fn found(pages: &Pages, used: &[Used<'_>]) -> Vec<Found> {
    let mut hints = HashMap::new();
    let mut seen = HashSet::new();
    let mut counts: HashMap<usize, usize> = HashMap::new();
    // The same address on the same page is one mistake, and of a page full of them nobody reads all.
    let first = used.iter().filter(|used| seen.insert((used.file, used.address.kind, used.address.value)));
    let few = first.filter(|used| {
        let count = counts.entry(used.file).or_default();
        *count += usize::from(is_broken(pages, used));
        *count <= MOST_PROBLEMS
    });
    let found = few.filter_map(|used| {
        let flaw = flaw(pages, used, fault(pages, used)?, &mut hints);
        Some(Found { file: used.file, flaw })
    });
    found.collect()
}

/// What is wrong with an address within the site.
#[derive(Clone, Copy)]
enum Fault<'u> {
    Unreadable(&'u str),
    /// It is written as if in the site, but leads out of it.
    Beside(&'u str),
    NoFile(&'u Inside),
    /// The file of this number has no such name.
    NoName(usize, &'u str),
    /// A scheme that looks like this one, but is none.
    Scheme(&'u str, &'static str),
    /// It leads to the computer it was written on.
    OwnComputer,
}

fn fault<'u>(pages: &Pages, used: &'u Used<'_>) -> Option<Fault<'u>> {
    match &used.target {
        _ if used.address.kind == Kind::Hint => None,
        Target::Outside(url) => unreachable(pages, url),
        Target::Unreadable(why) => Some(Fault::Unreadable(why)),
        Target::Beside(path) => Some(Fault::Beside(path)),
        Target::Inside(inside) => {
            let Some(file) = pages.find(inside) else { return Some(Fault::NoFile(inside)) };
            let fragment = inside.fragment.as_deref()?;
            (!pages.has_name(file, fragment)).then_some(Fault::NoName(file, fragment))
        }
    }
}

/// Schemes that look much like others.
const SCHEMES: [&str; 3] = ["https", "http", "mailto"];

/// Whether an address outside the site is one for nobody else.
fn unreachable<'u>(pages: &Pages, url: &'u Url) -> Option<Fault<'u>> {
    let scheme = url.scheme();
    let is_local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_unspecified(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    // A letter is that of a drive.
    if scheme == "file" || scheme.len() == 1 || is_local && !pages.base().is_local() {
        return Some(Fault::OwnComputer);
    }
    let is_other = SCHEMES.contains(&scheme) || matches!(scheme, "tel" | "data" | "ftp" | "sms" | "blob");
    let near = suggest::one_slip_from(scheme, &SCHEMES);
    near.filter(|_| !is_other).map(|near| Fault::Scheme(scheme, near))
}

fn flaw(pages: &Pages, used: &Used<'_>, fault: Fault<'_>, hints: &mut HashMap<String, String>) -> Flaw {
    let value = used.address.value;
    let said = format!("{} `{value}`", used.address.kind.name());
    let (rule, what, hint) = match fault {
        Fault::Unreadable(why) => (
            "unreadable-address",
            format!("{said} is no address: {why}"),
            "write the whole address, as the browser shows it".to_owned(),
        ),
        Fault::Scheme(scheme, near) => (
            "unreadable-address",
            format!("{said} begins with {scheme}:, which no browser knows"),
            format!("did you mean {near}:?"),
        ),
        Fault::OwnComputer => (
            "unreadable-address",
            format!("{said} leads to the reader's own computer"),
            "put the file in static/, or write the address that it has on the web".to_owned(),
        ),
        Fault::Beside(path) => (
            "broken-link",
            format!("{said} leads to {path}, but the site begins at {}", pages.base().as_str()),
            "leave out the first slash, or write the whole address".to_owned(),
        ),
        Fault::NoFile(inside) => (
            "broken-link",
            format!("{said} leads to /{}, which the site does not have", inside.path),
            match inside.path.strip_suffix(".md") {
                Some(name) => hint(hints, inside.path.clone(), || nearest_source(pages, name), NO_SOURCE),
                None => hint(hints, format!("/{}", inside.path), || nearest_file(pages, inside), NO_FILE),
            },
        ),
        Fault::NoName(file, fragment) => {
            let page = pages.files.get(file).map(|file| file.path.as_str()).unwrap_or_default();
            let is_menu = used.address.kind == Kind::Menu;
            (
                if is_menu { "menu-to-nothing" } else { "broken-fragment" },
                format!("{said} leads to #{fragment}, which is not in {page}"),
                hint(hints, format!("{page}#{fragment}"), || nearest_name(pages, file, fragment), NO_NAME),
            )
        }
    };
    Flaw::new(rule, used.address.at(), what).hint(hint).look(Look::Address(value.to_owned()))
}

const NO_FILE: &str = "correct the address, or put the file there";
const NO_SOURCE: &str = "readers get pages and no Markdown: write @/ and the path of a file in content/, or #call for a section of the page";
const NO_NAME: &str = "write the id of something on that page, or leave out what begins with #";

/// A suggestion, looked for once for each target, and no more often than problems are told.
fn hint(
    hints: &mut HashMap<String, String>,
    target: String,
    nearest: impl FnOnce() -> Option<String>,
    otherwise: &str,
) -> String {
    if let Some(known) = hints.get(&target) {
        return known.clone();
    }
    let near = if hints.len() < MOST_PROBLEMS { nearest() } else { None };
    let hint = near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean {near}?"));
    hints.insert(target, hint.clone());
    hint
}

fn nearest_file(pages: &Pages, inside: &Inside) -> Option<String> {
    let folder = |path: &'_ str| path.strip_suffix("index.html").map_or(path.len(), str::len);
    let wanted = inside.path.as_str();
    let paths = pages.files.iter().filter_map(|file| file.path.get(..folder(&file.path)));
    // A mistake is in the name or in the folder, and rarely in both.
    let parts = |path: &'_ str| path.trim_end_matches('/').rfind('/').map_or(0, |slash| slash + 1);
    let (folder_of, name_of) = wanted.split_at(parts(wanted));
    let like = paths.filter(|path| {
        let (folder, name) = path.split_at(parts(path));
        !path.is_empty() && path.len().abs_diff(wanted.len()) <= 3 && (folder == folder_of || name == name_of)
    });
    suggest::nearest(wanted, like).map(|near| format!("/{near}"))
}

/// The Markdown file in content/ of a page whose folder is named much like this.
fn nearest_source(pages: &Pages, name: &str) -> Option<String> {
    let last = |path: &'_ str| path.rfind('/').map_or(0, |slash| slash + 1);
    let folders = || pages.files.iter().filter_map(|file| file.path.strip_suffix("/index.html"));
    let near = suggest::nearest(&name[last(name)..], folders().map(|folder| &folder[last(folder)..]))?;
    folders().find(|folder| folder[last(folder)..] == *near).map(|folder| format!("@/{folder}.md"))
}

fn nearest_name(pages: &Pages, file: usize, fragment: &str) -> Option<String> {
    let names = pages.files.get(file)?.facts.names.iter().map(|(_, name, _)| name);
    suggest::nearest(fragment, names).map(|near| format!("#{near}"))
}

impl Pages {
    /// The file that a server sends for a path; a folder without its slash is redirected to the page in it.
    fn find(&self, inside: &Inside) -> Option<usize> {
        let file = inside.file();
        let direct = self.by_path.get(file.as_ref());
        direct.or_else(|| self.by_path.get(&format!("{file}/index.html"))).copied()
    }

    /// Whether a file has a place of this name. (HTML Standard, 7.4.6.4: as it is written first, then decoded.)
    fn has_name(&self, file: usize, fragment: &str) -> bool {
        // What is behind `:~:` is looked for in the text by the browser (URL Fragment Text Directives).
        let fragment = fragment.split(":~:").next().unwrap_or_default();
        let file = &self.files[file];
        let is_page = file.path.ends_with(".html") || file.path.ends_with(".svg");
        if !is_page || fragment.is_empty() || fragment.eq_ignore_ascii_case("top") {
            return true;
        }
        let decoded = percent_decode_str(fragment).decode_utf8_lossy();
        let is_of_svg = |text: &str| file.path.ends_with(".svg") && text.contains('(');
        is_of_svg(fragment)
            || file.facts.names.contains(fragment)
            || (matches!(decoded, Cow::Owned(_)) && file.facts.names.contains(&decoded))
    }
}

/// Reports ids that a page has more than once.
pub(super) fn repeated_names(facts: &Facts, flaws: &mut Flaws) {
    let mut ids: Vec<_> = facts.names.iter().filter(|(by_name, ..)| !by_name).collect();
    ids.sort_by(|a, b| (a.1, a.2.start).cmp(&(b.1, b.2.start)));
    for pair in ids.windows(2) {
        let [(_, first, _), (_, second, at)] = pair else { continue };
        if first == second {
            let words =
                vec![format!("id=\"{second}\""), format!("{{#{second}}}"), format!("id = \"{second}\"")];
            flaws.push(
                Flaw::new(
                    "repeated-id",
                    at.clone(),
                    format!("the page has the id `{second}` more than once"),
                )
                .hint("links to it lead to the first; give one of them another id")
                .look(Look::Words(words)),
            );
        }
    }
}
