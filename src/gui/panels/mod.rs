//! The panels, and how the window is laid out.
//!
//! The middle has three parts, from the top: a place for the sky map and the coverage plot, which stays empty until
//! they come; the lists; the details of what is selected.

mod button;
mod details;
mod lists;
mod log;
mod menu_bar;
mod notices;
mod results;
pub(crate) mod search_form;
mod service_rows;
mod services;
mod status_bar;

use super::{
    action::Actions,
    state::{State, Topic},
    style::{self, FORM_WIDTH},
};
use eframe::egui::{CentralPanel, Frame, Margin, Panel, Ui};

/// How the window is looked at.
#[derive(Debug, Default)]
pub(crate) struct View {
    /// How the lists are looked at.
    pub lists: lists::ListsView,
    /// The notice whose details show.
    pub unfolded: Option<Topic>,
    /// The address of another registry, while it is typed.
    pub registry: String,
}

/// The whole window. Asks for what its panels ask for.
pub(crate) fn all_ui(ui: &mut Ui, state: &State, view: &mut View, actions: &mut Actions) {
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
    Panel::left("form")
        .exact_size(FORM_WIDTH)
        .resizable(false)
        .frame(Frame::new().fill(palette.panel).inner_margin(12))
        .show(ui, |ui| {
            search_form::search_form_ui(ui, state, &mut view.registry, actions);
        });
    let page = Frame::new().fill(palette.page);
    CentralPanel::default().frame(page).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        notices::notices_ui(ui, state, &mut view.unfolded, actions);
        Panel::bottom("details")
            .resizable(true)
            .default_size(190.0)
            .min_size(90.0)
            .frame(page.inner_margin(Margin::symmetric(12, 8)))
            .show(ui, |ui| details::details_ui(ui, state, actions));
        CentralPanel::no_frame().show(ui, |ui| {
            lists::lists_ui(ui, state, &mut view.lists, actions);
        });
    });
}

#[cfg(test)]
mod tests;
