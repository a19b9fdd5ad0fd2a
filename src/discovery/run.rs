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
    let looked_up = match registry::look_up(&client, search, tell).await {
        Ok(looked_up) => looked_up,
        Err(failure) => return Ending::RegistryFailed(Arc::new(failure)),
    };
    let plan = Arc::clone(&looked_up.plan);
    tell(Happening::Planned(Arc::clone(&plan)));
    let census_client = client.clone();
    let census = registry::census(&census_client, search, &looked_up, tell);
    let to_ask = plan.to_ask();
    if to_ask.is_empty() {
        census.await;
        return Ending::NothingToAsk;
    }
    let whole = to_ask.into_iter().map(|nr| (nr, Way::Whole));
    let round = Round::new(client, search, &plan, tell);
    tokio::join!(round.ask_all(whole), census);
    Ending::Complete
}
