//! All rewrites, each in a file named after what it is about. A new one is a file and a line in [`ALL`].

mod archive;
mod facts;
mod headings;
mod images;
mod integrity;
mod links;
mod maths;
mod portable;
mod small;

pub use self::archive::DeadLinks;
use super::Rule;

/// In the order in which they see a tag and add to a place.
pub const ALL: &[&Rule] = &[
    &links::RULE,
    &images::RULE,
    &headings::RULE,
    &maths::RULE,
    &facts::RULE,
    // After the facts, which its policy counts, and before the banner, which may stand at the same place: a policy counts
    // in the head only.
    &integrity::RULE,
    &archive::RULE,
    &portable::RULE,
    &small::RULE,
];
