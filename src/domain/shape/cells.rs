//! A MOC among other shapes: cells whose sides are no great circles, so that it is quartered until it is clear.

use super::{Shape, around};
use crate::domain::{
    moc::{Cell, SkyMoc},
    sphere::Vector,
};

/// How many cells are looked at before a question is answered with "they meet": only two borders that run side by
/// side, closer than a microarcsecond, need more.
const MOST_CELLS: usize = 200_000;

/// A MOC made ready.
#[derive(Debug, Clone)]
pub(in crate::domain) struct Cells {
    moc: SkyMoc,
    /// Its largest cells, each with a cone around it.
    largest: Vec<(Cell, Vector, f64)>,
    cone: (Vector, f64),
}

impl Cells {
    pub(super) fn new(moc: &SkyMoc) -> Self {
        let largest: Vec<_> = moc
            .cells()
            .map(|cell| {
                let centre = cell.centre();
                (cell, centre, cell.radius(centre))
            })
            .collect();
        let cones: Vec<_> = largest
            .iter()
            .map(|(_, centre, radius)| (*centre, *radius))
            .collect();
        Self {
            moc: moc.clone(),
            largest,
            cone: around(&cones),
        }
    }

    pub(super) fn contains(&self, point: Vector) -> bool {
        self.moc.contains(point)
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.moc.meets(&other.moc)
    }

    pub(super) fn area(&self) -> f64 {
        self.moc.area()
    }

    pub(super) fn cone(&self) -> (Vector, f64) {
        self.cone
    }

    /// Whether any cell meets a shape that is no MOC: a point of the shape lies in the MOC, or the middle or a corner
    /// of a cell in the shape; where neither, the quarters of each cell that is near are looked at.
    pub(super) fn meets_shape(&self, shape: &Shape) -> bool {
        if shape.points().into_iter().any(|point| self.contains(point)) {
            return true;
        }
        let near = |centre: Vector, radius: f64| shape.reaches(centre, radius);
        let mut waiting: Vec<Cell> = self
            .largest
            .iter()
            .filter(|(_, centre, radius)| near(*centre, *radius))
            .map(|(cell, ..)| *cell)
            .collect();
        let mut n_seen = 0;
        while let Some(cell) = waiting.pop() {
            n_seen += 1;
            let centre = cell.centre();
            if !near(centre, cell.radius(centre)) {
                continue;
            }
            let points = cell.corners().into_iter().chain([centre]);
            if n_seen > MOST_CELLS || points.into_iter().any(|point| shape.contains(point)) {
                return true;
            }
            match cell.quarters() {
                Some(quarters) => waiting.extend(quarters),
                None => return true, // closer than the finest cell
            }
        }
        false
    }
}
