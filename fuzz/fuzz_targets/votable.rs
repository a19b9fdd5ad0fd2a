//! Whole VOTable documents.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vodiscover_fuzz::votable::check(bytes));
