//! A service and its protocol.

use super::ivoid::Ivoid;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a service is asked. Later ones are more capable: they take more constraints and tell more of each dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Protocol {
    /// Simple Image Access 1.0.
    Sia1,
    /// Simple Spectral Access 1.1.
    Ssap,
    /// Simple Image Access 2.0.
    Sia2,
    /// ObsCore 1.1 over TAP.
    ObsCore,
}

impl Protocol {
    /// The name people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sia1 => "SIA1",
            Self::Ssap => "SSAP",
            Self::Sia2 => "SIA2",
            Self::ObsCore => "ObsCore",
        }
    }

    /// The protocol of this name, as it stands in a dataset.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = [Self::Sia1, Self::Ssap, Self::Sia2, Self::ObsCore].into_iter();
        all.find(|protocol| protocol.name() == name)
    }

    /// Whether a service can be told how many rows to give at most (DALI 1.1, section 3.4.4: MAXREC).
    pub fn takes_maxrec(self) -> bool {
        match self {
            Self::Sia1 => false,
            Self::Ssap | Self::Sia2 | Self::ObsCore => true,
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A service that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The resource that the registry names (for ObsCore in the new registration: the table's record).
    pub ivoid: Ivoid,
    /// Its title, in one line; the IVOID where the registry has none.
    pub title: String,
    /// How it is asked.
    pub protocol: Protocol,
    /// Where it is asked, as registered: it may end in `?` or `&` or carry parameters; for ObsCore the TAP base URL.
    pub access_url: String,
}
