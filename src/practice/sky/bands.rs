//! The bands of the synthetic instruments, in metres of vacuum.

use super::Band;

const fn band(name: &'static str, lo_m: f64, hi_m: f64) -> Band {
    Band { name, lo_m, hi_m }
}

/// Soft X-rays.
pub(super) const SOFT_X: &[Band] = &[band("0.1-2.4 keV", 5.166e-10, 1.2398e-8)];
/// X-rays in three bands.
pub(super) const DEEP_X: &[Band] = &[
    band("0.3-1 keV", 1.2398e-9, 4.1328e-9),
    band("1-2 keV", 6.1992e-10, 1.2398e-9),
    band("2-10 keV", 1.2398e-10, 6.1992e-10),
];
/// X-rays through a grating.
pub(super) const GRATING_X: &[Band] = &[band("0.3-2.5 keV", 4.9594e-10, 4.1328e-9)];
/// Hard X-rays.
pub(super) const HARD_X: &[Band] = &[band("3-78 keV", 1.5895e-11, 4.1328e-10)];
/// The extreme ultraviolet.
pub(super) const EUV: &[Band] = &[band("6-20 nm", 6e-9, 2e-8)];
/// The far and the near ultraviolet.
pub(super) const UV: &[Band] = &[band("FUV", 1.34e-7, 1.79e-7), band("NUV", 1.77e-7, 2.83e-7)];
/// The two cameras of an ultraviolet spectrograph.
pub(super) const UV_SPECTRA: &[Band] = &[
    band("short", 1.15e-7, 2.0e-7),
    band("long", 1.85e-7, 3.2e-7),
];
/// The bands of optical surveys.
pub(super) const SURVEY: &[Band] = &[
    band("g", 3.95e-7, 5.5e-7),
    band("r", 5.5e-7, 7.0e-7),
    band("i", 6.9e-7, 8.2e-7),
    band("z", 8.2e-7, 9.9e-7),
];
/// Bessell's bands.
pub(super) const BESSELL: &[Band] = &[
    band("B", 3.6e-7, 5.6e-7),
    band("V", 4.7e-7, 7.0e-7),
    band("R", 5.5e-7, 9.0e-7),
];
/// Emulsions with filters.
pub(super) const PHOTOGRAPHIC: &[Band] = &[
    band("J plate", 3.9e-7, 5.4e-7),
    band("F plate", 5.9e-7, 6.9e-7),
];
/// An integral field unit.
pub(super) const IFU: &[Band] = &[band("4800-9300 Angstrom", 4.8e-7, 9.3e-7)];
/// An echelle spectrograph.
pub(super) const ECHELLE: &[Band] = &[band("3800-9000 Angstrom", 3.8e-7, 9.0e-7)];
/// A spectrograph of low resolution.
pub(super) const LOW_RESOLUTION: &[Band] = &[band("4000-8000 Angstrom", 4.0e-7, 8.0e-7)];
/// No filter.
pub(super) const CLEAR: &[Band] = &[band("clear", 4.0e-7, 9.0e-7)];
/// From the ultraviolet to the submillimetre.
pub(super) const SED: &[Band] = &[band("UV to submillimetre", 1e-7, 1e-3)];
/// The near infrared.
pub(super) const JHK: &[Band] = &[
    band("J", 1.1e-6, 1.4e-6),
    band("H", 1.5e-6, 1.8e-6),
    band("Ks", 2.0e-6, 2.3e-6),
];
/// The mid infrared.
pub(super) const MID_IR: &[Band] = &[
    band("3.6 um", 3.2e-6, 3.9e-6),
    band("4.5 um", 4.0e-6, 5.0e-6),
    band("8 um", 6.5e-6, 9.4e-6),
    band("24 um", 2.08e-5, 2.61e-5),
];
/// The far infrared.
pub(super) const FAR_IR: &[Band] = &[
    band("70 um", 6e-5, 8.5e-5),
    band("100 um", 8.5e-5, 1.3e-4),
    band("160 um", 1.3e-4, 2.1e-4),
];
/// The windows at 450 and 850 micrometres.
pub(super) const SUBMM: &[Band] = &[band("450 um", 4.2e-4, 4.8e-4), band("850 um", 8e-4, 9e-4)];
/// Lines of carbon monoxide, and a whole receiver.
pub(super) const MM_LINES: &[Band] = &[
    band("CO 3-2", 8.65e-4, 8.70e-4),
    band("CO 2-1", 1.298e-3, 1.302e-3),
    band("CO 1-0", 2.595e-3, 2.61e-3),
    band("band 3", 2.6e-3, 3.57e-3),
];
/// Radio continuum.
pub(super) const DECIMETRE: &[Band] =
    &[band("20 cm", 0.1817, 0.2306), band("6 cm", 0.0588, 0.0625)];
/// The line of neutral hydrogen.
pub(super) const HYDROGEN: &[Band] = &[band("HI 21 cm", 0.2104, 0.2125)];
/// Metre waves.
pub(super) const METRE: &[Band] = &[band("150 MHz", 1.7, 2.5)];
/// Where pulsars are timed.
pub(super) const L_BAND: &[Band] = &[band("20 cm", 0.19, 0.24)];
