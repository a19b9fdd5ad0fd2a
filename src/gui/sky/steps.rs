//! Steps between the lines of a graticule, and what stands at them.

/// In which units places are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Units {
    /// Hours, minutes and seconds of right ascension; degrees, minutes and seconds of declination.
    #[default]
    Sexagesimal,
    /// Degrees and their decimals.
    Degrees,
}

/// Between one line and the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Step {
    /// In degrees.
    pub degrees: f64,
    units: Units,
}

/// In seconds of time.
const TIMES: [f64; 23] = [
    10_800.0, 7_200.0, 3_600.0, 1_800.0, 1_200.0, 600.0, 300.0, 120.0, 60.0, 30.0, 20.0, 10.0, 5.0,
    2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002,
];

/// In seconds of arc.
const ARCS: [f64; 22] = [
    108_000.0, 54_000.0, 36_000.0, 18_000.0, 7_200.0, 3_600.0, 1_800.0, 1_200.0, 600.0, 300.0,
    120.0, 60.0, 30.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05,
];

/// In degrees.
const DEGREES: [f64; 20] = [
    30.0, 15.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 5e-4,
    2e-4, 1e-4, 5e-5, 2e-5,
];

/// The finest of these steps, coarse first, that is at least `least` degrees wide.
fn finest(steps: &[f64], per_degree: f64, least: f64, units: Units) -> Step {
    let wide_enough = steps.iter().rev().map(|step| step / per_degree);
    let mut coarse = wide_enough.filter(|degrees| *degrees >= least);
    let widest = steps.first().copied().unwrap_or(1.0) / per_degree;
    Step {
        degrees: coarse.next().unwrap_or(widest),
        units,
    }
}

/// The step of right ascension that is at least so many degrees of it.
pub(crate) fn of_ra(units: Units, least: f64) -> Step {
    match units {
        Units::Sexagesimal => finest(&TIMES, 240.0, least, units),
        Units::Degrees => finest(&DEGREES, 1.0, least, units),
    }
}

/// The step of declination that is at least so many degrees.
pub(crate) fn of_dec(units: Units, least: f64) -> Step {
    match units {
        Units::Sexagesimal => finest(&ARCS, 3600.0, least, units),
        Units::Degrees => finest(&DEGREES, 1.0, least, units),
    }
}

impl Step {
    /// What stands at a line of right ascension, no finer than the step.
    pub(crate) fn ra_label(self, ra: f64) -> String {
        match self.units {
            Units::Sexagesimal => {
                let parts = Parts::of(ra.rem_euclid(360.0) * 240.0, self.degrees * 240.0, 86_400.0);
                parts.written(["h", "m", "s"])
            }
            Units::Degrees => {
                let decimals = decimals(self.degrees);
                let text = format!("{:.decimals$}", ra.rem_euclid(360.0));
                let turned = format!("{:.decimals$}", 360.0);
                let text = if text == turned {
                    format!("{:.decimals$}", 0.0)
                } else {
                    text
                };
                format!("{text}°")
            }
        }
    }

    /// What stands at a line of declination, no finer than the step.
    pub(crate) fn dec_label(self, dec: f64) -> String {
        let text = match self.units {
            Units::Sexagesimal => {
                let seconds = self.degrees * 3600.0;
                Parts::of(dec.abs() * 3600.0, seconds, f64::INFINITY).written(["°", "′", "″"])
            }
            Units::Degrees => {
                let decimals = decimals(self.degrees);
                format!("{:.decimals$}°", dec.abs())
            }
        };
        let is_zero = dec.abs() < self.degrees / 2.0;
        let sign = match dec {
            _ if is_zero => "",
            dec if dec < 0.0 => "−",
            _ => "+",
        };
        format!("{sign}{text}")
    }
}

/// An angle or a time in whole parts of sixty, and as many of them as the step needs.
struct Parts {
    first: u64,
    second: u64,
    /// Seconds, written out.
    third: String,
    /// How many of the three are written.
    n_written: usize,
}

impl Parts {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an angle in seconds is not negative, and small"
    )]
    fn of(seconds: f64, step: f64, turn: f64) -> Self {
        let decimals = decimals(step);
        let grain = 10_f64.powi(-i32::try_from(decimals).unwrap_or_default());
        let mut rounded = (seconds / grain).round() * grain;
        if rounded >= turn {
            rounded -= turn;
        }
        // Half a grain keeps what rounds to a whole from being cut to one less.
        let whole = (rounded + grain / 2.0) as u64;
        let rest = rounded.rem_euclid(60.0);
        let rest = if 60.0 - rest < grain / 2.0 { 0.0 } else { rest };
        let width = if decimals > 0 { decimals + 3 } else { 2 };
        Self {
            first: whole / 3600,
            second: whole / 60 % 60,
            third: format!("{rest:0width$.decimals$}"),
            n_written: match step {
                step if step >= 3_599.0 => 1,
                step if step >= 59.0 => 2,
                _ => 3,
            },
        }
    }

    fn written(&self, [first, second, third]: [&str; 3]) -> String {
        let Self {
            first: whole,
            second: parts,
            third: rest,
            ..
        } = self;
        match self.n_written {
            1 => format!("{whole}{first}"),
            2 => format!("{whole}{first}{parts:02}{second}"),
            _ => format!("{whole}{first}{parts:02}{second}{rest}{third}"),
        }
    }
}

/// How many decimals a step needs.
fn decimals(step: f64) -> usize {
    let mut decimals = 0;
    let mut grain = 1.0;
    while step < grain * 0.999 && decimals < 9 {
        grain /= 10.0;
        decimals += 1;
    }
    decimals
}

/// A place in hours and degrees, and in degrees alone: `18h18m45.1s −13°47′31″` and `274.6880 −13.7920`, as fine as
/// `grain` (degrees).
pub(crate) fn written(ra: f64, dec: f64, grain: f64) -> [String; 2] {
    let grain = grain.clamp(1e-6, 1.0);
    let fine = |units| {
        let step = |degrees| Step { degrees, units };
        match units {
            Units::Sexagesimal => (
                step((grain / 2.4).min(1.0 / 240.0)),
                step(grain.min(1.0 / 3600.0)),
            ),
            Units::Degrees => (step(grain), step(grain)),
        }
    };
    [Units::Sexagesimal, Units::Degrees].map(|units| {
        let (of_ra, of_dec) = fine(units);
        format!("{} {}", of_ra.ra_label(ra), of_dec.dec_label(dec))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_that_a_person_counts_in() {
        let ra = |least: f64| of_ra(Units::Sexagesimal, least).degrees;
        assert_eq!((ra(20.0), ra(12.0), ra(0.2)), (30.0, 15.0, 0.25));
        assert!(
            (ra(100.0) - 45.0).abs() < 1e-9,
            "there is none that is wider"
        );
        let dec = |least: f64| of_dec(Units::Sexagesimal, least).degrees;
        assert_eq!((dec(20.0), dec(0.9), dec(0.26)), (30.0, 1.0, 20.0 / 60.0));
        let degrees = |least: f64| of_dec(Units::Degrees, least).degrees;
        assert_eq!((degrees(0.3), degrees(0.012)), (0.5, 0.02));
    }

    #[test]
    fn labels_are_as_fine_as_the_step() {
        let at = |least: f64| of_ra(Units::Sexagesimal, least);
        assert_eq!(at(14.0).ra_label(270.0), "18h");
        assert_eq!(at(14.0).ra_label(360.0), "0h");
        assert_eq!(at(0.2).ra_label(274.75), "18h19m");
        assert_eq!(at(0.01).ra_label(274.687_5), "18h18m45s");
        assert_eq!(at(0.0004).ra_label(274.687_916_666_67), "18h18m45.1s");
        assert_eq!(at(0.2).ra_label(359.999_999_999), "0h00m");
        let at = |least: f64| of_dec(Units::Sexagesimal, least);
        assert_eq!(at(20.0).dec_label(-30.0), "−30°");
        assert_eq!(at(0.1).dec_label(-13.833_333_333_3), "−13°50′");
        assert_eq!(at(0.1).dec_label(0.0), "0°00′");
        assert_eq!(at(0.000_2).dec_label(7.000_277_777_8), "+7°00′01″");
        let at = of_dec(Units::Degrees, 0.03);
        assert_eq!(at.dec_label(-13.75), "−13.75°");
        assert_eq!(of_ra(Units::Degrees, 0.03).ra_label(359.999), "0.00°");
    }

    // astropy: SkyCoord(274.688, -13.792, unit="deg").to_string("hmsdms"): 18h18m45.12s -13d47m31.2s
    #[test]
    fn a_place_is_written_in_both_ways() {
        let [sexagesimal, degrees] = written(274.688, -13.792, 1e-4);
        assert_eq!(sexagesimal, "18h18m45.12s −13°47′31.2″");
        assert_eq!(degrees, "274.6880° −13.7920°");
        let [coarse, _] = written(0.0, 45.5, 0.5);
        assert_eq!(coarse, "0h00m00s +45°30′00″");
    }
}
