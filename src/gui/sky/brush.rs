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

/// How something is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pen {
    pub colour: Color32,
    /// Of a line, in points.
    pub width: f32,
    /// Across a point, in points.
    pub point: f32,
}

/// Draws into a mesh.
pub(crate) struct Brush<'a> {
    chart: &'a Chart,
    /// The width of the soft edge of lines, in points: that of a pixel.
    soft: f32,
    path: Path,
    pub mesh: Mesh,
}

impl<'a> Brush<'a> {
    pub(crate) fn new(chart: &'a Chart, pixels_per_point: f32) -> Self {
        Self {
            chart,
            soft: 1.0 / pixels_per_point.max(0.5),
            path: Path::default(),
            mesh: Mesh::default(),
        }
    }

    /// Draws a dataset, if it is on the map.
    pub(crate) fn draw(&mut self, found: &Found<'_>, pen: Pen) {
        let Self {
            chart,
            soft,
            path,
            mesh,
        } = self;
        let line = |line: &[Spot]| {
            path.clear();
            let points: Vec<Pos2> = line.iter().map(|spot| pos(*spot)).collect();
            path.add_open_points(&points);
            path.stroke_open(*soft, &PathStroke::new(pen.width, pen.colour), mesh);
        };
        if let Some(spot) = draw(chart, found, line) {
            let middle = pos(spot);
            let square = Rect::from_center_size(middle, Vec2::splat(pen.point));
            mesh.add_colored_rect(square, pen.colour);
        }
    }
}

/// Gives the lines of a dataset on the map; or, where it is small, the one point of it.
pub(crate) fn draw(chart: &Chart, found: &Found<'_>, line: impl FnMut(&[Spot])) -> Option<Spot> {
    let radius = found.radius * chart.scale();
    let middle = found.entry.at.direction();
    if radius < POINT {
        let spot = chart.spot(middle);
        return chart.frame().contains(spot).then_some(spot);
    }
    let mut tracer = Tracer::new(chart, line);
    if found.is_circle() {
        tracer.stroke(&circle(middle, found.radius, n_sides(radius)));
    } else {
        for (places, end) in found.strokes() {
            tracer.places(places, end);
        }
    }
    None
}

/// Into how many sides a circle of this radius (in points) is cut, so that none is further from it than a fifth of a
/// point: of a side the middle is nearer to the centre by `radius * (1 - cos(pi / n))`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within bounds"
)]
fn n_sides(radius: f64) -> u32 {
    (5.0 * radius.sqrt()).clamp(10.0, 240.0) as u32
}

/// A spot as egui has it.
#[expect(clippy::cast_possible_truncation, reason = "a place in a window")]
pub(crate) fn pos([x, y]: Spot) -> Pos2 {
    Pos2::new(x as f32, y as f32)
}
