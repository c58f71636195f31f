//! The part of the phase plane that is shown, and its place in the picture.

use crate::plane::Vector;

/// The width of the picture, in user units.
pub(crate) const WIDTH: f64 = 1600.0;

/// The height of the picture, in user units.
pub(crate) const HEIGHT: f64 = 480.0;

/// User units to one unit of θ (a radian) and to one of ω.
pub(crate) const SCALE: f64 = 72.0;

/// How far, in user units, lines go on beyond the upper and lower edges.
pub(crate) const MARGIN: f64 = 4.0;

/// User units as a length in the phase plane.
pub(crate) const fn units(length: f64) -> f64 {
    length / SCALE
}

/// The place of a state in the picture, whose centre is the origin of both.
pub(crate) fn place(state: Vector) -> Vector {
    Vector::new(state.x, -state.y) * SCALE
}

/// A direction of the phase plane as one of the picture, where y runs down.
pub(crate) fn heading(direction: Vector) -> Vector {
    Vector::new(direction.x, -direction.y)
}

/// Whether a state, moved by whole turns, shows in the picture or lies at most
/// `margin` user units above or below.
pub(crate) fn contains(state: Vector, margin: f64) -> bool {
    state.y.abs() <= units(HEIGHT / 2.0 + margin)
}
