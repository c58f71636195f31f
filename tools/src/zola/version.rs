//! Zola's version: which ones will do, and how to ask a program for its own.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::process::{CHILDREN, Failure};

/// The oldest Zola that builds the site.
pub const MINIMUM: Version = Version::new(0, 22, 0);

/// How long `--version` may take. It takes milliseconds; the rest is for slow disks.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a program will not do.
#[derive(Debug)]
pub(super) enum Refusal {
    Interrupted,
    Because(String),
}

/// Asks `program` for its version; refuses what is not Zola, or too old.
pub(super) fn ask(program: &Path) -> Result<Version, Refusal> {
    if !program.is_file() {
        return Err(Refusal::Because("there is no such file".to_owned()));
    }
    let output = match CHILDREN.run(Command::new(program).arg("--version"), Some(PATIENCE)) {
        Ok(output) => output,
        Err(Failure::Interrupted) => return Err(Refusal::Interrupted),
        Err(failure) => return Err(Refusal::Because(describe(&failure))),
    };
    let Some(version) = output.text.lines().find_map(|line| Version::parse(line.strip_prefix("zola ")?))
    else {
        return Err(Refusal::Because("it is not Zola: `--version` does not print `zola X.Y.Z`".to_owned()));
    };
    if version < MINIMUM {
        return Err(Refusal::Because(format!("it is zola {version}, and {MINIMUM} or later is needed")));
    }
    Ok(version)
}

fn describe(failure: &Failure) -> String {
    match failure {
        Failure::Start(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            "it is not executable".to_owned()
        }
        Failure::TooSlow => format!("it did not answer `--version` within {} s", PATIENCE.as_secs()),
        other => other.to_string(),
    }
}

/// A version number; what may follow it (`-dev`, `+build`) does not matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Version {
    pub(super) const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    /// Reads `X.Y.Z` at the start of `text`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let mut numbers = text.get(..end)?.split('.').map(|number| number.parse().ok());
        let version = Self::new(numbers.next()??, numbers.next()??, numbers.next()??);
        numbers.next().is_none().then_some(version)
    }

    pub(super) fn major(self) -> u32 {
        self.major
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_numbers_are_a_version_whatever_follows_them() {
        for text in ["0.22.1", "0.22.1-dev", "0.22.1+abc", "0.22.1 (commit)", "0.22.1\r"] {
            assert_eq!(Version::parse(text), Some(Version::new(0, 22, 1)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_not_a_version() {
        for text in ["", "0.22", "0.22.", "0.22.1.4", ".22.1", "v0.22.1", "zola", "0.22.99999999999", "ö"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn versions_compare_by_number_not_by_letter() {
        assert!(Version::new(0, 100, 0) > Version::new(0, 22, 0));
        assert!(Version::new(1, 0, 0) > Version::new(0, 23, 6));
    }
}
