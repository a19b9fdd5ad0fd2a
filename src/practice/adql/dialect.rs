//! What services leave out of ADQL: dialects as real services speak them, decided on the query as it was understood.

use super::AdqlError;

/// How much of ADQL a service understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::practice) enum Dialect {
    /// All of it.
    #[default]
    Whole,
    /// `CONTAINS(...) = 1` in this order only, as ESO's service.
    ContainsFirst,
    /// No polygons.
    NoPolygon,
    /// Regions in columns are texts, which geometry functions refuse (vollt where a column is declared so).
    NoRegion,
    /// The same, and no DISTANCE.
    NoDistance,
    /// No OR, one CONTAINS at most, POINT nowhere else, and columns by their names only, as hats-tap.
    NoOr,
    /// No geometry at all.
    NoGeometry,
    /// No geometry, and no OR.
    Plain,
}

/// Something that a query does, and that not every service understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Use {
    /// `*` in place of columns.
    Star,
    /// OR.
    Or,
    /// A function, with whether it stands inside CONTAINS and the columns that it is given.
    Function {
        name: &'static str,
        in_contains: bool,
        columns: Vec<String>,
    },
    /// `1 = CONTAINS(...)`.
    TruthOnTheRight,
}

/// The functions of ADQL 2.1, section 4, that queries for datasets have use for.
const GEOMETRY: [&str; 7] = [
    "point",
    "circle",
    "polygon",
    "box",
    "contains",
    "intersects",
    "distance",
];

impl Dialect {
    /// What is wrong with a query that does all this.
    pub(super) fn refuses(self, uses: &[Use]) -> Option<AdqlError> {
        let n_contains = uses.iter().filter(|it| calls(it, &["contains"])).count();
        if self == Self::NoOr && n_contains > 1 {
            return Some(refusal("Multiple CONTAINS clauses are not supported"));
        }
        uses.iter().find_map(|it| self.refuses_one(it))
    }

    fn refuses_one(self, it: &Use) -> Option<AdqlError> {
        let has_no_region = matches!(self, Self::NoRegion | Self::NoDistance);
        let words = match (self, it) {
            (Self::ContainsFirst, Use::TruthOnTheRight) => {
                "Encountered \"1\". Was expecting one of: \"NOT\", \"EXISTS\", \"CONTAINS\""
            }
            (Self::NoPolygon, it) if calls(it, &["polygon"]) => "POLYGON is not supported",
            (_, Use::Function { columns, .. }) if has_no_region && has_region(columns) => {
                "Type mismatch! A geometry was expected instead of \"s_region\""
            }
            (Self::NoDistance, it) if calls(it, &["distance"]) => "unknown function DISTANCE",
            (Self::NoOr | Self::Plain, Use::Or) => "OR is not supported",
            (Self::NoOr, Use::Star) => "SELECT * is not supported, name the columns",
            (
                Self::NoOr,
                Use::Function {
                    in_contains: false,
                    name,
                    ..
                },
            ) if *name == "point" => "Cannot translate uses of POINT outside of CONTAINS",
            (Self::NoGeometry | Self::Plain, it) if calls(it, &GEOMETRY) => {
                "this service has no geometry functions"
            }
            _ => return None,
        };
        Some(refusal(words))
    }
}

fn refusal(words: &str) -> AdqlError {
    AdqlError::Dialect(words.to_owned())
}

fn calls(it: &Use, names: &[&str]) -> bool {
    matches!(it, Use::Function { name, .. } if names.contains(name))
}

fn has_region(columns: &[String]) -> bool {
    columns
        .iter()
        .any(|column| column.eq_ignore_ascii_case("s_region"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::{
        adql::translate,
        schema::{Column, Table, Type},
    };

    /// What a service of this dialect says to a query for a table of datasets; nothing where it takes it.
    fn refusal(dialect: Dialect, conditions: &str) -> String {
        let columns = vec![
            Column::bare("s_ra", Type::Double),
            Column::bare("s_dec", Type::Double),
            Column::bare("s_region", Type::Region),
        ];
        let table = Table::new("ivoa", "obscore", "", columns);
        let query = format!("SELECT s_ra FROM ivoa.obscore WHERE {conditions}");
        match translate(&query, &[table], dialect) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_dialect_refuses_what_it_is_named_for_and_nothing_else() {
        let contains = "CONTAINS(POINT('ICRS', s_ra, s_dec), CIRCLE('ICRS', 1, 2, 3)) = 1";
        let reverse = "1 = CONTAINS(POINT('ICRS', s_ra, s_dec), CIRCLE('ICRS', 1, 2, 3))";
        let region = "INTERSECTS(s_region, CIRCLE('ICRS', 1, 2, 3)) = 1";
        let distance = "DISTANCE(POINT('ICRS', s_ra, s_dec), POINT('ICRS', 1, 2)) < 3";
        let polygon = "CONTAINS(POINT('ICRS', s_ra, s_dec), POLYGON('ICRS', 1, 2, 3, 4, 5, 2)) = 1";
        // The word in quotes is a text, and no OR.
        let or = "(s_ra < 1 OR s_ra > 2)";
        let plain = "s_ra NOT BETWEEN 1 AND 2 AND 'OR CONTAINS(' <> 'x'";
        let twice = &format!("{contains} AND {contains}");
        let all = [
            contains, reverse, region, distance, polygon, or, plain, twice,
        ];
        for (dialect, refused) in [
            (Dialect::Whole, &[][..]),
            (Dialect::ContainsFirst, &[reverse]),
            (Dialect::NoPolygon, &[polygon]),
            (Dialect::NoRegion, &[region]),
            (Dialect::NoDistance, &[region, distance]),
            (Dialect::NoOr, &[distance, or, twice]),
            (
                Dialect::NoGeometry,
                &[contains, reverse, region, distance, polygon, twice],
            ),
            (
                Dialect::Plain,
                &[contains, reverse, region, distance, polygon, or, twice],
            ),
        ] {
            for conditions in all {
                let words = refusal(dialect, conditions);
                let is_refused = !words.is_empty();
                let expected = refused.contains(&conditions);
                assert_eq!(is_refused, expected, "{dialect:?}: {conditions}: {words}");
            }
        }
    }
}
