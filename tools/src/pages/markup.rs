//! What a page refers to and what it can be referred to by.

use std::ops::Range;

use super::{
    address::{Kind, Texts},
    css,
    document::{Document, Event, Tag, decode},
    json,
};

/// The facts of a page that other pages and the rules need.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// What is used.
    pub(super) addresses: Texts<Kind>,
    /// What is defined: ids, and the names of `a` elements (`true`).
    pub(super) names: Texts<bool>,
    /// The first `base` element's address.
    pub(super) base: Option<String>,
}

/// Reads the facts of an HTML page, or of another file in the manner of one: a feed, a sitemap, an SVG image.
pub(super) fn facts(document: &Document<'_>) -> Facts {
    let mut facts = Facts::default();
    let mut menus = 0_usize;
    let mut last: Option<&Tag> = None;
    document.walk(&mut |event| match event {
        Event::Start(index) => {
            let Some(tag) = document.tags.get(index) else { return };
            menus += usize::from(document.name(tag).eq_ignore_ascii_case("nav"));
            read(document, tag, menus > 0, &mut facts);
            last = Some(tag);
        }
        Event::End(name, _) => {
            if document.text(name).eq_ignore_ascii_case("nav") {
                menus = menus.saturating_sub(1);
            }
            last = None;
        }
        Event::Raw(text) => raw(document, last, text, &mut facts),
        Event::Text(text) => {
            let Some(tag) = last.take() else { return };
            match document.name(tag) {
                "loc" => facts.addresses.add(Kind::Sitemap, document.text(text.clone()), text.start, decode),
                // In RSS; in Atom and schedules the address is in `href`, and the text a title.
                "link" if document.value(tag, "href").is_none() => {
                    facts.addresses.add(Kind::Feed, document.text(text.clone()), text.start, decode);
                }
                _ => {}
            }
        }
    });
    facts.addresses.shrink();
    facts.names.shrink();
    facts.names.sort();
    facts
}

/// The content of a `style` or `script` element.
fn raw(document: &Document<'_>, tag: Option<&Tag>, text: Range<usize>, facts: &mut Facts) {
    let Some(tag) = tag else { return };
    let name = document.name(tag);
    if name.eq_ignore_ascii_case("style") {
        css::addresses(document.text(text.clone()), text.start, &mut facts.addresses);
    } else if name.eq_ignore_ascii_case("script")
        && document
            .value(tag, "type")
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    {
        json::linked_data(document.text(text.clone()), text.start, &mut facts.addresses);
    }
}

fn read(document: &Document<'_>, tag: &Tag, in_menu: bool, facts: &mut Facts) {
    let name = document.name(tag);
    let is = |word: &str| name.eq_ignore_ascii_case(word);
    if is("meta") {
        return meta(document, tag, facts);
    }
    for (attribute, place) in document.attributes(tag) {
        let raw = document.text(place.clone());
        if attribute.eq_ignore_ascii_case("id") {
            facts.names.push(false, &decode(raw), &place);
        } else if is("a") && attribute.eq_ignore_ascii_case("name") {
            facts.names.push(true, &decode(raw), &place);
        } else if attribute.eq_ignore_ascii_case("style") {
            // Without a character reference in it; the rare other one is decoded as a whole, and stands at its place.
            css::addresses(&decode(raw), place.start, &mut facts.addresses);
        } else if is("base") && attribute.eq_ignore_ascii_case("href") {
            facts.base.get_or_insert_with(|| decode(raw).trim().to_owned());
        } else if matches!(attribute.len(), 6 | 11) && attribute.to_ascii_lowercase().ends_with("srcset") {
            srcset(raw, place.start, facts);
        } else if let Some(kind) = kind(document, tag, attribute) {
            let kind = if kind == Kind::Link && in_menu { Kind::Menu } else { kind };
            facts.addresses.add(kind, raw, place.start, decode);
        }
    }
}

/// What the address in an attribute is for; none where there is no address.
fn kind(document: &Document<'_>, tag: &Tag, attribute: &str) -> Option<Kind> {
    /// Elements, their attributes and what these are for.
    const TABLE: [(&str, &str, Kind); 19] = [
        ("a", "href", Kind::Link),
        ("area", "href", Kind::Link),
        ("img", "src", Kind::Image),
        ("input", "src", Kind::Image),
        ("video", "poster", Kind::Image),
        ("video", "src", Kind::Media),
        ("audio", "src", Kind::Media),
        ("source", "src", Kind::Media),
        ("track", "src", Kind::Media),
        ("script", "src", Kind::Script),
        ("iframe", "src", Kind::Frame),
        ("embed", "src", Kind::Frame),
        ("object", "data", Kind::Frame),
        ("form", "action", Kind::Form),
        ("button", "formaction", Kind::Form),
        ("input", "formaction", Kind::Form),
        ("blockquote", "cite", Kind::Relation),
        ("enclosure", "url", Kind::Feed),
        ("content", "src", Kind::Feed),
    ];
    let name = document.name(tag);
    if name.eq_ignore_ascii_case("link") {
        return attribute.eq_ignore_ascii_case("href").then(|| relation(document, tag));
    }
    let known = TABLE
        .iter()
        .find(|(element, own, _)| name.eq_ignore_ascii_case(element) && attribute.eq_ignore_ascii_case(own));
    let in_svg = || {
        let href = attribute.eq_ignore_ascii_case("href") || attribute.eq_ignore_ascii_case("xlink:href");
        (!tag.is_html && href).then_some(Kind::Image)
    };
    known.map(|(_, _, kind)| *kind).or_else(in_svg)
}

/// What a `link` element is for, by its `rel`.
fn relation(document: &Document<'_>, tag: &Tag) -> Kind {
    let relations = document.value(tag, "rel").unwrap_or_default().to_ascii_lowercase();
    let has = |word: &str| relations.split_ascii_whitespace().any(|own| own == word);
    let media = document.value(tag, "type").unwrap_or_default();
    if has("canonical") {
        Kind::Canonical
    } else if has("stylesheet") {
        Kind::Style
    } else if has("icon") || has("apple-touch-icon") || has("mask-icon") {
        Kind::Image
    } else if has("manifest") {
        Kind::Manifest
    } else if has("preconnect") || has("dns-prefetch") {
        Kind::Hint
    } else if has("preload") || has("modulepreload") {
        Kind::Script
    } else if media.contains("rss") || media.contains("atom") {
        Kind::Feed
    } else {
        Kind::Relation
    }
}

/// The addresses in `content` of a `meta` element.
fn meta(document: &Document<'_>, tag: &Tag, facts: &mut Facts) {
    let Some(place) = document.attribute(tag, "content") else { return };
    let raw = document.text(place.clone());
    if document.value(tag, "http-equiv").is_some_and(|own| own.eq_ignore_ascii_case("refresh")) {
        let lower = raw.to_ascii_lowercase();
        if let Some(at) = lower.find("url").and_then(|at| Some(at + 4 + raw.get(at + 3..)?.find('=')?)) {
            let address = raw.get(at..).unwrap_or_default();
            let inside = address.trim_start().trim_start_matches(['\'', '"']);
            let start = place.start + raw.len() - inside.len();
            facts.addresses.add(
                Kind::Refresh,
                inside.trim_end().trim_end_matches(['\'', '"']),
                start,
                decode,
            );
        }
        return;
    }
    let property = document.value(tag, "property").or_else(|| document.value(tag, "name"));
    let kind = match property.unwrap_or_default().to_ascii_lowercase().as_str() {
        "og:url" => Kind::OwnAddress,
        "og:image"
        | "og:image:url"
        | "og:image:secure_url"
        | "og:video"
        | "og:audio"
        | "twitter:image"
        | "twitter:image:src"
        | "twitter:player"
        | "msapplication-tileimage" => Kind::Card,
        _ => return,
    };
    facts.addresses.add(kind, raw, place.start, decode);
}

/// The addresses of a `srcset`. (HTML Standard, 4.8.4.2.2: an address ends at a blank, a candidate at a comma.)
fn srcset(raw: &str, start: usize, facts: &mut Facts) {
    let mut at = 0;
    let skip = |c: char| c.is_ascii_whitespace() || c == ',';
    while let Some(offset) = raw[at..].find(|c| !skip(c)) {
        at += offset;
        let length = raw[at..].find(|c: char| c.is_ascii_whitespace()).unwrap_or(raw.len() - at);
        let address = raw[at..at + length].trim_end_matches(',');
        facts.addresses.add(Kind::Image, address, start + at, decode);
        at += length;
        if address.len() == length {
            // A descriptor follows, up to the next comma.
            at += raw[at..].find(',').unwrap_or(raw.len() - at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The addresses of a page, each with what is written at its place.
    fn found(page: &str) -> Vec<(Kind, String, String)> {
        let document = Document::parse(page.as_bytes()).expect("parses");
        let facts = facts(&document);
        let at = |range: Range<usize>| page[range].to_owned();
        facts.addresses.iter().map(|(kind, value, range)| (kind, value.to_owned(), at(range))).collect()
    }

    fn same(kind: Kind, text: &str) -> (Kind, String, String) {
        (kind, text.to_owned(), text.to_owned())
    }

    #[test]
    fn addresses_are_found_wherever_html_has_them() {
        for (page, kind) in [
            ("<a href=\"x\">", Kind::Link),
            ("<area href=x>", Kind::Link),
            ("<nav><ul><a href='x'>", Kind::Menu),
            ("<nav></nav><a href=x>", Kind::Link),
            ("<img src=x>", Kind::Image),
            ("<link rel='shortcut icon' href=x>", Kind::Image),
            ("<video poster=x>", Kind::Image),
            ("<svg><use href=x>", Kind::Image),
            ("<svg><image xlink:href=x>", Kind::Image),
            ("<video src=x>", Kind::Media),
            ("<track src=x>", Kind::Media),
            ("<script src=x></script>", Kind::Script),
            ("<link rel=stylesheet href=x>", Kind::Style),
            ("<style>a{b:url(x)}</style>", Kind::Css),
            ("<p style=\"b:url(x)\">", Kind::Css),
            ("<iframe src=x></iframe>", Kind::Frame),
            ("<object data=x>", Kind::Frame),
            ("<form action=x>", Kind::Form),
            ("<meta http-equiv=refresh content='0; url=x'>", Kind::Refresh),
            ("<link rel=canonical href=x>", Kind::Canonical),
            ("<meta property=og:url content=x>", Kind::OwnAddress),
            ("<meta property=\"og:image\" content=\" x \">", Kind::Card),
            ("<meta name=twitter:image content=x>", Kind::Card),
            ("<link rel=alternate type=application/atom+xml href=x>", Kind::Feed),
            ("<rss><channel><link>x</link>", Kind::Feed),
            ("<feed xmlns='http://www.w3.org/2005/Atom'><link href=x>", Kind::Relation),
            ("<schedule><event><link href=x>Slides</link>", Kind::Relation),
            ("<urlset><url><loc>x</loc>", Kind::Sitemap),
            ("<link rel=manifest href=x>", Kind::Manifest),
            ("<link rel=license href=x>", Kind::Relation),
            ("<link rel=preconnect href=x>", Kind::Hint),
        ] {
            assert_eq!(found(page), [same(kind, "x")], "{page}");
        }
        let data = "<script type=\"application/ld+json\">{\"url\":\"http://x\"}</script>";
        assert_eq!(found(data), [same(Kind::Data, "http://x")]);
    }

    #[test]
    fn what_is_no_address_is_not_taken_for_one() {
        for page in [
            "<a>",
            "<!-- <a href=x> -->",
            "<p href=x>",
            "<script>'<a href=x>'</script>",
            "<meta content=x>",
            "<meta name=description content='see url=x'>",
            "<meta http-equiv=refresh content=5>",
            "<textarea><a href=x></textarea>",
        ] {
            assert_eq!(found(page), [], "{page}");
        }
    }

    #[test]
    fn every_address_of_a_srcset_is_found() {
        assert_eq!(
            found("<img srcset=\"a.png 1x, b,c.png 2x,d.png\">"),
            [same(Kind::Image, "a.png"), same(Kind::Image, "b,c.png"), same(Kind::Image, "d.png")]
        );
        assert_eq!(found("<source srcset='a.png, b.png'>").len(), 2);
        assert_eq!(found("<img srcset=' , '>"), []);
    }

    #[test]
    fn an_address_keeps_query_and_fragment_and_is_decoded() {
        let (kind, value) = (Kind::Link, "?id=a&lang=b#c".to_owned());
        assert_eq!(found("<a href='?id=a&amp;lang=b#c'>"), [(kind, value, "?id=a&amp;lang=b#c".to_owned())]);
    }

    #[test]
    fn what_can_be_referred_to_is_found() {
        let document = Document::parse(b"<p id='a&amp;b'><a name=c id=d></a><div name=e><base href=' /f/ '>")
            .expect("parses");
        let facts = facts(&document);
        let names: Vec<_> = facts.names.iter().map(|(by_name, name, _)| (by_name, name.to_owned())).collect();
        assert_eq!(names, [(false, "a&b".to_owned()), (true, "c".to_owned()), (false, "d".to_owned())]);
        assert_eq!(facts.base.as_deref(), Some("/f/"));
    }
}
