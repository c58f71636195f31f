//! The page of an edition tells machines what it is, and where its calendar and feeds are; the page of a paper, how it
//! is cited.

use crate::{
    content::Edition,
    formats::{self, Programme, Site, programme::When},
    html::{Element, Page, Rewrite, Rule, Run, Tag, text},
    site::CONTENT,
};

pub(super) const RULE: Rule = Rule {
    name: "facts",
    reason: "search engines and calendars should take times and places from the content itself, not guess them from a \
             page",
    selector: "meta, link, script, body, dl.masthead__facts, article.article--paper",
    on: |options| options.facts,
    start: |run, path| {
        let is_its = |edition: &&Edition| path.starts_with(&folder_of(edition));
        Some(Box::new(Facts::new(run, run.content?.editions.iter().rfind(is_its)?)))
    },
};

/// A paper may lie beside its page.
const PAPER: &str = "paper.pdf";
/// The id of the element about a paper is its own behind this.
const PAPER_ID: &str = "paper-";

/// The feeds that Zola may have written beside the page, and what they are.
const FEEDS: [(&str, &str); 2] = [("atom.xml", "application/atom+xml"), ("rss.xml", "application/rss+xml")];
const CALENDAR_TYPE: &str = "text/calendar";
const FACTS_TYPE: &str = "application/ld+json";

struct Facts<'r> {
    run: &'r Run<'r>,
    /// The edition whose page it is, or that of one of its papers.
    edition: &'r Edition,
    /// The id of the paper whose page it is.
    paper: Option<String>,
    /// After the last thing of the head that has no end tag.
    head: Option<usize>,
    in_body: bool,
    /// The picture that the page shows in social networks.
    image: Option<String>,
    /// Where a line of the facts at the top of the page can be added.
    line: Option<usize>,
    /// The page has these already.
    has_facts: bool,
    is_cited: bool,
    linked: Vec<String>,
}

impl<'r> Facts<'r> {
    fn new(run: &'r Run<'r>, edition: &'r Edition) -> Self {
        Self {
            run,
            edition,
            paper: None,
            head: None,
            in_body: false,
            image: None,
            line: None,
            has_facts: false,
            is_cited: false,
            linked: Vec::new(),
        }
    }
}

impl Rewrite for Facts<'_> {
    fn tag(&mut self, tag: &mut Tag<'_>, _page: &mut Page<'_>) {
        match tag.name() {
            "body" => self.in_body = true,
            "dl" => tag.watch(),
            "article" => {
                let id = tag.get("id");
                self.paper = id.and_then(|id| id.strip_prefix(PAPER_ID).map(str::to_owned));
            }
            "script" => self.has_facts |= tag.get("type").is_some_and(|kind| kind == FACTS_TYPE),
            name => {
                if name == "link" {
                    self.linked.extend(tag.get("type").map(|kind| kind.into_owned()));
                } else if tag.get("property").is_some_and(|property| property == "og:image") {
                    self.image = tag.get("content").map(|address| address.into_owned());
                } else {
                    self.is_cited |= tag.get("name").is_some_and(|name| name == "citation_title");
                }
                if !self.in_body {
                    self.head = Some(tag.range().end);
                }
            }
        }
    }

    fn content(&mut self, element: &Element, _page: &mut Page<'_>) {
        self.line = self.line.or(Some(element.inner.end));
    }

    fn end(&mut self, page: &mut Page<'_>) {
        if self.run.base.is_none() {
            return;
        }
        let folder = folder_of(self.edition);
        let is_edition = page.path.strip_prefix(&*folder) == Some("index.html");
        if !is_edition && self.paper.is_none() {
            return;
        }
        let address = self.run.address(&folder);
        let site = Site { address: address.as_str(), words: &self.run.options.words };
        let Some(programme) = Programme::of(self.edition, site) else { return };
        let markup =
            if is_edition { self.of_edition(&programme, page) } else { self.of_paper(&programme, page) };
        if !markup.is_empty() {
            page.insert(self.head.unwrap_or_else(|| page.head()), markup);
        }
    }
}

impl Facts<'_> {
    fn of_edition(&self, programme: &Programme<'_>, page: &mut Page<'_>) -> String {
        let mut markup = String::new();
        if programme.when != When::Open && !self.linked.iter().any(|kind| kind == CALENDAR_TYPE) {
            markup += &alternate(formats::CALENDAR, CALENDAR_TYPE, &programme.short_name);
            self.add_to_calendar(programme, page);
        }
        let folder = self.run.folder.join(page.path);
        for (name, kind) in FEEDS {
            let linked = self.linked.iter().any(|linked| linked == kind);
            if !linked && folder.with_file_name(name).is_file() {
                markup += &alternate(name, kind, &programme.name);
            }
        }
        let facts = formats::json_ld::write(programme, self.image.as_deref());
        markup + &facts.map(|facts| self.script(&facts, page)).unwrap_or_default()
    }

    fn add_to_calendar(&self, programme: &Programme<'_>, page: &mut Page<'_>) {
        let words = programme.site.words.calendar();
        let (Some(line), Some(words), false) = (self.line, words, programme.is_over(self.run.now)) else {
            return;
        };
        let [label, link] = words.map(text::encode_text);
        let link = format!("<a href=\"{}\">{link}</a>", formats::CALENDAR);
        // As in the templates: it goes with the event also from a page that nobody builds again.
        let life = programme.end.map(|end| format!(" data-until=\"{}\"", end.as_second()));
        let life = life.unwrap_or_default();
        page.insert(line, format!("<div{life}><dt>{label}</dt><dd>{link}</dd></div>"));
    }

    fn of_paper(&self, programme: &Programme<'_>, page: &mut Page<'_>) -> String {
        let paper = programme.papers.iter().find(|paper| Some(&paper.id) == self.paper.as_ref());
        let Some(mut paper) = paper.cloned() else { return String::new() };
        let address = self.run.address(page.path);
        if paper.pdf.is_none()
            && self.run.folder.join(page.path).with_file_name(PAPER).is_file()
            && let Ok(own) = address.join(PAPER)
        {
            paper.pdf = Some(own.into());
        }
        let mut markup = String::new();
        if !self.is_cited {
            for (name, content) in formats::citation::write(programme, &paper) {
                let content = text::encode_attribute(&content, b'"');
                markup += &format!("<meta name=\"{name}\" content=\"{content}\">");
            }
        }
        markup + &self.script(&formats::json_ld::write_paper(programme, &paper, address.as_str()), page)
    }

    /// The element that says it, where the page has not got one.
    fn script(&self, facts: &str, page: &mut Page<'_>) -> String {
        if self.has_facts {
            return String::new();
        }
        page.note_data(facts);
        format!("<script type=\"{FACTS_TYPE}\">{facts}</script>")
    }
}

fn alternate(name: &str, kind: &str, title: &str) -> String {
    let title = text::encode_attribute(title, b'"');
    format!("<link rel=\"alternate\" type=\"{kind}\" title=\"{title}\" href=\"{name}\">")
}

/// The folder of an edition's page within the site, with `/` at its end; nothing for the site itself.
fn folder_of(edition: &Edition) -> String {
    let folder = edition.folder.strip_prefix(CONTENT).unwrap_or_default().trim_start_matches('/');
    if folder.is_empty() { String::new() } else { format!("{folder}/") }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        config::Finish,
        formats::tests::{ONE_DAY, content},
        html::{Engine, splice, testing, verify},
    };

    /// The page of an edition in the year 2031 after the rewrite, its facts cut short.
    fn told(page: &str) -> String {
        told_of(&[("edition.toml", ONE_DAY)], "index.html", page)
    }

    fn told_of(texts: &[(&str, &str)], path: &str, page: &str) -> String {
        let content = content(texts);
        let options = Finish { words: crate::config::Words::from_config(WORDS), ..Finish::default() };
        let run = Run { content: Some(&content), ..testing::run(Path::new("/nowhere"), &options) };
        let engine = Engine::of(&run, [&RULE]).expect("selects");
        let edits = engine.rewrite(path, page.as_bytes()).expect("is parsed").edits;
        assert_eq!(verify::check(&engine, path, page.as_bytes(), &edits), Vec::<String>::new());
        let told = String::from_utf8(splice(page.as_bytes(), &edits)).expect("is UTF-8");
        let (before, rest) = told.split_once("{\"@context\"").expect("has facts");
        let (_, after) = rest.split_once("</script>").expect("is closed");
        format!("{before}…</script>{after}")
    }

    const WORDS: &str = "[extra.strings]\ncalendar = \"Calendar\"\nadd_to_calendar = \"Add <it>\"\n";
    const LINK: &str =
        "<link rel=\"alternate\" type=\"text/calendar\" title=\"ABC-V\" href=\"calendar.ics\">";
    const FACTS: &str = "<script type=\"application/ld+json\">…</script>";

    #[test]
    fn facts_are_the_last_in_a_head_and_hang_on_no_end_tag() {
        let head =
            "<!doctype html><html><head><meta charset=utf-8><title>T</title><link rel=stylesheet href=a>";
        for rest in [
            "</head><body><p>x<link rel=x href=y></body></html>",
            "<p>x",
            "<script src=s></script><body><p>x",
        ] {
            assert_eq!(told(&format!("{head}{rest}")), format!("{head}{LINK}{FACTS}{rest}"));
        }
        assert_eq!(told("<!doctype html><p>x"), format!("<!doctype html>{LINK}{FACTS}<p>x"));
    }

    #[test]
    fn the_way_to_the_calendar_is_a_line_of_the_facts_at_the_top() {
        let page = "<body><dl class=masthead__facts><div><dt>Time<dd>9</div></dl>";
        let line = "<div data-until=\"1930147200\"><dt>Calendar</dt><dd><a href=\"calendar.ics\">Add &lt;it&gt;</a></dd>\
                    </div></dl>";
        assert_eq!(told(page), format!("{LINK}{FACTS}{}", page.replace("</dl>", line)));
    }

    #[test]
    fn the_page_of_a_paper_says_how_it_is_cited() {
        let papers = "[[papers]]\nid = \"a\"\ntitle = \"A\"\n[[papers]]\nid = \"b\"\ntitle = 'x < \"y\" & z'\n\
                      authors = [\"Ada B.\", \"C. D\"]\npdf = \"https://example.org/b.pdf?a&b\"\n";
        let texts = [("edition.toml", ONE_DAY), ("papers.toml", papers)];
        let page =
            "<head><meta charset=utf-8><body><article class='article article--paper' id=paper-b>x</article>";
        let metas = "<meta name=\"citation_title\" content=\"x < &quot;y&quot; &amp; z\">\
             <meta name=\"citation_author\" content=\"Ada B.\"><meta name=\"citation_author\" content=\"C. D\">\
             <meta name=\"citation_publication_date\" content=\"2031/03/01\">\
             <meta name=\"citation_conference_title\" content=\"A Workshop (ABC-V), CONF 2031\">\
             <meta name=\"citation_pdf_url\" content=\"https://example.org/b.pdf?a&amp;b\">";
        let head = "<meta charset=utf-8>";
        assert_eq!(
            told_of(&texts, "papers/b/index.html", page),
            page.replace(head, &format!("{head}{metas}{FACTS}"))
        );
        let cited = page.replace(head, "<meta charset=utf-8><meta name=citation_title content=x>");
        assert!(!told_of(&texts, "papers/b/index.html", &cited).contains("citation_author"));
    }

    #[test]
    fn a_paper_that_nobody_knows_is_not_told() {
        let content = content(&[("edition.toml", ONE_DAY), ("papers.toml", "")]);
        let options = Finish::default();
        let run = Run { content: Some(&content), ..testing::run(Path::new("/nowhere"), &options) };
        let engine = Engine::of(&run, [&RULE]).expect("selects");
        for page in ["<article class=article--paper id=paper-b>", "<article class=article--paper>", "<p>"] {
            let done = engine.rewrite("papers/b/index.html", page.as_bytes()).expect("is parsed");
            assert!(done.edits.is_empty(), "{page}");
        }
    }
}
