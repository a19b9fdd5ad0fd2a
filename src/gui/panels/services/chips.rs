//! The summary above the table of services: how many there are of each kind, and what they come to by protocol. A click
//! on any of it shows only those.

use super::action_ui;
use crate::{
    discovery::record::Record,
    gui::{
        action::{Action, Actions},
        format::{count, counted},
        panels::{
            service_order::{Choice, Total, totals},
            service_rows::counts,
        },
        state::State,
        style::{self, SPACE_M, SPACE_S},
        widgets::field::line_ui,
    },
};
use eframe::egui::{
    Align, Button, Color32, Frame, Id, Layout, Margin, Response, RichText, Role, Ui, WidgetInfo,
    vec2,
};

/// The width of the line for words, in points.
const WORDS: f32 = 220.0;

/// How many there are of each kind; at the right, what can be done about those that did not tell all.
pub(super) fn filters_ui(
    ui: &mut Ui,
    (state, record): (&State, &Record),
    choice: &mut Choice,
    actions: &mut Actions,
) {
    strip_ui(ui, |ui| {
        for (filter, number) in counts(record) {
            let palette = style::palette(ui);
            let colour = filter.mark().map(|mark| mark.colour(palette));
            let colour = match colour {
                _ if number == 0 => palette.weak,
                Some(colour) => colour,
                None => palette.text,
            };
            let text = format!("{} {}", filter.word(), count(number));
            let chip = chip_ui(ui, &text, colour, (choice.filter == filter, filter.word()));
            if chip.clicked() {
                choice.filter = filter;
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
}

/// What the services come to by protocol; at the right, the words to look for.
pub(super) fn totals_ui(ui: &mut Ui, record: &Record, choice: &mut Choice) {
    strip_ui(ui, |ui| {
        for total in totals(record) {
            let palette = style::palette(ui);
            let is_chosen = choice.protocol == Some(total.protocol);
            let name = total.protocol.name();
            let chip = chip_ui(ui, &told(&total), palette.text, (is_chosen, name))
                .on_hover_text("Services asked of those to ask, failed ones, datasets new by them");
            if chip.clicked() {
                choice.protocol = (!is_chosen).then_some(total.protocol);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.set_max_width(WORDS.min(ui.available_width()));
            let hint = "Filter: words of title, message …";
            let line = line_ui(ui, Id::unique("services words"), &mut choice.words, hint);
            ui.ctx()
                .accesskit_node_builder(line.id, |node| node.set_label("Filter services"));
        });
    });
}

/// What the services of a protocol come to, in a few words.
fn told(total: &Total) -> String {
    let failed = match total.failed {
        0 => String::new(),
        n => format!(", {} failed", count(n)),
    };
    let asked = if total.asked == total.to_ask {
        count(total.asked)
    } else {
        format!("{} of {}", count(total.asked), count(total.to_ask))
    };
    format!(
        "{}: {asked} asked{failed}, {}",
        total.protocol.name(),
        counted(total.new, "dataset")
    )
}

fn strip_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    Frame::new()
        .inner_margin(Margin::symmetric(8, 3))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = SPACE_S;
                ui.spacing_mut().button_padding.x = SPACE_M;
                add(ui);
            });
        });
}

fn chip_ui(
    ui: &mut Ui,
    text: &str,
    colour: Color32,
    (is_chosen, name): (bool, &'static str),
) -> Response {
    let palette = style::palette(ui);
    let fill = if is_chosen {
        palette.selected
    } else {
        palette.page
    };
    let button = Button::new(RichText::new(text).small().color(colour))
        .fill(fill)
        .corner_radius(12)
        .min_size(vec2(0.0, 24.0));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, name));
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_description(text));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service::Protocol;

    #[test]
    fn a_total_is_told_in_a_few_words() {
        let total = Total {
            protocol: Protocol::ObsCore,
            to_ask: 12,
            asked: 12,
            failed: 2,
            new: 1340,
        };
        assert_eq!(told(&total), "ObsCore: 12 asked, 2 failed, 1,340 datasets");
        let running = Total {
            asked: 3,
            failed: 0,
            new: 1,
            ..total
        };
        assert_eq!(told(&running), "ObsCore: 3 of 12 asked, 1 dataset");
    }
}
