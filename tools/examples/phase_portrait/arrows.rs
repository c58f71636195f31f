//! Arrowheads on the separatrices, which tell the direction of time.

use crate::frame::{heading, place, units};
use crate::plane::Vector;
use crate::portrait::Portrait;
use crate::trace::{STRIDE, Sample};

/// Where arrowheads are on an unstable separatrix: how far from its saddle.
const AFTER_SADDLE: [f64; 2] = [units(150.0), units(520.0)];

/// Where they are on a stable one: how far before its saddle.
const BEFORE_SADDLE: [f64; 4] = [units(150.0), units(590.0), units(1030.0), units(1470.0)];

/// An arrowhead in its own axes, in user units: x along the line, y across it.
const SHAPE: [Vector; 4] =
    [Vector::new(8.0, 0.0), Vector::new(-6.0, 5.2), Vector::new(-3.5, 0.0), Vector::new(-6.0, -5.2)];

/// The outline of an arrowhead in the picture.
pub(crate) type Outline = [Vector; 4];

/// The arrowheads of a portrait.
pub(crate) fn of(portrait: &Portrait) -> Vec<Outline> {
    let samples = |length: f64| (length / STRIDE) as usize;
    let unstable = portrait
        .unstable
        .iter()
        .flat_map(|line| AFTER_SADDLE.iter().filter_map(move |&length| line.get(samples(length))));
    let stable = portrait.stable.iter().flat_map(|line| {
        BEFORE_SADDLE.iter().filter_map(move |&length| line.iter().nth_back(samples(length)))
    });
    unstable.chain(stable).map(outline).collect()
}

fn outline(sample: &Sample) -> Outline {
    let (at, along) = (place(sample.at), heading(sample.heading));
    SHAPE.map(|corner| at + along * corner.x + along.turned() * corner.y)
}
