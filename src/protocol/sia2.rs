//! Simple Image Access 2.0.

use super::{
    Rung,
    filters::Filters,
    margin,
    request::{Parameter, Request, decimal},
    sky::{self, LARGEST_CIRCLE_DEG, Part},
};
use crate::domain::constraints::{Constraints, Product};

/// One request, and one with circles around the polygons for services that refuse these. Several pieces of sky are several
/// POS, of which one must be met (SIA 2.0, section 2.1).
pub fn requests(
    access_url: &str,
    part: &Constraints,
    whole: &Constraints,
    maxrec: u32,
) -> Vec<Rung> {
    let filters = Filters::of(part, whole);
    let rung = |name, pieces: &[Part]| Rung {
        name,
        request: request(access_url, part, (filters, pieces), maxrec),
        misses: filters.misses(part, None),
        caveat: filters.caveat(part),
    };
    let Some(region) = &part.space else {
        return vec![rung(filters.name(), &[])];
    };
    let mut pieces = sky::parts(region);
    let mut rungs = vec![rung(filters.name(), &pieces)];
    if sky::has_polygon(region) {
        for piece in &mut pieces {
            *piece = Part::Cone(sky::cone_around(piece, region));
        }
        rungs.push(rung(IN_CIRCLE, &pieces));
    }
    rungs
}

/// The name of the second way.
const IN_CIRCLE: &str = "circle around the polygon";

fn request(
    access_url: &str,
    asked: &Constraints,
    (filters, pieces): (Filters, &[Part]),
    maxrec: u32,
) -> Request {
    let mut parameters: Vec<Parameter> = Vec::new();
    for piece in pieces {
        parameters.extend(pos(piece).into_iter().map(|pos| ("POS", pos)));
    }
    let spectrum = asked.spectrum.filter(|_| filters.spectrum);
    parameters.extend(spectrum.map(|it| ("BAND", interval(margin::wavelengths(it)))));
    let time = asked.time.filter(|_| filters.time);
    parameters.extend(time.map(|it| ("TIME", interval(margin::times(it)))));
    if !asked.inclusive && !filters.is_place_alone() {
        // SIA 2.0's DPTYPE has these two values; spectra are not for it. Rows that do not say are dropped with it.
        for kind in Product::Images.types() {
            parameters.push(("DPTYPE", (*kind).to_owned()));
        }
    }
    parameters.push(("MAXREC", maxrec.to_string()));
    Request::get(access_url, &parameters)
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
pub(super) fn interval((lo, hi): (f64, f64)) -> String {
    let end = |value: f64, infinite: &str| {
        if value.is_finite() {
            decimal(value)
        } else {
            infinite.to_owned()
        }
    };
    format!("{} {}", end(lo, "-Inf"), end(hi, "+Inf"))
}
