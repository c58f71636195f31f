//! What a page may load and run: Content Security Policy Level 3, as a `meta` in the page.
//!
//! Everything of the site itself may be loaded, and nothing else but what the page holds and the site's configuration
//! lets in. A policy in a `meta` governs what follows it.

use std::collections::{BTreeMap, BTreeSet};

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
pub struct Policy(BTreeMap<Kind, BTreeSet<String>>);

impl Default for Policy {
    /// Of a page that has only what the site itself holds, and no form.
    fn default() -> Self {
        // These two do not follow `default-src`.
        Self([Kind::Form, Kind::Base].map(|kind| (kind, BTreeSet::new())).into())
    }
}

impl Policy {
    /// Lets something in beside the site's own.
    pub fn allow(&mut self, kind: Kind, source: impl Into<String>) {
        self.0.entry(kind).or_default().insert(source.into());
    }

    /// The policy as it is written in the `content` of the `meta`.
    pub fn text(&self) -> String {
        let mut text = "default-src 'self'".to_owned();
        for (kind, sources) in &self.0 {
            text.push(';');
            text.push_str(kind.directive());
            // What follows `default-src` otherwise would lose the site's own.
            let follows = !matches!(kind, Kind::StyleAttribute | Kind::Form | Kind::Base);
            let own = follows.then_some("'self'");
            let none = (sources.is_empty() && !follows).then_some("'none'");
            for source in own.into_iter().chain(none).chain(sources.iter().map(String::as_str)) {
                text.push(' ');
                text.push_str(source);
            }
        }
        text
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
    }
}
