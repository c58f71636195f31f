//! Compressed copies beside text files, for web servers that send them as they are.

use std::{
    fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use flate2::{Compression, GzBuilder, read::MultiGzDecoder};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::{interrupt, report::Error, tree::Tree};

/// Endings of files that are text, or as good as.
const TEXTS: [&str; 18] = [
    "html",
    "htm",
    "css",
    "js",
    "mjs",
    "svg",
    "xml",
    "json",
    "jsonld",
    "webmanifest",
    "ics",
    "txt",
    "bib",
    "md",
    "csv",
    "map",
    "rss",
    "atom",
];
/// Endings of the copies.
const COPIES: [Form; 2] = [Form::Gzip, Form::Brotli];
/// Smaller files fit the first packet as they are. In bytes.
const WORTH_IT: u64 = 1024;
/// Folder in the cache.
const CACHE: &str = "compressed";

#[derive(Debug, Clone, Copy)]
enum Form {
    Gzip,
    Brotli,
}

impl Form {
    fn ending(self) -> &'static str {
        match self {
            Self::Gzip => "gz",
            Self::Brotli => "br",
        }
    }

    /// Whether a copy reads back as the file: nobody can tell what became of a cache.
    fn is_copy(self, copy: &[u8], bytes: &[u8]) -> bool {
        let mut read = Vec::with_capacity(bytes.len());
        // No more of a false copy than shows that it is one.
        let most = bytes.len() as u64 + 1;
        let done = match self {
            Self::Gzip => MultiGzDecoder::new(copy).take(most).read_to_end(&mut read),
            Self::Brotli => brotli::Decompressor::new(copy, 4096).take(most).read_to_end(&mut read),
        };
        done.is_ok() && read == bytes
    }
}

/// Writes a copy in each form beside every text file of a folder that gets smaller by it, and says how many.
///
/// Copies are kept in `cache` by the content they are of: the best compression takes a hundred times as long as all
/// other work on a page.
///
/// # Errors
/// Where a file cannot be read or written.
pub fn write(folder: &Path, cache: &Path) -> Result<usize, Error> {
    let cache = cache.join(CACHE);
    fs::create_dir_all(&cache).map_err(|e| Error::io("make the folder", &cache, &e))?;
    let tree = Tree::of(folder)?;
    let written = tree.files.par_iter().filter(|file| is_text(file)).map(|file| {
        interrupt::check()?;
        write_copies(&folder.join(file), &cache)
    });
    written.try_reduce(|| 0, |one, other| Ok(one + other))
}

/// Whether a file is a compressed copy of one beside it.
pub fn is_copy(file: &Path) -> bool {
    COPIES.iter().any(|form| {
        file.extension().is_some_and(|own| own == form.ending())
            && is_text(&file.with_extension(""))
            && file.with_extension("").is_file()
    })
}

fn is_text(file: &Path) -> bool {
    let own = file.extension().unwrap_or_default();
    TEXTS.iter().any(|ending| own.eq_ignore_ascii_case(ending))
}

fn write_copies(file: &Path, cache: &Path) -> Result<usize, Error> {
    let reading = |e: io::Error| Error::io("read", file, &e);
    if fs::metadata(file).map_err(reading)?.len() < WORTH_IT {
        return Ok(0);
    }
    let bytes = fs::read(file).map_err(reading)?;
    let digest: String = Sha256::digest(&bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let mut written = 0;
    for form in COPIES {
        let copy = compressed(&bytes, form, &cache.join(&digest).with_extension(form.ending()))?;
        if copy.len() < bytes.len() {
            let mut place = file.as_os_str().to_owned();
            place.push(".");
            place.push(form.ending());
            let place = PathBuf::from(place);
            // What is there may be one file with that of an old site.
            let _ = fs::remove_file(&place);
            fs::write(&place, copy).map_err(|e| Error::io("write", &place, &e))?;
            written += 1;
        }
    }
    Ok(written)
}

/// The copy, from the cache where it was made before.
fn compressed(bytes: &[u8], form: Form, kept: &Path) -> Result<Vec<u8>, Error> {
    if let Some(copy) = fs::read(kept).ok().filter(|copy| form.is_copy(copy, bytes)) {
        return Ok(copy);
    }
    let copy = match form {
        Form::Gzip => gzip(bytes),
        Form::Brotli => brotli(bytes),
    };
    let copy = copy.map_err(|error| Error::new(format!("cannot compress: {error}")))?;
    let keep = || -> io::Result<()> {
        // Renamed into place, so that a build that is killed leaves no half a copy for the next one.
        let file = tempfile::NamedTempFile::new_in(kept.parent().unwrap_or(Path::new(".")))?;
        fs::write(file.path(), &copy)?;
        file.persist(kept)?;
        Ok(())
    };
    keep().map_err(|e| Error::io("write", kept, &e))?;
    Ok(copy)
}

/// Without name and time, so that the same file gives the same copy.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().write(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut copy = Vec::new();
    // The defaults are the best compression and the window that all browsers take.
    brotli::BrotliCompress(&mut &*bytes, &mut copy, &brotli::enc::BrotliEncoderParams::default())?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_read_back_as_the_file_and_come_from_the_cache_the_second_time() {
        let (folder, cache) =
            (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let text = "Differential equations, again and again. ".repeat(100);
        let file = |name: &str| folder.path().join(name);
        fs::write(file("a.html"), &text).expect("writes");
        fs::write(file("small.css"), "a{}").expect("writes");
        fs::write(file("a.png"), &text).expect("writes");
        assert_eq!(write(folder.path(), cache.path()), Ok(2));

        let (gzip, brotli) =
            (fs::read(file("a.html.gz")).expect("is there"), fs::read(file("a.html.br")).expect("is there"));
        let mut read = String::new();
        flate2::read::GzDecoder::new(&*gzip).read_to_string(&mut read).expect("is gzip");
        assert_eq!(read, text);
        let mut read = Vec::new();
        brotli::BrotliDecompress(&mut &*brotli, &mut read).expect("is Brotli");
        assert_eq!(read, text.as_bytes());
        assert!(!file("small.css.gz").exists() && !file("a.png.gz").exists());
        assert!(is_copy(&file("a.html.gz")) && !is_copy(&file("b.html.gz")) && !is_copy(&file("a.html")));

        let kept: Vec<_> = fs::read_dir(cache.path().join(CACHE)).expect("lists").flatten().collect();
        assert_eq!(kept.len(), 2);
        let quick = |mut copy: Vec<u8>| {
            let mut encoder = GzBuilder::new().write(&mut copy, Compression::fast());
            encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish().map(drop)).expect("compresses");
            copy
        };
        for copy in &kept {
            let is_gzip = copy.path().extension().is_some_and(|end| end == "gz");
            fs::write(copy.path(), if is_gzip { quick(Vec::new()) } else { b"broken".to_vec() })
                .expect("writes");
        }
        assert_eq!(write(folder.path(), cache.path()), Ok(2));
        assert_eq!(fs::read(file("a.html.gz")).expect("reads"), quick(Vec::new()), "from the cache");
        assert_eq!(fs::read(file("a.html.br")).expect("reads"), brotli, "made anew");
    }
}
