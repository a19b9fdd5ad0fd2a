//! What real services, registries and their documents were seen to do: the right answer for each, or a clear sentence.
//!
//! The quirks were collected from the standards and from the issues of clients that met them: `pyvo#N` is
//! github.com/astropy/pyvo, `astropy#N` github.com/astropy/astropy, and so on; W and E numbers are astropy's warnings and
//! errors. Each module is a section of that list, and its page says which test holds which row.

#![cfg(test)]

mod bounds;
mod broken;
mod obscore;
mod reading;
mod regions;
mod registry;
mod sia1;
mod status;
mod urls;
mod votable;

#[path = "../support/corpus.rs"]
mod corpus;
#[path = "../support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;
