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
use std::ops::ControlFlow;

/// An answer with one dataset, from the attributes of each FIELD and what its cell holds.
fn answer(protocol: Protocol, cells: &[(&str, &str)]) -> (Datasets, AnswerEnd) {
    let address = (
        r#"name="access_url" ucd="VOX:Image_AccessReference" utype="Access.Reference" datatype="char" arraysize="*""#,
        "http://x.org/1",
    );
    let (mut fields, mut row) = (String::new(), String::new());
    for (attributes, cell) in cells.iter().chain([&address]) {
        fields += &format!("<FIELD {attributes}/>");
        row += &format!("<TD>{cell}</TD>");
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
            // sqrt(2) deg: the diagonal of the pixels
            let fov = found.number(SFov, 0).unwrap();
            assert!((fov - 1.4142).abs() < 1e-3, "{fov}");
        }
    }
}

#[test]
fn an_infinite_end_is_an_open_side() {
    let time = |found: &Datasets, time| judge(found, ["", "", time]).time;
    for (protocol, keys) in [
        (
            ObsCore,
            ["t_min", "t_max", "em_min", "em_max"].map(|name| format!("name=\"{name}\"")),
        ),
        (
            Ssap,
            ["Time", "Spectral"]
                .iter()
                .flat_map(|axis| {
                    ["Start", "Stop"]
                        .map(|end| format!("utype=\"ssa:Char.{axis}Axis.Coverage.Bounds.{end}\""))
                })
                .collect::<Vec<_>>()
                .try_into()
                .unwrap(),
        ),
    ] {
        let [first, last, shortest, longest] = keys.map(|key| format!("{key} datatype=\"double\""));
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
