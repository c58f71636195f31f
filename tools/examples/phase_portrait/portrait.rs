//! Which trajectories are drawn.

use std::ops::Range;

use crate::filling::{Filling, Level};
use crate::frame::{self, units};
use crate::pendulum::{Pendulum, distance_from_focus, saddle};
use crate::plane::Vector;
use crate::trace::{Line, Sample, Time, follow};

/// One half of the lines of a phase portrait. The other half is this one
/// turned by half a turn about the origin, as the equation stays the same when
/// θ and ω change sign together.
#[derive(Debug)]
pub(crate) struct Portrait {
    /// The equation.
    pub(crate) pendulum: Pendulum,
    /// The separatrices that leave a saddle and fall into a focus.
    pub(crate) unstable: Vec<Line>,
    /// Those that end in a saddle: the borders between the basins of the foci.
    pub(crate) stable: Vec<Line>,
    /// Lines between the separatrices, far apart.
    pub(crate) coarse: Vec<Line>,
    /// Lines between all of these, for a picture large enough.
    pub(crate) fine: Vec<Line>,
}

/// The lines that are always shown.
pub(crate) const COARSE: Level = Level { begin: units(20.0), end: units(12.0), shortest: units(100.0) };

/// The lines that are shown in addition where there is room.
pub(crate) const FINE: Level = Level { begin: units(10.4), end: units(6.2), shortest: units(80.0) };

/// How far from its saddle, along the eigenvector, a separatrix is traced from.
/// It bends away from the eigenvector only in the order of the cube of this.
const OFFSET: f64 = 1e-4;

/// How near to its saddle a separatrix is drawn: outside of the ring
/// that marks the saddle.
const SADDLE_GAP: f64 = units(9.0);

/// How near to its focus any trajectory ends: the arms of a spiral are still
/// apart there.
const FOCUS_GAP: f64 = units(13.0);

/// The saddles whose separatrices may reach the picture.
const SADDLES: Range<i32> = -4..4;

/// How far, in user units, a separatrix may leave the picture and come back.
const DETOUR: f64 = 800.0;

impl Portrait {
    /// The portrait of a pendulum.
    pub(crate) fn of(pendulum: Pendulum) -> Self {
        let (leaving, arriving) = pendulum.saddle_directions();
        let unstable = separatrices(pendulum, leaving, Time::Forward);
        let stable = separatrices(pendulum, -arriving, Time::Backward);
        let mut filling = Filling::new(pendulum, FOCUS_GAP, COARSE.begin);
        for line in unstable.iter().chain(&stable) {
            filling.add(line);
        }
        let coarse = filling.fill(COARSE);
        let fine = filling.fill(FINE);
        Self { pendulum, unstable, stable, coarse, fine }
    }
}

/// The trajectory of each saddle that leaves it, in time or against it, in a
/// direction, if it comes into the picture.
fn separatrices(pendulum: Pendulum, direction: Vector, time: Time) -> Vec<Line> {
    let near =
        |sample: Sample| frame::contains(sample.at, DETOUR) && distance_from_focus(sample.at) > FOCUS_GAP;
    let branch = |saddle: Vector| {
        let start = saddle + direction * OFFSET;
        let mut line = follow(pendulum, start, time, |_, sample| near(sample));
        line.retain(|sample| sample.at.distance(saddle) >= SADDLE_GAP);
        line
    };
    let seen = |sample: &Sample| frame::contains(sample.at, 0.0);
    SADDLES.map(|turn| branch(saddle(turn))).filter(|line| line.iter().any(seen)).collect()
}
