//! From names to numbers: what `--resolve` says, else the system's look-up, without private addresses.

use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr},
    str::FromStr,
    sync::Arc,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::safety;
use crate::links::answer::Failure;

/// An address given for a host and a port: `HOST:PORT:ADDRESS`.
///
/// As curl has it; besides, the host `*` stands for all names, and the address may have a port of its own for the
/// ports 80 and 443: `*:443:127.0.0.1:8443`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    host: String,
    port: u16,
    to: SocketAddr,
}

impl FromStr for Given {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("`{text}` is not of the form HOST:PORT:ADDRESS, for instance a.example:443:127.0.0.1");
        let (host, rest) = match text.strip_prefix('[').and_then(|rest| rest.split_once("]:")) {
            Some((ip, rest)) => (format!("[{ip}]"), rest),
            None => text.split_once(':').map(|(host, rest)| (host.to_owned(), rest)).ok_or_else(wrong)?,
        };
        let (port, address) = rest.split_once(':').ok_or_else(wrong)?;
        let host = if host == "*" { host } else { Host::parse(&host).map_err(|_| wrong())?.to_string() };
        let port: u16 = port.parse().map_err(|_| wrong())?;
        let ip = address.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        let to = ip.map(|ip| SocketAddr::new(ip, 0)).or_else(|_| address.parse()).map_err(|_| wrong())?;
        // An explicit port in a link is what is connected to, whatever is said here.
        if to.port() != 0 && !matches!(port, 80 | 443) {
            return Err(format!(
                "`{text}`: the address may have a port of its own only for the ports 80 and 443"
            ));
        }
        Ok(Self { host, port, to })
    }
}

/// All that is known about names before the system is asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    given: Vec<Given>,
    /// Hosts of proxies, which usually are private, and are asked by us but never for a link.
    proxies: BTreeSet<String>,
    allow_private: bool,
}

impl Names {
    /// What was given on the command line, and the proxies of the environment.
    ///
    /// # Errors
    /// Where a name is given two addresses: a look-up does not know the port it is for.
    pub(super) fn new(given: &[Given], allow_private: bool) -> Result<Self, String> {
        for one in given {
            if given.iter().any(|other| other.host == one.host && other.to != one.to) {
                return Err(format!("--resolve gives two addresses for {}", one.host));
            }
        }
        let variables = ["http_proxy", "https_proxy", "all_proxy"];
        let values = variables.iter().flat_map(|name| [name.to_string(), name.to_uppercase()]);
        let proxies = values.filter_map(|name| proxy_host(&std::env::var(name).ok()?)).collect();
        Ok(Self { given: given.to_vec(), proxies, allow_private })
    }

    /// Why this address is not asked, as far as can be told without a look-up.
    pub(super) fn refusal(&self, url: &Url) -> Option<Failure> {
        let host = url.host_str()?;
        let port = url.port_or_known_default();
        let mut of_host = self.for_host(host).peekable();
        if of_host.peek().is_some() {
            let known = of_host.any(|given| Some(given.port) == port);
            let port = port.unwrap_or_default();
            return (!known)
                .then(|| Failure::Connect(format!("--resolve gives {host} no address for port {port}")));
        }
        if self.allow_private {
            return None;
        }
        let proxy = self.proxies.contains(host).then(|| format!("{host} is the proxy"));
        proxy.or_else(|| safety::refusal(url)).map(Failure::PrivateAddress)
    }

    /// What is given for a host itself, or else for all names.
    fn for_host(&self, host: &str) -> impl Iterator<Item = &Given> {
        let own = self.given.iter().any(|given| given.host == host);
        let is_name = host.parse::<IpAddr>().is_err() && !host.starts_with('[');
        let key = if own || !is_name { host } else { "*" }.to_owned();
        self.given.iter().filter(move |given| given.host == key)
    }

    async fn look_up(&self, name: &str) -> Result<Vec<SocketAddr>, LookUpError> {
        // RFC 6761: there is no such name, and nobody needs to be asked.
        if name.trim_end_matches('.').rsplit('.').next() == Some("invalid") {
            return Err(LookUpError::NoSuchHost);
        }
        if let Some(given) = self.for_host(name).next() {
            return Ok(vec![given.to]);
        }
        let found: Vec<SocketAddr> =
            tokio::net::lookup_host((name, 0)).await.map_err(|error| LookUpError::of(&error))?.collect();
        if self.allow_private || self.proxies.contains(name) {
            return Ok(found);
        }
        let refused = found.iter().find_map(|address| {
            Some(format!(
                "{name} has the address {}, which is {}",
                address.ip(),
                safety::private_ip(address.ip())?
            ))
        });
        let public: Vec<_> =
            found.into_iter().filter(|address| safety::private_ip(address.ip()).is_none()).collect();
        match refused {
            Some(why) if public.is_empty() => Err(LookUpError::Private(why)),
            _ if public.is_empty() => Err(LookUpError::NoSuchHost),
            _ => Ok(public),
        }
    }
}

fn proxy_host(value: &str) -> Option<String> {
    let url = if value.contains("://") { Url::parse(value) } else { Url::parse(&format!("http://{value}")) };
    url.ok()?.host_str().map(str::to_owned)
}

/// The resolver of the client.
pub(super) struct Resolver(pub Arc<Names>);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let names = self.0.clone();
        Box::pin(async move {
            let addresses = names.look_up(name.as_str()).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Why a look-up found nothing that may be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookUpError {
    /// The name is not in use.
    #[error("no such host")]
    NoSuchHost,
    /// The name server did not say.
    #[error("{0}")]
    Temporary(String),
    /// Only private addresses.
    #[error("{0}")]
    Private(String),
}

impl LookUpError {
    /// The standard library gives no code, but the words of the C library (`gai_strerror`; glibc, musl, macOS), which
    /// are in English as long as a program sets no locale.
    fn of(error: &std::io::Error) -> Self {
        const NONE: [&str; 4] = [
            "Name or service not known",
            "No address associated with hostname",
            "Name does not resolve",
            "nodename nor servname provided",
        ];
        let text = error.to_string();
        if NONE.iter().any(|words| text.contains(words)) {
            Self::NoSuchHost
        } else {
            Self::Temporary(text.rsplit(": ").next().unwrap_or(&text).to_lowercase())
        }
    }
}

impl From<&LookUpError> for Failure {
    fn from(error: &LookUpError) -> Self {
        match error {
            LookUpError::NoSuchHost => Self::NoSuchHost,
            LookUpError::Temporary(words) => Self::LookUp(words.clone()),
            LookUpError::Private(words) => Self::PrivateAddress(words.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str) -> Given {
        text.parse().expect("is of the form")
    }

    fn refusal(names: &Names, url: &str) -> Option<Failure> {
        names.refusal(&url.parse().expect("an address"))
    }

    #[test]
    fn an_address_is_given_as_for_curl() {
        let parts = |text| (given(text).host, given(text).port, given(text).to.to_string());
        assert_eq!(parts("A.example:443:127.0.0.1"), ("a.example".into(), 443, "127.0.0.1:0".into()));
        assert_eq!(parts("a.example:80:127.0.0.1:8080"), ("a.example".into(), 80, "127.0.0.1:8080".into()));
        assert_eq!(parts("*:443:[::1]:8443"), ("*".into(), 443, "[::1]:8443".into()));
        assert_eq!(parts("[::1]:81:::1"), ("[::1]".into(), 81, "[::1]:0".into()));
        for text in [
            "",
            "a.example",
            "a.example:443",
            "a.example:x:127.0.0.1",
            "a.example:443:b",
            "a.example:81:127.0.0.1:82",
        ] {
            assert!(text.parse::<Given>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_given_by_hand_may_be_private_at_that_port_only() {
        let names = Names::new(&[given("a.example:443:127.0.0.1"), given("127.0.0.1:81:127.0.0.1")], false)
            .expect("one address for each");
        assert_eq!(refusal(&names, "https://a.example/"), None);
        assert_eq!(refusal(&names, "http://127.0.0.1:81/"), None);
        assert!(matches!(refusal(&names, "http://a.example/"), Some(Failure::Connect(_))));
        assert!(matches!(refusal(&names, "http://127.0.0.1/"), Some(Failure::Connect(_))));
        assert!(matches!(refusal(&names, "http://127.0.0.2/"), Some(Failure::PrivateAddress(_))));
    }

    #[test]
    fn all_names_does_not_mean_numbers() {
        let names = Names::new(&[given("*:80:127.0.0.1:8080")], false).expect("one address");
        assert_eq!(refusal(&names, "http://b.example/"), None);
        for url in ["http://10.0.0.1/", "http://[::1]/"] {
            assert!(matches!(refusal(&names, url), Some(Failure::PrivateAddress(_))), "{url}");
        }
        assert!(Names::new(&[given("*:80:127.0.0.1"), given("*:443:127.0.0.2")], false).is_err());
    }

    #[test]
    fn no_such_host_and_no_answer_are_told_apart() {
        let of = |text: &str| LookUpError::of(&std::io::Error::other(text.to_owned()));
        assert_eq!(
            of("failed to lookup address information: Name or service not known"),
            LookUpError::NoSuchHost
        );
        assert_eq!(
            of("failed to lookup address information: Temporary failure in name resolution"),
            LookUpError::Temporary("temporary failure in name resolution".into())
        );
    }
}
