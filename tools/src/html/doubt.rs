//! Start tags that lol_html 3.0 reads in another way than browsers. What only looks like one, in a comment, counts too.

use memchr::memchr_iter;

use super::{
    signs::Signs,
    tokens::{self, Last},
};

/// The elements in which there is only text.
const RAW: [&str; 10] =
    ["iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp"];
/// What it takes to be open even where it is closed at once, as in `<svg/>`.
const FOREIGN: [&str; 2] = ["svg", "math"];

/// What is found on a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Doubt {
    /// The start tag of an element with text ends in a `=` without a value, as in `<script async=>`: what follows is
    /// taken for markup.
    pub(super) has_text_as_markup: bool,
    /// What follows may be taken for SVG or MathML.
    pub(super) has_open_foreign: bool,
}

impl Doubt {
    /// What is doubtful on a page, which may have SVG or MathML or surely has none.
    pub(super) fn of(page: &[u8], signs: &Signs, may_be_foreign: bool) -> Self {
        let mut doubt = Self::default();
        if !may_be_foreign && !signs.has_last {
            return doubt;
        }
        // Tags in the quotes of each other may take for ever to read, and are doubtful enough.
        let mut rest = 8 * page.len();
        // The elements that are open from the outermost SVG or MathML on.
        let mut open: Vec<&[u8]> = Vec::new();
        for at in memchr_iter(b'<', page) {
            let tag = page.get(at + 1..).unwrap_or_default();
            if let Some(name) = tag.strip_prefix(b"/").map(tokens::name) {
                let known = open.iter().rposition(|own| own.eq_ignore_ascii_case(name));
                // Where an end tag closes what is around it, parsers part.
                doubt.has_open_foreign |= known.is_none() && !(open.is_empty() || name.is_empty());
                open.truncate(known.unwrap_or_default());
                continue;
            }
            let is = |names: &[&str]| names.iter().any(|name| tokens::has_name(tag, name));
            let (is_raw, is_foreign) = (is(&RAW), is(&FOREIGN));
            let is_within = !open.is_empty() && tag.first().is_some_and(u8::is_ascii_alphabetic);
            if !is_raw && !is_foreign && !is_within {
                continue;
            }
            let (end, last) = tokens::end_of_tag(page, at).unwrap_or((page.len(), Last::Other));
            doubt.has_text_as_markup |= is_raw && last == Last::Sign;
            doubt.has_open_foreign |= is_foreign && last == Last::Slash;
            if (is_foreign || is_within) && last != Last::Slash && end < page.len() {
                open.push(tokens::name(tag));
            }
            let Some(left) = rest.checked_sub(end - at) else {
                return Self { has_text_as_markup: true, has_open_foreign: true };
            };
            rest = left;
        }
        doubt.has_open_foreign |= !open.is_empty();
        doubt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubt(page: &str) -> Doubt {
        Doubt::of(page.as_bytes(), &Signs::of(page.as_bytes()), true)
    }

    #[test]
    fn text_is_taken_for_markup_where_its_tag_ends_in_a_sign_for_a_value() {
        let of = |page: &str| doubt(page).has_text_as_markup;
        for page in [
            "<script async=></script>",
            "<p>a<STYLE\n a = b c = ></style>",
            "<title a='>' b=\"=>\" =c=\t>",
            "<!-- <textarea a=> -->",
            "<script/=a=>",
        ] {
            assert!(of(page), "{page}");
        }
        for page in [
            "<a href=>",
            "<script>a => b</script>",
            "<script a='=>'>a => b</script>",
            "<script a==>a => b</script>",
            "<script =>a</script>",
            "<titlesa=><title a=",
            "<script a='=>",
            "",
        ] {
            assert!(!of(page), "{page}");
        }
    }

    #[test]
    fn tags_in_the_quotes_of_each_other_are_doubtful_before_they_take_long() {
        let page = "<script a='".repeat(100_000) + "=>";
        assert!(doubt(&page).has_text_as_markup);
    }

    #[test]
    fn what_is_closed_at_once_is_taken_to_be_open() {
        let of = |page: &str| doubt(page).has_open_foreign;
        for page in ["<svg/>", "<p><SVG class=a />", "<math a=/ b='>'/>", "<svg / a= '/'/>"] {
            assert!(of(page), "{page}");
        }
        for page in ["<svg></svg>", "<svg a=b/></svg>", "<svg a=/></svg>", "<svg/ ></svg>", "<svg", "<img/>"]
        {
            assert!(!of(page), "{page}");
        }
    }

    #[test]
    fn what_is_closed_by_what_is_around_it_is_taken_to_be_open() {
        let of = |page: &str| doubt(page).has_open_foreign;
        for page in ["<svg><p>", "<h2><math></h2></math>", "<p><svg><g></p></g></svg>"] {
            assert!(of(page), "{page}");
        }
        for page in [
            "<p><svg><g><path/></g></svg></p>",
            "<svg><foreignObject><p>a<br>b</foreignObject></svg>",
            "<math><mi>x</mi></math></p>",
            "<svg><style>a > b</style></svg>",
        ] {
            assert!(!of(page), "{page}");
        }
    }

    #[test]
    fn deep_drawings_take_no_longer_than_long_ones() {
        let page = format!("<svg>{}{}", "<g>".repeat(100_000), "</b>".repeat(100_000));
        assert!(doubt(&page).has_open_foreign);
    }
}
