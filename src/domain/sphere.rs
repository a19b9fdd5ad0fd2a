//! Vectors of length one, and arcs of great circles between them.

use super::angle::Position;
use std::f64::consts::PI;

/// How far apart two things may be and still touch, in radians (0.2 microarcseconds): what rounding can do to a
/// position given in degrees, and less than any position is known.
pub(super) const TOUCH: f64 = 1e-12;

/// A vector in space; mostly of length one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Vector {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) z: f64,
}

impl Vector {
    pub(super) const NORTH: Self = Self::new(0.0, 0.0, 1.0);

    pub(super) const fn new(x: f64, y: f64, z: f64) -> Self {
        Self { x, y, z }
    }

    pub(super) fn of(position: Position) -> Self {
        Self::at(position.ra.radians(), position.dec.radians())
    }

    /// At longitude and latitude in radians.
    pub(super) fn at(longitude: f64, latitude: f64) -> Self {
        let (sin_lon, cos_lon) = longitude.sin_cos();
        let (sin_lat, cos_lat) = latitude.sin_cos();
        Self::new(cos_lat * cos_lon, cos_lat * sin_lon, sin_lat)
    }

    /// Longitude (0 to 2 pi) and latitude in radians.
    pub(super) fn longitude_latitude(self) -> (f64, f64) {
        let longitude = self.y.atan2(self.x).rem_euclid(2.0 * PI);
        (longitude, self.z.atan2(self.x.hypot(self.y)))
    }

    pub(super) fn position(self) -> Option<Position> {
        let (longitude, latitude) = self.longitude_latitude();
        let dec = latitude.to_degrees().clamp(-90.0, 90.0);
        Position::new(longitude.to_degrees(), dec)
    }

    pub(super) fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub(super) fn cross(self, other: Self) -> Self {
        Self::new(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y, self.z + other.z)
    }

    pub(super) fn minus(self, other: Self) -> Self {
        self.plus(other.times(-1.0))
    }

    pub(super) fn times(self, factor: f64) -> Self {
        Self::new(self.x * factor, self.y * factor, self.z * factor)
    }

    pub(super) fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// In the same direction with length one; `None` where there is no direction.
    pub(super) fn unit(self) -> Option<Self> {
        let length = self.length();
        (length > 0.0 && length.is_finite()).then(|| self.times(1.0 / length))
    }

    /// The angle between two vectors in radians, 0 to pi; good for the smallest and the largest.
    pub(super) fn angle_to(self, other: Self) -> f64 {
        // The cross product of the half difference and the half sum loses nothing where the two are close.
        let cross = self.minus(other).cross(self.plus(other)).length() / 2.0;
        cross.atan2(self.dot(other))
    }

    /// Two vectors of length one that are at right angles to this one and to each other; with this one they make a
    /// right-handed system.
    pub(super) fn axes(self) -> (Self, Self) {
        let other = if self.z.abs() < 0.9 {
            Self::NORTH
        } else {
            Self::new(1.0, 0.0, 0.0)
        };
        let first = other.cross(self).unit().unwrap_or(other);
        (first, self.cross(first))
    }
}

/// An arc of a great circle, shorter than half a turn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) from: Vector,
    pub(super) to: Vector,
    /// At right angles to the arc, of length one; `None` where both ends are the same (or opposite).
    pub(super) normal: Option<Vector>,
}

impl Arc {
    pub(super) fn new(from: Vector, to: Vector) -> Self {
        // from x to, without loss where the two are close
        let normal = to.plus(from).cross(to.minus(from));
        let short = normal.length() < 1e-15;
        Self {
            from,
            to,
            normal: if short { None } else { normal.unit() },
        }
    }

    /// The point of the arc in the middle.
    pub(super) fn middle(&self) -> Vector {
        self.from.plus(self.to).unit().unwrap_or(self.from)
    }

    /// The angle from `point` to the nearest point of the arc, in radians.
    pub(super) fn distance(&self, point: Vector) -> f64 {
        if let Some(normal) = self.normal {
            // The foot of the perpendicular lies on the arc when it is beyond neither end.
            let after_from = normal.cross(self.from).dot(point) >= 0.0;
            let before_to = self.to.cross(normal).dot(point) >= 0.0;
            if after_from && before_to {
                return normal.dot(point).abs().min(1.0).asin();
            }
        }
        self.from.angle_to(point).min(self.to.angle_to(point))
    }

    /// Whether the two arcs have a point in common, or nearly ([`TOUCH`]).
    pub(super) fn meets(&self, other: &Self) -> bool {
        let (Some(normal), Some(other_normal)) = (self.normal, other.normal) else {
            return self.touches(other.from)
                || self.touches(other.to)
                || other.touches(self.from)
                || other.touches(self.to);
        };
        // The four triangles that the ends make with the other arc: where they turn the same way round the arcs cross,
        // each with its ends on both sides of the other; and they are the heights of the ends above the other.
        let turns = [
            -normal.dot(other.from),
            normal.dot(other.to),
            other_normal.dot(self.from),
            -other_normal.dot(self.to),
        ];
        if turns.iter().all(|turn| *turn > 0.0) || turns.iter().all(|turn| *turn < 0.0) {
            return true;
        }
        // No point is nearer to an arc than to its great circle.
        let near = turns.map(|turn| turn.abs() <= 2.0 * TOUCH);
        near[0] && self.touches(other.from)
            || near[1] && self.touches(other.to)
            || near[2] && other.touches(self.from)
            || near[3] && other.touches(self.to)
    }

    fn touches(&self, point: Vector) -> bool {
        self.distance(point) <= TOUCH
    }
}
