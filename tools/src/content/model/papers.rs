//! `papers.toml`: accepted papers.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Confirm;
use crate::content::values::{Address, Spanned};

/// The whole file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Papers {
    /// Lists kept elsewhere.
    #[serde(default)]
    pub lists: Vec<PaperList>,
    /// In the order of the page.
    #[serde(default)]
    pub papers: Vec<Paper>,
}

/// A list of papers that is kept elsewhere.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperList {
    /// The words of the link.
    pub label: String,
    /// Where it is.
    pub url: Spanned<Address>,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}

/// An accepted paper.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Short name for links and for the schedule.
    pub id: Spanned<String>,
    /// Title.
    pub title: String,
    /// Names in the order of the paper.
    #[serde(default)]
    pub authors: Vec<Spanned<String>>,
    /// How it is presented.
    #[serde(default)]
    pub kind: Option<PaperKind>,
    /// Its page.
    #[serde(default)]
    pub url: Option<Spanned<Address>>,
    /// The paper itself.
    #[serde(default)]
    pub pdf: Option<Spanned<Address>>,
    /// Slides or poster.
    #[serde(default)]
    pub slides: Option<Spanned<Address>>,
    /// The recording.
    #[serde(default)]
    pub video: Option<Spanned<Address>>,
    /// What it won.
    #[serde(default)]
    pub award: Option<String>,
    /// Markdown.
    #[serde(default, rename = "abstract")]
    pub summary: Option<String>,
    /// Title of the poster session it is shown in.
    #[serde(default)]
    pub session: Option<Spanned<String>>,
    /// Its board there.
    #[serde(default)]
    pub board: Option<String>,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}

/// How a paper is presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PaperKind {
    /// A talk of full length.
    Oral,
    /// A short talk.
    Spotlight,
    /// A poster.
    Poster,
}
