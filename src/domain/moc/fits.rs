//! Regions as a map, and a map as FITS (MOC 2.0, 4.3.1).

use super::{Cell, FINEST, SkyMoc};
use crate::domain::{region::Region, shape::Shape};
use moc::{
    deser::fits::ranges_to_fits_ivoa,
    elemset::range::MocRanges,
    moc::{RangeMOCIntoIterator as _, range::RangeMOC},
    qty::Hpx,
};

/// About how many cells a map of one region may have.
const MOST_CELLS: usize = 20_000;
/// About how many a map of many regions may have.
const MOST_IN_ALL: usize = 400_000;
/// The finest cells that a region is covered with: 0.8 arcseconds.
const FINEST_COVER: u8 = 18;

impl SkyMoc {
    /// A map that holds these regions and little more. The more there are, the coarser it is.
    pub fn covering(regions: &[Region]) -> Self {
        let most = (MOST_IN_ALL / regions.len().max(1)).clamp(16, MOST_CELLS);
        let mut ranges = Vec::new();
        for region in regions {
            if let Region::Moc(moc) = region {
                ranges.extend_from_slice(&moc.ranges);
            } else {
                let cells = cover(&Shape::new(region), most);
                ranges.extend(cells.into_iter().map(Cell::range));
            }
        }
        Self::new(ranges)
    }

    /// All cells of this order, 0 to 29, that any of these regions meets.
    pub fn of_order(order: u8, regions: &[Region]) -> Self {
        let order = order.min(FINEST);
        let mut ranges = Vec::new();
        for region in regions {
            let shape = Shape::new(region);
            let mut cells = first_cells(&shape);
            for _ in 0..order {
                cells = quartered(&cells, &shape);
            }
            ranges.extend(cells.into_iter().map(Cell::range));
        }
        Self::new(ranges)
    }

    /// The map in ASCII (MOC 2.0, 4.3.2), in cells of this order, of which it consists: `6/1-5,7`.
    pub fn ascii(&self, order: u8) -> String {
        let shift = 2 * FINEST.saturating_sub(order);
        let cells = self.ranges.iter().map(|range| {
            let (first, last) = (range.start >> shift, (range.end - 1) >> shift);
            if first == last {
                first.to_string()
            } else {
                format!("{first}-{last}")
            }
        });
        format!("{order}/{}", cells.collect::<Vec<_>>().join(","))
    }

    /// The map as FITS. The error is that of the writer, which has no cause to fail in memory.
    pub fn to_fits(&self) -> Result<Vec<u8>, String> {
        let order = self.cells().map(|cell| cell.order).max().unwrap_or(0);
        let ranges = MocRanges::<u64, Hpx<u64>>::new_from_sorted(self.ranges.clone());
        let map = RangeMOC::new(order, ranges);
        let mut fits = Vec::new();
        ranges_to_fits_ivoa((&map).into_range_moc_iter(), None, None, &mut fits)
            .map_err(|error| error.to_string())?;
        Ok(fits)
    }
}

/// The cells that meet a shape, quartered until they are many or small.
fn cover(shape: &Shape, most: usize) -> Vec<Cell> {
    let mut cells = first_cells(shape);
    for _ in 0..FINEST_COVER {
        if cells.len() > most / 4 {
            break;
        }
        cells = quartered(&cells, shape);
    }
    cells
}

/// The largest cells that meet a shape.
fn first_cells(shape: &Shape) -> Vec<Cell> {
    let all = (0..12).map(|number| Cell { order: 0, number });
    all.filter(|cell| cell.meets(shape)).collect()
}

/// The quarters of cells that meet a shape.
fn quartered(cells: &[Cell], shape: &Shape) -> Vec<Cell> {
    let quarters = cells.iter().filter_map(|cell| cell.quarters()).flatten();
    quarters.filter(|cell| cell.meets(shape)).collect()
}

impl Cell {
    fn meets(self, shape: &Shape) -> bool {
        shape.meets(&Shape::new(&Region::Moc(SkyMoc::new(vec![self.range()]))))
    }

    fn range(self) -> std::ops::Range<u64> {
        let shift = 2 * (FINEST - self.order);
        self.number << shift..(self.number + 1) << shift
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{angle::Position, region::Cone};

    fn cone(ra: f64, dec: f64, radius: f64) -> Region {
        let centre = Position::new(ra, dec).unwrap();
        Region::Cone(Cone::new(centre, radius).unwrap())
    }

    #[test]
    fn a_map_holds_its_regions_and_little_more() {
        for region in [
            cone(274.688, -13.792, 1.0),
            cone(0.0, 90.0, 0.01),
            cone(10.0, 5.0, 60.0),
        ] {
            let map = Region::Moc(SkyMoc::covering(std::slice::from_ref(&region)));
            let more = map.area_sr() / region.area_sr();
            assert!((1.0..1.2).contains(&more), "{more} of {region:?}");
        }
        let both = [cone(10.0, 10.0, 1.0), cone(200.0, 10.0, 1.0)];
        let map = Region::Moc(SkyMoc::covering(&both));
        let each: f64 = both.iter().map(Region::area_sr).sum();
        assert!((1.0..1.2).contains(&(map.area_sr() / each)), "both are in");
        assert!(map.contains(Position::new(200.0, 10.5).unwrap()));
        assert!(!map.contains(Position::new(105.0, 10.0).unwrap()));
        assert_eq!(SkyMoc::covering(&[]), SkyMoc::new(Vec::new()));
    }

    #[test]
    fn the_cells_of_an_order_that_places_meet_are_written_in_ascii() {
        // HEALPix, nested: of order 0, cells 0 to 3 touch the north pole, and cell 4 is centred on RA 0, Dec 0; of order 1
        // its quarters are 16 to 19, the southern first, and of 12 around a pole the last of each.
        let places = [
            cone(0.0, 90.0, 0.1),
            cone(0.0, 0.0, 0.1),
            cone(0.0, 0.1, 0.01),
        ];
        let ascii = |order| SkyMoc::of_order(order, &places).ascii(order);
        assert_eq!(ascii(0), "0/0-4");
        assert_eq!(ascii(1), "1/3,7,11,15-19");
        let read = SkyMoc::parse(["1/3", "7", "11", "15-19"]).unwrap();
        assert_eq!(SkyMoc::of_order(1, &places), read);
    }

    /// MOC 2.0, 4.3.1: `ORDERING` is `RANGE`, a row is one bound of a range, in 64 bits.
    #[test]
    fn a_map_is_written_as_fits() {
        let map = SkyMoc::parse("3/5 6".split(' ')).unwrap();
        let fits = map.to_fits().unwrap();
        assert_eq!(fits.len() % 2880, 0, "FITS comes in blocks");
        let head = String::from_utf8_lossy(&fits);
        for card in ["SIMPLE  =", "ORDERING= 'RANGE", "MOCORD_S=", "COORDSYS= 'C"] {
            assert!(head.contains(card), "{card}");
        }
        let shift = 2 * (FINEST - 3);
        let data = [5_u64 << shift, 7 << shift].map(u64::to_be_bytes).concat();
        assert!(fits.windows(16).any(|bytes| bytes == data), "one range");
    }
}
