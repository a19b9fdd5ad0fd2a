//! Regions made ready for many questions: does it hold this point, does it meet that region.

use super::{
    angle::Position,
    region::{Cone, Region},
    sphere::{TOUCH, Vector},
};
use std::f64::consts::PI;

/// A region as vectors.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    centre: Vector,
    radius: f64,
}

impl Shape {
    pub(super) fn new(region: &Region) -> Self {
        let cone = match region {
            Region::Cone(cone) => Some(*cone),
            Region::Polygon(polygon) => {
                let first = polygon.vertices().first().copied();
                first.and_then(|first: Position| {
                    let all = polygon.vertices().iter();
                    let radius = all.map(|vertex| first.separation(*vertex).0);
                    Cone::new(first, radius.fold(0.0, f64::max))
                })
            }
            _ => None,
        };
        cone.map_or(
            Self {
                centre: Vector::NORTH,
                radius: PI,
            },
            |cone| Self {
                centre: Vector::of(cone.centre),
                radius: cone.radius.radians(),
            },
        )
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.centre.angle_to(other.centre) <= self.radius + other.radius + TOUCH
    }

    pub(super) fn contains(&self, point: Vector) -> bool {
        self.centre.angle_to(point) <= self.radius + TOUCH
    }

    pub(super) fn area(&self) -> f64 {
        4.0 * PI * (self.radius / 2.0).sin().powi(2)
    }

    pub(super) fn bounding_cone(&self) -> (Vector, f64) {
        (self.centre, self.radius)
    }
}
