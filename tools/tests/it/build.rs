//! `dlde build` and `dlde serve` on the real site.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    os::unix::process::ExitStatusExt as _,
    process::{Child, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::support::{BUILT, Run, Site, tree};

/// Stands in for Zola where a test needs many moments in a build: a hundred files, slowly.
const SLOW_ZOLA: &str = r#"
[ "$1" = --version ] && { echo zola 0.22.0; exit; }
while [ "$1" != --output-dir ]; do shift; done
mkdir -p "$2"; echo new > "$2/index.html"
i=0; while [ $i -lt 100 ]; do echo new > "$2/page$i.html"; i=$((i+1)); sleep 0.005; done
"#;

#[test]
fn two_builds_of_the_same_content_give_the_same_bytes() {
    let site = Site::small();
    for out in ["one", "two"] {
        let run = site.dlde(&["build", "--out", out]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    let (one, two) = (tree(&site.path("one")), tree(&site.path("two")));
    assert!(one.len() > 3, "the site has files");
    assert!(one == two, "the bytes differ");
}

#[test]
fn the_output_holds_pages_and_no_data_files() {
    let names: Vec<String> =
        tree(&BUILT).into_iter().map(|(path, _)| path.to_string_lossy().into_owned()).collect();
    assert!(names.iter().any(|name| name == "index.html"), "{names:?}");
    assert!(!names.iter().any(|name| name.ends_with(".toml")), "{names:?}");
}

#[test]
fn a_build_replaces_the_old_site_whole_and_leaves_nothing_beside_it() {
    let site = Site::small();
    site.write("public/index.html", "old").write("public/old.html", "old");
    let run = site.dlde(&["build"]);
    assert_eq!((run.code, run.out.contains("built [SITE]/public")), (0, true), "{}{}", run.out, run.err);
    assert!(!site.path("public/old.html").exists());
    assert!(site.read("public/index.html").contains("<h1"));
    assert!(hidden(&site).is_empty(), "{:?}", hidden(&site));
}

#[test]
fn paths_through_symbolic_links_work_and_the_link_stays() {
    use std::os::unix::fs::symlink;
    let site = Site::small();
    fs::create_dir_all(site.path("real/place")).expect("makes the folder");
    symlink("real/place", site.path("link")).expect("links");
    symlink(".", site.path("root")).expect("links");
    let run = site.dlde(&["build", "--root", "root", "--out", "link"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(site.path("link").is_symlink() && site.path("real/place/index.html").is_file());
}

#[test]
fn the_address_of_the_site_can_be_given() {
    let site = Site::small();
    let run = site.dlde(&["build", "--base-url", "https://workshop.test/deep/er"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let page = site.read("public/index.html");
    assert!(page.contains("https://workshop.test/deep/er/main."), "the style sheet is at the address");
}

#[test]
fn drafts_are_shown_when_asked_for() {
    let site = Site::small();
    site.edit("content/recordings.md", "title = ", "draft = true\ntitle = ");
    assert_eq!(site.dlde(&["build"]).code, 0);
    assert!(!site.read("public/index.html").contains("usual channel"), "a draft is not shown");
    assert_eq!(site.dlde(&["build", "--drafts"]).code, 0);
    assert!(site.read("public/index.html").contains("usual channel"), "a draft is shown with --drafts");
}

#[test]
fn a_section_is_absent_when_its_data_is_absent_and_the_menu_follows() {
    let site = Site::small();
    // The texts that cite go with the references.
    for file in ["papers.toml", "recordings.md", "references.bib", "introduction.md", "call.md"] {
        site.remove(&format!("content/{file}"));
    }
    let run = site.dlde(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let page = site.read("public/index.html");
    for gone in ["papers", "recordings", "references", "intro", "cfp"] {
        assert!(!page.contains(&format!("id=\"{gone}\"")) && !page.contains(&format!("#{gone}\"")), "{gone}");
    }
    assert!(page.contains("id=\"schedule\"") && page.contains("#schedule\""));
}

#[test]
fn killing_the_build_at_any_moment_leaves_the_old_or_the_new_site() {
    let site = Site::small();
    let zola = site.zola(SLOW_ZOLA);
    let mut seen_old = 0;
    for moment in 0..10 {
        site.write("public/index.html", "old\n");
        let old = tree(&site.path("public"));
        let mut child = start(&site, &["build", "--zola", zola.to_str().expect("UTF-8")]);
        sleep(Duration::from_millis(40 + moment * 83));
        child.kill().expect("kills");
        child.wait().expect("waits");
        let now = tree(&site.path("public"));
        let pages: Vec<_> =
            now.iter().filter(|(path, _)| path.extension().is_some_and(|e| e == "html")).collect();
        // The page of the edition begins with its facts.
        let new = pages.len() == 101 && pages.iter().all(|(_, bytes)| bytes.ends_with(b"new\n"));
        assert!(now == old || new, "a mix at moment {moment}: {} files", now.len());
        seen_old += usize::from(now == old);
        site.remove("public");
    }
    assert!(seen_old >= 3, "most moments are before the end: {seen_old}");
    // The Zolas of the killed builds go on for a moment, each in its folder.
    until("a later build takes away what killed ones left", || {
        let run = site.dlde(&["build", "--zola", zola.to_str().expect("UTF-8")]);
        assert_eq!(run.code, 0, "{}", run.err);
        hidden(&site).is_empty()
    });
}

#[test]
fn ctrl_c_stops_zola_and_leaves_nothing_behind() {
    let site = Site::small();
    let zola = site.zola(SLOW_ZOLA);
    site.write("public/index.html", "old\n");
    let child = start(&site, &["build", "--zola", zola.to_str().expect("UTF-8")]);
    until("the build is at work", || !hidden(&site).is_empty());
    sleep(Duration::from_millis(100));
    signal(&child, "INT");
    let output = child.wait_with_output().expect("ends");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{said} {:?}", output.status.signal());
    assert_eq!(said, "interrupted; the site that was there is as it was\n");
    assert_eq!(site.read("public/index.html"), "old\n");
    assert!(hidden(&site).is_empty(), "{:?}", hidden(&site));
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    let site = Site::small();
    fs::create_dir(site.path("disk")).expect("makes the folder");
    // A file system of 64 KiB in a namespace of its own: smaller than the site.
    let script = "mount -t tmpfs -o size=64k none disk && mkdir disk/public && echo old > disk/public/index.html \
        && { \"$0\" build --force --out disk/public; code=$?; cat disk/public/index.html; ls -A disk disk/public; exit $code; }";
    let mut command = std::process::Command::new("unshare");
    command.args(["--mount", "--map-root-user", "sh", "-c", script, env!("CARGO_BIN_EXE_dlde")]);
    let run = Run::of(command.current_dir(site.path("")).env("NO_COLOR", "1"));
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(run.err.contains("No space left on device"), "{}", run.err);
    assert_eq!(run.out, "old\ndisk:\npublic\n\ndisk/public:\nindex.html\n");
}

#[test]
fn serve_answers_on_loopback_and_shows_a_change_after_reload() {
    let site = Site::small();
    site.write("public/index.html", "the finished site");
    let port = free_port();
    let mut child = start(&site, &["serve", "--", "--port", &port.to_string()]);
    let result = std::panic::catch_unwind(|| {
        until("serve answers", || get(port).is_some_and(|page| page.contains("Closing remarks")));
        site.edit("content/schedule.toml", "Closing remarks", "Closing words");
        until("the change shows", || get(port).is_some_and(|page| page.contains("Closing words")));
    });
    signal(&child, "INT");
    child.wait().expect("ends");
    if let Err(panic) = result {
        let mut said = String::new();
        let _ = child.stderr.take().expect("is piped").read_to_string(&mut said);
        eprintln!("{said}");
        std::panic::resume_unwind(panic);
    }
    assert_eq!(site.read("public/index.html"), "the finished site", "serve does not touch public/");
}

/// What a build may leave in the folder of the site.
fn hidden(site: &Site) -> Vec<String> {
    let entries = fs::read_dir(site.path("")).expect("lists").flatten();
    entries.map(|e| e.file_name().to_string_lossy().into_owned()).filter(|n| n.contains(".dlde-")).collect()
}

fn start(site: &Site, arguments: &[&str]) -> Child {
    let mut command = site.command(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("dlde starts")
}

fn signal(child: &Child, name: &str) {
    let status =
        std::process::Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status();
    assert!(status.expect("kill starts").success());
}

/// Waits up to a minute; a first run installs Zola.
fn until(what: &str, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(60), "waited a minute in vain: {what}");
        sleep(Duration::from_millis(50));
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port is free").port()
}

fn get(port: u16) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    write!(stream, "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").ok()?;
    let mut status = String::new();
    let mut reader = BufReader::new(stream);
    reader.read_line(&mut status).ok()?;
    let mut body = Vec::new();
    reader.take(1 << 20).read_to_end(&mut body).ok()?;
    status.contains("200").then(|| String::from_utf8_lossy(&body).into_owned())
}
