//! Smooth curves through trajectories.

use crate::frame::{heading, place};
use crate::plane::Vector;
use crate::trace::Sample;

/// How far, in user units, a curve may stray from the trajectory.
const TOLERANCE: f64 = 0.4;

/// The most samples that one cubic goes along.
const LONGEST: usize = 160;

/// Cubic Bézier curves end to end, in the picture.
#[derive(Clone, Debug)]
pub(crate) struct Curve {
    pub(crate) start: Vector,
    pub(crate) cubics: Vec<Cubic>,
}

/// The two handles and the end of a cubic Bézier curve that begins at the end
/// of the one before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cubic {
    pub(crate) first: Vector,
    pub(crate) second: Vector,
    pub(crate) end: Vector,
}

/// A curve along a trajectory, of cubics as long as the tolerance allows.
pub(crate) fn fit(line: &[Sample]) -> Option<Curve> {
    let placed = |sample: &Sample| Sample { at: place(sample.at), heading: heading(sample.heading) };
    let line: Vec<Sample> = line.iter().map(placed).collect();
    let start = line.first()?.at;
    let mut cubics = Vec::new();
    let mut rest = line.as_slice();
    while let Some((steps, cubic)) = longest(rest) {
        cubics.push(cubic);
        rest = &rest[steps..];
    }
    Some(Curve { start, cubics })
}

/// The longest cubic that fits the samples from the first on, and from how
/// many to the next it goes. One step always fits.
fn longest(samples: &[Sample]) -> Option<(usize, Cubic)> {
    let most = samples.len().saturating_sub(1).min(LONGEST);
    (1..=most).rev().find_map(|steps| {
        let along = &samples[..=steps];
        let cubic = cubic(along)?;
        (steps == 1 || strays(along, cubic) <= TOLERANCE).then_some((steps, cubic))
    })
}

/// The cubic with the ends of some samples and the exact tangents there, of
/// all lengths of the two handles the one that fits best.
///
/// Best is the least sum of the squares of the distances of the samples from
/// the curve, each along its own normal, so that it matters little at which
/// parameter a sample is compared (after P. J. Schneider, "An algorithm for
/// automatically fitting digitized curves", 1990). Where that has no useful
/// solution, as along a straight line, the handles are thirds of the chord.
fn cubic(samples: &[Sample]) -> Option<Cubic> {
    let (start, end) = (samples.first()?, samples.last()?);
    let third = start.at.distance(end.at) / 3.0;
    let useful = 0.5 * third..4.0 * third;
    let (first, second) = handles(samples, *start, *end)
        .filter(|(first, second)| useful.contains(first) && useful.contains(second))
        .unwrap_or((third, third));
    Some(Cubic {
        first: start.at + start.heading * first,
        second: end.at - end.heading * second,
        end: end.at,
    })
}

/// The lengths of the handles that solve the normal equations.
fn handles(samples: &[Sample], start: Sample, end: Sample) -> Option<(f64, f64)> {
    let (mut aa, mut ab, mut bb, mut ar, mut br) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (t, sample) in parameters(samples) {
        let normal = sample.heading.turned();
        let [b0, b1, b2, b3] = bernstein(t);
        let a = b1 * normal.dot(start.heading);
        let b = -b2 * normal.dot(end.heading);
        let without = start.at * (b0 + b1) + end.at * (b2 + b3);
        let residual = normal.dot(sample.at - without);
        aa += a * a;
        ab += a * b;
        bb += b * b;
        ar += a * residual;
        br += b * residual;
    }
    let determinant = aa * bb - ab * ab;
    let solution = ((ar * bb - br * ab), (br * aa - ar * ab));
    (determinant > 0.0).then(|| (solution.0 / determinant, solution.1 / determinant))
}

/// The greatest distance of some samples from a cubic that begins at the first
/// of them, along their normals.
fn strays(samples: &[Sample], cubic: Cubic) -> f64 {
    let start = samples.first().map_or(cubic.end, |sample| sample.at);
    parameters(samples)
        .map(|(t, sample)| {
            let apart = cubic.at(start, t) - sample.at;
            sample.heading.turned().dot(apart).abs()
        })
        .fold(0.0, f64::max)
}

impl Cubic {
    /// The point at a parameter from zero to one.
    fn at(self, start: Vector, t: f64) -> Vector {
        let [b0, b1, b2, b3] = bernstein(t);
        start * b0 + self.first * b1 + self.second * b2 + self.end * b3
    }
}

/// Each sample with its share of the length, from zero to one.
fn parameters(samples: &[Sample]) -> impl Iterator<Item = (f64, &Sample)> {
    let last = samples.len().saturating_sub(1).max(1) as f64;
    let share = move |index: usize| index as f64 / last;
    samples.iter().enumerate().map(move |(index, sample)| (share(index), sample))
}

/// The Bernstein polynomials of degree three.
fn bernstein(t: f64) -> [f64; 4] {
    let s = 1.0 - t;
    [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pendulum::Pendulum;
    use crate::trace::{Time, follow};

    #[test]
    fn curves_stay_near_the_trajectory() {
        let pendulum = Pendulum { damping: 0.25 };
        let start = Vector::new(-8.0, 2.8);
        let line = follow(pendulum, start, Time::Forward, |line, _| line.len() < 900);
        let curve = fit(&line);
        let mut from = place(line[0].at);
        for cubic in curve.iter().flat_map(|curve| &curve.cubics) {
            for t in [0.2, 0.5, 0.8] {
                let at = cubic.at(from, t);
                let nearest = line.iter().map(|sample| place(sample.at).distance(at));
                let nearest = nearest.fold(f64::INFINITY, f64::min);
                // The samples are two units apart, the nearest one at most.
                assert!(nearest <= 1.0 + 2.0 * TOLERANCE, "{nearest} at {at:?}");
            }
            from = cubic.end;
        }
        assert_eq!(Some(from), line.last().map(|sample| place(sample.at)));
    }
}
