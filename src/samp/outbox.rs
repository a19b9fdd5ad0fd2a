//! Tables and coverage maps, served over loopback HTTP to those who were told of them.

use std::{
    collections::VecDeque,
    fmt,
    io::{self, BufWriter, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;

use super::{SampError, text::token};
use crate::http::serve::{Body, Cut};

/// Most that is kept, in bytes; then the oldest tables go. The newest is kept whatever its size.
///
/// Receivers read a table within seconds, but TOPCAT reads it again when a saved session is opened.
const LARGEST: usize = 256 * 1024 * 1024;
/// Most tables that are kept.
const MOST: usize = 64;
/// How much of a table is written before it is sent, in bytes.
const CHUNK: usize = 64 * 1024;

type WriteTable = dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync;

/// A table to hand on, as a VOTable document: bytes at hand, or what writes them.
#[derive(Clone)]
pub struct Table {
    contents: Contents,
    n_rows: Option<usize>,
    /// What it keeps in memory, in bytes.
    held_bytes: usize,
}

#[derive(Clone)]
enum Contents {
    Bytes(Bytes),
    Written(Arc<WriteTable>),
}

impl Table {
    /// A table that is written anew, straight into the connection, each time that somebody fetches it: however large
    /// it is, it takes no memory meanwhile. It must be the same each time. `write` runs on a thread of its own, and
    /// meets an error when the receiver is gone.
    pub fn written(
        write: impl Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self {
            contents: Contents::Written(Arc::new(write)),
            n_rows: None,
            held_bytes: 0,
        }
    }

    /// The same, known to have so many rows, each of which it keeps so many bytes of in memory. Only so can others speak
    /// of its rows and be sure that they are there, and only so does it make way for newer ones.
    #[must_use]
    pub fn of_rows(self, n_rows: usize, row_bytes: usize) -> Self {
        Self {
            n_rows: Some(n_rows),
            held_bytes: self.held_bytes.max(n_rows.saturating_mul(row_bytes)),
            ..self
        }
    }

    /// How many rows it has, where that is known.
    pub(crate) fn n_rows(&self) -> Option<usize> {
        self.n_rows
    }

    /// The table as the body of an answer; cut off where it cannot be written to its end.
    pub(crate) fn body(self) -> Body {
        let write = match self.contents {
            Contents::Bytes(bytes) => return Body::full(bytes),
            Contents::Written(write) => write,
        };
        Body::written(|writer| async move {
            let writing = tokio::task::spawn_blocking(move || {
                let mut out = BufWriter::with_capacity(CHUNK, writer.into_blocking());
                write(&mut out)?;
                out.flush()
            });
            match writing.await {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) | Err(_) => Err(Cut),
            }
        })
    }
}

impl<T: Into<Bytes>> From<T> for Table {
    fn from(bytes: T) -> Self {
        let bytes = bytes.into();
        Self {
            held_bytes: bytes.len(),
            contents: Contents::Bytes(bytes),
            n_rows: None,
        }
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.contents {
            Contents::Bytes(bytes) => write!(f, "Table({} bytes)", bytes.len()),
            Contents::Written(_) => f.write_str("Table(written)"),
        }
    }
}

/// What kind of document is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    VOTable,
    Fits,
}

impl Form {
    /// VOTable 1.4, 8, and RFC 4047.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::VOTable => "application/x-votable+xml",
            Self::Fits => "application/fits",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::VOTable => "vot",
            Self::Fits => "fits",
        }
    }
}

/// What can be fetched, each under a token of its own. It stays until the session ends, or until there are more than
/// 64 or more than 256 MiB of it.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    items: Mutex<VecDeque<Item>>,
}

#[derive(Debug)]
struct Item {
    token: String,
    form: Form,
    table: Table,
}

impl Outbox {
    /// Takes a table in; gives the path under which it can be fetched.
    pub(crate) fn put(&self, name: &str, form: Form, table: Table) -> Result<String, SampError> {
        let token = token()?;
        let path = format!("/{token}/{}.{}", file_stem(name), form.ending());
        let mut items = self.lock();
        items.push_back(Item { token, form, table });
        while items.len() > 1 && (items.len() > MOST || total(&items) > LARGEST) {
            items.pop_front();
        }
        Ok(path)
    }

    /// What is under a path: its token counts, its file name does not.
    pub(crate) fn get(&self, path: &str) -> Option<(Table, Form)> {
        let token = token_of(path)?;
        let items = self.lock();
        let item = items.iter().find(|item| item.token == token)?;
        Some((item.table.clone(), item.form))
    }

    /// Takes a table out again, because nobody was told of it.
    pub(crate) fn remove(&self, path: &str) {
        if let Some(token) = token_of(path) {
            self.lock().retain(|item| item.token != token);
        }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Item>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn total(items: &VecDeque<Item>) -> usize {
    items.iter().map(|item| item.table.held_bytes).sum()
}

fn token_of(path: &str) -> Option<&str> {
    path.strip_prefix('/')?.split('/').next()
}

/// A file name that needs no escapes: some receivers show it.
fn file_stem(name: &str) -> String {
    let stem: String = name
        .chars()
        .take(40)
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    if stem.is_empty() {
        "table".to_owned()
    } else {
        stem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_found_by_its_token_only() {
        let outbox = Outbox::default();
        let path = outbox
            .put("M 16 / all", Form::VOTable, Table::from("a"))
            .unwrap();
        assert!(path.ends_with("/M_16___all.vot"), "{path}");
        assert!(outbox.get(&path).is_some(), "by its own path");
        for other in [
            "",
            "/",
            "//M_16___all.vot",
            "/0123/M_16___all.vot",
            &path[1..],
        ] {
            assert!(outbox.get(other).is_none(), "{other}");
        }
        outbox.remove(&path);
        assert!(outbox.get(&path).is_none(), "it was taken out");
    }

    #[test]
    fn the_oldest_tables_go_when_there_are_too_many() {
        let outbox = Outbox::default();
        let paths: Vec<String> = (0..=MOST)
            .map(|_| outbox.put("x", Form::Fits, Table::from("a")).unwrap())
            .collect();
        assert!(outbox.get(&paths[0]).is_none(), "the first has gone");
        assert!(outbox.get(&paths[1]).is_some(), "the second is kept");
        let large = Table::from(vec![0; LARGEST + 1]);
        let path = outbox.put("large", Form::VOTable, large).unwrap();
        assert!(outbox.get(&path).is_some(), "the newest is kept");
        assert_eq!(outbox.lock().len(), 1);
        let rows = Table::written(|_| Ok(())).of_rows(LARGEST / 100 + 1, 100);
        outbox.put("rows", Form::VOTable, rows).unwrap();
        assert_eq!(outbox.lock().len(), 1, "rows that are kept count too");
    }
}
