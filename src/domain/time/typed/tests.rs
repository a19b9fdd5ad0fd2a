//! Times as people type them. MJDs are astropy's.

use super::*;
use crate::domain::time::echo;
use proptest::prelude::*;
use std::time::{Duration, UNIX_EPOCH};

#[track_caller]
fn check(text: &str, lo: f64, hi: f64) {
    let found = parse_interval(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let near = |found: f64, expected: f64| (found - expected).abs() < 1e-9;
    for (found, expected) in [(found.lo.0, lo), (found.hi.0, hi)] {
        let same_open_side = found.is_infinite() && found.signum() == expected.signum();
        assert!(near(found, expected) || same_open_side, "{text}: {found}");
    }
}

#[track_caller]
fn check_wrong(text: &str, part_of_sentence: &str) {
    let error = parse_interval(text).expect_err(text).to_string();
    assert!(error.contains(part_of_sentence), "{text}: {error}");
    assert!(!error.ends_with('.'), "{text}: {error}");
}

#[test]
fn a_day_a_month_and_a_year_are_the_whole_of_it() {
    check("1995-12-31", 50_082.0, 50_083.0);
    check("1995-06", 49_869.0, 49_899.0);
    check("1995-12", 50_052.0, 50_083.0);
    check("1995", 49_718.0, 50_083.0);
    check("2000-02", 51_575.0, 51_604.0);
    check("1858-11-17", 0.0, 1.0);
    check(" 1995-6-3 ", 49_871.0, 49_872.0);
}

#[test]
fn two_times_make_an_interval_from_the_first_to_the_end_of_the_second() {
    for text in [
        "1995-01-01 1995-12-31",
        "1995-01-01, 1995-12-31",
        "1995-01-01..1995-12-31",
        "1995-01-01 .. 1995-12-31",
        "1995-01-01/1995-12-31",
        "1995-01-01 to 1995-12-31",
        "1995-01-01 \u{2013} 1995-12-31",
        "1995-01 1995-12",
        "1995 1995",
        "49718 50083",
        "MJD 49718 MJD 50083",
        "mjd49718..mjd50083",
        "JD 2449718.5 JD 2450083.5",
    ] {
        check(text, 49_718.0, 50_083.0);
    }
}

#[test]
fn a_time_of_day_and_an_mjd_are_instants() {
    check("49718.5", 49_718.5, 49_718.5);
    check("1995-12-31T12:00:00", 50_082.5, 50_082.5);
    check("1995-12-31 12:00", 50_082.5, 50_082.5);
    check("1995-12-31t06:00:00.0z", 50_082.25, 50_082.25);
    check("1995-12-30 12:00 1995-12-31T06:00", 50_081.5, 50_082.25);
    check("1998-12-31T23:59:60", 51_179.0, 51_179.0);
}

#[test]
fn a_side_may_be_open() {
    check("1995..", 49_718.0, f64::INFINITY);
    check("..1995", f64::NEG_INFINITY, 50_083.0);
    check("\u{2026} 49718.5", f64::NEG_INFINITY, 49_718.5);
    check("49718.5..49719.5", 49_718.5, 49_719.5);
    check_wrong("..", "constrains nothing");
}

#[test]
fn what_is_wrong_is_said_with_what_would_be_right() {
    check_wrong("", "nothing is given");
    check_wrong("yesterday", "\"yesterday\" is not understood");
    check_wrong("1995-02-29", "no date 1995-02-29");
    check_wrong("1995-13", "no date 1995-13");
    check_wrong("31-12-1995", "1995-12-31");
    check_wrong("1995/12/31", "1995-12-31");
    check_wrong("1995-12-31 1995-01-01", "earlier one first");
    check_wrong("1995 1996 1997", "one date or two");
    check_wrong("1995-12-31T25:00:00", "time of day");
    check_wrong("1995-12-31T10:00:00+02:00", "UTC");
    check_wrong("1995-12T10:00:00", "whole date");
    check_wrong("2449718.5", "JD 2449718.5");
    check_wrong("1995.5", "MJD 1995.5");
    check_wrong("19951231", "year has four digits");
    check_wrong("49718 nonsense", "\"nonsense\"");
    check_wrong("MJD", "not understood");
    check_wrong("MJD abc", "number of days");
}

#[test]
fn what_was_understood_is_told_in_mjd_with_the_length() {
    let told = |text| echo(&parse_interval(text).unwrap());
    assert_eq!(told("1995-01-01 1995-12-31"), "MJD 49718 to 50083, 365 d");
    assert_eq!(
        told("1995-12-31T12:00..1995-12-31T18:00"),
        "MJD 50082.5 to 50082.75, 6 h"
    );
    assert_eq!(
        told("49718.5"),
        "MJD 49718.5, the instant 1995-01-01T12:00:00"
    );
    assert_eq!(told("1995.."), "from MJD 49718 on");
    assert_eq!(told("..1995"), "until MJD 50083");
}

#[test]
fn dates_are_written() {
    assert_eq!(Mjd(50_082.5).iso().as_deref(), Some("1995-12-31T12:00:00"));
    assert_eq!(
        Mjd(49_717.999_999_999_9).iso().as_deref(),
        Some("1995-01-01T00:00:00")
    );
    assert_eq!(
        Mjd(50_082.500_001).iso().as_deref(),
        Some("1995-12-31T12:00:00.086")
    );
    assert_eq!(Mjd(f64::INFINITY).iso(), None);
}

#[test]
fn the_clock_of_the_machine_is_told_in_mjd() {
    // The Unix epoch is JD 2440587.5; 10,957.5 days later it is J2000.0, MJD 51544.5.
    let j2000 = UNIX_EPOCH + Duration::from_hours(262_980);
    assert_eq!(Mjd::of(j2000), Mjd(51_544.5));
    assert_eq!(Mjd::of(UNIX_EPOCH), Mjd(40_587.0));
    assert_eq!(Mjd::of(UNIX_EPOCH - Duration::from_secs(1)), Mjd(40_587.0));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*", likely in "[-0-9:T./ MJDZ,]{0,30}") {
        for text in [text, likely] {
            if let Ok(interval) = parse_interval(&text) {
                prop_assert!(interval.lo <= interval.hi, "{}: {:?}", text, interval);
                prop_assert!(!echo(&interval).is_empty());
            }
        }
    }
}
