//! The command line. The comments of the arguments are the help text.

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, Parser, Subcommand};

use crate::{config::Today, report::Format};

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
    /// Check the content by every rule, without building anything
    ///
    /// Shows each problem at the line where it is written, with what to do. Warnings alone end with exit code 0.
    Check(Check),
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

/// Arguments of `dlde build`.
#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    #[allow(missing_docs, reason = "a comment here would become help text")]
    pub site: SiteArgs,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a comment here would become help text")]
    pub zola: ZolaArgs,
    /// Where the finished site goes [default: public/ of the site]
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// Address the site will have [default: the one in config.toml]
    #[arg(long, value_name = "ADDRESS")]
    pub base_url: Option<String>,
    /// Build as if it were this day, 2023-12-09, or instant, 2023-12-09T14:00:00-05:00 [default: now]
    #[arg(long, value_name = "DAY")]
    pub today: Option<Today>,
}

/// Arguments of `dlde check`.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    #[allow(missing_docs, reason = "a comment here would become help text")]
    pub site: SiteArgs,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORM")]
    pub format: Format,
    /// Print nothing where nothing is wrong
    #[arg(long, short)]
    pub quiet: bool,
    /// Check as if it were this day, 2023-12-09, or instant, 2023-12-09T14:00:00-05:00 [default: now]
    #[arg(long, value_name = "DAY")]
    pub today: Option<Today>,
    /// Print an entry to fill in for content/exceptions.toml for each problem
    #[arg(long)]
    pub accept: bool,
    /// List all rules
    #[arg(long, conflicts_with_all = ["accept", "explain"])]
    pub rules: bool,
    /// Say why a rule exists and how to satisfy it
    #[arg(long, value_name = "RULE", conflicts_with = "accept")]
    pub explain: Option<String>,
}

/// Arguments of `dlde serve`.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    #[allow(missing_docs, reason = "a comment here would become help text")]
    pub site: SiteArgs,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a comment here would become help text")]
    pub zola: ZolaArgs,
    /// Options for `zola serve`, after two dashes: -- --port 8000 --open
    #[arg(last = true, value_name = "OPTIONS")]
    pub options: Vec<OsString>,
}
