//! Every colour, size and space of the window.

mod inks;
mod map;

pub(crate) use inks::{Inks, PRINT, colour, inks};

use super::fonts;
use eframe::egui::{
    self, Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle,
    Theme, Visuals, style::ScrollStyle, style::WidgetVisuals, vec2,
};
pub(crate) use map::{PRINT_MAP, map_palette};

/// The smallest space, in points: between an icon and its word.
pub(crate) const SPACE_S: f32 = 4.0;
/// Between things that belong together.
pub(crate) const SPACE_M: f32 = 8.0;
/// Between a panel's edge and what is in it.
pub(crate) const SPACE_L: f32 = 12.0;

/// Running text, in points.
pub(crate) const TEXT: f32 = 14.0;
/// What explains: meanings under fields, column heads, hover texts.
pub(crate) const TEXT_SMALL: f32 = 12.5;
/// Headings.
pub(crate) const TEXT_HEADING: f32 = 16.0;
/// A row of a table.
pub(crate) const ROW: f32 = 24.0;
/// The head of a table.
pub(crate) const TABLE_HEAD: f32 = 28.0;
/// A scroll bar of a table.
pub(crate) const SCROLL_BAR: f32 = 10.0;
/// Between the edge of a table's cell and its text, on either side.
pub(crate) const CELL_MARGIN: f32 = 8.0;
/// Buttons and fields.
pub(crate) const CONTROL: f32 = 28.0;
/// The query form.
pub(crate) const FORM_WIDTH: f32 = 296.0;
/// The mark of a state.
pub(crate) const MARK: f32 = 12.0;

/// The colours of one theme. Each text colour has a contrast of at least 4.5 to `page` and `panel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Palette {
    /// Behind tables and texts to read.
    pub page: Color32,
    /// Behind forms and bars.
    pub panel: Color32,
    /// Every second row of a table.
    pub stripe: Color32,
    /// The row under the pointer.
    pub hover: Color32,
    /// Behind what is selected.
    pub selected: Color32,
    /// Lines between things.
    pub line: Color32,
    /// Edges of fields and buttons, which must be seen to be found.
    pub edge: Color32,
    /// Behind a button.
    pub button: Color32,
    /// Text.
    pub text: Color32,
    /// Text that explains.
    pub weak: Color32,
    /// The one colour of things to act on.
    pub accent: Color32,
    /// The accent under the pointer.
    pub accent_hover: Color32,
    /// Text upon the accent.
    pub on_accent: Color32,
    /// What went well.
    pub good: Color32,
    /// What deserves a look.
    pub warning: Color32,
    /// What failed.
    pub error: Color32,
    /// Behind a notice of something that failed.
    pub error_page: Color32,
    /// Behind a notice of something that deserves a look.
    pub warning_page: Color32,
    /// Behind a notice of something that went well.
    pub good_page: Color32,
}

const LIGHT: Palette = Palette {
    page: Color32::from_rgb(255, 255, 255),
    panel: Color32::from_rgb(244, 245, 247),
    stripe: Color32::from_rgb(249, 250, 251),
    hover: Color32::from_rgb(240, 243, 248),
    selected: Color32::from_rgb(215, 230, 248),
    line: Color32::from_rgb(222, 225, 230),
    edge: Color32::from_rgb(182, 189, 199),
    button: Color32::from_rgb(255, 255, 255),
    text: Color32::from_rgb(28, 33, 40),
    weak: Color32::from_rgb(87, 96, 108),
    accent: Color32::from_rgb(28, 90, 166),
    accent_hover: Color32::from_rgb(20, 73, 138),
    on_accent: Color32::from_rgb(255, 255, 255),
    good: Color32::from_rgb(26, 115, 66),
    warning: Color32::from_rgb(143, 84, 0),
    error: Color32::from_rgb(179, 38, 30),
    error_page: Color32::from_rgb(252, 238, 237),
    warning_page: Color32::from_rgb(254, 245, 226),
    good_page: Color32::from_rgb(233, 246, 238),
};

const DARK: Palette = Palette {
    page: Color32::from_rgb(21, 24, 29),
    panel: Color32::from_rgb(29, 33, 39),
    stripe: Color32::from_rgb(25, 28, 34),
    hover: Color32::from_rgb(36, 42, 51),
    selected: Color32::from_rgb(32, 62, 98),
    line: Color32::from_rgb(48, 54, 63),
    edge: Color32::from_rgb(84, 93, 106),
    button: Color32::from_rgb(42, 48, 57),
    text: Color32::from_rgb(226, 230, 235),
    weak: Color32::from_rgb(158, 168, 180),
    accent: Color32::from_rgb(124, 176, 245),
    accent_hover: Color32::from_rgb(160, 199, 250),
    on_accent: Color32::from_rgb(13, 27, 46),
    good: Color32::from_rgb(116, 200, 148),
    warning: Color32::from_rgb(230, 178, 88),
    error: Color32::from_rgb(244, 143, 134),
    error_page: Color32::from_rgb(58, 32, 32),
    warning_page: Color32::from_rgb(53, 43, 25),
    good_page: Color32::from_rgb(26, 48, 37),
};

/// The colours of the theme in which `ui` is drawn.
pub(crate) fn palette(ui: &egui::Ui) -> &'static Palette {
    if ui.visuals().dark_mode {
        &DARK
    } else {
        &LIGHT
    }
}

/// A little larger and heavier than running text.
pub(crate) fn heading() -> FontId {
    FontId::new(TEXT_HEADING, fonts::strong())
}

/// Running text that stands out.
pub(crate) fn strong() -> FontId {
    FontId::new(TEXT, fonts::strong())
}

/// Labels of fields and heads of columns.
pub(crate) fn small_strong() -> FontId {
    FontId::new(TEXT_SMALL, fonts::strong())
}

/// Gives the window its fonts and both its themes.
pub(crate) fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts::definitions());
    ctx.set_style_of(Theme::Light, style(&LIGHT, Visuals::light()));
    ctx.set_style_of(Theme::Dark, style(&DARK, Visuals::dark()));
}

fn style(palette: &Palette, visuals: Visuals) -> Style {
    let mut style = Style {
        visuals: coloured(palette, visuals),
        animation_time: 0.0,
        ..Style::default()
    };
    style.text_styles = [
        (TextStyle::Small, TEXT_SMALL, FontFamily::Proportional),
        (TextStyle::Body, TEXT, FontFamily::Proportional),
        (TextStyle::Button, TEXT, FontFamily::Proportional),
        (TextStyle::Heading, TEXT_HEADING, fonts::strong()),
        (TextStyle::Monospace, TEXT_SMALL, FontFamily::Monospace),
    ]
    .map(|(name, size, family)| (name, FontId::new(size, family)))
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(SPACE_M, SPACE_S);
    spacing.button_padding = vec2(SPACE_L, SPACE_S);
    spacing.interact_size = vec2(CONTROL, CONTROL);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(12);
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 9.0;
    spacing.tooltip_width = 420.0;
    spacing.combo_width = 120.0;
    spacing.scroll = ScrollStyle::solid();
    spacing.scroll.bar_width = 9.0;
    spacing.scroll.bar_inner_margin = 0.0;
    spacing.scroll.fade.strength = 0.0;
    style.interaction.tooltip_delay = 0.35;
    style.interaction.selectable_labels = false;
    style
}

fn coloured(palette: &Palette, mut visuals: Visuals) -> Visuals {
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.weak);
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.page;
    visuals.window_stroke = Stroke::new(1.0, palette.edge);
    visuals.window_corner_radius = CornerRadius::same(6);
    visuals.menu_corner_radius = CornerRadius::same(6);
    visuals.popup_shadow = Shadow {
        offset: [0, 3],
        blur: 10,
        spread: 0,
        color: Color32::from_black_alpha(40),
    };
    visuals.faint_bg_color = palette.stripe;
    visuals.extreme_bg_color = palette.page;
    visuals.text_edit_bg_color = Some(palette.page);
    visuals.code_bg_color = palette.hover;
    visuals.hyperlink_color = palette.accent;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.selection.bg_fill = palette.selected;
    visuals.selection.stroke = Stroke::new(1.5, palette.accent);
    visuals.text_cursor.stroke = Stroke::new(1.5, palette.accent);
    visuals.text_cursor.blink = false;
    let widgets = &mut visuals.widgets;
    // `bg_fill` is the colour of scroll bars, `weak_bg_fill` that of buttons.
    widgets.noninteractive = widget(palette.panel, palette.line, palette.text);
    widgets.inactive = widget(palette.button, palette.edge, palette.text);
    widgets.hovered = widget(palette.hover, palette.accent, palette.text);
    widgets.active = widget(palette.selected, palette.accent, palette.text);
    widgets.open = widget(palette.hover, palette.accent, palette.text);
    widgets.inactive.bg_fill = palette.edge;
    widgets.hovered.bg_fill = palette.weak;
    widgets.active.bg_fill = palette.weak;
    visuals
}

fn widget(fill: Color32, edge: Color32, text: Color32) -> WidgetVisuals {
    WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: CornerRadius::same(4),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2's relative luminance.
    fn luminance(colour: Color32) -> f32 {
        let [r, g, b, _] = egui::Rgba::from(colour).to_array();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// WCAG 2.2's contrast ratio.
    pub(super) fn contrast(one: Color32, other: Color32) -> f32 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_colour_can_be_read_on_every_ground() {
        for palette in [LIGHT, DARK] {
            let grounds = [
                palette.page,
                palette.panel,
                palette.stripe,
                palette.hover,
                palette.selected,
                palette.button,
            ];
            let texts = [
                palette.text,
                palette.weak,
                palette.accent,
                palette.good,
                palette.warning,
                palette.error,
            ];
            for ground in grounds {
                for text in texts {
                    let ratio = contrast(ground, text);
                    assert!(ratio >= 4.5, "{text:?} on {ground:?}: {ratio}");
                }
            }
            assert!(
                contrast(palette.accent, palette.on_accent) >= 4.5,
                "the button to press"
            );
        }
    }
}
