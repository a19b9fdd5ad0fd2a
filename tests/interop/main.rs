//! Holds the program against the real parts: DaCHS, STILTS, astropy, curl, TOPCAT, Aladin and SAMP hubs.
//!
//! `tests/run` installs and starts what these tests need, and tells them in the environment where it is. A part that
//! is missing fails the test where `CI` is set; elsewhere the test is skipped, and says so (see [`support`]).

#[cfg(test)]
mod aladin;
#[cfg(test)]
#[path = "../support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
#[cfg(test)]
#[path = "../support/corpus.rs"]
mod corpus;
#[cfg(test)]
mod curl;
#[cfg(test)]
mod datalink;
#[cfg(test)]
mod desktop_entry;
#[cfg(test)]
mod discovery;
#[cfg(test)]
mod display;
#[cfg(test)]
mod files;
#[cfg(test)]
#[path = "../support/found.rs"]
mod found;
#[cfg(test)]
mod geometry;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod many_places;
#[cfg(test)]
mod next_hub;
#[cfg(test)]
mod obscore_columns;
#[cfg(test)]
mod own_hub;
#[cfg(test)]
mod practice_truth;
#[cfg(test)]
mod provenance;
#[cfg(test)]
mod pyvo;
#[cfg(test)]
mod random_questions;
#[cfg(test)]
mod registry;
#[cfg(test)]
#[path = "../support/reports.rs"]
mod reports;
#[cfg(test)]
mod samp;
#[cfg(test)]
mod samp_aladin;
#[cfg(test)]
mod samp_found;
#[cfg(test)]
mod samp_full;
#[cfg(test)]
mod samp_peers;
#[cfg(test)]
mod samp_topcat;
#[cfg(test)]
mod samp_window;
#[cfg(test)]
#[path = "../support/searching.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod searching;
#[cfg(test)]
mod soda;
#[cfg(test)]
mod story;
#[cfg(test)]
mod support;
#[cfg(test)]
mod terminated;
#[cfg(test)]
mod tolerance;
#[cfg(test)]
#[path = "../support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;
