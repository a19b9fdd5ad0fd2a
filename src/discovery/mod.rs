//! One search, from the registry to the last service.

pub mod event;
pub mod queue;
