//! Documents with damage: the reader neither panics nor hangs, and its answer depends neither on how the bytes come
//! nor on whether the slicer helps.

use super::*;
use proptest::prelude::*;

/// Good documents, with what is usual and what is not.
fn good() -> Vec<Vec<u8>> {
    let fields = "<FIELD name='url' datatype='char' arraysize='*'/><FIELD name='ra' datatype='double'/>\
        <FIELD name='n' datatype='int'><VALUES null='-9'/></FIELD><FIELD name='pos' datatype='float' arraysize='2'/>\
        <FIELD name='flag' datatype='boolean'/>";
    let row = "<TR><TD>http://x/?a=1&amp;b=2</TD><TD>274.688</TD><TD>-9</TD><TD>1 2.5</TD><TD>T</TD></TR>\n";
    let odd =
        "<TR><TD/><!-- c --><TD>1e-3</TD><TD> 7 </TD><TD><![CDATA[3 4]]></TD><TD a='b'>F</TD></TR>";
    let table = document(fields, &format!("<TABLEDATA>\n{row}{odd}{row}</TABLEDATA>"));
    let entities = table.replace(
        "?>\n",
        "?>\n<!DOCTYPE VOTABLE [<!ENTITY deg \"&#176;\"><!ENTITY amp2 '&deg;&deg;'>]>\n",
    );
    let prefixed = table
        .replace("TABLEDATA", "v:TABLEDATA")
        .replace("TR>", "v:TR>")
        .replace("<v:TR>", "<TR>")
        .replace("<TR>", "<v:TR>");
    let mut writer = Writer::new(Vec::new(), "mutated").unwrap();
    writer.info("a", "b", "c").unwrap();
    let spec = TableSpec {
        fields: vec![
            Field::text("name"),
            Field::new("x", Datatype::Double),
            Field::new("i", Datatype::Short),
        ],
        ..TableSpec::default()
    };
    writer.table(&spec, Serialization::Binary2, &Few).unwrap();
    let binary2 = writer.finish().unwrap();
    let binary = String::from_utf8(binary2.clone())
        .unwrap()
        .replace("BINARY2", "BINARY");
    vec![
        table.into_bytes(),
        entities.replace("b=2", "b=&deg;&amp2; < 3").into_bytes(),
        prefixed.into_bytes(),
        binary2,
        binary.into_bytes(),
    ]
}

struct Few;

impl Rows for Few {
    fn len(&self) -> usize {
        40
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        match column {
            0 if row.is_multiple_of(3) => Cell::Null,
            0 => Cell::Text("M 16 & more"),
            1 => Cell::Double(1.5),
            _ => Cell::Int(3),
        }
    }
}

/// What damages get inserted: pieces that mean something to one of the two ways of reading.
const PIECES: [&[u8]; 28] = [
    b"<TR>",
    b"</TR>",
    b"<TD>",
    b"</TD>",
    b"<TD/>",
    b"<TR/>",
    b"&",
    b"&amp;",
    b"&bad;",
    b"&#65;",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<b>",
    b"</b>",
    b"\0",
    b"\xE9",
    b"\xC3\xA9",
    b"=",
    b"<",
    b"</TABLEDATA>",
    b"'",
    b"\n",
    b"< ",
    b"<5<",
    b"<!x",
    b"&deg;",
];

#[derive(Debug, Clone)]
enum Damage {
    Flip(usize, u8),
    Delete(usize, usize),
    Repeat(usize, usize),
    Insert(usize, usize),
    Truncate(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<usize>();
    prop_oneof![
        (at, any::<u8>()).prop_map(|(at, byte)| Damage::Flip(at, byte)),
        (at, 0..60usize).prop_map(|(at, n)| Damage::Delete(at, n)),
        (at, 0..60usize).prop_map(|(at, n)| Damage::Repeat(at, n)),
        (at, at).prop_map(|(at, piece)| Damage::Insert(at, piece)),
        (at, at).prop_map(|(at, piece)| Damage::Insert(at, piece)),
        at.prop_map(Damage::Truncate),
    ]
}

fn damaged(mut document: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        let len = document.len().max(1);
        let range = |at: usize, n: usize| at % len..(at % len + n).min(document.len());
        match *damage {
            Damage::Flip(at, byte) => {
                if let Some(place) = document.get_mut(at % len) {
                    *place = byte;
                }
            }
            Damage::Delete(at, n) => {
                document.drain(range(at, n));
            }
            Damage::Repeat(at, n) => {
                let range = range(at, n);
                let again = document[range.clone()].to_vec();
                document.splice(range.start..range.start, again);
            }
            Damage::Insert(at, piece) => {
                let at = (at % len).min(document.len());
                document.splice(at..at, PIECES[piece % PIECES.len()].iter().copied());
            }
            Damage::Truncate(at) => document.truncate(at % len),
        }
    }
    document
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_slicer_and_the_parser_agree_on_damaged_documents(
        which in 0..good().len(), damages in prop::collection::vec(damage(), 0..5),
    ) {
        let document = damaged(good().swap_remove(which), &damages);
        let sliced = transcript(document.as_slice(), Slicing::Allowed);
        let parsed = transcript(document.as_slice(), Slicing::Forbidden);
        prop_assert_eq!(sliced, parsed, "{}", String::from_utf8_lossy(&document));
    }

    #[test]
    fn it_does_not_matter_how_the_bytes_come(
        which in 0..good().len(), damages in prop::collection::vec(damage(), 0..3),
        sizes in prop::collection::vec(1..200usize, 1..6),
    ) {
        let document = damaged(good().swap_remove(which), &damages);
        // How far the reader had read when it met an error decides whether it met bad bytes behind it.
        let told = |mut lines: Vec<String>| {
            lines.retain(|line| !line.starts_with("bytes that do not fit the character encoding"));
            lines
        };
        let whole = told(transcript(document.as_slice(), Slicing::Allowed));
        let pieces = told(transcript(Pieces::of(&document, &sizes), Slicing::Allowed));
        prop_assert_eq!(whole, pieces, "{}", String::from_utf8_lossy(&document));
    }
}

#[test]
fn every_document_can_come_byte_by_byte() {
    for document in good() {
        let whole = transcript(document.as_slice(), Slicing::Allowed);
        assert_eq!(
            transcript(Pieces::of(&document, &[1]), Slicing::Allowed),
            whole
        );
    }
}

#[test]
fn a_document_may_end_anywhere() {
    for document in good() {
        let whole = transcript(document.as_slice(), Slicing::Allowed);
        for end in 0..document.len() {
            let cut = transcript(&document[..end], Slicing::Allowed);
            assert!(cut.len() <= whole.len() + 4, "{end}: {cut:#?}");
        }
    }
}
