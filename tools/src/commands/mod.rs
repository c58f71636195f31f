//! One file per command, named as typed; what they do is in the modules they call.

mod archive;
pub mod build;
pub mod check;
pub mod confirm;
pub mod rewrite;
pub mod serve;

/// How a command that could run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to complain of.
    Fine,
    /// The content has problems; they have been printed.
    Problems,
}
