//! The network: the only user of reqwest, tokio and rustls.
//!
//! ```text
//! links ─► driver (a conversation per link) ─► queue (by next time; hosts with their manners) ─► client ─► safety
//!             ▲ answers, kept for all who ask the same │◄─ retry, limits, redirect, cookies ◄─┘
//! ```
//!
//! One thread does it all: it waits for the network nearly all of the time.

mod answers;
mod client;
mod cookies;
mod credentials;
mod driver;
mod failure;
mod fetch;
mod host;
mod limits;
mod queue;
mod redirect;
mod resolver;
mod retry;
mod safety;

use url::Url;

pub use self::{
    client::Deadlines,
    credentials::Credential,
    host::{Manners, Pace},
    resolver::Given,
    retry::Retries,
};
use crate::{
    links::judge::{Exchange, Finding, HostUse, Step},
    report::Error,
};

/// How the network is used.
#[derive(Debug, Clone)]
pub struct Options {
    /// What servers are told about who asks, with an address to complain to.
    pub user_agent: String,
    /// How hosts are treated.
    pub manners: Manners,
    /// How many requests are under way at the same time in all.
    pub concurrency: usize,
    /// How long is waited for what.
    pub deadlines: Deadlines,
    /// What is repeated, and when.
    pub retries: Retries,
    /// Addresses given for hosts; also private ones are asked then.
    pub resolve: Vec<Given>,
    /// Certificates of further authorities, in PEM.
    pub ca_certificates: Vec<u8>,
    /// Whether the proxies of the environment are used.
    pub proxies: bool,
    /// Whether private addresses are asked.
    pub allow_private: bool,
    /// Tokens for the hosts that want one.
    pub credentials: Vec<Credential>,
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// One for each link that was decided, in the order of the links.
    pub findings: Vec<Finding>,
    /// By name.
    pub hosts: Vec<HostUse>,
    /// How many answers came, of whatever kind.
    pub answers: usize,
    /// Whether it was stopped before all was decided.
    pub stopped: bool,
}

/// Who looks on while a run goes on.
pub struct Watch<'a> {
    /// Is told of each link that has been decided.
    pub decided: &'a mut dyn FnMut(&Finding),
    /// Says whether to stop now.
    pub stop: &'a dyn Fn() -> bool,
}

/// Decides every link: `next` is asked what to do until it has a verdict. The same request is sent once, whoever
/// asks; a link that seems dead is asked once more later, and by `GET`.
///
/// # Errors
/// Where no client can be made.
pub fn run(
    links: &[Url],
    next: &dyn Fn(&Url, &[Exchange]) -> Step,
    options: &Options,
    watch: Watch<'_>,
) -> Result<Run, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(LOOK_UPS)
        .build()
        .map_err(|error| Error::new(format!("cannot use the network: {error}")))?;
    let client = client::Client::new(options)?;
    let run = runtime.block_on(driver::Driver::new(links, next, options, client).drive(watch));
    // A look-up of a name cannot be stopped; nobody waits for one that is still under way.
    runtime.shutdown_background();
    Ok(run)
}

/// What servers are told: the name and version of this program, and the site, on which its organisers can be found.
///
/// A widespread firewall refuses whatever has "link" in its name, so a site that has it is not named.
pub fn user_agent(site: &str) -> String {
    let name = concat!("dlde/", env!("CARGO_PKG_VERSION"));
    let site = Some(site).filter(|site| {
        site.bytes().all(|byte| byte.is_ascii_graphic()) && !site.to_ascii_lowercase().contains("link")
    });
    site.map_or_else(|| name.to_owned(), |site| format!("{name} (checks the references of {site})"))
}

/// How many names are looked up at the same time, for the system's look-up blocks a thread.
const LOOK_UPS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_told_who_asks_without_a_word_that_firewalls_refuse() {
        assert_eq!(
            user_agent("https://a.example/"),
            format!("dlde/{} (checks the references of https://a.example/)", env!("CARGO_PKG_VERSION"))
        );
        assert!(!user_agent("https://Linked.example/").to_lowercase().contains("link"));
    }
}
