//! What the files of an edition may say, a module each. The keys are explained where organisers see them, in the files
//! themselves.

pub mod edition;
mod front_matter;
pub mod papers;
pub mod people;
pub mod schedule;

pub use edition::Edition;
pub use front_matter::FrontMatter;
pub use papers::Papers;
pub use people::{People, Person};
pub use schedule::Schedule;

use schemars::JsonSchema;
use serde::Deserialize;

use super::values::{Address, Spanned};

/// A value that nobody has confirmed yet: why.
pub type Confirm = Option<String>;

/// `sponsors.toml`: who pays.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sponsors {
    /// In the order of the page; tiers in the order in which they first appear.
    #[serde(default)]
    pub sponsors: Vec<Sponsor>,
}

/// A sponsor.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sponsor {
    /// Name as it is shown.
    pub name: String,
    /// Heading under which it stands, for instance "Gold".
    pub tier: String,
    /// Where the name leads.
    #[serde(default)]
    pub url: Option<Spanned<Address>>,
    /// File in the folder of the edition.
    #[serde(default)]
    pub logo: Option<Spanned<String>>,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}

/// `editions.toml`: editions that live elsewhere. Those in folders of this site are found by themselves.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Editions {
    /// In the order of the page.
    #[serde(default)]
    pub editions: Vec<OtherEdition>,
}

/// An edition that lives elsewhere.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherEdition {
    /// Its name.
    pub title: String,
    /// Its year.
    pub year: i16,
    /// Its address.
    pub url: Spanned<Address>,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}
