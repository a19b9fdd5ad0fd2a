//! Sending: one client, polite and bounded; and a small server for the desk.

pub mod failure;
pub mod limits;
pub mod post;
pub mod serve;
mod serve_body;

pub use failure::Failure;
pub use limits::Settings;
