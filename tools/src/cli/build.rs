//! `dlde build`

use std::path::PathBuf;

use clap::Args;

use super::{SiteArgs, TargetArgs, ZolaArgs};
use crate::config::Today;

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
    #[arg(long, value_name = "ADDRESS", value_parser = super::web_address)]
    pub base_url: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a comment here would become help text")]
    pub target: TargetArgs,
    /// Build as if it were this day, 2023-12-09, or instant, 2023-12-09T14:00:00-05:00 [default: now]
    #[arg(long, value_name = "DAY")]
    pub today: Option<Today>,
}
