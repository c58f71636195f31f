//! The part of the phase plane that is shown, and its place in the picture.

use crate::plane::Vector;

/// The width of the picture, in user units.
pub(crate) const WIDTH: f64 = 1600.0;

/// The height of the picture, in user units.
pub(crate) const HEIGHT: f64 = 480.0;

/// User units to one unit of θ (a radian) and to one of ω.
pub(crate) const SCALE: f64 = 72.0;

/// How far, in user units, lines go on beyond the edge of the picture.
pub(crate) const MARGIN: f64 = 4.0;

/// User units as a length in the phase plane.
pub(crate) const fn units(length: f64) -> f64 {
    length / SCALE
}

/// The place of a state in the picture, whose centre is the focus at the
/// origin.
pub(crate) fn place(state: Vector) -> Vector {
    Vector::new(WIDTH / 2.0 + SCALE * state.x, HEIGHT / 2.0 - SCALE * state.y)
}

/// A direction of the phase plane as one of the picture, where y runs down.
pub(crate) fn heading(direction: Vector) -> Vector {
    Vector::new(direction.x, -direction.y)
}

/// Whether a state lies in the picture or at most `margin` user units outside.
pub(crate) fn contains(state: Vector, margin: f64) -> bool {
    state.x.abs() <= units(WIDTH / 2.0 + margin) && state.y.abs() <= units(HEIGHT / 2.0 + margin)
}
