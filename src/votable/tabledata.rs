//! Rows as `<TR><TD>`: a slicer for the usual, the XML parser for the rest.
//!
//! The XML parser's cost is the event, about ninety in a row of thirty cells. The slicer looks for `<` itself and
//! takes rows in which nothing unusual stands: no attribute, comment, CDATA or other tag. Whatever it does not know
//! it leaves to the parser, from the beginning of the row; both put cells into columns in the same way.

use super::{
    WarningKind,
    build::Builder,
    element::Element,
    entities::Entities,
    error::Fault,
    escape,
    reader::{Data, Form, Reader},
    slice::{Sliced, Tags, slice},
    warning::Tally,
    xml::{Tag, Token},
};
use std::{io::Read, ops::Range, sync::Arc};

/// A row longer than this is left to the parser, which does not look at its beginning again when more has arrived.
const LONGEST_SLICED: usize = 64 << 10;

/// The cells of the row that is being read.
#[derive(Debug)]
pub(super) struct Cells {
    tags: Tags,
    /// The slicer's cells; `bool`: there is an `&` inside.
    slices: Vec<(Range<usize>, bool)>,
    /// The parser's row, if it is within one.
    row: Option<Row>,
    spare: Row,
    plain: String,
    slicing: bool,
    /// Whether an INFO is open among the rows.
    pub(super) aside: bool,
    /// Where the next tag ends that the parser meets, in the whole input.
    tag_ends_at: u64,
    /// Up to there, none ends behind the one before.
    searched: u64,
    entities: Arc<Entities>,
}

/// A row as the parser gives it.
#[derive(Debug, Default)]
struct Row {
    text: String,
    ends: Vec<usize>,
    in_cell: bool,
    /// Bytes that the whole cells will take in memory, at most.
    kept: usize,
    /// Cells beyond the table's columns.
    beyond: bool,
}

impl Row {
    /// Bytes of text in the cell that is open.
    fn open_bytes(&self) -> usize {
        self.text.len() - self.ends.last().copied().unwrap_or(0)
    }
}

impl Cells {
    /// For rows in a TABLEDATA of that tag: they have its prefix and case.
    pub(super) fn of(tag: &Tag<'_>) -> Self {
        Self {
            tags: Tags::like(tag.name()),
            slices: Vec::new(),
            row: None,
            spare: Row::default(),
            plain: String::new(),
            slicing: true,
            aside: false,
            tag_ends_at: 0,
            searched: 0,
            entities: Arc::clone(&tag.entities),
        }
    }

    /// How many elements of rows are open.
    pub(super) fn depth(&self) -> usize {
        let row = self.row.as_ref();
        row.map_or(0, |row| 1 + usize::from(row.in_cell))
    }
}

impl<R: Read> Reader<R> {
    /// Leaves all rows to the parser.
    #[cfg(test)]
    pub(super) fn without_slicing(&mut self) {
        if let Some((cells, _, _)) = self.cells() {
            cells.slicing = false;
        }
    }

    /// Reads rows until a batch is ready or the table's rows end.
    pub(super) fn read_tabledata(&mut self) -> Result<(), Fault> {
        loop {
            if self.is_full() {
                self.flush();
                return Ok(());
            }
            match self.slice_row() {
                Sliced::Row(n) => {
                    self.xml.input_mut().take(n);
                    continue;
                }
                Sliced::Part => {
                    if self.flush_before_waiting() {
                        return Ok(());
                    }
                    if self.xml.input_mut().fill().map_err(Fault::Read)? {
                        continue;
                    }
                }
                Sliced::Unusual => {}
            }
            if !self.has_whole_tag() && self.flush_before_waiting() {
                return Ok(());
            }
            let mut scratch = std::mem::take(&mut self.scratch);
            let token = self.xml.next(&mut scratch)?;
            self.take_in_token(token)?;
            self.scratch = scratch;
            if self.data.is_none() || !self.ready.is_empty() {
                return Ok(());
            }
        }
    }

    /// Whether the next tag has arrived to its end, as far as can be seen.
    fn has_whole_tag(&mut self) -> bool {
        let input = self.xml.input();
        let (at, text) = (input.consumed(), input.text());
        let Some(Data {
            form: Form::TableData(cells),
            ..
        }) = &mut self.data
        else {
            return true;
        };
        // Many tokens may stand before it: nothing is looked through twice.
        if cells.tag_ends_at <= at {
            let seen = usize::try_from(cells.searched.saturating_sub(at)).unwrap_or(0);
            match memchr::memchr(b'>', text.get(seen..).unwrap_or_default()) {
                Some(end) => cells.tag_ends_at = at + (seen + end) as u64 + 1,
                None => cells.searched = at + text.len() as u64,
            }
        }
        at < cells.tag_ends_at
    }

    /// Puts the row that the input begins with into the columns, if the slicer can.
    fn slice_row(&mut self) -> Sliced {
        let Some(Data {
            builder,
            tally,
            form: Form::TableData(cells),
            ..
        }) = &mut self.data
        else {
            return Sliced::Unusual;
        };
        if cells.row.is_some() || cells.aside || !cells.slicing || !self.xml.is_behind_tag() {
            return Sliced::Unusual;
        }
        let text = self.xml.input().text();
        let sliced = slice(text, &cells.tags, &mut cells.slices);
        let Sliced::Row(n) = sliced else {
            let long = text.len() > LONGEST_SLICED;
            return if long { Sliced::Unusual } else { sliced };
        };
        // What declared entities stand for may be long: the parser bounds it.
        let any_reference = cells.slices.iter().any(|(_, has_reference)| *has_reference);
        if any_reference && !cells.entities.is_empty() {
            return Sliced::Unusual;
        }
        // All text is UTF-8 already, so this never says no.
        let Some(Ok(row)) = text.get(..n).map(std::str::from_utf8) else {
            return Sliced::Unusual;
        };
        // Whether it is too long for a row with lists in it, the parser finds out.
        if n > self.limits.cell_bytes / 8 {
            return Sliced::Unusual;
        }
        let columns = builder.n_columns();
        for (column, (range, has_reference)) in cells.slices.iter().take(columns).enumerate() {
            let mut cell = row.get(range.clone()).unwrap_or_default();
            if *has_reference {
                cells.plain.clear();
                let unknown = escape::unescape_into(cell, &cells.entities, &mut cells.plain);
                if unknown > 0 {
                    tally.add_cell(WarningKind::UnknownEntity, column, builder.row_number());
                }
                cell = &cells.plain;
            }
            builder.push_text(column, cell, tally);
        }
        complete_row(builder, tally, cells.slices.len());
        builder.end_row(n);
        Sliced::Row(n)
    }

    fn take_in_token(&mut self, token: Token<'_>) -> Result<(), Fault> {
        let Some(token) = self.take_in_aside(token)? else {
            return Ok(());
        };
        match token {
            Token::Start { tag, closed } => {
                self.take_in_row_start(&tag, closed)?;
                self.forget_unclosed(tag.element)
            }
            Token::End(element) => {
                self.take_in_row_end(element)?;
                self.forget_unclosed(element)
            }
            Token::Text(text) => self.with_cell(|cell, _| {
                cell.push_str(&text);
                0
            }),
            Token::Reference(name) => {
                let entities = Arc::clone(self.xml.entities());
                self.with_cell(|cell, _| escape::push_reference(&name, &entities, cell))
            }
            Token::Nothing => Ok(()),
            Token::Eof => Err(Fault::Truncated),
        }
    }

    /// Does something with the text of the open cell, if there is one, and counts the unknown entities it returns.
    fn with_cell(&mut self, add: impl FnOnce(&mut String, usize) -> u64) -> Result<(), Fault> {
        let limit = self.limits.cell_bytes;
        let Some((cells, builder, tally)) = self.cells() else {
            return Ok(());
        };
        let Some(row) = cells.row.as_mut().filter(|row| row.in_cell) else {
            return Ok(());
        };
        let column = row.ends.len();
        if column >= builder.n_columns() {
            return Ok(());
        }
        if add(&mut row.text, column) > 0 {
            tally.add_cell(WarningKind::UnknownEntity, column, builder.row_number());
        }
        let kept = row.open_bytes() * builder.growth_from_text(column);
        if kept > limit {
            return Err(Fault::too_long("a cell", limit));
        }
        if (row.kept + kept) / 4 > limit {
            return Err(Fault::too_long("a row", limit * 4));
        }
        Ok(())
    }

    pub(super) fn cells(&mut self) -> Option<(&mut Cells, &mut Builder, &mut Tally)> {
        match self.data.as_mut()? {
            Data {
                builder,
                tally,
                form: Form::TableData(cells),
                ..
            } => Some((cells, builder, tally)),
            _ => None,
        }
    }

    fn take_in_row_start(&mut self, tag: &Tag<'_>, closed: bool) -> Result<(), Fault> {
        let Some((cells, builder, tally)) = self.cells() else {
            return Ok(());
        };
        let in_cell = cells.row.as_ref().is_some_and(|row| row.in_cell);
        match tag.element {
            Element::Tr => {
                if cells.row.is_some() {
                    tally.add_row(WarningKind::UnclosedRow, builder.row_number());
                    end_row(cells, builder, tally);
                }
                begin_row(cells);
                if closed {
                    end_row(cells, builder, tally);
                }
            }
            Element::Td => {
                if in_cell {
                    tally.add_row(WarningKind::UnbalancedTag, builder.row_number());
                    end_cell(cells, builder);
                }
                if cells.row.is_none() {
                    tally.add_row(WarningKind::UnbalancedTag, builder.row_number());
                    begin_row(cells);
                }
                if let Some(row) = &mut cells.row {
                    row.in_cell = true;
                }
                if closed {
                    end_cell(cells, builder);
                }
            }
            Element::Info if !in_cell => self.begin_aside(tag, closed)?,
            // The end tag of the rows is missing.
            Element::Resource | Element::Table | Element::Data if !in_cell => {
                self.end_tabledata(Element::TableData)?;
                self.take_in_start(tag, closed)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn take_in_row_end(&mut self, element: Element) -> Result<(), Fault> {
        let Some((cells, builder, tally)) = self.cells() else {
            return Ok(());
        };
        let in_cell = cells.row.as_ref().is_some_and(|row| row.in_cell);
        match element {
            Element::Td if in_cell => end_cell(cells, builder),
            Element::Tr if cells.row.is_some() => end_row(cells, builder, tally),
            Element::Td | Element::Tr => {
                tally.add_row(WarningKind::UnbalancedTag, builder.row_number());
            }
            Element::TableData | Element::Data | Element::Resource | Element::Votable => {
                self.end_tabledata(element)?;
            }
            Element::Table if !in_cell => self.end_tabledata(element)?,
            _ => {}
        }
        Ok(())
    }

    /// Ends the rows with the end tag of that element.
    fn end_tabledata(&mut self, element: Element) -> Result<(), Fault> {
        if let Some((cells, builder, tally)) = self.cells()
            && cells.row.is_some()
        {
            tally.add_row(WarningKind::UnclosedRow, builder.row_number());
            end_row(cells, builder, tally);
        }
        self.end_rows();
        self.header.end(element, &mut self.ready)
    }
}

fn begin_row(cells: &mut Cells) {
    let mut row = std::mem::take(&mut cells.spare);
    row.text.clear();
    row.ends.clear();
    row.in_cell = false;
    row.kept = 0;
    row.beyond = false;
    cells.row = Some(row);
}

fn end_cell(cells: &mut Cells, builder: &Builder) {
    if let Some(row) = &mut cells.row {
        row.in_cell = false;
        if row.ends.len() < builder.n_columns() {
            row.kept += row.open_bytes() * builder.growth_from_text(row.ends.len());
            row.ends.push(row.text.len());
        } else {
            row.beyond = true;
        }
    }
}

fn end_row(cells: &mut Cells, builder: &mut Builder, tally: &mut Tally) {
    if cells.row.as_ref().is_some_and(|row| row.in_cell) {
        tally.add_row(WarningKind::UnbalancedTag, builder.row_number());
        end_cell(cells, builder);
    }
    let Some(row) = cells.row.take() else {
        return;
    };
    let mut start = 0;
    for (column, end) in row.ends.iter().enumerate() {
        builder.push_text(column, row.text.get(start..*end).unwrap_or_default(), tally);
        start = *end;
    }
    complete_row(builder, tally, row.ends.len() + usize::from(row.beyond));
    builder.end_row(row.kept);
    cells.spare = row;
}

/// Fills up a row of `n` cells, and counts it if it has not one for each column.
fn complete_row(builder: &mut Builder, tally: &mut Tally, n: usize) {
    let columns = builder.n_columns();
    for column in n..columns {
        builder.push_null(column);
    }
    match n.cmp(&columns) {
        std::cmp::Ordering::Less => tally.add_row(WarningKind::ShortRow, builder.row_number()),
        std::cmp::Ordering::Equal => {}
        std::cmp::Ordering::Greater => tally.add_row(WarningKind::LongRow, builder.row_number()),
    }
}
