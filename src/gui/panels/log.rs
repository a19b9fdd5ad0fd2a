//! What was done, line by line.

use crate::{
    discovery::record::Record,
    gui::{
        action::{Action, Actions},
        format::time_of_day,
        state::{Selected, State},
        widgets::sheet::{Asked, Cell, Column, Sheet, Source},
    },
};
use eframe::egui::Ui;

const COLUMNS: [Column; 2] = [
    Column {
        head: "Time (UTC)",
        note: "When it happened",
        width: 92.0,
        number: false,
    },
    Column {
        head: "What happened",
        note: "",
        width: 600.0,
        number: false,
    },
];

struct Lines<'a>(&'a Record);

impl Source for Lines<'_> {
    fn len(&self) -> usize {
        self.0.log().len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let Some(line) = self.0.log().get(row) else {
            return Cell::default();
        };
        if column == 0 {
            Cell::text(time_of_day(line.at))
        } else {
            Cell::text(line.text.as_str())
        }
    }

    fn copies(&self, _row: usize, _column: usize) -> Vec<(&'static str, String)> {
        let all: Vec<String> = self
            .0
            .log()
            .iter()
            .map(|line| format!("{}\t{}", time_of_day(line.at), line.text))
            .collect();
        vec![("Copy the whole log", all.join("\n"))]
    }
}

/// The log, oldest line first. Asks for: `SelectLine`, `Copy`.
pub(crate) fn log_ui(ui: &mut Ui, state: &State, record: &Record, actions: &mut Actions) {
    let selected = match state.selected {
        Selected::Line(row) => Some(row),
        Selected::Nothing | Selected::Dataset(_) | Selected::Service(_) => None,
    };
    let sheet = Sheet {
        stretch: 1,
        selected,
        follow: true,
        ..Sheet::new("Log", &COLUMNS)
    };
    for asked in sheet.ui(ui, &Lines(record)) {
        match asked {
            Asked::Row(row) => actions.push(Action::SelectLine(row)),
            Asked::Copy(text) => actions.push(Action::Copy(text)),
            _ => {}
        }
    }
}
