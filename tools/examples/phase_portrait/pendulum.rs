//! The differential equation.

use std::f64::consts::PI;

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

/// The saddle to the right of the focus at 2π·`turn`: the pendulum balanced
/// upside down.
pub(crate) fn saddle(turn: i32) -> Vector {
    Vector::new(f64::from(2 * turn + 1) * PI, 0.0)
}

/// The stable focus number `turn`, at 2π·`turn`: the pendulum at rest.
pub(crate) fn focus(turn: i32) -> Vector {
    Vector::new(f64::from(2 * turn) * PI, 0.0)
}

/// The distance from the focus nearest to a state.
pub(crate) fn distance_from_focus(state: Vector) -> f64 {
    let turns = (state.x / (2.0 * PI)).round();
    state.distance(Vector::new(2.0 * PI * turns, 0.0))
}
