//! Width and height of pictures, from their headers; each file is read once a run.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

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

/// The pictures seen so far.
#[derive(Debug, Default)]
pub struct Pictures(Mutex<HashMap<PathBuf, Arc<OnceLock<Picture>>>>);

impl Pictures {
    /// What the header of a file says.
    pub fn get(&self, path: &Path) -> Picture {
        let cell = {
            let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            match seen.get(path) {
                Some(cell) => Arc::clone(cell),
                None => Arc::clone(seen.entry(path.to_owned()).or_default()),
            }
        };
        *cell.get_or_init(|| read(path))
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
