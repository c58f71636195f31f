#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::*;

fn sh(script: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script]);
    command
}

#[test]
fn output_and_errors_are_kept_in_the_order_they_came() {
    let output = Children::new().run(&mut sh("echo a; echo b >&2; echo c; exit 3"), None).unwrap();
    assert_eq!(output.text, "a\nb\nc\n");
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn of_endless_output_the_last_lines_are_kept() {
    let output = Children::new().run(&mut sh("yes some line | head -n 100000; echo last"), None).unwrap();
    assert!(output.text.len() <= usize::try_from(KEPT).unwrap());
    assert!(output.text.starts_with("some line\n"));
    assert!(output.text.ends_with("some line\nlast\n"));
}

#[test]
fn a_program_that_hangs_is_ended_though_its_own_child_keeps_the_output_open() {
    let started = Instant::now();
    let result = Children::new().run(&mut sh("sleep 5; true"), Some(Duration::from_millis(100)));
    assert!(matches!(result, Err(Failure::TooSlow)), "{result:?}");
    assert!(started.elapsed() < Duration::from_secs(4));
}

#[test]
fn stop_ends_what_runs_in_another_thread_and_lets_nothing_start_any_more() {
    let children = Children::new();
    let folder = tempfile::tempdir().unwrap();
    let script = format!("echo $$ > {}/id; exec sleep 60", folder.path().display());
    thread::scope(|scope| {
        let waiting = scope.spawn(|| children.run(&mut sh(&script), None));
        while !std::fs::read_to_string(folder.path().join("id")).is_ok_and(|id| id.ends_with('\n')) {
            thread::sleep(PAUSE);
        }
        children.stop();
        let id = std::fs::read_to_string(folder.path().join("id")).unwrap();
        let alive = Command::new("/bin/sh")
            .args(["-c", &format!("kill -0 {} 2>/dev/null", id.trim())])
            .status()
            .unwrap();
        assert!(!alive.success(), "the child is still there");
        assert!(matches!(waiting.join().unwrap(), Err(Failure::Interrupted)));
    });
    assert!(matches!(children.run(&mut sh("true"), None), Err(Failure::Interrupted)));
    assert!(matches!(children.may_go_on(), Err(Failure::Interrupted)));
}

#[test]
fn a_child_that_the_terminals_ctrl_c_ended_counts_as_interrupted() {
    for script in ["kill -INT $$", "exit 130"] {
        assert!(matches!(Children::new().run(&mut sh(script), None), Err(Failure::Interrupted)), "{script}");
    }
}

#[test]
fn a_program_that_is_not_there_does_not_start() {
    let result = Children::new().run(&mut Command::new("/nowhere/zola"), None);
    assert!(matches!(result, Err(Failure::Start(_))), "{result:?}");
}
