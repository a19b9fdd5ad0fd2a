//! Simple Spectral Access 1.1.

pub(super) mod rows;

use super::{
    Rung,
    filters::Filters,
    margin,
    request::{Parameter, Request, decimal},
    sia1::position,
    sky::LARGEST_CIRCLE_DEG,
};
use crate::domain::{
    angle::Degrees,
    constraints::Constraints,
    interval::Interval,
    region::{Cone, Region},
    time::Mjd,
    wavelength::Metres,
};

/// One request; and another for services that refuse a large place. A polygon is asked for by the cone around it, as the
/// protocol knows no other shape.
///
/// With a position the time is given only where a part was cut along it: DaCHS compares it with the middle of an exposure
/// only, and here it is judged by its start and its end.
pub fn requests(
    access_url: &str,
    part: &Constraints,
    whole: &Constraints,
    maxrec: u32,
) -> Vec<Rung> {
    let filters = Filters::of(part, whole);
    let time = filters.time && (part.space.is_none() || part.time != whole.time);
    let cone = part
        .space
        .as_ref()
        .map(|it| margin::cone(&it.bounding_cone()));
    let diameter = cone.map(|cone| margin::tidy(2.0 * cone.radius.0));
    let rung = |filters: Filters, size: Option<f64>| {
        let place = cone.zip(size);
        let narrower = diameter.zip(size).is_some_and(|(whole, sent)| sent < whole);
        Rung {
            name: filters.name(),
            request: request(access_url, part, (filters, place), maxrec),
            misses: filters.misses(part, missed(filters, narrower)),
            caveat: filters.caveat(part),
        }
    };
    let mut rungs = vec![rung(Filters { time, ..filters }, diameter)];
    if diameter.is_some_and(|it| LARGEST_SIZE_DEG < it) {
        let anywhere = Filters::of(&without_place(part), whole);
        rungs.push(if anywhere.spectrum || anywhere.time {
            rung(anywhere, None)
        } else {
            rung(Filters::PLACE, Some(LARGEST_SIZE_DEG))
        });
    }
    rungs
}

/// DaCHS takes SIZE for a radius, and refuses what is more than half of the sky.
const LARGEST_SIZE_DEG: f64 = LARGEST_CIRCLE_DEG;

fn without_place(part: &Constraints) -> Constraints {
    Constraints {
        space: None,
        ..part.clone()
    }
}

fn request(
    access_url: &str,
    part: &Constraints,
    (filters, place): (Filters, Option<(Cone, f64)>),
    maxrec: u32,
) -> Request {
    let mut parameters: Vec<Parameter> = vec![("REQUEST", "queryData".to_owned())];
    if let Some((cone, size)) = place {
        parameters.push(("POS", position(cone.centre)));
        // SSA 1.1, 4.1.1.2: "the diameter of the search region". Some services take it for a radius and tell more.
        parameters.push(("SIZE", decimal(size)));
    }
    let spectrum = part.spectrum.filter(|_| filters.spectrum);
    parameters.extend(spectrum.map(|it| ("BAND", band(it))));
    let time = part.time.filter(|_| filters.time);
    parameters.extend(time.and_then(dates).map(|it| ("TIME", it)));
    parameters.push(("MAXREC", maxrec.to_string()));
    Request::get(access_url, &parameters)
}

/// What this protocol may miss besides: with TIME, what a service misses that compares it with the middle of an exposure.
fn missed(filters: Filters, is_narrower: bool) -> Option<String> {
    let outside = filters.time.then(|| OUTSIDE.to_owned());
    let beyond = is_narrower.then(|| {
        let radius = LARGEST_SIZE_DEG / 2.0;
        format!("spectra further than {radius} deg from the middle of the place")
    });
    outside.or(beyond)
}

/// What a service misses that compares the middle of an exposure with TIME.
const OUTSIDE: &str = "spectra whose middle lies outside the time asked for";

/// Where a service may look that is asked for a region: in the cone, whose diameter it may take for the radius.
pub fn looked_in(region: &Region) -> Region {
    let Cone { centre, radius } = margin::cone(&region.bounding_cone());
    let radius = Degrees((2.0 * radius.0).min(180.0));
    Region::Cone(Cone { centre, radius })
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
