//! What Google Scholar and reference managers read from the page of a paper.
//! <https://scholar.google.com/intl/en/scholar/inclusion.html#indexing>

use super::programme::{Paper, Programme};

/// The names of `meta` elements and what they say, in order. A paper without authors is not told: Scholar refuses it.
pub fn write(programme: &Programme<'_>, paper: &Paper) -> Vec<(&'static str, String)> {
    if paper.authors.is_empty() {
        return Vec::new();
    }
    let mut tags = vec![("citation_title", paper.title.clone())];
    tags.extend(paper.authors.iter().map(|name| ("citation_author", name.clone())));
    let published = programme.published.iter();
    tags.extend(published.map(|date| ("citation_publication_date", date.replace('-', "/"))));
    tags.push(("citation_conference_title", programme.full_name()));
    tags.extend(paper.pdf.iter().map(|pdf| ("citation_pdf_url", pdf.clone())));
    tags
}
