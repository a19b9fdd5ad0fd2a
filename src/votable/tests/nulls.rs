//! Values that stand for none.

use super::{
    encodings::{coded, stream},
    *,
};

/// The null value, another number, and the null value in a pair with that number.
fn nulls_and_others(flags: &[u8]) -> Vec<u8> {
    let row = |x: f64, y: f32, pair: [f64; 2], other: [f32; 2]| {
        let mut bytes = flags.to_vec();
        bytes.extend(x.to_be_bytes());
        bytes.extend(y.to_be_bytes());
        bytes.extend(pair.iter().flat_map(|value| value.to_be_bytes()));
        bytes.extend(other.iter().flat_map(|value| value.to_be_bytes()));
        bytes
    };
    [
        row(-99.9, -99.9, [-99.9, 2.5], [2.5, -99.9]),
        row(2.5, 2.5, [2.5, 2.5], [2.5, 2.5]),
    ]
    .concat()
}

#[test]
fn a_null_value_of_reals_is_compared_as_a_number_in_every_form() {
    let field = |datatype: &str, size: &str| {
        format!("<FIELD name='x' datatype='{datatype}'{size}><VALUES null='-99.900'/></FIELD>")
    };
    let pair = " arraysize='2'";
    let fields = [
        field("double", ""),
        field("float", ""),
        field("double", pair),
        field("float", pair),
    ]
    .concat();
    let text = "<TABLEDATA><TR><TD> -99.9 </TD><TD>-9.99e1</TD><TD>-99.90 2.5</TD><TD>2.5 -99.9</TD></TR>\
        <TR><TD>2.5</TD><TD>2.5</TD><TD>2.5 2.5</TD><TD>2.5 2.5</TD></TR></TABLEDATA>";
    let binary = coded(&nulls_and_others(b""));
    let binary2 = coded(&nulls_and_others(b"\0"));
    for document in [
        document(&fields, text),
        stream(&fields, "BINARY", "", &binary),
        stream(&fields, "BINARY2", "", &binary2),
    ] {
        let mut reader = Reader::new(document.as_bytes(), Limits::default());
        let batch = loop {
            if let Event::Rows(batch) = reader.next_event().unwrap().unwrap() {
                break batch;
            }
        };
        let [double, float, doubles, floats] = batch.columns() else {
            panic!("four columns");
        };
        assert_eq!([double.f64(0), double.f64(1)], [None, Some(2.5)]);
        assert_eq!([float.f64(0), float.f64(1)], [None, Some(2.5)]);
        let (first, second) = (doubles.f64s(0).unwrap(), floats.f64s(0).unwrap());
        assert!(first[0].is_nan() && second[1].is_nan(), "{document}");
        assert_eq!((first[1], second[0]), (2.5, 2.5));
        assert_eq!(doubles.f64s(1), Some(vec![2.5, 2.5]));
    }
}
