//! The two faces in which the window speaks.

use crate::figure::TYPEFACE;
use eframe::egui::{
    FontData, FontDefinitions, FontFamily,
    epaint::text::{FontTweak, VariationCoords},
};
use std::sync::Arc;

/// The weight of running text, on OpenType's scale from 100 to 900.
const REGULAR: f32 = 420.0;

/// The weight of headings and of what stands out.
const STRONG: f32 = 600.0;

/// The family of headings and of what stands out.
pub(crate) fn strong() -> FontFamily {
    FontFamily::Name("strong".into())
}

/// The face of pictures in front of egui's own fonts, which stand in for the characters that it lacks.
pub(crate) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let others = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    for (name, weight, family) in [
        ("Plex", REGULAR, FontFamily::Proportional),
        ("Plex strong", STRONG, strong()),
    ] {
        let tweak = FontTweak {
            coords: VariationCoords::new([("wght", weight)]),
            ..FontTweak::default()
        };
        fonts.font_data.insert(
            name.to_owned(),
            Arc::new(FontData::from_static(TYPEFACE).tweak(tweak)),
        );
        let mut faces = vec![name.to_owned()];
        faces.extend(others.iter().cloned());
        fonts.families.insert(family, faces);
    }
    fonts
}
