//! Pictures and other files. Past pages had no words for any image, and unused photos and logos of up to 1.6 MB.

use std::sync::Arc;

use super::{Context, Rule, integrity::IMAGES};
use crate::{
    content::texts,
    files::Size,
    report::{Problem, Source},
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::warning(
        "heavy-photo",
        heavy_photo,
        "A photo is shown at 320 pixels or less; more than 400 KB keep readers on a phone waiting. Save it smaller, as \
         JPEG or WebP.",
    ),
    Rule::warning(
        "small-photo",
        small_photo,
        "A photo of fewer than 200 pixels is blurred on today's screens. Ask for a larger one, or take the line out: \
         initials are drawn.",
    ),
    Rule::error(
        "alt",
        alt,
        "The words for an image are what those hear who do not see it; a file name tells them nothing. Say in `alt` \
         what the picture shows.",
    ),
    Rule::warning(
        "unused-file",
        unused_file,
        "A large file that nothing shows is still copied, stored and published: past sites kept 1.6 MB of old photos. \
         Delete it, or link to it.",
    ),
];

/// A photo may weigh as many bytes.
const HEAVIEST: u64 = 400_000;
/// A photo has at least as many pixels on each side.
const SMALLEST: usize = 200;
/// A file that nothing uses may weigh as many bytes.
const UNUSED: u64 = 50_000;

/// The photos of people with their sizes, where those are known.
fn photos<'a>(context: &Context<'a>) -> Vec<(&'a str, Problem, Size)> {
    let mut found = Vec::new();
    if let Some(file) = &context.edition.people {
        for photo in file.value.all().filter_map(|person| person.photo.as_ref()) {
            let path = format!("{}/{}", context.edition.folder, photo.get_ref());
            if let Some(size) = context.site.files.sizes.get(&path) {
                found.push((
                    photo.get_ref().as_str(),
                    Problem::new("", &file.source, photo.span(), ""),
                    *size,
                ));
            }
        }
    }
    found
}

fn heavy_photo(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (name, problem, size) in photos(context).into_iter().filter(|(_, _, size)| size.bytes > HEAVIEST) {
        let what = format!("{name} has {} KB", size.bytes.div_ceil(1000));
        let problem = Problem { rule: "heavy-photo", what, ..problem };
        problems.push(problem.hint("save it with 640 pixels or fewer, as JPEG or WebP: 400 KB at most"));
    }
}

fn small_photo(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (name, problem, size) in photos(context) {
        let Some((width, height)) = size.pixels.filter(|(w, h)| (*w).min(*h) < SMALLEST) else { continue };
        let what = format!("{name} has {width} by {height} pixels");
        let problem = Problem { rule: "small-photo", what, ..problem };
        problems.push(
            problem.hint("ask for one of 320 pixels or more, or take the line out: initials are drawn"),
        );
    }
}

fn alt(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let hint = "say what the picture shows, in a sentence";
    let banner = context.edition.facts.iter().filter_map(|f| Some((&f.source, f.value.banner.as_ref()?)));
    for (source, banner) in banner {
        if let Some(what) = wordless(banner.alt.get_ref(), banner.image.get_ref()) {
            problems.push(Problem::new("alt", source, banner.alt.span(), what).hint(hint));
        }
    }
    for text in context.texts.iter().filter(|text| text.is_markdown()) {
        for (at, _) in text.text.match_indices("![") {
            let Some((words, rest)) = texts::beginning(&text.text[at + 2..]).split_once("](") else {
                continue;
            };
            let image = rest.split([')', ' ']).next().unwrap_or_default();
            if let Some(what) = wordless(words, image).filter(|_| !words.contains('\n')) {
                problems.push(text.problem("alt", at..at + 4 + words.len(), what).hint(hint));
            }
        }
    }
}

/// Why the words for an image say nothing.
fn wordless(words: &str, image: &str) -> Option<&'static str> {
    let name = image.rsplit('/').next().unwrap_or(image);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = words.trim().to_lowercase();
    if words.is_empty() {
        Some("there are no words for this image")
    } else if words == name.to_lowercase() || words == stem.to_lowercase() {
        Some("the name of the file does not say what the image shows")
    } else if ["image", "banner", "photo", "picture", "logo"].contains(&words.as_str()) {
        Some("this word does not say what the image shows")
    } else {
        None
    }
}

fn unused_file(context: &Context<'_>, problems: &mut Vec<Problem>) {
    if !context.is_first() {
        return;
    }
    let files = context.site.files;
    for (path, size) in files.sizes.iter().filter(|(_, size)| size.bytes > UNUSED) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let used = files.texts.iter().any(|source| source.text.contains(name))
            || files.theme.iter().any(|source| source.text.contains(name));
        let content = !path.starts_with("static/");
        let image = IMAGES.iter().any(|end| path.to_lowercase().ends_with(end));
        // A text may name a file beside it in many ways; only pictures there are certain.
        if !used && (!content || image) {
            let source = Source { path: path.clone(), text: String::new() };
            let what = format!("nothing uses this file of {} KB", size.bytes.div_ceil(1000));
            problems.push(
                Problem::of_file("unused-file", &Arc::new(source), what).hint("delete it, or link to it"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::content::rules::testing::{EDITION, body, found, found_with};

    const PEOPLE: &str = "[[organisers]]\nid = \"a\"\nname = \"A\"\nphoto = \"a.jpg\"\n";

    fn photo(rule: &str, bytes: u64, pixels: (usize, usize)) -> Vec<String> {
        let others = [("content/a.jpg", bytes, Some(pixels))];
        found_with("2031-01-15T12:00:00Z", rule, &[("people.toml", PEOPLE)], &others)
    }

    #[test]
    fn a_photo_is_not_heavy() {
        assert_eq!(
            photo("heavy-photo", 400_001, (320, 320)),
            ["people.toml:4:9 [a.jpg] a.jpg has 401 KB \
              (save it with 640 pixels or fewer, as JPEG or WebP: 400 KB at most)"]
        );
        assert_eq!(photo("heavy-photo", 400_000, (320, 320)), [""; 0]);
    }

    #[test]
    fn a_photo_is_not_small() {
        assert_eq!(
            photo("small-photo", 1, (199, 320)),
            ["people.toml:4:9 [a.jpg] a.jpg has 199 by 320 pixels \
              (ask for one of 320 pixels or more, or take the line out: initials are drawn)"]
        );
        assert_eq!(photo("small-photo", 1, (200, 200)), [""; 0]);
    }

    #[test]
    fn an_image_has_words() {
        let banner = |alt: &str| {
            let edition = format!("{EDITION}[banner]\nimage = \"wave.svg\"\nalt = \"{alt}\"\n");
            let image = [("content/wave.svg", 1, None)];
            found_with("2031-01-15T12:00:00Z", "alt", &[("edition.toml", &edition)], &image)
        };
        assert_eq!(
            banner("wave.svg"),
            ["edition.toml:12:7 [wave.svg] the name of the file does not say what the image shows \
              (say what the picture shows, in a sentence)"]
        );
        assert_eq!(banner("").len() + banner("Banner").len() + banner("Wave").len(), 3);
        assert_eq!(banner("A wave."), [""; 0]);
        assert_eq!(body("alt", "![](a.png)").len() + body("alt", "![a](img/a.png)").len(), 2);
        assert_eq!(body("alt", "![A map of the hall](map.png)"), [""; 0]);
    }

    #[test]
    fn a_large_file_is_used() {
        let site = |path: &str, bytes: u64| {
            let text = ("call.md", "+++\ntitle = \"T\"\n+++\n[a](/used.pdf)\n");
            found_with("2031-01-15T12:00:00Z", "unused-file", &[text], &[(path, bytes, None)])
        };
        assert_eq!(
            site("static/old.pdf", 50_001),
            ["static/old.pdf: nothing uses this file of 51 KB (delete it, or link to it)"]
        );
        assert_eq!(site("static/used.pdf", 50_001), [""; 0]);
        assert_eq!(site("static/old.pdf", 50_000), [""; 0]);
        assert_eq!(found("unused-file", &[]), [""; 0]);
    }
}
