//! Datasets that are dragged from the table onto another program, within this window.

use crate::{
    discovery::event::RunId,
    domain::row_set::RowSet,
    gui::{
        action::{Action, Actions, Part, SampAction},
        format::counted,
        selection::Combine,
        state::State,
        style::{self, SPACE_M, SPACE_S},
    },
    samp::To,
};
use eframe::egui::{Context, DragAndDrop, Id, LayerId, Order, Rect, Stroke, StrokeKind, Ui, vec2};
use std::{sync::Arc, time::Duration};

/// How long the pointer rests on a tab before the tab opens, in seconds.
const REST: f64 = 0.5;

/// How far the label stands from the pointer, in points.
const BESIDE: f32 = 16.0;

/// What is dragged.
#[derive(Debug)]
struct Load {
    run: RunId,
    rows: Arc<RowSet>,
}

impl Load {
    /// What is dragged now, where it is of the search that is shown.
    fn of(ctx: &Context, state: &State) -> Option<Arc<Self>> {
        let load = DragAndDrop::payload::<Self>(ctx)?;
        state.shows(load.run).then_some(load)
    }

    fn words(&self) -> String {
        counted(self.rows.len() as u64, "dataset")
    }

    /// As what it goes to a program: as a table; a single dataset to one that takes no tables, as what that takes.
    fn offer(&self, to: &To, state: &State) -> Result<SampAction, String> {
        // What is dragged is selected only when it is dropped.
        let why = match SampAction::SendTable(Part::All, to.clone()).possible(state) {
            Ok(()) => return Ok(SampAction::SendTable(Part::Selected, to.clone())),
            Err(why) => why,
        };
        let only = self.rows.first().filter(|_| self.rows.len() == 1);
        let alone = [
            SampAction::SendImage(only, to.clone()),
            SampAction::SendSpectrum(only, to.clone()),
        ];
        let mut alone = alone.into_iter().filter(|_| only.is_some());
        alone
            .find(|action| action.possible(state).is_ok())
            .ok_or(why)
    }
}

/// Takes up the dataset in a row, or all that are selected where it is one of them.
pub(super) fn take_up(ctx: &Context, state: &State, row: usize) {
    let Some(record) = state.record() else { return };
    let rows = if state.selection.contains(row) {
        Arc::clone(state.selection.rows())
    } else {
        Arc::new(RowSet::from_iter([row]))
    };
    let run = record.id();
    DragAndDrop::set_payload(ctx, Load { run, rows });
}

/// A place where what is dragged can be dropped; it shows itself meanwhile. Asks for: `SelectRows`, and what
/// [`SampAction`] has to send.
pub(super) fn target_ui(ui: &Ui, rect: Rect, to: &To, state: &State, actions: &mut Actions) {
    let Some(load) = Load::of(ui.ctx(), state) else {
        return;
    };
    let palette = style::palette(ui);
    let offer = load.offer(to, state);
    let is_pointed = ui.rect_contains_pointer(rect);
    let (width, colour) = match (&offer, is_pointed) {
        (Ok(_), true) => (2.0, palette.accent),
        (Ok(_), false) => (1.0, palette.accent),
        (Err(_), true) => (2.0, palette.error),
        (Err(_), false) => return,
    };
    let line = Stroke::new(width, colour);
    ui.painter()
        .rect_stroke(rect, 4.0, line, StrokeKind::Inside);
    if !is_pointed {
        return;
    }
    let told = match &offer {
        Ok(_) => format!("{} to {}", load.words(), state.programs.name_of(to)),
        Err(why) => format!("{}: {why}", load.words()),
    };
    ui.data_mut(|data| data.insert_temp(told_id(), told));
    if ui.input(|input| input.pointer.primary_released())
        && let Ok(action) = offer
    {
        DragAndDrop::clear_payload(ui.ctx());
        if state.selection.rows() != &load.rows {
            let rows = Arc::clone(&load.rows);
            actions.push(Action::SelectRows(load.run, rows, Combine::Replace));
        }
        actions.push(Action::Samp(action));
    }
}

/// Opens a list when what is dragged rests on its tab.
pub(super) fn tab_ui(ui: &Ui, rect: Rect, show: &Action, state: &State, actions: &mut Actions) {
    let id = Id::unique(("rests on", show.name()));
    let is_on = Load::of(ui.ctx(), state).is_some() && ui.rect_contains_pointer(rect);
    if !is_on {
        return ui.data_mut(|data| data.remove::<f64>(id));
    }
    let now = ui.input(|input| input.time);
    let since = ui.data_mut(|data| *data.get_temp_mut_or(id, now));
    if now - since >= REST {
        actions.push(show.clone());
    } else {
        let left = Duration::from_secs_f64(REST - (now - since));
        ui.ctx().request_repaint_after(left);
    }
}

/// Says beside the pointer what is dragged, and where it would go. Comes after all targets.
pub(super) fn label_ui(ui: &Ui, state: &State) {
    let told = ui.data_mut(|data| data.remove_temp::<String>(told_id()));
    let Some(load) = Load::of(ui.ctx(), state) else {
        return;
    };
    let Some(at) = ui.ctx().pointer_latest_pos() else {
        return;
    };
    let palette = style::palette(ui);
    let layer = LayerId::new(Order::Tooltip, Id::unique("what is dragged"));
    let painter = ui.ctx().layer_painter(layer);
    let text = told.unwrap_or_else(|| load.words());
    let screen = ui.ctx().content_rect();
    let most = (screen.width() / 2.0).min(360.0);
    let galley = painter.layout(text, style::small_strong(), palette.text, most);
    let size = galley.size() + 2.0 * vec2(SPACE_M, SPACE_S);
    let corner = at + vec2(BESIDE, BESIDE);
    let corner = corner.min(screen.max - size).max(screen.min);
    let rect = Rect::from_min_size(corner, size);
    painter.rect_filled(rect, 4.0, palette.panel);
    let line = Stroke::new(1.0, palette.edge);
    painter.rect_stroke(rect, 4.0, line, StrokeKind::Inside);
    painter.galley(corner + vec2(SPACE_M, SPACE_S), galley, palette.text);
}

fn told_id() -> Id {
    Id::unique("told of what is dragged")
}
