//! What records declare of their coverage, worked out from the datasets themselves.

use super::{Rows, text};
use crate::{
    domain::{
        angle::Position,
        region::{Cone, Polygon, Region},
        wavelength::Metres,
    },
    practice::{
        geometry::{map_at, map_text},
        services::Record,
        sky::{Collection, Dataset, Footprint},
    },
};
use rusqlite::types::Value;

/// The order of the maps, with cells of 0.92 degrees, as most of the VO's records have it.
const ORDER: u8 = 6;

/// Adds what a record declares.
pub(super) fn declare(record: &Record, datasets: &[Dataset], rows: &mut Rows) {
    let ivoid = record.ivoid();
    let holds = record.holds();
    let own: Vec<&Dataset> = datasets
        .iter()
        .filter(|dataset| {
            holds
                .iter()
                .any(|collection| collection.id == dataset.collection)
        })
        .collect();
    if record.declares.space() {
        let regions = own.iter().filter_map(|dataset| region(dataset)).collect();
        let map = map_text(&map_at(&Region::Union(regions), ORDER));
        rows.add(
            "stc_spatial",
            vec![text(&ivoid), Value::Text(map), Value::Null],
        );
    }
    if record.declares.spectrum() {
        for (lo, hi) in energies(&holds) {
            rows.add(
                "stc_spectral",
                vec![text(&ivoid), Value::Real(lo), Value::Real(hi)],
            );
        }
    }
    if record.declares.time() {
        let times = own.iter().filter_map(|dataset| dataset.time);
        let hull = times.reduce(|hull, time| (hull.0.min(time.0), hull.1.max(time.1)));
        if let Some((start, end)) = hull {
            rows.add(
                "stc_temporal",
                vec![
                    text(&ivoid),
                    Value::Real(start.floor()),
                    Value::Real(end.ceil()),
                ],
            );
        }
    }
}

/// What a dataset covers, whether or not a service tells its footprint.
pub(in crate::practice) fn region(dataset: &Dataset) -> Option<Region> {
    let centre = Position::new(dataset.ra, dataset.dec)?;
    match &dataset.footprint {
        Some(Footprint::Polygon(corners)) => {
            let corners: Option<Vec<Position>> = corners
                .iter()
                .map(|(ra, dec)| Position::new(*ra, *dec))
                .collect();
            Polygon::new(corners?).map(Region::Polygon)
        }
        Some(Footprint::Disc(radius)) => Cone::new(centre, *radius).map(Region::Cone),
        None => Cone::new(centre, dataset.fov / 2.0).map(Region::Cone),
    }
}

/// The intervals of energy of some collections, in joules; bands that overlap are one.
fn energies(collections: &[&Collection]) -> Vec<(f64, f64)> {
    let mut bands: Vec<(f64, f64)> = collections
        .iter()
        .flat_map(|collection| collection.bands)
        .map(|band| (Metres(band.hi_m).joule(), Metres(band.lo_m).joule()))
        .collect();
    bands.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut merged: Vec<(f64, f64)> = Vec::new();
    for band in bands {
        match merged.last_mut() {
            Some(last) if band.0 <= last.1 => last.1 = last.1.max(band.1),
            _ => merged.push(band),
        }
    }
    merged
}
