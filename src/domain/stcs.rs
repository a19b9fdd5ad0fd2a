//! `s_region` as STC-S, as DALI numbers, as a MOC.

mod frames;

use super::{
    error::ParseError,
    moc::SkyMoc,
    region::{Cone, Polygon, Range, Region},
    typed::number,
};
use frames::Frame;

/// Reads a footprint as services write it.
///
/// That is STC-S in any of its subsets (TAP 1.0, section 6), ADQL's functions, DALI's bare numbers and its shapes with
/// a word in front (DALI 1.2), and ASCII MOCs. Several shapes in a row are their
/// union. Coordinates in other frames are brought to ICRS; reference positions and flavours change nothing.
pub fn parse_footprint(s_region: &str) -> Result<Region, ParseError> {
    // Parentheses only ever group what would be read alike without them; quotes and commas come from ADQL.
    let blank = |sign: char| sign.is_whitespace() || "(),'\"".contains(sign);
    let mut words = s_region
        .split(blank)
        .filter(|word| !word.is_empty())
        .peekable();
    let Some(first) = words.peek().copied() else {
        return Err(ParseError::Empty {
            wanted: wanted().to_owned(),
        });
    };
    if first.eq_ignore_ascii_case("moc") {
        words.next();
    }
    if words.peek().is_some_and(|word| is_moc(word)) {
        return SkyMoc::parse(words).map(Region::Moc);
    }
    if number(first).is_some() {
        return bare(s_region, words);
    }
    let mut reader = Reader {
        words,
        frame: Frame::Icrs,
        numbers: Vec::new(),
    };
    let mut parts = Vec::new();
    while let Some(word) = reader.words.next() {
        parts.extend(reader.shape(word)?);
    }
    match parts.len() {
        0 => Err(ParseError::not_understood(s_region, wanted())),
        1 => parts
            .pop()
            .ok_or_else(|| ParseError::not_understood(s_region, wanted())),
        _ => Ok(Region::Union(parts)),
    }
}

fn wanted() -> &'static str {
    "give a shape such as CIRCLE 10 20 1 or POLYGON 10 20 11 20 11 21, in degrees"
}

/// Whether a MOC begins with `word`: an order, a slash, cells.
fn is_moc(word: &str) -> bool {
    let order = word.split_once('/').map(|(order, _)| order);
    order.is_some_and(|order| !order.is_empty() && order.bytes().all(|sign| sign.is_ascii_digit()))
}

/// DALI 1.1, 3.3.4 to 3.3.7: a point has two numbers, a circle three, a polygon six or more.
fn bare<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> Result<Region, ParseError> {
    let mut numbers = Vec::new();
    for word in words {
        match number(word) {
            Some(number) => numbers.push(number),
            None => return Err(ParseError::not_understood(word, wanted())),
        }
    }
    match numbers.len() {
        2 => shape(Kind::Point, Frame::Icrs, &numbers),
        3 => shape(Kind::Circle, Frame::Icrs, &numbers),
        4 => Err(ParseError::not_understood(text, wanted())),
        _ => shape(Kind::Polygon, Frame::Icrs, &numbers),
    }
}

/// The shapes that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Point,
    Circle,
    Polygon,
    Box,
    Range,
    AllSky,
}

impl Kind {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "POSITION" | "POINT" => Self::Point,
            "CIRCLE" => Self::Circle,
            "POLYGON" => Self::Polygon,
            "BOX" => Self::Box,
            "RANGE" | "POSITIONINTERVAL" => Self::Range,
            "ALLSKY" => Self::AllSky,
            _ => return None,
        })
    }
}

/// Reads shape after shape.
struct Reader<'a, I: Iterator<Item = &'a str>> {
    words: std::iter::Peekable<I>,
    /// The frame of a union, for parts that name none.
    frame: Frame,
    numbers: Vec<f64>,
}

impl<'a, I: Iterator<Item = &'a str>> Reader<'a, I> {
    /// Reads the shape that begins with `word`; none where it only begins a union.
    fn shape(&mut self, word: &str) -> Result<Option<Region>, ParseError> {
        let name = word.to_ascii_uppercase();
        if name == "UNION" {
            self.frame = self.metadata()?.unwrap_or(self.frame);
            return Ok(None);
        }
        let Some(kind) = Kind::from_name(&name) else {
            return Err(ParseError::not_understood(word, wanted()));
        };
        let frame = self.metadata()?.unwrap_or(self.frame);
        self.numbers.clear();
        while let Some(number) = self.words.peek().copied().and_then(number) {
            self.numbers.push(number);
            self.words.next();
        }
        self.unit()?;
        if name == "POSITIONINTERVAL"
            && let [_, low_corner_dec, high_corner_ra, _] = self.numbers.as_mut_slice()
        {
            // STC-S gives the two corners, DALI the two longitudes and then the two latitudes
            std::mem::swap(low_corner_dec, high_corner_ra);
        }
        shape(kind, frame, &self.numbers).map(Some)
    }

    /// Reads frame, reference position, flavour and fill factor, and gives the frame if one is named.
    fn metadata(&mut self) -> Result<Option<Frame>, ParseError> {
        let mut frame = None;
        while let Some(&word) = self.words.peek() {
            let name = word.to_ascii_uppercase();
            if number(word).is_some() || Kind::from_name(&name).is_some() {
                break;
            }
            if let Some(named) = Frame::from_name(&name) {
                frame = frame.or(Some(named)); // "FK5 J2000" names it twice, "ICRS UNKNOWN.." only once
            } else if name == "FILLFACTOR" || name == "EPOCH" {
                self.words.next(); // its value is the next word
            } else if name == "UNIT" {
                self.unit()?;
                continue;
            } else if !is_reference_or_flavour(&name) {
                break;
            }
            self.words.next();
        }
        Ok(frame)
    }

    /// Reads `unit deg`; no other unit is understood.
    fn unit(&mut self) -> Result<(), ParseError> {
        let is_unit = |word: &&str| word.eq_ignore_ascii_case("unit");
        if self.words.next_if(is_unit).is_none() {
            return Ok(());
        }
        let mut any = false;
        while self
            .words
            .next_if(|word| word.eq_ignore_ascii_case("deg"))
            .is_some()
        {
            any = true;
        }
        match self.words.peek() {
            _ if any => Ok(()),
            other => Err(ParseError::not_understood(
                other.unwrap_or(&"unit"),
                "the only unit of footprints is deg",
            )),
        }
    }
}

/// Reference positions and flavours of STC-S 1.33 and TAP 1.0, in upper case.
fn is_reference_or_flavour(name: &str) -> bool {
    const NAMES: [&str; 19] = [
        "GEOCENTER",
        "BARYCENTER",
        "HELIOCENTER",
        "TOPOCENTER",
        "GALACTIC_CENTER",
        "EMBARYCENTER",
        "RELOCATABLE",
        "UNKNOWNREFPOS",
        "LSR",
        "LSRK",
        "LSRD",
        "LOCAL_GROUP_CENTER",
        "MOON",
        "SPHERICAL",
        "SPHERICAL2",
        "SPHER2",
        "CARTESIAN2",
        "CART2",
        "CARTESIAN",
    ];
    NAMES.contains(&name)
}

/// The region that these numbers make, in degrees.
fn shape(kind: Kind, frame: Frame, numbers: &[f64]) -> Result<Region, ParseError> {
    let shown = || {
        let numbers: Vec<String> = numbers.iter().map(f64::to_string).collect();
        numbers.join(" ")
    };
    let wrong = |wanted: &str| ParseError::not_understood(&shown(), wanted);
    let nowhere = || wrong("a latitude lies between -90 and 90 degrees");
    match (kind, numbers) {
        (Kind::Point, &[ra, dec]) => {
            let position = frame.to_icrs(ra, dec).ok_or_else(nowhere)?;
            cone(position, 0.0).ok_or_else(nowhere)
        }
        (Kind::Circle, &[ra, dec, radius]) => {
            let position = frame.to_icrs(ra, dec).ok_or_else(nowhere)?;
            cone(position, radius).ok_or_else(|| wrong("a radius lies between 0 and 180 degrees"))
        }
        (Kind::Polygon, _) => polygon(frame, numbers),
        (Kind::Box, &[ra, dec, width, height]) => {
            let wanted = "a box has a width and a height of 0 to less than 180 degrees";
            Polygon::centred_box([ra, dec], [width, height])
                .and_then(|corners| {
                    let icrs = corners.map(|corner| frame.to_icrs(corner.ra.0, corner.dec.0));
                    Polygon::new(icrs.into_iter().collect::<Option<Vec<_>>>()?)
                })
                .map(Region::Polygon)
                .ok_or_else(|| wrong(wanted))
        }
        (Kind::Range, &[lo_ra, hi_ra, lo_dec, hi_dec]) if frame == Frame::Icrs => {
            let range = Range::new([lo_ra, hi_ra], [lo_dec, hi_dec]);
            range.map(Region::Range).ok_or_else(nowhere)
        }
        (Kind::Range, _) => Err(wrong(
            "a range has two longitudes and two latitudes, in ICRS",
        )),
        (Kind::AllSky, &[]) => frame
            .to_icrs(0.0, 0.0)
            .and_then(|centre| cone(centre, 180.0))
            .ok_or_else(nowhere),
        (Kind::Point | Kind::Circle | Kind::Box | Kind::AllSky, _) => Err(wrong(wanted())),
    }
}

fn cone(centre: super::angle::Position, radius: f64) -> Option<Region> {
    Cone::new(centre, radius).map(Region::Cone)
}

fn polygon(frame: Frame, numbers: &[f64]) -> Result<Region, ParseError> {
    let (pairs, rest) = numbers.as_chunks::<2>();
    if !rest.is_empty() || pairs.len() < 3 {
        return Err(ParseError::not_understood(
            &format!("polygon of {} numbers", numbers.len()),
            "a polygon has at least three vertices, each with a longitude and a latitude",
        ));
    }
    let mut vertices = Vec::with_capacity(pairs.len());
    for &[longitude, latitude] in pairs {
        let Some(vertex) = frame.to_icrs(longitude, latitude) else {
            return Err(ParseError::not_understood(
                &format!("{longitude} {latitude}"),
                "a latitude lies between -90 and 90 degrees",
            ));
        };
        vertices.push(vertex);
    }
    Polygon::new(vertices)
        .map(Region::Polygon)
        .ok_or_else(|| ParseError::not_understood("polygon", wanted()))
}

#[cfg(test)]
mod tests;
