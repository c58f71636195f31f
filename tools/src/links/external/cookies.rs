//! The cookies of one link: kept while its redirects are followed, then forgotten.
//!
//! Some sites send each visitor round a loop until a cookie comes back. Nothing else of RFC 6265 is needed here.

use url::Url;

/// The cookies set on the way to a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cookies(Vec<Cookie>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Cookie {
    name: String,
    value: String,
    domain: String,
    /// Whether hosts below the domain get it too.
    below: bool,
    path: String,
    secure: bool,
}

/// No page needs more on the way to it.
const MOST: usize = 50;
const LONGEST: usize = 4096;

impl Cookies {
    /// Takes in what an answer from `url` sets with a `Set-Cookie` header.
    pub(super) fn set(&mut self, url: &Url, header: &str) {
        let Some(cookie) = Cookie::read(url, header) else { return };
        let same =
            |old: &Cookie| old.name == cookie.name && old.domain == cookie.domain && old.path == cookie.path;
        let ends =
            attribute(header, "max-age").is_some_and(|age| age.parse::<i64>().is_ok_and(|age| age <= 0));
        self.0.retain(|old| !same(old));
        if !ends && self.0.len() < MOST {
            self.0.push(cookie);
        }
    }

    /// The `Cookie` header for a request; `None` where there is nothing to send.
    pub(super) fn header(&self, url: &Url) -> Option<String> {
        let pairs: Vec<String> = self
            .0
            .iter()
            .filter(|cookie| cookie.is_for(url))
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

impl Cookie {
    fn read(url: &Url, header: &str) -> Option<Self> {
        if header.len() > LONGEST || header.bytes().any(|byte| byte.is_ascii_control()) {
            return None;
        }
        let host = url.host_str()?;
        let (name, value) = header.split(';').next()?.split_once('=')?;
        let domain =
            attribute(header, "domain").map(|domain| domain.trim_start_matches('.').to_ascii_lowercase());
        let domain = domain.filter(|domain| !domain.is_empty() && domain != host);
        // Nobody sets a cookie for another site, nor for all of `.org`.
        if domain.as_ref().is_some_and(|domain| !is_below(host, domain) || !domain.contains('.')) {
            return None;
        }
        let path = attribute(header, "path").filter(|path| path.starts_with('/'));
        let folder = || {
            url.path()
                .rsplit_once('/')
                .map_or("/", |(folder, _)| if folder.is_empty() { "/" } else { folder })
        };
        Some(Self {
            name: name.trim().to_owned(),
            value: value.trim().to_owned(),
            below: attribute(header, "domain").is_some(),
            domain: domain.unwrap_or_else(|| host.to_owned()),
            path: path.unwrap_or_else(folder).to_owned(),
            secure: header.split(';').skip(1).any(|part| part.trim().eq_ignore_ascii_case("secure")),
        })
    }

    fn is_for(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let path_matches = url
            .path()
            .strip_prefix(&self.path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || self.path.ends_with('/'));
        (host == self.domain || self.below && is_below(host, &self.domain))
            && path_matches
            && (!self.secure || url.scheme() == "https")
    }
}

fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

fn attribute<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = header.split(';').skip(1).filter_map(|part| part.split_once('='));
    pairs.find(|(own, _)| own.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is sent to `to` after `from` has set the cookies.
    fn sent(from: &str, headers: &[&str], to: &str) -> Option<String> {
        let mut cookies = Cookies::default();
        for header in headers {
            cookies.set(&from.parse().expect("an address"), header);
        }
        cookies.header(&to.parse().expect("an address"))
    }

    const A: &str = "https://www.a.example/x/y";

    #[test]
    fn a_cookie_comes_back_to_the_host_that_set_it_and_to_no_other() {
        assert_eq!(
            sent(A, &["k=v; Path=/; HttpOnly", "l = w ;Path=/"], "https://www.a.example/").as_deref(),
            Some("k=v; l=w")
        );
        for other in [
            "https://b.example/",
            "https://a.example/",
            "https://evil-www.a.example/",
            "https://b.www.a.example/",
        ] {
            assert_eq!(sent(A, &["k=v; Path=/"], other), None, "{other}");
        }
        assert_eq!(
            sent(A, &["k=v; Path=/; Domain=.a.example"], "https://b.a.example/").as_deref(),
            Some("k=v")
        );
        for domain in ["b.example", "example", "other.a.example"] {
            assert_eq!(sent(A, &[&format!("k=v; Path=/; Domain={domain}")], A), None, "{domain}");
        }
    }

    #[test]
    fn path_security_and_the_end_of_a_cookie_are_kept() {
        assert_eq!(
            sent(A, &["k=v"], "https://www.a.example/x/z").as_deref(),
            Some("k=v"),
            "the folder it came from"
        );
        assert_eq!(sent(A, &["k=v"], "https://www.a.example/xy"), None);
        assert_eq!(sent(A, &["k=v; Secure; Path=/"], "http://www.a.example/"), None);
        assert_eq!(sent(A, &["k=v", "k=; Max-Age=0"], A), None);
        assert_eq!(sent(A, &["k=v", "k=w"], A).as_deref(), Some("k=w"));
        assert_eq!(sent(A, &["k=v\u{1}", "novalue"], A), None);
    }
}
