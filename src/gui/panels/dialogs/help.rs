//! Help on one page: what to type, the keys, what the signs mean, and pictures of the parts of the window.

mod pictures;

use super::close_ui;
use crate::gui::{
    action::{Action, Actions, WITH_KEYS},
    state::State,
    style::{self, SPACE_L, SPACE_M},
    widgets::mark::Mark,
};
use eframe::egui::{Align, Grid, Label, Layout, Response, RichText, ScrollArea, Ui, vec2};
pub(super) use pictures::Pictures;

/// What can be typed into the fields.
const FIELDS: [(&str, &str); 12] = [
    ("Space", "274.6880, -13.7920 1"),
    ("", "18:18:45.1 -13:47:31 30'"),
    ("", "M16 0.5"),
    ("", "POLYGON 10 20 11 20 11 21"),
    ("Spectrum", "2   or   400 700   (nm)"),
    ("", "0.5..2 keV"),
    ("", "1.4 GHz, 21 cm"),
    ("", "V, soft X-ray (a band)"),
    ("Time", "1995, 1995-06"),
    ("", "1995-01-01 1995-12-31"),
    ("", "2000-01-01 .."),
    ("", "49718.5 (MJD)"),
];

/// What the marks beside services mean.
const MARKS: [(Mark, &str); 8] = [
    (Mark::Waiting, "waiting for its turn"),
    (Mark::Asking, "being asked"),
    (Mark::Good, "gave all that it has"),
    (Mark::Empty, "has nothing that matches"),
    (
        Mark::Warning,
        "has more than it gave: ask for more, or in parts",
    ),
    (Mark::Failed, "failed: ask again"),
    (Mark::Stopped, "was cut off by Stop"),
    (Mark::LeftOut, "is not asked; its row says why"),
];

const INCLUSIVE: &str = "Each empty field means anywhere, at any wavelength, at any time. Inclusive also asks services \
     that do not say what they cover.";

const COUNTER: &str = "9 / 14 / 2: 1,204 at the foot: 9 services still to ask, 14 asked, of which 2 failed; 1,204 \
     datasets found.";

/// A line of text, in points.
const LINE: f32 = 18.0;

/// The help. Asks for: `Close`.
pub(super) fn help_ui(
    ui: &mut Ui,
    state: &State,
    pictures: &mut Pictures,
    actions: &mut Actions,
) -> Response {
    let screen = ui.ctx().content_rect().size();
    let height = screen.y - 150.0;
    let width = (screen.x - 80.0).min(1200.0);
    ui.set_width(width);
    // Lines of text, not of buttons.
    ui.spacing_mut().interact_size.y = 0.0;
    ui.spacing_mut().item_spacing.y = style::SPACE_S / 2.0;
    let scroll = ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height);
    scroll.show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0 * SPACE_L;
            column_ui(ui, 0.29 * width, |ui| {
                head_ui(ui, "What to type");
                fields_ui(ui);
                ui.add_space(SPACE_M);
                ui.add(Label::new(RichText::new(INCLUSIVE).small()).wrap());
                ui.add_space(SPACE_L);
                head_ui(ui, "What the signs mean");
                marks_ui(ui);
                ui.add_space(SPACE_M);
                ui.add(Label::new(RichText::new(COUNTER).small()).wrap());
            });
            let width = 0.71 * width - 2.0 * SPACE_L;
            column_ui(ui, width, |ui| {
                let top = ui.cursor().top();
                head_ui(ui, "Keys");
                all_keys_ui(ui, width);
                ui.add_space(SPACE_L);
                let left = height - (ui.cursor().top() - top);
                pictures.ui(ui, width, left.max(LEAST_PICTURES));
            });
        });
    });
    ui.add_space(SPACE_M);
    ui.spacing_mut().interact_size.y = style::CONTROL;
    close_ui(ui, state, actions)
}

/// The least height of all pictures, in points; where there is less, the page scrolls.
const LEAST_PICTURES: f32 = 180.0;

/// The keys in three columns, one after the other.
fn all_keys_ui(ui: &mut Ui, width: f32) {
    let keys = keys(ui);
    ui.horizontal_top(|ui| {
        for (nr, keys) in keys.chunks(keys.len().div_ceil(3)).enumerate() {
            column_ui(ui, (width - 2.0 * SPACE_M) / 3.0, |ui| {
                keys_ui(ui, nr, keys);
            });
        }
    });
}

fn column_ui(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_M;
        ui.set_width(width);
        add(ui);
    });
}

fn head_ui(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(style::strong()));
}

fn fields_ui(ui: &mut Ui) {
    Grid::new("fields").num_columns(2).show(ui, |ui| {
        for (field, example) in FIELDS {
            ui.label(RichText::new(field).font(style::small_strong()));
            ui.label(RichText::new(example).small());
            ui.end_row();
        }
    });
}

fn marks_ui(ui: &mut Ui) {
    for (mark, meaning) in MARKS {
        let line = vec2(ui.available_width(), LINE);
        ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
            mark.ui(ui);
            ui.label(RichText::new(meaning).small());
        });
    }
}

fn keys_ui(ui: &mut Ui, nr: usize, keys: &[(String, &str)]) {
    Grid::new(("keys", nr)).num_columns(2).show(ui, |ui| {
        for (keys, name) in keys {
            ui.label(RichText::new(keys).font(style::small_strong()));
            ui.label(RichText::new(*name).small());
            ui.end_row();
        }
    });
}

/// Every action that has keys, so that the table is never out of date.
fn keys(ui: &Ui) -> Vec<(String, &'static str)> {
    let ctx = ui.ctx();
    let in_words = |action: &Action| {
        let keys = action.keys()?;
        Some((ctx.format_shortcut(&keys), action.entry_name()))
    };
    let ending = [
        ("Enter".to_owned(), "Run, from a field"),
        ("Escape".to_owned(), "Close what is open"),
        ("Tab, Shift+Tab".to_owned(), "Next, previous control"),
        ("Space, Enter".to_owned(), "Press the button"),
        ("F10".to_owned(), "Go to the menus"),
        ("Shift+F10".to_owned(), "Menu of a row or a column"),
    ];
    WITH_KEYS
        .iter()
        .filter_map(in_words)
        .chain(ending)
        .collect()
}
