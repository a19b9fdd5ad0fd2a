//! Items of a figure on the screen.

use crate::figure::{Anchor, Item, Point};
pub(super) use crate::gui::style::colour;
use eframe::egui::{Align2, Color32, FontId, Painter, Pos2, Shape, Stroke};

/// Draws items.
pub(super) fn show(painter: &Painter, items: Vec<Item>) {
    for item in items {
        match item {
            Item::Polygon {
                corners,
                fill,
                line,
            } => {
                let points: Vec<Pos2> = corners.into_iter().map(pos).collect();
                let fill = fill.map_or(Color32::TRANSPARENT, colour);
                let solid = line.filter(|line| line.dash.is_none());
                let edge =
                    solid.map_or(Stroke::NONE, |it| Stroke::new(it.width, colour(it.colour)));
                if let Some((line, dash)) = line.and_then(|line| Some((line, line.dash?))) {
                    let mut around = points.clone();
                    around.extend(points.first().copied());
                    let stroke = Stroke::new(line.width, colour(line.colour));
                    painter.extend(Shape::dashed_line(&around, stroke, dash, dash));
                }
                painter.add(Shape::convex_polygon(points, fill, edge));
            }
            Item::Polyline { points, line } => {
                let points = points.into_iter().map(pos).collect();
                let stroke = Stroke::new(line.width, colour(line.colour));
                painter.add(Shape::line(points, stroke));
            }
            Item::Dots {
                centres,
                radius,
                fill,
            } => {
                for centre in centres {
                    painter.circle_filled(pos(centre), radius, colour(fill));
                }
            }
            Item::Text(text) => {
                let align = match text.anchor {
                    Anchor::Start => Align2::LEFT_BOTTOM,
                    Anchor::Middle => Align2::CENTER_BOTTOM,
                    Anchor::End => Align2::RIGHT_BOTTOM,
                };
                // The face reaches a quarter of its size below the base line.
                let at = pos(text.at) + eframe::egui::vec2(0.0, text.size * 0.27);
                let font = FontId::proportional(text.size);
                painter.text(at, align, text.words, font, colour(text.colour));
            }
            Item::Clipped { to, items } => {
                let [min, _, max, _] = to.corners().map(pos);
                let inside = eframe::egui::Rect::from_min_max(min, max);
                show(&painter.with_clip_rect(inside), items);
            }
            // Pixels are a texture, which is kept from frame to frame.
            Item::Image { .. } => {}
        }
    }
}

fn pos([x, y]: Point) -> Pos2 {
    Pos2::new(x, y)
}
