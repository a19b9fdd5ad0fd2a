//! Places on the sky as people type them.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn check(text: &str, ra: f64, dec: f64, radius: f64) {
    let found = Region::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let Region::Cone(cone) = found else {
        panic!("{text}: {found:?}");
    };
    let near = |found: f64, expected: f64| (found - expected).abs() < 1e-9;
    assert!(
        near(cone.centre.ra.0, ra) && near(cone.centre.dec.0, dec) && near(cone.radius.0, radius),
        "{text}: {cone:?}"
    );
}

#[track_caller]
fn check_wrong(text: &str, part_of_sentence: &str) {
    let error = Region::parse(text).expect_err(text).to_string();
    assert!(error.contains(part_of_sentence), "{text}: {error}");
    assert!(!error.ends_with('.'), "{text}: {error}");
}

#[test]
fn decimal_degrees_are_parted_by_blanks_or_commas() {
    check("274.6880, -13.7920 1", 274.688, -13.792, 1.0);
    check("274.6880 -13.7920 1", 274.688, -13.792, 1.0);
    check(" 274.6880,-13.7920,1 ", 274.688, -13.792, 1.0);
    check("274.6880 \u{2212}13.7920 1", 274.688, -13.792, 1.0);
    check("0 +90 180", 0.0, 90.0, 180.0);
    check("360 0 0", 0.0, 0.0, 0.0);
    check("10d 20d 1d", 10.0, 20.0, 1.0);
    check("10\u{b0} -20\u{b0} 1\u{b0}", 10.0, -20.0, 1.0);
    check("1.5e1 2e1 1e-3", 15.0, 20.0, 0.001);
}

// 18:18:45.1 = (18 + 18/60 + 45.1/3600) * 15 = 274.687 916 666..., 13:47:31 = 13.791 944 444...
#[test]
fn sexagesimal_coordinates_are_understood_with_colons_letters_and_blanks() {
    let (ra, dec) = (274.687_916_666_666_7, -13.791_944_444_444_4);
    check("18:18:45.1 -13:47:31 30'", ra, dec, 0.5);
    check("18:18:45.1,-13:47:31,30'", ra, dec, 0.5);
    check("18h18m45.1s -13d47m31s 0.5deg", ra, dec, 0.5);
    check("18h 18m 45.1s -13d 47m 31s 0.5 deg", ra, dec, 0.5);
    check(
        "18\u{2b0}18m45.1s \u{2212}13\u{b0}47\u{2032}31\u{2033} 30\u{2032}",
        ra,
        dec,
        0.5,
    );
    check("18h18m45.1s -13d47'31\" 30'", ra, dec, 0.5);
    check("18h18m45.1s -13d 47' 31\" 30'", ra, dec, 0.5);
    check("18 18 45.1 -13 47 31 30'", ra, dec, 0.5);
    check("18 18 45.1 -13 47 31 0.5", ra, dec, 0.5);
    check("18H18M45.1S-13D47M31S 0.5", ra, dec, 0.5);
    check("0:0:0 -0:30:00 1", 0.0, -0.5, 1.0);
    check("12:30 -0:30 1", 187.5, -0.5, 1.0);
    check("12.5h -0.5d 1", 187.5, -0.5, 1.0);
    check("10d 20d 30'", 10.0, 20.0, 0.5);
}

#[test]
fn a_radius_may_have_a_unit() {
    for (text, radius) in [
        ("30'", 0.5),
        ("30 '", 0.5),
        ("30 arcmin", 0.5),
        ("30arcmin", 0.5),
        ("1800 arcsec", 0.5),
        ("1800\"", 0.5),
        ("1800''", 0.5),
        ("0.5 deg", 0.5),
        ("0.5 Degrees", 0.5),
        (".5", 0.5),
    ] {
        check(&format!("10 20 {text}"), 10.0, 20.0, radius);
    }
}

#[test]
fn a_shape_may_be_given_in_stc_s_or_dali() {
    check("CIRCLE 10 20 1", 10.0, 20.0, 1.0);
    check("circle ICRS 10 20 1", 10.0, 20.0, 1.0);
    for text in [
        "POLYGON 10 20 11 20 11 21",
        "polygon icrs 10 20 11 20 11 21",
        "Polygon ICRS GEOCENTER 10, 20, 11, 20, 11, 21, 10, 20",
        "POLYGON((10 20, 11 20, 11 21))",
    ] {
        let Region::Polygon(polygon) = Region::parse(text).unwrap() else {
            panic!("{text}");
        };
        assert_eq!(polygon.vertices().len(), 3, "{text}");
    }
    assert!(matches!(
        Region::parse("BOX 10 20 1 2"),
        Ok(Region::Polygon(_))
    ));
}

#[test]
fn what_is_wrong_is_said_with_what_would_be_right() {
    check_wrong("", "nothing is given");
    check_wrong("M16 0.5", "give RA, Dec and radius");
    check_wrong("NGC 6611", "an object, such as M16 0.5");
    check_wrong("3C 273 0.1", "\"C 273 0.1\"");
    check_wrong("274.6880, -13.7920", "a radius is missing");
    check_wrong("274.6880", "a declination and a radius are missing");
    check_wrong("18:18:45.1 -13:47:31", "a radius is missing");
    check_wrong("18 18 45.1 -13 47 31", "a radius is missing");
    check_wrong("POLYGON 10 20 10 20 11 21", "three different vertices");
    check_wrong("370 0 1", "right ascension of 370 lies outside 0 to 360");
    check_wrong("-10 0 1", "right ascension of -10 lies outside");
    check_wrong("25:00:00 0 1", "right ascension of 25:00:00 lies outside");
    check_wrong("10 -95 1", "declination of -95 lies outside -90 to 90");
    check_wrong("10 20 181", "radius of 181 degrees");
    check_wrong("10 20 -1", "radius of -1 lies outside");
    check_wrong("10:60:00 20 1", "less than 60");
    check_wrong("18h 18m 45s -95d 0m 0s 1", "declination of -95d 0m 0s");
    check_wrong("10 20 1 2", "\"2\" is not understood");
    check_wrong("10 20 1 parsec", "\"parsec\"");
    check_wrong("10 20x 1", "\"x 1\"");
    check_wrong("10 20 abc", "\"abc\"");
    check_wrong("POLYGON 10 20 11 20", "at least three vertices");
    check_wrong("POLYGON 10 20 11 20 11", "at least three vertices");
    check_wrong("POLYGON 10 20 11 95 11 21", "latitude");
    check_wrong("POLYGON 10 20 11 20 11 21 1x", "\"1x\"");
    check_wrong("UNION CIRCLE 1 2 3 CIRCLE 4 5 6", "one cone or one polygon");
    check_wrong("nan nan nan", "not understood");
    check_wrong("10 20 1e999", "not understood");
}

#[test]
fn what_was_understood_is_told_with_its_area() {
    let told = |text| Region::parse(text).unwrap().to_string();
    // 2 pi (1 - cos 1 deg) = 9.5697e-4 sr
    assert_eq!(
        told("274.6880, -13.7920 1"),
        "cone of radius 1 deg at 274.6880 -13.7920, 3.14 deg\u{b2} = 0.000957 sr"
    );
    assert_eq!(
        told("0 0 180"),
        "cone of radius 180 deg at 0.0000 +0.0000, 41300 deg\u{b2} = 12.6 sr"
    );
    assert_eq!(
        told("10 20 0"),
        "cone of radius 0 deg at 10.0000 +20.0000, 0 arcsec\u{b2} = 0 sr"
    );
    let polygon = told("POLYGON 10 20 11 20 11 21");
    assert!(
        polygon.starts_with("polygon of 3 vertices around 10."),
        "{polygon}"
    );
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*") {
        // whatever is typed: no panic, and a refusal is a sentence
        if let Err(error) = Region::parse(&text) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn texts_that_look_like_places_are_read_or_refused(text in "[-+0-9:.,hdms'\" ]{0,40}") {
        if let Ok(Region::Cone(cone)) = Region::parse(&text) {
            prop_assert!((0.0..360.0).contains(&cone.centre.ra.0) && cone.centre.dec.0.abs() <= 90.0);
        }
    }

    #[test]
    fn a_place_comes_back_from_degrees_and_from_hours_and_minutes(
        hour in 0..24_u32, minutes in (0..60_u32, 0..60_u32), second in 0.0..60.0_f64, degree in 0..90_u32, south in any::<bool>(),
    ) {
        let sign = if south { -1.0 } else { 1.0 };
        let mark = if south { "-" } else { "+" };
        let (ra_minute, dec_minute) = minutes;
        let ra = 15.0 * (f64::from(hour) + f64::from(ra_minute) / 60.0 + second / 3600.0);
        let dec = sign * (f64::from(degree) + f64::from(dec_minute) / 60.0 + second / 3600.0);
        for text in [
            format!("{ra} {dec} 1"),
            format!("{hour}:{ra_minute:02}:{second} {mark}{degree}:{dec_minute}:{second} 60'"),
            format!("{hour}h{ra_minute}m{second}s{mark}{degree}d{dec_minute}m{second}s 3600\""),
            format!("{hour} {ra_minute} {second} {mark}{degree} {dec_minute} {second} 1 deg"),
        ] {
            let found = Region::parse(&text);
            let Ok(Region::Cone(cone)) = found else { panic!("{text}: {found:?}") };
            prop_assert!((cone.centre.ra.0 - ra).abs() < 1e-9, "{}", text);
            prop_assert!((cone.centre.dec.0 - dec).abs() < 1e-9, "{}", text);
            prop_assert!((cone.radius.0 - 1.0).abs() < 1e-12, "{}", text);
        }
    }
}
