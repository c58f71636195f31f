//! `dlde rewrite`: a folder of pages made by anybody.

use std::{fs, path::Path, thread::sleep, time::Duration};

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{Run, Site, named, tree};

const PAGE: &str = "<!doctype html>\n<title>Old</title>\n<!-- note -->\n<main>\n<h2>Talks &amp; posters</h2>\n\
    <p>See <a href=https://a.example target=_blank>them</a>.\n<img src=logo.png>\n</main>\n";
/// lol_html does not guess what an `xmp` within a `select` is.
const REFUSED: &str = "<select><xmp><h2>A</h2><a href=https://a.example target=_blank>x</a>";

/// A folder `old` with pages, a style sheet and a page that cannot be parsed without a guess.
fn site() -> Site {
    let site = Site::small();
    // What belongs to whole sites has tests of its own.
    site.edit("config.toml", "integrity = true", "integrity = false");
    site.write("old/index.html", PAGE)
        .write("old/sub/plain.html", "<!doctype html>\n<title>Nothing to do</title>\n")
        .write("old/odd.htm", REFUSED)
        .write("old/style.css", "/* <!-- no page --> */\n");
    site
}

#[test]
fn a_dry_run_lists_each_edit_and_writes_nothing() {
    let site = site();
    let before = tree(&site.path("old"));
    let run = site.dlde(&["rewrite", "old", "--dry-run", "--diff"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(tree(&site.path("old")), before);
    assert_data_eq!(
        run.out,
        str![[r#"
index.html:3:1: small: - <!-- note -->
index.html:5:4: headings: + id="talks-posters"
index.html:6:47: links: + rel="noopener"
index.html:7:18: images: + loading="lazy"
index.html:7:18: images: + decoding="async"
--- a/index.html
+++ b/index.html
@@ -1,8 +1,8 @@
 <!doctype html>
 <title>Old</title>
-<!-- note -->
+
 <main>
-<h2>Talks &amp; posters</h2>
-<p>See <a href=https://a.example target=_blank>them</a>.
-<img src=logo.png>
+<h2 id="talks-posters">Talks &amp; posters</h2>
+<p>See <a href=https://a.example target=_blank rel="noopener">them</a>.
+<img src=logo.png loading="lazy" decoding="async">
 </main>
headings         1
images           2
links            1
small            1
pages            3
pages changed    1
bytes before   282
bytes after    335
left as it is: odd.htm: whether what follows <xmp> is text or markup cannot be told there

"#]]
        .raw()
    );
    assert_data_eq!(
        run.err,
        str![[r#"
warning[images]: an image has no alternative text
 --> index.html:7:1
  |
7 | <img src=logo.png>
  | ^^^^^^^^^^^^^^^^^^
  |
help: say in alt what it shows; alt="" if nothing

warning[images]: there is no image logo.png
 --> index.html:7:1
  |
7 | <img src=logo.png>
  | ^^^^^^^^^^^^^^^^^^
  |
help: correct the address, or put the file there

2 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn the_copy_is_whole_and_a_second_run_changes_nothing() {
    let site = site();
    let run = site.dlde(&["rewrite", "old", "--out", "new", "--verify"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_data_eq!(
        run.out,
        str![[r#"
headings         1
images           2
links            1
small            1
pages            3
pages changed    1
bytes before   282
bytes after    335
left as it is: odd.htm: whether what follows <xmp> is text or markup cannot be told there
nothing else has changed, and a second run would change nothing

"#]]
        .raw()
    );
    assert_data_eq!(
        site.read("new/index.html"),
        str![[r#"
<!doctype html>
<title>Old</title>

<main>
<h2 id="talks-posters">Talks &amp; posters</h2>
<p>See <a href=https://a.example target=_blank rel="noopener">them</a>.
<img src=logo.png loading="lazy" decoding="async">
</main>

"#]]
        .raw()
    );
    for same in ["sub/plain.html", "odd.htm", "style.css"] {
        assert_eq!(site.read(&format!("new/{same}")), site.read(&format!("old/{same}")));
    }
    assert_eq!(site.dlde(&["rewrite", "old", "--check"]).code, 1);
    assert_eq!(site.dlde(&["rewrite", "new", "--check", "--verify"]).code, 0);
}

#[test]
fn what_has_not_changed_keeps_its_file_and_its_time() {
    let site = site();
    let modified =
        |name: &str| fs::metadata(site.path(name)).expect("is there").modified().expect("has a time");
    assert_eq!(site.dlde(&["rewrite", "old", "--out", "new"]).code, 0);
    let names = ["new/index.html", "new/sub/plain.html", "new/odd.htm", "new/style.css"];
    let first = names.map(modified);
    sleep(Duration::from_millis(20));
    site.add("old/sub/plain.html", "<p>new\n").write("old/style.css", "/* <!-- no PAGE --> */\n");
    assert_eq!(site.dlde(&["rewrite", "old", "--out", "new"]).code, 0);
    let second = names.map(modified);
    let kept: Vec<bool> = first.iter().zip(&second).map(|(first, second)| first == second).collect();
    assert_eq!(kept, [true, false, true, false]);
    assert_eq!(site.read("new/style.css"), "/* <!-- no PAGE --> */\n");
    site.write("old/index.html", "<p>other");
    assert!(
        site.read("new/index.html").contains("Talks"),
        "the copy shares no file with what it was made from"
    );
}

#[test]
fn a_build_keeps_the_files_that_say_the_same() {
    let site = Site::small();
    let modified = |name: &str| {
        let file = named(&site.path("public"), name);
        fs::metadata(file).expect("is there").modified().expect("has a time")
    };
    let build = || {
        let run = site.dlde(&["build", "--today", "2031-01-01"]);
        assert_eq!((run.code, run.out.starts_with("finished ")), (0, true), "{}{}", run.out, run.err);
    };
    build();
    let names = ["404.html", "main.css", "index.html"];
    let first = names.map(modified);
    sleep(Duration::from_millis(20));
    site.edit("content/_index.md", "title = \"", "title = \"New ");
    build();
    let kept: Vec<bool> = names.iter().zip(first).map(|(name, first)| modified(name) == first).collect();
    assert_eq!(kept, [false, true, false], "the title is on every page");
}

#[test]
fn the_report_for_programs_says_all() {
    let run = site().dlde(&["rewrite", "old", "--dry-run", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_data_eq!(
        run.out,
        str![[r#"
{
  "version": 1,
  "pages": 3,
  "changed": 1,
  "edits": {
    "headings": 1,
    "images": 2,
    "links": 1,
    "small": 1
  },
  "before": 282,
  "after": 335,
  "refused": [
    {
      "page": "odd.htm",
      "why": "whether what follows <xmp> is text or markup cannot be told there"
    }
  ],
  "listed": [
    {
      "page": "index.html",
      "line": 3,
      "column": 1,
      "rewrite": "small",
      "before": "<!-- note -->",
      "after": ""
    },
    {
      "page": "index.html",
      "line": 5,
      "column": 4,
      "rewrite": "headings",
      "before": "",
      "after": " id=\"talks-posters\""
    },
    {
      "page": "index.html",
      "line": 6,
      "column": 47,
      "rewrite": "links",
      "before": "",
      "after": " rel=\"noopener\""
    },
    {
      "page": "index.html",
      "line": 7,
      "column": 18,
      "rewrite": "images",
      "before": "",
      "after": " loading=\"lazy\""
    },
    {
      "page": "index.html",
      "line": 7,
      "column": 18,
      "rewrite": "images",
      "before": "",
      "after": " decoding=\"async\""
    }
  ],
  "broken": [],
  "notes": [
    "index.html: an image has no alternative text",
    "index.html: there is no image logo.png"
  ]
}

"#]]
        .raw()
    );
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let site = site();
    for number in 0..40 {
        site.write(&format!("old/pages/{number}.html"), PAGE.replace("Talks", &format!("Talks {number}")));
    }
    let made = |threads: &str| {
        let mut command = site.command(&["rewrite", "old", "--out", threads]);
        let run = Run::of(command.env("RAYON_NUM_THREADS", threads));
        assert_eq!(run.code, 0, "{}", run.err);
        (run.out, run.err, tree(&site.path(threads)))
    };
    assert_eq!(made("1"), made("4"));
}

#[test]
fn every_file_has_its_place_in_the_copy_whatever_its_name() {
    use std::os::unix::ffi::OsStrExt as _;
    let site = Site::small();
    let names = [b"caf\xe9.html".as_slice(), b"caf\xe8.html", b"data.csv", b"data.csv.gz", b"n\xe9.txt"];
    for name in names {
        let name = std::ffi::OsStr::from_bytes(name);
        fs::create_dir_all(site.path("old")).expect("makes");
        fs::write(site.path("old").join(name), "<title>A</title>").expect("writes");
    }
    assert_eq!(site.dlde(&["rewrite", "old", "--out", "new"]).code, 0);
    let written: Vec<_> = tree(&site.path("new")).into_iter().map(|(path, _)| path).collect();
    let expected: Vec<_> = tree(&site.path("old")).into_iter().map(|(path, _)| path).collect();
    assert_eq!((written.len(), written), (names.len(), expected));
}

/// What no parser sees may name a file by the name it had.
#[test]
fn whatever_names_a_file_finds_it_in_the_copy() {
    let site = Site::small();
    site.write("old/main.css", "a{b:url(a.png)}")
        .write("old/a.png", "a picture")
        .write(
            "old/index.html",
            "<link rel=stylesheet href=main.css><div style=\"background:url(a.png)\">\
            <img src=a.png alt=A><noscript><img src=a.png></noscript><img data-src=a.png alt=A>",
        )
        .write("old/refused.html", "<link rel=stylesheet href=main.css><select><xmp>");
    fs::write(site.path("old/latin.css"), b"a{b:'caf\xe9'}").expect("writes");
    site.write("old/latin.html", "<link rel=stylesheet href=latin.css>");
    let run =
        site.dlde(&["rewrite", "old", "--root", ".", "--out", "new", "--base-url", "https://a.example/"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let new = tree(&site.path("new"));
    assert!(new.iter().any(|(path, _)| path.to_string_lossy().starts_with("main.")), "{new:?}");
    for name in ["main.css", "a.png", "latin.css"] {
        assert!(site.path("new").join(name).is_file(), "{name}");
    }
    assert_eq!(
        site.read("new/latin.html").matches("integrity").count(),
        0,
        "{}",
        site.read("new/latin.html")
    );
}

#[test]
fn what_cannot_be_done_is_said_and_leaves_everything_as_it_was() {
    let site = site();
    site.write("new/index.html", "the old copy").write("notes/a.txt", "mine");
    let said = |arguments: &[&str]| site.dlde(arguments).failure();
    let mut all = String::new();
    all += &said(&["rewrite", "gone", "--out", "new"]);
    all += &said(&["rewrite", "old/index.html", "--out", "new"]);
    all += &said(&["rewrite", "old", "--out", "old/new"]);
    all += &said(&["rewrite", "old", "--out", "old"]);
    all += &said(&["rewrite", "old", "--out", "notes/../old/new"]);
    std::os::unix::fs::symlink("old", site.path("link")).expect("links");
    all += &said(&["rewrite", "old", "--out", "link/new"]);
    fs::remove_file(site.path("link")).expect("removes");
    fs::create_dir(site.path("old/inner")).expect("makes");
    all += &said(&["rewrite", "old/inner", "--out", "old"]);
    fs::remove_dir(site.path("old/inner")).expect("removes");
    site.write("static/robots.txt", "");
    all += &said(&["rewrite", "old", "--out", "static"]);
    all += &said(&["rewrite", "old", "--out", "notes"]);
    // Nobody, not even root, may write there.
    assert!(
        said(&["rewrite", "old", "--out", "/proc/new"]).starts_with("exit 2\nerror: cannot write in /proc")
    );
    all += &said(&["rewrite", "old", "--out", "new", "--base-url", "here"]);
    std::os::unix::fs::symlink("gone.html", site.path("old/vanished.html")).expect("links");
    all += &said(&["rewrite", "old", "--out", "new"]);
    fs::remove_file(site.path("old/vanished.html")).expect("removes");
    std::os::unix::fs::symlink(".", site.path("old/loop")).expect("links");
    all += &said(&["rewrite", "old", "--out", "new"]);
    fs::remove_file(site.path("old/loop")).expect("removes");
    site.add("config.toml", "[extra.finish]\nlink = true\n").edit(
        "config.toml",
        "[extra.finish]",
        "[extra.x]",
    );
    all += &said(&["rewrite", "old", "--out", "new"]);
    assert_data_eq!(all, str![[r#"
exit 2
error: cannot open the folder gone: No such file or directory (os error 2)
exit 2
error: old/index.html is no folder
 |
help: name the folder that the page lies in
exit 2
error: the output folder old/new lies within the folder it is made from
 |
help: choose another place with --out
exit 2
error: the output folder old lies within the folder it is made from
 |
help: choose another place with --out
exit 2
error: the output folder notes/../old/new lies within the folder it is made from
 |
help: choose another place with --out
exit 2
error: the output folder link/new lies within the folder it is made from
 |
help: choose another place with --out
exit 2
error: the output folder old holds the folder it is made from
 |
help: choose another place with --out
exit 2
error: the output folder [SITE]/static lies within the site's own sources
 |
help: choose a new or empty folder with --out
exit 2
error: the output folder [SITE]/notes is not empty and does not look like a built site
 |
help: choose a new or empty folder with --out
exit 2
error: invalid value 'here' for '--base-url <ADDRESS>': write it whole, as in https://example.org

For more information, try '--help'.
exit 2
error: cannot read [SITE]/old/vanished.html: No such file or directory (os error 2)
exit 2
error: cannot read [SITE]/old/loop: a symbolic link leads back to it
exit 2
error: cannot use [extra.finish] of config.toml: unknown field `link`, expected one of `links`, `link_rel`, `link_class`, `referrer_policy`, `new_window`, `maths`, `facts`, `images`, `headings`, `permalinks`, `small`, `integrity`, `allow_inline`, `allow_hosts`, `archive`
 |
help: theme.toml lists and explains what can be set there

"#]].raw());
    assert_eq!(site.read("new/index.html"), "the old copy");
    assert_eq!(site.read("notes/a.txt"), "mine");
    assert_eq!(hidden(&site), [""; 0]);
}

#[test]
fn pages_that_somebody_else_made_are_replaced_only_if_that_is_wanted() {
    let site = site();
    site.write("only/index.html", "all that is left").write("only/minutes.docx", "x");
    let said = |arguments: &[&str]| {
        let run = site.dlde(arguments);
        format!("{}{}", run.code, run.err)
    };
    for command in [&["rewrite", "old", "--out", "only"][..], &["build", "--out", "only"]] {
        assert_data_eq!(
            said(command),
            str![[r#"
2error: the output folder [SITE]/only holds pages that dlde did not put there
 |
help: choose another with --out, or have it replaced with --force

"#]]
        );
        assert_eq!(site.read("only/minutes.docx"), "x");
    }
    assert_eq!(said(&["rewrite", "old", "--out", "only", "--force"]).chars().next(), Some('0'));
    assert!(!site.path("only/minutes.docx").exists());
    // From now on it is known.
    assert_eq!(said(&["rewrite", "old", "--out", "only"]).chars().next(), Some('0'));
    // Another one in the same place is not.
    fs::remove_dir_all(site.path("only")).expect("removes");
    site.write("only/index.html", "again all that is left");
    assert_eq!(said(&["rewrite", "old", "--out", "only"]).chars().next(), Some('2'));
}

#[test]
fn a_copy_is_known_by_every_way_to_it() {
    let site = site();
    fs::create_dir(site.path("far")).expect("makes");
    std::os::unix::fs::symlink("far", site.path("near")).expect("links");
    for out in ["content/../copy", "near/copy", "missing/../near/other"] {
        for round in ["made", "replaced"] {
            site.add("old/index.html", "<p>more");
            let run = site.dlde(&["rewrite", "old", "--out", out]);
            assert_eq!(run.code, 0, "{out} {round}: {}", run.err);
        }
    }
    assert!(site.path("copy/index.html").exists() && site.path("far/copy/index.html").exists());
    assert!(site.path("far/other/index.html").exists() && !site.path("missing").exists());
    // Nor does a way around lead into the sources.
    std::os::unix::fs::symlink("content", site.path("link")).expect("links");
    std::os::unix::fs::symlink("old", site.path("again")).expect("links");
    for out in ["missing/../link/copy", "missing/../again/copy"] {
        assert_eq!(site.dlde(&["rewrite", "old", "--out", out]).code, 2, "{out}");
    }
}

#[test]
fn a_copy_without_a_front_page_is_known_as_well() {
    let site = site();
    site.write("parts/talk.html", PAGE);
    for _ in 0..2 {
        site.add("parts/talk.html", "<p>more");
        let run = site.dlde(&["rewrite", "parts", "--out", "copy"]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
}

#[test]
fn a_folder_without_pages_is_no_site() {
    let site = site();
    assert_data_eq!(
        site.dlde(&["rewrite", "content", "--out", "new"]).failure(),
        str![[r#"
exit 2
error: there is no page in [SITE]/content
 |
help: name the folder of a built site: pages end in .html

"#]]
    );
    assert!(!site.path("new").exists());
}

#[test]
fn a_policy_is_put_into_the_built_pages_of_a_site_alone_unless_asked_for() {
    let site = Site::small();
    let page = "<!doctype html>\n<meta charset=utf-8>\n<title>Old</title>\n<script>menu()</script>\n";
    site.write("old/index.html", page).write("public/index.html", page);
    let policy = "Content-Security-Policy";
    for (arguments, has_policy) in
        [(&["old"][..], false), (&["old", "--root", "."], true), (&["public"], true)]
    {
        let run = site.dlde(&[&["rewrite", "--out", "new"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        assert_eq!(site.read("new/index.html").contains(policy), has_policy, "{arguments:?}");
        assert_eq!(run.err.contains("browsers will refuse it"), has_policy, "{}", run.err);
    }
}

#[test]
fn ctrl_c_leaves_the_old_copy_and_nothing_behind() {
    let site = site();
    site.write("new/index.html", "the old copy");
    site.write("old/0.html", PAGE.repeat(500));
    for number in 1..400 {
        fs::hard_link(site.path("old/0.html"), site.path(&format!("old/{number}.html"))).expect("links");
    }
    let mut command = site.command(&["rewrite", "old", "--out", "new", "--force"]);
    let child = command.stderr(std::process::Stdio::piped()).spawn().expect("starts");
    for _ in 0..1000 {
        if !hidden(&site).is_empty() {
            break;
        }
        sleep(Duration::from_millis(5));
    }
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.expect("kill starts").success());
    let output = child.wait_with_output().expect("ends");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert_eq!(said, "interrupted; the site that was there is as it was\n");
    assert_eq!(site.read("new/index.html"), "the old copy");
    assert_eq!(hidden(&site), [""; 0]);
}

#[test]
fn the_fullest_site_keeps_every_promise_with_everything_on() {
    let site = Site::of("full");
    let zola_only = "links = true";
    let nothing = "links = false\nimages = false\nheadings = false\nsmall = false";
    for switch in ["images = true\n", "headings = true\n", "small = true\n"] {
        site.edit("config.toml", switch, "");
    }
    site.edit("config.toml", zola_only, nothing);
    assert_eq!(site.dlde(&["build", "--today", "2024-11-02T18:00:00Z"]).code, 0);
    site.edit("config.toml", nothing, "link_class = \"out\"")
        .edit("config.toml", "link_rel = \"noopener\"", "link_rel = \"noopener external\"")
        .edit("config.toml", "new_window = false", "new_window = true")
        .edit("config.toml", "permalinks = false", "permalinks = true")
        .edit("config.toml", "link_class = \"\"\n", "");
    let run = site.dlde(&["rewrite", "public", "--out", "finished", "--verify", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("is JSON");
    for rewrite in ["links", "headings", "images"] {
        assert!(report["edits"][rewrite].as_u64() > Some(0), "{rewrite}: {report}");
    }
    assert_eq!(report["broken"], serde_json::json!([]));
}

/// The names of the staging folders that are there.
fn hidden(site: &Site) -> Vec<String> {
    let list = fs::read_dir(Path::new(&site.path(""))).expect("lists").flatten();
    let names = list.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.contains(".dlde-")).collect()
}
