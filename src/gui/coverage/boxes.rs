//! The datasets one by one, as what is filled and what is framed.

use super::{
    axis::{Look, Place},
    extent::{Ends, Extent},
    layout::Layout,
};
use eframe::egui::{Color32, Mesh, Pos2, Rangef, Rect, Vec2, pos2, vec2};

/// The smallest side of a dataset, in points.
const LEAST: f32 = 3.0;
/// How far the end that nobody knows fades away, in points.
const FADE: f32 = 14.0;

/// A dataset as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drawn {
    /// Where, at least as large as can be seen.
    pub rect: Rect,
    /// Where it fades away to, as a direction for each axis; zero where the ends are known.
    pub fades: Vec2,
}

impl Drawn {
    /// How a dataset is drawn; `None` where it has no place or is not seen.
    pub(super) fn of(extent: &Extent, place: &Place) -> Option<Self> {
        let rect = place.rect_of(extent.look()?);
        let more = (Vec2::splat(LEAST) - rect.size()).max(Vec2::ZERO) / 2.0;
        let rect = rect.expand2(more);
        let way = |ends: Ends| match ends {
            Ends::From => 1.0,
            Ends::Until => -1.0,
            Ends::Both | Ends::Missing => 0.0,
        };
        let drawn = Self {
            // Longer wavelengths are further up.
            fades: vec2(way(extent.time_ends), -way(extent.wave_ends)),
            rect,
        };
        // Far beyond the edges places are too large for f32.
        let seen = place.rect.expand(FADE);
        rect.intersects(seen).then_some(Self {
            rect: rect.intersect(seen),
            ..drawn
        })
    }

    /// How a dataset that lacks an axis is drawn, in the strip for those; `None` where it has a place or is not seen.
    pub(super) fn in_strip(extent: &Extent, layout: &Layout, look: Look) -> Option<Self> {
        let place = layout.place(look);
        let strip = match (extent.time(), extent.wave()) {
            (Some(_), Some(_)) => return None,
            (None, Some(_)) => layout.without_time,
            (Some(_), None) => layout.without_wave,
            (None, None) => layout.without_both(),
        };
        let across = extent.time().map_or(strip.x_range(), |time| {
            Rangef::new(place.x(time.lo), place.x(time.hi)).expand(LEAST / 2.0)
        });
        let along = extent.wave().map_or(strip.y_range(), |wave| {
            Rangef::new(place.y(wave.hi), place.y(wave.lo)).expand(LEAST / 2.0)
        });
        let rect = Rect::from_x_y_ranges(across, along).intersect(strip);
        rect.is_positive().then_some(Self {
            rect,
            fades: Vec2::ZERO,
        })
    }

    /// Lines towards the ends that nobody knows.
    pub(super) fn tails(&self) -> impl Iterator<Item = [Pos2; 2]> {
        let middle = self.rect.center();
        [vec2(self.fades.x, 0.0), vec2(0.0, self.fades.y)]
            .into_iter()
            .filter(|way| *way != Vec2::ZERO)
            .map(move |way| [middle, middle + way * FADE])
    }
}

/// How datasets are coloured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Paint {
    /// Their area.
    pub fill: Color32,
    /// The line around them.
    pub line: Color32,
    /// How thick that is, in points; 0: there is none.
    pub width: f32,
}

/// Adds a dataset.
pub(super) fn add(mesh: &mut Mesh, drawn: &Drawn, paint: Paint) {
    let rect = drawn.rect;
    for way in [vec2(drawn.fades.x, 0.0), vec2(0.0, drawn.fades.y)] {
        if way != Vec2::ZERO {
            fade(mesh, rect, way, paint.line);
        }
    }
    let small = rect.width() <= 2.0 * LEAST && rect.height() <= 2.0 * LEAST;
    if small {
        mesh.add_colored_rect(rect.expand(paint.width - 1.0), paint.line);
        return;
    }
    mesh.add_colored_rect(rect, paint.fill);
    let width = paint.width.min(rect.width()).min(rect.height());
    if width > 0.0 {
        let (min, max) = (rect.min, rect.max);
        for edge in [
            Rect::from_min_max(min, pos2(max.x, min.y + width)),
            Rect::from_min_max(pos2(min.x, max.y - width), max),
            Rect::from_min_max(
                pos2(min.x, min.y + width),
                pos2(min.x + width, max.y - width),
            ),
            Rect::from_min_max(
                pos2(max.x - width, min.y + width),
                pos2(max.x, max.y - width),
            ),
        ] {
            if edge.is_positive() {
                mesh.add_colored_rect(edge, paint.line);
            }
        }
    }
}

/// A strip from an edge outwards that ends in nothing.
fn fade(mesh: &mut Mesh, rect: Rect, way: Vec2, colour: Color32) {
    let first = u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX);
    let near = if way.x > 0.0 {
        [rect.right_top(), rect.right_bottom()]
    } else if way.x < 0.0 {
        [rect.left_top(), rect.left_bottom()]
    } else if way.y > 0.0 {
        [rect.left_bottom(), rect.right_bottom()]
    } else {
        [rect.left_top(), rect.right_top()]
    };
    for point in near {
        mesh.colored_vertex(point, colour);
        mesh.colored_vertex(point + way * FADE, Color32::TRANSPARENT);
    }
    mesh.add_triangle(first, first + 1, first + 2);
    mesh.add_triangle(first + 1, first + 2, first + 3);
}
