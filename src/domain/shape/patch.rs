//! A piece of the sky between meridians and parallels, as DALI's `range`.

use super::polygon::Outline;
use crate::domain::{
    region::Range,
    sphere::{Arc, TOUCH, Vector},
};
use std::f64::consts::{FRAC_PI_2, PI, TAU};

/// A range made ready, in radians.
#[derive(Debug, Clone)]
pub(in crate::domain) struct Patch {
    west: f64,
    width: f64,
    lo: f64,
    hi: f64,
    /// Its western and eastern sides, each in two halves, so that none is half a turn long.
    meridians: [Arc; 4],
}

impl Patch {
    pub(super) fn new(range: &Range) -> Self {
        let (west, width) = (range.ra_start.radians(), range.ra_width.radians());
        let (lo, hi) = (range.dec_lo.radians(), range.dec_hi.radians());
        let middle = f64::midpoint(lo, hi);
        let half =
            |longitude, from, to| Arc::new(Vector::at(longitude, from), Vector::at(longitude, to));
        let east = west + width;
        Self {
            west,
            width,
            lo,
            hi,
            meridians: [
                half(west, lo, middle),
                half(west, middle, hi),
                half(east, lo, middle),
                half(east, middle, hi),
            ],
        }
    }

    pub(super) fn corners(&self) -> [Vector; 4] {
        let east = self.west + self.width;
        [
            Vector::at(self.west, self.lo),
            Vector::at(east, self.lo),
            Vector::at(east, self.hi),
            Vector::at(self.west, self.hi),
        ]
    }

    pub(super) fn contains(&self, point: Vector) -> bool {
        self.distance(point) <= TOUCH
    }

    /// The angle from `point` to the nearest point of it, in radians; 0 inside. Of the points of a parallel the nearest
    /// is the one with the nearest longitude, so that is on a meridian side, or straight north or south.
    pub(super) fn distance(&self, point: Vector) -> f64 {
        let (longitude, latitude) = point.longitude_latitude();
        let sides = self.meridians.iter().map(|side| side.distance(point));
        let to_sides = sides.fold(PI, f64::min);
        if self.spans(longitude) {
            let off = (self.lo - latitude).max(latitude - self.hi).max(0.0);
            off.min(to_sides)
        } else {
            to_sides
        }
    }

    /// Whether the longitude lies between the meridian sides.
    fn spans(&self, longitude: f64) -> bool {
        (longitude - self.west).rem_euclid(TAU) <= self.width
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        let longitudes = self.spans(other.west) || other.spans(self.west);
        let latitudes = self.lo <= other.hi + TOUCH && other.lo <= self.hi + TOUCH;
        let corners = |one: &Self, other: &Self| {
            let mut corners = one.corners().into_iter();
            corners.any(|corner| other.contains(corner))
        };
        longitudes && latitudes || corners(self, other) || corners(other, self)
    }

    pub(super) fn meets_outline(&self, outline: &Outline) -> bool {
        let mut corners = self.corners().into_iter();
        outline
            .vertices()
            .iter()
            .any(|vertex| self.contains(*vertex))
            || corners.any(|corner| outline.contains(corner))
            || super::any_meet(&self.meridians, outline.arcs())
            || outline.arcs().iter().any(|arc| self.is_crossed(arc))
            || self.width >= TAU && outline.contains(Vector::at(self.west, self.lo))
    }

    /// Whether `arc` meets one of the parallel sides.
    fn is_crossed(&self, arc: &Arc) -> bool {
        let Some(normal) = arc.normal else {
            return false;
        };
        // Along the great circle, counted from its northernmost point, the height is that of the point times a cosine.
        let Some(north) = Vector::NORTH.minus(normal.times(normal.z)).unit() else {
            return self.lo.abs().min(self.hi.abs()) <= TOUCH; // along the equator
        };
        let east = normal.cross(north);
        [self.lo, self.hi].into_iter().any(|latitude| {
            let cosine = latitude.sin() / north.z;
            if cosine.abs() > 1.0 + 1e-15 {
                return false;
            }
            let turn = cosine.clamp(-1.0, 1.0).acos();
            [turn, -turn].into_iter().any(|turn| {
                let crossing = north.times(turn.cos()).plus(east.times(turn.sin()));
                arc.distance(crossing) <= TOUCH && self.spans(crossing.longitude_latitude().0)
            })
        })
    }

    pub(super) fn area(&self) -> f64 {
        self.width * (self.hi.sin() - self.lo.sin())
    }

    /// A cone around it: around a pole, or around its middle, whichever is narrower.
    pub(super) fn cone(&self) -> (Vector, f64) {
        let south = Vector::NORTH.times(-1.0);
        let north = (Vector::NORTH, FRAC_PI_2 - self.lo);
        let poles = [north, (south, FRAC_PI_2 + self.hi)];
        let middle_latitude = f64::midpoint(self.lo, self.hi);
        let half = self.width / 2.0;
        let middle = Vector::at(self.west + half, middle_latitude);
        // Of each parallel the ends are furthest from the middle; along a side the distance may have a greatest value.
        let furthest = middle_latitude
            .sin()
            .atan2(middle_latitude.cos() * half.cos());
        let turning = [furthest - PI, furthest + PI, furthest];
        let inside = turning
            .into_iter()
            .filter(|latitude| (self.lo..=self.hi).contains(latitude));
        let side = inside.chain([self.lo, self.hi]);
        let radius = side
            .map(|latitude| middle.angle_to(Vector::at(self.west, latitude)))
            .fold(0.0, f64::max);
        poles.into_iter().fold(
            (middle, radius),
            |best, pole| if pole.1 < best.1 { pole } else { best },
        )
    }
}
