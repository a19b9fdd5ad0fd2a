//! What people type for a place on the sky.

use super::{Cone, Part, Region};
use crate::domain::{
    angle::Position,
    error::ParseError,
    places::Places,
    stcs::parse_footprint,
    typed::{number, plain},
};

const WANTED: &str = "give RA, Dec and radius, such as 274.6880, -13.7920 1 or 18:18:45.1 -13:47:31 30', an object, such as M16 0.5, or a \
     polygon, such as POLYGON 10 20 11 20 11 21";

/// Words with which a shape in STC-S or DALI begins.
const SHAPES: [&str; 9] = [
    "POLYGON", "CIRCLE", "BOX", "POSITION", "POINT", "RANGE", "UNION", "ALLSKY", "ELLIPSE",
];

/// The largest values of right ascension and declination, and their names, units and ranges for a sentence.
struct Coordinate {
    name: &'static str,
    range: &'static str,
    /// Whether values with colons are hours.
    hours: bool,
}

const RA: Coordinate = Coordinate {
    name: "right ascension",
    range: "0 to 360 degrees (0 to 24 hours)",
    hours: true,
};
const DEC: Coordinate = Coordinate {
    name: "declination",
    range: "-90 to 90 degrees",
    hours: false,
};

/// What is wrong, and how much of the text was left then: of two ways to read, the one that came further tells.
type Attempt<T> = Result<T, (usize, ParseError)>;

impl Region {
    /// Reads a cone, a polygon or [many cones](Places) as people type it: the whole text, or an error that says what would be right.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let text = plain(text);
        let Some(first) = text.chars().next() else {
            return Err(ParseError::Empty {
                wanted: WANTED.to_owned(),
            });
        };
        if is_shape(&text) {
            return shape(&text);
        }
        if let Some(places) = Places::parse(&text) {
            return places.map(|places| places.region());
        }
        if first.is_alphabetic() {
            return Err(ParseError::not_understood(&text, WANTED));
        }
        if let Some(spaced) = with_colons(&text) {
            return cone(&spaced, false).map_err(|(_, error)| error);
        }
        // "10d 20d 30'" is a declination of 20 degrees and a radius of 30', while in "18h 18m 45s" the blanks part
        // what belongs together: the first is tried first.
        cone(&text, false).or_else(|strict| {
            let loose = cone(&text, true);
            loose.map_err(|loose| {
                if loose.0 < strict.0 {
                    loose.1
                } else {
                    strict.1
                }
            })
        })
    }
}

/// Whether a text begins with the word of a shape.
pub(in crate::domain) fn is_shape(text: &str) -> bool {
    let end = text.find(|sign: char| !sign.is_alphabetic());
    let word = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
    SHAPES.contains(&word.to_ascii_uppercase().as_str())
}

fn shape(text: &str) -> Result<Region, ParseError> {
    let region = parse_footprint(text)?;
    match region {
        Region::Polygon(polygon) if polygon.vertices().len() < 3 => Err(
            ParseError::not_understood(text, "a polygon has at least three different vertices"),
        ),
        Region::Polygon(polygon) if polygon.part() == Part::Larger => {
            Err(ParseError::not_understood(
                text,
                "a polygon that can be asked for is smaller than half of the sky",
            ))
        }
        Region::Cone(_) | Region::Polygon(_) => Ok(region),
        Region::Range(_) | Region::Moc(_) | Region::Union(_) => Err(ParseError::not_understood(
            text,
            "one cone or one polygon can be asked for, such as CIRCLE 10 20 1 or POLYGON 10 20 11 20 11 21",
        )),
    }
}

/// The text with colons where it is `18 18 45.1 -13 47 31 30'`: six bare numbers, and no more or a radius.
fn with_colons(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let (head, radius) = words.split_at_checked(6)?;
    let [hour, ra_minute, ra_second, degree, minute, second] = head else {
        return None;
    };
    let whole = |word: &&&str| {
        word.trim_start_matches(['+', '-'])
            .bytes()
            .all(|sign| sign.is_ascii_digit())
    };
    let parts = [hour, ra_minute, degree, minute].iter().all(whole);
    let numbers = head.iter().all(|word| number(word).is_some());
    let is_radius =
        |word: &&str| word.starts_with(|sign: char| sign.is_ascii_digit() || sign == '.');
    let good_end = radius.first().is_none_or(is_radius);
    (parts && numbers && good_end).then(|| {
        let radius = radius.join(" ");
        format!("{hour}:{ra_minute}:{ra_second} {degree}:{minute}:{second} {radius}")
    })
}

/// Reads right ascension, declination and radius; `loose` allows blanks between degrees, minutes and seconds.
fn cone(text: &str, loose: bool) -> Attempt<Region> {
    let mut cursor = Cursor { rest: text, loose };
    let ra = cursor.coordinate(&RA)?;
    cursor.separator();
    if cursor.rest.is_empty() {
        return cursor.wrong(ParseError::Impossible(format!(
            "a declination and a radius are missing; {WANTED}"
        )));
    }
    let dec = cursor.coordinate(&DEC)?;
    cursor.separator();
    if cursor.rest.is_empty() {
        return cursor.wrong(ParseError::Impossible(
            "a radius is missing; add it after the position, such as 1 (in degrees), 30' or 10\""
                .to_owned(),
        ));
    }
    let radius = cursor.radius()?;
    cursor.separator();
    if !cursor.rest.is_empty() {
        return cursor.wrong(ParseError::not_understood(cursor.rest, WANTED));
    }
    let region = Position::new(ra, dec)
        .and_then(|centre| Cone::new(centre, radius))
        .map(Region::Cone);
    match region {
        Some(region) => Ok(region),
        None => cursor.wrong(ParseError::Impossible(format!(
            "a radius of {radius} degrees lies outside 0 to 180 degrees"
        ))),
    }
}

/// What is still to be read.
struct Cursor<'a> {
    rest: &'a str,
    loose: bool,
}

impl Cursor<'_> {
    fn wrong<T>(&self, error: ParseError) -> Attempt<T> {
        Err((self.rest.len(), error))
    }

    fn not_understood<T>(&self) -> Attempt<T> {
        self.wrong(ParseError::not_understood(self.rest, WANTED))
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn separator(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', ',', ';']);
    }

    /// Reads digits with a point and an exponent where there are any, but no sign.
    fn number(&mut self) -> Option<f64> {
        let (digits, value) = leading_number(self.rest)?;
        self.skip(digits);
        Some(value)
    }

    /// Reads one of the words if it comes next.
    fn word(&mut self, words: &[&str]) -> bool {
        let letters = self.rest.find(|sign: char| !sign.is_alphabetic());
        let letters = self
            .rest
            .get(..letters.unwrap_or(self.rest.len()))
            .unwrap_or_default();
        let sign = self.rest.get(..1).unwrap_or_default();
        let next = if letters.is_empty() { sign } else { letters };
        // in 18h18m45s a letter ends the number before it, and the next number begins at once
        let found = !next.is_empty() && words.iter().any(|word| next.eq_ignore_ascii_case(word));
        if found {
            self.skip(next.len());
        }
        found
    }

    /// Reads a minute or a second: a number below 60 with its mark.
    fn part(&mut self, marks: &[&str]) -> Attempt<Option<f64>> {
        let before = self.rest;
        if self.loose {
            self.separator();
        }
        if let Some(value) = self.number() {
            if self.loose {
                self.rest = self.rest.trim_start();
            }
            if self.word(marks) {
                return self.sixtieth(value).map(Some);
            }
        }
        self.rest = before;
        Ok(None)
    }

    fn sixtieth<T: PartialOrd<f64> + std::fmt::Display>(&self, value: T) -> Attempt<T> {
        if value < 60.0 {
            return Ok(value);
        }
        self.wrong(ParseError::Impossible(format!(
            "minutes and seconds are less than 60, and not {value}"
        )))
    }

    /// Reads the minutes and seconds after `whole` hours or degrees, parted by colons.
    fn colons(&mut self, whole: f64) -> Attempt<f64> {
        let mut value = whole;
        for size in [60.0, 3600.0] {
            if !self.rest.starts_with(':') {
                break;
            }
            self.skip(1);
            let Some(part) = self.number() else {
                return self.not_understood();
            };
            value += self.sixtieth(part)? / size;
        }
        Ok(value)
    }

    /// Reads the mark for hours or degrees after `whole`, if there is one, with minutes and seconds, and says whether
    /// they are hours.
    fn marks(&mut self, whole: f64, coordinate: &Coordinate) -> Attempt<(f64, bool)> {
        let before = self.rest;
        if self.loose {
            self.rest = self.rest.trim_start();
        }
        let hours = coordinate.hours && self.word(&["h", "hour", "hours"]);
        if !hours && !self.word(&["d", "deg", "degree", "degrees"]) {
            self.rest = before;
            return Ok((whole, false));
        }
        let mut value = whole;
        if let Some(minute) = self.part(&["m", "min", "'"])? {
            value += minute / 60.0;
            value += self.part(&["s", "sec", "\""])?.unwrap_or(0.0) / 3600.0;
        }
        Ok((value, hours))
    }

    /// Reads a right ascension or a declination, in degrees.
    fn coordinate(&mut self, coordinate: &Coordinate) -> Attempt<f64> {
        let typed = self.rest;
        let sign = if self.rest.starts_with('-') {
            -1.0
        } else {
            1.0
        };
        if self.rest.starts_with(['-', '+']) {
            self.skip(1);
        }
        let Some(whole) = self.number() else {
            self.rest = typed;
            return self.not_understood();
        };
        let (mut value, hours) = if self.rest.starts_with(':') {
            (self.colons(whole)?, coordinate.hours)
        } else {
            self.marks(whole, coordinate)?
        };
        value *= if hours { 15.0 * sign } else { sign };
        let inside = if coordinate.hours {
            (0.0..=360.0).contains(&value) && sign > 0.0
        } else {
            (-90.0..=90.0).contains(&value)
        };
        let here = self.rest.starts_with([' ', ',', ';', '-', '+']) || self.rest.is_empty();
        if !inside {
            let read = typed.get(..typed.len() - self.rest.len()).unwrap_or(typed);
            return self.wrong(ParseError::Impossible(format!(
                "a {} of {read} lies outside {}",
                coordinate.name, coordinate.range
            )));
        }
        if here {
            Ok(value)
        } else {
            self.not_understood()
        }
    }

    /// Reads a radius with or without a unit, in degrees.
    fn radius(&mut self) -> Attempt<f64> {
        let typed = self.rest;
        if self.rest.starts_with('-') {
            return self.wrong(ParseError::Impossible(format!(
                "a radius of {typed} lies outside 0 to 180 degrees"
            )));
        }
        if self.rest.starts_with('+') {
            self.skip(1);
        }
        let Some(value) = self.number() else {
            return self.not_understood();
        };
        let before_unit = self.rest;
        self.rest = self.rest.trim_start();
        let units: [(&[&str], f64); 3] = [
            (&["deg", "degree", "degrees", "d"], 1.0),
            (
                &["arcmin", "arcmins", "arcminute", "arcminutes", "amin", "'"],
                1.0 / 60.0,
            ),
            (
                &["arcsec", "arcsecs", "arcsecond", "arcseconds", "asec", "\""],
                1.0 / 3600.0,
            ),
        ];
        for (names, size) in units {
            if self.word(names) {
                return Ok(value * size);
            }
        }
        self.rest = before_unit;
        Ok(value)
    }
}

/// The radius that a whole text is, in degrees, 0 to 180; `None` where it is none.
pub(in crate::domain) fn radius_of(text: &str) -> Option<f64> {
    let mut cursor = Cursor {
        rest: text.trim(),
        loose: false,
    };
    let radius = cursor.radius().ok()?;
    (cursor.rest.is_empty() && (0.0..=180.0).contains(&radius)).then_some(radius)
}

/// The number at the start of `text` and how many bytes it takes.
fn leading_number(text: &str) -> Option<(usize, f64)> {
    let digits = |from: usize| {
        let tail = text.get(from..).unwrap_or_default();
        let end = tail.find(|sign: char| !sign.is_ascii_digit());
        from + end.unwrap_or(tail.len())
    };
    let starts =
        |from: usize, signs: &[char]| text.get(from..).is_some_and(|tail| tail.starts_with(signs));
    let mut end = digits(0);
    if starts(end, &['.']) {
        end = digits(end + 1);
    }
    if starts(end, &['e', 'E']) {
        let after_sign = end + 1 + usize::from(starts(end + 1, &['+', '-']));
        if digits(after_sign) > after_sign {
            end = digits(after_sign);
        }
    }
    let value = number(text.get(..end)?)?;
    Some((end, value))
}

#[cfg(test)]
mod tests;
