//! Regions on the sky against a table that an independent program made (`tests/data/geometry.py`).
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "the table is ours, and a line that cannot be read is a fault of it"
)]

use std::{fs, path::Path};
use vodiscover::domain::{angle::Position, region::Region, stcs::parse_footprint};

fn read(text: &str) -> Region {
    parse_footprint(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// What is wrong with one line of the table, if anything.
fn fault(line: &str) -> Option<String> {
    let [kind, one, two, expected] = line.split(';').collect::<Vec<_>>()[..] else {
        panic!("not a line of the table: {line}");
    };
    let found = match kind {
        "meets" => {
            let (one, two) = (read(one), read(two));
            let found = one.meets(&two);
            assert_eq!(found, two.meets(&one), "either way round: {line}");
            let apart = one.bounding_cone();
            let holds = Region::Cone(apart).meets(&Region::Cone(two.bounding_cone()));
            assert!(holds || !found, "the cones around them meet: {line}");
            return (found != (expected == "1")).then(|| format!("{found}: {line}"));
        }
        "area" => {
            let (found, expected) = (read(one).area_sr(), expected.parse::<f64>().unwrap());
            // the table's own areas are sums of angles, and lose digits where they are small
            if (found - expected).abs() <= 1e-6 * expected + 1e-13 {
                return None;
            }
            found.to_string()
        }
        "icrs" => {
            let Region::Cone(cone) = read(one) else {
                panic!("no position: {line}");
            };
            let (ra, dec) = expected.split_once(' ').unwrap();
            let expected = Position::new(ra.parse().unwrap(), dec.parse().unwrap()).unwrap();
            let off = cone.centre.separation(expected).0 * 3600.0;
            if off < 1e-5 {
                return None;
            }
            format!("off by {off} arcsec")
        }
        other => panic!("no kind of line: {other}"),
    };
    Some(format!("{found}: {line}"))
}

#[test]
fn regions_meet_where_an_independent_program_says_so() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/geometry.csv");
    let table = fs::read_to_string(table).unwrap();
    let lines: Vec<&str> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    assert!(lines.len() > 50, "only {} lines", lines.len());
    let faults: Vec<String> = lines.iter().copied().filter_map(fault).collect();
    assert!(
        faults.is_empty(),
        "{} of {} lines:\n{}",
        faults.len(),
        lines.len(),
        faults.join("\n")
    );
}
