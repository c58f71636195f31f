//! Images keep their room on the page before they are there, and come when they are needed.

use std::path::Path;

use crate::html::{Element, Page, Picture, Rewrite, Rule, Tag};

pub(super) const RULE: Rule = Rule {
    name: "images",
    reason: "text must not jump when a picture arrives, what is out of sight must not delay what is in sight, and a \
             picture that is missing or that nobody can hear must not go unnoticed",
    selector: "img, picture",
    on: |options| options.images,
    start: |_, _| Some(Box::<Images>::default()),
};

/// An image of so many pixels may be what a page is judged by when it loads: 400 by 250.
const LARGE: usize = 100_000;

/// What is known of the images of a page so far.
#[derive(Default)]
struct Images {
    has_large: bool,
    /// How many elements `picture` are open.
    pictures: usize,
}

impl Rewrite for Images {
    fn tag(&mut self, tag: &mut Tag<'_>, page: &mut Page<'_>) {
        if !tag.is_html() {
        } else if tag.name() == "picture" {
            self.pictures += 1;
            tag.watch();
        } else {
            self.image(tag, page);
        }
    }

    fn content(&mut self, _picture: &Element, _page: &mut Page<'_>) {
        self.pictures = self.pictures.saturating_sub(1);
    }
}

impl Images {
    fn image(&mut self, tag: &mut Tag<'_>, page: &mut Page<'_>) {
        if !tag.has("alt") && !tag.has("aria-label") && !tag.has("aria-labelledby") {
            page.report(
                tag.range(),
                "an image has no alternative text",
                "say in alt what it shows; alt=\"\" if nothing",
            );
        }
        let file = tag.get("src").and_then(|source| page.file(source.trim_ascii()));
        let size = size(tag, file.as_deref(), page);
        // Which source of a `picture` is shown, and so its shape, is not known here.
        if let (Some(size), 0) = (size, self.pictures) {
            if page.run.pictures.keep_shape {
                set_size(tag, size);
            }
            if let Some(file) = file {
                set_sources(tag, &file, page);
            }
        }
        let is_large = size.is_some_and(|(width, height)| shown(tag, width, height) >= LARGE);
        if is_large && !self.has_large {
            self.has_large = true;
            if !tag.has("loading") && !tag.has("fetchpriority") {
                tag.set("fetchpriority", "high");
            }
            return;
        }
        let default = [("loading", "lazy"), ("decoding", "async")];
        // Who wants an image early has said so.
        let is_wanted = tag.get("fetchpriority").is_some_and(|value| value.eq_ignore_ascii_case("high"));
        for (name, value) in default.into_iter().filter(|_| !is_wanted) {
            if !tag.has(name) {
                tag.set(name, value);
            }
        }
    }
}

/// Width and height of the file, or else of the tag.
fn size(tag: &Tag<'_>, file: Option<&Path>, page: &mut Page<'_>) -> Option<(usize, usize)> {
    let source = tag.get("src")?;
    let said = || Some((number(tag, "width")?, number(tag, "height")?));
    let Some(file) = file else { return said() };
    match page.run.pictures.get(file) {
        Picture::Size { width, height } => Some((width, height)),
        Picture::Unknown => said(),
        Picture::Missing => {
            let what = format!("there is no image {}", source.trim_ascii());
            page.report(tag.range(), what, "correct the address, or put the file there");
            said()
        }
    }
}

/// Adds what is missing of width and height, in the shape of the file.
fn set_size(tag: &mut Tag<'_>, (width, height): (usize, usize)) {
    let scaled = |own: usize, from: usize, to: usize| ((own * to + from / 2) / from).max(1).to_string();
    match (tag.has("width"), tag.has("height")) {
        (false, false) => {
            tag.set("width", width.to_string());
            tag.set("height", height.to_string());
        }
        (true, false) => {
            if let Some(own) = number(tag, "width") {
                tag.set("height", scaled(own, width, height));
            }
        }
        (false, true) => {
            if let Some(own) = number(tag, "height") {
                tag.set("width", scaled(own, height, width));
            }
        }
        (true, true) => {}
    }
}

/// Offers the sizes that Zola made of an image, for a place as wide as the image or the screen.
fn set_sources(tag: &mut Tag<'_>, file: &Path, page: &Page<'_>) {
    let sizes = page.run.pictures.sizes(file);
    let (Some(source), Some(width), false) = (tag.get("src"), number(tag, "width"), sizes.is_empty()) else {
        return;
    };
    if tag.has("srcset") {
        return;
    }
    // As much of the address as the page itself writes.
    let whole = source.contains("://");
    let candidates = sizes.iter().filter_map(|(width, path)| {
        let url = page.run.address(&url_path(path.strip_prefix(page.run.folder).ok()?));
        Some(format!("{} {width}w", if whole { url.as_str() } else { url.path() }))
    });
    let candidates: Vec<String> = candidates.collect();
    tag.set("srcset", candidates.join(", "));
    if !tag.has("sizes") {
        tag.set("sizes", format!("(max-width: {width}px) 100vw, {width}px"));
    }
}

/// A path below the folder as an address has it.
fn url_path(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// How many pixels of the page an image takes.
fn shown(tag: &Tag<'_>, width: usize, height: usize) -> usize {
    number(tag, "width").unwrap_or(width).saturating_mul(number(tag, "height").unwrap_or(height))
}

/// A length in pixels; none for a share of the page, and for more than any page has.
fn number(tag: &Tag<'_>, name: &str) -> Option<usize> {
    tag.get(name)?.trim_ascii().parse().ok().filter(|number| (1..=1_000_000).contains(number))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::{
        config::Finish,
        html::{
            Engine, splice,
            testing::{noted, rewritten, run},
        },
    };

    /// The beginning of a PNG of this size, which is all that a header is.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let start = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice();
        [start, &width.to_be_bytes(), &height.to_be_bytes(), b"\x08\x06\0\0\0"].concat()
    }

    fn page_in(folder: &Path, page: &str) -> (String, Vec<String>) {
        let options = Finish::default();
        let run = run(folder, &options);
        let engine = Engine::of(&run, [&RULE]).expect("selects");
        let once = engine.rewrite("a/index.html", page.as_bytes()).expect("is parsed");
        let new = splice(page.as_bytes(), &once.edits);
        assert!(engine.rewrite("a/index.html", &new).expect("is parsed").edits.is_empty(), "once is enough");
        (String::from_utf8(new).expect("is UTF-8"), once.notes.into_iter().map(|note| note.what).collect())
    }

    #[test]
    fn images_get_the_size_of_their_file_and_the_first_large_one_comes_first() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("a")).expect("makes");
        for (name, bytes) in [
            ("a/small.png", png(64, 48)),
            ("large one.png", png(800, 600)),
            ("lies.jpg", png(30, 10)),
            ("cut.png", png(1, 1)[..20].to_vec()),
            ("script.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".to_vec()),
        ] {
            fs::write(folder.path().join(name), bytes).expect("writes");
        }
        let page = r#"
<img src="small.png" alt="a">
<img src="/site/large%20one.png?v=1" alt="b">
<img src="https://example.org/site/large%20one.png" alt="c" width=400 />
<IMG SRC=../lies.jpg ALT="" height="20" loading=eager>
<img src="../cut.png" alt="d"><img src="../script.svg" alt="e">
<img src="../large%20one.png" alt="f" width="100%" fetchpriority="high">
<picture><source srcset="small.png"><img src="small.png" alt="g"></picture>
<img src="data:image/png;base64," alt="h"><img src="https://example.com/x.png" alt="i">
<img src="../gone.png"><img src="%2e%2e/%2e%2e/../x%2f..%2f..%2fy.png" alt="j"><img alt="k">
<svg><image href="small.png"/></svg>
"#;
        let expected = r#"
<img src="small.png" alt="a" width="64" height="48" loading="lazy" decoding="async">
<img src="/site/large%20one.png?v=1" alt="b" width="800" height="600" fetchpriority="high">
<img src="https://example.org/site/large%20one.png" alt="c" width=400 height="300" loading="lazy" decoding="async" />
<IMG SRC=../lies.jpg ALT="" height="20" loading=eager width="60" decoding="async">
<img src="../cut.png" alt="d" loading="lazy" decoding="async"><img src="../script.svg" alt="e" loading="lazy" decoding="async">
<img src="../large%20one.png" alt="f" width="100%" fetchpriority="high">
<picture><source srcset="small.png"><img src="small.png" alt="g" loading="lazy" decoding="async"></picture>
<img src="data:image/png;base64," alt="h" loading="lazy" decoding="async"><img src="https://example.com/x.png" alt="i" loading="lazy" decoding="async">
<img src="../gone.png" loading="lazy" decoding="async"><img src="%2e%2e/%2e%2e/../x%2f..%2f..%2fy.png" alt="j" loading="lazy" decoding="async"><img alt="k" loading="lazy" decoding="async">
<svg><image href="small.png"/></svg>
"#;
        let (new, notes) = page_in(folder.path(), page);
        assert_eq!(new, expected);
        assert_eq!(notes, ["an image has no alternative text", "there is no image ../gone.png"]);
    }

    #[test]
    fn sizes_that_zola_made_are_offered_where_they_are_surely_of_the_same_picture() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["processed_images", "b"] {
            fs::create_dir(folder.path().join(name)).expect("makes");
        }
        for (name, bytes) in [
            ("flow.png", png(900, 599)),
            ("processed_images/flow.0123456789abcdef.webp", png(300, 200)),
            ("processed_images/flow.1123456789abcdef.webp", png(600, 399)),
            ("processed_images/flow.2123456789abcdef.webp", png(300, 300)),
            ("two.png", png(900, 600)),
            ("b/two.png", png(900, 600)),
            ("processed_images/two.0123456789abcdef.png", png(300, 200)),
            ("alone.png", png(30, 20)),
        ] {
            fs::write(folder.path().join(name), bytes).expect("writes");
        }
        let page = r#"
<img alt="" src="https://example.org/site/processed_images/flow.1123456789abcdef.webp">
<img alt="" src="../flow.png" loading=eager decoding=sync width=450>
<img alt="" src="/site/two.png" loading=eager decoding=sync><img alt="" src="../alone.png" loading=eager decoding=sync>
<img alt="" src="../flow.png" loading=eager decoding=sync srcset="../flow.png 2x">
"#;
        let expected = r#"
<img alt="" src="https://example.org/site/processed_images/flow.1123456789abcdef.webp" width="600" height="399" srcset="https://example.org/site/processed_images/flow.0123456789abcdef.webp 300w, https://example.org/site/processed_images/flow.1123456789abcdef.webp 600w" sizes="(max-width: 600px) 100vw, 600px" fetchpriority="high">
<img alt="" src="../flow.png" loading=eager decoding=sync width=450 height="300" srcset="/site/processed_images/flow.0123456789abcdef.webp 300w, /site/processed_images/flow.1123456789abcdef.webp 600w, /site/flow.png 900w" sizes="(max-width: 450px) 100vw, 450px">
<img alt="" src="/site/two.png" loading=eager decoding=sync width="900" height="600"><img alt="" src="../alone.png" loading=eager decoding=sync width="30" height="20">
<img alt="" src="../flow.png" loading=eager decoding=sync srcset="../flow.png 2x" width="900" height="599">
"#;
        assert_eq!(page_in(folder.path(), page).0, expected);
    }

    #[test]
    fn without_a_large_image_every_image_can_wait() {
        let page = "<img src=https://example.com/a.png alt=a width=10 height=10>";
        let expected = "<img src=https://example.com/a.png alt=a width=10 height=10 loading=\"lazy\" decoding=\"async\">";
        assert_eq!(rewritten(&[&RULE], &Finish::default(), page), expected);
        assert_eq!(noted(&[&RULE], &Finish::default(), b"<svg><image href=a></svg>").edits, []);
    }
}
