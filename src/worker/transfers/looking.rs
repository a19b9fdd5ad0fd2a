//! Finds the links and a picture of the dataset that the window shows.

use super::{LookNr, TransferNews};
use crate::{
    discovery::event::Failure,
    http::{self, Client},
    protocol::datalink::Document,
    transfer::{
        Picture, TransferError,
        links::links,
        picture::picture,
        preview::{Subject, addresses},
    },
    worker::{Event, thread::Teller},
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{runtime::Handle, task::AbortHandle, time::sleep};

/// How long a dataset must be shown before its archive is asked: who walks through a list asks for none of it.
const PAUSE: Duration = Duration::from_millis(300);

/// Documents and pictures that are kept, for who goes back and forth between datasets.
const KEPT: usize = 32;

/// Looks for one dataset at a time.
#[derive(Debug)]
pub(super) struct Looking {
    runtime: Handle,
    teller: Teller,
    client: Result<Client, http::Failure>,
    documents: Recent<Document>,
    pictures: Recent<Picture>,
    running: Option<AbortHandle>,
}

impl Looking {
    pub(super) fn new(
        runtime: Handle,
        teller: Teller,
        client: Result<Client, http::Failure>,
    ) -> Self {
        Self {
            runtime,
            teller,
            client,
            documents: Recent::default(),
            pictures: Recent::default(),
            running: None,
        }
    }

    /// Looks for what belongs to this dataset, and no longer for what belongs to the one before.
    pub(super) fn look(&mut self, nr: LookNr, subject: Subject) {
        if let Some(running) = self.running.take() {
            running.abort();
        }
        // What cannot be asked has been told by every search.
        let Ok(client) = self.client.clone() else {
            return;
        };
        let glance = Glance {
            client,
            teller: self.teller.clone(),
            documents: self.documents.clone(),
            pictures: self.pictures.clone(),
            nr,
        };
        let running = self
            .runtime
            .spawn(async move { glance.look(subject).await });
        self.running = Some(running.abort_handle());
    }
}

/// What one look needs.
struct Glance {
    client: Client,
    teller: Teller,
    documents: Recent<Document>,
    pictures: Recent<Picture>,
    nr: LookNr,
}

impl Glance {
    async fn look(&self, subject: Subject) {
        let mut pause = Pause::default();
        let document = match subject.links_at() {
            Some(url) => self.links(url, &mut pause).await,
            None => None,
        };
        let urls = addresses(&subject, document.as_deref());
        let found = self.picture(&urls, &mut pause).await;
        let found = found.map_err(|error| Failure::from(&error));
        self.tell(TransferNews::Picture(self.nr, found));
    }

    async fn links(&self, url: &str, pause: &mut Pause) -> Option<Arc<Document>> {
        let found = if let Some(known) = self.documents.get(url) {
            Ok(known)
        } else {
            pause.take().await;
            links(&self.client, url).await.map(Arc::new)
        };
        if let Ok(document) = &found {
            self.documents.keep(url, document);
        }
        let document = found.as_ref().ok().map(Arc::clone);
        let told = found.map_err(|error| Failure::from(&error));
        self.tell(TransferNews::Links(self.nr, told));
        document
    }

    /// The first picture that can be shown; what went wrong with the last where none can.
    async fn picture(
        &self,
        urls: &[String],
        pause: &mut Pause,
    ) -> Result<Option<Arc<Picture>>, TransferError> {
        // The best address may be one at which nothing was found the last time.
        if let Some(known) = urls.iter().find_map(|url| self.pictures.get(url)) {
            return Ok(Some(known));
        }
        if !urls.is_empty() {
            pause.take().await;
        }
        let mut trouble = None;
        for url in urls {
            match picture(&self.client, url).await {
                Ok(found) => {
                    let found = Arc::new(found);
                    self.pictures.keep(url, &found);
                    return Ok(Some(found));
                }
                Err(error) => trouble = Some(error),
            }
        }
        trouble.map_or(Ok(None), Err)
    }

    fn tell(&self, news: TransferNews) {
        self.teller.tell(Event::Transfer(news));
    }
}

/// The pause before the first request of a look; there is none before the others.
#[derive(Debug, Default)]
struct Pause {
    is_over: bool,
}

impl Pause {
    async fn take(&mut self) {
        if !self.is_over {
            sleep(PAUSE).await;
            self.is_over = true;
        }
    }
}

/// The latest of what was found, by its address.
#[derive(Debug)]
struct Recent<T>(Arc<Mutex<Kept<T>>>);

type Kept<T> = VecDeque<(String, Arc<T>)>;

impl<T> Clone for Recent<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Recent<T> {
    fn get(&self, url: &str) -> Option<Arc<T>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, found) = all.iter().find(|(known, _)| known == url)?;
        Some(Arc::clone(found))
    }

    fn keep(&self, url: &str, found: &Arc<T>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(known, _)| known != url);
        all.push_back((url.to_owned(), Arc::clone(found)));
        if all.len() > KEPT {
            all.pop_front();
        }
    }
}
