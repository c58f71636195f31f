//! Where a redirect leads.

use crate::links::answer::{Failure, Hop, Response};

/// How many redirects are followed.
pub(super) const MOST: usize = 10;

/// Whether a status sends a browser elsewhere. The other 3xx do not: 300 and 304 are answers of their own.
pub(super) fn is_one(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// The redirect that a response is; `None` where it is an answer.
pub(super) fn of(response: &Response) -> Option<Result<Hop, Failure>> {
    is_one(response.status).then(|| {
        let status = response.status;
        let location = response
            .header("location")
            .ok_or_else(|| Failure::BadRedirect(format!("status {status} does not say where to go")))?;
        let bad = |why: &str| Failure::BadRedirect(format!("it leads to `{location}`, which is {why}"));
        let mut to = response.url.join(location).map_err(|_| bad("no address"))?;
        if !matches!(to.scheme(), "http" | "https") {
            return Err(bad("neither http nor https"));
        }
        if to.fragment().is_none() {
            to.set_fragment(response.url.fragment());
        }
        Ok(Hop { status, from: response.url.clone(), to })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(from: &str, status: u16, location: Option<&str>) -> Option<Result<String, Failure>> {
        let headers = location.map(|value| ("location".to_owned(), value.to_owned())).into_iter().collect();
        let url: url::Url = from.parse().expect("an address");
        let response =
            Response { status, url, hops: Vec::new(), headers, body: Vec::new(), truncated: false };
        of(&response).map(|hop| hop.map(|hop| hop.to.to_string()))
    }

    #[test]
    fn a_redirect_is_relative_to_where_it_comes_from_and_inherits_the_fragment() {
        let from = "https://a.example/x/y?q=%2F#f";
        for (location, expected) in [
            ("/z", "https://a.example/z#f"),
            ("z?p=1", "https://a.example/x/z?p=1#f"),
            ("//b.example/%2F", "https://b.example/%2F#f"),
            ("http://b.example/#g", "http://b.example/#g"),
            ("http://b.example/#", "http://b.example/#"),
            ("/é", "https://a.example/%C3%A9#f"),
        ] {
            assert_eq!(to(from, 302, Some(location)), Some(Ok(expected.to_owned())), "{location}");
        }
    }

    #[test]
    fn a_redirect_to_nowhere_is_not_followed() {
        for location in [
            None,
            Some("file:///etc/passwd"),
            Some("javascript:alert(1)"),
            Some("http://[x/"),
            Some("mailto:a@b"),
        ] {
            let found = to("https://a.example/", 301, location);
            assert!(matches!(found, Some(Err(Failure::BadRedirect(_)))), "{location:?}");
        }
        assert_eq!(to("https://a.example/", 304, Some("/z")), None);
        assert_eq!(to("https://a.example/", 300, Some("/z")), None);
    }
}
