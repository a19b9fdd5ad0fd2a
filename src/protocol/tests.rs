//! What is sent to services, written from the standards.

use super::*;
use crate::domain::{
    angle::Position,
    interval::Interval,
    ivoid::Ivoid,
    region::{Cone, Polygon, Region},
    time::Mjd,
    wavelength::Metres,
};

fn cone(ra: f64, dec: f64, radius: f64) -> Option<Region> {
    let centre = Position::new(ra, dec).unwrap();
    Cone::new(centre, radius).map(Region::Cone)
}

fn question() -> Constraints {
    Constraints {
        space: cone(274.688, -13.792, 1.0),
        spectrum: Interval::new(Metres(4e-7), Metres(7e-7)),
        time: Interval::new(Mjd(49718.0), Mjd(50083.0)),
        product: Product::Images,
        inclusive: false,
    }
}

fn service(protocol: Protocol, access_url: &str) -> Service {
    Service {
        ivoid: Ivoid::new("ivo://x.org/s"),
        title: "A service".to_owned(),
        protocol,
        access_url: access_url.to_owned(),
    }
}

fn url(protocol: Protocol, constraints: &Constraints) -> String {
    let service = service(protocol, "http://x.org/s?");
    let rungs = requests(&service, constraints, 1000);
    assert_eq!(rungs.len(), 1);
    assert_eq!(rungs[0].request.method, Method::Get);
    rungs[0].request.url.clone()
}

fn adql(constraints: &Constraints) -> Vec<String> {
    let service = service(Protocol::ObsCore, "http://x.org/tap");
    let rungs = requests(&service, constraints, 1000);
    let query = |rung: &Rung| {
        assert_eq!(rung.request.url, "http://x.org/tap/sync");
        let (name, query) = &rung.request.form[2];
        assert_eq!(name, "QUERY");
        query.clone()
    };
    rungs.iter().map(query).collect()
}

/// The conditions of a query on `ivoa.obscore`.
fn conditions(query: &str) -> &str {
    query.split_once(" FROM ivoa.obscore WHERE ").unwrap().1
}

#[test]
fn sia1_is_asked_for_a_box_of_full_widths_that_holds_the_cone() {
    // SIA 1.0, section 4.1: POS, SIZE (width, height), INTERSECT, FORMAT. The cone is asked for 3.1e-5 deg larger.
    // Width in right ascension: 2 asin(sin 1.000031 / cos 13.792) = 2.0595... deg.
    let url = url(Protocol::Sia1, &question());
    let (start, rest) = url.split_once("&SIZE=").unwrap();
    assert_eq!(start, "http://x.org/s?POS=274.688,-13.792");
    let (size, end) = rest.split_once('&').unwrap();
    assert_eq!(end, "INTERSECT=OVERLAPS&FORMAT=ALL");
    let (width, height) = size.split_once(',').unwrap();
    let width: f64 = width.parse().unwrap();
    let ratio = 1.000_031_f64.to_radians().sin() / 13.792_f64.to_radians().cos();
    assert!(
        (width - 2.0 * ratio.asin().to_degrees()).abs() < 1e-8,
        "{width}"
    );
    assert_eq!(height, "2.000062");
}

#[test]
fn sia1_is_asked_for_a_cap_where_the_box_would_go_around_a_pole() {
    // The cap reaches from the pole to the far side of the cone: 90 - |dec| + radius,
    // and 2 deg more; twice for the full height.
    for (dec, radius, expected) in [
        (89.5, 1.0, "POS=10,90&SIZE=360,7.000062"),
        (-89.5, 1.0, "POS=10,-90&SIZE=360,7.000062"),
        (90.0, 1.0, "POS=10,90&SIZE=360,6.000062"),
        // 2 asin(sin 4.5 / cos 85) = 128 deg of right ascension, which over cos 85 is 1476 deg.
        (85.0, 4.5, "POS=10,90&SIZE=360,23.000069"),
        (0.0, 91.0, "POS=10,0&SIZE=360,180"),
        (60.0, 70.0, "POS=10,0&SIZE=360,180"),
    ] {
        let polar = Constraints {
            space: cone(10.0, dec, radius),
            ..question()
        };
        assert_eq!(
            url(Protocol::Sia1, &polar),
            format!("http://x.org/s?{expected}&INTERSECT=OVERLAPS&FORMAT=ALL")
        );
    }
}

#[test]
fn sia1_keeps_a_format_that_stands_in_the_access_url_and_cannot_be_asked_without_a_place() {
    let rungs = requests(
        &service(Protocol::Sia1, "http://x.org/s?FORMAT=image/fits&"),
        &question(),
        1000,
    );
    assert_eq!(rungs[0].request.url.matches("FORMAT").count(), 1);
    let nowhere = Constraints {
        space: None,
        ..question()
    };
    assert!(requests(&service(Protocol::Sia1, "http://x.org/s"), &nowhere, 1).is_empty());
}

#[test]
fn sia2_is_asked_with_blanks_between_numbers_that_have_no_exponents() {
    // SIA 2.0, section 2.1: POS=CIRCLE lon lat radius; BAND and TIME as two numbers, in metres and MJD.
    assert_eq!(
        url(Protocol::Sia2, &question()),
        "http://x.org/s?POS=CIRCLE%20274.688%20-13.792%201.000031\
         &BAND=0.0000003999996%200.0000007000007\
         &TIME=49717.995%2050083.005&DPTYPE=image&DPTYPE=cube&MAXREC=1000"
    );
}

#[test]
fn sia2_takes_polygons_open_sides_and_several_places() {
    let vertices = [(10.0, 1.0), (11.0, 0.0), (10.0, -1.0)];
    let polygon = Polygon::new(vertices.map(|(ra, dec)| Position::new(ra, dec).unwrap())).unwrap();
    let places = Region::Union(vec![Region::Polygon(polygon), cone(0.0, 0.0, 1.0).unwrap()]);
    let asked = Constraints {
        space: Some(places),
        spectrum: None,
        time: Interval::new(Mjd(49718.0), Mjd(f64::INFINITY)),
        ..question()
    };
    assert_eq!(
        url(Protocol::Sia2, &asked),
        "http://x.org/s?POS=POLYGON%2010%201%2011%200%2010%20-1&POS=CIRCLE%200%200%201.000031\
         &TIME=49717.995%20%2BInf&DPTYPE=image&DPTYPE=cube&MAXREC=1000"
    );
}

#[test]
fn an_inclusive_question_gives_parameter_services_the_place_only() {
    // A service drops what lacks the metadata that a parameter is about; they are judged here.
    let inclusive = Constraints {
        inclusive: true,
        ..question()
    };
    assert_eq!(
        url(Protocol::Sia2, &inclusive),
        "http://x.org/s?POS=CIRCLE%20274.688%20-13.792%201.000031&MAXREC=1000"
    );
    assert_eq!(
        url(Protocol::Ssap, &inclusive),
        "http://x.org/s?REQUEST=queryData&POS=274.688,-13.792&SIZE=2.000062&MAXREC=1000"
    );
}

#[test]
fn ssap_is_asked_for_a_diameter_with_slashes_in_its_ranges() {
    // SSA 1.1, section 4.1.1: SIZE is a diameter; BAND=lo/hi in metres; TIME as ISO 8601. MJD 49718 is 1995-01-01,
    // 50083 is 1996-01-01; 0.005 d are 7 min 12 s.
    assert_eq!(
        url(Protocol::Ssap, &question()),
        "http://x.org/s?REQUEST=queryData&POS=274.688,-13.792&SIZE=2.000062\
         &BAND=0.0000003999996/0.0000007000007\
         &TIME=1994-12-31T23:52:48/1996-01-01T00:07:12&MAXREC=1000"
    );
    let open = Constraints {
        space: None,
        spectrum: Interval::new(Metres(0.0), Metres(4e-7)),
        time: Interval::new(Mjd(49718.0), Mjd(f64::INFINITY)),
        ..question()
    };
    assert_eq!(
        url(Protocol::Ssap, &open),
        "http://x.org/s?REQUEST=queryData&BAND=/0.0000004000004&TIME=1994-12-31T23:52:48/&MAXREC=1000"
    );
}

const IMAGES: &str = "dataproduct_type IN ('image', 'IMAGE', 'Image', 'cube', 'CUBE', 'Cube')";

#[test]
fn obscore_is_asked_by_footprint_then_by_disc_then_by_centre_then_by_a_box() {
    let asked = Constraints {
        spectrum: None,
        time: None,
        ..question()
    };
    let queries = adql(&asked);
    let point = "POINT('ICRS', s_ra, s_dec)";
    let circle = "CIRCLE('ICRS', 274.688, -13.792, 1.000031)";
    let distance = format!("DISTANCE({point}, POINT('ICRS', 274.688, -13.792)) <= 1.000031");
    let wide = format!("CONTAINS({point}, CIRCLE('ICRS', 274.688, -13.792, 2.100031)) = 1");
    assert_eq!(
        conditions(&queries[0]),
        format!(
            "{IMAGES} AND (INTERSECTS(s_region, {circle}) = 1 OR CONTAINS({point}, {circle}) = 1 \
             OR (s_region IS NULL AND {distance} + s_fov / 2) OR ({wide} AND {distance} + s_fov / 2))"
        )
    );
    assert_eq!(
        conditions(&queries[1]),
        format!("{IMAGES} AND ({distance} + s_fov OR ((s_fov IS NULL OR s_fov <= 0) AND {wide}))")
    );
    assert_eq!(conditions(&queries[2]), format!("{IMAGES} AND {wide}"));
    let (columns, plain) = queries[3].split_once(" FROM ivoa.obscore WHERE ").unwrap();
    assert!(
        columns.starts_with("SELECT dataproduct_type, calib_level, "),
        "{columns}"
    );
    assert_eq!(plain, conditions(&queries[2]));
    assert!(
        conditions(&queries[4])
            .contains("s_dec >= -15.892031 AND s_dec <= -11.691969 AND s_ra >= 272.5")
    );
    assert_eq!(queries.len(), 6);
}

#[test]
fn the_simplest_queries_have_no_or_and_one_contains_at_most() {
    let vertices = [(10.0, 1.0), (11.0, 0.0), (10.0, -1.0)];
    let polygon = Polygon::new(vertices.map(|(ra, dec)| Position::new(ra, dec).unwrap())).unwrap();
    let places = Region::Union(vec![Region::Polygon(polygon), cone(0.0, 0.0, 1.0).unwrap()]);
    for inclusive in [false, true] {
        let asked = Constraints {
            space: Some(places.clone()),
            inclusive,
            ..question()
        };
        let service = service(Protocol::ObsCore, "http://x.org/tap");
        let rungs = requests(&service, &asked, 1000);
        assert_eq!(rungs.len(), 7, "a circle around the polygon besides");
        for rung in &rungs {
            let query = &rung.request.form[2].1;
            let is_plain = rung.name.ends_with("plain");
            assert_eq!(is_plain, !query.contains(" OR "), "{query}");
            if is_plain {
                assert!(query.matches("CONTAINS").count() <= 1, "{query}");
                // Whatever cannot be said without OR is judged here.
                assert_eq!(query.contains("em_min <= "), !inclusive, "{query}");
            }
        }
        assert!(!rungs[1].request.form[2].1.contains("POLYGON"));
    }
}

#[test]
fn what_a_query_may_miss_is_said() {
    let service = service(Protocol::ObsCore, "http://x.org/tap");
    let said: Vec<String> = requests(&service, &question(), 1000)
        .into_iter()
        .map(|rung| rung.misses)
        .collect();
    assert_eq!(said[0], "");
    assert_eq!(
        said[2],
        "asked with a simpler query; large datasets whose centre lies further than 1.1 deg outside may be missing"
    );
    assert!(said[1].contains("further from their centre than their field of view"));
    assert!(said[3].contains("one limit only"), "{}", said[3]);
    let inclusive = Constraints {
        inclusive: true,
        ..question()
    };
    let last = requests(&service, &inclusive, 1000).pop().unwrap();
    assert!(
        last.misses.contains("without a position"),
        "{}",
        last.misses
    );
}

#[test]
fn what_an_inclusive_question_without_a_place_does_not_get_is_said() {
    let inclusive = |space| Constraints {
        inclusive: true,
        space,
        ..question()
    };
    for protocol in [Protocol::Sia2, Protocol::Ssap] {
        let service = service(protocol, "http://x.org/q");
        let said = |asked: &Constraints| requests(&service, asked, 1000).remove(0).misses;
        assert!(said(&inclusive(None)).contains("without a wavelength or a time"));
        assert_eq!(said(&inclusive(question().space)), "");
        assert_eq!(
            said(&Constraints {
                space: None,
                ..question()
            }),
            ""
        );
    }
}

#[test]
fn obscore_limits_are_plain_and_take_ends_in_either_order() {
    let asked = Constraints {
        space: None,
        product: Product::Images,
        ..question()
    };
    let queries = adql(&asked);
    assert_eq!(
        conditions(&queries[0]),
        format!(
            "{IMAGES} AND (em_min <= 0.0000007000007 OR em_max <= 0.0000007000007) \
             AND (em_min >= 0.0000003999996 OR em_max >= 0.0000003999996) \
             AND (t_min <= 50083.005 OR t_max <= 50083.005) AND (t_min >= 49717.995 OR t_max >= 49717.995)"
        )
    );
    assert!(
        queries[1].ends_with(
            "AND em_min <= 0.0000007000007 AND em_max >= 0.0000003999996 \
             AND t_min <= 50083.005 AND t_max >= 49717.995"
        ),
        "{}",
        queries[1]
    );
}

#[test]
fn an_inclusive_question_keeps_what_is_missing_on_every_axis() {
    let inclusive = Constraints {
        inclusive: true,
        ..question()
    };
    let queries = adql(&inclusive);
    for expected in [
        "OR dataproduct_type IS NULL OR dataproduct_type = '')",
        "OR s_ra IS NULL OR s_dec IS NULL)",
        "OR em_min IS NULL OR em_min NOT BETWEEN 0.000000000000000000000000000001 AND 1000000000 OR em_max IS NULL",
        "OR t_min IS NULL OR t_min NOT BETWEEN 1 AND 1000000000 OR t_max IS NULL",
    ] {
        for query in [&queries[0], &queries[1], &queries[2], &queries[4]] {
            assert!(query.contains(expected), "{query}");
        }
    }
    let nowhere = Constraints {
        space: None,
        ..inclusive
    };
    assert_eq!(
        adql(&nowhere).len(),
        1,
        "without OR it would be the whole table"
    );
}

#[test]
fn a_box_that_crosses_right_ascension_0_lies_not_between_its_sides_and_at_a_pole_goes_all_around() {
    let box_at = |ra: f64, dec: f64| {
        let asked = Constraints {
            space: cone(ra, dec, 1.0),
            spectrum: None,
            time: None,
            ..question()
        };
        let query = adql(&asked).pop().unwrap();
        let (_, place) = query.split_once(" AND ").unwrap();
        place.to_owned()
    };
    // cos(dec) is 1 to 1e-3 at the edge, so that the width is twice 2.100031 deg or little more.
    for (ra, west, east) in [(0.0, "357.8", "2.1"), (359.0, "356.8", "1.1")] {
        let across = box_at(ra, 0.0);
        let (start, end) = across.split_once(" AND 35").unwrap();
        assert!(
            start.contains(&format!("s_ra NOT BETWEEN {east}")),
            "{across}"
        );
        assert!(format!("35{end}").starts_with(west), "{across}");
    }
    assert_eq!(box_at(0.0, 89.0), "(s_dec >= 86.899969 AND s_dec <= 90)");
}

#[test]
fn which_protocols_hold_what() {
    for (product, expected) in [
        (Product::Images, [true, false, true, true]),
        (Product::Spectra, [false, true, false, true]),
        (Product::Both, [true; 4]),
    ] {
        let all = [
            Protocol::Sia1,
            Protocol::Ssap,
            Protocol::Sia2,
            Protocol::ObsCore,
        ];
        assert_eq!(all.map(|protocol| serves(protocol, product)), expected);
    }
}
