//! `dlde links`

use std::path::PathBuf;

use clap::Args;

use super::SiteArgs;
use crate::{
    config::Today,
    links::{external::Given, report::Format},
};

/// Arguments of `dlde links`.
#[derive(Debug, Args)]
pub struct Links {
    #[command(flatten)]
    #[allow(missing_docs, reason = "a comment here would become help text")]
    pub site: SiteArgs,
    /// The finished site, whose links are checked together with those of content/ [default: public/ of the site]
    #[arg(long, value_name = "FOLDER")]
    pub built: Option<PathBuf>,
    /// Check only what needs no network
    #[arg(long)]
    pub offline: bool,
    /// Check only links that were added or touched since this branch or commit
    #[arg(long, value_name = "REVISION")]
    pub changed_since: Option<String>,
    /// Keep a record in this file: what was good is not asked again for a time, and changes are told
    /// [default: links.lock.toml of the site, where there is one]
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORM")]
    pub format: Format,
    /// Print nothing where nothing is wrong, and no progress
    #[arg(long, short)]
    pub quiet: bool,
    /// Check as if it were this day, 2023-12-09, or instant, 2023-12-09T14:00:00-05:00 [default: now]
    #[arg(long, value_name = "DAY")]
    pub today: Option<Today>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a comment here would become help text")]
    pub network: Network,
}

/// How the network is used.
#[derive(Debug, Args)]
#[command(next_help_heading = "Network")]
pub struct Network {
    /// Requests to one host at the same time, at most
    #[arg(long, value_name = "NUMBER", default_value_t = 2, value_parser = at_least_one)]
    pub per_host: usize,
    /// Milliseconds between two requests to one host, at least
    #[arg(long, value_name = "MS", default_value_t = 50, value_parser = clap::value_parser!(u64).range(..=60_000))]
    pub pause: u64,
    /// Requests at the same time in all, at most
    #[arg(long, value_name = "NUMBER", default_value_t = 128, value_parser = at_least_one)]
    pub concurrency: usize,
    /// Seconds until an answer has to be there
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub timeout: u64,
    /// Use this address for a host and port, HOST:PORT:ADDRESS, also a private one; * is every host
    #[arg(long, value_name = "GIVEN")]
    pub resolve: Vec<Given>,
    /// Trust the certificate authorities in this file too (PEM)
    #[arg(long, value_name = "FILE")]
    pub ca_cert: Option<PathBuf>,
    /// Ask hosts in private networks too
    ///
    /// Without it, a link can make this machine talk to the public internet only.
    #[arg(long)]
    pub allow_private: bool,
}

/// A number of requests, which none of these limits may make nought.
fn at_least_one(text: &str) -> Result<usize, String> {
    let number = text.parse().map_err(|_| "it has to be a number".to_owned())?;
    if (1..=10_000).contains(&number) {
        Ok(number)
    } else {
        Err("it has to be between 1 and 10000".to_owned())
    }
}
