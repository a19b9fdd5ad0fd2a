//! The border of a MOC: the sides of its cells that have nothing of it on their other side.

use super::{Cell, FINEST, SkyMoc};
use crate::domain::{angle::Position, sphere::Vector};
use cdshealpix::{
    compass_point::{Cardinal, MainWind},
    nested,
};

/// The sides of a cell: where its neighbour is, from which corner to which, and which quarters of it lie along.
const SIDES: [(MainWind, Cardinal, Cardinal, [u64; 2]); 4] = [
    (MainWind::SE, Cardinal::S, Cardinal::E, [0, 1]),
    (MainWind::NE, Cardinal::E, Cardinal::N, [1, 3]),
    (MainWind::NW, Cardinal::N, Cardinal::W, [3, 2]),
    (MainWind::SW, Cardinal::W, Cardinal::S, [2, 0]),
];

/// Of a side of the largest cells, which is a quarter turn long and no great circle.
const PIECES_OF_LARGEST: u32 = 16;

/// How much of a cell belongs to a MOC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Share {
    None,
    Some,
    All,
}

impl SkyMoc {
    /// Lines that together are its border, in no order, each along a side of a cell.
    pub fn border(&self) -> Vec<Vec<Position>> {
        let mut lines = Vec::new();
        for cell in self.cells() {
            for side in 0..SIDES.len() {
                self.add_side(cell, side, &mut lines);
            }
        }
        lines
    }

    /// Adds the parts of a side beyond which nothing of the MOC lies.
    fn add_side(&self, cell: Cell, side: usize, lines: &mut Vec<Vec<Position>>) {
        let Some((wind, from, to, quarters)) = SIDES.get(side) else {
            return;
        };
        let layer = nested::get(cell.order);
        let beyond = layer.neighbour(cell.number, *wind);
        let share = beyond.map_or(Share::None, |number| {
            self.share(Cell {
                order: cell.order,
                number,
            })
        });
        match share {
            Share::All => {}
            Share::None => {
                let n_pieces = PIECES_OF_LARGEST.checked_shr(u32::from(cell.order));
                let n_pieces = n_pieces.unwrap_or_default().max(1);
                let path = layer.path_along_cell_side(cell.number, from, to, true, n_pieces);
                let places = path
                    .iter()
                    .map(|(longitude, latitude)| Vector::at(*longitude, *latitude).position());
                lines.extend(places.collect::<Option<Vec<_>>>());
            }
            Share::Some if cell.order == FINEST => {}
            Share::Some => {
                for quarter in quarters {
                    let part = Cell {
                        order: cell.order + 1,
                        number: 4 * cell.number + quarter,
                    };
                    self.add_side(part, side, lines);
                }
            }
        }
    }

    fn share(&self, cell: Cell) -> Share {
        let start = cell.number << (2 * (FINEST - cell.order));
        let end = start + cell.size();
        let after = self.ranges.partition_point(|range| range.end <= start);
        match self.ranges.get(after) {
            Some(range) if range.start <= start && end <= range.end => Share::All,
            Some(range) if range.start < end => Share::Some,
            Some(_) | None => Share::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn border(text: &str) -> Vec<Vec<Position>> {
        SkyMoc::parse(text.split_whitespace()).unwrap().border()
    }

    #[test]
    fn a_cell_alone_has_four_sides_that_meet_in_its_corners() {
        let lines = border("3/17");
        assert_eq!(lines.len(), 4);
        let ends = lines.iter().zip(lines.iter().cycle().skip(1));
        for (line, next) in ends {
            let gap = line.last().unwrap().separation(next[0]);
            assert!(gap.0 < 1e-9, "{gap:?}");
        }
    }

    #[test]
    fn there_is_no_line_between_cells_that_belong_to_it() {
        // four quarters of a cell; two cells side by side; a whole sky
        assert_eq!(border("4/68-71").len(), 4);
        assert_eq!(border("4/68 69").len(), 6);
        assert_eq!(border("0/0-11").len(), 0);
        // three quarters of a cell: an L
        assert_eq!(border("3/17 18 19").len(), 8);
        // 4/64 lies in the cell beside 3/17 and does not touch it: that side comes in two halves
        assert_eq!(border("3/17 4/64").len(), 5 + 4);
    }

    #[test]
    fn the_sides_of_a_cell_are_cut_where_smaller_neighbours_end() {
        // 3/0 and 3/1 lie side by side; 4/4 is the southern quarter of 3/1, along half of a side of 3/0.
        let lines = border("3/0 4/4");
        // three whole sides and one half of 3/0; of 4/4 all but the side to 3/0
        assert_eq!(lines.len(), 3 + 1 + 3);
    }
}
