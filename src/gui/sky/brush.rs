//! Draws datasets as lines and points into a mesh, off the window's thread.

use super::{
    chart::{Chart, Spot},
    outline::circle,
    pick::POINT,
    piece::Found,
    trace::Tracer,
};
use eframe::egui::{
    Color32, Mesh, Pos2, Rect, Vec2,
    epaint::{PathStroke, tessellator::Path},
};
use std::f64::consts::PI;

/// How something is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pen {
    pub colour: Color32,
    /// Of a line, in points.
    pub width: f32,
    /// Across a point, in points.
    pub point: f32,
}

/// How lines end at their sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Edge {
    /// They fade over so many points, as is smooth; and circles are round to a fifth of a point.
    Soft(f32),
    /// At once, which takes half the vertices and a third of the indices; and circles are round to a point.
    Hard,
}

impl Edge {
    /// Fading over one pixel.
    pub(crate) fn soft(pixels_per_point: f32) -> Self {
        Self::Soft(1.0 / pixels_per_point.max(0.5))
    }

    /// How far a circle may be from round, in points.
    fn off(self) -> f64 {
        match self {
            Self::Soft(_) => 0.2,
            Self::Hard => 1.0,
        }
    }
}

/// Draws into a mesh.
pub(crate) struct Brush<'a> {
    chart: &'a Chart,
    edge: Edge,
    path: Path,
    pub mesh: Mesh,
}

impl<'a> Brush<'a> {
    pub(crate) fn new(chart: &'a Chart, edge: Edge) -> Self {
        Self {
            chart,
            edge,
            path: Path::default(),
            mesh: Mesh::default(),
        }
    }

    /// Draws a dataset, if it is on the map.
    pub(crate) fn draw(&mut self, found: &Found<'_>, pen: Pen) {
        let Self {
            chart,
            edge,
            path,
            mesh,
        } = self;
        let soft = match edge {
            Edge::Soft(points) => *points,
            Edge::Hard => 0.0,
        };
        let line = |line: &[Spot]| {
            path.clear();
            let points: Vec<Pos2> = line.iter().map(|spot| pos(*spot)).collect();
            path.add_open_points(&points);
            path.stroke_open(soft, &PathStroke::new(pen.width, pen.colour), mesh);
        };
        if let Some(spot) = trace(chart, found, edge.off(), line) {
            let middle = pos(spot);
            let square = Rect::from_center_size(middle, Vec2::splat(pen.point));
            mesh.add_colored_rect(square, pen.colour);
        }
    }
}

/// Gives the lines of a dataset on the map; or, where it is small, the one point of it.
pub(crate) fn draw(chart: &Chart, found: &Found<'_>, line: impl FnMut(&[Spot])) -> Option<Spot> {
    trace(chart, found, 0.2, line)
}

/// The same, with circles no further than `off` (in points) from round.
fn trace(chart: &Chart, found: &Found<'_>, off: f64, line: impl FnMut(&[Spot])) -> Option<Spot> {
    let radius = found.radius * chart.scale();
    let middle = found.entry.at.direction();
    if radius < POINT {
        let spot = chart.spot(middle);
        return chart.frame().contains(spot).then_some(spot);
    }
    let mut tracer = Tracer::new(chart, line);
    if found.is_circle() {
        tracer.stroke(&circle(middle, found.radius, n_sides(radius, off)));
    } else {
        for (places, end) in found.strokes() {
            tracer.places(places, end);
        }
    }
    None
}

/// Into how many sides a circle of this radius is cut, so that none is further than `off` from it (both in points): of a
/// side the middle is nearer to the centre by `radius * (1 - cos(pi / n))`, or nearly `radius * (pi / n)^2 / 2`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within bounds"
)]
fn n_sides(radius: f64, off: f64) -> u32 {
    (PI * (radius / (2.0 * off)).sqrt())
        .ceil()
        .clamp(8.0, 240.0) as u32
}

/// A spot as egui has it.
#[expect(clippy::cast_possible_truncation, reason = "a place in a window")]
pub(crate) fn pos([x, y]: Spot) -> Pos2 {
    Pos2::new(x as f32, y as f32)
}
