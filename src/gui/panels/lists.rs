//! The lists and the tabs above them: datasets, services, log.

use super::{
    carry,
    downloads::downloads_ui,
    log::{LogView, log_ui},
    programs::programs_ui,
    results::{ResultsView, filter_line_ui, results_ui},
    services::{ServicesView, services_ui},
};
use crate::{
    discovery::{
        event::Ending,
        record::{Phase, Record},
    },
    gui::{
        action::{Action, Actions},
        format::count,
        hover::Hover,
        lister::Lists,
        state::{State, Tab},
        style::{self, SPACE_L, SPACE_M, SPACE_S},
    },
};
use eframe::egui::{
    Align, Button, Frame, Label, Layout, Margin, Panel, RichText, Role, Sense, Stroke, Ui,
    WidgetInfo, vec2,
};

/// How the lists are looked at.
#[derive(Debug, Default)]
pub(crate) struct ListsView {
    /// Makes the list of datasets.
    pub listing: Lists,
    /// How the datasets are looked at.
    pub results: ResultsView,
    /// How the services are looked at.
    pub services: ServicesView,
    /// How the log is looked at.
    pub log: LogView,
}

/// The height of the tabs, in points.
const TABS: f32 = 36.0;

/// The tabs, and below them the list that is chosen. Asks for: `Show`, and what the lists ask for.
pub(crate) fn lists_ui(
    ui: &mut Ui,
    state: &State,
    view: &mut ListsView,
    hover: &mut Hover,
    actions: &mut Actions,
) {
    tabs_ui(ui, state, actions);
    match state.tab {
        Tab::Downloads => return downloads_ui(ui, state, actions),
        Tab::Programs => return programs_ui(ui, state, actions),
        Tab::Datasets | Tab::Services | Tab::Log => {}
    }
    let Some(record) = state.record() else {
        return welcome_ui(ui);
    };
    match state.tab {
        Tab::Datasets if record.found().is_empty() => no_rows_ui(ui, state),
        Tab::Datasets => {
            results_ui(
                ui,
                (state, &view.listing),
                &mut view.results,
                hover,
                actions,
            );
        }
        Tab::Services if record.services().is_empty() => no_services_ui(ui, state),
        Tab::Services => services_ui(ui, (state, record), &mut view.services, hover, actions),
        Tab::Downloads | Tab::Programs => {}
        Tab::Log => log_ui(ui, (state, record), &mut view.log, hover, actions),
    }
}

fn tabs_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let n_services = state.record().map_or(0, |record| record.services().len());
    let n_downloads = Some(state.transfers.list.len()).filter(|n| *n > 0);
    let n_programs = Some(state.programs.others().count()).filter(|n| *n > 0);
    let tabs = [
        (Tab::Datasets, Some(state.n_found())),
        (Tab::Services, Some(n_services)),
        (Tab::Log, None),
        (Tab::Downloads, n_downloads),
        (Tab::Programs, n_programs),
    ];
    Panel::top("tabs")
        .exact_size(TABS)
        .frame(Frame::new().inner_margin(Margin::symmetric(12, 0)))
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.spacing_mut().item_spacing.x = SPACE_S;
                for (tab, number) in tabs {
                    // Those that an earlier start left are there before any search.
                    let is_apart = matches!(tab, Tab::Downloads | Tab::Programs);
                    let counts = state.search.is_some() || is_apart;
                    let number = number.filter(|_| counts);
                    tab_ui(ui, tab, number, state, actions);
                }
                if state.tab == Tab::Datasets && state.n_found() > 0 {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        filter_line_ui(ui, state, actions);
                    });
                }
            });
        });
}

fn tab_ui(ui: &mut Ui, tab: Tab, number: Option<usize>, state: &State, actions: &mut Actions) {
    let palette = style::palette(ui);
    let chosen = state.tab == tab;
    let action = Action::Show(tab);
    let name = action.name();
    let text = number.map_or_else(
        || name.to_owned(),
        |number| format!("{name}  {}", count(number as u64)),
    );
    let colour = if chosen { palette.text } else { palette.weak };
    let text = RichText::new(text).font(style::strong()).color(colour);
    let button = Button::new(text)
        .frame(false)
        .min_size(vec2(0.0, TABS))
        .selected(false);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, name));
    if chosen {
        let rect = response.rect;
        let line = Stroke::new(2.0, palette.accent);
        ui.painter()
            .hline(rect.x_range(), rect.bottom() - 1.0, line);
    }
    if tab == Tab::Programs && !chosen {
        carry::tab_ui(ui, response.rect, &action, state, actions);
    }
    let help = super::button::help(ui, &action);
    if response.on_hover_text(help).clicked() {
        actions.push(action);
    }
    ui.add_space(SPACE_M);
}

/// Before the first search: what the program does, in three steps.
fn welcome_ui(ui: &mut Ui) {
    middle_ui(
        ui,
        "Ask the whole Virtual Observatory",
        &[
            "1.  Say where, at which wavelength and when. Each field may stay empty, but not all of them.",
            "2.  Press Run. Every service that may have such data is asked, and its answers show here at once.",
            "3.  Save the table, or broadcast it to TOPCAT and Aladin; also while the search still runs.",
        ],
    );
}

fn no_rows_ui(ui: &mut Ui, state: &State) {
    if state.is_searching() {
        let line = "What the services find shows here as it comes in.";
        return middle_ui(ui, "Nothing found so far", &[line]);
    }
    if matches!(
        state.record().map(Record::phase),
        Some(Phase::Ended(Ending::RegistryFailed(_)))
    ) {
        let lines = [
            "Check the network and the address of the registry.",
            "Pick another registry in the form, then run the search again.",
        ];
        return middle_ui(ui, "No service was asked", &lines);
    }
    middle_ui(
        ui,
        "Nothing found",
        &[
            "Widen the region, the wavelengths or the time, or ask for another product.",
            "Tick Inclusive to ask services that do not declare their coverage as well.",
            "Services tells whom was asked, and who failed.",
        ],
    );
}

fn no_services_ui(ui: &mut Ui, state: &State) {
    let lines = if state.is_searching() {
        ["The registry is being asked which services may have such data."]
    } else {
        ["The registry named no service that may have such data."]
    };
    middle_ui(ui, "No services so far", &lines);
}

/// A heading and lines of help in the middle of an empty list.
fn middle_ui(ui: &mut Ui, heading: &str, lines: &[&str]) {
    let width = 560.0_f32.min(ui.available_width() - 2.0 * SPACE_L);
    let left = (ui.available_width() - width) / 2.0;
    ui.add_space(ui.available_height() * 0.28);
    ui.horizontal(|ui| {
        ui.add_space(left);
        ui.vertical(|ui| {
            ui.set_max_width(width);
            ui.spacing_mut().item_spacing.y = SPACE_M;
            ui.label(RichText::new(heading).font(style::heading()));
            for line in lines {
                ui.add(
                    Label::new(RichText::new(*line).weak())
                        .wrap()
                        .sense(Sense::hover()),
                );
            }
        });
    });
}
