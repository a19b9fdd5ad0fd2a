//! Reads the value of a condition in the unit that it is given in.

use super::{Operator, Test};
use crate::{
    domain::{time::parse_interval as parse_time, wavelength},
    listing::field::Holds,
};

/// What is wrong with a value: one sentence, without its place.
pub(super) type Wrong = String;

/// How far two numbers may be apart, each relative to the other, and still be the same: units are converted.
const SAME: f64 = 1e-12;

/// A unit, and how many of the column's units it is.
type Unit = (&'static [&'static str], f64);

const SIZES: &[Unit] = &[
    (&["b", "byte", "bytes"], 1e-3),
    (&["kb", "kbyte"], 1.0),
    (&["mb", "mbyte"], 1e3),
    (&["gb", "gbyte"], 1e6),
    (&["tb", "tbyte"], 1e9),
];
const ANGLES: &[Unit] = &[
    (&["°", "deg", "degree", "degrees"], 1.0),
    (&["′", "'", "arcmin"], 1.0 / 60.0),
    (&["″", "\"", "arcsec", "as"], 1.0 / 3600.0),
    (&["mas"], 1.0 / 3.6e6),
];
const SECONDS: &[Unit] = &[
    (&["ms"], 1e-3),
    (&["s", "sec", "second", "seconds"], 1.0),
    (&["min", "minute", "minutes"], 60.0),
    (&["h", "hour", "hours"], 3_600.0),
    (&["ks"], 1e3),
    (&["d", "day", "days"], 86_400.0),
];

impl Holds {
    /// Whether `word` is a unit that can stand behind a number.
    pub(super) fn has_unit(self, word: &str) -> bool {
        match self {
            Self::Wavelengths => wavelength::parse_interval(&format!("1 {word}")).is_ok(),
            Self::Texts | Self::Numbers | Self::Times => false,
            Self::Degrees | Self::Arcseconds | Self::Seconds | Self::Sizes => {
                self.unit(word).is_some()
            }
        }
    }

    fn unit(self, word: &str) -> Option<f64> {
        let (units, scale) = match self {
            Self::Sizes => (SIZES, 1.0),
            Self::Degrees => (ANGLES, 1.0),
            Self::Arcseconds => (ANGLES, 3600.0),
            Self::Seconds => (SECONDS, 1.0),
            Self::Texts | Self::Numbers | Self::Wavelengths | Self::Times => return None,
        };
        let word = word.to_lowercase();
        let found = units
            .iter()
            .find(|(names, _)| names.contains(&word.as_str()));
        found.map(|(_, size)| size * scale)
    }

    /// What would be right.
    fn wanted(self) -> &'static str {
        match self {
            Self::Texts => "a text",
            Self::Numbers => "a number",
            Self::Wavelengths => "metres such as 1e-6, or a unit such as 500 nm or 2 keV",
            Self::Times => "a date such as 1995-03 or 1995-03-21",
            Self::Degrees => "degrees such as 0.5, or a unit such as 30 arcmin",
            Self::Arcseconds => "arc seconds such as 0.5, or a unit such as 2 arcmin",
            Self::Seconds => "seconds such as 60, or a unit such as 2 h",
            Self::Sizes => "kB such as 2000, or a unit such as 2 MB",
        }
    }
}

/// The test that an operator and the value after it make.
pub(super) fn test(holds: Holds, operator: Operator, value: &str) -> Result<Test, Wrong> {
    if value.is_empty() {
        return match operator {
            Operator::Equal => Ok(Test::Missing),
            Operator::NotEqual => Ok(Test::Present),
            _ => Err("an empty text goes only with = and !=".to_owned()),
        };
    }
    if holds == Holds::Texts {
        return Ok(Test::Text(operator, value.to_lowercase()));
    }
    if matches!(operator, Operator::Contains | Operator::ContainsNot) {
        return Err("~ goes with texts; numbers are compared with =, < and >".to_owned());
    }
    match holds {
        Holds::Wavelengths => wavelengths(operator, value),
        Holds::Times => times(operator, value),
        _ => plain(holds, value).map(|number| near(operator, number)),
    }
    .ok_or_else(|| format!("\"{value}\" is not understood; give {}", holds.wanted()))
}

/// A number, and all that a conversion of units may have made of it.
fn near(operator: Operator, number: f64) -> Test {
    let slack = number.abs() * SAME;
    Test::Number(operator, number - slack, number + slack)
}

/// A number with a unit of the field, or without one.
fn plain(holds: Holds, value: &str) -> Option<f64> {
    let value = value.trim().replace('\u{2212}', "-");
    if let Ok(number) = value.parse::<f64>() {
        return Some(number).filter(|number| !number.is_nan());
    }
    let unit_at = value
        .char_indices()
        .rev()
        .find(|(_, sign)| sign.is_ascii_digit() || *sign == '.')
        .map(|(at, _)| at + 1)?;
    let (number, unit) = value.split_at_checked(unit_at)?;
    let number: f64 = number.parse().ok()?;
    Some(number * holds.unit(unit.trim())?)
}

/// Metres, or anything that the form takes under Spectrum. Energies and frequencies are compared as such: what is above
/// 2 keV has shorter waves.
fn wavelengths(operator: Operator, value: &str) -> Option<Test> {
    if let Ok(metres) = value.parse::<f64>() {
        return Some(near(operator, metres));
    }
    let interval = wavelength::parse_interval(value).ok()?;
    let unit = value.trim_end().to_lowercase();
    let falls = unit.ends_with("ev") || unit.ends_with("hz");
    let operator = match operator {
        Operator::Less if falls => Operator::More,
        Operator::AtMost if falls => Operator::AtLeast,
        Operator::More if falls => Operator::Less,
        Operator::AtLeast if falls => Operator::AtMost,
        other => other,
    };
    let (lo, hi) = (interval.lo.0, interval.hi.0);
    Some(Test::Number(operator, lo * (1.0 - SAME), hi * (1.0 + SAME)))
}

/// An MJD, or anything that the form takes under Time. A day, a month or a year is the whole of it.
fn times(operator: Operator, value: &str) -> Option<Test> {
    let is_year = value.len() == 4;
    if let (false, Ok(mjd)) = (is_year, value.parse::<f64>()) {
        return Some(Test::Number(operator, mjd, mjd));
    }
    let interval = parse_time(value).ok()?;
    let (lo, hi) = (interval.lo.0, interval.hi.0);
    let hi = if interval.is_point() {
        hi
    } else {
        hi.next_down()
    };
    Some(Test::Number(operator, lo, hi))
}
