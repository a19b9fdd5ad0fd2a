//! SIA 2.0, ObsCore over TAP, and SSAP: how they are asked, and what they answer.
//!
//! | quirk | test |
//! | --- | --- |
//! | `POS=CIRCLE ra dec r` with blanks, escaped (Aladin's `CIRCLE=` is malformed) | [`a_circle_has_blanks_between_its_numbers`] |
//! | no circle of more than 90 degrees (pyvo#650) | [`more_than_half_of_the_sky_is_asked_for_as_two_halves`] |
//! | addresses that lead to DataLink (IRSA; `content=datalink`) | [`an_address_of_datalink_is_kept_with_its_format`] |
//! | ESO: `CONTAINS(...) = 1` only, polygons counter-clockwise (ESASky) | [`geometry_is_put_as_the_strictest_services_want_it`] |
//! | ESO: "geometry expected" for `s_region` (vollt#125); HEASARC: slow polygons (ESASky); hats-tap: no OR, one CONTAINS; subsets of REGION (ADQL#17, #24) | [`there_is_a_simpler_query_for_each_that_is_refused`] |
//! | spatial queries that find the wrong things (astroquery#1792, ALMA) | [`what_does_not_match_is_not_believed`] |
//! | words of `dataproduct_type`, `calib_level`, `obs_collection` that differ by site | [`words_and_levels_of_sites_are_kept`] |
//! | `access_estsize` in kB, NULL in t_min and em_min (ObsCore 1.1) | [`what_is_null_is_not_declared`] |
//! | SSAP: REQUEST, BAND in metres ascending, TIME in ISO, SIZE never blank (SSA 1.1, 4.1; SPLAT, TOPCAT, HEASARC) | [`ssap_is_asked_as_the_strictest_services_want_it`] |
//! | SSAP: utypes with and without `ssa:`, a position in one column | [`ssap_columns_are_known_with_and_without_prefix`] |

use crate::reading::{document, read, rows, service};
use vodiscover::{
    domain::{
        angle::Position,
        constraints::{Constraints, Product},
        interval::Interval,
        matching::Match,
        obscore::ObsColumn::{
            AccessEstsize, AccessFormat, AccessUrl, CalibLevel, DataproductType, EmMin,
            ObsCollection, ObsTitle, SDec, SRa, TMin,
        },
        region::{Cone, Polygon, Region},
        service::Protocol,
        time::Mjd,
        wavelength::Metres,
    },
    protocol::{Rung, requests},
};

fn at(ra: f64, dec: f64) -> Position {
    Position::new(ra, dec).unwrap()
}

fn cone(ra: f64, dec: f64, radius: f64) -> Region {
    Region::Cone(Cone::new(at(ra, dec), radius).unwrap())
}

fn question(space: Region) -> Constraints {
    Constraints {
        space: Some(space),
        spectrum: None,
        time: None,
        product: Product::Both,
        inclusive: false,
    }
}

fn asked(protocol: Protocol, question: &Constraints) -> Vec<Rung> {
    requests(&service(protocol, "http://x.org/s"), question, 100)
}

fn url(protocol: Protocol, question: &Constraints) -> String {
    asked(protocol, question).remove(0).request.url
}

/// The queries in ADQL, from the best to the simplest.
fn queries(question: &Constraints) -> Vec<String> {
    let rungs = asked(Protocol::ObsCore, question).into_iter();
    let query = |rung: Rung| {
        let form = rung.request.form.into_iter();
        form.filter(|(name, _)| name == "QUERY")
            .map(|(_, query)| query)
            .collect()
    };
    rungs.map(query).collect()
}

#[test]
fn a_circle_has_blanks_between_its_numbers() {
    let url = url(Protocol::Sia2, &question(cone(10.0, -20.0, 1.0)));
    let (_, pos) = url.split_once("POS=").unwrap();
    let (pos, _) = pos.split_once('&').unwrap();
    let words: Vec<&str> = pos.split("%20").collect();
    assert_eq!((words[0], words.len()), ("CIRCLE", 4), "{url}");
    assert!(
        words[1..].iter().all(|word| word.parse::<f64>().is_ok()),
        "{url}"
    );
}

#[test]
fn more_than_half_of_the_sky_is_asked_for_as_two_halves() {
    let parts = |radius| {
        let url = url(Protocol::Sia2, &question(cone(10.0, -20.0, radius)));
        let parts = url.split('&').filter_map(|part| part.split_once("POS="));
        parts
            .map(|(_, pos)| pos.replace("%20", " "))
            .collect::<Vec<_>>()
    };
    assert_eq!(parts(120.0), ["CIRCLE 10 -20 90", "CIRCLE 190 20 90"]);
    assert_eq!(parts(80.0).len(), 1);
}

#[test]
fn an_address_of_datalink_is_kept_with_its_format() {
    let fields = "<FIELD name=\"access_url\" datatype=\"char\" arraysize=\"*\"/><FIELD name=\"access_format\" datatype=\"char\" arraysize=\"*\"/>";
    let format = "application/x-votable+xml;content=datalink";
    let told = read(
        Protocol::Sia2,
        document(fields, &rows(&[&format!("http://x.org/dl?ID=1|{format}")])),
    );
    assert_eq!(told.texts(AccessUrl), ["http://x.org/dl?ID=1"]);
    assert_eq!(told.texts(AccessFormat), [format]);
}

#[test]
fn geometry_is_put_as_the_strictest_services_want_it() {
    // Clockwise for an eye inside the sky, where east is on the left.
    let given = [(10.0, 1.0), (9.0, 0.0), (10.0, -1.0), (11.0, 0.0)];
    let polygon = Polygon::new(given.map(|(ra, dec)| at(ra, dec))).unwrap();
    let places = [cone(10.0, 0.0, 1.0), Region::Polygon(polygon)];
    for query in places
        .iter()
        .flat_map(|place| queries(&question(place.clone())))
    {
        assert!(
            !query.contains("1=CONTAINS") && !query.contains("1 = CONTAINS"),
            "{query}"
        );
        assert!(
            !query.contains("1=INTERSECTS") && !query.contains("1 = INTERSECTS"),
            "{query}"
        );
        assert!(!query.contains("REGION("), "{query}");
    }
    let best = &queries(&question(places[1].clone()))[0];
    let (_, vertices) = best.split_once("POLYGON('ICRS', ").unwrap();
    let (vertices, _) = vertices.split_once(')').unwrap();
    let numbers: Vec<f64> = vertices
        .split(", ")
        .map(|number| number.parse().unwrap())
        .collect();
    // The shoelace formula: twice the area, positive where RA grows first and then Dec.
    let points: Vec<(f64, f64)> = numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect();
    let next = points.iter().cycle().skip(1);
    let twice: f64 = points
        .iter()
        .zip(next)
        .map(|((a, b), (c, d))| a * d - c * b)
        .sum();
    assert!(
        twice < 0.0,
        "north, east, south, west is counter-clockwise from inside: {vertices}"
    );
}

#[test]
fn there_is_a_simpler_query_for_each_that_is_refused() {
    let all = queries(&question(cone(10.0, 0.0, 1.0)));
    assert!(all[0].contains("s_region"), "{}", all[0]);
    let any = |what: &dyn Fn(&str) -> bool| all.iter().any(|query| what(query));
    assert!(any(
        &|query| !query.contains("s_region") && query.contains("CIRCLE(")
    ));
    assert!(any(
        &|query| !query.contains(" OR ") && query.matches("CONTAINS(").count() == 1
    ));
    let functions = ["CONTAINS(", "INTERSECTS(", "POINT(", "CIRCLE(", "DISTANCE("];
    let is_plain = |query: &str| functions.iter().all(|function| !query.contains(function));
    assert!(any(&is_plain) && is_plain(all.last().unwrap()));
    for refusal in [
        "<INFO name=\"QUERY_STATUS\" value=\"ERROR\">Type mismatch! A geometry was expected instead of s_region</INFO>",
        "<INFO name=\"QUERY_STATUS\" value=\"ERROR\">Only one CONTAINS is supported</INFO>",
    ] {
        let told = read(
            Protocol::ObsCore,
            format!("<VOTABLE><RESOURCE type=\"results\">{refusal}</RESOURCE></VOTABLE>"),
        );
        assert!(
            told.end.unwrap_err().is_query_error(),
            "the next query is tried"
        );
    }
    let told = read(Protocol::ObsCore, "UsageFault: unknown function INTERSECTS");
    assert!(told.end.unwrap_err().is_query_error(), "in plain text too");
}

const FIELDS: &str = "<FIELD name=\"access_url\" datatype=\"char\" arraysize=\"*\"/><FIELD name=\"dataproduct_type\" datatype=\"char\" arraysize=\"*\"/>\
    <FIELD name=\"calib_level\" datatype=\"char\" arraysize=\"*\"/><FIELD name=\"obs_collection\" datatype=\"char\" arraysize=\"*\"/>\
    <FIELD name=\"s_ra\" datatype=\"double\"/><FIELD name=\"s_dec\" datatype=\"double\"/><FIELD name=\"s_fov\" datatype=\"double\"/>\
    <FIELD name=\"t_min\" datatype=\"double\"/><FIELD name=\"em_min\" datatype=\"double\"/><FIELD name=\"access_estsize\" datatype=\"long\"/>";

#[test]
fn what_does_not_match_is_not_believed() {
    let lines = [
        "http://x.org/1|image|2|a|10|20|0.1|||",
        "http://x.org/2|image|2|a|190|-20|0.1|||",
    ];
    let told = read(Protocol::ObsCore, document(FIELDS, &rows(&lines)));
    assert_eq!(told.space(cone(10.0, 20.0, 1.0)), [Match::Yes, Match::No]);
}

#[test]
fn words_and_levels_of_sites_are_kept() {
    let lines = [
        "http://x.org/1|IMAGE|2|HST/WFC3 \u{3b2}|10|20|0.1|||",
        "http://x.org/2|spectral energy distribution|raw||10|20|0.1|||",
        "http://x.org/3|image|3.0|x|10|20|0.1|||",
    ];
    let told = read(Protocol::ObsCore, document(FIELDS, &rows(&lines)));
    assert_eq!(
        told.texts(DataproductType),
        ["IMAGE", "spectral energy distribution", "image"]
    );
    assert_eq!(told.numbers(CalibLevel), [Some(2.0), None, Some(3.0)]);
    assert_eq!(told.texts(ObsCollection), ["HST/WFC3 \u{3b2}", "", "x"]);
}

#[test]
fn what_is_null_is_not_declared() {
    let lines = ["http://x.org/1|image|2|a|||||NaN|2100"];
    let told = read(Protocol::ObsCore, document(FIELDS, &rows(&lines)));
    assert_eq!(
        told.numbers(AccessEstsize),
        [Some(2100.0)],
        "kilobytes, as ObsCore has it"
    );
    assert_eq!(
        (told.numbers(TMin), told.numbers(EmMin)),
        (vec![None], vec![None])
    );
    assert_eq!(told.space(cone(10.0, 20.0, 1.0)), [Match::Undeclared]);
}

#[test]
fn ssap_is_asked_as_the_strictest_services_want_it() {
    let whole = Constraints {
        spectrum: Interval::new(Metres(4e-7), Metres(7e-7)),
        time: Interval::new(Mjd(49_718.0), Mjd(50_083.0)),
        ..question(cone(10.0, -20.0, 1.5))
    };
    let asked = url(Protocol::Ssap, &whole);
    assert!(
        asked.starts_with("http://x.org/s?REQUEST=queryData&POS=10,-20&SIZE=3.0000"),
        "{asked}"
    );
    let value = |name: &str| {
        let (_, rest) = asked.split_once(name).unwrap();
        rest.split('&').next().unwrap().to_owned()
    };
    let (lo, hi) = value("BAND=")
        .split_once('/')
        .map(|(lo, hi)| (lo.parse::<f64>().unwrap(), hi.parse::<f64>().unwrap()))
        .unwrap();
    assert!(
        (3.9e-7..=4e-7).contains(&lo) && (7e-7..7.1e-7).contains(&hi),
        "{asked}"
    );
    assert!(!asked.contains("TIME="), "judged here: {asked}");
    let nowhere = url(
        Protocol::Ssap,
        &Constraints {
            space: None,
            ..whole
        },
    );
    assert!(
        !nowhere.contains("SIZE") && !nowhere.contains("POS"),
        "a blank SIZE fails: {nowhere}"
    );
    assert!(nowhere.contains("REQUEST=queryData"), "{nowhere}");
    let (_, time) = nowhere.split_once("TIME=").unwrap();
    let (from, to) = time.split_once('/').unwrap();
    // 1995-01-01 to 1996-01-01, and a little more to both sides.
    assert!(
        from.starts_with("1994-12-31T23") && to.starts_with("1996-01-01T00"),
        "{nowhere}"
    );
}

#[test]
fn ssap_columns_are_known_with_and_without_prefix() {
    for prefix in ["ssa:", "", "Spectrum:", "SSA:"] {
        let field = |utype: &str, datatype: &str| {
            format!("<FIELD name=\"x\" utype=\"{prefix}{utype}\" datatype=\"{datatype}\"/>")
        };
        let text = "char\" arraysize=\"*";
        let columns = field("Access.Reference", text)
            + &field("DataID.Title", text)
            + &field(
                "Char.SpatialAxis.Coverage.Location.Value",
                "double\" arraysize=\"2",
            );
        let told = read(
            Protocol::Ssap,
            document(&columns, &rows(&["http://x.org/1|A spectrum|274.5 -13.5"])),
        );
        assert_eq!(told.texts(AccessUrl), ["http://x.org/1"], "{prefix}");
        assert_eq!(told.texts(ObsTitle), ["A spectrum"], "{prefix}");
        assert_eq!(
            (told.numbers(SRa), told.numbers(SDec)),
            (vec![Some(274.5)], vec![Some(-13.5)])
        );
    }
}
