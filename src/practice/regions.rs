//! The regions of datasets, as each kind of service tells them.

use super::sky::{Dataset, Footprint, square};
use crate::domain::{
    angle::Position,
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
