//! The plot as a figure.

use super::*;
use crate::figure::{Figure, Item, write_svg};
use crate::gui::coverage::{figure::drawing, plot};

fn figure_of(harness: &Window) -> Figure {
    drawing(&harness.state().state, &harness.state().view).0()
}

#[test]
fn the_figure_shows_what_is_seen_in_colours_for_print() {
    let mut harness = window(two());
    let first = at(&harness, 0);
    drag(&mut harness, first, first, Modifiers::NONE);
    let figure = figure_of(&harness);
    let Some(Item::Clipped { items, .. }) = figure.items.first() else {
        panic!("the datasets come first");
    };
    let n_boxes = |ink| {
        let is = |item: &&Item| matches!(item, Item::Polygon { line: Some(line), .. } if line.colour == ink);
        items.iter().filter(is).count()
    };
    assert_eq!(n_boxes(style::PRINT.dataset), 1);
    assert_eq!(n_boxes(style::PRINT.chosen), 1, "it is selected");
    let mut svg = Vec::new();
    write_svg(&figure, &mut svg).unwrap();
    let svg = String::from_utf8(svg).unwrap();
    for text in [">optical<", ">ultraviolet<", ">1 µm<"] {
        assert!(svg.contains(text), "{text} in {svg}");
    }
}

#[test]
fn a_figure_of_more_datasets_than_can_be_told_apart_is_a_density() {
    let rows = vec![[50_000.0, 50_001.0, 1e-7, 2e-7]; plot::MOST_BOXES + 1];
    let harness = window(with(&rows));
    let figure = figure_of(&harness);
    let Some(Item::Clipped { items, .. }) = figure.items.first() else {
        panic!("the datasets come first");
    };
    let dense = items.iter().find_map(|item| match item {
        Item::Image { area, pixels } => Some((area.width, pixels.width())),
        _ => None,
    });
    let (points, pixels) = dense.unwrap();
    let per_point = f32::from(pixels) / points;
    assert!((per_point - 300.0 / 72.0).abs() < 0.01, "{per_point}");
}
