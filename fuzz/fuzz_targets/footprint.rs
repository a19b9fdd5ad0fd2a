//! Footprints as services write them.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vodiscover_fuzz::footprint::check(bytes));
