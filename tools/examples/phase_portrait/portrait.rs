//! Which trajectories are drawn.

use crate::cylinder::centred;
use crate::filling::{Filling, Level};
use crate::frame::{self, MARGIN, units};
use crate::pendulum::{Pendulum, SADDLE, distance_from_focus};
use crate::plane::Vector;
use crate::trace::{Line, Sample, Time, follow};

/// Half of one period of a phase portrait. The other half is this one turned by
/// half a turn about the origin, as the equation stays the same when θ and ω
/// change sign together. All other periods are this one moved by whole turns
/// of θ; lines that are longer than a turn reach into them.
#[derive(Debug)]
pub(crate) struct Portrait {
    /// The equation.
    pub(crate) pendulum: Pendulum,
    /// The separatrix that leaves the saddle and falls into the focus.
    pub(crate) unstable: Line,
    /// The one that ends in the saddle: between trajectories that come to rest
    /// a turn apart.
    pub(crate) stable: Line,
    /// Lines between the separatrices, far apart.
    pub(crate) coarse: Vec<Line>,
    /// Lines between all of these, for a picture large enough.
    pub(crate) fine: Vec<Line>,
}

/// The lines that are always shown.
pub(crate) const COARSE: Level = Level { begin: units(20.0), end: units(13.0), shortest: units(100.0) };

/// The lines that are shown in addition where there is room. They end less than
/// half as far from others as they begin: at a greater share, many end just
/// where the next one begins, and look like one line with a gap.
pub(crate) const FINE: Level = Level { begin: units(10.0), end: units(4.6), shortest: units(80.0) };

/// How far from its saddle, along the eigenvector, a separatrix is traced from.
/// It bends away from the eigenvector only in the order of the cube of this.
const OFFSET: f64 = 1e-4;

/// How near to its saddle a separatrix is drawn: outside of the ring
/// that marks the saddle.
const SADDLE_GAP: f64 = units(9.0);

/// How near to its focus any trajectory ends: the arms of a spiral are still
/// apart there.
const FOCUS_GAP: f64 = units(13.0);

/// How far, in user units, a separatrix may leave the picture and come back.
const DETOUR: f64 = 100.0;

impl Portrait {
    /// The portrait of a pendulum.
    pub(crate) fn of(pendulum: Pendulum) -> Self {
        let (leaving, arriving) = pendulum.saddle_directions();
        let unstable = separatrix(pendulum, leaving, Time::Forward);
        let stable = separatrix(pendulum, -arriving, Time::Backward);
        let mut filling = Filling::new(pendulum, FOCUS_GAP, COARSE.begin);
        filling.add(&unstable);
        filling.add(&stable);
        let mut lines = |level| filling.fill(level).into_iter().map(centred).collect();
        let (coarse, fine) = (lines(COARSE), lines(FINE));
        let [unstable, stable] = [unstable, stable].map(|line| centred(visible(line)));
        Self { pendulum, unstable, stable, coarse, fine }
    }

    /// All lines.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &Line> {
        [&self.unstable, &self.stable].into_iter().chain(&self.coarse).chain(&self.fine)
    }
}

/// The trajectory that leaves the saddle, in time or against it, in a direction.
fn separatrix(pendulum: Pendulum, direction: Vector, time: Time) -> Line {
    let start = SADDLE + direction * OFFSET;
    let mut line = follow(pendulum, start, time, |_, sample| {
        frame::contains(sample.at, DETOUR) && distance_from_focus(sample.at) > FOCUS_GAP
    });
    line.retain(|sample| sample.at.distance(SADDLE) >= SADDLE_GAP);
    line
}

/// A line without its ends outside of the picture.
fn visible(line: Line) -> Line {
    let seen = |sample: &Sample| frame::contains(sample.at, MARGIN);
    let first = line.iter().position(seen);
    let last = line.iter().rposition(seen);
    first.zip(last).and_then(|(first, last)| line.get(first..=last)).unwrap_or_default().to_vec()
}
