//! What archives do wrong, and what the reader makes of it.

use super::*;

/// What is told of a document besides its rows, a line each, and the error as the last line.
fn told(document: &str) -> Vec<String> {
    let is_row = |line: &String| line.starts_with('[');
    let mut lines = transcript(document.as_bytes(), Slicing::Allowed);
    lines.retain(|line| !is_row(line));
    lines
}

fn warnings(document: &str) -> Vec<String> {
    let is_event =
        |line: &String| line.contains(['{', '(']) || line == "ResourceEnd" || line == "TableEnd";
    let mut lines = told(document);
    lines.retain(|line| !is_event(line));
    lines
}

/// The batch of a document that has one.
fn batch(document: &str) -> Batch {
    let mut reader = Reader::new(document.as_bytes(), Limits::default());
    loop {
        if let Event::Rows(batch) = reader.next_event().unwrap().unwrap() {
            return batch;
        }
    }
}

fn head(document: &str) -> std::sync::Arc<TableHead> {
    let mut reader = Reader::new(document.as_bytes(), Limits::default());
    loop {
        if let Event::Table(head) = reader.next_event().unwrap().unwrap() {
            return head;
        }
    }
}

const TEXT: &str = "<FIELD name='a' datatype='char' arraysize='*'/>";

#[test]
fn any_namespace_prefix_version_and_case_will_do() {
    let plain = document(
        TEXT,
        "<TABLEDATA><TR><TD>x</TD></TR><TR><TD/></TR></TABLEDATA>",
    );
    let prefixed = plain
        .replace("</", "</vot:")
        .replace('<', "<vot:")
        .replace("<vot:/vot:", "</vot:")
        .replace("<vot:?", "<?")
        .replace("xmlns=", "xmlns:vot=");
    let lower = prefixed.to_lowercase();
    let bare = plain
        .replace(" xmlns='http://www.ivoa.net/xml/VOTable/v1.3'", "")
        .replace("version='1.4'", "version='v1.0'");
    for document in [&plain, &prefixed, &lower, &bare] {
        assert_eq!(
            rows(document.as_bytes()),
            [some(&["x"]), vec![None]],
            "{document}"
        );
        let slow = transcript(document.as_bytes(), Slicing::Forbidden);
        assert_eq!(slow, transcript(document.as_bytes(), Slicing::Allowed));
    }
}

#[test]
fn columns_with_strange_or_missing_attributes_are_understood() {
    let fields = "<FIELD ID='a' datatype='string'/><FIELD name='b' datatype='int64'/><FIELD id='c'/>\
        <FIELD name='d' datatype='spam'/><FIELD name='e' datatype='float' arraysize='two' unit='furlong/fortnight'/>\
        <FIELD name='a' datatype='char'/>";
    let document = document(
        fields,
        "<TABLEDATA><TR><TD>x y</TD><TD>9</TD><TD>z</TD><TD>w</TD><TD>1,2</TD><TD>longer</TD></TR></TABLEDATA>",
    );
    let head = head(&document);
    let names: Vec<_> = head
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(names, ["a", "b", "c", "d", "e", "a"]);
    assert_eq!(head.by_name("A"), Some(0), "the first of two");
    assert_eq!(head.fields[4].unit.as_deref(), Some("furlong/fortnight"));
    let batch = batch(&document);
    let texts: Vec<_> = batch
        .columns()
        .iter()
        .map(|column| column.text(0).unwrap().into_owned())
        .collect();
    assert_eq!(texts, ["x y", "9", "z", "w", "1 2", "longer"]);
    assert_eq!(batch.columns()[1].i64(0), Some(9));
    assert_eq!(
        warnings(&document),
        [
            "column without a type, read as text",
            "column of an unknown type, read as text",
            "array size that cannot be understood"
        ]
    );
}

#[test]
fn what_means_no_value_is_null() {
    let fields = "<FIELD name='n' datatype='int'><VALUES null='-99'/></FIELD>\
        <FIELD name='x' datatype='double'><VALUES null='-1'/></FIELD><FIELD name='t' datatype='char' arraysize='*'/>\
        <FIELD name='b' datatype='boolean'/>";
    let blanks = [
        "-99|-1||?",
        "|||",
        "NaN|nan||",
        "null|null||null",
        "-|-||-",
        " |  ||",
    ];
    let of_row = |row: &str| format!("<TR><TD>{}</TD></TR>", row.replace('|', "</TD><TD>"));
    let data = format!("<TABLEDATA>{}</TABLEDATA>", blanks.map(of_row).concat());
    for row in rows(document(fields, &data).as_bytes()) {
        assert_eq!(row, vec![None; 4]);
    }
}

#[test]
fn a_text_in_a_column_of_numbers_is_no_number_but_can_be_asked_for() {
    let document = document(
        "<FIELD name='cprojection' datatype='double'/>",
        "<TABLEDATA><TR><TD>1.50</TD></TR><TR><TD> TAN </TD></TR><TR><TD>SIN</TD></TR></TABLEDATA>",
    );
    let batch = batch(&document);
    let column = &batch.columns()[0];
    assert_eq!(column.f64(0), Some(1.5));
    assert_eq!((column.f64(1), column.is_null(1)), (None, true));
    assert_eq!(column.text(1).as_deref(), Some("TAN"));
    assert_eq!(
        warnings(&document),
        ["value that does not fit its column's type, column cprojection, 2 times, first in row 2"]
    );
}

#[test]
fn cells_give_what_can_be_made_of_them() {
    let fields = "<FIELD name='t' datatype='char' arraysize='*'/><FIELD name='n' datatype='short'/>\
        <FIELD name='x' datatype='double'/><FIELD name='p' datatype='float' arraysize='*'/>";
    let batch = batch(&document(
        fields,
        "<TABLEDATA><TR><TD> 12.5 </TD><TD>7</TD><TD>3.0</TD><TD>1.5</TD></TR>\
         <TR><TD>1 2,3</TD><TD>0</TD><TD>0.5</TD><TD>1 2</TD></TR></TABLEDATA>",
    ));
    let [text, short, double, list] = batch.columns() else {
        panic!("four columns");
    };
    assert_eq!(text.f64(0), Some(12.5));
    assert_eq!(text.f64s(1), Some(vec![1.0, 2.0, 3.0]));
    assert_eq!((short.f64(0), short.bool(1)), (Some(7.0), Some(false)));
    assert_eq!((double.i64(0), double.i64(1)), (Some(3), None));
    assert_eq!(double.text(0).as_deref(), Some("3"));
    assert_eq!((list.f64(0), list.f64(1)), (Some(1.5), None));
    assert_eq!(list.f64s(1), Some(vec![1.0, 2.0]));
    assert_eq!(text.f64(9), None, "no such row");
}

#[test]
fn rows_with_too_few_or_too_many_cells_are_kept() {
    let fields = format!("{TEXT}{TEXT}");
    let document = document(
        &fields,
        "<TABLEDATA><TR><TD>1</TD></TR><TR><TD>1</TD><TD>2</TD><TD>3</TD></TR><TR><TD>1</TD><TD>2</TR>\
         <TR><TD>1</TD><TD>2</TD><TR><TD>3</TD><TD>4</TD></TR></TABLEDATA>",
    );
    let batch = batch(&document);
    let second: Vec<_> = (0..5).map(|row| batch.columns()[1].text(row)).collect();
    let expected = [None, Some("2"), Some("2"), Some("2"), Some("4")];
    assert_eq!(
        second.iter().map(Option::as_deref).collect::<Vec<_>>(),
        expected
    );
    assert_eq!(
        warnings(&document),
        [
            "row with too few cells, first in row 1",
            "row with too many cells, first in row 2",
            "tag without its counterpart, first in row 3",
            "row that is not closed, first in row 4"
        ]
    );
}

#[test]
fn infos_are_told_wherever_they_stand() {
    let status =
        |value: &str| format!("<INFO name='QUERY_STATUS' value='{value}'>{value} &amp; why</INFO>");
    let document = format!(
        "<VOTABLE>{}<RESOURCE type='results'>{}<TABLE>{}{TEXT}<DATA><TABLEDATA><TR><TD>x</TD></TR></TABLEDATA></DATA>{}\
         </TABLE>{}</RESOURCE>{}</VOTABLE>",
        status("1"),
        status("2"),
        status("3"),
        status("4"),
        status("5"),
        status("6"),
    );
    let mut order = Vec::new();
    let mut reader = Reader::new(document.as_bytes(), Limits::default());
    while let Some(event) = reader.next_event().unwrap() {
        match event {
            Event::Info(info) => order.push(format!("{} {}", info.value, info.text)),
            Event::Rows(_) => order.push("rows".to_owned()),
            _ => {}
        }
    }
    let expected = [
        "1 1 & why",
        "2 2 & why",
        "3 3 & why",
        "rows",
        "4 4 & why",
        "5 5 & why",
        "6 6 & why",
    ];
    assert_eq!(order, expected);
}

#[test]
fn several_resources_and_tables_come_in_order_and_strangers_are_left_out() {
    let document = format!(
        "<VOTABLE><DESCRIPTION> All </DESCRIPTION><DEFINITIONS><COOSYS ID='s' system='ICRS'/></DEFINITIONS>\
         <RESOURCE type='meta' utype='adhoc:service'><PARAM name='accessURL' datatype='char' value='http://x/?a&amp;b'/>\
         <GROUP name='inputParams'><PARAM name='ID' datatype='char' value=''/></GROUP></RESOURCE>\
         <RESOURCE type='meta'><m:VODML xmlns:m='x'><TEMPLATES><INSTANCE><TABLE>no</TABLE></INSTANCE></TEMPLATES></m:VODML></RESOURCE>\
         <RESOURCE type='results'><LINK href='x'/><TABLE name='one'><GROUP><FIELDref ref='a'/></GROUP>{TEXT}\
         <PARAM name='p' datatype='int' value='3'/><LINK/></TABLE><RESOURCE><TABLE name='two'/></RESOURCE></RESOURCE></VOTABLE>"
    );
    let starts: Vec<String> = told(&document)
        .iter()
        .map(|line| line.split([' ', '{']).next().unwrap().to_owned())
        .collect();
    let expected = [
        "Description(\"All\")",
        "Coosys(Coosys",
        "ResourceStart(ResourceHead",
        "Param(Param",
        "Param(Param",
        "ResourceEnd",
        "ResourceStart(ResourceHead",
        "ResourceEnd",
        "ResourceStart(ResourceHead",
        "Table(TableHead",
        "TableEnd",
        "ResourceStart(ResourceHead",
        "Table(TableHead",
        "TableEnd",
        "ResourceEnd",
        "ResourceEnd",
    ];
    assert_eq!(starts, expected);
    assert_eq!(head(&document).params[0].value, "3");
}

#[test]
fn an_exclamation_mark_behind_a_less_than_sign_is_text_unless_it_begins_markup() {
    let data = "<TABLEDATA><TR><TD>wow <!x</TD></TR><TR><TD><!-- c --><![CDATA[<!y]]></TD></TR></TABLEDATA>";
    let document = document(TEXT, data);
    let expected = [some(&["wow <!x"]), some(&["<!y"])];
    assert_eq!(rows(document.as_bytes()), expected);
}

#[test]
fn nothing_is_fetched_or_expanded_for_a_doctype() {
    let document = format!(
        "<!DOCTYPE VOTABLE SYSTEM 'file:///etc/passwd' [<!ENTITY e SYSTEM 'file:///etc/passwd'><!ENTITY f '&e;&e;'>]>{}",
        document(
            TEXT,
            "<TABLEDATA><TR><TD>&e;&f;&nbsp;</TD></TR></TABLEDATA>"
        )
        .replace("<?xml version='1.0'?>", "")
    );
    let batch = batch(&document);
    assert_eq!(batch.columns()[0].text(0).as_deref(), Some("&e;&f;&nbsp;"));
    assert_eq!(
        warnings(&document),
        ["undeclared entity, column a, first in row 1"]
    );
}

#[test]
fn what_stands_around_a_votable_does_not_matter() {
    let plain = document(
        TEXT,
        "<TABLEDATA><!-- c --><TR><TD>x</TD></TR><?p i?></TABLEDATA>",
    );
    for (document, warning) in [
        (format!("\u{feff}{plain}"), None),
        (format!(" \n\t{plain}"), None),
        (format!("{plain} and so on </b> & <"), None),
        (
            format!("<br />\n<b>Warning</b>: not my day\n{plain}"),
            Some("text before the VOTable"),
        ),
    ] {
        assert_eq!(batch(&document).columns()[0].text(0).as_deref(), Some("x"));
        assert_eq!(warnings(&document), warning.into_iter().collect::<Vec<_>>());
    }
}
