//! Finished sites that no generator makes: `dlde check --pages` ends soon, tells what is wrong, and shows no name that
//! could act on whoever reads the report.

use std::fs;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::{finished::small, support::Site};

/// A site that breaks no rule, and the pages of another one in `pages/`.
fn site() -> Site {
    let site = small();
    site.write("pages/index.html", "<!doctype html>\n<title>x</title>\n<p>x\n");
    site
}

fn check(site: &Site, options: &[&str]) -> String {
    let run = site.dlde(&[&["check", "--today", "2031-01-15", "--pages", "pages"], options].concat());
    format!("exit {}\n{}{}", run.code, run.out, run.err)
}

#[test]
fn ten_thousand_small_pages_are_all_read() {
    let site = site();
    for folder in 0..100 {
        fs::create_dir_all(site.path(&format!("pages/{folder}"))).expect("makes the folder");
        for page in 0..100 {
            let next = (page + 1) % 100;
            // The very last one leads to nothing.
            let to = if (folder, page) == (99, 99) { "none.html".to_owned() } else { format!("{next}.html") };
            fs::write(
                site.path(&format!("pages/{folder}/{page}.html")),
                format!("<p><a href=\"{to}\">x</a>\n"),
            )
            .expect("writes");
        }
    }
    assert_data_eq!(
        check(&site, &[]),
        str![[r#"
exit 1
error[broken-link]: this link `none.html` leads to /99/none.html, which the site does not have
 --> public/99/99.html:1:13
  |
1 | <p><a href="none.html">x</a>
  |             ^^^^^^^^^
  |
help: did you mean /99/0.html?

1 problem in 1 file
`dlde check --explain RULE` says more about a rule

"#]]
    );
    site.write("pages/99/none.html", "<p>x\n");
    assert_eq!(check(&site, &[]), "exit 0\nnothing to report in 11 files and 10002 pages\n");
}

#[test]
fn a_large_page_is_read_to_its_end() {
    let site = site();
    let paragraph = "<p class=\"a\">Words <em>and</em> <a href=\"#here\">a link</a>, and again.</p>\n";
    let long = paragraph.repeat(1_500_000 / paragraph.len());
    site.write("pages/index.html", format!("<h1 id=\"here\">x</h1>\n{long}<a href=\"#nowhere\">x</a>\n"));
    assert_data_eq!(
        check(&site, &[]),
        str![[r##"
exit 1
error[broken-fragment]: this link `#nowhere` leads to #nowhere, which is not in index.html
     --> public/index.html:20002:10
      |
20002 | <a href="#nowhere">x</a>
      |          ^^^^^^^^
      |
help: write the id of something on that page, or leave out what begins with #

1 problem in 1 file
`dlde check --explain RULE` says more about a rule

"##]]
    );
}

#[test]
fn what_is_no_text_under_the_name_of_a_page_is_told() {
    let site = site();
    let junk: Vec<u8> = (0..=u8::MAX).cycle().take(5000).collect();
    site.write("pages/junk.html", junk)
        .write("pages/latin-1.html", b"<title>x</title>\n<p>Universit\xe9 <a href=\"index.html\">x</a>\n");
    assert_data_eq!(
        check(&site, &[]),
        str![[r#"
exit 1
error[page-unreadable]: this file of the finished site cannot be read: it holds binary data under the name of a page
--> public/junk.html
 |
help: browsers cannot read it either; find out what made it

error[page-not-utf-8]: this character of the page is not UTF-8
 --> public/latin-1.html:2:13
  |
2 | <p>Universit? <a href="index.html">x</a>
  |             ^
  |
help: save the file it comes from as UTF-8: readers see a wrong letter here

2 problems in 2 files
`dlde check --explain RULE` says more about a rule

"#]]
    );
}

#[test]
fn links_that_go_round_or_nowhere_in_the_folders_end_the_walk() {
    let site = site();
    fs::create_dir_all(site.path("pages/a/b")).expect("makes the folders");
    std::os::unix::fs::symlink("../..", site.path("pages/a/b/up")).expect("links");
    std::os::unix::fs::symlink("self", site.path("pages/self")).expect("links");
    std::os::unix::fs::symlink("nothing.html", site.path("pages/gone.html")).expect("links");
    assert_data_eq!(
        check(&site, &[]),
        str![[r#"
exit 1
error[page-unreadable]: this file of the finished site cannot be read: it is a link to a folder that it lies in
--> public/a/b/up
 |
help: browsers cannot read it either; find out what made it

error[page-unreadable]: this file of the finished site cannot be read: No such file or directory (os error 2)
--> public/gone.html
 |
help: browsers cannot read it either; find out what made it

error[page-unreadable]: this file of the finished site cannot be read: Too many levels of symbolic links (os error 40)
--> public/self
 |
help: browsers cannot read it either; find out what made it

3 problems in 3 files
`dlde check --explain RULE` says more about a rule

"#]]
    );
}

/// A page whose name ends the line and the quotes it is shown in, turns the direction of writing, and clears the screen.
const NAME: &str = "a\"'\n::error::x\u{202e}\u{1b}[2J<b>&.html";

#[test]
fn a_name_acts_on_no_reader_of_a_report() {
    let site = site();
    site.write(&format!("pages/{NAME}"), "<p><a href=\"/\u{202e}\u{1b}[2Jx\">x</a>\n");
    assert_data_eq!(
        check(&site, &[]),
        str![[r#"
exit 1
error[broken-link]: this link `/�␛[2Jx` leads to /�␛[2Jx, which the site does not have
 --> public/a"'\u{a}::error::x\u{202e}\u{1b}[2J<b>&.html:1:13
  |
1 | <p><a href="/�␛[2Jx">x</a>
  |             ^^^^^^^
  |
help: correct the address, or put the file there

1 problem in 1 file
`dlde check --explain RULE` says more about a rule

"#]]
        .raw()
    );
    assert_data_eq!(
        check(&site, &["--format", "github"]),
        str![[r#"
exit 1
::error file=public/a"'%0A%3A%3Aerror%3A%3Ax\u{202e}\u{1b}[2J<b>&.html,line=1,col=13,endLine=1,endColumn=19,title=broken-link::this link `/\u{202e}\u{1b}[2Jx` leads to /\u{202e}\u{1b}[2Jx, which the site does not have%0Acorrect the address, or put the file there

"#]]
        .raw()
    );
    for format in ["json", "sarif"] {
        let said = check(&site, &["--format", format]);
        let report = said.strip_prefix("exit 1\n").expect("finds it");
        assert!(!report.contains(['\u{202e}', '\u{1b}']), "{said}");
        let report: serde_json::Value = serde_json::from_str(report).expect("is JSON");
        let file = match format {
            "json" => &report["problems"][0]["file"],
            _ => {
                &report["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            }
        };
        let name = file.as_str().expect("names the file");
        let name = if format == "sarif" { decoded(name) } else { name.to_owned() };
        assert_eq!(name, format!("public/{NAME}"));
    }
}

/// The path that a relative address means.
fn decoded(address: &str) -> String {
    let base = url::Url::parse("file:///").expect("is an address");
    let path = base.join(address).expect("is an address").to_file_path().expect("is a path");
    path.to_str().expect("UTF-8").trim_start_matches('/').to_owned()
}
