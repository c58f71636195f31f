//! Whether a copy is already what a run would make, so that nothing is to be written.
//!
//! Kept of the last run into an output are three numbers and its summary: what it was asked, what it read, what it left
//! there, and what it said of that. Of the folder, the bytes count, since generators write every file anew; of the
//! copy, lengths and times, as for what takes it to a server. Whatever is in doubt – a link, something unreadable, a
//! record of another program – is no mistake, but a reason to do the work.
//!
//! No record holds for what another run has left. It tells the files that its own run has staged by their times, and
//! files that other bytes were written to have other times, be it that a run was killed, failed or ran at the same time.

use std::{
    collections::BTreeMap,
    env,
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

use super::{
    Setting,
    copy::Order,
    pages::Summary,
    sums::{Sums, contents, hash, times},
};
use crate::{html::rewrites, site};

/// To be counted up with each change of what is kept.
const FORMAT: u8 = 1;
/// The folder in the cache.
const CACHE: &str = "copies";
/// No record is longer. In bytes.
const LONGEST: u64 = 1 << 16;
/// The clock of a file system stands still for so long: two writes within can leave the same time.
const TICK: Duration = Duration::from_millis(20);

/// What is kept of a run.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    /// [`asked`].
    asked: u128,
    /// [`contents`] of the folder.
    read: u128,
    /// [`times`] of the copy.
    left: u128,
    said: Said,
}

/// A summary without anything that somebody should look at.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    pages: usize,
    changed: usize,
    edits: BTreeMap<String, usize>,
    before: usize,
    after: usize,
}

/// The last run into an output, as far as a run now can know of it.
pub(super) struct Last<'l> {
    folder: &'l Path,
    out: &'l Path,
    /// Where the records are.
    records: PathBuf,
    asked: u128,
}

/// A run that goes on.
pub(super) struct Recording<'r> {
    last: Last<'r>,
    before: Sums,
}

impl<'l> Last<'l> {
    /// None where no run can tell that nothing has changed.
    pub(super) fn of(order: &Order<'l>) -> Option<Self> {
        let cache = order.cache.map(Path::to_owned).or_else(site::user_cache)?;
        let (records, asked) = (cache.join(CACHE), asked(order)?);
        Some(Self { folder: order.folder, out: order.out, records, asked })
    }

    /// What the last run said, where a run now would say and leave the same.
    pub(super) fn summary(&self) -> Option<Summary> {
        let record = read(&self.place()?).filter(|record| record.asked == self.asked)?;
        let (left, read) = rayon::join(|| times(self.out), || contents(self.folder));
        let holds = left?.all() == record.left && read?.all() == record.read;
        record.said.summary().filter(|_| holds)
    }

    /// Forgets the last run. To be called before anything is read.
    pub(super) fn begin(self) -> Option<Recording<'l>> {
        let _ = self.place().map(fs::remove_file);
        Some(Recording { before: times(self.folder)?, last: self })
    }

    /// Where the record of the output is; none where there is no output.
    fn place(&self) -> Option<PathBuf> {
        let out = self.out.canonicalize().ok()?;
        let name = hash(out.as_os_str().as_encoded_bytes());
        Some(self.records.join(format!("{name:032x}.json")))
    }
}

impl Recording<'_> {
    /// Keeps what a run has read, left and said, once the copy is in its place; in silence where that is not possible.
    ///
    /// `read` is the sum of the [`Content`] of all files. `left` are the [`times`] of the copy, whose last file was
    /// written at `written`.
    pub(super) fn keep(self, read: u128, left: Sums, summary: &Summary, written: Instant) {
        let Self { last, before } = self;
        let Some(said) = Said::of(summary) else { return };
        // Style sheets and the headers of pictures are read more than once, and may have changed in between.
        if times(last.folder) != Some(before) {
            return;
        }
        let read = Sums { files: read, ..before }.all();
        thread::sleep(TICK.saturating_sub(written.elapsed()));
        let record = Record { asked: last.asked, read, left: left.all(), said };
        let _ = last.place().map(|place| write(&place, &record));
    }
}

/// Everything but the folder that decides what a run writes; none where that cannot be told.
fn asked(order: &Order<'_>) -> Option<u128> {
    // Whoever adds a field is to think of it here. What is kept, and where, is no part of what is written.
    let Order { folder, out: _, setting, dead_by, cache: _, afresh: _ } = order;
    // The instant decides what is said of events in the typed content, of which a copy knows nothing.
    let Setting { options, base, now: _, dead_links } = setting;
    if dead_links.is_some() != dead_by.is_some() {
        return None;
    }
    // Each build of the program may write something else.
    let program = env::current_exe().ok()?;
    let about = fs::metadata(&program).ok()?;
    let build = (env!("CARGO_PKG_VERSION"), program, about.len(), about.modified().ok()?);
    Some(hash(format!("{:?}", (FORMAT, build, folder, options, base, dead_by)).as_bytes()))
}

fn read(place: &Path) -> Option<Record> {
    let mut text = Vec::new();
    File::open(place).ok()?.take(LONGEST).read_to_end(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

fn write(place: &Path, record: &Record) -> io::Result<()> {
    let folder = place.parent().unwrap_or(place);
    fs::create_dir_all(folder)?;
    // Renamed into place, so that nobody reads half a record.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec(record)?)?;
    file.persist(place)?;
    Ok(())
}

impl Said {
    /// None where there is something to be said to the user, which each run is to say again.
    fn of(summary: &Summary) -> Option<Self> {
        let Summary { pages, changed, edits, before, after, refused, problems } = summary;
        let edits = edits.iter().map(|(rule, count)| ((*rule).to_owned(), *count)).collect();
        (refused.is_empty() && problems.is_empty()).then_some(Self {
            pages: *pages,
            changed: *changed,
            edits,
            before: *before,
            after: *after,
        })
    }

    /// None where it speaks of rewrites that there are not.
    fn summary(self) -> Option<Summary> {
        let Self { pages, changed, edits, before, after } = self;
        let known = |name: &str| rewrites::ALL.iter().map(|rule| rule.name).find(|own| *own == name);
        let edits = edits.into_iter().map(|(name, count)| Some((known(&name)?, count)));
        let edits = edits.collect::<Option<_>>()?;
        Some(Summary { pages, changed, edits, before, after, refused: Vec::new(), problems: Vec::new() })
    }
}

#[cfg(test)]
#[path = "unchanged_tests.rs"]
mod tests;
