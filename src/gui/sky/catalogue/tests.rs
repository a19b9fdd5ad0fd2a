//! Pieces against going through everything.

use super::*;
use crate::{
    discovery::event::Replacement,
    domain::{dataset::DatasetsBuilder, obscore::ObsColumn},
    gui::sky::projection::{angle, direction},
};

/// Places spread over the sky as by chance, denser towards the poles.
fn places(n: u32) -> Vec<(f64, f64)> {
    let part = |nr: u32, factor: f64| (f64::from(nr) * factor).fract();
    (0..n)
        .map(|nr| {
            let dec = 180.0 * part(nr, 0.754_877_666_2) - 90.0;
            (360.0 * part(nr, 0.569_840_290_9), dec)
        })
        .collect()
}

fn chunk(places: &[(f64, f64)], region: impl Fn(usize) -> Option<String>) -> Arc<Datasets> {
    let mut builder = DatasetsBuilder::new();
    for (nr, (ra, dec)) in places.iter().enumerate() {
        builder.set_number(ObsColumn::SRa, *ra);
        builder.set_number(ObsColumn::SDec, *dec);
        if let Some(region) = region(nr) {
            builder.set_text(ObsColumn::SRegion, &region);
        }
        builder.finish_row();
    }
    Arc::new(builder.finish())
}

fn rows_near(pieces: &Pieces, place: Direction, margin: f64) -> Vec<u32> {
    let mut rows = Vec::new();
    pieces.near(place, margin, &mut |found| {
        rows.push(found.entry.row);
        true
    });
    rows.sort_unstable();
    rows
}

fn n_rows(catalogue: &Catalogue) -> usize {
    catalogue.seen.iter().map(|chunk| chunk.len()).sum()
}

#[test]
fn nothing_that_is_near_is_missed() {
    let places = places(3_000);
    let mut found = discovery::found::Found::default();
    for part in places.chunks(400) {
        found.push(chunk(part, |_| None));
    }
    let mut catalogue = Catalogue::default();
    assert_eq!(catalogue.catch_up(&found), Reading::Done);
    assert_eq!(
        (n_rows(&catalogue), catalogue.pieces().len()),
        (3_000, 3_000)
    );
    for (ra, dec) in [
        (0.0, 0.0),
        (359.9, 10.0),
        (10.0, 89.9),
        (200.0, -90.0),
        (77.0, 60.0),
    ] {
        for radius in [0.001, 0.05, 0.5, 2.0] {
            let here = direction(ra, dec);
            let rows = rows_near(catalogue.pieces(), here, radius);
            for (row, (ra, dec)) in (0..).zip(&places) {
                let off = angle(here, direction(*ra, *dec));
                let is_there = rows.binary_search(&row).is_ok();
                assert!(is_there || off > radius, "row {row}: {off} {radius}");
            }
            assert!(radius > 0.1 || rows.len() < 200, "few that are not near");
        }
    }
}

#[test]
fn extended_datasets_are_found_by_their_reach_and_keep_their_borders() {
    let places = places(500);
    let square = |nr: usize| {
        let (ra, dec) = places[nr];
        let dec = dec.clamp(-80.0, 80.0);
        let size = 0.001 * f64::from(u32::try_from(nr % 7).unwrap() + 1).powi(4);
        Some(format!(
            "POLYGON {} {} {} {} {} {}",
            ra,
            dec,
            ra + size,
            dec,
            ra,
            dec + size
        ))
    };
    let mut found = discovery::found::Found::default();
    let mut catalogue = Catalogue::default();
    // one by one, so that pieces are joined many times
    for nr in 0..places.len() {
        found.push(chunk(&places[nr..=nr], |_| square(nr)));
        catalogue.catch_up(&found);
    }
    assert!(catalogue.pieces().0.len() < 12, "pieces stay few");
    let mut n_seen = 0;
    catalogue
        .pieces()
        .near(direction(0.0, 0.0), 3.2, &mut |found| {
            n_seen += 1;
            let (ra, dec) = places[found.entry.row as usize];
            let strokes: Vec<Vec<Direction>> = found
                .strokes()
                .map(|(places, _)| places.collect())
                .collect();
            assert_eq!((strokes.len(), strokes[0].len()), (1, 3));
            let first = direction(ra, dec.clamp(-80.0, 80.0));
            assert!(angle(strokes[0][0], first) < 2e-9);
            true
        });
    assert_eq!(n_seen, 500);
}

#[test]
fn datasets_that_are_replaced_go_to_their_new_places() {
    let mut found = discovery::found::Found::default();
    found.push(chunk(&[(10.0, 20.0), (11.0, 20.0)], |_| None));
    found.push(chunk(&[(12.0, 20.0)], |_| None));
    let mut catalogue = Catalogue::default();
    catalogue.catch_up(&found);
    found.replace(&Replacement {
        rows: vec![1],
        datasets: (*chunk(&[(200.0, -20.0)], |_| None)).clone(),
    });
    catalogue.catch_up(&found);
    assert_eq!(catalogue.pieces().len(), 3);
    let at = |ra, dec| rows_near(catalogue.pieces(), direction(ra, dec), 1e-3);
    assert_eq!(at(200.0, -20.0), [1]);
    assert_eq!((at(10.0, 20.0), at(11.0, 20.0)), (vec![0], vec![]));
}

#[test]
fn what_says_nothing_of_its_place_is_counted_and_not_shown() {
    let mut found = discovery::found::Found::default();
    found.push(chunk(&[(f64::NAN, 0.0), (1.0, 2.0)], |_| None));
    let mut catalogue = Catalogue::default();
    catalogue.catch_up(&found);
    assert_eq!((n_rows(&catalogue), catalogue.pieces().len()), (2, 1));
}

#[test]
fn a_point_takes_sixteen_bytes() {
    assert_eq!(size_of::<crate::gui::sky::piece::Entry>(), 16);
}
