//! `dlde confirm`: the open questions of the content in one list.

use std::io::Write as _;

use super::Outcome;
use crate::{
    cli,
    content::confirm,
    files,
    report::{self, Error},
    site::Site,
};

/// Lists every value that is marked `confirm = "why"`.
///
/// # Errors
/// Where there is no site, or the list cannot be written.
pub fn run(args: &cli::SiteArgs) -> Result<Outcome, Error> {
    let (files, problems) = files::read(&Site::find(args.root.as_deref())?)?;
    report::print(&problems);
    let open = confirm::open(&files);
    let mut out = anstream::stdout().lock();
    let mut write = || -> std::io::Result<()> {
        for value in &open {
            writeln!(out, "{}:{}: {}\n    {}", value.path, value.line, value.what, value.why)?;
        }
        writeln!(out, "{} to be confirmed; when a value is right, delete its line `confirm = …`", open.len())
    };
    write().map_err(|error| Error::new(format!("cannot print the list: {error}")))?;
    Ok(if problems.is_empty() { Outcome::Fine } else { Outcome::Problems })
}
