//! `s_region` as STC-S, as DALI numbers, as a MOC.

mod frames;
mod reader;
mod shapes;
mod tokens;

use super::{error::ParseError, moc::SkyMoc, region::Region, typed::number};
pub use frames::Frame;
use reader::Reader;
use shapes::Kind;
use tokens::words;

/// The longest text that is read. Footprints seen so far have up to some hundred kB, and each row may bring one.
const MOST_BYTES: usize = 1 << 20;

/// Numbers in all shapes of a footprint together: those of 100,000 vertices. One side is some hundred bytes in memory.
const MOST_NUMBERS: usize = 200_000;

/// What a footprint says.
#[derive(Debug, Clone, PartialEq)]
pub struct Footprint {
    /// The region; where it is not exact, one that holds all of it.
    pub region: Region,
    /// Whether the region is what was said.
    pub is_exact: bool,
}

impl Footprint {
    /// Reads a footprint as services write it.
    ///
    /// That is STC-S in any of its subsets (TAP 1.0, section 6), ADQL's functions, DALI's bare numbers and its shapes
    /// with a word in front (DALI 1.2: circle, range, polygon, and several of them as a multishape), and ASCII MOCs.
    /// Several shapes in a row are their union. Coordinates in other frames are brought to ICRS; reference positions and
    /// flavours change nothing.
    ///
    /// Not exact are ellipses (the circle around them stands for them), intersections and differences (one of their
    /// parts does), and the complement of several shapes (the whole sky does).
    ///
    /// What is longer than a megabyte, or has more than 100,000 vertices or cells, is refused.
    pub fn parse(s_region: &str) -> Result<Self, ParseError> {
        if s_region.len() > MOST_BYTES {
            return Err(too_large());
        }
        let mut first_words = words(s_region).peekable();
        let Some(first) = first_words.peek().copied() else {
            return Err(ParseError::Empty {
                wanted: wanted().to_owned(),
            });
        };
        if first.eq_ignore_ascii_case("moc") {
            first_words.next();
        }
        if first_words.peek().is_some_and(|word| is_moc(word)) {
            return SkyMoc::parse(first_words).map(Region::Moc).map(Self::exact);
        }
        if number(first).is_some() {
            return bare(s_region, first_words).map(Self::exact);
        }
        Reader::new(s_region).read()
    }

    fn exact(region: Region) -> Self {
        Self {
            region,
            is_exact: true,
        }
    }
}

/// Reads a footprint as [`Footprint::parse`] does, if what it says can be said exactly.
pub fn parse_footprint(s_region: &str) -> Result<Region, ParseError> {
    let footprint = Footprint::parse(s_region)?;
    if footprint.is_exact {
        Ok(footprint.region)
    } else {
        Err(ParseError::not_understood(s_region, wanted()))
    }
}

fn too_large() -> ParseError {
    ParseError::Impossible(
        "the footprint is too large; at most 100,000 vertices in 1 MB of text are read".to_owned(),
    )
}

fn wanted() -> &'static str {
    "give a shape such as CIRCLE 10 20 1 or POLYGON 10 20 11 20 11 21, in degrees"
}

/// Whether a MOC begins with `word`: an order, a slash, cells.
fn is_moc(word: &str) -> bool {
    let order = word.split_once('/').map(|(order, _)| order);
    order.is_some_and(|order| !order.is_empty() && order.bytes().all(|sign| sign.is_ascii_digit()))
}

/// DALI 1.1, 3.3.4 to 3.3.7: a point has two numbers, a circle three, a polygon six or more. Four may be a range, but
/// only the column's xtype could tell.
fn bare<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> Result<Region, ParseError> {
    let mut numbers = Vec::new();
    for word in words {
        match number(word) {
            Some(_) if numbers.len() == MOST_NUMBERS => return Err(too_large()),
            Some(number) => numbers.push(number),
            None => return Err(ParseError::not_understood(word, wanted())),
        }
    }
    match numbers.len() {
        2 => shapes::shape(Kind::Point, Frame::Icrs, &numbers),
        3 => shapes::shape(Kind::Circle, Frame::Icrs, &numbers),
        4 => Err(ParseError::not_understood(text, wanted())),
        _ => shapes::shape(Kind::Polygon, Frame::Icrs, &numbers),
    }
}

#[cfg(test)]
mod tests;
