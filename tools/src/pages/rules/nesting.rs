//! Tags that are not closed, or not in their order: the browser guesses, and text, styles and links end elsewhere than
//! they seem to.

use std::ops::Range;

use super::Flaw;
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
struct Open {
    name: String,
    at: Range<usize>,
}

impl Open {
    fn may_stay_open(&self) -> bool {
        self.name == "th" || OPTIONAL.contains(&self.name.as_str())
    }
}

/// Reports tags that are not closed, closed in the wrong order or closed without having been opened.
pub(super) fn check(document: &Document<'_>, flaws: &mut Vec<Flaw>) {
    let mut open: Vec<Open> = Vec::new();
    document.walk(&mut |event| match event {
        Event::Start(index) => {
            let Some(tag) = document.tags.get(index) else { return };
            let name = document.name(tag).to_ascii_lowercase();
            let ends_paragraph = ENDS_PARAGRAPH.contains(&name.as_str()) || name == "ul";
            if ends_paragraph && open.last().is_some_and(|last| last.name == "p") {
                open.pop();
            }
            let is_empty = if tag.is_html { VOID.contains(&name.as_str()) } else { tag.is_self_closing };
            if !is_empty {
                open.push(Open { name, at: tag.at.clone() });
            }
        }
        Event::End(name, at) => {
            let name = document.text(name).to_ascii_lowercase();
            close(&name, at, &mut open, flaws);
        }
        Event::Text(_) | Event::Raw(_) => {}
    });
    for left in open.iter().filter(|open| !open.may_stay_open()) {
        flaws.push(unclosed(left, "at the end of the page"));
    }
}

fn close(name: &str, at: Range<usize>, open: &mut Vec<Open>, flaws: &mut Vec<Flaw>) {
    let Some(place) = open.iter().rposition(|own| own.name == name) else {
        let what = match name {
            "p" => "</p> closes nothing: a paragraph has ended before the block in it".to_owned(),
            name => format!("</{name}> closes nothing"),
        };
        return flaws
            .push(Flaw::new(RULE, at, what).hint("take the tag out, or open it where it should begin"));
    };
    for left in open.drain(place + 1..).filter(|open| !open.may_stay_open()) {
        flaws.push(unclosed(&left, &format!("before </{name}>")));
    }
    open.truncate(place);
}

fn unclosed(open: &Open, when: &str) -> Flaw {
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
