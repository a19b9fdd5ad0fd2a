//! Places on the sky in eight bytes, a third of a milliarcsecond fine.

use super::projection::{Direction, direction, place};

/// Right ascension and declination in parts of a turn, of which there are 2^32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fixed {
    /// From 0 on eastward; it comes round by itself.
    pub ra: u32,
    /// -2^30 at the south pole, 2^30 at the north pole.
    pub dec: i32,
}

/// Parts of a turn in a degree.
const PER_DEGREE: f64 = 4_294_967_296.0 / 360.0;

impl Fixed {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a turn has 2^32 parts, and comes round"
    )]
    #[expect(clippy::cast_sign_loss, reason = "a right ascension is not negative")]
    pub(crate) fn of(towards: Direction) -> Self {
        let [ra, dec] = place(towards);
        Self {
            ra: (ra * PER_DEGREE).round() as u64 as u32,
            dec: (dec * PER_DEGREE).round() as i32,
        }
    }

    pub(crate) fn direction(self) -> Direction {
        direction(
            f64::from(self.ra) / PER_DEGREE,
            f64::from(self.dec) / PER_DEGREE,
        )
    }

    /// As two words.
    pub(crate) fn words(self) -> [u32; 2] {
        [self.ra, self.dec.cast_unsigned()]
    }

    pub(crate) fn from_words([ra, dec]: [u32; 2]) -> Self {
        Self {
            ra,
            dec: dec.cast_signed(),
        }
    }
}

/// An angle in radians in parts of a turn, at most half a turn.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is not negative, and a cast stays within bounds"
)]
pub(crate) fn parts(angle: f64) -> u32 {
    (angle.to_degrees() * PER_DEGREE).ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sky::projection::angle;

    #[test]
    fn a_place_is_kept_to_less_than_a_milliarcsecond() {
        for (ra, dec) in [
            (0.0, 0.0),
            (359.999_999_99, 0.0),
            (274.688, -13.792),
            (123.456_789, 89.999),
            (10.0, -90.0),
        ] {
            let exact = direction(ra, dec);
            let fixed = Fixed::of(exact);
            let kept = Fixed::from_words(fixed.words());
            assert_eq!(kept, fixed);
            let off = angle(exact, kept.direction()).to_degrees() * 3.6e6;
            assert!(off < 0.3, "{off} mas");
        }
        assert_eq!(Fixed::of(direction(359.999_999_999_99, 0.0)).ra, 0);
    }
}
