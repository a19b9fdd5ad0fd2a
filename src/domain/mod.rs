//! What is asked and what is found: plain values, without input or output.

pub mod angle;
pub mod column;
pub mod constraints;
pub mod dataset;
pub mod interval;
pub mod ivoid;
pub mod matching;
pub mod obscore;
pub mod region;
pub mod service;
pub mod time;
pub mod wavelength;
