//! The units in which people give a place in the spectrum.

use super::Metres;

/// What a unit measures, with its size in metres, hertz or electronvolt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    Wavelength(f64),
    Frequency(f64),
    Energy(f64),
}

impl Unit {
    /// The nanometre, for bare numbers.
    pub(super) const NANOMETRE: Self = Self::Wavelength(1e-9);

    /// The unit of this name. Case matters only where it must: `mm` is not `Mm`, and M is mega in hertz and
    /// electronvolt, since nobody observes in millihertz.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        if name == "A" || name == "AA" {
            return Some(Self::Wavelength(1e-10));
        }
        if matches!(name, "Mm" | "MM" | "M" | "A.U.") {
            return None;
        }
        Some(match name.to_ascii_lowercase().as_str() {
            "pm" => Self::Wavelength(1e-12),
            "angstrom" | "angstroms" | "ang" => Self::Wavelength(1e-10),
            "nm" | "nanometer" | "nanometers" | "nanometre" | "nanometres" => Self::NANOMETRE,
            "um" | "micron" | "microns" | "micrometer" | "micrometers" | "micrometre"
            | "micrometres" => Self::Wavelength(1e-6),
            "mm" | "millimeters" | "millimetres" => Self::Wavelength(1e-3),
            "cm" | "centimeters" | "centimetres" => Self::Wavelength(1e-2),
            "m" | "meter" | "meters" | "metre" | "metres" => Self::Wavelength(1.0),
            "km" => Self::Wavelength(1e3),
            "hz" => Self::Frequency(1.0),
            "khz" => Self::Frequency(1e3),
            "mhz" => Self::Frequency(1e6),
            "ghz" => Self::Frequency(1e9),
            "thz" => Self::Frequency(1e12),
            "phz" => Self::Frequency(1e15),
            "ev" => Self::Energy(1.0),
            "kev" => Self::Energy(1e3),
            "mev" => Self::Energy(1e6),
            "gev" => Self::Energy(1e9),
            "tev" => Self::Energy(1e12),
            _ => return None,
        })
    }

    /// The wavelength that `value` of this unit is; infinite for zero frequency or energy.
    pub(super) fn to_metres(self, value: f64) -> Metres {
        match self {
            Self::Wavelength(size) => Metres(value * size),
            Self::Frequency(size) => Metres::from_hertz(value * size),
            Self::Energy(size) => Metres::from_electronvolt(value * size),
        }
    }

    /// Whether larger values mean shorter waves.
    pub(super) fn falls(self) -> bool {
        match self {
            Self::Wavelength(_) => false,
            Self::Frequency(_) | Self::Energy(_) => true,
        }
    }
}
