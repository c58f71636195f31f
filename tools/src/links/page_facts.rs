//! What a page of another site says about itself. The only place where answers are read as HTML.

use std::{cell::RefCell, collections::BTreeSet};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use lol_html::{RewriteStrSettings, doc_text, element, html_content::TextType, rewrite_str, text};

use super::answer::Response;

/// What the beginning of a page says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// The title, blanks joined; empty where there is none.
    pub title: String,
    /// The address of `<link rel="canonical">`, as it is written.
    pub canonical: Option<String>,
    /// Where `<meta http-equiv="refresh">` leads to, as it is written.
    pub refresh: Option<String>,
    /// Names or properties of `<meta>` in lower case, with their contents, in order.
    pub metas: Vec<(String, String)>,
    /// Values of `id`, and of `name` of anchors.
    pub ids: BTreeSet<String>,
    /// The text that is shown, blanks joined.
    pub text: String,
    /// The text of elements with the class `error-message`.
    pub error: Option<String>,
    /// How many scripts it has.
    pub scripts: usize,
}

/// A page with scripts and with less text than this, in bytes, shows nothing without them.
const SHELL: usize = 200;
/// Ids of the elements into which scripts build a page.
const ROOTS: [&str; 6] = ["root", "app", "__next", "__nuxt", "___gatsby", "svelte"];

impl PageFacts {
    /// Reads an answer; none where it is no HTML.
    pub fn read(response: &Response) -> Option<Self> {
        is_html(response).then(|| Self::of_text(&decode(response)))
    }

    /// Reads HTML. What lol_html refuses to read further is left out.
    pub fn of_text(html: &str) -> Self {
        let facts = RefCell::new(Self::default());
        let text = RefCell::new(String::new());
        let settings = RewriteStrSettings::new()
            .with_strict(false)
            .append_element_content_handler(element!("*", |element| {
                let attribute = |name: &str| {
                    let value = element.get_attribute(name)?;
                    Some(htmlize::unescape_attribute(value.as_str()).into_owned())
                };
                facts.borrow_mut().see(&element.tag_name(), &attribute);
                Ok(())
            }))
            .append_element_content_handler(text!("title", |chunk| {
                // Pictures have titles, too.
                if chunk.text_type() == TextType::RCData {
                    facts.borrow_mut().title.push_str(chunk.as_str());
                }
                Ok(())
            }))
            .append_element_content_handler(text!(".error-message", |chunk| {
                facts.borrow_mut().error.get_or_insert_default().push_str(chunk.as_str());
                Ok(())
            }))
            .append_document_content_handler(doc_text!(|chunk| {
                if chunk.text_type() == TextType::Data {
                    text.borrow_mut().push_str(chunk.as_str());
                }
                Ok(())
            }));
        // An error ends the reading; what was seen until then counts.
        let _ = rewrite_str(html, settings);
        let mut facts = facts.into_inner();
        facts.title = joined(&facts.title);
        facts.error = facts.error.map(|error| joined(&error));
        facts.text = joined(&text.into_inner());
        facts
    }

    fn see(&mut self, tag: &str, attribute: &dyn Fn(&str) -> Option<String>) {
        self.ids.extend(attribute("id"));
        match tag {
            "a" | "map" => self.ids.extend(attribute("name")),
            "script" => self.scripts += 1,
            "link" => {
                let rel = attribute("rel").unwrap_or_default();
                if rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("canonical")) {
                    self.canonical = self.canonical.take().or_else(|| attribute("href"));
                }
            }
            "meta" => {
                let content = attribute("content").unwrap_or_default();
                if attribute("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh")) {
                    self.refresh = refresh_target(&content);
                }
                if let Some(name) = attribute("name").or_else(|| attribute("property")) {
                    self.metas.push((name.to_lowercase(), content));
                }
            }
            _ => {}
        }
    }

    /// The first meta element of a name, which is in lower case.
    pub fn meta(&self, name: &str) -> Option<&str> {
        self.metas.iter().find(|(own, _)| own == name).map(|(_, content)| content.as_str())
    }

    /// The title, where there is one.
    pub fn title(&self) -> Option<String> {
        (!self.title.is_empty()).then(|| self.title.clone())
    }

    /// Whether scripts build what is shown: there is hardly any text without them.
    pub fn is_built_by_script(&self) -> bool {
        let root = ROOTS.iter().any(|root| self.ids.contains(*root));
        self.scripts > 0 && (self.text.len() < SHELL || (root && self.text.len() < 5 * SHELL))
    }
}

/// The address in `5; url=/login`; none where the page only loads itself again.
/// (HTML Standard, 4.2.5.3, shared declarative refresh steps.)
fn refresh_target(content: &str) -> Option<String> {
    let (_, rest) = content.split_once([';', ','])?;
    let rest = rest.trim_start();
    let rest = match rest.get(..3) {
        Some(url) if url.eq_ignore_ascii_case("url") => {
            rest[3..].trim_start().strip_prefix('=')?.trim_start()
        }
        _ => rest,
    };
    let address = rest.trim_matches(['\'', '"', ' ']);
    (!address.is_empty()).then(|| address.to_owned())
}

/// Text as a browser shows it: characters for their references, blanks joined.
fn joined(raw: &str) -> String {
    htmlize::unescape(raw).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an answer is HTML by its header, or where there is none, by its beginning.
fn is_html(response: &Response) -> bool {
    match response.header("content-type") {
        Some(kind) => {
            let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            kind == "text/html" || kind == "application/xhtml+xml"
        }
        None => {
            let start = response.body.iter().copied().skip_while(u8::is_ascii_whitespace).take(14);
            let start: Vec<u8> = start.map(|byte| byte.to_ascii_lowercase()).collect();
            start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
        }
    }
}

/// The body as text. Servers mislabel: what is not well formed in the encoding that is named is read as the one that
/// such pages are most often in.
pub fn decode(response: &Response) -> String {
    let body = &response.body;
    if let Some((encoding, length)) = Encoding::for_bom(body) {
        return encoding.decode_without_bom_handling(body.get(length..).unwrap_or_default()).0.into_owned();
    }
    let named = response
        .header("content-type")
        .and_then(|kind| label_after(kind.as_bytes(), b"charset="))
        .or_else(|| label_after(body.get(..1024).unwrap_or(body), b"charset="));
    if is_utf8(body) {
        return String::from_utf8_lossy(body).into_owned();
    }
    let encoding = named.filter(|encoding| *encoding != UTF_8).unwrap_or(WINDOWS_1252);
    encoding.decode_without_bom_handling(body).0.into_owned()
}

/// Whether bytes are UTF-8, but for a character cut off at the end.
fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// The encoding named behind a mark.
fn label_after(bytes: &[u8], mark: &[u8]) -> Option<&'static Encoding> {
    let at = bytes.windows(mark.len()).position(|window| window.eq_ignore_ascii_case(mark))?;
    let rest = bytes.get(at + mark.len()..)?;
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|byte| b"\"'; />".contains(byte)).unwrap_or(rest.len());
    Encoding::for_label(rest.get(..end)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::hosts::testing::html;

    #[test]
    fn a_page_tells_what_it_is() {
        let facts = PageFacts::of_text(
            "<!doctype html><head><title> A &amp;\n B </title><link rel='x CANONICAL' href='/a?b&amp;c'>\
             <meta name=Citation_Title content='T'><meta http-equiv=Refresh content=\"0; URL='/login?a=b'\"></head>\
             <body><h1 id=top>One</h1><a name=two>two</a><script>let hidden;</script><style>b{}</style>\
             <pre class='x error-message'>Not <b>there</b></pre></body>",
        );
        assert_eq!(facts.title, "A & B");
        assert_eq!(facts.canonical.as_deref(), Some("/a?b&c"));
        assert_eq!(facts.meta("citation_title"), Some("T"));
        assert_eq!(facts.refresh.as_deref(), Some("/login?a=b"));
        assert!(facts.ids.contains("top") && facts.ids.contains("two"));
        assert_eq!(facts.text, "Onetwo Not there".replace("two ", "two"));
        assert_eq!(facts.error.as_deref(), Some("Not there"));
        assert!(facts.is_built_by_script());
    }

    #[test]
    fn a_page_is_read_in_its_encoding_whatever_its_label_says() {
        for (label, body) in [
            ("text/html; charset=iso-8859-1", &b"<title>Z\xfcrich</title>"[..]),
            ("text/html; charset=utf-8", b"<title>Z\xfcrich</title>"),
            ("text/html; charset=iso-8859-1", "<title>Zürich</title>".as_bytes()),
            ("text/html; charset=no-such", b"<title>Z\xfcrich</title>"),
            ("text/html", b"<meta charset='latin1'><title>Z\xfcrich</title>"),
            ("text/html; charset=utf-16le", b"\xef\xbb\xbf<title>Z\xc3\xbcrich</title>"),
        ] {
            let mut page = html(200, "https://a.org/", "");
            page.headers = vec![("content-type".to_owned(), label.to_owned())];
            page.body = body.to_vec();
            let facts = PageFacts::read(&page).expect("is HTML");
            assert_eq!(facts.title, "Zürich", "{label} {body:?}");
        }
    }

    #[test]
    fn what_is_no_html_has_no_facts() {
        let mut page = html(200, "https://a.org/", "<title>a</title>");
        page.headers = vec![("content-type".to_owned(), "application/pdf".to_owned())];
        assert_eq!(PageFacts::read(&page), None);
        page.headers.clear();
        assert_eq!(PageFacts::read(&page), None, "nothing says that it is a page");
        page.body = b"\n<!DOCTYPE HTML><title>a</title>".to_vec();
        assert!(PageFacts::read(&page).is_some());
    }

    #[test]
    fn a_refresh_leads_somewhere_or_nowhere() {
        assert_eq!(refresh_target("5"), None);
        assert_eq!(refresh_target("0;url=/a"), Some("/a".to_owned()));
        assert_eq!(refresh_target("0, /a"), Some("/a".to_owned()));
        assert_eq!(refresh_target("0; url"), None);
    }
}
