//! The records of one archive whose TAP services each understand less of ADQL than the one before.

use super::{
    Declares::All,
    Door, Record, Registration,
    archives::{obscore, record, tap_at},
};
use crate::practice::adql::Dialect;

const fn speaking(dialect: Dialect, path: &'static str) -> Door {
    Door {
        dialect,
        ..tap_at(15, path, &["rcube", "submm", "light"])
    }
}

const ESO: Door = speaking(Dialect::ContainsFirst, "/contains-first/tap");
const NO_POLYGON: Door = speaking(Dialect::NoPolygon, "/no-polygon/tap");
const NO_REGION: Door = speaking(Dialect::NoRegion, "/no-region/tap");
const NO_DISTANCE: Door = speaking(Dialect::NoDistance, "/no-distance/tap");
const NO_OR: Door = speaking(Dialect::NoOr, "/no-or/tap");
const NO_GEOMETRY: Door = speaking(Dialect::NoGeometry, "/no-geometry/tap");
const PLAIN: Door = speaking(Dialect::Plain, "/plain/tap");

const fn old(local: &'static str, title: &'static str, doors: &'static [Door]) -> Record {
    obscore(Registration::Old, record(local, title, All, doors))
}

/// Those that speak dialects, in the order in which the registry holds them.
pub(super) const RECORDS: &[Record] = &[
    old("dialects/contains", "TAP with CONTAINS first", &[ESO]),
    old("dialects/polygon", "TAP without Polygons", &[NO_POLYGON]),
    old("dialects/region", "TAP without Regions", &[NO_REGION]),
    old("dialects/distance", "TAP without Distances", &[NO_DISTANCE]),
    old("dialects/or", "TAP without OR", &[NO_OR]),
    old("dialects/geometry", "TAP without Geometry", &[NO_GEOMETRY]),
    old("dialects/plain", "TAP without Geometry and OR", &[PLAIN]),
];
