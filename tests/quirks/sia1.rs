//! Answers of Simple Image Access 1.0, which nearly nobody writes as the standard has it.
//!
//! | quirk | test |
//! | --- | --- |
//! | SIZE is a full width, not a radius (SIA 1.0, 4.1; STIL sends `sr*2`) | [`a_service_is_asked_for_full_widths_and_for_all_formats`] |
//! | FORMAT is compared by case (pyvo#394, #544) | [`a_service_is_asked_for_full_widths_and_for_all_formats`] |
//! | an error in place of an empty result (2MASS) | [`an_error_where_nothing_is_found_is_told`] |
//! | INTERSECT is optional, and not known to many; no parameters for band and time | [`what_a_service_gives_too_much_is_judged_here`] |
//! | position columns: not double, twice, in UCD1+, `DATA_LINK`, columns named `url...` (EuroVO validator; Aladin) | [`positions_are_found_however_they_are_marked`], [`addresses_are_found_however_they_are_marked`] |
//! | UCDs that share a word with the one that is meant (pyVO's `fieldname_with_ucd`) | [`a_ucd_that_only_shares_words_is_another`] |
//! | `VOX:Image_Naxes` not int, naxis as text (EuroVO validator) | [`numbers_of_pixels_may_be_text`] |
//! | `BandPass_Unit` empty, `meters`, `hertz`, `Angstrom` (pyVO's `sia.py`) | [`band_units_are_read_in_any_words`] |
//! | `VOX:Image_MJDateObs` as ISO, NaN, blank (pyvo#550) | [`dates_come_in_any_form_and_cost_nothing_where_they_are_none`] |

use crate::reading::{Told, document, fields, read, rows, service};
use vodiscover::{
    domain::{
        angle::Position,
        constraints::{Constraints, Product},
        matching::Match,
        obscore::ObsColumn::{
            AccessUrl, DataproductType, EmMax, EmMin, ObsTitle, SDec, SRa, SXel1, SXel2, TMax, TMin,
        },
        region::{Cone, Region},
        service::Protocol,
    },
    protocol::requests,
};

/// A FIELD: its name, its UCD, its type.
type Column<'a> = (&'a str, &'a str, &'a str);

const TEXT: &str = "char\" arraysize=\"*";
const TITLE: Column<'_> = ("title", "VOX:Image_Title", TEXT);
const URL: Column<'_> = ("acref", "VOX:Image_AccessReference", TEXT);
const RA: Column<'_> = ("ra", "POS_EQ_RA_MAIN", "double");
const DEC: Column<'_> = ("dec", "POS_EQ_DEC_MAIN", "double");

/// Reads an answer of these columns and rows.
fn answered(columns: &[Column<'_>], lines: &[&str]) -> Told {
    let field = |(name, ucd, datatype): &Column<'_>| {
        let field = fields(&[(name, datatype)]);
        field.replace("/>", &format!(" ucd=\"{ucd}\"/>"))
    };
    let columns: Vec<String> = columns.iter().map(field).collect();
    let told = read(Protocol::Sia1, document(&columns.concat(), &rows(lines)));
    assert!(told.end.is_ok(), "{:?}", told.end);
    told
}

fn cone(ra: f64, dec: f64, radius: f64) -> Region {
    Region::Cone(Cone::new(Position::new(ra, dec).unwrap(), radius).unwrap())
}

#[test]
fn a_service_is_asked_for_full_widths_and_for_all_formats() {
    let question = Constraints {
        space: Some(cone(10.0, 0.0, 0.5)),
        spectrum: None,
        time: None,
        product: Product::Images,
        inclusive: false,
    };
    let rungs = requests(
        &service(Protocol::Sia1, "http://x.org/sia?"),
        &question,
        100,
    );
    let url = &rungs[0].request.url;
    let (_, size) = url.split_once("SIZE=").unwrap();
    let sizes: Vec<f64> = size
        .split(['&', ','])
        .take(2)
        .map(|size| size.parse().unwrap())
        .collect();
    assert!(
        sizes.iter().all(|size| (1.0..1.001).contains(size)),
        "{url}"
    );
    assert!(url.ends_with("&INTERSECT=OVERLAPS&FORMAT=ALL"), "{url}");
}

#[test]
fn an_error_where_nothing_is_found_is_told() {
    let error = "<VOTABLE><RESOURCE type=\"results\"><INFO name=\"QUERY_STATUS\" value=\"ERROR\">No images found</INFO></RESOURCE></VOTABLE>";
    assert_eq!(
        read(Protocol::Sia1, error).sentence(),
        "the service says: No images found"
    );
}

#[test]
fn what_a_service_gives_too_much_is_judged_here() {
    // A service without INTERSECT and without a word for band and time gives what it has near.
    let told = answered(
        &[
            URL,
            RA,
            DEC,
            ("scale", "VOX:Image_Scale", TEXT),
            ("naxis", "VOX:Image_Naxis", TEXT),
        ],
        &[
            "http://x.org/1|10|0|0.001|100 100",
            "http://x.org/2|13|0|0.001|100 100",
        ],
    );
    assert_eq!(told.space(cone(10.0, 0.0, 0.5)), [Match::Yes, Match::No]);
}

#[test]
fn positions_are_found_however_they_are_marked() {
    for (ra, dec) in [
        (RA, DEC),
        (
            ("ra", "POS_EQ_RA_MAIN", TEXT),
            ("dec", "POS_EQ_DEC_MAIN", TEXT),
        ),
        (
            ("ra", "POS_EQ_RA_MAIN", "float"),
            ("dec", "POS_EQ_DEC_MAIN", "float"),
        ),
        (
            ("ra", "pos_eq_ra_main", "double"),
            ("dec", " POS_EQ_DEC_MAIN ", "double"),
        ),
        (
            ("a", "pos.eq.ra;meta.main", "double"),
            ("d", "pos.eq.dec;meta.main", "double"),
        ),
        (("a", "pos.eq.ra", "double"), ("d", "pos.eq.dec", "double")),
        (("s_ra", "", "double"), ("s_dec", "", "double")),
    ] {
        let told = answered(&[URL, ra, dec], &["http://x.org/1|274.5|-13.75"]);
        assert_eq!(told.numbers(SRa), [Some(274.5)], "{ra:?}");
        assert_eq!(told.numbers(SDec), [Some(-13.75)], "{dec:?}");
    }
    let twice = [URL, RA, DEC, RA, DEC];
    let told = answered(&twice, &["http://x.org/1|274.5|-13.75|1|2"]);
    assert_eq!(
        (told.numbers(SRa), told.numbers(SDec)),
        (vec![Some(274.5)], vec![Some(-13.75)])
    );
}

#[test]
fn addresses_are_found_however_they_are_marked() {
    for address in [
        URL,
        ("a", "vox:image_accessreference", TEXT),
        ("a", "DATA_LINK", TEXT),
        ("a", "meta.ref.url", TEXT),
        ("access_url", "", TEXT),
        ("accessURL", "", TEXT),
        ("url", "", TEXT),
        ("url_fits", "", TEXT),
        ("URL", "meta.whatever", TEXT),
    ] {
        let told = answered(&[TITLE, address], &["M 16|http://x.org/1"]);
        assert_eq!(told.texts(AccessUrl), ["http://x.org/1"], "{address:?}");
    }
    // What has the UCD is meant, not what is named like it.
    let told = answered(
        &[("url_preview", "", TEXT), URL],
        &["http://x.org/p|http://x.org/1"],
    );
    assert_eq!(told.texts(AccessUrl), ["http://x.org/1"]);
}

#[test]
fn a_ucd_that_only_shares_words_is_another() {
    let columns = [
        ("raerr", "stat.error;pos.eq.ra;meta.main", "double"),
        ("id", "meta.id;meta.main", TEXT),
        ("note", "meta.note;meta.main", TEXT),
        ("title_source", "meta.title;meta.bib", TEXT),
        ("a", "pos.eq.ra;meta.main", "double"),
        ("d", "pos.eq.dec;meta.main", "double"),
        URL,
        TITLE,
    ];
    let told = answered(&columns, &["0.1|x|y|z|274.5|-13.75|http://x.org/1|M 16"]);
    assert_eq!(told.numbers(SRa), [Some(274.5)]);
    assert_eq!(told.texts(AccessUrl), ["http://x.org/1"]);
    assert_eq!(told.texts(ObsTitle), ["M 16"]);
}

#[test]
fn numbers_of_pixels_may_be_text() {
    for (naxes_type, naxis_type, line, cube) in [
        ("int", "int\" arraysize=\"*", "2|300 200", false),
        (TEXT, TEXT, "2|300 200", false),
        (TEXT, TEXT, "2|300,200", false),
        (
            "double",
            "double\" arraysize=\"*",
            "3.0|300.0 200.0 5",
            true,
        ),
        (TEXT, TEXT, "3|300 200 5", true),
        ("char", TEXT, "two|300 200", false),
    ] {
        let columns = [
            URL,
            ("naxes", "VOX:Image_Naxes", naxes_type),
            ("naxis", "VOX:Image_Naxis", naxis_type),
        ];
        let told = answered(&columns, &[&format!("http://x.org/1|{line}")]);
        assert_eq!(told.numbers(SXel1), [Some(300.0)], "{line}");
        assert_eq!(told.numbers(SXel2), [Some(200.0)], "{line}");
        let kind = if cube { "cube" } else { "image" };
        assert_eq!(told.texts(DataproductType), [kind], "{line}");
    }
}

#[test]
fn band_units_are_read_in_any_words() {
    let columns = [
        URL,
        ("unit", "VOX:BandPass_Unit", TEXT),
        ("lo", "VOX:BandPass_LoLimit", "double"),
        ("hi", "VOX:BandPass_HiLimit", "double"),
    ];
    // c = 299792458 m/s; the limits in hertz come the other way round.
    for line in [
        "|4e-7|7e-7",
        "m|4e-7|7e-7",
        "meters|4e-7|7e-7",
        "METRES|7e-7|4e-7",
        "Angstrom|4000|7000",
        "angstroms|4000|7000",
        "nm|400|700",
        "micron|0.4|0.7",
        "hertz|749481145000000|428274940000000",
        "Hz|428274940000000|749481145000000",
        "GHz|428274.94|749481.145",
    ] {
        let told = answered(&columns, &[&format!("http://x.org/1|{line}")]);
        let near = |found: Vec<Option<f64>>, expected: f64| {
            let found = found[0].unwrap();
            assert!((found / expected - 1.0).abs() < 1e-9, "{line}: {found}");
        };
        near(told.numbers(EmMin), 4e-7);
        near(told.numbers(EmMax), 7e-7);
    }
    let told = answered(
        &columns,
        &["http://x.org/1|furlongs|4|7", "http://x.org/2|nm|NaN|null"],
    );
    assert_eq!(
        told.numbers(EmMin),
        [None, None],
        "what is not understood is not declared"
    );
    assert_eq!(told.texts(AccessUrl).len(), 2);
}

#[test]
fn dates_come_in_any_form_and_cost_nothing_where_they_are_none() {
    // MJD 49718 is 1995-01-01.
    for (datatype, cell, expected) in [
        ("double", "49718.25", Some((49_718.25, 49_718.25))),
        (TEXT, "49718.25", Some((49_718.25, 49_718.25))),
        (TEXT, "1995-01-01T06:00:00", Some((49_718.25, 49_718.25))),
        (
            "double",
            "1995-01-01T06:00:00",
            Some((49_718.25, 49_718.25)),
        ),
        (TEXT, "1995-01-01", Some((49_718.0, 49_719.0))),
        ("double", "NaN", None),
        ("double", "", None),
        (TEXT, "", None),
        (TEXT, "unknown", None),
        ("double", "0", None),
    ] {
        let columns = [URL, ("date", "VOX:Image_MJDateObs", datatype)];
        let told = answered(&columns, &[&format!("http://x.org/1|{cell}")]);
        let dates = told.numbers(TMin)[0].zip(told.numbers(TMax)[0]);
        assert_eq!(dates, expected, "{cell} as {datatype}");
        assert_eq!(told.texts(AccessUrl), ["http://x.org/1"]);
    }
}
