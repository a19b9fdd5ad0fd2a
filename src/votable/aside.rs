//! What stands among the rows of TABLEDATA and is none: INFOs, with which some services say there that something went
//! wrong, and tags that nobody closed.

use super::{
    element::Element,
    error::Fault,
    reader::Reader,
    xml::{Tag, Token},
};
use std::io::Read;

/// Elements that are not told within an INFO: rows, and what stands around them.
const OF_ROWS: [Element; 6] = [
    Element::Tr,
    Element::Td,
    Element::TableData,
    Element::Data,
    Element::Table,
    Element::Resource,
];

impl<R: Read> Reader<R> {
    /// Takes in an INFO behind the rows before it. The rows go on after it.
    pub(super) fn begin_aside(&mut self, tag: &Tag<'_>, closed: bool) -> Result<(), Fault> {
        self.flush();
        self.header.start(tag, closed, &mut self.ready)?;
        self.note_aside();
        Ok(())
    }

    /// Takes in what stands in such an INFO, and gives back what does not.
    pub(super) fn take_in_aside<'a>(
        &mut self,
        token: Token<'a>,
    ) -> Result<Option<Token<'a>>, Fault> {
        if self.cells().is_none_or(|(cells, _, _)| !cells.aside) {
            return Ok(Some(token));
        }
        match token {
            Token::Text(text) => self.header.text(&text),
            Token::Reference(name) => self.header.reference(&name, self.xml.entities()),
            Token::Start { tag, closed } if !OF_ROWS.contains(&tag.element) => {
                self.header.start(&tag, closed, &mut self.ready)?;
            }
            Token::End(end)
                if !OF_ROWS.contains(&end)
                    && !self.header.closes_beyond(end, Element::TableData) =>
            {
                self.header.end(end, &mut self.ready)?;
            }
            Token::Nothing | Token::Eof => return Ok(Some(token)),
            Token::Start { .. } | Token::End(_) => {
                let rows = Element::TableData;
                self.header.close_within(rows, &mut self.ready)?;
                self.note_aside();
                return Ok(Some(token));
            }
        }
        self.note_aside();
        Ok(None)
    }

    /// Lets what is not closed in the rows not pile up, behind a tag of theirs.
    pub(super) fn forget_unclosed(&mut self, element: Element) -> Result<(), Fault> {
        match self.cells() {
            Some((cells, _, _)) if matches!(element, Element::Tr | Element::Td) => {
                let in_rows = cells.depth();
                self.xml.close_down_to(self.header.depth() + in_rows)
            }
            _ => Ok(()),
        }
    }

    fn note_aside(&mut self) {
        let aside = !self.header.is_in(Element::TableData);
        if let Some((cells, _, _)) = self.cells() {
            cells.aside = aside;
        }
    }
}
