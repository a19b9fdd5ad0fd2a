//! The coverage plot as a figure, in colours for print.

use super::{
    asked::Asked,
    boxes::Drawn,
    layout::{Layout, Sizes},
    plot::{Aim, Cloud, Plot, Plotter, Wanted},
    scenery::{Pencils, area},
    view::{CoverageView, pixels, wanted},
};
use crate::{
    discovery::{event::RunId, found::Found},
    domain::row_set::RowSet,
    figure::{Anchor, Colour, Figure, Item, Line, Text, Weight},
    gui::{
        state::State,
        style::{Inks, PRINT},
    },
    worker::Drawing,
};
use eframe::egui::{Rect, pos2};
use std::sync::Arc;

/// The width of a figure over both columns of a journal, in points, and a height that suits it.
const SIZE: [f32; 2] = [510.0, 320.0];

/// The sizes on paper.
const SIZES: Sizes = Sizes {
    text: 8.0,
    line: 0.6,
    labels: 40.0,
    margin: 34.0,
};

/// What the title of an axis takes, in points.
const TITLE: f32 = 12.0;

/// Pixels of a density in a point: 300 dots an inch.
const DOTS: f32 = 300.0 / 72.0;

/// Draws the plot as it is seen now.
pub(in crate::gui) fn drawing(state: &State, view: &CoverageView) -> Drawing {
    let look = view.look(Asked::of(state));
    let [width, height] = SIZE;
    let whole = Rect::from_min_max(
        pos2(4.0 + TITLE, 4.0),
        pos2(width - 4.0, height - 4.0 - TITLE),
    );
    let (found, run) = match &state.search {
        Some(search) => (search.record.found().clone(), search.id),
        None => (Found::default(), RunId(0)),
    };
    let wanted = wanted(state, found, (run, Aim::This(look)), whole, &PRINT);
    Drawing(Box::new(move || coverage_figure(&wanted, whole)))
}

/// The figure of a plot.
fn coverage_figure(wanted: &Wanted, whole: Rect) -> Figure {
    // Whether anything lacks a place says how large the plot is, and that how many pixels it has.
    let plot = Plotter::default().plot_with(wanted, |counts| {
        pixels(Layout::new(whole, counts, SIZES).plot, DOTS)
    });
    let layout = Layout::new(whole, plot.counts, SIZES);
    let pencils = Pencils {
        layout: &layout,
        sizes: SIZES,
        inks: &PRINT,
    };
    let mut inside = pencils.behind(plot.look, wanted.asked);
    inside.extend(datasets(&plot, &wanted.selected, &layout, &PRINT));
    inside.extend(pencils.names(plot.look));
    let mut items = vec![Item::Clipped {
        to: area(layout.plot),
        items: inside,
    }];
    items.extend(pencils.around(plot.look, Some(&plot)));
    items.extend(titles(&layout));
    Figure {
        title: "Time and wavelength of the datasets found".to_owned(),
        width: SIZE[0],
        height: SIZE[1],
        items,
    }
}

/// What the axes show.
fn titles(layout: &Layout) -> [Item; 2] {
    let middle = layout.plot.center();
    let title = |words: &str, at, turned| {
        Item::Text(Text {
            words: words.to_owned(),
            at,
            anchor: Anchor::Middle,
            size: SIZES.text,
            weight: Weight::Regular,
            turned,
            colour: PRINT.weak,
        })
    };
    [
        title("Time (UTC)", [middle.x, SIZE[1] - 6.0], 0.0),
        title("Wavelength, photon energy", [12.0, middle.y], -90.0),
    ]
}

/// The datasets, those selected over the others.
fn datasets(plot: &Plot, selected: &RowSet, layout: &Layout, inks: &Inks) -> Vec<Item> {
    let place = layout.place(plot.look);
    let rows = match &plot.cloud {
        Cloud::Nothing => return Vec::new(),
        Cloud::Density(pixels) => {
            return vec![Item::Image {
                area: area(layout.plot),
                pixels: Arc::clone(pixels),
            }];
        }
        Cloud::Boxes(rows) => rows,
    };
    let mut items = Vec::new();
    for (is_selected, ink, width) in [(false, inks.dataset, 0.5), (true, inks.chosen, 1.0)] {
        for row in rows {
            let extent = plot.extents.get(*row);
            let drawn = extent.and_then(|it| Drawn::of(it, &place));
            if let Some(drawn) = drawn
                && selected.contains(*row) == is_selected
            {
                one(&drawn, ink, width, &mut items);
            }
        }
    }
    items
}

fn one(drawn: &Drawn, ink: Colour, width: f32, items: &mut Vec<Item>) {
    items.push(Item::Polygon {
        corners: area(drawn.rect).corners().to_vec(),
        fill: Some(ink.faint(0.2)),
        line: Some(Line::solid(width, ink)),
    });
    for [from, to] in drawn.tails() {
        items.push(Item::Polyline {
            points: vec![from.into(), to.into()],
            line: Line {
                width,
                colour: ink,
                dash: Some(1.5),
            },
        });
    }
}
