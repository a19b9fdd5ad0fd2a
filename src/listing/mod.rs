//! What was found as a list: filtered, sorted, grouped.
//!
//! A million rows take a fraction of a second, because what is asked of a text is asked once for each text of a chunk and
//! not for each row, and because texts are sorted eight bytes at a time. Chunks never change, so that what a filter said
//! of one stays true while more come in.

mod field;
pub mod filter;
mod group;
mod lister;
mod numbered;
mod sort;

pub use field::{Field, TITLES, Titles};
pub use filter::{Filter, FilterError};
pub use group::{Group, Grouping, alike};
pub use lister::{Chosen, Lister, Listing, Request};
pub use sort::{Direction, SortKey};
