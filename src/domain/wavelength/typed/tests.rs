//! Places in the spectrum as people type them. Conversions are astropy's.

use super::*;
use crate::domain::wavelength::echo;
use proptest::prelude::*;

#[track_caller]
fn check(text: &str, lo: f64, hi: f64) {
    let found = parse_interval(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let near = |found: f64, expected: f64| {
        found.total_cmp(&expected).is_eq() || (found - expected).abs() < 1e-9 * expected.abs()
    };
    assert!(
        near(found.lo.0, lo) && near(found.hi.0, hi),
        "{text}: {found:?}"
    );
}

#[track_caller]
fn check_wrong(text: &str, part_of_sentence: &str) {
    let error = parse_interval(text).expect_err(text).to_string();
    assert!(error.contains(part_of_sentence), "{text}: {error}");
    assert!(!error.ends_with('.'), "{text}: {error}");
}

#[test]
fn a_bare_number_is_in_nanometres() {
    check("2", 2e-9, 2e-9);
    check("400 700", 4e-7, 7e-7);
    check("700, 400", 4e-7, 7e-7);
    check("400-700", 4e-7, 7e-7);
    check("400 to 700", 4e-7, 7e-7);
    check("2e3", 2e-6, 2e-6);
}

#[test]
fn units_of_length_frequency_and_energy_are_understood() {
    check("5000 Angstrom", 5e-7, 5e-7);
    check("5000 \u{c5}", 5e-7, 5e-7);
    check("5000 AA", 5e-7, 5e-7);
    check("21 cm", 0.21, 0.21);
    check("21cm", 0.21, 0.21);
    check("850 \u{b5}m", 8.5e-4, 8.5e-4);
    check("850 \u{3bc}m", 8.5e-4, 8.5e-4);
    check("850um 1.2mm", 8.5e-4, 1.2e-3);
    check("3 m", 3.0, 3.0);
    check("1.4 GHz", 0.214_137_47, 0.214_137_47);
    check("1.4e9 Hz", 0.214_137_47, 0.214_137_47);
    check("1400 mhz", 0.214_137_47, 0.214_137_47);
    check(
        "0.5..2 keV",
        6.199_209_921_660_57e-10,
        2.479_683_968_664_23e-9,
    );
    check(
        "2 - 0.5 keV",
        6.199_209_921_660_57e-10,
        2.479_683_968_664_23e-9,
    );
    check(
        "0.5keV-2keV",
        6.199_209_921_660_57e-10,
        2.479_683_968_664_23e-9,
    );
    check(
        "500 eV 2 keV",
        6.199_209_921_660_57e-10,
        2.479_683_968_664_23e-9,
    );
    check(
        "0.5 keV 2",
        6.199_209_921_660_57e-10,
        2.479_683_968_664_23e-9,
    );
    check("511 keV", 2.426_305_253_09e-12, 2.426_305_253_09e-12);
    check("1 GeV", 1.239_841_984_332_11e-15, 1.239_841_984_332_11e-15);
}

#[test]
fn bands_are_understood_by_name() {
    check("V", 5.07e-7, 5.95e-7);
    check("V band", 5.07e-7, 5.95e-7);
    check("B..R", 3.98e-7, 7.27e-7);
    check("J K", 1.1135e-6, 2.385e-6);
    check("r", 5.57e-7, 6.952e-7);
    check("radio", 1e-2, f64::INFINITY);
    check("X-ray", 1e-11, 1e-8);
    check("x ray", 1e-11, 1e-8);
    check("soft X-ray", 6.199e-10, 1.033e-8);
    check("near-infrared", 1e-6, 5e-6);
    check("Near IR", 1e-6, 5e-6);
    check("optical infrared", 3e-7, 1e-4);
    check("UV", 1e-7, 3e-7);
    check("\u{3b3}", 0.0, 1e-11);
}

#[test]
fn a_side_may_be_open() {
    check("2 nm ..", 2e-9, f64::INFINITY);
    check("..2", 0.0, 2e-9);
    check("2 keV..", 0.0, 6.199_209_921_660_57e-10);
    check("..2 keV", 6.199_209_921_660_57e-10, f64::INFINITY);
    check("0..2 keV", 6.199_209_921_660_57e-10, f64::INFINITY);
}

#[test]
fn what_is_wrong_is_said_with_what_would_be_right() {
    check_wrong("", "nothing is given");
    check_wrong("2 nm garbage", "\"garbage\" is not understood");
    check_wrong("2 parsec", "\"parsec\" is not understood; units are");
    check_wrong("0", "more than 0");
    check_wrong("0 keV", "more than 0");
    check_wrong("-2", "\"-2\" is not understood");
    check_wrong("1 2 3", "one value or two");
    check_wrong("..", "one value or two");
    check_wrong("1 .. 2 .. 3", "one value or two");
    check_wrong("100 cm-1", "wavenumbers");
    check_wrong("100 cm^-1", "wavenumbers");
    check_wrong("v", "bands are");
    check_wrong("2 Mm", "units are");
    check_wrong("2 nm?", "\"?\"");
    check_wrong("1e999", "not understood");
}

#[test]
fn what_was_understood_is_told_with_energy_or_frequency_and_waveband() {
    let told = |text| echo(&parse_interval(text).unwrap());
    assert_eq!(told("2"), "2 nm = 0.620 keV, X-ray");
    assert_eq!(told("X-ray"), "0.01 to 10 nm = 0.124 to 124 keV, X-ray");
    assert_eq!(told("400 700"), "400 to 700 nm = 1.77 to 3.10 eV, optical");
    assert_eq!(told("21 cm"), "21 cm = 1.43 GHz, radio");
    assert_eq!(
        told("0.5..2 keV"),
        "0.619921 to 2.47968 nm = 0.500 to 2.00 keV, X-ray"
    );
    assert_eq!(told("K"), "1.995 to 2.385 um = 126 to 150 THz, infrared");
    assert_eq!(told("radio"), "1 cm and more = up to 30.0 GHz, radio");
    assert_eq!(
        told("gamma-ray"),
        "up to 10 pm = 0.124 MeV and more, gamma-ray"
    );
    assert_eq!(
        told("200 2000"),
        "0.2 to 2 um = 150 to 1500 THz, ultraviolet to infrared"
    );
    assert_eq!(told("1 TeV"), "0.00123984 fm = 1.00 TeV, gamma-ray");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*", likely in "[-+0-9.eE nmukMGHzVA,..^]{0,24}") {
        for text in [text, likely] {
            if let Ok(interval) = parse_interval(&text) {
                prop_assert!(interval.lo <= interval.hi, "{}: {:?}", text, interval);
                prop_assert!(!echo(&interval).is_empty());
            }
        }
    }
}
