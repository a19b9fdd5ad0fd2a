//! Cells of `HEALPix` as a Multi-Order Coverage map.

mod border;
mod fits;

use super::{error::ParseError, sphere::Vector};
use cdshealpix::nested;
use std::{f64::consts::PI, iter, ops::Range};

/// The finest order (MOC 2.0, 3.1); its cells are 0.4 milliarcseconds wide.
const FINEST: u8 = 29;

/// Cells of a MOC that is read. A few characters can stand for a hundred of them, and each is some hundred bytes in
/// memory where it is compared with other shapes.
const MOST_CELLS: usize = 100_000;

/// A part of the sky in cells of `HEALPix` (MOC 2.0), kept as ranges of cells of the finest order, 29.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkyMoc {
    ranges: Vec<Range<u64>>,
}

/// A cell of `HEALPix`, in the nested scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    order: u8,
    number: u64,
}

impl SkyMoc {
    /// The MOC of these cells of order 29, in any order.
    pub fn new(mut ranges: Vec<Range<u64>>) -> Self {
        ranges.retain(|range| range.start < range.end);
        ranges.sort_unstable_by_key(|range| range.start);
        let mut merged: Vec<Range<u64>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        Self { ranges: merged }
    }

    /// Reads an ASCII MOC (MOC 2.0, 4.3.2), such as `6/1-5 7 8/ 9`, from its words. An order without cells only says how
    /// fine the map is.
    pub(super) fn parse<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Self, ParseError> {
        let wanted = "a MOC is written as 6/1-5 7 8/9: order, slash, cells of that order";
        let mut ranges = Vec::new();
        let mut order = None;
        for word in words {
            let wrong = || ParseError::not_understood(word, wanted);
            let cells = match word.split_once('/') {
                Some((digits, cells)) => {
                    let known = digits.parse().ok().filter(|order| *order <= FINEST);
                    order = Some(known.ok_or_else(wrong)?);
                    cells
                }
                None => word,
            };
            if cells.is_empty() {
                continue;
            }
            let order = order.ok_or_else(wrong)?;
            let (first, last) = cells.split_once('-').unwrap_or((cells, cells));
            let number = |digits: &str| digits.parse::<u64>().ok();
            let first = number(first).ok_or_else(wrong)?;
            let last = number(last).ok_or_else(wrong)?;
            if first > last || last >= nested::n_hash(order) {
                return Err(wrong());
            }
            let shift = 2 * (FINEST - order);
            ranges.push(first << shift..(last + 1) << shift);
        }
        if order.is_none() {
            return Err(ParseError::Empty {
                wanted: wanted.to_owned(),
            });
        }
        let moc = Self::new(ranges);
        if moc.cells().nth(MOST_CELLS).is_some() {
            return Err(ParseError::Impossible(
                "the MOC is too large; at most 100,000 cells are read".to_owned(),
            ));
        }
        Ok(moc)
    }

    /// The ranges of cells of order 29, rising, without overlaps.
    pub fn ranges(&self) -> &[Range<u64>] {
        &self.ranges
    }

    /// The cells that are not among its own.
    pub(super) fn complement(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut start = 0;
        for range in &self.ranges {
            ranges.push(start..range.start);
            start = range.end;
        }
        ranges.push(start..nested::n_hash(FINEST));
        Self::new(ranges)
    }

    pub(super) fn contains(&self, point: Vector) -> bool {
        let (longitude, latitude) = point.longitude_latitude();
        let number = nested::hash(FINEST, longitude, latitude);
        let after = self.ranges.partition_point(|range| range.end <= number);
        let range = self.ranges.get(after);
        range.is_some_and(|range| range.start <= number)
    }

    /// Whether they have a cell in common, as MOC 2.0 intersects them; cells side by side have none.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let (mut mine, mut others) = (self.ranges.iter(), other.ranges.iter());
        let (mut one, mut two) = (mine.next(), others.next());
        while let (Some(a), Some(b)) = (one, two) {
            if a.start < b.end && b.start < a.end {
                return true;
            }
            if a.end <= b.end {
                one = mine.next();
            } else {
                two = others.next();
            }
        }
        false
    }

    /// Its area in steradians.
    #[expect(clippy::cast_precision_loss, reason = "an area to 16 digits is enough")]
    pub(super) fn area(&self) -> f64 {
        let cells: u64 = self
            .ranges
            .iter()
            .map(|range| range.end - range.start)
            .sum();
        4.0 * PI * (cells as f64 / nested::n_hash(FINEST) as f64)
    }

    /// The largest cells that make it up.
    pub(super) fn cells(&self) -> impl Iterator<Item = Cell> {
        self.ranges.iter().flat_map(|range| {
            let (mut start, end) = (range.start, range.end);
            iter::from_fn(move || {
                let cell = Cell::largest(start, end)?;
                start += cell.size();
                Some(cell)
            })
        })
    }
}

impl Cell {
    /// The largest cell that begins with the cell `start` of the finest order and ends before `end`.
    fn largest(start: u64, end: u64) -> Option<Self> {
        let cells = (0..=FINEST).map(|order| Self {
            order,
            number: start >> (2 * (FINEST - order)),
        });
        let room = end.checked_sub(start)?;
        let fits = |cell: &Self| start.is_multiple_of(cell.size()) && room >= cell.size();
        cells.into_iter().find(fits)
    }

    /// How many cells of the finest order it is.
    fn size(self) -> u64 {
        1 << (2 * (FINEST - self.order))
    }

    pub(super) fn centre(self) -> Vector {
        let (longitude, latitude) = nested::center(self.order, self.number);
        Vector::at(longitude, latitude)
    }

    pub(super) fn corners(self) -> [Vector; 4] {
        nested::vertices(self.order, self.number).map(|(lon, lat)| Vector::at(lon, lat))
    }

    /// The radius of a circle around the centre that holds the cell, in radians, a little generous: the sides are no
    /// great circles.
    pub(super) fn radius(self, centre: Vector) -> f64 {
        let angles = self.corners().map(|corner| centre.angle_to(corner));
        angles.into_iter().fold(0.0, f64::max) * 1.05
    }

    /// The four cells of the next order; `None` at the finest.
    pub(super) fn quarters(self) -> Option<[Self; 4]> {
        let order = self.order + 1;
        (self.order < FINEST).then(|| {
            [0, 1, 2, 3].map(|quarter| Self {
                order,
                number: 4 * self.number + quarter,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<SkyMoc, ParseError> {
        SkyMoc::parse(text.split_whitespace())
    }

    #[test]
    fn an_ascii_moc_is_read_into_merged_ranges() {
        let moc = parse("29/1-5 7 6 28/2").unwrap();
        assert_eq!(moc, SkyMoc::new(vec![1..3, 3..12]));
        assert_eq!(moc.ranges().len(), 1);
        assert!((parse("0/0-11").unwrap().area() / (4.0 * PI) - 1.0).abs() < 1e-15);
        assert_eq!(parse("6/").unwrap().ranges(), []);
        for wrong in ["", "6/x", "30/1", "0/12", "5-1", "1/5-1"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_moc_is_cut_into_its_largest_cells() {
        let moc = parse("29/0-20").unwrap();
        let found: Vec<_> = moc.cells().map(|cell| (cell.order, cell.number)).collect();
        assert_eq!(found, [(27, 0), (28, 4), (29, 20)]);
    }

    #[test]
    fn a_moc_of_more_than_a_hundred_thousand_cells_is_refused() {
        let apart = |n: u32| {
            let words: Vec<String> = (0..n).map(|nr| format!("29/{}", 2 * nr)).collect();
            parse(&words.join(" "))
        };
        assert_eq!(apart(100_000).unwrap().cells().count(), 100_000);
        assert!(apart(100_001).is_err());
        // Between a cell and the whole sky lie three cells of each order, and eleven of order 0.
        assert_eq!(
            parse("29/1-3458764513820540927").unwrap().cells().count(),
            3 * 29 + 11
        );
    }

    // Order 0: cells 0 to 3 lie around the north pole, 4 to 7 on the equator, centred on longitudes 0, 90, 180, 270.
    #[test]
    fn a_point_lies_in_the_cell_that_healpix_gives() {
        let equator = parse("0/4").unwrap();
        assert!(equator.contains(Vector::at(0.0, 0.0)));
        assert!(equator.contains(Vector::at(-0.5, 0.0)));
        assert!(!equator.contains(Vector::at(PI / 2.0, 0.0)));
        let north = parse("0/0-3").unwrap();
        assert!(north.contains(Vector::NORTH));
        assert!(!north.meets(&equator));
        assert!(parse("3/256").unwrap().meets(&equator));
    }
}
