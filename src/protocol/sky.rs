//! A region in the shapes that services know: circles, and polygons in the sense of rotation that they want.

use super::margin;
use crate::domain::{
    angle::Position,
    region::{Cone, Polygon, Region},
};

/// One piece of a region, as large as it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A cone.
    Cone(Cone),
    /// The vertices of a polygon, counter-clockwise as seen from inside the sky (DALI 1.1, section 3.3.7).
    Polygon(Vec<Position>),
}

/// The pieces of a region. What is neither cone nor polygon is asked for by the cone around it.
pub fn parts(region: &Region) -> Vec<Part> {
    match region {
        Region::Cone(cone) => vec![Part::Cone(margin::cone(cone))],
        Region::Polygon(polygon) => vec![Part::Polygon(counter_clockwise(polygon))],
        Region::Union(regions) => regions.iter().flat_map(parts).collect(),
        Region::Range(_) | Region::Moc(_) => {
            vec![Part::Cone(margin::cone(&region.bounding_cone()))]
        }
    }
}

/// The largest circle that services over pgsphere take, as most do, in degrees.
pub const LARGEST_CIRCLE_DEG: f64 = 90.0;

/// Whether a cone is more than half of the sky.
pub fn is_large(cone: &Cone) -> bool {
    LARGEST_CIRCLE_DEG < cone.radius.0
}

/// Whether a piece of it is asked for as a polygon, which some services refuse.
pub fn has_polygon(region: &Region) -> bool {
    match region {
        Region::Polygon(_) => true,
        Region::Union(parts) => parts.iter().any(has_polygon),
        Region::Cone(_) | Region::Range(_) | Region::Moc(_) => false,
    }
}

/// The cone around a piece.
pub fn cone_around(part: &Part, region: &Region) -> Cone {
    match part {
        Part::Cone(cone) => *cone,
        Part::Polygon(vertices) => {
            let around = Polygon::new(vertices.iter().copied()).map_or_else(
                || region.bounding_cone(),
                |p| Region::Polygon(p).bounding_cone(),
            );
            margin::cone(&around)
        }
    }
}

/// Half of the services take the vertices in one sense only; the polygon is the smaller part in either.
fn counter_clockwise(polygon: &Polygon) -> Vec<Position> {
    let mut vertices = polygon.vertices().to_vec();
    if turn(&vertices) > 0.0 {
        vertices.reverse();
    }
    vertices
}

/// The sum of the cross products of neighbours, along the direction of their sum: positive where the vertices go
/// north, west, south, east, which is clockwise for an eye inside the sky (there, east is on the left).
fn turn(vertices: &[Position]) -> f64 {
    let vectors: Vec<[f64; 3]> = vertices.iter().map(|it| it.unit_vector()).collect();
    let mut sum = [0.0; 3];
    let mut middle = [0.0; 3];
    let next = vectors.iter().cycle().skip(1);
    for ([ax, ay, az], [bx, by, bz]) in vectors.iter().zip(next) {
        let cross = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
        for (total, part) in sum.iter_mut().zip(cross) {
            *total += part;
        }
        for (total, part) in middle.iter_mut().zip([ax, ay, az]) {
            *total += part;
        }
    }
    sum.iter().zip(middle).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vertices(points: &[(f64, f64)]) -> Vec<Position> {
        let positions = points.iter().map(|(ra, dec)| Position::new(*ra, *dec));
        positions.map(Option::unwrap).collect()
    }

    #[test]
    fn polygons_are_sent_counter_clockwise_as_seen_from_inside() {
        // DALI 1.1, 3.3.7: counter-clockwise for an eye at the origin, where east (larger RA) is left of north:
        // so north, east, south, west.
        let right = vertices(&[(10.0, 1.0), (11.0, 0.0), (10.0, -1.0), (9.0, 0.0)]);
        let mut wrong = right.clone();
        wrong.reverse();
        for given in [&right, &wrong] {
            let polygon = Region::Polygon(Polygon::new(given.iter().copied()).unwrap());
            assert_eq!(parts(&polygon), [Part::Polygon(right.clone())]);
        }
    }
}
