//! ADQL's geometries as SQLite carries them: text in STC-S, or an ASCII MOC.

use super::{functions::Wrong, regions};
use crate::domain::{
    angle::Position,
    region::{Cone, Polygon, Region},
    stcs::parse_footprint,
};
use moc::{
    elemset::range::MocRanges,
    moc::{
        CellMOCIterator as _, CellOrCellRangeMOCIterator as _, RangeMOCIntoIterator as _,
        RangeMOCIterator as _,
        range::{CellSelection, RangeMOC},
    },
    qty::Hpx,
};

/// The finest order of a map that a query may ask for; finer ones take long and help nobody here.
const MAX_ORDER: u8 = 12;

/// The order at which a region is compared with a map when one must contain the other.
const COMPARING_ORDER: u8 = 10;

/// A coverage map.
pub(super) type Map = RangeMOC<u64, Hpx<u64>>;

/// A geometry of ADQL 2.1, section 4.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Geometry {
    /// `POINT`.
    Point(Position),
    /// Everything that has an area.
    Region(Region),
}

impl Geometry {
    /// Reads what [`Geometry::text`] wrote, or what a column holds.
    pub(super) fn parse(text: &str) -> Result<Self, Wrong> {
        let mut words = text.split_ascii_whitespace();
        let first = words.next().unwrap_or_default();
        let frame = words.next().unwrap_or_default();
        let numbers: Option<Vec<f64>> = words.map(|word| word.parse().ok()).collect();
        let ours = numbers.filter(|_| frame == "ICRS");
        match (first, ours.as_deref()) {
            ("Position", Some([ra, dec])) => position(*ra, *dec).map(Self::Point),
            ("Circle", Some([ra, dec, radius])) => circle(position(*ra, *dec)?, *radius),
            ("Polygon", Some(numbers)) => polygon(&positions(numbers)?),
            _ => parse_footprint(text)
                .map(Self::Region)
                .map_err(|error| Wrong(error.to_string())),
        }
    }

    /// The geometry as text.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Point(position) => format!("Position ICRS {}", numbers(*position)),
            Self::Region(Region::Cone(cone)) => {
                format!("Circle ICRS {} {}", numbers(cone.centre), cone.radius.0)
            }
            Self::Region(Region::Polygon(polygon)) => {
                let vertices: Vec<String> = polygon
                    .vertices()
                    .iter()
                    .map(|vertex| numbers(*vertex))
                    .collect();
                format!("Polygon ICRS {}", vertices.join(" "))
            }
            Self::Region(region) => map_text(&map_at(region, COMPARING_ORDER)),
        }
    }

    /// Whether all of this lies in the other.
    pub(super) fn is_in(&self, outer: &Self) -> Result<bool, Wrong> {
        let Self::Region(outer) = outer else {
            return Err(Wrong("nothing lies in a POINT".to_owned()));
        };
        Ok(match self {
            Self::Point(position) => outer.contains(*position),
            Self::Region(inner) => is_in(inner, outer),
        })
    }

    /// Whether the two have a position in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Region(one), Self::Region(other)) => regions::meets(one, other),
            (Self::Point(position), Self::Region(region))
            | (Self::Region(region), Self::Point(position)) => region.contains(*position),
            (Self::Point(one), Self::Point(other)) => one.separation(*other).0 <= 0.0,
        }
    }

    /// The geometry as a coverage map of this order: every cell that it touches.
    pub(super) fn map(&self, order: u8) -> Result<String, Wrong> {
        if order > MAX_ORDER {
            return Err(Wrong(format!(
                "maps here have an order of at most {MAX_ORDER}, not {order}"
            )));
        }
        let map = match self {
            Self::Point(position) => cone_map(*position, 0.0, order),
            Self::Region(region) => map_at(region, order),
        };
        Ok(map_text(&map))
    }

    /// The position of a point, else the middle.
    pub(super) fn centre(&self) -> Position {
        match self {
            Self::Point(position) => *position,
            Self::Region(region) => region.bounding_cone().centre,
        }
    }

    /// The area, in square degrees.
    pub(super) fn area(&self) -> f64 {
        match self {
            Self::Point(_) => 0.0,
            Self::Region(region) => region.area_sr() * (180.0 / std::f64::consts::PI).powi(2),
        }
    }
}

/// A position from a right ascension that may go round and a declination that may not.
pub(super) fn position(ra: f64, dec: f64) -> Result<Position, Wrong> {
    Position::new(ra, dec).ok_or_else(|| Wrong(format!("{ra}, {dec} is not a position on the sky")))
}

/// Positions from pairs of numbers.
pub(super) fn positions(numbers: &[f64]) -> Result<Vec<Position>, Wrong> {
    if !numbers.len().is_multiple_of(2) {
        return Err(Wrong("a POLYGON takes pairs of coordinates".to_owned()));
    }
    numbers
        .chunks_exact(2)
        .map(|pair| match pair {
            [ra, dec] => position(*ra, *dec),
            _ => Err(Wrong("a POLYGON takes pairs of coordinates".to_owned())),
        })
        .collect()
}

/// A circle of ADQL, of which pgsphere knows none that is more than half of the sky.
pub(super) fn small_circle(centre: Position, radius: f64) -> Result<Geometry, Wrong> {
    if (0.0..=90.0).contains(&radius) {
        return circle(centre, radius);
    }
    Err(Wrong(
        "radius must not be greater than 90 degrees or less than 0".to_owned(),
    ))
}

/// A circle.
fn circle(centre: Position, radius: f64) -> Result<Geometry, Wrong> {
    match Cone::new(centre, radius) {
        Some(cone) => Ok(Geometry::Region(Region::Cone(cone))),
        None => Err(Wrong(format!(
            "{radius} is not the radius of a circle on the sky"
        ))),
    }
}

/// A polygon.
pub(super) fn polygon(vertices: &[Position]) -> Result<Geometry, Wrong> {
    match Polygon::new(vertices.iter().copied()) {
        Some(polygon) => Ok(Geometry::Region(Region::Polygon(polygon))),
        None => Err(Wrong(
            "a POLYGON needs at least three different corners".to_owned(),
        )),
    }
}

fn numbers(position: Position) -> String {
    format!("{} {}", position.ra.0, position.dec.0)
}

/// Whether one region lies in another. Between a map and anything else it is a question of cells; else the inner
/// one's outline, followed in small steps, must lie inside.
fn is_in(inner: &Region, outer: &Region) -> bool {
    match (inner, outer) {
        (Region::Moc(_), _) | (_, Region::Moc(_)) => {
            let (inner, outer) = (
                map_at(inner, COMPARING_ORDER),
                map_at(outer, COMPARING_ORDER),
            );
            inner.and(&outer).eq_without_depth(&inner)
        }
        (Region::Union(parts), _) => parts.iter().all(|part| is_in(part, outer)),
        (Region::Cone(inner), Region::Cone(outer)) => {
            inner.centre.separation(outer.centre).0 + inner.radius.0 <= outer.radius.0
        }
        _ => outline(inner)
            .iter()
            .all(|position| outer.contains(*position)),
    }
}

/// Positions along the edge of a region.
fn outline(region: &Region) -> Vec<Position> {
    const STEPS: u32 = 16;
    let steps = |from: Position, to: Position| {
        let (start, end) = (from.unit_vector(), to.unit_vector());
        (0..STEPS).filter_map(move |step| {
            let share = f64::from(step) / f64::from(STEPS);
            let [x, y, z] = [0, 1, 2].map(|axis: usize| {
                let at = |vector: &[f64; 3]| vector.get(axis).copied().unwrap_or_default();
                at(&start) * (1.0 - share) + at(&end) * share
            });
            Position::new(y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees())
        })
    };
    match region {
        Region::Cone(cone) => super::sky::ring(
            (cone.centre.ra.0, cone.centre.dec.0),
            cone.radius.0,
            4 * STEPS,
        )
        .into_iter()
        .filter_map(|(ra, dec)| Position::new(ra, dec))
        .collect(),
        Region::Polygon(polygon) => {
            let vertices = polygon.vertices();
            let next = vertices.iter().cycle().skip(1);
            vertices
                .iter()
                .zip(next)
                .flat_map(|(from, to)| steps(*from, *to))
                .collect()
        }
        Region::Range(_) | Region::Moc(_) => {
            let cone = region.bounding_cone();
            outline(&Region::Cone(cone))
        }
        Region::Union(parts) => parts.iter().flat_map(outline).collect(),
    }
}

/// The cells of this order that a region touches.
pub(super) fn map_at(region: &Region, order: u8) -> Map {
    match region {
        Region::Cone(cone) => cone_map(cone.centre, cone.radius.0, order),
        Region::Polygon(polygon) => {
            let corners: Vec<(f64, f64)> = polygon
                .vertices()
                .iter()
                .map(|vertex| (vertex.ra.radians(), vertex.dec.radians()))
                .collect();
            RangeMOC::from_polygon(&corners, false, order, CellSelection::All)
        }
        Region::Moc(cells) => {
            let ranges = MocRanges::new_from(cells.ranges().to_vec());
            RangeMOC::new(29, ranges).degraded(order)
        }
        Region::Union(parts) => parts
            .iter()
            .map(|part| map_at(part, order))
            .fold(RangeMOC::new_empty(order), |all, part| all.or(&part)),
        Region::Range(range) => RangeMOC::from_zone(
            range.ra_start.radians(),
            range.dec_lo.radians(),
            (range.ra_start.0 + range.ra_width.0).to_radians(),
            range.dec_hi.radians(),
            order,
            CellSelection::All,
        ),
    }
}

fn cone_map(centre: Position, radius_deg: f64, order: u8) -> Map {
    /// Cones are worked out two orders finer than asked, so that few cells too many are taken.
    const FINER: u8 = 2;
    let radius = radius_deg.to_radians().max(1e-9);
    RangeMOC::from_cone(
        centre.ra.radians(),
        centre.dec.radians(),
        radius,
        order,
        FINER,
        CellSelection::All,
    )
}

/// The map in ASCII (MOC 2.0, section 4.3.2), in one line.
pub(super) fn map_text(map: &Map) -> String {
    let mut text = Vec::new();
    let cells = map.into_range_moc_iter().cells().cellranges();
    // Writing to memory does not fail.
    if cells.to_ascii_ivoa(None, false, &mut text).is_err() {
        return String::new();
    }
    let text = String::from_utf8(text).unwrap_or_default();
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
