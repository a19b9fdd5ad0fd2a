//! The foot of the window: message, progress, and tkdiscover's counter.

use crate::{
    discovery::{estimate, record::Record},
    gui::{
        state::{Stage, State},
        style::{self, SPACE_M},
        widgets::mark::Mark,
    },
};
use eframe::egui::{Align, Label, Layout, ProgressBar, RichText, Role, Sense, Ui, WidgetInfo};
use std::time::{Duration, SystemTime};

/// The bar. Asks for nothing.
pub(crate) fn status_bar_ui(ui: &mut Ui, state: &State) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = SPACE_M;
        counter_ui(ui, state);
        ui.separator();
        progress_ui(ui, state);
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

/// How far a search is, and how long it will probably go on.
fn progress_ui(ui: &mut Ui, state: &State) {
    let Some(record) = state.record().filter(|_| state.is_searching()) else {
        return;
    };
    let left = estimate::left(record, SystemTime::now()).map(about);
    if let Some(left) = &left {
        let label = Label::new(RichText::new(left).color(style::palette(ui).weak));
        ui.add(label.sense(Sense::hover())).on_hover_text(
            "Judged by how long the services took so far; one that hangs is waited for until its time-out",
        );
    }
    let Some(done) = progress(record) else { return };
    let bar = ProgressBar::new(done)
        .desired_width(160.0)
        .desired_height(6.0)
        .fill(style::palette(ui).accent);
    let response = ui.add(bar);
    response.widget_info(|| {
        let left = left.as_deref().unwrap_or_default();
        let text = format!("{:.0} % of the services asked {left}", done * 100.0);
        WidgetInfo::labeled(Role::ProgressIndicator, true, text)
    });
}

/// A time to wait in words, no finer than it can be known.
fn about(left: Duration) -> String {
    let seconds = left.as_secs_f64().ceil();
    let step = match seconds {
        ..=5.0 => 1.0,
        ..=30.0 => 5.0,
        _ => 10.0,
    };
    let seconds = (seconds / step).ceil() * step;
    if seconds > 90.0 {
        format!("about {:.0} min left", (seconds / 60.0).ceil())
    } else {
        format!("about {seconds:.0} s left")
    }
}

/// Which part of the services has been asked.
fn progress(record: &Record) -> Option<f32> {
    let counts = record.counts();
    let all = counts.to_ask + counts.asked;
    (all > 0).then(|| fraction(counts.asked, all))
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred services")]
fn fraction(part: usize, whole: usize) -> f32 {
    part as f32 / whole as f32
}

#[cfg(test)]
mod tests {
    use super::about;
    use std::time::Duration;

    #[test]
    fn a_time_to_wait_is_no_finer_than_it_can_be_known() {
        let check = |millis, expected: &str| {
            assert_eq!(about(Duration::from_millis(millis)), expected);
        };
        check(0, "about 0 s left");
        check(3_200, "about 4 s left");
        check(11_000, "about 15 s left");
        check(31_000, "about 40 s left");
        check(90_000, "about 90 s left");
        check(95_000, "about 2 min left");
    }
}
