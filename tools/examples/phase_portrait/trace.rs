//! Integration: from a state along the trajectory through it.

use crate::frame::units;
use crate::pendulum::Pendulum;
use crate::plane::Vector;

/// The length of trajectory between two samples: two user units.
pub(crate) const STRIDE: f64 = units(2.0);

/// The error allowed to one step, in units of the phase plane.
const TOLERANCE: f64 = 1e-10;

/// A step that need not be shorter: where one of this length is too inexact,
/// the direction turns at once, as it does only in an equilibrium.
const SHORTEST: f64 = 1e-5;

/// A point of a trajectory and the direction of motion there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) at: Vector,
    pub(crate) heading: Vector,
}

/// A trajectory as samples at equal distances, in the order of time.
pub(crate) type Line = Vec<Sample>;

/// Which way a trajectory is followed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Time {
    Forward,
    Backward,
}

/// The samples of the trajectory from `start`, without `start` itself, to the
/// first that `goes_on` refuses. That is told the samples before, the latest
/// last; the line returned is in the order of time.
pub(crate) fn follow(
    pendulum: Pendulum,
    start: Vector,
    time: Time,
    mut goes_on: impl FnMut(&[Sample], Sample) -> bool,
) -> Line {
    let sign = if time == Time::Forward { 1.0 } else { -1.0 };
    let field = |state| pendulum.direction(state) * sign;
    let mut line = Line::new();
    let mut at = start;
    while let Some(next) = advance(field, at, STRIDE) {
        at = next;
        let heading = pendulum.direction(at);
        let sample = Sample { at, heading };
        if !goes_on(&line, sample) {
            break;
        }
        line.push(sample);
    }
    if time == Time::Backward {
        line.reverse();
    }
    line
}

/// The state at `length` along the trajectory of a field of unit vectors, by
/// Dormand–Prince steps as long as [`TOLERANCE`] lets them be; none at the end
/// of a trajectory in an equilibrium.
fn advance(field: impl Fn(Vector) -> Vector, from: Vector, length: f64) -> Option<Vector> {
    let (mut at, mut left, mut step) = (from, length, length);
    while left > 0.0 {
        step = step.min(left);
        let (next, error) = dormand_prince(&field, at, step);
        if error <= TOLERANCE {
            at = next;
            left -= step;
        } else if step < SHORTEST {
            return None;
        }
        let factor = 0.9 * (TOLERANCE / error.max(f64::MIN_POSITIVE)).powf(0.2);
        step *= factor.clamp(0.2, 5.0);
    }
    (field(at) != Vector::ZERO).then_some(at)
}

/// The stages of the Dormand–Prince pair: row i weighs the slopes 0..=i in the
/// argument of slope i + 1. The last row is the solution of order five.
const STAGES: [&[f64]; 6] = [
    &[1.0 / 5.0],
    &[3.0 / 40.0, 9.0 / 40.0],
    &[44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0],
    &[19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0],
    &[9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0],
    &[35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0],
];

/// The weights of the slopes in the difference between the solutions of orders
/// five and four, which estimates the error.
const DIFFERENCE: [f64; 7] =
    [71.0 / 57600.0, 0.0, -71.0 / 16695.0, 71.0 / 1920.0, -17253.0 / 339200.0, 22.0 / 525.0, -1.0 / 40.0];

/// One step of Dormand and Prince (J. R. Dormand and P. J. Prince, "A family of
/// embedded Runge–Kutta formulae", 1980): the next state and its error.
fn dormand_prince(field: impl Fn(Vector) -> Vector, at: Vector, step: f64) -> (Vector, f64) {
    let mut slopes = [field(at); 7];
    let mut next = at;
    for (weights, stage) in STAGES.iter().zip(1..) {
        next = at + weighted(weights, &slopes) * step;
        slopes[stage] = field(next);
    }
    (next, weighted(&DIFFERENCE, &slopes).length() * step)
}

/// The sum of the slopes, each times its weight.
fn weighted(weights: &[f64], slopes: &[Vector]) -> Vector {
    weights.iter().zip(slopes).fold(Vector::ZERO, |sum, (&weight, &slope)| sum + slope * weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn energy(state: Vector) -> f64 {
        state.y * state.y / 2.0 - state.x.cos()
    }

    #[test]
    fn without_damping_the_energy_is_conserved() {
        let pendulum = Pendulum { damping: 0.0 };
        for start in [Vector::new(1.0, 0.0), Vector::new(-8.0, 2.5)] {
            let line = follow(pendulum, start, Time::Forward, |line, _| line.len() < 1000);
            assert_eq!(line.len(), 1000);
            for sample in line {
                assert!((energy(sample.at) - energy(start)).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn with_damping_the_energy_falls() {
        let pendulum = Pendulum { damping: 0.2 };
        let start = Vector::new(-8.0, 2.5);
        let line = follow(pendulum, start, Time::Forward, |line, _| line.len() < 500);
        assert!(line.is_sorted_by(|one, next| energy(one.at) > energy(next.at)));
    }

    #[test]
    fn a_trajectory_ends_in_a_focus() {
        let pendulum = Pendulum { damping: 0.2 };
        let start = Vector::new(0.5, 0.0);
        let line = follow(pendulum, start, Time::Forward, |_, _| true);
        assert!(line.last().is_some_and(|sample| sample.at.length() < STRIDE));
    }

    #[test]
    fn backward_undoes_forward() {
        let pendulum = Pendulum { damping: 0.2 };
        let start = Vector::new(0.5, 1.5);
        let there = follow(pendulum, start, Time::Forward, |line, _| line.len() < 200);
        let end = there.last().map_or(Vector::ZERO, |sample| sample.at);
        let back = follow(pendulum, end, Time::Backward, |line, _| line.len() < 200);
        assert!(back.first().is_some_and(|sample| sample.at.distance(start) < 1e-6));
    }
}
