//! How much wider services are asked than the question is.
//!
//! Many services store their metadata in single precision, so that a value on the very edge falls to either side
//! of it. They are therefore asked a little more than is wanted; every row is judged exactly afterwards.

use crate::domain::{
    angle::Degrees, interval::Interval, region::Cone, time::Mjd, wavelength::Metres,
};

/// Relative, on wavelengths and radii: some ten times the rounding of single precision (2^-24).
const RELATIVE: f64 = 1e-6;

/// On positions, in degrees: the spacing of single precision at 360 is 3e-5.
const POSITION_DEG: f64 = 3e-5;

/// On times, in days: the spacing of single precision at MJD 50000 is 2^-8, or 0.004. A relative margin means
/// nothing on a date: it would depend on where the count begins.
const TIME_DAYS: f64 = 0.005;

/// The interval of wavelengths to ask for.
pub fn wavelengths(exact: Interval<Metres>) -> (f64, f64) {
    (
        nine_digits(exact.lo.0 * (1.0 - RELATIVE)),
        nine_digits(exact.hi.0 * (1.0 + RELATIVE)),
    )
}

/// The interval of MJDs to ask for.
pub fn times(exact: Interval<Mjd>) -> (f64, f64) {
    (exact.lo.0 - TIME_DAYS, exact.hi.0 + TIME_DAYS)
}

/// The cone to ask for.
pub fn cone(exact: &Cone) -> Cone {
    let radius = exact.radius.0 * (1.0 + RELATIVE) + POSITION_DEG;
    Cone {
        centre: exact.centre,
        radius: Degrees(tidy(radius.min(180.0))),
    }
}

/// A radius with nine decimals at most: a rounded sum would show sixteen digits that mean nothing.
pub fn tidy(degrees: f64) -> f64 {
    (degrees * 1e9).ceil() / 1e9
}

/// A number to nine significant digits: a thousandth of the margin, where a product shows seventeen.
pub fn nine_digits(number: f64) -> f64 {
    format!("{number:.8e}").parse().unwrap_or(number)
}
