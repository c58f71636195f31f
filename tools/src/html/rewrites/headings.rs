//! Headings have an address, and where the site wants it, a link that shows it.

use std::collections::{HashMap, HashSet};

use memchr::memmem;

use crate::html::{Element, Page, Rewrite, Rule, Run, Tag, text};

pub(super) const RULE: Rule = Rule {
    name: "headings",
    reason: "a reader wants to send the address of the very part of a page, and an address that was sent must go on \
             leading there",
    selector: "main, section[id], h2, h3, h4, h5, h6, a",
    on: |options| options.headings,
    start: |run, _| {
        let found = Vec::new();
        Some(Box::new(Headings { run, section: None, open: None, found, main: None, link: None }))
    },
};

/// What is known of the headings of a page so far.
struct Headings<'r> {
    run: &'r Run<'r>,
    /// Where the section begins that began last and has had no heading yet, and its address.
    section: Option<(usize, String)>,
    /// The heading being read.
    open: Option<Heading>,
    found: Vec<Heading>,
    /// Where the first `main` begins and ends, in bytes; it has no end until that is read.
    main: Option<(usize, usize)>,
    /// Up to where the link that began last, which may be open, has been looked through.
    link: Option<usize>,
}

struct Heading {
    start: usize,
    /// Its own id.
    id: Option<String>,
    /// The id of the section that it is the heading of.
    section: Option<String>,
    /// Where an attribute can be added.
    attributes: usize,
    /// Set when the end tag is read.
    element: Option<Element>,
    is_in_link: bool,
}

impl Rewrite for Headings<'_> {
    fn tag(&mut self, tag: &mut Tag<'_>, _page: &mut Page<'_>) {
        if tag.name() == "a" {
            self.link = Some(tag.range().end);
            return;
        }
        let id = tag.get("id").map(std::borrow::Cow::into_owned);
        match tag.name() {
            "main" => {
                self.main = self.main.or(Some((tag.range().start, usize::MAX)));
                tag.watch();
            }
            "section" => {
                self.section = id.filter(|id| !id.is_empty()).map(|id| (tag.range().start, id));
                tag.watch();
            }
            _ if !tag.is_html() => {}
            _ => {
                let (start, attributes) = (tag.range().start, tag.place_for_attributes());
                let section = self.section.take().map(|(_, id)| id);
                self.open =
                    Some(Heading { start, id, section, attributes, element: None, is_in_link: false });
                tag.watch();
            }
        }
    }

    fn content(&mut self, element: &Element, page: &mut Page<'_>) {
        let start = element.start.start;
        self.section.take_if(|(section, _)| *section == start);
        if let Some((main, end)) = &mut self.main
            && *main == start
        {
            *end = element.end.end;
        } else if let Some(mut heading) = self.open.take_if(|heading| heading.start == start) {
            let end = element.inner.end;
            self.link = self
                .link
                .filter(|from| !ends_link(page.bytes.get(*from..end).unwrap_or_default()))
                .map(|_| end);
            heading.is_in_link = self.link.is_some();
            heading.element = Some(element.clone());
            self.found.push(heading);
        }
    }

    fn end(&mut self, page: &mut Page<'_>) {
        let (start, end) = self.main.unwrap_or((0, usize::MAX));
        let mut ids = None;
        for heading in self.found.drain(..).filter(|heading| (start..end).contains(&heading.start)) {
            let Some(element) = heading.element else { continue };
            let title = text::of(&page.text(element.inner.clone()));
            let id = heading.id.or(heading.section).unwrap_or_else(|| {
                let free = || Free { taken: page.ids(), next: HashMap::new() };
                let id = ids.get_or_insert_with(free).id(&title);
                page.insert_attribute(heading.attributes, "id", &id);
                id
            });
            // An empty id is none, but there cannot be a second one. Nor can there be a link in a link.
            let is_wanted = self.run.options.permalinks && self.main.is_some() && !page.has_parts_elsewhere();
            if is_wanted && !id.is_empty() && !heading.is_in_link {
                add_link(page, &element, &id, &title, &self.run.options.permalink_words);
            }
        }
    }
}

/// Whether the end tag of a link is among these bytes.
fn ends_link(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, b"</").filter_map(|at| bytes.get(at + 2..)).any(|rest| {
        matches!(rest, [b'a' | b'A', after, ..] if after.is_ascii_whitespace() || b"/>".contains(after))
    })
}

/// A link to the heading at its end. It is one character of text, so that without a style sheet too it can be clicked,
/// and a screen reader says what it leads to.
fn add_link(page: &mut Page<'_>, element: &Element, id: &str, title: &str, words: &str) {
    let inner = page.text(element.inner.clone());
    if !links_to(&inner, id) && !text::ends_in_foreign(&inner) {
        let label = match words.split_once("{title}") {
            Some((before, after)) => [before, title, after].concat(),
            None => words.to_owned(),
        };
        let (id, label) = (text::encode_attribute(id, b'"'), text::encode_attribute(&label, b'"'));
        let link = [" <a class=\"permalink\" href=\"#", &id, "\" aria-label=\"", &label, "\">#</a>"];
        page.insert(element.inner.end, link.concat());
    }
}

/// Whether there is a link to an id in markup, whatever quotes its address has and whatever stands before the `#`.
fn links_to(markup: &str, id: &str) -> bool {
    if !markup.contains("href") {
        return false;
    }
    let markup = text::decode_attribute(markup);
    let ends = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'>');
    markup.match_indices(&format!("#{id}")).any(|(at, found)| {
        let before = at.checked_sub(1).and_then(|before| markup.as_bytes().get(before));
        let after = markup.as_bytes().get(at + found.len());
        before.is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'>')
            && after.is_some_and(|byte| ends(*byte))
    })
}

/// Makes ids that no element has yet.
struct Free {
    taken: HashSet<String>,
    /// The next number to try after a name.
    next: HashMap<String, usize>,
}

impl Free {
    /// One made of the words of a title.
    fn id(&mut self, title: &str) -> String {
        let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut name = words.collect::<Vec<_>>().join("-").to_lowercase();
        if name.is_empty() {
            name = "section".to_owned();
        }
        let next = self.next.entry(name.clone()).or_default();
        loop {
            let id = if *next == 0 { name.clone() } else { format!("{name}-{next}") };
            *next += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::Finish, html::testing::rewritten};

    #[test]
    fn headings_without_an_id_get_a_new_one_and_all_others_stay() {
        let page = r#"<h2>Before</h2><main>
<section id="dates"><h2 class="x">Dates</h2><h3>Dates</h3></section>
<h2 id=own>Own</h2><h2>Über <em title="a>b">x</em> &amp; y</h2><h2>Über x: y</h2>
<h3>☃</h3><H4>Later</H4><h5></h5><h6>open
<p id='later'></main><h2>After</h2>"#;
        let expected = r#"<h2>Before</h2><main>
<section id="dates"><h2 class="x">Dates</h2><h3 id="dates-1">Dates</h3></section>
<h2 id=own>Own</h2><h2 id="über-x-y">Über <em title="a>b">x</em> &amp; y</h2><h2 id="über-x-y-1">Über x: y</h2>
<h3 id="section">☃</h3><H4 id="later-1">Later</H4><h5 id="section-1"></h5><h6>open
<p id='later'></main><h2>After</h2>"#;
        assert_eq!(rewritten(&[&RULE], &Finish::default(), page), expected);
    }

    #[test]
    fn a_permalink_is_named_for_those_who_hear_it() {
        let options = Finish { permalinks: true, ..Finish::default() };
        let page =
            "<main><section id=\"a\"><h2>A &quot;b&quot;</h2></section><h3 id=\"c\">C</h3></main><h2>No</h2>";
        let expected = "<main><section id=\"a\"><h2>A &quot;b&quot; \
            <a class=\"permalink\" href=\"#a\" aria-label=\"Link to &quot;A &quot;b&quot;&quot;\">#</a></h2></section>\
            <h3 id=\"c\">C <a class=\"permalink\" href=\"#c\" aria-label=\"Link to &quot;C&quot;\">#</a></h3></main>\
            <h2>No</h2>";
        assert_eq!(rewritten(&[&RULE], &options, page), expected);
    }

    #[test]
    fn a_heading_with_a_link_to_itself_gets_no_other() {
        let options = Finish { permalinks: true, ..Finish::default() };
        for href in ["#a", "\"#a\"", "'#a'", "https://example.org/site/a/#a ", "\"x?y&amp;z#a\""] {
            let page = format!("<main><h2 id=a>A <a href={href}>#</a></h2></main>");
            assert_eq!(rewritten(&[&RULE], &options, &page), page);
        }
        for heading in ["<a href=#ab>#</a>", "<a href=b#>x</a> #a ", "<a href=b>#a</a>"] {
            let page = format!("<main><h2 id=a>A {heading}</h2></main>");
            assert!(rewritten(&[&RULE], &options, &page).contains("permalink"), "{page}");
        }
    }

    #[test]
    fn a_heading_in_a_link_gets_no_link() {
        let options = Finish { permalinks: true, ..Finish::default() };
        for page in [
            "<main><a href=\"x\"><h2 id=\"a\">A</h2></a></main>",
            "<main><h2 id=\"a\"><a href=\"x\">A</h2></main>",
            "<main><a name=\"x\"><p></article><h2 id=\"a\">A</h2><h3 id=\"b\">B</h3></main>",
        ] {
            assert_eq!(rewritten(&[&RULE], &options, page), page);
        }
        let page = "<main><a name=\"x\"></A ><h2 id=\"a\"><a>A</a></h2></main>";
        assert!(rewritten(&[&RULE], &options, page).contains("permalink"));
    }

    #[test]
    fn a_page_whose_parts_are_elsewhere_gets_no_permalinks() {
        let options = Finish { permalinks: true, ..Finish::default() };
        let main = "<main><h2 id=\"a\">A</h2></main>";
        for base in ["https://b.example/", "/site/"] {
            let page = format!("<base href={base}>{main}");
            assert_eq!(rewritten(&[&RULE], &options, &page), page);
        }
        let page = format!("<base href=/site/a/>{main}");
        assert!(rewritten(&[&RULE], &options, &page).contains("permalink"));
    }

    #[test]
    fn an_address_that_leads_somewhere_goes_on_leading_there() {
        let page = "<h2>Intro</h2><h2>Top</h2><h2>Field</h2><input name=field><a class=x name='intro'></a>";
        let expected = "<h2 id=\"intro-1\">Intro</h2><h2 id=\"top-1\">Top</h2><h2 id=\"field\">Field</h2>\
                        <input name=field><a class=x name='intro'></a>";
        assert_eq!(rewritten(&[&RULE], &Finish::default(), page), expected);
    }

    #[test]
    fn a_section_that_has_ended_gives_its_address_to_no_heading() {
        let page = "<section id=a><p>x</section><h2>B</h2><section id=c><h2>C</h2></section>";
        let expected = "<section id=a><p>x</section><h2 id=\"b\">B</h2><section id=c><h2>C</h2></section>";
        assert_eq!(rewritten(&[&RULE], &Finish::default(), page), expected);
    }

    #[test]
    fn as_many_headings_of_one_title_take_as_long_as_any() {
        let page = "<h2>A</h2>".repeat(20_000);
        assert!(rewritten(&[&RULE], &Finish::default(), &page).ends_with("<h2 id=\"a-19999\">A</h2>"));
    }

    #[test]
    fn a_page_without_main_gets_ids_and_no_permalinks() {
        let options = Finish { permalinks: true, ..Finish::default() };
        assert_eq!(rewritten(&[&RULE], &options, "<h2>A</h2>"), "<h2 id=\"a\">A</h2>");
    }
}
