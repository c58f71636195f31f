//! Ctrl-C and termination: Zola is stopped at once, and the command ends on its ordinary way, which takes away what is
//! half done.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{report::Error, zola};

/// Exit code after Ctrl-C, as shells count it: 128 and the number of the signal.
pub const EXIT_CODE: u8 = 130;

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// From now on, Ctrl-C and termination end the program tidily.
///
/// # Errors
/// Where the system refuses a handler.
pub fn listen() -> Result<(), Error> {
    ctrlc::set_handler(|| {
        REQUESTED.store(true, Ordering::SeqCst);
        zola::interrupt();
    })
    .map_err(|error| Error::new(format!("cannot listen for Ctrl-C: {error}")))
}

/// Whether the user wants the program to end: what fails then fails because of that.
pub fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}

/// Ends the command here if the user wants that; called before each step that cannot be undone.
///
/// # Errors
/// After Ctrl-C.
pub fn check() -> Result<(), Error> {
    if requested() { Err(Error::new("interrupted")) } else { Ok(()) }
}
