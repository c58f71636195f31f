//! Whether two titles are of one work.

use std::collections::BTreeSet;

/// Whether most words of the shorter title are in the longer one. Commands and braces of LaTeX count for nothing.
pub(in crate::links) fn are_alike(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    let shorter = one.len().min(other.len());
    shorter == 0 || shared * 3 >= shorter * 2
}

fn words(title: &str) -> BTreeSet<String> {
    let letters = title.replace(['{', '}', '$'], "");
    letters
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 1)
        .map(str::to_lowercase)
        .collect()
}

/// What to say where a title is none of those expected.
pub(super) fn warning(expected: &[String], found: &str) -> Option<String> {
    let first = expected.first()?;
    let known = expected.iter().any(|title| are_alike(title, found));
    (!known && !found.is_empty()).then(|| format!("it is called “{found}” there, and “{first}” here"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_alike_whatever_their_dress() {
        assert!(are_alike("Neural {ODE}s: a   Survey", "Neural ODEs — A survey (extended)"));
        assert!(are_alike("Learning the $x$-dynamics", "Learning the x-Dynamics of Fluids"));
        assert!(!are_alike("Neural Ordinary Differential Equations", "Deep Residual Learning for Images"));
        assert_eq!(warning(&[], "x"), None);
        assert_eq!(warning(&["A cat".to_owned()], ""), None);
        assert_eq!(
            warning(&["Of cats".to_owned()], "On dogs").as_deref(),
            Some("it is called “On dogs” there, and “Of cats” here")
        );
    }
}
