//! Objects by their names: what people type for one, and where a name resolver says that it is.

use super::{
    angle::{Degrees, Position},
    places::is_places,
    region::{Cone, is_shape, radius_of},
    typed::{number, plain},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The radius around an object where none is typed: it takes in most nebulae and clusters.
pub const USUAL_RADIUS: Degrees = Degrees(0.5);

/// A number without a unit after a word of letters is a radius only below this: nobody asks for more around an object,
/// and most catalogues have more entries.
const LARGEST_BARE_RADIUS: f64 = 20.0;

/// Letters of a name at most: a longer text is none.
const LONGEST: usize = 100;

/// An object by its name, with a radius around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The name as it is asked for: single blanks, no radius.
    pub name: String,
    /// The radius (not the diameter) around it.
    pub radius: Degrees,
    /// The other way to read what was typed, where the first names nothing: in `Abell 1` the number is part of the name,
    /// in `Crab 1` it is a radius.
    pub otherwise: Option<(String, Degrees)>,
}

/// Where a name resolver says that an object is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resolved {
    /// The name that was asked for, as in [`Named::name`].
    pub asked: String,
    /// The name by which the resolver calls it, such as `M 16`.
    pub object: String,
    /// Where it is, ICRS.
    pub position: Position,
    /// Who knew it, such as `SIMBAD`.
    pub source: String,
}

/// `M 16: 18 18 48.2 -13 48 24 (SIMBAD)`.
impl fmt::Display for Resolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.position.sexagesimal();
        write!(f, "{}: {place} ({})", self.object, self.source)
    }
}

impl Named {
    /// Reads an object's name with or without a radius; `None` where the text is empty, or coordinates.
    ///
    /// A number at the end is a radius where it has a unit or stands behind a comma, where the word before it ends in a
    /// digit as in `NGC 6611 1`, and where it is small and has a decimal point.
    pub fn parse(text: &str) -> Option<Self> {
        let text = plain(text);
        let is_none = text.chars().count() > LONGEST || is_places(&text) || is_shape(&text);
        if is_none || is_coordinates(&text) {
            return None;
        }
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        let whole = words.join(" ");
        let (name, radius) = match split(&whole) {
            Split::Radius(name, radius) => (name.to_owned(), radius),
            Split::Whole => (whole, USUAL_RADIUS),
            Split::Either(name, radius) => {
                return Some(Self {
                    otherwise: Some((name.to_owned(), radius)),
                    name: whole,
                    radius: USUAL_RADIUS,
                });
            }
        };
        Some(Self {
            name,
            radius,
            otherwise: None,
        })
    }

    /// The cone around the object where this is its position; `None` where that is the position of another.
    pub fn cone(&self, resolved: &Resolved) -> Option<Cone> {
        let radius = if resolved.asked == self.name {
            self.radius
        } else {
            let (name, radius) = self.otherwise.as_ref()?;
            (resolved.asked == *name).then_some(*radius)?
        };
        Cone::new(resolved.position, radius.0)
    }

    /// The names to ask for, the likelier first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let other = self.otherwise.as_ref().map(|(name, _)| name.as_str());
        std::iter::once(self.name.as_str()).chain(other)
    }
}

/// What the end of a text is.
enum Split<'a> {
    /// A radius behind a name.
    Radius(&'a str, Degrees),
    /// Part of the name.
    Whole,
    /// Part of the name, or else a radius behind one.
    Either(&'a str, Degrees),
}

/// Parts a name from a radius; blanks are single.
fn split(text: &str) -> Split<'_> {
    let cut = |at: usize| {
        let (name, tail) = text.split_at(at);
        let radius = radius_of(tail.trim_start_matches([' ', ',', ';']))?;
        let name = name.trim_end_matches([' ', ',', ';']);
        (!name.is_empty()).then_some((name, Degrees(radius), tail))
    };
    // `M16, 0.5`: what stands behind the comma cannot be part of the name.
    if let Some((name, radius, _)) = text.rfind([',', ';']).and_then(cut) {
        return Split::Radius(name, radius);
    }
    let blanks: Vec<usize> = text.rmatch_indices(' ').map(|(at, _)| at).collect();
    // The number stands alone, or one word before its unit.
    for at in blanks.into_iter().take(2) {
        let Some((name, radius, tail)) = cut(at) else {
            continue;
        };
        let Some(bare) = number(tail.trim()) else {
            // The planet `GJ 876 d` is none of GJ within 876 degrees, nor is `55 Cnc d`.
            if tail.trim_end().ends_with(" d") {
                continue;
            }
            return Split::Radius(name, radius);
        };
        if name.ends_with(|sign: char| sign.is_ascii_digit()) {
            return Split::Radius(name, radius);
        }
        // `4C 05.34` is a quasar.
        let is_padded = tail.trim().starts_with('0') && !tail.trim().starts_with("0.");
        let has_point = tail.contains('.') && !is_padded;
        if bare < LARGEST_BARE_RADIUS && has_point {
            return Split::Radius(name, radius);
        }
        // `Crab 1`: catalogues have short names mostly, and single digits are rare in them.
        let last = name.rsplit(' ').next().unwrap_or_default();
        if bare < LARGEST_BARE_RADIUS && last.chars().count() > 2 {
            return Split::Either(name, radius);
        }
        return Split::Whole;
    }
    Split::Whole
}

/// The words that stand in coordinates; the beginning of one is one that is still typed.
const UNITS: [&str; 10] = [
    "hours",
    "degrees",
    "minutes",
    "seconds",
    "arcminutes",
    "arcseconds",
    "arcmins",
    "arcsecs",
    "amin",
    "asec",
];

/// Whether a text is one of coordinates, whole or not yet whole: no letters but those of their units.
fn is_coordinates(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(char::is_alphabetic) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|sign: char| !sign.is_alphabetic());
        let (word, after) = from.split_at(end.unwrap_or(from.len()));
        let lower = word.to_ascii_lowercase();
        let is_unit = UNITS.iter().any(|unit| unit.starts_with(&lower));
        let digit = |sign: char| sign.is_ascii_digit();
        let is_exponent = lower == "e"
            && before.ends_with(|sign: char| digit(sign) || sign == '.')
            && after.trim_start_matches(['+', '-']).starts_with(digit);
        // A unit follows a number; a name that begins with its letters does not.
        let follows = before
            .trim_end()
            .ends_with(|sign: char| digit(sign) || sign == '.');
        if !(is_exponent || is_unit && follows) {
            return false;
        }
        rest = after;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, f64)> {
        Named::parse(text).map(|named| (named.name, named.radius.0))
    }

    #[track_caller]
    fn check(text: &str, name: &str, radius: f64) {
        let (found, degrees) = read(text).unwrap_or_default();
        assert_eq!(found, name, "{text}");
        assert!((degrees - radius).abs() < 1e-12, "{text}: {degrees}");
    }

    #[test]
    fn a_name_may_have_a_radius_behind_it() {
        check("M16 0.5", "M16", 0.5);
        check("  M16  0.5deg ", "M16", 0.5);
        check("NGC 6611 30'", "NGC 6611", 0.5);
        check("NGC 6611 30 arcmin", "NGC 6611", 0.5);
        check("NGC 6611 1", "NGC 6611", 1.0);
        check("3C 273 0.25", "3C 273", 0.25);
        check("Eagle Nebula 0.5", "Eagle Nebula", 0.5);
        check("Eagle Nebula, 2", "Eagle Nebula", 2.0);
        check("M 16 36\"", "M 16", 0.01);
        check("Sgr A* 10\u{2032}", "Sgr A*", 1.0 / 6.0);
        check("PSR B1919+21 1", "PSR B1919+21", 1.0);
    }

    #[test]
    fn the_number_of_a_catalogue_is_no_radius() {
        for name in [
            "M16",
            "M 16",
            "NGC 6611",
            "NGC 1",
            "3C 273",
            "3C 48",
            "HD 209458",
            "4C 05.34",
            "GJ 876 d",
            "47 Tuc",
            "30 Dor",
            "51 Peg b",
            "2MASS J18184813-1348257",
            "1E 0657-558",
            "1RXS J185635.1-375433",
            "[BSA2010] 1000",
            "* alf Ori",
            "Kepler-16 b",
            "WR 102.5",
        ] {
            check(name, name, USUAL_RADIUS.0);
        }
        check("\u{3b3} Cas", "gamma Cas", USUAL_RADIUS.0);
    }

    #[test]
    fn what_may_be_a_number_or_a_radius_is_read_both_ways() {
        let named = Named::parse("Crab 1").unwrap();
        assert_eq!(named.names().collect::<Vec<_>>(), ["Crab 1", "Crab"]);
        let at = |asked: &str| Resolved {
            asked: asked.to_owned(),
            object: "M 1".to_owned(),
            position: Position::new(83.6287, 22.0147).unwrap(),
            source: "SIMBAD".to_owned(),
        };
        let radius = |asked| named.cone(&at(asked)).map(|cone| cone.radius);
        assert_eq!(radius("Crab"), Some(Degrees(1.0)));
        assert_eq!(radius("Crab 1"), Some(USUAL_RADIUS));
        assert_eq!(radius("M 1"), None, "another object's position");
    }

    #[test]
    fn coordinates_are_no_names_and_nor_are_they_while_they_are_typed() {
        let whole = "18h18m45s -13d47m31s 0.5deg";
        for end in 1..=whole.len() {
            assert_eq!(read(&whole[..end]), None, "{}", &whole[..end]);
        }
        for text in [
            "",
            "  ",
            "274.6880, -13.7920 1",
            "18:18:45.1 -13:47:31 30'",
            "1e2 -1e+1 3 arcmin",
            "10 20 36\"",
            "+10",
            "CIRCLE 10 20 1",
            "polygon 1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_resolved_object_is_told_with_its_position_and_who_knew_it() {
        let resolved = Resolved {
            asked: "M16".to_owned(),
            object: "M 16".to_owned(),
            position: Position::new(274.7, -13.806_667).unwrap(),
            source: "SIMBAD".to_owned(),
        };
        assert_eq!(resolved.to_string(), "M 16: 18 18 48.0 -13 48 24 (SIMBAD)");
    }
}
