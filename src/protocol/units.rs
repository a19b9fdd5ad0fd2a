//! Units as services write them, and what they are in ObsCore's.

use crate::domain::wavelength::Metres;

/// An erg in electronvolts (CODATA 2018).
const ERG_IN_ELECTRONVOLT: f64 = 6.241_509_074e11;

/// The frequency of a wavelength of a metre, and so that of a wavenumber of one a metre.
const METRE_IN_HERTZ: f64 = 299_792_458.0;

/// How a spectral value becomes a wavelength.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spectral {
    /// A wavelength, and what one of it is in metres.
    Wavelength(f64),
    /// A frequency, and what one of it is in hertz.
    Frequency(f64),
    /// An energy, and what one of it is in electronvolts.
    Energy(f64),
}

impl Spectral {
    /// What a unit says; nothing at all means metres, as the standards have it. `None` for words not understood.
    ///
    /// Case is ignored where it tells nothing apart: `Mev` and `mev` are not milli-electronvolts in any archive.
    pub fn of(unit: &str) -> Option<Self> {
        let word = spelled_alike(unit);
        if word.is_empty() {
            return unit.trim().is_empty().then_some(Self::Wavelength(1.0));
        }
        Some(match word.as_str() {
            "m" | "meter" => Self::Wavelength(1.0),
            "km" | "kilometer" => Self::Wavelength(1e3),
            "cm" | "centimeter" => Self::Wavelength(1e-2),
            "mm" | "millimeter" => Self::Wavelength(1e-3),
            "um" | "\u{b5}m" | "\u{3bc}m" | "micron" | "micrometer" | "10-6m" | "1e-6m" => {
                Self::Wavelength(1e-6)
            }
            "nm" | "nanometer" | "10-9m" | "1e-9m" => Self::Wavelength(1e-9),
            "a" | "aa" | "\u{e5}" | "ang" | "angstrom" | "angstroem" | "\u{e5}ngstr\u{f6}m"
            | "0.1nm" | "10-10m" | "1e-10m" => Self::Wavelength(1e-10),
            "pm" | "picometer" => Self::Wavelength(1e-12),
            "hz" | "hertz" | "s-1" | "1/s" => Self::Frequency(1.0),
            "khz" | "kilohertz" => Self::Frequency(1e3),
            "mhz" | "megahertz" => Self::Frequency(1e6),
            "ghz" | "gigahertz" => Self::Frequency(1e9),
            "thz" | "terahertz" => Self::Frequency(1e12),
            // wavenumbers
            "m-1" | "1/m" => Self::Frequency(METRE_IN_HERTZ),
            "cm-1" | "1/cm" | "kayser" => Self::Frequency(METRE_IN_HERTZ * 100.0),
            "ev" | "electronvolt" => Self::Energy(1.0),
            "kev" | "kiloelectronvolt" => Self::Energy(1e3),
            "mev" | "megaelectronvolt" => Self::Energy(1e6),
            "gev" | "gigaelectronvolt" => Self::Energy(1e9),
            "tev" | "teraelectronvolt" => Self::Energy(1e12),
            "j" | "joule" => Self::Energy(ERG_IN_ELECTRONVOLT * 1e7),
            "erg" => Self::Energy(ERG_IN_ELECTRONVOLT),
            _ => return None,
        })
    }

    /// The wavelength in metres; `None` for what is no wavelength.
    pub fn metres(self, value: f64) -> Option<f64> {
        let metres = match self {
            Self::Wavelength(factor) => value * factor,
            Self::Frequency(factor) => Metres::from_hertz(value * factor).0,
            Self::Energy(factor) => Metres::from_electronvolt(value * factor).0,
        };
        (metres >= 0.0).then_some(metres)
    }

    /// Whether a larger value is a shorter wavelength.
    pub fn is_inverse(self) -> bool {
        !matches!(self, Self::Wavelength(_))
    }
}

/// A spectral unit in lower case and in one spelling: `[Micro-metres]`, `10**-10 m` and `cm^-1` without what is only
/// there for the eye.
fn spelled_alike(unit: &str) -> String {
    let is_dress = |sign: &char| sign.is_whitespace() || "_*^[](){}".contains(*sign);
    let lower = unit.to_lowercase();
    let word: String = lower.chars().filter(|sign| !is_dress(sign)).collect();
    let word = word.trim_end_matches('.').replace("metre", "meter");
    // plurals of words; units in signs have none
    match word.strip_suffix('s') {
        Some(one) if one.len() > 2 => one.to_owned(),
        _ => word,
    }
}

/// What one of `unit` is in degrees; `None` for what is no angle.
pub fn degrees(unit: &str) -> Option<f64> {
    Some(match plain(unit).as_str() {
        "deg" | "degree" | "degrees" | "\u{b0}" | "d" => 1.0,
        "arcmin" | "arcmins" | "arcminute" | "arcminutes" | "'" | "amin" => 1.0 / 60.0,
        "arcsec" | "arcsecs" | "arcsecond" | "arcseconds" | "\"" | "asec" => 1.0 / 3600.0,
        "mas" => 1.0 / 3.6e6,
        "rad" | "radian" | "radians" => 180.0 / std::f64::consts::PI,
        "h" | "hour" | "hours" | "hr" => 15.0,
        _ => return None,
    })
}

/// What one of `unit` is in seconds; `None` for what is no time.
pub fn seconds(unit: &str) -> Option<f64> {
    Some(match plain(unit).as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "ms" => 1e-3,
        "us" => 1e-6,
        "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hour" | "hours" | "hr" => 3600.0,
        "d" | "day" | "days" | "mjd" | "jd" => 86_400.0,
        "yr" | "a" | "year" | "years" => 86_400.0 * 365.25,
        _ => return None,
    })
}

/// What one of `unit` is in kilobytes (of 1000 bytes, as ObsCore's `kbyte`); `None` for what is no size.
pub fn kilobytes(unit: &str) -> Option<f64> {
    Some(match plain(unit).as_str() {
        "b" | "byte" | "bytes" => 1e-3,
        "kb" | "kbyte" | "kbytes" | "kilobyte" | "kilobytes" => 1.0,
        "kib" | "kibyte" => 1.024,
        "mb" | "mbyte" | "mbytes" | "megabyte" | "megabytes" => 1e3,
        "gb" | "gbyte" | "gbytes" => 1e6,
        _ => return None,
    })
}

/// In lower case, and without `/pix` and the like behind it.
fn plain(unit: &str) -> String {
    let lower = unit.trim().to_lowercase();
    let unit = lower.split('/').next().unwrap_or_default();
    unit.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spectral_units_are_read_as_archives_write_them() {
        for (unit, value, metres) in [
            ("", 5e-7, 5e-7),
            ("meters", 5e-7, 5e-7),
            (" ", 5e-7, 5e-7),
            ("m", 5e-7, 5e-7),
            ("Metre", 5e-7, 5e-7),
            ("Angstrom", 5000.0, 5e-7),
            ("ANGSTROM", 5000.0, 5e-7),
            ("Angstroms.", 5000.0, 5e-7),
            ("\u{c5}", 5000.0, 5e-7),
            ("\u{212b}", 5000.0, 5e-7),
            ("\u{c5}ngstr\u{f6}m", 5000.0, 5e-7),
            ("AA", 5000.0, 5e-7),
            ("10**-10 m", 5000.0, 5e-7),
            ("10^-10m", 5000.0, 5e-7),
            ("0.1 nm", 5000.0, 5e-7),
            ("Nanometers", 500.0, 5e-7),
            ("[nm]", 500.0, 5e-7),
            ("microns", 0.5, 5e-7),
            ("\u{b5}m", 0.5, 5e-7),
            ("mm", 5e-4, 5e-7),
            ("cm", 21.0, 0.21),
            ("cm-1", 20_000.0, 5e-7),
            ("cm**(-1)", 20_000.0, 5e-7),
            ("1/m", 2e6, 5e-7),
            ("MHz", 299.792_458, 1.0),
            ("Megahertz", 299.792_458, 1.0),
            ("Hz", 299_792_458.0, 1.0),
            ("eV", 1.239_841_984, 1e-6),
            ("MeV", 1.0, 1.239_841_984e-12),
            ("erg", 1.602_176_634e-12, 1.239_841_984e-6),
            ("angstroms", 5000.0, 5e-7),
            ("0.1nm", 5000.0, 5e-7),
            ("nm", 500.0, 5e-7),
            ("micron", 0.5, 5e-7),
            ("um", 0.5, 5e-7),
            // c = 299792458 m/s
            ("hertz", 299_792_458.0, 1.0),
            ("GHz", 1.420_405_751_768, 0.211_061_140_542),
            // h c / e = 1.239 841 984e-6 eV m
            ("keV", 1.0, 1.239_841_984e-9),
            ("J", 1.602_176_634e-19, 1.239_841_984e-6),
        ] {
            let found = Spectral::of(unit).unwrap().metres(value).unwrap();
            assert!(
                (found / metres - 1.0).abs() < 1e-9,
                "{value} {unit}: {found}"
            );
        }
        for unit in ["counts", "unknown", "()", "adu", "s", "mas"] {
            assert_eq!(Spectral::of(unit), None, "{unit}");
        }
        assert_eq!(Spectral::of("m").unwrap().metres(f64::NAN), None);
    }

    #[test]
    fn other_units_come_to_obscores() {
        assert_eq!(degrees("arcmin/pix"), Some(1.0 / 60.0));
        assert_eq!(degrees("Degrees"), Some(1.0));
        assert_eq!(seconds("d"), Some(86_400.0));
        assert_eq!(kilobytes("byte"), Some(0.001));
        assert_eq!(kilobytes("furlong"), None);
    }
}
