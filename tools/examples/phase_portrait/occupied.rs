//! Where there are lines already.

use std::collections::HashMap;

use crate::plane::Vector;

/// The points of all lines drawn so far, in square cells, so that asking
/// whether one is near looks at few of them.
#[derive(Debug)]
pub(crate) struct Occupied {
    cell: f64,
    cells: HashMap<(i64, i64), Vec<Vector>>,
}

impl Occupied {
    /// Nothing yet; the distances asked for are at most `cell`.
    pub(crate) fn new(cell: f64) -> Self {
        Self { cell, cells: HashMap::new() }
    }

    /// Adds a point.
    pub(crate) fn add(&mut self, at: Vector) {
        self.cells.entry(self.key(at)).or_default().push(at);
    }

    /// Whether no point is nearer than `distance`.
    pub(crate) fn is_free(&self, at: Vector, distance: f64) -> bool {
        let (column, row) = self.key(at);
        (column - 1..=column + 1)
            .flat_map(|column| (row - 1..=row + 1).map(move |row| (column, row)))
            .filter_map(|key| self.cells.get(&key))
            .flatten()
            .all(|point| point.distance(at) >= distance)
    }

    fn key(&self, at: Vector) -> (i64, i64) {
        let index = |coordinate: f64| (coordinate / self.cell).floor() as i64;
        (index(at.x), index(at.y))
    }
}
