//! What a registry says of its own features: VOSI's capabilities with TAPRegExt, and its tables.

use super::features::{Feature, RegistryFeatures};
use crate::protocol::{
    error::AnswerError,
    request::Request,
    table::{self, Columns},
    tap,
    xml::{self, Element, XmlError},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
    ops::ControlFlow,
};

/// Capabilities have some 20 kB; with functions described at length, some 100 kB.
const MAX_CAPABILITIES: usize = 4_000_000;

/// A data centre with a thousand tables has some 10 MB of them. What is larger is not worth the wait: `TAP_SCHEMA` tells
/// the same of a few tables.
const MAX_TABLES: usize = 32_000_000;

/// More columns than RegTAP has.
const MAX_COLUMNS: u32 = 2_000;

/// Asks a registry for its capabilities.
pub fn capabilities(registry_url: &str) -> Request {
    tap::vosi(registry_url, "capabilities")
}

/// Asks a registry for its tables.
pub fn tables(registry_url: &str) -> Request {
    tap::vosi(registry_url, "tables")
}

/// Asks a registry for the columns of the tables that matter, by way of `TAP_SCHEMA`.
pub fn columns(registry_url: &str) -> Request {
    let query = "SELECT table_name, column_name FROM TAP_SCHEMA.columns \
         WHERE table_name LIKE '%interface%' OR table_name LIKE '%stc_%' \
         OR table_name LIKE '%INTERFACE%' OR table_name LIKE '%STC_%'";
    tap::sync(registry_url, query, MAX_COLUMNS)
}

/// The optional features of a registry's ADQL: kinds and names, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities {
    features: BTreeSet<(String, String)>,
}

/// The columns of the tables of the schema `rr`, all in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tables {
    columns: BTreeMap<String, BTreeSet<String>>,
}

/// Reads the answer to [`capabilities`].
///
/// # Errors
/// A document that is not whole: what it lacks may only be missing.
pub fn read_capabilities(input: impl Read) -> Result<Capabilities, AnswerError> {
    let mut found = Capabilities::default();
    let mut is_one = false;
    let end = xml::walk(input, MAX_CAPABILITIES, |path, text| {
        is_one |= path.first().is_some_and(|root| root.name == "capabilities");
        if let [.., kind, feature, form] = path
            && (feature.name.as_str(), form.name.as_str()) == ("feature", "form")
        {
            let kind = kind.attribute("type").unwrap_or_default();
            // A function is declared with its arguments: `ivo_nocasematch(value TEXT, pattern TEXT) -> INTEGER`.
            let name = text.split('(').next().unwrap_or_default();
            found
                .features
                .insert((kind.to_ascii_lowercase(), name.trim().to_ascii_lowercase()));
        }
    });
    conclude(end, is_one, "capabilities")?;
    Ok(found)
}

/// Reads the answer to [`tables`].
///
/// # Errors
/// A document that is not whole, or too large.
pub fn read_tables(input: impl Read) -> Result<Tables, AnswerError> {
    let mut found = Tables::default();
    let mut is_one = false;
    let mut schema = String::new();
    let mut table = None;
    let end = xml::walk(input, MAX_TABLES, |path, text| {
        is_one |= path.first().is_some_and(|root| root.name == "tableset");
        let names: Vec<&str> = path
            .iter()
            .map(|element: &Element| element.name.as_str())
            .collect();
        match names.as_slice() {
            [.., "schema", "name"] => text.clone_into(&mut schema),
            [.., "schema"] => schema.clear(),
            [.., "table", "name"] => {
                table = registry_table(text, &schema);
                if let Some(table) = &table {
                    found.columns.entry(table.clone()).or_default();
                }
            }
            [.., "table", "column", "name"] => {
                if let Some(table) = &table {
                    found.add(table, text);
                }
            }
            [.., "table"] => table = None,
            _ => {}
        }
    });
    conclude(end, is_one, "tables")?;
    Ok(found)
}

/// Reads the answer to [`columns`].
pub fn read_columns(input: impl Read) -> Result<Tables, AnswerError> {
    let mut found = Tables::default();
    table::read_rows(input, |columns: &Columns<'_>, row| {
        let table = columns.text("table_name", row).unwrap_or_default();
        let column = columns.text("column_name", row).unwrap_or_default();
        if let Some(table) = registry_table(&table, "rr") {
            found.add(&table, &column);
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

fn conclude(
    end: Result<(), XmlError>,
    is_one: bool,
    what: &'static str,
) -> Result<(), AnswerError> {
    match end {
        Ok(()) if is_one => Ok(()),
        Ok(()) => Err(AnswerError::Lacks(what)),
        Err(why) => Err(AnswerError::Document(why.to_string())),
    }
}

/// The name of a table of `rr`, from `rr.interface`, `"rr"."INTERFACE"`, `catalogue.rr.interface`, or from `interface`
/// alone in a schema `rr`.
fn registry_table(name: &str, schema: &str) -> Option<String> {
    let parts: Vec<String> = name.split('.').map(bare).collect();
    let (table, before) = parts.split_last()?;
    let schema = match before.last() {
        Some(own) => own.clone(),
        None => schema.rsplit('.').next().map(bare).unwrap_or_default(),
    };
    (schema == "rr").then(|| table.clone())
}

/// A name without quotes, in lower case.
fn bare(name: &str) -> String {
    name.trim().trim_matches('"').to_ascii_lowercase()
}

impl Tables {
    fn add(&mut self, table: &str, column: &str) {
        let columns = self.columns.entry(table.to_owned()).or_default();
        columns.insert(bare(column));
    }

    /// Whether it is certain that there is no such table.
    fn lacks(&self, table: &str) -> bool {
        // Who lists none of RegTAP's tables lists them under another name.
        !self.columns.is_empty() && !self.columns.contains_key(table)
    }

    /// Whether it is certain that a table has no such column.
    fn lacks_column(&self, table: &str, column: &str) -> bool {
        self.columns
            .get(table)
            .is_some_and(|columns| !columns.is_empty() && !columns.contains(column))
    }
}

impl RegistryFeatures {
    /// What is left when the registry declares no more than this.
    #[must_use]
    pub fn within_capabilities(mut self, declared: &Capabilities) -> Self {
        if declared.features.is_empty() {
            return self;
        }
        let has = |name: &str| declared.features.iter().any(|(_, form)| form == name);
        if !has("moc") {
            self = self.without(Feature::Moc);
        }
        if !has("ivo_nocasematch") {
            self = self.without(Feature::Nocasematch);
        }
        // Geometry that is declared at all is declared function by function (TAPRegExt 1.0, section 2.3).
        let mut kinds = declared.features.iter().map(|(kind, _)| kind);
        if kinds.any(|kind| kind.ends_with("#features-adqlgeo")) && !has("intersects") {
            self = self.without(Feature::StcSpatial);
        }
        self
    }

    /// What is left when the registry has no other tables and columns than these.
    #[must_use]
    pub fn within_tables(mut self, tables: &Tables) -> Self {
        for (feature, table) in [
            (Feature::StcSpatial, "stc_spatial"),
            (Feature::StcSpectral, "stc_spectral"),
            (Feature::StcTemporal, "stc_temporal"),
        ] {
            if tables.lacks(table) {
                self = self.without(feature);
            }
        }
        for (feature, column) in [
            (Feature::MirrorUrl, "mirror_url"),
            (Feature::AuthenticatedOnly, "authenticated_only"),
        ] {
            if tables.lacks_column("interface", column) {
                self = self.without(feature);
            }
        }
        self
    }
}

#[cfg(test)]
mod tests;
