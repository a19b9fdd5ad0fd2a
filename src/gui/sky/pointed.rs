//! The place that another program points at.

use super::{brush::pos, chart::Chart, projection::direction};
use crate::gui::{
    state::State,
    style::{self, colour, inks},
};
use eframe::egui::{Align2, FontId, Painter, Stroke, Ui, vec2};

/// The radius of the ring around it, in points.
const RING: f32 = 10.0;

/// Draws a ring with arms around the place, and beside it which program points there.
pub(super) fn pointed_ui(ui: &Ui, painter: &Painter, state: &State, chart: &Chart) {
    let Some(pointed) = &state.programs.pointed else {
        return;
    };
    let towards = direction(pointed.position.ra.0, pointed.position.dec.0);
    let spot = chart.spot(towards);
    if !chart.frame().contains(spot) {
        return;
    }
    let at = pos(spot);
    let stroke = Stroke::new(2.0, colour(inks(ui).pointed));
    painter.circle_stroke(at, RING, stroke);
    for arm in [vec2(RING, 0.0), vec2(0.0, RING)] {
        painter.line_segment([at - arm * 1.6, at - arm * 0.4], stroke);
        painter.line_segment([at + arm * 0.4, at + arm * 1.6], stroke);
    }
    let font = FontId::proportional(style::TEXT_SMALL);
    let galley = painter.layout_no_wrap(pointed.by.clone(), font, stroke.color);
    let place = Align2::LEFT_CENTER.anchor_size(at + vec2(RING * 1.8, 0.0), galley.size());
    let ground = style::palette(ui).page.gamma_multiply(0.85);
    painter.rect_filled(place.expand(2.0), 3.0, ground);
    painter.galley(place.min, galley, stroke.color);
}
