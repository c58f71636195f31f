//! Where an address leads: to a file of the site, or out of it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::Url;

/// The address of the site: all that lies below it is a file of the site, however it is written.
#[derive(Debug, Clone)]
pub struct Base {
    url: Url,
    /// As it is written, with a slash at its end.
    text: String,
}

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To a place below the site's own address.
    Inside(Inside),
    /// Written as if within the site, to a path that is not below its address.
    Beside(String),
    /// Elsewhere.
    Outside(Url),
    /// Nowhere: it is no address. Why not.
    Unreadable(String),
}

/// A place within the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    /// The path below the site's address, decoded; empty for the front page, with a slash at its end for a folder.
    pub path: String,
    /// The fragment as it is written, without `#`; none where there is no `#`.
    pub fragment: Option<String>,
    /// Whether it names the site's own address, and with another scheme than the site has.
    pub other_scheme: bool,
}

impl Inside {
    /// The file that a server sends for the path: a folder stands for the page in it.
    pub fn file(&self) -> Cow<'_, str> {
        if self.path.is_empty() || self.path.ends_with('/') {
            Cow::Owned(format!("{}index.html", self.path))
        } else {
            Cow::Borrowed(&self.path)
        }
    }
}

impl Base {
    /// The address of a site as its configuration has it. One without a host, which Zola takes too, gets one that does
    /// not exist. None where it is no address.
    pub fn new(base_url: &str) -> Option<Self> {
        let parse = |text: &str| {
            let text = format!("{}/", text.trim_end_matches('/'));
            let url =
                Url::parse(&text).ok().filter(|url| url.has_host() && url.scheme().starts_with("http"))?;
            Some(Self { url, text })
        };
        parse(base_url)
            .or_else(|| parse(&format!("http://site.invalid/{}", base_url.trim_start_matches('/'))))
    }

    /// The address itself, with a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where an address leads that is written on the front page.
    pub fn resolve(&self, value: &str) -> Target {
        self.from("index.html", None).resolve(value)
    }

    /// Whether the site is that of one computer only, for a preview.
    pub(super) fn is_local(&self) -> bool {
        matches!(self.url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
    }

    /// Whether the site is encrypted on its way.
    pub fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Where addresses in a file lead: its path within the site, and the address in its `base` element.
    pub(super) fn from(&self, path: &str, base_element: Option<&str>) -> From<'_> {
        let own = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
        let own = self.url.join(&encoded(own.unwrap_or(path))).unwrap_or_else(|_| self.url.clone());
        let moved = base_element.and_then(|base| own.join(base).ok());
        From { base: self, path: path.to_owned(), is_moved: moved.is_some(), url: moved.unwrap_or(own) }
    }

    fn is_own(&self, url: &Url) -> bool {
        let port = |url: &Url| url.port().filter(|port| !matches!(port, 80 | 443));
        url.scheme().starts_with("http") && url.host() == self.url.host() && port(url) == port(&self.url)
    }
}

/// A path as an address has it: relative, and nothing in it is a query, a fragment or a scheme.
fn encoded(path: &str) -> String {
    let special = |c: char| matches!(c, '%' | '?' | '#' | ':' | '\\') || c.is_ascii_control();
    let mut text = String::with_capacity(path.len());
    for character in path.chars() {
        if special(character) {
            text += &format!("%{:02X}", character as u32);
        } else {
            text.push(character);
        }
    }
    text
}

/// A file whose addresses are resolved.
pub(super) struct From<'b> {
    base: &'b Base,
    /// Its path within the site.
    path: String,
    /// Whether relative addresses start elsewhere, by a `base` element.
    is_moved: bool,
    url: Url,
}

impl From<'_> {
    /// Where an address of the file leads.
    pub(super) fn resolve(&self, value: &str) -> Target {
        self.plainly(value).map_or_else(|| self.by_the_standard(value), Target::Inside)
    }

    /// Most addresses are so plain that no parser is needed.
    fn plainly(&self, value: &str) -> Option<Inside> {
        let (folder, rest) = if let Some(rest) = value.strip_prefix(self.base.as_str()) {
            ("", rest)
        } else if value.starts_with('/') {
            ("", value.strip_prefix(self.base.url.path())?)
        } else if self.is_moved {
            return None;
        } else {
            (self.path.rfind('/').map_or("", |slash| &self.path[..=slash]), value)
        };
        let (address, fragment) = rest.split_once('#').map_or((rest, None), |(a, f)| (a, Some(f)));
        let path = address.split('?').next().unwrap_or_default();
        if !rest.bytes().all(is_plain) || path.starts_with('/') || path.contains("./") || path.ends_with('.')
        {
            return None;
        }
        let is_own = path.is_empty() && rest.len() == value.len();
        let path = if is_own { self.path.clone() } else { format!("{folder}{path}") };
        Some(Inside { path, fragment: fragment.map(str::to_owned), other_scheme: false })
    }

    /// As browsers do. (URL Standard, WHATWG.)
    fn by_the_standard(&self, value: &str) -> Target {
        let url = match Url::options().base_url(Some(&self.url)).parse(value) {
            Ok(url) => url,
            Err(error) => return Target::Unreadable(error.to_string()),
        };
        if !self.base.is_own(&url) {
            return Target::Outside(url);
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let own = self.base.url.path();
        let path = url.path();
        let is_front = path == own.trim_end_matches('/');
        let Some(path) = path.strip_prefix(own).or(is_front.then_some("")) else {
            // A whole address means another site of the same host; one without a host was meant for this one.
            let is_whole = value.contains("//");
            return if is_whole { Target::Outside(url) } else { Target::Beside(decoded(path)) };
        };
        // An address of nothing but a fragment or a query is the file's own.
        let is_same = !self.is_moved && (value.is_empty() || value.starts_with(['#', '?']));
        let path = if is_same { self.path.clone() } else { decoded(path) };
        let other_scheme = url.scheme() != self.base.url.scheme();
        Target::Inside(Inside { path, fragment: url.fragment().map(str::to_owned), other_scheme })
    }
}

/// Characters that mean the same whether or not an address is taken apart by the standard.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/_-.~#?=&+,;@!$*()".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> Base {
        Base::new(text).expect("is an address")
    }

    fn leads(base_url: &str, page: &str, value: &str) -> String {
        let base = base(base_url);
        match base.from(page, None).resolve(value) {
            Target::Inside(Inside { path, fragment, other_scheme }) => {
                let fragment = fragment.map(|text| format!(" # {text}")).unwrap_or_default();
                format!("{path}{fragment}{}", if other_scheme { " !" } else { "" })
            }
            Target::Beside(path) => format!("beside {path}"),
            Target::Outside(url) => format!("outside {url}"),
            Target::Unreadable(why) => format!("no address: {why}"),
        }
    }

    #[test]
    fn an_address_within_the_site_leads_to_its_file() {
        let site = "https://a.org/sub";
        for (value, expected) in [
            ("", "p/index.html"),
            ("#x", "p/index.html # x"),
            ("#", "p/index.html # "),
            ("?q#x", "p/index.html # x"),
            ("b.png", "p/b.png"),
            ("b.png?h=1#f", "p/b.png # f"),
            ("../b/", "b/"),
            ("./b", "p/b"),
            ("/sub/b/#x", "b/ # x"),
            ("/sub/", ""),
            ("/sub", ""),
            ("https://a.org/sub/b/", "b/"),
            ("//a.org/sub/b/", "b/"),
            ("HTTPS://A.org/sub/b%20c%2Fd", "b c/d"),
            ("http://a.org/sub/b/", "b/ !"),
            ("b c.png", "p/b c.png"),
            ("ü.png", "p/ü.png"),
            (" b.png\n", "p/b.png"),
            ("/sub/..", "beside /"),
            ("/b/", "beside /b/"),
            ("/submarine/", "beside /submarine/"),
            ("https://a.org/", "outside https://a.org/"),
            ("https://a.org:8080/sub/", "outside https://a.org:8080/sub/"),
            ("https://b.org/sub/?a#b", "outside https://b.org/sub/?a#b"),
            ("//b.org/x", "outside https://b.org/x"),
            ("mailto:a@b.org", "outside mailto:a@b.org"),
            ("http://[::1", "no address: invalid IPv6 address"),
        ] {
            assert_eq!(leads(site, "p/index.html", value), expected, "{value}");
        }
    }

    #[test]
    fn an_address_at_the_root_of_a_host_is_within_the_site() {
        for (value, expected) in
            [("/", ""), ("/b/", "b/"), ("//b.org", "outside https://b.org/"), ("/404.html", "404.html")]
        {
            assert_eq!(leads("https://a.org", "index.html", value), expected, "{value}");
        }
        assert_eq!(leads("/", "a.html", "/b/#c"), "b/ # c");
    }

    #[test]
    fn names_of_files_may_hold_what_has_a_meaning_in_addresses() {
        for page in ["a?b#c%20:d/index.html", "\u{202e}\"'\n/index.html"] {
            let folder = page.strip_suffix("index.html").expect("is a page");
            assert_eq!(leads("https://a.org", page, "x"), format!("{folder}x"));
            assert_eq!(leads("https://a.org", page, "#ü"), format!("{page} # %C3%BC"));
        }
    }

    #[test]
    fn a_base_element_moves_relative_addresses() {
        let base = base("https://a.org");
        let from = base.from("p/index.html", Some("/q/"));
        let path = |value: &str| match from.resolve(value) {
            Target::Inside(inside) => inside.path,
            other => format!("{other:?}"),
        };
        assert_eq!((path("b"), path("/b"), path("#x")), ("q/b".to_owned(), "b".to_owned(), "q/".to_owned()));
    }
}
