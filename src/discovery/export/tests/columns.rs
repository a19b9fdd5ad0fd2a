//! The columns of the datasets as ObsCore has them.

use super::*;
use crate::votable::{Datatype, Field};

/// Tables 5 to 7 of ObsCore 1.1: the columns that every service has, and of the optional ones those that we have.
const STANDARD: &str = include_str!("../../../../tests/data/obscore_columns.csv");

/// What a VOTable says for a type of ADQL (TAP 1.0, section 2.5).
fn type_of(adql: &str) -> (Datatype, Option<&'static str>) {
    match adql {
        "adql:VARCHAR" | "adql:CLOB" => (Datatype::Char, None),
        "adql:REGION" => (Datatype::Char, Some("adql:REGION")),
        // DALI 1.1, section 3.3.3, in place of TAP 1.0's adql:TIMESTAMP.
        "adql:TIMESTAMP" => (Datatype::Char, Some("timestamp")),
        "adql:INTEGER" => (Datatype::Int, None),
        "adql:BIGINT" => (Datatype::Long, None),
        "adql:DOUBLE" => (Datatype::Double, None),
        other => panic!("{other}"),
    }
}

#[test]
fn types_units_ucds_and_utypes_are_those_of_the_standard() {
    let fields = datasets::dataset_fields();
    let mut lines = csv::Reader::from_reader(STANDARD.as_bytes());
    let mut n_lines = 0;
    for line in lines.records() {
        let line = line.unwrap();
        let [name, datatype, unit, utype, ucd] = [0, 1, 2, 3, 4].map(|at| &line[at]);
        let field: &Field = fields.iter().find(|field| field.name == name).unwrap();
        let (datatype, xtype) = type_of(datatype);
        assert_eq!(field.datatype, datatype, "{name}");
        assert_eq!(field.xtype.as_deref(), xtype, "{name}");
        assert_eq!(field.unit.as_deref().unwrap_or_default(), unit, "{name}");
        assert_eq!(field.ucd.as_deref(), Some(ucd), "{name}");
        let utype = format!("obscore:{utype}");
        assert_eq!(field.utype.as_deref(), Some(utype.as_str()), "{name}");
        assert!(field.description.is_some(), "{name}");
        n_lines += 1;
    }
    assert_eq!(n_lines, ObsColumn::MANDATORY + 4);
    let ours = fields.iter().filter(|field| field.utype.is_none());
    assert_eq!(ours.count(), ObsColumn::COUNT - n_lines);
}

#[test]
fn places_and_dates_name_their_systems() {
    for field in datasets::dataset_fields() {
        let system = match field.name.as_str() {
            "s_ra" | "s_dec" | "s_region" => Some(datasets::COOSYS),
            "t_min" | "t_max" => Some(datasets::TIMESYS),
            _ => None,
        };
        assert_eq!(field.reference.as_deref(), system, "{}", field.name);
    }
}
