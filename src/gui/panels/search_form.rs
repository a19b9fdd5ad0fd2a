//! The question: the fields with their meaning, what to do with it, and what to do with the results.

use super::button::{action_ui, primary_ui};
use crate::{
    domain::constraints::{Product, Question},
    gui::{
        action::{Action, Actions},
        state::{Form, State},
        style::{self, SPACE_L, SPACE_M, SPACE_S},
        widgets::field::{Field, line_ui},
    },
    protocol::regtap::endpoints,
};
use eframe::egui::{self, Button, Key, RichText, ScrollArea, Ui, vec2};

/// The label of the field that the keyboard goes to.
pub(crate) const SPACE_FIELD: &str = "Space";

/// The form. Asks for: `Change`, `UseRegistry`, `NamePath`, `Run`, `Stop`, `Save`, `SaveToPath`, `Broadcast`.
pub(crate) fn search_form_ui(
    ui: &mut Ui,
    state: &State,
    new_registry: &mut String,
    actions: &mut Actions,
) {
    ScrollArea::vertical().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = SPACE_S;
        let mut question = state.form.question.clone();
        let entered = fields_ui(ui, &state.form, &mut question);
        choices_ui(ui, &mut question);
        if question != state.form.question {
            actions.push(Action::Change(question));
        }
        registry_ui(ui, &state.form, new_registry, actions);
        ui.add_space(SPACE_M);
        run_ui(ui, state, actions);
        if entered {
            actions.push(Action::Run);
        }
        ui.add_space(SPACE_L);
        results_ui(ui, state, actions);
    });
}

/// The three fields; tells whether Enter was pressed in one of them.
fn fields_ui(ui: &mut Ui, form: &Form, question: &mut Question) -> bool {
    let fields = [
        (
            Field {
                label: SPACE_FIELD,
                hint: "RA Dec radius, in degrees",
                help: "274.6880, -13.7920 1 (degrees)\n18:18:45.1 -13:47:31 30'\n\
                       18h18m45s -13d47m31s 0.5deg\nPOLYGON 10 20 11 20 11 21",
            },
            &mut question.space,
            &form.space,
        ),
        (
            Field {
                label: "Spectrum",
                hint: "400 700",
                help: "2 (nm, a single wavelength)\n400 700 (nm)\n0.5..2 keV\n1.4 GHz\n21 cm\nV (a band)",
            },
            &mut question.spectrum,
            &form.spectrum,
        ),
        (
            Field {
                label: "Time",
                hint: "1995-01-01 1995-12-31",
                help: "1995\n1995-06\n1995-01-01 1995-12-31\n1995-12-31T10:00:00\n\
                       49718.5 (MJD)\n2000-01-01 ..",
            },
            &mut question.time,
            &form.time,
        ),
    ];
    let mut entered = false;
    for (field, text, meaning) in fields {
        let (_, pressed) = field.ui(ui, text, meaning);
        entered |= pressed;
        ui.add_space(SPACE_S);
    }
    entered
}

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

/// The registry, to pick or to type.
fn registry_ui(ui: &mut Ui, form: &Form, typed: &mut String, actions: &mut Actions) {
    ui.add_space(SPACE_S);
    let label = label_ui(ui, "Registry");
    let shown = without_scheme(&form.registry);
    let response = egui::ComboBox::from_id_salt("registry")
        .width(ui.available_width())
        .selected_text(shown)
        .truncate()
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show_ui(ui, |ui| {
            for registry in &form.registries {
                let chosen = *registry == form.registry;
                let mut label = ui.selectable_label(chosen, without_scheme(registry));
                if let Some(known) = endpoints::known(registry) {
                    label = label.on_hover_text(format!("{}: {}", known.name, known.note));
                }
                if label.clicked() {
                    actions.push(Action::UseRegistry(registry.clone()));
                    ui.close();
                }
            }
            ui.separator();
            let id = Field::id("Another registry");
            let response = line_ui(ui, id, typed, "TAP address of another registry")
                .accessible_name("Another registry");
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if entered && !typed.trim().is_empty() {
                actions.push(Action::UseRegistry(typed.trim().to_owned()));
                typed.clear();
                ui.close();
            }
        })
        .response
        .labelled_by(label.id);
    response.on_hover_text(&form.registry);
}

fn without_scheme(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, rest)| rest)
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
                line_ui(
                    ui,
                    Field::id("Path to save to"),
                    &mut path,
                    "or type a path",
                )
            })
            .inner
            .accessible_name("Path to save to");
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            actions.push(Action::SaveToPath);
        }
        if response.changed() {
            actions.push(Action::NamePath(path));
        }
        response.on_hover_text(
            "Where to write the results: the ending says the format (.vot, .xml, .csv)",
        );
        action_ui(ui, Action::SaveToPath, button, state, actions);
    });
}

fn label_ui(ui: &mut Ui, text: &str) -> egui::Response {
    ui.label(RichText::new(text).font(style::small_strong()))
}
