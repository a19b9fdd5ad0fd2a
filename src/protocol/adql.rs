//! ADQL literals and conditions, safely quoted.

use super::{request::decimal, sky::Part};
use crate::domain::{angle::Position, region::Cone};

/// A string literal; quotes in it are doubled (ADQL 2.0 §2.1.4).
pub fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// A list of string literals, for `IN`.
pub fn texts(values: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| text(value.as_ref())).collect();
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
/// The columns may hold its ends in either order, and where only one end is there, it must lie in the interval itself:
/// as rows are judged here. The result is one condition, or none where both numbers are infinite.
pub fn overlaps(columns: (&str, &str), lo: f64, hi: f64, nulls: Nulls) -> Vec<String> {
    let (start, end) = columns;
    let either = |compare: &str, limit: f64| {
        let limit = number(limit);
        format!("({start} {compare} {limit} OR {end} {compare} {limit})")
    };
    let mut meets = Vec::new();
    if hi.is_finite() {
        meets.push(either("<=", hi));
    }
    if lo.is_finite() {
        meets.push(either(">=", lo));
    }
    let Nulls::Keep { possible } = nulls else {
        return meets;
    };
    if meets.is_empty() {
        return meets;
    }
    let mut conditions = vec![format!("({})", all(&meets))];
    let (least, most) = (number(possible.0), number(possible.1));
    for column in [start, end] {
        conditions.push(format!("{column} IS NULL"));
        conditions.push(format!("{column} NOT BETWEEN {least} AND {most}"));
    }
    vec![any(&conditions)]
}

/// The same without OR, for intervals whose ends are both there and in order.
pub fn in_order_overlaps(columns: (&str, &str), lo: f64, hi: f64) -> Vec<String> {
    let (start, end) = columns;
    let mut conditions = Vec::new();
    if hi.is_finite() {
        conditions.push(format!("{start} <= {}", number(hi)));
    }
    if lo.is_finite() {
        conditions.push(format!("{end} >= {}", number(lo)));
    }
    conditions
}

/// What becomes of rows that lack the value to decide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Nulls {
    /// They do not match.
    Drop,
    /// They are kept, and so are those with a value that is none.
    Keep {
        /// The least and the largest value that means something.
        possible: (f64, f64),
    },
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
        let time = ("t_min", "t_max");
        let infinite = f64::INFINITY;
        assert_eq!(
            overlaps(time, 1.0, infinite, Nulls::Drop),
            ["(t_min >= 1 OR t_max >= 1)"]
        );
        assert_eq!(in_order_overlaps(time, 1.0, infinite), ["t_max >= 1"]);
        assert!(overlaps(time, -infinite, infinite, KEEP).is_empty());
    }

    const KEEP: Nulls = Nulls::Keep {
        possible: (1.0, 1e9),
    };

    #[test]
    fn what_is_missing_or_means_nothing_is_kept_where_it_shall_be() {
        assert_eq!(
            overlaps(("t_min", "t_max"), 2.0, 3.0, KEEP),
            [
                "(((t_min <= 3 OR t_max <= 3) AND (t_min >= 2 OR t_max >= 2)) \
              OR t_min IS NULL OR t_min NOT BETWEEN 1 AND 1000000000 \
              OR t_max IS NULL OR t_max NOT BETWEEN 1 AND 1000000000)"
            ]
        );
    }
}
