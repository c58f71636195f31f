//! Builds and serves a site with Zola, and tells what Zola said about it.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use super::process::{CHILDREN, Failure};
use super::{Error, Zola};

/// One build of a site.
#[derive(Debug, Clone, Copy)]
pub struct Build<'a> {
    /// The folder of the site, with Zola's config file.
    pub root: &'a Path,
    /// The configuration, if not the one of the site.
    pub config: Option<&'a Path>,
    /// The folder for the result. Zola deletes what is in it.
    pub out: &'a Path,
    /// The address to build for, if not the one in the config file.
    pub base_url: Option<&'a str>,
    /// Whether drafts are built as well.
    pub drafts: bool,
}

impl Zola {
    /// Builds a site. Gives Zola's warnings, a line each; Zola's errors are in the error.
    pub fn build(&self, job: &Build<'_>) -> Result<Vec<String>, Error> {
        let mut command = self.command();
        command.arg("--root").arg(absolute(job.root));
        if let Some(config) = job.config {
            command.arg("--config").arg(absolute(config));
        }
        command.arg("build");
        command.arg("--output-dir").arg(absolute(job.out)).arg("--force");
        if let Some(base_url) = job.base_url {
            command.arg("--base-url").arg(base_url);
        }
        if job.drafts {
            command.arg("--drafts");
        }
        // It would change which of its lines Zola prints.
        command.env_remove("RUST_LOG");
        let output = CHILDREN.run(&mut command, None).map_err(|failure| match failure {
            Failure::Start(source) => self.no_start(source),
            Failure::Interrupted | Failure::TooSlow => Error::Interrupted,
        })?;
        let said = without_ansi(&output.text);
        if output.status.success() {
            Ok(warnings(&said))
        } else {
            Err(Error::Build { root: job.root.to_owned(), words: errors(&said, output.status) })
        }
    }

    /// Serves a site until Ctrl-C, with `extra` arguments for `zola serve`.
    ///
    /// `out` should be a folder of its own: Zola deletes it, at the start and again after Ctrl-C.
    ///
    /// On Unix, Zola takes the place of this process, so that Ctrl-C and the exit status are Zola's own;
    /// the function returns only if Zola does not start.
    pub fn serve(&self, root: &Path, out: &Path, extra: &[OsString]) -> Result<ExitStatus, Error> {
        let mut command = self.command();
        command.arg("--root").arg(absolute(root)).arg("serve");
        command.arg("--output-dir").arg(absolute(out)).arg("--force").args(extra);
        hand_over(command).map_err(|source| self.no_start(source))
    }

    fn no_start(&self, source: io::Error) -> Error {
        Error::Start { program: self.program.clone(), source }
    }
}

#[cfg(unix)]
fn hand_over(mut command: Command) -> io::Result<ExitStatus> {
    Err(std::os::unix::process::CommandExt::exec(&mut command))
}

#[cfg(not(unix))]
fn hand_over(mut command: Command) -> io::Result<ExitStatus> {
    command.status()
}

/// An absolute path cannot be mistaken for an option, and Zola's messages then name places in full.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// How many lines of Zola's errors are shown: the first ones say what is wrong.
const SHOWN: usize = 40;

/// What Zola said from its first error on, or its last lines if it names none.
fn errors(said: &str, status: ExitStatus) -> String {
    let lines: Vec<&str> = said.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let first =
        lines.iter().position(|line| line.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("error")));
    let from = first.unwrap_or(lines.len().saturating_sub(SHOWN));
    let told: Vec<String> = lines
        .iter()
        .skip(from)
        .take(SHOWN)
        .map(|line| format!("  {}", line.strip_prefix("ERROR ").unwrap_or(line)))
        .collect();
    if told.is_empty() { format!("  (no message; {status})") } else { told.join("\n") }
}

/// Zola's warnings.
fn warnings(said: &str) -> Vec<String> {
    said.lines().filter_map(|line| line.strip_prefix("WARN ")).map(|line| line.trim().to_owned()).collect()
}

/// Takes out the colours, which some environments make Zola print even into a file.
///
/// A sequence is ESC, `[`, and everything up to a letter.
fn without_ansi(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, rest)| rest));
    }
    plain
}

#[cfg(all(test, unix))]
mod tests;
