//! Pieces that several panels use.

pub(crate) mod divider;
pub(crate) mod field;
pub(crate) mod mark;
pub(crate) mod menu_keys;
pub(crate) mod sheet;
