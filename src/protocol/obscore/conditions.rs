//! The conditions of a query on `ivoa.obscore`: never narrower than what is judged here afterwards.

use crate::{
    domain::{
        angle::Position,
        constraints::Constraints,
        region::{Cone, Region},
    },
    protocol::{
        adql::{self, Nulls},
        margin,
        sky::{self, Part},
    },
};

/// How far beyond the cone centres are looked for, where nothing but centres can be asked for, in degrees: half of
/// the largest fields of view of single images.
pub(super) const CENTRE_MARGIN_DEG: f64 = 1.1;

/// How much of ADQL is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// As much as is needed.
    Full,
    /// No OR, and one CONTAINS at most.
    WithoutOr,
}

/// What is compared with the region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Footprint, disc, centre, whichever there is.
    Footprint,
    /// The same, with a circle around each polygon.
    FootprintInCircle,
    /// Centre and field of view.
    Disc,
    /// Centre, with geometry.
    Centre,
    /// Centre, without geometry.
    Box,
}

/// The wavelengths that a dataset can have, in metres: from far beyond the hardest gamma rays to far beyond the longest
/// radio waves. Zero, -1 and NaN (which `PostgreSQL` takes for larger than all) stand outside.
const WAVELENGTHS_M: (f64, f64) = (1e-30, 1e9);

/// The dates that a dataset can have, as MJD; 0, -999 and NaN stand outside.
const DATES_MJD: (f64, f64) = (1.0, 1e9);

/// That it is what is wanted. Services write `image`, `IMAGE` and `Image`, and here case is not regarded.
pub(super) fn product(constraints: &Constraints, language: Language) -> Vec<String> {
    let mut spellings = Vec::new();
    for term in constraints.product.types() {
        spellings.push((*term).to_owned());
        spellings.push(term.to_uppercase());
        let (first, rest) = term.split_at(1);
        spellings.push(format!("{}{rest}", first.to_uppercase()));
        if *term == "timeseries" {
            spellings.extend(["timeSeries".to_owned(), "TimeSeries".to_owned()]);
        }
    }
    let listed = format!("dataproduct_type IN {}", adql::texts(&spellings));
    match (constraints.inclusive, language) {
        (false, _) => vec![listed],
        (true, Language::Full) => vec![adql::any(&[
            listed,
            "dataproduct_type IS NULL".to_owned(),
            "dataproduct_type = ''".to_owned(),
        ])],
        (true, Language::WithoutOr) => Vec::new(),
    }
}

/// That its wavelengths meet those wanted.
pub(super) fn spectrum(constraints: &Constraints, language: Language) -> Vec<String> {
    let Some(exact) = constraints.spectrum else {
        return Vec::new();
    };
    let (lo, hi) = margin::wavelengths(exact);
    let lo = if lo > 0.0 { lo } else { f64::NEG_INFINITY };
    let columns = ("em_min", "em_max");
    interval(columns, (lo, hi), WAVELENGTHS_M, (constraints, language))
}

/// That its time meets the one wanted.
pub(super) fn time(constraints: &Constraints, language: Language) -> Vec<String> {
    let Some(exact) = constraints.time else {
        return Vec::new();
    };
    let limits = margin::times(exact);
    let columns = ("t_min", "t_max");
    interval(columns, limits, DATES_MJD, (constraints, language))
}

fn interval(
    columns: (&str, &str),
    (lo, hi): (f64, f64),
    possible: (f64, f64),
    (constraints, language): (&Constraints, Language),
) -> Vec<String> {
    match (constraints.inclusive, language) {
        (false, Language::WithoutOr) => adql::in_order_overlaps(columns, lo, hi),
        (true, Language::WithoutOr) => Vec::new(),
        (inclusive, Language::Full) => {
            let nulls = if inclusive {
                Nulls::Keep { possible }
            } else {
                Nulls::Drop
            };
            adql::overlaps(columns, lo, hi, nulls)
        }
    }
}

/// That it lies in the region.
pub(super) fn space(region: &Region, space: Space, language: Language, inclusive: bool) -> String {
    if language == Language::WithoutOr {
        let around = wider(&margin::cone(&region.bounding_cone()));
        return match space {
            Space::Box => in_box(&around),
            _ => centre(&around),
        };
    }
    let mut conditions = Vec::new();
    for part in sky::parts(region) {
        let cone = sky::cone_around(&part, region);
        match space {
            Space::Footprint => conditions.extend(footprint(&part, &cone)),
            Space::FootprintInCircle => {
                conditions.extend(footprint(&Part::Cone(cone), &cone));
            }
            // Where s_fov is the width of a square, its corners reach further than half of it; where it is missing,
            // there may be a footprint all the same, which is judged here.
            Space::Disc => {
                conditions.push(distance(&cone, " + s_fov"));
                conditions.push(format!(
                    "((s_fov IS NULL OR s_fov <= 0) AND {})",
                    centre(&wider(&cone))
                ));
            }
            Space::Centre => conditions.push(centre(&wider(&cone))),
            Space::Box => conditions.push(in_box(&wider(&cone))),
        }
    }
    if inclusive {
        // -999 and NaN (which PostgreSQL takes for larger than all) are no declinations.
        let nowhere = [
            "s_ra IS NULL",
            "s_dec IS NULL",
            "s_dec NOT BETWEEN -90 AND 90",
        ];
        conditions.extend(nowhere.map(str::to_owned));
    }
    adql::any(&conditions)
}

/// The footprint, and what counts where there is none, or none that the service can read: each part can be looked up
/// in an index on footprints or on positions.
fn footprint(part: &Part, cone: &Cone) -> [String; 4] {
    let in_disc = distance(cone, " + s_fov / 2");
    let meets = match part {
        Part::Cone(cone) if sky::is_large(cone) => {
            format!(
                "CONTAINS(s_region, {}) = 0",
                adql::circle(&rest_of_sky(cone))
            )
        }
        _ => format!("INTERSECTS(s_region, {}) = 1", adql::shape(part)),
    };
    [
        meets,
        centre(cone),
        format!("(s_region IS NULL AND {in_disc})"),
        format!("({} AND {in_disc})", centre(&wider(cone))),
    ]
}

/// That the centre lies in the cone.
///
/// `CONTAINS(...) = 1` and not the reverse: ESO's service knows it in this order only, and the others know both.
fn centre(cone: &Cone) -> String {
    let point = adql::point_of("s_ra", "s_dec");
    if sky::is_large(cone) {
        return format!(
            "CONTAINS({point}, {}) = 0",
            adql::circle(&rest_of_sky(cone))
        );
    }
    format!("CONTAINS({point}, {}) = 1", adql::circle(cone))
}

/// What a cone leaves of the sky: whatever does not lie in it as a whole meets the cone.
fn rest_of_sky(cone: &Cone) -> Cone {
    let (ra, dec) = (cone.centre.ra.0, cone.centre.dec.0);
    let radius = ((180.0 - cone.radius.0) * 1e9).floor() / 1e9;
    Position::new((ra + 180.0).rem_euclid(360.0), -dec)
        .and_then(|opposite| Cone::new(opposite, radius.max(0.0)))
        .unwrap_or(*cone)
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

/// That the centre lies in a box around the cone, for services without geometry: by comparisons alone, without OR.
fn in_box(cone: &Cone) -> String {
    let around = Region::Cone(*cone).bounding_box();
    let (ra, dec) = (around.centre.ra.0, around.centre.dec.0);
    let [half_width, half_height] = [around.width.0, around.height.0].map(|full| full / 2.0);
    let number = |value: f64| adql::number((value * 1e9).round() / 1e9);
    let (south, north) = (
        number((dec - half_height).max(-90.0)),
        number((dec + half_height).min(90.0)),
    );
    let rows = format!("s_dec >= {south} AND s_dec <= {north}");
    if half_width >= 180.0 {
        return format!("({rows})");
    }
    let (west, east) = (ra - half_width, ra + half_width);
    let columns = if west < 0.0 || east > 360.0 {
        // Across right ascension 0 the box is what lies not between its two sides.
        let (west, east) = (
            number(west.rem_euclid(360.0)),
            number(east.rem_euclid(360.0)),
        );
        format!("s_ra NOT BETWEEN {east} AND {west}")
    } else {
        format!("s_ra >= {} AND s_ra <= {}", number(west), number(east))
    };
    format!("({rows} AND {columns})")
}
