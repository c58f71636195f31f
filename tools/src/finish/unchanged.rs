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
    sums::{contents, hash, names, stamp},
};
use crate::{html::rewrites, site, tree::Tree};

/// To be counted up with each change of what is kept.
const FORMAT: u8 = 2;
/// The folder in the cache.
const CACHE: &str = "copies";
/// No record is longer. In bytes.
const LONGEST: u64 = 1 << 24;
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
    left: Left,
    said: Said,
}

/// What is in a copy, so that nobody has to search it again.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Left {
    tree: Tree,
    /// [`stamp`] of these files and folders.
    stamp: u128,
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
    tree: &'r Tree,
    /// [`stamp`] of the folder.
    before: u128,
}

impl<'l> Last<'l> {
    /// None where no run can tell that nothing has changed.
    pub(super) fn of(order: &Order<'l>) -> Option<Self> {
        let cache = order.cache.map(Path::to_owned).or_else(site::user_cache)?;
        let (records, asked) = (cache.join(CACHE), asked(order)?);
        Some(Self { folder: order.folder, out: order.out, records, asked })
    }

    /// What the last run said, where a run now would say and leave the same. `tree` is what is in the folder.
    pub(super) fn summary(&self, tree: &Tree) -> Option<Summary> {
        let Record { asked, read, left, said } = self::read(&self.place()?)?;
        if asked != self.asked || tree.has_links {
            return None;
        }
        let (is_left, now) = rayon::join(|| left.is_still_in(self.out), || contents(self.folder, tree));
        said.summary().filter(|_| is_left && now == Some(read))
    }

    /// Forgets the last run. To be called before anything but what is in the folder is read.
    pub(super) fn begin(self, tree: &'l Tree) -> Option<Recording<'l>> {
        let _ = self.place().map(fs::remove_file);
        let before = stamp(self.folder, tree).filter(|_| !tree.has_links)?;
        Some(Recording { last: self, tree, before })
    }

    /// Where the record of the output is; none where there is no output.
    fn place(&self) -> Option<PathBuf> {
        let out = self.out.canonicalize().ok()?;
        let name = hash(out.as_os_str().as_encoded_bytes());
        Some(self.records.join(format!("{name:032x}.json")))
    }
}

impl Recording<'_> {
    /// What a run leaves in this folder, once all is read and written; none where that is no basis for a next run.
    pub(super) fn left(&self, copy: &Path) -> Option<Left> {
        // Style sheets and the headers of pictures are read more than once, and may have changed in between.
        let is_as_before = stamp(self.last.folder, self.tree) == Some(self.before);
        Left::of(copy).filter(|_| is_as_before)
    }

    /// Keeps what a run has read, left and said, once the copy is in its place; in silence where that is not possible.
    ///
    /// `read` is the sum of the [`Content`] of all files. The last file of the copy was written at `written`.
    pub(super) fn keep(self, read: u128, left: Left, summary: &Summary, written: Instant) {
        let Some(said) = Said::of(summary) else { return };
        thread::sleep(TICK.saturating_sub(written.elapsed()));
        let read = read.wrapping_add(names(self.tree));
        let record = Record { asked: self.last.asked, read, left, said };
        let _ = self.last.place().map(|place| write(&place, &record));
    }
}

impl Left {
    fn of(copy: &Path) -> Option<Self> {
        let tree = Tree::of(copy).ok().filter(|tree| !tree.has_links)?;
        let stamp = stamp(copy, &tree)?;
        Some(Self { tree, stamp })
    }

    /// Whether a folder is as the copy was. Its folders tell by their times that nothing has come or gone.
    fn is_still_in(&self, copy: &Path) -> bool {
        stamp(copy, &self.tree) == Some(self.stamp)
    }
}

/// Everything but the folder that decides what a run writes; none where that cannot be told.
fn asked(order: &Order<'_>) -> Option<u128> {
    // Whoever adds a field is to think of it here. What is kept, and where, is no part of what is written.
    let Order { folder, out: _, root: _, setting, dead_by, cache: _, afresh: _, force: _ } = order;
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
