//! What Google Scholar and reference managers read from the page of a paper.
//! <https://scholar.google.com/intl/en/scholar/inclusion.html#indexing>

use super::programme::{Paper, Programme};

/// The names of `meta` elements and what they say, in order. A paper without authors or year is not told: Scholar refuses
/// it. Of a date, it wants the day or the year alone.
pub fn write(programme: &Programme<'_>, paper: &Paper) -> Vec<(&'static str, String)> {
    let Some(date) = programme.published.as_deref().filter(|_| !paper.authors.is_empty()) else {
        return Vec::new();
    };
    let date = if date.len() == "2031-03-01".len() { date } else { date.get(..4).unwrap_or(date) };
    let mut tags = vec![("citation_title", paper.title.clone())];
    tags.extend(paper.authors.iter().map(|name| ("citation_author", name.clone())));
    tags.push(("citation_publication_date", date.replace('-', "/")));
    tags.push(("citation_conference_title", programme.full_name()));
    tags.extend(paper.pdf.iter().map(|pdf| ("citation_pdf_url", pdf.clone())));
    tags
}
