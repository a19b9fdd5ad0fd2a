//! The regions of datasets, as each kind of service tells them.

use super::sky::{Dataset, Footprint, square};
use crate::domain::{
    angle::Position,
    moc::SkyMoc,
    region::{Cone, Polygon, Region},
};

/// What ObsCore and SIA 2 tell: the footprint, or where it is not known the disc of the field of view.
pub(super) fn region(dataset: &Dataset) -> Option<Region> {
    match &dataset.footprint {
        Some(Footprint::Polygon(corners)) => polygon(corners),
        Some(Footprint::Disc(radius)) => Cone::new(centre(dataset)?, *radius).map(Region::Cone),
        None => disc(dataset),
    }
}

/// What SIA 1 tells: the square of the pixels.
pub(super) fn pixels_region(dataset: &Dataset) -> Option<Region> {
    let wcs = dataset.wcs?;
    let width = wcs.scale_deg * f64::from(wcs.n_pixels);
    polygon(&square((dataset.ra, dataset.dec), width, wcs.rotation_deg))
}

/// What SSAP tells: the aperture around the position.
pub(super) fn disc(dataset: &Dataset) -> Option<Region> {
    Cone::new(centre(dataset)?, dataset.fov / 2.0).map(Region::Cone)
}

fn centre(dataset: &Dataset) -> Option<Position> {
    Position::new(dataset.ra, dataset.dec)
}

fn polygon(corners: &[(f64, f64)]) -> Option<Region> {
    let corners: Option<Vec<Position>> = corners
        .iter()
        .map(|(ra, dec)| Position::new(*ra, *dec))
        .collect();
    Polygon::new(corners?).map(Region::Polygon)
}

/// Whether two regions have a position in common; quick where most do not, as in a catalogue.
pub(super) fn meets(one: &Region, other: &Region) -> bool {
    /// More than rounding can do to an arc cosine of a small angle, in radians.
    const ROUNDING: f64 = 1e-7;
    if let (Region::Moc(one), Region::Moc(other)) = (one, other) {
        return maps_meet(one, other);
    }
    if let (Some(one), Some(other)) = (surroundings(one), surroundings(other)) {
        let apart = dot(one.0, other.0).clamp(-1.0, 1.0).acos();
        if apart > one.1 + other.1 + ROUNDING {
            return false;
        }
    }
    one.meets(other)
}

/// Whether two maps share a cell: their ranges rise, so one walk over both tells.
fn maps_meet(one: &SkyMoc, other: &SkyMoc) -> bool {
    let (mut ones, mut others) = (
        one.ranges().iter().peekable(),
        other.ranges().iter().peekable(),
    );
    while let (Some(one), Some(other)) = (ones.peek(), others.peek()) {
        if one.end <= other.start {
            ones.next();
        } else if other.end <= one.start {
            others.next();
        } else {
            return true;
        }
    }
    false
}

/// A cone around a cone or a polygon: its middle and its radius in radians. None where there is no small one: a cone
/// of less than 90 degrees that holds all corners holds the polygon.
fn surroundings(region: &Region) -> Option<([f64; 3], f64)> {
    match region {
        Region::Cone(cone) => Some((cone.centre.unit_vector(), cone.radius.radians())),
        Region::Polygon(polygon) => {
            let corners: Vec<[f64; 3]> = polygon
                .vertices()
                .iter()
                .map(|corner| corner.unit_vector())
                .collect();
            let sum = corners
                .iter()
                .fold([0.0; 3], |[x, y, z], [own_x, own_y, own_z]| {
                    [x + own_x, y + own_y, z + own_z]
                });
            let length = dot(sum, sum).sqrt();
            let middle = sum.map(|part| part / length);
            let nearest_cosine = corners
                .iter()
                .map(|corner| dot(*corner, middle))
                .fold(1.0, f64::min);
            (nearest_cosine > 0.1).then(|| (middle, nearest_cosine.clamp(-1.0, 1.0).acos()))
        }
        Region::Range(_) | Region::Moc(_) | Region::Union(_) => None,
    }
}

fn dot([x, y, z]: [f64; 3], [other_x, other_y, other_z]: [f64; 3]) -> f64 {
    x * other_x + y * other_y + z * other_z
}
