//! Footprints as services write them into `s_region`.
//!
//! | form | test |
//! | --- | --- |
//! | `POLYGON ICRS`, `Polygon J2000`, `Polygon ICRS GEOCENTER SPHERICAL2`; frames, flavours, units (TAP 1.0, section 6) | [`shapes_in_stc_s_are_read_in_every_dress`] |
//! | bare numbers with xtype `polygon`, `circle`, `point`, `range` (DALI 1.1, 3.3) | [`bare_numbers_are_read_by_their_xtype`] |
//! | `CIRCLE`, `BOX`, `POSITION` | [`shapes_in_stc_s_are_read_in_every_dress`] |
//! | `UNION (...)`, several shapes in one text; `shape` and `multishape` (DALI 1.2) | [`several_shapes_are_their_union`] |
//! | MOC in ASCII (xtype `moc`; DALI 1.2) | [`a_moc_is_read`] |
//! | exponents, doubled blanks, commas, parentheses, ADQL's quotes | [`shapes_in_stc_s_are_read_in_every_dress`] |
//! | what cannot be read: the row is kept, and judged by centre and field of view | [`an_unreadable_footprint_costs_itself`] |

use crate::reading::{Told, document, read, rows};
use vodiscover::domain::{
    angle::Position,
    matching::Match,
    obscore::ObsColumn::AccessUrl,
    region::{Cone, Region},
    service::Protocol,
};

/// An answer of one dataset at RA 100, Dec 0, 0.2 degrees wide, with this footprint.
fn with_footprint(xtype: &str, footprint: &str) -> Told {
    let datatype = if xtype.is_empty() || xtype == "moc" || xtype.ends_with("shape") {
        "char"
    } else {
        "double"
    };
    let fields = format!(
        "<FIELD name=\"access_url\" datatype=\"char\" arraysize=\"*\"/><FIELD name=\"s_ra\" datatype=\"double\"/>\
         <FIELD name=\"s_dec\" datatype=\"double\"/><FIELD name=\"s_fov\" datatype=\"double\"/>\
         <FIELD name=\"s_region\" datatype=\"{datatype}\" arraysize=\"*\" xtype=\"{xtype}\"/>"
    );
    let row = format!("http://x.org/1|100|0|0.2|{footprint}");
    let told = read(Protocol::ObsCore, document(&fields, &rows(&[&row])));
    assert_eq!(told.texts(AccessUrl), ["http://x.org/1"], "{footprint}");
    told
}

fn cone(ra: f64, dec: f64) -> Region {
    Region::Cone(Cone::new(Position::new(ra, dec).unwrap(), 0.01).unwrap())
}

/// Asserts that a footprint holds one place, and not another, whatever centre and field of view say.
#[track_caller]
fn assert_covers(xtype: &str, footprint: &str, inside: (f64, f64), outside: (f64, f64)) {
    let told = with_footprint(xtype, footprint);
    assert_eq!(
        told.space(cone(inside.0, inside.1)),
        [Match::Yes],
        "{footprint}"
    );
    assert_eq!(
        told.space(cone(outside.0, outside.1)),
        [Match::No],
        "{footprint}"
    );
    assert_eq!(told.space(cone(100.0, 0.0)), [Match::No], "{footprint}");
}

#[test]
fn shapes_in_stc_s_are_read_in_every_dress() {
    // All of them hold (10.5, 20.5), and none (10.5, 22).
    for footprint in [
        "POLYGON ICRS 10 20 11 20 11 21 10 21",
        "Polygon J2000 10 20 11 20 11 21 10 21",
        "polygon icrs geocenter spherical2 10 20 11 20 11 21 10 21",
        "Polygon ICRS GEOCENTER SPHERICAL2 10.0 20.0 11.0 20.0 11.0 21.0 10.0 21.0 unit deg",
        "Polygon FK5 TOPOCENTER 10 20 10 21 11 21 11 20",
        "POLYGON   ICRS\t1.0e1  2e+1   1.1E1 20   11 21  10 21",
        "POLYGON 10 20 11 20 11 21 10 21",
        "POLYGON ICRS 10,20 11,20 11,21 10,21",
        "POLYGON('ICRS', 10, 20, 11, 20, 11, 21, 10, 21)",
        "Polygon ICRS 10 20 11 20 11 21 10 21 10 20",
        "CIRCLE ICRS 10.5 20.5 0.7",
        "CIRCLE 10.5 20.5 0.7",
        "Circle UNKNOWNFrame 10.5 20.5 0.7",
        "CIRCLE('ICRS GEOCENTER', 10.5, 20.5, 0.7)",
        "BOX ICRS 10.5 20.5 1 1",
        "PositionInterval ICRS 10 20 11 21",
    ] {
        assert_covers("", footprint, (10.5, 20.5), (10.5, 22.0));
    }
    assert_covers("", "POSITION ICRS 10.5 20.5", (10.5, 20.5), (10.5, 20.6));
    // The galactic pole lies at RA 192.859, Dec 27.128 (Hipparcos catalogue, 1.5.3).
    assert_covers("", "CIRCLE GALACTIC 0 90 1", (192.859, 27.128), (0.0, 89.9));
}

#[test]
fn bare_numbers_are_read_by_their_xtype() {
    for (xtype, footprint) in [
        ("polygon", "10 20 11 20 11 21 10 21"),
        ("adql:REGION", "10 20 11 20 11 21 10 21"),
        ("circle", "10.5 20.5 0.7"),
        ("", "10 20 11 20 11 21 10 21"),
        ("", "10.5 20.5 0.7"),
        ("range", "10 11 20 21"),
    ] {
        assert_covers(xtype, footprint, (10.5, 20.5), (10.5, 22.0));
    }
    assert_covers("point", "10.5 20.5", (10.5, 20.5), (10.5, 20.6));
}

#[test]
fn several_shapes_are_their_union() {
    for footprint in [
        "Union ICRS (Polygon 10 20 11 20 11 21 10 21 Circle 40 50 1)",
        "UNION ICRS TOPOCENTER ( POLYGON 10 20 11 20 11 21 10 21 CIRCLE 40 50 1 )",
        "POLYGON ICRS 10 20 11 20 11 21 10 21 CIRCLE ICRS 40 50 1",
    ] {
        assert_covers("", footprint, (10.5, 20.5), (10.5, 22.0));
        assert_covers("", footprint, (40.0, 50.5), (25.0, 35.0));
    }
    assert_covers(
        "shape",
        "polygon 10 20 11 20 11 21 10 21",
        (10.5, 20.5),
        (10.5, 22.0),
    );
    let many = "polygon 10 20 11 20 11 21 10 21 circle 40 50 1";
    assert_covers("multishape", many, (40.0, 50.5), (25.0, 35.0));
}

#[test]
fn a_moc_is_read() {
    // Cell 0 of order 0 is a diamond from Dec 0 at RA 45 to Dec 41.8 (Gorski et al. 2005).
    for (xtype, moc) in [
        ("moc", "0/0"),
        ("", "0/0"),
        ("moc", "1/0-3"),
        ("", "MOC 1/0-3 2/"),
        ("moc", "0/0 3/"),
    ] {
        assert_covers(xtype, moc, (45.0, 20.0), (225.0, 20.0));
    }
}

#[test]
fn an_unreadable_footprint_costs_itself() {
    for footprint in [
        "somewhere in Sagittarius",
        "POLYGON ICRS 10 20 11",
        "CIRCLE ICRS",
        "POLYGON ICRS 10 20 x 20 11 21 10 21",
        "SPLOTCH ICRS 10 20 1 2 3",
        "[object Object]",
    ] {
        let told = with_footprint("", footprint);
        let space = |ra, dec| told.space(cone(ra, dec));
        assert_eq!(space(100.05, 0.0), [Match::Approximate], "{footprint}");
        assert_eq!(
            space(10.5, 20.5),
            [Match::No],
            "{footprint}: so far off as that it is not"
        );
    }
    // What says nothing is no footprint, and centre and field of view are all that is to be had.
    for footprint in ["", " ", "null", "NaN", "-"] {
        let told = with_footprint("", footprint);
        assert_eq!(told.space(cone(100.05, 0.0)), [Match::Yes], "{footprint:?}");
    }
}
