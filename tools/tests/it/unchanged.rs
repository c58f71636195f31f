//! `dlde rewrite` once more: what has not changed is left alone, and every change is seen.

use std::{
    fs::{self, File, FileTimes},
    os::unix::fs::MetadataExt as _,
    path::PathBuf,
    time::SystemTime,
};

use snapbox::{assert_data_eq, str};

use crate::support::{Run, Site, tree};

const PAGE: &str = "<!doctype html>\n<title>Old</title>\n<link rel=stylesheet href=main.css>\n<h2>Talks</h2>\n\
    <img src=a.png alt=A>\n<p>See <a href=https://a.example target=_blank>them</a>.<!-- note -->\n";

/// The start of a picture in PNG, which says how large it is.
fn picture(width: u8) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0".as_slice(), &[width, 0, 0, 0, 7, 8, 6, 0, 0, 0]].concat()
}

/// A site with a folder `old` of pages, to which nothing has to be said.
fn site() -> Site {
    let site = Site::small();
    site.write("old/index.html", PAGE)
        .write("old/main.css", "h2 { color: red }\nimg { height: auto }\n")
        .write("old/a.png", picture(9))
        .write("old/sub/index.html", "<!doctype html>\n<title>Plain</title>\n<p>Nothing to do.\n")
        .write("old/notes.txt", "Bring a pen.\n")
        .write("old/notes.txt.gz", "a copy that somebody made");
    site
}

/// Which files and folders these are, and when they were written.
fn state(site: &Site, name: &str) -> Vec<(PathBuf, u64, SystemTime)> {
    let items = walkdir::WalkDir::new(site.path(name)).sort_by_file_name().into_iter();
    items
        .map(|item| {
            let item = item.expect("walks");
            let about = item.metadata().expect("is there");
            (item.path().to_owned(), about.ino(), about.modified().expect("has a time"))
        })
        .collect()
}

/// Writes the copy, and tells whether it was made anew: then it is another folder.
fn is_made(site: &Site, more: &[&str]) -> bool {
    let before = site.path("new").exists().then(|| state(site, "new"));
    let run = site.dlde(&[&["rewrite", "old", "--out", "new"], more].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    let is_made = before.as_ref().is_none_or(|before| before[0].1 != state(site, "new")[0].1);
    assert_eq!(is_made, !run.out.contains("was already there"), "{}", run.out);
    assert!(is_made || before == Some(state(site, "new")), "touched, and said that nothing was written");
    is_made
}

fn modified(site: &Site, name: &str) -> SystemTime {
    fs::metadata(site.path(name)).expect("is there").modified().expect("has a time")
}

fn set_modified(site: &Site, name: &str, time: SystemTime) {
    let file = File::options().write(true).open(site.path(name)).expect("opens");
    file.set_times(FileTimes::new().set_modified(time)).expect("sets");
}

#[test]
fn a_copy_that_is_there_stays_and_the_report_is_the_same() {
    let site = site();
    let rewrite = |more: &[&str]| {
        let run = site.dlde(&[&["rewrite", "old", "--out", "new"], more].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        run.out
    };
    let first = rewrite(&["--format", "json"]);
    let left = state(&site, "new");
    assert_eq!(rewrite(&["--format", "json"]), first);
    assert_data_eq!(
        rewrite(&[]),
        str![[r#"
headings         1
images           4
links            1
small            1
pages            2
pages changed    1
bytes before   233
bytes after    299
the copy was already there, and nothing was written

"#]]
    );
    // What is compared is bytes: generators write every file anew.
    for (path, bytes) in tree(&site.path("old")) {
        fs::remove_file(site.path("old").join(&path)).expect("removes");
        fs::write(site.path("old").join(path), bytes).expect("writes");
    }
    assert_eq!(rewrite(&["--format", "json", "--today", "2031-01-01"]), first);
    assert_eq!(state(&site, "new"), left);
}

#[test]
fn every_change_is_seen() {
    type Change = (&'static str, fn(&Site));
    let changes: [Change; 20] = [
        ("a byte of a page, at the same length and time", |site| {
            let time = modified(site, "old/index.html");
            site.edit("old/index.html", "Talks", "Talke");
            set_modified(site, "old/index.html", time);
        }),
        ("a byte of a file that is no page, at the same length and time", |site| {
            let time = modified(site, "old/notes.txt");
            site.edit("old/notes.txt", "pen", "pet");
            set_modified(site, "old/notes.txt", time);
        }),
        ("a page more", |site| _ = site.write("old/b.html", PAGE)),
        ("a page under another name", |site| {
            fs::rename(site.path("old/b.html"), site.path("old/c.html")).expect("renames");
        }),
        ("a page in another folder", |site| {
            fs::rename(site.path("old/c.html"), site.path("old/sub/c.html")).expect("renames");
            site.write("old/sub/main.css", "").write("old/sub/a.png", picture(9));
        }),
        ("a page less", |site| _ = site.remove("old/sub/c.html")),
        ("an empty file", |site| _ = site.write("old/empty.bin", "")),
        ("a larger picture", |site| _ = site.write("old/a.png", picture(8))),
        ("a style sheet", |site| _ = site.edit("old/main.css", "red", "blue")),
        ("a compressed copy, which is not taken over", |site| {
            site.write("old/notes.txt.gz", "another copy that somebody made");
        }),
        ("a page of the copy, at the same length", |site| {
            site.edit("new/index.html", "Talke", "Tulke");
        }),
        ("a page of the copy, longer and at the same time", |site| {
            let time = modified(site, "new/index.html");
            site.add("new/index.html", "<p>more\n");
            set_modified(site, "new/index.html", time);
        }),
        ("a file of the copy is gone", |site| _ = site.remove("new/notes.txt")),
        ("a folder of the copy is gone", |site| _ = site.remove("new/sub")),
        ("a file too many in the copy", |site| _ = site.write("new/sub/more.txt", "mine")),
        ("an empty folder too many in the copy", |site| {
            fs::create_dir(site.path("new/more")).expect("makes");
        }),
        ("a link in the copy", |site| {
            fs::rename(site.path("new/notes.txt"), site.path("notes.txt")).expect("renames");
            std::os::unix::fs::symlink(site.path("notes.txt"), site.path("new/notes.txt")).expect("links");
        }),
        ("the copy is gone", |site| _ = site.remove("new")),
        ("an option", |site| {
            site.edit("config.toml", "[extra.finish]\n", "[extra.finish]\nlink_class = \"out\"\n");
        }),
        ("the address of the site", |site| {
            site.edit("config.toml", "base_url = \"", "base_url = \"https://b.example/\" # ");
        }),
    ];
    let site = site();
    site.edit("config.toml", "link_class = \"\"\n", "");
    // Within the site, so that its address counts.
    assert!(is_made(&site, &[]));
    for (number, (what, change)) in changes.iter().enumerate() {
        assert!(!is_made(&site, &[]), "nothing before: {what}");
        change(&site);
        assert!(is_made(&site, &[]), "{what}");
        let fresh = format!("fresh{number}");
        assert_eq!(site.dlde(&["rewrite", "old", "--out", &fresh]).code, 0);
        assert_eq!(tree(&site.path("new")), tree(&site.path(&fresh)), "{what}");
    }
    assert!(!is_made(&site, &[]));
}

#[test]
fn options_of_the_command_are_other_copies() {
    let site = site();
    let archive = ["--archive", "--current", "https://a.example", "--dead-links", "dead.toml"];
    site.write("dead.toml", "version = 1\n");
    for more in [&[][..], &["--base-url", "https://c.example"], &["--portable"], &["--precompress"], &archive]
    {
        assert_eq!([is_made(&site, more), is_made(&site, more)], [true, false], "{more:?}");
    }
    site.add(
        "dead.toml",
        "\n[[links]]\nurl = \"https://a.example/\"\nverdict = \"dead\"\nevidence = \"404\"\n\
         checked = \"2024-07-03\"\nfailed = [\"2024-07-01\", \"2024-07-02\", \"2024-07-03\"]\n",
    );
    assert_eq!([is_made(&site, &archive), is_made(&site, &archive)], [true, false]);
    assert!(site.read("new/index.html").contains("web.archive.org"));
}

#[test]
fn who_asks_to_look_is_shown_and_what_is_wrong_is_said_each_time() {
    let site = site();
    assert_eq!([is_made(&site, &[]), is_made(&site, &[])], [true, false]);
    assert_eq!(site.dlde(&["rewrite", "old", "--check"]).code, 1);
    let looked = site.dlde(&["rewrite", "old", "--out", "new", "--dry-run"]);
    assert!(looked.out.contains("index.html:4:4: headings: + id=\"talks\"\n"), "{}", looked.out);
    assert!(is_made(&site, &["--verify"]), "all is looked at");
    assert!(!is_made(&site, &[]));
    site.edit("old/index.html", " alt=A", "");
    let said = || {
        let run = site.dlde(&["rewrite", "old", "--out", "new"]);
        (run.code, run.out, run.err)
    };
    let first = said();
    assert!(first.2.contains("an image has no alternative text"), "{}", first.2);
    assert_eq!(said(), first);
    site.edit("old/index.html", "<img src=a.png>", "<select><xmp></select>");
    let first = said();
    assert!(first.1.contains("left as it is: index.html"), "{}", first.1);
    assert_eq!(said(), first);
}

#[test]
fn without_a_site_the_cache_of_the_user_remembers() {
    let site = site();
    site.remove("config.toml").remove("content").remove("templates").remove("sass").remove("static");
    let run = |cache: PathBuf| {
        let mut command = site.command(&["rewrite", "old", "--out", "new", "--force"]);
        let run = Run::of(command.env("XDG_CACHE_HOME", cache));
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        run.out.contains("was already there")
    };
    assert_eq!([run("/proc/none".into()), run("/proc/none".into())], [false, false], "not writable");
    assert_eq!([run(site.path("cache")), run(site.path("cache"))], [false, true]);
    let mut names: Vec<_> =
        fs::read_dir(site.path("")).expect("lists").flatten().map(|e| e.file_name()).collect();
    names.sort();
    assert_eq!(names, ["cache", "new", "old"]);
}
