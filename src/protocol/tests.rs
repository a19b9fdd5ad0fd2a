//! What is sent to services, written from the standards.

mod misses;
mod obscore;

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

/// The same in a place that is not small.
fn narrow() -> Constraints {
    Constraints {
        space: cone(274.688, -13.792, 0.1),
        ..question()
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
    let rungs = requests(&service(Protocol::Sia2, "http://x.org/s?"), &asked, 1000);
    assert_eq!(
        rungs[0].request.url,
        "http://x.org/s?POS=POLYGON%2010%201%2011%200%2010%20-1&POS=CIRCLE%200%200%201.000031\
         &TIME=49717.995%20%2BInf&DPTYPE=image&DPTYPE=cube&MAXREC=1000"
    );
    // Where polygons are refused, the circle around it: the three vertices lie 1 deg from (10, 0), where the middle of its
    // longest side is.
    let circles = &rungs[1].request.url;
    let (first, rest) = circles
        .split_once("&POS=CIRCLE%200%200%201.000031&")
        .unwrap();
    let numbers = first.strip_prefix("http://x.org/s?POS=CIRCLE%20").unwrap();
    let numbers: Vec<f64> = numbers.split("%20").map(|it| it.parse().unwrap()).collect();
    let middle = Position::new(numbers[0], numbers[1]).unwrap();
    for (ra, dec) in vertices {
        let apart = middle.separation(Position::new(ra, dec).unwrap());
        assert!(apart.0 <= numbers[2] && numbers[2] < 1.5, "{circles}");
    }
    assert_eq!(
        rest,
        "TIME=49717.995%20%2BInf&DPTYPE=image&DPTYPE=cube&MAXREC=1000"
    );
    assert_eq!(rungs.len(), 2);
}

#[test]
fn an_inclusive_question_and_one_for_a_small_place_give_parameter_services_the_place_only() {
    // A service drops what lacks the metadata that a parameter is about; they are judged here.
    for inclusive in [false, true] {
        // Larger by 3e-5 deg, and by a millionth.
        let asked = Constraints {
            inclusive,
            ..narrow()
        };
        assert_eq!(
            url(Protocol::Sia2, &asked),
            "http://x.org/s?POS=CIRCLE%20274.688%20-13.792%200.1000301&MAXREC=1000"
        );
        assert_eq!(
            url(Protocol::Ssap, &asked),
            "http://x.org/s?REQUEST=queryData&POS=274.688,-13.792&SIZE=0.2000602&MAXREC=1000"
        );
    }
    let inclusive = Constraints {
        inclusive: true,
        ..question()
    };
    assert_eq!(
        url(Protocol::Sia2, &inclusive),
        "http://x.org/s?POS=CIRCLE%20274.688%20-13.792%201.000031&MAXREC=1000"
    );
}

#[test]
fn ssap_is_asked_for_a_diameter_with_slashes_in_its_ranges() {
    // SSA 1.1, section 4.1.1: SIZE is a diameter; BAND=lo/hi in metres; TIME as ISO 8601. MJD 49718 is 1995-01-01,
    // 50083 is 1996-01-01; 0.005 d are 7 min 12 s.
    assert_eq!(
        url(Protocol::Ssap, &question()),
        "http://x.org/s?REQUEST=queryData&POS=274.688,-13.792&SIZE=2.000062\
         &BAND=0.0000003999996/0.0000007000007&MAXREC=1000"
    );
    let anywhere = Constraints {
        space: None,
        ..question()
    };
    assert_eq!(
        url(Protocol::Ssap, &anywhere),
        "http://x.org/s?REQUEST=queryData&BAND=0.0000003999996/0.0000007000007\
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

/// The rest of each URL with which SSAP is asked, and what may be missing in the answer.
fn ssap(asked: &Constraints) -> Vec<(String, String)> {
    let service = service(Protocol::Ssap, "http://x.org/s?");
    let rungs = requests(&service, asked, 1000).into_iter();
    let told = |rung: Rung| {
        let (_, rest) = rung.request.url.split_once("REQUEST=queryData&").unwrap();
        (rest.to_owned(), rung.misses)
    };
    rungs.map(told).collect()
}

#[test]
fn ssap_services_that_take_a_diameter_for_a_radius_are_asked_in_another_way_for_a_large_place() {
    // DaCHS refuses SIZE=100.00016 (twice 50 deg, 5e-5 and 3e-5 more) since its circles are no larger than 90 deg.
    let large = |spectrum| Constraints {
        space: cone(10.0, 20.0, 50.0),
        spectrum,
        time: None,
        product: Product::Spectra,
        inclusive: false,
    };
    let told = ssap(&large(None));
    let urls: Vec<&str> = told.iter().map(|(url, _)| url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "POS=10,20&SIZE=100.00016&MAXREC=1000",
            "POS=10,20&SIZE=90&MAXREC=1000"
        ]
    );
    assert_eq!(told[0].1, "");
    assert_eq!(
        told[1].1,
        "asked with a simpler query; spectra further than 45 deg from the middle of the place may be missing"
    );
    let told = ssap(&large(Interval::new(Metres(4e-7), Metres(7e-7))));
    let band = "BAND=0.0000003999996/0.0000007000007&MAXREC=1000";
    assert_eq!(told[0].0, format!("POS=10,20&SIZE=100.00016&{band}"));
    assert_eq!(told[1].0, band);
    assert!(!told[1].1.contains("45 deg"), "{}", told[1].1);
    let in_time = Constraints {
        time: question().time,
        ..large(None)
    };
    let told = ssap(&in_time);
    assert_eq!(
        told[1].0,
        "TIME=1994-12-31T23:52:48/1996-01-01T00:07:12&MAXREC=1000"
    );
    assert!(told[1].1.contains("whose middle lies"), "{}", told[1].1);
    let smaller = Constraints {
        space: cone(10.0, 20.0, 44.9),
        ..large(None)
    };
    assert_eq!(ssap(&smaller).len(), 1);
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

#[test]
fn where_a_service_may_look_is_as_wide_as_any_of_them_reads_the_size() {
    let check = |protocol, region: &Region, inside: &[(f64, f64)], outside: &[(f64, f64)]| {
        let looked_in = looked_in(protocol, region);
        let holds = |(ra, dec): &(f64, f64)| looked_in.contains(Position::new(*ra, *dec).unwrap());
        assert!(inside.iter().all(holds), "{protocol}: {looked_in}");
        assert!(!outside.iter().any(holds), "{protocol}: {looked_in}");
    };
    // asin(sin 1 / cos 70) is 2.925 degrees of right ascension, and that over cos 70 is 8.552.
    let high = cone(10.0, 70.0, 1.0).unwrap();
    let inside = [(18.5, 70.9), (1.5, 69.1), (10.0, 70.0)];
    let outside = [(18.6, 70.0), (1.4, 70.0), (10.0, 71.1), (10.0, 68.9)];
    check(Protocol::Sia1, &high, &inside, &outside);
    // Over the pole, all around down to two degrees below the cone, which reaches down to Dec 87.
    let polar = cone(10.0, 88.5, 1.5).unwrap();
    let inside = [(10.0, 85.1), (190.0, 85.1), (0.0, 90.0)];
    check(Protocol::Sia1, &polar, &inside, &[(10.0, 84.9)]);
    let low = cone(10.0, 0.0, 1.0).unwrap();
    let (inside, outside) = ([(11.9, 0.0), (10.0, -1.9)], [(12.1, 0.0), (11.9, 1.9)]);
    check(Protocol::Ssap, &low, &inside, &outside);
    check(Protocol::Sia2, &low, &[(10.9, 0.0)], &[(11.1, 0.0)]);
}
