//! From bytes to events, while the bytes arrive.

use super::{
    Event, Limits, TableHead, VotableError, WarningKind,
    binary::Stream,
    build::Builder,
    element::Element,
    error::{Fault, Place},
    header::Header,
    tabledata::Cells,
    warning::Tally,
    xml::{Tag, Token, Xml},
};
use std::{collections::VecDeque, io::Read, sync::Arc};

/// Reads a VOTable from a source of bytes, an event at a time.
///
/// Rows are handed out as soon as the source has no more for now, so the first show while the rest is still on its
/// way; the memory needed is that of a batch, whatever the length of the document. A document that breaks off gives
/// its whole rows first and the error after them.
#[derive(Debug)]
pub struct Reader<R: Read> {
    pub(super) xml: Xml<R>,
    pub(super) scratch: Vec<u8>,
    pub(super) limits: Limits,
    pub(super) ready: VecDeque<Event>,
    pub(super) header: Header,
    pub(super) data: Option<Data>,
    rows_before: u64,
    text_before: bool,
    /// Where the first STREAM was closed within a row: told at the end, for what comes behind it may say why.
    pub(super) part_of_row: Option<Place>,
    failed: Option<VotableError>,
    ended: bool,
}

/// The rows of a table while they are read.
#[derive(Debug)]
pub(super) struct Data {
    table: Arc<TableHead>,
    pub(super) element: Element,
    pub(super) builder: Builder,
    pub(super) tally: Tally,
    pub(super) form: Form,
}

/// How the rows are written.
#[derive(Debug)]
pub(super) enum Form {
    TableData(Box<Cells>),
    Binary(Stream),
}

impl<R: Read> Reader<R> {
    /// A reader of what `source` gives. Nothing is read yet.
    pub fn new(source: R, limits: Limits) -> Self {
        Self {
            xml: Xml::new(source, &limits),
            scratch: Vec::new(),
            header: Header::new(&limits),
            limits,
            ready: VecDeque::new(),
            data: None,
            rows_before: 0,
            text_before: false,
            part_of_row: None,
            failed: None,
            ended: false,
        }
    }

    /// The next event; `None` after the end of the document, and after an error.
    pub fn next_event(&mut self) -> Result<Option<Event>, VotableError> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(Some(event));
            }
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            if self.ended {
                return Ok(None);
            }
            if let Err(fault) = self.step() {
                self.fail(fault);
            } else if self.header.ended() {
                self.end();
            }
        }
    }

    /// Reads on until something may have become ready.
    fn step(&mut self) -> Result<(), Fault> {
        match &self.data {
            None => self.read_header(),
            Some(data) => match data.form {
                Form::TableData(_) => self.read_tabledata(),
                Form::Binary(_) => self.read_binary(),
            },
        }
    }

    fn read_header(&mut self) -> Result<(), Fault> {
        if self.header.is_skipping() && self.xml.is_behind_tag() {
            self.xml.skip_text();
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        match self.xml.next(&mut scratch)? {
            Token::Start { tag, closed } => self.take_in_start(&tag, closed)?,
            Token::End(element) => {
                self.header.end(element, &mut self.ready)?;
                if self.header.in_votable() {
                    self.xml.close_down_to(self.header.depth())?;
                }
            }
            Token::Text(text) => {
                self.text_before |= !self.header.in_votable() && !text.trim().is_empty();
                self.header.text(&text);
            }
            Token::Reference(name) => self.header.reference(&name, self.xml.entities()),
            Token::Nothing => {}
            Token::Eof => return Err(Fault::Truncated),
        }
        self.scratch = scratch;
        let consumed = self.xml.input().consumed();
        if !self.header.in_votable() && consumed > self.limits.prelude_bytes {
            return Err(Fault::Truncated);
        }
        Ok(())
    }

    /// Takes in a start tag outside of rows; rows may begin with it.
    pub(super) fn take_in_start(&mut self, tag: &Tag<'_>, closed: bool) -> Result<(), Fault> {
        let was_skipping = self.header.is_skipping();
        self.header.start(tag, closed, &mut self.ready)?;
        if closed || was_skipping || self.header.is_skipping() {
            return Ok(());
        }
        let form = match tag.element {
            Element::TableData => Form::TableData(Box::new(Cells::of(tag))),
            Element::Binary => Form::Binary(Stream::default()),
            Element::Binary2 => Form::Binary(Stream::with_null_flags()),
            _ => return Ok(()),
        };
        if let Some(table) = self.header.told() {
            self.data = Some(Data {
                table: Arc::clone(table),
                element: tag.element,
                builder: Builder::new(&table.fields),
                tally: Tally::default(),
                form,
            });
        }
        Ok(())
    }

    /// Makes the rows that wait ready to be handed out. Says whether there were any.
    pub(super) fn flush(&mut self) -> bool {
        let batch = self.data.as_mut().and_then(|data| data.builder.take());
        let any = batch.is_some();
        self.ready.extend(batch.map(Event::Rows));
        any
    }

    /// Makes the rows that wait ready if the next read may wait for the source.
    pub(super) fn flush_before_waiting(&mut self) -> bool {
        self.xml.input().may_wait() && self.flush()
    }

    /// Whether so many rows wait that they must be handed out.
    pub(super) fn is_full(&self) -> bool {
        self.data.as_ref().is_some_and(|data| {
            data.builder.rows() >= self.limits.batch_rows
                || data.builder.bytes() >= self.limits.batch_bytes
        })
    }

    /// Ends the rows of a table.
    pub(super) fn end_rows(&mut self) {
        self.flush();
        let Some(mut data) = self.data.take() else {
            return;
        };
        self.rows_before += data.builder.row_number();
        let name = |column: usize| {
            data.table
                .fields
                .get(column)
                .map(|field| field.name.clone())
        };
        let warnings = data.tally.take(name);
        self.ready.extend(warnings.into_iter().map(Event::Warning));
    }

    pub(super) fn place(&self) -> Place {
        let now = self
            .data
            .as_ref()
            .map_or(0, |data| data.builder.row_number());
        Place {
            byte: self.xml.input().consumed(),
            rows: self.rows_before + now,
        }
    }

    fn fail(&mut self, fault: Fault) {
        self.take_rows_before_break();
        let place = self.place();
        self.end_rows();
        let first = self.xml.input().first();
        let fault = match fault {
            Fault::Read(error) => Fault::Read(error),
            _ if self.header.in_votable() => fault,
            _ if first.is_empty() => Fault::Empty,
            _ => Fault::NotVotable(first),
        };
        if self.header.in_votable() {
            self.tell_warnings();
        }
        self.failed = Some(fault.at(place));
        self.ended = true;
    }

    fn end(&mut self) {
        self.end_rows();
        self.tell_warnings();
        let place = self.part_of_row.take();
        self.failed = place.map(|place| Fault::PartOfRow.at(place));
        self.ended = true;
    }

    fn tell_warnings(&mut self) {
        let input = self.xml.input();
        for (kind, met) in [
            (WarningKind::TextBeforeVotable, self.text_before),
            (WarningKind::UnknownEncoding, input.unknown_encoding()),
            (WarningKind::BadEncoding, input.bad_bytes > 0),
        ] {
            if met {
                self.header.tally.add(kind);
            }
        }
        self.header.tell_warnings(&mut self.ready);
    }
}
