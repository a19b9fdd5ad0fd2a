//! Simple Spectral Access 1.1.

pub(super) mod rows;

use super::{
    Rung, margin,
    request::{Parameter, Request, decimal},
    sia1::position,
    sia2::left_out,
};
use crate::domain::{constraints::Constraints, interval::Interval, time::Mjd, wavelength::Metres};

/// One request. A polygon is asked for by the cone around it, as the protocol knows no other shape.
///
/// As with SIA 2.0, an inclusive question gives only the position, where there is one. With a position the time is never
/// given: DaCHS compares it with the middle of an exposure only, and here it is judged by its start and its end.
pub fn requests(access_url: &str, constraints: &Constraints, maxrec: u32) -> Vec<Rung> {
    let mut parameters: Vec<Parameter> = vec![("REQUEST", "queryData".to_owned())];
    if let Some(region) = &constraints.space {
        let cone = margin::cone(&region.bounding_cone());
        parameters.push(("POS", position(cone.centre)));
        // SSA 1.1, 4.1.1.2: "the diameter of the search region". Some services take it for a radius and tell more.
        parameters.push(("SIZE", decimal(margin::tidy(2.0 * cone.radius.0))));
    }
    let keep_undeclared = constraints.inclusive && constraints.space.is_some();
    if !keep_undeclared {
        if let Some(spectrum) = constraints.spectrum {
            parameters.push(("BAND", band(spectrum)));
        }
        let time = constraints.time.filter(|_| constraints.space.is_none());
        parameters.extend(time.and_then(dates).map(|range| ("TIME", range)));
    }
    parameters.push(("MAXREC", maxrec.to_string()));
    vec![Rung {
        name: if keep_undeclared {
            "position only"
        } else {
            "position, band and time"
        },
        request: Request::get(access_url, &parameters),
        misses: misses(constraints),
    }]
}

/// What may be missing in the answer; empty where nothing is.
fn misses(constraints: &Constraints) -> String {
    let mut missing = left_out(constraints);
    let has_dates = constraints.time.and_then(dates).is_some();
    if has_dates && constraints.space.is_none() {
        if !missing.is_empty() {
            missing += "; ";
        }
        missing += "the service may compare one date of a spectrum only; spectra whose middle lies outside the time asked for may be missing";
    }
    missing
}

/// SSA 1.1, section 4.1.1.3: a range of wavelengths in metres, ascending; an open side is left empty.
fn band(interval: Interval<Metres>) -> String {
    let (lo, hi) = margin::wavelengths(interval);
    let end = |value: f64| {
        if value.is_finite() && value > 0.0 {
            decimal(value)
        } else {
            String::new()
        }
    };
    format!("{}/{}", end(lo), end(hi))
}

/// SSA 1.1, section 4.1.1.4: a range of dates as ISO 8601; an open side is left empty. None where both are open.
fn dates(interval: Interval<Mjd>) -> Option<String> {
    let (lo, hi) = margin::times(interval);
    let [lo, hi] = [lo, hi].map(|mjd| Mjd(mjd).iso().unwrap_or_default());
    (!lo.is_empty() || !hi.is_empty()).then(|| format!("{lo}/{hi}"))
}
