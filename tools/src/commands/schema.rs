//! `dlde schema`: what editors need to complete and check the files of an edition.

use std::{fs, io::Write as _, path::Path};

use tempfile::NamedTempFile;

use super::Outcome;
use crate::{cli, content::schema, report::Error};

/// Prints the schema of a file, or writes those of all files.
///
/// # Errors
/// Where it cannot be printed or written.
pub fn run(args: &cli::Schema) -> Result<Outcome, Error> {
    if let Some(folder) = &args.out {
        fs::create_dir_all(folder).map_err(|e| Error::io("make the folder", folder, &e))?;
        for file in schema::files() {
            write(&folder.join(file).with_extension("json"), &schema::of(file).unwrap_or_default())?;
        }
    }
    if let Some(text) = args.file.as_deref().and_then(schema::of) {
        let mut out = anstream::stdout().lock();
        out.write_all(text.as_bytes())
            .and_then(|()| out.flush())
            .map_err(|error| Error::new(format!("cannot print the schema: {error}")))?;
    }
    Ok(Outcome::Fine)
}

/// Writes a file whole or not at all.
fn write(path: &Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let failed = |error: std::io::Error| Error::io("write", path, &error);
    let mut file = NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
