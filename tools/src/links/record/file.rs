//! The file of the record.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

use jiff::civil::Date;
use serde::Deserialize;

use super::Entry;
use crate::report::{Error, visible};

/// The version that this program reads and writes.
const VERSION: i64 = 1;
const HEAD: &str =
    "# What `dlde links` found last. It is made by that command; keep it in git, so that changes are seen.\n";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "version")]
    _version: i64,
    #[serde(default)]
    links: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    url: String,
    verdict: String,
    evidence: String,
    checked: String,
    #[serde(default)]
    warnings: Vec<String>,
    good: Option<String>,
    #[serde(rename = "final")]
    final_url: Option<String>,
    title: Option<String>,
    #[serde(default)]
    failed: Vec<String>,
}

/// Reads the file; nothing where there is none.
///
/// # Errors
/// Where it is not what this program writes.
pub(super) fn read(path: &Path) -> Result<BTreeMap<String, Entry>, Error> {
    match fs::read(path) {
        Ok(bytes) => parse(path, &bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(Error::io("read", path, &error)),
    }
}

fn parse(path: &Path, bytes: &[u8]) -> Result<BTreeMap<String, Entry>, Error> {
    let aside = |why: &str, hint: &str| {
        Error::new(format!("{} is left as it is and not used: {}", path.display(), visible(why)))
            .hint(hint.to_owned())
    };
    let broken = |why: &str| aside(why, "restore it from git, or delete it: it is made anew");
    let text = std::str::from_utf8(bytes).map_err(|_| broken("it is no text"))?;
    if text.lines().any(|line| ["<<<<<<<", ">>>>>>>"].iter().any(|mark| line.starts_with(mark))) {
        return Err(aside(
            "it has marks of a merge conflict",
            "take one side of it, or delete it: it is made anew",
        ));
    }
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| broken(error.message()))?;
    match table.get("version").and_then(toml::Value::as_integer) {
        Some(VERSION) => {}
        Some(other) => {
            return Err(aside(
                &format!("it is of version {other}, and this program writes version {VERSION}"),
                "use the program that wrote it, or delete it: it is made anew",
            ));
        }
        None => return Err(broken("it does not say its version")),
    }
    let document: Document =
        toml::Value::Table(table).try_into().map_err(|error: toml::de::Error| broken(error.message()))?;
    let mut links = BTreeMap::new();
    for line in document.links {
        let url = line.url.clone();
        let entry = entry(line).ok_or_else(|| broken(&format!("a date of {url} is none")))?;
        links.insert(url, entry);
    }
    Ok(links)
}

fn entry(line: Line) -> Option<Entry> {
    let date = |text: &String| text.parse::<Date>().ok();
    Some(Entry {
        verdict: line.verdict,
        evidence: line.evidence,
        checked: date(&line.checked)?,
        warnings: line.warnings,
        good: line.good.as_ref().map(|good| date(good).ok_or(())).transpose().ok()?,
        final_url: line.final_url,
        title: line.title,
        failed: line.failed.iter().map(date).collect::<Option<BTreeSet<Date>>>()?,
    })
}

/// Reads the file again, lets `change` change it, and puts the new one in its place, while no other run does the same.
///
/// # Errors
/// Where it cannot be written, or is not what this program writes.
pub(super) fn write(
    path: &Path,
    change: impl FnOnce(BTreeMap<String, Entry>) -> BTreeMap<String, Entry>,
) -> Result<(), Error> {
    let failed = |error: io::Error| Error::io("write", path, &error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Held until the end. Where folders cannot be locked, the last of two runs wins, and the file is whole all the same.
    let lock = File::open(folder).ok();
    let _ = lock.as_ref().map(File::lock);
    let there = read(path)?;
    let text = render(&change(there));
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut new = builder.prefix(".links").tempfile_in(folder).map_err(failed)?;
    new.write_all(text.as_bytes()).and_then(|()| new.as_file().sync_all()).map_err(failed)?;
    new.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

fn render(links: &BTreeMap<String, Entry>) -> String {
    let mut out = format!("{HEAD}version = {VERSION}\n");
    for (url, entry) in links {
        let date = |date: &Date| quoted(&date.to_string());
        let list = |items: &mut dyn Iterator<Item = String>| items.collect::<Vec<_>>().join(", ");
        let mut line = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(out, "{key} = {value}");
            }
        };
        line("\n[[links]]\nurl", Some(quoted(url)));
        line("verdict", Some(quoted(&entry.verdict)));
        line("evidence", Some(quoted(&entry.evidence)));
        line("checked", Some(date(&entry.checked)));
        let warnings = list(&mut entry.warnings.iter().map(|warning| quoted(warning)));
        line("warnings", (!warnings.is_empty()).then(|| format!("[{warnings}]")));
        line("good", entry.good.as_ref().map(date));
        line("final", entry.final_url.as_deref().map(quoted));
        line("title", entry.title.as_deref().map(quoted));
        let failed = list(&mut entry.failed.iter().map(date));
        line("failed", (!failed.is_empty()).then(|| format!("[{failed}]")));
    }
    out
}

/// A text as a TOML string on one line.
fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text).replace('\\', "\\\\").replace('"', "\\\""))
}
