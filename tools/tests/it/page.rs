//! A built page, and the parts of it that tests look at.

use std::{fs, path::Path};

use scraper::{ElementRef, Html, Selector};

pub struct Page {
    html: Html,
}

impl Page {
    pub fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        Self::of(&text)
    }

    /// The page with the names that files had before they were named after what is in them, which changes with every
    /// colour.
    pub fn without_digests(file: &Path) -> Self {
        Self::of(&without_digests(&fs::read_to_string(file).expect("reads")))
    }

    pub fn of(text: &str) -> Self {
        Self { html: Html::parse_document(text) }
    }

    pub fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse(selector).expect("a selector")).collect()
    }

    #[track_caller]
    pub fn one(&self, selector: &str) -> ElementRef<'_> {
        let found = self.all(selector);
        assert_eq!(found.len(), 1, "elements that are {selector}");
        found[0]
    }

    /// The HTML of the one element that is `selector`, without blank lines.
    #[track_caller]
    pub fn part(&self, selector: &str) -> String {
        let html = self.one(selector).html();
        let lines = html.lines().map(str::trim_end).filter(|line| !line.is_empty());
        lines.flat_map(|line| [line, "\n"]).collect()
    }

    /// The words of each element that is `selector`.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(text).collect()
    }

    pub fn root(&self) -> ElementRef<'_> {
        self.html.root_element()
    }
}

fn without_digests(text: &str) -> String {
    let is_digest = |part: &&str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let names = text.split('.').filter(|part| !is_digest(part)).collect::<Vec<_>>().join(".");
    let mut parts = names.split(" integrity=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |page, part| page + part.split_once('"').map_or("", |(_, rest)| rest))
}

/// The words of an element, blanks made one.
pub fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
