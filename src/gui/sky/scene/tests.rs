//! What is drawn of few datasets and of many, and what is kept for the next time.

use super::*;
use crate::{
    domain::{angle::Position, dataset::DatasetsBuilder, obscore::ObsColumn},
    gui::sky::{chart::Frame, look::Look},
};

const FRAME: Frame = Frame {
    left: 0.0,
    top: 0.0,
    width: 400.0,
    height: 300.0,
};

/// So many datasets on a grid of 300 columns within a degree of 10 20, optical all.
fn found(n: u32) -> discovery::found::Found {
    let mut builder = DatasetsBuilder::new();
    for nr in 0..n {
        let (column, row) = (f64::from(nr % 300), f64::from(nr / 300 % 300));
        builder.set_number(ObsColumn::SRa, 9.5 + column / 300.0);
        builder.set_number(ObsColumn::SDec, 19.5 + row / 300.0);
        builder.set_number(ObsColumn::EmMin, 5e-7);
        builder.finish_row();
    }
    let mut found = discovery::found::Found::default();
    found.push(Arc::new(builder.finish()));
    found
}

fn wanted(found: &discovery::found::Found) -> Wanted {
    let look = Look {
        centre: Position::new(10.0, 20.0).unwrap(),
        width: 2_f64.to_radians(),
    };
    Wanted {
        run: RunId(1),
        found: found.clone(),
        chart: Chart::new(look, FRAME),
        shown: None,
        selected: Arc::default(),
        pointed: None,
        colours: Colours {
            bands: [Color32::RED; Band::ALL.len()],
            selected: Color32::BLUE,
            pointed: Color32::WHITE,
            density: [Color32::GRAY, Color32::BLACK],
        },
        pixels_per_point: 1.0,
    }
}

fn n_optical(layer: &Layer) -> usize {
    layer.in_band[Band::Optical as usize]
}

#[test]
fn few_datasets_are_drawn_each_and_many_as_a_density() {
    let mut painter = Painter::default();
    let few = painter.paint(wanted(&found(1_000)));
    let Drawn::Each(mesh) = &few.all.drawn else {
        panic!("few are drawn each");
    };
    assert_eq!(mesh.vertices.len(), 4 * 1_000, "a square each");
    assert_eq!(n_optical(&few.all), 1_000);
    let many = Wanted {
        run: RunId(2),
        ..wanted(&found(60_000))
    };
    let scene = painter.paint(many.clone());
    assert!(matches!(scene.all.drawn, Drawn::Density { .. }));
    assert_eq!(n_optical(&scene.all), 60_000);
    // Nearer by, only some are on the map, and each is drawn again.
    let near = Look {
        centre: Position::new(10.0, 20.0).unwrap(),
        width: 0.05_f64.to_radians(),
    };
    let scene = painter.paint(Wanted {
        chart: Chart::new(near, FRAME),
        ..many
    });
    assert!(matches!(scene.all.drawn, Drawn::Each(_)));
    assert!(n_optical(&scene.all) < 1_000);
}

#[test]
fn what_comes_in_is_drawn_too_and_what_stays_is_not_drawn_anew() {
    let mut painter = Painter::default();
    let mut rows = found(10);
    let first = painter.paint(wanted(&rows));
    let selected = Wanted {
        selected: Arc::new(RowSet::from_iter([3])),
        ..wanted(&rows)
    };
    let second = painter.paint(selected.clone());
    assert_eq!(second.all.nr, first.all.nr, "only the selection is another");
    assert_eq!(n_optical(&second.selected), 1);
    for chunk in found(5).chunks() {
        rows.push(Arc::clone(chunk));
    }
    let third = painter.paint(Wanted {
        found: rows,
        ..selected
    });
    assert_eq!(n_optical(&third.all), 15);
}

#[test]
fn the_filter_hides_and_a_new_search_begins_with_nothing() {
    let mut painter = Painter::default();
    let all = wanted(&found(10));
    painter.paint(all.clone());
    let some = painter.paint(Wanted {
        shown: Some(Arc::new(RowSet::from_iter([1, 2]))),
        ..all.clone()
    });
    assert_eq!(n_optical(&some.all), 2);
    let marked = painter.paint(Wanted {
        shown: Some(Arc::new(RowSet::from_iter([1, 2]))),
        selected: Arc::new(RowSet::from_iter([2, 3])),
        pointed: Some(Arc::new(RowSet::from_iter([0, 1, 2]))),
        ..all.clone()
    });
    assert_eq!(n_optical(&marked.selected), 1, "3 is hidden");
    assert_eq!(n_optical(&marked.pointed), 2, "0 is hidden");
    let next = painter.paint(Wanted {
        run: RunId(2),
        found: discovery::found::Found::default(),
        ..all
    });
    assert_eq!(n_optical(&next.all), 0);
}

#[test]
fn the_datasets_of_the_service_under_the_pointer_are_drawn_over_the_others() {
    let mut painter = Painter::default();
    let rows = found(60_000);
    let first = painter.paint(wanted(&rows));
    assert_eq!(n_optical(&first.pointed), 0);
    let pointing = Wanted {
        pointed: Some(Arc::new((0..1_000).collect())),
        ..wanted(&rows)
    };
    let second = painter.paint(pointing.clone());
    assert_eq!(second.all.nr, first.all.nr, "the others stay as they are");
    let Drawn::Each(mesh) = &second.pointed.drawn else {
        panic!("few are drawn each");
    };
    assert_eq!(mesh.vertices.len(), 4 * 1_000);
    assert!(mesh.vertices.iter().all(|it| it.color == Color32::WHITE));
    let third = painter.paint(Wanted {
        selected: Arc::new(RowSet::from_iter([3])),
        ..pointing
    });
    assert_eq!(third.pointed.nr, second.pointed.nr);
    assert_eq!(n_optical(&painter.paint(wanted(&rows)).pointed), 0);
}

#[test]
fn a_window_of_finer_pixels_is_drawn_anew() {
    let mut painter = Painter::default();
    let rows = found(60_000);
    let coarse = painter.paint(wanted(&rows));
    let fine = painter.paint(Wanted {
        pixels_per_point: 2.0,
        ..wanted(&rows)
    });
    assert_ne!(fine.all.nr, coarse.all.nr);
    let Drawn::Density { picture, .. } = &fine.all.drawn else {
        panic!("many are a picture");
    };
    assert_eq!(picture.size, [800, 600]);
}

/// The region of so many footprints that overlap, on a grid of 250 columns within a degree of 10 20.
fn footprints(n: u32, region: impl Fn(f64, f64) -> String) -> discovery::found::Found {
    let mut builder = DatasetsBuilder::new();
    for nr in 0..n {
        let (column, row) = (f64::from(nr % 250), f64::from(nr / 250));
        let text = region(9.5 + column / 250.0, 19.5 + row / 250.0);
        builder.set_text(ObsColumn::SRegion, &text);
        builder.set_number(ObsColumn::EmMin, 5e-7);
        builder.finish_row();
    }
    let mut found = discovery::found::Found::default();
    found.push(Arc::new(builder.finish()));
    found
}

fn octagon(ra: f64, dec: f64) -> String {
    let corners = (0..8).map(|nr| {
        let (up, aside) = (f64::from(nr) * std::f64::consts::FRAC_PI_4).sin_cos();
        format!("{:.5} {:.5} ", ra + 0.05 * aside, dec + 0.05 * up)
    });
    format!("POLYGON {}", corners.collect::<String>())
}

#[test]
fn eleven_thousand_ordinary_footprints_are_outlines_and_fifty_thousand_a_density() {
    // 150 points to a degree: octagons 15 points across, circles of a radius of 12
    let circle = |ra: f64, dec: f64| format!("CIRCLE {ra:.5} {dec:.5} 0.08");
    for (run, rows) in [
        (1, footprints(11_000, octagon)),
        (2, footprints(11_000, circle)),
    ] {
        let mut painter = Painter::default();
        let scene = painter.paint(Wanted {
            run: RunId(run),
            ..wanted(&rows)
        });
        let Drawn::Each(mesh) = &scene.all.drawn else {
            panic!("each has an outline");
        };
        assert_eq!(n_optical(&scene.all), 11_000);
        assert_eq!(mesh.vertices.len(), 198_000, "two at each of nine corners");
    }
    let scene = Painter::default().paint(wanted(&footprints(50_000, octagon)));
    assert!(matches!(scene.all.drawn, Drawn::Density { .. }));
}

#[test]
fn few_footprints_have_soft_lines() {
    let mut painter = Painter::default();
    let scene = painter.paint(wanted(&footprints(10, octagon)));
    let Drawn::Each(mesh) = &scene.all.drawn else {
        panic!("few are drawn each");
    };
    let n_corners = 10 * 9;
    assert_eq!(mesh.vertices.len(), 4 * n_corners, "four at each corner");
    let clear = mesh.vertices.iter();
    let clear = clear.filter(|it| it.color == Color32::TRANSPARENT);
    assert_eq!(clear.count(), 2 * n_corners, "both sides fade");
}
