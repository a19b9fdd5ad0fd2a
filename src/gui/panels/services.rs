//! What became of each service: one row a service.

use super::button::action_ui;
use super::service_rows::{Filter, Row, Sort, counts, ordered, row};
use crate::{
    discovery::{event::ServiceNr, record::Record},
    gui::{
        action::{Action, Actions},
        format::{count, took},
        state::{Selected, State},
        style::{self, SPACE_M, SPACE_S},
        widgets::sheet::{Asked, Cell, Column, Heads, Sheet, SortedBy, Source},
    },
};
use eframe::egui::{Align, Button, Frame, Layout, Margin, RichText, Role, Ui, WidgetInfo, vec2};

/// How the services are looked at.
#[derive(Debug, Default)]
pub(crate) struct ServicesView {
    /// Which of them are shown.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
}

/// The columns, in the order of [`Sort::ALL`].
const COLUMNS: [Column; 8] = [
    column("State", "What became of it", 112.0, false),
    column("Protocol", "How it is asked", 78.0, false),
    column("Service", "Its title in the registry", 230.0, false),
    column("Received", "Rows that it gave", 78.0, true),
    column("Matched", "Rows that match the question", 78.0, true),
    column(
        "New",
        "Datasets that no other service had told of",
        66.0,
        true,
    ),
    column("Time", "How long it took", 66.0, true),
    column(
        "Message",
        "What it said, or why it is not asked",
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

struct Rows<'a> {
    record: &'a Record,
    order: Vec<ServiceNr>,
}

impl Rows<'_> {
    fn row(&self, place: usize) -> Option<Row<'_>> {
        let nr = *self.order.get(place)?;
        Some(row(self.record, self.record.services().get(nr.index())?))
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
                text: row.word.into(),
                mark: Some(row.mark),
                colour: None,
            },
            1 => Cell::text(row.protocol),
            2 => Cell::text(row.title),
            3 => number(row.received),
            4 => number(row.matched),
            5 => number(row.new),
            6 => Cell::text(row.took.map(took).unwrap_or_default()),
            _ => Cell::text(row.message),
        }
    }

    fn copies(&self, place: usize, _column: usize) -> Vec<(&'static str, String)> {
        let nr = self.order.get(place);
        let Some(state) = nr.and_then(|nr| self.record.services().get(nr.index())) else {
            return Vec::new();
        };
        vec![
            ("Copy IVOID", state.service.ivoid.to_string()),
            ("Copy address", state.service.access_url.clone()),
        ]
    }
}

/// The table, with what to show of it. Asks for: `SelectService`, `Copy`, `AskAllAgain`, `AskAllInParts`.
pub(crate) fn services_ui(
    ui: &mut Ui,
    state: &State,
    record: &Record,
    view: &mut ServicesView,
    actions: &mut Actions,
) {
    filters_ui(ui, state, view, actions);
    let rows = Rows {
        record,
        order: ordered(record, view.filter, view.sort),
    };
    let selected = match state.selected {
        Selected::Service(nr) => rows.order.iter().position(|other| *other == nr),
        Selected::Nothing | Selected::Dataset(_) | Selected::Line(_) => None,
    };
    let sorted = [SortedBy {
        column: view.sort.column(),
        direction: view.sort.direction(),
    }];
    let sheet = Sheet {
        stretch: 7,
        heads: Heads::Sort(&sorted),
        selected,
        ..Sheet::new("Services", &COLUMNS)
    };
    for asked in sheet.ui(ui, &rows) {
        match asked {
            Asked::Row(place) => {
                if let Some(nr) = rows.order.get(place) {
                    actions.push(Action::SelectService(*nr));
                }
            }
            Asked::Head(column) => view.sort = view.sort.by(column),
            Asked::Copy(text) => actions.push(Action::Copy(text)),
            _ => {}
        }
    }
}

/// How many there are of each kind; a click shows only those. At the right, what can be done about those that did not
/// tell all.
fn filters_ui(ui: &mut Ui, state: &State, view: &mut ServicesView, actions: &mut Actions) {
    let Some(record) = state.record() else { return };
    Frame::new()
        .inner_margin(Margin::symmetric(8, 6))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = SPACE_S;
                ui.spacing_mut().button_padding.x = SPACE_M;
                for (filter, number) in counts(record) {
                    let word = format!("{} {}", filter.word(), count(number));
                    let colour = filter.mark().map(|mark| mark.colour(style::palette(ui)));
                    let chosen = view.filter == filter;
                    let palette = style::palette(ui);
                    let text = RichText::new(word).small().color(match colour {
                        _ if number == 0 => palette.weak,
                        Some(colour) => colour,
                        None => palette.text,
                    });
                    let fill = if chosen {
                        palette.selected
                    } else {
                        palette.page
                    };
                    let button = Button::new(text)
                        .fill(fill)
                        .corner_radius(12)
                        .min_size(vec2(0.0, 24.0));
                    let response = ui.add(button);
                    response.widget_info(|| {
                        WidgetInfo::selected(Role::RadioButton, true, chosen, filter.word())
                    });
                    if response.clicked() {
                        view.filter = filter;
                    }
                }
                let remedies = [Action::AskAllAgain, Action::AskAllInParts];
                let possible = remedies.map(|it| Some(it).filter(|it| it.possible(state).is_ok()));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    for action in possible.into_iter().flatten() {
                        action_ui(ui, action, 0.0, state, actions);
                    }
                });
            });
        });
}
