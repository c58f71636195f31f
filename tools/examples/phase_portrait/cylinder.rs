//! The phase plane rolled up: states a whole turn of θ apart are one state.

use std::f64::consts::TAU;

use crate::plane::Vector;
use crate::trace::Line;

/// The turn of θ after which everything repeats.
pub(crate) const TURN: f64 = TAU;

/// The distance of two states the shorter way round.
pub(crate) fn distance(one: Vector, other: Vector) -> f64 {
    let apart = one - other;
    Vector::new(remainder(apart.x), apart.y).length()
}

/// The same trajectory moved by whole turns, so that the middle of its extent
/// lies as near to θ = 0 as can be.
pub(crate) fn centred(mut line: Line) -> Line {
    if let Some((least, greatest)) = extent(&line) {
        let middle = (least + greatest) / 2.0;
        let back = Vector::new(middle - remainder(middle), 0.0);
        line.iter_mut().for_each(|sample| sample.at = sample.at - back);
    }
    line
}

/// The least and the greatest θ of a trajectory.
pub(crate) fn extent(line: &Line) -> Option<(f64, f64)> {
    let angles = || line.iter().map(|sample| sample.at.x);
    angles().reduce(f64::min).zip(angles().reduce(f64::max))
}

/// What is left of an angle without whole turns, at most half a turn.
fn remainder(angle: f64) -> f64 {
    angle - TURN * (angle / TURN).round()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pendulum::Pendulum;
    use crate::trace::{Time, follow};

    #[test]
    fn a_turn_is_no_distance() {
        let (one, other) = (Vector::new(3.0, 1.0), Vector::new(-3.0, 1.0));
        assert!((distance(one, other) - (TURN - 6.0)).abs() < 1e-12);
        assert!((distance(other, one) - (TURN - 6.0)).abs() < 1e-12);
        assert!(distance(one, one + Vector::new(5.0 * TURN, 0.0)) < 1e-12);
    }

    #[test]
    fn a_centred_line_is_the_same_line_around_the_middle() {
        let pendulum = Pendulum { damping: 0.25 };
        let line = follow(pendulum, Vector::new(40.0, 3.0), Time::Forward, |line, _| line.len() < 300);
        let moved = centred(line.clone());
        let (least, greatest) = extent(&moved).unwrap();
        assert!((least + greatest).abs() <= TURN);
        assert!(line.iter().zip(&moved).all(|(was, is)| distance(was.at, is.at) < 1e-9));
    }
}
