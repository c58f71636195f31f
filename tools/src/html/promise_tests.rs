//! The promises, on pages that are odd but legal and on pages that are neither.

use std::path::Path;

use super::{
    Engine,
    addresses::Home,
    assets::Assets,
    splice,
    testing::{noted, run},
    verify,
};
use crate::{
    config::{Archive, Finish},
    html::rewrites,
};

/// Everything that can be done.
fn everything() -> Finish {
    Finish {
        link_rel: "noopener external".to_owned(),
        link_class: "out".to_owned(),
        referrer_policy: "origin".to_owned(),
        new_window: true,
        permalinks: true,
        ..Finish::default()
    }
}

/// What does not hold for a page on which everything is done, for a server and for the archive; a page that is refused
/// keeps every promise.
fn broken(page: &[u8]) -> Vec<String> {
    let archive = Archive { current: "https://example.net/".to_owned(), ..Archive::default() };
    let copy = Finish { portable: true, archived: true, archive, ..everything() };
    [everything(), copy].iter().flat_map(|options| broken_by(options, page)).collect()
}

fn broken_by(options: &Finish, page: &[u8]) -> Vec<String> {
    let mut run = run(Path::new("/nowhere"), options);
    run.assets = Some(Assets::of_nothing(&Home::new(run.address(""))));
    let engine = Engine::new(&run).expect("selects");
    engine
        .rewrite("a/index.html", page)
        .map_or_else(|_| Vec::new(), |done| verify::check(&engine, "a/index.html", page, &done.edits))
}

/// The pages of the table, a line each, in which these stand for characters that a line cannot hold.
fn odd_pages() -> Vec<String> {
    let written = |line: &str| {
        let page = line.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t").replace("\\0", "\0");
        page.replace("\\u{feff}", "\u{feff}").replace("\\\\", "\\")
    };
    include_str!("odd_pages.txt").lines().map(written).collect()
}

#[test]
fn odd_pages_keep_every_promise() {
    let pages = odd_pages();
    assert!(pages.len() >= 60, "{}", pages.len());
    let options = everything();
    let edited = pages.iter().filter(|page| {
        let run = run(Path::new("/nowhere"), &options);
        let engine = Engine::new(&run).expect("selects");
        engine.rewrite("a.html", page.as_bytes()).is_ok_and(|done| !done.edits.is_empty())
    });
    assert!(edited.count() >= 60, "there is something to do on most of them");
    for page in pages {
        assert_eq!(broken(page.as_bytes()), [""; 0], "{page}");
    }
}

#[test]
fn pages_cut_anywhere_and_pages_joined_keep_every_promise() {
    let pages = odd_pages();
    for page in &pages {
        for end in (0..page.len()).step_by(7) {
            let cut = &page.as_bytes()[..end];
            assert_eq!(broken(cut), [""; 0], "{}", String::from_utf8_lossy(cut));
        }
    }
    for pair in pages.windows(2) {
        let joined = pair.concat();
        assert_eq!(broken(joined.as_bytes()), [""; 0], "{joined}");
    }
}

#[test]
fn each_rewrite_alone_keeps_every_promise() {
    let options = everything();
    let run = run(Path::new("/nowhere"), &options);
    for rule in rewrites::ALL {
        let engine = Engine::of(&run, [*rule]).expect("selects");
        for page in odd_pages() {
            let Ok(done) = engine.rewrite("a/index.html", page.as_bytes()) else { continue };
            let broken = verify::check(&engine, "a/index.html", page.as_bytes(), &done.edits);
            assert_eq!(broken, [""; 0], "{}: {page}", rule.name);
        }
    }
}

/// How many pages are put together.
const PAGES: usize = 2000;
/// What pages may be put together of.
const PIECES: [&str; 54] = [
    "$",
    "<code>",
    "</code>",
    "<ul class=papers>",
    "<link rel=preload href=b>",
    "<script type=module src=/a.js></script>",
    "<!doctype html>",
    "<html>",
    "<head>",
    "</head>",
    "<body>",
    "</body>",
    "<title>a</title>",
    "\n",
    " ",
    "a",
    " b ",
    "<!-- c -->",
    "<!---->",
    "<!-- d --!>",
    "<!--[if IE]><![endif]-->",
    "<meta charset=utf-8>",
    "<p>",
    "</p>",
    "&am",
    "p;",
    "<meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">",
    "<link rel=stylesheet href=a.css>",
    "<a href=https://a.example>",
    "</a>",
    "<h2>",
    "</h2>",
    "<img src=a.png>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<script>f()</script>",
    "<script src=a.js></script>",
    "<style>a{}</style>",
    "<svg>",
    "</svg>",
    "<math>",
    "<mi>",
    "</math>",
    "<template>",
    "</template>",
    "<select>",
    "<noscript><p></noscript>",
    "<base href=b/>",
    "<aside>",
    "<br/>",
    "<p style='a:b' onclick=c>",
    "<iframe srcdoc='<script>d</script>'></iframe>",
];

#[test]
fn pages_put_together_of_anything_keep_every_promise() {
    // Numbers that look like chance, the same each time. (Knuth, MMIX.)
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("fits") % below
    };
    for _ in 0..PAGES {
        let page: String = (0..2 + next(14)).map(|_| PIECES[next(PIECES.len())]).collect();
        assert_eq!(broken(page.as_bytes()), [""; 0], "{page:?}");
    }
}

#[test]
fn ill_formed_text_passes_unchanged() {
    let page = b"<h2>caf\xe9 \xff\xfe</h2><a href=https://a.example/\xe9>\x80</a><!-- \xff --><img alt='\xe9' src=\xe9>";
    assert_eq!(broken(page), [""; 0]);
    let options = everything();
    let wanted: Vec<_> = rewrites::ALL.iter().copied().filter(|rule| (rule.on)(&options)).collect();
    let new = splice(page, &noted(&wanted, &options, page).edits);
    for kept in [b"caf\xe9 \xff\xfe".as_slice(), b"https://a.example/\xe9", b"\x80", b"alt='\xe9' src=\xe9"] {
        assert!(new.windows(kept.len()).any(|window| window == kept), "{kept:?}");
    }
}

#[test]
fn a_hundred_thousand_open_elements_are_no_more_than_long() {
    let page = format!("{}<h2>A</h2>", "<div><b>".repeat(50_000));
    let options = Finish { integrity: false, ..Finish::default() };
    let wanted: Vec<_> = rewrites::ALL.iter().copied().filter(|rule| (rule.on)(&options)).collect();
    let new = splice(page.as_bytes(), &noted(&wanted, &options, page.as_bytes()).edits);
    let expected = page.replace("<h2>", "<h2 id=\"a\">");
    assert!(new == expected.as_bytes(), "something else has changed");
}
