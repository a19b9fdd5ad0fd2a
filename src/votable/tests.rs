//! The reader on small documents of our own.

mod breakage;
mod encodings;
mod mutations;
mod nulls;
mod peers;
mod tolerance;
mod unclosed;

use super::*;
use std::io::Read;

/// Bytes that come in pieces of certain sizes, over and over.
struct Pieces<'a> {
    rest: &'a [u8],
    sizes: std::iter::Cycle<std::iter::Copied<std::slice::Iter<'a, usize>>>,
}

impl<'a> Pieces<'a> {
    fn of(document: &'a [u8], sizes: &'a [usize]) -> Self {
        Self {
            rest: document,
            sizes: sizes.iter().copied().cycle(),
        }
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.sizes.next().unwrap().min(into.len());
        let n = (&self.rest[..n.min(self.rest.len())]).read(into)?;
        self.rest = &self.rest[n..];
        Ok(n)
    }
}

/// Whether the slicer may help.
#[derive(Clone, Copy, PartialEq)]
enum Slicing {
    Allowed,
    Forbidden,
}

/// All that a document tells, a line an event and a line a row, and the error as the last line. How the rows were
/// divided into batches does not show.
fn transcript(source: impl Read, slicing: Slicing) -> Vec<String> {
    let mut reader = Reader::new(source, Limits::default());
    let mut lines = Vec::new();
    loop {
        match reader.next_event() {
            Ok(Some(Event::Rows(batch))) => {
                assert!(!batch.is_empty(), "an empty batch");
                for row in 0..batch.len() {
                    let texts: Vec<_> = batch
                        .columns()
                        .iter()
                        .map(|column| column.text(row))
                        .collect();
                    lines.push(format!("{texts:?}"));
                }
            }
            Ok(Some(event)) => {
                if slicing == Slicing::Forbidden {
                    reader.without_slicing();
                }
                lines.push(match event {
                    Event::Warning(warning) => warning.to_string(),
                    event => format!("{event:?}"),
                });
            }
            Ok(None) => return lines,
            Err(error) => {
                lines.push(error.to_string());
                assert!(
                    reader.next_event().unwrap().is_none(),
                    "after an error comes nothing"
                );
                return lines;
            }
        }
    }
}

/// The rows of a document that has nothing wrong, each cell as text.
fn rows(document: &[u8]) -> Vec<Vec<Option<String>>> {
    let mut reader = Reader::new(document, Limits::default());
    let mut rows = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        match event {
            Event::Rows(batch) => {
                for row in 0..batch.len() {
                    let texts = batch.columns().iter();
                    rows.push(
                        texts
                            .map(|column| column.text(row).map(String::from))
                            .collect(),
                    );
                }
            }
            Event::Warning(warning) => panic!("{warning}"),
            _ => {}
        }
    }
    rows
}

/// A document with one table of these fields and this data.
fn document(fields: &str, data: &str) -> String {
    format!(
        "<?xml version='1.0'?>\n<VOTABLE version='1.4' xmlns='http://www.ivoa.net/xml/VOTable/v1.3'>\
         <RESOURCE type='results'><INFO name='QUERY_STATUS' value='OK'/><TABLE name='t'>{fields}\
         <DATA>{data}</DATA></TABLE></RESOURCE></VOTABLE>\n"
    )
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

#[test]
fn an_ampersand_in_an_access_url_is_kept() {
    let document = document(
        "<FIELD name='access_url' datatype='char' arraysize='*'/>",
        "<TABLEDATA><TR><TD>http://x/?a=1&amp;b=2&c=3</TD></TR>\
         <TR><TD><![CDATA[http://x/?a=1&b=2]]></TD></TR></TABLEDATA>",
    );
    assert_eq!(
        rows(document.as_bytes()),
        [
            some(&["http://x/?a=1&b=2&c=3"]),
            some(&["http://x/?a=1&b=2"])
        ]
    );
}

#[test]
fn rows_are_handed_out_before_the_source_is_asked_to_wait() {
    let document = document(
        "<FIELD name='a' datatype='int'/>",
        "<TABLEDATA><TR><TD>1</TD></TR><TR><TD>2</TD></TR></TABLEDATA>",
    );
    let after_first = document.find("<TR><TD>2").unwrap() + 5;
    let sizes = [after_first, document.len()];
    let mut reader = Reader::new(Pieces::of(document.as_bytes(), &sizes), Limits::default());
    let first = loop {
        if let Event::Rows(batch) = reader.next_event().unwrap().unwrap() {
            break batch;
        }
    };
    assert_eq!(first.len(), 1, "the second row has not arrived");
    assert!(
        reader.xml.input().text().len() < 10,
        "nothing was read beyond"
    );
}
