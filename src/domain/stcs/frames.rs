//! The frames of STC-S, and how positions in them become ICRS.

use crate::domain::{angle::Position, sphere::Vector};

/// A frame in which a footprint is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// ICRS, and what does not say.
    Icrs,
    /// FK5 of equinox J2000.
    Fk5,
    /// FK4 of equinox and epoch B1950.
    Fk4,
    /// Galactic, of 1958.
    Galactic,
    /// Mean ecliptic of J2000.
    Ecliptic,
}

type Matrix = [[f64; 3]; 3];

// The matrices take vectors of a frame to ICRS. They are astropy 8.0's for the frames named, whose sources are IERS
// Conventions 2003 (FK5), Liu, Zhu and Zhang 2011 (Galactic), the IAU 2006 precession (ecliptic), and Murray 1989
// (FK4 without E-terms, at epoch B1950, then FK5).
const FK5: Matrix = [
    [
        0.999_999_999_999_992_8,
        1.110_223_373_847_500_3e-7,
        4.411_803_429_929_63e-8,
    ],
    [
        -1.110_223_329_055_109_5e-7,
        0.999_999_999_999_989_1,
        -9.647_792_745_026_09e-8,
    ],
    [
        -4.411_804_498_096_775e-8,
        9.647_792_246_010_133e-8,
        0.999_999_999_999_994_3,
    ],
];
const GALACTIC: Matrix = [
    [
        -0.054_875_657_712_591_404,
        0.494_109_437_192_727_04,
        -0.867_666_137_559_657_8,
    ],
    [
        -0.873_437_051_955_616_3,
        -0.444_829_721_223_295_3,
        -0.198_076_337_273_000_56,
    ],
    [
        -0.483_835_073_616_715_6,
        0.746_982_183_986_667_7,
        0.455_983_813_687_302,
    ],
];
const ECLIPTIC: Matrix = [
    [
        0.999_999_999_999_994_2,
        3.289_700_416_258_306e-8,
        -1.020_704_472_070_512e-7,
    ],
    [
        -7.078_369_026_537_745e-8,
        0.917_482_129_914_958_5,
        -0.397_776_999_444_043_1,
    ],
    [
        8.056_213_977_613_187e-8,
        0.397_776_999_444_047_93,
        0.917_482_129_914_955_5,
    ],
];
const FK4: Matrix = [
    [
        0.999_925_680_951_450_3,
        -0.011_181_372_203_849_847,
        -0.004_858_959_705_285_336,
    ],
    [
        0.011_181_371_753_884_808,
        0.999_937_486_137_345_5,
        -2.725_853_209_429_684_5e-5,
    ],
    [
        0.004_858_960_740_738_831,
        -2.707_332_853_596_627_4e-5,
        0.999_988_194_814_096_2,
    ],
];
/// The elliptic terms of aberration that FK4's positions contain (at B1950).
const E_TERMS: Vector = Vector::new(
    -1.625_574_151_689_434_7e-6,
    -3.191_905_371_563_791e-7,
    -1.384_290_671_929_659e-7,
);

/// So far beyond a pole rounding may put a latitude, in degrees.
const BEYOND_POLE_DEG: f64 = 1e-6;

impl Frame {
    /// The frame of this name, in upper case.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "ICRS" | "ICRF" | "UNKNOWNFRAME" | "UNKNOWN" => Self::Icrs,
            "FK5" | "J2000" | "J2000.0" | "EQ_FK5" => Self::Fk5,
            "FK4" | "B1950" | "B1950.0" | "EQ_FK4" => Self::Fk4,
            "GALACTIC" | "GALACTIC_II" | "GAL" => Self::Galactic,
            "ECLIPTIC" => Self::Ecliptic,
            _ => return None,
        })
    }

    /// The position in ICRS of a longitude and latitude in degrees in this frame; `None` where there is none.
    pub fn to_icrs(self, longitude: f64, latitude: f64) -> Option<Position> {
        let beyond = (latitude.abs() - 90.0).max(0.0);
        if beyond > BEYOND_POLE_DEG {
            return None;
        }
        let given = Position::new(longitude, latitude.clamp(-90.0, 90.0))?;
        let turned = |matrix, vector| turn(matrix, vector).position();
        match self {
            Self::Icrs => Some(given),
            Self::Fk5 => turned(&FK5, Vector::of(given)),
            Self::Galactic => turned(&GALACTIC, Vector::of(given)),
            Self::Ecliptic => turned(&ECLIPTIC, Vector::of(given)),
            Self::Fk4 => {
                let seen = Vector::of(given);
                let along = seen.times(1.0 + seen.dot(E_TERMS));
                turned(&FK4, along.minus(E_TERMS))
            }
        }
    }
}

fn turn(matrix: &Matrix, vector: Vector) -> Vector {
    let [x, y, z] = matrix.map(|[x, y, z]| Vector::new(x, y, z).dot(vector));
    Vector::new(x, y, z)
}

#[cfg(test)]
mod tests {
    use super::*;

    // astropy 8.0: SkyCoord(lon, lat, frame=...).icrs with FK5, FK4, Galactic, BarycentricMeanEcliptic
    #[test]
    fn positions_in_other_frames_become_those_that_astropy_gives() {
        let cases = [
            (
                Frame::Fk4,
                10.0,
                20.0,
                10.658_967_275_715_431,
                20.273_867_215_619_6,
            ),
            (
                Frame::Fk4,
                180.0,
                -89.9,
                0.148_613_622_955_700_52,
                -89.821_501_254_433_97,
            ),
            (
                Frame::Galactic,
                0.0,
                0.0,
                266.404_988_286_544_7,
                -28.936_177_761_791_473,
            ),
            (
                Frame::Ecliptic,
                90.0,
                0.0,
                89.999_997_945_617_21,
                23.439_281_338_610_602,
            ),
            (
                Frame::Fk5,
                10.0,
                20.0,
                9.999_991_497_745_736,
                19.999_998_470_513_287,
            ),
        ];
        for (frame, longitude, latitude, ra, dec) in cases {
            let found = frame.to_icrs(longitude, latitude).unwrap();
            let expected = Position::new(ra, dec).unwrap();
            let off = found.separation(expected).0 * 3600.0;
            assert!(off < 1e-6, "{frame:?}: {found:?} is off by {off} arcsec");
        }
    }
}
