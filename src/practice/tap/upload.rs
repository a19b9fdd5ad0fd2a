//! Tables that come with a query (TAP 1.1, section 2.7.7): each a VOTable inside the request.

use crate::{
    http::{Client, Settings},
    practice::{
        database::{UPLOADS, Upload},
        parameters::Parameters,
        schema::{Column, Table, Type},
    },
    protocol::request::Request,
    votable::{self, Datatype, Event, Field, Limits, Reader},
};
use rusqlite::types::Value;
use std::io::Read as _;

/// Larger tables are not fetched, in bytes.
const MOST_BYTES: u64 = 8_000_000;

/// More rows than that are not taken.
const MOST_ROWS: usize = 100_000;

/// The uploads that the parameters name.
pub(super) fn read(parameters: &Parameters) -> Result<Vec<Upload>, String> {
    parameters
        .all("UPLOAD")
        .flat_map(|list| list.split(';'))
        .filter(|entry| !entry.trim().is_empty())
        .map(|entry| upload(entry, parameters))
        .collect()
}

fn upload(entry: &str, parameters: &Parameters) -> Result<Upload, String> {
    let wrong = || format!("UPLOAD={entry} is not a name and an address with a comma between them");
    let (name, address) = entry.split_once(',').ok_or_else(wrong)?;
    let (name, address) = (name.trim(), address.trim());
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        return Err(format!("{name:?} is not the name of a table"));
    }
    let part = address.strip_prefix("param:").unwrap_or(address);
    let file = parameters.files.iter().find(|(own, _)| own == part);
    match (file, parameters.get(part)) {
        (Some((_, bytes)), _) => table(name, bytes),
        (None, Some(text)) => table(name, text.as_bytes()),
        (None, None) => Err(format!("the request has no part {part}")),
    }
}

/// Fetches the tables that are elsewhere, as if they had come with the request. This machine is as far as it goes.
pub(super) async fn fetch(parameters: &mut Parameters) -> Result<(), String> {
    let addresses: Vec<String> = parameters
        .all("UPLOAD")
        .flat_map(|list| list.split(';'))
        .filter_map(|entry| entry.split_once(','))
        .map(|(_, address)| address.trim().to_owned())
        .filter(|address| !address.starts_with("param:"))
        .collect();
    for address in addresses {
        let near = ["http://127.", "http://localhost:", "http://localhost/"];
        if !near.iter().any(|host| address.starts_with(host)) {
            return Err(format!(
                "{address} is not on this machine, and the practice VO asks nobody else"
            ));
        }
        let settings = Settings {
            answer_bytes: MOST_BYTES,
            ..Settings::default()
        };
        let client = Client::new(settings).map_err(|failure| failure.to_string())?;
        let read = |mut body: crate::http::Body| {
            let mut bytes = Vec::new();
            body.read_to_end(&mut bytes).map(|_| bytes)
        };
        let answered = client
            .read(&Request::get(&address, &[]), read)
            .await
            .map_err(|failure| failure.to_string())?;
        let bytes = answered.read.map_err(|error| error.to_string())?;
        parameters.files.push((address, bytes));
    }
    Ok(())
}

fn table(name: &str, votable: &[u8]) -> Result<Upload, String> {
    let mut reader = Reader::new(votable, Limits::default());
    let mut upload: Option<Upload> = None;
    loop {
        let event = reader
            .next_event()
            .map_err(|error| format!("the uploaded table is broken: {error}"))?;
        match (event, &mut upload) {
            (Some(Event::Table(head)), None) => {
                let columns = head.fields.iter().map(column).collect();
                let full_name = format!("{UPLOADS}.{name}");
                let table = Table::new(UPLOADS, name, &full_name, columns);
                upload = Some(Upload {
                    table,
                    rows: Vec::new(),
                });
            }
            (Some(Event::Rows(batch)), Some(upload)) => {
                for row in 0..batch.len() {
                    let kinds = upload.table.columns.iter().map(|column| column.kind);
                    let values = kinds
                        .zip(batch.columns())
                        .map(|(kind, cells)| value(kind, cells, row));
                    upload.rows.push(values.collect());
                }
                if upload.rows.len() > MOST_ROWS {
                    return Err(format!("the uploaded table has more than {MOST_ROWS} rows"));
                }
            }
            (Some(Event::TableEnd), Some(_)) | (None, _) => {
                return upload.ok_or_else(|| "there is no table in the upload".to_owned());
            }
            _ => {}
        }
    }
}

fn column(field: &Field) -> Column {
    let single = field.arraysize.is_none();
    let kind = match field.datatype {
        Datatype::Boolean | Datatype::UnsignedByte | Datatype::Short | Datatype::Int if single => {
            Type::Int
        }
        Datatype::Long if single => Type::Long,
        Datatype::Float | Datatype::Double if single => Type::Double,
        _ if field.xtype.as_deref() == Some("timestamp") => Type::Timestamp,
        _ => Type::Text,
    };
    let mut column = Column::bare(&field.name, kind);
    column.unit = field.unit.clone().unwrap_or_default();
    column.ucd = field.ucd.clone().unwrap_or_default();
    column
}

fn value(kind: Type, cells: &votable::Column, row: usize) -> Value {
    match kind {
        _ if cells.is_null(row) => Value::Null,
        Type::Int | Type::Long => cells.i64(row).into(),
        Type::Double => cells.f64(row).into(),
        _ => cells.text(row).map(std::borrow::Cow::into_owned).into(),
    }
}
