//! Small tables, read by the names of their columns.

use super::{
    dali::{self, Part},
    error::AnswerError,
};
use crate::votable::{Batch, Limits, TableHead};
use std::{io::Read, ops::ControlFlow, sync::Arc};

/// Some rows of a table, with the names of its columns.
#[derive(Debug)]
pub struct Columns<'a> {
    head: &'a TableHead,
    batch: &'a Batch,
}

impl<'a> Columns<'a> {
    /// These rows, of the table with this head.
    pub(super) fn of(head: &'a TableHead, batch: &'a Batch) -> Self {
        Self { head, batch }
    }

    /// A cell as text, trimmed; `None` for null and where there is no such column.
    pub fn text(&self, name: &str, row: usize) -> Option<String> {
        let column = self.batch.column(self.head.by_name(name)?)?;
        let text = column.text(row)?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Whether there is such a column.
    pub fn has(&self, name: &str) -> bool {
        self.head.by_name(name).is_some()
    }

    /// A cell as a whole number; a truth value is 0 or 1.
    pub fn integer(&self, name: &str, row: usize) -> Option<i64> {
        self.batch.column(self.head.by_name(name)?)?.i64(row)
    }
}

/// Tells `each` every row, until it breaks off.
pub fn read_rows(
    input: impl Read,
    mut each: impl FnMut(&Columns<'_>, usize) -> ControlFlow<()>,
) -> Result<dali::End, AnswerError> {
    let mut head: Option<Arc<TableHead>> = None;
    dali::read(input, Limits::default(), &mut |part| {
        match part {
            Part::Table(table) => head = Some(Arc::clone(table)),
            Part::Rows(batch) => {
                if let Some(head) = &head {
                    let columns = Columns::of(head, batch);
                    for row in 0..batch.len() {
                        each(&columns, row)?;
                    }
                }
            }
            Part::Param(_) | Part::Timesys(_) | Part::Service(_) | Part::ServiceParam(..) => {}
        }
        ControlFlow::Continue(())
    })
}
