//! What was done, line by line.

mod sieve;

use crate::{
    discovery::{
        event::ServiceNr,
        record::{Level, LogLine, Record},
    },
    gui::{
        action::{Action, Actions},
        format::{count, time_of_day},
        hover::{Hover, Hovered},
        state::{Selected, State},
        style::{SPACE_M, SPACE_S},
        widgets::{
            field::line_ui,
            mark::Mark,
            sheet::{Asked, Cell, Column, Sheet, Source},
        },
    },
};
use eframe::egui::{Align, ComboBox, Frame, Id, Layout, Margin, RichText, Role, Ui, WidgetInfo};
use sieve::{Sieve, Wanted};
use std::collections::BTreeSet;

/// How the log is looked at.
#[derive(Debug, Default)]
pub(crate) struct LogView {
    /// What is looked for.
    pub wanted: Wanted,
    sieve: Sieve,
    /// The lines that are selected, besides the one that the details show.
    selected: BTreeSet<usize>,
}

const COLUMNS: [Column; 4] = [
    column("Time (UTC)", "When it happened", 88.0),
    column("Level", "How bad it is", 92.0),
    column("About", "The service that it is about", 210.0),
    column("What happened", "", 520.0),
];

const fn column(head: &'static str, note: &'static str, width: f32) -> Column {
    Column {
        head,
        note,
        width,
        number: false,
    }
}

struct Lines<'a> {
    record: &'a Record,
    /// The places in the log of the lines that are shown.
    shown: &'a [usize],
    selected: &'a BTreeSet<usize>,
    hovered: Option<ServiceNr>,
}

impl Lines<'_> {
    fn line(&self, place: usize) -> Option<&LogLine> {
        self.record.log().get(*self.shown.get(place)?)
    }
}

impl Source for Lines<'_> {
    fn len(&self) -> usize {
        self.shown.len()
    }

    fn cell(&self, place: usize, column: usize) -> Cell<'_> {
        let Some(line) = self.line(place) else {
            return Cell::default();
        };
        match column {
            0 => Cell::text(time_of_day(line.at)),
            1 => Cell {
                mark: mark(line.level),
                ..Cell::text(line.level.word())
            },
            2 => Cell::text(title(self.record, line.service)),
            _ => Cell::text(told(self.record, line)),
        }
    }

    fn copies(&self, place: usize, _column: usize) -> Vec<(&'static str, String)> {
        let own = self.shown.get(place).copied();
        vec![("Copy line", lines_text(self.record, own))]
    }

    fn menu_ui(&self, ui: &mut Ui, _place: usize, _column: usize, actions: &mut Actions) {
        // What may be long is put together only when it is asked for.
        if self.selected.len() > 1 && ui.button("Copy selected lines").clicked() {
            let selected = self.selected.iter().copied();
            actions.push(Action::Copy(lines_text(self.record, selected)));
            ui.close();
        }
        if ui.button("Copy the lines shown").clicked() {
            let shown = self.shown.iter().copied();
            actions.push(Action::Copy(lines_text(self.record, shown)));
            ui.close();
        }
        if ui.button("Copy the whole log").clicked() {
            let all = 0..self.record.log().len();
            actions.push(Action::Copy(lines_text(self.record, all)));
            ui.close();
        }
    }

    fn is_selected(&self, place: usize) -> bool {
        let line = self.shown.get(place);
        line.is_some_and(|line| self.selected.contains(line))
    }

    fn n_selected(&self) -> usize {
        self.selected.len()
    }

    fn is_hovered(&self, place: usize) -> bool {
        let about = self.line(place).and_then(|line| line.service);
        about.is_some() && about == self.hovered
    }

    fn identity(&self, place: usize) -> usize {
        self.shown.get(place).copied().unwrap_or(place)
    }

    fn place(&self, identity: usize) -> Option<usize> {
        self.shown.binary_search(&identity).ok()
    }
}

fn mark(level: Level) -> Option<Mark> {
    match level {
        Level::Info => None,
        Level::Warning => Some(Mark::Warning),
        Level::Error => Some(Mark::Failed),
    }
}

fn title(record: &Record, service: Option<ServiceNr>) -> &str {
    let state = service.and_then(|nr| record.services().get(nr.index()));
    state.map_or("", |state| state.service.title.as_str())
}

/// What a line says, without the name of its service, which stands beside it.
fn told<'a>(record: &Record, line: &'a LogLine) -> &'a str {
    let state = line
        .service
        .and_then(|nr| record.services().get(nr.index()));
    let rest = state.and_then(|state| {
        let service = &state.service;
        let name = format!("{} {} ({})", service.protocol, service.title, service.ivoid);
        let rest = line.text.strip_prefix(name.as_str())?;
        Some(rest.trim_start_matches(':').trim_start())
    });
    rest.unwrap_or(&line.text)
}

/// Lines of the log, as files and spreadsheets take them.
fn lines_text(record: &Record, places: impl IntoIterator<Item = usize>) -> String {
    let lines = places
        .into_iter()
        .filter_map(|place| record.log().get(place));
    let text = |line: &LogLine| format!("{}\t{}\t{}", time_of_day(line.at), line.level, line.text);
    lines.map(text).collect::<Vec<_>>().join("\n")
}

impl LogView {
    /// Finds out which lines are shown. Of another search nothing is selected yet, and its services are others.
    fn update(&mut self, record: &Record) {
        if self.sieve.is_of_another(record) {
            self.selected.clear();
            self.wanted.service = None;
        }
        self.sieve.update(record, &self.wanted);
    }

    fn select(&mut self, asked: &Asked, last: Option<usize>) {
        let lines = &self.sieve.shown;
        match asked {
            Asked::Row(place) => {
                self.selected = lines.get(*place).copied().into_iter().collect();
            }
            Asked::Toggle(place) => {
                if let Some(line) = lines.get(*place)
                    && !self.selected.remove(line)
                {
                    self.selected.insert(*line);
                }
            }
            Asked::UpTo(place) => {
                let from = last.unwrap_or(*place);
                let (from, to) = (from.min(*place), from.max(*place));
                self.selected = lines
                    .get(from..=to)
                    .unwrap_or_default()
                    .iter()
                    .copied()
                    .collect();
            }
            Asked::All => self.selected = lines.iter().copied().collect(),
            _ => {}
        }
    }
}

/// The log, oldest line first. Asks for: `SelectLine`, `Copy`.
pub(crate) fn log_ui(
    ui: &mut Ui,
    (state, record): (&State, &Record),
    view: &mut LogView,
    hover: &mut Hover,
    actions: &mut Actions,
) {
    view.update(record);
    filter_ui(ui, record, view, actions);
    let lines = Lines {
        record,
        shown: &view.sieve.shown,
        selected: &view.selected,
        hovered: match hover.now() {
            Hovered::Service(nr) => Some(nr),
            Hovered::Nothing | Hovered::Dataset(_) => None,
        },
    };
    let selected = match state.selected {
        Selected::Line(line) => lines.place(line),
        Selected::Nothing | Selected::Dataset(_) | Selected::Service(_) => None,
    };
    let sheet = Sheet {
        stretch: 3,
        selected,
        follow: true,
        // The next search is followed again, wherever this one was left.
        arrangement: record.id().0.into(),
        ..Sheet::new("Log", &COLUMNS)
    };
    for asked in sheet.ui(ui, &lines) {
        let line_at = |place: &usize| view.sieve.shown.get(*place).copied();
        match &asked {
            Asked::Row(place) => {
                if let Some(line) = line_at(place) {
                    actions.push(Action::SelectLine(line));
                }
            }
            Asked::Hovered(place) => {
                if let Some(nr) = line_at(place).and_then(|it| record.log().get(it)?.service) {
                    hover.set(Hovered::Service(nr));
                }
            }
            Asked::Copy(text) => actions.push(Action::Copy(text.clone())),
            Asked::CopySelected => {
                let text = lines_text(record, view.selected.iter().copied());
                actions.push(Action::Copy(text));
            }
            Asked::Act(action) => actions.push(action.clone()),
            _ => {}
        }
        view.select(&asked, selected);
    }
}

/// What is shown of the log, and what of it can be copied.
fn filter_ui(ui: &mut Ui, record: &Record, view: &mut LogView, actions: &mut Actions) {
    Frame::new()
        .inner_margin(Margin::symmetric(8, 6))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = SPACE_S;
                ui.spacing_mut().button_padding.x = SPACE_M;
                for (least, name) in [
                    (None, "Everything"),
                    (Some(Level::Warning), "Warnings and errors"),
                    (Some(Level::Error), "Errors"),
                ] {
                    let is_chosen = view.wanted.least == least;
                    let n_lines = view.sieve.count(least);
                    let text = RichText::new(format!("{name} {}", count(n_lines))).small();
                    let chip = ui.selectable_label(is_chosen, text);
                    chip.widget_info(|| {
                        WidgetInfo::selected(Role::RadioButton, true, is_chosen, name)
                    });
                    if chip.clicked() {
                        view.wanted.least = least;
                    }
                }
                service_ui(ui, record, view);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let copy = ui
                        .button("Copy lines")
                        .on_hover_text("Copy the lines that are shown");
                    if copy.clicked() {
                        let text = lines_text(record, view.sieve.shown.iter().copied());
                        actions.push(Action::Copy(text));
                    }
                    let hint = "Filter: words of the line …";
                    let line = line_ui(ui, Id::unique("log words"), &mut view.wanted.words, hint);
                    ui.ctx()
                        .accesskit_node_builder(line.id, |node| node.set_label("Filter the log"));
                });
            });
        });
}

/// The services that there are lines about, to pick one.
fn service_ui(ui: &mut Ui, record: &Record, view: &mut LogView) {
    let all = "All services";
    let chosen = view.wanted.service.map(|nr| title(record, Some(nr)));
    let combo = ComboBox::from_id_salt("log service")
        .width(150.0)
        .truncate()
        .selected_text(chosen.unwrap_or(all))
        .show_ui(ui, |ui| {
            let service = &mut view.wanted.service;
            ui.selectable_value(service, None, all);
            for nr in view.sieve.about.iter().copied() {
                ui.selectable_value(service, Some(nr), title(record, Some(nr)));
            }
        });
    combo
        .response
        .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Service"));
}
