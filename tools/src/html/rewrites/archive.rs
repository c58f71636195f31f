//! Pages of a finished edition: where the current one is, and copies of what is gone from the web.

use std::ops::Range;

use jiff::civil::Date;
use url::Url;

use crate::{
    config::Archive as Said,
    html::{Element, Page, Rewrite, Rule, Run, Tag, policy, text},
};

pub(super) const RULE: Rule = Rule {
    name: "archive",
    reason: "who finds a past edition should see that it is past and where the current one is, and a link that has died \
             since should lead to what it led to then",
    selector: "body, meta, link[rel], a[href], aside, header, nav, main, section, article, div, p, h1, h2, h3, \
               ul, ol, table, img, span, center, pre, form, footer",
    on: |options| options.archived,
    start: |run, _| {
        Some(Box::new(Archive { run, begins: None, banner: None, canonical: false, robots: false }))
    },
};

/// What is known of dead links: the day before one was first found dead, if it has been so for days.
pub type DeadLinks<'r> = Box<dyn Fn(&Url) -> Option<Date> + Sync + 'r>;

/// The attribute by which the banner and its link are known.
pub(super) const BANNER: &str = "data-archive-banner";
/// It has to be seen on a page of any style.
const STYLE: &str = "box-sizing:border-box;position:relative;z-index:9999;margin:0;padding:.6em 1em;\
                     background:#fff3c4;color:#222;font:1rem/1.4 sans-serif;text-align:center";
const LINK_STYLE: &str = "color:#003e7e;text-decoration:underline";
/// Robust Links, <https://robustlinks.mementoweb.org/spec/>.
const ORIGINAL: &str = "data-originalurl";
const VERSION: &str = "data-versionurl";
const VERSION_DATE: &str = "data-versiondate";

struct Archive<'r> {
    run: &'r Run<'r>,
    /// Where the body begins: after its start tag, or before the first tag of its own.
    begins: Option<usize>,
    /// The banner that is there.
    banner: Option<Range<usize>>,
    canonical: bool,
    robots: bool,
}

impl Rewrite for Archive<'_> {
    fn tag(&mut self, tag: &mut Tag<'_>, page: &mut Page<'_>) {
        match tag.name() {
            "body" => {
                self.begins.get_or_insert(tag.range().end);
            }
            "meta" => self.meta(tag),
            "link" => self.link(tag, page),
            name => {
                self.begins.get_or_insert(tag.range().start);
                if name == "a" && !tag.has(BANNER) {
                    self.follow(tag, page);
                } else if name == "aside" && tag.has(BANNER) {
                    tag.watch();
                }
            }
        }
    }

    fn content(&mut self, element: &Element, _page: &mut Page<'_>) {
        self.banner.get_or_insert(element.start.start..element.end.end);
    }

    fn end(&mut self, page: &mut Page<'_>) {
        let archived = &self.run.options.archive;
        let banner = banner(archived);
        match (self.banner.clone(), self.begins) {
            (Some(old), _) if page.text(old.clone()) == page.written(&banner) => {}
            (Some(old), _) => page.replace(old, banner),
            (None, Some(at)) => {
                page.insert(at, banner);
                // What no rewrite looks at may have begun the body before.
                page.doubt();
            }
            (None, None) => page.report(0..0, "the page has no place for the banner", "give it a body"),
        }
        let mut head = String::new();
        if !self.canonical && !archived.canonical.is_empty() {
            let address = self.address(page);
            let address = text::encode_attribute(&address, b'"');
            head += &format!("\n<link rel=\"canonical\" href=\"{address}\">");
        }
        if !self.robots && !archived.robots.is_empty() {
            let robots = text::encode_attribute(&archived.robots, b'"');
            head += &format!("\n<meta name=\"robots\" content=\"{robots}\">");
        }
        if !head.is_empty() {
            page.insert(page.head(), head);
        }
    }
}

impl Archive<'_> {
    fn meta(&mut self, tag: &mut Tag<'_>) {
        if tag.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case(policy::NAME)) {
            let own = tag.get("content").unwrap_or_default();
            // The banner has a style of its own.
            if let Some(new) = policy::with_style_attributes(&own) {
                tag.set("content", new);
            }
            return;
        }
        let archived = &self.run.options.archive;
        let is_robots = tag.get("name").is_some_and(|name| name.eq_ignore_ascii_case("robots"));
        if is_robots && !archived.robots.is_empty() {
            self.robots = true;
            tag.set("content", archived.robots.clone());
        }
    }

    fn link(&mut self, tag: &mut Tag<'_>, page: &Page<'_>) {
        let archived = &self.run.options.archive;
        let rel = tag.get("rel").unwrap_or_default();
        let is_canonical = rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("canonical"));
        if is_canonical && !archived.canonical.is_empty() {
            self.canonical = true;
            tag.set("href", self.address(page));
        }
    }

    /// The address of the page in its edition.
    fn address(&self, page: &Page<'_>) -> String {
        let (own, home) = (self.run.address(page.path), self.run.address(""));
        let path = own.path().strip_prefix(home.path()).unwrap_or_default();
        let base = &self.run.options.archive.canonical;
        format!("{}/{path}", base.trim_end_matches('/'))
    }

    /// Leads a dead link to a copy of what it led to, and one that lives again back.
    fn follow(&self, tag: &mut Tag<'_>, page: &Page<'_>) {
        let Some(dead) = &self.run.dead_links else { return };
        let (original, href) = (tag.get(ORIGINAL), tag.get("href").unwrap_or_default());
        if let Some(original) = original {
            let is_ours = tag.get(VERSION).is_some_and(|version| version == href);
            if is_ours && died(dead, &original).is_none() {
                tag.set("href", original.into_owned());
                [ORIGINAL, VERSION, VERSION_DATE].iter().for_each(|name| tag.remove(name));
            }
        } else if page.leaves(&href)
            && let Some(url) = page.resolve(&href)
            && let Some(good) = died(dead, url.as_str())
        {
            let copy = format!("https://web.archive.org/web/{}/{url}", good.strftime("%Y%m%d"));
            tag.set(ORIGINAL, href.into_owned());
            tag.set(VERSION, copy.clone());
            tag.set(VERSION_DATE, good.to_string());
            tag.set("href", copy);
        }
    }
}

/// The last day on which a dead link may have been good; the part of the page that it names does not matter.
fn died(dead: &DeadLinks<'_>, address: &str) -> Option<Date> {
    let mut url = Url::parse(address).ok()?;
    dead(&url).or_else(|| {
        url.set_fragment(None);
        dead(&url)
    })
}

fn banner(archived: &Said) -> String {
    let address = text::encode_attribute(&archived.current, b'"');
    let (words, name) = (text::encode_text(&archived.words), text::encode_text(&archived.name));
    format!(
        "<aside {BANNER} style=\"{STYLE}\">{words} <a {BANNER} style=\"{LINK_STYLE}\" href=\"{address}\">{name}</a></aside>"
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::*;
    use crate::{
        config::Finish,
        html::{Engine, splice, testing::run},
    };

    fn options(canonical: &str, robots: &str) -> Finish {
        let archive = Said {
            current: "https://example.net/?a&b".into(),
            name: "DLDE-IV <new>".into(),
            words: "Past:".into(),
            canonical: canonical.into(),
            robots: robots.into(),
        };
        Finish { archived: true, archive, ..Finish::default() }
    }

    #[track_caller]
    fn rewritten(options: &Finish, dead: &[(&str, Date)], page: &str) -> String {
        let mut run = run(Path::new("/nowhere"), options);
        let died = |url: &Url| dead.iter().find(|(dead, _)| *dead == url.as_str()).map(|(_, good)| *good);
        run.dead_links = Some(Box::new(died));
        let engine = Engine::of(&run, [&RULE]).expect("selects");
        let once =
            splice(page.as_bytes(), &engine.rewrite("a/index.html", page.as_bytes()).expect("parses").edits);
        let second = engine.rewrite("a/index.html", &once).expect("parses");
        assert_eq!(second.edits, [], "a second run changes nothing");
        // The styles are of no interest here.
        String::from_utf8(once)
            .expect("is UTF-8")
            .replace(&format!(" style=\"{STYLE}\""), "")
            .replace(&format!(" style=\"{LINK_STYLE}\""), "")
    }

    const SHOWN: &str = "<aside data-archive-banner>Past: \
                         <a data-archive-banner href=\"https://example.net/?a&amp;b\">DLDE-IV &lt;new&gt;</a></aside>";

    #[test]
    fn a_page_in_another_encoding_has_the_banner_in_its_characters() {
        let mut options = options("", "");
        options.archive.name = "Übersicht".to_owned();
        let new = rewritten(&options, &[], "<meta charset=iso-8859-1><body><p>y");
        assert!(new.contains("&#220;bersicht</a>"), "{new}");
    }

    #[test]
    fn a_policy_of_ours_lets_the_banner_have_its_style() {
        let policy = |more: &str| {
            format!(
                "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self' https://a.example{more}\
                 ;img-src 'self' data:;form-action 'none';base-uri 'none'\"><body>"
            )
        };
        let new = rewritten(&options("", ""), &[], &policy(""));
        assert_eq!(new, policy(";style-src-attr 'unsafe-inline'") + SHOWN);
        let other =
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; img-src *\"><body>";
        assert_eq!(rewritten(&options("", ""), &[], other), format!("{other}{SHOWN}"));
    }

    #[test]
    fn the_link_to_the_current_edition_is_left_even_if_that_cannot_be_reached() {
        let gone = ("https://example.net/?a&b", date(2024, 6, 30));
        assert_eq!(rewritten(&options("", ""), &[gone], "<body>x"), format!("<body>{SHOWN}x"));
    }

    #[test]
    fn the_current_edition_is_named_first() {
        let new = rewritten(&options("", ""), &[], "<body class=x><p>y");
        assert_eq!(new, format!("<body class=x>{SHOWN}<p>y"));
        let new = rewritten(&options("", ""), &[], "<title>x</title><div><div>y");
        assert_eq!(new, format!("<title>x</title>{SHOWN}<div><div>y"));
        let old = "<body><aside data-archive-banner>Past: 2022</aside><p>y";
        assert_eq!(rewritten(&options("", ""), &[], old), format!("<body>{SHOWN}<p>y"));
    }

    #[test]
    fn a_page_stays_where_the_banner_would_fall_into_what_is_open() {
        let options = options("", "");
        let run = run(Path::new("/nowhere"), &options);
        let engine = Engine::of(&run, [&RULE]).expect("selects");
        for page in ["<a name=x>y<p>z", "<a name=x>y<body><p>z"] {
            let why = engine.rewrite("a.html", page.as_bytes()).expect_err("is refused").to_string();
            assert_eq!(why, "where its body begins can be read in two ways", "{page}");
        }
        assert!(engine.rewrite("a.html", b"<a name=x></a>y<p>z").is_ok());
    }

    #[test]
    fn search_engines_and_robots_are_told_what_the_site_wants() {
        let options = options("https://example.net/2021", "noindex");
        let new = rewritten(&options, &[], "<meta charset=utf-8><body>");
        let added = "\n<link rel=\"canonical\" href=\"https://example.net/2021/a/\">\
                     \n<meta name=\"robots\" content=\"noindex\">";
        assert_eq!(new, format!("<meta charset=utf-8>{added}<body>{SHOWN}"));
        let new = rewritten(&options, &[], "<link rel=canonical href=x><meta name=Robots content=all><body>");
        let expected = "<link rel=canonical href=\"https://example.net/2021/a/\"><meta name=Robots content=\"noindex\"><body>";
        assert_eq!(new, format!("{expected}{SHOWN}"));
    }

    #[test]
    fn a_dead_link_leads_to_a_copy_until_it_lives_again() {
        let page = "<body><a href=\"https://dead.example/a?b&amp;c#d\">x</a><a href=https://good.example/>y</a><a href=#d>z</a>";
        let dead = [("https://dead.example/a?b&c", date(2022, 3, 4))];
        let new = rewritten(&options("", ""), &dead, page);
        let copy = "https://web.archive.org/web/20220304/https://dead.example/a?b&amp;c#d";
        let link = format!(
            "<a href=\"{copy}\" data-originalurl=\"https://dead.example/a?b&amp;c#d\" data-versionurl=\"{copy}\" \
             data-versiondate=\"2022-03-04\">x</a>"
        );
        let rest = "<a href=https://good.example/>y</a><a href=#d>z</a>";
        assert_eq!(new, format!("<body>{SHOWN}{link}{rest}"));
        let back = rewritten(&options("", ""), &[], &new);
        assert_eq!(back, page.replacen("<body>", &format!("<body>{SHOWN}"), 1));
    }
}
