//! Deletes jobs on services, also when the search that made them is stopped: the last word to a host.

use crate::{
    http::{Client, failure::Failure, failure::Kind},
    protocol::{Request, uws},
};
use std::{sync::LazyLock, time::Duration};
use tokio::{
    runtime::Handle,
    sync::watch,
    time::{Instant, timeout},
};

/// How long a service may take to delete a job. What is not deleted then, goes when the service clears up.
const LONGEST: Duration = Duration::from_secs(5);

/// How long the end of the program waits until jobs on services are deleted.
pub const FAREWELLS: Duration = Duration::from_secs(1);

/// How many jobs of this process are on services.
static ON_SERVICES: LazyLock<watch::Sender<usize>> = LazyLock::new(|| watch::Sender::new(0));

/// Waits until all jobs are deleted, but not longer than this: for the end of the program, after the last search was
/// stopped.
pub async fn farewells(at_most: Duration) {
    let mut jobs = ON_SERVICES.subscribe();
    // What is not said by then stays unsaid.
    timeout(at_most, jobs.wait_for(|n| *n == 0)).await.ok();
}

/// A job on a service. When this is dropped, a task of its own deletes the job: the only request that may still be
/// under way when a search has ended.
#[derive(Debug)]
pub(super) struct Guest {
    client: Client,
    url: String,
    runtime: Handle,
    counted: Option<Counted>,
}

impl Guest {
    /// A job of this address, which was just made. To be called on a runtime.
    pub(super) fn new(client: Client, url: String) -> Self {
        Self {
            client,
            url,
            runtime: Handle::current(),
            counted: Some(Counted::new()),
        }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let (client, url) = (self.client.clone(), self.url.clone());
        let counted = self.counted.take();
        // Nobody waits for the task but `farewells`.
        drop(self.runtime.spawn(async move {
            timeout(LONGEST, delete(&client, &url)).await.ok();
            drop(counted);
        }));
    }
}

/// Deletes a job: by DELETE, and by POST where that is not known.
async fn delete(client: &Client, url: &str) {
    let by_delete = say(client, &uws::delete(url)).await;
    let is_there_still = match by_delete {
        Ok(Some(Kind::Status(status))) => !matches!(status, 303 | 404 | 410),
        Ok(_) => false,
        Err(failure) => failure.kind == Kind::Cut,
    };
    if is_there_still {
        say(client, &uws::delete_by_post(url)).await.ok();
    }
}

/// What was wrong with the answer, if anything.
async fn say(client: &Client, request: &Request) -> Result<Option<Kind>, Failure> {
    let deadline = Instant::now() + LONGEST;
    let answered = client.change(deadline, request, |_| (), |_| ()).await?;
    Ok(answered.trouble.map(|trouble| trouble.kind))
}

/// One job that is on a service.
#[derive(Debug)]
struct Counted;

impl Counted {
    fn new() -> Self {
        ON_SERVICES.send_modify(|n| *n += 1);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ON_SERVICES.send_modify(|n| *n -= 1);
    }
}
