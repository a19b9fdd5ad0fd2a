//! Simple Image Access 2.0.

use super::{
    Rung, margin,
    request::{Parameter, Request, decimal},
    sky::{self, Part},
};
use crate::domain::constraints::{Constraints, Product};

/// One request. Several pieces of sky are several POS, of which one must be met (SIA 2.0, section 2.1).
///
/// A service drops rows that lack what a parameter is about. An inclusive question wants them, so it gives only POS,
/// where there is one, and the rest is judged here.
pub fn requests(access_url: &str, constraints: &Constraints, maxrec: u32) -> Vec<Rung> {
    let mut parameters: Vec<Parameter> = Vec::new();
    if let Some(region) = &constraints.space {
        for part in sky::parts(region) {
            parameters.extend(pos(&part).into_iter().map(|pos| ("POS", pos)));
        }
    }
    let keep_undeclared = constraints.inclusive && constraints.space.is_some();
    if !keep_undeclared {
        if let Some(spectrum) = constraints.spectrum {
            parameters.push(("BAND", interval(margin::wavelengths(spectrum))));
        }
        if let Some(time) = constraints.time {
            parameters.push(("TIME", interval(margin::times(time))));
        }
    }
    if !constraints.inclusive {
        // SIA 2.0's DPTYPE has these two values; spectra are not for it.
        for kind in Product::Images.types() {
            parameters.push(("DPTYPE", (*kind).to_owned()));
        }
    }
    parameters.push(("MAXREC", maxrec.to_string()));
    vec![Rung {
        name: if keep_undeclared {
            "position only"
        } else {
            "position, band and time"
        },
        request: Request::get(access_url, &parameters),
        misses: left_out(constraints),
    }]
}

/// What an inclusive question without a place does not get: a service leaves out what does not declare the wavelength
/// or the time that it is asked for, and asked for nothing at all it would give everything.
pub(super) fn left_out(constraints: &Constraints) -> String {
    let missing = match (constraints.spectrum, constraints.time) {
        _ if !constraints.inclusive || constraints.space.is_some() => return String::new(),
        (Some(_), Some(_)) => "a wavelength or a time",
        (Some(_), None) => "a wavelength",
        (None, Some(_)) => "a time",
        (None, None) => return String::new(),
    };
    format!(
        "this protocol gives no datasets without {missing} when it is asked for one; give a place to find these too"
    )
}

/// The largest circle that services over pgsphere take, in degrees.
const LARGEST_CIRCLE_DEG: f64 = 90.0;

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
            if cone.radius.0 <= LARGEST_CIRCLE_DEG {
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
