//! The texts of a picture as outlines of our own face.

use super::{Anchor, Text, Weight};
use skrifa::{
    FontRef, MetadataProvider as _,
    instance::Size,
    outline::{DrawSettings, OutlinePen},
};
use vello_cpu::kurbo::{Affine, BezPath};

/// IBM Plex Sans, the face of pictures and of the window.
///
/// Its digits are all of one width, so that numbers line up, and it has the letters and primes of astronomy (λ, α, δ, ′, ″). It is a variable font: one file gives all weights.
pub const TYPEFACE: &[u8] = include_bytes!("../../assets/fonts/IBMPlexSans.ttf");

/// The outline of a text, in points; characters that the face lacks are left out.
pub(super) fn outline(text: &Text) -> BezPath {
    let Ok(font) = FontRef::new(TYPEFACE) else {
        debug_assert!(false, "the face can be read");
        return BezPath::new();
    };
    let location = font.axes().location([("wght", weight(text.weight))]);
    let size = Size::new(text.size);
    let advances = font.glyph_metrics(size, &location);
    let (charmap, outlines) = (font.charmap(), font.outline_glyphs());
    let mut pen = Pen::default();
    for letter in text.words.chars() {
        let Some(glyph) = charmap.map(letter) else {
            continue;
        };
        if let Some(outline) = outlines.get(glyph) {
            let settings = DrawSettings::unhinted(size, &location);
            let drawn = outline.draw(settings, &mut pen);
            debug_assert!(drawn.is_ok(), "the face's outlines are whole");
        }
        pen.x += f64::from(advances.advance_width(glyph).unwrap_or_default());
    }
    let before = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => pen.x / 2.0,
        Anchor::End => pen.x,
    };
    let [x, y] = text.at.map(f64::from);
    let turn = Affine::rotate(f64::from(text.turned).to_radians());
    let mut path = pen.path;
    path.apply_affine(Affine::translate((x, y)) * turn * Affine::translate((-before, 0.0)));
    path
}

/// The width of a text, in points.
pub(super) fn width(text: &Text) -> f32 {
    let Ok(font) = FontRef::new(TYPEFACE) else {
        return 0.0;
    };
    let location = font.axes().location([("wght", weight(text.weight))]);
    let advances = font.glyph_metrics(Size::new(text.size), &location);
    let charmap = font.charmap();
    let glyphs = text.words.chars().filter_map(|letter| charmap.map(letter));
    glyphs
        .filter_map(|glyph| advances.advance_width(glyph))
        .sum()
}

fn weight(weight: Weight) -> f32 {
    match weight {
        Weight::Regular => 400.0,
        Weight::Strong => 600.0,
    }
}

/// Takes in the outlines of letters, one beside the other. Fonts count y upwards.
#[derive(Default)]
struct Pen {
    path: BezPath,
    x: f64,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f64, f64) {
        (self.x + f64::from(x), -f64::from(y))
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.at(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.at(x, y));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.path.quad_to(self.at(cx0, cy0), self.at(x, y));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (first, second) = (self.at(cx0, cy0), self.at(cx1, cy1));
        self.path.curve_to(first, second, self.at(x, y));
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}
