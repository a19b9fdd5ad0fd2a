//! Puts what is to be seen on the map into the window.

use super::{
    brush::pos,
    chart::{Chart, Spot},
    graticule::{Beside, Graticule},
    outline::Outline,
    scene::{Drawn, Layer},
    trace::Tracer,
};
use crate::gui::style::{self, colour, inks};
use eframe::egui::{
    Align2, Color32, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, TextureId, Ui, Vec2, pos2,
    vec2,
};
use std::sync::Arc;

/// Lines of the map that stay as they are as long as it does.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    pub lines: Vec<Vec<Pos2>>,
    /// Where it is, if it is too small for lines.
    pub point: Option<Pos2>,
}

impl Lines {
    /// The border of something.
    pub(crate) fn of(outline: &Outline, chart: &Chart) -> Self {
        if outline.radius * chart.scale() < super::pick::POINT {
            let spot = chart.spot(outline.centre);
            return Self {
                lines: Vec::new(),
                point: chart.frame().contains(spot).then(|| pos(spot)),
            };
        }
        let mut lines = Vec::new();
        let mut tracer = Tracer::new(chart, |line: &[Spot]| lines.push(spots(line)));
        for stroke in outline.clone().into_strokes() {
            tracer.stroke(&stroke);
        }
        Self { lines, point: None }
    }

    /// Draws them without gaps, and a point as a ring.
    pub(crate) fn solid(&self, painter: &Painter, stroke: Stroke) {
        for line in &self.lines {
            painter.add(Shape::line(line.clone(), stroke));
        }
        if let Some(point) = self.point {
            painter.circle_stroke(point, 6.0, stroke);
        }
    }

    /// Draws them with gaps, and a point as a cross.
    pub(crate) fn dashed(&self, painter: &Painter, stroke: Stroke) {
        for line in &self.lines {
            painter.extend(Shape::dashed_line(line, stroke, 6.0, 4.0));
        }
        if let Some(point) = self.point {
            for arm in [vec2(8.0, 0.0), vec2(0.0, 8.0)] {
                painter.line_segment([point - arm, point - arm * 0.4], stroke);
                painter.line_segment([point + arm, point + arm * 0.4], stroke);
            }
        }
    }
}

fn spots(line: &[Spot]) -> Vec<Pos2> {
    line.iter().map(|spot| pos(*spot)).collect()
}

/// Draws lines of right ascension and declination.
pub(crate) fn graticule_ui(ui: &Ui, painter: &Painter, graticule: &Graticule) {
    let stroke = Stroke::new(1.0, colour(inks(ui).grid));
    for line in &graticule.lines {
        painter.add(Shape::line(spots(line), stroke));
    }
    for line in &graticule.edge {
        let edge = Stroke::new(1.0, colour(inks(ui).axis));
        painter.add(Shape::line(spots(line), edge));
    }
}

/// Writes what stands at the lines, where there is room.
pub(crate) fn labels_ui(ui: &Ui, painter: &Painter, graticule: &Graticule, taken: &[Rect]) {
    let palette = style::palette(ui);
    let mut taken = taken.to_vec();
    for label in &graticule.labels {
        let font = FontId::proportional(style::TEXT_SMALL - 1.0);
        let galley = painter.layout_no_wrap(label.text.clone(), font, palette.weak);
        let at = pos(label.at);
        let (anchor, offset) = match label.beside {
            Beside::Above => (Align2::CENTER_BOTTOM, vec2(0.0, -2.0)),
            Beside::Right => (Align2::LEFT_CENTER, vec2(3.0, 0.0)),
            Beside::Left => (Align2::RIGHT_CENTER, vec2(-3.0, 0.0)),
        };
        let place = anchor.anchor_size(at + offset, galley.size());
        let room = place.expand(1.0);
        if !painter.clip_rect().contains_rect(place) || taken.iter().any(|it| it.intersects(room)) {
            continue;
        }
        taken.push(room);
        let ground = palette.page.gamma_multiply(0.75);
        painter.rect_filled(room, 2.0, ground);
        painter.galley(place.min, galley, palette.weak);
    }
}

/// Draws a layer, moved and stretched to where the map is now if it was made for where it was.
pub(crate) fn layer_ui(
    painter: &Painter,
    (layer, texture): (&Layer, Option<TextureId>),
    (then, now): (&Chart, &Chart),
) {
    let shift = Shift::between(then, now);
    match (&layer.drawn, texture) {
        (Drawn::Each(mesh), _) if mesh.is_empty() => {}
        (Drawn::Each(mesh), _) => {
            let mesh = if then == now {
                Arc::clone(mesh)
            } else {
                Arc::new(shift.mesh(mesh))
            };
            painter.add(Shape::Mesh(mesh));
        }
        (Drawn::Density { .. }, Some(texture)) => {
            let frame = rect(then);
            let place = Rect::from_min_max(shift.pos(frame.min), shift.pos(frame.max));
            let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            painter.image(texture, place, all, Color32::WHITE);
        }
        (Drawn::Density { .. }, None) => {}
    }
}

/// From where something was on the map to where it is, in the middle exactly.
struct Shift {
    from: Pos2,
    to: Pos2,
    times: f32,
}

impl Shift {
    #[expect(clippy::cast_possible_truncation, reason = "a place in a window")]
    fn between(then: &Chart, now: &Chart) -> Self {
        Self {
            from: pos(then.frame().middle()),
            to: pos(now.spot(then.axis())),
            times: (now.scale() / then.scale()) as f32,
        }
    }

    fn pos(&self, pos: Pos2) -> Pos2 {
        self.to + (pos - self.from) * self.times
    }

    fn mesh(&self, mesh: &Mesh) -> Mesh {
        let mut moved = mesh.clone();
        for vertex in &mut moved.vertices {
            vertex.pos = self.pos(vertex.pos);
        }
        moved
    }
}

/// Where the map is.
fn rect(chart: &Chart) -> Rect {
    let frame = chart.frame();
    let min = pos([frame.left, frame.top]);
    let max = pos([frame.left + frame.width, frame.top + frame.height]);
    Rect::from_min_size(min, Vec2::max(max - min, Vec2::ZERO))
}
