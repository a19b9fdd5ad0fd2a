//! The ticks of the axis of wavelength: lengths, and for X-rays and beyond energies.

use super::{axis::Span, dates::Tick};
use crate::{domain::wavelength::Metres, gui::format::significant};

/// Where lengths begin, as the logarithm of metres: 10 nm, where the VO's X-rays end.
const LENGTHS: f64 = -8.0;

/// Units of length: from how many metres on, the name, and how many metres one is.
const LENGTH_UNITS: [(f64, &str, f64); 6] = [
    (0.0, "nm", 1e-9),
    (1e-6, "µm", 1e-6),
    (1e-3, "mm", 1e-3),
    (1e-2, "cm", 1e-2),
    (1.0, "m", 1.0),
    (1e3, "km", 1e3),
];

/// Units of energy: from how many electronvolts on, the name, and how many electronvolts one is.
const ENERGY_UNITS: [(f64, &str, f64); 6] = [
    (0.0, "eV", 1.0),
    (1e3, "keV", 1e3),
    (1e6, "MeV", 1e6),
    (1e9, "GeV", 1e9),
    (1e12, "TeV", 1e12),
    (1e15, "PeV", 1e15),
];

/// Ticks of a span of logarithms of metres, about `most` at the most; from the shortest wavelength.
pub(super) fn waves(span: Span, most: f64) -> Vec<Tick> {
    // What an energy of 1 eV and a length of 1 m have in common: their logarithms add up to this.
    let both = Metres(1.0).electronvolt().log10();
    let mut ticks = Vec::new();
    let energies = Span {
        lo: both - span.hi.min(LENGTHS),
        hi: both - span.lo,
    };
    if energies.len() > 0.0 {
        let share = most * energies.len() / span.len();
        for (value, digits) in round_values(energies, share).into_iter().rev() {
            ticks.push(Tick {
                at: both - value.log10(),
                label: text(value, digits, &ENERGY_UNITS),
            });
        }
    }
    let lengths = Span {
        lo: span.lo.max(LENGTHS),
        hi: span.hi,
    };
    if lengths.len() > 0.0 {
        let share = most * lengths.len() / span.len();
        for (value, digits) in round_values(lengths, share) {
            ticks.push(Tick {
                at: value.log10(),
                label: text(value, digits, &LENGTH_UNITS),
            });
        }
    }
    ticks
}

/// A value in the unit that suits it, in so many digits.
fn text(value: f64, digits: i32, units: &[(f64, &'static str, f64)]) -> String {
    // A hair more, because 1e-6 may come as a little less.
    let suits = |(from, ..): &&(f64, &str, f64)| *from <= value * (1.0 + 1e-9);
    let (_, name, one) = units.iter().rfind(suits).unwrap_or(&(0.0, "", 1.0));
    format!("{} {name}", significant(value / one, digits))
}

/// Round values whose logarithms lie in a span, with the digits that tell them apart; the lowest first.
fn round_values(span: Span, most: f64) -> Vec<(f64, i32)> {
    let most = most.max(1.0);
    if span.len() * 3.0 <= most || span.len() < 1.0 {
        return linear(span, most);
    }
    if span.len() * 2.0 <= most {
        return decades(span, 1)
            .into_iter()
            .flat_map(|ten| [ten, 3.0 * ten])
            .filter(|value| inside(span, *value))
            .map(|value| (value, 1))
            .collect();
    }
    let step = (span.len() / most).ceil().max(1.0);
    #[expect(clippy::cast_possible_truncation, reason = "an axis has few decades")]
    let all = decades(span, step as i32).into_iter();
    all.filter(|value| inside(span, *value))
        .map(|value| (value, 1))
        .collect()
}

fn inside(span: Span, value: f64) -> bool {
    let log = value.log10();
    span.lo - 1e-9 <= log && log <= span.hi + 1e-9
}

/// The powers of ten whose exponents are multiples of `step`, from the one below the span to the one above it.
fn decades(span: Span, step: i32) -> Vec<f64> {
    #[expect(clippy::cast_possible_truncation, reason = "an axis has few decades")]
    let (first, last) = (span.lo.floor() as i32, span.hi.ceil() as i32);
    let (first, last) = (first.div_euclid(step), last.div_euclid(step));
    (first..=last).map(|nr| 10_f64.powi(nr * step)).collect()
}

/// Round values: multiples of 1, 2 or 5 times a power of ten where a decade or less is seen, else of 1, 2 and 5 in each
/// decade.
fn linear(span: Span, most: f64) -> Vec<(f64, i32)> {
    if span.len() >= 1.0 {
        return decades(span, 1)
            .into_iter()
            .flat_map(|ten| [ten, 2.0 * ten, 5.0 * ten])
            .filter(|value| inside(span, *value))
            .map(|value| (value, 1))
            .collect();
    }
    let (lo, hi) = (10_f64.powf(span.lo), 10_f64.powf(span.hi));
    let raw = (hi - lo) / most;
    let magnitude = raw.log10().floor();
    let ten = 10_f64.powf(magnitude);
    let round = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * ten);
    let step = round
        .into_iter()
        .find(|it| *it >= raw)
        .unwrap_or(10.0 * ten);
    let digits = (hi.log10().floor() - (step * 1.000_001).log10().floor()).clamp(0.0, 9.0) + 1.0;
    let first = (lo / step).ceil();
    let n_steps = ((hi / step).floor() - first).clamp(-1.0, 100.0) + 1.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded above"
    )]
    let (n_steps, digits) = (n_steps as u32, digits as i32);
    (0..n_steps)
        .map(|nr| ((first + f64::from(nr)) * step, digits))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(lo: f64, hi: f64, most: f64) -> Vec<String> {
        let ticks = waves(Span { lo, hi }, most).into_iter();
        ticks.map(|tick| tick.label).collect()
    }

    #[test]
    fn decades_are_named_as_people_think_of_them() {
        // 1.2398 keV nm: 1 keV is 1.24e-9 m, 10 keV 1.24e-10 m.
        assert_eq!(
            labels(-10.0, 0.5, 12.0),
            [
                "10 keV", "1 keV", "10 nm", "100 nm", "1 µm", "10 µm", "100 µm", "1 mm", "1 cm",
                "10 cm", "1 m"
            ]
        );
        let ticks = waves(
            Span {
                lo: -10.0,
                hi: -6.5,
            },
            4.0,
        );
        assert!((ticks[1].at - -8.906_633_661_4).abs() < 1e-9, "{ticks:?}");
        assert!((ticks[2].at - -8.0).abs() < 1e-12, "{ticks:?}");
    }

    #[test]
    fn few_ticks_step_over_decades_and_many_stand_within_them() {
        assert_eq!(
            labels(-7.0, 2.0, 5.0),
            ["1 µm", "100 µm", "1 cm", "1 m", "100 m"]
        );
        assert_eq!(
            labels(-7.0, -5.0, 8.0),
            [
                "100 nm", "200 nm", "500 nm", "1 µm", "2 µm", "5 µm", "10 µm"
            ]
        );
        assert_eq!(
            labels(-7.0, -5.0, 5.0),
            ["100 nm", "300 nm", "1 µm", "3 µm", "10 µm"]
        );
    }

    #[test]
    fn within_a_decade_the_values_are_evenly_apart() {
        let log = |metres: f64| metres.log10();
        assert_eq!(
            labels(log(390e-9), log(710e-9), 8.0),
            [
                "400 nm", "450 nm", "500 nm", "550 nm", "600 nm", "650 nm", "700 nm"
            ]
        );
        assert_eq!(
            labels(log(656.05e-9), log(656.75e-9), 4.0),
            ["656.2 nm", "656.4 nm", "656.6 nm"]
        );
        assert_eq!(
            labels(log(0.206), log(0.216), 6.0),
            [
                "20.6 cm", "20.8 cm", "21 cm", "21.2 cm", "21.4 cm", "21.6 cm"
            ]
        );
    }
}
