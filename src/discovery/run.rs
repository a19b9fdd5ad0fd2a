//! A whole search: the registry first, then every service of the plan.

use super::{
    Search,
    event::{Ending, Happening},
    registry,
    round::{Round, Way},
};
use crate::http::Client;
use std::sync::Arc;

/// Tells somebody what happens.
pub(super) type Tell = dyn Fn(Happening) + Send + Sync;

/// A whole search. Dropping the future closes every connection.
pub(super) async fn search(client: Client, search: &Search, tell: &Tell) -> Ending {
    tell(Happening::AskingRegistry {
        url: search.registry.clone(),
    });
    let plan = match registry::plan_search(&client, search, tell).await {
        Ok(plan) => Arc::new(plan),
        Err(failure) => return Ending::RegistryFailed(Arc::new(failure)),
    };
    tell(Happening::Planned(Arc::clone(&plan)));
    let to_ask = plan.to_ask();
    if to_ask.is_empty() {
        return Ending::NothingToAsk;
    }
    let whole = to_ask.into_iter().map(|nr| (nr, Way::Whole));
    Round::new(client, search, &plan, tell).ask_all(whole).await;
    Ending::Complete
}
