//! Filters, with results worked out by hand.

use super::*;
use crate::domain::{dataset::DatasetsBuilder, obscore::ObsColumn as C};

/// Title, instrument, service, shortest and longest wave in m, start and end in MJD, size in kB. MJD 49718 is 1995-01-01,
/// 49777 is 1995-03-01, 49808 is 1995-04-01, 50083 is 1996-01-01.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    [f64; 2],
    [f64; 2],
    i64,
);

const NO: f64 = f64::NAN;

const ROWS: [Row; 5] = [
    (
        "Eagle Nebula",
        "WFPC2/HST",
        "ivo://a",
        [4e-7, 7e-7],
        [49_718.2, 49_718.3],
        2_100,
    ),
    (
        "eagle in X-rays",
        "PSPC",
        "ivo://b",
        [5.166e-10, 1.2398e-8],
        [49_777.0, 49_800.0],
        900,
    ),
    ("Ärger mit M16", "", "ivo://b", [NO, NO], [NO, NO], i64::MIN),
    (
        "M16",
        "hst acs",
        "ivo://a",
        [5e-7, 5e-7],
        [49_808.0, 49_809.0],
        2_000,
    ),
    ("", "ACS", "", [0.211, 0.211], [50_083.0, NO], 3_400_000),
];

fn check(text: &str, expected: &[usize]) {
    let mut builder = DatasetsBuilder::new();
    for (title, instrument, service, em, t, size) in ROWS {
        builder.set_text(C::ObsTitle, title);
        builder.set_text(C::TargetName, if title.is_empty() { "Omega" } else { "" });
        builder.set_text(C::InstrumentName, instrument);
        builder.set_text(C::OriginService, service);
        builder.set_number(C::EmMin, em[0]);
        builder.set_number(C::EmMax, em[1]);
        builder.set_number(C::TMin, t[0]);
        builder.set_number(C::TMax, t[1]);
        builder.set_integer(C::AccessEstsize, size);
        builder.finish_row();
    }
    let titles = [
        ("ivo://a", "Hubble archive"),
        ("ivo://b", "Röntgen archive"),
    ];
    let titles = titles.map(|(ivoid, title)| (ivoid.to_owned(), title.to_owned()));
    let filter = Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let passes = filter.passes(&builder.finish(), &Titles::from(titles));
    let rows: Vec<usize> = (0..ROWS.len()).filter(|row| passes[*row]).collect();
    assert_eq!(rows, expected, "{text}");
}

#[test]
fn words_must_all_occur_in_any_text_whatever_their_case() {
    check("", &[0, 1, 2, 3, 4]);
    check("EAGLE", &[0, 1]);
    check("eagle hst", &[0]);
    check("acs", &[3, 4]);
    check("ärger", &[2]);
    check("ÄRGER", &[2]);
    check("\"in x-rays\"", &[1]);
    check("hubble", &[0, 3]);
    check("RÖNTGEN eagle", &[1]);
    check("ivo://a", &[0, 3]);
    // The end of one title and the beginning of the next.
    check("nebulaeagle", &[]);
    check("nothing", &[]);
}

#[test]
fn texts_are_compared_without_case() {
    check("instrument_name ~ hst", &[0, 3]);
    check("instrument ~ HST", &[0, 3]);
    check("instrument !~ hst", &[1, 2, 4]);
    check("instrument = acs", &[4]);
    check("instrument != acs", &[0, 1, 2, 3]);
    check("instrument = \"hst acs\"", &[3]);
    check("instrument=''", &[2]);
    check("instrument != ''", &[0, 1, 3, 4]);
    check("title < f", &[0, 1]);
    check("title = omega", &[4]);
    check("service = 'Hubble archive'", &[0, 3]);
    check("origin_service = ivo://a", &[0, 3]);
}

#[test]
fn numbers_are_compared_in_the_units_that_they_are_given_in() {
    check("em_min < 1e-6", &[0, 1, 3]);
    check("em_min<1e-6 em_max>=7e-7", &[0]);
    check("em_min = 500 nm", &[3]);
    check("em_min >= 0.5 um", &[3, 4]);
    check("em_min > 500nm", &[4]);
    check("size > 2MB", &[0, 4]);
    check("size >= 2 MB", &[0, 3, 4]);
    check("size = 2 MB acs", &[3]);
    check("access_estsize <= 2000", &[1, 3]);
    check("size = ''", &[2]);
    check("size > 3 GB", &[4]);
    check("size != 900", &[0, 2, 3, 4]);
}

#[test]
fn a_range_is_compared_by_any_of_it() {
    check("wavelength = 600 nm", &[0]);
    check("wavelength = 400..450nm", &[0]);
    check("wavelength < 450 nm", &[0, 1]);
    check("wavelength > 1 cm", &[4]);
    // 1 keV is 1.24 nm.
    check("wavelength = 1 keV", &[1]);
    // 2.4 keV is 0.5166 nm: above 2 keV there is the second.
    check("wavelength > 2 keV", &[1]);
    check("wavelength < 1 GHz", &[]);
    check("wavelength < 2 GHz", &[4]);
    check("wavelength = X-ray", &[1]);
}

#[test]
fn a_date_is_a_whole_day_month_or_year() {
    check("t_min > 1995-03", &[3, 4]);
    check("t_min >= 1995-03", &[1, 3, 4]);
    check("t_min = 1995-03", &[1]);
    check("t_min < 1995-03-01", &[0]);
    check("time <= 1995-01-01", &[0]);
    check("time = 1995", &[0, 1, 3]);
    check("time > 1995", &[4]);
    check("t_max != 1995", &[2, 4]);
    check("t_min > 49777", &[3, 4]);
    check("t_min >= MJD 49777", &[1, 3, 4]);
}

#[test]
fn what_stands_before_a_mistake_is_understood() {
    for text in ["eagle size >", "eagle camera = 3", "eagle \"in x"] {
        let (filter, error) = Filter::begun(text);
        assert_eq!(filter, Filter::parse("eagle").unwrap(), "{text}");
        assert!(error.is_some(), "{text}");
    }
}

fn wrong(text: &str, expected: &str) {
    assert_eq!(Filter::parse(text).unwrap_err().to_string(), expected);
}

#[test]
fn what_is_not_understood_is_said_with_its_place() {
    wrong(
        "eagle camera = acs",
        "At character 7: there is no column \"camera\"; put a text with such a sign in quotes to look for it",
    );
    wrong(
        "instument_name ~ hst",
        "At character 1: there is no column \"instument_name\"; did you mean instrument_name? put a text with such a \
         sign in quotes to look for it",
    );
    wrong(
        "ä size > big",
        "At character 10: \"big\" is not understood; give kB such as 2000, or a unit such as 2 MB",
    );
    wrong(
        "size >",
        "At character 1: \"size\" is compared with nothing; a value must follow",
    );
    wrong(
        "size > = 3",
        "At character 8: a value must stand here, not a sign",
    );
    wrong("= 3", "At character 1: a column must stand before the sign");
    wrong(
        "title = \"M16",
        "At character 9: a quote is opened and not closed",
    );
    wrong(
        "size ~ 3",
        "At character 8: ~ goes with texts; numbers are compared with =, < and >",
    );
    wrong(
        "t_min > yesterday",
        "At character 9: \"yesterday\" is not understood; give a date such as 1995-03 or 1995-03-21",
    );
}
