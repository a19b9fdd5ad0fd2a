//! IVOA identifiers and how they compare.

use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};

/// An IVOA identifier without its query or fragment; it compares without regard to case (IVOA Identifiers 2.0 §2.1).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ivoid(Arc<str>);

impl Ivoid {
    /// Reads an identifier as found in a registry; anything is taken, so that broken ones still compare.
    pub fn new(text: &str) -> Self {
        let bare = text.trim().split(['?', '#']).next().unwrap_or_default();
        Self(bare.to_ascii_lowercase().into())
    }

    /// The identifier in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ivoid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
