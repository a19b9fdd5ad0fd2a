//! Pieces that several panels use.

pub(crate) mod field;
pub(crate) mod mark;
pub(crate) mod sheet;
