//! Queries, and what they become and give.

use super::*;
use crate::practice::{database::Database, schema::Type};
use rusqlite::types::Value;

/// A small sky: a point in each octant, with a text that varies in case.
fn database() -> Database {
    let columns = vec![
        Column::bare("id", Type::Int),
        Column::bare("name", Type::Text),
        Column::bare("ra", Type::Double).unit("deg"),
        Column::bare("dec", Type::Double).unit("deg"),
        Column::bare("region", Type::Region),
    ];
    let stars = [
        (1, Some("Alpha"), 10.0, 45.0, Some("Circle ICRS 10 45 1")),
        (
            2,
            Some("alpha"),
            100.0,
            45.0,
            Some("Polygon ICRS 99 44 101 44 101 46 99 46"),
        ),
        (3, Some("Beta"), 359.9, 0.0, None),
        (4, None, 0.1, -89.9, Some("Circle ICRS 0.1 -89.9 0.5")),
    ];
    let rows = stars.map(|(id, name, ra, dec, region)| {
        vec![
            Value::Integer(id),
            name.map(str::to_owned).into(),
            Value::Real(ra),
            Value::Real(dec),
            region.map(str::to_owned).into(),
        ]
    });
    let other = vec![
        Column::bare("id", Type::Int),
        Column::bare("flux", Type::Double).unit("Jy"),
    ];
    let fluxes = [(1, 1.5), (1, 2.5), (2, 4.0)]
        .map(|(id, flux)| vec![Value::Integer(id), Value::Real(flux)]);
    Database::new(vec![
        (Table::new("sky", "stars", "", columns), rows.to_vec()),
        (Table::new("sky", "fluxes", "", other), fluxes.to_vec()),
    ])
    .unwrap()
}

/// Each row in one text, with blanks between.
fn rows(query: &str) -> Vec<String> {
    let found = database()
        .query(query, 1000, &[])
        .unwrap_or_else(|error| panic!("{query}: {error}"));
    let cell = |value: &Value| match value {
        Value::Null => "-".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => format!("{}", (number * 1e6).round() / 1e6),
        Value::Text(text) => text.clone(),
        Value::Blob(_) => "?".to_owned(),
    };
    found
        .rows
        .iter()
        .map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" "))
        .collect()
}

fn check(query: &str, expected: &[&str]) {
    assert_eq!(rows(query), expected, "{query}");
}

#[test]
fn selections_joins_and_subqueries_give_what_sql_says() {
    check(
        "SELECT TOP 2 id FROM sky.stars ORDER BY id DESC",
        &["4", "3"],
    );
    check("SELECT id FROM sky.stars ORDER BY id OFFSET 3", &["4"]);
    check(
        "SELECT TOP 1 id FROM sky.stars ORDER BY id OFFSET 1",
        &["2"],
    );
    check(
        r#"SELECT s."name" AS n, SUM(flux) AS total FROM sky.stars AS s JOIN sky.fluxes AS f ON s.id = f.id
           GROUP BY s."name" HAVING COUNT(*) > 1"#,
        &["Alpha 4"],
    );
    check(
        "SELECT id, flux FROM sky.stars NATURAL JOIN sky.fluxes WHERE flux > 2 ORDER BY flux",
        &["1 2.5", "2 4"],
    );
    check(
        "SELECT COUNT(*) AS n FROM sky.stars NATURAL LEFT OUTER JOIN sky.fluxes",
        &["5"],
    );
    check(
        "SELECT id FROM sky.stars WHERE id IN (SELECT DISTINCT id FROM sky.fluxes) ORDER BY 1",
        &["1", "2"],
    );
    check(
        "SELECT id FROM sky.stars AS s WHERE NOT EXISTS (SELECT 1 FROM sky.fluxes AS i WHERE i.id = s.id) ORDER BY id",
        &["3", "4"],
    );
    check(
        "SELECT sky.stars.id FROM sky.stars WHERE EXISTS (SELECT 1 FROM sky.fluxes AS i WHERE i.id=sky.stars.id AND flux=4)",
        &["2"],
    );
    check(
        "WITH bright AS (SELECT id FROM sky.fluxes WHERE flux > 2) SELECT COUNT(*) FROM bright",
        &["2"],
    );
    check(
        "SELECT s.* FROM (SELECT id, dec FROM sky.stars) AS s WHERE s.dec < -80",
        &["4 -89.9"],
    );
}

#[test]
fn set_operations_bind_as_sql_says() {
    let of =
        |low: i64, high: i64| format!("SELECT id FROM sky.stars WHERE id BETWEEN {low} AND {high}");
    check(
        &format!("{} UNION {} ORDER BY id", of(1, 1), of(1, 2)),
        &["1", "2"],
    );
    check(
        &format!("{} UNION ALL {} ORDER BY id", of(1, 1), of(1, 2)),
        &["1", "1", "2"],
    );
    check(
        &format!("{} EXCEPT {} ORDER BY id", of(1, 3), of(2, 2)),
        &["1", "3"],
    );
    // INTERSECT binds more tightly than UNION.
    check(
        &format!(
            "{} UNION {} INTERSECT {} ORDER BY id",
            of(1, 1),
            of(2, 3),
            of(3, 4)
        ),
        &["1", "3"],
    );
    check(
        "(SELECT TOP 1 id FROM sky.stars ORDER BY id) UNION (SELECT 9 AS id FROM sky.stars)",
        &["1", "9"],
    );
}

#[test]
fn texts_compare_as_adql_says() {
    check("SELECT id FROM sky.stars WHERE name LIKE 'A%'", &["1"]);
    check(
        "SELECT id FROM sky.stars WHERE name ILIKE 'a%' ORDER BY id",
        &["1", "2"],
    );
    check(
        "SELECT id FROM sky.stars WHERE name NOT LIKE 'A%' ORDER BY id",
        &["2", "3"],
    );
    check(
        "SELECT COALESCE(name, '') || '!' AS n FROM sky.stars WHERE id = 4",
        &["!"],
    );
    check(
        "SELECT ivo_string_agg(name, '#') FROM sky.stars WHERE id < 4",
        &["Alpha#alpha#Beta"],
    );
    check(
        "SELECT id FROM sky.stars WHERE 1 = ivo_nocasematch(name, 'ALPHA') ORDER BY id",
        &["1", "2"],
    );
    check(
        "SELECT TOP 1 ivo_hashlist_has('optical#radio', 'Radio') FROM sky.stars",
        &["1"],
    );
    check(
        "SELECT UPPER(name) FROM sky.stars WHERE name = 'Beta'",
        &["BETA"],
    );
}

#[test]
fn intervals_overlap_only_when_both_are_in_order() {
    let overlap = |numbers: &str| {
        rows(&format!(
            "SELECT TOP 1 ivo_interval_overlaps({numbers}) FROM sky.stars"
        ))
    };
    assert_eq!(overlap("1, 2, 2, 3"), ["1"], "the ends belong to it");
    assert_eq!(overlap("1, 2, 2.5, 3"), ["0"]);
    // RegTAP 1.2, section 9: with its ends exchanged an interval is empty.
    assert_eq!(overlap("1, 5, 3, 2"), ["0"]);
    assert_eq!(overlap("1, NULL, 3, 2"), ["-"]);
}

#[test]
fn geometry_is_right_at_the_poles_and_across_right_ascension_zero() {
    let near = |ra: f64, dec: f64, radius: f64| {
        format!(
            "SELECT id FROM sky.stars WHERE 1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', {ra}, {dec}, {radius}))"
        )
    };
    check(&near(0.1, 0.0, 0.21), &["3"]);
    check(&near(0.1, 0.0, 0.19), &[]);
    // From one side of the south pole to the other: 0.1 + 0.1 degrees.
    check(&near(180.1, -89.9, 0.201), &["4"]);
    check(&near(180.1, -89.9, 0.199), &[]);
    check(
        "SELECT id FROM sky.stars WHERE INTERSECTS(region, CIRCLE(12.0, 45, 0.5)) = 1",
        &["1"],
    );
    check(
        "SELECT id FROM sky.stars WHERE CONTAINS(POINT(100.5, 45.5), region) = 1",
        &["2"],
    );
    check(
        "SELECT id FROM sky.stars WHERE 0 = INTERSECTS(CIRCLE(0, -89, 0.4), region) ORDER BY id",
        &["1", "2", "4"],
    );
    // A quarter of the equator; astropy's separation of (10, 45) and (100, 45) is 60 degrees: cos = sin^2 45.
    check(
        "SELECT DISTANCE(POINT(0, 0), POINT(90, 0)) FROM sky.stars WHERE id = 1",
        &["90"],
    );
    check(
        "SELECT DISTANCE(a.ra, a.dec, b.ra, b.dec) FROM sky.stars AS a, sky.stars AS b WHERE a.id = 1 AND b.id = 2",
        &["60"],
    );
    check(
        "SELECT COORD1(POINT(370, 5)), COORD2(POINT(370, 5)) FROM sky.stars WHERE id = 1",
        &["10 5"],
    );
    // The octant of a sphere: a polygon with three right angles has pi/2 sr, 5156.620156 square degrees.
    check(
        "SELECT AREA(POLYGON(0, 0, 90, 0, 45, 90)) FROM sky.stars WHERE id = 1",
        &["5156.620156"],
    );
}

#[test]
fn numbers_are_as_mathematics_has_them() {
    let value =
        |expression: &str| rows(&format!("SELECT {expression} FROM sky.stars WHERE id = 1"));
    for (expression, expected) in [
        ("LOG(EXP(2.0))", "2"),
        ("LOG10(1000)", "3"),
        ("POWER(2, 10)", "1024"),
        ("MOD(7, 3)", "1"),
        ("ROUND(2.567, 2)", "2.57"),
        ("TRUNCATE(-2.567, 1)", "-2.5"),
        ("DEGREES(PI())", "180"),
        ("SQRT(2.25) + -1", "0.5"),
        ("-(-3)", "3"),
        ("CAST(2.9 AS INTEGER)", "2"),
        ("CAST('12.5' AS DOUBLE PRECISION)", "12.5"),
        ("CASE WHEN id > 1 THEN 'more' ELSE 'one' END", "one"),
        ("0x1F", "31"),
    ] {
        assert_eq!(value(expression), [expected], "{expression}");
    }
}

#[test]
fn columns_keep_what_is_known_of_them() {
    let columns = database()
        .query("SELECT s.*, flux AS f, COUNT(*) AS n, MAX(dec) AS highest FROM sky.stars AS s NATURAL JOIN sky.fluxes GROUP BY s.id", 9, &[])
        .unwrap()
        .columns;
    let known: Vec<(String, Type, String)> = columns
        .into_iter()
        .map(|it| (it.name, it.kind, it.unit))
        .collect();
    let expect = |name: &str, kind, unit: &str| (name.to_owned(), kind, unit.to_owned());
    assert_eq!(known[2], expect("ra", Type::Double, "deg"));
    assert_eq!(known[5], expect("f", Type::Double, "Jy"));
    assert_eq!(known[6], expect("n", Type::Long, ""));
    assert_eq!(known[7], expect("highest", Type::Double, ""));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (query, words) in [
        ("SELEKT 1", "SELECT is expected, at character 1"),
        (
            "SELECT id FROM sky.planets",
            "there is no table sky.planets, at character 16",
        ),
        ("SELECT nothing FROM sky.stars", "no such column: nothing"),
        (
            "SELECT sleep(1) FROM sky.stars",
            "there is no function sleep",
        ),
        ("SELECT id FROM sky.stars WHERE", "a value is expected"),
        (
            "SELECT id FROM sky.stars; DROP TABLE sky.stars",
            "the query should end here",
        ),
        (
            "SELECT CIRCLE(0, 91, 1) FROM sky.stars",
            "0, 91 is not a position on the sky",
        ),
        (
            "SELECT CIRCLE(0, 0, 90.1) FROM sky.stars",
            "radius must not be greater than 90 degrees or less than 0",
        ),
        ("SELECT \"id FROM sky.stars", "a \" is not closed"),
        (
            "SELECT POINT(1) FROM sky.stars",
            "POINT does not take 1 arguments",
        ),
    ] {
        let error = database().query(query, 10, &[]).unwrap_err().to_string();
        assert!(error.contains(words), "{query}: {error}");
    }
    let deep = format!(
        "SELECT {}1{} FROM sky.stars",
        "(".repeat(500),
        ")".repeat(500)
    );
    let error = database().query(&deep, 10, &[]).unwrap_err().to_string();
    assert!(error.contains("nested too deeply"), "{error}");
}

#[test]
fn nobody_writes_to_the_tables() {
    for query in [
        "DELETE FROM sky.stars",
        "UPDATE sky.stars SET id = 1",
        "PRAGMA query_only = 0",
        "ATTACH 'x' AS y",
    ] {
        assert!(database().query(query, 10, &[]).is_err(), "{query}");
    }
}
