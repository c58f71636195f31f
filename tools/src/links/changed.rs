//! Which lines a branch has added or touched, so that a pull request answers for its own links only.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::Path,
    process::Command,
};

use super::finding::Place;
use crate::report::{self, Error};

/// The lines that differ from another revision, by file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Line numbers, counted from 1, as they are now.
    lines: BTreeMap<String, Vec<Range<usize>>>,
    /// Files that are not in git yet.
    new: BTreeSet<String>,
}

/// What the files below `root` have changed since they branched off `revision`.
///
/// # Errors
/// Where git cannot say.
pub fn since(root: &Path, revision: &str) -> Result<Changed, Error> {
    // No colours, drivers or prefixes that the user may have configured.
    let diff =
        ["diff", "--merge-base", "--relative", "--unified=0", "--no-prefix", "--no-color", "--no-ext-diff"];
    let plain = ["--no-textconv", "--no-renames", "--end-of-options", revision, "--"];
    let diff = git(root, &[&diff[..], &plain[..]].concat(), revision)?;
    let others = git(root, &["ls-files", "--others", "--exclude-standard", "-z"], revision)?;
    let new = others.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    Ok(Changed { lines: read(&diff), new })
}

impl Changed {
    /// Whether what is written at a place has been added or touched.
    pub fn includes(&self, place: &Place) -> bool {
        let path = &place.source.path;
        let Some(lines) = self.lines.get(path) else { return self.new.contains(path) };
        let ((first, _), (last, _)) = place.source.region(place.span.as_ref());
        place.span.is_none() || lines.iter().any(|changed| changed.start <= last && first < changed.end)
    }
}

fn git(root: &Path, arguments: &[&str], revision: &str) -> Result<String, Error> {
    let failed = |why: &str| {
        let (revision, why) = (report::visible(revision), report::visible(why.trim()));
        Error::new(format!("git cannot tell what changed since {revision}: {why}")).hint(
            "name a branch or commit that is here; in a job, check out the whole history (fetch-depth: 0)",
        )
    };
    let output = Command::new("git")
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        .current_dir(root)
        .output()
        .map_err(|error| failed(&error.to_string()))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(failed(&String::from_utf8_lossy(&output.stderr)))
    }
}

/// The lines that a diff without context has on its new side.
fn read(diff: &str) -> BTreeMap<String, Vec<Range<usize>>> {
    let mut files: BTreeMap<String, Vec<Range<usize>>> = BTreeMap::new();
    let mut path = None;
    // Lines of a hunk may look like headers; how many there are is known.
    let mut inside = 0;
    for line in diff.lines() {
        if inside > 0 {
            inside -= usize::from(!line.starts_with('\\'));
        } else if let Some(name) = line.strip_prefix("+++ ") {
            path = Some(name.split('\t').next().unwrap_or(name)).filter(|name| *name != "/dev/null");
        } else if let Some((removed, added)) = line.strip_prefix("@@ -").and_then(sides) {
            inside = removed.len() + added.len();
            if let Some(path) = path.filter(|_| !added.is_empty()) {
                files.entry(path.to_owned()).or_default().push(added);
            }
        }
    }
    files
}

/// The two sides of `1,2 +3,4 @@ …`; a count of one is left out.
fn sides(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let side = |text: &str| {
        let (start, count) = text.split_once(',').unwrap_or((text, "1"));
        let start: usize = start.parse().ok()?;
        Some(start..start + count.parse::<usize>().ok()?)
    };
    let (removed, rest) = text.split_once(" +")?;
    Some((side(removed)?, side(rest.split_once(" @@")?.0)?))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::report::Source;

    const DIFF: &str = "\
diff --git content/a.toml content/a.toml
--- content/a.toml
+++ content/a.toml
@@ -2 +2 @@ [a]
-url = \"x\"
+url = \"y\"
@@ -4,0 +5,2 @@
++++ content/b.toml
+@@ -1 +1 @@
\\ No newline at end of file
diff --git content/gone.md content/gone.md
--- content/gone.md
+++ /dev/null
@@ -1 +0,0 @@
-text
diff --git content/with space.md content/with space.md
--- /dev/null
+++ content/with space.md\t
@@ -0,0 +1 @@
+text
";

    #[test]
    fn the_lines_of_a_diff_are_those_that_are_there_now() {
        let expected = r#"{"content/a.toml": [2..3, 5..7], "content/with space.md": [1..2]}"#;
        assert_eq!(format!("{:?}", read(DIFF)), expected);
    }

    #[test]
    fn a_place_is_included_where_one_of_its_lines_is() {
        let changed = Changed { lines: read(DIFF), new: ["content/new.md".to_owned()].into() };
        let includes = |path: &str, span: Option<Range<usize>>| {
            let source = Arc::new(Source { path: path.into(), text: "1\n2\n3\n4\n5\n6\n7\n".into() });
            changed.includes(&Place { source, span, page: None })
        };
        assert!(includes("content/a.toml", Some(2..3)) && includes("content/a.toml", Some(0..5)));
        assert!(!includes("content/a.toml", Some(4..5)) && !includes("content/a.toml", Some(12..13)));
        assert!(includes("content/a.toml", None) && includes("content/new.md", Some(0..1)));
        assert!(!includes("content/b.toml", Some(0..1)));
    }
}
