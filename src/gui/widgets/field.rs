//! A labelled text field, with its meaning or its error under it.

use super::mark::Mark;
use crate::{
    domain::constraints::Meaning,
    gui::style::{self, SPACE_S},
};
use eframe::egui::{self, Id, Key, Label, Margin, Response, RichText, TextEdit, Ui};

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

    /// Draws the label, the field and what stands under it; the flag is whether Enter was pressed in the field.
    pub(crate) fn ui(self, ui: &mut Ui, text: &mut String, meaning: &Meaning) -> (Response, bool) {
        let palette = style::palette(ui);
        let label = ui.label(
            RichText::new(self.label)
                .font(style::small_strong())
                .color(palette.text),
        );
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
        let response = response.on_hover_text(self.help);
        ui.add_space(-SPACE_S / 2.0);
        meaning_ui(ui, meaning);
        (response, entered)
    }
}

/// A text field of one line over the whole width.
pub(crate) fn line_ui(ui: &mut Ui, id: Id, text: &mut String, hint: &str) -> Response {
    ui.add(
        TextEdit::singleline(text)
            .id(id)
            .hint_text(hint)
            .margin(Margin::symmetric(8, 5))
            .min_size(egui::vec2(0.0, style::CONTROL))
            .desired_width(f32::INFINITY),
    )
}

/// What was understood, or what is wrong; it keeps the height of two lines, so that nothing jumps while typing.
fn meaning_ui(ui: &mut Ui, meaning: &Meaning) {
    let palette = style::palette(ui);
    let (text, colour, mark) = match meaning {
        Meaning::Empty(text) | Meaning::Understood(text) => (text, palette.weak, None),
        Meaning::Wrong(text) => (text, palette.error, Some(Mark::Failed)),
    };
    let top = ui.cursor().top();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_S;
        if let Some(mark) = mark {
            mark.ui(ui);
        }
        let text = RichText::new(text).small().color(colour);
        ui.add(Label::new(text).wrap());
    });
    let used = ui.cursor().top() - top;
    let kept = 2.0 * ui.text_style_height(&egui::TextStyle::Small) + SPACE_S;
    ui.add_space((kept - used).max(0.0));
}
