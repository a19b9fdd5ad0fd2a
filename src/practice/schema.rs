//! Tables and their columns, as TAP tells of them and as SQLite keeps them.

/// What a column holds, in the terms that VOTable, ADQL and SQLite share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// Characters.
    Text,
    /// Whole numbers of 32 bits.
    Int,
    /// Whole numbers of 64 bits.
    Long,
    /// Double precision numbers.
    Double,
    /// Whole numbers of 32 bits in a row, kept as text with blanks between.
    Ints,
    /// Double precision numbers in a row, kept as text with blanks between.
    Doubles,
    /// A date and time in ISO 8601, as DALI 1.1 section 3.3.3 writes it.
    Timestamp,
    /// A position or region in STC-S.
    Region,
    /// A coverage map as ASCII MOC.
    Moc,
}

impl Type {
    /// The type in ADQL and in `TAP_SCHEMA` (TAP 1.1, section 4.3: VOTable's words), as datatype, arraysize, xtype.
    pub(super) fn votable(self) -> (&'static str, Option<&'static str>, Option<&'static str>) {
        match self {
            Self::Text => ("char", Some("*"), None),
            Self::Int => ("int", None, None),
            Self::Long => ("long", None, None),
            Self::Double => ("double", None, None),
            Self::Ints => ("int", Some("*"), None),
            Self::Doubles => ("double", Some("*"), None),
            Self::Timestamp => ("char", Some("*"), Some("timestamp")),
            Self::Region => ("char", Some("*"), Some("adql:REGION")),
            Self::Moc => ("char", Some("*"), Some("moc")),
        }
    }

    /// The type that SQLite is told, which sets the column's affinity.
    pub(super) fn sqlite(self) -> &'static str {
        match self {
            Self::Text
            | Self::Ints
            | Self::Doubles
            | Self::Timestamp
            | Self::Region
            | Self::Moc => "TEXT",
            Self::Int | Self::Long => "INTEGER",
            Self::Double => "REAL",
        }
    }
}

/// A column of a table or of a result.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// The name, without quotes.
    pub(super) name: String,
    /// What it holds.
    pub(super) kind: Type,
    /// The unit, as VOTable writes it; empty for none.
    pub(super) unit: String,
    /// The UCD1+; empty for none.
    pub(super) ucd: String,
    /// The utype; empty for none.
    pub(super) utype: String,
    /// One line for a person.
    pub(super) description: String,
}

impl Column {
    /// A column of which nothing else is known.
    pub(super) fn bare(name: &str, kind: Type) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            unit: String::new(),
            ucd: String::new(),
            utype: String::new(),
            description: String::new(),
        }
    }

    /// A column with a description.
    pub(super) fn new(name: &str, kind: Type, description: &str) -> Self {
        Self {
            description: description.to_owned(),
            ..Self::bare(name, kind)
        }
    }

    /// The same with a unit.
    pub(super) fn unit(self, unit: &str) -> Self {
        Self {
            unit: unit.to_owned(),
            ..self
        }
    }

    /// The same with a UCD.
    pub(super) fn ucd(self, ucd: &str) -> Self {
        Self {
            ucd: ucd.to_owned(),
            ..self
        }
    }

    /// The same with a utype.
    pub(super) fn utype(self, utype: &str) -> Self {
        Self {
            utype: utype.to_owned(),
            ..self
        }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// The schema: the name under which its database is attached.
    pub(super) schema: String,
    /// The name within the schema.
    pub(super) name: String,
    /// The utype; empty for none.
    pub(super) utype: String,
    /// One line for a person.
    pub(super) description: String,
    /// Its columns, in order.
    pub(super) columns: Vec<Column>,
    /// Which of its columns refer to which table and column.
    pub(super) keys: Vec<(&'static str, &'static str, &'static str)>,
}

impl Table {
    /// A table without a utype.
    pub(super) fn new(schema: &str, name: &str, description: &str, columns: Vec<Column>) -> Self {
        Self {
            schema: schema.to_owned(),
            name: name.to_owned(),
            utype: String::new(),
            description: description.to_owned(),
            columns,
            keys: Vec::new(),
        }
    }

    /// The statement that makes it in the database attached under its schema's name.
    pub(super) fn create_sql(&self) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|column| format!("{} {}", quoted(&column.name), column.kind.sqlite()))
            .collect();
        format!(
            "CREATE TABLE {}.{} ({})",
            quoted(&self.schema),
            quoted(&self.name),
            columns.join(", ")
        )
    }

    /// The statement that puts one row into it.
    pub(super) fn insert_sql(&self) -> String {
        let places = vec!["?"; self.columns.len()].join(", ");
        format!(
            "INSERT INTO {}.{} VALUES ({places})",
            quoted(&self.schema),
            quoted(&self.name)
        )
    }
}

/// A name as it stands in queries: one that ADQL keeps for itself must be delimited.
pub(super) fn in_queries(name: &str) -> String {
    /// Those of ADQL's reserved words (ADQL 2.1, section 2.1.2) that name a column here.
    const RESERVED: &[&str] = &["size"];
    if RESERVED.contains(&name) {
        quoted(name)
    } else {
        name.to_owned()
    }
}

/// A name as SQL and ADQL delimit it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
