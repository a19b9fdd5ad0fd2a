//! The downloads: how far each is, and what can be done with it.

use super::button::action_ui;
use crate::gui::{
    action::{Action, Actions, TransferAction},
    format::{counted, size},
    state::{
        State,
        transfers::{Fetching, Stage},
    },
    style::{self, SPACE_L, SPACE_M, SPACE_S},
    widgets::{field::line_ui, mark::Mark},
};
use eframe::egui::{
    Align, Color32, Frame, Id, Label, Layout, Margin, ProgressBar, RichText, Role, ScrollArea, Ui,
    WidgetInfo, vec2,
};

/// The height of one download, in points.
const HEIGHT: f32 = 58.0;

/// The width of a bar, in points.
const BAR: f32 = 160.0;

/// All downloads, the newest first. Asks for: what [`TransferAction`] has of downloads, and `Copy`.
pub(crate) fn downloads_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    folder_ui(ui, state, actions);
    let list = &state.transfers.list;
    if list.is_empty() {
        return empty_ui(ui);
    }
    ScrollArea::vertical()
        .id_salt("downloads")
        .auto_shrink([false, false])
        .show_rows(ui, HEIGHT, list.len(), |ui, range| {
            for fetching in list.iter().rev().skip(range.start).take(range.len()) {
                ui.push_id(fetching.id, |ui| row_ui(ui, fetching, state, actions));
            }
        });
}

/// The folder, which can be typed where a desktop has no dialogs.
fn folder_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    Frame::new()
        .inner_margin(Margin::symmetric(8, 6))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = SPACE_M;
                let label = ui.label("Folder");
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    for action in [
                        TransferAction::ClearDone,
                        TransferAction::HaltAll,
                        TransferAction::GoOnAll,
                        TransferAction::ChooseFolder,
                    ] {
                        action_ui(ui, Action::Transfer(action), 0.0, state, actions);
                    }
                    let mut folder = state.transfers.folder.clone();
                    let hint = "the folder that downloads go to";
                    let field = line_ui(ui, Id::unique("downloads folder"), &mut folder, hint);
                    if field.labelled_by(label.id).changed() {
                        actions.push(Action::Transfer(TransferAction::NameFolder(folder)));
                    }
                });
            });
        });
}

fn empty_ui(ui: &mut Ui) {
    let text = "Select a dataset and press Download: its file comes here. Several at once come one after another, \
                no more than two from one archive.";
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        ui.set_max_width(520.0);
        ui.add(Label::new(RichText::new(text).weak()).wrap());
    });
}

fn row_ui(ui: &mut Ui, fetching: &Fetching, state: &State, actions: &mut Actions) {
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), HEIGHT),
        Layout::top_down(Align::Min),
        |ui| {
            ui.set_min_height(HEIGHT);
            Frame::new()
                .inner_margin(Margin::symmetric(12, 2))
                .show(ui, |ui| {
                    let title = RichText::new(name(fetching)).font(style::strong());
                    ui.add(Label::new(title).truncate())
                        .on_hover_text(about(fetching));
                    progress_ui(ui, fetching, state, actions);
                });
        },
    );
}

/// The name of its file, where it has one.
fn name(fetching: &Fetching) -> String {
    let file =
        |path: &std::path::Path| path.file_name().map(|it| it.to_string_lossy().into_owned());
    let name = match &fetching.stage {
        Stage::Done(done) => file(&done.path),
        _ => fetching.progress.as_ref().and_then(|it| file(&it.path)),
    };
    let name = name.map(|name| name.trim_end_matches(".part").to_owned());
    name.unwrap_or_else(|| fetching.wanted.title.clone())
}

/// What it is, whence and whither, in lines.
fn about(fetching: &Fetching) -> String {
    let Fetching {
        wanted, found_by, ..
    } = fetching;
    let mut lines = vec![wanted.title.clone(), wanted.url.clone()];
    lines.push(format!("Folder: {}", wanted.folder.display()));
    if !found_by.is_empty() {
        lines.push(format!("Found by: {found_by}"));
    }
    lines.join("\n")
}

/// How far a download is, and what can be done with it, in one line.
pub(crate) fn progress_ui(ui: &mut Ui, fetching: &Fetching, state: &State, actions: &mut Actions) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_M;
        ui.spacing_mut().button_padding.x = SPACE_M;
        let mark = mark(&fetching.stage);
        mark.ui(ui);
        if let Some(share) = share(fetching) {
            bar_ui(ui, share, mark.colour(style::palette(ui)));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for action in offers(fetching) {
                action_ui(ui, Action::Transfer(action), 0.0, state, actions);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let colour = mark.colour(style::palette(ui));
                let text = RichText::new(status(fetching)).color(colour);
                let label = ui.add(Label::new(text).truncate().selectable(true));
                if let Stage::Failed(trouble) = &fetching.stage
                    && !trouble.details.is_empty()
                {
                    label.on_hover_text(&trouble.details);
                }
            });
        });
    });
}

/// A bar that shows how much there is to come as well, on light and on dark.
fn bar_ui(ui: &mut Ui, share: f32, colour: Color32) {
    ui.scope(|ui| {
        ui.visuals_mut().extreme_bg_color = style::palette(ui).line;
        let bar = ProgressBar::new(share).desired_width(BAR).fill(colour);
        let response = ui.add(bar.desired_height(SPACE_L - SPACE_S));
        response.widget_info(|| {
            let text = format!("{:.0} % of the file", share * 100.0);
            WidgetInfo::labeled(Role::ProgressIndicator, true, text)
        });
    });
}

fn mark(stage: &Stage) -> Mark {
    match stage {
        Stage::Waiting => Mark::Waiting,
        Stage::Coming => Mark::Asking,
        Stage::Halted | Stage::Left => Mark::Stopped,
        Stage::Failed(_) => Mark::Failed,
        Stage::Done(_) => Mark::Good,
    }
}

/// What can be done with it, from the right.
fn offers(fetching: &Fetching) -> Vec<TransferAction> {
    let id = fetching.id;
    match &fetching.stage {
        Stage::Waiting | Stage::Coming => vec![TransferAction::Halt(id)],
        Stage::Halted | Stage::Left | Stage::Failed(_) => {
            vec![TransferAction::Forget(id), TransferAction::GoOn(id)]
        }
        Stage::Done(_) => vec![TransferAction::Forget(id), TransferAction::ShowFolder(id)],
    }
}

/// How much of it has come, from 0 to 1, where that is known and it is not whole.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share is shown in some dozens of points"
)]
fn share(fetching: &Fetching) -> Option<f32> {
    let progress = fetching.progress.as_ref()?;
    let length = progress.length.filter(|length| *length > 0)?;
    let is_whole = matches!(fetching.stage, Stage::Done(_));
    (!is_whole).then(|| progress.bytes as f32 / length as f32)
}

/// How far it is, in words.
pub(super) fn status(fetching: &Fetching) -> String {
    let came = fetching.progress.as_ref().map(|progress| {
        let came = bytes(progress.bytes);
        match progress.length {
            Some(length) => format!("{came} of {}", bytes(length)),
            None => came,
        }
    });
    let with = |word: &str| match &came {
        Some(came) => format!("{word}, {came}"),
        None => word.to_owned(),
    };
    let how = match &fetching.stage {
        Stage::Waiting => with("waits for its turn"),
        Stage::Coming => came.unwrap_or_else(|| "asking the archive …".to_owned()),
        Stage::Halted => with("cancelled"),
        Stage::Left => with("not finished when the program ended"),
        Stage::Failed(trouble) => match &came {
            Some(came) => format!("{} ({came})", trouble.sentence),
            None => trouble.sentence.clone(),
        },
        Stage::Done(done) => format!("{}, {}", bytes(done.bytes), done.path.display()),
    };
    match fetching.n_datasets {
        0 | 1 => how,
        n => format!("{how}, for {n} datasets"),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a size is shown in three digits"
)]
fn bytes(bytes: u64) -> String {
    if bytes < 1000 {
        return counted(bytes, "byte");
    }
    size(bytes as f64 / 1000.0)
}
