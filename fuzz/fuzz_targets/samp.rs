//! XML-RPC documents, lock files and Retry-After.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vodiscover_fuzz::samp::check(bytes));
