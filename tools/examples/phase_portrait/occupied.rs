//! Where there are lines already.

use std::collections::HashMap;

use crate::cylinder::{TURN, distance};
use crate::plane::Vector;

/// The points of all lines drawn so far, in cells that go evenly round the
/// cylinder, so that asking whether one is near looks at few of them.
#[derive(Debug)]
pub(crate) struct Occupied {
    columns: f64,
    cells: HashMap<(i64, i64), Vec<Vector>>,
}

impl Occupied {
    /// Nothing yet; the distances asked for are at most `greatest`, far less
    /// than a turn.
    pub(crate) fn new(greatest: f64) -> Self {
        Self { columns: (TURN / greatest).floor(), cells: HashMap::new() }
    }

    /// Adds a point.
    pub(crate) fn add(&mut self, at: Vector) {
        let (column, row) = self.cell(at);
        self.cells.entry(self.around(column, row)).or_default().push(at);
    }

    /// Whether no point is nearer than `least`.
    pub(crate) fn is_free(&self, at: Vector, least: f64) -> bool {
        let (column, row) = self.cell(at);
        (column - 1..=column + 1)
            .flat_map(|column| (row - 1..=row + 1).map(move |row| self.around(column, row)))
            .filter_map(|cell| self.cells.get(&cell))
            .flatten()
            .all(|&point| distance(point, at) >= least)
    }

    /// The column and row of a point, in square cells.
    fn cell(&self, at: Vector) -> (i64, i64) {
        let index = |coordinate: f64| (coordinate * self.columns / TURN).floor() as i64;
        (index(at.x), index(at.y))
    }

    /// A cell under the one name that it has on the cylinder.
    fn around(&self, column: i64, row: i64) -> (i64, i64) {
        (column.rem_euclid(self.columns as i64), row)
    }
}
