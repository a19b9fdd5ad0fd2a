//! The pictures of the help, in the theme of the window; `tests/pictures` makes them anew.

use crate::gui::style::{self, SPACE_M, SPACE_S};
use eframe::{
    egui::{
        ColorImage, Context, Image, Label, RichText, Stroke, StrokeKind, TextureHandle,
        TextureOptions, Ui, Vec2, vec2,
    },
    icon_data,
};

/// A picture in both themes, as PNG.
struct Picture {
    /// What is to be seen.
    name: &'static str,
    light: &'static [u8],
    dark: &'static [u8],
    /// What can be done there.
    caption: &'static str,
}

const PICTURES: [Picture; 4] = [
    Picture {
        name: "Sky map",
        light: include_bytes!("../../../../../assets/help/sky-light.png"),
        dark: include_bytes!("../../../../../assets/help/sky-dark.png"),
        caption: "drag, wheel, click; Shift+drag selects a box, Alt+drag a lasso",
    },
    Picture {
        name: "Coverage plot",
        light: include_bytes!("../../../../../assets/help/plot-light.png"),
        dark: include_bytes!("../../../../../assets/help/plot-dark.png"),
        caption: "each dataset in time and wavelength; Shift+drag selects",
    },
    Picture {
        name: "Datasets",
        light: include_bytes!("../../../../../assets/help/table-light.png"),
        dark: include_bytes!("../../../../../assets/help/table-dark.png"),
        caption: "a click on a head sorts, a right click offers more",
    },
    Picture {
        name: "Services",
        light: include_bytes!("../../../../../assets/help/services-light.png"),
        dark: include_bytes!("../../../../../assets/help/services-dark.png"),
        caption: "what became of each, those that failed first; click to see why",
    },
];

/// The pictures as the graphics card has them, while the help is open.
#[derive(Default)]
pub(in crate::gui::panels::dialogs) struct Pictures {
    /// Whether these are the dark ones.
    are_dark: bool,
    textures: Vec<TextureHandle>,
}

impl Pictures {
    /// All of them, two beside each other, no wider or higher than this.
    pub(super) fn ui(&mut self, ui: &mut Ui, width: f32, height: f32) {
        let are_dark = ui.visuals().dark_mode;
        if self.textures.is_empty() || self.are_dark != are_dark {
            self.are_dark = are_dark;
            self.textures = load(ui.ctx(), are_dark);
        }
        let most = vec2((width - SPACE_M) / 2.0, (height - SPACE_M) / 2.0 - 22.0);
        let pairs = PICTURES.chunks(2).zip(self.textures.chunks(2));
        for (nr, (pictures, textures)) in pairs.enumerate() {
            if nr > 0 {
                ui.add_space(SPACE_M);
            }
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = SPACE_M;
                for (picture, texture) in pictures.iter().zip(textures) {
                    ui.vertical(|ui| {
                        ui.set_width(most.x);
                        ui.spacing_mut().item_spacing.y = SPACE_S;
                        picture.ui(ui, texture, most);
                    });
                }
            });
        }
    }
}

impl std::fmt::Debug for Pictures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let n = self.textures.len();
        write!(f, "Pictures({n}, are_dark: {})", self.are_dark)
    }
}

impl Picture {
    fn ui(&self, ui: &mut Ui, texture: &TextureHandle, most: Vec2) {
        let size = texture.size_vec2();
        let scale = (most.x / size.x).min(most.y / size.y).min(1.0);
        let image = Image::from_texture(texture)
            .fit_to_exact_size(scale * size)
            .alt_text(format!("{}: {}", self.name, self.caption));
        let shown = ui.add(image);
        let edge = Stroke::new(1.0, style::palette(ui).edge);
        let outside = StrokeKind::Outside;
        ui.painter().rect_stroke(shown.rect, 0.0, edge, outside);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_S;
            ui.label(RichText::new(self.name).font(style::small_strong()));
            let caption = RichText::new(self.caption).small();
            ui.add(Label::new(caption).truncate());
        });
    }
}

/// Pictures that cannot be read are left out, which a test would see.
fn load(ctx: &Context, are_dark: bool) -> Vec<TextureHandle> {
    let read = |picture: &Picture| {
        let bytes = if are_dark {
            picture.dark
        } else {
            picture.light
        };
        let image = icon_data::from_png_bytes(bytes).ok()?;
        let size = [image.width, image.height].map(|it| it as usize);
        let image = ColorImage::from_rgba_unmultiplied(size, &image.rgba);
        Some(ctx.load_texture(picture.name, image, TextureOptions::LINEAR))
    };
    PICTURES.iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_can_be_read_in_both_themes_and_they_are_small() {
        let ctx = Context::default();
        for are_dark in [true, false] {
            let textures = load(&ctx, are_dark);
            assert_eq!(textures.len(), PICTURES.len(), "dark: {are_dark}");
            let first = textures.first().map(TextureHandle::size);
            let alike = textures.iter().all(|it| Some(it.size()) == first);
            assert!(alike, "of one size, so that they stand in rows");
        }
        let bytes = |picture: &Picture| picture.light.len() + picture.dark.len();
        let all: usize = PICTURES.iter().map(bytes).sum();
        assert!(all < 300_000, "{all} bytes");
    }
}
