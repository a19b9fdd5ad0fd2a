//! Lists of fields with BINARY and BINARY2 streams.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vodiscover_fuzz::stream::check(bytes));
