//! The reader on small documents of our own.

use super::*;

/// All that a document tells, and its error.
fn read(document: &[u8]) -> (Vec<Event>, Option<VotableError>) {
    let mut reader = Reader::new(document, Limits::default());
    let mut events = Vec::new();
    loop {
        match reader.next_event() {
            Ok(Some(event)) => events.push(event),
            Ok(None) => return (events, None),
            Err(error) => return (events, Some(error)),
        }
    }
}

/// The rows of a document, each cell as text.
fn rows(document: &str) -> Vec<Vec<Option<String>>> {
    let (events, error) = read(document.as_bytes());
    assert!(error.is_none(), "{error:?}");
    let mut rows = Vec::new();
    for event in events {
        if let Event::Rows(batch) = event {
            for row in 0..batch.len() {
                let texts = batch
                    .columns()
                    .iter()
                    .map(|column| column.text(row).map(String::from));
                rows.push(texts.collect());
            }
        }
    }
    rows
}

#[test]
fn an_ampersand_in_an_access_url_is_kept() {
    let document = "<VOTABLE><RESOURCE><TABLE><FIELD name='access_url' datatype='char' arraysize='*'/>\
        <DATA><TABLEDATA><TR><TD>http://x/?a=1&amp;b=2&c=3</TD></TR>\
        <TR><TD><![CDATA[http://x/?a=1&b=2]]></TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
    assert_eq!(
        rows(document),
        [
            [Some("http://x/?a=1&b=2&c=3".to_owned())],
            [Some("http://x/?a=1&b=2".to_owned())]
        ]
    );
}
