//! The command line, a file for each command. The comments of the arguments are the help text.

mod build;
mod check;
mod links;
mod serve;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use self::{
    build::Build,
    check::Check,
    links::{Links, Network},
    serve::Serve,
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
    /// Check every external link of the content and of the finished site
    ///
    /// Asks the hosts, each by its own rules, politely and safely. Only what is dead, closed or private ends with exit
    /// code 1; what cannot be known from here is told apart.
    Links(Links),
    /// List every value marked `confirm = "…"`, with its file and line
    Confirm(SiteArgs),
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
