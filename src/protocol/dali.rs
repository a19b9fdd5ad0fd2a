//! What all VO answers have in common: a results table, `QUERY_STATUS`, and what comes when there is no answer.

mod page;
mod status;

pub use page::explain;
pub use status::Status;

use super::error::{AnswerError, NotVotable};
use crate::votable::{
    Batch, Event, Limits, Param, Reader, ResourceHead, TableHead, Timesys, VotableError, Warning,
    WarningKind,
};
pub(super) use status::one_line;
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
    /// The description of a service begins (DataLink 1.1, section 4).
    Service(&'a ResourceHead),
    /// A constant of that description, and the name of the GROUP that it stands in.
    ServiceParam(Param, Option<String>),
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
/// have it. What stands in `meta` RESOURCEs describes other services; and once there was a table in one of type `results`,
/// those without a type belong to something else.
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
    /// What the open RESOURCEs hold.
    open: Vec<Holds>,
    /// The table that has most to say for being the results.
    met: Met,
    /// Whether rows that come now are results.
    in_results: bool,
    /// Whether a results table has its rows where they are not read.
    rows_elsewhere: bool,
    received: usize,
    warnings: Vec<String>,
}

/// Which tables have been met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Met {
    #[default]
    None,
    /// One that may be the results.
    Perhaps,
    /// One that is said to be the results.
    Results,
}

/// What a RESOURCE holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// Results, as it says.
    Results,
    /// It does not say.
    Perhaps,
    /// Something else.
    Other,
}

impl Walk {
    fn take_in(
        &mut self,
        event: Event,
        tell: &mut dyn FnMut(Part<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match event {
            Event::ResourceStart(resource) => {
                self.open_resource(resource.kind.as_deref());
                let utype = resource.utype.as_deref().unwrap_or_default();
                if utype.trim().eq_ignore_ascii_case("adhoc:service") {
                    tell(Part::Service(&resource))?;
                }
            }
            Event::ResourceEnd => {
                self.open.pop();
            }
            Event::Info(info) => self.status.take_in(&info),
            Event::Param(param, group) => {
                self.status.take_in_param(&param);
                if self.may_hold_results() {
                    tell(Part::Param(*param))?;
                } else {
                    tell(Part::ServiceParam(*param, group))?;
                }
            }
            Event::Timesys(timesys) => tell(Part::Timesys(timesys))?,
            Event::Table(table) => {
                for param in &table.params {
                    self.status.take_in_param(param);
                }
                self.in_results = self.may_hold_results();
                if self.in_results {
                    let is_said = self.open.last() == Some(&Holds::Results);
                    let met = if is_said { Met::Results } else { Met::Perhaps };
                    self.met = self.met.max(met);
                    tell(Part::Table(&table))?;
                }
            }
            Event::Rows(batch) if self.in_results => {
                self.received += batch.len();
                tell(Part::Rows(&batch))?;
            }
            Event::Warning(warning) => self.warn(&warning),
            Event::TableEnd => self.in_results = false,
            Event::Description(_) | Event::Coosys(_) | Event::Rows(_) => {}
        }
        ControlFlow::Continue(())
    }

    fn open_resource(&mut self, kind: Option<&str>) {
        let is = |word: &str| kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case(word));
        let outer = self.open.last().copied().unwrap_or(Holds::Perhaps);
        self.open.push(match outer {
            Holds::Results | Holds::Perhaps if is("results") => Holds::Results,
            Holds::Results | Holds::Perhaps if !is("meta") => outer,
            _ => Holds::Other,
        });
    }

    fn warn(&mut self, warning: &Warning) {
        let elsewhere = [
            WarningKind::RowsElsewhere,
            WarningKind::UnknownStreamEncoding,
        ];
        self.rows_elsewhere |= self.in_results && elsewhere.contains(&warning.kind);
        if self.warnings.len() < MAX_WARNINGS {
            self.warnings.push(one_line(&warning.to_string()));
        }
    }

    fn may_hold_results(&self) -> bool {
        match self.open.last().copied().unwrap_or(Holds::Perhaps) {
            Holds::Results => true,
            Holds::Perhaps => self.met < Met::Results,
            Holds::Other => false,
        }
    }

    fn end(self) -> End {
        End {
            overflow: self.status.overflow(),
            received: self.received,
            warnings: self.warnings,
        }
    }

    fn ended(self) -> Result<End, AnswerError> {
        match self.status.error(self.met > Met::None) {
            Some(words) => Err(AnswerError::Said(words)),
            None if self.rows_elsewhere => Err(AnswerError::Lacks(
                "rows that can be read: they are in another file or form",
            )),
            None => Ok(self.end()),
        }
    }

    fn broken(&self, why: VotableError, head: &[u8]) -> AnswerError {
        // A service that says why before it breaks off knows better than the parser.
        if let Some(words) = self.status.error(self.met > Met::None) {
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
            | VotableError::PartOfRow { .. }
            | VotableError::TooLarge { .. } => AnswerError::Broken {
                after_rows: self.received,
                why,
            },
        }
    }
}

/// Warnings that are kept of one answer; one kind in one column of one table is one of them.
const MAX_WARNINGS: usize = 100;

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
