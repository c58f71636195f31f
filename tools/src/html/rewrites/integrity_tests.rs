use std::fs;

use super::*;
use crate::{
    config::Finish,
    html::{
        Engine, splice,
        testing::{assets, run},
    },
};

/// The page `a/index.html` of a site with a few files, what it says afterwards, and what is reported.
#[track_caller]
fn rewritten(options: &Finish, page: &str) -> (String, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("main.css", "a{b:url(data:font/woff2,) url(https://c.example/d.png)}"),
        ("x.js", "1"),
        ("p.png", "p"),
        ("q r.webp", "q"),
    ] {
        fs::write(folder.path().join(name), text).expect("writes");
    }
    let mut run = run(folder.path(), options);
    run.assets = assets(&run);
    let once = Engine::of(&run, [&RULE]).expect("selects").rewrite("a/index.html", page.as_bytes());
    let once = once.expect("is parsed");
    run.assets.as_ref().expect("are there").put(folder.path()).expect("are written");
    let notes = once.notes.iter().map(|note| format!("{}; {}", note.what, note.hint)).collect();
    let once = splice(page.as_bytes(), &once.edits);

    run.assets = assets(&run);
    let twice = Engine::of(&run, [&RULE]).expect("selects").rewrite("a/index.html", &once);
    let twice = splice(&once, &twice.expect("is parsed").edits);
    let text = |bytes| String::from_utf8(bytes).expect("is UTF-8");
    let (once, twice) = (text(once), text(twice));
    assert_eq!(once, twice, "a second run changes nothing");
    (once, notes)
}

#[test]
fn parts_get_names_and_digests_and_the_page_a_policy() {
    let options = Finish { allow_hosts: vec!["https://c.example".into()], ..Finish::default() };
    let page = r#"<!doctype html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="https://example.org/site/main.css?h=0123abcd">
<link rel="icon" href="../p.png">
<script src=/site/x.js defer></script>
</head><body><img src="../p.png" srcset="../p.png 1x, ../q%20r.webp#z 2x" alt="">
<img src="gone.png" alt=""><img src="data:image/png,x" alt=""><a href="../q%20r.webp">large</a>
<script type="application/ld+json">{}</script>
"#;
    let expected = r#"<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self' https://example.org;script-src 'self' https://example.org 'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=';img-src 'self' https://example.org data: https://c.example;font-src 'self' https://example.org data:;form-action 'none';base-uri 'none'">
<link rel="stylesheet" href="https://example.org/site/main.b0f8c9a3.css" integrity="sha256-sPjJo9itPCwVjEEqsMPwIzAx/4gakLqsJuom1jBmSpU=">
<link rel="icon" href="../p.png">
<script src="/site/x.6b86b273.js" defer integrity="sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s="></script>
</head><body><img src="../p.148de9c5.png" srcset="../p.148de9c5.png 1x, ../q%20r.8e35c2cd.webp#z 2x" alt="">
<img src="gone.png" alt=""><img src="data:image/png,x" alt=""><a href="../q%20r.webp">large</a>
<script type="application/ld+json">{}</script>
"#;
    let (page, notes) = rewritten(&options, page);
    assert_eq!((page.as_str(), notes), (expected, Vec::new()));
}

#[test]
fn what_nobody_let_in_is_reported() {
    // Of the script as a browser reads it, which ends in a bare line feed.
    let hello = "sha256-sVVKCdttz3d24ftE0tmWYLtAbs7GllT6Q+LoItHtgcM=";
    let page = "<meta charset=utf-8><script>hello()\r\n</script><script>other()</script>\
        <style>a{}</style><p style='a:b' onclick='x()'>\
        <iframe src=https://a.example/b></iframe><img src=//b.example/c.png><form action=/site/x></form>";
    let options = Finish {
        allow_inline: vec![hello.to_owned()],
        allow_hosts: vec!["https://b.example".into()],
        ..Finish::default()
    };
    let (new, notes) = rewritten(&options, page);
    let policy = format!(
        "\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self';script-src 'self' '{hello}';\
         style-src-attr 'unsafe-inline';img-src 'self' https://b.example;form-action 'self';base-uri 'none'\">"
    );
    assert_eq!(new, page.replacen("<script>", &(policy + "<script>"), 1));
    let inline = "is written in the page, and browsers will refuse it; put it in a file in static/, or, if you \
                  know what it does, let it in: allow_inline";
    let under = "under [extra.finish] in config.toml";
    let expected = [
        format!("a script {inline} = [\"sha256-b7ZWi3LsNpdSzQMhFSRcnH0HxREup64aTXaFV5IXYCM=\"] {under}"),
        format!("a style sheet {inline} = [\"sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk=\"] {under}"),
        "the attribute `onclick` holds a script, and browsers will refuse it; put it in a file in static/ that \
         adds the listener itself"
            .to_owned(),
        format!(
            "the page loads https://a.example/b, and browsers will refuse it; put a copy in static/, or let it \
             in: allow_hosts = [\"https://a.example\"] {under}"
        ),
    ];
    assert_eq!(notes, expected);
}

#[test]
fn a_policy_of_its_own_stays_alone_and_is_not_judged() {
    let page = "<meta charset=utf-8><meta http-equiv=content-security-policy content=\"default-src *\">\
        <script>other()</script><img src=https://b.example/c.png onload=x()>";
    assert_eq!(rewritten(&Finish::default(), page), (page.to_owned(), vec![]));
}

#[test]
fn a_policy_that_browsers_do_not_heed_is_reported_and_replaced() {
    let policy = "<meta http-equiv=content-security-policy content=\"default-src *\">";
    for (before, heeded) in [
        ("<!doctype html><html><head><title>a < b</title><script src=/site/gone.js></script>", true),
        ("<!-- a --><meta charset=utf-8><noscript><p></noscript>", true),
        ("<!doctype html><p>", false),
        ("<head></head>", true),
        ("<meta charset=utf-8></meta>", true),
        ("<head></head></body>", false),
        ("<title>a</title>text", false),
    ] {
        let page = format!("{before}{policy}");
        let (new, notes) = rewritten(&Finish::default(), &page);
        assert_eq!((new == page, notes.is_empty()), (heeded, heeded), "{page}: {new} {notes:?}");
    }
}

#[test]
fn fields_alone_send_nothing() {
    for (form, action) in [
        ("<input type=checkbox>", "'none'"),
        ("<form><input></form>", "'self'"),
        ("<form action=https://a.example/b><input name=q></form>", "https://a.example"),
    ] {
        let options = Finish { allow_hosts: vec!["https://a.example".into()], ..Finish::default() };
        let (new, notes) = rewritten(&options, &format!("<meta charset=utf-8>{form}"));
        assert!(new.contains(&format!(";form-action {action};")) && notes.is_empty(), "{new} {notes:?}");
    }
}

#[test]
fn scripts_in_addresses_and_forms_that_lead_elsewhere_are_reported() {
    let page = "<meta charset=utf-8><a href=' javascript:x()'>x</a><iframe srcdoc='&lt;SCRIPT>x()&lt;/script>'></iframe>\
        <iframe srcdoc='<p>x<script src=/site/x.js></script>'></iframe>\
        <iframe srcdoc='<script src=https://b.example/c.js></script>'></iframe><form><button formaction=https://a.example/b>x</button>\
        <input type=submit formaction=/site/x>";
    let (new, notes) = rewritten(&Finish::default(), page);
    let notes: Vec<_> = notes.iter().filter_map(|note| note.split(", and").next()).collect();
    let expected = [
        "the address in `href` is a script",
        "the page in `srcdoc` holds a script",
        "the page loads https://b.example/c.js",
        "the page loads https://a.example/b",
    ];
    assert_eq!(notes, expected);
    assert!(new.contains("form-action 'self';"), "{new}");
}
