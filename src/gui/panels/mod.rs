//! The panels, and how the window is laid out.
//!
//! The middle has three parts, from the top: the sky map beside the coverage plot; the lists; the details of what is
//! selected. The lines between them can be drawn, and stay where they are in proportion.

pub(crate) mod button;
mod carry;
pub(crate) mod details;
mod dialogs;
mod downloads;
mod icons;
mod lists;
mod log;
mod menu_bar;
mod notices;
mod programs;
pub(crate) mod results;
pub(crate) mod samp;
pub(crate) mod search_form;
mod service_order;
mod service_rows;
mod services;
mod status_bar;

use super::{
    action::{Action, Actions, WindowAction},
    coverage::{CoverageView, coverage_ui},
    hover::Hover,
    panes::{Line, Pane},
    sky::{SkyView, sky_ui},
    state::{State, Topic},
    style,
    widgets::{
        divider::{Divider, Side},
        menu_keys::lead_focus,
    },
};
use eframe::egui::{CentralPanel, Frame, Margin, Panel, Ui};

/// How the window is looked at.
#[derive(Debug, Default)]
pub(crate) struct View {
    /// What is under the pointer.
    pub hover: Hover,
    /// How the sky is looked at.
    pub sky: SkyView,
    /// How the coverage is looked at.
    pub coverage: CoverageView,
    /// The icons of other programs.
    pub icons: icons::Icons,
    /// How the lists are looked at.
    pub lists: lists::ListsView,
    /// How the details are looked at.
    pub details: details::DetailsView,
    /// The notice whose details show.
    pub unfolded: Option<Topic>,
    /// What is in the dialogs.
    pub dialogs: dialogs::DialogsView,
}

/// The whole window. Asks for what its panels ask for.
pub(crate) fn all_ui(ui: &mut Ui, state: &State, view: &mut View, actions: &mut Actions) {
    lead_focus(ui.ctx());
    view.lists.listing.keep_up(ui.ctx(), state, actions);
    view.hover.keep_up(ui.ctx(), state);
    view.icons.keep_up(ui.ctx(), state);
    let palette = style::palette(ui);
    let bar = Frame::new()
        .fill(palette.panel)
        .inner_margin(Margin::symmetric(8, 2));
    Panel::top("menus")
        .frame(bar)
        .show(ui, |ui| menu_bar::menu_bar_ui(ui, state, actions));
    Panel::bottom("status")
        .exact_size(32.0)
        .frame(bar.inner_margin(Margin::symmetric(12, 2)))
        .show(ui, |ui| status_bar::status_bar_ui(ui, state));
    let room = state.panes.shares.form(ui.available_width());
    let form = Panel::left("form")
        .exact_size(room.size)
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new().fill(palette.panel).inner_margin(12))
        .show(ui, |ui| {
            search_form::search_form_ui(ui, state, actions);
        });
    CentralPanel::default()
        .frame(Frame::new().fill(palette.page))
        .show(ui, |ui| middle_ui(ui, state, view, actions));
    let divider = Divider {
        name: "Line between the form and the results",
        side: Side::Left,
        room,
    };
    if let Some(width) = divider.ui(ui, form.response.rect) {
        actions.push(shared(Line::Form, width));
    }
    dialogs::dialogs_ui(ui.ctx(), state, &mut view.dialogs, actions);
    carry::label_ui(ui, state);
    view.hover.end_frame(ui.ctx());
}

/// The notices, the pictures, the lists and the details, one below the other.
fn middle_ui(ui: &mut Ui, state: &State, view: &mut View, actions: &mut Actions) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let page = Frame::new().fill(style::palette(ui).page);
    let height = ui.available_height();
    notices::notices_ui(ui, state, &mut view.unfolded, actions);
    let has_pictures = state.panes.shows(Pane::Sky) || state.panes.shows(Pane::Coverage);
    let mut drawn = Vec::new();
    let shares = &state.panes.shares;
    if state.panes.shows(Pane::Details) {
        let left = ui.available_height();
        let room = shares.details((height, left), has_pictures);
        let shown = Panel::bottom("details")
            .resizable(false)
            .show_separator_line(false)
            .exact_size(room.size)
            .frame(page.inner_margin(Margin::symmetric(12, 8)))
            .show(ui, |ui| {
                details::details_ui(ui, state, &mut view.details, actions);
            });
        let name = "Line between the lists and the details";
        let side = Side::Below;
        drawn.push((
            Line::Details,
            Divider { name, side, room },
            shown.response.rect,
        ));
    }
    if has_pictures {
        let room = shares.pictures((height, ui.available_height()));
        let shown = Panel::top("pictures")
            .resizable(false)
            .show_separator_line(false)
            .exact_size(room.size)
            .frame(page)
            .show(ui, |ui| pictures_ui(ui, state, view, actions));
        let name = "Line between the pictures and the lists";
        let side = Side::Above;
        drawn.push((
            Line::Pictures,
            Divider { name, side, room },
            shown.response.rect,
        ));
    }
    CentralPanel::no_frame().show(ui, |ui| {
        lists::lists_ui(ui, state, &mut view.lists, &mut view.hover, actions);
    });
    for (line, divider, part) in drawn {
        if let Some(size) = divider.ui(ui, part) {
            actions.push(shared(line, size / height));
        }
    }
}

fn shared(line: Line, share: f32) -> Action {
    Action::Window(WindowAction::Share(line, share))
}

/// A part of the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The sky map.
    Sky,
    /// The coverage plot.
    Coverage,
    /// The datasets as a table.
    Table,
}

/// One part alone, over all the space there is.
pub(crate) fn part_ui(
    ui: &mut Ui,
    part: Part,
    state: &State,
    view: &mut View,
    actions: &mut Actions,
) {
    view.lists.listing.keep_up(ui.ctx(), state, actions);
    view.hover.keep_up(ui.ctx(), state);
    let hover = &mut view.hover;
    match part {
        Part::Sky => sky_ui(ui, state, &mut view.sky, hover, actions),
        Part::Coverage => coverage_ui(ui, state, &mut view.coverage, hover, actions),
        Part::Table => lists::lists_ui(ui, state, &mut view.lists, &mut view.hover, actions),
    }
    view.hover.end_frame(ui.ctx());
}

/// The sky map and, at its right, the coverage plot.
fn pictures_ui(ui: &mut Ui, state: &State, view: &mut View, actions: &mut Actions) {
    let page = Frame::new().fill(style::palette(ui).page);
    if !state.panes.shows(Pane::Sky) {
        return coverage_ui(ui, state, &mut view.coverage, &mut view.hover, actions);
    }
    if !state.panes.shows(Pane::Coverage) {
        return sky_ui(ui, state, &mut view.sky, &mut view.hover, actions);
    }
    let width = ui.available_width();
    let room = state.panes.shares.coverage(width);
    let shown = Panel::right("coverage")
        .resizable(false)
        .show_separator_line(false)
        .exact_size(room.size)
        .frame(page)
        .show(ui, |ui| {
            coverage_ui(ui, state, &mut view.coverage, &mut view.hover, actions);
        });
    CentralPanel::no_frame().show(ui, |ui| {
        sky_ui(ui, state, &mut view.sky, &mut view.hover, actions);
    });
    let divider = Divider {
        name: "Line between the sky map and the coverage plot",
        side: Side::Right,
        room,
    };
    if let Some(size) = divider.ui(ui, shown.response.rect) {
        actions.push(shared(Line::Coverage, size / width));
    }
}

#[cfg(test)]
pub(crate) mod tests;
