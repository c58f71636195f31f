//! Runs a program to its end: output captured, time limited, and ended by Ctrl-C without leaving orphans.
//!
//! Everything this module's neighbours start and wait for is registered in [`CHILDREN`] while it runs,
//! so that a Ctrl-C handler in another thread can end it. The lock is held from before a start until the child is
//! registered, so that [`interrupt`] misses none; and a child is reaped only below the lock, so that
//! its number cannot have passed to another process when it is killed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Ends the Zola (or npm) that is running, and lets none start any more. For a Ctrl-C handler.
///
/// When it returns, the child is gone; what waited for it returns [`Error::Interrupted`](super::Error::Interrupted).
/// [`Zola::serve`](super::Zola::serve) is not concerned: there Zola gets the Ctrl-C itself.
pub fn interrupt() {
    CHILDREN.stop();
}

/// The children of this process.
pub(super) static CHILDREN: Children = Children::new();

/// Programs that are running.
pub(super) struct Children(Mutex<State>);

struct State {
    running: BTreeMap<u32, Child>,
    stopped: bool,
}

/// What a program that ran to its end has left.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) status: ExitStatus,
    /// Standard output and standard error as they came, at most the last [`KEPT`] bytes.
    pub(super) text: String,
}

/// Why a program did not run to its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("it does not start: {0}")]
    Start(#[from] io::Error),
    #[error("it took too long")]
    TooSlow,
    #[error("interrupted")]
    Interrupted,
}

/// How much of a program's output is kept: far more than any message, and not more than memory.
const KEPT: u64 = 256 * 1024;

/// How often a running child is looked at: unnoticeable as a delay, and nothing as a load.
const PAUSE: Duration = Duration::from_millis(5);

impl Children {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(State { running: BTreeMap::new(), stopped: false }))
    }

    /// Runs `command` without input until it ends, or until `limit`.
    ///
    /// The output goes to a nameless temporary file, not to pipes: it needs no threads,
    /// and a grandchild that keeps it open cannot make us wait.
    pub(super) fn run(&self, command: &mut Command, limit: Option<Duration>) -> Result<Output, Failure> {
        let mut output = tempfile::tempfile()?;
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output.try_clone()?);
        let status = self.wait(self.start(command)?, limit)?;
        Ok(Output { status, text: end_of(&mut output)? })
    }

    /// Ends what is running, and lets nothing start any more.
    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.stopped = true;
        for child in state.running.values_mut() {
            end(child);
        }
        state.running.clear();
    }

    /// Fails once [`stop`](Self::stop) was called.
    pub(super) fn may_go_on(&self) -> Result<(), Failure> {
        if self.lock().stopped { Err(Failure::Interrupted) } else { Ok(()) }
    }

    fn start(&self, command: &mut Command) -> Result<u32, Failure> {
        let mut state = self.lock();
        if state.stopped {
            return Err(Failure::Interrupted);
        }
        let child = command.spawn()?;
        let id = child.id();
        state.running.insert(id, child);
        Ok(id)
    }

    fn wait(&self, id: u32, limit: Option<Duration>) -> Result<ExitStatus, Failure> {
        let started = Instant::now();
        loop {
            let mut state = self.lock();
            let Some(child) = state.running.get_mut(&id) else {
                return Err(Failure::Interrupted);
            };
            if let Some(status) = child.try_wait()? {
                state.running.remove(&id);
                return if ended_by_ctrl_c(status) { Err(Failure::Interrupted) } else { Ok(status) };
            }
            if limit.is_some_and(|limit| started.elapsed() > limit) {
                end(child);
                state.running.remove(&id);
                return Err(Failure::TooSlow);
            }
            drop(state);
            thread::sleep(PAUSE);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is sound between any two statements, so a panic elsewhere does not spoil it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Kills a child and waits until it is gone. Both fail only if it is gone already.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Whether the terminal's Ctrl-C, which goes to the child as well, came to it before [`interrupt`] did.
#[cfg(unix)]
fn ended_by_ctrl_c(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    const SIGINT: i32 = 2;
    status.signal() == Some(SIGINT) || status.code() == Some(128 + SIGINT)
}

#[cfg(windows)]
fn ended_by_ctrl_c(status: ExitStatus) -> bool {
    const STATUS_CONTROL_C_EXIT: u32 = 0xC000_013A;
    status.code() == Some(STATUS_CONTROL_C_EXIT.cast_signed())
}

/// The last [`KEPT`] bytes of `file`, from a line's beginning.
fn end_of(file: &mut File) -> io::Result<String> {
    let length = file.seek(SeekFrom::End(0))?;
    let skipped = length.saturating_sub(KEPT);
    file.seek(SeekFrom::Start(skipped))?;
    let mut bytes = Vec::new();
    file.take(KEPT).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let whole_lines = if skipped > 0 { text.split_once('\n').map(|(_, rest)| rest) } else { None };
    Ok(whole_lines.unwrap_or(&text).to_owned())
}

#[cfg(all(test, unix))]
mod tests;
