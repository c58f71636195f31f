//! Small finished sites, and what the rules over them say.

use std::{fs, sync::Arc};

use super::*;
use crate::{content, files::Files, pages::resolve::Base, report};

const CONFIG: &str = "base_url = \"https://a.org/sub\"\n";
const EDITION: &str = "acronym = \"ABC\"\nnumeral = \"V\"\nconference = \"CONF 2031\"\n[event]\ndate = \"2031-03-01\"\n\
                       start = \"09:00\"\nend = \"17:00\"\nzone = \"Europe/Vienna\"\nmode = \"virtual\"\n";

/// What the rules say about a finished site of these files, as `rule file:line:column [what is written there] message
/// (remedy)`. Those below `content/` and `templates/` are what it was made of.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut sources = Files::default();
    let home = ("content/_index.md", "+++\ntitle = \"T\"\n+++\n");
    let mut texts = vec![("config.toml", CONFIG), ("content/edition.toml", EDITION)];
    texts.extend(Some(home).filter(|(name, _)| !files.iter().any(|(own, _)| own == name)));
    texts.extend(files.iter().filter(|(path, _)| path.starts_with("content/")));
    let source =
        |(path, text): &(&str, &str)| Arc::new(Source { path: (*path).into(), text: (*text).into() });
    sources.texts = texts.iter().map(source).collect();
    sources.theme = files.iter().filter(|(path, _)| path.starts_with("templates/")).map(source).collect();
    for (path, text) in
        files.iter().filter(|(path, _)| !path.starts_with("content/") && !path.starts_with("templates/"))
    {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("has a parent")).expect("makes the folder");
        fs::write(path, text).expect("writes");
    }
    let (content, mistakes) = content::read(&sources);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let base = Base::new("https://a.org/sub").expect("is an address");
    let pages = crate::pages::read(folder.path(), base, Some(&Words::default())).expect("reads");
    let mut problems = check(&pages, &Authored::new(&sources, &content), &content);
    report::sort(&mut problems);
    problems.iter().map(shown).collect()
}

fn shown(problem: &Problem) -> String {
    let place = problem.span.as_ref().map_or_else(String::new, |span| {
        let (line, column) = problem.source.position(span.start);
        format!(":{line}:{column} [{}]", problem.value())
    });
    let hint = problem.hint.as_deref().unwrap_or_default();
    format!("{} {}{place} {} ({hint})", problem.rule, problem.source.path, problem.what)
}

/// What the rules say about a page with this text, beside an empty page `b/` and a picture.
fn page(text: &str) -> Vec<String> {
    found(&[("index.html", text), ("b/index.html", "<p id=there>"), ("c.png", "")])
}

const NONE: [&str; 0] = [];

#[test]
fn an_address_within_the_site_leads_to_a_file() {
    assert_eq!(
        page("<p>\n<a href=\"/sub/c.pn\"></a>"),
        [
            "broken-link public/index.html:2:10 [/sub/c.pn] this link `/sub/c.pn` leads to /c.pn, which the site does not have \
          (did you mean /c.png?)"
        ]
    );
    assert_eq!(
        page("<a href=\"/b/\"></a>"),
        ["broken-link public/index.html:1:10 [/b/] this link `/b/` leads to /b/, but the site begins at \
          https://a.org/sub/ (leave out the first slash, or write the whole address)"]
    );
    for text in [
        "b/",
        "b",
        "/sub/b/",
        "https://a.org/sub/b/",
        "http://a.org/sub/b",
        "b/#there",
        "c.png?h=1",
        "#",
        "#top",
        "https://b.org/nowhere",
        "mailto:a@b.org",
        "data:,x",
        "b/#:~:text=x",
        "b/#there:~:text=x",
        "",
    ] {
        assert_eq!(page(&format!("<a href=\"{text}\">x</a>")), NONE, "{text}");
    }
}

#[test]
fn every_kind_of_address_is_looked_up() {
    for (text, said) in [
        ("<img alt='' width=1 height=1 src=c.png srcset='c.png 1x, d.png 2x'>", "this image `d.png`"),
        ("<style>p{background:url(d.png)}</style>", "this address in a style sheet `d.png`"),
        (
            "<meta property=og:image content=https://a.org/sub/d.png>",
            "the image of the social card `https://a.org/sub/d.png`",
        ),
        ("<link rel=canonical href=https://a.org/sub/d/>", "the canonical address `https://a.org/sub/d/`"),
        ("<meta http-equiv=refresh content='0;url=d/'>", "this redirect `d/`"),
        ("<script src=d.js></script>", "this script `d.js`"),
        ("<link rel=manifest href=d.webmanifest>", "the web manifest `d.webmanifest`"),
        (
            "<script type=application/ld+json>{\"url\":\"https://a.org/sub/d/\"}</script>",
            "the data for search engines `https://a.org/sub/d/`",
        ),
    ] {
        let found = page(text);
        assert!(found.len() == 1 && found[0].contains(said), "{text}: {found:?}");
    }
    for (name, text) in [
        ("x.css", "@import 'd.css';"),
        ("x.css", "a{b:url(d.png)}"),
        ("sitemap.xml", "<urlset><url><loc>https://a.org/sub/d/</loc></url></urlset>"),
        ("rss.xml", "<rss><channel><link>https://a.org/sub/d/</link></channel></rss>"),
        ("atom.xml", "<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://a.org/sub/d/'/></feed>"),
        ("x.webmanifest", "{\"icons\":[{\"src\":\"d.png\"}]}"),
        ("robots.txt", "User-agent: *\nSitemap: https://a.org/sub/d.xml\n"),
        ("x.svg", "<svg xmlns='http://www.w3.org/2000/svg'><image href='d.png'/></svg>"),
    ] {
        let found = found(&[(name, text)]);
        assert!(found.len() == 1 && found[0].starts_with("broken-link"), "{text}: {found:?}");
    }
}

#[test]
fn a_fragment_is_the_id_of_a_place() {
    assert_eq!(
        page("<a href=\"b/#ther\"></a>"),
        [
            "broken-fragment public/index.html:1:10 [b/#ther] this link `b/#ther` leads to #ther, which is not in \
          b/index.html (did you mean #there?)"
        ]
    );
    assert_eq!(
        page("<a href='#ü b'></a><a href='#%C3%BC%20b'></a><i id='ü b'></i><a name=x href=#x></a>"),
        NONE
    );
}

#[test]
fn an_entry_of_the_menu_leads_to_something() {
    assert_eq!(
        page("<nav><a href=\"#talks\">Talks</a></nav>"),
        [
            "menu-to-nothing public/index.html:1:15 [#talks] the menu `#talks` leads to #talks, which is not in index.html \
          (write the id of something on that page, or leave out what begins with #)"
        ]
    );
    assert_eq!(page("<nav><a href=\"#talks\">Talks</a></nav><p id=talks>"), NONE);
}

#[test]
fn what_is_no_address_is_told() {
    assert_eq!(
        page("<a href=\"https://[a\">x</a>"),
        [
            "unreadable-address public/index.html:1:10 [https://[a] this link `https://[a` is no address: invalid IPv6 \
          address (write the whole address, as the browser shows it)"
        ]
    );
}

#[test]
fn an_address_for_nobody_else_is_told() {
    for (address, told) in [
        ("htps://a.example", "begins with htps:, which no browser knows (did you mean https:?)"),
        ("mailot:a@example.org", "begins with mailot:, which no browser knows (did you mean mailto:?)"),
        ("http://localhost:1111/", "leads to the reader's own computer"),
        ("http://127.0.0.1/", "leads to the reader's own computer"),
        ("file:///home/me/a.pdf", "leads to the reader's own computer"),
        ("C:\\a.pdf", "leads to the reader's own computer"),
    ] {
        let said = page(&format!("<a href='{address}'>x</a>"));
        assert!(said.len() == 1 && said[0].contains(told), "{address}: {said:?}");
    }
    for right in ["https://a.example", "tel:1", "webcal://a.example/b.ics", "zoommtg://a.example", "data:,"] {
        assert_eq!(page(&format!("<a href='{right}'>x</a>")), NONE, "{right}");
    }
}

#[test]
fn an_id_is_on_a_page_once() {
    assert_eq!(
        page("<p id=a><b id=\"a\"></b>"),
        ["repeated-id public/index.html:1:16 [a] the page has the id `a` more than once \
          (links to it lead to the first; give one of them another id)"]
    );
    assert_eq!(page("<p id=a><b id=A></b><a name=a></a>"), NONE);
}

#[test]
fn what_a_page_says_about_itself_is_below_the_base_url() {
    assert_eq!(
        page(
            "<link rel=canonical href=\"https://old.org/\"><meta property=og:url content=\"https://old.org/\">"
        ),
        [
            "wrong-base public/index.html:1:27 [https://old.org/] the canonical address `https://old.org/` does not begin \
             with https://a.org/sub/ (let the template write the permalink, and base_url in config.toml be right)",
            "wrong-base public/index.html:1:76 [https://old.org/] og:url `https://old.org/` does not begin with \
             https://a.org/sub/ (let the template write the permalink, and base_url in config.toml be right)",
        ]
    );
    assert_eq!(page("<link rel=canonical href=/sub/b/>").len(), 1, "not a whole address");
    assert_eq!(page("<link rel=canonical href=http://a.org/sub/b/>").len(), 1, "another scheme");
    let two =
        "<link rel=canonical href=https://a.org/sub/><meta property=og:url content=https://a.org/sub/b/>";
    assert_eq!(
        page(two),
        [
            "wrong-base public/index.html:1:75 [https://a.org/sub/b/] og:url says `https://a.org/sub/b/`, but the canonical \
          address is `https://a.org/sub/` (let the template write the same permalink in both)"
        ]
    );
    assert_eq!(page(&two.replace("sub/b/", "sub/")), NONE);
    let sitemap = |url: &str| {
        found(&[
            ("sitemap.xml", &format!("<urlset><url><loc>{url}</loc></url></urlset>")),
            ("index.html", ""),
        ])
    };
    assert_eq!(sitemap("https://old.org/").len(), 1);
    assert_eq!(sitemap("https://a.org/sub/"), NONE);
}

#[test]
fn an_encrypted_page_loads_nothing_unencrypted() {
    assert_eq!(
        page("<script src=\"http://b.org/x.js\"></script>"),
        [
            "mixed-content public/index.html:1:14 [http://b.org/x.js] this script `http://b.org/x.js` is not loaded: the page \
          is encrypted, and it is not (write https://, or keep the file in the site)"
        ]
    );
    assert_eq!(page("<script src=https://b.org/x.js></script><a href=http://b.org/>x</a>"), NONE);
}

#[test]
fn the_page_of_an_edition_shows_its_day_and_hours() {
    let right = "<time datetime=2031-03-01>1 March 2031</time><time datetime=2031-03-01T09:00+01:00>09:00</time>\
                 <time datetime=2031-03-01T17:00+01:00>17:00</time>";
    assert_eq!(page(right), NONE);
    assert_eq!(page("<p>no time at all"), NONE);
    let hint =
        "(the page shows another one, or none: put right the template, or the text that stands for it)";
    assert_eq!(
        page(
            &right
                .replace("03-01>1 March", "03-02>2 March")
                .replace("03-01T", "03-02T")
                .replace("T17", "T18")
                .replace(">17", ">18")
        ),
        [
            format!(
                "fact-not-shown content/edition.toml:5:8 [2031-03-01] the page does not show this day: no time on it is 2031-03-01 (in public/index.html) {hint}"
            ),
            format!(
                "fact-not-shown content/edition.toml:7:7 [17:00] the page does not show this hour of the end: no time on it is 17:00 (in public/index.html) {hint}"
            ),
        ]
    );
}

#[test]
fn a_problem_is_told_where_it_is_written() {
    let head = "+++\ntitle = \"T\"\n+++\n";
    for (path, text, page, expected) in [
        (
            "content/call.md",
            &*format!("{head}\n[a](/sub/x/)"),
            "<a href=/sub/x/>",
            "content/call.md:5:5 [/sub/x/]",
        ),
        (
            "content/call.md",
            &*format!("{head}\n[a](@/x.md#y)"),
            "<a href=https://a.org/sub/x/#y>",
            "content/call.md:5:5 [@/x.md#y]",
        ),
        (
            "content/call.md",
            &*format!("{head}\n![a](x%20y.png)"),
            "<a href=\"x y.png\">",
            "content/call.md:5:6 [x%20y.png]",
        ),
        (
            "content/call.md",
            &*format!("{head}\n[a](x.md) [b](./y/z.pdf)"),
            "<a href=https://a.org/sub/call/./y/z.pdf>",
            "content/call.md:5:15 [./y/z.pdf]",
        ),
        (
            "content/2024/_index.md",
            &*format!("{head}\n[a](x.md#y)"),
            "<a href=https://a.org/sub/2024/x.md#y>",
            "content/2024/_index.md:5:5 [x.md#y]",
        ),
        (
            "content/call.md",
            &*format!("{head}\n#### Odd\n"),
            "<h1>a</h1><h4>Odd</h4>",
            "content/call.md:5:4 [# Odd]",
        ),
        (
            "content/call.md",
            &*format!("{head}\nOne <b>not closed.\n"),
            "<p>One <b>not closed.\n</p>",
            "content/call.md:5:5 [<b>]",
        ),
        (
            "content/call.md",
            &*format!("{head}\n![A map](b.png)"),
            "<p><img src=c.png alt=x><img src=\"b.png\" alt=\"A map\">",
            "content/call.md:5:10 [b.png]",
        ),
        (
            "templates/x.html",
            "<a href=\"/sub/x/\">",
            "<a href=\"/sub/x/\"></a>",
            "templates/x.html:1:10 [/sub/x/]",
        ),
        (
            "templates/x.html",
            "{{ get_url(path=\"x.css\") }}",
            "<link rel=stylesheet href=https://a.org/sub/x.css>",
            "templates/x.html:1:18 [x.css]",
        ),
        (
            "templates/x.html",
            "<p id=\"p\"></p><p id=\"p\">",
            "<p id=\"p\"></p><p id=\"p\">",
            "templates/x.html:1:4 [id=\"p\"]",
        ),
    ] {
        let found = found(&[(path, text), ("index.html", page)]);
        assert!(found.first().is_some_and(|first| first.contains(expected)), "{page}: {found:#?}");
    }
}

#[test]
fn an_address_that_is_composed_is_told_at_the_template_and_at_the_data() {
    let template = "<a href=\"/sub/people/{{ person.page }}/\">";
    let people = "[[speakers]]\nid = \"a\"\nname = \"A\"\nbio = \"b\"\n[[organisers]]\nid = \"ada\"\nname = \"ada-l\"\n";
    let found = found(&[
        ("templates/x.html", template),
        ("content/people.toml", people),
        ("index.html", "<a href=\"/sub/people/ada-l/\"></a>"),
        ("b/index.html", "<a href=\"/sub/people/ada-l/\"></a>"),
    ]);
    let what = "this link `/sub/people/ada-l/` leads to /people/ada-l/, which the site does not have \
                (in public/b/index.html, and on another page) (correct the address, or put the file there)";
    assert_eq!(
        found,
        [
            format!("broken-link content/people.toml:7:9 [ada-l] {what}"),
            format!("broken-link templates/x.html:1:10 [/sub/people/{{{{ person.page }}}}/] {what}"),
        ]
    );
}

#[test]
fn what_is_wrong_on_many_pages_is_told_once() {
    let pages: Vec<(String, &str)> =
        (0..5).map(|n| (format!("p{n}/index.html"), "<a href=/sub/x></a>")).collect();
    let files: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    assert_eq!(
        found(&files),
        [
            "broken-link public/p0/index.html:1:9 [/sub/x] this link `/sub/x` leads to /x, which the site does not have, \
          and on 4 other pages (correct the address, or put the file there)"
        ]
    );
}

#[test]
fn a_tag_that_a_template_leaves_open_is_told_once() {
    let open = "<p><b>Hello, all of you.</p>";
    let hint = "write </b> where it should end";
    assert_eq!(
        found(&[("index.html", open), ("b/index.html", open)]),
        [format!(
            "tag-order public/b/index.html:1:4 [<b>] <b> is still open before </p>, and on another page ({hint})"
        )]
    );
}

#[test]
fn a_rule_tells_no_more_than_anybody_reads() {
    let links: String = (0..1000).map(|n| format!("<a href=/sub/x{n}></a>")).collect();
    assert_eq!(page(&links).len(), MOST_PROBLEMS);
}

#[test]
fn a_link_to_markdown_is_answered_with_the_page_that_is_made_of_it() {
    let pages = [
        ("index.html", "<a href=/sub/call/calll.md></a><a href=/sub/@/x/call.md></a><a href=/sub/z.md></a>"),
        ("call/index.html", ""),
    ];
    let hints: Vec<_> =
        found(&pages).iter().map(|told| told.split(" (").nth(1).unwrap_or_default().to_owned()).collect();
    let none = "readers get pages and no Markdown: write @/ and the path of a file in content/, or #call for a section of the page)";
    assert_eq!(hints, ["did you mean @/call.md?)", "did you mean @/call.md?)", none]);
}

#[test]
fn an_address_of_many_folders_takes_no_longer_than_any_other() {
    let address = "a/".repeat(300_000);
    assert_eq!(found(&[("index.html", &format!("<a href=https://a.org/sub/{address}></a>"))]).len(), 1);
}

/// The bytes of a page, which need not be text.
fn page_of(bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("index.html"), bytes).expect("writes");
    let base = Base::new("https://a.org").expect("is an address");
    let pages = crate::pages::read(folder.path(), base, Some(&Words::default())).expect("reads");
    let problems = check(&pages, &Authored::default(), &Content::default());
    problems.iter().map(shown).collect()
}

#[test]
fn what_is_no_page_is_told() {
    assert_eq!(
        page_of(b"<p>\nCaf\xe9 <a href=x>x</a>"),
        [
            "broken-link public/index.html:2:14 [x] this link `x` leads to /x, which the site does not have \
             (correct the address, or put the file there)",
            "page-not-utf-8 public/index.html:2:4 [?] this character of the page is not UTF-8 \
             (save the file it comes from as UTF-8: readers see a wrong letter here)",
        ]
    );
    assert_eq!(
        page_of(b"\x7fELF\0\0<a href=x>\xff\xfe"),
        [
            "page-unreadable public/index.html this file of the finished site cannot be read: it holds binary data under the \
          name of a page (browsers cannot read it either; find out what made it)"
        ]
    );
    assert_eq!(page_of(b""), NONE);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_that_it_lies_in_ends_the_walk() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("index.html"), "<p>").expect("writes");
    std::os::unix::fs::symlink(".", folder.path().join("loop")).expect("links");
    let base = Base::new("https://a.org").expect("is an address");
    let pages = crate::pages::read(folder.path(), base, None).expect("reads");
    let problems = check(&pages, &Authored::default(), &Content::default());
    assert_eq!(
        problems.iter().map(shown).collect::<Vec<_>>(),
        [
            "page-unreadable public/loop this file of the finished site cannot be read: it is a link to a folder that it lies \
          in (browsers cannot read it either; find out what made it)"
        ]
    );
}

#[test]
fn a_page_of_one_thing_over_and_over_is_read_to_its_end() {
    let long = |text: &str| text.repeat(200_000 / text.len());
    for text in
        ["<a href=\"", "<b>", "</b>", "<!--", "url(", "<p id=a>", "{\"", "&amp;", "<style>@import '", "x"]
    {
        let found = page_of(long(text).as_bytes());
        assert!(found.len() <= 4 * MOST_PROBLEMS, "{text}: {}", found.len());
    }
}
