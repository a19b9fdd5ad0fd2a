//! What all VO answers have in common: a results table, `QUERY_STATUS`, and what comes when there is no answer.

mod page;
mod status;

pub use page::explain;
pub use status::Status;

use super::error::{AnswerError, NotVotable};
use crate::votable::{Batch, Event, Limits, Param, Reader, TableHead, Timesys, VotableError};
use std::{cell::RefCell, io::Read, ops::ControlFlow, rc::Rc, sync::Arc};

/// What an answer is made of, in the order of the document.
#[derive(Debug)]
pub enum Part<'a> {
    /// A constant beside the results table.
    Param(Param),
    /// What times refer to.
    Timesys(Timesys),
    /// The results table begins.
    Table(&'a Arc<TableHead>),
    /// Some of its rows.
    Rows(&'a Batch),
}

/// How an answer ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct End {
    /// The service holds more than it told.
    pub overflow: bool,
    /// How many rows came.
    pub received: usize,
    /// What had to be forgiven.
    pub warnings: Vec<String>,
}

/// Reads an answer to its end, or until `tell` breaks off.
///
/// Only results tables are told: tables in a RESOURCE of type `results`, or in one without a type, as old services
/// have it. What stands in `meta` RESOURCEs describes other services.
pub fn read(
    input: impl Read,
    limits: Limits,
    tell: &mut dyn FnMut(Part<'_>) -> ControlFlow<()>,
) -> Result<End, AnswerError> {
    let head = Rc::new(RefCell::new(Vec::new()));
    let tee = Tee {
        input,
        head: Rc::clone(&head),
    };
    let mut walk = Walk::default();
    let mut reader = Reader::new(tee, limits);
    loop {
        match reader.next_event() {
            Ok(Some(event)) => {
                if walk.take_in(event, tell).is_break() {
                    return Ok(walk.end());
                }
            }
            Ok(None) => return walk.ended(),
            Err(why) => return Err(walk.broken(why, &head.borrow())),
        }
    }
}

#[derive(Default)]
struct Walk {
    status: Status,
    /// Whether each open RESOURCE may hold results.
    open: Vec<bool>,
    /// Whether rows that come now are results.
    in_results: bool,
    any_table: bool,
    received: usize,
    warnings: Vec<String>,
}

impl Walk {
    fn take_in(
        &mut self,
        event: Event,
        tell: &mut dyn FnMut(Part<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match event {
            Event::ResourceStart(resource) => {
                let outer = self.open.last().copied().unwrap_or(true);
                let meta = resource
                    .kind
                    .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("meta"));
                self.open.push(outer && !meta);
            }
            Event::ResourceEnd => {
                self.open.pop();
            }
            Event::Info(info) => self.status.take_in(&info),
            Event::Param(param) if self.may_hold_results() => tell(Part::Param(param))?,
            Event::Timesys(timesys) => tell(Part::Timesys(timesys))?,
            Event::Table(table) => {
                self.in_results = self.may_hold_results();
                if self.in_results {
                    self.any_table = true;
                    tell(Part::Table(&table))?;
                }
            }
            Event::Rows(batch) if self.in_results => {
                self.received += batch.len();
                tell(Part::Rows(&batch))?;
            }
            Event::Warning(warning) => self.warnings.push(warning.to_string()),
            Event::Description(_)
            | Event::Coosys(_)
            | Event::TableEnd
            | Event::Param(_)
            | Event::Rows(_) => {}
        }
        ControlFlow::Continue(())
    }

    fn may_hold_results(&self) -> bool {
        self.open.last().copied().unwrap_or(true)
    }

    fn end(self) -> End {
        End {
            overflow: self.status.overflow(),
            received: self.received,
            warnings: self.warnings,
        }
    }

    fn ended(self) -> Result<End, AnswerError> {
        match self.status.error(self.any_table) {
            Some(words) => Err(AnswerError::Said(words)),
            None => Ok(self.end()),
        }
    }

    fn broken(&self, why: VotableError, head: &[u8]) -> AnswerError {
        // A service that says why before it breaks off knows better than the parser.
        if let Some(words) = self.status.error(self.any_table) {
            return AnswerError::Said(words);
        }
        match why {
            VotableError::Read { source, .. } => AnswerError::Io {
                after_rows: self.received,
                source,
            },
            VotableError::Empty => AnswerError::NotVotable {
                what: NotVotable::Empty,
                first: String::new(),
            },
            VotableError::NotVotable { .. } => {
                let (what, first) = page::read(head);
                AnswerError::NotVotable { what, first }
            }
            VotableError::Truncated { .. }
            | VotableError::Malformed { .. }
            | VotableError::BadBase64 { .. }
            | VotableError::TooLarge { .. } => AnswerError::Broken {
                after_rows: self.received,
                why,
            },
        }
    }
}

/// How much of the beginning is kept, to say what came in place of a VOTable: room for the head of a web page.
const HEAD_BYTES: usize = 16 << 10;

/// Passes bytes on, and keeps the first of them.
struct Tee<R> {
    input: R,
    head: Rc<RefCell<Vec<u8>>>,
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n_bytes = self.input.read(buffer)?;
        let mut head = self.head.borrow_mut();
        let room = HEAD_BYTES.saturating_sub(head.len());
        head.extend(buffer.iter().take(n_bytes.min(room)));
        Ok(n_bytes)
    }
}

#[cfg(test)]
mod tests;
