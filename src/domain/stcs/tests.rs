//! Footprints as services write them.

use super::*;
use crate::domain::{
    angle::Position,
    region::{Cone, Polygon, Range},
};
use proptest::prelude::*;

fn at(ra: f64, dec: f64) -> Position {
    Position::new(ra, dec).unwrap()
}

fn circle(ra: f64, dec: f64, radius: f64) -> Region {
    Region::Cone(Cone::new(at(ra, dec), radius).unwrap())
}

fn triangle() -> Region {
    let vertices = [at(10.0, 20.0), at(11.0, 20.0), at(11.0, 21.0)];
    Region::Polygon(Polygon::new(vertices).unwrap())
}

#[track_caller]
fn check(text: &str, expected: &Region) {
    match parse_footprint(text) {
        Ok(found) => assert_eq!(&found, expected, "{text}"),
        Err(error) => panic!("{text}: {error}"),
    }
}

#[test]
fn polygons_are_read_however_they_are_dressed() {
    for text in [
        "POLYGON ICRS 10 20 11 20 11 21",
        "Polygon ICRS 10.0 20.0 11.0 20.0 11.0 21.0 10.0 20.0",
        "polygon icrs geocenter spherical2 10 20 11 20 11 21",
        "POLYGON ICRS TOPOCENTER 10 20 11 20 11 21",
        "Polygon UNKNOWNFrame UNKNOWNRefPos SPHERICAL2 10 20 11 20 11 21",
        "Polygon UNKNOWNFrame 10 20 11 20 11 21 unit deg",
        "  POLYGON   ICRS  1.0E1 2e+1  1.1e1 20  11 21 ",
        "POLYGON ICRS 10,20,11,20,11,21",
        "POLYGON('ICRS', 10, 20, 11, 20, 11, 21)",
        "POLYGON ((10 20, 11 20, 11 21, 10 20))",
        "Polygon fillfactor 0.9 ICRS 10 20 11 20 11 21",
        "10 20 11 20 11 21",
        "10.0\t20.0\n11.0 20.0 11.0 21.0",
        "370 20 -349 20 11 21",
        "polygon 10 20 11 20 11 21",
        "REGION('POLYGON ICRS 10 20 11 20 11 21')",
        "POLYGON ICRS (10 20) (11 20) (11 21)",
        "POLYGON 10 20 11 20 11 21)",
        "(POLYGON 10 20 11 20 11 21",
        "Union ICRS (Polygon 10 20 11 20 11 21)",
    ] {
        check(text, &triangle());
    }
}

#[test]
fn circles_and_positions_are_read() {
    check("CIRCLE ICRS 10 20 0.5", &circle(10.0, 20.0, 0.5));
    check(
        "Circle ICRS UNKNOWNRefPos CARTESIAN2 10 20 0.5",
        &circle(10.0, 20.0, 0.5),
    );
    check(
        "CIRCLE('ICRS BARYCENTER', 10., 20., .5)",
        &circle(10.0, 20.0, 0.5),
    );
    check("10 20 0.5", &circle(10.0, 20.0, 0.5));
    check("POSITION ICRS 10 20", &circle(10.0, 20.0, 0.0));
    check("point 10 20", &circle(10.0, 20.0, 0.0));
    check("10 20", &circle(10.0, 20.0, 0.0));
    check("AllSky ICRS", &circle(0.0, 0.0, 180.0));
    check("POSITION 10 90.0000001", &circle(10.0, 90.0, 0.0));
}

#[test]
fn several_shapes_are_their_union_with_or_without_the_word() {
    let union = Region::Union(vec![circle(1.0, 2.0, 3.0), triangle()]);
    for text in [
        "UNION ICRS (CIRCLE 1 2 3 POLYGON 10 20 11 20 11 21)",
        "Union ICRS ( Circle ICRS 1 2 3 Polygon ICRS 10 20 11 20 11 21 )",
        "CIRCLE 1 2 3 POLYGON 10 20 11 20 11 21",
        "UNION(CIRCLE(1,2,3),POLYGON(10,20,11,20,11,21))",
        "UNION('ICRS', CIRCLE(1,2,3), POLYGON((10 20), (11 20), (11 21)))",
        "UNION CIRCLE 1 2 3 POLYGON 10 20 11 20 11 21",
        "UNION (UNION (CIRCLE 1 2 3 POLYGON 10 20 11 20 11 21))",
        "UNION (UNION (CIRCLE 1 2 3) UNION (POLYGON 10 20 11 20 11 21))",
        "circle 1 2 3\npolygon 10 20 11 20 11 21",
        "Circle ICRS 1 2 3 (Polygon ICRS 10 20 11 20 11 21)",
        "Circle ICRS 1 2 3, Polygon ICRS 10 20 11 20 11 21",
    ] {
        check(text, &union);
    }
}

#[test]
fn a_unions_frame_goes_for_its_parts() {
    let text = "UNION GALACTIC (CIRCLE 0 0 1 CIRCLE ICRS 0 0 1)";
    let Ok(Region::Union(parts)) = parse_footprint(text) else {
        panic!("{text}");
    };
    // the galactic centre, l = b = 0, lies at 266.405 -28.936
    assert!(parts[0].contains(at(266.405, -28.936)));
    assert!(parts[1].contains(at(0.0, 0.0)));
}

#[test]
fn frames_other_than_icrs_are_turned() {
    let middle = |text: &str| match parse_footprint(text) {
        Ok(Region::Cone(cone)) => cone.centre,
        other => panic!("{text}: {other:?}"),
    };
    // astropy 8.0: SkyCoord(10*u.deg, 20*u.deg, frame=FK4(equinox='B1950')).icrs
    let b1950 = at(10.658_967_275_7, 20.273_867_215_6);
    for text in [
        "CIRCLE FK4 10 20 1",
        "Circle B1950 10 20 1",
        "CIRCLE FK4 B1950 10 20 1",
    ] {
        assert!(middle(text).separation(b1950).0 < 1e-8, "{text}");
    }
    // FK5 and ICRS are 0.03 arcsec apart
    assert!(middle("CIRCLE J2000 10 20 1").separation(at(10.0, 20.0)).0 < 1e-5);
    assert!(
        middle("CIRCLE FK5 J2000 10 20 1")
            .separation(at(10.0, 20.0))
            .0
            < 1e-5
    );
}

// STC 1.33's box of 2 x 2 degrees at the equator: the corners lie on the great circles through (1, 0) and (0, 1) that
// are at right angles to the arms, so at longitude 1 and at the latitude whose tangent is tan(1 deg) cos(1 deg).
#[test]
fn a_box_is_the_polygon_between_four_great_circles() {
    let Ok(Region::Polygon(polygon)) = parse_footprint("BOX ICRS 0 0 2 2") else {
        panic!("no polygon");
    };
    let latitude = (1.0_f64.to_radians().tan() * 1.0_f64.to_radians().cos())
        .atan()
        .to_degrees();
    for (vertex, (ra, dec)) in polygon.vertices().iter().zip([
        (359.0, -latitude),
        (1.0, -latitude),
        (1.0, latitude),
        (359.0, latitude),
    ]) {
        assert!(vertex.separation(at(ra, dec)).0 < 1e-12, "{vertex:?}");
    }
    let pole = parse_footprint("BOX 0 90 2 2").unwrap();
    assert!(pole.contains(at(123.0, 89.1)) && !pole.contains(at(0.0, 88.9)));
}

#[test]
fn ranges_and_mocs_are_read() {
    let range = parse_footprint("RANGE 350 10 -5 5").unwrap();
    assert!(range.contains(at(0.0, 0.0)) && !range.contains(at(20.0, 0.0)));
    assert!(parse_footprint("PositionInterval ICRS 350 -5 10 5").unwrap() == range);
    for (text, whole) in [
        ("RANGE 350 +Inf -Inf 5", "RANGE 350 360 -90 5"),
        ("range -Inf Inf -5 inf", "RANGE 0 360 -5 90"),
    ] {
        check(text, &parse_footprint(whole).unwrap());
    }
    for text in [
        "6/1-5 7 8/1024",
        "MOC 6/1-5,7 8/1024",
        "6/1-5 7\n8/1024 ",
        "6/1-3 4 5 7 8/1024 29/",
    ] {
        let Ok(Region::Moc(moc)) = parse_footprint(text) else {
            panic!("{text}");
        };
        assert_eq!(moc.ranges().len(), 3, "{text}");
    }
}

#[test]
fn the_complement_of_a_shape_is_exact() {
    check("NOT (CIRCLE 10 20 1)", &circle(190.0, -20.0, 179.0));
    check("NOT ICRS CIRCLE 10 20 1", &circle(190.0, -20.0, 179.0));
    check("NOT (NOT (CIRCLE 10 20 1))", &circle(10.0, 20.0, 1.0));
    check(
        "UNION (NOT (CIRCLE 10 20 1) CIRCLE 1 2 3)",
        &Region::Union(vec![circle(190.0, -20.0, 179.0), circle(1.0, 2.0, 3.0)]),
    );
    let range = |ra, dec| Region::Range(Range::new(ra, dec).unwrap());
    check(
        "NOT (RANGE 350 10 -5 90)",
        &Region::Union(vec![
            range([0.0, 360.0], [-90.0, -5.0]),
            range([10.0, 350.0], [-5.0, 90.0]),
        ]),
    );
    let rest = parse_footprint("NOT (POLYGON 10 20 11 20 11 21)").unwrap();
    assert!(rest.contains(at(190.0, -20.0)) && rest.contains(at(10.0, 20.0)));
    assert!(!rest.contains(at(10.7, 20.3)));
    let area = rest.area_sr() + triangle().area_sr();
    assert!((area - 4.0 * std::f64::consts::PI).abs() < 1e-12);
}

#[test]
fn what_cannot_be_said_exactly_is_held_by_something_larger() {
    for (text, larger) in [
        ("ELLIPSE ICRS 10 20 2 1 30", circle(10.0, 20.0, 2.0)),
        (
            "Ellipse ICRS GEOCENTER 10 20 1 2 0",
            circle(10.0, 20.0, 2.0),
        ),
        (
            "INTERSECTION ICRS (CIRCLE 1 2 3 CIRCLE 1 2 1 CIRCLE 1 2 2)",
            circle(1.0, 2.0, 1.0),
        ),
        (
            "Intersection (Circle 1 2 3 Not (Circle 1 2 1))",
            circle(1.0, 2.0, 3.0),
        ),
        (
            "DIFFERENCE (CIRCLE 1 2 3 CIRCLE 1 2 1)",
            circle(1.0, 2.0, 3.0),
        ),
        (
            "NOT (UNION (CIRCLE 1 2 3 CIRCLE 1 2 1))",
            Region::whole_sky(),
        ),
        ("NOT (ELLIPSE 10 20 2 1 30)", Region::whole_sky()),
        (
            "UNION (ELLIPSE 10 20 2 1 30 CIRCLE 1 2 3)",
            Region::Union(vec![circle(10.0, 20.0, 2.0), circle(1.0, 2.0, 3.0)]),
        ),
    ] {
        let expected = Footprint {
            region: larger,
            is_exact: false,
        };
        assert_eq!(Footprint::parse(text).unwrap(), expected, "{text}");
    }
}

#[test]
fn shapes_in_shapes_are_read_to_a_depth() {
    let nested = |n: usize| format!("{}CIRCLE 1 2 3{}", "NOT (".repeat(n), ")".repeat(n));
    check(&nested(16), &circle(1.0, 2.0, 3.0));
    for text in [
        nested(17),
        nested(100_000),
        "NOT ".repeat(100_000),
        "(".repeat(100_000),
    ] {
        assert!(Footprint::parse(&text).is_err());
    }
}

// Where each parenthesis was followed to the next word, these took longer than anybody waits.
#[test]
fn a_shape_stands_in_parentheses_to_a_depth() {
    let dressed = |n: usize| {
        format!(
            "POLYGON {}10 20 11 20 11 21{}",
            "(".repeat(n),
            ")".repeat(n)
        )
    };
    check(&dressed(16), &triangle());
    let many = 100_000;
    for text in [
        dressed(17),
        format!("POLYGON {}", "(".repeat(many)),
        format!("POLYGON {}", "()".repeat(many)),
        format!("UNION {}", "(".repeat(many)),
        format!("CIRCLE 1 2 3 {}", "(".repeat(many)),
        format!("CIRCLE 1 2 3 {}POINT 1 2", "(".repeat(many)),
    ] {
        assert!(Footprint::parse(&text).is_err());
    }
    check(
        &format!("CIRCLE 1 2 3 {}", "()".repeat(many)),
        &circle(1.0, 2.0, 3.0),
    );
}

#[test]
fn a_footprint_is_read_up_to_a_size() {
    let mut long = "CIRCLE 1 2 3".to_owned();
    long.push_str(&" ".repeat((1 << 20) - long.len()));
    check(&long, &circle(1.0, 2.0, 3.0));
    long.push(' ');
    assert!(Footprint::parse(&long).is_err());

    let vertices = |n: usize| "1 2 ".repeat(n);
    for start in ["", "POLYGON ", "POINT 1 2 POLYGON "] {
        let n_before = start.matches('2').count();
        let text = format!("{start}{}", vertices(100_000 - n_before));
        assert!(Footprint::parse(&text).is_ok(), "{start}");
        let text = format!("{start}{}", vertices(100_001 - n_before));
        assert!(Footprint::parse(&text).is_err(), "{start}");
    }
}

#[test]
fn what_cannot_be_read_is_an_error() {
    for text in [
        "",
        " ",
        "null",
        "NaN NaN NaN",
        "POLYGON",
        "POLYGON ICRS",
        "POLYGON ICRS 10 20 11 20",
        "10 20 11 20",
        "10 20 11 20 11",
        "POLYGON ICRS 10 20 11 20 11",
        "POLYGON ICRS 10 20 11 91 11 21",
        "CIRCLE 10 20",
        "CIRCLE 10 20 -1",
        "CIRCLE 10 20 181",
        "CIRCLE 10 20 1 2",
        "CIRCLE 10 20 1 arcmin",
        "CIRCLE 10 20 1 unit rad",
        "ELLIPSE ICRS 10 20 2 1 0",
        "INTERSECTION (CIRCLE 1 2 3 CIRCLE 1 2 3)",
        "NOT",
        "UNION ()",
        "RANGE GALACTIC 0 10 -5 5",
        "POSITION 10 90.0001",
        "POLYGON ICRS NaN NaN 11 20 11 21",
        "BOX 10 20 1 180",
        "RANGE 0 10 5 -5",
        "PositionInterval ICRS",
        "PositionInterval 1 2 3",
        "6/a",
        "30/1",
        "UNION",
        "POLYGON ICRS 10 20 11 20 11 21 and more",
        "CIRCLE FK5 J1975 1 2 3",
        "1e400 0 1",
    ] {
        assert!(
            parse_footprint(text).is_err(),
            "{text}: {:?}",
            parse_footprint(text)
        );
    }
}

proptest! {
    #[test]
    fn any_footprint_is_read_or_refused(text in "\\PC*", likely in "(POLYGON|CIRCLE|UNION|NOT|INTERSECTION|BOX|RANGE|3/)?[-0-9. ICRSeF()/]{0,60}") {
        for text in [text, likely] {
            if let Ok(region) = parse_footprint(&text) {
                prop_assert!(region.area_sr() >= 0.0, "{}", text);
                prop_assert!(region.meets(&region) || matches!(&region, Region::Moc(moc) if moc.ranges().is_empty()), "{}", text);
            }
        }
    }
}
