//! Cells of `HEALPix` as a Multi-Order Coverage map.

use std::ops::Range;

/// A part of the sky in cells of `HEALPix` (MOC 2.0), kept as ranges of cells of the finest order, 29.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkyMoc {
    ranges: Vec<Range<u64>>,
}

impl SkyMoc {
    /// The ranges of cells of order 29, rising, without overlaps.
    pub fn ranges(&self) -> &[Range<u64>] {
        &self.ranges
    }
}
