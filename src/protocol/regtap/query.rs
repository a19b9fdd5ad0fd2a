//! The queries that a registry is asked.

use super::{
    coverage::{Covered, covered},
    features::{Feature, RegistryFeatures},
};
use crate::{
    domain::{
        constraints::{Constraints, Product},
        ivoid::Ivoid,
    },
    protocol::{adql, request::Request, tap},
};

/// More interfaces than the whole VO has of these kinds (some thousands in 2026); a bound, so that the answer is not
/// cut at a server's default.
pub(super) const MAX_CANDIDATES: u32 = 100_000;

/// More relationships than the VO has of this type (some ten thousands in 2026).
pub(super) const MAX_RELATIONSHIPS: u32 = 200_000;

/// The relationship in the spellings of VOResource 1.1 and 1.0 and of `DataCite`; RegTAP has it in lower case.
const SERVED_BY: [&str; 7] = [
    "isservedby",
    "IsServedBy",
    "is-served-by",
    "servedby",
    "ServedBy",
    "served-by",
    "Is-Served-By",
];

const SIA1: &str = "c.standard_id = 'ivo://ivoa.net/std/sia'";
const SIA2: &str = "c.standard_id LIKE 'ivo://ivoa.net/std/sia#query-2.%'";
const SIA2_AUXILIARY: &str = "c.standard_id LIKE 'ivo://ivoa.net/std/sia#query-aux-2.%'";
const SSAP: &str = "c.standard_id = 'ivo://ivoa.net/std/ssa'";
const NEW_OBSCORE: &str = "(c.standard_id LIKE 'ivo://ivoa.net/std/tap%' AND r.res_type = 'vs:catalogresource' \
     AND c.ivoid IN (SELECT ivoid FROM rr.res_table WHERE table_utype LIKE 'ivo://ivoa.net/std/obscore#table-1.%'))";

/// Asks for every interface of every capability that may be asked, one a row.
pub fn candidates(
    constraints: &Constraints,
    features: RegistryFeatures,
    registry_url: &str,
) -> Request {
    let query = candidates_query(constraints, features);
    tap::sync(registry_url, &query, MAX_CANDIDATES)
}

/// Asks for every interface of every capability of these resources that may be asked, whatever their coverage.
pub fn chosen(
    services: &[Ivoid],
    product: Product,
    features: RegistryFeatures,
    registry_url: &str,
) -> Request {
    let names: Vec<&str> = services.iter().map(Ivoid::as_str).collect();
    let is_chosen = format!("r.ivoid IN {}", adql::texts(&names));
    let query = interfaces(product, features, &[], vec![is_chosen]);
    tap::sync(registry_url, &query, MAX_CANDIDATES)
}

/// Asks for what an inclusive question would name besides: those that do not declare their coverage on an axis of the
/// question. `None` where there is nothing besides.
pub fn undeclared(
    constraints: &Constraints,
    features: RegistryFeatures,
    registry_url: &str,
) -> Option<Request> {
    let axes = covered(constraints, features);
    if constraints.inclusive || axes.is_empty() {
        return None;
    }
    let query = undeclared_query(constraints.product, features, &axes);
    Some(tap::sync(registry_url, &query, MAX_CANDIDATES))
}

/// Asks how many capabilities there are of the kinds wanted, whatever their coverage.
pub fn count(product: Product, features: RegistryFeatures, registry_url: &str) -> Request {
    let query = format!(
        "SELECT COUNT(*) AS n_services FROM rr.resource AS r \
         JOIN rr.capability AS c ON c.ivoid = r.ivoid \
         WHERE {} AND EXISTS (SELECT 1 FROM rr.interface AS i \
         WHERE i.ivoid = c.ivoid AND i.cap_index = c.cap_index AND i.intf_role LIKE 'std%')",
        kinds(product, features)
    );
    // More than the one row, so that no registry takes the limit for reached.
    tap::sync(registry_url, &query, 10)
}

/// Asks which resources are served by which.
pub fn relationships(registry_url: &str) -> Request {
    let query = format!(
        "SELECT ivoid, related_id FROM rr.relationship WHERE relationship_type IN {}",
        adql::texts(&SERVED_BY)
    );
    tap::sync(registry_url, &query, MAX_RELATIONSHIPS)
}

pub(super) fn candidates_query(constraints: &Constraints, features: RegistryFeatures) -> String {
    let coverage = if constraints.inclusive {
        Covered::declared_or_silent
    } else {
        Covered::declared
    };
    let axes = covered(constraints, features);
    let conditions = axes.iter().map(coverage).collect();
    interfaces(constraints.product, features, &[], conditions)
}

fn undeclared_query(product: Product, features: RegistryFeatures, axes: &[Covered]) -> String {
    let silent: Vec<String> = axes.iter().map(Covered::silent).collect();
    let mut conditions = vec![adql::any(&silent)];
    if axes.len() > 1 {
        for axis in axes {
            conditions.push(adql::any(&[axis.silent(), axis.declared()]));
        }
    }
    interfaces(product, features, axes, conditions)
}

/// A query for interfaces under conditions, with columns that tell on which axes they are `told`.
fn interfaces(
    product: Product,
    features: RegistryFeatures,
    told: &[Covered],
    coverage: Vec<String>,
) -> String {
    let mut columns: Vec<String> = [
        "r.ivoid",
        "r.res_type",
        "r.res_title",
        "c.cap_index",
        "c.standard_id",
        "i.intf_role",
        "i.access_url",
    ]
    .map(str::to_owned)
    .into();
    for (feature, column) in [
        (Feature::AuthenticatedOnly, "i.authenticated_only"),
        (Feature::MirrorUrl, "i.mirror_url"),
    ] {
        if features.has(feature) {
            columns.push(column.to_owned());
        }
    }
    let axis = |axis: &Covered| format!("t_{0}.{0}", axis.column());
    columns.extend(told.iter().map(axis));
    let joins: Vec<String> = told.iter().map(|axis| axis.join() + " ").collect();
    let mut conditions = vec![
        "i.intf_role LIKE 'std%'".to_owned(),
        kinds(product, features),
    ];
    conditions.extend(coverage);
    format!(
        "SELECT {} FROM rr.resource AS r \
         JOIN rr.capability AS c ON c.ivoid = r.ivoid \
         JOIN rr.interface AS i ON i.ivoid = c.ivoid AND i.cap_index = c.cap_index \
         {}WHERE {}",
        columns.join(", "),
        joins.concat(),
        adql::all(&conditions)
    )
}

fn kinds(product: Product, features: RegistryFeatures) -> String {
    let mut kinds: Vec<String> = Vec::new();
    if product != Product::Spectra {
        kinds.extend([SIA1, SIA2, SIA2_AUXILIARY].map(str::to_owned));
    }
    if product != Product::Images {
        kinds.push(SSAP.to_owned());
    }
    kinds.extend([old_obscore(features), NEW_OBSCORE.to_owned()]);
    adql::any(&kinds)
}

/// RegTAP keeps the case of details: DaCHS writes `ObsCore`, others `obscore` and `Obscore`.
fn old_obscore(features: RegistryFeatures) -> String {
    let is_obscore = if features.has(Feature::Nocasematch) {
        "1 = ivo_nocasematch(detail_value, 'ivo://ivoa.net/std/obscore%')".to_owned()
    } else {
        let spellings = ["obscore", "ObsCore", "Obscore", "OBSCORE"];
        let each = spellings.map(|name| format!("detail_value LIKE 'ivo://ivoa.net/std/{name}%'"));
        adql::any(&each)
    };
    format!(
        "(c.standard_id LIKE 'ivo://ivoa.net/std/tap%' AND c.ivoid IN (SELECT ivoid FROM rr.res_detail \
         WHERE detail_xpath = '/capability/dataModel/@ivo-id' AND {is_obscore}))"
    )
}
