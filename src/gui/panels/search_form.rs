//! The question: the fields with their meaning, what to do with it, and what to do with the results.

mod bands;
mod chosen;
mod menus;
mod positions;
mod recent;

use super::button::{action_ui, primary_ui};
use crate::{
    discovery::preview::Preview,
    domain::constraints::{Product, Question},
    gui::{
        action::{Action, Actions, WindowAction},
        format::counted,
        state::{Dialog, Foreseen, Form, State},
        style::{self, SPACE_M, SPACE_S},
        widgets::field::{Field, line_ui},
    },
    protocol::regtap::endpoints,
};
use bands::bands_ui;
use chosen::chosen_ui;
use eframe::egui::{
    self, Align, Button, Key, Label, Layout, RichText, ScrollArea, TextStyle, Ui, UiBuilder, vec2,
};
pub(crate) use menus::open_menu;
use positions::positions_ui;
use recent::recent_ui;

/// The label of the field that the keyboard goes to.
pub(crate) const SPACE_FIELD: &str = "Space";

/// The name of the field for the path to save to.
pub(crate) const PATH_FIELD: &str = "Path to save to";

/// The form. Asks for: `Change`, `NamePath`, `Run`, `Stop`, `Save`, `SaveToPath`, `Broadcast`, what is asked of the
/// form, and the settings.
pub(crate) fn search_form_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    ScrollArea::vertical().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = SPACE_S;
        recent_ui(ui, state, actions);
        let mut question = state.form.question.clone();
        let entered = fields_ui(ui, state, &mut question, actions);
        choices_ui(ui, &mut question);
        if question != state.form.question {
            actions.push(Action::Change(question));
        }
        chosen_ui(ui, state, actions);
        registry_ui(ui, state, actions);
        foreseen_ui(ui, &state.form);
        run_ui(ui, state, actions);
        if entered {
            actions.push(Action::Run);
        }
        ui.add_space(SPACE_M);
        results_ui(ui, state, actions);
    });
}

/// The three fields; tells whether Enter was pressed in one of them.
fn fields_ui(ui: &mut Ui, state: &State, question: &mut Question, actions: &mut Actions) -> bool {
    let form = &state.form;
    let (mut entered, mut beside) = (false, Vec::new());
    for (field, text, meaning) in [
        (SPACE, &mut question.space, &form.space),
        (SPECTRUM, &mut question.spectrum, &form.spectrum),
        (TIME, &mut question.time, &form.time),
    ] {
        let (line, pressed) = field.ui(ui, text, meaning);
        beside.push((field.label, line));
        entered |= pressed;
        ui.add_space(SPACE_S);
    }
    // Tab goes from field to field first, so what stands beside them comes after them.
    for (label, line) in beside {
        let place = UiBuilder::new()
            .max_rect(line)
            .layout(Layout::right_to_left(Align::Center));
        // Not a part of the column: the next widget stands under the fields.
        if label == SPACE.label {
            positions_ui(&mut ui.new_child(place), state, actions);
        } else if label == SPECTRUM.label {
            bands_ui(&mut ui.new_child(place), state, actions);
        }
    }
    entered
}

const SPACE: Field<'_> = Field {
    label: SPACE_FIELD,
    hint: "RA Dec radius in degrees, or M16 0.5",
    help: "274.6880, -13.7920 1 (degrees)\n18:18:45.1 -13:47:31 30'\n18h18m45s -13d47m31s 0.5deg\n\
           M16 0.5 or NGC 6611 30' (looked up by CDS Sesame; 30' where no radius is given)\n\
           POLYGON 10 20 11 20 11 21",
};

const SPECTRUM: Field<'_> = Field {
    label: "Spectrum",
    hint: "400 700",
    help: "2 (nm, a single wavelength)\n400 700 (nm)\n0.5..2 keV\n1.4 GHz\n21 cm\nV (a band)",
};

const TIME: Field<'_> = Field {
    label: "Time",
    hint: "1995-01-01 1995-12-31",
    help: "1995\n1995-06\n1995-01-01 1995-12-31\n1995-12-31T10:00:00\n49718.5 (MJD)\n2000-01-01 ..",
};

/// Which products, and whether inclusive.
fn choices_ui(ui: &mut Ui, question: &mut Question) {
    label_ui(ui, "Product");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_S;
        let width = (ui.available_width() - 2.0 * SPACE_S) / 3.0;
        for (product, word, help) in [
            (Product::Images, "Images", "Images and cubes"),
            (
                Product::Spectra,
                "Spectra",
                "Spectra, energy distributions and time series",
            ),
            (Product::Both, "Both", "Everything"),
        ] {
            let chosen = question.product == product;
            let button = Button::new(word)
                .selected(chosen)
                .min_size(vec2(width, style::CONTROL));
            if ui.add(button).on_hover_text(help).clicked() {
                question.product = product;
            }
        }
    });
    ui.add_space(SPACE_S);
    ui.scope(|ui| {
        let page = style::palette(ui).page;
        let widgets = &mut ui.visuals_mut().widgets;
        for look in [
            &mut widgets.inactive,
            &mut widgets.hovered,
            &mut widgets.active,
        ] {
            look.bg_fill = page;
        }
        ui.checkbox(&mut question.inclusive, "Inclusive")
            .on_hover_text(
                "Also ask services that do not declare their coverage, and keep datasets that lack \
             the metadata to decide",
            );
    });
}

/// Which registry is asked, and the way to change that.
fn registry_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    ui.add_space(SPACE_S);
    let line = vec2(ui.available_width(), style::CONTROL);
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        let settings = Action::Window(WindowAction::Open(Dialog::Settings));
        action_ui(ui, settings, 0.0, state, actions);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let registry = &state.form.registry;
            let name = endpoints::known(registry).map_or_else(|| host(registry), |it| it.name);
            let text = RichText::new(format!("Registry: {name}")).small();
            let label = Label::new(text.color(style::palette(ui).weak)).truncate();
            ui.add(label).on_hover_text(registry);
        });
    });
}

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// Whom the search would ask: always two lines, so that nothing jumps while typing.
fn foreseen_ui(ui: &mut Ui, form: &Form) {
    let palette = style::palette(ui);
    let (text, colour, more) = match &form.foreseen {
        Foreseen::Nothing => (String::new(), palette.weak, ""),
        Foreseen::Asking => (
            "Asking the registry which services may have such data …".to_owned(),
            palette.weak,
            "",
        ),
        Foreseen::Known(preview) if !form.question.services.is_empty() => {
            (of_chosen(preview), palette.text, "")
        }
        Foreseen::Known(preview) => (preview.to_string(), palette.text, ""),
        Foreseen::Unknown(why) => (
            "The registry has not answered which services may have such data".to_owned(),
            palette.warning,
            why.as_str(),
        ),
    };
    let height = 2.0 * ui.text_style_height(&TextStyle::Small) + SPACE_S;
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Min), |ui| {
        ui.set_min_size(size);
        if !text.is_empty() {
            let label = ui.add(Label::new(RichText::new(text).small().color(colour)).wrap());
            if !more.is_empty() {
                label.on_hover_text(more);
            }
        }
    });
}

/// What a search would do that asks chosen services only.
fn of_chosen(preview: &Preview) -> String {
    match preview.to_ask {
        0 => {
            "The registry knows none of the chosen services, or none that has such data".to_owned()
        }
        n => format!("Would ask {}, only those chosen", counted(n, "service")),
    }
}

/// Run and Stop, side by side.
fn run_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    ui.horizontal(|ui| {
        let width = (ui.available_width() - SPACE_M) / 3.0;
        primary_ui(ui, Action::Run, 2.0 * width, state, actions);
        action_ui(ui, Action::Stop, width, state, actions);
    });
}

/// Save and Broadcast, and the path to type where there is no dialog.
fn results_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    label_ui(ui, "Results");
    ui.horizontal(|ui| {
        let width = (ui.available_width() - SPACE_M) / 2.0;
        action_ui(ui, Action::Broadcast, width, state, actions);
        action_ui(ui, Action::Save, width, state, actions);
    });
    ui.add_space(SPACE_S);
    ui.horizontal(|ui| {
        let button = 64.0;
        let mut path = state.form.path.clone();
        let width = ui.available_width() - button - SPACE_M;
        let response = ui
            .allocate_ui(vec2(width, style::CONTROL), |ui| {
                line_ui(ui, Field::id(PATH_FIELD), &mut path, "or type a path")
            })
            .inner
            .accessible_name(PATH_FIELD);
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            actions.push(Action::SaveToPath);
        }
        if response.changed() {
            actions.push(Action::NamePath(path));
        }
        response.on_hover_text(
            "Where to write the results: the ending says the format (.vot, .vot.gz, .csv, .parquet, .fits)",
        );
        action_ui(ui, Action::SaveToPath, button, state, actions);
    });
}

fn label_ui(ui: &mut Ui, text: &str) -> egui::Response {
    ui.label(RichText::new(text).font(style::small_strong()))
}
