//! What a registry is asked, written from RegTAP 1.2, and what is made of its answers.

use super::{
    query::candidates_query,
    read::{Row, collect},
    *,
};
use crate::domain::{
    angle::Position,
    constraints::{Constraints, Product},
    interval::Interval,
    region::{Cone, Region},
    time::Mjd,
    wavelength::Metres,
};

fn constraints() -> Constraints {
    let centre = Position::new(274.688, -13.792).unwrap();
    Constraints {
        space: Some(Region::Cone(Cone::new(centre, 1.0).unwrap())),
        spectrum: Some(Interval::point(Metres(2e-9))),
        time: Some(Interval::new(Mjd(49718.0), Mjd(50083.0)).unwrap()),
        product: Product::Images,
        inclusive: false,
    }
}

fn row(ivoid: &str, cap_index: i64, standard_id: &str, access_url: &str) -> Row {
    Row {
        ivoid: ivoid.to_owned(),
        res_type: "vs:catalogservice".to_owned(),
        title: "A\n title".to_owned(),
        cap_index,
        standard_id: standard_id.to_owned(),
        intf_role: "std".to_owned(),
        access_url: access_url.to_owned(),
        ..Row::default()
    }
}

#[test]
fn the_registry_is_asked_one_plain_query() {
    let without_spectrum = Constraints {
        spectrum: None,
        ..constraints()
    };
    let query = candidates_query(&without_spectrum, RegistryFeatures::ALL);
    assert_eq!(
        query,
        "SELECT r.ivoid, r.res_type, r.res_title, c.cap_index, c.standard_id, i.intf_role, i.access_url, i.authenticated_only, i.mirror_url \
         FROM rr.resource AS r \
         JOIN rr.capability AS c ON c.ivoid = r.ivoid \
         JOIN rr.interface AS i ON i.ivoid = c.ivoid AND i.cap_index = c.cap_index \
         WHERE i.intf_role LIKE 'std%' AND \
         (c.standard_id = 'ivo://ivoa.net/std/sia' \
         OR c.standard_id LIKE 'ivo://ivoa.net/std/sia#query-2.%' \
         OR c.standard_id LIKE 'ivo://ivoa.net/std/sia#query-aux-2.%' \
         OR (c.standard_id LIKE 'ivo://ivoa.net/std/tap%' AND c.ivoid IN (SELECT ivoid FROM rr.res_detail \
         WHERE detail_xpath = '/capability/dataModel/@ivo-id' AND 1 = ivo_nocasematch(detail_value, 'ivo://ivoa.net/std/obscore%'))) \
         OR (c.standard_id LIKE 'ivo://ivoa.net/std/tap%' AND r.res_type = 'vs:catalogresource' AND c.ivoid IN \
         (SELECT ivoid FROM rr.res_table WHERE table_utype LIKE 'ivo://ivoa.net/std/obscore#table-1.%'))) \
         AND r.ivoid IN (SELECT ivoid FROM rr.stc_spatial WHERE \
         1 = INTERSECTS(coverage, MOC(6, CIRCLE('ICRS', 274.688, -13.792, 1.000031))) AND ref_system_name IS NULL) \
         AND r.ivoid IN (SELECT ivoid FROM rr.stc_temporal WHERE time_start <= 50083.005 AND time_end >= 49717.995)"
    );
}

#[test]
fn of_more_than_half_of_the_sky_any_coverage_will_do() {
    // pgsphere, which registries compute with, knows no circle of more than 90 deg; 90 deg are asked for a little larger.
    let asked = |radius: f64, features| {
        let centre = Position::new(10.0, 20.0).unwrap();
        let asked = Constraints {
            space: Some(Region::Cone(Cone::new(centre, radius).unwrap())),
            spectrum: None,
            time: None,
            ..constraints()
        };
        candidates_query(&asked, features)
    };
    for features in [
        RegistryFeatures::ALL,
        RegistryFeatures::ALL.without(Feature::Moc),
    ] {
        for radius in [90.0, 120.0, 180.0] {
            let query = asked(radius, features);
            assert!(!query.contains("CIRCLE"), "{query}");
            assert!(query.contains(
                "FROM rr.stc_spatial WHERE coverage IS NOT NULL AND ref_system_name IS NULL"
            ));
        }
        assert!(asked(89.0, features).contains("CIRCLE('ICRS', 10, 20, 89.000119)"));
    }
}

#[test]
fn wavelengths_are_asked_for_as_sorted_energies_in_joules() {
    let query = candidates_query(&constraints(), RegistryFeatures::ALL);
    let number_after = |words: &str| -> f64 {
        let (_, rest) = query.split_once(words).unwrap();
        let number = rest.split([' ', ')']).next().unwrap();
        assert!(!number.contains(['e', 'E']), "{number}");
        number.parse().unwrap()
    };
    // CODATA 2018: h c = 1.986 445 857e-25 J m; over 2 nm, 9.932 229 29e-17 J, widened by 1e-6 to both sides.
    assert!((number_after("spectral_start <= ") / 9.932_239_22e-17 - 1.0).abs() < 1e-9);
    assert!((number_after("spectral_end >= ") / 9.932_219_35e-17 - 1.0).abs() < 1e-9);
}

#[test]
fn many_places_are_compared_with_the_coverage_as_one_map_where_maps_are_known() {
    let space = "within 6' of 0 90; 0 0";
    let several = Constraints {
        space: Some(Region::parse(space).unwrap()),
        ..constraints()
    };
    let query = candidates_query(&several, RegistryFeatures::ALL);
    // HEALPix of order 6, nested: the last of each quarter of the northern base cells is at the pole; (0, 0) is the common
    // corner of the four middle cells of base cell 4, whose parts 0 to 3 begin at 4 * 4096.
    let expected = "1 = INTERSECTS(coverage, MOC('6/4095,8191,12287,16383,17407,18090,18773,19456')) AND ref_system_name IS NULL";
    let (_, found) = query.split_once("WHERE 1 = ").unwrap();
    assert!(query.contains(expected), "{found}");
    let simpler = RegistryFeatures::ALL
        .without_what_was_refused("MOC")
        .unwrap();
    let query = candidates_query(&several, simpler);
    let expected = "(1 = INTERSECTS(coverage, CIRCLE('ICRS', 0, 90, 0.1000301)) \
         OR 1 = INTERSECTS(coverage, CIRCLE('ICRS', 0, 0, 0.1000301))) AND ref_system_name IS NULL";
    assert!(query.contains(expected), "{query}");
}

#[test]
fn an_inclusive_question_adds_those_that_declare_nothing_on_every_axis() {
    let inclusive = Constraints {
        inclusive: true,
        product: Product::Spectra,
        ..constraints()
    };
    let query = candidates_query(&inclusive, RegistryFeatures::ALL);
    for (table, column) in [
        ("rr.stc_spatial", "coverage"),
        ("rr.stc_spectral", "spectral_start"),
        ("rr.stc_temporal", "time_start"),
    ] {
        let expected = format!(
            "OR NOT EXISTS (SELECT 1 FROM {table} AS s WHERE s.ivoid = r.ivoid AND s.{column} IS NOT NULL))"
        );
        assert!(query.contains(&expected), "{query}");
    }
    assert!(query.contains("c.standard_id = 'ivo://ivoa.net/std/ssa'"));
    assert!(!query.contains("std/sia"));
}

#[test]
fn a_registry_that_knows_less_is_asked_less() {
    let few = RegistryFeatures::ALL
        .without(Feature::Moc)
        .without(Feature::StcSpectral)
        .without(Feature::StcTemporal)
        .without(Feature::AuthenticatedOnly)
        .without(Feature::MirrorUrl)
        .without(Feature::Nocasematch);
    let query = candidates_query(&constraints(), few);
    assert!(query.contains("INTERSECTS(coverage, CIRCLE('ICRS', 274.688, -13.792, 1.000031))"));
    assert!(!query.contains("stc_spectral") && !query.contains("stc_temporal"));
    assert!(!query.contains("authenticated_only") && !query.contains("mirror_url"));
    assert!(!query.contains("ivo_nocasematch"));
    assert!(query.contains("detail_value LIKE 'ivo://ivoa.net/std/ObsCore%' OR "));
}

#[test]
fn the_interfaces_of_one_capability_make_one_candidate() {
    let sia2 = "ivo://ivoa.net/std/sia#query-2.0";
    let rows = vec![
        row("ivo://x/b", 2, sia2, "http://x.org/sia2"),
        row("ivo://x/b", 2, sia2, "https://x.org/sia2"),
        row("ivo://x/b", 1, "ivo://ivoa.net/std/tap", "http://x.org/tap"),
        row("ivo://x/a", 1, "ivo://ivoa.net/std/sia", "http://x.org/sia"),
        row(
            "ivo://x/a",
            2,
            "ivo://ivoa.net/std/conesearch",
            "http://x.org/scs",
        ),
    ];
    let candidates = collect(rows);
    let told: Vec<_> = candidates
        .iter()
        .map(|c| (c.ivoid.as_str(), c.protocol, c.access_url.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("ivo://x/a", Protocol::Sia1, "http://x.org/sia"),
            ("ivo://x/b", Protocol::ObsCore, "http://x.org/tap"),
            ("ivo://x/b", Protocol::Sia2, "https://x.org/sia2"),
        ]
    );
    assert_eq!(candidates[0].title, "A title");
    assert_eq!(candidates[1].registration, Registration::OldObsCore);
    assert_eq!(candidates[2].alternates, ["http://x.org/sia2"]);
}

#[test]
fn an_interface_without_a_log_in_is_preferred_to_one_with() {
    let ssa = "ivo://ivoa.net/std/ssa";
    let closed = Row {
        authenticated_only: true,
        ..row("ivo://x/a", 1, ssa, "https://x.org/closed")
    };
    let open = row("ivo://x/a", 1, ssa, "http://x.org/open");
    let both = collect(vec![closed.clone(), open]);
    assert_eq!(both[0].access_url, "http://x.org/open");
    assert!(!both[0].needs_login && both[0].alternates.is_empty());
    assert!(collect(vec![closed])[0].needs_login);
}

#[test]
fn an_obscore_table_with_a_record_of_its_own_is_known_by_its_type() {
    let table = Row {
        res_type: "vs:CatalogResource".to_owned(),
        ..row(
            "ivo://x/obscore",
            1,
            "ivo://ivoa.net/std/TAP#aux",
            "http://x.org/tap",
        )
    };
    let candidate = collect(vec![table]).remove(0);
    assert_eq!(candidate.registration, Registration::NewObsCore);
    assert!(candidate.is_auxiliary());
}

#[test]
fn relationships_are_read_from_a_votable() {
    let answer = "<VOTABLE><RESOURCE type='results'><TABLE><FIELD name='ivoid' datatype='char' arraysize='*'/>\
        <FIELD name='related_id' datatype='char' arraysize='*'/><DATA><TABLEDATA>\
        <TR><TD>ivo://x/a</TD><TD>ivo://x/TAP</TD></TR><TR><TD>ivo://x/a</TD><TD>ivo://x/tap</TD></TR>\
        <TR><TD>ivo://x/b</TD><TD></TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
    assert_eq!(
        read_relationships(answer.as_bytes()).unwrap(),
        Listed {
            entries: vec![ServedBy {
                ivoid: Ivoid::new("ivo://x/a"),
                by: Ivoid::new("ivo://x/tap")
            }],
            overflow: false,
            received: 3,
            maxrec: 200_000,
        }
    );
}

#[test]
fn a_relationship_is_known_in_each_of_its_spellings() {
    let request = relationships("http://x.org/tap");
    let (_, query) = request
        .form
        .iter()
        .find(|(name, _)| name == "QUERY")
        .unwrap();
    for spelling in [
        "isservedby",
        "IsServedBy",
        "is-served-by",
        "ServedBy",
        "served-by",
    ] {
        assert!(query.contains(&format!("'{spelling}'")), "{spelling}");
    }
}

#[test]
fn those_that_declare_nothing_are_asked_for_with_the_axes_on_which_they_do_not() {
    let question = Constraints {
        spectrum: None,
        ..constraints()
    };
    let request = undeclared(&question, RegistryFeatures::ALL, "http://x.org/tap").unwrap();
    let (_, query) = request
        .form
        .iter()
        .find(|(name, _)| name == "QUERY")
        .unwrap();
    for expected in [
        "i.mirror_url, t_in_space.in_space, t_in_time.in_time FROM",
        "LEFT OUTER JOIN (SELECT DISTINCT ivoid AS in_space FROM rr.stc_spatial WHERE coverage IS NOT NULL) AS t_in_space \
         ON t_in_space.in_space = r.ivoid",
        "AND (t_in_space.in_space IS NULL OR t_in_time.in_time IS NULL) AND (t_in_space.in_space IS NULL OR r.ivoid IN",
    ] {
        assert!(query.contains(expected), "{query}");
    }
    assert!(!query.contains("spectral"), "{query}");
    let nothing_besides = |question: &Constraints, features| {
        assert_eq!(undeclared(question, features, "http://x.org/tap"), None);
    };
    let inclusive = Constraints {
        inclusive: true,
        ..constraints()
    };
    nothing_besides(&inclusive, RegistryFeatures::ALL);
    let without_coverage = RegistryFeatures::ALL
        .without(Feature::StcSpatial)
        .without(Feature::StcTemporal);
    nothing_besides(&question, without_coverage);
}

#[test]
fn mirrors_are_other_addresses_after_the_other_interfaces() {
    let ssa = "ivo://ivoa.net/std/ssa";
    let first = Row {
        mirror_url: "http://m.org/1# ftp://m.org/2##https://x.org/b#http://m.org/3 ".to_owned(),
        ..row("ivo://x/a", 1, ssa, "https://x.org/a")
    };
    let second = row("ivo://x/a", 1, ssa, "https://x.org/b");
    let closed = Row {
        authenticated_only: true,
        mirror_url: "https://closed.org".to_owned(),
        ..row("ivo://x/a", 1, ssa, "https://x.org/closed")
    };
    let candidate = collect(vec![first, second, closed]).remove(0);
    assert_eq!(candidate.access_url, "https://x.org/a");
    assert_eq!(
        candidate.alternates,
        ["https://x.org/b", "http://m.org/1", "http://m.org/3"]
    );
    let only_a_mirror = Row {
        mirror_url: "http://m.org/1".to_owned(),
        ..row("ivo://x/a", 1, ssa, "not given")
    };
    assert_eq!(collect(vec![only_a_mirror])[0].access_url, "http://m.org/1");
}

#[test]
fn rows_that_come_twice_count_once() {
    let one = row("ivo://x/a", 1, "ivo://ivoa.net/std/ssa", "http://x.org/a");
    let candidates = collect(vec![one.clone(), one.clone(), one]);
    assert_eq!(candidates.len(), 1);
    assert_eq!(candidates[0].alternates, [""; 0]);
}

fn answer(fields: &[(&str, &str)], rows: &str) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, datatype)| {
            format!("<FIELD name='{name}' datatype='{datatype}' arraysize='*'/>")
        })
        .collect();
    format!(
        "<VOTABLE><RESOURCE type='results'><TABLE>{}<DATA><TABLEDATA>{rows}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>",
        fields.concat()
    )
}

#[test]
fn the_axes_without_coverage_are_read_from_their_columns() {
    let fields = [
        ("ivoid", "char"),
        ("standard_id", "char"),
        ("access_url", "char"),
        ("in_space", "char"),
        ("in_time", "char"),
    ];
    let rows = "<TR><TD>ivo://x/a</TD><TD>ivo://ivoa.net/std/sia</TD><TD>http://x.org/a</TD><TD>ivo://x/a</TD><TD/></TR>\
        <TR><TD>ivo://x/b</TD><TD>ivo://ivoa.net/std/sia</TD><TD>http://x.org/b</TD><TD/><TD/></TR>";
    let listed = read_candidates(answer(&fields, rows).as_bytes()).unwrap();
    let axes: Vec<_> = listed
        .entries
        .iter()
        .map(|one| one.undeclared.clone())
        .collect();
    assert_eq!(axes, [vec![Axis::Time], vec![Axis::Space, Axis::Time]]);
    assert_eq!(listed.received, 2);
}

#[test]
fn a_count_is_read_and_nothing_else_is_taken_for_one() {
    let counted = "<VOTABLE><RESOURCE type='results'><TABLE><FIELD name='N_SERVICES' datatype='long'/>\
        <DATA><TABLEDATA><TR><TD>342</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
    assert_eq!(read_count(counted.as_bytes()).unwrap(), 342);
    let other = answer(&[("ivoid", "char")], "<TR><TD>ivo://x/a</TD></TR>");
    assert_eq!(
        read_count(other.as_bytes()).unwrap_err().to_string(),
        "the answer lacks the number of services"
    );
}

#[test]
fn no_more_rows_are_taken_than_were_asked_for() {
    let head = answer(&[("ivoid", "char"), ("standard_id", "char")], "");
    let (head, tail) = head.split_once("</TABLEDATA>").unwrap();
    let row = "<TR><TD>ivo://x/a</TD><TD>ivo://ivoa.net/std/sia</TD></TR>";
    let endless = format!("{head}{}{tail}", row.repeat(100_001));
    let listed = read_candidates(endless.as_bytes()).unwrap();
    assert!(listed.overflow);
    assert_eq!((listed.received, listed.entries.len()), (100_000, 1));
}
