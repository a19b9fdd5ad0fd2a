//! The panel of the sky map.

use super::{
    Tool, Units,
    chart::{Chart, Frame},
    graticule::Graticule,
    hands::{Hands, Meets},
    legend::{corner_ui, legend_ui, place_text},
    look::Look,
    menu::Menu,
    outline::Outline,
    pointed::pointed_ui,
    scene::Colours,
    sketch::{Lines, graticule_ui, labels_ui, layer_ui},
    threads::Threads,
    waveband::Band,
};
use crate::{
    discovery::event::RunId,
    domain::{dataset::Dataset, matching, obscore::ObsColumn, region::Region},
    gui::{
        action::{Action, Actions, SkyAction},
        format::counted,
        hover::{Hover, Hovered},
        panels::button::small_ui,
        state::State,
        style::{self, colour, inks, map_palette},
    },
};
use eframe::egui::{
    Align2, FontId, Painter, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo,
};

/// How the sky map is looked at.
#[derive(Debug, Default)]
pub(crate) struct SkyView {
    threads: Threads,
    hands: Hands,
    menu: Menu,
    graticule: Option<(Chart, Units, Graticule)>,
    region: Asked,
    hovered: Option<(HoverKey, Lines)>,
}

/// What the lines of the dataset under the pointer depend on.
type HoverKey = (RunId, usize, u64, Chart);

/// The region asked for, made ready.
#[derive(Debug, Default)]
struct Asked {
    region: Option<Region>,
    look: Option<Look>,
    outline: Option<Outline>,
    lines: Option<(Chart, Lines)>,
}

/// The sky map. Asks for where to look, and for what to select.
pub(crate) fn sky_ui(
    ui: &mut Ui,
    state: &State,
    view: &mut SkyView,
    hover: &mut Hover,
    actions: &mut Actions,
) {
    toolbar_ui(ui, state, actions);
    let (map, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
    if map.width() < 40.0 || map.height() < 40.0 {
        return;
    }
    name(ui, &response, state);
    view.region.keep_up(state.region());
    let look = state.sky.look.or(view.region.look);
    let chart = Chart::new(look.unwrap_or_else(Look::whole_sky), frame(map));
    let colours = colours(ui);
    view.threads
        .keep_up(ui.ctx(), (state, hover), &chart, &colours);
    if let Some((run, rows, how)) = view.threads.selected() {
        actions.push(Action::SelectRows(run, rows, how));
    }
    let pieces = view.threads.scene().map(|scene| scene.pieces.clone());
    let meets = Meets {
        response: &response,
        state,
        chart: &chart,
        pieces: &pieces.unwrap_or_default(),
    };
    if let Some(closed) = view.hands.act(ui, &meets, actions) {
        view.threads.select(ui.ctx(), state, &chart, closed);
    }
    let painter = ui.painter_at(map);
    draw(ui, &painter, view, &meets, hover);
    let pointed = view.hands.pointed(&meets);
    view.menu.ui(&meets, pointed, actions);
    if let Some(row) = pointed.first() {
        hover.set(Hovered::Dataset(*row));
        tooltip_ui(&response, state, pointed);
    }
}

/// What can be done with the map.
fn toolbar_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        ui.add_space(style::SPACE_S);
        ui.spacing_mut().item_spacing.x = style::SPACE_S;
        for (action, text) in [
            (SkyAction::Fit, "Fit"),
            (SkyAction::WholeSky, "Whole sky"),
            (SkyAction::ZoomIn, "+"),
            (SkyAction::ZoomOut, "−"),
        ] {
            small_ui(ui, Action::Sky(action), (text, false), state, actions);
        }
        ui.separator();
        for tool in [Tool::Move, Tool::Box, Tool::Lasso] {
            let action = SkyAction::Take(tool);
            let chosen = state.sky.tool == tool;
            small_ui(
                ui,
                Action::Sky(action),
                (action.name(), chosen),
                state,
                actions,
            );
        }
    });
}

/// What a screen reader says of the map.
fn name(ui: &Ui, response: &Response, state: &State) {
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Sky map"));
    let found = counted(state.n_found() as u64, "dataset");
    let asked = state.region().map_or_else(
        || "anywhere on the sky".to_owned(),
        |region| match region {
            Region::Cone(_) => region.to_string(),
            _ => "the region asked for".to_owned(),
        },
    );
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(format!(
            "{found}, {asked}; arrow keys move, + and - zoom, Enter selects what is in the middle"
        ));
    });
}

fn frame(map: Rect) -> Frame {
    Frame {
        left: f64::from(map.left()),
        top: f64::from(map.top()),
        width: f64::from(map.width()),
        height: f64::from(map.height()),
    }
}

fn colours(ui: &Ui) -> Colours {
    let palette = map_palette(ui);
    Colours {
        bands: palette.bands,
        selected: colour(inks(ui).chosen),
        pointed: colour(inks(ui).pointed),
        density: palette.density,
    }
}

/// Draws all of it, from the lines of the sky up to what is under the pointer.
fn draw(ui: &mut Ui, painter: &Painter, view: &mut SkyView, meets: &Meets<'_>, hover: &Hover) {
    let Meets {
        response,
        state,
        chart,
        ..
    } = meets;
    let inks = inks(ui);
    let units = state.sky.units;
    let known = view.graticule.as_ref();
    if known.is_none_or(|known| known.0 != **chart || known.1 != units) {
        view.graticule = Some((**chart, units, Graticule::of(chart, units)));
    }
    let graticule = view.graticule.as_ref().map(|(.., graticule)| graticule);
    if let Some(graticule) = graticule {
        graticule_ui(ui, painter, graticule);
    }
    let then = view.threads.scene().map(|scene| scene.chart);
    for (layer, texture) in view.threads.layers(ui.ctx()) {
        let then = then.as_ref().unwrap_or(chart);
        layer_ui(painter, (&layer, texture), (then, chart));
    }
    if let Some(lines) = view.region.lines(chart) {
        // A band of the ground below it, so that it is seen among many outlines.
        if lines.point.is_none() {
            let ground = style::palette(ui).page.gamma_multiply(0.8);
            lines.solid(painter, Stroke::new(4.5, ground));
        }
        lines.dashed(painter, Stroke::new(2.0, colour(inks.asked)));
    }
    keep_hovered(&mut view.hovered, meets, hover);
    if let Some((_, lines)) = &view.hovered {
        lines.solid(painter, Stroke::new(3.0, colour(inks.pointed)));
    }
    view.hands.sketch(ui, painter, meets);
    pointed_ui(ui, painter, state, chart);
    let mut taken = vec![legend_ui(ui, response.rect, state, view.threads.scene())];
    let place = place_text(chart, response.hover_pos());
    if let Some([sexagesimal, degrees]) = &place {
        let text = format!("{sexagesimal}   {degrees}   ICRS");
        taken.push(corner_ui(ui, response.rect, &text));
    }
    if let Some(graticule) = graticule {
        labels_ui(ui, painter, graticule, &taken);
    }
    hint_ui(ui, painter, state);
    if response.has_focus() {
        let stroke = ui.visuals().selection.stroke;
        painter.rect_stroke(response.rect.shrink(1.0), 2.0, stroke, StrokeKind::Inside);
        let middle = response.rect.center();
        painter.circle_stroke(middle, 3.0, stroke);
    }
}

/// What the map will show, while there is nothing on it.
fn hint_ui(ui: &Ui, painter: &Painter, state: &State) {
    let text = match (&state.search, state.region()) {
        (None, Some(_)) => "The dashed line is where you ask; Run shows here what there is",
        (None, None) => "A place under Space shows here; Run shows what there is",
        (Some(_), _) if state.n_found() == 0 && state.is_searching() => {
            "What is found shows here as it comes in"
        }
        (Some(_), _) => return,
    };
    let font = FontId::proportional(style::TEXT_SMALL);
    let area = painter.clip_rect();
    let at = area.center_bottom() - eframe::egui::vec2(0.0, 22.0);
    let colour = style::palette(ui).weak;
    let galley = painter.layout(text.to_owned(), font, colour, area.width() - 24.0);
    let place = Align2::CENTER_BOTTOM.anchor_size(at, galley.size());
    let ground = style::palette(ui).page.gamma_multiply(0.85);
    painter.rect_filled(place.expand(3.0), 3.0, ground);
    painter.galley(place.min, galley, colour);
}

impl Asked {
    fn keep_up(&mut self, region: Option<&Region>) {
        if self.region.as_ref() == region {
            return;
        }
        self.region = region.cloned();
        self.look = region.map(|region| Look::at(region.bounding_cone()));
        self.outline = region.map(Outline::of);
        self.lines = None;
    }

    fn lines(&mut self, chart: &Chart) -> Option<&Lines> {
        let outline = self.outline.as_ref()?;
        if self.lines.as_ref().is_none_or(|(known, _)| known != chart) {
            self.lines = Some((*chart, Lines::of(outline, chart)));
        }
        self.lines.as_ref().map(|(_, lines)| lines)
    }
}

/// The lines of the dataset under the pointer, in whichever panel that is.
fn keep_hovered(known: &mut Option<(HoverKey, Lines)>, meets: &Meets<'_>, hover: &Hover) {
    let wanted = hover.dataset().zip(meets.state.search.as_ref());
    let Some((row, search)) = wanted else {
        *known = None;
        return;
    };
    let key = (search.id, row, search.revision, *meets.chart);
    if known.as_ref().is_some_and(|(known, _)| *known == key) {
        return;
    }
    let extent = search.record.found().row(row).and_then(matching::extent);
    *known = extent.map(|region| (key, Lines::of(&Outline::of(&region), meets.chart)));
}

/// What is under the pointer, in words.
fn tooltip_ui(response: &Response, state: &State, rows: &[usize]) {
    let dataset = rows
        .first()
        .and_then(|row| state.record()?.found().row(*row));
    let Some(dataset) = dataset else {
        return;
    };
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.label(RichText::new(title(dataset)).font(style::strong()));
        for (column, word) in [
            (ObsColumn::InstrumentName, "Instrument"),
            (ObsColumn::ObsCollection, "Collection"),
        ] {
            if let Some(text) = dataset.text(column) {
                ui.label(format!("{word}: {text}"));
            }
        }
        ui.label(format!("Band: {}", Band::of(dataset).name()));
        if rows.len() > 1 {
            let more = counted(rows.len() as u64 - 1, "more dataset");
            let text = format!("{more} here; click again for the next");
            ui.label(RichText::new(text).color(style::palette(ui).weak));
        }
    });
}

fn title(dataset: Dataset<'_>) -> &str {
    let columns = [
        ObsColumn::ObsTitle,
        ObsColumn::TargetName,
        ObsColumn::ObsId,
        ObsColumn::ObsPublisherDid,
    ];
    let mut texts = columns.iter().filter_map(|column| dataset.text(*column));
    texts.next().unwrap_or("Dataset without a title")
}

#[cfg(test)]
mod tests;
