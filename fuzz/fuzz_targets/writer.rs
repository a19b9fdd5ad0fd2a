//! Tables that are written and read back.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vodiscover_fuzz::writer::check(bytes));
