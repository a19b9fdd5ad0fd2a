//! Many positions with the same radius around each, as one place to search in: how they are typed, kept and shown.

use super::{
    angle::{Degrees, Position},
    error::ParseError,
    region::{Cone, Region, radius_of},
    typed::plain,
};
use std::{fmt, ops::Range};

/// Positions of one search at most. A service that takes one position a request is asked for minutes then.
pub const MOST_POSITIONS: usize = 300;

/// The word with which such a place begins.
const FIRST: &str = "within";

/// Characters of the name of a list at most.
const LONGEST_NAME: usize = 60;

/// What is sent and kept of a position: 0.4 milliarcseconds.
const DECIMALS: f64 = 1e7;

const WANTED: &str = "give a radius and positions, such as within 5' of 10.68 41.27; 83.63 22.01";

/// Many positions with the same radius around each.
///
/// In the field Space it is `within 5' of "targets": 10.68 41.27; 83.63 22.01`, with or without the name.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    name: String,
    radius: Degrees,
    positions: Vec<Position>,
}

impl Places {
    /// These positions, each once, with this radius in degrees; `name` is what the list is called, or nothing.
    ///
    /// # Errors
    /// Where there are none, or too many, or the radius is none.
    pub fn new(
        name: &str,
        radius: f64,
        positions: impl IntoIterator<Item = Position>,
    ) -> Result<Self, ParseError> {
        let Some(radius) = (0.0..=180.0).contains(&radius).then_some(Degrees(radius)) else {
            return Err(ParseError::Impossible(format!(
                "a radius of {radius} degrees lies outside 0 to 180 degrees"
            )));
        };
        let mut kept: Vec<Position> = Vec::new();
        for position in positions {
            let rounded =
                [position.ra.0, position.dec.0].map(|it| (it * DECIMALS).round() / DECIMALS);
            let position = Position::new(rounded[0], rounded[1]).unwrap_or(position);
            if kept.contains(&position) {
                continue;
            }
            if kept.len() == MOST_POSITIONS {
                return Err(too_many());
            }
            kept.push(position);
        }
        if kept.is_empty() {
            return Err(ParseError::Empty {
                wanted: WANTED.to_owned(),
            });
        }
        let name = plain(name).replace('"', "'");
        let name: String = name.chars().take(LONGEST_NAME).collect();
        Ok(Self {
            name: name.trim().to_owned(),
            radius,
            positions: kept,
        })
    }

    /// Reads what was typed; `None` where it is no such place.
    pub fn parse(text: &str) -> Option<Result<Self, ParseError>> {
        is_places(text).then(|| read(text))
    }

    /// What the list is called, or nothing.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The radius around each position.
    pub fn radius(&self) -> Degrees {
        self.radius
    }

    /// The positions, each once, in the order given.
    pub fn positions(&self) -> &[Position] {
        &self.positions
    }

    /// The cones; of one position, the cone.
    pub fn region(&self) -> Region {
        let cone = |centre: &Position| {
            Region::Cone(Cone {
                centre: *centre,
                radius: self.radius,
            })
        };
        match self.positions.as_slice() {
            [one] => cone(one),
            several => Region::Union(several.iter().map(cone).collect()),
        }
    }

    /// The same with another radius, in degrees.
    ///
    /// # Errors
    /// Where the radius is none.
    pub fn with_radius(&self, radius: f64) -> Result<Self, ParseError> {
        Self::new(&self.name, radius, self.positions.iter().copied())
    }

    /// In a few words: `30 positions of targets, within 5'`.
    pub fn in_short(&self) -> String {
        in_short(
            self.positions.len(),
            &self.name,
            &radius_in_words(self.radius.0),
        )
    }
}

/// As it is typed, so that it reads the same again.
impl fmt::Display for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{FIRST} {} of ", radius_in_words(self.radius.0))?;
        if !self.name.is_empty() {
            write!(f, "\"{}\": ", self.name)?;
        }
        for (nr, position) in self.positions.iter().enumerate() {
            let blank = if nr == 0 { "" } else { "; " };
            write!(f, "{blank}{} {}", position.ra.0, position.dec.0)?;
        }
        Ok(())
    }
}

/// What was typed in a few words, where it is a list of positions; it is not checked.
pub fn shortened(text: &str) -> Option<String> {
    let head = is_places(text).then(|| head(text)).flatten()?;
    let n_positions = head.positions.split(';').filter(|it| !it.trim().is_empty());
    Some(in_short(n_positions.count(), head.name, head.radius))
}

/// Where the radius stands in a list of positions that was typed, in characters.
pub fn place_of_radius(text: &str) -> Option<Range<usize>> {
    let head = is_places(text).then(|| head(text)).flatten()?;
    let before = text.split(head.radius).next()?.chars().count();
    Some(before..before + head.radius.chars().count())
}

/// The radius that a whole text is, such as `5'`, in degrees.
///
/// # Errors
/// Where it is none.
pub fn read_radius(text: &str) -> Result<f64, ParseError> {
    let wanted = "give a radius, such as 5', 30\" or 0.1 deg, of at most 180 degrees";
    radius_of(&plain(text)).ok_or_else(|| ParseError::not_understood(text, wanted))
}

/// A radius in degrees as it is typed, so that it reads the same again: in the unit in which its number is shortest.
pub fn radius_in_words(degrees: f64) -> String {
    let in_unit = |(size, unit): (f64, &'static str)| {
        let number = (degrees * size * 1e6).round() / 1e6;
        let is_same = (number / size - degrees).abs() < 1e-12;
        is_same.then(|| (number.to_string(), unit))
    };
    let units = [(1.0, " deg"), (60.0, "'"), (3600.0, "\"")];
    let known = units.into_iter().filter_map(in_unit);
    // Of equals the first is taken.
    match known.min_by_key(|(number, _)| number.len()) {
        Some((number, unit)) => number + unit,
        None => format!("{degrees} deg"),
    }
}

/// Whether a text begins as a list of positions does.
pub(super) fn is_places(text: &str) -> bool {
    let start = text.trim_start();
    let word = start.get(..FIRST.len());
    word.is_some_and(|word| word.eq_ignore_ascii_case(FIRST))
        && start
            .get(FIRST.len()..)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// The parts of what was typed.
struct Head<'a> {
    radius: &'a str,
    name: &'a str,
    positions: &'a str,
}

fn head(text: &str) -> Option<Head<'_>> {
    let rest = text.trim().get(FIRST.len()..)?;
    let (radius, rest) = rest.split_once(" of ")?;
    let rest = rest.trim();
    let named = || rest.strip_prefix('"')?.split_once('"');
    let (name, positions) = match named() {
        Some((name, rest)) => (name, rest.trim_start().trim_start_matches(':')),
        None => ("", rest),
    };
    Some(Head {
        radius: radius.trim(),
        name: name.trim(),
        positions,
    })
}

fn read(text: &str) -> Result<Places, ParseError> {
    let text = plain(text);
    let Some(head) = head(&text) else {
        return Err(ParseError::not_understood(&text, WANTED));
    };
    let radius = read_radius(head.radius)?;
    let mut positions = Vec::new();
    let typed = head.positions.split(';').map(str::trim);
    for typed in typed.filter(|it| !it.is_empty()) {
        // Those that are there twice count once.
        if positions.len() > 10 * MOST_POSITIONS {
            return Err(too_many());
        }
        positions.push(position(typed)?);
    }
    Places::new(head.name, radius, positions)
}

/// A position in any of the ways in which that of a cone is typed.
fn position(typed: &str) -> Result<Position, ParseError> {
    match Region::parse(&format!("{typed} 0deg")) {
        Ok(Region::Cone(cone)) if !typed.starts_with(char::is_alphabetic) => Ok(cone.centre),
        _ => Err(ParseError::not_understood(
            typed,
            "give each position as RA and Dec, such as 10.68 41.27 or 18:18:45.1 -13:47:31, and a semicolon between two",
        )),
    }
}

fn too_many() -> ParseError {
    ParseError::Impossible(format!(
        "one search takes at most {MOST_POSITIONS} positions; search at some of them at a time"
    ))
}

fn in_short(n_positions: usize, name: &str, radius: &str) -> String {
    let plural = if n_positions == 1 { "" } else { "s" };
    let of = if name.is_empty() { "" } else { " of " };
    format!("{n_positions} position{plural}{of}{name}, within {radius}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ra: f64, dec: f64) -> Position {
        Position::new(ra, dec).unwrap()
    }

    #[test]
    fn the_radius_is_found_where_it_stands() {
        for (text, expected) in [
            ("within 5' of 10 20; 11 21", Some("5'")),
            ("within 0.1 deg of \"5' Nebulä\": 10 20", Some("0.1 deg")),
            ("10 20 5'", None),
        ] {
            let found = place_of_radius(text);
            let found: Option<String> =
                found.map(|it| text.chars().skip(it.start).take(it.len()).collect());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_written_reads_the_same_again() {
        let places = Places::new(
            "my \"best\" targets",
            5.0 / 60.0,
            [at(10.68, 41.27), at(0.1 + 0.2, -5.0)],
        );
        let places = places.unwrap();
        let text = "within 5' of \"my 'best' targets\": 10.68 41.27; 0.3 -5";
        assert_eq!(places.to_string(), text);
        assert_eq!(Places::parse(text), Some(Ok(places.clone())));
        assert_eq!(
            places.in_short(),
            "2 positions of my 'best' targets, within 5'"
        );
        assert_eq!(shortened(text), Some(places.in_short()));
    }

    #[test]
    fn positions_are_typed_as_that_of_a_cone_and_count_once() {
        let text = "WITHIN 30 arcsec of 12:00:00 -5:30:00; 12h00m00s -5d30m0s;180, -5.5; 0 90;";
        let places = Places::parse(text).unwrap().unwrap();
        assert_eq!(places.positions(), [at(180.0, -5.5), at(0.0, 90.0)]);
        assert_eq!(places.radius(), Degrees(30.0 / 3600.0));
        let cone = |centre| Cone::new(centre, 30.0 / 3600.0).map(Region::Cone).unwrap();
        let union = Region::Union(vec![cone(at(180.0, -5.5)), cone(at(0.0, 90.0))]);
        assert_eq!(places.region(), union);
        assert_eq!(Region::parse(text), Ok(union));
        assert_eq!(
            Region::parse("within 1 deg of 10 20"),
            Region::parse("10 20 1")
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, said) in [
            ("within", "such as within 5' of"),
            ("within 5' of", "such as within 5' of"),
            ("within 5' of ;", "nothing is given"),
            (
                "within five of 10 20",
                "\"five\" is not understood; give a radius",
            ),
            ("within 200 of 10 20", "give a radius"),
            (
                "within 1 of 10 20; M16",
                "\"M16\" is not understood; give each position",
            ),
            ("within 1 of 10 20 30", "\"10 20 30\" is not understood"),
            ("within 1 of 10 95", "\"10 95\" is not understood"),
        ] {
            let error = Places::parse(text).unwrap().unwrap_err().to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
        for other in [
            "10 20 1",
            "M16",
            "withinness 3",
            "POLYGON 10 20 11 20 11 21",
            "",
        ] {
            assert_eq!(Places::parse(other), None, "{other}");
        }
    }

    #[test]
    fn more_positions_than_can_be_asked_for_are_refused_with_a_number() {
        let positions = |n: u32| (0..n).map(|nr| at(f64::from(nr) / 2.0, 0.0));
        assert!(Places::new("", 0.1, positions(300)).is_ok());
        let error = Places::new("", 0.1, positions(301))
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "one search takes at most 300 positions; search at some of them at a time"
        );
    }

    #[test]
    fn a_radius_is_written_in_the_unit_in_which_it_is_shortest() {
        for (degrees, words) in [
            (1.0, "1 deg"),
            (0.5, "30'"),
            (5.0 / 60.0, "5'"),
            (0.1 / 3600.0, "0.1\""),
            (0.0, "0 deg"),
        ] {
            assert_eq!(radius_in_words(degrees), words);
            assert!((read_radius(words).unwrap() - degrees).abs() < 1e-12);
        }
    }
}
