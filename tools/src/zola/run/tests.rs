#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::*;
use crate::zola::testing::program;
use crate::zola::{MINIMUM, Origin};

/// A Zola that is a shell script.
fn zola(folder: &Path, script: &str) -> Zola {
    let program = program(folder, "zola", script);
    Zola { program, arguments: Vec::new(), version: MINIMUM, origin: Origin::Flag }
}

fn build(script: &str) -> Result<Vec<String>, Error> {
    let folder = tempfile::tempdir().unwrap();
    let job = Build {
        root: Path::new("/site"),
        config: None,
        out: Path::new("/out"),
        base_url: None,
        drafts: false,
    };
    zola(folder.path(), script).build(&job)
}

fn failed(script: &str) -> String {
    build(script).unwrap_err().to_string()
}

#[test]
fn a_build_passes_on_what_it_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let zola = zola(folder.path(), "echo \"WARN  $*\"");
    let plain = Build {
        root: Path::new("/site"),
        config: None,
        out: Path::new("/out"),
        base_url: None,
        drafts: false,
    };
    assert_eq!(zola.build(&plain).unwrap(), ["--root /site build --output-dir /out --force"]);
    let full = Build { base_url: Some("https://a.org/b"), drafts: true, ..plain };
    assert_eq!(
        zola.build(&full).unwrap(),
        ["--root /site build --output-dir /out --force --base-url https://a.org/b --drafts"]
    );
}

#[test]
fn zola_gets_absolute_folders() {
    let folder = tempfile::tempdir().unwrap();
    let zola = zola(folder.path(), "echo \"WARN  $2 $5\"");
    let job =
        Build { root: Path::new("site"), config: None, out: Path::new("out"), base_url: None, drafts: false };
    let here = std::env::current_dir().unwrap();
    assert_eq!(zola.build(&job).unwrap(), [format!("{0}/site {0}/out", here.display())]);
}

#[test]
fn warnings_come_back_without_colours_and_all_else_stays_silent() {
    let script =
        r"printf 'Building site...\n\033[1m\033[33mWARN \033[0m no date:\nWARN  - a.md\nDone in 2ms.\n' >&2";
    assert_eq!(build(script).unwrap(), ["no date:", "- a.md"]);
}

#[test]
fn an_error_holds_zolas_own_words_from_the_first_error_on() {
    let script =
        r"printf 'Building site...\n\033[1m\033[31mERROR\033[0m Reason:\n --> 2:1\n  |\n\n' >&2; exit 1";
    assert_eq!(failed(script), "zola cannot build /site:\n  Reason:\n   --> 2:1\n    |");
}

#[test]
fn an_error_without_the_word_holds_the_last_lines() {
    assert_eq!(failed("echo one; echo two >&2; exit 101"), "zola cannot build /site:\n  one\n  two");
}

#[test]
fn a_silent_failure_tells_the_exit_status() {
    assert_eq!(failed("exit 3"), "zola cannot build /site:\n  (no message; exit status: 3)");
}

#[test]
fn a_flood_of_errors_is_cut() {
    let told = failed("for i in $(seq 1000); do echo ERROR line $i; done; exit 1");
    assert_eq!(told.lines().count(), 1 + SHOWN);
    assert!(told.contains("\n  line 1\n"), "{told}");
}

#[test]
fn a_zola_that_has_gone_is_named() {
    let job = Build {
        root: Path::new("/site"),
        config: None,
        out: Path::new("/out"),
        base_url: None,
        drafts: false,
    };
    let program = PathBuf::from("/nowhere/zola");
    let zola = Zola { program, arguments: Vec::new(), version: MINIMUM, origin: Origin::Path };
    let error = zola.build(&job).unwrap_err().to_string();
    assert!(error.starts_with("cannot start /nowhere/zola: "), "{error}");
}

#[test]
fn colours_are_taken_out_wherever_they_stand() {
    assert_eq!(without_ansi("a\u{1b}[1;31mb\u{1b}[0mc"), "abc");
    assert_eq!(without_ansi("plain [1m"), "plain [1m");
    assert_eq!(without_ansi("cut\u{1b}[3"), "cut");
}
