//! A region as lines on the sphere, which are few numbers where it is simple.

use super::projection::{Direction, angle, direction, unit};
use crate::domain::{
    angle::Position,
    region::{Part, Polygon, Range, Region},
};
use std::f64::consts::PI;

/// What is drawn of a region.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outline {
    /// The middle of a circle around all of it.
    pub centre: Direction,
    /// The radius of that circle, in radians; 0 for a point.
    pub radius: f64,
    /// Its border; none where that is the circle itself.
    pub strokes: Vec<Stroke>,
}

/// Places with great circles between one and the next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stroke {
    pub places: Vec<Direction>,
    pub end: End,
}

/// Where a stroke ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// At its last place.
    Open,
    /// Back at its first.
    Closed,
}

/// Along a parallel there is a place at least so often, in degrees.
const STEP: f64 = 2.0;

impl Outline {
    /// The outline of a region.
    pub(crate) fn of(region: &Region) -> Self {
        match region {
            Region::Cone(cone) => Self {
                centre: of(cone.centre),
                radius: cone.radius.radians(),
                strokes: Vec::new(),
            },
            Region::Polygon(polygon) => Self::of_polygon(polygon),
            Region::Range(range) => Self::around(range_strokes(range)),
            Region::Moc(moc) => {
                let lines = moc.border().into_iter().map(|line| Stroke {
                    places: line.into_iter().map(of).collect(),
                    end: End::Open,
                });
                Self::around(lines.collect()).wider(region)
            }
            Region::Union(parts) => {
                let parts = parts.iter().map(Self::of);
                let strokes = parts.flat_map(Self::into_strokes).collect();
                Self::around(strokes).wider(region)
            }
        }
    }

    fn of_polygon(polygon: &Polygon) -> Self {
        let places = polygon.vertices().iter().copied().map(of).collect();
        let outline = Self::around(vec![Stroke {
            places,
            end: End::Closed,
        }]);
        match polygon.part() {
            Part::Smaller => outline,
            Part::Larger => Self {
                radius: PI,
                ..outline
            },
        }
    }

    /// With a circle around all places.
    fn around(strokes: Vec<Stroke>) -> Self {
        let places = || strokes.iter().flat_map(|stroke| &stroke.places);
        let sum = places().fold([0.0; 3], |[x, y, z], [a, b, c]| [x + a, y + b, z + c]);
        let (centre, radius) = match unit(sum) {
            Some(centre) => {
                let angles = places().map(|place| angle(centre, *place));
                (centre, angles.fold(0.0, f64::max))
            }
            None => ([0.0, 0.0, 1.0], PI),
        };
        Self {
            centre,
            radius,
            strokes,
        }
    }

    /// Takes the region's own circle where its border may go round the far side of the sky.
    fn wider(mut self, region: &Region) -> Self {
        if self.radius > PI / 3.0 || self.strokes.is_empty() {
            let cone = region.bounding_cone();
            self.centre = of(cone.centre);
            self.radius = cone.radius.radians();
        }
        self
    }

    /// Its border as strokes, a circle too.
    pub(crate) fn into_strokes(self) -> Vec<Stroke> {
        if self.strokes.is_empty() {
            vec![circle(self.centre, self.radius, 64)]
        } else {
            self.strokes
        }
    }
}

/// A circle as a polygon of so many sides.
pub(crate) fn circle(centre: Direction, radius: f64, n_sides: u32) -> Stroke {
    let [x, y, z] = centre;
    let other = if z.abs() < 0.9 {
        [0.0, 0.0, 1.0]
    } else {
        [1.0, 0.0, 0.0]
    };
    let right = unit(super::projection::cross(other, centre)).unwrap_or(other);
    let [up_x, up_y, up_z] = super::projection::cross(centre, right);
    let [right_x, right_y, right_z] = right;
    let (sine, cosine) = radius.sin_cos();
    let places = (0..n_sides).map(|nr| {
        let (up, aside) = (2.0 * PI * f64::from(nr) / f64::from(n_sides)).sin_cos();
        [
            x * cosine + sine * (right_x * aside + up_x * up),
            y * cosine + sine * (right_y * aside + up_y * up),
            z * cosine + sine * (right_z * aside + up_z * up),
        ]
    });
    Stroke {
        places: places.collect(),
        end: End::Closed,
    }
}

/// The sides of a range: parallels from west to east, and meridians unless it goes all around.
fn range_strokes(range: &Range) -> Vec<Stroke> {
    let (west, width) = (range.ra_start.0, range.ra_width.0);
    let (lo, hi) = (range.dec_lo.0, range.dec_hi.0);
    let east = west + width;
    if width >= 360.0 {
        let parallel = |dec: f64| Stroke {
            places: along([west, dec], [east, dec]),
            end: End::Open,
        };
        let inner = [lo, hi].into_iter().filter(|dec| dec.abs() < 90.0);
        return inner.map(parallel).collect();
    }
    let mut places = along([west, lo], [east, lo]);
    places.extend(along([east, lo], [east, hi]));
    places.extend(along([east, hi], [west, hi]));
    places.extend(along([west, hi], [west, lo]));
    vec![Stroke {
        places,
        end: End::Closed,
    }]
}

/// Places from one to another with right ascension and declination rising evenly, both ends with them.
pub(crate) fn along([ra, dec]: [f64; 2], [to_ra, to_dec]: [f64; 2]) -> Vec<Direction> {
    let longest = (to_ra - ra).abs().max((to_dec - dec).abs());
    let mut n_steps = 1_u32;
    while f64::from(n_steps) * STEP < longest {
        n_steps += 1;
    }
    let places = (0..=n_steps).map(|nr| {
        let part = f64::from(nr) / f64::from(n_steps);
        direction(ra + (to_ra - ra) * part, dec + (to_dec - dec) * part)
    });
    places.collect()
}

/// The direction of a place.
pub(crate) fn of(position: Position) -> Direction {
    position.unit_vector()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stcs::parse_footprint;

    fn outline(text: &str) -> Outline {
        Outline::of(&parse_footprint(text).unwrap())
    }

    #[test]
    fn a_circle_needs_no_strokes_and_a_point_has_no_radius() {
        let cone = outline("CIRCLE 10 20 1");
        assert!(angle(cone.centre, direction(10.0, 20.0)) < 1e-12);
        assert!((cone.radius - 1_f64.to_radians()).abs() < 1e-15);
        assert!(cone.strokes.is_empty());
        assert!(outline("POSITION 10 20").radius <= 0.0);
    }

    #[test]
    fn a_circle_goes_round_at_its_radius() {
        for (ra, dec) in [(0.0, 0.0), (77.0, 89.5), (200.0, -90.0)] {
            let centre = direction(ra, dec);
            let round = circle(centre, 0.01, 12);
            for place in &round.places {
                assert!((angle(centre, *place) - 0.01).abs() < 1e-12);
            }
            assert!((angle(round.places[0], round.places[6]) - 0.02).abs() < 1e-12);
        }
    }

    #[test]
    fn a_polygon_has_a_circle_around_its_vertices() {
        // a square of 2 degrees on the equator across right ascension 0: its corners lie sqrt(2) degrees from the middle
        let square = outline("POLYGON 359 -1 1 -1 1 1 359 1");
        assert!(angle(square.centre, direction(0.0, 0.0)) < 1e-9);
        assert!((square.radius.to_degrees() - 1.414_1).abs() < 1e-3);
        assert_eq!(square.strokes[0].end, End::Closed);
        assert_eq!(square.strokes[0].places.len(), 4);
    }

    #[test]
    fn a_range_follows_its_parallels() {
        let range = outline("RANGE 350 10 59 61");
        // At 60 degrees a great circle over 20 degrees of right ascension would bend 0.4 degrees away from it.
        let [stroke] = range.strokes.as_slice() else {
            panic!("one stroke goes round")
        };
        let decs = stroke.places.iter().map(|[.., z]| z.asin().to_degrees());
        assert!(decs.into_iter().all(|dec| dec < 61.000_1 && dec > 58.999_9));
        assert_eq!(outline("RANGE 0 360 -90 30").strokes.len(), 1);
    }

    #[test]
    fn the_circle_around_a_moc_holds_it() {
        let all = outline("MOC 0/0-11");
        assert!(all.radius > 3.1, "{}", all.radius);
        let cell = outline("MOC 3/17");
        assert!(cell.radius.to_degrees() > 3.5 && cell.radius.to_degrees() < 7.4);
        assert_eq!(cell.strokes.len(), 4);
    }
}
