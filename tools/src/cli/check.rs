//! `dlde check`

use std::path::PathBuf;

use clap::Args;

use super::{SiteArgs, ZolaArgs};
use crate::{config::Today, report::Format};

/// Arguments of `dlde check`.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    #[allow(missing_docs, reason = "a comment here would become help text")]
    pub site: SiteArgs,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a comment here would become help text")]
    pub zola: ZolaArgs,
    /// Check the finished pages in this folder, not those of a build made for the check
    #[arg(long, value_name = "FOLDER")]
    pub pages: Option<PathBuf>,
    /// Address the pages are made for [default: the one in config.toml]
    #[arg(long, value_name = "ADDRESS", value_parser = super::web_address)]
    pub base_url: Option<String>,
    /// Check the content alone, and build no pages
    #[arg(long, conflicts_with = "pages")]
    pub content_only: bool,
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
    /// Put right what has one right answer, and change nothing else
    #[arg(long, conflicts_with_all = ["accept", "format", "rules", "explain"])]
    pub fix: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// List all rules
    #[arg(long, conflicts_with_all = ["accept", "explain"])]
    pub rules: bool,
    /// Say why a rule exists and how to satisfy it
    #[arg(long, value_name = "RULE", conflicts_with = "accept")]
    pub explain: Option<String>,
}
