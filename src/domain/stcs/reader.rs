//! Reads STC-S: shapes with their metadata, and what is made of them.

use super::{
    Footprint, MOST_NUMBERS,
    frames::Frame,
    shapes::{self, Kind},
    tokens::{Token, Tokens},
    too_large, wanted,
};
use crate::domain::{error::ParseError, region::Region, typed::number};
use std::iter::Peekable;

/// How deep unions and the like may lie in each other.
const DEEPEST: u32 = 16;

/// What is made of several shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Union,
    Intersection,
    Difference,
    Not,
}

impl Operator {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "UNION" => Self::Union,
            "INTERSECTION" => Self::Intersection,
            "DIFFERENCE" => Self::Difference,
            "NOT" => Self::Not,
            _ => return None,
        })
    }
}

/// Reads shape after shape.
pub(super) struct Reader<'a> {
    tokens: Peekable<Tokens<'a>>,
    numbers: Vec<f64>,
    /// How many numbers the shapes had so far.
    n_numbers: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            tokens: Tokens::new(text).peekable(),
            numbers: Vec::new(),
            n_numbers: 0,
        }
    }

    /// Reads all of the text.
    pub(super) fn read(mut self) -> Result<Footprint, ParseError> {
        let shapes = self.shapes(Frame::Icrs, 0)?;
        combined(Operator::Union, shapes)
    }

    /// Reads shapes up to the parenthesis that closes their group, or to the end. On the outermost level a parenthesis
    /// that closes nothing means nothing.
    fn shapes(&mut self, frame: Frame, depth: u32) -> Result<Vec<Footprint>, ParseError> {
        if depth > DEEPEST {
            return Err(too_deep());
        }
        let mut shapes = Vec::new();
        while let Some(token) = self.tokens.next() {
            match token {
                Token::Word(word) => shapes.push(self.shape(word, frame, depth)?),
                Token::Open => shapes.extend(self.shapes(frame, depth + 1)?),
                Token::Close if depth > 0 => break,
                Token::Close => {}
            }
        }
        Ok(shapes)
    }

    /// Reads what begins with `word`.
    fn shape(&mut self, word: &str, frame: Frame, depth: u32) -> Result<Footprint, ParseError> {
        let name = word.to_ascii_uppercase();
        if name == "REGION" && self.next_if(Token::Open) {
            // ADQL 2.0's function around a text in STC-S
            return combined(Operator::Union, self.shapes(frame, depth + 1)?);
        }
        if let Some(operator) = Operator::from_name(&name) {
            return self.operation(operator, frame, depth);
        }
        let Some(kind) = Kind::from_name(&name) else {
            return Err(ParseError::not_understood(word, wanted()));
        };
        let mut n_open = 0;
        let frame = self.metadata(&mut n_open)?.unwrap_or(frame);
        self.numbers.clear();
        while let Some(number) = self
            .word(&mut n_open)?
            .and_then(|word| coordinate(kind, word))
        {
            if self.n_numbers == MOST_NUMBERS {
                return Err(too_large());
            }
            self.n_numbers += 1;
            self.numbers.push(number);
            self.tokens.next();
        }
        self.unit(&mut n_open)?;
        while n_open > 0 && self.next_if(Token::Close) {
            n_open -= 1;
        }
        Ok(Footprint {
            region: shapes::shape(kind, frame, &self.numbers)?,
            is_exact: kind != Kind::Ellipse,
        })
    }

    /// Reads the shapes of an operator. Some leave out the parentheses around them.
    fn operation(
        &mut self,
        operator: Operator,
        frame: Frame,
        depth: u32,
    ) -> Result<Footprint, ParseError> {
        let mut n_open = 0;
        let frame = self.metadata(&mut n_open)?.unwrap_or(frame);
        if n_open > 0 || self.next_if(Token::Open) {
            return combined(operator, self.shapes(frame, depth + 1)?);
        }
        if depth >= DEEPEST {
            return Err(too_deep());
        }
        let mut shapes = Vec::new();
        while let Some(Token::Word(word)) = self.tokens.peek().copied() {
            self.tokens.next();
            shapes.push(self.shape(word, frame, depth + 1)?);
            if operator == Operator::Not {
                break;
            }
        }
        combined(operator, shapes)
    }

    fn next_if(&mut self, token: Token<'a>) -> bool {
        self.tokens.next_if_eq(&token).is_some()
    }

    /// The next word of a shape. Parentheses may stand around its numbers, and around each pair of them; one that opens
    /// before another shape is none of this one's.
    fn word(&mut self, n_open: &mut u32) -> Result<Option<&'a str>, ParseError> {
        while let Some(token) = self.tokens.peek().copied() {
            match token {
                Token::Word(word) => return Ok(Some(word)),
                Token::Close if *n_open > 0 => *n_open -= 1,
                Token::Open if self.begins_shape() => break,
                Token::Open if *n_open == DEEPEST => return Err(too_deep()),
                Token::Open => *n_open += 1,
                Token::Close => break,
            }
            self.tokens.next();
        }
        Ok(None)
    }

    /// Whether a shape begins behind the parentheses that open here.
    fn begins_shape(&self) -> bool {
        let mut tokens = self.tokens.clone();
        let behind = tokens.find(|token| *token != Token::Open);
        behind
            .and_then(Token::word)
            .is_some_and(|word| is_shape(&word.to_ascii_uppercase()))
    }

    /// Reads frame, reference position, flavour and fill factor, and gives the frame if one is named.
    fn metadata(&mut self, n_open: &mut u32) -> Result<Option<Frame>, ParseError> {
        let mut frame = None;
        while let Some(word) = self.word(n_open)? {
            if word.starts_with(|sign: char| sign.is_ascii_digit() || "+-.".contains(sign)) {
                break;
            }
            let name = word.to_ascii_uppercase();
            if is_shape(&name) {
                break;
            }
            if let Some(named) = Frame::from_name(&name) {
                frame = frame.or(Some(named)); // "FK5 J2000" names it twice, "ICRS UNKNOWN.." only once
            } else if name == "FILLFACTOR" || name == "EPOCH" {
                self.tokens.next(); // its value is the next word
            } else if name == "UNIT" {
                self.unit(n_open)?;
                continue;
            } else if !is_reference_or_flavour(&name) {
                break;
            }
            self.tokens.next();
        }
        Ok(frame)
    }

    /// Reads `unit deg`; no other unit is understood.
    fn unit(&mut self, n_open: &mut u32) -> Result<(), ParseError> {
        let is = |found: Option<&str>, word: &str| {
            found.is_some_and(|found| found.eq_ignore_ascii_case(word))
        };
        if !is(self.word(n_open)?, "unit") {
            return Ok(());
        }
        self.tokens.next();
        let mut any = false;
        while is(self.word(n_open)?, "deg") {
            self.tokens.next();
            any = true;
        }
        if any {
            return Ok(());
        }
        let found = self.word(n_open)?.unwrap_or("unit");
        let wanted = "the only unit of footprints is deg";
        Err(ParseError::not_understood(found, wanted))
    }
}

fn too_deep() -> ParseError {
    ParseError::Impossible(format!("shapes lie in each other more than {DEEPEST} deep"))
}

/// A number of a shape; those of a range may be infinite.
fn coordinate(kind: Kind, word: &str) -> Option<f64> {
    let unsigned = word.trim_start_matches(['+', '-']);
    if kind == Kind::Range && unsigned.eq_ignore_ascii_case("inf") {
        return word.parse().ok();
    }
    number(word)
}

fn is_shape(name: &str) -> bool {
    Kind::from_name(name).is_some() || Operator::from_name(name).is_some()
}

/// Reference positions and flavours of STC-S 1.33 and TAP 1.0, in upper case.
fn is_reference_or_flavour(name: &str) -> bool {
    const NAMES: [&str; 19] = [
        "GEOCENTER",
        "BARYCENTER",
        "HELIOCENTER",
        "TOPOCENTER",
        "GALACTIC_CENTER",
        "EMBARYCENTER",
        "RELOCATABLE",
        "UNKNOWNREFPOS",
        "LSR",
        "LSRK",
        "LSRD",
        "LOCAL_GROUP_CENTER",
        "MOON",
        "SPHERICAL",
        "SPHERICAL2",
        "SPHER2",
        "CARTESIAN2",
        "CART2",
        "CARTESIAN",
    ];
    NAMES.contains(&name)
}

/// What an operator makes of shapes; where that cannot be said exactly, something that holds all of it.
fn combined(operator: Operator, mut shapes: Vec<Footprint>) -> Result<Footprint, ParseError> {
    let is_exact = shapes.iter().all(|shape| shape.is_exact);
    let first = match (shapes.len(), operator) {
        (0, _) => return Err(ParseError::not_understood("no shape", wanted())),
        (1, Operator::Union | Operator::Intersection | Operator::Difference) => shapes.pop(),
        (_, Operator::Union) => {
            let regions = shapes.into_iter().flat_map(|shape| match shape.region {
                Region::Union(parts) => parts,
                region => vec![region],
            });
            return Ok(Footprint {
                region: Region::Union(regions.collect()),
                is_exact,
            });
        }
        (_, Operator::Intersection) => {
            let area = |shape: &Footprint| shape.region.area_sr();
            let smaller = |one: &Footprint, other: &Footprint| area(one).total_cmp(&area(other));
            let smallest = shapes.into_iter().min_by(smaller);
            smallest.map(|shape| Footprint {
                is_exact: false,
                ..shape
            })
        }
        (_, Operator::Difference) => shapes.into_iter().next().map(|shape| Footprint {
            is_exact: false,
            ..shape
        }),
        (n_shapes, Operator::Not) => {
            let complement = shapes
                .pop()
                .filter(|_| n_shapes == 1 && is_exact)
                .and_then(|shape| shape.region.complement());
            Some(Footprint {
                is_exact: complement.is_some(),
                region: complement.unwrap_or_else(Region::whole_sky),
            })
        }
    };
    first.ok_or_else(|| ParseError::not_understood("no shape", wanted()))
}
