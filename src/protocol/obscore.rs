//! ObsCore 1.1 over TAP, with a ladder of spatial conditions.

pub(super) mod rows;

use super::{
    Rung,
    adql::{self, Nulls},
    margin, sky, tap,
};
use crate::domain::{
    constraints::Constraints,
    region::{Cone, Region},
};

/// How far beyond the cone centres are looked for, where nothing but centres can be asked for, in degrees: half of
/// the largest fields of view of single images.
const CENTRE_MARGIN_DEG: f64 = 1.1;

/// The spatial conditions from the best to the simplest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ladder {
    /// Footprints; where there is none the disc, where there is none the centre.
    Footprint,
    /// Centre and field of view.
    Disc,
    /// Centre alone, with a margin.
    Centre,
    /// Centre alone, without geometry.
    Box,
}

impl Ladder {
    const ALL: [Self; 4] = [Self::Footprint, Self::Disc, Self::Centre, Self::Box];

    fn name(self) -> &'static str {
        match self {
            Self::Footprint => "footprint",
            Self::Disc => "centre and field of view",
            Self::Centre => "centre with a margin",
            Self::Box => "centre in a box with a margin",
        }
    }
}

/// The query on `ivoa.obscore`, in falling order of goodness; without a region there is one only.
pub fn requests(access_url: &str, constraints: &Constraints, maxrec: u32) -> Vec<Rung> {
    let rung = |name, query: &str| Rung {
        name,
        request: tap::sync(access_url, query, maxrec),
    };
    let Some(region) = &constraints.space else {
        return vec![rung("no position", &query(None, constraints))];
    };
    Ladder::ALL
        .map(|step| rung(step.name(), &query(Some((region, step)), constraints)))
        .to_vec()
}

fn query(space: Option<(&Region, Ladder)>, constraints: &Constraints) -> String {
    let nulls = if constraints.inclusive {
        Nulls::Keep
    } else {
        Nulls::Drop
    };
    let mut conditions = vec![product(constraints, nulls)];
    conditions.extend(space.map(|(region, step)| spatial(region, step, nulls)));
    if let Some(spectrum) = constraints.spectrum {
        let (lo, hi) = margin::wavelengths(spectrum);
        let lo = if lo > 0.0 { lo } else { f64::NEG_INFINITY };
        conditions.extend(adql::overlaps(("em_min", "em_max"), lo, hi, nulls));
    }
    if let Some(time) = constraints.time {
        let (lo, hi) = margin::times(time);
        conditions.extend(adql::overlaps(("t_min", "t_max"), lo, hi, nulls));
    }
    format!(
        "SELECT * FROM ivoa.obscore WHERE {}",
        adql::all(&conditions)
    )
}

fn product(constraints: &Constraints, nulls: Nulls) -> String {
    let listed = format!(
        "dataproduct_type IN {}",
        adql::texts(constraints.product.types())
    );
    match nulls {
        Nulls::Drop => listed,
        Nulls::Keep => adql::any(&[listed, "dataproduct_type IS NULL".to_owned()]),
    }
}

fn spatial(region: &Region, step: Ladder, nulls: Nulls) -> String {
    let mut conditions = Vec::new();
    for part in sky::parts(region) {
        let cone = sky::cone_around(&part, region);
        match step {
            Ladder::Footprint => {
                conditions.push(format!("INTERSECTS(s_region, {}) = 1", adql::shape(&part)));
                let disc = adql::any(&[distance(&cone, " + s_fov / 2"), centre(&cone, "s_fov")]);
                conditions.push(format!("(s_region IS NULL AND {disc})"));
            }
            // Where s_fov is the width of a square, its corners reach further than half of it; where it is missing,
            // there may be a footprint all the same, which is judged here.
            Ladder::Disc => {
                conditions.push(distance(&cone, " + s_fov"));
                conditions.push(centre(&wider(&cone), "s_fov"));
            }
            Ladder::Centre => conditions.push(centre(&wider(&cone), "")),
            Ladder::Box => conditions.push(in_box(&wider(&cone))),
        }
    }
    if nulls == Nulls::Keep {
        conditions.push(match step {
            Ladder::Footprint => "(s_region IS NULL AND s_ra IS NULL)".to_owned(),
            Ladder::Disc | Ladder::Centre | Ladder::Box => "s_ra IS NULL".to_owned(),
        });
    }
    adql::any(&conditions)
}

/// That the centre lies in the cone; with a column, only for rows that lack it.
///
/// `CONTAINS(...) = 1` and not the reverse: ESO's service knows it in this order only, and the others know both.
fn centre(cone: &Cone, without: &str) -> String {
    let lies_in = format!(
        "CONTAINS({}, {}) = 1",
        adql::point_of("s_ra", "s_dec"),
        adql::circle(cone)
    );
    if without.is_empty() {
        lies_in
    } else {
        format!("({without} IS NULL AND {lies_in})")
    }
}

/// That the centre is no further from the cone's than its radius and something.
fn distance(cone: &Cone, more: &str) -> String {
    format!(
        "DISTANCE({}, {}) <= {}{more}",
        adql::point_of("s_ra", "s_dec"),
        adql::point(cone),
        adql::number(cone.radius.0)
    )
}

fn wider(cone: &Cone) -> Cone {
    let radius = margin::tidy(cone.radius.0 + CENTRE_MARGIN_DEG).min(180.0);
    Cone::new(cone.centre, radius).unwrap_or(*cone)
}

/// That the centre lies in a box around the cone, for services without geometry.
fn in_box(cone: &Cone) -> String {
    let around = Region::Cone(*cone).bounding_box();
    let (ra, dec) = (around.centre.ra.0, around.centre.dec.0);
    let [half_width, half_height] = [around.width.0, around.height.0].map(|full| full / 2.0);
    let between = |column: &str, lo: f64, hi: f64| {
        let [lo, hi] = [lo, hi].map(|value| adql::number((value * 1e9).round() / 1e9));
        format!("{column} BETWEEN {lo} AND {hi}")
    };
    let rows = between(
        "s_dec",
        (dec - half_height).max(-90.0),
        (dec + half_height).min(90.0),
    );
    if half_width >= 180.0 {
        return rows;
    }
    let (west, east) = (ra - half_width, ra + half_width);
    let columns = if west < 0.0 {
        adql::any(&[
            between("s_ra", west + 360.0, 360.0),
            between("s_ra", 0.0, east),
        ])
    } else if east > 360.0 {
        adql::any(&[
            between("s_ra", west, 360.0),
            between("s_ra", 0.0, east - 360.0),
        ])
    } else {
        between("s_ra", west, east)
    };
    format!("({rows} AND {columns})")
}
