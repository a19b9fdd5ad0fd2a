//! Where the map looks.

use crate::domain::{
    angle::{Degrees, Position},
    region::Cone,
};

/// Where the map looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Look {
    /// What is in the middle.
    pub centre: Position,
    /// The angle across the shorter side of the map, in radians, as it is in the middle; without end for the whole sky.
    pub width: f64,
}

/// How much of the map a region takes.
const FILL: f64 = 0.8;

/// The radius around a place without an extent that is shown, in radians: half a degree.
const AROUND_POINT: f64 = 0.5 / 57.3;

/// With more of the sky around it, what is wider than this is shown on the whole sky, in radians.
const WIDEST: f64 = 1.6;

impl Look {
    /// The smallest width: an arcsecond.
    pub(crate) const LEAST: f64 = 1.0 / 206_264.8;

    /// At the whole sky, right ascension 0 in the middle.
    pub(crate) fn whole_sky() -> Self {
        Self {
            centre: Position {
                ra: Degrees(0.0),
                dec: Degrees(0.0),
            },
            width: f64::INFINITY,
        }
    }

    /// At a region, so that a cone around it fills most of the map.
    pub(crate) fn at(cone: Cone) -> Self {
        let radius = cone.radius.radians();
        if radius > 1.2 {
            return Self {
                centre: Position {
                    dec: Degrees(0.0),
                    ..cone.centre
                },
                width: f64::INFINITY,
            };
        }
        let radius = if radius > 0.0 { radius } else { AROUND_POINT };
        Self {
            centre: cone.centre,
            // how far the edge of the cone lies from the middle in the plane
            width: (4.0 * (radius / 2.0).sin() / FILL).max(Self::LEAST),
        }
    }

    /// At a region, with three times as much of the sky around it.
    pub(crate) fn around(cone: Cone) -> Self {
        let Self { centre, width } = Self::at(cone);
        let width = if cone.radius.0 > 0.0 {
            3.0 * width
        } else {
            width
        };
        let is_whole = width > WIDEST;
        Self {
            centre,
            width: if is_whole { f64::INFINITY } else { width },
        }
    }
}
