//! What can go wrong with Zola, in words for the organiser in front of the terminal.

use std::io;
use std::path::PathBuf;

use super::Origin;
use super::version::MINIMUM;

/// Why there is no Zola, or why it did not do its work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Zola found something wrong with the site.
    #[error("zola cannot build {}:\n{words}", root.display())]
    Build {
        /// The site.
        root: PathBuf,
        /// What Zola said, an indented line each.
        words: String,
    },

    /// The Zola that was named cannot be used.
    #[error("cannot use {} (from {origin}): {reason}\n{}", path.display(), other_zola(*.origin))]
    Unusable {
        /// Who named it.
        origin: Origin,
        /// What was named.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },

    /// There is no Zola, and it cannot be installed either.
    #[error("no zola {MINIMUM} or later was found, and it cannot be installed: {reason}\n{WAYS_TO_INSTALL}")]
    Unavailable {
        /// Why it cannot be installed.
        reason: String,
    },

    /// Zola was found, yet it does not start.
    #[error("cannot start {}: {source}\nsee whether `{} --version` works", program.display(), program.display())]
    Start {
        /// The program that was to start.
        program: PathBuf,
        /// Why not.
        source: io::Error,
    },

    /// [`interrupt`](super::interrupt) was called.
    #[error("interrupted")]
    Interrupted,
}

impl From<Error> for crate::report::Error {
    /// The first line is what failed and the others what to do next; Zola's own words stay together.
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match (&error, text.split_once('\n')) {
            (Error::Build { .. }, _) | (_, None) => Self::new(text),
            (_, Some((what, hint))) => Self::new(what).hint(hint),
        }
    }
}

fn other_zola(origin: Origin) -> String {
    let leave_out = match origin {
        Origin::Flag => "leave out --zola",
        Origin::Environment => "unset ZOLA",
        Origin::Path | Origin::Installed => "remove it",
    };
    format!("name a zola {MINIMUM} or later, or {leave_out} and dlde finds or installs one itself")
}

const WAYS_TO_INSTALL: &str = "\
do one of these:
  - install Zola with your package manager, for instance `brew install zola`, `pacman -S zola`,
    `apk add zola` or `winget install getzola.zola`
    (all ways: https://www.getzola.org/documentation/getting-started/installation/)
  - name a Zola you have: `--zola PATH`, or the environment variable ZOLA=PATH
  - install Node.js 20 or later with npm, be online once, and dlde installs Zola itself";
