//! ADQL literals and conditions, safely quoted.

use super::{request::decimal, sky::Part};
use crate::domain::{angle::Position, region::Cone};

/// A string literal; quotes in it are doubled (ADQL 2.0 §2.1.4).
pub fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// A list of string literals, for `IN`.
pub fn texts(values: &[&str]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| text(value)).collect();
    format!("({})", quoted.join(", "))
}

/// A number, in plain decimals.
pub fn number(value: f64) -> String {
    decimal(value)
}

/// The conditions, all of which must hold; empty when there are none.
pub fn all(conditions: &[String]) -> String {
    conditions.join(" AND ")
}

/// One condition of which one part must hold, in parentheses where it has several parts.
pub fn any(conditions: &[String]) -> String {
    match conditions {
        [one] => one.clone(),
        several => format!("({})", several.join(" OR ")),
    }
}

/// The point of two columns. The frame is named because ADQL 2.0 wants it; ADQL 2.1 takes it.
pub fn point_of(ra: &str, dec: &str) -> String {
    format!("POINT('ICRS', {ra}, {dec})")
}

/// A position as a point.
pub fn point(cone: &Cone) -> String {
    point_of(&number(cone.centre.ra.0), &number(cone.centre.dec.0))
}

/// A cone as a circle.
pub fn circle(cone: &Cone) -> String {
    format!(
        "CIRCLE('ICRS', {}, {}, {})",
        number(cone.centre.ra.0),
        number(cone.centre.dec.0),
        number(cone.radius.0)
    )
}

/// A polygon, its vertices in the order in which they stand.
pub fn polygon(vertices: &[Position]) -> String {
    let vertices: Vec<String> = vertices
        .iter()
        .map(|vertex| format!("{}, {}", number(vertex.ra.0), number(vertex.dec.0)))
        .collect();
    format!("POLYGON('ICRS', {})", vertices.join(", "))
}

/// A piece of a region.
pub fn shape(part: &Part) -> String {
    match part {
        Part::Cone(cone) => circle(cone),
        Part::Polygon(vertices) => polygon(vertices),
    }
}

/// That an interval given by two columns meets one given by two numbers, of which each may be infinite.
///
/// With `nulls`, a missing end decides nothing: the row is kept unless the other end contradicts.
pub fn overlaps(columns: (&str, &str), lo: f64, hi: f64, nulls: Nulls) -> Vec<String> {
    let (start, end) = columns;
    let mut conditions = Vec::new();
    let mut push = |column: &str, condition: String| match nulls {
        Nulls::Drop => conditions.push(condition),
        Nulls::Keep => conditions.push(format!("({condition} OR {column} IS NULL)")),
    };
    if hi.is_finite() {
        push(start, format!("{start} <= {}", number(hi)));
    }
    if lo.is_finite() {
        push(end, format!("{end} >= {}", number(lo)));
    }
    conditions
}

/// What becomes of rows that lack the value to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// They do not match.
    Drop,
    /// They are kept.
    Keep,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_in_a_literal_are_doubled() {
        assert_eq!(text("it's"), "'it''s'");
        assert_eq!(texts(&["image", "cu'be"]), "('image', 'cu''be')");
    }

    #[test]
    fn an_open_side_gives_no_condition() {
        assert_eq!(
            overlaps(("t_min", "t_max"), 1.0, f64::INFINITY, Nulls::Drop),
            ["t_max >= 1"]
        );
        assert_eq!(
            overlaps(("em_min", "em_max"), 1e-9, 2e-9, Nulls::Keep),
            [
                "(em_min <= 0.000000002 OR em_min IS NULL)",
                "(em_max >= 0.000000001 OR em_max IS NULL)"
            ]
        );
    }
}
