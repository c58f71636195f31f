//! The page of an edition tells machines what it is, and where its calendar and feeds are.

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
    selector: "meta, link, script, body, dl.masthead__facts",
    on: |options| options.facts,
    start: |run, path| {
        let edition = run.content?.editions.iter().find(|edition| page_of(edition) == path)?;
        Some(Box::new(Facts::new(run, edition)))
    },
};

/// The feeds that Zola may have written beside the page, and what they are.
const FEEDS: [(&str, &str); 2] = [("atom.xml", "application/atom+xml"), ("rss.xml", "application/rss+xml")];
const CALENDAR_TYPE: &str = "text/calendar";
const FACTS_TYPE: &str = "application/ld+json";

struct Facts<'r> {
    run: &'r Run<'r>,
    /// The edition whose page it is.
    edition: &'r Edition,
    /// After the last thing of the head that has no end tag.
    head: Option<usize>,
    in_body: bool,
    /// The picture that the page shows in social networks.
    image: Option<String>,
    /// Where a line of the facts at the top of the page can be added.
    line: Option<usize>,
    /// The page has these already.
    has_facts: bool,
    linked: Vec<String>,
}

impl<'r> Facts<'r> {
    fn new(run: &'r Run<'r>, edition: &'r Edition) -> Self {
        Self {
            run,
            edition,
            head: None,
            in_body: false,
            image: None,
            line: None,
            has_facts: false,
            linked: Vec::new(),
        }
    }
}

impl Rewrite for Facts<'_> {
    fn tag(&mut self, tag: &mut Tag<'_>, _page: &mut Page<'_>) {
        match tag.name() {
            "body" => self.in_body = true,
            "dl" => tag.watch(),
            "script" => self.has_facts |= tag.get("type").is_some_and(|kind| kind == FACTS_TYPE),
            name => {
                if name == "link" {
                    self.linked.extend(tag.get("type").map(|kind| kind.into_owned()));
                } else if tag.get("property").is_some_and(|property| property == "og:image") {
                    self.image = tag.get("content").map(|address| address.into_owned());
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
        let address = self.run.address(page.path);
        let words = &self.run.options.words;
        let Some(programme) = Programme::of(self.edition, Site { address: address.as_str(), words }) else {
            return;
        };
        let mut markup = String::new();
        if programme.when != When::Open && !self.linked.iter().any(|kind| kind == CALENDAR_TYPE) {
            markup += &alternate(formats::CALENDAR, CALENDAR_TYPE, &programme.short_name);
            if let (Some(line), Some([label, link]), false) =
                (self.line, words.calendar(), programme.is_over(self.run.now))
            {
                let [label, link] = [label, link].map(text::encode_text);
                let link = format!("<a href=\"{}\">{link}</a>", formats::CALENDAR);
                // As in the templates: it goes with the event also from a page that nobody builds again.
                let life = programme.end.map(|end| format!(" data-until=\"{}\"", end.as_second()));
                let life = life.unwrap_or_default();
                page.insert(line, format!("<div{life}><dt>{label}</dt><dd>{link}</dd></div>"));
            }
        }
        let folder = self.run.folder.join(page.path);
        for (name, kind) in FEEDS {
            let linked = self.linked.iter().any(|linked| linked == kind);
            if !linked && folder.with_file_name(name).is_file() {
                markup += &alternate(name, kind, &programme.name);
            }
        }
        if let Some(facts) =
            formats::json_ld::write(&programme, self.image.as_deref()).filter(|_| !self.has_facts)
        {
            page.note_data(&facts);
            markup += &format!("<script type=\"{FACTS_TYPE}\">{facts}</script>");
        }
        if !markup.is_empty() {
            page.insert(self.head.unwrap_or_else(|| page.head()), markup);
        }
    }
}

fn alternate(name: &str, kind: &str, title: &str) -> String {
    let title = text::encode_attribute(title, b'"');
    format!("<link rel=\"alternate\" type=\"{kind}\" title=\"{title}\" href=\"{name}\">")
}

/// The page of an edition within the site.
fn page_of(edition: &Edition) -> String {
    let folder = edition.folder.strip_prefix(CONTENT).unwrap_or_default().trim_start_matches('/');
    if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") }
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
        let content = content(&[("edition.toml", ONE_DAY)]);
        let options = Finish { words: crate::config::Words::from_config(WORDS), ..Finish::default() };
        let run = Run { content: Some(&content), ..testing::run(Path::new("/nowhere"), &options) };
        let engine = Engine::of(&run, [&RULE]).expect("selects");
        let edits = engine.rewrite("index.html", page.as_bytes()).expect("is parsed").edits;
        assert_eq!(verify::check(&engine, "index.html", page.as_bytes(), &edits), Vec::<String>::new());
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
}
