//! Cuts cones and intervals into parts that together cover them.

use super::{
    angle::Degrees, interval::Interval, region::Cone, sphere::Vector, time::Mjd, wavelength::Metres,
};
use std::f64::consts::FRAC_PI_3;

/// By how much the parts of a cone are larger than they must be, as a part of their radius: more than rounding can do
/// where three of them meet in one point.
const SLACK: f64 = 1e-9;

/// An interval without a beginning is cut as if it began at MJD 0, in 1858: the oldest plates are of the 1880s.
const FIRST_DATE: Mjd = Mjd(0.0);

/// An interval without an end is cut as if it ended here: gamma rays of 1 `TeV` have 1.2e-18 m, and radio of
/// 30 kHz has 10 km.
const WAVELENGTHS: [Metres; 2] = [Metres(1e-18), Metres(1e4)];

/// Seven cones of half the radius that cover a cone: one in the middle, and six around it.
///
/// In the plane, six circles whose centres lie around at √3/2 of the radius, and one in the middle, cover the whole.
/// Points that are given by direction and distance from the middle are closer together on the sphere than in the
/// plane, so that the same holds for cones of every radius.
pub fn seven_cones(cone: &Cone) -> Vec<Cone> {
    let middle = Vector::of(cone.centre);
    let (first, second) = middle.axes();
    let radius = Degrees(cone.radius.0 / 2.0 * (1.0 + SLACK));
    let distance = cone.radius.radians() * 3.0_f64.sqrt() / 2.0;
    let around = (0..6_u8).filter_map(|turn| {
        let angle = f64::from(turn) * FRAC_PI_3;
        let direction = first.times(angle.cos()).plus(second.times(angle.sin()));
        let centre = middle.times(distance.cos());
        centre.plus(direction.times(distance.sin())).position()
    });
    let centres = std::iter::once(cone.centre).chain(around);
    centres.map(|centre| Cone { centre, radius }).collect()
}

/// Two intervals that share an instant in the middle and together are the whole.
///
/// An open end stays open, and is cut as if it ended `now`. `None` where nothing would be gained: where a half would be
/// shorter than `least_days`.
pub fn halves_of_time(
    whole: Interval<Mjd>,
    now: Mjd,
    least_days: f64,
) -> Option<[Interval<Mjd>; 2]> {
    let lo = if whole.lo.0.is_finite() {
        whole.lo
    } else {
        FIRST_DATE
    };
    let hi = if whole.hi.0.is_finite() {
        whole.hi
    } else {
        now
    };
    let half = (hi.0 - lo.0) / 2.0;
    (half >= least_days)
        .then(|| cut(whole, Mjd(lo.0 + half)))
        .flatten()
}

/// Two intervals that share a wavelength in the middle, by ratio, and together are the whole.
///
/// An open end stays open. `None` where nothing would be gained: where the ends of a half would be a smaller ratio than `least_ratio` apart.
pub fn halves_of_spectrum(
    whole: Interval<Metres>,
    least_ratio: f64,
) -> Option<[Interval<Metres>; 2]> {
    let [shortest, longest] = WAVELENGTHS;
    let lo = whole.lo.0.max(shortest.0);
    let hi = whole.hi.0.min(longest.0);
    let ratio = (hi / lo).sqrt();
    (ratio >= least_ratio)
        .then(|| cut(whole, Metres(lo * ratio)))
        .flatten()
}

fn cut<T: PartialOrd + Copy>(whole: Interval<T>, at: T) -> Option<[Interval<T>; 2]> {
    Some([Interval::new(whole.lo, at)?, Interval::new(at, whole.hi)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{angle::Position, region::Region};
    use proptest::prelude::*;

    /// A position at an angle from another, in a direction from north over east; both in degrees.
    fn at(from: Position, distance: f64, direction: f64) -> Position {
        let (sin_ra, cos_ra) = from.ra.radians().sin_cos();
        let (sin_dec, cos_dec) = from.dec.radians().sin_cos();
        let (to_east, to_north) = direction.to_radians().sin_cos();
        let (sin_d, cos_d) = distance.to_radians().sin_cos();
        let middle = [cos_dec * cos_ra, cos_dec * sin_ra, sin_dec];
        let north = [-sin_dec * cos_ra, -sin_dec * sin_ra, cos_dec];
        let east = [-sin_ra, cos_ra, 0.0];
        let [x, y, z] = std::array::from_fn(|nr| {
            middle[nr] * cos_d + (north[nr] * to_north + east[nr] * to_east) * sin_d
        });
        let dec = z.atan2(f64::hypot(x, y)).to_degrees();
        Position::new(y.atan2(x).to_degrees(), dec).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

        #[test]
        fn seven_cones_of_half_the_radius_cover_a_cone(
            ra in 0.0..360.0,
            dec in prop_oneof![Just(90.0), Just(-90.0), 89.0..=90.0, -90.0..=90.0],
            radius in prop_oneof![Just(180.0), Just(0.0), 0.0..=180.0, 0.0..=0.01],
            part in prop_oneof![Just(1.0), 0.0..=1.0],
            direction in 0.0..360.0,
        ) {
            let cone = Cone::new(Position::new(ra, dec).unwrap(), radius).unwrap();
            let point = at(cone.centre, radius * part, direction);
            let parts = seven_cones(&cone);
            prop_assert_eq!(parts.len(), 7);
            let is_covered = parts.iter().any(|part| Region::Cone(*part).contains(point));
            prop_assert!(is_covered, "{point} of {cone:?}");
            for part in parts {
                let half = radius / 2.0;
                prop_assert!((part.radius.0 - half).abs() <= 1e-8 * half, "{part:?}");
            }
        }
    }

    #[test]
    fn where_parts_meet_nothing_is_left_out() {
        // On the rim of the middle part, halfway between two of the six, and on the rim of the whole, where two of the
        // six meet: the points that only just are covered, in the directions that the axes of the parts have.
        for (ra, dec) in [(10.0, 20.0), (0.0, 90.0), (359.9, -89.9), (180.0, 0.0)] {
            let centre = Position::new(ra, dec).unwrap();
            for radius in [1e-4, 0.5, 10.0, 90.0, 179.0] {
                let cone = Cone::new(centre, radius).unwrap();
                let parts = seven_cones(&cone);
                for step in 0..720 {
                    let direction = f64::from(step) / 2.0;
                    for distance in [radius / 2.0, radius] {
                        let point = at(centre, distance, direction);
                        let is_covered = parts.iter().any(|it| Region::Cone(*it).contains(point));
                        assert!(is_covered, "{point} of {cone:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn halves_of_time_share_the_middle_and_keep_open_ends() {
        let now = Mjd(61_000.0);
        let open = f64::INFINITY;
        for (whole, middle) in [
            ((50_000.0, 50_010.0), Some(50_005.0)),
            ((50_000.0, open), Some(55_500.0)),
            ((-open, 20_000.0), Some(10_000.0)),
            ((-open, open), Some(30_500.0)),
            ((50_000.0, 50_000.1), None),
            ((50_000.0, 50_000.0), None),
            ((62_000.0, open), None),
        ] {
            let interval = Interval::new(Mjd(whole.0), Mjd(whole.1)).unwrap();
            let halves = halves_of_time(interval, now, 0.1);
            let expected = middle.map(|middle| {
                [(whole.0, middle), (middle, whole.1)]
                    .map(|(lo, hi)| Interval::new(Mjd(lo), Mjd(hi)).unwrap())
            });
            assert_eq!(halves, expected, "{whole:?}");
        }
    }

    #[test]
    fn halves_of_the_spectrum_are_halves_by_ratio() {
        let halves = |lo, hi| {
            let whole = Interval::new(Metres(lo), Metres(hi)).unwrap();
            halves_of_spectrum(whole, 1.001).map(|[one, other]| {
                assert_eq!((one.lo.0, other.hi.0), (lo, hi), "the ends stay");
                assert_eq!(one.hi, other.lo, "they share the middle");
                one.hi.0
            })
        };
        let check = |found: Option<f64>, expected: f64| {
            let found = found.unwrap();
            assert!((found / expected - 1.0).abs() < 1e-12, "{found:e}");
        };
        check(halves(1e-9, 4e-9), 2e-9);
        check(halves(0.0, f64::INFINITY), 1e-7);
        check(halves(1.0, f64::INFINITY), 100.0);
        assert_eq!(halves(5e-7, 5e-7), None);
        assert_eq!(halves(5e-7, 5.0001e-7), None);
    }
}
