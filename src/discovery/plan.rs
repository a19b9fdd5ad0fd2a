//! Which services to ask and which to leave out, and why.

use super::event::ServiceNr;
use crate::domain::service::Service;
use std::fmt;

/// Every service that was considered, with its fate.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// In the order in which they are asked; a [`ServiceNr`] is an index into it.
    pub considered: Vec<Considered>,
}

/// A service that was considered.
#[derive(Debug, Clone, PartialEq)]
pub struct Considered {
    /// The service.
    pub service: Service,
    /// Whether it is asked.
    pub fate: Fate,
    /// Those that are left out because this one serves their datasets too; when it fails, they are asked after all.
    pub stands_for: Vec<ServiceNr>,
}

/// Whether a service is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// It is.
    ToAsk,
    /// It is not.
    LeftOut(Reason),
}

/// Why a service is left out.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// The same collection is asked through a more capable protocol.
    SameCollection {
        /// The service that is asked in its place.
        by: ServiceNr,
    },
    /// Another registration of the same TAP service is asked.
    SameTap {
        /// The service that is asked in its place.
        by: ServiceNr,
    },
    /// The registry says that another service serves it, which is asked.
    ServedBy {
        /// The service that is asked in its place.
        by: ServiceNr,
    },
    /// It wants a log-in.
    NeedsLogin,
    /// Its protocol cannot bear the question; the sentence says why.
    CannotAsk(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameCollection { .. } => f.write_str("asked through a more capable protocol"),
            Self::SameTap { .. } => f.write_str("another registration of it is asked"),
            Self::ServedBy { .. } => f.write_str("another service that serves it is asked"),
            Self::NeedsLogin => f.write_str("it needs a log-in"),
            Self::CannotAsk(why) => f.write_str(why),
        }
    }
}
