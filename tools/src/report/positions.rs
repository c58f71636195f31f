//! Lines and columns of many places, each counted on from the one before: problems come in the order of their places,
//! and a page may be very long and full of them.

use std::{ops::Range, ptr};

use super::Source;

/// Where the last place was.
#[derive(Debug, Clone, Default)]
pub(super) struct Positions<'s> {
    source: Option<&'s Source>,
    offset: usize,
    line: usize,
    column: usize,
}

impl<'s> Positions<'s> {
    /// Line and column of a byte offset, as [`Source::position`] counts them.
    pub(super) fn of(&mut self, source: &'s Source, offset: usize) -> (usize, usize) {
        if !self.source.is_some_and(|own| ptr::eq(own, source)) || offset < self.offset {
            *self = Self { source: Some(source), offset: 0, line: 1, column: 1 };
        }
        let rest = source.text.get(self.offset..).unwrap_or_default();
        let passed = rest.get(..offset - self.offset).unwrap_or(rest);
        if let Some(newline) = passed.rfind('\n') {
            self.line += passed.matches('\n').count();
            self.column = 1 + passed[newline + 1..].chars().count();
        } else {
            self.column += passed.chars().count();
        }
        self.offset += passed.len();
        (self.line, self.column)
    }

    /// Line and column where a span begins and where it ends.
    pub(super) fn region(
        &mut self,
        source: &'s Source,
        span: &Range<usize>,
    ) -> ((usize, usize), (usize, usize)) {
        let start = self.of(source, span.start);
        (start, self.clone().of(source, span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_on_gives_the_same_as_counting_from_the_beginning() {
        let sources = ["é\nüü x\n\n", "x", ""].map(|text| Source { path: "a".into(), text: text.into() });
        let mut positions = Positions::default();
        for source in sources.iter().chain(&sources) {
            let offsets =
                (0..=source.text.len() + 2).filter(|at| *at > 4 || source.text.is_char_boundary(*at));
            for offset in offsets.chain([0]) {
                assert_eq!(positions.of(source, offset), source.position(offset), "{offset} of {source:?}");
            }
        }
        let region = positions.region(&sources[0], &(3..5));
        assert_eq!(region, sources[0].region(Some(&(3..5))));
        assert_eq!(positions.of(&sources[0], 3), (2, 1), "the end of one is not the beginning of the next");
    }
}
