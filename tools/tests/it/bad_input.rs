//! Each mistake gets one clear message and the right exit code, and the site that was there is as it was.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::support::{Run, Site, tree};

/// A small site with an older finished one in `public/`, which no failure may change.
fn site() -> Site {
    let site = Site::small();
    site.write("public/index.html", "the old site").write("public/a/b.css", "old");
    site
}

fn build(site: &Site) -> String {
    build_with(site, &[])
}

fn build_with(site: &Site, options: &[&str]) -> String {
    let before = tree(&site.path("public"));
    let run = site.dlde(&[&["build"], options].concat());
    assert!(tree(&site.path("public")) == before, "public/ has changed");
    let left: Vec<_> = fs::read_dir(site.path("")).expect("lists").flatten().map(|e| e.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains(".dlde-")), "left behind: {left:?}");
    run.failure()
}

#[test]
fn a_misspelt_key_gets_a_suggestion() {
    let site = site();
    site.edit("content/people.toml", "affiliations = [\"Institute", "afiliations = [\"Institute");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[unknown-key]: unknown key `afiliations`
  --> content/people.toml:15:1
   |
15 | afiliations = ["Institute of Detail"]
   | ^^^^^^^^^^^
   |
help: did you mean `affiliations`?

1 problem in 1 file

"#]]
    );
}

#[test]
fn all_problems_are_reported_not_the_first() {
    let site = site();
    site.edit("content/edition.toml", "mode = \"virtual\"", "mode = \"online\"")
        .edit("content/edition.toml", "date = \"2031-03-01\"", "date = \"17 October\"")
        .edit("content/schedule.toml", "speakers = [\"ada-minim\"]", "speakers = [\"ada-minin\"]")
        .edit("content/call.md", "title = ", "titel = ");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[unknown-key]: unknown key `titel`
 --> content/call.md:2:1
  |
2 | titel = "Call for Notes"
  | ^^^^^
  |
help: did you mean `title`?

error[unknown-word]: `online` is not known here
  --> content/edition.toml:12:8
   |
12 | mode = "online"            # virtual, in person or hybrid
   |        ^^^^^^^^
   |
help: known here: virtual, in person, hybrid

error[bad-value]: `17 October` is no date
  --> content/edition.toml:32:8
   |
32 | date = "17 October"
   |        ^^^^^^^^^^^^
   |
help: write "2023-12-09", "2023-12" for a month, or "to be announced"

error[unknown-speaker]: nobody in people.toml has the id `ada-minin`
  --> content/schedule.toml:11:13
   |
11 | speakers = ["ada-minin"]
   |             ^^^^^^^^^^^
   |
help: did you mean "ada-minim"?

4 problems in 3 files

"#]]
    );
}

#[test]
fn a_wrong_type_says_what_is_needed() {
    let site = site();
    site.edit("content/edition.toml", "numeral = \"II\"", "numeral = 2").edit(
        "content/people.toml",
        "confirmed = true",
        "confirmed = \"yes\"",
    );
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[wrong-type]: this is the number 2, but text is needed
 --> content/edition.toml:3:11
  |
3 | numeral = 2
  |           ^
  |
help: write it in quotes: "2"

error[wrong-type]: this is text in quotes, but true or false without quotes is needed
 --> content/people.toml:4:13
  |
4 | confirmed = "yes"
  |             ^^^^^

2 problems in 2 files

"#]]
    );
}

#[test]
fn a_date_that_does_not_exist_is_found_quoted_or_not() {
    let site = site();
    site.edit("content/edition.toml", "date = \"2031-02-01\"", "date = \"2031-02-29\"");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[bad-value]: the date 2031-02-29 does not exist
  --> content/edition.toml:26:8
   |
26 | date = "2031-02-29"
   |        ^^^^^^^^^^^^
   |
help: look it up in a calendar: year-month-day

1 problem in 1 file

"#]]
    );
    site.edit("content/edition.toml", "date = \"2031-02-29\"", "date = 2031-02-30");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[toml-syntax]: invalid date, expected day between 01 and 28
  --> content/edition.toml:26:8
   |
26 | date = 2031-02-30
   |        ^^^^^^^^^^
   |
help: a line is  key = value;  text stands in quotes that open and close on the same line

1 problem in 1 file

"#]]
    );
}

#[test]
fn a_time_that_no_clock_shows_is_found() {
    let site = site();
    site.edit("content/schedule.toml", "start = \"10:30\"", "start = \"24:00\"").edit(
        "content/edition.toml",
        "end = \"14:00\"",
        "end = \"14:00 PM\"",
    );
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[bad-value]: `14:00 PM` is no time of day
  --> content/edition.toml:10:7
   |
10 | end = "14:00 PM"
   |       ^^^^^^^^^^
   |
help: write hours and minutes from "00:00" to "23:59", as in "07:30" or "19:30"

error[bad-value]: `24:00` is no time of day
  --> content/schedule.toml:14:9
   |
14 | start = "24:00"
   |         ^^^^^^^
   |
help: write hours and minutes from "00:00" to "23:59", as in "07:30" or "19:30"

2 problems in 2 files

"#]]
    );
}

#[test]
fn an_unknown_zone_or_offset_is_found() {
    let site = site();
    site.edit("content/edition.toml", "zone = \"America/New_York\"", "zone = \"America/New York\"").edit(
        "content/schedule.toml",
        "zone = \"America/Los_Angeles\"",
        "zone = \"+25:00\"",
    );
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[bad-value]: the time zone `America/New York` is not known
  --> content/edition.toml:11:8
   |
11 | zone = "America/New York"
   |        ^^^^^^^^^^^^^^^^^^
   |
help: did you mean "America/New_York"?

error[bad-value]: the time zone `+25:00` is not known
 --> content/schedule.toml:1:8
  |
1 | zone = "+25:00"
  |        ^^^^^^^^
  |
help: write continent and city, as in "America/New_York", or "AoE" for a deadline

2 problems in 2 files

"#]]
    );
}

#[test]
fn two_people_with_one_id_are_found() {
    let site = site();
    site.edit("content/people.toml", "id = \"cy-klein\"", "id = \"ada-minim\"");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[duplicate-id]: the id `ada-minim` is taken on line 2
  --> content/people.toml:13:6
   |
13 | id = "ada-minim"
   |      ^^^^^^^^^^^
   |
help: give this one another id

1 problem in 1 file

"#]]
    );
}

#[test]
fn a_missing_image_is_found() {
    let site = site();
    site.edit("content/people.toml", "id = \"cy-klein\"", "id = \"cy-klein\"\nphoto = \"photos/cy.jpg\"")
        .edit("content/edition.toml", "image = \"banner.svg\"", "image = \"Banner.svg\"");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[missing-image]: there is no image content/Banner.svg
  --> content/edition.toml:15:9
   |
15 | image = "Banner.svg"        # in this folder
   |         ^^^^^^^^^^^^
   |
help: did you mean "banner.svg"?

error[missing-image]: there is no image content/photos/cy.jpg
  --> content/people.toml:14:9
   |
14 | photo = "photos/cy.jpg"
   |         ^^^^^^^^^^^^^^^
   |
help: put the file there, or take the line out; names are relative to content/

2 problems in 2 files

"#]]
    );
}

#[test]
fn a_citation_of_nothing_is_found() {
    let site = site();
    site.edit("content/call.md", "references.bib#petit2029", "references.bib#petit2028");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[unknown-citation]: references.bib has no entry `petit2028`
 --> content/call.md:5:36
  |
5 | Send short notes [](references.bib#petit2028).
  |                                    ^^^^^^^^^
  |
help: did you mean "petit2029"?

1 problem in 1 file

"#]]
    );
}

#[test]
fn a_toml_syntax_error_shows_its_place() {
    let site = site();
    site.edit("content/people.toml", "name = \"Ada Minim\"", "name = \"Ada Minim");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[toml-syntax]: invalid basic string, expected `"`
 --> content/people.toml:3:18
  |
3 | name = "Ada Minim
  |                  ^
  |
help: a line is  key = value;  text stands in quotes that open and close on the same line

1 problem in 1 file

"#]]
    );
    let site = self::site();
    site.edit("config.toml", "base_url = ", "base_url ");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[toml-syntax]: key with no value, expected `=`
 --> config.toml:3:10
  |
3 | base_url "https://dlde-2023.github.io"    # where the site is published; the only line a new edition must change
  |          ^
  |
help: a line is  key = value;  text stands in quotes that open and close on the same line

1 problem in 1 file

"#]]
    );
}

#[test]
fn a_bibliography_cut_short_is_found() {
    let site = site();
    let text = site.read("content/references.bib");
    site.write("content/references.bib", &text[..text.len() - 40]);
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[bibtex-syntax]: the file ends in the middle of an entry
  --> content/references.bib:11:18
   |
11 |   year   = {2029},
   |                  ^
   |
help: an entry is  @article{key,  lines  name = {value},  and a closing  }

1 problem in 1 file

"#]]
    );
}

#[test]
fn front_matter_that_is_not_closed_is_found() {
    let site = site();
    site.edit("content/recordings.md", "title = \"Recordings\"\n+++", "title = \"Recordings\"\n++");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[front-matter]: the head of the file is missing or not closed
 --> content/recordings.md:1:1
  |
1 | +++
  | ^^^
  |
help: begin with three lines:  +++  then  title = "…"  then  +++

1 problem in 1 file

"#]]
    );
}

#[test]
fn text_that_is_not_utf_8_is_found() {
    let site = site();
    let latin_1: Vec<u8> = site
        .read("content/people.toml")
        .replace("Université", "Universit?")
        .bytes()
        .map(|byte| if byte == b'?' { 0xe9 } else { byte })
        .collect();
    site.write("content/people.toml", latin_1);
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[not-utf-8]: this character is not UTF-8
  --> content/people.toml:10:27
   |
10 | affiliations = ["Universit� de Pas-Grand-Chose"]
   |                           ^
   |
help: save the file as UTF-8 in your editor, and write the character again

1 problem in 1 file

"#]]
    );
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let site = site();
    site.remove("content/papers.toml");
    std::os::unix::fs::symlink("nowhere.toml", site.path("content/papers.toml")).expect("links");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[unreadable]: cannot read content/papers.toml: No such file or directory (os error 2)
--> content/papers.toml
 |
help: check that the file is there and that you may read it

1 problem in 1 file

"#]]
    );
}

#[test]
fn a_file_with_a_misspelt_name_is_named() {
    let site = site();
    fs::rename(site.path("content/schedule.toml"), site.path("content/scedule.toml")).expect("renames");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[unknown-file]: no edition has a file scedule.toml
--> content/scedule.toml
 |
help: did you mean `schedule.toml`?

1 problem in 1 file

"#]]
    );
}

#[test]
fn a_site_without_content_or_without_an_edition_is_none() {
    let site = site();
    site.remove("content/edition.toml");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[no-edition]: the site has no edition: there is no content/edition.toml
--> content/edition.toml
 |
help: write one; the README shows what belongs in it

1 problem in 1 file

"#]]
    );
    site.remove("content");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 2
error: no folder content/ in [SITE]
 |
help: the organisers' files belong there; is this the root of the site?

"#]]
    );
}

#[test]
fn a_folder_that_is_no_site_is_named() {
    let site = site();
    site.remove("config.toml");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 2
error: no config.toml in [SITE]
 |
help: run this in the folder of the site, or name the folder with --root

"#]]
    );
    assert_data_eq!(
        build_with(&site, &["--root", "nowhere"]),
        str![[r#"
exit 2
error: cannot open the folder nowhere: No such file or directory (os error 2)

"#]]
    );
}

#[test]
fn a_link_loop_in_the_content_ends() {
    let site = site();
    std::os::unix::fs::symlink(".", site.path("content/loop")).expect("links");
    assert_data_eq!(
        build(&site),
        str![[r#"
exit 1
error[unreadable]: cannot read content/loop: it is a link to a folder that it lies in
--> content/loop
 |
help: check that the file is there and that you may read it

1 problem in 1 file

"#]]
    );
}

#[test]
fn without_zola_node_and_npm_the_ways_to_get_zola_are_named() {
    let site = site();
    let empty = site.path("empty");
    fs::create_dir(&empty).expect("makes the folder");
    // A copy of the program outside Cargo's folder has no Zola installed beside it.
    let program = site.path("dlde");
    fs::copy(env!("CARGO_BIN_EXE_dlde"), &program).expect("copies");
    let mut command = std::process::Command::new(&program);
    command
        .current_dir(site.path(""))
        .args(["build"])
        .env("PATH", &empty)
        .env("NO_COLOR", "1")
        .env_remove("ZOLA");
    assert_data_eq!(
        Run::of(&mut command).failure(),
        str![[r#"
exit 2
error: no zola 0.22.0 or later was found, and it cannot be installed: node (Node.js) is not on PATH
 |
help: do one of these:
        - install Zola with your package manager, for instance `brew install zola`, `pacman -S zola`,
          `apk add zola` or `winget install getzola.zola`
          (all ways: https://www.getzola.org/documentation/getting-started/installation/)
        - name a Zola you have: `--zola PATH`, or the environment variable ZOLA=PATH
        - install Node.js 20 or later with npm, be online once, and dlde installs Zola itself

"#]]
    );
}

#[test]
fn a_zola_that_is_too_old_is_refused() {
    let site = site();
    site.zola("echo zola 0.21.0");
    assert_data_eq!(
        build_with(&site, &["--zola", "fake/zola"]),
        str![[r#"
exit 2
error: cannot use [SITE]/fake/zola (from --zola): it is zola 0.21.0, and 0.22.0 or later is needed
 |
help: name a zola 0.22.0 or later, or leave out --zola and dlde finds or installs one itself

"#]]
    );
}

#[test]
fn a_zola_that_is_not_there_or_is_none_is_refused() {
    let site = site();
    assert_data_eq!(
        build_with(&site, &["--zola", "fake/zola"]),
        str![[r#"
exit 2
error: cannot use [SITE]/fake/zola (from --zola): there is no such file
 |
help: name a zola 0.22.0 or later, or leave out --zola and dlde finds or installs one itself

"#]]
    );
    site.zola("echo hello");
    assert_data_eq!(
        build_with(&site, &["--zola", "fake/zola"]),
        str![[r#"
exit 2
error: cannot use [SITE]/fake/zola (from --zola): it is not Zola: `--version` does not print `zola X.Y.Z`
 |
help: name a zola 0.22.0 or later, or leave out --zola and dlde finds or installs one itself

"#]]
    );
}

#[test]
fn zolas_own_error_is_passed_on() {
    let site = site();
    site.edit("templates/base.html", "<html", "{{ nothing }}<html");
    let said = build(&site);
    assert!(said.starts_with("exit 2\n"), "{said}");
    assert!(said.contains("Variable `nothing`"), "Zola's own words are there: {said}");
}

#[test]
fn an_output_that_is_a_file_or_holds_something_else_is_left_alone() {
    let site = site();
    site.write("out", "precious");
    assert_data_eq!(
        build_with(&site, &["--out", "out"]),
        str![[r#"
exit 2
error: the output folder [SITE]/out is a file
 |
help: choose a new or empty folder with --out

"#]]
    );
    site.write("thesis/chapter.tex", "precious");
    assert_data_eq!(
        build_with(&site, &["--out", "thesis"]),
        str![[r#"
exit 2
error: the output folder [SITE]/thesis is not empty and does not look like a built site
 |
help: choose a new or empty folder with --out

"#]]
    );
    site.write("pages/index.html", "x").write("pages/.git/HEAD", "ref");
    assert_data_eq!(
        build_with(&site, &["--out", "pages"]),
        str![[r#"
exit 2
error: the output folder [SITE]/pages is a git checkout, whose history would be lost
 |
help: choose a new or empty folder with --out

"#]]
    );
    assert_data_eq!(
        build_with(&site, &["--out", "."]),
        str![[r#"
exit 2
error: the output folder [SITE] holds the site's own sources
 |
help: choose a new or empty folder with --out

"#]]
    );
    assert_data_eq!(
        build_with(&site, &["--out", "content/public"]),
        str![[r#"
exit 2
error: the output folder [SITE]/content/public lies within the site's own sources
 |
help: choose a new or empty folder with --out

"#]]
    );
    assert_eq!(site.read("out") + &site.read("thesis/chapter.tex"), "preciousprecious");
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let site = site();
    site.write("file", "");
    assert_data_eq!(
        build_with(&site, &["--out", "file/public"]),
        str![[r#"
exit 2
error: cannot write to file/public: Not a directory (os error 20)
 |
help: choose another place with --out

"#]]
    );
    std::os::unix::fs::symlink("gone", site.path("link")).expect("links");
    assert_data_eq!(
        build_with(&site, &["--out", "link"]),
        str![[r#"
exit 2
error: cannot write to link: No such file or directory (os error 2)
 |
help: it is a symbolic link that leads nowhere: make the folder it names, or choose another with --out

"#]]
    );
}
