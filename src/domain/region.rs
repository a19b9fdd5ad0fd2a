//! A cone, a polygon or a union on the sky, and what meets what.

use super::angle::{Degrees, Position};

/// All positions within `radius` of `centre`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cone {
    /// The middle of the cone.
    pub centre: Position,
    /// The radius (not the diameter), 0 <= radius <= 180.
    pub radius: Degrees,
}

/// The part of the sky that great circles between the vertices enclose: of the two parts, the smaller.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon {
    /// At least three vertices; the last is not a repetition of the first.
    pub vertices: Vec<Position>,
}

/// A part of the sky.
#[derive(Debug, Clone, PartialEq)]
pub enum Region {
    /// A cone.
    Cone(Cone),
    /// A polygon.
    Polygon(Polygon),
    /// Everything that lies in at least one of the parts.
    Union(Vec<Region>),
}
