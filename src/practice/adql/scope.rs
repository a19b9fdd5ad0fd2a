//! Which columns a name can mean, and what a value is.

use crate::practice::schema::{Column, Table, Type};

/// A column as a query names it: schema, table or alias, and column, as far as they are given.
pub(super) type Path = Vec<String>;

/// What kind of value an expression has, as far as can be said before its tables are known.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// Of this type.
    Known(Type),
    /// Of the type of a column.
    Like(Path),
    /// Of the widest type among these.
    Widest(Vec<Self>),
}

/// A table, or a query that stands for one, after FROM.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// The schema, where the table has no alias.
    pub(super) schema: Option<String>,
    /// The alias, else the table's name; none for a query without a name.
    pub(super) name: Option<String>,
    /// Its columns.
    pub(super) columns: Vec<Column>,
}

impl Source {
    /// Whether a path, without the column at its end, means this one.
    pub(super) fn is_meant(&self, qualifier: &[String]) -> bool {
        let same = |own: &Option<String>, given: &String| {
            own.as_ref()
                .is_some_and(|own| own.eq_ignore_ascii_case(given))
        };
        match qualifier {
            [] => true,
            [name] => same(&self.name, name),
            [.., schema, name] => same(&self.schema, schema) && same(&self.name, name),
        }
    }
}

/// Everything after FROM.
#[derive(Debug, Clone, Default)]
pub(super) struct From {
    /// The FROM clause in SQL, without its keyword.
    pub(super) sql: String,
    /// The tables.
    pub(super) sources: Vec<Source>,
    /// What `*` stands for: joined columns are there once.
    pub(super) star: Vec<Column>,
}

impl From {
    /// The column that a path means.
    pub(super) fn column(&self, path: &[String]) -> Option<&Column> {
        let (name, qualifier) = path.split_last()?;
        self.sources
            .iter()
            .filter(|source| source.is_meant(qualifier))
            .find_map(|source| named(&source.columns, name))
    }

    /// The type of a value.
    pub(super) fn kind(&self, meaning: &Meaning) -> Type {
        match meaning {
            Meaning::Known(kind) => *kind,
            Meaning::Like(path) => self.column(path).map_or(Type::Text, |column| column.kind),
            Meaning::Widest(meanings) => meanings
                .iter()
                .map(|meaning| self.kind(meaning))
                .reduce(wider)
                .unwrap_or(Type::Text),
        }
    }
}

/// The type that can hold values of both.
fn wider(one: Type, other: Type) -> Type {
    let width = |kind: Type| match kind {
        Type::Int => 0,
        Type::Long => 1,
        Type::Double => 2,
        Type::Text | Type::Ints | Type::Doubles | Type::Timestamp | Type::Region | Type::Moc => 3,
    };
    if width(other) > width(one) {
        other
    } else {
        one
    }
}

/// The column of this name; regular identifiers do not regard case.
pub(super) fn named<'a>(columns: &'a [Column], name: &str) -> Option<&'a Column> {
    columns
        .iter()
        .find(|column| column.name.eq_ignore_ascii_case(name))
}

/// The table of this path: of its schema if one is given, else the only one of its name.
pub(super) fn table<'a>(tables: &'a [Table], path: &[String]) -> Option<&'a Table> {
    let (name, qualifier) = path.split_last()?;
    tables.iter().find(|table| {
        table.name.eq_ignore_ascii_case(name)
            && qualifier
                .last()
                .is_none_or(|schema| table.schema.eq_ignore_ascii_case(schema))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_means_the_source_that_it_names() {
        let source = Source {
            schema: Some("rr".into()),
            name: Some("resource".into()),
            columns: vec![Column::bare("ivoid", Type::Text)],
        };
        let path = |parts: &[&str]| {
            parts
                .iter()
                .map(|part| (*part).to_owned())
                .collect::<Path>()
        };
        assert!(
            source.is_meant(&path(&["RR", "Resource"])),
            "case is not regarded"
        );
        assert!(
            source.is_meant(&path(&["resource"])),
            "the schema may be left out"
        );
        assert!(
            !source.is_meant(&path(&["ivoa", "resource"])),
            "another schema"
        );
    }
}
