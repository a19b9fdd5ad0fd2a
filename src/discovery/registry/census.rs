//! Asks a registry beside the services what it has besides: services without declared coverage, and how many in all.

use super::{
    LookedUp, UNDECLARED,
    inquiry::{Answer as _, Inquirer},
};
use crate::{
    discovery::{
        Search,
        census::Census,
        event::Happening,
        plan::{Considered, besides},
        run::Tell,
    },
    http::Client,
    protocol::regtap::{self, read_candidates, read_count},
};
use std::sync::Arc;

/// Names those that only an inclusive search would ask, and counts all. What cannot be had is said; it is no failure.
///
/// One query at a time: the services of the same host are being asked meanwhile.
pub(in crate::discovery) async fn census(
    client: &Client,
    search: &Search,
    looked_up: &LookedUp,
    tell: &Tell,
) {
    let inquirer = Inquirer::new(client, &looked_up.registry, tell);
    let undeclared = undeclared(&inquirer, search, looked_up).await;
    let is_all = undeclared.as_ref().is_some_and(|known| known.is_all);
    let besides = undeclared.map_or_else(Vec::new, |known| known.services);
    let besides = Arc::new(besides);
    if !besides.is_empty() {
        tell(Happening::AlsoKnown(Arc::clone(&besides)));
    }
    let product = search.constraints.product;
    let request = regtap::count(product, looked_up.features, &looked_up.registry);
    match inquirer.ask("count", &request, read_count).await {
        Ok(listed) => {
            let besides = is_all.then_some(besides.as_slice());
            let census = Census::new(&looked_up.plan, listed, besides);
            tell(Happening::RegistryCounted(census));
        }
        Err(refusal) => inquirer.note(format!(
            "the registry did not say how many services it lists: {}",
            refusal.failure
        )),
    }
}

/// Services that do not declare their coverage on an axis of the question.
struct Undeclared {
    services: Vec<Considered>,
    /// Whether the registry has no more of them, as far as that is known.
    is_all: bool,
}

/// `None` where the registry did not say which they are.
async fn undeclared(
    inquirer: &Inquirer<'_>,
    search: &Search,
    looked_up: &LookedUp,
) -> Option<Undeclared> {
    let registry = &looked_up.registry;
    let undeclared = || regtap::undeclared(&search.constraints, looked_up.features, registry);
    // Of those that were chosen, none is left out for the coverage that it does not declare.
    let request = search
        .question
        .services
        .is_empty()
        .then(undeclared)
        .flatten();
    let Some(request) = request else {
        return Some(Undeclared {
            services: Vec::new(),
            is_all: true,
        });
    };
    let answer = inquirer.ask(UNDECLARED, &request, read_candidates);
    match answer.await {
        Ok(listed) => {
            let shortfall = listed.shortfall();
            if let Some(shortfall) = &shortfall {
                inquirer.note(shortfall.sentence(
                    "the registry has more services without declared coverage than it listed, so some are not named",
                    "the registry may have more services without declared coverage than it listed, so some may not be named",
                ));
            }
            let services = besides(
                &looked_up.plan,
                &looked_up.named,
                listed.entries,
                (&looked_up.served_by, &search.constraints),
            );
            Some(Undeclared {
                services,
                is_all: shortfall.is_none(),
            })
        }
        Err(refusal) => {
            inquirer.note(format!(
                "the registry did not say which services declare no coverage, so they are not named: {}",
                refusal.failure
            ));
            None
        }
    }
}
