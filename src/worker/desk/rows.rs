//! Which rows of which search each table that was sent has.

use crate::{discovery::event::RunId, samp::To};
use std::{collections::VecDeque, sync::Arc};

/// Most tables that are remembered, as many as can be spoken of.
const MOST: usize = 64;
/// Most rows that are remembered one by one, of all tables together; the newest table is kept whatever its size.
const MOST_ROWS: usize = 4_000_000;
/// Most tables that a row is told to.
const MOST_TOLD: usize = 8;

/// Which rows of a search a table has, in the order of the table.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// The first so many.
    All(usize),
    /// These.
    Some(Arc<[usize]>),
}

#[derive(Debug)]
struct SentTable {
    id: String,
    run: RunId,
    part: Part,
    to: To,
}

/// The tables that were sent last.
#[derive(Debug, Default)]
pub(super) struct SentRows(VecDeque<SentTable>);

impl SentRows {
    pub(super) fn put(&mut self, id: &str, run: RunId, part: Part, to: To) {
        let id = id.to_owned();
        self.0.push_back(SentTable { id, run, part, to });
        while self.0.len() > 1 && (self.0.len() > MOST || self.n_rows() > MOST_ROWS) {
            self.0.pop_front();
        }
    }

    /// Rows of a table as rows of the search that it came from, rising.
    pub(super) fn rows_of(&self, id: &str, rows: &[usize]) -> Option<(RunId, Vec<usize>)> {
        let table = self.0.iter().find(|table| table.id == id)?;
        let mut theirs: Vec<usize> = match &table.part {
            Part::All(n_rows) => rows.iter().copied().filter(|row| row < n_rows).collect(),
            Part::Some(part) => rows
                .iter()
                .filter_map(|row| part.get(*row).copied())
                .collect(),
        };
        theirs.sort_unstable();
        Some((table.run, theirs))
    }

    /// The tables that have some of these rows of a search, and which rows of theirs these are: of those that went to the
    /// same receivers, the newest.
    pub(super) fn tables_with(
        &self,
        run: RunId,
        rows: &[usize],
        to: &To,
    ) -> Vec<(String, Vec<usize>)> {
        let mut told: Vec<&To> = Vec::new();
        let mut tables = Vec::new();
        let of_run = self.0.iter().rev().filter(|table| table.run == run);
        for table in of_run {
            let is_meant = table.to == To::All || *to == To::All || table.to == *to;
            if !is_meant || told.contains(&&table.to) || tables.len() == MOST_TOLD {
                continue;
            }
            let theirs = table.part.rows(rows);
            // A selection of nothing takes back what was selected.
            if !theirs.is_empty() || rows.is_empty() {
                told.push(&table.to);
                tables.push((table.id.clone(), theirs));
            }
        }
        tables
    }

    fn n_rows(&self) -> usize {
        let of = |table: &SentTable| match &table.part {
            Part::All(_) => 0,
            Part::Some(rows) => rows.len(),
        };
        self.0.iter().map(of).sum()
    }
}

impl Part {
    /// The rows of the table that these rows of the search are.
    fn rows(&self, rows: &[usize]) -> Vec<usize> {
        match self {
            Self::All(n_rows) => rows.iter().copied().filter(|row| row < n_rows).collect(),
            Self::Some(part) => {
                let mut wanted = rows.to_vec();
                wanted.sort_unstable();
                let places = part.iter().enumerate();
                places
                    .filter_map(|(at, row)| wanted.binary_search(row).is_ok().then_some(at))
                    .collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(rows: &[usize]) -> Part {
        Part::Some(rows.into())
    }

    #[test]
    fn rows_go_out_and_come_back_as_what_they_are() {
        let mut sent = SentRows::default();
        let aladin = || To::One("c3".to_owned());
        sent.put("all", RunId(1), Part::All(10), To::All);
        sent.put("some", RunId(1), part(&[9, 4, 7]), aladin());
        sent.put("other", RunId(2), Part::All(3), To::All);
        let all = [("some".to_owned(), vec![1]), ("all".to_owned(), vec![4])];
        assert_eq!(sent.tables_with(RunId(1), &[4], &To::All), all);
        assert_eq!(sent.tables_with(RunId(1), &[4], &aladin()), all);
        let topcat = To::One("c2".to_owned());
        assert_eq!(sent.tables_with(RunId(1), &[4], &topcat), all[1..]);
        assert_eq!(sent.tables_with(RunId(1), &[10], &To::All), []);
        assert_eq!(sent.tables_with(RunId(3), &[1], &To::All), []);

        let back = |id, rows: &[usize]| sent.rows_of(id, rows);
        assert_eq!(back("some", &[0, 1]), Some((RunId(1), vec![4, 9])));
        assert_eq!(back("all", &[3, 10]), Some((RunId(1), vec![3])));
        assert_eq!(back("none", &[3]), None);
    }

    #[test]
    fn the_newest_table_counts_and_the_oldest_is_forgotten() {
        let mut sent = SentRows::default();
        for nr in 0..=MOST {
            sent.put(&format!("t{nr}"), RunId(1), Part::All(5), To::All);
        }
        let newest = [(format!("t{MOST}"), vec![2])];
        assert_eq!(sent.tables_with(RunId(1), &[2], &To::All), newest);
        assert_eq!(sent.rows_of("t0", &[1]), None);
        let many: Vec<usize> = (0..=MOST_ROWS).collect();
        sent.put("large", RunId(1), part(&many), To::All);
        assert_eq!(sent.0.len(), 1, "rows are bounded too");
        let empty = sent.tables_with(RunId(1), &[], &To::All);
        assert_eq!(empty, [("large".to_owned(), vec![])]);
    }
}
