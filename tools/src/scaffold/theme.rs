//! The theme of the new site: a copy of this repository's, or a git submodule.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use walkdir::WalkDir;

use crate::report::Error;

/// Where the theme is published.
const REPOSITORY: &str = "https://github.com/dlde-2023/dlde-2023.github.io";
/// What a copy holds: the theme, and the tools with what they are built from.
const PARTS: [&str; 10] = [
    "theme.toml",
    "templates",
    "sass",
    "static",
    "tools",
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE",
    ".gitignore",
    ".rustfmt.toml",
];
/// What in them is for working on the theme only.
const LEFT_OUT: [&str; 8] = [
    "static/readme",
    "static/processed_images",
    "tools/bench",
    "tools/fuzz",
    "tools/tests",
    "tools/browser",
    "tools/node_modules",
    "tools/target",
];

/// How the theme comes into the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// All files of the theme, to change them freely
    Copy,
    /// A link to one version of the theme's repository, to follow its changes
    Submodule,
}

/// Where the theme comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Copied from a folder.
    Folder(PathBuf),
    /// A submodule of the repository at an address.
    Repository(String),
}

impl Source {
    /// Where to take the theme from: what was asked for; else a copy if its folder is found, else a submodule.
    ///
    /// # Errors
    /// Where a copy was asked for, and the theme is not found.
    pub fn choose(kind: Option<Kind>, from: Option<&str>) -> Result<Self, Error> {
        let folder = || match from {
            Some(folder) => Some(PathBuf::from(folder)).filter(|folder| is_theme(folder)),
            None => nearest(),
        };
        let address = || Self::Repository(from.unwrap_or(REPOSITORY).to_owned());
        match kind {
            Some(Kind::Submodule) => Ok(address()),
            None => Ok(folder().map_or_else(address, Self::Folder)),
            Some(Kind::Copy) => folder().map(Self::Folder).ok_or_else(|| {
                let place =
                    from.map_or_else(|| "near this program".to_owned(), |folder| format!("in {folder}"));
                Error::new(format!("the theme is not {place}"))
                    .hint("name its folder with --theme-from, or take --theme submodule")
            }),
        }
    }

    /// Puts the theme into a site.
    pub(super) fn install(&self, site: &Path, name: &str) -> Result<(), Error> {
        match self {
            Self::Folder(folder) => copy(folder, &site.join("themes").join(name)),
            Self::Repository(address) => add_submodule(address, site, name),
        }
    }
}

/// The theme that this program is built from, or that the current folder is or lies in.
fn nearest() -> Option<PathBuf> {
    // Cargo names the folder of the crate to the program it runs.
    let built_from = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let starts = [built_from, env::current_exe().ok(), env::current_dir().ok()];
    let mut near = starts.iter().flatten().flat_map(|start| start.ancestors());
    near.find(|folder| is_theme(folder)).map(Path::to_owned)
}

fn is_theme(folder: &Path) -> bool {
    folder.join("theme.toml").is_file() && folder.join("tools/Cargo.toml").is_file()
}

fn copy(theme: &Path, to: &Path) -> Result<(), Error> {
    for part in PARTS {
        let left_out = |path: &Path| {
            let below = path.strip_prefix(theme).unwrap_or(path);
            LEFT_OUT.iter().any(|name| below == Path::new(name))
        };
        let walk = WalkDir::new(theme.join(part)).sort_by_file_name().into_iter();
        for item in walk.filter_entry(|item| !left_out(item.path())) {
            let item = item.map_err(|error| Error::new(format!("cannot copy the theme: {error}")))?;
            let target = to.join(item.path().strip_prefix(theme).unwrap_or(item.path()));
            if item.file_type().is_dir() {
                fs::create_dir_all(&target).map_err(|e| Error::io("make the folder", &target, &e))?;
            } else {
                let parent = target.parent().unwrap_or(to);
                fs::create_dir_all(parent).map_err(|e| Error::io("make the folder", parent, &e))?;
                fs::copy(item.path(), &target).map_err(|e| Error::io("copy", item.path(), &e))?;
            }
        }
    }
    Ok(())
}

fn add_submodule(address: &str, site: &Path, name: &str) -> Result<(), Error> {
    git(site, &["init", "--quiet"])?;
    git(site, &["submodule", "--quiet", "add", "--", address, &format!("themes/{name}")])
}

fn git(site: &Path, arguments: &[&str]) -> Result<(), Error> {
    let offline = "without git or a network, take --theme copy";
    let output = Command::new("git")
        .current_dir(site)
        .args(arguments)
        // The new site is a repository of its own, whatever is around it.
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .env("GIT_TERMINAL_PROMPT", "0")
        .output()
        .map_err(|error| Error::new(format!("cannot run git: {error}")).hint(offline))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Err(Error::new(format!("git cannot add the theme: {}", crate::report::visible(last))).hint(offline))
}
