//! The datasets in the figure: each, or where they are too many a density.

use super::{Wanted, ink, narrow, points};
use crate::{
    figure::{Area, Colour, Item, Line, Pixels, Point},
    gui::{
        sky::{
            brush::draw,
            catalogue::Catalogue,
            chart::{Chart, Frame},
            density::Density,
            waveband::Band,
        },
        style::{PRINT, PRINT_MAP},
    },
};
use eframe::egui::Color32;
use std::{collections::BTreeMap, sync::Arc};

/// Most datasets that are drawn one by one.
const MOST_DRAWN: usize = 50_000;

/// Pixels of a density in a point: 300 dots an inch.
const DOTS: f64 = 300.0 / 72.0;

/// How many datasets are on the map.
#[derive(Debug)]
pub(super) enum Counted {
    /// In each band.
    InBands(BTreeMap<Band, usize>),
    /// At most at one point.
    Density(u32),
}

pub(super) fn band_ink(band: Band) -> Colour {
    let colour = PRINT_MAP.bands.get(band as usize);
    ink(colour.copied().unwrap_or_default())
}

/// The datasets, those selected over the others.
pub(super) fn datasets(
    wanted: &Wanted,
    chart: &Chart,
    catalogue: &Catalogue,
    map: Area,
) -> (Vec<Item>, Counted) {
    let each_of = |keep: &dyn Fn(usize) -> bool| each(wanted, chart, catalogue, keep);
    if let Some((items, in_band)) = each_of(&|_| true) {
        return (items, Counted::InBands(in_band));
    }
    let density_of = |keep: &dyn Fn(usize) -> bool| density(wanted, catalogue, keep);
    let all = density_of(&|_| true);
    let mut items: Vec<Item> = image(&all, PRINT_MAP.density, map).into_iter().collect();
    let is_selected = |row| wanted.selected.contains(row);
    if let Some((selected, _)) = each_of(&is_selected) {
        items.extend(selected);
    } else {
        let selected = density_of(&is_selected);
        let [red, green, blue, _] = PRINT.chosen.0;
        let chosen = Color32::from_rgb(red, green, blue);
        items.extend(image(&selected, [chosen; 2], map));
    }
    (items, Counted::Density(all.most()))
}

/// Those datasets of the figure that are to be kept, one by one, and how many are in each band; `None` where they are
/// too many.
fn each(
    wanted: &Wanted,
    chart: &Chart,
    catalogue: &Catalogue,
    keep: &dyn Fn(usize) -> bool,
) -> Option<(Vec<Item>, BTreeMap<Band, usize>)> {
    let mut items = Vec::new();
    let mut over = Vec::new();
    let mut dots: BTreeMap<(bool, Band), Vec<Point>> = BTreeMap::new();
    let mut in_band = BTreeMap::new();
    let mut n_drawn = 0;
    let pieces = catalogue.pieces();
    let fits = pieces.near(chart.axis(), chart.reach(), &mut |found| {
        let row = found.entry.row as usize;
        if !wanted.shown.contains(row) || !keep(row) {
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
    fits.then_some((items, in_band))
}

/// How many of those datasets that are to be kept there are at each dot, of which there are 300 to an inch.
fn density(wanted: &Wanted, catalogue: &Catalogue, keep: &dyn Fn(usize) -> bool) -> Density {
    let frame = Frame {
        left: 0.0,
        top: 0.0,
        width: super::MAP.width * DOTS,
        height: super::MAP.height * DOTS,
    };
    let chart = Chart::new(wanted.look, frame);
    let mut density = Density::new(frame, 1.0);
    let pieces = catalogue.pieces();
    pieces.near(chart.axis(), chart.reach(), &mut |found| {
        let row = found.entry.row as usize;
        if wanted.shown.contains(row) && keep(row) {
            density.draw(&chart, &found);
        }
        true
    });
    density
}

fn image(density: &Density, colours: [Color32; 2], map: Area) -> Option<Item> {
    let picture = density.picture(colours);
    let bytes = picture.pixels.iter();
    let bytes = bytes.flat_map(Color32::to_srgba_unmultiplied);
    let [width, _] = picture.size;
    let pixels = Pixels::new(u16::try_from(width).ok()?, bytes.collect())?;
    Some(Item::Image {
        area: map,
        pixels: Arc::new(pixels),
    })
}
