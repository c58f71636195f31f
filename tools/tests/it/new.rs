//! `dlde new`: a site that builds at once, and says itself what is missing.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use rexpect::session::spawn_command;
use snapbox::{IntoData as _, assert_data_eq, str};
use tempfile::TempDir;

use crate::{
    page::Page,
    support::{Run, Site, command, dlde, repository, tree},
    theme::zola_in,
};

/// An empty folder in which sites are made.
fn desk() -> TempDir {
    TempDir::new().expect("a temporary folder")
}

/// The options without which nothing is made, but for the folder.
#[rustfmt::skip]
const OPTIONS: [&str; 14] = [
    "--acronym", "ABC", "--title", "A Workshop on \"Beginnings\"", "--year", "2031", "--conference", "SimConf",
    "--zone", "Europe/Vienna", "--mode", "hybrid", "--base-url", "https://abc.example.org/2031/",
];

fn new(desk: &Path, folder: &str, options: &[&str]) -> Run {
    dlde(desk, &[&["new", folder], options].concat())
}

/// The files of a site, but for those of the theme.
fn own_files(site: &Path) -> Vec<String> {
    let files = tree(site).into_iter().map(|(path, _)| path.display().to_string());
    files.filter(|path| !path.starts_with("themes/") && !path.starts_with("public/")).collect()
}

fn read(site: &Path, name: &str) -> String {
    fs::read_to_string(site.join(name)).expect("reads")
}

#[test]
fn a_site_made_by_options_builds_at_once_and_lists_what_to_do() {
    let desk = desk();
    let run = new(desk.path(), "abc", &OPTIONS);
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (
            0,
            "made abc\nits README.md says how to check, preview and publish it; `dlde check` lists what is missing\n",
            ""
        )
    );
    let site = desk.path().join("abc");
    assert_data_eq!(
        own_files(&site).join("\n"),
        str![[r#"
.github/dependabot.yml
.github/workflows/links.yml
.github/workflows/site.yml
.gitignore
README.md
config.toml
content/_index.md
content/call.md
content/edition.toml
content/introduction.md
content/papers.toml
content/people.toml
content/schedule.toml
"#]]
    );
    assert_data_eq!(to_do(&site, "2030-05-01"), str![[r#"
exit 0
::warning file=content/call.md,line=1,col=1,endLine=1,endColumn=1,title=due-text::text of call.md missing, needed 22 weeks before the event%0Awrite it below the head of the file, in Markdown, and take out a line draft = true
::warning file=content/edition.toml,line=1,col=1,endLine=1,endColumn=1,title=due-contact::mail address for questions missing, needed 22 weeks before the event%0Awrite contact = "…@…" above [event]
::warning file=content/edition.toml,line=1,col=1,endLine=1,endColumn=1,title=due-hours::hours missing, needed 12 weeks before the event%0Awrite under [event]: start = "09:00" and end = "17:00", on the clock of the zone there
::warning file=content/edition.toml,line=1,col=1,endLine=1,endColumn=1,title=due-link::submission link missing, needed 22 weeks before the event%0Aadd a block [[links]] with kind = "submission", label and url
::warning file=content/edition.toml,line=1,col=1,endLine=1,endColumn=1,title=due-place::place missing, needed 12 weeks before the event%0Awrite under [event]: place = "building, city"
::warning file=content/edition.toml,line=15,col=8,endLine=15,endColumn=24,title=due-date::the date of the event is open, needed 22 weeks before the event%0Awrite it as in "2023-12-09"
::warning file=content/edition.toml,line=48,col=8,endLine=48,endColumn=24,title=due-date::Submission Deadline to be announced, needed 22 weeks before the event%0Awrite it as in "2023-09-29"
::warning file=content/edition.toml,line=54,col=8,endLine=54,endColumn=24,title=due-date::Decisions to be announced, needed 22 weeks before the event%0Awrite it as in "2023-09-29"
::warning file=content/edition.toml,line=59,col=8,endLine=59,endColumn=24,title=due-date::Final Version to be announced, needed 12 weeks before the event%0Awrite it as in "2023-09-29"
::warning file=content/introduction.md,line=1,col=1,endLine=1,endColumn=1,title=due-text::text of introduction.md missing, needed 22 weeks before the event%0Awrite it below the head of the file, in Markdown, and take out a line draft = true
::warning file=content/people.toml,line=1,col=1,endLine=1,endColumn=1,title=due-people::invited speakers missing, needed 12 weeks before the event%0Aadd a block [[speakers]] for each to people.toml
::warning file=content/people.toml,line=1,col=1,endLine=1,endColumn=1,title=due-people::organisers missing, needed 22 weeks before the event%0Aadd a block [[organisers]] for each to people.toml
::warning file=content/schedule.toml,line=1,col=1,endLine=1,endColumn=1,title=due-programme::programme missing, needed 4 weeks before the event%0Aadd a block [[entries]] for each session to schedule.toml

"#]].raw());
    builds(&site, "https://abc.example.org/2031");
}

/// What `check` says on a day.
fn to_do(site: &Path, today: &str) -> String {
    let run = dlde(site, &["check", "--today", today, "--format", "github"]);
    format!("exit {}\n{}{}", run.code, run.out, run.err)
}

/// Both ways to build a site give a page.
fn builds(site: &Path, address: &str) -> Page {
    zola_in(site, address);
    let run = dlde(site, &["build", "--today", "2030-05-01"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    Page::read(&site.join("public/index.html"))
}

#[test]
fn the_comments_teach_what_the_content_may_say() {
    let desk = desk();
    assert_eq!(new(desk.path(), "abc", &OPTIONS).code, 0);
    let site = desk.path().join("abc");
    // Taking the sign away from the examples gives content without mistakes.
    for name in ["edition.toml", "people.toml", "papers.toml", "schedule.toml"] {
        let path = format!("content/{name}");
        let text = read(&site, &path);
        let uncommented: Vec<&str> = text.lines().map(|line| example(line).unwrap_or(line)).collect();
        fs::write(site.join(&path), uncommented.join("\n").replace("id=…", "id=HyWrIgW0W3") + "\n")
            .expect("writes");
    }
    let banner = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"1\"/>";
    fs::write(site.join("content/banner.svg"), banner).expect("writes");
    let page = builds(&site, "https://abc.example.org/2031");
    for section in ["schedule", "speakers", "organizers", "committee", "dates"] {
        assert_eq!(page.all(&format!("#{section}")).len(), 1, "{section}");
    }
}

/// The line of TOML in a comment that shows one.
fn example(line: &str) -> Option<&str> {
    let inner = line.strip_prefix("# ").or_else(|| line.strip_prefix('#').filter(|rest| rest.is_empty()))?;
    let key = inner.split(" = ").next()?;
    let assigns = inner.contains(" = ") && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let multiline = inner == "\"\"\"" || inner == "A few sentences, in Markdown.";
    (assigns || inner.starts_with('[') || multiline).then_some(inner)
}

#[test]
fn the_workflows_are_those_of_this_repository() {
    let desk = desk();
    assert_eq!(new(desk.path(), "abc", &OPTIONS).code, 0);
    let made = tree(&desk.path().join("abc/.github"));
    assert_eq!(made.len(), 3);
    for (path, bytes) in made {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let ours = read(&repository().join(".github"), path.to_str().expect("UTF-8"));
        assert_eq!(text.replace("themes/workshop/", ""), ours, "{}", path.display());
        // Whoever takes over a tag of an action must not get to run in ours.
        for action in text.lines().filter_map(|line| line.split_once("uses: ")) {
            let (_, hash) = action.1.split_once('@').expect("has a version");
            let (hash, version) = hash.split_once(" # v").expect("names its version");
            assert!(hash.len() == 40 && hash.bytes().all(|c| c.is_ascii_hexdigit()), "{hash}");
            assert!(version.split('.').count() == 3, "{version}");
        }
    }
}

#[test]
fn two_editions_follow_each_other() {
    let desk = desk();
    let before = Site::consumer("atelier");
    before.write("static/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    // To a page of the previous edition, which is not taken over.
    before.edit("templates/edition.html", "path=\"acces\"", "path=\"/\"");
    let from = before.path("");
    let from = from.to_str().expect("UTF-8");
    #[rustfmt::skip]
    let options = ["--from", from, "--zone", "Europe/Zurich", "--mode", "in-person", "--base-url", "https://asyd.example.org"];
    let run = new(desk.path(), "2026", &options);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    let second = desk.path().join("2026");
    assert_data_eq!(
        own_files(&second).join("\n"),
        str![[r#"
.github/dependabot.yml
.github/workflows/links.yml
.github/workflows/site.yml
.gitignore
README.md
config.toml
content/_index.md
content/banner.svg
content/call.md
content/edition.toml
content/editions.toml
content/introduction.md
content/papers.toml
content/people.toml
content/references.bib
content/schedule.toml
sass/site.scss
static/favicon.svg
templates/edition.html
templates/hooks/after-section.html
templates/hooks/head.html
"#]]
    );
    let edition = read(&second, "content/edition.toml");
    for line in [
        "numeral = \"II\"",
        "conference = \"COLSIM 2026\"",
        "contact = \"asyd@example.org\"",
        "alt = \"Une spirale.\"",
    ] {
        assert!(edition.contains(line), "{line}");
    }
    nothing_of_the_last_year_is_left(&second);
    assert_eq!(read(&second, "content/references.bib"), before.read("content/references.bib"));
    assert_data_eq!(
        read(&second, "content/editions.toml"),
        str![[r##"
#:schema ../themes/atelier/tools/schema/editions.json
# Editions that live on sites of their own, the newest first.

[[editions]]
title = "ASYD-I, COLSIM 2025"
year = 2025
url = "https://ateliers.example.org/asyd"

[[editions]]
title = "ASYD-0, journée préparatoire"
year = 2023
url = "https://example.org/asyd-0"

"##]]
    );
    let page = builds(&second, "https://asyd.example.org");
    assert_eq!(page.texts("footer ~ .mentions").len(), 1, "a block that the templates fill");
    assert_eq!(page.all("#appel").len(), 0, "no text is called for yet");
    assert!(page.texts(".people").concat().contains("Thelma Qvist"));
    assert!(to_do(&second, "2025-07-01").starts_with("exit 0\n"), "{}", to_do(&second, "2025-07-01"));

    let options =
        ["--from", "2026", "--carry", "organisers,editions", "--zone", "Europe/Paris", "--mode", "virtual"];
    let run =
        new(desk.path(), "2027", &[&options[..], &["--base-url", "https://asyd-2027.example.org"]].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    let third = desk.path().join("2027");
    assert!(read(&third, "content/edition.toml").contains("numeral = \"III\""));
    assert!(!third.join("sass").exists() && !third.join("content/references.bib").exists());
    let editions = read(&third, "content/editions.toml");
    assert_eq!(editions.matches("[[editions]]").count(), 3, "{editions}");
    builds(&third, "https://asyd-2027.example.org");
    assert!(to_do(&third, "2026-07-01").starts_with("exit 0\n"), "{}", to_do(&third, "2026-07-01"));
}

/// Dates, links, speakers, schedule and papers of the consumer's edition.
fn nothing_of_the_last_year_is_left(site: &Path) {
    let stale = [
        "2025-",
        "example.org/asyd/",
        "olveig",
        "mbroise",
        "Une preuve courte",
        "ctave",
        "Maison des Exemples",
    ];
    for name in own_files(site).iter().filter(|name| name.starts_with("content/")) {
        let text = read(site, name);
        for word in stale {
            assert!(!text.contains(word), "{name} has {word}");
        }
    }
}

#[test]
fn comments_and_layout_of_what_is_carried_over_stay() {
    let desk = desk();
    let before = Site::small();
    let organisers = "# Who does the work.\n[[organisers]]\nid = \"bo-petit\"   # the chair\nname   = \"Bo Petit\"\n\
                      photo = \"photos/bo.jpg\"\naffiliations = [\n  \"One\", # since May\n  \"Two\",\n]\n";
    before.write("content/people.toml", format!("[[speakers]]\nid = \"a\"\nname = \"A\"\n\n{organisers}"));
    before.edit("content/schedule.toml", "ada-minim", "a").write("content/photos/bo.jpg", b"a photo");
    let from = before.path("");
    let options = ["--from", from.to_str().expect("UTF-8"), "--carry", "organisers"];
    let run = new(desk.path(), "next", &[&options[..], &OPTIONS].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let people = read(&desk.path().join("next"), "content/people.toml");
    assert!(people.ends_with(&format!("\n\n{organisers}")), "{people}");
    assert_eq!(fs::read(desk.path().join("next/content/photos/bo.jpg")).expect("reads"), b"a photo");
}

/// Runs `dlde` in a terminal: waits for each of these texts, and types what stands beside it.
fn talk(desk: &Path, arguments: &[&str], lines: &[(&str, Option<&str>)]) {
    let mut command = command(desk, arguments);
    command.env("TERM", "xterm");
    let mut terminal = spawn_command(command, Some(20_000)).expect("starts in a terminal");
    for (text, answer) in lines {
        terminal.exp_string(text).expect(text);
        if let Some(answer) = answer {
            terminal.send_line(answer).expect("answers");
        }
    }
    terminal.exp_eof().expect("ends");
}

/// An arrow down, to the next of a list.
const DOWN: &str = "\x1b[B";

#[test]
fn in_a_terminal_it_asks_for_what_is_open() {
    let desk = desk();
    talk(
        desk.path(),
        &["new", "abc", "--theme", "copy", "--year", "2031"],
        &[
            ("Short name", Some("ABC")),
            ("Full name", Some("A Workshop")),
            ("Number of the edition", Some("II")),
            ("Host conference", Some("SimConf")),
            ("Date", Some("31 February")),
            ("is no date", None),
            ("Date", Some("2031-05")),
            ("Time zone", Some("Europe/Viena")),
            ("did you mean \"Europe/Vienna\"", None),
            ("Time zone", Some("Europe/Vienna")),
            ("How people take part", Some(DOWN)),
            ("Building and city", Some("Old Hall, Vienna")),
            ("Mail address", Some("")),
            ("https://abc-2031.github.io", Some("")),
            ("made abc", None),
        ],
    );
    let first = desk.path().join("abc");
    assert_data_eq!(
        facts(&first),
        str![[r#"
acronym = "ABC"
numeral = "II"
conference = "SimConf 2031"
[event]
date = "2031-05"
zone = "Europe/Vienna"
mode = "in person"
place = "Old Hall, Vienna"
"#]]
    );
    builds(&first, "https://abc-2031.github.io");

    fs::write(first.join("content/people.toml"), "[[organisers]]\nid = \"a\"\nname = \"Ada\"\n")
        .expect("writes");
    talk(
        desk.path(),
        &["new", "next", "--from", "abc", "--contact", "abc@example.org"],
        &[
            ("Date", Some("")),
            ("Time zone", Some("Asia/Tokyo")),
            ("How people take part", Some("")),
            ("https://abc-2032.github.io", Some("")),
            ("Carry over", Some("")),
            ("made next", None),
        ],
    );
    let next = desk.path().join("next");
    assert_data_eq!(
        facts(&next),
        str![[r#"
acronym = "ABC"
numeral = "III"
conference = "SimConf 2032"
contact = "abc@example.org"
[event]
date = "to be announced"
zone = "Asia/Tokyo"
mode = "virtual"
"#]]
    );
    assert!(read(&next, "content/people.toml").contains("name = \"Ada\""));
    builds(&next, "https://abc-2032.github.io");
    assert!(to_do(&next, "2031-05-01").starts_with("exit 0\n"));
}

/// The facts at the beginning of `edition.toml`, without the comments.
fn facts(site: &Path) -> String {
    let text = read(site, "content/edition.toml");
    let facts = text.lines().take_while(|line| !line.starts_with("[["));
    facts.filter(|line| !line.starts_with('#') && !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn nothing_is_written_where_something_is_or_something_is_missing() {
    let desk = desk();
    fs::create_dir(desk.path().join("full")).expect("makes");
    fs::write(desk.path().join("full/a"), "mine").expect("writes");
    let incomplete: Vec<&str> = OPTIONS.iter().copied().take(10).collect();
    let unknown = [&OPTIONS[..], &["--theme", "copy", "--theme-from", "full"]].concat();
    let offline = [&OPTIONS[..], &["--theme", "submodule", "--theme-from", "nowhere"]].concat();
    let runs = [
        new(desk.path(), "full", &OPTIONS),
        new(desk.path(), "full/a", &OPTIONS),
        new(desk.path(), ".", &OPTIONS),
        new(desk.path(), "new", &incomplete),
        new(desk.path(), "new", &unknown),
        new(desk.path(), "new", &offline),
        new(desk.path(), "new", &[&OPTIONS[..], &["--from", "full"]].concat()),
    ];
    let said: Vec<String> = runs.iter().map(Run::failure).collect();
    assert_data_eq!(
        said.concat(),
        str![[r#"
exit 2
error: [SITE]/full is not empty
 |
help: name a folder that is not there yet
exit 2
error: [SITE]/full/a is a file
 |
help: name a folder that is not there yet
exit 2
error: [SITE] is not empty
 |
help: name a folder that is not there yet
exit 2
error: not yet known: --mode, --base-url
 |
help: add these options, or run this in a terminal to be asked
exit 2
error: the theme is not in full
 |
help: name its folder with --theme-from, or take --theme submodule
exit 2
error: git cannot add the theme: fatal: [..]
 |
help: without git or a network, take --theme copy
exit 2
error: no config.toml in [SITE]/full
 |
help: run this in the folder of the site, or name the folder with --root

"#]]
    );
    assert_eq!(tree(desk.path()), [(PathBuf::from("full/a"), b"mine".to_vec())]);
    assert_eq!(fs::read_dir(desk.path()).expect("lists").count(), 1, "nothing half done is left");
}

#[test]
fn a_site_before_cannot_reach_out_of_the_new_one() {
    for theme in ["../../out", "a; true #", "", ".git"] {
        let desk = desk();
        let before = Site::consumer("atelier");
        before.edit("config.toml", "\"atelier\"", &format!("\"{theme}\""));
        let from = before.path("");
        let run =
            new(desk.path(), "next", &[&["--from", from.to_str().expect("UTF-8")], &OPTIONS[..]].concat());
        assert!(run.code == 2 && run.err.contains("cannot be named in the new site"), "{}", run.err);
        assert_eq!(fs::read_dir(desk.path()).expect("lists").count(), 0);
    }
}

#[test]
fn an_empty_folder_that_is_there_is_taken() {
    let desk = desk();
    fs::create_dir(desk.path().join("abc")).expect("makes");
    assert_eq!(new(desk.path(), "abc", &OPTIONS).code, 0);
    assert!(desk.path().join("abc/content/edition.toml").is_file());
}

#[test]
fn a_copy_of_the_theme_has_what_cargo_needs_and_nothing_else_big() {
    let desk = desk();
    assert_eq!(new(desk.path(), "abc", &OPTIONS).code, 0);
    let theme = desk.path().join("abc/themes/workshop");
    let manifest = theme.join("Cargo.toml");
    let cargo = Command::new(env!("CARGO"))
        // Unlike the metadata, a tree asks for nothing that only other systems need, and nobody has fetched.
        .args(["tree", "--locked", "--offline", "--manifest-path"])
        .arg(&manifest)
        .output()
        .expect("cargo starts");
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let files = tree(&theme);
    assert!(files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() < 3_000_000);
    // What the source embeds from outside its folder is there.
    for (path, bytes) in files.iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "rs")) {
        let text = String::from_utf8_lossy(bytes);
        for embedded in text.split("include_str!(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let own = path.starts_with("tools/src");
            assert!(
                !own || theme.join(path).with_file_name(embedded).exists(),
                "{} embeds {embedded}",
                path.display()
            );
        }
    }
}

#[test]
fn the_theme_comes_as_a_submodule_too() {
    let desk = desk();
    let theme = desk.path().join("theme");
    let from = repository();
    for (path, bytes) in
        ["theme.toml", "templates", "sass", "static"].iter().flat_map(|part| files_of(from, part))
    {
        fs::create_dir_all(theme.join(&path).parent().expect("has a parent")).expect("makes");
        fs::write(theme.join(path), bytes).expect("writes");
    }
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    for arguments in [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "--message", "Begin"]] {
        let git = Command::new("git")
            .current_dir(&theme)
            .args(identity)
            .args(arguments)
            .status()
            .expect("git starts");
        assert!(git.success());
    }
    let mut command = command(desk.path(), &["new", "abc", "--theme", "submodule", "--theme-from"]);
    // Git refuses files as submodules, unless it is told otherwise.
    command.arg(&theme).args(OPTIONS).envs([
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "protocol.file.allow"),
        ("GIT_CONFIG_VALUE_0", "always"),
    ]);
    let run = Run::of(&mut command);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let site = desk.path().join("abc");
    assert!(read(&site, ".gitmodules").contains("path = themes/workshop"));
    let status =
        Command::new("git").current_dir(&site).args(["submodule", "status"]).output().expect("git starts");
    assert!(status.status.success() && String::from_utf8_lossy(&status.stdout).contains(" themes/workshop "));
    builds(&site, "https://abc.example.org");
}

/// The files of a part of a folder, by their paths in the folder.
fn files_of(folder: &Path, part: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let path = folder.join(part);
    if path.is_file() {
        return vec![(part.into(), fs::read(path).expect("reads"))];
    }
    tree(&path).into_iter().map(|(name, bytes)| (Path::new(part).join(name), bytes)).collect()
}
