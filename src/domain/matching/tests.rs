//! Datasets against questions, as the design's section 2 has it.

use super::*;
use crate::domain::{
    constraints::Question,
    dataset::{Datasets, DatasetsBuilder},
};
use ObsColumn::{
    DataproductType, EmMax, EmMin, Protocol, SDec, SFov, SRa, SRegion, TExptime, TMax, TMin,
};

#[derive(Debug, Clone, Copy)]
enum Cell {
    Text(&'static str),
    Number(f64),
}
use Cell::{Number, Text};
use Match::{Approximate, No, Undeclared, Yes};

fn dataset(cells: &[(ObsColumn, Cell)]) -> Datasets {
    let mut builder = DatasetsBuilder::new();
    for (column, cell) in cells {
        match cell {
            Text(text) => builder.set_text(*column, text),
            Number(number) => builder.set_number(*column, *number),
        }
    }
    builder.finish_row();
    builder.finish()
}

#[track_caller]
fn judge(space: &str, spectrum: &str, time: &str, cells: &[(ObsColumn, Cell)]) -> Verdict {
    let question = Question {
        space: space.to_owned(),
        spectrum: spectrum.to_owned(),
        time: time.to_owned(),
        ..Question::default()
    };
    let constraints = question.parse().unwrap();
    Judge::new(&constraints).judge(dataset(cells).row(0))
}

#[track_caller]
fn check_space(space: &str, cells: &[(ObsColumn, Cell)], expected: Match) {
    assert_eq!(judge(space, "", "", cells).space, Some(expected));
}

fn check_extents(
    question: impl Fn(&[(ObsColumn, Cell)]) -> Option<Match>,
    (min, max): (ObsColumn, ObsColumn),
    cases: &[(Option<f64>, Option<f64>, Match)],
) {
    for (lo, hi, expected) in cases {
        let cells: Vec<_> = [(min, lo), (max, hi)]
            .into_iter()
            .filter_map(|(column, cell)| Some((column, Number((*cell)?))))
            .collect();
        assert_eq!(question(&cells), Some(*expected), "{lo:?} to {hi:?}");
    }
}

#[test]
fn the_footprint_counts_before_the_disc_and_the_disc_before_the_point() {
    let far = (SRegion, Text("CIRCLE ICRS 50 50 1"));
    let near = (SRegion, Text("POLYGON ICRS 9 19 11 19 11 21 9 21"));
    let place = [(SRa, Number(10.0)), (SDec, Number(22.0))];
    let fov = |fov| (SFov, Number(fov));
    let with = |more: &[(ObsColumn, Cell)]| [&place[..], more].concat();
    check_space("10 20 0.1", &[near], Yes);
    check_space("10 20 0.1", &with(&[fov(10.0), far]), No);
    check_space("10 20 0.1", &with(&[fov(4.0)]), Yes);
    check_space("10 20 0.1", &with(&[fov(3.7)]), No);
    check_space("10 20 2.1", &place, Yes);
    check_space("10 20 1.9", &place, No);
    check_space("10 20 1.9", &with(&[fov(-1.0)]), No);
    check_space("10 20 1.9", &with(&[fov(-999.0)]), No);
    check_space("10 20 1.9", &with(&[fov(f64::INFINITY)]), Yes);
    check_space("10 20 1.9", &[(SRa, Number(10.0))], Undeclared);
    for nowhere in [-999.0, 90.1, f64::INFINITY] {
        let place = [(SRa, Number(10.0)), (SDec, Number(nowhere))];
        check_space("10 20 1.9", &place, Undeclared);
    }
}

#[test]
fn what_is_judged_without_its_footprint_is_marked_and_what_has_none_is_not() {
    let place = [(SRa, Number(10.0)), (SDec, Number(22.0))];
    let too_long = format!("CIRCLE ICRS 10 20 1{}", " ".repeat(1 << 20)).leak();
    let too_many = format!("POLYGON {}", "1 2 ".repeat(100_001)).leak();
    for unreadable in [
        too_long,
        too_many,
        "Galaxy, of some size",
        "POLYGON ICRS 9 19 11",
        "CIRCLE ICRS 10 20 -1",
        "POLYGON ICRS NaN NaN 11 19 11 21",
        "10 20 11 20",
    ] {
        let region = (SRegion, Text(unreadable));
        let fov = (SFov, Number(4.0));
        let with = |more: &[(ObsColumn, Cell)]| [&place[..], more].concat();
        check_space("10 20 0.1", &with(&[region, fov]), Approximate);
        check_space("10 20 2.1", &with(&[region]), Approximate);
        check_space("10 20 1.9", &with(&[region]), No);
        check_space("10 20 2.1", &[region], Undeclared);
    }
    for none in ["null", "NaN NaN NaN", "-", "N/A", "none", " "] {
        let cells = [place[0], place[1], (SRegion, Text(none))];
        check_space("10 20 2.1", &cells, Yes);
    }
}

#[test]
fn a_spectral_extent_matches_where_it_meets_the_interval() {
    let question = |cells: &[(ObsColumn, Cell)]| judge("", "400 700", "", cells).spectrum;
    let infinity = Some(f64::INFINITY);
    check_extents(
        question,
        (EmMin, EmMax),
        &[
            (Some(3e-7), Some(5e-7), Yes),
            (Some(7e-7), Some(8e-7), Yes),
            (Some(7.001e-7), Some(8e-7), No),
            (Some(1e-7), Some(1e-3), Yes),
            // the wrong way round
            (Some(5e-7), Some(3e-7), Yes),
            (Some(9e-7), Some(8e-7), No),
            (None, None, Undeclared),
            // one end: a wavelength of the dataset, with all of it on one side
            (Some(5e-7), None, Yes),
            (Some(1e-7), None, Undeclared),
            (Some(8e-7), None, No),
            (None, Some(5e-7), Yes),
            (None, Some(8e-7), Undeclared),
            (None, Some(1e-7), No),
            (Some(0.0), infinity, Yes),
            (Some(8e-7), infinity, No),
            // what archives write for "unknown"
            (Some(0.0), Some(5e-7), Yes),
            (Some(0.0), Some(1e-7), No),
            (Some(0.0), Some(0.0), Undeclared),
            (Some(0.0), None, Undeclared),
            (None, Some(0.0), Undeclared),
            (Some(5e-7), Some(0.0), Yes),
            (Some(1e-7), Some(0.0), Undeclared),
            (Some(8e-7), Some(-999.0), No),
            (Some(-999.0), Some(-999.0), Undeclared),
            (Some(-999.0), Some(1e-7), No),
            (Some(f64::NAN), Some(f64::NAN), Undeclared),
            (Some(f64::NAN), Some(5e-7), Yes),
            (infinity, infinity, Undeclared),
        ],
    );
    let below = |cells: &[(ObsColumn, Cell)]| judge("", "..700", "", cells).spectrum;
    let ends = [
        (Some(0.0), None, Undeclared),
        (Some(0.0), Some(1e-9), Yes),
        (Some(8e-7), None, No),
    ];
    check_extents(below, (EmMin, EmMax), &ends);
    let point = |cells: &[(ObsColumn, Cell)]| judge("", "500", "", cells).spectrum;
    let ends = [
        (Some(5e-7), Some(5e-7), Yes),
        (Some(4e-7), Some(6e-7), Yes),
        (Some(5.1e-7), Some(6e-7), No),
        (Some(5.1e-7), None, No),
    ];
    check_extents(point, (EmMin, EmMax), &ends);
}

#[test]
fn a_time_extent_matches_where_it_meets_the_interval() {
    let question = |cells: &[(ObsColumn, Cell)]| judge("", "", "1995", cells).time;
    check_extents(
        question,
        (TMin, TMax),
        &[
            (Some(49_000.0), Some(49_718.0), Yes),
            (Some(49_000.0), Some(49_717.999), No),
            (Some(49_800.0), Some(49_800.0), Yes),
            (Some(50_083.0), Some(50_084.0), Yes),
            (Some(50_083.000_001), Some(50_084.0), No),
            (Some(50_100.0), Some(49_700.0), Yes),
            (Some(49_700.0), None, Undeclared),
            (None, Some(49_700.0), No),
            (Some(49_800.0), None, Yes),
            (None, Some(50_090.0), Undeclared),
            (Some(f64::NEG_INFINITY), Some(49_700.0), No),
            (Some(49_700.0), Some(f64::INFINITY), Yes),
            // what archives write for "unknown"
            (Some(0.0), Some(0.0), Undeclared),
            (Some(-999.0), Some(-999.0), Undeclared),
            (Some(f64::NAN), Some(f64::NAN), Undeclared),
            (Some(49_800.0), Some(0.0), Yes),
            (Some(49_700.0), Some(0.0), Undeclared),
            (Some(50_090.0), Some(-99.0), No),
            (Some(0.0), Some(49_700.0), No),
        ],
    );
    let since = |cells: &[(ObsColumn, Cell)]| judge("", "", "1995..", cells).time;
    let ends = [
        (Some(40_000.0), Some(49_717.0), No),
        (Some(1e6), Some(1e6), Yes),
    ];
    check_extents(since, (TMin, TMax), &ends);
}

#[test]
fn a_date_of_sia1_has_a_margin_where_the_service_gives_no_end() {
    let seconds = |days: f64| (TExptime, Number(days * 86_400.0));
    for (protocol, min, max, exposure, expected) in [
        // 1995 is MJD 49718 to 50083
        ("SIA1", 49_718.0, 49_718.0, None, Yes),
        ("SIA1", 49_717.5, 49_717.5, None, Approximate),
        ("SIA1", 49_717.49, 49_717.49, None, No),
        ("SIA1", 50_083.5, 50_083.5, None, Approximate),
        ("SIA1", 50_083.51, 50_083.51, None, No),
        // an exposure time is the margin, be it shorter or longer
        ("SIA1", 49_717.9, 49_717.9, Some(seconds(0.2)), Approximate),
        ("SIA1", 49_717.7, 49_717.7, Some(seconds(0.2)), No),
        ("SIA1", 50_084.9, 50_084.9, Some(seconds(2.0)), Approximate),
        ("SIA1", 49_717.6, 49_717.6, Some(seconds(0.0)), Approximate),
        // an extent is no instant: a whole day, or an observation with its end
        ("SIA1", 49_716.0, 49_717.0, None, No),
        ("SIA1", 49_717.0, 49_718.0, None, Yes),
        // the others say where their dates begin and end
        ("SIA2", 49_717.9, 49_717.9, None, No),
        ("ObsCore", 49_717.9, 49_717.9, None, No),
        ("SSAP", 49_717.9, 49_717.9, Some(seconds(0.2)), No),
    ] {
        let mut cells = vec![
            (Protocol, Text(protocol)),
            (TMin, Number(min)),
            (TMax, Number(max)),
        ];
        cells.extend(exposure);
        let found = judge("", "", "1995", &cells).time;
        assert_eq!(
            found,
            Some(expected),
            "{protocol} {min} to {max}, {exposure:?}"
        );
    }
}

// 2e-9 in single precision is 2.0000000233721948e-9: above the 2 nm that were asked for.
#[test]
fn a_wavelength_stored_in_single_precision_meets_what_rounds_to_it() {
    let single = Some(f64::from(2e-9_f32));
    let double = Some(2.000_000_023_4e-9);
    let question = |cells: &[(ObsColumn, Cell)]| judge("", "2", "", cells).spectrum;
    check_extents(
        question,
        (EmMin, EmMax),
        &[
            (single, Some(3e-9), Yes),
            (double, Some(3e-9), No),
            (Some(1e-9), single, Yes),
            (Some(2e-9), Some(2e-9), Yes),
        ],
    );
    // no such thing in time, where a single would be minutes wide
    let verdict = judge(
        "",
        "",
        "49718.001..",
        &[(TMin, Number(49_000.0)), (TMax, Number(49_718.0))],
    );
    assert_eq!(verdict.time, Some(No));
}

#[test]
fn the_product_decides_by_the_words_of_obscore() {
    let found = |product, text: &'static str| {
        let question = Question {
            product,
            ..Question::example()
        };
        let judge = Judge::new(&question.parse().unwrap());
        let cells: &[_] = if text.is_empty() {
            &[]
        } else {
            &[(DataproductType, Text(text))]
        };
        judge.judge(dataset(cells).row(0)).product
    };
    assert_eq!(found(Product::Images, "image"), Yes);
    assert_eq!(found(Product::Images, "Cube "), Yes);
    assert_eq!(found(Product::Images, "spectrum"), No);
    assert_eq!(found(Product::Spectra, "timeseries"), Yes);
    assert_eq!(found(Product::Spectra, "sed"), Yes);
    assert_eq!(found(Product::Both, "image"), Yes);
    assert_eq!(found(Product::Both, "event"), No);
    assert_eq!(found(Product::Both, ""), Undeclared);
}

#[test]
fn inclusive_keeps_what_is_not_declared_but_never_what_contradicts() {
    let verdict = |space, time, product| Verdict {
        space: Some(space),
        spectrum: None,
        time: Some(time),
        product,
    };
    for (verdict, kept, kept_inclusive) in [
        (verdict(Yes, Yes, Yes), true, true),
        (verdict(Approximate, Approximate, Yes), true, true),
        (verdict(Approximate, No, Yes), false, false),
        (verdict(Yes, Undeclared, Yes), false, true),
        (verdict(Yes, Yes, Undeclared), false, true),
        (verdict(No, Undeclared, Yes), false, false),
        (verdict(Yes, Yes, No), false, false),
    ] {
        assert_eq!(verdict.keeps(false), kept, "{verdict:?}");
        assert_eq!(verdict.keeps(true), kept_inclusive, "{verdict:?}");
    }
}

#[test]
fn an_axis_that_is_not_constrained_is_not_judged() {
    let verdict = judge("", "", "1995", &[(SRegion, Text("CIRCLE 1 2 3"))]);
    assert_eq!((verdict.space, verdict.spectrum), (None, None));
}
