//! Sending: one client, polite and bounded; and a small server for the desk.

pub mod serve;
mod serve_body;
