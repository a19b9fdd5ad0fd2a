//! What a registry is asked about the coverage of services, axis by axis.

use super::features::{Feature, RegistryFeatures};
use crate::{
    domain::{
        constraints::{Axis, Constraints},
        interval::Interval,
        moc::SkyMoc,
        region::Region,
        time::Mjd,
        wavelength::Metres,
    },
    protocol::{
        adql, margin,
        sky::{self, Part},
    },
};

/// The MOC order at which coverage is compared; cells of 0.92 degrees, as RegTAP 1.2 recommends for queries.
const MOC_ORDER: u8 = 6;

/// Characters of a map in a query at most; it stands there twice.
const LONGEST_MAP: usize = 16_000;

/// An axis on which a question is constrained, and on which the registry knows the coverage of services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Covered {
    pub(super) axis: Axis,
    /// The table of the coverage.
    table: &'static str,
    /// A column of it that holds a value where coverage is declared.
    known: &'static str,
    /// That a row of the table meets the question.
    meets: String,
}

impl Covered {
    /// That a service declares coverage which meets the question.
    pub(super) fn declared(&self) -> String {
        let Self { table, meets, .. } = self;
        format!("r.ivoid IN (SELECT ivoid FROM {table} WHERE {meets})")
    }

    /// The same, or that it declares none.
    pub(super) fn declared_or_silent(&self) -> String {
        let Self { table, known, .. } = self;
        format!(
            "({} OR NOT EXISTS (SELECT 1 FROM {table} AS s WHERE s.ivoid = r.ivoid AND s.{known} IS NOT NULL))",
            self.declared()
        )
    }

    /// The name of the column that holds the identifier where coverage is declared, and NULL where none is.
    pub(super) fn column(&self) -> &'static str {
        column(self.axis)
    }

    /// The table that has that column, to be joined to `r`.
    pub(super) fn join(&self) -> String {
        let Self { table, known, .. } = self;
        let column = self.column();
        format!(
            "LEFT OUTER JOIN (SELECT DISTINCT ivoid AS {column} FROM {table} WHERE {known} IS NOT NULL) AS t_{column} \
             ON t_{column}.{column} = r.ivoid"
        )
    }

    /// That a service declares no coverage, where that table is joined.
    pub(super) fn silent(&self) -> String {
        format!("t_{0}.{0} IS NULL", self.column())
    }
}

/// The name of a column of an answer that is NULL where a service does not declare its coverage on an axis.
pub(super) fn column(axis: Axis) -> &'static str {
    match axis {
        Axis::Space => "in_space",
        Axis::Spectrum => "in_spectrum",
        Axis::Time => "in_time",
    }
}

/// The axes of a question that a registry can judge.
pub(super) fn covered(constraints: &Constraints, features: RegistryFeatures) -> Vec<Covered> {
    let mut all = Vec::new();
    let mut axis = |axis, table, known, meets: Vec<String>| {
        if !meets.is_empty() {
            all.push(Covered {
                axis,
                table,
                known,
                meets: adql::all(&meets),
            });
        }
    };
    if let Some(region) = constraints.space.as_ref()
        && features.has(Feature::StcSpatial)
    {
        let meets = spatial(region, features.has(Feature::Moc));
        axis(Axis::Space, "rr.stc_spatial", "coverage", meets);
    }
    if let Some(interval) = constraints.spectrum
        && features.has(Feature::StcSpectral)
    {
        let meets = spectral(interval);
        axis(Axis::Spectrum, "rr.stc_spectral", "spectral_start", meets);
    }
    if let Some(interval) = constraints.time
        && features.has(Feature::StcTemporal)
    {
        axis(
            Axis::Time,
            "rr.stc_temporal",
            "time_start",
            temporal(interval),
        );
    }
    all
}

/// That the coverage has a part in the region: a collection that covers part of a cone has data for it.
///
/// Of a cone that is more than half of the sky, that there is a coverage: registries over pgsphere know no such circles,
/// and hardly any collection lies in what is left.
///
/// Many places are asked for as one map, which a registry compares once.
fn spatial(region: &Region, moc: bool) -> Vec<String> {
    const IN_ICRS: &str = "ref_system_name IS NULL";
    if let (Region::Union(places), true) = (region, moc) {
        let map = adql::text(&map_of(places));
        let meets = format!("1 = INTERSECTS(coverage, MOC({map}))");
        return vec![meets, IN_ICRS.to_owned()];
    }
    let parts: Vec<String> = sky::parts(region)
        .iter()
        .map(|part| match part {
            Part::Cone(cone) if sky::is_large(cone) => "coverage IS NOT NULL".to_owned(),
            _ if moc => {
                let shape = adql::shape(part);
                format!("1 = INTERSECTS(coverage, MOC({MOC_ORDER}, {shape}))")
            }
            _ => format!("1 = INTERSECTS(coverage, {})", adql::shape(part)),
        })
        .collect();
    // RegTAP 1.2: without a name the frame is the ICRS; the others are planets and detectors.
    vec![adql::any(&parts), IN_ICRS.to_owned()]
}

/// All cells that these places meet, as a MOC in ASCII; coarser ones where they are too many for a query.
fn map_of(places: &[Region]) -> String {
    let wider = |part: &Part, region: &Region| Region::Cone(sky::cone_around(part, region));
    let asked: Vec<Region> = places
        .iter()
        .flat_map(|region| {
            sky::parts(region)
                .into_iter()
                .map(move |it| wider(&it, region))
        })
        .collect();
    let maps = (0..=MOC_ORDER)
        .rev()
        .map(|order| SkyMoc::of_order(order, &asked).ascii(order));
    let fits = |map: &String| map.len() <= LONGEST_MAP;
    maps.into_iter()
        .find(fits)
        .unwrap_or_else(|| "0/0-11".to_owned())
}

/// RegTAP has energies in joules, so that the longest wavelength is the least of them.
fn spectral(interval: Interval<Metres>) -> Vec<String> {
    let (shortest, longest) = margin::wavelengths(interval);
    let least = margin::nine_digits(Metres(longest).joule());
    let most = margin::nine_digits(Metres(shortest).joule());
    let lo = if least > 0.0 {
        least
    } else {
        f64::NEG_INFINITY
    };
    adql::in_order_overlaps(("spectral_start", "spectral_end"), lo, most)
}

fn temporal(interval: Interval<Mjd>) -> Vec<String> {
    let (lo, hi) = margin::times(interval);
    adql::in_order_overlaps(("time_start", "time_end"), lo, hi)
}
