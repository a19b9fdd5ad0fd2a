//! Geometry checked against cases worked by hand.

use super::*;

#[expect(
    clippy::fn_params_excessive_bools,
    reason = "two questions about each pair"
)]
fn check(one: &str, other: &str, meets: bool, is_in: bool) {
    let (one_geometry, other_geometry) = (
        Geometry::parse(one).unwrap(),
        Geometry::parse(other).unwrap(),
    );
    assert_eq!(
        one_geometry.meets(&other_geometry),
        meets,
        "{one} meets {other}"
    );
    assert_eq!(
        other_geometry.meets(&one_geometry),
        meets,
        "{other} meets {one}"
    );
    assert_eq!(
        one_geometry.is_in(&other_geometry).unwrap(),
        is_in,
        "{one} in {other}"
    );
}

#[test]
fn points_circles_and_polygons_meet_as_worked_by_hand() {
    // On the equator degrees of right ascension are degrees of arc.
    check("Position ICRS 10 0", "Circle ICRS 12 0 2.5", true, true);
    check("Position ICRS 10 0", "Circle ICRS 12 0 1.5", false, false);
    check("Circle ICRS 10 0 1", "Circle ICRS 12 0 1.5", true, false);
    check("Circle ICRS 10 0 1", "Circle ICRS 10.5 0 2", true, true);
    check("Circle ICRS 10 0 1", "Circle ICRS 13 0 1.5", false, false);
    // Across right ascension zero.
    check("Position ICRS 359.5 0", "Circle ICRS 0.5 0 1.1", true, true);
    check(
        "Circle ICRS 359 0 0.6",
        "Polygon ICRS 359.5 -1 1 -1 1 1 359.5 1",
        true,
        false,
    );
    // At the pole, any two right ascensions are near.
    check("Position ICRS 0 89.5", "Circle ICRS 180 89.6 1", true, true);
    check(
        "Position ICRS 0 89.5",
        "Polygon ICRS 0 89 120 89 240 89",
        true,
        true,
    );
    check(
        "Position ICRS 0 -89.5",
        "Polygon ICRS 0 89 120 89 240 89",
        false,
        false,
    );
    check(
        "Polygon ICRS 10 0 11 0 11 1 10 1",
        "Circle ICRS 10.5 0.5 1",
        true,
        true,
    );
}

#[test]
fn maps_hold_what_lies_in_their_cells() {
    // HEALPix order 0, cell 4 is centred on right ascension 0, declination 0 (MOC 2.0, figure 1: the equatorial ring
    // is cells 4 to 7 from right ascension 0 eastwards).
    check("Position ICRS 0 0", "0/4", true, true);
    check("Position ICRS 90 0", "0/4", false, false);
    check("Position ICRS 90 0", "0/5", true, true);
    check("Circle ICRS 0 0 5", "0/4", true, true);
    check("Circle ICRS 45 0 5", "0/4", true, false);
    check("Circle ICRS 180 0 5", "0/4 5", false, false);
    check("1/16-19", "0/4", true, true);
}

#[test]
fn what_is_written_is_read_again() {
    for text in [
        "Position ICRS 10.5 -3",
        "Circle ICRS 1 2 3.25",
        "Polygon ICRS 0 0 1 0 1 1",
    ] {
        assert_eq!(Geometry::parse(text).unwrap().text(), text, "{text}");
    }
    let map = Geometry::parse("Circle ICRS 0 0 0.001")
        .unwrap()
        .map(0)
        .unwrap();
    assert_eq!(map, "0/4", "the cell around its centre");
}

#[test]
fn what_is_no_place_on_the_sky_is_named() {
    for text in [
        "Position ICRS 10 91",
        "Circle ICRS 0 0 -1",
        "Polygon ICRS 0 0 1 0",
    ] {
        assert!(Geometry::parse(text).is_err(), "{text}");
    }
}
