//! Finished sites for a web server that hardens them, for any folder, for the archive, and compressed ones.

use std::{
    collections::BTreeSet,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use dlde_tools::html::{addresses, assets, css, srcset};
use snapbox::{assert_data_eq, str};
use url::Url;

use crate::{
    page::Page,
    support::{BUILT, Run, Site, dlde, repository, tree},
};

/// Attributes with an address, and those with candidates.
const ADDRESSES: [&str; 7] = ["href", "src", "poster", "data", "action", "formaction", "cite"];
const CANDIDATES: [&str; 2] = ["srcset", "imagesrcset"];

/// The pages of a folder, by path.
fn pages(folder: &Path) -> Vec<(String, Page)> {
    let files = tree(folder).into_iter().map(|(path, _)| path.to_string_lossy().into_owned());
    let pages: Vec<_> = files
        .filter(|path| path.ends_with(".html"))
        .map(|path| (path.clone(), Page::read(&folder.join(path))))
        .collect();
    assert!(pages.len() >= 5, "{} has pages", folder.display());
    pages
}

/// All addresses on a page, with the name of the element and of the attribute; those in styles too.
fn addresses_on(page: &Page) -> Vec<(String, &'static str, String)> {
    let mut found = Vec::new();
    for element in page.all("*") {
        let name = element.value().name();
        for attribute in ADDRESSES {
            found.extend(element.attr(attribute).map(|value| (name.to_owned(), attribute, value.to_owned())));
        }
        for attribute in CANDIDATES {
            let value = element.attr(attribute).unwrap_or_default();
            let places = srcset::addresses(value).into_iter();
            found.extend(places.map(|place| (name.to_owned(), attribute, value[place].to_owned())));
        }
        let styles = element.attr("style").map(str::to_owned).into_iter();
        let sheets = (name == "style").then(|| element.text().collect::<String>());
        for text in styles.chain(sheets) {
            found.extend(css::addresses(&text).into_iter().map(|a| (name.to_owned(), "style", a.text)));
        }
        if element.attr("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh")) {
            let content = element.attr("content").unwrap_or_default();
            let place = addresses::refresh(content).expect("has an address");
            found.push((name.to_owned(), "content", content[place].to_owned()));
        }
    }
    found
}

/// Every digest is that of the file, every name tells its content, and every policy holds.
fn is_hardened(folder: &Path, base: &str) {
    let base = Url::parse(base).expect("is an address");
    let mut names = BTreeSet::new();
    for (path, page) in pages(folder) {
        let address = base.join(path.trim_end_matches("index.html")).expect("is an address");
        let file = |reference: &str| -> PathBuf {
            let url = address.join(reference).expect("is an address");
            let path = url.as_str().strip_prefix(base.as_str());
            folder.join(path.unwrap_or_else(|| panic!("{url} is not of the site")))
        };
        let parts = page.all("script[src], link[rel=stylesheet]");
        for part in &parts {
            let reference = part.attr("src").or(part.attr("href")).expect("has an address");
            let bytes = fs::read(file(reference)).expect("leads to a file");
            assert_eq!(
                part.attr("integrity"),
                Some(assets::integrity(&bytes).as_str()),
                "{path}: {reference}"
            );
            names.insert(file(reference));
        }
        for (_, _, reference) in addresses_on(&page).iter().filter(|(name, ..)| name == "img") {
            if reference.starts_with("data:") {
                continue;
            }
            names.insert(file(reference));
        }
        let policies = page.all("meta[http-equiv='Content-Security-Policy']");
        assert_eq!(policies.len(), 1, "{path}");
        let text = fs::read_to_string(folder.join(&path)).expect("reads");
        let after = text.split_once("<meta charset=\"utf-8\">").expect("names its encoding").1;
        assert!(after.trim_start().starts_with("<meta http-equiv=\"Content-Security-Policy\""), "{path}");
        let policy = policies[0].attr("content").expect("has one");
        assert!(policy.starts_with("default-src 'self'"), "{path}: {policy}");
        for inline in page.all("script:not([src]), style") {
            let digest = assets::integrity(inline.text().collect::<String>().as_bytes());
            assert!(policy.contains(&digest), "{path}: {policy} lets in {digest}");
        }
        assert!(page.all("[style]").is_empty() || policy.contains("style-src-attr"), "{path}: {policy}");
    }
    assert!(names.len() >= 2, "the site has parts");
    for file in names {
        let name = file.file_name().expect("has a name").to_string_lossy();
        let digest = name.rsplit('.').nth(1).expect("has a digest");
        let bytes = fs::read(&file).expect("is there");
        let own = assets::digest(&bytes);
        assert_eq!(digest, own, "{name} is named after what is in it");
        let text = String::from_utf8_lossy(&bytes);
        let sheet = if name.ends_with(".css") { css::addresses(&text) } else { Vec::new() };
        for address in sheet.iter().filter(|address| !address.text.starts_with(['#', 'd'])) {
            assert!(file.with_file_name("").join(&address.text).is_file(), "{name}: {}", address.text);
        }
    }
}

#[test]
fn the_site_is_hardened() {
    is_hardened(&BUILT, "https://dlde-2023.github.io/");
}

#[test]
fn the_fullest_site_is_hardened_and_its_copy_works_anywhere() {
    let site = Site::of("full");
    let base = ["--base-url", "https://example.org/sub/"];
    let run = site.dlde(&[&["build", "--out", "hardened"], &base[..]].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    is_hardened(&site.path("hardened"), base[1]);
    let run = site.dlde(&[&["build", "--portable", "--out", "portable"], &base[..]].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    is_portable(&site.path("portable"), "example.org/sub");
}

/// Every address of the site leads from the page to a file, by its path alone.
fn is_portable(folder: &Path, own: &str) {
    let mut seen = 0;
    let pages = pages(folder).into_iter().filter(|(path, _)| path != "404.html");
    for (path, page) in pages {
        let page_url = Url::from_file_path(folder.join(&path)).expect("is an address");
        let canonical = page.all("link[rel=canonical]").first().and_then(|link| link.attr("href"));
        for (element, attribute, address) in addresses_on(&page) {
            if element == "link" && Some(address.as_str()) == canonical {
                assert!(address.starts_with("https://"), "{path}: {address}");
                continue;
            }
            assert!(!address.contains(own), "{path}: {element} {attribute} {address}");
            assert!(!address.starts_with('/'), "{path}: {element} {attribute} {address}");
            let url = page_url.join(&address).expect("is an address");
            if url.scheme() == "file" {
                let file = url.to_file_path().expect("is a path");
                assert!(file.is_file(), "{path}: {element} {attribute} {address} leads to no file");
                seen += 1;
            }
        }
        for refused in ["[integrity]", "[crossorigin]", "script[type=module]", "meta[http-equiv*=olicy]"] {
            assert!(page.all(refused).is_empty(), "{path}: {refused}");
        }
    }
    assert!(seen > 20, "{seen} addresses");
    for (path, bytes) in tree(folder).into_iter().filter(|(path, _)| path.extension() == Some("css".as_ref()))
    {
        for address in css::addresses(&String::from_utf8_lossy(&bytes)) {
            let is_file = folder.join(&path).with_file_name("").join(&address.text).is_file();
            assert!(is_file || address.text.starts_with(['#', 'd']), "{}: {}", path.display(), address.text);
        }
    }
}

/// What the link checker knows of it.
const DEAD: &str = r#"version = 1
[[links]]
url = "https://gone.example/programme?day=1&room=2"
verdict = "dead"
evidence = "the host does not exist"
checked = "2024-03-09"
failed = ["2024-03-02", "2024-03-05", "2024-03-09"]
"#;

/// An old site of one page, made with Jekyll and Bootstrap, whose tags nobody ever closed.
fn rewrite_old(place: &Path, from: &str, to: &str) -> Run {
    let base = ["--base-url=http://numerics.example/2019/", "--verify"];
    let archive =
        ["--portable", "--archive", "--current=https://numerics.example/", "--dead-links=dead.toml"];
    let run = dlde(place, &[&["rewrite", from, "--out", to][..], &base, &archive].concat());
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    run
}

#[test]
fn an_old_page_of_broken_html_leads_to_the_current_edition_and_works_anywhere() {
    // Elsewhere than in a site, whose settings would count.
    let place = tempfile::tempdir().expect("a folder");
    let path = |name: &str| place.path().join(name);
    fs::write(path("dead.toml"), DEAD).expect("writes");
    let old = repository().join("tools/tests/sites/jekyll");
    let run = rewrite_old(place.path(), old.to_str().expect("UTF-8"), "once");
    assert_data_eq!(
        run.out,
        str![[r#"
archive           6
images            2
portable         15
small             2
pages             2
pages changed     2
bytes before   2202
bytes after    2937
nothing else has changed, and a second run would change nothing

"#]]
    );
    assert_data_eq!(
        run.err,
        str![[r#"
warning[portable]: browsers run no module without a server, so this one is left out
 --> index.html:9:1
  |
9 | <script type="module" src="/2019/js/app.js"></script>
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: make it a plain script if the copy needs it

warning[images]: an image has no alternative text
  --> index.html:35:44
   |
35 | ...td>9:00<td><img src="/2019/img/logo.svg" srcset="/2019/img/logo.svg 1x, http://numerics.example/2019/img/logo.svg 2x"><td>3<4
   |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
help: say in alt what it shows; alt="" if nothing

warning[portable]: the script in this page uses `fetch`, which browsers refuse without a server
  --> index.html:42:1
   |
42 | <script>fetch("/2019/data.json").then(show)</script>
   | ^^^^^^^^
   |
help: the page has to do without what it adds, or the copy needs a server

3 warnings in 1 file

"#]]
    );
    let once = path("once");
    assert_data_eq!(
        fs::read_to_string(once.join("index.html")).expect("reads"),
        str![[r##"
<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Numerics & Friends 2019</title>
<link rel="stylesheet" href="css/main.css">
<script src="js/plain.js"></script>
<link rel="canonical" href="http://numerics.example/2019/" />
<meta property="og:image" content="http://numerics.example/2019/img/logo.svg" />
</head>
<body id="page-top" onload="start()"><aside data-archive-banner style="box-sizing:border-box;position:relative;z-index:9999;margin:0;padding:.6em 1em;background:#fff3c4;color:#222;font:1rem/1.4 sans-serif;text-align:center">This is the page of a past edition. The current one: <a data-archive-banner style="color:#003e7e;text-decoration:underline" href="https://numerics.example/">numerics.example</a></aside>
<nav class="navbar navbar-expand-lg fixed-top" id="mainNav">
  <div class="container">
    <a class="navbar-brand js-scroll-trigger" href="#page-top">N&F</a>
    <ul class="navbar-nav">
      <li class="nav-item"><a class="nav-link" href="index.html#schedule">Schedule</a>
      <li class="nav-item"><a class="nav-link" href="http://www.numerics.example/">Home</a>
      <li class="nav-item"><A CLASS=nav-link HREF="call/index.html">Call</A>
    </ul>
  </div>
</nav>
<header class="masthead" style="background-image: url('img/logo.svg')">
  <h1>Numerics &amp; Friends</h1>
  <h1 class="text-uppercase">12 December 2019<br>Graz
</header>
<section id="schedule">
  <div class="container">
    <div class="row"><div class="col-md-8">
      <h1>Schedule</h1>
      <p>Everything is on <a href="https://web.archive.org/web/20240301/https://gone.example/programme?day=1&amp;room=2#top" data-originalurl="https://gone.example/programme?day=1&amp;room=2#top" data-versionurl="https://web.archive.org/web/20240301/https://gone.example/programme?day=1&amp;room=2#top" data-versiondate="2024-03-01">the programme page</a>
      <table class="table"><tr><td>9:00<td><img src="img/logo.svg" srcset="img/logo.svg 1x, img/logo.svg 2x" loading="lazy" decoding="async"><td>3<4
      </table>
    <div class="col-md-4" id="schedule">
      <p>Duplicate <b>bold <i>both</b> italic</i>
      <iframe src="http://video.example/embed/1" frameborder=0 allowfullscreen></iframe>
</section>
<style>.masthead:after { content: "url(no)"; background: url(img/logo.svg) }</style>
<script>fetch("/2019/data.json").then(show)</script>
<footer><p>&copy; 2019 <a href="mailto:hello@numerics.example">hello</a>
</body>
</html>

"##]]
    );
    assert_data_eq!(
        fs::read_to_string(once.join("css/main.css")).expect("reads"),
        str![[r#"
@import url("more.css");
body { background: url(../img/logo.svg) }

"#]]
    );
    assert_data_eq!(
        fs::read_to_string(once.join("css/more.css")).expect("reads"),
        str![[r#"
/* url(/no) */ @font-face { src: url(http://fonts.example/a.woff2) }
li { list-style-image: url("../img/logo.svg") }

"#]]
    );
    rewrite_old(place.path(), "once", "twice");
    assert!(tree(&once) == tree(&path("twice")), "a second run changes something");

    fs::write(path("dead.toml"), "version = 1\n").expect("writes");
    rewrite_old(place.path(), "once", "back");
    let back = fs::read_to_string(path("back/index.html")).expect("reads");
    let link = "<a href=\"https://gone.example/programme?day=1&amp;room=2#top\">the programme page</a>";
    assert!(back.contains(link), "{back}");
}

#[test]
fn an_archive_has_to_know_the_current_edition() {
    let site = Site::small();
    let run = site.dlde(&["build", "--archive"]);
    assert_data_eq!(
        run.failure(),
        str![[r#"
exit 2
error: it is not known where the current edition is
 |
help: say so: --current https://…, or `current` under [extra.finish.archive] in config.toml

"#]]
    );
}

#[test]
fn what_is_no_address_is_refused_before_anything_is_built() {
    let site = Site::small();
    for option in [["--base-url", "example.org"], ["--current", "ftp://example.org"]] {
        let run = site.dlde(&["build", "--archive", option[0], option[1]]);
        let expected =
            format!("error: invalid value '{}' for '{} <ADDRESS>': write it whole", option[1], option[0]);
        assert!(run.code == 2 && run.err.starts_with(&expected), "{}", run.err);
    }
    site.edit("config.toml", "current = \"\"", "current = \"next\"");
    let run = site.dlde(&["build", "--archive"]);
    assert!(run.code == 2 && run.err.contains("`next` is no address"), "{}", run.err);
    assert!(!site.path("public").exists());
}

#[test]
fn a_script_written_in_a_page_is_reported_until_it_is_let_in() {
    let site = Site::small();
    site.write("templates/hooks/head.html", "<script>hello()</script>");
    let run = site.dlde(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let page = Page::read(&site.path("public/index.html"));
    let digest =
        run.err.split_once("allow_inline = [\"").expect("says how").1.split('"').next().expect("is one");
    assert!(!page.one("meta[http-equiv]").attr("content").expect("is a policy").contains(digest));
    site.edit("config.toml", "allow_inline = []", &format!("allow_inline = [\"{digest}\"]"));
    let run = site.dlde(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let page = Page::read(&site.path("public/index.html"));
    let policy = page.one("meta[http-equiv]").attr("content").expect("is a policy").to_owned();
    assert!(policy.contains(&format!("'{digest}'")), "{policy}");
}

#[test]
fn compressed_copies_are_of_the_finished_files_and_go_when_those_change() {
    let site = Site::small();
    let run = site.dlde(&["build", "--precompress"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let mut copies = 0;
    for (path, bytes) in tree(&site.path("public")) {
        let copy = site.path("public").join(format!("{}.gz", path.display()));
        if let Ok(copy) = fs::File::open(copy) {
            let mut read = Vec::new();
            flate2::read::GzDecoder::new(copy).read_to_end(&mut read).expect("is gzip");
            assert!(read == bytes, "{}", path.display());
            copies += 1;
        }
    }
    assert!(copies >= 2 && site.path("public/index.html.br").is_file());
    let run = site.dlde(&["rewrite", "public", "--out", "portable", "--portable"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(site.path("portable/index.html").is_file() && !site.path("portable/index.html.gz").exists());
}
