//! Answers as DALI wants them: tables in VOTable, CSV or TSV, and errors as VOTable.

use super::{
    database::Found,
    parameters::Parameters,
    schema::{Column, Type},
};
use crate::{
    http::serve::Body,
    votable::{Cell, Datatype, Field, Rows, Serialization, TableSpec, Writer},
};
use hyper::{
    Response, StatusCode,
    header::{CONTENT_TYPE, HeaderValue, LOCATION, SERVER},
};
use rusqlite::types::Value;
use std::io::{self, Write as _};

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// A VOTable.
    Votable(Serialization),
    /// Text with commas.
    Csv,
    /// Text with tabulators.
    Tsv,
}

impl Format {
    /// What is asked for by `RESPONSEFORMAT`, or by `FORMAT` where that has the same meaning; `None` where it is not
    /// known here.
    pub(super) fn asked(parameters: &Parameters, names: &[&str], usual: Self) -> Option<Self> {
        let Some(asked) = names.iter().find_map(|name| parameters.get(name)) else {
            return Some(usual);
        };
        let asked: String = asked.to_ascii_lowercase().split_whitespace().collect();
        Some(match asked.as_str() {
            "votable" | "application/x-votable+xml" | "text/xml" | "application/xml" => usual,
            "votable/td" | "votabletd" | "application/x-votable+xml;serialization=tabledata" => {
                Self::Votable(Serialization::TableData)
            }
            "votable/b2" | "votableb2" | "application/x-votable+xml;serialization=binary2" => {
                Self::Votable(Serialization::Binary2)
            }
            "csv" | "text/csv" | "text/csv;header=present" => Self::Csv,
            "tsv" | "text/tab-separated-values" => Self::Tsv,
            _ => return None,
        })
    }

    /// The media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Votable(Serialization::Binary2) => {
                "application/x-votable+xml;serialization=BINARY2"
            }
            Self::Votable(Serialization::TableData) => {
                "application/x-votable+xml;serialization=TABLEDATA"
            }
            Self::Csv => "text/csv;header=present",
            Self::Tsv => "text/tab-separated-values",
        }
    }

    /// A table in this form, whole.
    pub(super) fn document(self, found: &Found, heading: &Heading<'_>) -> io::Result<Vec<u8>> {
        match self {
            Self::Votable(serialization) => votable(found, heading, serialization),
            Self::Csv => separated(found, ','),
            Self::Tsv => separated(found, '\t'),
        }
    }
}

/// What a VOTable says besides its table.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Heading<'a> {
    /// What it is, for a person.
    pub(super) description: &'a str,
    /// INFOs that stand before the table, besides the status: name and value.
    pub(super) infos: &'a [(&'a str, &'a str)],
    /// PARAMs with what a service takes, for requests of metadata.
    pub(super) params: &'a [Field],
    /// Where it is said that there are more rows.
    pub(super) overflow: Overflow,
}

/// Where an answer says that it is cut: real services do both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Overflow {
    /// In a second status, after the table (DALI 1.1, section 4.4.1).
    #[default]
    AfterTable,
    /// In the only status, before the table, as DaCHS answers SIA 1 and SSAP.
    BeforeTable,
}

fn votable(
    found: &Found,
    heading: &Heading<'_>,
    serialization: Serialization,
) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new(), heading.description)?;
    let before = found.overflow && heading.overflow == Overflow::BeforeTable;
    writer.info("QUERY_STATUS", if before { "OVERFLOW" } else { "OK" }, "")?;
    for (name, value) in heading.infos {
        writer.info(name, value, "")?;
    }
    for param in heading.params {
        writer.param(param, "")?;
    }
    let spec = TableSpec {
        name: Some("results".to_owned()),
        fields: found.columns.iter().map(field).collect(),
        ..TableSpec::default()
    };
    writer.table(&spec, serialization, found)?;
    if found.overflow && !before {
        writer.info("QUERY_STATUS", "OVERFLOW", "there are more rows than these")?;
    }
    writer.finish()
}

/// A column as VOTable's FIELD.
fn field(column: &Column) -> Field {
    let (_, arraysize, xtype) = column.kind.votable();
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let datatype = match column.kind {
        Type::Long => Datatype::Long,
        Type::Double | Type::Doubles => Datatype::Double,
        Type::Int | Type::Ints => Datatype::Int,
        Type::Text | Type::Timestamp | Type::Region | Type::Moc => Datatype::Char,
    };
    Field {
        arraysize: arraysize.map(str::to_owned),
        unit: filled(&column.unit),
        ucd: filled(&column.ucd),
        utype: filled(&column.utype),
        xtype: xtype.map(str::to_owned),
        description: filled(&column.description),
        ..Field::new(&column.name, datatype)
    }
}

impl Rows for Found {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        match self.rows.get(row).and_then(|values| values.get(column)) {
            Some(Value::Integer(number)) => {
                match self.columns.get(column).map(|column| column.kind) {
                    #[expect(
                        clippy::cast_precision_loss,
                        reason = "the column is one of real numbers"
                    )]
                    Some(Type::Double) => Cell::Double(*number as f64),
                    _ => Cell::Int(*number),
                }
            }
            Some(Value::Real(number)) => Cell::Double(*number),
            Some(Value::Text(text)) => Cell::Text(text),
            Some(Value::Null | Value::Blob(_)) | None => Cell::Null,
        }
    }
}

fn separated(found: &Found, separator: char) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let names: Vec<String> = found
        .columns
        .iter()
        .map(|column| escaped(&column.name, separator))
        .collect();
    let between = separator.to_string();
    out.write_all(names.join(&between).as_bytes())?;
    out.write_all(b"\r\n")?;
    for row in &found.rows {
        let cells: Vec<String> = row
            .iter()
            .map(|value| match value {
                Value::Integer(number) => number.to_string(),
                Value::Real(number) => number.to_string(),
                Value::Text(text) => escaped(text, separator),
                Value::Null | Value::Blob(_) => String::new(),
            })
            .collect();
        out.write_all(cells.join(&between).as_bytes())?;
        out.write_all(b"\r\n")?;
    }
    Ok(out)
}

/// A text as RFC 4180 quotes it; tabulators have no quotes and become blanks.
fn escaped(text: &str, separator: char) -> String {
    if separator == '\t' {
        return text.replace(['\t', '\r', '\n'], " ");
    }
    if text.contains([',', '"', '\r', '\n']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

/// What a handler answers, whole; faults and latencies come on top.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    /// The status.
    pub(super) status: StatusCode,
    /// The media type.
    pub(super) media_type: &'static str,
    /// The body.
    pub(super) body: Vec<u8>,
    /// Where to look instead, for 303.
    pub(super) location: Option<String>,
}

impl Answer {
    /// An answer of this media type.
    pub(super) fn new(
        status: StatusCode,
        media_type: &'static str,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            status,
            media_type,
            body: body.into(),
            location: None,
        }
    }

    /// All went well.
    pub(super) fn ok(media_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self::new(StatusCode::OK, media_type, body)
    }

    /// A plain sentence.
    pub(super) fn plain(status: StatusCode, sentence: &str) -> Self {
        Self::new(status, "text/plain", sentence)
    }

    /// XML, as VOSI and UWS answer.
    pub(super) fn xml(body: String) -> Self {
        Self::ok("text/xml", body)
    }

    /// 303 See Other.
    pub(super) fn see(location: String) -> Self {
        Self {
            location: Some(location),
            ..Self::plain(StatusCode::SEE_OTHER, "see there")
        }
    }

    /// An error as a VOTable (DALI 1.1, section 4.2).
    pub(super) fn error(status: StatusCode, message: &str) -> Self {
        Self::new(status, "application/x-votable+xml", error_document(message))
    }

    /// As HTTP wants it.
    pub(super) fn response(self, body: impl FnOnce(Vec<u8>) -> Body) -> Response<Body> {
        let mut response = Response::new(body(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(SERVER, HeaderValue::from_static("vodiscover-practice/0.1"));
        if let Some(location) = self
            .location
            .and_then(|url| HeaderValue::from_str(&url).ok())
        {
            headers.insert(LOCATION, location);
        }
        response
    }
}

/// The VOTable of an error.
pub(super) fn error_document(message: &str) -> Vec<u8> {
    let document = || {
        let mut writer = Writer::new(Vec::new(), "")?;
        writer.info("QUERY_STATUS", "ERROR", message)?;
        writer.finish()
    };
    // Writing to memory does not fail.
    let written: io::Result<Vec<u8>> = document();
    written.unwrap_or_default()
}
