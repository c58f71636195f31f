//! Images: words for those who do not see them, and sizes so that the page does not jump while they load.

use super::{Flaw, Flaws, Look};
use crate::pages::document::Document;

/// Reports images without words or without a size.
pub(super) fn check(document: &Document<'_>, flaws: &mut Flaws) {
    for tag in &document.tags {
        if !tag.is_html || !document.name(tag).eq_ignore_ascii_case("img") {
            continue;
        }
        let has = |name: &str| document.attribute(tag, name).is_some();
        let source = document.value(tag, "src").unwrap_or_default().trim().to_owned();
        let flaw =
            |rule, what: &str| Flaw::new(rule, tag.at.clone(), what).look(Look::Address(source.clone()));
        if !has("alt") {
            flaws.push(
                flaw("image-without-words", "this image has no words: it has no attribute alt")
                    .hint("say in alt what the picture shows; alt=\"\" where it only decorates"),
            );
        }
        if !has("width") || !has("height") {
            flaws.push(
                flaw("image-without-size", "this image has no size: the page jumps when it has loaded").hint(
                    "write its width and height in pixels, as HTML: <img src=… alt=… width=… height=…>",
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::pages::rules::testing::flaws;

    #[test]
    fn an_image_has_words() {
        assert_eq!(
            flaws("image-without-words", "<p><img src=a.png width=1 height=1>"),
            ["4 [<img src=a.png width=1 height=1>] this image has no words: it has no attribute alt \
              (say in alt what the picture shows; alt=\"\" where it only decorates)"]
        );
        assert_eq!(flaws("image-without-words", "<img src=a.png alt><svg><image href=a.png></svg>"), [""; 0]);
    }

    #[test]
    fn an_image_has_a_size() {
        assert_eq!(
            flaws("image-without-size", "<img src=a.png alt='' width=1>"),
            ["1 [<img src=a.png alt='' width=1>] this image has no size: the page jumps when it has loaded \
              (write its width and height in pixels, as HTML: <img src=… alt=… width=… height=…>)"]
        );
        assert_eq!(flaws("image-without-size", "<img src=a.png width=1 height=1>"), [""; 0]);
    }
}
