//! Evenly spaced lines on the cylinder.
//!
//! The method is that of B. Jobard and W. Lefer ("Creating evenly-spaced
//! streamlines of arbitrary density", 1997): a new line begins at a set
//! distance beside one that is there, and is followed both ways until it comes
//! too near to any. Of all places where a line may begin, the one with the
//! longest line comes first, so that few lines are short.

use std::collections::BinaryHeap;

use crate::cylinder::distance;
use crate::frame::{self, MARGIN};
use crate::occupied::Occupied;
use crate::pendulum::{Pendulum, distance_from_focus};
use crate::plane::Vector;
use crate::trace::{Line, STRIDE, Sample, Time, follow};

/// How densely lines fill the plane; lengths in its units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level {
    /// The distance at which a new line begins beside another (d_sep).
    pub(crate) begin: f64,
    /// The distance from others at which it ends (d_test).
    pub(crate) end: f64,
    /// The length below which a line is left out.
    pub(crate) shortest: f64,
}

/// The samples of a line from one at which seeds are placed to the next.
const SEED_STEP: usize = 10;

/// The share of its distance that a seed must really have: samples are not
/// dense enough to measure the whole exactly.
const ALMOST: f64 = 0.99;

/// The length of line that may be near to its end, in distances.
const BEHIND: f64 = 3.0;

/// The lines so far.
///
/// Each stands for two: itself and its image under half a turn about the
/// origin, which the equation maps to a trajectory too.
#[derive(Debug)]
pub(crate) struct Filling {
    pendulum: Pendulum,
    focus_gap: f64,
    occupied: Occupied,
    lines: Vec<Line>,
}

impl Filling {
    /// No lines yet. Those to come end at `focus_gap` from a focus and are
    /// nowhere asked to keep a distance greater than `greatest`.
    pub(crate) fn new(pendulum: Pendulum, focus_gap: f64, greatest: f64) -> Self {
        Self { pendulum, focus_gap, occupied: Occupied::new(greatest), lines: Vec::new() }
    }

    /// Adds a line and its image.
    pub(crate) fn add(&mut self, line: &[Sample]) {
        for sample in line {
            self.occupied.add(sample.at);
            self.occupied.add(-sample.at);
        }
        self.lines.push(line.to_vec());
    }

    /// Adds lines beside those there are, the longest first, until no more
    /// fits, and returns them.
    ///
    /// A line can only become shorter by others that are added. So the lengths
    /// in the queue are bounds, and the first that turns out to be still true
    /// is the greatest.
    pub(crate) fn fill(&mut self, level: Level) -> Vec<Line> {
        let mut seeds: Vec<Vector> = Vec::new();
        let mut queue = BinaryHeap::new();
        for line in &self.lines {
            self.enqueue(line, level, &mut seeds, &mut queue);
        }
        let mut added = Vec::new();
        while let Some((bound, index)) = queue.pop() {
            let Some(line) = self.candidate(seeds[index], level) else {
                continue;
            };
            if line.len() < bound {
                queue.push((line.len(), index));
                continue;
            }
            self.add(&line);
            self.enqueue(&line, level, &mut seeds, &mut queue);
            added.push(line);
        }
        added
    }

    /// Adds the places beside a line where another may begin to `seeds`, and
    /// the length of that line with the index of its seed to the queue.
    fn enqueue(
        &self,
        line: &[Sample],
        level: Level,
        seeds: &mut Vec<Vector>,
        queue: &mut BinaryHeap<(usize, usize)>,
    ) {
        for sample in line.iter().step_by(SEED_STEP) {
            let aside = sample.heading.turned() * level.begin;
            for seed in [sample.at + aside, sample.at - aside] {
                if let Some(line) = self.candidate(seed, level) {
                    queue.push((line.len(), seeds.len()));
                    seeds.push(seed);
                }
            }
        }
    }

    /// The line through a seed, if there is room for it.
    fn candidate(&self, seed: Vector, level: Level) -> Option<Line> {
        let room = frame::contains(seed, MARGIN) && self.occupied.is_free(seed, level.begin * ALMOST);
        let line = room.then(|| self.through(seed, level))?;
        let long = line.len() as f64 * STRIDE >= level.shortest;
        long.then_some(line)
    }

    /// The trajectory through a seed as far as it keeps its distance.
    fn through(&self, seed: Vector, level: Level) -> Line {
        let mut line = follow(self.pendulum, seed, Time::Backward, |line, sample| {
            self.may_pass(sample, level) && keeps_clear(line, 0, sample, level.end)
        });
        line.push(Sample { at: seed, heading: self.pendulum.direction(seed) });
        let after = follow(self.pendulum, seed, Time::Forward, |after, sample| {
            self.may_pass(sample, level)
                && keeps_clear(after, 0, sample, level.end)
                && keeps_clear(&line, after.len(), sample, level.end)
        });
        line.extend(after);
        line
    }

    /// Whether a new line may pass here for all that the others say.
    fn may_pass(&self, sample: Sample, level: Level) -> bool {
        frame::contains(sample.at, MARGIN)
            && distance_from_focus(sample.at) > self.focus_gap
            && self.occupied.is_free(sample.at, level.end)
    }
}

/// Whether a sample that follows a line after `ahead` others keeps its distance
/// from it, but for the stretch just behind, and from its image.
fn keeps_clear(line: &[Sample], ahead: usize, sample: Sample, least: f64) -> bool {
    let behind = (BEHIND * least / STRIDE) as usize;
    let behind = behind.saturating_sub(ahead).min(line.len());
    let far = |from: Vector| move |other: &Sample| distance(other.at, from) >= least;
    line[..line.len() - behind].iter().all(far(sample.at)) && line.iter().all(far(-sample.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::units;

    const LEVEL: Level = Level { begin: units(15.0), end: units(10.0), shortest: units(60.0) };

    fn lines() -> Vec<Line> {
        let pendulum = Pendulum { damping: 0.25 };
        let mut filling = Filling::new(pendulum, units(20.0), LEVEL.begin);
        let start = Vector::new(-11.0, 3.0);
        let first = follow(pendulum, start, Time::Forward, |line, _| line.len() < 300);
        filling.add(&first);
        std::iter::once(first).chain(filling.fill(LEVEL)).collect()
    }

    #[test]
    fn lines_keep_their_distance() {
        let lines = lines();
        assert!(lines.len() >= 8, "{}", lines.len());
        for (index, line) in lines.iter().enumerate() {
            for sample in lines[..index].iter().flatten() {
                for image in [sample.at, -sample.at] {
                    let near = |other: &Sample| distance(other.at, image) < LEVEL.end;
                    assert!(!line.iter().any(near), "near {image:?}");
                }
            }
        }
    }

    #[test]
    fn lines_are_long_and_run_with_time() {
        for line in lines() {
            assert!(line.len() as f64 * STRIDE >= LEVEL.shortest);
            for (one, next) in line.iter().zip(&line[1..]) {
                assert!((next.at - one.at).dot(one.heading) > 0.9 * STRIDE);
            }
        }
    }
}
