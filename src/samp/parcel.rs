//! What can be sent to other programs, as the messages that carry it.

use std::fmt::Write as _;

use bytes::Bytes;
use dxr::Value;

use super::{
    SampError, Table,
    clients::{IMAGES, MAPS},
    message::{Map, map_of},
    open::Open,
    outbox::Form,
    text::{ascii, token},
};

/// Something that others load. All but tables and maps is fetched by them from where it is.
#[derive(Debug, Clone)]
pub enum Parcel {
    /// A table: `table.load.votable`.
    Table {
        /// The rows.
        table: Table,
        /// What it is called by when rows are spoken of, see [`new_table_id`]. New for each sending: TOPCAT refuses one
        /// that it has met before.
        id: String,
    },
    /// A FITS image at an address: `image.load.fits`.
    Image {
        /// Where it is.
        url: String,
    },
    /// A spectrum at an address: `spectrum.load.ssa-generic`.
    Spectrum {
        /// Where it is.
        url: String,
        /// What is known of it, by utypes of SSAP such as `Access.Format`.
        meta: Vec<(&'static str, String)>,
    },
    /// A coverage map: `coverage.load.moc.fits`.
    Moc {
        /// The map as FITS (MOC 2.0, 4.3.1).
        fits: Bytes,
    },
}

/// An identifier for a table that is to be sent. Nobody else can guess it.
pub fn new_table_id() -> Result<String, SampError> {
    Ok(format!("vodiscover-{}", token()?))
}

/// A parcel that can be fetched, and the parameters that say so.
pub(crate) struct Packed {
    pub(crate) params: Map,
    /// Where it is in the outbox, if it is.
    pub(crate) path: Option<String>,
}

impl Parcel {
    /// The `MType` that carries it, which receivers are [subscribed to](super::Client::takes).
    pub fn mtype(&self) -> &'static str {
        match self {
            Self::Table { .. } => "table.load.votable",
            Self::Image { .. } => IMAGES,
            Self::Spectrum { .. } => "spectrum.load.ssa-generic",
            Self::Moc { .. } => MAPS,
        }
    }

    /// That no program takes it.
    pub(crate) fn nobody(&self) -> SampError {
        match self {
            Self::Table { .. } => SampError::NobodyListens,
            Self::Image { .. } | Self::Spectrum { .. } | Self::Moc { .. } => {
                SampError::NobodyTakes { what: self.what() }
            }
        }
    }

    /// What it is, for people.
    pub(crate) fn what(&self) -> &'static str {
        match self {
            Self::Table { .. } => "tables",
            Self::Image { .. } => "images",
            Self::Spectrum { .. } => "spectra",
            Self::Moc { .. } => "coverage maps",
        }
    }

    /// Makes it ready to be fetched.
    pub(crate) fn pack(self, open: &Open, name: &str) -> Result<Packed, SampError> {
        let named = |url: String, key, id: String| {
            map_of([("url", url), (key, id), ("name", name.to_owned())])
        };
        let mut packed = Packed {
            params: Map::new(),
            path: None,
        };
        match self {
            Self::Table { table, id } => {
                let path = open.outbox.put(name, Form::VOTable, table)?;
                packed.params = named(format!("{}{path}", open.base), "table-id", id);
                packed.path = Some(path);
            }
            Self::Moc { fits } => {
                let path = open.outbox.put(name, Form::Fits, Table::from(fits))?;
                let url = format!("{}{path}", open.base);
                let id = new_id()?;
                packed.params = named(url, "coverage-id", id.clone());
                // For who takes it as an image.
                packed
                    .params
                    .insert("image-id".to_owned(), Value::String(id));
                packed.path = Some(path);
            }
            Self::Image { url } => packed.params = named(ascii_url(&url), "image-id", new_id()?),
            Self::Spectrum { url, meta } => {
                let url = ascii_url(&url);
                let mut all = map_of([("Access.Reference", url.clone())]);
                all.extend(map_of(meta.iter().map(|(key, text)| (*key, ascii(text)))));
                packed.params = named(url, "spectrum-id", new_id()?);
                let meta = Value::Struct(all);
                packed.params.insert("meta".to_owned(), meta);
            }
        }
        Ok(packed)
    }
}

fn new_id() -> Result<String, SampError> {
    new_table_id()
}

/// An address in ASCII: other characters, and blanks, escaped (RFC 3987, 3.1).
fn ascii_url(url: &str) -> String {
    let mut ascii = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            ascii.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            write!(ascii, "%{byte:02X}").ok();
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_go_out_in_ascii_and_are_else_left_alone() {
        for (url, expected) in [
            ("http://a/b?x=1&y=%2B", "http://a/b?x=1&y=%2B"),
            ("http://a/K\u{f6}nig stuhl", "http://a/K%C3%B6nig%20stuhl"),
        ] {
            assert_eq!(ascii_url(url), expected);
        }
    }
}
