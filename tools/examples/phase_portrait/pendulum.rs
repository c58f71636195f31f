//! The differential equation.

use crate::cylinder::{self, TURN};
use crate::plane::Vector;

/// The damped pendulum θ″ = −sin θ − γ θ′, as the first-order system
/// θ′ = ω, ω′ = −sin θ − γ ω.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pendulum {
    /// γ, the damping; zero conserves the energy.
    pub(crate) damping: f64,
}

impl Pendulum {
    /// The right-hand side (θ′, ω′) at the state (θ, ω).
    pub(crate) fn velocity(self, state: Vector) -> Vector {
        Vector::new(state.y, -state.x.sin() - self.damping * state.y)
    }

    /// The direction of motion, for lines measured by their length in the
    /// plane and not by time. Zero at an equilibrium.
    pub(crate) fn direction(self, state: Vector) -> Vector {
        self.velocity(state).unit()
    }

    /// The unit eigenvectors (unstable, stable) of a saddle, both to the right.
    ///
    /// Upside down, at θ = π, the linearised system has the matrix
    /// (0 1; 1 −γ), whose eigenvalues λ solve λ² + γλ = 1 and whose
    /// eigenvectors are (1, λ).
    pub(crate) fn saddle_directions(self) -> (Vector, Vector) {
        let root = (self.damping * self.damping + 4.0).sqrt();
        let unstable = Vector::new(1.0, (root - self.damping) / 2.0);
        let stable = Vector::new(1.0, (-root - self.damping) / 2.0);
        (unstable.unit(), stable.unit())
    }
}

/// The stable focus: the pendulum at rest.
pub(crate) const FOCUS: Vector = Vector::ZERO;

/// The saddle: the pendulum balanced upside down.
pub(crate) const SADDLE: Vector = Vector::new(TURN / 2.0, 0.0);

/// The distance of a state from the focus, the shorter way round.
pub(crate) fn distance_from_focus(state: Vector) -> f64 {
    cylinder::distance(state, FOCUS)
}
