//! The lines that were added or touched since a revision, as git has it.

use std::{collections::BTreeMap, ops::Range, path::Path, process::Command};

use crate::report::{Error, visible};

/// Lines by file; a file without any line is new as a whole.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Changed(BTreeMap<String, Vec<Range<usize>>>);

impl Changed {
    /// Whether a line, counted from 1, was added or touched.
    pub(super) fn holds(&self, file: &str, line: usize) -> bool {
        self.0
            .get(file)
            .is_some_and(|ranges| ranges.is_empty() || ranges.iter().any(|range| range.contains(&line)))
    }
}

/// What differs between a revision and the files as they are now, those that git does not know yet included.
pub(super) fn since(root: &Path, revision: &str) -> Result<Changed, Error> {
    if revision.starts_with('-') || revision.is_empty() {
        return Err(unknown(revision, "a revision does not begin with a dash"));
    }
    let diff =
        ["diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-renames", "--relative", revision, "--"];
    let mut changed = Changed(hunks(&git(root, &diff, revision)?));
    let new = git(root, &["ls-files", "--others", "--exclude-standard", "-z"], revision)?;
    for path in new.split('\0').filter(|path| !path.is_empty()) {
        changed.0.insert(path.to_owned(), Vec::new());
    }
    Ok(changed)
}

fn git(root: &Path, arguments: &[&str], revision: &str) -> Result<String, Error> {
    let mut command = Command::new("git");
    command.current_dir(root).args(["-c", "core.quotePath=false", "-c", "diff.noprefix=false"]);
    command.args(["-c", "diff.mnemonicPrefix=false"]).args(arguments);
    let output = command.output().map_err(|error| {
        Error::new(format!("cannot run git: {error}")).hint("install it, or check all links")
    })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(unknown(revision, said.lines().next().unwrap_or("git says nothing")))
}

fn unknown(revision: &str, why: &str) -> Error {
    let what = format!("cannot compare with the revision `{}`: {}", visible(revision), visible(why));
    Error::new(what).hint("name a commit or branch that is here; in CI, fetch the whole history")
}

/// The new lines of each hunk of a difference, by file.
fn hunks(diff: &str) -> BTreeMap<String, Vec<Range<usize>>> {
    let mut found: BTreeMap<String, Vec<Range<usize>>> = BTreeMap::new();
    let mut file = None;
    // So many lines of the hunk follow, which may look like anything.
    let mut inside = 0_usize;
    for line in diff.split('\n') {
        if inside > 0 && line.starts_with(['+', '-']) {
            inside -= 1;
        } else if let Some(path) = line.strip_prefix("+++ ") {
            file = unquoted(path).strip_prefix("b/").map(str::to_owned);
        } else if let Some((old, new)) = line.strip_prefix("@@ -").and_then(|rest| rest.split_once(" +"))
            && let (Some(old), Some(new)) = (lines(old), new.split(' ').next().and_then(lines))
        {
            inside = old.len() + new.len();
            if let Some(file) = &file {
                found.entry(file.clone()).or_default().push(new);
            }
        }
    }
    found
}

/// `3,2` or `3`: lines 3 and 4, or line 3.
fn lines(text: &str) -> Option<Range<usize>> {
    let (start, length) = text.split_once(',').unwrap_or((text, "1"));
    let start: usize = start.parse().ok()?;
    Some(start..start.checked_add(length.parse().ok()?)?)
}

/// A path as git writes it: in quotes, with escapes, where it holds quotes or control characters.
fn unquoted(text: &str) -> String {
    // Behind a path with blanks in it git puts a tab.
    let text = text.trim_end_matches(['\t', '\r']);
    let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return text.to_owned();
    };
    let mut bytes = Vec::new();
    let mut rest = inner.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        match rest {
            [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', after @ ..] => {
                bytes.push((a - b'0') * 64 + (b - b'0') * 8 + (c - b'0'));
                rest = after;
            }
            [escaped, after @ ..] => {
                bytes.push(match escaped {
                    b'n' => b'\n',
                    b't' => b'\t',
                    b'r' => b'\r',
                    other => *other,
                });
                rest = after;
            }
            [] => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_new_lines_of_a_difference_are_found() {
        let diff = "diff --git a/x y.md b/x y.md\n--- a/x y.md\n+++ b/x y.md\t\n@@ -1,2 +1 @@ head\n-a\n-b\n+@@ -9 +9 @@\n\
                    @@ -7,0 +7,2 @@\n+++ b/no\n+d\ndiff --git \"a/\\303\\274\\\"\" \"b/\\303\\274\\\"\"\n\
                    +++ \"b/\\303\\274\\\"\"\n@@ -3 +3,0 @@\n-e\n+++ /dev/null\n@@ -1 +0,0 @@\n-f\n";
        let found: Vec<_> =
            hunks(diff).into_iter().map(|(file, lines)| format!("{file}: {lines:?}")).collect();
        assert_eq!(found, ["x y.md: [1..2, 7..9]", "ü\": [3..3]"]);
    }

    #[test]
    fn lines_that_git_does_not_have_yet_are_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let run = |arguments: &[&str]| {
            let mut command = Command::new("git");
            command.current_dir(folder.path()).args(["-c", "user.name=a", "-c", "user.email=a@b.org"]);
            assert!(command.args(arguments).output().expect("runs").status.success(), "{arguments:?}");
        };
        run(&["init", "-q"]);
        fs::create_dir(folder.path().join("content")).expect("makes the folder");
        fs::write(folder.path().join("content/a.md"), "1\n2\n3\n").expect("writes");
        run(&["add", "."]);
        run(&["commit", "-q", "-m", "a"]);
        fs::write(folder.path().join("content/a.md"), "1\nzwei\n3\n4\n").expect("writes");
        fs::write(folder.path().join("content/b.md"), "1\n").expect("writes");
        let changed = since(folder.path(), "HEAD").expect("compares");
        let held: Vec<usize> = (1..6).filter(|line| changed.holds("content/a.md", *line)).collect();
        assert_eq!(held, [2, 4]);
        assert!(changed.holds("content/b.md", 1) && !changed.holds("content/c.md", 1));
        // In a site that is a part of a repository, paths begin at the site.
        let below = since(&folder.path().join("content"), "HEAD").expect("compares");
        assert!(below.holds("a.md", 2) && below.holds("b.md", 1));
    }

    #[test]
    fn a_revision_that_is_none_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = since(folder.path(), "--output=x").expect_err("is none");
        assert_eq!(
            error.to_string(),
            "cannot compare with the revision `--output=x`: a revision does not begin with a dash\n\
             name a commit or branch that is here; in CI, fetch the whole history"
        );
    }
}
