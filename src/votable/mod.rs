//! The VOTable format, in and out.
//!
//! [`Reader`] turns bytes into [`Event`]s while they arrive: what a document says about itself, and its rows in
//! [`Batch`]es of typed columns. It reads every serialization that may stand inline (TABLEDATA, BINARY, BINARY2) in
//! every version of the standard, and forgives what archives do wrong; what it had to forgive it counts in
//! [`Warning`]s. [`Writer`] turns tables into VOTable 1.4.

mod aside;
mod attributes;
mod binary;
mod build;
mod bytes;
mod column;
mod datatype;
mod element;
mod encoding;
mod entities;
mod error;
pub(crate) mod escape;
mod header;
mod input;
mod limits;
mod model;
mod number;
mod reader;
mod slice;
mod store;
mod tabledata;
mod warning;
mod writer;
mod xml;

pub use column::{Batch, Column};
pub use datatype::{Datatype, Shape};
pub use error::VotableError;
pub use limits::Limits;
pub use model::{
    Choice, Coosys, Domain, Event, Field, Info, Param, ResourceHead, TableHead, Timesys,
};
pub use reader::Reader;
pub use warning::{Warning, WarningKind};
pub use writer::{Cell, Rows, Serialization, TableSpec, Writer};

#[cfg(test)]
mod tests;
