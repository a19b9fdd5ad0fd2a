//! The picture of a dataset.

use crate::{
    gui::{
        state::transfers::{Finding, Looked},
        style,
    },
    transfer::Picture,
    worker::LookNr,
};
use eframe::egui::{
    self, ColorImage, Image, Label, RichText, Role, TextureHandle, TextureOptions, Ui, WidgetInfo,
};
use std::fmt;

/// The picture that the graphics card has.
#[derive(Default)]
pub(crate) struct Shown(Option<(LookNr, TextureHandle)>);

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shown({:?})", self.0.as_ref().map(|(nr, _)| nr))
    }
}

impl Shown {
    fn texture(&mut self, ui: &Ui, nr: LookNr, picture: &Picture) -> &TextureHandle {
        let is_other = |(known, _): &(LookNr, TextureHandle)| *known != nr;
        if self.0.as_ref().is_some_and(is_other) {
            self.0 = None;
        }
        let (_, texture) = self.0.get_or_insert_with(|| {
            let size = [picture.width, picture.height].map(|side| side as usize);
            let image = ColorImage::from_rgba_unmultiplied(size, &picture.rgba);
            let texture = ui
                .ctx()
                .load_texture("preview", image, TextureOptions::LINEAR);
            (nr, texture)
        });
        texture
    }
}

/// The picture, or that it is awaited, or why there is none.
pub(super) fn picture_ui(ui: &mut Ui, shown: &mut Shown, looked: &Looked) {
    match &looked.picture {
        Finding::Nothing => {}
        Finding::Awaited => {
            ui.label(RichText::new("Fetching a preview …").weak());
        }
        Finding::Failed(trouble) => {
            let text = RichText::new(&trouble.sentence)
                .small()
                .color(style::palette(ui).weak);
            let label = ui.add(Label::new(text).wrap());
            if !trouble.details.is_empty() {
                label.on_hover_text(&trouble.details);
            }
        }
        Finding::Here(picture) => {
            let texture = shown.texture(ui, looked.nr, picture);
            let (width, height) = picture.came_as;
            let room = ui.available_size();
            let image = Image::new(texture)
                .max_size(room)
                .maintain_aspect_ratio(true)
                .fit_to_exact_size(fitted(room, picture));
            let response = ui.add(image);
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Preview"));
            response.on_hover_text(format!("Preview, {width} × {height} pixels"));
        }
    }
}

/// The largest size of the picture's shape that there is room for; small pictures grow, so that they can be seen.
#[expect(
    clippy::cast_precision_loss,
    reason = "a picture has at most 512 pixels a side"
)]
fn fitted(room: egui::Vec2, picture: &Picture) -> egui::Vec2 {
    let (width, height) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
    let scale = (room.x / width).min(room.y / height).max(0.05);
    egui::vec2(width * scale, height * scale)
}
