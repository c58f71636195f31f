//! Arrowheads on the separatrices, which tell the direction of time.

use crate::frame::{heading, place, units};
use crate::plane::Vector;
use crate::portrait::Portrait;
use crate::trace::{STRIDE, Sample};

/// Where arrowheads are on the unstable separatrix: how far from the saddle.
const AFTER_SADDLE: [f64; 2] = [units(150.0), units(520.0)];

/// Where they are on the stable one: how far before the saddle.
const BEFORE_SADDLE: [f64; 2] = [units(150.0), units(590.0)];

/// An arrowhead in its own axes, in user units: x along the line, y across it.
const SHAPE: [Vector; 4] =
    [Vector::new(8.0, 0.0), Vector::new(-6.0, 5.2), Vector::new(-3.5, 0.0), Vector::new(-6.0, -5.2)];

/// The outline of an arrowhead in the picture.
pub(crate) type Outline = [Vector; 4];

/// The arrowheads of a portrait.
pub(crate) fn of(portrait: &Portrait) -> Vec<Outline> {
    let samples = |length: f64| (length / STRIDE) as usize;
    let unstable = AFTER_SADDLE.iter().filter_map(|&length| portrait.unstable.get(samples(length)));
    let stable = BEFORE_SADDLE.iter().filter_map(|&length| portrait.stable.iter().nth_back(samples(length)));
    unstable.chain(stable).map(outline).collect()
}

fn outline(sample: &Sample) -> Outline {
    let (at, along) = (place(sample.at), heading(sample.heading));
    SHAPE.map(|corner| at + along * corner.x + along.turned() * corner.y)
}
