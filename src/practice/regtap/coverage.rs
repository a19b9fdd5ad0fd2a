//! What records declare of their coverage, worked out from the datasets themselves.

use super::{Rows, text};
use crate::{
    domain::wavelength::Metres,
    practice::{
        geometry::{Map, map_at, map_text},
        regions::region,
        services::Record,
        sky::{Collection, Dataset},
    },
};
use rusqlite::types::Value;
use std::collections::BTreeMap;

/// The order of the maps, with cells of 0.92 degrees, as most of the VO's records have it.
const ORDER: u8 = 6;

/// The maps of all collections, by their short words.
pub(super) type Maps = BTreeMap<&'static str, Map>;

/// Works out the maps of all collections.
pub(super) fn maps(datasets: &[Dataset]) -> Maps {
    let mut cells: BTreeMap<&'static str, Vec<u64>> = BTreeMap::new();
    for dataset in datasets {
        if let Some(region) = region(dataset) {
            let own = map_at(&region, ORDER);
            cells
                .entry(dataset.collection)
                .or_default()
                .extend(own.flatten_to_fixed_depth_cells());
        }
    }
    cells
        .into_iter()
        .map(|(collection, mut cells)| {
            cells.sort_unstable();
            cells.dedup();
            (
                collection,
                Map::from_fixed_depth_cells(ORDER, cells.into_iter(), None),
            )
        })
        .collect()
}

/// Adds what a record declares.
pub(super) fn declare(record: &Record, datasets: &[Dataset], maps: &Maps, rows: &mut Rows) {
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
        let map = holds
            .iter()
            .filter_map(|collection| maps.get(collection.id))
            .fold(Map::new_empty(ORDER), |all, map| all.or(map));
        let map = map_text(&map);
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
