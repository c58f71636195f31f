//! Where things are: the root of the site and the names of its folders. No other module knows them.

use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy as _, choose_base_strategy};

use crate::report::Error;

/// The configuration file that makes a folder a Zola site.
pub const CONFIG: &str = "config.toml";
/// The folder of the organisers' files.
pub const CONTENT: &str = "content";
/// The folder of the finished site, unless another one is asked for.
pub const OUTPUT: &str = "public";

/// What the link checker knows of links.
pub const LINKS: &str = "links.lock.toml";

/// A Zola site on disk.
#[derive(Debug, Clone)]
pub struct Site {
    /// The folder with `config.toml`.
    pub root: PathBuf,
}

impl Site {
    /// The site at `root`, or the nearest one at or above the current folder.
    ///
    /// # Errors
    /// Where there is no site.
    pub fn find(root: Option<&Path>) -> Result<Self, Error> {
        let start = root.unwrap_or(Path::new("."));
        let start = start.canonicalize().map_err(|e| Error::io("open the folder", start, &e))?;
        let found = match root {
            Some(_) => start.join(CONFIG).is_file().then_some(start.as_path()),
            None => start.ancestors().find(|folder| folder.join(CONFIG).is_file()),
        };
        found.map(|root| Self { root: root.to_owned() }).ok_or_else(|| {
            Error::new(format!("no {CONFIG} in {}", start.display()))
                .hint("run this in the folder of the site, or name the folder with --root")
        })
    }

    /// The folder that takes the finished site: the one asked for, or `public/`.
    pub fn output(&self, asked: Option<&Path>) -> PathBuf {
        asked.map_or_else(|| self.root.join(OUTPUT), Path::to_owned)
    }

    /// Where tools may keep what they can make again: Cargo's target folder when this program runs from one,
    /// else `target/` of the site.
    pub fn cache(&self) -> PathBuf {
        let program = std::env::current_exe().unwrap_or_default();
        program
            .ancestors()
            .find(|folder| folder.join("CACHEDIR.TAG").is_file())
            .map_or_else(|| self.root.join("target"), Path::to_owned)
    }
}

/// Where tools may keep what they can make again where there is no site; none where nobody's home is known.
pub fn user_cache() -> Option<PathBuf> {
    Some(choose_base_strategy().ok()?.cache_dir().join("dlde"))
}
