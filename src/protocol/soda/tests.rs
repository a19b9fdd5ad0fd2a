//! Requests for cut-outs, of descriptors written by hand after the example in SODA 1.0, section 4, and DALI 1.1, section 3.3.

use super::*;
use crate::{
    domain::{
        angle::Position,
        constraints::{Constraints, Product},
        region::Polygon,
    },
    protocol::datalink,
};

fn position(ra: f64, dec: f64) -> Position {
    Position::new(ra, dec).unwrap()
}

fn cone(ra: f64, dec: f64, radius: f64) -> Region {
    Region::Cone(Cone::new(position(ra, dec), radius).unwrap())
}

fn triangle() -> Region {
    let vertices = [(10.0, 1.0), (11.0, 0.0), (9.0, 0.0)];
    Region::Polygon(Polygon::new(vertices.map(|(ra, dec)| position(ra, dec))).unwrap())
}

fn cut(space: Option<Region>, band: Option<(f64, f64)>, time: Option<(f64, f64)>) -> Cut {
    let constraints = Constraints {
        space,
        spectrum: band.map(|(lo, hi)| Interval::new(Metres(lo), Metres(hi)).unwrap()),
        time: time.map(|(lo, hi)| Interval::new(Mjd(lo), Mjd(hi)).unwrap()),
        product: Product::Both,
        inclusive: false,
    };
    Cut::of(&constraints).unwrap()
}

fn place(region: Region) -> Cut {
    cut(Some(region), None, None)
}

const CIRCLE: &str = r#"<PARAM name="CIRCLE" unit="deg" ucd="pos.outline;obs" datatype="double" arraysize="3" xtype="circle" value=""><VALUES><MAX value="10 0 0.5"/></VALUES></PARAM>"#;
const POLYGON: &str = r#"<PARAM name="POLYGON" unit="deg" datatype="double" arraysize="*" xtype="polygon" value=""/>"#;
const POS: &str = r#"<PARAM name="POS" datatype="char" arraysize="*" value=""/>"#;
const BAND: &str = r#"<PARAM name="BAND" unit="m" ucd="em.wl;stat.interval" datatype="double" arraysize="2" xtype="interval" value=""><VALUES><MAX value="3e-7 8e-7"/></VALUES></PARAM>"#;
const TIME: &str = r#"<PARAM name="TIME" unit="d" datatype="double" arraysize="2" xtype="interval" value=""><VALUES><MIN value="55100"/><MAX value="55200"/></VALUES></PARAM>"#;

const SYNC: &str = "ivo://ivoa.net/std/SODA#sync-1.0";

/// Links with one to a service of this standard with these parameters.
fn offered(standard: &str, params: &[&str]) -> Document {
    let fields: String = [
        "ID",
        "access_url",
        "service_def",
        "error_message",
        "semantics",
        "content_type",
    ]
    .map(|name| format!("<FIELD name='{name}' datatype='char' arraysize='*'/>"))
    .concat();
    let text = format!(
        "<VOTABLE version='1.4'><RESOURCE type='results'><INFO name='QUERY_STATUS' value='OK'/><TABLE>{fields}\
         <FIELD name='link_auth' datatype='char' arraysize='*'/><FIELD name='link_authorized' datatype='boolean'/>\
         <DATA><TABLEDATA><TR><TD>ivo://org.example/~?a+b.fits</TD><TD>http://a.example/a.fits</TD><TD/><TD/><TD>#this</TD><TD>image/fits</TD><TD/><TD/></TR>\
         <TR><TD>ivo://org.example/~?a+b.fits</TD><TD/><TD>soda</TD><TD/><TD>#cutout</TD><TD>image/fits</TD><TD>optional</TD><TD>true</TD></TR>\
         </TABLEDATA></DATA></TABLE></RESOURCE><RESOURCE type='meta' utype='adhoc:service' ID='soda'>\
         <PARAM name='standardID' datatype='char' arraysize='*' value='{standard}'/>\
         <PARAM name='accessURL' datatype='char' arraysize='*' value='http://a.example/soda?'/>\
         <GROUP name='inputParams'><PARAM name='ID' datatype='char' arraysize='*' ref='primaryID' value=''/>{}</GROUP></RESOURCE></VOTABLE>",
        params.concat()
    );
    datalink::read(text.as_bytes(), "http://a.example/links").unwrap()
}

/// What is sent besides the identifier.
fn sent(params: &[&str], cut: &Cut) -> Result<Vec<String>, String> {
    let found = cutout(&offered(SYNC, params), cut).map_err(|error| error.to_string())?;
    Ok(found
        .sent
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect())
}

#[test]
fn the_address_has_the_identifier_of_the_row_and_all_is_escaped() {
    let cut = cut(Some(cone(10.25, -0.1, 0.0001)), Some((4e-7, 5e-7)), None);
    let found = cutout(&offered(SYNC, &[CIRCLE, BAND, TIME]), &cut).unwrap();
    assert_eq!(
        found.url,
        // 4e-7 (1 - 1e-6) and 5e-7 (1 + 1e-6), in metres, without exponents.
        "http://a.example/soda?ID=ivo://org.example/~%3Fa%2Bb.fits&CIRCLE=10.25%20-0.1%200.0001&BAND=0.0000003999996%200.0000005000005"
    );
    assert_eq!(found.media_type.as_deref(), Some("image/fits"));
}

#[test]
fn only_what_the_service_takes_is_sent_and_an_exact_shape_first() {
    let circle = place(cone(10.0, 0.0, 0.25));
    let polygon = place(triangle());
    // DALI 1.1, section 3.3.7: counter-clockwise as seen from inside, so north, east, west.
    let corners = "10 1 11 0 9 0";
    for (params, cut, expected) in [
        (
            &[CIRCLE, POLYGON, POS][..],
            &circle,
            "CIRCLE=10 0 0.25".to_owned(),
        ),
        (&[POLYGON, POS], &circle, "POS=CIRCLE 10 0 0.25".to_owned()),
        (
            &[CIRCLE, POLYGON, POS],
            &polygon,
            format!("POLYGON={corners}"),
        ),
        (&[CIRCLE, POS], &polygon, format!("POS=POLYGON {corners}")),
    ] {
        assert_eq!(sent(params, cut), Ok(vec![expected]));
    }
}

#[test]
fn a_polygon_is_asked_for_by_the_circle_around_it_where_a_service_takes_circles_only() {
    let found = cutout(&offered(SYNC, &[CIRCLE]), &place(triangle())).unwrap();
    let numbers: Vec<f64> = found.sent[0]
        .1
        .split(' ')
        .map(|it| it.parse().unwrap())
        .collect();
    let around = cone(numbers[0], numbers[1], numbers[2]);
    for (ra, dec) in [(10.0, 1.0), (11.0, 0.0), (9.0, 0.0)] {
        assert!(
            around.contains(position(ra, dec)),
            "{ra} {dec} in {numbers:?}"
        );
    }
    // The smallest circle around the triangle has its centre at 10 0 and goes through all three.
    assert!(numbers[2] < 1.1, "it is not much larger: {numbers:?}");
}

#[test]
fn time_is_widened_by_what_single_precision_loses_and_may_be_open() {
    let closed = cut(None, None, Some((55_150.0, 55_151.0)));
    assert_eq!(
        sent(&[TIME], &closed),
        Ok(vec!["TIME=55149.995 55151.005".to_owned()])
    );
    let open = cut(None, None, Some((55_150.0, f64::INFINITY)));
    assert_eq!(
        sent(&[TIME], &open),
        Ok(vec!["TIME=55149.995 +Inf".to_owned()])
    );
}

#[test]
fn what_does_not_meet_the_dataset_is_not_asked_for() {
    for (cut, words) in [
        (
            place(cone(11.0, 0.0, 0.4)),
            "the search region does not meet the dataset",
        ),
        (
            cut(None, Some((9e-7, 1e-6)), None),
            "the wavelengths asked for are not in the dataset",
        ),
        (
            cut(None, None, Some((55_201.0, 55_202.0))),
            "the time asked for is not in the dataset",
        ),
    ] {
        let error = sent(&[CIRCLE, BAND, TIME], &cut).unwrap_err();
        assert!(error.starts_with(words), "{error}");
    }
    // Circles of 0.5 and 0.5 around places 1 degree apart touch.
    assert!(
        sent(&[CIRCLE], &place(cone(11.0, 0.0, 0.501))).is_ok(),
        "they touch"
    );
}

#[test]
fn a_service_that_cuts_by_other_things_says_by_which() {
    // As DaCHS had it before SODA: one parameter for each axis of the sky.
    let old = r#"<PARAM name="RA" unit="deg" datatype="double" arraysize="2" xtype="interval" value=""><VALUES><MIN value="9"/><MAX value="11"/></VALUES></PARAM><PARAM name="BAND" unit="Angstrom" datatype="double" arraysize="2" value=""/>"#;
    let wish = cut(Some(cone(10.0, 0.0, 0.1)), Some((4e-7, 5e-7)), None);
    assert_eq!(
        sent(&[old], &wish).unwrap_err(),
        "its archive cuts out by none of what the search asks for; it takes RA, BAND"
    );
}

/// As DaCHS 2.7 describes the cut-outs of an image of 40 pixels.
const DACHS: [&str; 4] = [
    r#"<PARAM arraysize="2" datatype="double" name="RA" ucd="pos.eq.ra" unit="deg" value="" xtype="interval"><VALUES><MIN value="179.98"/><MAX value="180.02"/></VALUES></PARAM>"#,
    r#"<PARAM arraysize="*" datatype="char" name="POS" ucd="phys.angArea;obs" value=""/>"#,
    r#"<PARAM arraysize="*" datatype="double" name="POLYGON" ucd="phys.argArea;obs" unit="deg" value="" xtype="polygon"><VALUES><MAX value="179.9804999051 0.1804999903 179.9804998588 0.2194999865 180.0195001412 0.2194999865 180.0195000949 0.1804999903"/></VALUES></PARAM>"#,
    r#"<PARAM arraysize="3" datatype="double" name="CIRCLE" ucd="phys.argArea;obs" unit="deg" value="" xtype="circle"><VALUES><MAX value="180.000500003 0.1995 0.0282842691"/></VALUES></PARAM>"#,
];

#[test]
fn what_dachs_offers_is_taken_up_whatever_its_ucds() {
    let inside = place(cone(180.0, 0.2, 0.005));
    assert_eq!(
        sent(&DACHS, &inside),
        Ok(vec!["CIRCLE=180 0.2 0.005".to_owned()])
    );
    // In the circle around the image, but beside its polygon.
    let beside = place(cone(180.0, 0.2246, 0.003));
    let error = sent(&DACHS, &beside).unwrap_err();
    assert!(
        error.starts_with("the search region does not meet"),
        "{error}"
    );
}

#[test]
fn other_services_are_not_asked_for_a_cut_out() {
    let wish = place(cone(10.0, 0.0, 0.1));
    for (standard, expected) in [
        ("ivo://ivoa.net/std/soda#SYNC-1.0", Ok(())),
        ("ivo://ivoa.net/std/SODA#async-1.0", Err(NoCutout::OnlyJobs)),
        ("ivo://ivoa.net/std/SIA#query-2.0", Err(NoCutout::NoService)),
    ] {
        let found = cutout(&offered(standard, &[CIRCLE]), &wish);
        assert_eq!(found.map(|_| ()), expected, "{standard}");
    }
    let mut document = offered(SYNC, &[CIRCLE]);
    document.links[1].authorized = Some(false);
    assert_eq!(cutout(&document, &wish), Err(NoCutout::Locked));
    document.links[1].target = Target::Error("DefaultFault: no disk".to_owned());
    assert_eq!(
        cutout(&document, &wish).unwrap_err().to_string(),
        "the service says: DefaultFault: no disk"
    );
    document.links.truncate(1);
    assert_eq!(cutout(&document, &wish), Err(NoCutout::NoService));
}

#[test]
fn nothing_is_cut_where_nothing_or_a_point_is_asked_for() {
    let nothing = Constraints {
        space: Some(cone(10.0, 0.0, 0.0)),
        spectrum: None,
        time: None,
        product: Product::Images,
        inclusive: false,
    };
    assert_eq!(Cut::of(&nothing), None);
}
