//! The coverage plot: time against wavelength, each dataset a box, with histograms at both margins.

mod asked;
mod axis;
mod boxes;
mod brush;
mod dates;
mod density;
mod extent;
mod figure;
mod input;
mod layout;
mod pick;
mod plot;
mod pointed;
mod region;
mod scenery;
mod screen;
mod view;
mod waves;

pub(super) use figure::drawing;
pub(crate) use view::CoverageView;

use super::{
    action::Actions,
    columns::title,
    format::{count, counted, dates as date_range, wavelengths},
    hover::{Hover, Hovered},
    state::State,
    style::{self, CONTROL, SPACE_M, SPACE_S, TEXT_SMALL},
};
use crate::domain::obscore::ObsColumn;
use asked::Asked;
use boxes::{Drawn, Paint, add};
use eframe::egui::{
    Align, Button, Label, Layout as Lines, Mesh, Rect, Response, RichText, Role, Sense, Shape,
    Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2,
};
use layout::{Layout, Sizes};
use scenery::Pencils;
use std::sync::Arc;
use view::Drag;

/// The name of the plot.
const NAME: &str = "Coverage plot";

/// The sizes on the screen.
const SIZES: Sizes = Sizes {
    text: 11.5,
    line: 1.0,
    labels: 52.0,
    margin: 30.0,
};

/// The coverage plot. Asks for: `SelectDataset`, `ToggleDataset`, `SelectRows`.
pub(crate) fn coverage_ui(
    ui: &mut Ui,
    state: &State,
    view: &mut CoverageView,
    hover: &mut Hover,
    actions: &mut Actions,
) {
    let inks = style::inks(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    bar_ui(ui, view);
    let whole = ui.available_rect_before_wrap().shrink(SPACE_S);
    let counts = view.plot.as_ref().map(|plot| plot.counts);
    let layout = Layout::new(whole, counts.unwrap_or_default(), SIZES);
    if !layout.plot.is_positive() {
        return;
    }
    let response = ui.interact(
        whole,
        ui.scope_id().with("coverage"),
        Sense::click_and_drag(),
    );
    let asked = Asked::of(state);
    view.keep_up(ui.ctx(), (state, hover), layout.plot, inks);
    let ask = input::Ask {
        ui,
        response: &response,
        state,
        layout: &layout,
    };
    ask.navigate(view, view.look(asked));
    let look = view.look(asked);
    ask.brush(view, look, actions);
    let under = ask.pick(view, look, actions);
    if let Some(row) = under {
        hover.set(Hovered::Dataset(row));
    }
    let pencils = Pencils {
        layout: &layout,
        sizes: SIZES,
        inks,
    };
    paint_all(ui, state, view, &pencils, under.or(hover.dataset()));
    describe(&response, view);
    if response.has_focus() {
        let stroke = Stroke::new(1.5, style::palette(ui).accent);
        ui.painter()
            .rect_stroke(layout.plot, 0.0, stroke, StrokeKind::Outside);
    }
    let counts = view
        .plot
        .as_ref()
        .map(|plot| plot.counts)
        .unwrap_or_default();
    if counts.n_placed() == 0 {
        teach_ui(ui, layout.plot, state, counts.shown);
    }
    if let Some(row) = under {
        response.on_hover_ui_at_pointer(|ui| tooltip_ui(ui, state, row));
    }
}

/// What stands above: what is not drawn, and the buttons.
fn bar_ui(ui: &mut Ui, view: &mut CoverageView) {
    ui.horizontal(|ui| {
        ui.set_min_height(CONTROL);
        ui.spacing_mut().item_spacing.x = SPACE_S;
        ui.add_space(SPACE_M);
        ui.label(RichText::new("Time and wavelength").font(style::small_strong()));
        ui.with_layout(Lines::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_S);
            if ui
                .add(Button::new("Fit").small())
                .on_hover_text("Show everything (F, or a double click)")
                .clicked()
            {
                view.fit();
            }
            let is_brush = view.drag == Drag::Brushes;
            let brush = ui.add(Button::new("Brush").small().selected(is_brush));
            if brush
                .on_hover_text(
                    "Drag over datasets to select those that lie within; with Ctrl they join the selection. Without \
                     this, hold Shift while dragging",
                )
                .clicked()
            {
                view.drag = if is_brush { Drag::Moves } else { Drag::Brushes };
            }
            ui.add_space(SPACE_M);
            if let Some(note) = note(view) {
                let text = RichText::new(note).size(TEXT_SMALL);
                let weak = text.color(style::palette(ui).weak);
                ui.add(Label::new(weak).truncate());
            }
        });
    });
}

/// How many datasets cannot be drawn, and why.
fn note(view: &CoverageView) -> Option<String> {
    let counts = view.plot.as_ref()?.counts;
    let part = |number: usize, what: &str| {
        (number > 0).then(|| format!("{} without {what}", count(number as u64)))
    };
    let parts = [
        part(counts.without_time, "time"),
        part(counts.without_wave, "wavelength"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn paint_all(
    ui: &Ui,
    state: &State,
    view: &mut CoverageView,
    pencils: &Pencils<'_>,
    hovered: Option<usize>,
) {
    let inks = pencils.inks;
    let asked = Asked::of(state);
    let look = view.look(asked);
    let place = pencils.layout.place(look);
    let clip = place.rect.intersect(ui.clip_rect());
    let inside = ui.painter().with_clip_rect(clip);
    screen::show(&inside, pencils.behind(look, asked));
    view.show(&inside, state, place);
    screen::show(&inside, pencils.names(look));
    screen::show(ui.painter(), pencils.around(look, view.plot.as_deref()));
    for (row, ink) in [(state.shown_row(), inks.chosen), (hovered, inks.pointed)] {
        let extents = view.plot.as_ref().map(|plot| &plot.extents);
        let Some(extent) = extents.zip(row).and_then(|(all, row)| all.get(row)) else {
            continue;
        };
        let paint = Paint {
            fill: screen::colour(ink.faint(0.3)),
            line: screen::colour(ink),
            width: 3.0,
        };
        let in_strip = Drawn::in_strip(extent, pencils.layout, look);
        let painter = if in_strip.is_some() {
            ui.painter()
        } else {
            &inside
        };
        if let Some(drawn) = in_strip.or_else(|| Drawn::of(extent, &place)) {
            let mut mesh = Mesh::default();
            add(&mut mesh, &drawn, paint);
            painter.add(Shape::Mesh(Arc::new(mesh)));
        }
    }
    let to = ui.ctx().pointer_latest_pos();
    if let Some((from, to)) = view.brushed_from.zip(to) {
        let stroke = Stroke::new(1.0, screen::colour(inks.chosen));
        let fill = screen::colour(inks.chosen.faint(0.1));
        inside.rect(
            Rect::from_two_pos(from, to),
            0.0,
            fill,
            stroke,
            StrokeKind::Middle,
        );
    }
}

/// Says to those who do not see the plot what is in it.
fn describe(response: &Response, view: &CoverageView) {
    let words = view.plot.as_ref().map_or_else(String::new, |plot| {
        let look = plot.look;
        format!(
            "{}, {}, {}",
            counted(plot.counts.shown as u64, "dataset"),
            date_range(look.time.lo, look.time.hi),
            wavelengths(10_f64.powf(look.wave.lo), 10_f64.powf(look.wave.hi)),
        )
    });
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Canvas, true, NAME);
        info.current_text_value = Some(words.clone());
        info
    });
}

/// What stands in the plot while there is nothing to draw.
fn teach_ui(ui: &mut Ui, rect: Rect, state: &State, n_shown: usize) {
    let text = match (&state.search, state.n_found()) {
        (None, _) => "Each dataset will be a box here: from when to when, and at which wavelengths",
        (Some(_), 0) if state.is_searching() => "Datasets show here as they come in",
        (Some(_), 0) => "Nothing was found",
        (Some(_), _) if n_shown > 0 => {
            "No dataset tells both its time and its wavelength; each is in a strip at the edge, by what it tells"
        }
        (Some(_), _) => "The filter hides every dataset",
    };
    let label = Label::new(RichText::new(text).color(style::palette(ui).weak)).wrap();
    let middle = Rect::from_center_size(rect.center(), vec2(rect.width() * 0.6, 40.0));
    // The names of the bands stand at the right.
    let page = style::palette(ui).page;
    ui.painter().rect_filled(middle.expand(SPACE_S), 0.0, page);
    let layout = Lines::top_down(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(middle).layout(layout), |ui| {
        ui.add(label);
    });
}

/// What a dataset is.
fn tooltip_ui(ui: &mut Ui, state: &State, row: usize) {
    let Some(dataset) = state.record().and_then(|record| record.found().row(row)) else {
        return;
    };
    let text = |column| dataset.text(column);
    let number = |column| dataset.number(column).unwrap_or(f64::NAN);
    ui.label(RichText::new(title(dataset)).font(style::strong()));
    let told = |text: String, none: &str| {
        if text.is_empty() {
            none.to_owned()
        } else {
            text
        }
    };
    let dates = date_range(number(ObsColumn::TMin), number(ObsColumn::TMax));
    let waves = wavelengths(number(ObsColumn::EmMin), number(ObsColumn::EmMax));
    let lines = [
        told(dates, "no time is told"),
        told(waves, "no wavelength is told"),
        text(ObsColumn::InstrumentName)
            .unwrap_or_default()
            .to_owned(),
        text(ObsColumn::ObsCollection)
            .unwrap_or_default()
            .to_owned(),
    ];
    for line in lines.iter().filter(|line| !line.is_empty()) {
        ui.label(line);
    }
}

#[cfg(test)]
mod tests;
