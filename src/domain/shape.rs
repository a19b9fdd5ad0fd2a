//! Regions made ready for many questions: does it hold this point, does it meet that region.

mod cells;
mod patch;
mod polygon;

use super::{
    region::Region,
    sphere::{Arc, TOUCH, Vector},
};
use cells::Cells;
use patch::Patch;
use polygon::Outline;
use std::f64::consts::PI;

/// A region as vectors, with what is needed to answer quickly. Borders belong to it, and touching counts as meeting,
/// up to [`TOUCH`].
#[derive(Debug, Clone)]
pub(super) enum Shape {
    Cone { centre: Vector, radius: f64 },
    Polygon(Outline),
    Range(Patch),
    Moc(Cells),
    Union(Vec<Self>),
}

impl Shape {
    pub(super) fn new(region: &Region) -> Self {
        match region {
            Region::Cone(cone) => Self::Cone {
                centre: Vector::of(cone.centre),
                radius: cone.radius.radians(),
            },
            Region::Polygon(polygon) => {
                let vertices = polygon.vertices().iter();
                let vertices = vertices.map(|vertex| Vector::of(*vertex)).collect();
                Self::Polygon(Outline::new(vertices, polygon.part()))
            }
            Region::Range(range) => Self::Range(Patch::new(range)),
            Region::Moc(moc) => Self::Moc(Cells::new(moc)),
            Region::Union(parts) => Self::Union(parts.iter().map(Self::new).collect()),
        }
    }

    pub(super) fn contains(&self, point: Vector) -> bool {
        match self {
            Self::Cone { centre, radius } => centre.angle_to(point) <= radius + TOUCH,
            Self::Polygon(outline) => outline.contains(point),
            Self::Range(patch) => patch.contains(point),
            Self::Moc(cells) => cells.contains(point),
            Self::Union(parts) => parts.iter().any(|part| part.contains(point)),
        }
    }

    /// Whether the two have a point in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Union(parts), other) | (other, Self::Union(parts)) => {
                parts.iter().any(|part| part.meets(other))
            }
            (Self::Cone { centre, radius }, other) | (other, Self::Cone { centre, radius }) => {
                other.reaches(*centre, radius + TOUCH)
            }
            (one, other) if !one.near(other) => false,
            (Self::Moc(one), Self::Moc(other)) => one.meets(other),
            (Self::Moc(cells), other) | (other, Self::Moc(cells)) => cells.meets_shape(other),
            (Self::Polygon(one), Self::Polygon(other)) => one.meets(other),
            (Self::Range(one), Self::Range(other)) => one.meets(other),
            (Self::Range(patch), Self::Polygon(outline))
            | (Self::Polygon(outline), Self::Range(patch)) => patch.meets_outline(outline),
        }
    }

    /// Whether any of it lies within `angle` of `point`.
    fn reaches(&self, point: Vector, angle: f64) -> bool {
        match self {
            Self::Cone { centre, radius } => centre.angle_to(point) <= radius + angle,
            Self::Polygon(outline) => outline.reaches(point, angle),
            Self::Range(patch) => patch.distance(point) <= angle,
            Self::Moc(cells) => cells.meets_shape(&Self::Cone {
                centre: point,
                radius: angle,
            }),
            Self::Union(parts) => parts.iter().any(|part| part.reaches(point, angle)),
        }
    }

    /// Whether the cones around them meet: where not, nothing else need be asked.
    fn near(&self, other: &Self) -> bool {
        let ((here, radius), (there, reach)) = (self.quick_cone(), other.quick_cone());
        here.angle_to(there) <= radius + reach + TOUCH
    }

    /// A cone around it that is known already.
    fn quick_cone(&self) -> (Vector, f64) {
        match self {
            Self::Cone { centre, radius } => (*centre, *radius),
            Self::Polygon(outline) => outline.cone(),
            Self::Range(patch) => patch.cone(),
            Self::Moc(cells) => cells.cone(),
            Self::Union(_) => (Vector::NORTH, PI),
        }
    }

    /// Some points of it; for a union, those of its parts.
    fn points(&self) -> Vec<Vector> {
        match self {
            Self::Cone { centre, .. } => vec![*centre],
            Self::Polygon(outline) => outline.vertices().to_vec(),
            Self::Range(patch) => patch.corners().to_vec(),
            Self::Moc(_) => Vec::new(),
            Self::Union(parts) => parts.iter().flat_map(Self::points).collect(),
        }
    }

    /// Its area in steradians; of a union, the sum.
    pub(super) fn area(&self) -> f64 {
        match self {
            Self::Cone { radius, .. } => 4.0 * PI * (radius / 2.0).sin().powi(2),
            Self::Polygon(outline) => outline.area(),
            Self::Range(patch) => patch.area(),
            Self::Moc(cells) => cells.area(),
            Self::Union(parts) => parts.iter().map(Self::area).sum(),
        }
    }

    /// A cone that holds it, narrower than [`Self::quick_cone`] where that can be had.
    pub(super) fn bounding_cone(&self) -> (Vector, f64) {
        match self {
            Self::Polygon(outline) => outline.narrow_cone(),
            Self::Union(parts) => {
                let cones: Vec<_> = parts.iter().map(Self::bounding_cone).collect();
                around(&cones)
            }
            Self::Cone { .. } | Self::Range(_) | Self::Moc(_) => self.quick_cone(),
        }
    }
}

/// A cone around cones: around the mean of their centres, which holds them all.
fn around(cones: &[(Vector, f64)]) -> (Vector, f64) {
    let whole_sky = (Vector::NORTH, PI);
    let sum = cones
        .iter()
        .fold(Vector::new(0.0, 0.0, 0.0), |sum, (centre, _)| {
            sum.plus(*centre)
        });
    let Some(centre) = sum.unit().filter(|_| sum.length() > 1e-6) else {
        return whole_sky;
    };
    let reach = |(other, radius): &(Vector, f64)| centre.angle_to(*other) + radius;
    let radius = cones.iter().map(reach).fold(0.0, f64::max);
    if radius < PI {
        (centre, radius)
    } else {
        whole_sky
    }
}

/// Whether any of these arcs meets any of those.
fn any_meet(arcs: &[Arc], others: &[Arc]) -> bool {
    arcs.iter()
        .any(|arc| others.iter().any(|other| arc.meets(other)))
}

#[cfg(test)]
mod tests;
