//! What the colours and lines of the map mean, and where the pointer is.

use super::{
    chart::Chart,
    projection::place,
    scene::{Drawn, Scene},
    steps::written,
    waveband::Band,
};
use crate::gui::{
    format::{count, counted},
    state::State,
    style::{self, colour, inks, map_palette},
};
use eframe::egui::{
    Color32, Pos2, Rect, Response, RichText, Sense, Stroke, Ui, UiBuilder, pos2, vec2,
};

/// A line of the legend.
struct Entry {
    mark: Mark,
    text: String,
}

enum Mark {
    Square(Color32),
    Dashes(Color32),
    Shades([Color32; 2]),
}

/// The legend, in the upper left corner. Where it is.
pub(crate) fn legend_ui(ui: &mut Ui, map: Rect, state: &State, scene: Option<&Scene>) -> Rect {
    let entries = entries(ui, state, scene);
    if entries.is_empty() {
        return Rect::NOTHING;
    }
    let place = map.shrink(6.0);
    let shown = ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        ui.spacing_mut().item_spacing = vec2(style::SPACE_S, 0.0);
        ui.spacing_mut().interact_size.y = 15.0;
        let back = ui.painter().add(eframe::egui::Shape::Noop);
        let mut all = Rect::NOTHING;
        for entry in entries {
            let line = ui.horizontal(|ui| {
                entry.mark.ui(ui);
                small(ui, &entry.text);
            });
            all |= line.response.rect;
        }
        let ground = style::palette(ui).page.gamma_multiply(0.8);
        let shape = eframe::egui::Shape::rect_filled(all.expand(3.0), 3.0, ground);
        ui.painter().set(back, shape);
        all
    });
    shown.inner.expand(4.0)
}

fn small(ui: &mut Ui, text: &str) -> Response {
    let size = style::TEXT_SMALL - 1.0;
    ui.label(
        RichText::new(text)
            .size(size)
            .color(style::palette(ui).weak),
    )
}

fn entries(ui: &Ui, state: &State, scene: Option<&Scene>) -> Vec<Entry> {
    let colours = map_palette(ui);
    let mut entries = Vec::new();
    if state.region().is_some() {
        entries.push(Entry {
            mark: Mark::Dashes(colour(inks(ui).asked)),
            text: "asked for".to_owned(),
        });
    }
    let Some(scene) = scene else {
        return entries;
    };
    let bands = Band::ALL.into_iter().zip(scene.all.in_band);
    match &scene.all.drawn {
        Drawn::Each(_) => {
            for ((band, n), colour) in bands.zip(colours.bands) {
                if n > 0 {
                    entries.push(Entry {
                        mark: Mark::Square(colour),
                        text: format!("{} {}", band.name(), count(n as u64)),
                    });
                }
            }
        }
        Drawn::Density { most, .. } => {
            let n: usize = bands.map(|(_, n)| n).sum();
            entries.push(Entry {
                mark: Mark::Shades(colours.density),
                text: format!(
                    "{} here, up to {} at one point",
                    counted(n as u64, "dataset"),
                    count(u64::from(*most))
                ),
            });
        }
    }
    let n_pointed: usize = scene.pointed.in_band.iter().sum();
    if n_pointed > 0 {
        entries.push(Entry {
            mark: Mark::Square(colour(inks(ui).pointed)),
            text: format!("of this service {}", count(n_pointed as u64)),
        });
    }
    if !state.selection.is_empty() {
        entries.push(Entry {
            mark: Mark::Square(colour(inks(ui).chosen)),
            text: format!("selected {}", count(state.selection.len() as u64)),
        });
    }
    entries
}

impl Mark {
    fn ui(&self, ui: &mut Ui) {
        let (_, place) = ui.allocate_space(vec2(14.0, 12.0));
        let painter = ui.painter();
        let middle = place.center();
        match self {
            Self::Square(colour) => {
                let square = Rect::from_center_size(middle, vec2(8.0, 8.0));
                painter.rect_filled(square, 0.0, *colour);
            }
            Self::Dashes(colour) => {
                let stroke = Stroke::new(1.5, *colour);
                for x in [place.left(), place.left() + 8.0] {
                    let from = pos2(x, middle.y);
                    painter.line_segment([from, from + vec2(5.0, 0.0)], stroke);
                }
            }
            Self::Shades([few, many]) => {
                for (nr, part) in [0.0, 0.5, 1.0].into_iter().enumerate() {
                    let left = place.left() + 4.5 * f32::from(u8::try_from(nr).unwrap_or(0));
                    let square = Rect::from_min_size(pos2(left, middle.y - 4.0), vec2(4.5, 8.0));
                    painter.rect_filled(square, 0.0, few.lerp_to_gamma(*many, part));
                }
            }
        }
    }
}

/// Where the pointer is, in both ways; or, where it is elsewhere, what can be done here.
pub(crate) fn place_text(chart: &Chart, pointer: Option<Pos2>) -> Option<[String; 2]> {
    let pointer = pointer?;
    let towards = chart.sky_at([f64::from(pointer.x), f64::from(pointer.y)])?;
    let [ra, dec] = place(towards);
    Some(written(ra, dec, (1.0 / chart.scale()).to_degrees()))
}

/// Writes a line at the right of a corner of the map. Where it is.
pub(crate) fn corner_ui(ui: &mut Ui, map: Rect, text: &str) -> Rect {
    let height = 15.0;
    let place = Rect::from_min_max(
        pos2(map.left() + 6.0, map.top() + 4.0),
        pos2(map.right() - 6.0, map.top() + 4.0 + height),
    );
    let layout = eframe::egui::Layout::right_to_left(eframe::egui::Align::Center);
    let shown = ui.scope_builder(UiBuilder::new().max_rect(place).layout(layout), |ui| {
        let back = ui.painter().add(eframe::egui::Shape::Noop);
        let label = small(ui, text).interact(Sense::empty());
        let ground = style::palette(ui).page.gamma_multiply(0.8);
        let shape = eframe::egui::Shape::rect_filled(label.rect.expand(2.0), 3.0, ground);
        ui.painter().set(back, shape);
        label.rect
    });
    shown.inner
}
