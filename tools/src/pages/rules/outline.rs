//! The headings of a page: those who listen to it, and search engines, find their way by them.

use super::{Flaw, Flaws, Look};
use crate::pages::document::{Document, Event, words};

/// A heading.
struct Heading {
    level: u8,
    at: std::ops::Range<usize>,
    /// Its text as it is written.
    text: String,
}

/// Reports main headings after the first, and levels left out.
pub(super) fn check(document: &Document<'_>, flaws: &mut Flaws) {
    let headings = headings(document);
    let hint = "give it one # less or more in Markdown, or another level in the template";
    for second in headings.iter().filter(|heading| heading.level == 1).skip(1) {
        let what = "the page has more than one main heading (h1)";
        flaws.push(second.flaw("two-main-headings", what).hint(hint));
    }
    for pair in headings.windows(2) {
        let [before, after] = pair else { continue };
        if after.level > before.level + 1 {
            let what = format!(
                "this heading of level {} follows one of level {}: a level is left out",
                after.level, before.level
            );
            flaws.push(after.flaw("heading-jump", what).hint(hint));
        }
    }
}

impl Heading {
    fn flaw(&self, rule: &'static str, what: impl Into<String>) -> Flaw {
        let look = Look::Words(vec![format!("# {}", words(&self.text))]);
        Flaw::new(rule, self.at.clone(), what).look(look)
    }
}

fn headings(document: &Document<'_>) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut inside = false;
    document.walk(&mut |event| match event {
        Event::Start(index) => {
            let Some(tag) = document.tags.get(index) else { return };
            if let Some(level) = level(document.name(tag)).filter(|_| tag.is_html) {
                found.push(Heading { level, at: tag.at.clone(), text: String::new() });
                inside = true;
            }
        }
        Event::End(name, _) => inside &= level(document.text(name)).is_none(),
        Event::Text(text) => {
            if let Some(heading) = found.last_mut().filter(|_| inside) {
                heading.text.push_str(document.text(text));
            }
        }
        Event::Raw(_) => {}
    });
    found
}

fn level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h' | b'H', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::pages::rules::testing::flaws;

    #[test]
    fn a_page_has_one_main_heading() {
        assert_eq!(
            flaws("two-main-headings", "<h1>a</h1><h2>b</h2><h1>c</h1>"),
            ["21 [<h1>] the page has more than one main heading (h1) \
              (give it one # less or more in Markdown, or another level in the template)"]
        );
        assert_eq!(flaws("two-main-headings", "<h1>a</h1><h2>b</h2><!-- <h1> -->"), [""; 0]);
    }

    #[test]
    fn no_level_of_headings_is_left_out() {
        assert_eq!(
            flaws("heading-jump", "<h2>a</h2><h4>b</h4>"),
            ["11 [<h4>] this heading of level 4 follows one of level 2: a level is left out \
              (give it one # less or more in Markdown, or another level in the template)"]
        );
        assert_eq!(flaws("heading-jump", "<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2><h3>e</h3>"), [""; 0]);
    }
}
