//! Tags that are not closed, or not in their order: the browser guesses, and text, styles and links end elsewhere than
//! they seem to.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use super::{Flaw, Flaws};
use crate::pages::document::{Document, Event};

const RULE: &str = "tag-order";

/// Elements without an end tag. (HTML Standard, 13.1.2.)
const VOID: [&str; 16] = [
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];
/// Elements whose end tag may be left out. (HTML Standard, 13.1.2.4.)
const OPTIONAL: [&str; 19] = [
    "html", "head", "body", "li", "dt", "dd", "p", "rb", "rt", "rtc", "rp", "optgroup", "option", "colgroup",
    "thead", "tbody", "tfoot", "tr", "td",
];
/// Elements before which a paragraph ends. (HTML Standard, 13.1.2.4, `p`.)
const ENDS_PARAGRAPH: [&str; 31] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "table",
];

/// An element that is open.
struct Open<'p> {
    name: Cow<'p, str>,
    at: Range<usize>,
}

impl Open<'_> {
    fn may_stay_open(&self) -> bool {
        self.name == "th" || OPTIONAL.contains(&self.name.as_ref())
    }
}

/// A name in lower case, as most are written.
fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Reports tags that are not closed, closed in the wrong order or closed without having been opened.
pub(super) fn check(document: &Document<'_>, flaws: &mut Flaws) {
    let mut open = Stack::default();
    document.walk(&mut |event| match event {
        Event::Start(index) => {
            let Some(tag) = document.tags.get(index) else { return };
            let name = lower(document.name(tag));
            let ends_paragraph = ENDS_PARAGRAPH.contains(&name.as_ref()) || name == "ul";
            if ends_paragraph && open.open.last().is_some_and(|last| last.name == "p") {
                open.close_to(open.open.len() - 1);
            }
            let is_empty = if tag.is_html { VOID.contains(&name.as_ref()) } else { tag.is_self_closing };
            if !is_empty {
                *open.counts.entry(name.clone()).or_default() += 1;
                open.open.push(Open { name, at: tag.at.clone() });
            }
        }
        Event::End(name, at) => {
            let name = lower(document.text(name));
            close(&name, at, &mut open, flaws);
        }
        Event::Text(_) | Event::Raw(_) => {}
    });
    for left in open.open.iter().filter(|open| !open.may_stay_open()) {
        flaws.push(unclosed(left, "at the end of the page"));
    }
}

/// The elements that are open, the innermost last, and how many there are of each name, so that an end tag that closes
/// nothing is known without a search.
#[derive(Default)]
struct Stack<'p> {
    open: Vec<Open<'p>>,
    counts: HashMap<Cow<'p, str>, usize>,
}

impl<'p> Stack<'p> {
    /// Closes all elements from a place on, and gives them.
    fn close_to(&mut self, place: usize) -> Vec<Open<'p>> {
        let closed = self.open.split_off(place);
        for open in &closed {
            if let Some(count) = self.counts.get_mut(&open.name) {
                *count -= 1;
            }
        }
        closed
    }
}

fn close(name: &str, at: Range<usize>, stack: &mut Stack<'_>, flaws: &mut Flaws) {
    let is_open = stack.counts.get(name).is_some_and(|count| *count > 0);
    let place = if is_open { stack.open.iter().rposition(|own| own.name == name) } else { None };
    let Some(place) = place else {
        let what = match name {
            "p" => "</p> closes nothing: a paragraph has ended before the block in it".to_owned(),
            name => format!("</{name}> closes nothing"),
        };
        return flaws
            .push(Flaw::new(RULE, at, what).hint("take the tag out, or open it where it should begin"));
    };
    let closed = stack.close_to(place);
    for left in closed.iter().skip(1).filter(|open| !open.may_stay_open()) {
        flaws.push(unclosed(left, &format!("before </{name}>")));
    }
}

fn unclosed(open: &Open<'_>, when: &str) -> Flaw {
    let name = &open.name;
    Flaw::new(RULE, open.at.clone(), format!("<{name}> is still open {when}"))
        .hint(format!("write </{name}> where it should end"))
}

#[cfg(test)]
mod tests {
    use crate::pages::rules::testing::flaws;

    #[test]
    fn a_tag_is_closed_in_its_order() {
        for (page, expected) in [
            ("<p><b>x</p>", "4 [<b>] <b> is still open before </p> (write </b> where it should end)"),
            (
                "<b><i>x</b></i>",
                "4 [<i>] <i> is still open before </b> (write </i> where it should end)|12 [</i>] </i> closes nothing (take the tag out, or open it where it should begin)",
            ),
            (
                "<div>",
                "1 [<div>] <div> is still open at the end of the page (write </div> where it should end)",
            ),
            (
                "x</div>",
                "2 [</div>] </div> closes nothing (take the tag out, or open it where it should begin)",
            ),
            (
                "<p><div></div></p>",
                "15 [</p>] </p> closes nothing: a paragraph has ended before the block in it (take the tag out, or open it where it should begin)",
            ),
            ("<svg><g></svg>", "6 [<g>] <g> is still open before </svg> (write </g> where it should end)"),
        ] {
            assert_eq!(flaws("tag-order", page).join("|"), expected, "{page}");
        }
    }

    #[test]
    fn a_tag_may_be_left_out_where_html_says_so() {
        for page in [
            "<!doctype html><html><head><title>t</title><body><p>a<p>b<ul><li>c<li>d</ul>",
            "<table><thead><tr><th>a<tbody><tr><td>b</table>",
            "<p>a<div>b</div>",
            "<dl><dt>a<dd>b</dl><select><option>a<option>b</select>",
            "<br><img src=x alt=y/><svg><path d='M0'/></svg>",
            "<!-- <b> --><script>'<b>'</script>",
            "<B>x</b>",
        ] {
            assert_eq!(flaws("tag-order", page), [""; 0], "{page}");
        }
    }
}
