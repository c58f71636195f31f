//! Draws the banner of the site: the phase portrait of a damped pendulum.
//!
//! ```sh
//! cargo run --example phase_portrait > content/banner.svg
//! ```
//!
//! The equation is θ″ = −sin θ − γ θ′ with γ = 0.25, in the units in which an
//! undamped pendulum swings with period 2π at small angles. The angle θ runs
//! to the right, the angular velocity ω = θ′ upwards, both at
//! [`frame::SCALE`] user units of the picture to one unit.
//!
//! Three steps, a module or two each:
//!
//! 1. [`trace`] integrates trajectories of the [`pendulum`] with the
//!    Dormand–Prince pair and its usual control of the step;
//! 2. [`portrait`] chooses them for one period of θ, that is on the
//!    [`cylinder`]: the separatrices first, then, in the gaps that these leave,
//!    lines as evenly spaced as those of Jobard and Lefer ([`filling`]);
//! 3. [`bezier`] turns each into a few cubic curves, which [`picture`] writes
//!    as SVG, once, and repeats to either side.
//!
//! Nothing is random, and coordinates are rounded far above the last digits in
//! which one machine's sine may differ from another's: each run writes the
//! same bytes.

mod arrows;
mod bezier;
mod cylinder;
mod filling;
mod frame;
mod occupied;
mod path_data;
mod pendulum;
mod picture;
mod plane;
mod portrait;
mod trace;

use std::io::{self, Write as _};

use pendulum::Pendulum;
use portrait::Portrait;

/// The damping γ: light enough for several turns of each spiral to be seen,
/// strong enough for a trajectory to fall from the stream within the picture.
const DAMPING: f64 = 0.25;

fn main() -> io::Result<()> {
    let portrait = Portrait::of(Pendulum { damping: DAMPING });
    let mut output = io::stdout().lock();
    writeln!(output, "{}", picture::draw(&portrait))?;
    output.flush()
}
