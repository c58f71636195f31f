//! Addresses of a site: what is within it, and how one file of it names another wherever the site lies.
//!
//! A file is named by its path below the root of the site, with `/` on every system and without a percent sign's
//! escapes; addresses have them.

use std::{borrow::Cow, ops::Range};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

/// The page of a folder.
const INDEX: &str = "index.html";

/// Where a site is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// Ends with a slash.
    url: Url,
}

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To this site.
    Own(
        /// The path below the site's, escaped as in the address.
        String,
    ),
    /// To another one.
    Elsewhere(Url),
    /// To no page: `mailto:`, `data:`, or nothing that can be read.
    Other,
}

impl Home {
    /// The site at an address, with or without a slash at its end.
    pub fn new(mut url: Url) -> Self {
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        Self { url }
    }

    /// The address of a file, or of its folder where it is the page of that.
    pub fn address(&self, file: &str) -> Url {
        let mut url = self.url.clone();
        let shown = file.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/'));
        url.set_path(&format!("{}{}", self.url.path(), escape(shown.unwrap_or(file))));
        url
    }

    /// Where an address leads that stands on a page of this address.
    pub fn target(&self, page: &Url, address: &str) -> Target {
        page.join(address).map_or(Target::Other, |url| self.target_of(url))
    }

    /// Where an absolute address leads.
    pub fn target_of(&self, url: Url) -> Target {
        match self.path(&url) {
            Some(path) => Target::Own(path.to_owned()),
            None if is_web(&url) => Target::Elsewhere(url),
            None => Target::Other,
        }
    }

    /// The path of an address below the site's, escaped as it is there; none where it is not of this site.
    ///
    /// The scheme does not matter: a page that moved to `https` still names itself by `http` here and there.
    pub fn path<'a>(&self, url: &'a Url) -> Option<&'a str> {
        if !is_web(url) || url.host() != self.url.host() || url.port() != self.url.port() {
            return None;
        }
        let home = self.url.path();
        url.path().strip_prefix(home).or_else(|| (url.path() == home.trim_end_matches('/')).then_some(""))
    }
}

/// The host of an address of the web, where nothing about it takes a parser: most are that plain. It may have capitals.
///
/// A name whose last part begins with a letter is no number. (URL Standard, 3.5 and 4.4.)
pub fn plain_host(address: &str) -> Option<&str> {
    let starts = |start: &&str| address.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
    let scheme = ["https://", "http://"].into_iter().find(starts)?;
    let rest = address.get(scheme.len()..)?;
    // What the last character was, and what the last part of the name begins with.
    let (mut last, mut begins) = (b'.', b'.');
    let mut length = 0;
    for byte in rest.bytes().take_while(|byte| !matches!(byte, b'/' | b'?' | b'#')) {
        let is_plain = match byte {
            b'.' => last != b'.',
            // Two of them may mark a name as encoded, which may turn out to be none.
            b'-' => last != b'-',
            _ => byte.is_ascii_alphanumeric(),
        };
        if !is_plain {
            return None;
        }
        if last == b'.' {
            begins = byte;
        }
        last = byte;
        length += 1;
    }
    begins.is_ascii_alphabetic().then(|| rest.get(..length)).flatten().filter(|_| last != b'.')
}

/// Whether an address is a path from the root of a host that a parser would leave as it is.
pub fn is_plain_path(address: &str) -> bool {
    address.starts_with('/')
        && is_plain(address)
        && !address.starts_with("//")
        // It may be one that leads up.
        && !address.contains("/.")
}

/// Whether a path reads the same in an address, with escapes and without.
pub fn is_plain(path: &str) -> bool {
    path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_'))
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// The file that a web server sends for a path below the site's, escaped as in addresses: the file itself, the page of
/// the folder, or the page of that name.
pub fn file_of(path: &str, exists: impl Fn(&str) -> bool) -> Option<String> {
    let path = unescape(path)?;
    if exists(&path) {
        return Some(path);
    }
    let folder = path.trim_end_matches('/');
    let slash = if folder.is_empty() { "" } else { "/" };
    [format!("{folder}{slash}{INDEX}"), format!("{path}.html")].into_iter().find(|file| exists(file))
}

/// How one file names another, or one that is not there, by an address relative to itself.
pub fn relative(from: &str, to: &str) -> String {
    let (from, to) = (folders(from), escape(to));
    let target = folders(&to);
    let shared = from.iter().zip(&target).take_while(|(one, other)| escape(one) == **other).count();
    let up = "../".repeat(from.len() - shared);
    let skipped: usize = target.iter().take(shared).map(|folder| folder.len() + 1).sum();
    let down = to.get(skipped..).unwrap_or_default();
    let first = down.split('/').next().unwrap_or_default();
    // What looks like a scheme, a host or nothing has to be kept from being taken for it.
    if up.is_empty() && (first.is_empty() || first.contains(':')) { format!("./{down}") } else { up + down }
}

/// The folders of a path, without its last part.
fn folders(path: &str) -> Vec<&str> {
    let mut parts: Vec<_> = path.split('/').collect();
    parts.pop();
    parts
}

/// What a path in an address holds as it is: RFC 3986, `pchar` and the slash.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

/// A path as it is written in an address.
pub fn escape(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// A path without the escapes; none where they stand for no text.
pub fn unescape(path: &str) -> Option<String> {
    percent_decode_str(path).decode_utf8().ok().map(Cow::into_owned)
}

/// Where the address is in the `content` of `meta http-equiv="refresh"`: WHATWG HTML, shared declarative refresh steps.
pub fn refresh(content: &str) -> Option<Range<usize>> {
    let blank = |c: char| c.is_ascii_whitespace();
    let rest = content.trim_start_matches(blank);
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if after.len() == rest.len() || !after.starts_with(|c| blank(c) || c == ';' || c == ',') {
        return None;
    }
    let after = after.trim_start_matches(blank);
    let whole = after.strip_prefix([';', ',']).unwrap_or(after).trim_start_matches(blank);
    let named = whole
        .get(..3)
        .filter(|name| name.eq_ignore_ascii_case("url"))
        .and_then(|_| whole.get(3..)?.trim_start_matches(blank).strip_prefix('='))
        .map(|rest| rest.trim_start_matches(blank));
    let address = named.unwrap_or(whole);
    let quoted = address.strip_prefix(['"', '\'']).map(|inner| {
        let quote = address.chars().next().unwrap_or_default();
        inner.split_once(quote).map_or(inner, |(inner, _)| inner)
    });
    let start = content.len() - address.len() + usize::from(quoted.is_some());
    let length = quoted.unwrap_or(address).len();
    (length > 0).then(|| start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(address: &str) -> Home {
        Home::new(Url::parse(address).expect("is an address"))
    }

    #[test]
    fn what_belongs_to_a_site_is_told_by_host_port_and_folder() {
        let cases = [
            ("https://a.org", "https://a.org/x/?q#f", Some("x/")),
            ("https://a.org/", "http://A.org", Some("")),
            ("https://a.org/", "https://www.a.org/", None),
            ("https://a.org/", "https://a.org:8080/", None),
            ("https://a.org/", "https://a.org:443/x", Some("x")),
            ("http://127.0.0.1:1111", "http://127.0.0.1:1111/x", Some("x")),
            ("https://a.org/sub", "https://a.org/sub/x%20y", Some("x%20y")),
            ("https://a.org/sub/", "https://a.org/sub", Some("")),
            ("https://a.org/sub/", "https://a.org/subway", None),
            ("https://a.org/sub/", "https://a.org/", None),
            ("https://a.org/", "mailto:x@a.org", None),
        ];
        for (site, address, path) in cases {
            let url = Url::parse(address).expect("is an address");
            assert_eq!(home(site).path(&url), path, "{address} at {site}");
        }
    }

    #[test]
    fn what_needs_no_parser_is_what_a_parser_makes_of_it() {
        let hosts = [
            "a.org",
            "A.b-c.Org",
            "localhost",
            "1.a2",
            "a.0x1",
            "127.0.0.1",
            "a.1",
            "a..b",
            ".a",
            "a.",
            "-a-",
        ];
        let odd =
            ["xn--a", "a.XN--p1ai", "a_b.c", "ü.org", "a%41.org", "u@a.org", "a.org:8", "", "[::1]", "a\\b"];
        for host in hosts.iter().chain(&odd) {
            for (scheme, rest) in
                [("https://", ""), ("HTTP://", "/x?y#z"), ("http://", "?q"), ("https:", "/x")]
            {
                let address = format!("{scheme}{host}{rest}");
                let parsed = Url::parse(&address).ok();
                if let Some(plain) = plain_host(&address) {
                    assert_eq!(
                        parsed.as_ref().and_then(Url::host_str),
                        Some(&*plain.to_ascii_lowercase()),
                        "{address}"
                    );
                }
            }
        }
        assert_eq!(plain_host("https://A.org/x"), Some("A.org"));
        assert!(odd.iter().all(|host| plain_host(&format!("https://{host}/")).is_none()));
        for path in [
            "/", "/a/b.png", "/a-b_c/", "//a", "/a//b", "/./a", "/a/../b", "/a/..b", "/%41", "a", "/a b",
            "/a\\b",
        ] {
            let parsed = Url::parse("https://a.org/x/y").and_then(|url| url.join(path));
            let is_same = parsed.is_ok_and(|url| url.as_str() == format!("https://a.org{path}"));
            assert!(!is_plain_path(path) || is_same, "{path}");
        }
        assert!(is_plain_path("/a-b_c/d.png"));
    }

    #[test]
    fn the_page_of_a_folder_has_the_address_of_the_folder() {
        let site = home("https://a.org/sub");
        assert_eq!(site.address("index.html").as_str(), "https://a.org/sub/");
        assert_eq!(site.address("a b/index.html").as_str(), "https://a.org/sub/a%20b/");
        assert_eq!(site.address("a/myindex.html").as_str(), "https://a.org/sub/a/myindex.html");
        assert_eq!(site.address("100%?.html").as_str(), "https://a.org/sub/100%25%3F.html");
    }

    #[test]
    fn a_path_leads_to_the_file_a_server_would_send() {
        let files = ["index.html", "a/index.html", "b.html", "c d.png"];
        let file = |path| file_of(path, |file| files.contains(&file));
        assert_eq!(file("").as_deref(), Some("index.html"));
        assert_eq!(file("a").as_deref(), Some("a/index.html"));
        assert_eq!(file("a/").as_deref(), Some("a/index.html"));
        assert_eq!(file("b").as_deref(), Some("b.html"));
        assert_eq!(file("c%20d.png").as_deref(), Some("c d.png"));
        assert_eq!((file("x"), file("%ff")), (None, None));
    }

    #[test]
    fn a_relative_address_leads_where_the_absolute_one_does() {
        let site = home("https://a.org/sub/");
        let parts = ["", "a", "b c", "x:y", "é", "%41", "?q#f", "index.html"];
        let mut files: Vec<String> = parts.iter().skip(1).map(|part| (*part).to_owned()).collect();
        for _ in 0..2 {
            let deeper = |file: &String| parts.map(|part| format!("{part}/{file}"));
            files.extend(files.iter().flat_map(deeper).collect::<Vec<_>>());
            files.dedup();
        }
        files.retain(|file| !file.starts_with('/'));
        for from in files.iter().step_by(7) {
            let page = site.address(from);
            for to in &files {
                let target = site.url.join(&format!("./{}", escape(to))).expect("is an address");
                let written = relative(from, to);
                let reached = page.join(&written).expect("is an address");
                assert_eq!(reached, target, "{from:?} names {to:?} {written:?}");
            }
        }
    }

    #[test]
    fn an_escaped_path_reads_as_the_path() {
        for path in ["", "a b/ü.png", "100%", "%41", "a%2Fb", "\u{1}\n?#[]"] {
            assert_eq!(unescape(&escape(path)).as_deref(), Some(path));
            let url = Url::parse("https://a.org/").and_then(|url| url.join(&format!("/{}", escape(path))));
            assert_eq!(url.map(|url| url.path().to_owned()), Ok(format!("/{}", escape(path))));
        }
        assert_eq!(unescape("%zz%4%").as_deref(), Some("%zz%4%"));
        assert_eq!(unescape("%ff"), None);
    }

    #[test]
    fn a_refresh_names_its_address_in_many_ways() {
        let cases = [
            ("0; url=https://a.org/", Some("https://a.org/")),
            ("0;URL='/x y' ", Some("/x y")),
            ("1.5,url = \"x", Some("x")),
            (" .5 x", Some("x")),
            ("0; 'x'y", Some("x")),
            ("0; urlx", Some("urlx")),
            ("0; url", Some("url")),
            ("5", None),
            ("5;", None),
            ("x; url=y", None),
            ("0;url=", None),
            ("5é;url=y", None),
            ("0;é", Some("é")),
        ];
        for (content, expected) in cases {
            assert_eq!(refresh(content).map(|place| &content[place]), expected, "{content:?}");
        }
    }
}
