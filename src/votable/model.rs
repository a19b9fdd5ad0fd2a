//! What a document says about itself: its resources, tables and fields, as plain values.

use super::{Batch, Datatype, Shape, Warning};
use std::sync::Arc;

/// What a [`Reader`](super::Reader) tells, in the order of the document.
///
/// A table gives `Table`, then `Rows` while they arrive, then `TableEnd`. INFOs come where they stand, which may be
/// before, in and after a table: data centres put `QUERY_STATUS` in each of these places.
#[derive(Debug)]
pub enum Event {
    /// A RESOURCE begins.
    ResourceStart(ResourceHead),
    /// A DESCRIPTION of the document or of a RESOURCE.
    Description(String),
    /// An INFO, wherever it stands.
    Info(Info),
    /// A PARAM outside of tables, and the name of the GROUP that it stands in, of several the innermost. Those of a table
    /// are in its head.
    Param(Box<Param>, Option<String>),
    /// A system of coordinates.
    Coosys(Coosys),
    /// A system of times.
    Timesys(Timesys),
    /// A TABLE with all that stands before its data.
    Table(Arc<TableHead>),
    /// Some rows of the table. Never empty.
    Rows(Batch),
    /// The table ends.
    TableEnd,
    /// The RESOURCE ends.
    ResourceEnd,
    /// Something that was forgiven, told once a table or document with how often it happened.
    Warning(Warning),
}

/// The attributes of a RESOURCE.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResourceHead {
    /// `results` for the answer to a query (DALI 1.1, section 4.4), `meta` for service descriptors.
    pub kind: Option<String>,
    /// What it is, for programs: `adhoc:service` for a DataLink service.
    pub utype: Option<String>,
    /// The XML ID, which other elements refer to.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
}

/// An INFO: a fact about the document, such as `QUERY_STATUS`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Info {
    /// The name, as written; compare it without case.
    pub name: String,
    /// The value attribute; empty where it is missing.
    pub value: String,
    /// The text inside, trimmed. Error messages stand here.
    pub text: String,
    /// The XML ID.
    pub id: Option<String>,
}

/// A PARAM: a value with the description of a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Param {
    /// Name, type, unit and meaning.
    pub field: Field,
    /// The value as written.
    pub value: String,
}

impl Param {
    /// Bytes of its texts: what it costs to keep it.
    pub fn text_bytes(&self) -> usize {
        self.field.text_bytes() + self.value.len()
    }
}

/// A COOSYS: what celestial coordinates refer to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coosys {
    /// The XML ID, which FIELDs refer to.
    pub id: String,
    /// `ICRS`, `FK5`, `galactic` ...
    pub system: Option<String>,
    /// `J2000` and the like.
    pub equinox: Option<String>,
    /// The epoch of the positions.
    pub epoch: Option<String>,
}

/// A TIMESYS: what times refer to (VOTable 1.4, section 3.7).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timesys {
    /// The XML ID, which FIELDs refer to.
    pub id: String,
    /// A Julian date, or `MJD-origin`, or `JD-origin`.
    pub timeorigin: Option<String>,
    /// `UTC`, `TT`, `TDB` ...
    pub timescale: Option<String>,
    /// `TOPOCENTER`, `BARYCENTER`, `UNKNOWN` ...
    pub refposition: Option<String>,
}

/// All that stands in a TABLE before its data.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableHead {
    /// The XML ID.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// What it is, for programs.
    pub utype: Option<String>,
    /// What it is, for people.
    pub description: Option<String>,
    /// Its columns, in order.
    pub fields: Vec<Field>,
    /// Values that hold for all rows.
    pub params: Vec<Param>,
}

impl TableHead {
    /// The first column of that name, without regard to case: services differ in it.
    pub fn by_name(&self, name: &str) -> Option<usize> {
        self.fields
            .iter()
            .position(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// The first column of that UCD, without regard to case.
    pub fn by_ucd(&self, ucd: &str) -> Option<usize> {
        let has = |field: &Field| {
            field
                .ucd
                .as_deref()
                .is_some_and(|own| own.trim().eq_ignore_ascii_case(ucd))
        };
        self.fields.iter().position(has)
    }
}

/// A FIELD: the description of a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Field {
    /// The name; where it is missing, the ID.
    pub name: String,
    /// The XML ID.
    pub id: Option<String>,
    /// The type of the elements of a cell.
    pub datatype: Datatype,
    /// `arraysize` as written. [`Field::shape`] understands it.
    pub arraysize: Option<String>,
    /// The unit as written.
    pub unit: Option<String>,
    /// What the column is, in the controlled vocabulary of UCDs.
    pub ucd: Option<String>,
    /// What the column is in a data model.
    pub utype: Option<String>,
    /// A structure inside the cells: `adql:POINT`, `circle`, `moc`, `timestamp` (DALI 1.1, section 3.3).
    pub xtype: Option<String>,
    /// The ID of the COOSYS or TIMESYS that it refers to.
    pub reference: Option<String>,
    /// What the column is, for people.
    pub description: Option<String>,
    /// The value that means "no value" (`VALUES null`), as written.
    pub null: Option<String>,
    /// Which values there may be; `None` where the description does not say. Few have it.
    pub domain: Option<Box<Domain>>,
}

/// Which values a column or a parameter may have, as written (VOTable 1.4, section 4.8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Domain {
    /// The smallest (`MIN`).
    pub min: Option<String>,
    /// The largest (`MAX`); the largest region of a parameter that is one.
    pub max: Option<String>,
    /// Each of them (`OPTION`), in order.
    pub options: Vec<Choice>,
}

/// One value of several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What it is called, for people.
    pub name: Option<String>,
    /// The value.
    pub value: String,
}

impl Domain {
    /// Bytes of its texts.
    pub(super) fn text_bytes(&self) -> usize {
        let bounds = [&self.min, &self.max].into_iter().flatten();
        let options = self.options.iter().map(|option| {
            let name = option.name.as_deref().map_or(0, str::len);
            size_of::<Choice>() + name + option.value.len()
        });
        bounds.map(String::len).sum::<usize>() + options.sum::<usize>()
    }
}

impl Field {
    /// A column of single values; set the rest by struct update.
    pub fn new(name: &str, datatype: Datatype) -> Self {
        Self {
            name: name.to_owned(),
            datatype,
            ..Self::default()
        }
    }

    /// A column of texts of any length.
    pub fn text(name: &str) -> Self {
        Self {
            arraysize: Some("*".to_owned()),
            ..Self::new(name, Datatype::Char)
        }
    }

    /// Bytes of its texts.
    pub(super) fn text_bytes(&self) -> usize {
        let texts = [
            &self.id,
            &self.arraysize,
            &self.unit,
            &self.ucd,
            &self.utype,
            &self.xtype,
            &self.reference,
            &self.description,
            &self.null,
        ];
        let n_bytes = |text: &Option<String>| text.as_deref().map_or(0, str::len);
        let domain = self.domain.as_ref().map_or(0, |it| it.text_bytes());
        self.name.len() + texts.into_iter().map(n_bytes).sum::<usize>() + domain
    }

    /// How many elements a cell has.
    pub fn shape(&self) -> Shape {
        Shape::parse(self.arraysize.as_deref()).0
    }
}
