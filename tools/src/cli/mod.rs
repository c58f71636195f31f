//! The command line, a file for each command. The comments of the arguments are the help text.

mod build;
mod check;
mod rewrite;
mod new;
mod schema;
mod links;
mod serve;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use self::{
    build::Build,
    check::Check,
    links::{Links, Network},
    new::New,
    rewrite::{Form, Rewrite},
    schema::Schema,
    serve::Serve,
};
use crate::{
    config::{self, Finish},
    report::Error,
};

/// Builds the site of a workshop: checks the content, runs Zola, and puts the finished pages in place.
///
/// Organisers edit the files in content/. Mistakes are shown with file, line and what to write instead.
#[derive(Debug, Parser)]
#[command(
    version,
    propagate_version = true,
    after_help = "Exit codes: 0 fine, 1 problems in the content, 2 could not run."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the finished site into public/
    ///
    /// The site that was there stays as it is until the new one is complete, and also if anything fails.
    Build(Build),
    /// Show the site in a browser while you edit it
    ///
    /// Runs `zola serve`; open the address it prints, and the page follows each saved change.
    Serve(Serve),
    /// Check the content and the pages made of it by every rule
    ///
    /// Shows each problem at the line where it is written, with what to do. The pages are built into a temporary folder;
    /// where there is no Zola yet, none is installed, and the content alone is checked. Warnings alone end with exit
    /// code 0.
    Check(Check),
    /// Make the site of the next edition in a new folder
    ///
    /// Asks in a terminal for what the options leave open. With --from, takes over what stays the same, never dates,
    /// links with a life, the schedule, speakers or papers.
    New(Box<New>),
    /// Print what a file may say, as JSON Schema for editors
    Schema(Schema),
    /// Check every external link of the content and of the finished site
    ///
    /// Asks the hosts, each by its own rules, politely and safely. Only what is dead, closed or private ends with exit
    /// code 1; what cannot be known from here is told apart.
    Links(Links),
    /// List every value marked `confirm = "…"`, with its file and line
    Confirm(SiteArgs),
    /// Finish any folder of built pages as `build` does, an old edition's for instance
    ///
    /// Nothing changes but what the report names; --verify proves it.
    Rewrite(Rewrite),
}

/// Which site.
#[derive(Debug, Args)]
pub struct SiteArgs {
    /// Folder of the site, the one with config.toml [default: this folder or the nearest above]
    #[arg(long, value_name = "FOLDER")]
    pub root: Option<PathBuf>,
}

/// Which Zola.
#[derive(Debug, Args)]
pub struct ZolaArgs {
    /// The Zola program, 0.22 or later [default: $ZOLA, else zola on the PATH, else it is installed]
    #[arg(long, value_name = "PROGRAM")]
    pub zola: Option<PathBuf>,
    /// Show pages marked as drafts too
    #[arg(long)]
    pub drafts: bool,
}

/// An address of the web, as it is written.
fn web_address(text: &str) -> Result<String, String> {
    let is_address = config::address(text).is_ok();
    is_address.then(|| text.to_owned()).ok_or_else(|| "write it whole, as in https://example.org".to_owned())
}

/// For whom the finished pages are.
#[derive(Debug, Args)]
pub struct TargetArgs {
    /// Make a site that works in any folder, and without a server
    #[arg(long)]
    pub portable: bool,
    /// Finish the site as that of a past edition, which leads to the current one
    #[arg(long)]
    pub archive: bool,
    /// Address of the current edition [default: extra.finish.archive.current in config.toml]
    #[arg(long, value_name = "ADDRESS", requires = "archive", value_parser = web_address)]
    pub current: Option<String>,
    /// What the link checker knows of links, for --archive [default: links.lock.toml of the site]
    #[arg(long, value_name = "FILE", requires = "archive")]
    pub dead_links: Option<PathBuf>,
    /// Write compressed copies, .gz and .br, beside text files
    #[arg(long)]
    pub precompress: bool,
    /// Replace the output folder even if dlde did not make it
    #[arg(long)]
    pub force: bool,
}

impl TargetArgs {
    /// What a site wants, for this target.
    ///
    /// # Errors
    /// Where an archive does not know the current edition.
    pub fn options(&self, mut options: Finish) -> Result<Finish, Error> {
        options.portable = self.portable;
        options.archived = self.archive;
        options.precompress = self.precompress;
        if !self.archive {
            return Ok(options);
        }
        let archive = &mut options.archive;
        archive.current = self.current.clone().unwrap_or(std::mem::take(&mut archive.current));
        if archive.current.is_empty() {
            return Err(Error::new("it is not known where the current edition is").hint(
                "say so: --current https://…, or `current` under [extra.finish.archive] in config.toml",
            ));
        }
        config::address(&archive.current)?;
        if archive.name.is_empty() {
            let address = archive.current.split_once("://").map_or("", |(_, address)| address);
            archive.name = address.trim_end_matches('/').to_owned();
        }
        Ok(options)
    }
}
