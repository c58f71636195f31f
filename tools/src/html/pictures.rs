//! Width and height of pictures, from their headers, each of which is read once a run; and their other sizes.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

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
        Ok(size) if size.width > 0 && size.height > 0 => {
            Picture::Size { width: size.width, height: size.height }
        }
        Ok(_) => Picture::Unknown,
        Err(_) if path.is_file() => Picture::Unknown,
        Err(_) => Picture::Missing,
    }
}
