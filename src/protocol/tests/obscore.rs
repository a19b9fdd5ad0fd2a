//! What ObsCore services are sent: the ladder of queries.

use super::*;

const IMAGES: &str = "dataproduct_type IN ('image', 'IMAGE', 'Image', 'cube', 'CUBE', 'Cube')";

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
fn more_than_half_of_the_sky_is_what_does_not_lie_in_the_rest() {
    let asked = Constraints {
        space: cone(100.0, 30.0, 170.0),
        spectrum: None,
        time: None,
        ..question()
    };
    let queries = adql(&asked);
    // 180 - 170 deg, and 1.7e-4 + 3e-5 deg less; rounded down to the ninth place.
    let rest = "CIRCLE('ICRS', 280, -30, 9.999799999)) = 0";
    assert!(
        conditions(&queries[0]).contains(&format!(
            "(CONTAINS(s_region, {rest} OR CONTAINS(POINT('ICRS', s_ra, s_dec), {rest} OR"
        )),
        "{}",
        queries[0]
    );
    for query in &queries {
        assert!(!query.contains("170)"), "{query}");
    }
}

#[test]
fn a_box_around_a_wide_cone_goes_as_far_down_as_the_cone_does_beyond_the_pole() {
    let asked = Constraints {
        space: cone(10.0, 50.0, 100.0),
        spectrum: None,
        time: None,
        ..question()
    };
    let queries = adql(&asked);
    // 50 - (100 + 1.1 + 1e-4 + 3e-5); the cone goes over the pole to the other side.
    assert!(
        conditions(&queries[4]).contains("(s_dec >= -51.10013 AND s_dec <= 90)"),
        "{}",
        queries[4]
    );
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
    assert_eq!(
        said[1],
        "asked with a simpler query; datasets that reach further from their centre than their field of view, \
         and large datasets without a field of view whose centre lies further than 1.1 deg outside may be missing"
    );
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
        "OR s_ra IS NULL OR s_dec IS NULL OR s_dec NOT BETWEEN -90 AND 90)",
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
