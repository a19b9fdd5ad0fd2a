//! What was understood of a place in the spectrum, for a person.

use super::{Metres, WAVEBANDS};
use crate::domain::{angle::significant, interval::Interval};

/// Names of units with their sizes, from small to large.
type Scale = [(&'static str, f64)];

const LENGTHS: &Scale = &[
    ("fm", 1e-15),
    ("pm", 1e-12),
    ("nm", 1e-9),
    ("um", 1e-6),
    ("mm", 1e-3),
    ("cm", 1e-2),
    ("m", 1.0),
    ("km", 1e3),
];
const ENERGIES: &Scale = &[
    ("eV", 1.0),
    ("keV", 1e3),
    ("MeV", 1e6),
    ("GeV", 1e9),
    ("TeV", 1e12),
];
const FREQUENCIES: &Scale = &[
    ("Hz", 1.0),
    ("kHz", 1e3),
    ("MHz", 1e6),
    ("GHz", 1e9),
    ("THz", 1e12),
];

/// What was understood: `2 nm = 0.620 keV, X-ray`; from one micrometre on with the frequency for the energy.
pub fn echo(spectrum: &Interval<Metres>) -> String {
    let Interval { lo, hi } = *spectrum;
    let wavelength = range(lo.0, hi.0, LENGTHS, |number| significant(number, 6));
    let middle = if hi.0.is_finite() { hi } else { lo };
    let other = if middle.0 < 1e-6 {
        range(hi.electronvolt(), lo.electronvolt(), ENERGIES, three_digits)
    } else {
        range(hi.hertz(), lo.hertz(), FREQUENCIES, three_digits)
    };
    format!("{wavelength} = {other}, {}", wavebands(spectrum))
}

/// `lo` to `hi` in the unit that suits the larger finite end, for energies the smaller; an X-ray astronomer's 0.62 keV
/// stays in keV.
fn range(lo: f64, hi: f64, scale: &Scale, write: impl Fn(f64) -> String) -> String {
    let larger = if hi.is_finite() && hi > 0.0 { hi } else { lo };
    let handy = if scale != ENERGIES {
        larger
    } else if lo > 0.0 {
        lo * 10.0
    } else {
        larger * 10.0
    };
    let fits = scale
        .iter()
        .rev()
        .find(|(_, size)| handy >= *size * 0.999_999);
    let Some((unit, size)) = fits.or(scale.first()) else {
        return String::new();
    };
    let number = |value: f64| write(value / size);
    if lo >= hi {
        format!("{} {unit}", number(lo))
    } else if hi.is_infinite() {
        format!("{} {unit} and more", number(lo))
    } else if lo <= 0.0 {
        format!("up to {} {unit}", number(hi))
    } else {
        format!("{} to {} {unit}", number(lo), number(hi))
    }
}

/// With three significant digits, zeros at the end included.
fn three_digits(number: f64) -> String {
    let digits_before = significant(number, 3)
        .parse::<f64>()
        .map_or(0.0, |rounded| rounded.abs().log10().floor());
    if (0.0..3.0).contains(&digits_before) || (-3.0..0.0).contains(&digits_before) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it lies between 0 and 5"
        )]
        let decimals = (2.0 - digits_before) as usize;
        format!("{number:.decimals$}")
    } else {
        significant(number, 3)
    }
}

/// The wavebands that it reaches into.
fn wavebands(spectrum: &Interval<Metres>) -> String {
    let inside = |extent: &Interval<Metres>| {
        if spectrum.is_point() {
            extent.lo <= spectrum.lo && spectrum.lo < extent.hi
        } else {
            // a shared end is no part of it, nor is a neighbour that is only touched by rounding
            spectrum.lo.0 < extent.hi.0 * 0.999 && extent.lo.0 * 1.001 < spectrum.hi.0
        }
    };
    let names: Vec<&str> = WAVEBANDS
        .iter()
        .filter(|band| inside(&band.extent))
        .map(|band| band.name)
        .collect();
    match names[..] {
        [] => "beyond all wavebands".to_owned(),
        [only] => only.to_owned(),
        [first, .., last] => format!("{first} to {last}"),
    }
}
