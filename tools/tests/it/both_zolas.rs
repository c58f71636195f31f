//! Two Zolas, one text. Runs when `ZOLA_OTHER` names a second Zola, for instance one of the next line.

use std::{collections::BTreeMap, env, ffi::OsStr, fmt::Write as _, fs, path::Path};

use scraper::{ElementRef, Node};

use crate::{
    page::Page,
    support::{Run, Site, command, repository},
};

/// Moments at which the test sites are in different stages.
const DATES: [&str; 3] = ["2024-08-01", "2024-11-02T18:00:00Z", "2031-04-15"];

#[test]
fn every_page_of_every_site_has_one_text_and_structure() {
    let Some(other) = env::var_os("ZOLA_OTHER") else {
        println!("skipped: ZOLA_OTHER names no second Zola, and one is all that is installed");
        return;
    };
    let mut differences = String::new();
    for today in DATES {
        compare("the real site", repository(), today, &other, &mut differences);
        for name in ["small", "full", "bare"] {
            compare(name, &Site::of(name).path(""), today, &other, &mut differences);
        }
        compare("consumer", &Site::consumer("atelier").path(""), today, &other, &mut differences);
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn an_outline_has_what_a_reader_can_tell_apart() {
    let outline = |html: &str| Outline::of(&Page::of(html));
    let one = outline("<p class='a b'>One <b>two</b></p><p>three</p>");
    for same in [
        "<p class=' a  b'>\n  One\n  <b>two</b>\n</p>\n\n<p> three</p>",
        "<p class='a b'>One <b>two</b> <!-- three --></p><p>three</p>",
    ] {
        assert_eq!(one, outline(same), "{same}");
    }
    for other in [
        "<p class='a b'>One<b>two</b></p><p>three</p>",
        "<p class='a b'>One <i>two</i></p><p>three</p>",
        "<p class='a b' hidden>One <b>two</b></p><p>three</p>",
        "<p class='a b'>One <b>two</b></p><p>four</p>",
        "<p class='a b'>One <b>two</b></p>",
    ] {
        assert_ne!(one, outline(other), "{other}");
    }
}

/// Builds a site with both and notes where they differ.
fn compare(name: &str, root: &Path, today: &str, other: &OsStr, differences: &mut String) {
    let results = [None, Some(other)].map(|zola| {
        let out = tempfile::TempDir::new().expect("a temporary folder");
        let mut command = command(root, &["build", "--today", today, "--out"]);
        command.arg(out.path());
        if let Some(zola) = zola {
            command.arg("--zola").arg(zola);
        }
        let run = Run::of(&mut command);
        if run.code == 0 { Ok(outlines(out.path())) } else { Err(run.err) }
    });
    let place = format!("{name} on {today}");
    let (ours, theirs) = match results {
        [Ok(ours), Ok(theirs)] => (ours, theirs),
        [ours, theirs] => {
            for (who, result) in [("the usual Zola", ours), ("ZOLA_OTHER", theirs)] {
                if let Err(error) = result {
                    let _ = writeln!(differences, "== {place}: {who} does not build it\n{error}");
                }
            }
            return;
        }
    };
    if ours.keys().ne(theirs.keys()) {
        let _ = writeln!(differences, "== {place}: other files: {:?} {:?}", ours.keys(), theirs.keys());
    }
    for (file, ours) in &ours {
        let Some(theirs) = theirs.get(file) else { continue };
        if let Some((line, (a, b))) = ours.iter().zip(theirs).enumerate().find(|(_, (a, b))| a != b) {
            let path = ours[..line].iter().rev().take(3).rev().cloned().collect::<Vec<_>>().join("\n  ");
            let _ = writeln!(differences, "== {place}, {file}, after\n  {path}\n- {a}\n+ {b}");
        } else if ours.len() != theirs.len() {
            let _ = writeln!(differences, "== {place}, {file}: {} and {} lines", ours.len(), theirs.len());
        }
    }
}

/// The files of a site; of pages and feeds, the tags and texts.
fn outlines(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(|item| item.expect("walks").into_path());
    let files = files.filter(|file| file.is_file());
    files
        .map(|file| {
            let name = file.strip_prefix(folder).expect("is below").to_string_lossy().into_owned();
            let content = match file.extension().and_then(OsStr::to_str) {
                Some("html") => Outline::of(&Page::read(&file)),
                Some("xml" | "txt") => {
                    fs::read_to_string(&file).expect("reads").split_whitespace().map(str::to_owned).collect()
                }
                _ => Vec::new(),
            };
            (without_hash(&name), content)
        })
        .collect()
}

/// Elements that stand on one line with their neighbours, so that a blank between them shows.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "button", "cite", "code", "del", "em", "i", "img", "input", "ins", "label", "mark",
    "q", "s", "small", "span", "strong", "sub", "sup", "time",
];

/// A line for each tag with its attributes, and for each text; of blanks, only those that a browser shows.
#[derive(Default)]
struct Outline {
    lines: Vec<String>,
    /// Something stands on the line of the browser already.
    begun: bool,
    /// A blank has come after it.
    blank: bool,
}

impl Outline {
    fn of(page: &Page) -> Vec<String> {
        let mut outline = Self::default();
        outline.element(page.root());
        outline.lines
    }

    fn element(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        let inline = INLINE.contains(&name);
        let breaks = |outline: &mut Self| (outline.begun, outline.blank) = (false, false);
        self.lines.push(tag(element));
        if !inline {
            breaks(self);
        }
        self.begun |= name == "img";
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.text(text),
                _ => ElementRef::wrap(child).into_iter().for_each(|child| self.element(child)),
            }
        }
        if !inline {
            breaks(self);
        }
    }

    fn text(&mut self, text: &str) {
        let is_blank = |c: char| c.is_ascii_whitespace();
        let words = without_blanks(text);
        self.blank |= self.begun && text.starts_with(is_blank);
        if !words.is_empty() {
            self.lines.push(if self.blank { format!(" {words}") } else { words });
            self.begun = true;
            self.blank = text.ends_with(is_blank);
        }
    }
}

fn tag(element: ElementRef<'_>) -> String {
    let attributes = element.value().attrs();
    let attributes =
        attributes.map(|(name, value)| format!(" {name}={:?}", without_hash(&without_blanks(value))));
    let mut attributes: Vec<String> = attributes.collect();
    attributes.sort();
    format!("<{}{}>", element.value().name(), attributes.concat())
}

fn without_blanks(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without the hashes in the names of resized images and in addresses of style sheets, which name Zola's own ways.
fn without_hash(text: &str) -> String {
    let is_hash = |word: &str| word.len() >= 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| !is_hash(word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()))).collect()
}
