//! What the plot shows, worked out by hand.

use super::*;
use crate::gui::coverage::extent::found;

const BLUE: Colour = Colour::rgb(0, 0, 200);
const RED: Colour = Colour::rgb(200, 0, 0);
const GREEN: Colour = Colour::rgb(0, 200, 0);
const NULL: f64 = f64::NAN;

fn wanted(rows: &[[f64; 4]]) -> Wanted {
    Wanted {
        found: found(rows),
        run: RunId(1),
        shown: Shown::default(),
        selected: Arc::default(),
        pointed: Arc::default(),
        asked: Asked::default(),
        aim: Aim::This(Look::new(
            Span {
                lo: 50_000.0,
                hi: 50_010.0,
            },
            Span { lo: -8.0, hi: -6.0 },
        )),
        pixels: [10, 4],
        bins: [10, 4],
        inks: [BLUE, RED, GREEN],
    }
}

/// Logarithms that lie well within a quarter of two decades: -8 to -6 has four bins of half a decade.
fn metres(log: f64) -> f64 {
    10_f64.powf(log)
}

#[test]
fn the_margins_count_what_is_seen_and_beside_it_what_has_no_place() {
    let mut wanted = wanted(&[
        [50_000.5, 50_002.5, metres(-7.9), metres(-7.2)],
        [50_002.5, NULL, metres(-6.2), metres(-6.2)],
        // Seen in time, not in wavelength.
        [50_000.5, 50_002.5, 1.0, 1.0],
        [NULL, NULL, metres(-7.7), metres(-6.9)],
        [50_009.5, 50_099.0, NULL, NULL],
        [NULL, NULL, NULL, NULL],
    ]);
    wanted.selected = Arc::new(RowSet::from_iter([1, 3]));
    wanted.pointed = Arc::new(RowSet::from_iter([0, 4, 5]));
    let plot = Plotter::default().plot(&wanted);
    assert_eq!(plot.times.seen, [1, 1, 2, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(plot.times.selected, [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(plot.times.lost, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(plot.waves.seen, [1, 1, 0, 1]);
    assert_eq!(plot.waves.selected, [0, 0, 0, 1]);
    assert_eq!(plot.waves.lost, [1, 1, 1, 0]);
    assert_eq!(plot.waves.lost_selected, [1, 1, 1, 0]);
    assert_eq!(plot.times.lost_selected, [0; 10]);
    assert_eq!(plot.times.pointed, [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(plot.waves.pointed, [1, 1, 0, 0]);
    assert_eq!(plot.times.lost_pointed, plot.times.lost);
    assert_eq!(plot.waves.lost_pointed, [0; 4]);
    let counts = Counts {
        shown: 6,
        without_time: 2,
        without_wave: 2,
        without_both: 1,
    };
    assert_eq!(plot.counts, counts);
}

#[test]
fn only_what_the_filter_lets_through_counts() {
    let row = [50_000.5, 50_000.5, 1e-7, 1e-7];
    let mut wanted = wanted(&[row, row, row]);
    wanted.shown.show(Some(Arc::new(RowSet::from_iter([2]))));
    let plot = Plotter::default().plot(&wanted);
    assert_eq!(plot.counts.shown, 1);
    assert_eq!(plot.times.seen.first(), Some(&1));
    assert!(matches!(&plot.cloud, Cloud::Boxes(rows) if *rows == [2]));
}

#[test]
fn beyond_so_many_datasets_their_density_is_drawn() {
    let mut rows = vec![[50_000.5, 50_001.5, metres(-6.1), metres(-6.1)]; MOST_BOXES];
    rows.push([50_009.5, 50_009.5, metres(-7.9), metres(-7.9)]);
    let mut wanted = wanted(&rows);
    wanted.selected = Arc::new(RowSet::from_iter([MOST_BOXES]));
    let plot = Plotter::default().plot(&wanted);
    let Cloud::Density(pixels) = &plot.cloud else {
        panic!("got {:?}", plot.cloud);
    };
    assert_eq!((pixels.width(), pixels.height()), (10, 4));
    let pixel = |x: usize, y: usize| &pixels.rgba()[(y * 10 + x) * 4..][..4];
    assert_eq!(pixel(0, 0), BLUE.0, "the most there are");
    assert_eq!(pixel(1, 0), BLUE.0);
    assert_eq!(pixel(2, 0), [0; 4], "none");
    assert_eq!(pixel(9, 3), RED.0, "it is selected");
    wanted.pointed = Arc::new(RowSet::from_iter([MOST_BOXES]));
    let plot = Plotter::default().plot(&wanted);
    let Cloud::Density(pixels) = &plot.cloud else {
        panic!("got {:?}", plot.cloud);
    };
    assert_eq!(
        pixels.rgba()[(3 * 10 + 9) * 4..][..4],
        GREEN.0,
        "its service is pointed at"
    );
    assert_eq!(pixels.rgba()[..4], BLUE.0);
    wanted.pointed = Arc::default();
    // Fewer of them are seen when only a part of the time is.
    let day = Span {
        lo: 50_009.0,
        hi: 50_010.0,
    };
    wanted.aim = Aim::This(Look::new(day, Span { lo: -8.0, hi: -6.0 }));
    let plot = Plotter::default().plot(&wanted);
    assert!(matches!(plot.cloud, Cloud::Boxes(rows) if rows == [MOST_BOXES]));
}

#[test]
fn everything_is_fitted_anew_only_where_something_lies_outside() {
    let mut plotter = Plotter::default();
    let mut wanted = wanted(&[[50_000.0, 51_000.0, 1e-9, 1e-6]]);
    wanted.aim = Aim::Everything(0);
    let first = plotter.plot(&wanted).look;
    assert_eq!((first.time.lo, first.time.hi), (49_950.0, 51_050.0));
    wanted.found.push(Arc::clone(
        &found(&[[49_960.0, 50_000.0, 1e-7, 1e-7]]).chunks()[0],
    ));
    assert_eq!(plotter.plot(&wanted).look, first, "it is seen already");
    wanted.aim = Aim::Everything(1);
    let anew = plotter.plot(&wanted).look.time;
    let expected = Span {
        lo: 49_960.0 - 52.0,
        hi: 51_000.0 + 52.0,
    };
    assert_eq!(anew, expected);
    wanted.run = RunId(2);
    wanted.found = found(&[]);
    assert_eq!(plotter.plot(&wanted).look, Look::usual(), "nothing found");
}

#[test]
fn rows_that_are_replaced_are_read_again() {
    let mut plotter = Plotter::default();
    let mut wanted = wanted(&[[50_000.5, 50_000.5, 1e-7, 1e-7]]);
    plotter.plot(&wanted);
    wanted.found = found(&[[50_001.5, 50_001.5, 1e-7, 1e-7]]);
    let plot = plotter.plot(&wanted);
    assert_eq!(plot.times.seen[..3], [0, 1, 0]);
    let more = found(&[[50_002.5, 50_002.5, 1e-7, 1e-7]; 2]);
    wanted.found.push(Arc::clone(&more.chunks()[0]));
    let plot = plotter.plot(&wanted);
    assert_eq!(plot.times.seen[..4], [0, 1, 2, 0], "beside those that came");
    wanted.run = RunId(2);
    let plot = plotter.plot(&wanted);
    assert_eq!((plot.run, plot.extents.len()), (RunId(2), 3));
}
