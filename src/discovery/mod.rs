//! One search, from the registry to the last service.

pub mod event;
pub mod found;
pub mod plan;
pub mod queue;
pub mod record;
mod wording;

use crate::{
    domain::constraints::{Constraints, Question},
    http::limits::Settings,
};

/// Everything that a search needs to begin.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// The fields as they were typed, to be shown and saved.
    pub question: Question,
    /// What they mean.
    pub constraints: Constraints,
    /// The registry's TAP base URL.
    pub registry: String,
    /// Time-outs and other bounds.
    pub settings: Settings,
}
