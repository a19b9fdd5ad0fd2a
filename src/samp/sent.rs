//! Which tables were sent, so that others can speak of their rows.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Most tables that are remembered; rows of older ones are not understood any more.
const MOST: usize = 64;

/// Whom a message goes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum To {
    /// Every program that takes it.
    #[default]
    All,
    /// The program of this identifier, see [`Client::id`](super::Client::id).
    One(String),
}

/// A table that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sent {
    /// What the receivers call it by.
    pub(crate) id: String,
    /// Where they fetch it.
    pub(crate) url: String,
    /// How many rows it has, where that is known.
    pub(crate) n_rows: Option<usize>,
    /// Who has it.
    pub(crate) to: To,
}

/// The tables that were sent last.
#[derive(Debug, Default)]
pub(crate) struct SentTables(Mutex<VecDeque<Sent>>);

impl SentTables {
    pub(crate) fn put(&self, sent: Sent) {
        let mut all = self.lock();
        all.push_back(sent);
        if all.len() > MOST {
            all.pop_front();
        }
    }

    /// Forgets one that did not go out after all.
    pub(crate) fn remove(&self, id: &str) {
        self.lock().retain(|sent| sent.id != id);
    }

    /// The one that a message names by its identifier, by its address, or by both: TOPCAT gives both.
    pub(crate) fn find(&self, id: Option<&str>, url: Option<&str>) -> Option<Sent> {
        let all = self.lock();
        let by_id = || all.iter().find(|sent| Some(sent.id.as_str()) == id);
        let by_url = || all.iter().find(|sent| Some(sent.url.as_str()) == url);
        by_id().or_else(by_url).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Sent>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_found_by_either_of_its_names_until_it_is_old() {
        let tables = SentTables::default();
        let sent = |nr: usize| Sent {
            id: format!("id {nr}"),
            url: format!("http://127.0.0.1/{nr}"),
            n_rows: Some(nr),
            to: To::All,
        };
        for nr in 0..=MOST {
            tables.put(sent(nr));
        }
        let found = |id, url| tables.find(id, url).map(|sent| sent.n_rows);
        assert_eq!(found(Some("id 0"), None), None, "the oldest has gone");
        assert_eq!(found(Some("id 1"), None), Some(Some(1)));
        assert_eq!(found(None, Some("http://127.0.0.1/2")), Some(Some(2)));
        assert_eq!(found(Some("?"), Some("http://127.0.0.1/3")), Some(Some(3)));
        assert_eq!(found(None, None), None);
        tables.remove("id 3");
        assert_eq!(found(Some("id 3"), None), None, "it was taken out");
    }
}
