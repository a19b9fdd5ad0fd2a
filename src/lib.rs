//! Finds astronomical data across the whole Virtual Observatory.
//!
//! An astronomer says where on the sky, at which wavelength and when; vodiscover asks the VO Registry which services
//! may have such data, asks all of them side by side, shows the answers as they come in, and hands them on as a
//! VOTable or over SAMP.
//!
//! # Layers
//!
//! The modules below stand in the order in which data flows, which is also a good order to read them in. A layer
//! names only layers above it in this list, and each outside crate is named where `tests/layers.rs` says. That test
//! holds the code to this page.
//!
//! 1. [`domain`]: what is asked and what is found. Plain values, no input or output.
//! 2. [`figure`]: a picture for a paper, as SVG and as PNG. Plain values, written to what is given.
//! 3. [`votable`]: the VOTable format, in and out, row by row.
//! 4. [`protocol`]: what to send to registries and services, and what their answers mean. Sends nothing.
//! 5. [`http`]: sends requests and streams answers, politely and within bounds.
//! 6. [`discovery`]: one search, from the registry to the last service, with its record.
//! 7. [`listing`]: what was found as a list: filtered, sorted, grouped.
//! 8. [`transfer`]: fetches what belongs to a dataset: its links, a preview, its files.
//! 9. [`samp`]: talks with TOPCAT, Aladin and the other programs on the desk.
//! 10. [`practice`]: a small VO on loopback, to learn, to teach and to test with.
//! 11. [`worker`]: the thread behind the window, which owns the runtime.
//! 12. [`command_line`], [`headless`] and [`gui`]: the ways in.
//!
//! # What always holds
//!
//! - `domain`, `votable`, `protocol` and `listing` do no input or output of their own, read no clock and start no thread.
//! - Only `http` names reqwest; only `gui` names egui.
//! - The window's thread never waits: no lock, no file, no socket, no `recv`.
//! - One task speaks for a search. The requests under way return to it, and it alone tells events, so their order is
//!   exact.
//! - A search has one end: one `Ended`, and after it no event of that search.
//! - To stop is to drop the `Run`. Nothing below it knows that stopping exists.
//! - What was found is never changed, only added to: a copy is a list of `Arc`s, and needs no lock.
//! - What a search tells is on disk within a moment, so that a crash loses no more; but no search waits for the disk.
//! - A service that fails costs itself and nothing else.
//! - Units are in the type or in the name. Services and results come in a stated order, never in that of a hash.

pub mod domain;

pub mod figure;

pub mod votable;

pub mod protocol;

pub mod http;

pub mod discovery;

pub mod listing;

pub mod transfer;

pub mod samp;

pub mod practice;

pub mod worker;

pub mod command_line;

pub mod headless;

pub mod gui;
