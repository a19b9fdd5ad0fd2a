//! A cone, a polygon or a union on the sky, and what meets what.

mod parse;

pub(super) use parse::{is_shape, radius_of};

use super::{
    angle::{Degrees, Position, significant},
    moc::SkyMoc,
    shape::Shape,
    sphere::Vector,
};
use std::{f64::consts::PI, fmt};

/// All positions within `radius` of `centre`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cone {
    /// The middle of the cone.
    pub centre: Position,
    /// The radius (not the diameter), 0 <= radius <= 180.
    pub radius: Degrees,
}

/// The part of the sky that great circles between the vertices enclose: of the two parts, the smaller.
///
/// In which sense the vertices go round does not matter: of DALI 1.1, section 3.3.7, the words and the example
/// contradict each other, and services follow either. A polygon that crosses itself encloses what an odd number of its
/// turns go round. What is larger than half of the sky is the [complement](Region::complement) of a polygon.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon {
    vertices: Vec<Position>,
    part: Part,
}

/// One of the two parts into which the sides of a polygon cut the sky.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The smaller.
    Smaller,
    /// The larger.
    Larger,
}

/// All positions between two right ascensions and two declinations, as DALI's `range`: its upper and lower sides are
/// parallels, not great circles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The western end, 0 <= ra < 360.
    pub ra_start: Degrees,
    /// How far it goes eastward from there in degrees of right ascension, 0 to 360.
    pub ra_width: Degrees,
    /// The lower declination.
    pub dec_lo: Degrees,
    /// The upper declination.
    pub dec_hi: Degrees,
}

/// A part of the sky.
#[derive(Debug, Clone, PartialEq)]
pub enum Region {
    /// A cone.
    Cone(Cone),
    /// A polygon.
    Polygon(Polygon),
    /// A piece between meridians and parallels.
    Range(Range),
    /// Cells of `HEALPix`.
    Moc(SkyMoc),
    /// Everything that lies in at least one of the parts.
    Union(Vec<Self>),
}

/// A box around a region as Simple Image Access 1.0 asks for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SkyBox {
    /// The middle.
    pub centre: Position,
    /// The full width in degrees of right ascension, so at least the true width; 360 near the poles.
    pub width: Degrees,
    /// The full height in degrees of declination, 0 to 360: around its middle it may reach beyond a pole.
    pub height: Degrees,
}

impl Cone {
    /// The cone of `radius` degrees around `centre`; `None` where the radius is not within 0 to 180.
    pub fn new(centre: Position, radius: f64) -> Option<Self> {
        (0.0..=180.0).contains(&radius).then_some(Self {
            centre,
            radius: Degrees(radius),
        })
    }
}

impl Polygon {
    /// The polygon with these vertices. Vertices that repeat the one before, and a last one that repeats the first,
    /// are left out; `None` when fewer than three were given.
    pub fn new(vertices: impl IntoIterator<Item = Position>) -> Option<Self> {
        let mut n_given = 0;
        let mut kept: Vec<Position> = Vec::new();
        for vertex in vertices {
            n_given += 1;
            if kept.last() != Some(&vertex) {
                kept.push(vertex);
            }
        }
        while kept.len() > 1 && kept.first() == kept.last() {
            kept.pop();
        }
        (n_given >= 3).then_some(Self {
            vertices: kept,
            part: Part::Smaller,
        })
    }

    /// STC 1.33's box: its sides are great circles that cross the arms of a cross at right angles, whose arms go half the
    /// width and half the height from the centre. Centre and sizes in degrees; `None` where a size is not within 0 to
    /// less than 180. The corners stand in the frame of the centre.
    pub(super) fn centred_box(centre: [f64; 2], size: [f64; 2]) -> Option<[Position; 4]> {
        let [longitude, latitude] = centre;
        let middle = Vector::of(Position::new(longitude, latitude)?);
        if !size.iter().all(|size| (0.0..180.0).contains(size)) {
            return None;
        }
        let [right, up] = size.map(|size| (size / 2.0).to_radians().tan());
        // East and north of the centre; at a pole the longitude still says which way is east.
        let east = Vector::at((longitude + 90.0).to_radians(), 0.0);
        let north = middle.cross(east);
        let corner = |x: f64, y: f64| {
            let offset = east.times(x * right).plus(north.times(y * up));
            middle.plus(offset).position()
        };
        Some([
            corner(-1.0, -1.0)?,
            corner(1.0, -1.0)?,
            corner(1.0, 1.0)?,
            corner(-1.0, 1.0)?,
        ])
    }

    /// The vertices, in the order given; fewer than three where the polygon has no area.
    pub fn vertices(&self) -> &[Position] {
        &self.vertices
    }

    /// Which of the two parts it is.
    pub fn part(&self) -> Part {
        self.part
    }
}

impl Range {
    /// Between two right ascensions (eastward from the first) and two declinations, in degrees; `None` where no such
    /// part of the sky exists.
    pub fn new(ra: [f64; 2], dec: [f64; 2]) -> Option<Self> {
        let ([start, end], [lo, hi]) = (ra, dec);
        let corner = Position::new(start, lo)?;
        Position::new(end, hi)?;
        let width = if end - start >= 360.0 {
            360.0
        } else {
            (end - start).rem_euclid(360.0)
        };
        (lo <= hi).then_some(Self {
            ra_start: corner.ra,
            ra_width: Degrees(width),
            dec_lo: Degrees(lo),
            dec_hi: Degrees(hi),
        })
    }

    /// The ranges around it: below, above, and on its own declinations.
    fn around(&self) -> Option<Vec<Region>> {
        let [lo, hi] = [self.dec_lo.0, self.dec_hi.0];
        let mut around = Vec::new();
        if lo > -90.0 {
            around.push(Self::new([0.0, 360.0], [-90.0, lo])?);
        }
        if hi < 90.0 {
            around.push(Self::new([0.0, 360.0], [hi, 90.0])?);
        }
        if self.ra_width.0 < 360.0 {
            let west = self.ra_start.0;
            around.push(Self::new([west + self.ra_width.0, west + 360.0], [lo, hi])?);
        }
        Some(around.into_iter().map(Region::Range).collect())
    }
}

/// Right ascension and declination 0.
const ZERO: Position = Position {
    ra: Degrees(0.0),
    dec: Degrees(0.0),
};

impl Region {
    /// All of the sky.
    pub fn whole_sky() -> Self {
        Self::Cone(Cone {
            centre: ZERO,
            radius: Degrees(180.0),
        })
    }

    /// All that does not lie in it, and its border; `None` for a union, whose complement is none of our shapes.
    pub fn complement(&self) -> Option<Self> {
        Some(match self {
            Self::Cone(cone) => {
                let Position { ra, dec } = cone.centre;
                let opposite = Position::new(ra.0 + 180.0, -dec.0)?;
                Self::Cone(Cone::new(opposite, 180.0 - cone.radius.0)?)
            }
            Self::Polygon(polygon) => Self::Polygon(Polygon {
                part: match polygon.part {
                    Part::Smaller => Part::Larger,
                    Part::Larger => Part::Smaller,
                },
                ..polygon.clone()
            }),
            Self::Range(range) => Self::Union(range.around()?),
            Self::Moc(moc) => Self::Moc(moc.complement()),
            Self::Union(_) => return None,
        })
    }

    /// Whether the two have a point in common; it is enough that they touch.
    pub fn meets(&self, other: &Self) -> bool {
        Shape::new(self).meets(&Shape::new(other))
    }

    /// Whether `position` lies in it or on its border.
    pub fn contains(&self, position: Position) -> bool {
        Shape::new(self).contains(Vector::of(position))
    }

    /// Its area in steradians; of a union, the sum of the areas of its parts.
    pub fn area_sr(&self) -> f64 {
        Shape::new(self).area()
    }

    /// A cone that holds all of it, not much larger than it must be.
    pub fn bounding_cone(&self) -> Cone {
        let (centre, radius) = Shape::new(self).bounding_cone();
        let whole_sky = Cone {
            centre: ZERO,
            radius: Degrees(180.0),
        };
        if let Self::Cone(cone) = self {
            return *cone;
        }
        let cone = centre.position().and_then(|centre| {
            let radius = radius.to_degrees().clamp(0.0, 180.0);
            Cone::new(centre, radius)
        });
        cone.unwrap_or(whole_sky)
    }

    /// A box in right ascension and declination that holds all of it.
    pub fn bounding_box(&self) -> SkyBox {
        let Cone { centre, radius } = self.bounding_cone();
        let near_pole = centre.dec.0.abs() + radius.0 >= 90.0;
        let width = if near_pole {
            360.0
        } else {
            let sine = radius.radians().sin() / centre.dec.radians().cos();
            (2.0 * sine.clamp(0.0, 1.0).asin().to_degrees()).min(360.0)
        };
        SkyBox {
            centre,
            width: Degrees(width),
            height: Degrees((2.0 * radius.0).min(360.0)),
        }
    }
}

/// An area as a person reads it, in steradians and in square degrees or arcminutes or arcseconds.
fn handy_area(steradians: f64) -> String {
    let square_degrees = steradians * (180.0 / PI).powi(2);
    let handy = if square_degrees >= 0.01 {
        format!("{} deg\u{b2}", significant(square_degrees, 3))
    } else if square_degrees * 3600.0 >= 0.01 {
        format!("{} arcmin\u{b2}", significant(square_degrees * 3600.0, 3))
    } else {
        format!("{} arcsec\u{b2}", significant(square_degrees * 1.296e7, 3))
    };
    format!("{handy} = {} sr", significant(steradians, 3))
}

/// The radius of regions that are all cones of the same one.
fn one_radius(parts: &[Region]) -> Option<Degrees> {
    let radius = |part: &Region| match part {
        Region::Cone(cone) => Some(cone.radius),
        _ => None,
    };
    let first = radius(parts.first()?)?;
    let is_same = |part| radius(part) == Some(first);
    parts.iter().all(is_same).then_some(first)
}

/// What was understood, for a person: shape, place and area.
impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let area = handy_area(self.area_sr());
        match self {
            Self::Cone(cone) => write!(
                f,
                "cone of radius {} at {}, {area}",
                cone.radius.handy(),
                cone.centre
            ),
            Self::Polygon(polygon) => {
                let n_vertices = polygon.vertices.len();
                let Cone { centre, .. } = self.bounding_cone();
                let part = match polygon.part {
                    Part::Smaller => "",
                    Part::Larger => "all outside of a ",
                };
                write!(
                    f,
                    "{part}polygon of {n_vertices} vertices around {centre}, {area}"
                )
            }
            Self::Range(range) => write!(
                f,
                "declination {} to {} deg, from right ascension {} deg eastward over {} deg, {area}",
                range.dec_lo.0, range.dec_hi.0, range.ra_start.0, range.ra_width.0
            ),
            Self::Moc(_) => write!(f, "MOC, {area}"),
            Self::Union(parts) => match one_radius(parts) {
                Some(radius) => {
                    let (n, radius) = (parts.len(), radius.handy());
                    write!(f, "{n} cones of radius {radius}, {area}")
                }
                None => write!(f, "union of {} regions, {area}", parts.len()),
            },
        }
    }
}
