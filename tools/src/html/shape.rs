//! Whether a style sheet lets pictures keep their shape where it makes them narrower.
//!
//! A height that HTML gives a picture stays where a style says only `max-width: 100%`, and squeezes the picture there. It
//! is safe to give one where a rule for every `img` leaves the height to the width.

use std::borrow::Cow;

/// Whether a style sheet has such a rule, for every screen.
pub(super) fn is_kept_by(css: &str) -> bool {
    let css = without_comments(css);
    let (mut rest, mut open) = (css.as_ref(), Vec::new());
    while let Some(at) = rest.find(['{', '}', ';']) {
        let (before, after) = rest.split_at(at);
        if after.starts_with('{') {
            open.push(before.trim());
        } else {
            if is_of_all_images(&open) && leaves_height(before) {
                return true;
            }
            if after.starts_with('}') {
                open.pop();
            }
        }
        rest = after.get(1..).unwrap_or_default();
    }
    false
}

fn without_comments(css: &str) -> Cow<'_, str> {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default();
    parts.fold(first.into(), |text, part| text + part.split_once("*/").map_or("", |(_, after)| after))
}

/// Whether a declaration within these blocks, from the outermost to its rule, is one for all of `img`.
fn is_of_all_images(open: &[&str]) -> bool {
    let Some((rule, around)) = open.split_last() else { return false };
    let names_it = rule.split(',').any(|selector| selector.trim().eq_ignore_ascii_case("img"));
    names_it && around.iter().all(|at_rule| at_rule.starts_with("@layer"))
}

fn leaves_height(declaration: &str) -> bool {
    let Some((property, value)) = declaration.split_once(':') else { return false };
    let is_height = ["height", "block-size"].iter().any(|name| property.trim().eq_ignore_ascii_case(name));
    let value = value.split('!').next().unwrap_or_default();
    is_height && value.trim().eq_ignore_ascii_case("auto")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_for_every_image_keeps_their_shape() {
        for css in [
            "img{height:auto}",
            "a{b:c}\nIMG , video { max-width: 100%; Height : auto !important; }",
            "@layer base{img{block-size:auto;display:block}}",
            "/* img */ svg,img/* } */{height:/* x */auto",
        ] {
            let css = if css.ends_with('}') { css.to_owned() } else { format!("{css}}}") };
            assert!(is_kept_by(&css), "{css}");
        }
        for css in [
            "",
            "img{max-width:100%}",
            "img{max-height:auto}",
            "img{height:50px}",
            "img.wide{height:auto}",
            "article img{height:auto}",
            "@media print{img{height:auto}}",
            "/* img{height:auto} */",
            "/* img{height:auto}",
            "img{}a{height:auto}",
            "}{;:,img",
        ] {
            assert!(!is_kept_by(css), "{css}");
        }
    }
}
