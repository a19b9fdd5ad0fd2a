//! Tables served over loopback HTTP to those who were told of them.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;

use super::{SampError, text::token};

/// Most that is kept, in bytes; then the oldest tables go. The newest is kept whatever its size.
///
/// Receivers read a table within seconds, but TOPCAT reads it again when a saved session is opened.
const LARGEST: usize = 256 * 1024 * 1024;
/// Most tables that are kept.
const MOST: usize = 64;

/// The tables that can be fetched, each under a token of its own. They stay until the program ends, or until there are
/// more than 64 or more than 256 MiB of them.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    tables: Mutex<VecDeque<Item>>,
}

#[derive(Debug)]
struct Item {
    token: String,
    bytes: Bytes,
}

impl Outbox {
    /// Takes a table in; gives the path under which it can be fetched.
    pub(crate) fn put(&self, name: &str, bytes: Bytes) -> Result<String, SampError> {
        let token = token()?;
        let path = format!("/{token}/{}.vot", file_stem(name));
        let mut tables = self.lock();
        tables.push_back(Item { token, bytes });
        while tables.len() > 1 && (tables.len() > MOST || total(&tables) > LARGEST) {
            tables.pop_front();
        }
        Ok(path)
    }

    /// The table under a path: its token counts, its file name does not.
    pub(crate) fn get(&self, path: &str) -> Option<Bytes> {
        let token = token_of(path)?;
        let tables = self.lock();
        let item = tables.iter().find(|item| item.token == token)?;
        Some(item.bytes.clone())
    }

    /// Takes a table out again, because nobody was told of it.
    pub(crate) fn remove(&self, path: &str) {
        if let Some(token) = token_of(path) {
            self.lock().retain(|item| item.token != token);
        }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Item>> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn total(tables: &VecDeque<Item>) -> usize {
    tables.iter().map(|item| item.bytes.len()).sum()
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
        let path = outbox.put("M 16 / all", Bytes::from("a")).unwrap();
        assert!(path.ends_with("/M_16___all.vot"), "{path}");
        assert_eq!(outbox.get(&path), Some(Bytes::from("a")));
        for other in [
            "",
            "/",
            "//M_16___all.vot",
            "/0123/M_16___all.vot",
            &path[1..],
        ] {
            assert_eq!(outbox.get(other), None, "{other}");
        }
        outbox.remove(&path);
        assert_eq!(outbox.get(&path), None);
    }

    #[test]
    fn the_oldest_tables_go_when_there_are_too_many() {
        let outbox = Outbox::default();
        let paths: Vec<String> = (0..=MOST)
            .map(|_| outbox.put("x", Bytes::from("a")).unwrap())
            .collect();
        assert_eq!(outbox.get(&paths[0]), None);
        assert!(outbox.get(&paths[1]).is_some(), "the second is kept");
        let large = Bytes::from(vec![0; LARGEST + 1]);
        let path = outbox.put("large", large).unwrap();
        assert!(outbox.get(&path).is_some(), "the newest is kept");
        assert_eq!(outbox.lock().len(), 1);
    }
}
