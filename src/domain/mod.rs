//! What is asked and what is found: plain values, without input or output.

pub mod angle;
mod column;
pub mod constraints;
pub mod cover;
pub mod dataset;
pub mod error;
pub mod interval;
pub mod ivoid;
pub mod matching;
pub mod moc;
pub mod object;
pub mod obscore;
pub mod places;
pub mod region;
pub mod row_set;
pub mod service;
mod shape;
mod sphere;
pub mod stcs;
pub mod time;
mod typed;
pub mod wavelength;
