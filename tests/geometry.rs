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

/// A line of a group: a region, and what the table says of it.
struct Line<'a> {
    text: &'a str,
    region: Region,
    area: f64,
    /// For each region above it in the group: `+` they meet, `-` they do not, `?` it is too close to call.
    signs: &'a str,
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Self {
        let [text, area, signs] = line.split(';').collect::<Vec<_>>()[..] else {
            panic!("not a line of a group: {line}");
        };
        Self {
            text,
            region: read(text),
            area: area.parse().unwrap(),
            signs,
        }
    }

    /// What is wrong with the area, if anything. The table's own areas are sums of angles, and lose digits where they
    /// are small.
    fn fault_of_area(&self) -> Option<String> {
        let found = self.region.area_sr();
        let apart = (found - self.area).abs();
        (apart > 1e-6 * self.area + 1e-11).then(|| format!("area {found}: {}", self.text))
    }

    /// What is wrong with how it meets a line above, if anything.
    fn fault_beside(&self, above: &Self, sign: char) -> Option<String> {
        let found = self.region.meets(&above.region);
        let pair = format!("{} and {}", self.text, above.text);
        assert_eq!(
            found,
            above.region.meets(&self.region),
            "either way round: {pair}"
        );
        let around = |line: &Self| Region::Cone(line.region.bounding_cone());
        assert!(
            around(self).meets(&around(above)) || !found,
            "the cones around them meet: {pair}"
        );
        let is_wrong = match sign {
            '+' => !found,
            '-' => found,
            '?' => false,
            other => panic!("no sign: {other}"),
        };
        is_wrong.then(|| format!("{found}: {pair}"))
    }
}

/// What is wrong with a position in another frame, if anything.
fn fault_of_frame(line: &str) -> Option<String> {
    let (text, expected) = line.split_once(';').unwrap();
    let Region::Cone(cone) = read(text) else {
        panic!("no position: {line}");
    };
    let (ra, dec) = expected.split_once(' ').unwrap();
    let expected = Position::new(ra.parse().unwrap(), dec.parse().unwrap()).unwrap();
    let off = cone.centre.separation(expected).0 * 3600.0;
    (off > 1e-5).then(|| format!("off by {off} arcsec: {line}"))
}

#[test]
fn regions_meet_where_an_independent_program_says_so() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/geometry.csv");
    let table = fs::read_to_string(table).unwrap();
    let (_, table) = table.split_once('\n').unwrap();
    let mut faults = Vec::new();
    let (mut n_meeting, mut n_apart, mut n_framed) = (0, 0, 0);
    for group in table.split("\n\n") {
        if group.lines().all(|line| line.matches(';').count() == 1) {
            n_framed += group.lines().count();
            faults.extend(group.lines().filter_map(fault_of_frame));
            continue;
        }
        let lines: Vec<Line<'_>> = group.lines().map(Line::read).collect();
        for line in &lines {
            faults.extend(line.fault_of_area());
            for (sign, above) in line.signs.chars().zip(&lines) {
                faults.extend(line.fault_beside(above, sign));
            }
            n_meeting += line.signs.matches('+').count();
            n_apart += line.signs.matches('-').count();
        }
    }
    assert!(n_meeting > 600 && n_apart > 2500 && n_framed > 60);
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}
