//! The foot of the window: message, progress, and tkdiscover's counter.

use crate::{
    discovery::record::Record,
    gui::{
        state::{Stage, State},
        style::{self, SPACE_M},
        widgets::mark::Mark,
    },
};
use eframe::egui::{Align, Label, Layout, ProgressBar, RichText, Sense, Ui};

/// The bar. Asks for nothing.
pub(crate) fn status_bar_ui(ui: &mut Ui, state: &State) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = SPACE_M;
        counter_ui(ui, state);
        ui.separator();
        if let Some(done) = progress(state) {
            let bar = ProgressBar::new(done)
                .desired_width(160.0)
                .desired_height(6.0)
                .fill(style::palette(ui).accent);
            ui.add(bar);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            message_ui(ui, state);
        });
    });
}

/// What happens now, in a sentence.
fn message_ui(ui: &mut Ui, state: &State) {
    let palette = style::palette(ui);
    let (mark, text) = match &state.search {
        None => (None, "Ready".to_owned()),
        Some(search) => match search.stage {
            Stage::Running => (Some(Mark::Asking), search.record.message()),
            Stage::Stopping => (Some(Mark::Asking), "Stopping".to_owned()),
            Stage::Ended => (None, search.record.message()),
        },
    };
    if let Some(mark) = mark {
        mark.ui(ui);
    }
    ui.add(Label::new(RichText::new(text).color(palette.text)).truncate());
}

/// The counter, and under the pointer what its numbers mean.
fn counter_ui(ui: &mut Ui, state: &State) {
    let counts = state.record().map(Record::counts);
    let text = counts
        .as_ref()
        .map_or_else(|| "0 / 0 / 0: 0".to_owned(), ToString::to_string);
    let label = Label::new(RichText::new(text).font(style::strong())).sense(Sense::hover());
    ui.add(label).on_hover_ui(|ui| {
        ui.label(RichText::new("to ask / asked / failed: datasets").font(style::strong()));
        ui.label(
            "Services still to ask (0 after Stop), services asked so far (those that failed \
             included), services that failed; and after the colon the datasets found.",
        );
    });
}

/// Which part of the services has been asked, while a search runs.
fn progress(state: &State) -> Option<f32> {
    if !state.is_searching() {
        return None;
    }
    let counts = state.record()?.counts();
    let all = counts.to_ask + counts.asked;
    (all > 0).then(|| fraction(counts.asked, all))
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred services")]
fn fraction(part: usize, whole: usize) -> f32 {
    part as f32 / whole as f32
}
