//! "Did you mean …?"

/// The known word nearest to a misspelt one, if it is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// The word that another is but for one letter that is missing, too much, wrong or in the wrong place.
pub fn one_slip_from<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known.iter().copied().find(|candidate| strsim::osa_distance(candidate, word) == 1)
}

/// Advice for a word that is not among the known ones: the nearest, or all of them.
pub(super) fn one_of(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "nothing is expected here: take it out".to_owned(),
        None => format!("known here: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_gets_the_nearest() {
        assert_eq!(nearest("tilte", ["label", "title", "time"]), Some("title"));
        assert_eq!(one_of("spekers", &["room", "speakers"]), "did you mean `speakers`?");
    }

    #[test]
    fn a_word_like_no_other_gets_the_whole_list() {
        assert_eq!(one_of("zzz", &["room", "title"]), "known here: room, title");
    }
}
