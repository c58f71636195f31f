//! What a page may load and run: Content Security Policy Level 3, as a `meta` in the page.
//!
//! Everything of the site itself may be loaded, and nothing else but what the page holds and the site's configuration
//! lets in. A policy in a `meta` governs what follows it.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html};

use super::text;

/// The element `meta` of this kind holds a policy.
pub const NAME: &str = "Content-Security-Policy";

/// What a directive is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Scripts.
    Script,
    /// Style sheets.
    Style,
    /// `style` attributes.
    StyleAttribute,
    /// Pictures.
    Image,
    /// Fonts.
    Font,
    /// Sound, films and their texts.
    Media,
    /// Pages within the page.
    Frame,
    /// What `object` and `embed` show.
    Object,
    /// Where forms are sent.
    Form,
    /// The base of addresses.
    Base,
}

impl Kind {
    fn directive(self) -> &'static str {
        match self {
            Self::Script => "script-src",
            Self::Style => "style-src",
            Self::StyleAttribute => "style-src-attr",
            Self::Image => "img-src",
            Self::Font => "font-src",
            Self::Media => "media-src",
            Self::Frame => "frame-src",
            Self::Object => "object-src",
            Self::Form => "form-action",
            Self::Base => "base-uri",
        }
    }
}

/// The policy of one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The origin of the site, where the page says it: `'self'` is another one where a copy of the site stands.
    own: Option<String>,
    sources: BTreeMap<Kind, BTreeSet<String>>,
}

impl Default for Policy {
    /// Of a page that has only what the site itself holds, and no form.
    fn default() -> Self {
        // These two do not follow `default-src`.
        Self { own: None, sources: [Kind::Form, Kind::Base].map(|kind| (kind, BTreeSet::new())).into() }
    }
}

impl Policy {
    /// Lets something in beside the site's own.
    pub fn allow(&mut self, kind: Kind, source: impl Into<String>) {
        self.sources.entry(kind).or_default().insert(source.into());
    }

    /// Lets in what the page loads from the site by its full address.
    pub fn allow_own(&mut self, origin: impl FnOnce() -> String) {
        self.own.get_or_insert_with(origin);
    }

    /// The policy as it is written in the `content` of the `meta`.
    pub fn text(&self) -> String {
        let own = || ["'self'"].into_iter().chain(self.own.as_deref());
        let none = || ["'none'"].into_iter();
        let mut text = "default-src".to_owned();
        own().for_each(|source| text.extend([" ", source]));
        for (kind, sources) in &self.sources {
            text.extend([";", kind.directive()]);
            // What follows `default-src` otherwise would lose the site's own.
            let follows = !matches!(kind, Kind::StyleAttribute | Kind::Form | Kind::Base);
            let first = own().filter(|_| follows).chain(none().filter(|_| sources.is_empty() && !follows));
            first.chain(sources.iter().map(String::as_str)).for_each(|source| text.extend([" ", source]));
        }
        text
    }
}

/// The element that holds a policy.
pub fn markup(policy: &str) -> String {
    format!("<meta http-equiv=\"{NAME}\" content=\"{}\">", text::encode_attribute(policy, b'"'))
}

/// A policy of ours with leave for `style` attributes, where it has none yet; none where it is not one of ours, or has.
pub fn with_style_attributes(policy: &str) -> Option<String> {
    let rest = policy.strip_prefix("default-src 'self'")?;
    let is_ours = policy.contains(";form-action ") && policy.contains(";base-uri ");
    let directive = Kind::StyleAttribute.directive();
    let more = format!(";{directive} 'unsafe-inline'");
    let at = rest.find(';').filter(|_| is_ours && !policy.contains(directive))?;
    let (own, others) = rest.split_at(at);
    Some(format!("default-src 'self'{own}{more}{others}"))
}

/// Whether a script of this type is run. (HTML Standard, 4.12.1.1, and the essence match of MIME Sniffing, 4.6.)
pub fn is_run(kind: &str) -> bool {
    let kind = kind.trim_ascii().to_ascii_lowercase();
    let name = kind.strip_prefix("text/").or_else(|| kind.strip_prefix("application/")).unwrap_or_default();
    let is_javascript = match name.strip_prefix("x-").unwrap_or(name) {
        "javascript" | "ecmascript" => true,
        "jscript" | "livescript" | "javascript1.0" | "javascript1.1" | "javascript1.2" | "javascript1.3"
        | "javascript1.4" | "javascript1.5" => kind.starts_with("text/") && !name.starts_with("x-"),
        _ => false,
    };
    is_javascript || matches!(kind.as_str(), "" | "module" | "importmap" | "speculationrules")
}

/// The scripts of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scripts {
    /// Those written in it.
    pub written: Vec<String>,
    /// The addresses of others.
    pub loaded: Vec<String>,
    /// Whether there are any in attributes.
    pub has_others: bool,
}

/// The scripts of a page that are run.
pub fn scripts_in(page: &str) -> Scripts {
    let html = Html::parse_document(page);
    let mut scripts = Scripts::default();
    for element in html.tree.nodes().filter_map(ElementRef::wrap) {
        scripts.has_others |= element.value().attrs().any(|(name, value)| {
            name.starts_with("on")
                || matches!(name, "href" | "src" | "action" | "formaction")
                    && text::is_script(value.as_bytes())
        });
        if element.value().name() == "script" && is_run(element.attr("type").unwrap_or_default()) {
            match element.attr("src") {
                Some(address) => scripts.loaded.push(address.to_owned()),
                None => scripts.written.push(element.text().collect()),
            }
        }
    }
    scripts.written.retain(|script| !script.is_empty());
    scripts
}

/// What a style sheet loads.
pub fn kind_of(address: &str) -> Kind {
    let address = address.to_ascii_lowercase();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let is_font = |start: &str| address.starts_with(start);
    if ["data:font/", "data:application/font", "data:application/x-font"].into_iter().any(is_font) {
        Kind::Font
    } else if address.starts_with("data:") {
        Kind::Image
    } else if [".woff2", ".woff", ".ttf", ".otf"].iter().any(|ending| path.ends_with(ending)) {
        Kind::Font
    } else if path.ends_with(".css") {
        Kind::Style
    } else {
        Kind::Image
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_lets_in_the_site_and_what_is_added() {
        let mut policy = Policy::default();
        assert_eq!(policy.text(), "default-src 'self';form-action 'none';base-uri 'none'");
        policy.allow(Kind::Form, "'self'");
        policy.allow(Kind::Image, "https://b.example");
        policy.allow(Kind::Image, "data:");
        policy.allow(Kind::StyleAttribute, "'unsafe-inline'");
        assert_eq!(
            policy.text(),
            "default-src 'self';style-src-attr 'unsafe-inline';img-src 'self' data: https://b.example;\
             form-action 'self';base-uri 'none'"
        );
        policy.allow_own(|| "https://own.example".to_owned());
        assert_eq!(
            policy.text(),
            "default-src 'self' https://own.example;style-src-attr 'unsafe-inline';\
             img-src 'self' https://own.example data: https://b.example;form-action 'self';base-uri 'none'"
        );
    }

    #[test]
    fn scripts_are_told_from_data() {
        for kind in [
            "",
            "module",
            "text/javascript",
            " Application/JavaScript ",
            "text/x-javascript",
            "text/JavaScript1.5",
            "importmap",
        ] {
            assert!(is_run(kind), "{kind}");
        }
        for kind in [
            "application/ld+json",
            "text/plain",
            "math/tex",
            "text/template",
            "text/javascript; charset=utf-8",
            "text/javascript1.6",
            "application/jscript",
        ] {
            assert!(!is_run(kind), "{kind}");
        }
    }

    #[test]
    fn scripts_in_a_page_are_those_that_are_run_and_written_there() {
        let page = "<script src=a></script><script type=application/ld+json>{}</script><scripture>b</scripture>\
                    <SCRIPT>c < d</SCRIPT><script></script><a href='https://a.example/javascript:'>";
        let [written, loaded] = [vec!["c < d".to_owned()], vec!["a".to_owned()]];
        assert_eq!(scripts_in(page), Scripts { written, loaded, has_others: false });
        for page in ["<p onclick=x()>", "<a href=' JavaScript:x()'>"] {
            assert_eq!(scripts_in(page), Scripts { has_others: true, ..Scripts::default() }, "{page}");
        }
    }
}
