//! Links that leave the site say so to browsers, and to readers where the site wants it.

use super::archive::BANNER;
use crate::html::{
    Element, Page, Rewrite, Rule, Run, Tag, text,
    tokens::{self, Token, Tokens},
};

pub(super) const RULE: Rule = Rule {
    name: "links",
    reason: "a page that is opened from a link must not get hold of the one with the link, nor learn more than it needs; \
             and a reader should know where a link leads, whether it was written in a template, in Markdown or in HTML",
    selector: "a[href], area[href]",
    on: |options| options.links,
    start: |run, _| Some(Box::new(Links { run, new_window: None })),
};

/// The window that `target` names when it is a new one each time.
const BLANK: &str = "_blank";
/// Keeps the page behind the link from reaching the one with it; means nothing where both have the same window.
const NOOPENER: &str = "noopener";

struct Links<'r> {
    run: &'r Run<'r>,
    /// The start tag of the link being read where its text has to say that it opens a new window.
    new_window: Option<usize>,
}

impl Rewrite for Links<'_> {
    fn tag(&mut self, tag: &mut Tag<'_>, page: &mut Page<'_>) {
        let Some(href) = tag.get("href") else { return };
        if !page.leaves(&href) || tag.has(BANNER) {
            return;
        }
        let options = self.run.options;
        if options.new_window && tag.is_html() && tag.name() == "a" && !tag.has("target") {
            tag.set("target", BLANK);
            self.new_window = Some(tag.range().start);
            tag.watch();
        }
        let opens_window = tag.get("target").is_some_and(|target| !is_same_window(&target))
            // Who wants the page to be reached has said so.
            && !tag.get("rel").is_some_and(|rel| has_word(&rel, "opener"));
        add(
            tag,
            "rel",
            options.link_rel.split_ascii_whitespace().filter(|word| opens_window || *word != NOOPENER),
        );
        if !options.referrer_policy.is_empty() && !tag.has("referrerpolicy") {
            tag.set("referrerpolicy", options.referrer_policy.clone());
        }
        add(tag, "class", options.link_class.split_ascii_whitespace());
    }

    fn content(&mut self, element: &Element, page: &mut Page<'_>) {
        let is_wanted = self.new_window.take_if(|start| *start == element.start.start).is_some();
        let inner = page.text(element.inner.clone());
        if is_wanted && !text::ends_in_foreign(&inner) && !may_move(inner.as_bytes()) {
            let words = text::encode_text(&self.run.options.new_window_words);
            page.insert(element.inner.end, format!("<span class=\"visually-hidden\"> {words}</span>"));
        }
    }
}

/// Elements that no link holds: parsers move them out of it, or what is in them.
const MOVED: [&str; 17] = [
    "a", "body", "button", "caption", "col", "colgroup", "form", "frameset", "html", "select", "table",
    "tbody", "td", "template", "tfoot", "th", "tr",
];

/// Elements without an end.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Whether words at the end of this could be shown elsewhere, as something in it is never closed.
fn may_move(inner: &[u8]) -> bool {
    let is = |name: &[u8], names: &[&str]| names.iter().any(|own| own.as_bytes().eq_ignore_ascii_case(name));
    let (mut open, mut last): (Vec<&[u8]>, _) = (Vec::new(), 0);
    for token in Tokens::of(inner) {
        last = token.range().end;
        match token {
            Token::Start(name, _) if is(name, &MOVED) => return true,
            Token::Start(name, range) => {
                let is_closed = inner.get(..range.end).is_some_and(|tag| tag.ends_with(b"/>"));
                if !is_closed && !is(name, &VOID) {
                    open.push(name);
                }
            }
            Token::End(range) => {
                let name = tokens::name(inner.get(range.start + 2..).unwrap_or_default());
                if !open.pop().is_some_and(|own| own.eq_ignore_ascii_case(name)) {
                    return true;
                }
            }
            Token::Comment(_) => {}
        }
    }
    // Nobody knows of tags behind the last token.
    !open.is_empty() || memchr::memchr(b'<', inner.get(last..).unwrap_or_default()).is_some()
}

/// Whether a link leads on in the window it is in. (HTML Standard, 7.3.1.7: these names are matched without case.)
fn is_same_window(target: &str) -> bool {
    ["", "_self", "_parent", "_top"].iter().any(|name| target.eq_ignore_ascii_case(name))
}

/// Whether a list, as attributes have it, has a word.
fn has_word(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(word))
}

/// Adds words to those that an attribute lists; what is there stays as it is.
fn add<'a>(tag: &mut Tag<'_>, name: &'static str, words: impl IntoIterator<Item = &'a str>) {
    let old = tag.get(name).unwrap_or_default();
    let mut new = String::new();
    for word in words {
        if has_word(&old, word) || has_word(&new, word) {
            continue;
        }
        if new.is_empty() {
            new.reserve(old.len() + 32);
            new.push_str(old.trim_ascii_end());
        }
        if !new.is_empty() {
            new.push(' ');
        }
        new.push_str(word);
    }
    if !new.is_empty() {
        tag.set(name, new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::Finish, html::testing::rewritten};

    #[test]
    fn only_what_leaves_the_site_is_marked_and_what_is_there_stays() {
        let options = Finish {
            link_rel: "noopener external".into(),
            link_class: "out".into(),
            referrer_policy: "origin".into(),
            ..Finish::default()
        };
        let page = r##"
<a href="https://example.com/?a=1&amp;b">rel is new</a>
<A HREF=//example.com rel='Author EXTERNAL' target=other class="a  b">kept</A>
<a href=" https://example.com" referrerpolicy=no-referrer class='out'>own policy</a>
<a href="https://example.org/other/">same host</a> <a href="b/">below</a> <a href="#c">here</a>
<a href="mailto:a@example.com">mail</a> <a href="https://">no address</a> <a name="d">no link</a>
<a href="//example.com" target=b rel=Opener referrerpolicy=origin class=out>is to be reached</a>
<map><area href="http://example.com" target="_TOP"></map>
"##;
        let expected = r##"
<a href="https://example.com/?a=1&amp;b" rel="external" referrerpolicy="origin" class="out">rel is new</a>
<A HREF=//example.com rel='Author EXTERNAL noopener' target=other class="a  b out" referrerpolicy="origin">kept</A>
<a href=" https://example.com" referrerpolicy=no-referrer class='out' rel="external">own policy</a>
<a href="https://example.org/other/">same host</a> <a href="b/">below</a> <a href="#c">here</a>
<a href="mailto:a@example.com">mail</a> <a href="https://">no address</a> <a name="d">no link</a>
<a href="//example.com" target=b rel="Opener external" referrerpolicy=origin class=out>is to be reached</a>
<map><area href="http://example.com" target="_TOP" rel="external" referrerpolicy="origin" class="out"></map>
"##;
        assert_eq!(rewritten(&[&RULE], &options, page), expected);
    }

    #[test]
    fn words_are_not_put_where_a_parser_would_move_them() {
        let options = Finish { new_window: true, ..Finish::default() };
        for inner in
            ["<table><tr>x", "<select>", "x</body>", "<template>", "$ <aside>", "<i><b>x</i></b>", "<p>x"]
        {
            let page = format!("<a href=https://a.example>{inner}</a>");
            assert!(!rewritten(&[&RULE], &options, &page).contains("new window"), "{inner}");
        }
    }

    #[test]
    fn a_new_window_is_announced_to_screen_readers() {
        let options = Finish { new_window: true, ..Finish::default() };
        let page = "<p><a href=https://a.example><b>A</b></a> <a href=https://b.example target=_self>B</a>";
        let expected = "<p><a href=https://a.example target=\"_blank\" rel=\"noopener\"><b>A</b>\
                        <span class=\"visually-hidden\"> (opens in a new window)</span></a> \
                        <a href=https://b.example target=_self>B</a>";
        assert_eq!(rewritten(&[&RULE], &options, page), expected);
    }
}
