//! Puts a finished site in its place whole or not at all.
//!
//! A build writes into a fresh staging folder beside the output. Publishing makes sure of the disk once and then
//! exchanges the two folders in one step of the file system, so that at every moment the old or the new site stands
//! there. A folder left behind by a killed build is taken away by the next one.

mod made;

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Component, Path, PathBuf},
    time::Duration,
};

use tempfile::TempDir;

use crate::{interrupt, report::Error, site::OUTPUT};

/// In a staging folder: the site in the making, and the lock that tells a build at work from one that was killed.
const SITE: &str = "site";
const LOCK: &str = "lock";
/// A build makes its lock within this time.
const BEGINNING: Duration = Duration::from_secs(2);
/// Files of which a built site has at least one; a folder without any is not replaced.
const SIGNS_OF_A_SITE: [&str; 4] = ["index.html", "404.html", "sitemap.xml", "robots.txt"];

/// A place for a site in the making, taken away when it is dropped.
#[derive(Debug)]
pub struct Staging {
    folder: TempDir,
    output: PathBuf,
    /// Held while the build is at work.
    _lock: File,
}

impl Staging {
    /// Makes a staging folder beside `output`, after making sure that `output` may be replaced; `is_wanted` says that
    /// it may, whoever made it.
    ///
    /// # Errors
    /// Where `output` is a file, holds something else than a site, was made by somebody else, or its folder cannot be
    /// written.
    pub fn beside(output: &Path, root: &Path, is_wanted: bool) -> Result<Self, Error> {
        let output = resolve(output)?;
        may_be_replaced(&output, root, is_wanted)?;
        let (parent, name) = parts(&output)?;
        fs::create_dir_all(parent).map_err(|e| Error::io("make the folder", parent, &e))?;
        let prefix = format!(".{name}.dlde-");
        remove_abandoned(parent, &prefix);
        let (folder, lock) = locked(parent, &prefix)
            .map_err(|e| Error::io("write in", parent, &e).hint("choose another place with --out"))?;
        Ok(Self { folder, output, _lock: lock })
    }

    /// Where what the build needs for itself may be written.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the site is to be written.
    pub fn site(&self) -> PathBuf {
        self.folder.path().join(SITE)
    }

    /// Whether there is an old site.
    pub fn replaces_something(&self) -> bool {
        self.output.exists()
    }

    /// Whether the old site has a file of this path below it that is as long as the new one.
    pub fn may_be_kept(&self, path: &Path, new: &Path) -> bool {
        let length =
            |file: &Path| fs::symlink_metadata(file).ok().filter(fs::Metadata::is_file).map(|m| m.len());
        length(&self.output.join(path)).is_some_and(|old| length(new) == Some(old))
    }

    /// Puts a file at a path below the staged site. Where the old site has the same bytes there, that very file is
    /// taken, with its time: what copies the site to a server then sees what has changed. A link to it is safe, since
    /// from here on nobody writes to a staged file, and the old name goes with the old site.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let (file, old) = (self.site().join(path), self.output.join(path));
        let is_same = || {
            let about = fs::symlink_metadata(&old).ok().filter(fs::Metadata::is_file)?;
            let is_as_long = about.len() == bytes.len() as u64;
            (is_as_long && fs::read(&old).ok()? == bytes).then_some(())
        };
        if is_same().is_some() && in_place(&file, || fs::hard_link(&old, &file)).is_ok() {
            return Ok(());
        }
        in_place(&file, || File::create_new(&file)?.write_all(bytes))
            .map_err(|e| Error::io("write", &file, &e))
    }

    /// Copies a file to a path below the staged site, or keeps the old one like [`Self::put`]. What it holds is written
    /// to `also`, too.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub fn copy(&self, path: &Path, from: &Path, also: &mut impl Write) -> Result<(), Error> {
        let copied = |e| Error::io("copy to the output", from, &e);
        if self.may_be_kept(path, from) {
            let bytes = fs::read(from).map_err(|e| Error::io("read", from, &e))?;
            also.write_all(&bytes).map_err(copied)?;
            return self.put(path, &bytes);
        }
        let file = self.make_room(path)?;
        fs::copy(from, &file).map_err(copied)?;
        // Not the file it was copied from, which may hold something else by now.
        File::open(&file).and_then(|mut copy| io::copy(&mut copy, also)).map(drop).map_err(copied)
    }

    /// The staged file of a path, which is not there.
    fn make_room(&self, path: &Path) -> Result<PathBuf, Error> {
        let file = self.site().join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|e| Error::io("make the folder", folder, &e))?;
        }
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("replace", &file, &error)),
            _ => Ok(file),
        }
    }

    /// Puts the site in its place and takes the old one away.
    ///
    /// # Errors
    /// Where the disk is full or the system refuses; the old site is then as it was.
    pub fn publish(self) -> Result<PathBuf, Error> {
        self.publish_after(|_| ()).map(|(output, ())| output)
    }

    /// The same; `look` gets to see the staged site while it is brought to the disk, which is most of the waiting.
    ///
    /// # Errors
    /// Where the disk is full or the system refuses; the old site is then as it was.
    pub fn publish_after<T: Send>(self, look: impl FnOnce(&Path) -> T + Send) -> Result<(PathBuf, T), Error> {
        let site = self.site();
        let (synced, seen) = rayon::join(|| sync(&site), || look(&site));
        synced.map_err(|e| Error::io("write all of", &site, &e).hint("is the disk full?"))?;
        interrupt::check()?;
        made::remembering(&site, &self.output, put)
            .map_err(|e| Error::io("put the site in place at", &self.output, &e))?;
        Ok((self.output, seen))
    }
}

/// Makes a new file, and what it takes for that only where it takes it: most folders are there, and most files are not.
fn in_place(file: &Path, make: impl Fn() -> io::Result<()>) -> io::Result<()> {
    match (make(), file.parent()) {
        (Err(error), _) if error.kind() == io::ErrorKind::AlreadyExists => fs::remove_file(file)?,
        (Err(error), Some(folder)) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
        }
        (done, _) => return done,
    }
    make()
}

/// The place itself where `output` is a symbolic link, so that the link stays.
fn resolve(output: &Path) -> Result<PathBuf, Error> {
    match output.canonicalize() {
        Ok(path) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !output.is_symlink() => {
            let place = place_of(output).map_or_else(|| std::path::absolute(output), Ok);
            place.map_err(|e| Error::io("find", output, &e))
        }
        Err(error) => {
            let hint = if output.is_symlink() {
                "it is a symbolic link that leads nowhere: make the folder it names, or choose another with --out"
            } else {
                "choose another place with --out"
            };
            Err(Error::io("write to", output, &error).hint(hint))
        }
    }
}

/// Where a folder is or will be, past links and `..`.
pub fn place_of(folder: &Path) -> Option<PathBuf> {
    let mut place = PathBuf::new();
    for part in std::path::absolute(folder).ok()?.components() {
        match part {
            Component::ParentDir => _ = place.pop(),
            part => place.push(part),
        }
        // What is not there yet is no link; what comes behind it may be there again, by a `..`.
        if place.exists() {
            place = place.canonicalize().ok()?;
        }
    }
    Some(place)
}

fn may_be_replaced(output: &Path, root: &Path, is_wanted: bool) -> Result<(), Error> {
    let refuse = |why: &str| {
        Err(Error::new(format!("the output folder {} {why}", output.display()))
            .hint("choose a new or empty folder with --out"))
    };
    let sources = [crate::site::CONTENT, "templates", "static", "sass", "themes"].map(|name| root.join(name));
    if root.starts_with(output) {
        return refuse("holds the site's own sources");
    }
    if sources.iter().any(|source| output.starts_with(source)) {
        return refuse("lies within the site's own sources");
    }
    match fs::metadata(output) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::io("open the output folder", output, &error)),
        Ok(found) if !found.is_dir() => return refuse("is a file"),
        Ok(_) => {}
    }
    if output.join(".git").exists() {
        return refuse("is a git checkout, whose history would be lost");
    }
    let mut entries = fs::read_dir(output).map_err(|e| Error::io("open the output folder", output, &e))?;
    let is_site = SIGNS_OF_A_SITE.iter().any(|sign| output.join(sign).is_file());
    if entries.next().is_none() {
        return Ok(());
    }
    // Zola builds there, too, and what it has built can be built again.
    let can_be_made = is_site && output == root.join(OUTPUT);
    if can_be_made || made::is_ours(output) || is_site && is_wanted {
        return Ok(());
    }
    if !is_site {
        return refuse("is not empty and does not look like a built site");
    }
    let what = format!("the output folder {} holds pages that dlde did not put there", output.display());
    Err(Error::new(what).hint("choose another with --out, or have it replaced with --force"))
}

fn parts(output: &Path) -> Result<(&Path, String), Error> {
    match (output.parent(), output.file_name()) {
        (Some(parent), Some(name)) => Ok((parent, name.to_string_lossy().into_owned())),
        _ => Err(Error::new(format!("{} cannot be an output folder", output.display()))),
    }
}

/// Makes a folder that other builds take for one of a build at work.
fn locked(parent: &Path, prefix: &str) -> io::Result<(TempDir, File)> {
    loop {
        let folder = tempfile::Builder::new().prefix(prefix).tempdir_in(parent)?;
        let file = folder.path().join(LOCK);
        let lock = File::create(&file).and_then(|lock| lock.lock().map(|()| lock));
        // Another build may have taken it away before it was locked.
        if file.is_file() || lock.as_ref().is_err_and(|e| e.kind() != io::ErrorKind::NotFound) {
            return lock.map(|lock| (folder, lock));
        }
    }
}

/// Removes the staging folders of builds that were killed. One that is locked belongs to a build at work, and one without
/// a lock to one that begins, unless it is old.
fn remove_abandoned(parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten().filter(|e| e.file_name().to_string_lossy().starts_with(prefix)) {
        let folder = entry.path();
        let age = || fs::metadata(&folder).ok()?.modified().ok()?.elapsed().ok();
        let (lock, is_abandoned) = match File::open(folder.join(LOCK)) {
            Ok(lock) => {
                let is_free = lock.try_lock().is_ok();
                (Some(lock), is_free)
            }
            Err(_) => (None, age().is_some_and(|age| age > BEGINNING)),
        };
        if is_abandoned {
            let _ = fs::remove_dir_all(&folder);
        }
        // Until here, so that a build that waits for it sees what has become of its folder.
        drop(lock);
    }
}

/// Makes sure that what is in a folder is on the disk, by one sync of the file system: a sync of each file costs twice
/// the whole build.
///
/// # Errors
/// Where the disk is full or the system refuses.
#[cfg(target_os = "linux")]
pub fn sync(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// Makes sure that what is in a folder is on the disk.
///
/// # Errors
/// Where the disk is full or the system refuses.
#[cfg(not(target_os = "linux"))]
pub fn sync(folder: &Path) -> io::Result<()> {
    for item in walkdir::WalkDir::new(folder) {
        let item = item?;
        if item.file_type().is_file() {
            File::open(item.path())?.sync_all()?;
        }
    }
    Ok(())
}

/// Exchanges the new folder and the old one, or moves the new one where there is none.
fn put(site: &Path, output: &Path) -> io::Result<()> {
    if !output.exists() {
        return fs::rename(site, output);
    }
    exchange(site, output)
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(site: &Path, output: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, site, CWD, output, RenameFlags::EXCHANGE) {
        // Some file systems cannot exchange.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::OPNOTSUPP) => {
            move_aside(site, output)
        }
        result => Ok(result?),
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(site: &Path, output: &Path) -> io::Result<()> {
    move_aside(site, output)
}

/// Two renames, the first undone when the second fails.
fn move_aside(site: &Path, output: &Path) -> io::Result<()> {
    let old = site.with_extension("old");
    fs::rename(output, &old)?;
    fs::rename(site, output).inspect_err(|_| {
        let _ = fs::rename(&old, output);
    })
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn only_folders_of_builds_that_were_killed_are_taken_away() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = |name: &str| {
            let folder = place.path().join(name);
            fs::create_dir(&folder).expect("makes");
            folder
        };
        let (killed, at_work) = (folder(".x.dlde-killed"), folder(".x.dlde-work"));
        let (begins, never_began, other) =
            (folder(".x.dlde-new"), folder(".x.dlde-old"), folder(".y.dlde-z"));
        fs::write(killed.join(LOCK), "").expect("writes");
        let lock = File::create(at_work.join(LOCK)).expect("makes");
        lock.lock().expect("locks");
        let long_ago = SystemTime::now() - 2 * BEGINNING;
        File::open(&never_began).and_then(|f| f.set_modified(long_ago)).expect("sets the time");
        remove_abandoned(place.path(), ".x.dlde-");
        let left = [&killed, &at_work, &begins, &never_began, &other].map(|folder| folder.exists());
        assert_eq!(left, [false, true, true, false, true]);
    }
}
