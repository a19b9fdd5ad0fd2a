//! The mark of a state: a shape and a colour, always beside a word.

use crate::gui::style::{self, Palette};
use eframe::egui::{Color32, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mark {
    /// Its turn has not come.
    Waiting,
    /// It is being asked.
    Asking,
    /// It answered with something.
    Good,
    /// It answered with nothing.
    Empty,
    /// It answered, but deserves a look.
    Warning,
    /// It failed.
    Failed,
    /// It was cut off.
    Stopped,
    /// It is not asked at all.
    LeftOut,
}

impl Mark {
    /// The colour of the mark and of the word beside it.
    pub(crate) fn colour(self, palette: &Palette) -> Color32 {
        match self {
            Self::Waiting | Self::Empty | Self::Stopped | Self::LeftOut => palette.weak,
            Self::Asking => palette.accent,
            Self::Good => palette.good,
            Self::Warning => palette.warning,
            Self::Failed => palette.error,
        }
    }

    /// Draws the mark in a square of [`style::MARK`] points.
    pub(crate) fn ui(self, ui: &mut Ui) {
        let (rect, _) = ui.allocate_exact_size(vec2(style::MARK, style::MARK), Sense::hover());
        self.paint(ui.painter(), rect, self.colour(style::palette(ui)));
    }

    /// Draws the mark in the middle of a rectangle.
    pub(crate) fn paint(self, painter: &Painter, rect: Rect, colour: Color32) {
        let middle = rect.center();
        let radius = style::MARK / 2.0 - 1.0;
        let line = Stroke::new(1.5, colour);
        match self {
            Self::Waiting => {
                painter.circle_stroke(middle, radius - 0.5, Stroke::new(1.2, colour));
            }
            Self::Asking => {
                painter.circle_stroke(middle, radius - 0.5, line);
                painter.circle_filled(middle, radius - 3.0, colour);
            }
            Self::Good => tick(painter, middle, radius, Stroke::new(2.0, colour)),
            Self::Empty => {
                painter.circle_stroke(middle, radius - 0.5, Stroke::new(1.2, colour));
                let corner = vec2(radius, -radius) * 0.95;
                painter.line_segment([middle - corner, middle + corner], Stroke::new(1.2, colour));
            }
            Self::Warning => warning(painter, middle, radius, line),
            Self::Failed => cross(painter, middle, radius - 1.0, Stroke::new(2.0, colour)),
            Self::Stopped => {
                let square = Rect::from_center_size(middle, vec2(radius, radius) * 1.5);
                painter.rect_filled(square, 1.0, colour);
            }
            Self::LeftOut => {
                let half = vec2(radius - 1.0, 0.0);
                painter.line_segment([middle - half, middle + half], line);
            }
        }
    }
}

fn tick(painter: &Painter, middle: Pos2, radius: f32, line: Stroke) {
    let points = [(-0.85, 0.05), (-0.25, 0.65), (0.85, -0.65)]
        .map(|(x, y)| middle + vec2(x, y) * radius)
        .to_vec();
    painter.add(Shape::line(points, line));
}

fn cross(painter: &Painter, middle: Pos2, radius: f32, line: Stroke) {
    for corner in [vec2(radius, radius), vec2(radius, -radius)] {
        painter.line_segment([middle - corner, middle + corner], line);
    }
}

fn warning(painter: &Painter, middle: Pos2, radius: f32, line: Stroke) {
    let corners = [(0.0, -1.0), (1.05, 0.85), (-1.05, 0.85)]
        .map(|(x, y)| middle + vec2(x, y) * radius)
        .to_vec();
    painter.add(Shape::closed_line(corners, line));
    let x = middle.x;
    painter.line_segment(
        [pos2(x, middle.y - 1.5), pos2(x, middle.y + 1.0)],
        Stroke::new(1.2, line.color),
    );
    painter.circle_filled(pos2(x, middle.y + 2.8), 0.8, line.color);
}
