//! Between the sphere and the plane: Hammer-Aitoff for the whole sky, Lambert's equal-area projection for a field.

use mapproj::{CanonicalProjection as _, ProjXY, XYZ, pseudocyl::ait::Ait, zenithal::zea::Zea};

/// A direction as a vector of length one: x to right ascension 0 on the equator, z to the north pole; or, turned, x to
/// the middle of the map and z to its top.
pub(crate) type Direction = [f64; 3];

/// A point of the plane, in radians at the middle of the map: x to the east, y to the north.
pub(crate) type Point = [f64; 2];

/// How the sphere is laid flat. Both keep areas, and are true to scale in their middle: where the one takes over from
/// the other, what is in the middle stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Projection {
    /// Hammer-Aitoff (AIT in FITS WCS paper II, 5.3.4).
    WholeSky,
    /// Zenithal equal area (ZEA in FITS WCS paper II, 5.1.6).
    Field,
}

/// Half the width of the whole sky in the plane of Hammer-Aitoff; the half height is half of that.
pub(crate) const HALF_SKY: f64 = 2.0 * std::f64::consts::SQRT_2;

impl Projection {
    /// Where a direction comes to lie, seen from the middle of the map.
    pub(crate) fn project(self, [x, y, z]: Direction) -> Point {
        let xyz = XYZ::new_renorming_if_necessary(x, y, z);
        let point = match self {
            Self::WholeSky => Ait.proj(&xyz),
            Self::Field => Zea.proj(&xyz),
        };
        // Both projections have a place for every direction.
        point.map_or([0.0, 0.0], |point| [point.x(), point.y()])
    }

    /// The direction that comes to lie here; `None` outside of the sky.
    pub(crate) fn unproject(self, [x, y]: Point) -> Option<Direction> {
        let point = ProjXY::new(x, y);
        let xyz = match self {
            Self::WholeSky => Ait.unproj(&point),
            Self::Field => Zea.unproj(&point),
        }?;
        Some([xyz.x(), xyz.y(), xyz.z()])
    }
}

/// The vector of a place in degrees.
pub(crate) fn direction(ra: f64, dec: f64) -> Direction {
    let (sin_ra, cos_ra) = ra.to_radians().sin_cos();
    let (sin_dec, cos_dec) = dec.to_radians().sin_cos();
    [cos_dec * cos_ra, cos_dec * sin_ra, sin_dec]
}

/// The place of a vector in degrees: right ascension from 0 to 360, and declination.
pub(crate) fn place([x, y, z]: Direction) -> [f64; 2] {
    let ra = y.atan2(x).to_degrees().rem_euclid(360.0);
    let dec = z.atan2(x.hypot(y)).to_degrees();
    [if ra < 360.0 { ra } else { 0.0 }, dec]
}

pub(crate) fn dot(one: Direction, other: Direction) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

pub(crate) fn cross([x, y, z]: Direction, other: Direction) -> Direction {
    let [x2, y2, z2] = other;
    [y * z2 - z * y2, z * x2 - x * z2, x * y2 - y * x2]
}

/// The part `along` of the way from one vector to another, not brought to length one.
pub(crate) fn between([x, y, z]: Direction, other: Direction, along: f64) -> Direction {
    let [to_x, to_y, to_z] = other;
    let part = |from: f64, to: f64| from + (to - from) * along;
    [part(x, to_x), part(y, to_y), part(z, to_z)]
}

/// In the same direction with length one; `None` where there is no direction.
pub(crate) fn unit(vector: Direction) -> Option<Direction> {
    let length = dot(vector, vector).sqrt();
    let [x, y, z] = vector;
    (length > 1e-12).then(|| [x / length, y / length, z / length])
}

/// The angle between two vectors in radians; good for the smallest and the largest.
pub(crate) fn angle(one: Direction, other: Direction) -> f64 {
    let across = cross(one, other);
    dot(across, across).sqrt().atan2(dot(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::SQRT_2;

    fn near(found: Point, expected: Point) {
        let off = (found[0] - expected[0]).hypot(found[1] - expected[1]);
        assert!(off < 1e-9, "{found:?} {expected:?}");
    }

    // astropy.wcs with AIT, CRVAL 0 0, CDELT 1 1; degrees brought to radians.
    #[test]
    fn the_whole_sky_is_laid_out_as_by_astropy() {
        let cases = [
            ([0.0, 0.0], [0.0, 0.0]),
            ([90.0, 0.0], [1.530_733_729_460_359_1, 0.0]),
            ([179.999, 0.0], [2.828_414_783_377_770_6, 0.0]),
            (
                [181.0, 10.0],
                [-2.773_458_897_643_432, 0.244_527_127_613_993_48],
            ),
            (
                [30.0, 45.0],
                [0.399_008_850_897_014_77, 0.770_825_907_998_701_2],
            ),
            (
                [300.0, -60.0],
                [-0.590_690_494_568_872_2, -1.023_105_948_141_274_5],
            ),
            ([0.0, 90.0], [0.0, SQRT_2]),
            ([0.0, -90.0], [0.0, -SQRT_2]),
        ];
        for ([ra, dec], expected) in cases {
            near(Projection::WholeSky.project(direction(ra, dec)), expected);
        }
    }

    #[test]
    fn what_is_laid_flat_is_found_again() {
        for projection in [Projection::WholeSky, Projection::Field] {
            for (ra, dec) in [(0.0, 0.0), (10.0, 20.0), (170.0, -60.0), (200.0, 89.0)] {
                let point = projection.project(direction(ra, dec));
                let [back_ra, back_dec] = place(projection.unproject(point).unwrap());
                assert!((back_ra - ra).abs() < 1e-7, "{back_ra}");
                assert!((back_dec - dec).abs() < 1e-7, "{back_dec}");
            }
            assert_eq!(projection.unproject([2.9, 0.0]), None);
        }
    }

    #[test]
    fn a_place_that_is_not_exactly_on_the_sphere_does_not_stop_the_map() {
        for projection in [Projection::WholeSky, Projection::Field] {
            let near_opposite = projection.project([-1.0 - 1e-16, 1e-17, 0.0]);
            assert!(near_opposite.iter().all(|it| it.is_finite()));
        }
    }
}
