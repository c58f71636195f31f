//! `dlde rewrite`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::TargetArgs;
use crate::config::Today;

/// Arguments of `dlde rewrite`.
#[derive(Debug, Args)]
pub struct Rewrite {
    /// Folder with the built pages; it stays as it is
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Where the rewritten copy of the folder goes
    #[arg(long, value_name = "FOLDER", required_unless_present_any = ["dry_run", "check", "verify"])]
    pub out: Option<PathBuf>,
    /// Folder of the site whose config.toml says what to do [default: this folder or the nearest above, if any]
    #[arg(long, value_name = "FOLDER")]
    pub root: Option<PathBuf>,
    /// Address that the folder has on the web [default: the one in config.toml if the folder is part of the site]
    #[arg(long, value_name = "ADDRESS", value_parser = super::web_address)]
    pub base_url: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a comment here would become help text")]
    pub target: TargetArgs,
    /// Rewrite as if it were this day, 2023-12-09, or instant, 2023-12-09T14:00:00-05:00 [default: now]
    #[arg(long, value_name = "DAY")]
    pub today: Option<Today>,
    /// Write nothing, and list each edit with page, line and rewrite
    #[arg(long)]
    pub dry_run: bool,
    /// Show the pages before and after as a difference
    #[arg(long, requires = "dry_run")]
    pub diff: bool,
    /// Write nothing, list the edits, and end with exit code 1 if there are any
    #[arg(long, conflicts_with = "out")]
    pub check: bool,
    /// Make sure that nothing but the edits has changed, and that a second run would change nothing
    #[arg(long)]
    pub verify: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Form::Human, value_name = "FORM")]
    pub format: Form,
}

/// The forms of the report of a rewrite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people
    Human,
    /// For programs
    Json,
}
