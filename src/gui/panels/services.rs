//! What became of each service: one row a service, with a summary above.

mod chips;
mod marked;

use super::button::{action_ui, entry_ui};
use super::service_order::Choice;
use super::service_rows::{Row, row};
use crate::{
    discovery::{
        event::{RunId, ServiceNr},
        record::{Place, Record, ServiceState},
    },
    gui::{
        action::{Action, Actions, SampAction, ServiceAction},
        format::{count, took},
        hover::{Hover, Hovered},
        state::{Selected, State},
        widgets::sheet::{Asked, Cell, Column, Heads, Sheet, SortedBy, Source},
    },
};
use chips::{filters_ui, totals_ui};
use eframe::egui::Ui;
use marked::Marked;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// How the services are looked at.
#[derive(Debug, Default)]
pub(crate) struct ServicesView {
    /// Which of them are shown, and in which order.
    pub choice: Choice,
    /// Those that told of datasets that are selected.
    marked: Marked,
}

/// The columns, in the order of [`Sort::ALL`](super::service_order::Sort::ALL).
const COLUMNS: [Column; 8] = [
    column("State", "What became of it", 104.0, false),
    column("Protocol", "How it is asked", 78.0, false),
    column("Service", "Its title in the registry", 230.0, false),
    column("Received", "Rows that it gave", 82.0, true),
    column("Matched", "Rows that match the question", 82.0, true),
    column(
        "New",
        "Datasets that no other service had told of",
        66.0,
        true,
    ),
    column(
        "Time",
        "How long it took; while it is asked, of how long it may take",
        96.0,
        true,
    ),
    column(
        "Message",
        "What it said, or why it is not asked and which service stands in for it",
        220.0,
        false,
    ),
];

const fn column(head: &'static str, note: &'static str, width: f32, number: bool) -> Column {
    Column {
        head,
        note,
        width,
        number,
    }
}

/// The columns in a table of this width: where there is room, titles have their part of it.
fn columns(width: f32) -> [Column; 8] {
    let more = ((width - USUAL_WIDTH) * 0.3).clamp(0.0, 200.0).floor();
    COLUMNS.map(|column| Column {
        width: match column.head {
            "Service" => column.width + more,
            _ => column.width,
        },
        ..column
    })
}

/// The width of the table in a window of 1280 points.
const USUAL_WIDTH: f32 = 980.0;

struct Rows<'a> {
    state: &'a State,
    record: &'a Record,
    order: Vec<ServiceNr>,
    marked: &'a Marked,
    hovered: Option<ServiceNr>,
    /// The most datasets that one of all services told of first.
    most_new: u64,
}

impl Rows<'_> {
    fn service(&self, place: usize) -> Option<&ServiceState> {
        let nr = self.order.get(place)?;
        self.record.services().get(nr.index())
    }

    fn row(&self, place: usize) -> Option<Row<'_>> {
        Some(row(self.record, self.service(place)?))
    }
}

impl Source for Rows<'_> {
    fn len(&self) -> usize {
        self.order.len()
    }

    fn cell(&self, place: usize, column: usize) -> Cell<'_> {
        let Some(row) = self.row(place) else {
            return Cell::default();
        };
        let number = |number: Option<u64>| Cell::text(number.map(count).unwrap_or_default());
        match column {
            0 => Cell {
                mark: Some(row.mark),
                ..Cell::text(row.word)
            },
            1 => Cell::text(row.protocol),
            2 => Cell::text(row.title),
            3 => number(row.received),
            4 => number(row.matched),
            5 => Cell {
                share: share(row.new, self.most_new),
                ..number(row.new)
            },
            6 => Cell {
                share: row.slowness(self.record),
                ..Cell::text(time(&row))
            },
            _ => Cell::text(row.message),
        }
    }

    fn hover(&self, place: usize, _column: usize) -> Option<String> {
        let service = self.service(place)?;
        let row = row(self.record, service);
        let told = match self.marked.count(*self.order.get(place)?) {
            0 => String::new(),
            n => format!("\n{} of its datasets selected", count(n)),
        };
        let message = if row.message.is_empty() {
            String::new()
        } else {
            format!("\n{}", row.message)
        };
        Some(format!(
            "{}\n{}{message}{told}",
            row.title, service.service.ivoid
        ))
    }

    fn copies(&self, place: usize, _column: usize) -> Vec<(&'static str, String)> {
        let Some(state) = self.service(place) else {
            return Vec::new();
        };
        vec![("Copy address", state.service.access_url.clone())]
    }

    fn menu_ui(&self, ui: &mut Ui, place: usize, _column: usize, actions: &mut Actions) {
        let Some(nr) = self.order.get(place).copied() else {
            return;
        };
        for action in [
            Action::Service(ServiceAction::CopyIvoid(nr)),
            Action::Service(ServiceAction::CopyCurl(nr)),
            Action::Service(ServiceAction::OpenRecord(nr)),
        ] {
            entry_ui(ui, &action, self.state, actions);
        }
        if let Some(service) = self.record.services().get(nr.index()) {
            let only = SampAction::AskOnly([service.service.ivoid.clone()].into());
            entry_ui(ui, &Action::Samp(only), self.state, actions);
        }
        // A click with either button selects the row, so that these are about it.
        if self.state.selected == Selected::Service(nr) {
            ui.separator();
            for action in [Action::AskAgain, Action::AskForMore, Action::AskInParts] {
                entry_ui(ui, &action, self.state, actions);
            }
        }
    }

    fn is_selected(&self, place: usize) -> bool {
        let nr = self.order.get(place);
        nr.is_some_and(|nr| self.marked.count(*nr) > 0)
    }

    fn is_hovered(&self, place: usize) -> bool {
        let nr = self.order.get(place);
        nr.is_some() && self.hovered == nr.copied()
    }
}

/// The most datasets that one service told of first.
fn most_new(record: &Record) -> u64 {
    let new = |state: &ServiceState| match &state.place {
        Place::Done(report) => report.new,
        Place::LeftOut(_) | Place::Waiting | Place::Asking { .. } => 0,
    };
    record.services().iter().map(new).max().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "the length of a bar")]
fn share(part: Option<u64>, whole: u64) -> f32 {
    part.map_or(0.0, |part| part as f32 / whole.max(1) as f32)
}

/// How long it took; while it is asked, of how long it may take.
fn time(row: &Row<'_>) -> String {
    match (row.took, row.limit) {
        (Some(so_far), Some(limit)) => {
            format!("{} of {} s", so_far.as_secs(), limit.as_secs())
        }
        (Some(all), None) => took(all),
        (None, _) => String::new(),
    }
}

/// The table, with what to show of it. Asks for: `SelectService`, `Copy`, what asks services again, and what
/// [`ServiceAction`] has.
pub(crate) fn services_ui(
    ui: &mut Ui,
    (state, record): (&State, &Record),
    view: &mut ServicesView,
    hover: &mut Hover,
    actions: &mut Actions,
) {
    filters_ui(ui, (state, record), &mut view.choice, actions);
    totals_ui(ui, record, &mut view.choice);
    view.marked.update(state, record);
    let rows = Rows {
        state,
        record,
        order: view.choice.ordered(record),
        marked: &view.marked,
        hovered: hovered(hover, record),
        most_new: most_new(record),
    };
    let selected = match state.selected {
        Selected::Service(nr) => rows.order.iter().position(|other| *other == nr),
        Selected::Nothing | Selected::Dataset(_) | Selected::Line(_) => None,
    };
    let sorted = [SortedBy {
        column: view.choice.sort.column(),
        direction: view.choice.direction(),
    }];
    let columns = columns(ui.available_width());
    let sheet = Sheet {
        stretch: 7,
        heads: Heads::Sort(&sorted),
        selected,
        arrangement: arrangement(&view.choice, record.id()),
        ..Sheet::new("Services", &columns)
    };
    let mut head = None;
    for asked in sheet.ui(ui, &rows) {
        match asked {
            Asked::Row(place) | Asked::Toggle(place) | Asked::UpTo(place) => {
                if let Some(nr) = rows.order.get(place) {
                    actions.push(Action::SelectService(*nr));
                }
            }
            Asked::Hovered(place) => {
                if let Some(nr) = rows.order.get(place) {
                    hover.set(Hovered::Service(*nr));
                }
            }
            Asked::Head(column) | Asked::HeadToo(column) => head = Some(column),
            Asked::Copy(text) => actions.push(Action::Copy(text)),
            Asked::Act(action) => actions.push(action),
            Asked::All
            | Asked::Move(..)
            | Asked::Width(..)
            | Asked::CopySelected
            | Asked::Dragged(_) => {}
        }
    }
    if let Some(column) = head {
        view.choice.sort_by(column);
    }
}

/// Another number for another choice or another search: then the first row is shown. While services change places by themselves, the view
/// stays where it is and not with its rows: what deserves a look comes to the top, and must be seen there.
fn arrangement(choice: &Choice, of: RunId) -> u64 {
    let mut hasher = DefaultHasher::new();
    (choice, of.0).hash(&mut hasher);
    hasher.finish()
}

/// The service under the pointer, or the one that told of the dataset under it.
fn hovered(hover: &Hover, record: &Record) -> Option<ServiceNr> {
    match hover.now() {
        Hovered::Nothing => None,
        Hovered::Service(nr) => Some(nr),
        Hovered::Dataset(row) => record.service_of(record.found().row(row)?),
    }
}
