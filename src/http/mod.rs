//! Sending: one client, polite and bounded; and a small server for the desk.

mod body;
pub mod client;
pub mod failure;
pub mod fetch;
mod headers;
pub mod limits;
pub mod post;
pub mod retry;
pub mod serve;
mod serve_body;
mod turns;

pub use body::Body;
pub use client::{Answered, Client};
pub use failure::Failure;
pub use limits::Settings;
