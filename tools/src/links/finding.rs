//! A finding together with the places where its address is written.

use std::{ops::Range, sync::Arc};

use super::judge::Finding;
use crate::report::Source;

/// A link in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// What is true about it.
    pub finding: Finding,
    /// Every place where it is written, in order of file, place and page.
    pub places: Vec<Place>,
}

/// A place where an address is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file that organisers edit.
    pub source: Arc<Source>,
    /// Byte range in its text; none where the whole file is meant.
    pub span: Option<Range<usize>>,
    /// Its beginning, for [`Self::position`].
    pub at: (usize, usize),
    /// The page it appears on, as its path in the finished site; none where no page shows it.
    pub page: Option<String>,
}

impl Place {
    /// Line and column where it begins, both counted from 1, columns in characters.
    pub fn position(&self) -> (usize, usize) {
        self.at
    }
}
