//! Rewrites the pages of a built site. Each page is parsed once; [rewrites](rewrites::ALL) only note edits by source
//! position, and the page is spliced from its own bytes and the edits. What nobody edits keeps every byte.
//!
//! A rewrite is a file in `rewrites/` with a [`Rule`], and a line in the list, whose order is the order of the rewrites:
//! each sees the attributes of a tag as those before it have set them. For example:
//!
//! ```
//! use dlde_tools::html::{Page, Rewrite, Rule, Tag};
//!
//! pub const RULE: Rule = Rule {
//!     name: "lang",
//!     reason: "readers want to know what language a link leads to",
//!     selector: "a[data-lang]",
//!     on: |options| options.links,
//!     start: |_run, _path| Some(Box::new(Lang)),
//! };
//! struct Lang; // what is known of one page so far
//! impl Rewrite for Lang {
//!     fn tag(&mut self, tag: &mut Tag<'_>, _page: &mut Page<'_>) {
//!         if let Some(lang) = tag.get("data-lang") {
//!             tag.set("hreflang", lang.into_owned());
//!         }
//!     }
//! }
//! ```
//!
//! What is known only further down – the text of an element, all ids, the hashes of all scripts – is edited in
//! [`Rewrite::content`] or [`Rewrite::end`] by [`Page::insert`] at a place noted earlier. End tags may be missing from a
//! page (minifiers leave them out), so insertions hang on start tags: [`Page::head`], [`Tag::before`], [`Tag::after`].

pub mod addresses;
pub mod assets;
pub mod css;
mod doubt;
mod engine;
mod head;
mod mathml;
mod page;
mod pictures;
pub mod policy;
pub mod rewrites;
mod selection;
mod shape;
mod signs;
mod splice;
pub mod srcset;
mod tag;
#[cfg(test)]
mod promise_tests;
#[cfg(test)]
mod testing;
pub mod text;
mod tokens;
pub mod verify;

use std::{path::Path, sync::LazyLock};

use jiff::Timestamp;
use url::Url;

pub use self::{
    engine::{Engine, Refused, Rewritten},
    page::{Note, Page},
    pictures::{Picture, Pictures},
    splice::{Edit, splice},
    tag::{Element, Tag},
};
use crate::{config::Finish, content::Content};

/// A rewrite as the list of all knows it.
pub struct Rule {
    /// Its name in reports and in `[extra.finish]`.
    pub name: &'static str,
    /// Why it is done.
    pub reason: &'static str,
    /// The start tags it wants to see: a list of names of tags, each alone, with an attribute or with a class, as in
    /// `h2, a[href], ul.papers`. An attribute without a name, as in `[style]`, makes the parser read those of every tag.
    /// Empty for none.
    pub selector: &'static str,
    /// Whether the site wants it.
    pub on: fn(&Finish) -> bool,
    /// Begins a page, whose path within the site has `/` on every system and none in front; none where there is nothing
    /// to be done to it.
    pub start: for<'r> fn(run: &'r Run<'r>, path: &str) -> Option<Box<dyn Rewrite + 'r>>,
}

/// What a rewrite does with one page. The value lives as long as the page: its fields are what it knows so far.
pub trait Rewrite {
    /// Sees a start tag that its selector matches, in the order of the page.
    fn tag(&mut self, _tag: &mut Tag<'_>, _page: &mut Page<'_>) {}

    /// Sees the whole of an element for which [`Tag::watch`] was called, once its end tag is read and before any start
    /// tag after it. An element without an end tag is never seen.
    fn content(&mut self, _element: &Element, _page: &mut Page<'_>) {}

    /// Sees the end of the page.
    fn end(&mut self, _page: &mut Page<'_>) {}
}

/// What all pages of a run share.
pub struct Run<'r> {
    /// The folder with the pages.
    pub folder: &'r Path,
    /// The address of that folder on the web, with a slash at the end; none where nobody said it.
    pub base: Option<Url>,
    /// The instant the run takes for now.
    pub now: Timestamp,
    /// What the site wants.
    pub options: &'r Finish,
    /// The typed content; none where a folder is rewritten that no content is known of.
    pub content: Option<&'r Content>,
    /// The pictures of the folder, each of which is read once a run.
    pub pictures: Pictures,
    /// The files that are parts of pages; none where they keep their names.
    pub assets: Option<assets::Assets>,
    /// The links that are known to be dead; none where nobody looked.
    pub dead_links: Option<rewrites::DeadLinks<'r>>,
}

/// Where a site stands of which nobody said where. (RFC 6761, section 6.4: no such host can be.)
static NOWHERE: LazyLock<Url> = LazyLock::new(|| {
    #[allow(
        clippy::expect_used,
        reason = "the text is a constant, and every test that rewrites a page reads it"
    )]
    Url::parse("https://site.invalid/").expect("is an address")
});

impl Run<'_> {
    /// The address of a page or the folder, for an empty path; `index.html` is left out. Where nobody said what the
    /// address of the site is, one on a host that no site has stands in.
    pub fn address(&self, path: &str) -> Url {
        let base = self.base.as_ref().unwrap_or(&NOWHERE);
        let folder = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
        let mut address = base.clone();
        address.set_path(&format!("{}{}", base.path(), folder.unwrap_or(path).replace('%', "%25")));
        address
    }
}
