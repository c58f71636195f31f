//! What `dlde links` finds on the network. The rules stand here, so that they are listed, explained and excepted like
//! the others.

use super::Rule;
use crate::report::Severity;

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::of_network(
        "dead-link",
        Severity::Error,
        "A link that leads nowhere costs readers their trust in the others. Find the page anew, link to an archived \
         copy, or take the link out.",
    ),
    Rule::of_network(
        "closed-link",
        Severity::Error,
        "A form or a submission that takes no more answers turns readers away at the door. Open it again, take the link \
         out, or give it a line `until` with its last day.",
    ),
    Rule::of_network(
        "private-link",
        Severity::Error,
        "What only people with an account or permission see is a locked door for everybody else. Publish it, link to \
         something public, or take the link out.",
    ),
    Rule::of_network(
        "moved-link",
        Severity::Warning,
        "A page that has moved for good leads on from its old address only as long as somebody cares. Write the new \
         address that the message shows.",
    ),
    Rule::of_network(
        "doubtful-link",
        Severity::Warning,
        "A good link may lead to something else than the page says: to another year, another title, another deadline. \
         Compare both, and correct the one that is wrong.",
    ),
    Rule::of_network(
        "unknown-link",
        Severity::Warning,
        "Some hosts tell programs nothing, so that nobody hears when the link dies. Do what the message says: give the \
         link a last day, or link to an address that can be checked.",
    ),
];
