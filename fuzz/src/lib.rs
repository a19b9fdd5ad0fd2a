//! What must hold whatever the bytes are: one check for each fuzz target, which `tests/fuzz_corpus.rs` runs too.

pub mod answers;
pub mod cursor;
pub mod footprint;
pub mod question;
pub mod reading;
pub mod samp;
pub mod stream;
pub mod votable;
pub mod writer;
