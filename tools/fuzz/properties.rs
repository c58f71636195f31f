//! What must hold for any input. The fuzz targets try it on what they make up; `tools/tests/it/fuzz.rs` tries it on the
//! seeds, which are also where an input goes that once broke it.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use dlde_tools::{
    config::{Archive, Finish},
    finish::{self, Setting},
    html::{
        Edit, Engine, Page, Rewrite, Rule, Tag,
        addresses::{self, Home},
        css, splice, srcset, verify,
    },
    tree::Tree,
};
use lol_html::{HtmlRewriter, Settings, element, html_content::ContentType};
use scraper::{Html, Node};

/// Where the pages would be.
const PATH: &str = "a/index.html";

/// An engine for the whole run: to make one takes as long as a small page.
type Shared = LazyLock<Engine<'static>>;

/// The rewrites that these options ask for, or those of the rule alone.
fn engine(options: Finish, rule: Option<&'static Rule>) -> Engine<'static> {
    // A folder with a style sheet, a script and a picture, beside this file.
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let site: PathBuf =
        folders.map(|folder| folder.join("fuzz/site")).find(|site| site.is_dir()).expect("is there");
    let base = "https://example.org/site/".parse().ok();
    let setting = Setting {
        options: Box::leak(Box::new(options)),
        base,
        now: jiff::Timestamp::UNIX_EPOCH,
        dead_links: None,
    };
    let tree = Tree::of(&site).expect("can be read");
    let run = finish::run(Box::leak(Box::new(site)), &tree, setting).expect("can be read");
    let run = Box::leak(Box::new(run));
    rule.map_or_else(|| Engine::new(run), |rule| Engine::of(run, [rule])).expect("the rewrites are sound")
}

/// The attributes that rewrites set.
const SET: [&str; 9] =
    ["class", "decoding", "fetchpriority", "height", "id", "loading", "referrerpolicy", "rel", "width"];
/// The classes of the elements that they add.
const ADDED: [&str; 2] = ["permalink", "visually-hidden"];

fn setting_options() -> Finish {
    Finish {
        link_rel: "noopener external".to_owned(),
        link_class: "out".to_owned(),
        referrer_policy: "origin".to_owned(),
        small: false,
        integrity: false,
        ..Finish::default()
    }
}

/// Sets attributes.
static SETTING: Shared = LazyLock::new(|| engine(setting_options(), None));
/// Takes out comments and blanks.
static SHRINKING: Shared = LazyLock::new(|| {
    let options =
        Finish { links: false, images: false, headings: false, integrity: false, ..Finish::default() };
    engine(options, None)
});
/// Adds elements, and takes out comments and blanks.
static ADDING: Shared = LazyLock::new(|| {
    let options =
        Finish { permalinks: true, new_window: true, small: true, integrity: true, ..setting_options() };
    engine(options, None)
});
/// Does all that a site for a server can want but for what stands at the end of an element: where elements overlap, that
/// may be in two of them.
static SERVING: Shared = LazyLock::new(|| engine(serving_options(), None));
/// Makes a copy of a finished edition for any folder.
static COPYING: Shared = LazyLock::new(|| {
    let archive = Archive {
        current: "https://example.net/?a&b".to_owned(),
        canonical: "https://example.org/2024/".to_owned(),
        robots: "noindex".to_owned(),
        ..Archive::default()
    };
    engine(Finish { portable: true, archived: true, archive, ..serving_options() }, None)
});

fn serving_options() -> Finish {
    Finish { small: true, integrity: true, ..setting_options() }
}

/// A second run changes no byte, bytes outside the edits stay, and so does the tree but for what is to change.
pub fn only_what_is_meant_changes(page: &[u8]) {
    rewritten(page, &SETTING, |page| tree(page, &SET));
    rewritten(page, &SHRINKING, without_comments);
    rewritten(page, &ADDING, text);
}

/// What `dlde rewrite --verify` makes sure of holds for the server and for the archive.
pub fn every_promise_is_kept(page: &[u8]) {
    for engine in [&SERVING, &COPYING] {
        let Ok(done) = engine.rewrite(PATH, page) else { continue };
        let broken = verify::check(engine, PATH, page, &done.edits);
        assert_eq!(broken, [""; 0], "{}\nbecame\n{}", shown(page), shown(&splice(page, &done.edits)));
    }
}

/// Rewrites a page twice. What `kept` makes of it must be the same before and after.
fn rewritten(page: &[u8], engine: &Engine<'_>, kept: fn(&str) -> String) {
    let Ok(first) = engine.rewrite(PATH, page) else { return };
    let once = splice(page, &first.edits);
    assert_kept(page, &first.edits, &once);
    let second = engine.rewrite(PATH, &once).expect("what was parsed is parsed again");
    assert_eq!(second.edits, [], "a second run changes {}", shown(&once));
    // Ill-formed UTF-8 is another text to each parser.
    if let (Ok(page), Ok(once)) = (std::str::from_utf8(page), std::str::from_utf8(&once)) {
        assert_eq!(kept(page), kept(once), "{page}\nbecame\n{once}");
    }
}

fn shown(page: &[u8]) -> String {
    String::from_utf8_lossy(page).into_owned()
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
    start: |_, _| Some(Box::new(Everything)),
};

static EDITING: Shared = LazyLock::new(|| engine(Finish::default(), Some(&EVERYTHING)));

/// Edits by source position make the page that lol_html makes by editing in place.
pub fn spliced_is_edited_in_place(page: &[u8]) {
    // What is not UTF-8 is deliberately treated in another way.
    let Ok(text) = std::str::from_utf8(page) else { return };
    let Ok(noted) = EDITING.rewrite(PATH, page) else { return };
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
    // The parser of addresses takes it for a drive of Windows on any host: <https://github.com/servo/rust-url/issues/1130>.
    let is_drive = |part: &str| {
        part.len() == 2 && part.ends_with(':') && part.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    if from.split('/').any(is_drive) {
        return;
    }
    let home = Home::new("https://example.org/site/".parse().expect("is an address"));
    let address = addresses::relative(from, to);
    let found = home.address(from).join(&address);
    let wanted = format!("/site/{}", addresses::escape(to));
    assert_eq!(found.as_ref().map(|url| url.path()), Ok(&*wanted), "{from:?} to {to:?}: {address:?}");
    assert_eq!(addresses::unescape(&addresses::escape(to)).as_deref(), Some(to));
}
