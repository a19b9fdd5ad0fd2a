//! Which services alone are asked, where they were chosen.

use crate::{
    discovery::record::Record,
    domain::ivoid::Ivoid,
    gui::{
        action::{Action, Actions, SampAction},
        format::counted,
        panels::button::action_ui,
        state::State,
        style::{self, SPACE_M, SPACE_S},
    },
};
use eframe::egui::{Align, Label, Layout, RichText, Ui, vec2};

/// Services that are named.
const MOST_NAMED: usize = 3;

/// Services whose identifiers show under the pointer.
const MOST_LISTED: usize = 20;

/// Which services are asked, and the way back to those that the registry names; nothing where that is so. Asks for:
/// `AskOnly`.
pub(super) fn chosen_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let services = &state.form.question.services;
    if services.is_empty() {
        return;
    }
    ui.add_space(SPACE_S);
    let text = RichText::new(told(state, services)).small();
    let listed: Vec<&str> = services
        .iter()
        .take(MOST_LISTED)
        .map(Ivoid::as_str)
        .collect();
    ui.add(Label::new(text.color(style::palette(ui).accent)).wrap())
        .on_hover_text(listed.join("\n"));
    let line = vec2(ui.available_width(), style::CONTROL);
    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = SPACE_M;
        let back = Action::Samp(SampAction::AskOnly([].into()));
        action_ui(ui, back, 0.0, state, actions);
    });
}

/// The services by title, where the search that is shown knows it.
fn told(state: &State, services: &[Ivoid]) -> String {
    let known = state.record().map(Record::services);
    let known = known.unwrap_or_default();
    let title = |ivoid: &Ivoid| {
        let service = known.iter().find(|it| it.service.ivoid == *ivoid);
        service.map_or_else(|| ivoid.to_string(), |it| it.service.title.clone())
    };
    let named: Vec<String> = services.iter().take(MOST_NAMED).map(title).collect();
    let rest = match services.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let n = services.len() as u64;
    let these = match n {
        1 => "this service".to_owned(),
        n => format!("these {}", counted(n, "service")),
    };
    format!("Only {these}: {}{rest}", named.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::testing::answered;

    #[test]
    fn services_are_told_by_title_where_it_is_known() {
        let state = answered().0;
        let ivoids = |numbers: &[u8]| -> Vec<Ivoid> {
            let ivoid = |nr: &u8| Ivoid::new(&format!("ivo://archive.example/{nr}"));
            numbers.iter().map(ivoid).collect()
        };
        assert_eq!(
            told(&state, &ivoids(&[1])),
            "Only this service: Plate archive"
        );
        assert_eq!(
            told(&state, &ivoids(&[0, 9, 1, 2])),
            "Only these 4 services: Röntgen archive; ivo://archive.example/9; Plate archive and 1 more"
        );
    }
}
