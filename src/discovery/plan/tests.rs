//! A test for each way a service can be left out.
