//! What can be done with several datasets that are selected together.

use super::{head_ui, lines_ui, scrolled_ui};
use crate::{
    discovery::record::Record,
    domain::obscore::ObsColumn,
    gui::{
        action::{Action, Actions, TransferAction, transfer::MOST_FILES},
        format::{counted, size},
        panels::button::action_ui,
        state::State,
    },
};
use eframe::egui::{RichText, Ui};
use std::collections::BTreeSet;

/// Datasets that are looked at for the sum; of more, only the number is told.
const MOST_SUMMED: usize = 2_000;

pub(super) fn several_ui(ui: &mut Ui, state: &State, record: &Record, actions: &mut Actions) {
    let n_selected = state.selection.len();
    let title = format!("{} selected", counted(n_selected as u64, "dataset"));
    head_ui(ui, &title, actions, |ui, actions| {
        for action in [
            TransferAction::CopyLinks,
            TransferAction::DownloadCutouts,
            TransferAction::DownloadAll,
        ] {
            action_ui(ui, Action::Transfer(action), 0.0, state, actions);
        }
    });
    scrolled_ui(ui, "several", |ui| {
        if n_selected <= MOST_SUMMED {
            lines_ui(ui, "sum", &sum(state, record));
        }
        let text = if n_selected > MOST_FILES {
            format!("Download all fetches {MOST_FILES} files at most; select fewer for that.")
        } else {
            format!(
                "Download all fetches each file, three at a time and two from one archive, into {}.",
                state.transfers.folder
            )
        };
        ui.label(RichText::new(text).weak());
        let parts = "Download cut-outs fetches of each only the part in the search region, where its archive can cut it out.";
        ui.label(RichText::new(parts).weak());
        let manifest =
            "Beside the files goes manifest.csv, which says for each dataset what became of it.";
        ui.label(RichText::new(manifest).weak());
        let more = "Copy links copies the address of each, one a line, for a program of your own.";
        ui.label(RichText::new(more).weak());
    });
}

/// What they come to together.
fn sum(state: &State, record: &Record) -> Vec<(&'static str, String)> {
    let rows = state.selection.rows().iter();
    let datasets = rows.filter_map(|row| record.found().row(row));
    let (mut size_kb, mut n_sized, mut n_linked) = (0.0, 0_u64, 0_u64);
    let mut collections = BTreeSet::new();
    for dataset in datasets {
        if let Some(size) = dataset.number(ObsColumn::AccessEstsize) {
            size_kb += size;
            n_sized += 1;
        }
        n_linked += u64::from(dataset.text(ObsColumn::AccessUrl).is_some());
        collections.extend(dataset.text(ObsColumn::ObsCollection));
    }
    let names: Vec<&str> = collections.iter().copied().take(6).collect();
    let more = match collections.len().saturating_sub(names.len()) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let mut lines = vec![("With an address", counted(n_linked, "dataset"))];
    if n_sized > 0 {
        let text = format!("{}, of {}", size(size_kb), counted(n_sized, "dataset"));
        lines.push(("Size", text));
    }
    if !names.is_empty() {
        lines.push(("Collections", format!("{}{more}", names.join(", "))));
    }
    lines
}
