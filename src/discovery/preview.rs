//! What a search would do, by what the registry says; no service is asked for it.

use super::{
    Search,
    census::Census,
    event::{Failure, Happening},
    record::grouped,
    registry::{self, Known},
};
use crate::{
    domain::{constraints::Constraints, ivoid::Ivoid},
    http::Client,
};
use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

/// Whom a search would ask. `Display` is a sentence for under the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preview {
    /// The services that would be asked.
    pub to_ask: u64,
    /// All of the wanted kinds; `None` where the registry did not say how many.
    pub listed: Option<u64>,
    /// Those that do not declare their coverage, and so are not asked.
    pub undeclared: u64,
}

impl Preview {
    /// What is to be foreseen from what a registry said, as at the end of a search.
    pub fn of(to_ask: usize, census: Option<Census>) -> Self {
        Self {
            to_ask: to_ask as u64,
            listed: census.map(|census| census.listed),
            undeclared: census
                .and_then(|census| census.undeclared)
                .unwrap_or_default(),
        }
    }
}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let services = |n: u64| if n == 1 { "service" } else { "services" };
        match (self.to_ask, self.listed) {
            (0, _) => f.write_str("No service declares that it has such data")?,
            (n, Some(listed)) => write!(
                f,
                "Would ask {} of {} {}",
                grouped(n),
                grouped(listed),
                services(listed)
            )?,
            (n, None) => write!(f, "Would ask {} {}", grouped(n), services(n))?,
        }
        let more = if self.to_ask == 0 { "" } else { " more" };
        match self.undeclared {
            0 => Ok(()),
            1 => write!(
                f,
                "; 1{more} does not declare its coverage (tick Inclusive)"
            ),
            n => write!(
                f,
                "; {}{more} do not declare their coverage (tick Inclusive)",
                grouped(n)
            ),
        }
    }
}

/// Foresees searches, and remembers what it was told. Copies share that.
#[derive(Debug, Clone, Default)]
pub struct Foresight {
    known: Arc<Known>,
    answered: Arc<Mutex<Vec<(Asked, Preview)>>>,
}

/// What the answer of a registry depends on.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    constraints: Constraints,
    services: Vec<Ivoid>,
    registry: String,
    fallbacks: Vec<String>,
}

/// Questions whose previews are kept at most: more are not typed to and fro.
const KEPT: usize = 50;

impl Foresight {
    /// What is known already of such a search.
    pub fn remembered(&self, search: &Search) -> Option<Preview> {
        let asked = Asked::of(search);
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        let mut same = answered.iter().filter(|(other, _)| *other == asked);
        same.next().map(|(_, preview)| *preview)
    }

    /// Asks the registry, one query at a time where the client's settings say so. Dropping the future closes the
    /// connection.
    pub async fn ask(&self, client: &Client, search: &Search) -> Result<Preview, Failure> {
        if let Some(preview) = self.remembered(search) {
            return Ok(preview);
        }
        let counted: Arc<Mutex<Option<Census>>> = Arc::default();
        let to_count = Arc::clone(&counted);
        let tell = move |happening| {
            if let Happening::RegistryCounted(census) = happening {
                *to_count.lock().unwrap_or_else(PoisonError::into_inner) = Some(census);
            }
        };
        let to_ask = registry::foresee(client, search, (&self.known, &tell)).await?;
        let census = *counted.lock().unwrap_or_else(PoisonError::into_inner);
        let preview = Preview::of(to_ask, census);
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        if KEPT <= answered.len() {
            answered.remove(0);
        }
        answered.push((Asked::of(search), preview));
        Ok(preview)
    }
}

impl Asked {
    fn of(search: &Search) -> Self {
        Self {
            constraints: search.constraints.clone(),
            services: search.question.services.clone(),
            registry: search.registry.clone(),
            fallbacks: search.fallbacks.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_search_would_do_is_said_in_a_sentence() {
        let said = |to_ask, listed, undeclared| {
            let preview = Preview {
                to_ask,
                listed,
                undeclared,
            };
            preview.to_string()
        };
        assert_eq!(
            said(23, Some(342), 61),
            "Would ask 23 of 342 services; 61 more do not declare their coverage (tick Inclusive)"
        );
        assert_eq!(said(1, Some(1), 0), "Would ask 1 of 1 service");
        assert_eq!(said(1_200, None, 0), "Would ask 1,200 services");
        assert_eq!(
            said(0, Some(342), 1),
            "No service declares that it has such data; 1 does not declare its coverage (tick Inclusive)"
        );
    }
}
