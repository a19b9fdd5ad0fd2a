//! A picture for a paper: shapes in points on white, written as SVG or as PNG.
//!
//! What is drawn is a value, so that the same picture goes into both formats, and its tests need no window.

mod face;
mod pixels;
mod svg;

pub use face::TYPEFACE;
pub use pixels::{PngError, write_png};
pub use svg::write_svg;

use std::sync::Arc;

/// A place in points (1/72 inch) from the left upper corner, x to the right and y down.
pub type Point = [f32; 2];

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it shows, for those who cannot see it.
    pub title: String,
    /// In points.
    pub width: f32,
    /// In points.
    pub height: f32,
    /// What is drawn, the later over the earlier; the ground is white.
    pub items: Vec<Item>,
}

/// Something drawn. An item with a place that is no number is left out.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// An area with straight edges; where it overlaps itself there are holes.
    Polygon {
        /// Its corners; the last is joined to the first.
        corners: Vec<Point>,
        /// What it is filled with.
        fill: Option<Colour>,
        /// The line around it.
        line: Option<Line>,
    },
    /// A line through these points.
    Polyline {
        /// The points.
        points: Vec<Point>,
        /// How it is drawn.
        line: Line,
    },
    /// Discs of one size.
    Dots {
        /// Their middles.
        centres: Vec<Point>,
        /// In points.
        radius: f32,
        /// What they are filled with.
        fill: Colour,
    },
    /// A line of text.
    Text(Text),
    /// Pixels, stretched over an area.
    Image {
        /// Where.
        area: Area,
        /// What.
        pixels: Arc<Pixels>,
    },
    /// Items of which only what lies in an area is seen.
    Clipped {
        /// The area.
        to: Area,
        /// The items.
        items: Vec<Self>,
    },
}

/// A rectangle, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// The left edge.
    pub x: f32,
    /// The upper edge.
    pub y: f32,
    /// Not negative.
    pub width: f32,
    /// Not negative.
    pub height: f32,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// In points.
    pub width: f32,
    /// Its colour.
    pub colour: Colour,
    /// The length of its dashes and of the gaps between them, in points; `None`: it has no gaps.
    pub dash: Option<f32>,
}

/// A colour in sRGB, and how much it hides of what is under it, from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 4]);

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// What it says.
    pub words: String,
    /// Where it stands on its base line.
    pub at: Point,
    /// Which part of it stands there.
    pub anchor: Anchor,
    /// The size of the font, in points.
    pub size: f32,
    /// How heavy it is.
    pub weight: Weight,
    /// How far it is turned about `at`, in degrees, clockwise.
    pub turned: f32,
    /// Its colour.
    pub colour: Colour,
}

/// Which part of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// How heavy a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// As running text.
    Regular,
    /// As headings.
    Strong,
}

/// Coloured pixels, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    width: u16,
    rgba: Vec<u8>,
}

impl Colour {
    /// A colour that hides what is under it.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue, 255])
    }

    /// The same colour, of which `opacity` of 1 is seen.
    #[must_use]
    pub fn faint(self, opacity: f32) -> Self {
        let Self([red, green, blue, alpha]) = self;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast from float keeps within the type"
        )]
        let alpha = (f32::from(alpha) * opacity).round() as u8;
        Self([red, green, blue, alpha])
    }
}

impl Line {
    /// A line without gaps.
    pub const fn solid(width: f32, colour: Colour) -> Self {
        Self {
            width,
            colour,
            dash: None,
        }
    }
}

impl Area {
    /// Its four corners, around it.
    pub fn corners(self) -> [Point; 4] {
        let (right, bottom) = (self.x + self.width, self.y + self.height);
        [
            [self.x, self.y],
            [right, self.y],
            [right, bottom],
            [self.x, bottom],
        ]
    }
}

impl Text {
    /// How wide it is in our face, in points, before it is turned.
    pub fn width(&self) -> f32 {
        face::width(self)
    }
}

impl Pixels {
    /// Pixels of four bytes each (red, green, blue, opacity), `width` in a row; `None` where they do not fill whole rows,
    /// or where there are none or more than 65535 rows.
    pub fn new(width: u16, rgba: Vec<u8>) -> Option<Self> {
        let row = usize::from(width) * 4;
        let is_whole = row > 0 && !rgba.is_empty() && rgba.len().is_multiple_of(row);
        let pixels = Self { width, rgba };
        (is_whole && u16::try_from(pixels.rgba.len() / row).is_ok()).then_some(pixels)
    }

    /// How many stand in a row.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// How many rows there are.
    pub fn height(&self) -> u16 {
        let rows = self.rgba.len() / (usize::from(self.width) * 4).max(1);
        u16::try_from(rows).unwrap_or(u16::MAX)
    }

    /// Their bytes: red, green, blue, opacity.
    pub fn rgba(&self) -> &[u8] {
        &self.rgba
    }
}

impl Item {
    /// Whether it has a place that can be drawn.
    fn is_drawable(&self) -> bool {
        let all = |points: &[Point]| points.iter().flatten().all(|it| it.is_finite());
        let whole = |area: &Area| all(&area.corners()) && area.width > 0.0 && area.height > 0.0;
        match self {
            Self::Polygon { corners, .. } => corners.len() > 2 && all(corners),
            Self::Polyline { points, .. } => points.len() > 1 && all(points),
            Self::Dots {
                centres, radius, ..
            } => all(centres) && *radius > 0.0,
            Self::Text(text) => all(&[text.at]) && text.size > 0.0 && text.turned.is_finite(),
            Self::Image { area, .. } => whole(area),
            Self::Clipped { to, .. } => whole(to),
        }
    }
}

#[cfg(test)]
mod tests;
