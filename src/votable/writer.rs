//! Tables to VOTable 1.4.

mod markup;
mod rows;

use super::{Coosys, Datatype, Field, Shape, Timesys};
use markup::{Markup, attribute};
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
    /// A text; for a column of arrays the elements with blanks between.
    Text(&'a str),
}

/// Rows that can be written, from wherever they are kept. They are gone through twice.
pub trait Rows {
    /// The number of rows.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value in a row and column, both counted from 0. A value that cannot be of the column's type is written
    /// as null.
    fn cell(&self, row: usize, column: usize) -> Cell<'_>;

    /// Whether a column has text that is not ASCII.
    fn has_wide_text(&self, column: usize) -> bool {
        (0..self.len())
            .any(|row| matches!(self.cell(row, column), Cell::Text(text) if !text.is_ascii()))
    }
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
    /// The columns. Text that is not ASCII makes a `char` column one of `unicodeChar`.
    pub fields: Vec<Field>,
}

/// Writes a document as it goes, in a RESOURCE of type `results`.
///
/// The standard wants INFOs before PARAMs before TABLEs: what comes before a table is kept until the table comes. What
/// cannot stand behind a table opens a RESOURCE of its own.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    place: Place,
    infos: Markup,
    others: Markup,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    BeforeResource,
    AfterTable,
}

impl<W: Write> Writer<W> {
    /// Begins a document. An empty description is left out.
    pub fn new(mut out: W, description: &str) -> io::Result<Self> {
        let mut markup = Markup::default();
        markup.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        markup.start(
            "VOTABLE",
            &[
                attribute("version", "1.4"),
                attribute("xmlns", "http://www.ivoa.net/xml/VOTable/v1.3"),
                attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
                attribute(
                    "xsi:schemaLocation",
                    "http://www.ivoa.net/xml/VOTable/v1.3 http://www.ivoa.net/xml/VOTable/votable-1.4.xsd",
                ),
            ],
        );
        markup.raw("\n");
        markup.description(Some(description));
        out.write_all(markup.take().as_bytes())?;
        Ok(Self {
            out,
            place: Place::BeforeResource,
            infos: Markup::default(),
            others: Markup::default(),
        })
    }

    /// Writes an INFO, with a text inside unless that is empty.
    pub fn info(&mut self, name: &str, value: &str, text: &str) -> io::Result<()> {
        let attributes = [attribute("name", name), attribute("value", value)];
        let mut markup = Markup::default();
        markup.element("INFO", &attributes, text);
        if self.place == Place::AfterTable && self.others.is_empty() {
            return self.out.write_all(markup.take().as_bytes());
        }
        self.infos.raw(&markup.take());
        Ok(())
    }

    /// Writes a TABLE with its rows.
    pub fn table(
        &mut self,
        spec: &TableSpec,
        serialization: Serialization,
        rows: &dyn Rows,
    ) -> io::Result<()> {
        let n_rows = rows.len().to_string();
        let fields = self.table_head(spec, rows, Some(&n_rows))?;
        // A table needs no data where there are no columns.
        if !fields.is_empty() {
            match serialization {
                Serialization::Binary2 => rows::write_binary2(&mut self.out, &fields, rows)?,
                Serialization::TableData => rows::write_tabledata(&mut self.out, &fields, rows)?,
            }
        }
        self.out.write_all(b"</TABLE>\n")?;
        self.place = Place::AfterTable;
        Ok(())
    }

    /// Writes a TABLE without its rows, which stand elsewhere.
    pub fn table_without_rows(&mut self, spec: &TableSpec, rows: &dyn Rows) -> io::Result<()> {
        self.table_head(spec, rows, None)?;
        self.out.write_all(b"</TABLE>\n")?;
        self.place = Place::AfterTable;
        Ok(())
    }

    /// Begins a TABLE, and gives its columns as they are written.
    fn table_head(
        &mut self,
        spec: &TableSpec,
        rows: &dyn Rows,
        n_rows: Option<&str>,
    ) -> io::Result<Vec<Field>> {
        if self.place == Place::BeforeResource || !self.others.is_empty() {
            self.open_resource()?;
        }
        let is_wide =
            |field: &Field, column| field.datatype == Datatype::Char && rows.has_wide_text(column);
        let numbered = spec.fields.iter().enumerate();
        let fields: Vec<Field> = numbered
            .map(|(column, field)| written_as(field, is_wide(field, column)))
            .collect();
        let mut markup = Markup::default();
        markup.start(
            "TABLE",
            &[
                attribute("ID", spec.id.as_deref()),
                attribute("name", spec.name.as_deref()),
                attribute("utype", spec.utype.as_deref()),
                attribute("nrows", n_rows),
            ],
        );
        markup.raw("\n");
        markup.description(spec.description.as_deref());
        for field in &fields {
            markup.column("FIELD", field, None);
        }
        self.out.write_all(markup.take().as_bytes())?;
        Ok(fields)
    }

    /// Ends the document, and gives back what it was written to.
    pub fn finish(mut self) -> io::Result<W> {
        if self.place == Place::BeforeResource || !self.others.is_empty() {
            self.open_resource()?;
        }
        self.out.write_all(b"</RESOURCE>\n</VOTABLE>\n")?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// Opens a RESOURCE with what was kept for it.
    fn open_resource(&mut self) -> io::Result<()> {
        let mut markup = Markup::default();
        if self.place == Place::AfterTable {
            markup.raw("</RESOURCE>\n");
        }
        markup.raw("<RESOURCE type=\"results\">\n");
        markup.raw(&self.infos.take());
        markup.raw(&self.others.take());
        self.out.write_all(markup.take().as_bytes())
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the writer's methods are called alike, whether they write now or later"
)]
impl<W: Write> Writer<W> {
    /// Writes a COOSYS. Before the tables whose fields refer to it.
    pub fn coosys(&mut self, coosys: &Coosys) -> io::Result<()> {
        let attributes = [
            attribute("ID", coosys.id.as_str()),
            attribute("system", coosys.system.as_deref()),
            attribute("equinox", coosys.equinox.as_deref()),
            attribute("epoch", coosys.epoch.as_deref()),
        ];
        self.others.element("COOSYS", &attributes, "");
        Ok(())
    }

    /// Writes a TIMESYS. Before the tables whose fields refer to it.
    pub fn timesys(&mut self, timesys: &Timesys) -> io::Result<()> {
        let attributes = [
            attribute("ID", timesys.id.as_str()),
            attribute("timeorigin", timesys.timeorigin.as_deref()),
            attribute("timescale", timesys.timescale.as_deref()),
            attribute("refposition", timesys.refposition.as_deref()),
        ];
        self.others.element("TIMESYS", &attributes, "");
        Ok(())
    }

    /// Writes a PARAM.
    pub fn param(&mut self, field: &Field, value: &str) -> io::Result<()> {
        let field = written_as(field, !value.is_ascii());
        let is_real = matches!(field.datatype, Datatype::Float | Datatype::Double);
        let value = if value.is_empty() && is_real {
            "NaN"
        } else {
            value
        };
        self.others.column("PARAM", &field, Some(value));
        Ok(())
    }
}

/// A field as it stands in the document: text is of any length, and `unicodeChar` where it is not ASCII.
fn written_as(field: &Field, wide: bool) -> Field {
    let mut field = field.clone();
    if field.datatype.is_text() {
        if field.shape() != Shape::Variable {
            field.arraysize = Some("*".to_owned());
        }
        if wide {
            field.datatype = Datatype::UnicodeChar;
        }
    }
    field
}

#[cfg(test)]
mod tests;
