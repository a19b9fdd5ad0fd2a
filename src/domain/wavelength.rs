//! Wavelengths in metres of vacuum, and the units and band names people type.

mod bands;
mod echo;
mod typed;
mod units;

pub use bands::{WAVEBANDS, Waveband};
pub use echo::echo;
pub use typed::parse_interval;

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

#[cfg(test)]
mod tests {
    use super::*;

    // astropy: (2*u.nm).to(u.keV, u.spectral()), (1.4*u.GHz).to(u.m, u.spectral()), (600*u.nm).to(u.J, u.spectral())
    #[test]
    fn wavelength_energy_and_frequency_agree_with_astropy() {
        let near = |found: f64, expected: f64| {
            assert!((found / expected - 1.0).abs() < 1e-12, "{found}");
        };
        near(Metres(2e-9).electronvolt(), 619.920_992_166_057_4);
        near(Metres::from_hertz(1.4e9).0, 0.214_137_47);
        near(Metres(6e-7).joule(), 3.310_743_095_248_805e-19);
        near(Metres::from_electronvolt(500.0).0, 2.479_683_968_664_23e-9);
    }
}
