//! What people type for a place on the sky.

use super::Region;
use crate::domain::error::ParseError;

impl Region {
    /// Reads a cone or a polygon as people type it: the whole text, or an error that says what would be right.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        const WANTED: &str = "give RA, Dec and radius, such as 274.6880, -13.7920 1";
        let numbers: Vec<f64> = text
            .split([' ', ','])
            .filter_map(|word| word.parse().ok())
            .collect();
        let cone = match numbers[..] {
            [ra, dec, radius] => crate::domain::angle::Position::new(ra, dec)
                .and_then(|centre| super::Cone::new(centre, radius)),
            _ => None,
        };
        cone.map(Self::Cone)
            .ok_or_else(|| ParseError::not_understood(text, WANTED))
    }
}
