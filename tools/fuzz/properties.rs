//! What must hold for any input. The fuzz targets try it on what they make up; `tools/tests/it/fuzz.rs` tries it on the
//! seeds, which are also where an input goes that once broke it.

use std::{fmt::Write as _, path::Path};

use dlde_tools::{
    config::Finish,
    html::{
        Edit, Engine, Page, Pictures, Rewrite, Rule, Run, Tag,
        addresses::{self, Home},
        css, splice, srcset,
    },
};
use lol_html::{HtmlRewriter, Settings, element, html_content::ContentType};
use scraper::{Html, Node};

/// A run of which the folder is empty.
fn run(options: &Finish) -> Run<'_> {
    Run {
        folder: Path::new("/nowhere"),
        base: "https://example.org/site/".parse().ok(),
        now: jiff::Timestamp::UNIX_EPOCH,
        options,
        content: None,
        pictures: Pictures::default(),
        assets: None,
        dead_links: None,
    }
}

/// The attributes that rewrites set.
const SET: [&str; 9] =
    ["class", "decoding", "fetchpriority", "height", "id", "loading", "referrerpolicy", "rel", "width"];
/// The classes of the elements that they add.
const ADDED: [&str; 2] = ["permalink", "visually-hidden"];

/// A second run changes no byte, bytes outside the edits stay, and so does the tree but for what is to change.
pub fn only_what_is_meant_changes(page: &[u8]) {
    let setting = Finish {
        link_rel: "noopener external".to_owned(),
        link_class: "out".to_owned(),
        referrer_policy: "origin".to_owned(),
        small: false,
        integrity: false,
        ..Finish::default()
    };
    rewritten(page, &setting, |page| tree(page, &SET));
    let shrinking = Finish {
        links: false,
        images: false,
        headings: false,
        small: true,
        integrity: false,
        ..Finish::default()
    };
    rewritten(page, &shrinking, without_comments);
    let adding = Finish { permalinks: true, new_window: true, small: true, integrity: true, ..setting };
    rewritten(page, &adding, text);
}

/// Rewrites a page twice. What `kept` makes of it must be the same before and after.
fn rewritten(page: &[u8], options: &Finish, kept: fn(&str) -> String) {
    let run = run(options);
    let engine = Engine::new(&run).expect("the rewrites are sound");
    let Ok(first) = engine.rewrite("a/index.html", page) else { return };
    let once = splice(page, &first.edits);
    assert_kept(page, &first.edits, &once);
    let second = engine.rewrite("a/index.html", &once).expect("what was parsed is parsed again");
    assert_eq!(second.edits, [], "a second run changes {}", String::from_utf8_lossy(&once));
    // Ill-formed UTF-8 is another text to each parser.
    if let (Ok(page), Ok(once)) = (std::str::from_utf8(page), std::str::from_utf8(&once)) {
        assert_eq!(kept(page), kept(once), "{page}\nbecame\n{once}");
    }
}

/// The edits are in order and apart, and the new page is the old one between them.
fn assert_kept(page: &[u8], edits: &[Edit], new: &[u8]) {
    let (mut kept, mut rest) = (0, new);
    for Edit { range, text, .. } in edits {
        assert!(kept <= range.start && range.start <= range.end && range.end <= page.len(), "{edits:?}");
        for part in [&page[kept..range.start], text.as_bytes()] {
            rest = rest.strip_prefix(part).expect("what no edit names stays");
        }
        kept = range.end;
    }
    assert_eq!(rest, &page[kept..]);
}

/// A value with every character that must be written in another way.
const VALUE: &str = "a&amp;b\"'<>=` ";
const COMMENT: &str = "<!--new-->";

/// Sets, removes and inserts.
struct Everything;
impl Rewrite for Everything {
    fn tag(&mut self, tag: &mut Tag<'_>, _page: &mut Page<'_>) {
        tag.set("href", VALUE);
        tag.set("new", VALUE);
        tag.remove("class");
        tag.before(COMMENT);
    }
}
const EVERYTHING: Rule = Rule {
    name: "everything",
    reason: "to compare with lol_html",
    selector: "a, p, img, div[class]",
    on: |_| true,
    start: |_, _| Box::new(Everything),
};

/// Edits by source position make the page that lol_html makes by editing in place.
pub fn spliced_is_edited_in_place(page: &[u8]) {
    // What is not UTF-8 is deliberately treated in another way.
    let Ok(text) = std::str::from_utf8(page) else { return };
    let options = Finish::default();
    let run = run(&options);
    let engine = Engine::of(&run, [&EVERYTHING]).expect("is a selector");
    let Ok(noted) = engine.rewrite("a/index.html", page) else { return };
    let spliced = String::from_utf8(splice(page, &noted.edits)).expect("stays UTF-8");
    let value = VALUE.replace('&', "&amp;");
    let mut is_comparable = true;
    let settings = Settings::new().append_element_content_handler(element!(EVERYTHING.selector, |element| {
        // A `=` in front is part of a name, but lol_html writes it such that it ends one.
        is_comparable &= element.attributes().iter().all(|attribute| !attribute.name().starts_with('='));
        element.set_attribute("href", &value)?;
        element.set_attribute("new", &value)?;
        element.remove_attribute("class");
        element.before(COMMENT, ContentType::Html);
        Ok(())
    }));
    let mut edited = Vec::new();
    let mut rewriter = HtmlRewriter::new(settings, |bytes: &[u8]| edited.extend_from_slice(bytes));
    rewriter.write(page).and_then(|()| rewriter.end()).expect("the engine has parsed it");
    let edited = String::from_utf8(edited).expect("stays UTF-8");
    if !is_comparable {
        return;
    }
    assert_eq!(tree(&spliced, &[]), tree(&edited, &[]), "{text}\nbecame\n{spliced}\nand\n{edited}");
}

/// The tree as a browser builds it, one line a node, without some attributes.
fn tree(page: &str, without: &[&str]) -> String {
    let page = Html::parse_document(page);
    let mut lines = String::new();
    for node in page.tree.root().descendants() {
        let depth = node.ancestors().count();
        let _ = match node.value() {
            Node::Element(element) => {
                let mut attributes: Vec<_> =
                    element.attrs().filter(|(name, _)| !without.contains(name)).collect();
                attributes.sort_unstable();
                writeln!(lines, "{depth} {} {attributes:?}", element.name())
            }
            other => writeln!(lines, "{depth} {other:?}"),
        };
    }
    lines
}

/// The tree without comments, and without blanks in the head.
fn without_comments(page: &str) -> String {
    let page = Html::parse_document(page);
    let mut lines = String::new();
    // Of the text being read; pieces that only a comment parts are one.
    let mut depth_of_text = 0;
    for node in page.tree.root().descendants() {
        let depth = node.ancestors().count();
        let above = node.parent().and_then(|above| above.value().as_element());
        let is_in_head = above.is_some_and(|above| matches!(above.name(), "html" | "head"));
        let _ = match node.value() {
            Node::Comment(_) => Ok(()),
            Node::Text(piece) if is_in_head && piece.chars().all(|c| c.is_ascii_whitespace()) => Ok(()),
            Node::Text(piece) if depth_of_text == depth => write!(lines, "{}", piece.text),
            Node::Text(piece) => {
                depth_of_text = depth;
                write!(lines, "\n{depth} {}", piece.text)
            }
            other => {
                depth_of_text = 0;
                write!(lines, "\n{depth} {other:?}")
            }
        };
    }
    lines
}

/// All text that was not added, without blanks: before a permalink stands one, and in the head they may go.
fn text(page: &str) -> String {
    let page = Html::parse_document(page);
    let added = |element: &scraper::node::Element| element.classes().any(|class| ADDED.contains(&class));
    let mut text = String::new();
    for node in page.tree.root().descendants() {
        let is_added = || node.ancestors().any(|above| above.value().as_element().is_some_and(added));
        if let Some(piece) = node.value().as_text().filter(|_| !is_added()) {
            text.push_str(piece);
        }
    }
    text.retain(|character| !character.is_ascii_whitespace());
    text
}

/// What is written in the place of addresses is read back as these addresses, and nothing else changes.
pub fn addresses_are_read_back(text: &str) {
    let places = srcset::addresses(text);
    assert!(
        places.is_sorted_by(|one, next| one.end <= next.start)
            && places.iter().all(|place| !place.is_empty())
    );
    if let Some(new) = srcset::rewrite(text, |address| Some(format!("/{address}/"))) {
        let expected: Vec<_> = places.into_iter().map(|place| format!("/{}/", &text[place])).collect();
        let read: Vec<_> = srcset::addresses(&new).into_iter().map(|place| &new[place]).collect();
        assert_eq!(read, expected, "{text:?} became {new:?}");
    }
    let with_signs = |address: &str| format!("a'b\\\"(c\n{address}");
    let expected: Vec<_> = css::addresses(text).iter().map(|address| with_signs(&address.text)).collect();
    if let Some(new) = css::rewrite(text, |address| Some(with_signs(address))) {
        let read: Vec<_> = css::addresses(&new).into_iter().map(|address| address.text).collect();
        assert_eq!(read, expected, "{text:?} became {new:?}");
    }
    assert_eq!(css::rewrite(text, |_| None), None);
    if let Some(place) = addresses::refresh(text) {
        let new = format!("{}x{}", &text[..place.start], &text[place.end..]);
        assert_eq!(addresses::refresh(&new).map(|place| &new[place]), Some("x"), "{text:?} became {new:?}");
    }
}

/// The first line names the second by an address that leads there.
pub fn relative_addresses_lead_to_the_file(text: &str) {
    let Some((from, to)) = text.split_once('\n') else { return };
    let is_step = |part: &str| part == "." || part == "..";
    if [from, to].iter().any(|file| file.split('/').any(is_step)) {
        return; // is no path of a file
    }
    let home = Home::new("https://example.org/site/".parse().expect("is an address"));
    let address = addresses::relative(from, to);
    let found = home.address(from).join(&address);
    let wanted = format!("/site/{}", addresses::escape(to));
    assert_eq!(found.as_ref().map(|url| url.path()), Ok(&*wanted), "{from:?} to {to:?}: {address:?}");
    assert_eq!(addresses::unescape(&addresses::escape(to)).as_deref(), Some(to));
}
