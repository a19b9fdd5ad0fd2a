//! The sky map as a figure, in colours for print.

mod datasets;
mod legend;

use super::{
    catalogue::{Catalogue, Reading},
    chart::{Chart, Frame, Spot},
    graticule::{Beside, Graticule},
    look::Look,
    outline::Outline,
    steps::Units,
    trace::Tracer,
};
use crate::{
    discovery,
    domain::{region::Region, row_set::RowSet},
    figure::{Anchor, Area, Colour, Figure, Item, Line, Point, Text, Weight},
    gui::{shown::Shown, state::State, style::PRINT},
    worker::Drawing,
};
use datasets::datasets;
use eframe::egui::Color32;
use legend::legend;
use std::sync::Arc;

/// The width of a figure over both columns of a journal, in points, and a height that suits it.
const SIZE: [f32; 2] = [510.0, 320.0];

/// Where the map is, with room for labels around it and a legend below.
const MAP: Frame = Frame {
    left: 36.0,
    top: 6.0,
    width: 438.0,
    height: 274.0,
};

/// The size of text, in points.
const TEXT: f32 = 8.0;

/// What goes into a figure.
struct Wanted {
    found: discovery::found::Found,
    look: Look,
    units: Units,
    shown: Shown,
    selected: Arc<RowSet>,
    region: Option<Region>,
}

/// Draws the map as it is seen now.
pub(in crate::gui) fn drawing(state: &State) -> Drawing {
    let record = state.record();
    let wanted = Wanted {
        found: record.map(|it| it.found().clone()).unwrap_or_default(),
        look: state.sky_look(),
        units: state.sky.units,
        shown: state.shown.clone(),
        selected: Arc::clone(state.selection.rows()),
        region: state.region().cloned(),
    };
    Drawing(Box::new(move || sky_figure(&wanted)))
}

fn sky_figure(wanted: &Wanted) -> Figure {
    let chart = Chart::new(wanted.look, MAP);
    let graticule = Graticule::of(&chart, wanted.units);
    let mut catalogue = Catalogue::default();
    while catalogue.catch_up(&wanted.found) == Reading::Behind {}
    let map = Area {
        x: narrow(MAP.left),
        y: narrow(MAP.top),
        width: narrow(MAP.width),
        height: narrow(MAP.height),
    };
    let mut inside = polylines(&graticule.lines, Line::solid(0.4, PRINT.grid));
    let (datasets, counted) = datasets(wanted, &chart, &catalogue, map);
    inside.extend(datasets);
    if let Some(region) = &wanted.region {
        inside.extend(region_items(region, &chart));
    }
    inside.extend(polylines(&graticule.edge, Line::solid(0.6, PRINT.axis)));
    let mut items = vec![Item::Clipped {
        to: map,
        items: inside,
    }];
    if graticule.edge.is_empty() {
        items.push(Item::Polygon {
            corners: map.corners().to_vec(),
            fill: None,
            line: Some(Line::solid(0.6, PRINT.axis)),
        });
    }
    items.extend(labels(&graticule));
    items.extend(legend(wanted, &counted));
    Figure {
        title: "Where the datasets found are on the sky".to_owned(),
        width: SIZE[0],
        height: SIZE[1],
        items,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a page")]
fn narrow(points: f64) -> f32 {
    points as f32
}

fn points(line: &[Spot]) -> Vec<Point> {
    line.iter().map(|[x, y]| [narrow(*x), narrow(*y)]).collect()
}

fn polylines(lines: &[Vec<Spot>], line: Line) -> Vec<Item> {
    let each = lines.iter().map(|spots| Item::Polyline {
        points: points(spots),
        line,
    });
    each.collect()
}

fn ink(colour: Color32) -> Colour {
    Colour(colour.to_srgba_unmultiplied())
}

/// The region asked for, with gaps; what is too small for lines as a cross.
fn region_items(region: &Region, chart: &Chart) -> Vec<Item> {
    let outline = Outline::of(region);
    let mut line = Line::solid(1.0, PRINT.asked);
    let mut lines: Vec<Vec<Spot>> = Vec::new();
    if outline.radius * chart.scale() < super::pick::POINT {
        let [x, y] = chart.spot(outline.centre);
        lines.push(vec![[x - 5.0, y], [x + 5.0, y]]);
        lines.push(vec![[x, y - 5.0], [x, y + 5.0]]);
    } else {
        line.dash = Some(3.0);
        let mut tracer = Tracer::new(chart, |spots: &[Spot]| lines.push(spots.to_vec()));
        for stroke in outline.into_strokes() {
            tracer.stroke(&stroke);
        }
    }
    polylines(&lines, line)
}

fn text(words: String, at: Point, anchor: Anchor) -> Text {
    Text {
        words,
        at,
        anchor,
        size: TEXT,
        weight: Weight::Regular,
        turned: 0.0,
        colour: PRINT.weak,
    }
}

/// What stands at the lines, outside of the map where they end at its edge.
fn labels(graticule: &Graticule) -> Vec<Item> {
    let bottom = MAP.top + MAP.height;
    let right = MAP.left + MAP.width;
    let each = graticule.labels.iter().map(|label| {
        let [x, y] = label.at;
        let (at, anchor) = match label.beside {
            Beside::Above if y > bottom - 1.0 => ([x, bottom + 9.0], Anchor::Middle),
            Beside::Above => ([x, y - 2.0], Anchor::Middle),
            Beside::Left if x > right - 1.0 => ([right + 3.0, y + 3.0], Anchor::Start),
            Beside::Left => ([x - 3.0, y + 3.0], Anchor::End),
            Beside::Right => ([x + 3.0, y + 3.0], Anchor::Start),
        };
        let [x, y] = at;
        Item::Text(text(label.text.clone(), [narrow(x), narrow(y)], anchor))
    });
    each.collect()
}

#[cfg(test)]
mod tests;
