//! How many services of the wanted kinds a registry lists, and why most of them are not asked.

use super::{
    plan::{Considered, Fate, Plan, Reason},
    record::grouped,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The services of the wanted kinds in a registry, counted. `Display` is a sentence for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Census {
    /// All that the registry lists; never fewer than the others together.
    pub listed: u64,
    /// Those that are asked.
    pub to_ask: u64,
    /// Those that apply to the question, or do not say whether they do, and are left out for another reason.
    pub left_out: u64,
    /// Those that do not declare their coverage on an axis of the question, so that only an inclusive search asks them;
    /// `None` where the registry could not say.
    pub undeclared: Option<u64>,
}

impl Census {
    /// The services of a plan, and those `besides` it, among all those listed; `None` where the registry did not say
    /// which all those besides are.
    pub fn new(plan: &Plan, listed: u64, besides: Option<&[Considered]>) -> Self {
        let (mut to_ask, mut left_out, mut n_undeclared) = (0, 0, 0);
        for considered in plan.considered.iter().chain(besides.unwrap_or_default()) {
            match &considered.fate {
                Fate::ToAsk => to_ask += 1,
                Fate::LeftOut(Reason::Undeclared { .. }) => n_undeclared += 1,
                Fate::LeftOut(_) => left_out += 1,
            }
        }
        let undeclared = besides.map(|_| n_undeclared);
        let known = to_ask + left_out + undeclared.unwrap_or_default();
        Self {
            listed: listed.max(known),
            to_ask,
            left_out,
            undeclared,
        }
    }

    /// Those that declare coverage which does not meet the question; `None` where they cannot be told from those that
    /// declare none.
    pub fn elsewhere(&self) -> Option<u64> {
        Some(self.rest().saturating_sub(self.undeclared?))
    }

    /// Those that are neither asked nor left out.
    fn rest(&self) -> u64 {
        self.listed
            .saturating_sub(self.to_ask)
            .saturating_sub(self.left_out)
    }
}

impl fmt::Display for Census {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [listed, to_ask, left_out] = [self.listed, self.to_ask, self.left_out].map(grouped);
        let services = if self.listed == 1 {
            "service"
        } else {
            "services"
        };
        write!(
            f,
            "the registry lists {listed} {services} of these kinds: {to_ask} asked, {left_out} left out, "
        )?;
        match (self.undeclared, self.elsewhere()) {
            (Some(undeclared), Some(elsewhere)) => write!(
                f,
                "{} without declared coverage and so not asked, {} with coverage that does not meet the question",
                grouped(undeclared),
                grouped(elsewhere)
            ),
            _ => write!(
                f,
                "{} with coverage that does not meet the question, or with none declared",
                grouped(self.rest())
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        constraints::Axis,
        ivoid::Ivoid,
        service::{Protocol, Service},
    };

    fn census(listed: u64, undeclared: Option<u64>) -> Census {
        Census {
            listed,
            to_ask: 23,
            left_out: 5,
            undeclared,
        }
    }

    fn undeclared() -> Fate {
        let axes = vec![Axis::Space];
        Fate::LeftOut(Reason::Undeclared { axes })
    }

    fn considered(fate: Fate) -> Considered {
        Considered {
            service: Service {
                ivoid: Ivoid::new("ivo://a.example/b"),
                title: String::new(),
                protocol: Protocol::Sia2,
                access_url: String::new(),
            },
            alternates: Vec::new(),
            fate,
            stands_for: Vec::new(),
        }
    }

    #[test]
    fn every_service_of_the_registry_is_accounted_for() {
        assert_eq!(
            census(1342, Some(61)).to_string(),
            "the registry lists 1,342 services of these kinds: 23 asked, 5 left out, 61 without declared coverage and so not asked, \
             1,253 with coverage that does not meet the question"
        );
        assert_eq!(census(1342, Some(61)).elsewhere(), Some(1253));
    }

    #[test]
    fn what_the_registry_could_not_say_is_not_made_up() {
        assert_eq!(census(342, None).elsewhere(), None);
        assert!(
            census(342, None).to_string().ends_with(
                "314 with coverage that does not meet the question, or with none declared"
            )
        );
    }

    #[test]
    fn a_registry_that_counts_fewer_than_it_named_is_not_believed() {
        let besides = [
            Fate::LeftOut(Reason::NeedsLogin),
            undeclared(),
            undeclared(),
        ]
        .map(considered);
        let census = Census::new(&Plan::default(), 2, Some(&besides));
        assert_eq!((census.left_out, census.undeclared), (1, Some(2)));
        assert_eq!((census.listed, census.elsewhere()), (3, Some(0)));
    }
}
