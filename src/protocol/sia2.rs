//! Simple Image Access 2.0.

use super::{
    Rung,
    filters::Filters,
    margin,
    request::{Parameter, Request, decimal},
    sky::{self, LARGEST_CIRCLE_DEG, Part},
};
use crate::domain::constraints::{Constraints, Product};

/// One request. Several pieces of sky are several POS, of which one must be met (SIA 2.0, section 2.1).
pub fn requests(
    access_url: &str,
    part: &Constraints,
    whole: &Constraints,
    maxrec: u32,
) -> Vec<Rung> {
    let filters = Filters::of(part, whole);
    let mut parameters: Vec<Parameter> = Vec::new();
    if let Some(region) = &part.space {
        for part in sky::parts(region) {
            parameters.extend(pos(&part).into_iter().map(|pos| ("POS", pos)));
        }
    }
    let spectrum = part.spectrum.filter(|_| filters.spectrum);
    parameters.extend(spectrum.map(|it| ("BAND", interval(margin::wavelengths(it)))));
    let time = part.time.filter(|_| filters.time);
    parameters.extend(time.map(|it| ("TIME", interval(margin::times(it)))));
    if !part.inclusive {
        // SIA 2.0's DPTYPE has these two values; spectra are not for it.
        for kind in Product::Images.types() {
            parameters.push(("DPTYPE", (*kind).to_owned()));
        }
    }
    parameters.push(("MAXREC", maxrec.to_string()));
    vec![Rung {
        name: filters.name(),
        request: Request::get(access_url, &parameters),
        misses: filters.misses(part, None),
    }]
}

/// SIA 2.0, section 2.1.1: `CIRCLE <longitude> <latitude> <radius>`, `POLYGON` and its vertices, in ICRS degrees. More
/// than half of the sky is asked for as both halves, and judged here.
fn pos(part: &Part) -> Vec<String> {
    let circle = |ra: f64, dec: f64, radius: f64| {
        format!(
            "CIRCLE {} {} {}",
            decimal(ra),
            decimal(dec),
            decimal(radius)
        )
    };
    match part {
        Part::Cone(cone) => {
            let (ra, dec) = (cone.centre.ra.0, cone.centre.dec.0);
            if !sky::is_large(cone) {
                return vec![circle(ra, dec, cone.radius.0)];
            }
            let opposite = if ra < 180.0 { ra + 180.0 } else { ra - 180.0 };
            vec![
                circle(ra, dec, LARGEST_CIRCLE_DEG),
                circle(opposite, -dec, LARGEST_CIRCLE_DEG),
            ]
        }
        Part::Polygon(vertices) => {
            let numbers: Vec<String> = vertices
                .iter()
                .map(|vertex| format!("{} {}", decimal(vertex.ra.0), decimal(vertex.dec.0)))
                .collect();
            vec![format!("POLYGON {}", numbers.join(" "))]
        }
    }
}

/// SIA 2.0, section 2.1.2: two numbers, of which each may be infinite. One number alone is refused by some services.
fn interval((lo, hi): (f64, f64)) -> String {
    let end = |value: f64, infinite: &str| {
        if value.is_finite() {
            decimal(value)
        } else {
            infinite.to_owned()
        }
    };
    format!("{} {}", end(lo, "-Inf"), end(hi, "+Inf"))
}
