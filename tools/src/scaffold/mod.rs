//! A complete site for the next edition: what the organisers answered, what they carry over, and the theme. Everything is
//! written into a folder beside the new one, which is put in place whole or not at all.

mod answers;
mod ask;
mod carry;
mod place;
mod templates;
mod theme;

use std::path::Path;

use serde::Serialize;

pub use self::{
    answers::Answers,
    ask::{can_ask, missing},
    carry::{Field, Previous},
    theme::{Kind as ThemeKind, Source as ThemeSource},
};
use crate::report::Error;

/// Folder of the theme below `themes/`, unless what is carried over names it otherwise.
const THEME: &str = "workshop";

/// What the new site says.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// Short name of the workshop.
    pub acronym: String,
    /// Full name of the workshop.
    pub title: String,
    /// Number of the edition.
    pub numeral: Option<String>,
    /// Year of the edition.
    pub year: i16,
    /// The host conference with its year.
    pub conference: String,
    /// A day, a month, or "to be announced".
    pub date: String,
    /// Name of the zone whose clock the hours are on.
    pub zone: String,
    /// Virtual, in person or hybrid.
    pub mode: String,
    /// Building and city.
    pub place: Option<String>,
    /// Mail address for questions.
    pub contact: Option<String>,
    /// Where the site will be published, without a slash at the end.
    pub base_url: String,
}

/// Makes the site in `folder`, which must not be there or be empty.
///
/// # Errors
/// Where something is in the folder already, what is carried over cannot be read, or the disk refuses; nothing is left
/// behind then.
pub fn make(
    folder: &Path,
    plan: &Plan,
    previous: Option<(&Previous, &[Field])>,
    theme: &ThemeSource,
) -> Result<(), Error> {
    let staging = place::Staging::beside(folder)?;
    let carried = previous.map(|(site, fields)| site.carry(fields)).transpose()?.unwrap_or_default();
    let name = carried.theme.as_deref().unwrap_or(THEME);
    for (path, text) in templates::render(plan, &carried, name)? {
        staging.write(&path, text.as_bytes())?;
    }
    for (path, bytes) in &carried.files {
        staging.write(path, bytes)?;
    }
    // A submodule needs the repository around it, and an empty folder to clone into.
    theme.install(staging.site(), name)?;
    staging.publish()
}
