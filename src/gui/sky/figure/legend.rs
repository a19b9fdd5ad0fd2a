//! What lines and colours of the figure mean, below the map.

use super::{
    MAP, SIZE, Wanted,
    datasets::{Counted, band_ink},
    ink, narrow, text,
};
use crate::{
    figure::{Anchor, Item, Line},
    gui::{
        format::count,
        style::{PRINT, PRINT_MAP},
    },
};

/// From one line of the legend to the next, in points.
const LINE: f32 = 10.0;

/// Where the middle line of the legend stands.
const BASE: f32 = SIZE[1] - 13.0;

/// The length of a sign, and the room between it and its words.
const SIGN: f32 = 12.0;
const GAP: f32 = 4.0;

/// The room between words and the next sign.
const ROOM: f32 = 12.0;

/// What lines and colours mean, in as many lines as it takes.
pub(super) fn legend(wanted: &Wanted, counted: &Counted) -> Vec<Item> {
    let (left, right) = (narrow(MAP.left), narrow(MAP.left + MAP.width));
    let mut placed = Vec::new();
    let (mut x, mut nr) = (left, 0.0);
    for (line, words) in entries(wanted, counted) {
        let words = text(words, [0.0, 0.0], Anchor::Start);
        let width = SIGN + GAP + words.width();
        if x > left && x + width > right {
            (x, nr) = (left, nr + 1.0);
        }
        placed.push((line, words, x, nr));
        x += width + ROOM;
    }
    let first = BASE - nr * LINE / 2.0;
    let each = placed.into_iter().flat_map(|(line, mut words, x, nr)| {
        let y = first + nr * LINE;
        words.at = [x + SIGN + GAP, y];
        let sign = Item::Polyline {
            points: vec![[x, y - 2.5], [x + SIGN, y - 2.5]],
            line,
        };
        [sign, Item::Text(words)]
    });
    each.collect()
}

fn entries(wanted: &Wanted, counted: &Counted) -> Vec<(Line, String)> {
    let solid = |colour| Line::solid(1.5, colour);
    let mut entries = Vec::new();
    if wanted.region.is_some() {
        let line = Line {
            dash: Some(3.0),
            ..solid(PRINT.asked)
        };
        entries.push((line, "asked for".to_owned()));
    }
    match counted {
        Counted::InBands(in_band) => {
            for (band, n) in in_band {
                let words = format!("{} {}", band.name(), count(*n as u64));
                entries.push((solid(band_ink(*band)), words));
            }
        }
        Counted::Density(most) => {
            let [few, many] = PRINT_MAP.density;
            entries.push((solid(ink(few)), "1 dataset at a point".to_owned()));
            entries.push((solid(ink(many)), count(u64::from(*most))));
        }
    }
    if !wanted.selected.is_empty() {
        let words = format!("selected {}", count(wanted.selected.len() as u64));
        entries.push((solid(PRINT.chosen), words));
    }
    entries
}
