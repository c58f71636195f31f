//! The head of a Markdown file.

use serde::{Deserialize, de::IgnoredAny};

/// Front matter of a Markdown file: Zola's keys, of which we read a few.
/// <https://www.getzola.org/documentation/content/page/#front-matter>
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "Zola's keys are Zola's to check; they are named so that a misspelt one gets a suggestion"
)]
pub struct FrontMatter {
    /// The heading of the section, or the name of the edition; the page of a paper needs none.
    #[serde(default)]
    pub title: Option<String>,
    /// One sentence for search engines.
    #[serde(default)]
    pub description: Option<String>,
    /// Not on the page yet.
    #[serde(default)]
    pub draft: bool,
    #[serde(default)]
    extra: Option<IgnoredAny>,
    #[serde(default)]
    date: Option<IgnoredAny>,
    #[serde(default)]
    updated: Option<IgnoredAny>,
    #[serde(default)]
    weight: Option<IgnoredAny>,
    /// Whether a section has a page, unless said otherwise.
    #[serde(default)]
    pub render: Option<bool>,
    #[serde(default)]
    slug: Option<IgnoredAny>,
    #[serde(default)]
    path: Option<IgnoredAny>,
    #[serde(default)]
    aliases: Option<IgnoredAny>,
    #[serde(default)]
    authors: Option<IgnoredAny>,
    #[serde(default)]
    in_search_index: Option<IgnoredAny>,
    #[serde(default)]
    template: Option<IgnoredAny>,
    #[serde(default)]
    taxonomies: Option<IgnoredAny>,
    #[serde(default)]
    sort_by: Option<IgnoredAny>,
    #[serde(default)]
    page_template: Option<IgnoredAny>,
    /// Whether the pages of a section are those of the one above as well.
    #[serde(default)]
    pub transparent: bool,
    #[serde(default)]
    paginate_by: Option<IgnoredAny>,
    #[serde(default)]
    insert_anchor_links: Option<IgnoredAny>,
    #[serde(default)]
    generate_feeds: Option<IgnoredAny>,
    #[serde(default)]
    redirect_to: Option<IgnoredAny>,
}

impl FrontMatter {
    /// Whether the page has another address than that of its file.
    pub fn is_elsewhere(&self) -> bool {
        self.slug.is_some() || self.path.is_some()
    }
}
