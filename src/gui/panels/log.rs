//! What was done, line by line.

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
use std::collections::BTreeSet;

/// How the log is looked at.
#[derive(Debug, Default)]
pub(crate) struct LogView {
    /// The least bad that is shown; `None`: everything.
    pub least: Option<Level>,
    /// The service that is shown; `None`: all.
    pub service: Option<ServiceNr>,
    /// Words that all stand in what is shown.
    pub words: String,
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
    shown: Vec<usize>,
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
        let all = |places: &mut dyn Iterator<Item = usize>| lines_text(self.record, places);
        let own = self.shown.get(place).copied();
        vec![
            ("Copy line", all(&mut own.into_iter())),
            (
                "Copy selected lines",
                all(&mut self.selected.iter().copied()),
            ),
            ("Copy the lines shown", all(&mut self.shown.iter().copied())),
            ("Copy the whole log", all(&mut (0..self.record.log().len()))),
        ]
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
fn lines_text(record: &Record, places: &mut dyn Iterator<Item = usize>) -> String {
    let lines = places.filter_map(|place| record.log().get(place));
    let text = |line: &LogLine| format!("{}\t{}\t{}", time_of_day(line.at), line.level, line.text);
    lines.map(text).collect::<Vec<_>>().join("\n")
}

impl LogView {
    /// The places of the lines that are shown.
    fn shown(&self, record: &Record) -> Vec<usize> {
        let words: Vec<String> = self
            .words
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let is_shown = |line: &LogLine| {
            let text = || format!("{} {}", title(record, line.service), line.text).to_lowercase();
            self.least.is_none_or(|least| least <= line.level)
                && (self.service.is_none() || self.service == line.service)
                && (words.is_empty() || {
                    let text = text();
                    words.iter().all(|word| text.contains(word.as_str()))
                })
        };
        let lines = record.log().iter().enumerate();
        lines
            .filter_map(|(place, line)| is_shown(line).then_some(place))
            .collect()
    }

    fn select(&mut self, lines: &[usize], asked: &Asked, last: Option<usize>) {
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
    let shown = view.shown(record);
    filter_ui(ui, record, view, &shown, actions);
    let lines = Lines {
        record,
        shown: shown.clone(),
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
        ..Sheet::new("Log", &COLUMNS)
    };
    for asked in sheet.ui(ui, &lines) {
        match &asked {
            Asked::Row(place) => {
                if let Some(line) = shown.get(*place) {
                    actions.push(Action::SelectLine(*line));
                }
            }
            Asked::Hovered(place) => {
                if let Some(nr) = shown
                    .get(*place)
                    .and_then(|it| record.log().get(*it)?.service)
                {
                    hover.set(Hovered::Service(nr));
                }
            }
            Asked::Copy(text) => actions.push(Action::Copy(text.clone())),
            Asked::CopySelected => {
                let text = lines_text(record, &mut view.selected.iter().copied());
                actions.push(Action::Copy(text));
            }
            _ => {}
        }
        view.select(&shown, &asked, selected);
    }
}

/// What is shown of the log, and what of it can be copied.
fn filter_ui(
    ui: &mut Ui,
    record: &Record,
    view: &mut LogView,
    shown: &[usize],
    actions: &mut Actions,
) {
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
                    let is_chosen = view.least == least;
                    let is_shown = |line: &&LogLine| least.is_none_or(|it| it <= line.level);
                    let n_lines = record.log().iter().filter(is_shown).count() as u64;
                    let text = RichText::new(format!("{name} {}", count(n_lines))).small();
                    let chip = ui.selectable_label(is_chosen, text);
                    chip.widget_info(|| {
                        WidgetInfo::selected(Role::RadioButton, true, is_chosen, name)
                    });
                    if chip.clicked() {
                        view.least = least;
                    }
                }
                service_ui(ui, record, view);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let copy = ui
                        .button("Copy lines")
                        .on_hover_text("Copy the lines that are shown");
                    if copy.clicked() {
                        let text = lines_text(record, &mut shown.iter().copied());
                        actions.push(Action::Copy(text));
                    }
                    let hint = "Filter: words of the line …";
                    let line = line_ui(ui, Id::unique("log words"), &mut view.words, hint);
                    ui.ctx()
                        .accesskit_node_builder(line.id, |node| node.set_label("Filter the log"));
                });
            });
        });
}

/// The services that there are lines about, to pick one.
fn service_ui(ui: &mut Ui, record: &Record, view: &mut LogView) {
    let all = "All services";
    let chosen = view.service.map(|nr| title(record, Some(nr)));
    let combo = ComboBox::from_id_salt("log service")
        .width(150.0)
        .truncate()
        .selected_text(chosen.unwrap_or(all))
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut view.service, None, all);
            let about: BTreeSet<ServiceNr> = record
                .log()
                .iter()
                .filter_map(|line| line.service)
                .collect();
            for nr in about {
                ui.selectable_value(&mut view.service, Some(nr), title(record, Some(nr)));
            }
        });
    combo
        .response
        .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Service"));
}
