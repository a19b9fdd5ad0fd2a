//! Parts of the spectrum by name: wavebands of the VO, and the bands of optical and infrared photometry.

use super::Metres;
use crate::domain::interval::Interval;

/// One of the VO's wavebands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waveband {
    /// The name for a person.
    pub name: &'static str,
    /// From where to where.
    pub extent: Interval<Metres>,
}

/// The VO's wavebands, from short to long (`VODataService` 1.1, 3.1.1, type Waveband; energies there are rounded, so the
/// wavelengths are taken). Infrared reaches on to where Millimeter begins, at 100 um.
pub const WAVEBANDS: [Waveband; 8] = [
    waveband("gamma-ray", 0.0, 1e-11),
    waveband("X-ray", 1e-11, 1e-8),
    waveband("extreme ultraviolet", 1e-8, 1e-7),
    waveband("ultraviolet", 1e-7, 3e-7),
    waveband("optical", 3e-7, 1e-6),
    waveband("infrared", 1e-6, 1e-4),
    waveband("millimetre", 1e-4, 1e-2),
    waveband("radio", 1e-2, f64::INFINITY),
];

const fn waveband(name: &'static str, lo: f64, hi: f64) -> Waveband {
    Waveband {
        name,
        extent: Interval {
            lo: Metres(lo),
            hi: Metres(hi),
        },
    }
}

/// Photometric bands: name, middle and full width at half maximum in nm. A band reaches half its width to each side.
/// U to M: J. Binney and M. Merrifield, Galactic Astronomy (1998), table 2.1. u to z: M. Fukugita and others, AJ 111
/// (1996) 1748, table 2a. Ks: M. Cohen and others, AJ 126 (2003) 1090, table 2. Upper and lower case are different bands.
const PHOTOMETRIC: [(&str, f64, f64); 16] = [
    ("U", 365.0, 66.0),
    ("B", 445.0, 94.0),
    ("V", 551.0, 88.0),
    ("R", 658.0, 138.0),
    ("I", 806.0, 149.0),
    ("J", 1220.0, 213.0),
    ("H", 1630.0, 307.0),
    ("K", 2190.0, 390.0),
    ("Ks", 2159.0, 262.0),
    ("L", 3450.0, 472.0),
    ("M", 4750.0, 460.0),
    ("u", 355.7, 59.9),
    ("g", 482.5, 137.9),
    ("r", 626.1, 138.2),
    ("i", 767.2, 153.5),
    ("z", 909.7, 137.0),
];

/// Other words for wavebands, and parts of them (UCD list 1.4: em.IR.NIR 1-5 um, em.IR.MIR 5-30 um, em.IR.FIR 30-100 um,
/// em.UV.100-200nm "FUV", em.UV.200-300nm "NUV", em.X-ray.soft 0.12-2 keV, em.X-ray.medium 2-12 keV, em.X-ray.hard
/// 12-120 keV).
const WORDS: [(&[&str], f64, f64); 14] = [
    (&["gamma ray", "gamma", "gamma rays"], 0.0, 1e-11),
    (&["hard x ray", "hard x rays"], 1.033e-11, 1.033e-10),
    (&["medium x ray"], 1.033e-10, 6.199e-10),
    (&["soft x ray", "soft x rays"], 6.199e-10, 1.033e-8),
    (&["x ray", "xray", "x rays", "x"], 1e-11, 1e-8),
    (
        &["extreme ultraviolet", "extreme uv", "euv", "xuv"],
        1e-8,
        1e-7,
    ),
    (&["far ultraviolet", "far uv", "fuv"], 1e-7, 2e-7),
    (&["near ultraviolet", "near uv", "nuv"], 2e-7, 3e-7),
    (&["ultraviolet", "uv"], 1e-7, 3e-7),
    (&["optical", "visible", "visual", "vis"], 3e-7, 1e-6),
    (&["near infrared", "near ir", "nir"], 1e-6, 5e-6),
    (&["mid infrared", "mid ir", "mir"], 5e-6, 3e-5),
    (&["far infrared", "far ir", "fir"], 3e-5, 1e-4),
    (&["infrared", "ir"], 1e-6, 1e-4),
];

/// Words for what is longer than infrared. "Submillimetre" is up to 1 mm, as astronomers use it.
const LONG_WORDS: [(&[&str], f64, f64); 3] = [
    (
        &["submillimetre", "submillimeter", "submm", "sub mm"],
        1e-4,
        1e-3,
    ),
    (&["millimetre", "millimeter"], 1e-4, 1e-2),
    (&["radio"], 1e-2, f64::INFINITY),
];

/// The band of this name: hyphens are as good as blanks, and but for single letters case does not matter.
pub(super) fn from_name(name: &str) -> Option<Interval<Metres>> {
    let interval = |lo, hi| Interval {
        lo: Metres(lo),
        hi: Metres(hi),
    };
    let photometric = PHOTOMETRIC.iter().find(|(band, ..)| *band == name);
    if let Some((_, middle, width)) = photometric {
        let end = |sign: f64| (middle + sign * width / 2.0) * 1e-9;
        return Some(interval(end(-1.0), end(1.0)));
    }
    let name = name.to_ascii_lowercase().replace('-', " ");
    let mut words = WORDS.iter().chain(&LONG_WORDS);
    words
        .find(|(names, ..)| names.contains(&name.as_str()))
        .map(|(_, lo, hi)| interval(*lo, *hi))
}
