//! Angles and positions on the sky.

use super::sphere::Vector;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An angle in degrees.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
pub struct Degrees(pub f64);

impl Degrees {
    /// The angle in radians.
    pub fn radians(self) -> f64 {
        self.0.to_radians()
    }

    /// The angle as a person reads it, in degrees, arcminutes or arcseconds, whichever makes a handy number.
    pub fn handy(self) -> String {
        let size = self.0.abs();
        if size >= 1.0 || size == 0.0 {
            format!("{} deg", significant(self.0, 4))
        } else if size * 60.0 >= 1.0 {
            format!("{} arcmin", significant(self.0 * 60.0, 4))
        } else {
            format!("{} arcsec", significant(self.0 * 3600.0, 4))
        }
    }
}

/// `number` with at most so many significant digits, without zeros at the end, and without an exponent unless it is
/// needed.
pub(super) fn significant(number: f64, digits: usize) -> String {
    let text = format!("{number:.*e}", digits.saturating_sub(1));
    let Ok(rounded) = text.parse::<f64>() else {
        return text;
    };
    if rounded != 0.0 && !(1e-4..1e7).contains(&rounded.abs()) {
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let digits = if digits.contains('.') {
            digits.trim_end_matches('0').trim_end_matches('.')
        } else {
            digits
        };
        return format!("{digits}e{exponent}");
    }
    rounded.to_string()
}

/// A position on the sky in ICRS.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Right ascension, 0 <= ra < 360.
    pub ra: Degrees,
    /// Declination, -90 <= dec <= 90.
    pub dec: Degrees,
}

impl Position {
    /// The position at `ra` and `dec` degrees. A right ascension beyond 0 to 360 is brought there by whole turns; a
    /// declination beyond -90 to 90 is no position.
    pub fn new(ra: f64, dec: f64) -> Option<Self> {
        if !ra.is_finite() || !(-90.0..=90.0).contains(&dec) {
            return None;
        }
        let turned = ra.rem_euclid(360.0);
        Some(Self {
            // rem_euclid of a tiny negative number rounds to 360 itself
            ra: Degrees(if turned < 360.0 { turned } else { 0.0 }),
            dec: Degrees(dec),
        })
    }

    /// Right ascension in hours, minutes and seconds, declination in degrees, minutes and seconds: `18 18 48.0 -13 48 24`.
    pub fn sexagesimal(self) -> String {
        // In tenths of a second of time, and in seconds of arc, so that no 60 is written.
        let tenths = (self.ra.0 / 15.0 * 36_000.0).round() % 864_000.0;
        let seconds = (self.dec.0.abs() * 3600.0).round();
        let sign = if self.dec.0 < 0.0 { '-' } else { '+' };
        let part = |value: f64, size: f64, turn: f64| (value / size).floor() % turn;
        format!(
            "{:02} {:02} {:04.1} {sign}{:02} {:02} {:02}",
            part(tenths, 36_000.0, 24.0),
            part(tenths, 600.0, 60.0),
            tenths % 600.0 / 10.0,
            part(seconds, 3600.0, 360.0),
            part(seconds, 60.0, 60.0),
            seconds % 60.0
        )
    }

    /// The angle between two positions, 0 to 180 degrees; good for the smallest and the largest.
    pub fn separation(self, other: Self) -> Degrees {
        let angle = Vector::of(self).angle_to(Vector::of(other));
        Degrees(angle.to_degrees())
    }

    /// The position as a vector of length one; x points to RA 0, z to the north pole.
    pub fn unit_vector(self) -> [f64; 3] {
        let vector = Vector::of(self);
        [vector.x, vector.y, vector.z]
    }
}

/// Right ascension and declination in decimal degrees, `274.6880 -13.7920`.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.4} {:+.4}", self.ra.0, self.dec.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_ascension_is_brought_to_0_to_360_and_a_wrong_declination_is_no_position() {
        let ra = |ra| Position::new(ra, 0.0).map(|position| position.ra.0);
        assert_eq!(ra(360.0), Some(0.0));
        assert_eq!(ra(-10.0), Some(350.0));
        assert_eq!(ra(-1e-300), Some(0.0));
        assert_eq!(ra(f64::NAN), None);
        assert_eq!(Position::new(0.0, 90.1), None);
        assert_eq!(Position::new(0.0, f64::NAN), None);
    }

    // astropy: SkyCoord(ra, dec, unit='deg').to_string('hmsdms', precision=...)
    #[test]
    fn positions_are_written_in_sixtieths_without_a_60_in_them() {
        let text = |ra, dec| Position::new(ra, dec).unwrap().sexagesimal();
        assert_eq!(text(274.688, -13.792), "18 18 45.1 -13 47 31");
        assert_eq!(text(0.0, -0.000_4), "00 00 00.0 -00 00 01");
        assert_eq!(text(359.999_99, 89.999_9), "00 00 00.0 +90 00 00");
        assert_eq!(text(14.999_9, 9.999_9), "01 00 00.0 +10 00 00");
    }

    #[test]
    fn separations_are_good_when_tiny_and_when_nearly_half_a_turn() {
        let at = |ra, dec| Position::new(ra, dec).unwrap();
        let tiny = at(10.0, 0.0).separation(at(10.0, 1e-9)).0;
        assert!((tiny - 1e-9).abs() < 1e-14, "{tiny}");
        let large = at(10.0, 0.0).separation(at(190.0, 1e-9)).0;
        assert!((large - (180.0 - 1e-9)).abs() < 1e-13, "{large}");
        let across = at(359.5, 60.0).separation(at(0.5, 60.0)).0;
        // 2 asin(sin(0.5 deg) cos(60 deg))
        assert!((across - 0.499_995_240_330_154).abs() < 1e-10, "{across}");
    }

    #[test]
    fn angles_are_given_in_handy_units() {
        let handy = |degrees| Degrees(degrees).handy();
        assert_eq!(handy(1.0), "1 deg");
        assert_eq!(handy(0.5), "30 arcmin");
        assert_eq!(handy(0.002), "7.2 arcsec");
        assert_eq!(handy(180.0), "180 deg");
        assert_eq!(handy(1e-9), "3.6e-6 arcsec");
    }
}
