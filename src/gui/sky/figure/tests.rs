//! What stands in the figure.

use super::{
    datasets::{Counted, band_ink},
    *,
};
use crate::{
    domain::{dataset::DatasetsBuilder, obscore::ObsColumn},
    figure::write_svg,
    gui::{sky::waveband::Band, testing::opened},
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

fn images(figure: &Figure) -> usize {
    let is_image = |item: &&Item| matches!(item, Item::Image { .. });
    inside(figure).iter().filter(is_image).count()
}

fn words(items: &[Item]) -> Vec<&str> {
    let each = items.iter().filter_map(|item| match item {
        Item::Text(text) => Some(text.words.as_str()),
        _ => None,
    });
    each.collect()
}

#[test]
fn a_figure_of_more_datasets_than_can_be_told_apart_is_a_density_with_the_selected_over_it() {
    let figure = sky_figure(&wanted(50_001));
    assert_eq!(images(&figure), 1);
    let over = inside(&figure)
        .iter()
        .skip_while(|item| !matches!(item, Item::Image { .. }));
    let chosen = over.filter_map(|item| match item {
        Item::Dots { centres, fill, .. } if *fill == PRINT.chosen => Some(centres.len()),
        _ => None,
    });
    assert_eq!(chosen.collect::<Vec<_>>(), [1]);
    let words = words(&figure.items);
    for text in ["1 dataset at a point", "selected 1"] {
        assert!(words.contains(&text), "{text} in {words:?}");
    }
    // 300 places, each with 166 datasets or one more, and some of them within one dot
    let mut numbers = words
        .iter()
        .filter_map(|text| text.replace(',', "").parse().ok());
    assert!(numbers.any(|most: u32| most > 167), "{words:?}");
}

#[test]
fn many_selected_datasets_are_a_picture_too() {
    let wanted = Wanted {
        selected: Arc::new(RowSet::all(50_001)),
        ..wanted(50_001)
    };
    assert_eq!(images(&sky_figure(&wanted)), 2);
}

#[test]
fn a_long_legend_goes_on_in_further_lines_within_the_page() {
    let wanted = Wanted {
        selected: Arc::new(RowSet::all(12_345)),
        ..wanted(1)
    };
    let counted = Counted::InBands(Band::ALL.map(|band| (band, 12_345)).into());
    let items = legend(&wanted, &counted);
    let mut bases = Vec::new();
    for item in &items {
        let Item::Text(text) = item else { continue };
        let [x, y] = text.at;
        assert!(x + text.width() <= SIZE[0] - 20.0, "{}", text.words);
        assert!(y > 296.0 && y + 2.0 <= SIZE[1], "{y}");
        bases.push(y);
    }
    assert_eq!(
        bases.len(),
        10,
        "a word for each of eight bands, what is asked for and the selected"
    );
    bases.dedup();
    assert_eq!(bases.len(), 3);
}
