//! The practice VO: a registry and services on loopback, over a synthetic sky.
//!
//! Nothing in it was ever observed. It speaks the real protocols over real HTTP, so that newcomers, classrooms without
//! a network and the tests can run the real program, and other programs (pyVO, TOPCAT) can be pointed at it.

mod adql;
mod answer;
mod calendar;
mod dal;
mod database;
mod faults;
mod files;
mod functions;
mod geometry;
mod host;
mod hosts;
mod latency;
mod obscore;
mod parameters;
mod previews;
mod random;
mod regions;
mod regtap;
mod schema;
mod services;
mod sesame;
mod shelf;
mod sky;
mod soda;
mod tap;
mod truth;
mod vosi;
mod xml;

pub use faults::{Fault, Faults};
pub use hosts::{Options, PracticeError, PracticeVo};
pub use sky::{Band, Dataset, Footprint, Kind, Wcs};
pub use truth::{Holding, Revealed, Truth};
