//! Wavelengths in metres of vacuum, and the units and band names people type.

use super::{error::ParseError, interval::Interval};

/// Planck's constant in J s (exact since 2019).
const PLANCK: f64 = 6.626_070_15e-34;
/// The speed of light in vacuum in m/s (exact).
const LIGHT: f64 = 299_792_458.0;
/// An electronvolt in J (exact since 2019).
const ELECTRONVOLT: f64 = 1.602_176_634e-19;

/// A wavelength in vacuum, in metres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Metres(pub f64);

impl Metres {
    /// The energy of a photon of this wavelength in joule, as `rr.stc_spectral` has it.
    pub fn joule(self) -> f64 {
        PLANCK * LIGHT / self.0
    }

    /// The energy of a photon of this wavelength in electronvolt.
    pub fn electronvolt(self) -> f64 {
        self.joule() / ELECTRONVOLT
    }

    /// The frequency in hertz.
    pub fn hertz(self) -> f64 {
        LIGHT / self.0
    }

    /// The wavelength of a photon of so many electronvolt.
    pub fn from_electronvolt(energy: f64) -> Self {
        Self(PLANCK * LIGHT / (energy * ELECTRONVOLT))
    }

    /// The wavelength in vacuum of a wave of so many hertz.
    pub fn from_hertz(frequency: f64) -> Self {
        Self(LIGHT / frequency)
    }
}

/// Reads one wavelength or two as people type them: the whole text, or an error that says what would be right.
pub fn parse_interval(text: &str) -> Result<Interval<Metres>, ParseError> {
    const WANTED: &str = "give a wavelength in nm";
    match text.trim().parse::<f64>() {
        Ok(nm) => Ok(Interval::point(Metres(nm * 1e-9))),
        Err(_) => Err(ParseError::not_understood(text, WANTED)),
    }
}

/// What was understood, for a person.
pub fn echo(spectrum: &Interval<Metres>) -> String {
    format!("{:e} m", spectrum.lo.0)
}
