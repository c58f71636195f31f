//! Width and height of pictures, from their headers, each of which is read once a run; and their other sizes.

use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    io::BufReader,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use quick_xml::events::Event;

use super::shape;
use crate::tree::Tree;

/// What the header of a picture says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// In pixels of the style sheet.
    Size {
        /// The width.
        width: usize,
        /// The height.
        height: usize,
    },
    /// There is no such file.
    Missing,
    /// No picture, or one whose size it does not say.
    Unknown,
}

/// The pictures of a folder, as far as they have been seen.
#[derive(Debug, Default)]
pub struct Pictures {
    seen: Mutex<HashMap<PathBuf, Arc<OnceLock<Picture>>>>,
    made: Made,
    /// Whether they keep their shape where a style makes them narrower, so that it is safe to say how large they are.
    pub(super) keep_shape: bool,
}

/// The sizes that Zola made, by the name of the picture they were made of.
type Made = HashMap<String, Vec<PathBuf>>;

/// The folder of the site in which Zola puts them, as `name.hash.ending`.
const MADE: &str = "processed_images";
/// No picture of a page has a longer side, in pixels; who says so lies.
const LONGEST: usize = 1_000_000;
const ENDINGS: [&str; 6] = ["avif", "gif", "jpeg", "jpg", "png", "webp"];

impl Pictures {
    /// Those of a folder with these files.
    pub fn of(folder: &Path, tree: &Tree) -> Self {
        let is_sheet = |path: &&PathBuf| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("css"));
        let sheets = tree.files.iter().filter(is_sheet).filter_map(|path| fs::read(folder.join(path)).ok());
        let keep_shape = sheets.into_iter().any(|css| shape::is_kept_by(&String::from_utf8_lossy(&css)));
        Self { seen: Mutex::default(), made: made(folder, tree), keep_shape }
    }

    /// The sizes of a picture that Zola made, and the picture itself, with their widths, from the smallest to the
    /// largest; empty where it has not made any, or where they may be those of another picture. Zola's names do not
    /// tell two pictures of one name apart, so that there has to be one of that name alone, and all in one shape.
    pub fn sizes(&self, picture: &Path) -> Vec<(usize, PathBuf)> {
        let made = Some(&self.made).filter(|made| !made.is_empty());
        let Some(others) = made.and_then(|made| made.get(name(picture)?)) else { return Vec::new() };
        // What Zola makes of one that moves does not.
        let may_move = picture.extension().is_some_and(|end| end.eq_ignore_ascii_case("gif"));
        let (Picture::Size { width, height }, false) = (self.get(picture), may_move) else {
            return Vec::new();
        };
        let mut sizes: BTreeMap<usize, PathBuf> = [(width, picture.to_owned())].into();
        for other in others {
            // A height is rounded to a pixel.
            if let Picture::Size { width: w, height: h } = self.get(other)
                && (w * height).abs_diff(width * h) <= w.max(width)
            {
                sizes.entry(w).or_insert_with(|| other.clone());
            }
        }
        if sizes.len() > 1 { sizes.into_iter().collect() } else { Vec::new() }
    }

    /// What the header of a file says.
    pub fn get(&self, path: &Path) -> Picture {
        let cell = {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            match seen.get(path) {
                Some(cell) => Arc::clone(cell),
                None => Arc::clone(seen.entry(path.to_owned()).or_default()),
            }
        };
        *cell.get_or_init(|| read(path))
    }
}

fn made(folder: &Path, tree: &Tree) -> Made {
    let (mut made, mut originals) = (Made::new(), HashMap::<String, usize>::new());
    for path in &tree.files {
        let is_picture =
            path.extension().is_some_and(|end| ENDINGS.iter().any(|name| end.eq_ignore_ascii_case(name)));
        let Some(name) = name(path).filter(|_| is_picture).map(str::to_owned) else { continue };
        if path.parent() == Some(Path::new(MADE)) {
            made.entry(name).or_default().push(folder.join(path));
        } else {
            *originals.entry(name).or_default() += 1;
        }
    }
    made.retain(|name, _| originals.get(name) == Some(&1));
    made
}

/// The name of a picture, without what Zola adds to that of a size it makes.
fn name(path: &Path) -> Option<&str> {
    let name = path.file_stem()?.to_str()?;
    match name.rsplit_once('.') {
        Some((name, hash)) if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            Some(name)
        }
        _ => Some(name),
    }
}

fn read(path: &Path) -> Picture {
    match imagesize::size(path) {
        Ok(size) if (1..=LONGEST).contains(&size.width) && (1..=LONGEST).contains(&size.height) => {
            let (width, height) = (size.width, size.height);
            let (width, height) = if lies_on_its_side(path) { (height, width) } else { (width, height) };
            Picture::Size { width, height }
        }
        Ok(_) => Picture::Unknown,
        Err(_) if path.is_file() => drawn(path).unwrap_or(Picture::Unknown),
        Err(_) => Picture::Missing,
    }
}

/// The size that an SVG says it has, in whole pixels; one that says none is as large as its place. (SVG 2, 8.2.)
fn drawn(path: &Path) -> Option<Picture> {
    path.extension().filter(|end| end.eq_ignore_ascii_case("svg"))?;
    let text = fs::read_to_string(path).ok()?;
    let mut reader = quick_xml::Reader::from_str(&text);
    let root = loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => break tag,
            Event::Eof => return None,
            _ => {}
        }
    };
    let said = |name: &str| Some(root.try_get_attribute(name).ok()??.value);
    let length = |name: &str| {
        let value = said(name)?;
        let value = value.trim_ascii();
        value.strip_suffix("px").unwrap_or(value).parse().ok().filter(|length| (1..=LONGEST).contains(length))
    };
    // A style would win.
    let has_style =
        said("style").is_some() || ["<style", ":style", "<?xml-stylesheet"].iter().any(|s| text.contains(s));
    let is_drawing = root.local_name().as_ref() == "svg" && !has_style;
    Some(Picture::Size { width: length("width")?, height: length("height")? }).filter(|_| is_drawing)
}

/// Whether a photo says that it was taken with the camera turned, which browsers undo. (Exif 3.0, tag Orientation: from 5
/// on, rows are columns.)
fn lies_on_its_side(path: &Path) -> bool {
    let is_photo =
        path.extension().is_some_and(|end| ["jpg", "jpeg"].iter().any(|name| end.eq_ignore_ascii_case(name)));
    let orientation = || {
        let mut file = BufReader::new(File::open(path).ok()?);
        let about = exif::Reader::new().read_from_container(&mut file).ok()?;
        about.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?.value.get_uint(0)
    };
    is_photo && matches!(orientation(), Some(5..=8))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beginning of a photo of 40 by 30 pixels with this orientation.
    fn photo(orientation: u8) -> Vec<u8> {
        let exif = [
            b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(),
            &[orientation, 0, 0, 0, 0, 0, 0, 0],
        ]
        .concat();
        let frame = b"\xff\xc0\0\x11\x08\0\x1e\0\x28\x03\x01\x22\0\x02\x11\x01\x03\x11\x01";
        [b"\xff\xd8\xff\xe1\0", [exif.len() as u8 + 2].as_slice(), &exif, frame, b"\xff\xd9"].concat()
    }

    #[test]
    fn a_photo_taken_with_the_camera_turned_is_as_browsers_show_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.JPG");
        for (orientation, (width, height)) in
            [(1, (40, 30)), (3, (40, 30)), (6, (30, 40)), (8, (30, 40)), (99, (40, 30))]
        {
            fs::write(&path, photo(orientation)).expect("writes");
            assert_eq!(read(&path), Picture::Size { width, height }, "{orientation}");
        }
        fs::write(&path, &photo(6)[..40]).expect("writes");
        assert_eq!(read(&path), Picture::Unknown);
    }

    #[test]
    fn a_drawing_is_as_large_as_it_says_in_whole_pixels() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.SVG");
        for (text, size) in [
            (
                "<?xml version='1.0'?><!-- <svg> --><!DOCTYPE svg><svg width='40' height=' 30px '>",
                Some((40, 30)),
            ),
            ("<s:svg xmlns:s='http://www.w3.org/2000/svg' width=\"4\" height=\"3\"/>", Some((4, 3))),
            ("<svg viewBox='0 0 4 3'>", None),
            ("<svg width='100%' height='3'>", None),
            ("<svg width='2em' height='3'>", None),
            ("<svg width='0' height='3'>", None),
            ("<p width='4' height='3'><svg width='4' height='3'>", None),
            ("<svg style='width: 8px' width='4' height='3'>", None),
            ("<svg width='4' height='3'><style>svg{width:8px}</style></svg>", None),
            ("<svg width='4' height='", None),
            ("", None),
        ] {
            fs::write(&path, text).expect("writes");
            let expected = size.map_or(Picture::Unknown, |(width, height)| Picture::Size { width, height });
            assert_eq!(read(&path), expected, "{text}");
        }
    }

    #[test]
    fn a_picture_that_may_move_keeps_to_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(MADE)).expect("makes");
        for name in ["a.gif", "b.jpg"] {
            fs::write(folder.path().join(name), photo(1)).expect("writes");
            let made = folder.path().join(MADE).join(name).with_extension("0123456789abcdef.jpg");
            let small = photo(1)
                .iter()
                .map(|byte| if matches!(byte, 0x1e | 0x28) { byte / 2 } else { *byte })
                .collect::<Vec<_>>();
            fs::write(made, small).expect("writes");
        }
        let pictures = Pictures::of(folder.path(), &Tree::of(folder.path()).expect("reads"));
        let widths = |name: &str| {
            pictures.sizes(&folder.path().join(name)).into_iter().map(|(width, _)| width).collect::<Vec<_>>()
        };
        assert_eq!((widths("a.gif"), widths("b.jpg")), (vec![], vec![20, 40]));
    }
}
