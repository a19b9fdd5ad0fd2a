//! A polygon on the sphere, with its inside: the smaller of the two parts, or the larger.

use super::any_meet;
use crate::domain::{
    region::Part,
    sphere::{Arc, TOUCH, Vector},
};
use std::f64::consts::PI;

/// The cosine of the angle from the middle up to which a polygon is looked at in a plane. Beyond, at 89 degrees, the
/// plane gets too wide.
const PLANE: f64 = 0.017;

/// A polygon made ready.
#[derive(Debug, Clone)]
pub(in crate::domain) struct Outline {
    vertices: Vec<Vector>,
    arcs: Vec<Arc>,
    centre: Vector,
    /// The angle from the centre to the furthest vertex.
    radius: f64,
    inside: Inside,
    part: Part,
}

/// How it is found out whether a point lies inside the smaller part.
#[derive(Debug, Clone)]
enum Inside {
    /// The whole polygon lies in less than half the sky around its centre. Seen from there on a plane (gnomonic
    /// projection) its sides are straight, and what is smaller is what they enclose.
    Plane {
        axes: (Vector, Vector),
        corners: Vec<[f64; 2]>,
    },
    /// It is wider: a point of which is known whether it lies inside, and every side that is crossed on the way from
    /// there to another changes it.
    Wide {
        known: Vector,
        lies_inside: bool,
        area: f64,
    },
    /// It has no area.
    Nothing,
}

impl Outline {
    pub(super) fn new(vertices: Vec<Vector>, part: Part) -> Self {
        let nexts = vertices.iter().cycle().skip(1);
        let arcs: Vec<Arc> = vertices
            .iter()
            .zip(nexts)
            .map(|(from, to)| Arc::new(*from, *to))
            .collect();
        let sum = vertices
            .iter()
            .fold(Vector::new(0.0, 0.0, 0.0), |sum, vertex| sum.plus(*vertex));
        let mut centre = sum.unit().unwrap_or(Vector::NORTH);
        let mut nearest = least_cosine(centre, &vertices);
        if nearest < PLANE {
            centre = middle(centre, &vertices);
            nearest = least_cosine(centre, &vertices);
        }
        let angles = vertices.iter().map(|vertex| centre.angle_to(*vertex));
        let radius = angles.fold(0.0, f64::max);
        let inside = if vertices.len() < 3 {
            Inside::Nothing
        } else if nearest >= PLANE {
            let axes = centre.axes();
            let corners = vertices.iter().map(|vertex| flat(*vertex, centre, axes));
            Inside::Plane {
                axes,
                corners: corners.collect(),
            }
        } else {
            wide(&vertices, &arcs)
        };
        Self {
            vertices,
            arcs,
            centre,
            radius,
            inside,
            part,
        }
    }

    pub(super) fn vertices(&self) -> &[Vector] {
        &self.vertices
    }

    pub(super) fn arcs(&self) -> &[Arc] {
        &self.arcs
    }

    pub(super) fn contains(&self, point: Vector) -> bool {
        self.reaches(point, TOUCH)
    }

    /// Whether any of it lies within `angle` of `point`.
    pub(super) fn reaches(&self, point: Vector, angle: f64) -> bool {
        let (centre, radius) = self.cone();
        centre.angle_to(point) <= radius + angle + TOUCH
            && (self.encloses(point) || self.arcs.iter().any(|arc| arc.distance(point) <= angle))
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        let holds =
            |outline: &Self, points: &[Vector]| points.iter().any(|point| outline.encloses(*point));
        any_meet(&self.arcs, &other.arcs)
            || holds(self, &other.vertices)
            || holds(other, &self.vertices)
    }

    /// Whether `point` lies inside; on the border it may go either way.
    pub(super) fn encloses(&self, point: Vector) -> bool {
        let in_smaller = match &self.inside {
            Inside::Nothing => false,
            Inside::Plane { axes, corners } => {
                point.dot(self.centre) > 0.0
                    && odd_to_the_right(corners, flat(point, self.centre, *axes))
            }
            Inside::Wide {
                known, lies_inside, ..
            } => lies_inside ^ self.crosses_odd(*known, point),
        };
        in_smaller ^ (self.part == Part::Larger)
    }

    /// A cone around it.
    pub(super) fn cone(&self) -> (Vector, f64) {
        match self.inside {
            _ if self.part == Part::Larger => (self.centre, PI),
            Inside::Plane { .. } => (self.centre, self.radius),
            Inside::Nothing if self.radius < PI / 2.0 => (self.centre, self.radius),
            Inside::Wide { .. } | Inside::Nothing => (self.centre, PI),
        }
    }

    /// A cone around it that is hardly wider than it must be.
    pub(super) fn narrow_cone(&self) -> (Vector, f64) {
        let (centre, radius) = self.cone();
        let better = middle(centre, &self.vertices);
        let angles = self.vertices.iter().map(|vertex| better.angle_to(*vertex));
        let narrow = angles.fold(0.0, f64::max);
        if self.part == Part::Smaller && narrow < radius && narrow < PI / 2.0 {
            (better, narrow)
        } else {
            (centre, radius)
        }
    }

    pub(super) fn area(&self) -> f64 {
        let smaller = match &self.inside {
            Inside::Nothing => 0.0,
            Inside::Plane { .. } => excess(self.centre, &self.arcs).abs(),
            Inside::Wide { area, .. } => *area,
        };
        match self.part {
            Part::Smaller => smaller,
            Part::Larger => 4.0 * PI - smaller,
        }
    }

    fn crosses_odd(&self, from: Vector, to: Vector) -> bool {
        crosses_odd(&self.arcs, from, to)
    }
}

fn least_cosine(centre: Vector, vertices: &[Vector]) -> f64 {
    let cosines = vertices.iter().map(|vertex| centre.dot(*vertex));
    cosines.fold(1.0, f64::min)
}

/// Near the middle of the smallest circle around the vertices: starts at `centre` and goes towards the furthest vertex,
/// in ever shorter steps (Badoiu and Clarkson 2003).
fn middle(centre: Vector, vertices: &[Vector]) -> Vector {
    let mut middle = centre;
    for step in 1..=500_u32 {
        let furthest = vertices
            .iter()
            .min_by(|one, other| middle.dot(**one).total_cmp(&middle.dot(**other)));
        let Some(furthest) = furthest else { break };
        let towards = furthest.minus(middle).times(1.0 / f64::from(step + 1));
        middle = middle.plus(towards);
    }
    middle.unit().unwrap_or(centre)
}

/// Where a point less than 90 degrees from `centre` appears on the plane that touches the sphere there.
fn flat(point: Vector, centre: Vector, (right, up): (Vector, Vector)) -> [f64; 2] {
    let towards = point.dot(centre);
    [point.dot(right) / towards, point.dot(up) / towards]
}

/// Whether a line from the point to the right crosses an odd number of sides.
fn odd_to_the_right(corners: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let nexts = corners.iter().cycle().skip(1);
    let sides = corners.iter().zip(nexts);
    let crossed = sides.filter(|([from_x, from_y], [to_x, to_y])| {
        (*from_y > y) != (*to_y > y)
            && x < from_x + (y - from_y) * (to_x - from_x) / (to_y - from_y)
    });
    crossed.count() % 2 == 1
}

/// Whether the way along a great circle crosses an odd number of arcs. A way of more than a quarter turn goes by a point
/// between, since a way of half a turn has no direction.
fn crosses_odd(arcs: &[Arc], from: Vector, to: Vector) -> bool {
    if from.dot(to) < 0.0 {
        let sum = from.plus(to);
        let between = if sum.length() > 0.1 {
            sum.unit().unwrap_or(from.axes().0)
        } else {
            from.axes().0
        };
        return crosses_odd(arcs, from, between) ^ crosses_odd(arcs, between, to);
    }
    let Some(across) = to.plus(from).cross(to.minus(from)).unit() else {
        return false;
    };
    // Every vertex lies on one side of the way or the other, and never on it, so that no crossing counts twice.
    let side = |vertex: Vector| across.dot(vertex) >= 0.0;
    let crossed = arcs.iter().filter(|arc| {
        let Some(normal) = arc.normal else {
            return false;
        };
        let apart = side(arc.from) != side(arc.to);
        if !apart || (normal.dot(from) > 0.0) == (normal.dot(to) > 0.0) {
            return false;
        }
        // The two great circles cross at two opposite points: is it the same one?
        let crossing = across.cross(normal);
        let on_arc = crossing.dot(arc.from.plus(arc.to)) > 0.0;
        let on_way = crossing.dot(from.plus(to)) > 0.0;
        on_arc == on_way
    });
    crossed.count() % 2 == 1
}

/// The sum of the areas of the triangles from `apex` to each arc, each counted positive where the arc goes round it
/// counterclockwise (Oosterom and Strackee's formula for the solid angle).
fn excess(apex: Vector, arcs: &[Arc]) -> f64 {
    let triangle = |arc: &Arc| {
        let (from, to) = (arc.from, arc.to);
        // apex . (from x to), without loss where the three are close
        let turn = apex.dot(from.minus(apex).cross(to.minus(apex)));
        let spread = 1.0 + apex.dot(from) + from.dot(to) + to.dot(apex);
        2.0 * turn.atan2(spread)
    };
    arcs.iter().map(triangle).sum()
}

/// How to find the inside of a polygon that reaches over half the sky or more.
fn wide(vertices: &[Vector], arcs: &[Arc]) -> Inside {
    let Some(apex) = vertices.first() else {
        return Inside::Nothing;
    };
    let left = excess(*apex, arcs).rem_euclid(4.0 * PI);
    let longest = arcs
        .iter()
        .filter(|arc| arc.normal.is_some())
        .max_by(|one, other| {
            let length = |arc: &Arc| arc.from.angle_to(arc.to);
            length(one).total_cmp(&length(other))
        });
    let Some(Arc {
        normal: Some(normal),
        from,
        to,
    }) = longest
    else {
        return Inside::Nothing;
    };
    // From the middle of the longest side a little to its left, less far than to any other side.
    let middle = Arc::new(*from, *to).middle();
    let others = arcs.iter().filter(|arc| arc.from != *from || arc.to != *to);
    let room = others.map(|arc| arc.distance(middle)).fold(0.1, f64::min);
    let Some(known) = middle.plus(normal.times(room / 2.0)).unit() else {
        return Inside::Nothing;
    };
    if room <= TOUCH {
        return Inside::Nothing;
    }
    Inside::Wide {
        known,
        lies_inside: left <= 2.0 * PI,
        area: left.min(4.0 * PI - left),
    }
}
