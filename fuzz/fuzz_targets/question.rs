//! The fields of a search as they are typed.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vodiscover_fuzz::question::check(bytes));
