//! The filter above the datasets, with how many it lets through, and by what they are grouped.

use crate::{
    gui::{
        action::{Action, Actions, TableAction},
        format::count,
        panels::button,
        state::State,
        style::{self, SPACE_L, SPACE_M, SPACE_S},
        widgets::field::Field,
    },
    listing::Grouping,
};
use eframe::egui::{
    Button, ComboBox, Context, Frame, Id, Key, Label, Popup, PopupCloseBehavior, Response,
    RichText, Role, TextEdit, Ui, WidgetInfo, vec2,
};

/// The name of the filter's field.
const FILTER_FIELD: &str = "Filter";

/// The filter's greatest width, in points.
const WIDTH: f32 = 280.0;
/// The width of the groups, in points.
const GROUPS_WIDTH: f32 = 150.0;
/// What stays for how many datasets are listed, in points.
const COUNTER_WIDTH: f32 = 150.0;
/// With less than this, in points, the groups give way; the menu View has them too.
const LEAST_WIDTH: f32 = 110.0;
/// How wide what is wrong may stand under it, in points.
const ERROR_WIDTH: f32 = 420.0;

/// Puts the cursor into the filter, and what is typed in the place of what is there.
pub(crate) fn go_to_filter(ctx: &Context) {
    ctx.memory_mut(|memory| memory.request_focus(Field::id(FILTER_FIELD)));
}

const HELP: &str = "Words that must all occur, and conditions:\n\
    hst acs\n\
    instrument ~ hst   (!~ for those without it)\n\
    wavelength < 500 nm   em_min < 1e-6\n\
    size > 2 MB   time = 1995-03   t_min > 1995\n\
    collection = \"M16 mosaic\"   target != \"\"";

/// The filter, from the right: how many datasets are listed, the field, the groups. Asks for: `Filter`, `ClearFilter`,
/// `GroupBy`.
pub(crate) fn filter_line_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    ui.spacing_mut().item_spacing.x = SPACE_S;
    if !state.table.filter.is_empty() {
        let clear = Action::Table(TableAction::ClearFilter);
        let response = ui.add(Button::new("×").min_size(vec2(24.0, 24.0)));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, clear.name()));
        if response.on_hover_text(button::help(ui, &clear)).clicked() {
            actions.push(clear);
        }
    }
    let room = ui.available_width() - COUNTER_WIDTH;
    let has_groups = room - GROUPS_WIDTH >= LEAST_WIDTH;
    let room = if has_groups {
        room - GROUPS_WIDTH
    } else {
        room
    };
    let width = room.clamp(LEAST_WIDTH, WIDTH);
    let field = field_ui(ui, width, state, actions);
    if let Some(error) = &state.table.error {
        error_ui(&field, &error.to_string());
    }
    counter_ui(ui, state);
    if has_groups {
        grouping_ui(ui, state, actions);
    }
}

fn field_ui(ui: &mut Ui, width: f32, state: &State, actions: &mut Actions) -> Response {
    let palette = style::palette(ui);
    let mut text = state.table.filter.clone();
    let response = ui
        .scope(|ui| {
            if state.table.error.is_some() {
                let widgets = &mut ui.visuals_mut().widgets;
                for state in [&mut widgets.inactive, &mut widgets.hovered] {
                    state.bg_stroke.color = palette.error;
                }
                ui.visuals_mut().selection.stroke.color = palette.error;
            }
            ui.add(
                TextEdit::singleline(&mut text)
                    .id(Field::id(FILTER_FIELD))
                    .hint_text("filter: words, size > 2 MB …")
                    .min_size(vec2(0.0, style::CONTROL))
                    .desired_width(width - 2.0 * SPACE_M),
            )
        })
        .inner;
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(FILTER_FIELD));
    if response.changed() {
        actions.push(Action::Table(TableAction::Filter(text)));
    }
    let escaped = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
    if escaped && !state.table.filter.is_empty() {
        actions.push(Action::Table(TableAction::ClearFilter));
    }
    if response.has_focus() {
        response
    } else {
        response.on_hover_text(HELP)
    }
}

/// What is wrong, under the field and over the table, so that nothing moves while typing.
fn error_ui(field: &Response, text: &str) {
    Popup::from_response(field)
        .id(Id::unique("what is wrong with the filter"))
        .open(true)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .gap(SPACE_S)
        .show(|ui| {
            let palette = style::palette(ui);
            ui.set_max_width(ERROR_WIDTH);
            Frame::new().show(ui, |ui| {
                let text = RichText::new(text).small().color(palette.error);
                ui.add(Label::new(text).wrap());
            });
        });
}

/// How many datasets are listed: `1,204 of 5,000`.
fn counter_ui(ui: &mut Ui, state: &State) {
    if !state.table.is_narrowed() {
        return;
    }
    let all = state.n_found();
    let listed = count(state.table.len(all) as u64);
    let text = format!("{listed} of {}", count(all as u64));
    let text = RichText::new(text).small().color(style::palette(ui).weak);
    ui.label(text);
}

fn grouping_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let name = |grouping: Option<Grouping>| Action::Table(TableAction::GroupBy(grouping)).name();
    let now = state.table.grouping;
    let response = ComboBox::from_id_salt("group by")
        .selected_text(name(now))
        .width(GROUPS_WIDTH - 2.0 * SPACE_L)
        .show_ui(ui, |ui| {
            for grouping in [None].into_iter().chain(Grouping::ALL.map(Some)) {
                if ui
                    .selectable_label(now == grouping, name(grouping))
                    .clicked()
                {
                    actions.push(Action::Table(TableAction::GroupBy(grouping)));
                }
            }
        })
        .response;
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, true, "Group by");
        info.current_text_value = Some(name(now).to_owned());
        info
    });
}
