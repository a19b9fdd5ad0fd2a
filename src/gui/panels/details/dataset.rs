//! All about one dataset: its fields, its links, a picture of it.

use super::{
    DetailsView, FIELD_ROW,
    fields::{Field, fields},
    head_ui,
    links::links_ui,
    name_ui,
    picture::picture_ui,
};
use crate::{
    domain::{dataset::Dataset, obscore::ObsColumn},
    gui::{
        action::{Action, Actions, SkyAction, TransferAction},
        columns::{service_title, title},
        panels::{button::action_ui, downloads::progress_ui, samp::send_to_ui},
        state::{State, transfers::Finding},
        style::{self, SPACE_L, SPACE_M, SPACE_S},
    },
};
use eframe::egui::{Grid, Label, RichText, ScrollArea, Ui, UiBuilder, vec2};

/// The width of the picture's place, in points.
const PICTURE: f32 = 190.0;

/// The width of the links, in points.
const LINKS: f32 = 330.0;

/// From this width on, fields stand in two columns.
const TWO_COLUMNS: f32 = 560.0;

pub(super) fn dataset_ui(
    ui: &mut Ui,
    dataset: Dataset<'_>,
    state: &State,
    view: &mut DetailsView,
    actions: &mut Actions,
) {
    let address = dataset.text(ObsColumn::AccessUrl).unwrap_or_default();
    head_ui(ui, title(dataset), actions, |ui, actions| {
        if !address.is_empty() {
            if ui.button("Copy link").on_hover_text(address).clicked() {
                actions.push(Action::Copy(address.to_owned()));
            }
            let open = ui.button("Open in browser").on_hover_text(address);
            if open.clicked() {
                actions.push(Action::Open(address.to_owned()));
            }
        }
        let download = Action::Transfer(TransferAction::Download);
        action_ui(ui, download, 0.0, state, actions);
        let show = Action::Sky(SkyAction::ShowSelected);
        action_ui(ui, show, 0.0, state, actions);
        if let Some(row) = state.shown_row() {
            send_to_ui(ui, row, state, actions);
        }
    });
    if let Some(record) = state.record() {
        let told = format!("From {}", service_title(dataset, record));
        ui.add(Label::new(RichText::new(told).weak()).truncate());
    }
    if let Some(fetching) = state.transfers.of_url(address) {
        progress_ui(ui, fetching, state, actions);
    }
    ui.add_space(SPACE_S);
    let looked = &state.transfers.looked;
    let has_links = !matches!(looked.links, Finding::Nothing);
    let has_picture = !matches!(looked.picture, Finding::Nothing);
    let whole = ui.available_rect_before_wrap();
    let mut right = whole.right();
    let mut place = |ui: &mut Ui, width: f32, add: &mut dyn FnMut(&mut Ui)| {
        let rect = whole.with_max_x(right).with_min_x(right - width);
        right -= width + SPACE_L;
        ui.scope_builder(UiBuilder::new().max_rect(rect), add);
    };
    if has_picture {
        let side = PICTURE.min(whole.height().max(PICTURE / 2.0));
        place(ui, side, &mut |ui| {
            picture_ui(ui, &mut view.picture, looked);
        });
    }
    if has_links {
        place(ui, LINKS, &mut |ui| links_ui(ui, state, actions));
    }
    let rest = whole.with_max_x(right);
    ui.scope_builder(UiBuilder::new().max_rect(rest), |ui| {
        ScrollArea::vertical()
            .id_salt("dataset")
            .auto_shrink([false, false])
            .show(ui, |ui| columns_ui(ui, &fields(dataset)));
    });
    ui.advance_cursor_after_rect(whole);
}

/// Fields in one column, or in two side by side, filled from top to bottom.
fn columns_ui(ui: &mut Ui, fields: &[Field]) {
    if ui.available_width() < TWO_COLUMNS {
        return grid_ui(ui, 0, fields);
    }
    let half = fields.len().div_ceil(2);
    let (left, right) = fields.split_at_checked(half).unwrap_or((fields, &[]));
    ui.columns(2, |columns| {
        for (nr, (ui, part)) in columns.iter_mut().zip([left, right]).enumerate() {
            grid_ui(ui, nr, part);
        }
    });
}

fn grid_ui(ui: &mut Ui, nr: usize, fields: &[Field]) {
    Grid::new(("fields", nr))
        .num_columns(2)
        .min_row_height(FIELD_ROW)
        .spacing(vec2(SPACE_L, 2.0))
        .show(ui, |ui| {
            // Lines of text, not buttons.
            ui.spacing_mut().interact_size.y = FIELD_ROW;
            for field in fields {
                name_ui(ui, field.label).on_hover_text(&field.meaning);
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = SPACE_M;
                    value_ui(ui, field);
                });
                ui.end_row();
            }
        });
}

fn value_ui(ui: &mut Ui, field: &Field) {
    if let Some(reading) = &field.reading {
        ui.add(Label::new(reading).selectable(true))
            .on_hover_text(&field.meaning);
        let raw = RichText::new(&field.value).color(style::palette(ui).weak);
        ui.add(Label::new(raw).truncate().selectable(true));
    } else {
        let value = Label::new(&field.value).truncate().selectable(true);
        ui.add(value);
    }
}
