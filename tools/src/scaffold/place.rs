//! A folder that comes to be whole or not at all.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::{interrupt, report::Error};

/// The new folder in the making, beside the place where it goes; taken away when it is dropped.
pub(super) struct Staging {
    folder: TempDir,
    site: PathBuf,
    output: PathBuf,
}

impl Staging {
    /// Begins a folder for `output`, after making sure that nothing is there.
    pub(super) fn beside(output: &Path) -> Result<Self, Error> {
        let output = std::path::absolute(output).map_err(|e| Error::io("find", output, &e))?;
        must_be_free(&output)?;
        let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
            return Err(Error::new(format!("{} cannot be a new folder", output.display())));
        };
        let folder = tempfile::Builder::new()
            .prefix(&format!(".{}.dlde-", name.to_string_lossy()))
            .tempdir_in(parent)
            .map_err(|e| Error::io("write in", parent, &e).hint("choose a folder that is there and yours"))?;
        // Not the temporary folder itself, which nobody else may read.
        let site = folder.path().join("site");
        fs::create_dir(&site).map_err(|e| Error::io("make the folder", &site, &e))?;
        Ok(Self { folder, site, output })
    }

    /// The folder in the making.
    pub(super) fn site(&self) -> &Path {
        &self.site
    }

    /// Writes a file, with the folders it lies in.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.site.join(path);
        let parent = path.parent().unwrap_or(&self.site);
        fs::create_dir_all(parent).map_err(|e| Error::io("make the folder", parent, &e))?;
        fs::write(&path, bytes).map_err(|e| Error::io("write", &path, &e))
    }

    /// Puts the folder in its place.
    pub(super) fn publish(self) -> Result<(), Error> {
        interrupt::check()?;
        match fs::remove_dir(&self.output) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io("replace the folder", &self.output, &error));
            }
            _ => {}
        }
        fs::rename(&self.site, &self.output)
            .map_err(|e| Error::io("put the site in place at", &self.output, &e))?;
        drop(self.folder);
        Ok(())
    }
}

fn must_be_free(output: &Path) -> Result<(), Error> {
    let refuse = |why: &str| {
        Err(Error::new(format!("{} {why}", output.display())).hint("name a folder that is not there yet"))
    };
    let mut entries = match fs::read_dir(output) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return refuse("is a file"),
        Err(error) => return Err(Error::io("open the folder", output, &error)),
    };
    if entries.next().is_some() {
        return refuse("is not empty");
    }
    // It would be another folder of the same name, and the shell would stand in the old one.
    if std::env::current_dir().is_ok_and(|here| Some(here) == output.canonicalize().ok()) {
        return refuse("is the folder you are in");
    }
    Ok(())
}
