use std::path::Path;

use super::*;
use crate::{
    config::Finish,
    html::{
        splice,
        testing::{noted, run, tag_rule},
    },
};

/// A page after some rules, without the promise that they can be repeated.
fn once(rules: &[&'static Rule], page: impl AsRef<[u8]>) -> String {
    let edits = noted(rules, &Finish::default(), page.as_ref()).edits;
    String::from_utf8_lossy(&splice(page.as_ref(), &edits)).into_owned()
}

#[test]
fn an_attribute_is_set_with_the_fewest_bytes_whatever_the_tag_looks_like() {
    let rule = tag_rule!("a", |tag, _| tag.set("href", "b&\"'"));
    for (page, expected) in [
        (r#"<a href="x"  id=1 >"#, r#"<a href="b&amp;&quot;'"  id=1 >"#),
        ("<A HREF='x'>", "<A HREF='b&amp;\"&#39;'>"),
        ("<a href=x>", r#"<a href="b&amp;&quot;'">"#),
        ("<a href=x/>", r#"<a href="b&amp;&quot;'">"#),
        ("<a href = x id=1>", r#"<a href = "b&amp;&quot;'" id=1>"#),
        ("<a href>", r#"<a href="b&amp;&quot;'">"#),
        ("<a href id>", r#"<a href="b&amp;&quot;'" id>"#),
        ("<a href= >", r#"<a href="b&amp;&quot;'" >"#),
        (r#"<a href="">"#, r#"<a href="b&amp;&quot;'">"#),
        ("<a>", r#"<a href="b&amp;&quot;'">"#),
        ("<a/>", r#"<a href="b&amp;&quot;'"/>"#),
        ("<a id=1 />", r#"<a id=1 href="b&amp;&quot;'" />"#),
        ("<a id='1'class=2>", r#"<a id='1'class=2 href="b&amp;&quot;'">"#),
        ("<a\nid=1\n>", "<a\nid=1 href=\"b&amp;&quot;'\"\n>"),
        (r#"<a href="x" href="y">"#, r#"<a href="b&amp;&quot;'" href="y">"#),
        ("<a href=\"b&\n\">", r#"<a href="b&amp;&quot;'">"#),
    ] {
        assert_eq!(once(&[rule], page), expected, "{page}");
    }
}

#[test]
fn an_attribute_is_added_before_one_that_lacks_its_value() {
    let rule = tag_rule!("a", |tag, _| tag.set("id", "x"));
    for (page, expected) in [
        ("<a href=>", r#"<a id="x" href=>"#),
        ("<a rel=1 href = >", r#"<a rel=1 id="x" href = >"#),
        ("<a rel='1'href=>", r#"<a rel='1' id="x"href=>"#),
    ] {
        assert_eq!(once(&[rule], page), expected, "{page}");
    }
}

#[test]
fn an_attribute_is_added_after_one_that_gets_its_value() {
    let rule = tag_rule!("a", |tag, _| ["id", "class", "rel"].iter().for_each(|name| tag.set(name, "x")));
    for (page, expected) in [
        ("<a class>", r#"<a class="x" id="x" rel="x">"#),
        ("<a rel class id=>", r#"<a rel="x" class="x" id="x">"#),
    ] {
        assert_eq!(once(&[rule], page), expected, "{page}");
    }
}

#[test]
fn a_page_stays_where_the_parser_would_take_text_for_markup() {
    let rules = [tag_rule!("a", |tag, _| tag.set("id", "x"))];
    let rewritten = |page: &str| {
        let options = Finish::default();
        let run = run(Path::new("/nowhere"), &options);
        let engine = Engine::of(&run, rules).expect("selects");
        engine.rewrite("a.html", page.as_bytes()).map(|done| done.edits.len()).map_err(|why| why.to_string())
    };
    let tag = "what follows a start tag that ends in `=` can be read in two ways".to_owned();
    assert_eq!(rewritten("<script async=>'<a>'</script>"), Err(tag));
    let foreign = "HTML within its SVG or MathML can be read in two ways".to_owned();
    assert_eq!(rewritten("<svg/><script>'<a>'</script>"), Err(foreign));
    assert_eq!(rewritten("<p><svg/><a><script>''</script>"), Ok(1));
}

#[test]
fn a_value_that_says_the_same_is_left_as_it_is_written() {
    let rule = tag_rule!("a", |tag, _| tag.set("href", "?a&lang=<\">"));
    for page in
        [r#"<a href="?a&lang=<&quot;>">"#, "<a href='?a&amp;lang=&lt;\">'>", "<a href=?a&amp;lang=<\">>"]
    {
        let page = page.replace(">>", "&gt;>");
        assert_eq!(once(&[rule], &page), page);
    }
}

#[test]
fn an_attribute_is_removed_without_joining_its_neighbours() {
    let rule = tag_rule!("a", |tag, _| tag.remove("x"));
    for (page, expected) in [
        ("<a x>", "<a>"),
        ("<a x=1 y>", "<a y>"),
        ("<a y=2 x>", "<a y=2>"),
        ("<a y=2 x/>", "<a y=2 />"),
        ("<a y/ x>", "<a y/ >"),
        ("<a y/x>", "<a y/ >"),
        ("<a y x=1 =z>", "<a y / =z>"),
        ("<a y=2 x=1 =z>", "<a y=2 / =z>"),
        ("<a x='1'y>", "<a y>"),
        ("<a y='1'x='1'z='1'>", "<a y='1'z='1'>"),
        ("<a y=1 X=2 x=3 >", "<a y=1 >"),
        ("<a x= >", "<a >"),
        ("<a y>", "<a y>"),
    ] {
        assert_eq!(once(&[rule], page), expected, "{page}");
    }
}

#[test]
fn each_rewrite_sees_what_those_before_it_have_set() {
    let first = tag_rule!("a[href]", |tag, _| {
        let href = tag.get("href").unwrap_or_default();
        tag.set("href", format!("{href}1"));
        tag.set("rel", "x");
        tag.remove("id");
    });
    let second = tag_rule!("a", |tag, _| {
        let href = tag.get("href").unwrap_or_default();
        tag.set("href", format!("{href}2"));
        assert!(tag.has("rel") && !tag.has("id"));
        tag.remove("rel");
        tag.set("id", "new");
    });
    assert_eq!(once(&[first, second], "<p><a id=old href=0>"), r#"<p><a id="new" href="012">"#);
    assert_eq!(once(&[first], "<p><a id=old href=0>"), r#"<p><a href="01" rel="x">"#);
}

#[test]
fn insertions_at_one_place_come_in_the_order_of_the_rewrites() {
    let first = tag_rule!("p", |tag, _| {
        tag.before("1");
        tag.after("a");
    });
    let second = tag_rule!("p", |tag, _| {
        tag.before("2");
        tag.after("b");
    });
    assert_eq!(once(&[first, second], "x<p id=a>y"), "x12<p id=a>aby");
}

#[test]
fn a_watched_element_is_seen_whole_and_only_where_it_ends() {
    struct Watch;
    impl Rewrite for Watch {
        fn tag(&mut self, tag: &mut Tag<'_>, _page: &mut Page<'_>) {
            tag.watch();
        }
        fn content(&mut self, element: &Element, page: &mut Page<'_>) {
            let inner = page.text(element.inner.clone()).len();
            page.insert(element.end.end, format!("[{inner}]"));
        }
    }
    const RULE: Rule = Rule {
        name: "watch",
        reason: "a test",
        selector: "code, li, script, br, title",
        on: |_| true,
        start: |_, _| Some(Box::new(Watch)),
    };
    for (page, expected) in [
        ("<code>a<b>c</b></code>", "<code>a<b>c</b></code>[9]"),
        ("<code><code>1</code></code>", "<code><code>1</code>[1]</code>[14]"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a<li>b</ul>"),
        ("<div><code>a</div>", "<div><code>a</div>"),
        ("<script>a</ b</SCRIPT\n>", "<script>a</ b</SCRIPT\n>[5]"),
        ("<script>a", "<script>a"),
        ("<title>&lt;</title><br></br>", "<title>&lt;</title>[4]<br></br>"),
    ] {
        assert_eq!(once(&[&RULE], page), expected, "{page}");
    }
}

/// Puts `!` where markup is the first in the head.
struct First;
impl Rewrite for First {
    fn end(&mut self, page: &mut Page<'_>) {
        page.insert(page.head(), "!");
    }
}
const FIRST: Rule =
    Rule { name: "first", reason: "a test", selector: "", on: |_| true, start: |_, _| Some(Box::new(First)) };

#[test]
fn the_head_is_found_on_any_page_and_the_encoding_stays_first() {
    for (page, expected) in [
        ("<!doctype html><html><head><title>", "<!doctype html><html><head>!<title>"),
        ("<head><meta name=a><meta charset=utf-8><title>", "<head><meta name=a><meta charset=utf-8>!<title>"),
        (
            "<meta http-equiv=Content-Type content='text/html; charset=UTF-8'><p>",
            "<meta http-equiv=Content-Type content='text/html; charset=UTF-8'>!<p>",
        ),
        ("<!doctype html><html lang=en><title>", "<!doctype html><html lang=en>!<title>"),
        ("<!-- a --><!doctype html>\n<p>", "<!-- a --><!doctype html>!\n<p>"),
        ("\u{feff}<p>", "\u{feff}!<p>"),
        ("", "!"),
    ] {
        assert_eq!(once(&[&FIRST], page), expected, "{page}");
    }
}

#[test]
fn a_page_in_another_encoding_gets_references_instead_of_characters() {
    let rule = tag_rule!("p", |tag, _| tag.set("title", "é\u{1f600}"));
    for page in [b"<p>\xe9".as_slice(), b"<meta charset=iso-8859-1><p>"] {
        let new = splice(page, &noted(&[rule], &Finish::default(), page).edits);
        let text = String::from_utf8_lossy(&new).into_owned();
        assert!(text.contains("<p title=\"&#233;&#128512;\">"), "{text}");
    }
    assert_eq!(once(&[rule], "<meta charset=UTF-8><p>"), "<meta charset=UTF-8><p title=\"é\u{1f600}\">");
}

#[test]
fn a_value_that_is_not_utf_8_is_left_alone() {
    let rule = tag_rule!("a", |tag, _| tag.set("href", "x"));
    let page = b"<a href='\xff'>\xfe";
    assert_eq!(splice(page, &noted(&[rule], &Finish::default(), page).edits), page);
}

#[test]
fn a_page_that_could_be_parsed_in_two_ways_is_refused() {
    let options = Finish::default();
    let run = run(std::path::Path::new("/nowhere"), &options);
    let engine = Engine::new(&run).expect("selects");
    let pages: [&[u8]; 4] = [
        b"<select><xmp><a href=x>",
        b"<frameset><xmp>",
        b"\xff\xfe<\0p\0",
        b"<svg><title><p></title><style><img></style></svg>",
    ];
    for page in pages {
        let why = engine.rewrite("a.html", page).expect_err("is refused").to_string();
        assert!(!why.is_empty(), "{page:?}");
    }
}
