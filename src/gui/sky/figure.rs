//! The sky map as a figure, in colours for print.

use super::{
    brush::draw,
    catalogue::{Catalogue, Reading},
    chart::{Chart, Frame, Spot},
    density::Density,
    graticule::{Beside, Graticule},
    look::Look,
    outline::Outline,
    piece::Found,
    steps::Units,
    trace::Tracer,
    waveband::Band,
};
use crate::{
    discovery,
    domain::{region::Region, row_set::RowSet},
    figure::{Anchor, Area, Colour, Figure, Item, Line, Pixels, Point, Text, Weight},
    gui::{
        format::count,
        shown::Shown,
        state::State,
        style::{PRINT, PRINT_MAP},
    },
    worker::Drawing,
};
use eframe::egui::Color32;
use std::{collections::BTreeMap, sync::Arc};

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

/// Most datasets that are drawn one by one.
const MOST_DRAWN: usize = 50_000;

/// Pixels of a density in a point: 300 dots an inch.
const DOTS: f64 = 300.0 / 72.0;

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
    let (datasets, in_band) = datasets(wanted, &chart, &catalogue, map);
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
    items.extend(legend(wanted, &in_band));
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

fn band_ink(band: Band) -> Colour {
    let colour = PRINT_MAP.bands.get(band as usize);
    ink(colour.copied().unwrap_or_default())
}

/// The datasets, those selected over the others; and how many of those on the map are in each band, unless they are
/// too many to draw each.
fn datasets(
    wanted: &Wanted,
    chart: &Chart,
    catalogue: &Catalogue,
    map: Area,
) -> (Vec<Item>, BTreeMap<Band, usize>) {
    let mut items = Vec::new();
    let mut over = Vec::new();
    let mut dots: BTreeMap<(bool, Band), Vec<Point>> = BTreeMap::new();
    let mut in_band = BTreeMap::new();
    let mut n_drawn = 0;
    let fits = catalogue
        .pieces()
        .near(chart.axis(), chart.reach(), &mut |found| {
            let row = found.entry.row as usize;
            if !wanted.shown.contains(row) {
                return true;
            }
            let band = found.entry.band;
            let is_selected = wanted.selected.contains(row);
            let (line, into) = if is_selected {
                (Line::solid(1.1, PRINT.chosen), &mut over)
            } else {
                (Line::solid(0.5, band_ink(band)), &mut items)
            };
            let before = into.len();
            let point = draw(chart, &found, |spots| {
                into.push(Item::Polyline {
                    points: points(spots),
                    line,
                });
            });
            let is_seen = point.is_some() || into.len() > before;
            if let Some([x, y]) = point {
                let dots = dots.entry((is_selected, band)).or_default();
                dots.push([narrow(x), narrow(y)]);
            }
            if is_seen {
                n_drawn += 1;
                *in_band.entry(band).or_default() += 1;
            }
            n_drawn <= MOST_DRAWN
        });
    if !fits {
        let picture = density(wanted, catalogue, map);
        return (picture.into_iter().collect(), BTreeMap::new());
    }
    for ((is_selected, band), centres) in dots {
        let (radius, fill, into) = if is_selected {
            (1.6, PRINT.chosen, &mut over)
        } else {
            (0.9, band_ink(band), &mut items)
        };
        into.push(Item::Dots {
            centres,
            radius,
            fill,
        });
    }
    items.extend(over);
    (items, in_band)
}

/// How many datasets there are at each point, as a picture of 300 dots an inch.
fn density(wanted: &Wanted, catalogue: &Catalogue, map: Area) -> Option<Item> {
    let frame = Frame {
        left: 0.0,
        top: 0.0,
        width: MAP.width * DOTS,
        height: MAP.height * DOTS,
    };
    let chart = Chart::new(wanted.look, frame);
    let mut density = Density::new(frame, 1.0);
    let mut each = |found: Found<'_>| {
        if wanted.shown.contains(found.entry.row as usize) {
            density.draw(&chart, &found);
        }
        true
    };
    catalogue
        .pieces()
        .near(chart.axis(), chart.reach(), &mut each);
    let picture = density.picture(PRINT_MAP.density);
    let bytes = picture.pixels.iter();
    let bytes = bytes.flat_map(Color32::to_srgba_unmultiplied);
    let [width, _] = picture.size;
    let pixels = Pixels::new(u16::try_from(width).ok()?, bytes.collect())?;
    Some(Item::Image {
        area: map,
        pixels: Arc::new(pixels),
    })
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

/// What lines and colours mean, in one line below the map.
fn legend(wanted: &Wanted, in_band: &BTreeMap<Band, usize>) -> Vec<Item> {
    let solid = |colour| Line::solid(1.5, colour);
    let mut entries = Vec::new();
    if wanted.region.is_some() {
        let line = Line {
            dash: Some(3.0),
            ..solid(PRINT.asked)
        };
        entries.push((line, "asked for".to_owned()));
    }
    for (band, n) in in_band {
        let words = format!("{} {}", band.name(), count(*n as u64));
        entries.push((solid(band_ink(*band)), words));
    }
    if in_band.is_empty() && !wanted.found.is_empty() {
        let [_, many] = PRINT_MAP.density;
        entries.push((solid(ink(many)), "datasets, darker where more".to_owned()));
    }
    if !wanted.selected.is_empty() {
        let words = format!("selected {}", count(wanted.selected.len() as u64));
        entries.push((solid(PRINT.chosen), words));
    }
    let mut items = Vec::new();
    let (mut x, y) = (narrow(MAP.left), SIZE[1] - 10.0);
    for (line, words) in entries {
        let words = text(words, [x + 16.0, y], Anchor::Start);
        let next = x + 28.0 + words.width();
        items.push(Item::Polyline {
            points: vec![[x, y - 2.5], [x + 12.0, y - 2.5]],
            line,
        });
        items.push(Item::Text(words));
        x = next;
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{dataset::DatasetsBuilder, obscore::ObsColumn},
        figure::write_svg,
        gui::testing::opened,
    };

    fn wanted(n_rows: u32) -> Wanted {
        let mut builder = DatasetsBuilder::new();
        for nr in 0..n_rows {
            let offset = f64::from(nr % 300) / 1000.0;
            builder.set_number(ObsColumn::SRa, 274.688 + offset);
            builder.set_number(ObsColumn::SDec, -13.792 + offset);
            builder.set_number(ObsColumn::EmMin, 5e-7);
            builder.finish_row();
        }
        let mut found = discovery::found::Found::default();
        found.push(Arc::new(builder.finish()));
        let state = opened();
        Wanted {
            found,
            look: state.sky_look(),
            units: Units::Sexagesimal,
            shown: Shown::default(),
            selected: Arc::new(RowSet::from_iter([1])),
            region: state.region().cloned(),
        }
    }

    fn inside(figure: &Figure) -> &[Item] {
        let Some(Item::Clipped { items, .. }) = figure.items.first() else {
            panic!("the map comes first");
        };
        items
    }

    #[test]
    fn the_figure_shows_what_is_seen_in_colours_for_print() {
        let figure = sky_figure(&wanted(3));
        let dots = |ink: Colour| {
            let of = |item: &Item| match item {
                Item::Dots { centres, fill, .. } if *fill == ink => centres.len(),
                _ => 0,
            };
            inside(&figure).iter().map(of).sum::<usize>()
        };
        assert_eq!(dots(band_ink(Band::Optical)), 2);
        assert_eq!(dots(PRINT.chosen), 1, "it is selected");
        let mut svg = Vec::new();
        write_svg(&figure, &mut svg).unwrap();
        let svg = String::from_utf8(svg).unwrap();
        for text in [">18h20m<", ">−14°00′<", ">asked for<", ">optical 3<"] {
            assert!(svg.contains(text), "{text} in {svg}");
        }
    }

    #[test]
    fn a_figure_of_more_datasets_than_can_be_told_apart_is_a_density() {
        let figure = sky_figure(&wanted(50_001));
        let images = inside(&figure)
            .iter()
            .filter(|item| matches!(item, Item::Image { .. }));
        assert_eq!(images.count(), 1);
    }
}
