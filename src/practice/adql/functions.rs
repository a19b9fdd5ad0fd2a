//! The functions that a query may call, and what SQLite calls them.

use crate::practice::schema::Type;

/// What a function gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gives {
    /// A value of this type.
    Always(Type),
    /// A value of the type of its arguments.
    AsItsArguments,
}

/// A function of ADQL.
#[derive(Debug, Clone, Copy)]
pub(super) struct Function {
    /// The name in ADQL, in lower case.
    pub(super) name: &'static str,
    /// The name in SQLite.
    pub(super) sqlite: &'static str,
    /// The least and the largest number of arguments.
    pub(super) arguments: (usize, usize),
    /// What it gives.
    pub(super) gives: Gives,
}

const MANY: usize = 200;

const fn function(
    name: &'static str,
    sqlite: &'static str,
    arguments: (usize, usize),
    kind: Type,
) -> Function {
    Function {
        name,
        sqlite,
        arguments,
        gives: Gives::Always(kind),
    }
}

const fn like_its_arguments(
    name: &'static str,
    sqlite: &'static str,
    arguments: (usize, usize),
) -> Function {
    Function {
        name,
        sqlite,
        arguments,
        gives: Gives::AsItsArguments,
    }
}

/// All of them; names that SQLite knows with another meaning (its `log` is decimal) are registered anew.
const FUNCTIONS: &[Function] = &[
    // Set functions (ADQL 2.1, 2.2.4).
    function("count", "count", (1, 1), Type::Long),
    function("avg", "avg", (1, 1), Type::Double),
    like_its_arguments("min", "min", (1, 1)),
    like_its_arguments("max", "max", (1, 1)),
    like_its_arguments("sum", "sum", (1, 1)),
    // Mathematical functions (2.3).
    like_its_arguments("abs", "abs", (1, 1)),
    function("ceiling", "adql_ceiling", (1, 1), Type::Double),
    function("degrees", "adql_degrees", (1, 1), Type::Double),
    function("exp", "adql_exp", (1, 1), Type::Double),
    function("floor", "adql_floor", (1, 1), Type::Double),
    function("log", "adql_ln", (1, 1), Type::Double),
    function("log10", "adql_log10", (1, 1), Type::Double),
    function("mod", "adql_mod", (2, 2), Type::Double),
    function("pi", "adql_pi", (0, 0), Type::Double),
    function("power", "adql_power", (2, 2), Type::Double),
    function("radians", "adql_radians", (1, 1), Type::Double),
    function("rand", "adql_rand", (0, 1), Type::Double),
    function("round", "adql_round", (1, 2), Type::Double),
    function("sign", "adql_sign", (1, 1), Type::Double),
    function("sqrt", "adql_sqrt", (1, 1), Type::Double),
    function("truncate", "adql_truncate", (1, 2), Type::Double),
    function("acos", "adql_acos", (1, 1), Type::Double),
    function("asin", "adql_asin", (1, 1), Type::Double),
    function("atan", "adql_atan", (1, 1), Type::Double),
    function("atan2", "adql_atan2", (2, 2), Type::Double),
    function("cos", "adql_cos", (1, 1), Type::Double),
    function("cot", "adql_cot", (1, 1), Type::Double),
    function("sin", "adql_sin", (1, 1), Type::Double),
    function("tan", "adql_tan", (1, 1), Type::Double),
    // Text and choice (2.1: LOWER, UPPER, COALESCE are optional features of their own).
    function("lower", "adql_lower", (1, 1), Type::Text),
    function("upper", "adql_upper", (1, 1), Type::Text),
    like_its_arguments("coalesce", "coalesce", (2, MANY)),
    // Geometry (2.2 and 4). A first argument that names a frame is left out by the functions themselves.
    function("point", "adql_point", (2, 3), Type::Region),
    function("circle", "adql_circle", (2, 4), Type::Region),
    function("box", "adql_box", (3, 5), Type::Region),
    function("polygon", "adql_polygon", (3, MANY), Type::Region),
    function("region", "adql_region", (1, 1), Type::Region),
    function("moc", "adql_moc", (1, 2), Type::Moc),
    function("centroid", "adql_centroid", (1, 1), Type::Region),
    function("contains", "adql_contains", (2, 2), Type::Int),
    function("intersects", "adql_intersects", (2, 2), Type::Int),
    function("distance", "adql_distance", (2, 4), Type::Double),
    function("area", "adql_area", (1, 1), Type::Double),
    function("coord1", "adql_coord1", (1, 1), Type::Double),
    function("coord2", "adql_coord2", (1, 1), Type::Double),
    function("coordsys", "adql_coordsys", (1, 1), Type::Text),
    // What RegTAP 1.2, section 9, asks of a registry, and the IVOA's catalogue of functions.
    function("ivo_nocasematch", "ivo_nocasematch", (2, 2), Type::Int),
    function("ivo_hasword", "ivo_hasword", (2, 2), Type::Int),
    function("ivo_hashlist_has", "ivo_hashlist_has", (2, 2), Type::Int),
    function(
        "ivo_interval_overlaps",
        "ivo_interval_overlaps",
        (4, 4),
        Type::Int,
    ),
    function("ivo_string_agg", "ivo_string_agg", (2, 2), Type::Text),
];

/// The function of this name, in any case.
pub(super) fn function_named(name: &str) -> Option<&'static Function> {
    FUNCTIONS
        .iter()
        .find(|function| function.name.eq_ignore_ascii_case(name))
}
