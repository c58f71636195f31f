//! What git knows about the site: earlier editions that were written over in place, and the branch that links should name.
//! Without git, or outside a repository, nothing is known, and nothing is wrong with that.

use std::{
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use crate::{
    files::Files,
    report::Source,
    site::{CONTENT, Site},
};

/// Nobody looks back further.
const EDITIONS: &str = "5";
/// The files in which an edition says where it takes place, and what it links to.
const NAMES: [&str; 3] = ["edition.toml", "schedule.toml", "people.toml"];

/// Adds the earlier editions and the default branch to the files of a site.
pub fn read(site: &Site, files: &mut Files) {
    let root = &site.root;
    let edition = format!("{CONTENT}/{}", NAMES[0]);
    // The commits in which the line with the host conference changed: the edition before each is another one.
    let commits = git(
        root,
        &["log", "-n", EDITIONS, "--format=%H", "--no-ext-diff", "-G", "^conference *=", "--", &edition],
    );
    for commit in commits.iter().flat_map(|text| text.lines()) {
        let texts = NAMES.into_iter().filter_map(|name| {
            let text = git(root, &["show", "--no-textconv", &format!("{commit}^:./{CONTENT}/{name}")])?;
            // A folder of its own, as if it lay beside the present edition.
            let path = format!("{commit}/{name}");
            Some(Arc::new(Source { path, text }))
        });
        files.past.push(texts.collect());
    }
    let head = git(root, &["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
    files.branch = head.and_then(|head| Some(head.trim().strip_prefix("origin/")?.to_owned()));
}

/// What git says, if it can be asked and has an answer.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .current_dir(root)
        .args(["--no-pager", "--no-optional-locks"])
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
