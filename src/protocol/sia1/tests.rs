//! Images as services of SIA 1.0 tell of them, cell by cell.

use crate::{
    domain::{
        dataset::Datasets,
        ivoid::Ivoid,
        obscore::ObsColumn::{self, EmMax, EmMin, TMax, TMin},
        service::{Protocol, Service},
    },
    protocol::{AnswerLimits, read_answer},
};
use std::ops::ControlFlow;

/// An answer with one image, from the UCD, type, unit and text of each cell.
pub(super) fn answer(cells: &[(&str, &str, &str, &str)]) -> Datasets {
    let address = ("VOX:Image_AccessReference", "char", "", "http://x.org/1");
    let cells = || cells.iter().chain([&address]);
    let fields: Vec<String> = cells()
        .map(|(ucd, kind, unit, _)| {
            format!(
                r#"<FIELD name="{ucd}" ucd="{ucd}" datatype="{kind}" unit="{unit}" arraysize="*"/>"#
            )
        })
        .collect();
    let row: Vec<String> = cells()
        .map(|(.., cell)| format!("<TD>{cell}</TD>"))
        .collect();
    let (fields, row) = (fields.concat(), row.concat());
    let document = format!(
        r#"<VOTABLE version="1.1"><RESOURCE type="results"><INFO name="QUERY_STATUS" value="OK"/><TABLE>{fields}
        <DATA><TABLEDATA><TR>{row}</TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"#
    );
    let service = Service {
        ivoid: Ivoid::new("ivo://x.org/s"),
        title: String::new(),
        protocol: Protocol::Sia1,
        access_url: "http://x.org/s?".to_owned(),
    };
    let mut found = Datasets::default();
    let limits = AnswerLimits::default();
    let end = read_answer(&service, document.as_bytes(), &limits, &mut |datasets| {
        found = datasets;
        ControlFlow::Continue(())
    });
    end.unwrap();
    assert_eq!(found.len(), 1);
    found
}

#[track_caller]
fn check(found: &Datasets, columns: [ObsColumn; 2], expected: [Option<f64>; 2], what: &str) {
    for (column, expected) in columns.into_iter().zip(expected) {
        let number = found.number(column, 0);
        let is_right = match (number, expected) {
            (Some(number), Some(expected)) => (number - expected).abs() <= 1e-9 * expected.abs(),
            (None, None) => true,
            _ => false,
        };
        assert!(
            is_right,
            "{what}: {column:?} is {number:?}, not {expected:?}"
        );
    }
}

#[test]
fn a_band_is_read_in_the_unit_of_its_row_or_of_its_column() {
    let known = |lo, hi| [Some(lo), Some(hi)];
    // BandPass_Unit, the column's unit, LoLimit, RefValue, HiLimit
    for (unit, own, lo, middle, hi, expected) in [
        ("", "", "4e-7", "5e-7", "7e-7", known(4e-7, 7e-7)),
        ("meters", "", "4e-7", "", "7e-7", known(4e-7, 7e-7)),
        ("Angstrom", "m", "4000", "", "7000", known(4e-7, 7e-7)),
        ("", "nm", "400", "", "700", known(4e-7, 7e-7)),
        ("unknown", "nm", "400", "", "700", known(4e-7, 7e-7)),
        ("unknown", "", "400", "", "700", [None, None]),
        ("adu", "", "400", "500", "700", [None, None]),
        // the wrong way round
        ("nm", "", "700", "", "400", known(4e-7, 7e-7)),
        ("hertz", "", "299792458", "", "2997924580", known(0.1, 1.0)),
        ("hertz", "", "2997924580", "", "299792458", known(0.1, 1.0)),
        // one limit says nothing of the other
        ("nm", "", "400", "500", "", [Some(4e-7), None]),
        ("nm", "", "", "500", "700", [None, Some(7e-7)]),
        ("hertz", "", "299792458", "", "", [None, Some(1.0)]),
        ("hertz", "", "", "", "299792458", [Some(1.0), None]),
        ("nm", "", "", "500", "", known(5e-7, 5e-7)),
        ("nm", "", "NaN", "", "-999", [None, None]),
        ("GHz", "", "-999", "", "299.792458", [Some(1e-3), None]),
        ("nm", "", "", "", "", [None, None]),
    ] {
        let found = answer(&[
            ("VOX:BandPass_Unit", "char", "", unit),
            ("VOX:BandPass_LoLimit", "double", own, lo),
            ("VOX:BandPass_RefValue", "double", own, middle),
            ("VOX:BandPass_HiLimit", "double", own, hi),
        ]);
        let what = format!("{unit} {own}: {lo} {middle} {hi}");
        check(&found, [EmMin, EmMax], expected, &what);
    }
}

#[test]
fn a_date_is_an_instant_or_a_day_or_none() {
    let instant = |mjd| [Some(mjd); 2];
    for (kind, cell, expected) in [
        ("double", "49718.25", instant(49_718.25)),
        ("char", "49718.25", instant(49_718.25)),
        ("double", "2449718.75", instant(49_718.25)),
        ("char", "1995-01-01T06:00:00", instant(49_718.25)),
        ("char", "1995-01-01", [Some(49_718.0), Some(49_719.0)]),
        ("double", "1995.5", instant(49_900.875)),
        ("int", "1995", [Some(49_718.0), Some(50_083.0)]),
        ("double", "NaN", [None, None]),
        ("double", "0", [None, None]),
        ("double", "-999", [None, None]),
        ("char", "", [None, None]),
        ("char", "n/a", [None, None]),
    ] {
        let found = answer(&[("VOX:Image_MJDateObs", kind, "d", cell)]);
        check(&found, [TMin, TMax], expected, &format!("{kind} {cell}"));
    }
}
