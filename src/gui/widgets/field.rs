//! A labelled text field, with its meaning or its error under it.

use super::mark::Mark;
use crate::{
    domain::constraints::Meaning,
    gui::style::{self, SPACE_S},
};
use eframe::egui::{
    Align, Context, Id, Key, Label, Layout, Margin, Rect, Response, RichText, Sense, TextEdit,
    TextStyle, Ui,
    text::{CCursor, CCursorRange, LayoutJob},
    text_edit::TextEditState,
    vec2,
};
use std::ops::Range;

/// What a field is called and what helps to fill it in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field<'a> {
    /// Its label, which is also its accessible name.
    pub label: &'a str,
    /// What may be typed, shown while it is empty.
    pub hint: &'a str,
    /// More of what may be typed, shown under the pointer.
    pub help: &'a str,
}

impl Field<'_> {
    /// The id by which the field can be given the focus.
    pub(crate) fn id(label: &str) -> Id {
        Id::unique(("field", label))
    }

    /// Selects these characters of the field.
    pub(crate) fn select(ctx: &Context, label: &str, range: Range<usize>) {
        let id = Self::id(label);
        let mut state = TextEditState::load(ctx, id).unwrap_or_default();
        let [start, end] = [range.start, range.end].map(CCursor::new);
        state
            .cursor
            .set_char_range(Some(CCursorRange::two(start, end)));
        state.store(ctx, id);
    }

    /// Draws the label, the field and what stands under it; returns the line of the label, for what belongs beside it at
    /// the right, and whether Enter was pressed in the field.
    pub(crate) fn ui(self, ui: &mut Ui, text: &mut String, meaning: &Meaning) -> (Rect, bool) {
        let palette = style::palette(ui);
        let name = RichText::new(self.label)
            .font(style::small_strong())
            .color(palette.text);
        let size = vec2(ui.available_width(), style::TEXT_SMALL + 6.0);
        let along = Layout::left_to_right(Align::Center);
        let line = ui.allocate_ui_with_layout(size, along, |ui| {
            ui.set_min_size(size);
            ui.label(name)
        });
        let label = line.inner;
        let wrong = matches!(meaning, Meaning::Wrong(_));
        let response = ui
            .scope(|ui| {
                if wrong {
                    let widgets = &mut ui.visuals_mut().widgets;
                    for state in [&mut widgets.inactive, &mut widgets.hovered] {
                        state.bg_stroke.color = palette.error;
                    }
                }
                line_ui(ui, Self::id(self.label), text, self.hint)
            })
            .inner
            .labelled_by(label.id);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        response.on_hover_text(self.help);
        ui.add_space(-SPACE_S / 2.0);
        meaning_ui(ui, meaning);
        (line.response.rect, entered)
    }
}

/// A text field of one line over the whole width.
pub(crate) fn line_ui(ui: &mut Ui, id: Id, text: &mut String, hint: &str) -> Response {
    ui.add(
        TextEdit::singleline(text)
            .id(id)
            .hint_text(hint)
            .margin(Margin::symmetric(8, 5))
            .min_size(vec2(0.0, style::CONTROL))
            .desired_width(f32::INFINITY),
    )
}

/// How many lines what stands under a field has: always the same, so that nothing jumps while typing.
const MEANING_LINES: u8 = 2;

/// What was understood, or what is wrong. What does not fit shows under the pointer.
fn meaning_ui(ui: &mut Ui, meaning: &Meaning) {
    let palette = style::palette(ui);
    let (text, colour, mark) = match meaning {
        Meaning::Empty(text) | Meaning::Understood(text) => (text, palette.weak, None),
        Meaning::Wrong(text) => (text, palette.error, Some(Mark::Failed)),
    };
    let line = ui.text_style_height(&TextStyle::Small);
    let height = line * f32::from(MEANING_LINES) + SPACE_S;
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Min), |ui| {
        ui.set_min_size(size);
        ui.spacing_mut().item_spacing.x = SPACE_S;
        if let Some(mark) = mark {
            let (rect, _) = ui.allocate_exact_size(vec2(style::MARK, line), Sense::hover());
            mark.paint(ui.painter(), rect, colour);
        }
        let font = TextStyle::Small.resolve(ui.style());
        let mut job = LayoutJob::simple(text.clone(), font, colour, ui.available_width());
        job.wrap.max_rows = usize::from(MEANING_LINES);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        ui.add(Label::new(galley));
    });
}
