//! Messages as others send them, right and wrong.

use super::*;
use crate::samp::{
    message::{map_of, message},
    sent::To,
};

fn tables() -> SentTables {
    let tables = SentTables::default();
    tables.put(Sent {
        id: "t1".to_owned(),
        url: "http://127.0.0.1:9/token/m16.vot".to_owned(),
        n_rows: Some(10),
        to: To::All,
    });
    tables
}

fn strings<'a>(pairs: &[(&'a str, &str)]) -> Vec<(&'a str, String)> {
    let owned = pairs.iter().map(|(key, text)| (*key, (*text).to_owned()));
    owned.collect()
}

fn understood(mtype: &str, params: &[(&str, &str)]) -> Result<Wish, String> {
    let message = message(mtype, map_of(strings(params)));
    read(&message, &tables()).unwrap_or_else(|| panic!("{mtype} is ours"))
}

fn list(rows: &[&str]) -> Value {
    Value::Array(
        rows.iter()
            .map(|row| Value::String((*row).to_owned()))
            .collect(),
    )
}

#[test]
fn a_point_is_a_place_on_the_sky_or_an_error_in_words() {
    let at = |ra: f64, dec: f64| {
        let position = Position::new(ra, dec).unwrap();
        Ok(Wish::Heard(Received::Notice(Notice::PointAt(position))))
    };
    for (ra, dec, expected) in [
        ("274.6880", "-13.7920", at(274.688, -13.792)),
        ("-10", "90", at(350.0, 90.0)),
        ("1.5e2", "+4", at(150.0, 4.0)),
        (
            "10",
            "90.01",
            Err("dec is not between -90 and 90 degrees".to_owned()),
        ),
        (
            "1e9",
            "0",
            Err("ra is not between -360 and 360 degrees".to_owned()),
        ),
        ("nan", "0", Err("ra is nan, which is no number".to_owned())),
        ("10", "6h", Err("dec is 6h, which is no number".to_owned())),
    ] {
        let point = understood("coord.pointAt.sky", &[("ra", ra), ("dec", dec)]);
        assert_eq!(point, expected, "{ra} {dec}");
    }
    let missing = understood("coord.pointAt.sky", &[("ra", "10")]);
    assert_eq!(missing, Err("the parameter dec is missing".to_owned()));
}

#[test]
fn a_row_is_one_that_a_table_of_ours_has() {
    let heard = Ok(Wish::Heard(Received::Notice(Notice::Row {
        table_id: "t1".to_owned(),
        row: 9,
    })));
    let url = "http://127.0.0.1:9/token/m16.vot";
    for (params, expected) in [
        (vec![("table-id", "t1"), ("row", "9")], heard.clone()),
        (vec![("url", url), ("row", "9")], heard.clone()),
        (vec![("table-id", "x"), ("url", url), ("row", "9")], heard),
        (
            vec![("table-id", "t1"), ("row", "10")],
            Err("the table has no row 10".to_owned()),
        ),
        (
            vec![("table-id", "t1"), ("row", "-1")],
            Err("-1 is no row".to_owned()),
        ),
        (
            vec![("table-id", "t1")],
            Err("the parameter row is missing".to_owned()),
        ),
        (
            vec![("table-id", "t2"), ("row", "1")],
            Err("vodiscover has not sent this table".to_owned()),
        ),
        (
            vec![("row", "1")],
            Err("neither table-id nor url says which table is meant".to_owned()),
        ),
    ] {
        assert_eq!(
            understood("table.highlight.row", &params),
            expected,
            "{params:?}"
        );
    }
}

#[test]
fn a_selection_holds_rows_of_the_table_each_once() {
    let selection = |rows: Value| {
        let mut params = map_of([("table-id", "t1".to_owned())]);
        params.insert("row-list".to_owned(), rows);
        read(&message("table.select.rowList", params), &tables()).unwrap()
    };
    let heard = |rows: &[usize]| {
        Ok(Wish::Heard(Received::Notice(Notice::Rows {
            table_id: "t1".to_owned(),
            rows: rows.to_vec(),
        })))
    };
    assert_eq!(selection(list(&["7", "2", "7"])), heard(&[2, 7]));
    assert_eq!(selection(list(&[])), heard(&[]));
    assert_eq!(
        selection(list(&["10"])),
        Err("the table has no row 10".to_owned())
    );
    assert_eq!(
        selection(list(&["1"; 11])),
        Err("the row-list is longer than the table".to_owned())
    );
    assert_eq!(
        selection(Value::Array(vec![list(&["1"])])),
        Err("the row-list holds what is no row".to_owned())
    );
    selection(Value::String("1".to_owned())).unwrap_err();
}

#[test]
fn services_come_as_a_map_or_a_list_of_any_kind() {
    let asked = |mtype: &str, ids: Value| {
        let mut params = map_of([("name", "some services".to_owned())]);
        params.insert("ids".to_owned(), ids);
        read(&message(mtype, params), &tables()).unwrap()
    };
    let heard = |kind: Option<&str>| {
        Ok(Wish::Heard(Received::Services(ServiceList {
            name: Some("some services".to_owned()),
            kind: kind.map(str::to_owned),
            ivoids: ["ivo://a/x", "ivo://b/y"].map(Ivoid::new).to_vec(),
        })))
    };
    let map = Value::Struct(map_of(strings(&[("ivo://b/Y", ""), ("ivo://a/x", "1")])));
    assert_eq!(asked("voresource.loadlist", map.clone()), heard(None));
    assert_eq!(asked("voresource.loadlist.siap", map), heard(Some("siap")));
    let twice = list(&["ivo://a/x", "ivo://b/y", "IVO://A/x"]);
    assert_eq!(
        asked("voresource.loadlist.ssap", twice),
        heard(Some("ssap"))
    );
    for ids in [
        list(&[]),
        list(&["http://example.org"]),
        Value::String("ivo://a/x".to_owned()),
    ] {
        asked("voresource.loadlist", ids).unwrap_err();
    }
}

#[test]
fn tables_are_taken_from_the_web_only() {
    let load = understood(
        "table.load.votable",
        &[("url", "http://127.0.0.1:8/x.vot"), ("name", "targets")],
    );
    let expected = Load {
        url: "http://127.0.0.1:8/x.vot".to_owned(),
        name: Some("targets".to_owned()),
    };
    assert_eq!(load, Ok(Wish::Load(expected)));
    for url in [
        "file:///etc/passwd",
        "/etc/passwd",
        "ftp://x/y",
        "httpx://",
        "",
    ] {
        let refused = understood("table.load.votable", &[("url", url)]).unwrap_err();
        assert!(
            refused.contains("http and https addresses only"),
            "{refused}"
        );
    }
}

#[test]
fn what_is_not_ours_is_left_alone() {
    for mtype in ["samp.app.ping", "file.delete", "voresource.loadlists", ""] {
        let message = message(mtype, Map::new());
        assert_eq!(read(&message, &tables()), None, "{mtype}");
    }
}
