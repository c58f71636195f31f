//! `people.toml`: everybody on the page.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Confirm;
use crate::content::values::{Address, Spanned};

/// The whole file; each list in the order of the page.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Invited speakers.
    #[serde(default)]
    pub speakers: Vec<Person>,
    /// Who sits on a panel and is no invited speaker.
    #[serde(default)]
    pub panellists: Vec<Person>,
    /// Organisers.
    #[serde(default)]
    pub organisers: Vec<Person>,
    /// Programme committee.
    #[serde(default)]
    pub committee: Vec<CommitteeMember>,
}

impl People {
    /// Everybody who has an id.
    pub fn all(&self) -> impl Iterator<Item = &Person> {
        self.speakers.iter().chain(&self.panellists).chain(&self.organisers)
    }
}

/// A person.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Short name for links and for the schedule.
    pub id: Spanned<String>,
    /// Name as it is shown.
    pub name: Spanned<String>,
    /// Name as the schedule says it, where it differs.
    #[serde(default)]
    pub full_name: Option<Spanned<String>>,
    /// Own page.
    #[serde(default)]
    pub url: Option<Spanned<Address>>,
    /// File in the folder of the edition.
    #[serde(default)]
    pub photo: Option<Spanned<String>>,
    /// Institutions, as they are shown.
    #[serde(default)]
    pub affiliations: Vec<Spanned<String>>,
    /// Has promised to come.
    #[serde(default)]
    pub confirmed: Option<Spanned<bool>>,
    /// A few sentences, in Markdown.
    #[serde(default)]
    pub bio: Option<String>,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}

/// A member of the programme committee.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitteeMember {
    /// Name as it is shown.
    pub name: Spanned<String>,
    /// Institution.
    #[serde(default)]
    pub affiliation: Option<Spanned<String>>,
    /// Own page.
    #[serde(default)]
    pub url: Option<Spanned<Address>>,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}
