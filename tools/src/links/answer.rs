//! What is asked on the network and what comes back, as values.

use url::Url;

/// A request. Only `GET` unless a rule says that `HEAD` tells the truth there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Request {
    /// The address.
    pub url: Url,
    /// Whether the head alone is enough.
    pub head_only: bool,
    /// Whether redirects are followed, or the first answer is what counts.
    pub follow: bool,
    /// How much of the body is read at most, in bytes after decompression.
    pub body_limit: usize,
    /// The media type asked for.
    pub accept: Option<&'static str>,
}

/// 256 KiB: no title, message or meta element lies further down.
pub const BODY_LIMIT: usize = 256 * 1024;
/// 1 MiB: where a fragment is sought.
pub const FRAGMENT_BODY_LIMIT: usize = 1024 * 1024;

impl Request {
    /// A `GET` that follows redirects.
    pub fn get(url: Url) -> Self {
        let body_limit = if url.fragment().is_some() { FRAGMENT_BODY_LIMIT } else { BODY_LIMIT };
        Self { url, head_only: false, follow: true, body_limit, accept: None }
    }

    /// A `GET` for JSON from a programming interface.
    pub fn json(url: Url) -> Self {
        Self { accept: Some("application/json"), ..Self::get(url) }
    }

    /// A `GET` of which only the first answer counts.
    #[must_use]
    pub fn without_redirects(mut self) -> Self {
        self.follow = false;
        self
    }
}

/// What came back.
pub type Answer = Result<Response, Failure>;

/// A response after all redirects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Where the redirects ended; the address asked for where there were none.
    pub url: Url,
    /// The redirects on the way, in order.
    pub hops: Vec<Hop>,
    /// Names in lower case, in the order received.
    pub headers: Vec<(String, String)>,
    /// The beginning of the body, decompressed, as it was sent.
    pub body: Vec<u8>,
    /// Whether the body goes on.
    pub truncated: bool,
}

impl Response {
    /// The first header of this name, which is written in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// A redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// 301, 302, 303, 307 or 308.
    pub status: u16,
    /// From where.
    pub from: Url,
    /// To where; the fragment is inherited as RFC 9110, section 10.2.2, says.
    pub to: Url,
}

impl Hop {
    /// Whether the new address should be remembered (301, 308).
    pub fn is_permanent(&self) -> bool {
        matches!(self.status, 301 | 308)
    }
}

/// Why there is no response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No server has this name.
    NoSuchHost,
    /// The name could not be looked up just now.
    LookUp(String),
    /// The server did not take the connection.
    Connect(String),
    /// The certificate or the handshake is at fault; the words say how.
    Certificate(String),
    /// Nothing, or not enough, came in time; the words say what was waited for.
    Timeout(&'static str),
    /// The connection broke in the middle of the answer.
    Broken(String),
    /// What came is no HTTP, or too much of it.
    Malformed(String),
    /// The address, or one that it redirects to, lies in a private network, and nothing was sent there.
    PrivateAddress(String),
    /// A redirect to somewhere that is not followed: no address, or another scheme than http and https.
    BadRedirect(String),
    /// More redirects than one request follows: those until there. The last one leads to where it goes on.
    TooManyRedirects(Vec<Hop>),
    /// The redirects come back to where they were.
    RedirectLoop,
    /// The host asks for a longer pause than a run can wait (`Retry-After`), or has failed too often.
    SetAside(String),
}
