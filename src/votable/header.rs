//! All of a document but its rows: elements to events.

use super::{
    Event, Field, Info, Limits, Param, TableHead, WarningKind,
    attributes::{bound, coosys, field, info, resource, timesys},
    element::Element,
    entities::Entities,
    error::Fault,
    escape,
    warning::Tally,
    xml::Tag,
};
use std::{collections::VecDeque, sync::Arc};

/// What is open, and what is known of it.
#[derive(Debug)]
pub(super) struct Header {
    limits: Limits,
    open: Vec<Element>,
    /// An element that does not concern us, and those open within.
    skipping: Vec<Element>,
    in_votable: bool,
    ended: bool,
    /// What is read of the text of a DESCRIPTION or INFO.
    text: Option<String>,
    /// The names of the GROUPs that are open.
    groups: Vec<Option<String>>,
    /// The FIELD or PARAM that is open; a PARAM has a value.
    field: Option<(Field, Option<String>)>,
    info: Option<Info>,
    table: Option<TableHead>,
    /// Bytes of its FIELDs and PARAMs.
    head_bytes: usize,
    /// The table that was told, until it ends.
    told: Option<Arc<TableHead>>,
    pub(super) tally: Tally,
}

impl Header {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            limits: limits.clone(),
            open: Vec::new(),
            skipping: Vec::new(),
            in_votable: false,
            ended: false,
            text: None,
            groups: Vec::new(),
            field: None,
            info: None,
            table: None,
            head_bytes: 0,
            told: None,
            tally: Tally::default(),
        }
    }

    /// Whether the VOTABLE element has been met.
    pub(super) fn in_votable(&self) -> bool {
        self.in_votable
    }

    /// Whether the VOTABLE element has been closed.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// How many elements are open, and none within that does not concern us.
    pub(super) fn depth(&self) -> usize {
        self.open.len() + self.skipping.len()
    }

    /// Whether nothing of the text that comes concerns us.
    pub(super) fn is_skipping(&self) -> bool {
        !self.skipping.is_empty()
    }

    /// The table whose head was told and whose end was not.
    pub(super) fn told(&self) -> Option<&Arc<TableHead>> {
        self.told.as_ref()
    }

    /// Takes in a start tag. `closed`: it is empty.
    pub(super) fn start(
        &mut self,
        tag: &Tag<'_>,
        closed: bool,
        out: &mut VecDeque<Event>,
    ) -> Result<(), Fault> {
        // End tags of nothing make the parser count too few.
        if self.depth() >= self.limits.depth {
            return Err(Fault::too_deep());
        }
        if self.is_skipping() {
            self.skip(tag.element, closed);
            return Ok(());
        }
        if !self.in_votable {
            if tag.element != Element::Votable {
                return Ok(());
            }
            self.in_votable = true;
        }
        self.close_open_field(tag.element, out)?;
        if !self.open_element(tag, out) {
            self.skip(tag.element, closed);
            return Ok(());
        }
        self.open.push(tag.element);
        if closed {
            self.end(tag.element, out)?;
        }
        Ok(())
    }

    /// Closes the FIELD or PARAM that is open where an element begins that cannot stand in it.
    fn close_open_field(&mut self, next: Element, out: &mut VecDeque<Event>) -> Result<(), Fault> {
        use Element::{Binary, Binary2, Data, Field, Fits, Param, Resource, Table, TableData};
        let others = [
            Field, Param, Resource, Table, Data, TableData, Binary, Binary2, Fits,
        ];
        let is_field = |open: &&Element| matches!(open, Field | Param);
        let open = self.open.iter().rfind(is_field).copied();
        if let Some(open) = open
            && others.contains(&next)
        {
            self.tally.add(WarningKind::UnbalancedTag);
            self.end(open, out)?;
        }
        Ok(())
    }

    fn skip(&mut self, element: Element, closed: bool) {
        if !closed {
            self.skipping.push(element);
        }
    }

    /// Begins the element; `false` if what is in it does not concern us.
    fn open_element(&mut self, tag: &Tag<'_>, out: &mut VecDeque<Event>) -> bool {
        if !tag.is_readable() {
            self.tally.add(WarningKind::BadAttribute);
        }
        match tag.element {
            Element::Resource => out.push_back(Event::ResourceStart(resource(tag))),
            Element::Table => {
                self.end_table(out);
                self.head_bytes = 0;
                self.table = Some(TableHead {
                    id: tag.word("ID"),
                    name: tag.word("name"),
                    utype: tag.word("utype"),
                    ..TableHead::default()
                });
            }
            Element::Field => self.field = Some((field(tag, &mut self.tally), None)),
            Element::Param => {
                let value = tag.attribute("value").unwrap_or_default();
                self.field = Some((field(tag, &mut self.tally), Some(value)));
            }
            Element::Values => {
                if let Some((field, _)) = &mut self.field {
                    field.null = tag.word("null").or(field.null.take());
                }
            }
            Element::Min | Element::Max | Element::Choice => self.take_in_bound(tag),
            Element::Group => self.groups.push(tag.word("name")),
            Element::Info => {
                self.info = Some(info(tag));
                self.text = Some(String::new());
            }
            Element::Description => {
                self.text.get_or_insert_default();
            }
            Element::Coosys => out.push_back(Event::Coosys(coosys(tag))),
            Element::Timesys => out.push_back(Event::Timesys(timesys(tag))),
            Element::TableData | Element::Binary | Element::Binary2 => {
                if self.table.is_none() {
                    return false;
                }
                self.tell_table(out);
            }
            Element::Fits => {
                self.tally.add(WarningKind::RowsElsewhere);
                self.tell_table(out);
                return false;
            }
            Element::Votable
            | Element::Data
            | Element::Stream
            | Element::Definitions
            | Element::Leaf => {}
            Element::Tr | Element::Td | Element::Other => return false,
        }
        true
    }

    fn take_in_bound(&mut self, tag: &Tag<'_>) {
        if let Some((field, _)) = &mut self.field {
            if field.text_bytes() < self.limits.text_bytes {
                bound(field, tag);
            } else {
                self.tally.add(WarningKind::LongText);
            }
        }
    }

    /// Takes in an end tag. What was not closed inside is closed with it.
    pub(super) fn end(&mut self, element: Element, out: &mut VecDeque<Event>) -> Result<(), Fault> {
        if let Some(at) = self.skipping.iter().rposition(|open| *open == element) {
            self.skipping.truncate(at);
            return Ok(());
        }
        if element == Element::Other || !self.in_votable {
            return Ok(());
        }
        if !self.open.contains(&element) {
            self.tally.add(WarningKind::UnbalancedTag);
            return Ok(());
        }
        self.close_within(element, out)?;
        if let Some(last) = self.open.pop() {
            self.close(last, out)?;
        }
        Ok(())
    }

    /// Closes what is open in the innermost `element`: it has lost its end tags.
    pub(super) fn close_within(
        &mut self,
        element: Element,
        out: &mut VecDeque<Event>,
    ) -> Result<(), Fault> {
        for _ in self.skipping.drain(..) {
            self.tally.add(WarningKind::UnbalancedTag);
        }
        while let Some(last) = self.open.pop_if(|last| *last != element) {
            self.close(last, out)?;
            self.tally.add(WarningKind::UnbalancedTag);
        }
        Ok(())
    }

    /// Whether nothing is open within an element of that kind.
    pub(super) fn is_in(&self, element: Element) -> bool {
        self.skipping.is_empty() && self.open.last() == Some(&element)
    }

    /// Whether an end tag would close an element that stands around the innermost `within`.
    pub(super) fn closes_beyond(&self, end: Element, within: Element) -> bool {
        let place = |wanted| self.open.iter().rposition(|element| *element == wanted);
        !self.skipping.contains(&end) && place(end).is_some_and(|end| Some(end) < place(within))
    }

    fn close(&mut self, element: Element, out: &mut VecDeque<Event>) -> Result<(), Fault> {
        match element {
            Element::Description => self.close_description(out),
            Element::Field | Element::Param => self.close_field(out)?,
            Element::Info => {
                let text = self.text.take().unwrap_or_default();
                if let Some(info) = self.info.take() {
                    out.push_back(Event::Info(Info {
                        text: text.trim().to_owned(),
                        ..info
                    }));
                }
            }
            Element::Table => self.end_table(out),
            Element::Group => drop(self.groups.pop()),
            Element::Resource => out.push_back(Event::ResourceEnd),
            Element::Votable => self.ended = true,
            _ => {}
        }
        Ok(())
    }

    fn close_description(&mut self, out: &mut VecDeque<Event>) {
        if self.info.is_some() {
            return;
        }
        let text = self.text.take().unwrap_or_default().trim().to_owned();
        if text.is_empty() {
            return;
        }
        if let Some((field, _)) = &mut self.field {
            field.description = Some(text);
            return;
        }
        let around = self.open.iter().rfind(|open| !open.is_leaf());
        match (around, &mut self.table) {
            (Some(Element::Table), Some(table)) => table.description = Some(text),
            (Some(Element::Resource | Element::Votable), _) => {
                out.push_back(Event::Description(text));
            }
            _ => {}
        }
    }

    fn close_field(&mut self, out: &mut VecDeque<Event>) -> Result<(), Fault> {
        let Some((field, value)) = self.field.take() else {
            return Ok(());
        };
        let before_rows = self.told.is_none();
        match (value, &mut self.table) {
            (None, Some(table)) if before_rows => {
                if table.fields.len() >= self.limits.columns {
                    let limit = self.limits.columns;
                    return Err(Fault::TooLarge(format!("has more than {limit} columns")));
                }
                self.head_bytes += field.text_bytes();
                if self.head_bytes > self.limits.head_bytes {
                    let limit = self.limits.head_bytes;
                    return Err(Fault::too_long("a description of its columns", limit));
                }
                table.fields.push(field);
            }
            (None, _) => self.tally.add(WarningKind::UnbalancedTag),
            (Some(value), Some(table)) if before_rows => {
                let param = Param { field, value };
                let bytes = self.head_bytes + param.text_bytes();
                if table.params.len() >= self.limits.params || bytes > self.limits.head_bytes {
                    self.tally.add(WarningKind::TooManyParams);
                } else {
                    self.head_bytes = bytes;
                    table.params.push(param);
                }
            }
            (Some(value), _) => {
                let group = self.groups.last().cloned().flatten();
                let param = Box::new(Param { field, value });
                out.push_back(Event::Param(param, group));
            }
        }
        Ok(())
    }

    /// Tells the head of the table, once.
    fn tell_table(&mut self, out: &mut VecDeque<Event>) {
        if self.told.is_none()
            && let Some(table) = &self.table
        {
            let head = Arc::new(table.clone());
            self.told = Some(Arc::clone(&head));
            out.push_back(Event::Table(head));
        }
    }

    fn end_table(&mut self, out: &mut VecDeque<Event>) {
        if self.table.is_none() {
            return;
        }
        self.tell_table(out);
        self.table = None;
        self.told = None;
        self.tell_warnings(out);
        out.push_back(Event::TableEnd);
    }

    /// Tells what was forgiven outside of rows.
    pub(super) fn tell_warnings(&mut self, out: &mut VecDeque<Event>) {
        let warnings = self.tally.take(|_| None);
        out.extend(warnings.into_iter().map(Event::Warning));
    }

    /// Takes in text.
    pub(super) fn text(&mut self, more: &str) {
        if self.is_skipping() {
            return;
        }
        let Some(text) = &mut self.text else {
            return;
        };
        let room = self.limits.text_bytes.saturating_sub(text.len());
        if more.len() <= room {
            text.push_str(more);
        } else {
            let cut = (0..=room).rev().find(|at| more.is_char_boundary(*at));
            text.push_str(more.get(..cut.unwrap_or(0)).unwrap_or_default());
            self.tally.add(WarningKind::LongText);
        }
    }

    /// Takes in a reference.
    pub(super) fn reference(&mut self, name: &str, entities: &Entities) {
        if self.text.is_some() {
            let mut text = String::new();
            if escape::push_reference(name, entities, &mut text) > 0 {
                self.tally.add(WarningKind::UnknownEntity);
            }
            self.text(&text);
        }
    }
}
