//! Tokens of the environment, each for its own hosts and nobody else.

use std::fmt;

use url::Url;

/// A token, and who gets it.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    hosts: &'static [&'static str],
    token: String,
}

/// The variables and the hosts their tokens are for.
const KNOWN: [(&str, &[&str]); 3] = [
    ("GITHUB_TOKEN", &["api.github.com"]),
    ("GH_TOKEN", &["api.github.com"]),
    ("OPENREVIEW_TOKEN", &["api2.openreview.net", "api.openreview.net"]),
];

impl Credential {
    /// Those that are set.
    pub fn from_environment() -> Vec<Self> {
        let read = |(name, hosts)| {
            let token: String = std::env::var(name).ok()?.trim().to_owned();
            let fits = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
            fits.then_some(Self { hosts, token })
        };
        KNOWN.into_iter().filter_map(read).collect()
    }

    /// Whether a host is one of its own.
    pub fn is_for(&self, host: &str) -> bool {
        self.hosts.contains(&host)
    }

    /// The `Authorization` header for a request; only to its own hosts, and only where nobody can listen.
    pub fn header(&self, url: &Url) -> Option<String> {
        let own = url.host_str().is_some_and(|host| self.is_for(host));
        (own && url.scheme() == "https" && url.port().is_none()).then(|| format!("Bearer {}", self.token))
    }
}

/// Without the token, so that it is printed nowhere.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credential for {:?}", self.hosts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_to_its_own_host_over_tls_and_is_not_printed() {
        let credential = Credential { hosts: &["api.github.com"], token: "secret".into() };
        let header = |url: &str| credential.header(&url.parse().expect("an address"));
        assert_eq!(header("https://api.github.com/repos").as_deref(), Some("Bearer secret"));
        for url in [
            "http://api.github.com/",
            "https://api.github.com.evil.example/",
            "https://github.com/",
            "https://api.github.com:8443/",
            "https://evil.example/?api.github.com",
            "https://api.github.com@evil.example/",
        ] {
            assert_eq!(header(url), None, "{url}");
        }
        assert!(!format!("{credential:?}").contains("secret"));
    }
}
