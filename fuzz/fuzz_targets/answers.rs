//! Answers of services and registries.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vodiscover_fuzz::answers::check(bytes));
