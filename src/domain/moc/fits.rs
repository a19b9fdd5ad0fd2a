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
    let meets =
        |cell: &Cell| shape.meets(&Shape::new(&Region::Moc(SkyMoc::new(vec![cell.range()]))));
    let first = (0..12).map(|number| Cell { order: 0, number });
    let mut cells: Vec<Cell> = first.filter(meets).collect();
    for _ in 0..FINEST_COVER {
        if cells.len() > most / 4 {
            break;
        }
        let quarters = cells.iter().filter_map(|cell| cell.quarters()).flatten();
        cells = quarters.filter(meets).collect();
    }
    cells
}

impl Cell {
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
