//! The two queries that a registry is asked.

use super::RegistryFeatures;
use crate::{
    domain::{
        constraints::{Constraints, Product},
        interval::Interval,
        region::Region,
        time::Mjd,
        wavelength::Metres,
    },
    protocol::{adql, margin, request::Request, sky, tap},
};

/// More interfaces than the whole VO has of these kinds (some thousands in 2026); a bound, so that the answer is not
/// cut at a server's default.
const MAX_CANDIDATES: u32 = 100_000;

/// More relationships than the VO has of this type (some ten thousands in 2026).
const MAX_RELATIONSHIPS: u32 = 500_000;

/// The MOC order at which coverage is compared; cells of 0.92 degrees, as RegTAP 1.2 recommends for queries.
const MOC_ORDER: u8 = 6;

const SIA1: &str = "c.standard_id = 'ivo://ivoa.net/std/sia'";
const SIA2: &str = "c.standard_id LIKE 'ivo://ivoa.net/std/sia#query-2.%'";
const SIA2_AUXILIARY: &str = "c.standard_id LIKE 'ivo://ivoa.net/std/sia#query-aux-2.%'";
const SSAP: &str = "c.standard_id = 'ivo://ivoa.net/std/ssa'";
const OLD_OBSCORE: &str = "(c.standard_id LIKE 'ivo://ivoa.net/std/tap%' AND c.ivoid IN (SELECT ivoid FROM rr.res_detail \
     WHERE detail_xpath = '/capability/dataModel/@ivo-id' \
     AND 1 = ivo_nocasematch(detail_value, 'ivo://ivoa.net/std/obscore%')))";
const NEW_OBSCORE: &str = "(c.standard_id LIKE 'ivo://ivoa.net/std/tap%' AND r.res_type = 'vs:catalogresource' \
     AND c.ivoid IN (SELECT ivoid FROM rr.res_table WHERE table_utype LIKE 'ivo://ivoa.net/std/obscore#table-1.%'))";

/// Asks for every interface of every capability that may be asked, one a row.
pub fn candidates(
    constraints: &Constraints,
    features: RegistryFeatures,
    registry_url: &str,
) -> Request {
    tap::sync(
        registry_url,
        &candidates_query(constraints, features),
        MAX_CANDIDATES,
    )
}

/// Asks for all relationships of type `isservedby`.
pub fn relationships(registry_url: &str) -> Request {
    let query =
        "SELECT ivoid, related_id FROM rr.relationship WHERE relationship_type = 'isservedby'";
    tap::sync(registry_url, query, MAX_RELATIONSHIPS)
}

pub(super) fn candidates_query(constraints: &Constraints, features: RegistryFeatures) -> String {
    let login = if features.authenticated_only {
        ", i.authenticated_only"
    } else {
        ""
    };
    let mut conditions = vec![
        "i.intf_role LIKE 'std%'".to_owned(),
        kinds(constraints.product),
    ];
    conditions.extend(coverage(constraints, features));
    format!(
        "SELECT r.ivoid, r.res_type, r.res_title, c.cap_index, c.standard_id, i.intf_role, i.access_url{login} \
         FROM rr.resource AS r \
         JOIN rr.capability AS c ON c.ivoid = r.ivoid \
         JOIN rr.interface AS i ON i.ivoid = c.ivoid AND i.cap_index = c.cap_index \
         WHERE {}",
        adql::all(&conditions)
    )
}

fn kinds(product: Product) -> String {
    let mut kinds: Vec<String> = Vec::new();
    if product != Product::Spectra {
        kinds.extend([SIA1, SIA2, SIA2_AUXILIARY].map(str::to_owned));
    }
    if product != Product::Images {
        kinds.push(SSAP.to_owned());
    }
    kinds.extend([OLD_OBSCORE, NEW_OBSCORE].map(str::to_owned));
    adql::any(&kinds)
}

fn coverage(constraints: &Constraints, features: RegistryFeatures) -> Vec<String> {
    let mut conditions = Vec::new();
    let mut axis = |table: &str, known: &str, meets: Vec<String>| {
        let declared = format!(
            "r.ivoid IN (SELECT ivoid FROM {table} WHERE {})",
            adql::all(&meets)
        );
        conditions.push(if constraints.inclusive {
            format!(
                "({declared} OR NOT EXISTS (SELECT 1 FROM {table} AS s \
                 WHERE s.ivoid = r.ivoid AND s.{known} IS NOT NULL))"
            )
        } else {
            declared
        });
    };
    if let Some(region) = constraints.space.as_ref().filter(|_| features.stc_spatial) {
        axis("rr.stc_spatial", "coverage", spatial(region, features.moc));
    }
    if let Some(interval) = constraints.spectrum.filter(|_| features.stc_spectral) {
        let meets = spectral(interval);
        if !meets.is_empty() {
            axis("rr.stc_spectral", "spectral_start", meets);
        }
    }
    if let Some(interval) = constraints.time.filter(|_| features.stc_temporal) {
        let meets = temporal(interval);
        if !meets.is_empty() {
            axis("rr.stc_temporal", "time_start", meets);
        }
    }
    conditions
}

/// That the coverage has a part in the region: a collection that covers part of a cone has data for it.
fn spatial(region: &Region, moc: bool) -> Vec<String> {
    let parts: Vec<String> = sky::parts(region)
        .iter()
        .map(|part| {
            let shape = adql::shape(part);
            if moc {
                format!("1 = INTERSECTS(coverage, MOC({MOC_ORDER}, {shape}))")
            } else {
                format!("1 = INTERSECTS(coverage, {shape})")
            }
        })
        .collect();
    // RegTAP 1.2: without a name the frame is the ICRS; the others are planets and detectors.
    vec![adql::any(&parts), "ref_system_name IS NULL".to_owned()]
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
