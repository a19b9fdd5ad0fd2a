//! What answers declare, cell by cell, and how that stands to a question.

use crate::{
    domain::{
        constraints::Question,
        dataset::Datasets,
        ivoid::Ivoid,
        matching::{
            Judge,
            Match::{self, No, Undeclared, Yes},
            Verdict,
        },
        obscore::ObsColumn::{EmMax, EmMin, SFov, SRa, TMax, TMin},
        service::{
            Protocol::{self, ObsCore, Sia1, Sia2, Ssap},
            Service,
        },
    },
    protocol::{AnswerEnd, AnswerLimits, read_answer},
};
use std::{f64::consts::SQRT_2, ops::ControlFlow};

/// An answer with one dataset, from the attributes of each FIELD and what its cell holds.
fn answer(protocol: Protocol, cells: &[(&str, &str)]) -> (Datasets, AnswerEnd) {
    let address = (
        r#"name="access_url" ucd="VOX:Image_AccessReference" utype="Access.Reference" datatype="char" arraysize="*""#,
        "http://x.org/1",
    );
    let (mut fields, mut row) = (String::new(), String::new());
    for (attributes, cell) in cells.iter().chain([&address]) {
        fields += &["<FIELD ", attributes, "/>"].concat();
        row += &["<TD>", cell, "</TD>"].concat();
    }
    let document = format!(
        r#"<VOTABLE version="1.4"><RESOURCE type="results"><INFO name="QUERY_STATUS" value="OK"/><TABLE>{fields}
        <DATA><TABLEDATA><TR>{row}</TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"#
    );
    let service = Service {
        ivoid: Ivoid::new("ivo://x.org/s"),
        title: String::new(),
        protocol,
        access_url: "http://x.org/s?".to_owned(),
    };
    let mut found = Datasets::default();
    let limits = AnswerLimits::default();
    let end = read_answer(&service, document.as_bytes(), &limits, &mut |datasets| {
        found = datasets;
        ControlFlow::Continue(())
    });
    assert_eq!(found.len(), 1);
    (found, end.unwrap())
}

fn judge(found: &Datasets, [space, spectrum, time]: [&str; 3]) -> Verdict {
    let question = Question {
        space: space.to_owned(),
        spectrum: spectrum.to_owned(),
        time: time.to_owned(),
        ..Question::default()
    };
    Judge::new(&question.parse().unwrap()).judge(found.row(0))
}

#[track_caller]
fn check_spectrum(found: &Datasets, cases: &[(&str, Match)]) {
    for (spectrum, expected) in cases {
        let verdict = judge(found, ["", spectrum, ""]).spectrum;
        assert_eq!(verdict, Some(*expected), "{spectrum}");
    }
}

#[test]
fn an_upper_limit_of_0_is_an_unknown_one() {
    for (unit, known, short, long) in [
        ("m", "5e-7", No, Undeclared),
        // 299792458 / 5e-7 Hz: there is nothing of less energy, and perhaps something of more
        ("Hz", "5.99584916e14", Undeclared, No),
    ] {
        for protocol in [ObsCore, Sia2, Sia1] {
            let field = |key| format!(r#"{key} datatype="double" unit="{unit}""#);
            let [lo, hi] = match protocol {
                Sia1 => [
                    r#"ucd="VOX:BandPass_LoLimit""#,
                    r#"ucd="VOX:BandPass_HiLimit""#,
                ],
                _ => [r#"name="em_min""#, r#"name="em_max""#],
            }
            .map(field);
            let (found, _) = answer(protocol, &[(&lo, known), (&hi, "0")]);
            check_spectrum(&found, &[("2", short), ("500", Yes), ("600 700", long)]);
        }
    }
}

#[test]
fn a_footprint_that_sia1_declares_is_not_guessed_from_the_pixels() {
    // A square of 1 deg that stands on a corner, sqrt(1/2) = 0.7071 deg from its middle; without a CD matrix the
    // pixels tell of one with north up, whose corners lie at 0.5 deg in both coordinates.
    let turned = "POLYGON ICRS 10 0.7071 10.7071 0 10 -0.7071 9.2929 0";
    for (coverage, in_corner_of_turned, in_corner_of_upright) in [
        (turned, Yes, No),
        ("10 0.7071 10.7071 0 10 -0.7071 9.2929 0", Yes, No),
        ("square, 1 deg", No, Yes),
        // A place is no footprint.
        ("POSITION ICRS 10 0", No, Yes),
        ("", No, Yes),
    ] {
        for field in [
            r#"name="coverage" datatype="char" arraysize="*""#,
            r#"ucd="pos.outline;obs.field" datatype="char" arraysize="*""#,
        ] {
            let (found, _) = answer(
                Sia1,
                &[
                    (r#"ucd="POS_EQ_RA_MAIN" datatype="double""#, "10"),
                    (r#"ucd="POS_EQ_DEC_MAIN" datatype="double""#, "0"),
                    (
                        r#"ucd="VOX:Image_Naxis" datatype="int" arraysize="*""#,
                        "1000 1000",
                    ),
                    (r#"ucd="VOX:Image_Scale" datatype="double""#, "0.001"),
                    (field, coverage),
                ],
            );
            let at = |place| judge(&found, [place, "", ""]).space;
            assert_eq!(at("10 0.65 0.001"), Some(in_corner_of_turned), "{coverage}");
            assert_eq!(
                at("10.45 0.45 0.001"),
                Some(in_corner_of_upright),
                "{coverage}"
            );
            // the diagonal of the pixels
            let fov = found.number(SFov, 0).unwrap();
            assert!((fov - SQRT_2).abs() < 1e-3, "{fov}");
        }
    }
}

fn time(found: &Datasets, time: &str) -> Option<Match> {
    judge(found, ["", "", time]).time
}

/// The FIELDs of the ends of time, and of the band in metres.
fn ends(protocol: Protocol) -> [String; 4] {
    let keys = match protocol {
        Ssap => [
            r#"utype="ssa:Char.TimeAxis.Coverage.Bounds.Start""#,
            r#"utype="ssa:Char.TimeAxis.Coverage.Bounds.Stop""#,
            r#"utype="ssa:Char.SpectralAxis.Coverage.Bounds.Start""#,
            r#"utype="ssa:Char.SpectralAxis.Coverage.Bounds.Stop""#,
        ],
        _ => [
            r#"name="t_min""#,
            r#"name="t_max""#,
            r#"name="em_min""#,
            r#"name="em_max""#,
        ],
    };
    keys.map(|key| format!(r#"{key} datatype="double""#))
}

#[test]
fn an_infinite_end_is_an_open_side() {
    for protocol in [ObsCore, Ssap] {
        let [first, last, shortest, longest] = ends(protocol);
        // 49700 is 1994-12-14
        let (ongoing, _) = answer(protocol, &[(&first, "49700"), (&last, "+Inf")]);
        assert_eq!(time(&ongoing, "1995"), Some(Yes));
        assert_eq!(time(&ongoing, "1993"), Some(No));
        let (until, _) = answer(protocol, &[(&first, "-Inf"), (&last, "49700")]);
        assert_eq!(time(&until, "1993"), Some(Yes));
        assert_eq!(time(&until, "1995"), Some(No));
        // the wrong way round, or no date at all
        let (never, _) = answer(protocol, &[(&first, "+Inf"), (&last, "+Inf")]);
        assert_eq!(time(&never, "1995"), Some(Undeclared));
        let (beyond, _) = answer(protocol, &[(&shortest, "5e-7"), (&longest, "+Inf")]);
        check_spectrum(&beyond, &[("600 700", Yes), ("2", No)]);
    }
    let limit = |key| format!("ucd=\"VOX:BandPass_{key}\" datatype=\"double\" unit=\"nm\"");
    let (found, _) = answer(
        Sia1,
        &[(&limit("LoLimit"), "500"), (&limit("HiLimit"), "+Inf")],
    );
    check_spectrum(&found, &[("600 700", Yes), ("2", No)]);
}

#[test]
fn what_has_no_open_side_is_finite() {
    let date = r#"ucd="VOX:Image_MJDateObs" datatype="double""#;
    let (found, _) = answer(
        Sia1,
        &[
            (date, "+Inf"),
            (r#"ucd="POS_EQ_RA_MAIN" datatype="double""#, "+Inf"),
            (
                r#"ucd="VOX:BandPass_RefValue" datatype="double" unit="m""#,
                "+Inf",
            ),
        ],
    );
    for column in [TMin, TMax, SRa, EmMin, EmMax] {
        assert_eq!(found.number(column, 0), None, "{column:?}");
    }
}

#[test]
fn a_date_that_may_be_any_is_none() {
    // 1995-12-31 is MJD 50082
    for (date, expected) in [
        ("1995/12/31", Some(50_082.0)),
        ("1995/1/1", Some(49_718.0)),
        ("31/12/95", Some(50_082.0)),
        ("1/1/2000", None),
        ("1/12/95", None),
        ("95-12-31", None),
    ] {
        let field = r#"name="t_min" datatype="char" arraysize="*""#;
        let (found, _) = answer(ObsCore, &[(field, date)]);
        assert_eq!(found.number(TMin, 0), expected, "{date}");
    }
}

#[test]
fn ends_that_say_nothing_leave_the_middle_of_ssap() {
    // 500 nm and 20 nm, and the last 20 days of 1995 about the middle one
    let middle = [
        (
            r#"utype="ssa:Char.SpectralAxis.Coverage.Location.Value" datatype="double""#,
            "5e-7",
        ),
        (
            r#"utype="ssa:Char.SpectralAxis.Coverage.Bounds.Extent" datatype="double""#,
            "2e-8",
        ),
        (
            r#"utype="ssa:Char.TimeAxis.Coverage.Location.Value" datatype="double""#,
            "50073",
        ),
        (
            r#"utype="ssa:Char.TimeAxis.Coverage.Bounds.Extent" datatype="double" unit="d""#,
            "20",
        ),
    ];
    for [dates, lo, hi] in [
        ["0", "0", "0"],
        ["-999", "-999", "-999"],
        ["NaN", "NaN", "0"],
    ] {
        let [first, last, shortest, longest] = ends(Ssap);
        let ends = [
            (&*first, dates),
            (&*last, dates),
            (&*shortest, lo),
            (&*longest, hi),
        ];
        let (found, _) = answer(Ssap, &[&middle[..], &ends].concat());
        check_spectrum(
            &found,
            &[("508", Yes), ("492", Yes), ("512", No), ("488", No)],
        );
        assert_eq!(time(&found, "1995-12-20"), Some(Yes), "{dates}");
        assert_eq!(time(&found, "1995-12-01"), Some(No), "{dates}");
    }
    // ends that mean something hold: all below 600 nm, and since the year 2000
    let [first, last, shortest, longest] = ends(Ssap);
    let ends = [
        (&*first, "51544"),
        (&*last, "+Inf"),
        (&*shortest, "0"),
        (&*longest, "6e-7"),
    ];
    let (found, _) = answer(Ssap, &[&middle[..], &ends].concat());
    check_spectrum(&found, &[("590", Yes), ("2", Yes), ("610", No)]);
    assert_eq!(time(&found, "2020"), Some(Yes));
    assert_eq!(time(&found, "1995-12-20"), Some(No));
    // in hertz 0 is infinity in metres
    let hertz = |end| {
        format!(
            r#"utype="ssa:Char.SpectralAxis.Coverage.Bounds.{end}" datatype="double" unit="Hz""#
        )
    };
    let ends = [(&*hertz("Start"), "0"), (&*hertz("Stop"), "0")];
    let (found, _) = answer(Ssap, &[&middle[..], &ends].concat());
    check_spectrum(&found, &[("508", Yes), ("512", No)]);
}

#[test]
fn limits_and_dates_of_0_leave_what_sia1_says_otherwise() {
    let band = |key| format!(r#"ucd="VOX:BandPass_{key}" datatype="double" unit="nm""#);
    let (found, _) = answer(
        Sia1,
        &[
            (&band("LoLimit"), "0"),
            (&band("RefValue"), "500"),
            (&band("HiLimit"), "0"),
            (r#"ucd="VOX:Image_MJDateObs" datatype="double""#, "49800"),
            (r#"name="t_min" datatype="double""#, "0"),
            (r#"name="t_max" datatype="double""#, "0"),
        ],
    );
    check_spectrum(&found, &[("500", Yes), ("510", No)]);
    assert_eq!(time(&found, "1995"), Some(Yes));
}

#[test]
fn a_unit_that_nobody_knows_is_metres_where_the_standard_says_so() {
    let [lo, hi] = ["em_min", "em_max"]
        .map(|name| format!(r#"name="{name}" datatype="double" unit="m (vacuum)""#));
    for protocol in [ObsCore, Sia2] {
        let (found, end) = answer(protocol, &[(&lo, "4e-7"), (&hi, "7e-7")]);
        check_spectrum(&found, &[("500", Yes), ("2", No)]);
        assert_eq!(
            end.warnings,
            [
                "unknown unit m (vacuum), read as metres, column em_min",
                "unknown unit m (vacuum), read as metres, column em_max",
            ]
        );
    }
    // a unit that is known counts, and no unit is metres without a word
    for (unit, value) in [("nm", "500"), ("", "5e-7")] {
        let field = format!(r#"name="em_min" datatype="double" unit="{unit}""#);
        let (found, end) = answer(ObsCore, &[(&field, value)]);
        check_spectrum(&found, &[("500", Yes)]);
        assert!(end.warnings.is_empty(), "{:?}", end.warnings);
    }
    // SSAP has its units in its columns only
    let [.., lo, hi] = ends(Ssap).map(|field| format!(r#"{field} unit="m (vacuum)""#));
    let (found, end) = answer(Ssap, &[(&lo, "4e-7"), (&hi, "7e-7")]);
    check_spectrum(&found, &[("500", Undeclared)]);
    assert!(end.warnings.is_empty(), "{:?}", end.warnings);
}

#[test]
fn a_polygon_in_an_array_that_is_filled_up_with_nan_is_one() {
    // a square of 2 deg about RA 10, Dec 0
    let square = "9 -1 11 -1 11 1 9 1";
    let in_array = |n_filling: usize| format!("{square}{}", " NaN".repeat(n_filling));
    for (datatype, size, cell) in [
        ("double", "8", in_array(0)),
        ("double", "20", in_array(12)),
        ("float", "9", in_array(1)),
        ("char", "*", in_array(12)),
    ] {
        let field =
            format!(r#"name="s_region" datatype="{datatype}" arraysize="{size}" xtype="polygon""#);
        let (found, _) = answer(ObsCore, &[(&field, &cell)]);
        for (place, expected) in [("10.9 0.9 0.01", Yes), ("11.1 0 0.01", No)] {
            assert_eq!(
                judge(&found, [place, "", ""]).space,
                Some(expected),
                "{field}"
            );
        }
    }
    // NaN among the numbers leaves nothing to go by
    let field = r#"name="s_region" datatype="double" arraysize="8" xtype="polygon""#;
    let (found, _) = answer(ObsCore, &[(field, "9 -1 NaN -1 11 1 9 1")]);
    assert_eq!(judge(&found, ["10 0 1", "", ""]).space, Some(Undeclared));
}

#[test]
fn utypes_of_spectra_are_known_with_the_name_of_their_model_in_front() {
    for begin in ["", "ssa:", "Spectrum.", "spec:Spectrum.", "SSA."] {
        let utype = |rest: &str| format!(r#"utype="{begin}{rest}" datatype="double""#);
        let (start, stop) = (
            utype("Char.SpectralAxis.Coverage.Bounds.Start"),
            utype("Char.SpectralAxis.Coverage.Bounds.Stop"),
        );
        let (found, _) = answer(Ssap, &[(&start, "4e-7"), (&stop, "7e-7")]);
        let band = [EmMin, EmMax].map(|column| found.number(column, 0));
        assert_eq!(band, [Some(4e-7), Some(7e-7)], "{begin}");
    }
}
