//! `dlde serve`

use std::ffi::OsString;

use clap::Args;

use super::{SiteArgs, ZolaArgs};

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
