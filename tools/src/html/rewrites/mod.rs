//! All rewrites, each in a file named after what it is about. A new one is a file and a line in [`ALL`].

mod facts;
mod headings;
mod images;
mod links;
mod maths;
mod small;

use super::Rule;

/// In the order in which they see a tag and add to a place.
pub const ALL: &[&Rule] =
    &[&links::RULE, &images::RULE, &headings::RULE, &maths::RULE, &facts::RULE, &small::RULE];

/// The one that is shown comments.
pub(super) const SEES_COMMENTS: &str = small::RULE.name;
