//! Fetches one file onto this disk, and goes on with it where it broke off.

use super::{
    error::TransferError,
    links::{links, this},
    naming::{Hints, file_name},
    part::PartFile,
};
use crate::{
    http::{
        Client,
        failure::{Failure, Kind},
        fetch::{FileHead, Incoming, Part},
    },
    protocol::{
        datalink::is_datalink,
        request::{self, Request},
    },
};
use bytes::Bytes;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{sync::mpsc, task::spawn_blocking};

/// Pieces that may wait for the disk, so that a slow disk slows the server down.
const PIECES_WAITING: usize = 16;

/// What is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The address.
    pub url: String,
    /// The media type that a record gives for it, where it does.
    pub media_type: Option<String>,
    /// What it is called if nothing better names it.
    pub title: String,
    /// The folder to put it into.
    pub folder: PathBuf,
}

/// How far a download is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Where it is on the disk while it comes.
    pub path: PathBuf,
    /// Bytes on the disk.
    pub bytes: u64,
    /// Bytes of the whole; `None` where the server does not say.
    pub length: Option<u64>,
}

/// A file that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Where it is.
    pub path: PathBuf,
    /// How large it is, in bytes.
    pub bytes: u64,
}

/// One download. What has come of it outlives each try.
#[derive(Debug)]
pub struct Download {
    wanted: Wanted,
    kept: Mutex<Option<Kept>>,
}

/// What has come of a file.
#[derive(Debug, Clone)]
struct Kept {
    part: PartFile,
    /// Where the file is, behind any links.
    url: String,
    /// By what the server tells this state of the file from others; `None` where it does not, and nothing can be gone on
    /// with.
    validator: Option<String>,
}

impl Download {
    /// Nothing has come of it yet.
    pub fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            kept: Mutex::new(None),
        }
    }

    /// What is to be fetched.
    pub fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    /// Fetches it, or what is missing of it. Dropping the future ends it; what has come is kept.
    pub async fn run(
        &self,
        client: &Client,
        tell: impl Fn(Progress) + Send + Sync + 'static,
    ) -> Result<Done, TransferError> {
        let kept = self.kept().clone();
        let (mut incoming, kept) = match kept {
            Some(kept) => self.go_on(client, kept).await?,
            None => self.begin(client).await?,
        };
        *self.kept() = Some(kept.clone());
        let length = incoming.head.length;
        let bytes = receive(&mut incoming, &kept.part, Arc::new(tell)).await?;
        match length {
            Some(length) if bytes < length => {
                let cut = Failure::new(Kind::Cut, &incoming.head.url, "");
                return Err(cut.into());
            }
            Some(length) if length < bytes => {
                self.discard();
                return Err(TransferError::TooMuch(host_of(&incoming.head.url)));
            }
            Some(_) | None => {}
        }
        let part = kept.part.clone();
        let path = on_disk(move || Ok(part.finish()?)).await?;
        *self.kept() = None;
        Ok(Done { path, bytes })
    }

    /// Takes away what has come of it.
    pub fn discard(&self) {
        if let Some(kept) = self.kept().take() {
            kept.part.discard();
        }
    }

    async fn begin(&self, client: &Client) -> Result<(Incoming, Kept), TransferError> {
        let wanted = &self.wanted;
        let mut url = wanted.url.clone();
        let mut expected = wanted.media_type.clone();
        if expected.as_deref().is_some_and(is_datalink) {
            (url, expected) = behind_links(client, &url).await?;
        }
        let mut incoming = fetch(client, &url, None).await?;
        // Some records do not say that there are links behind their address.
        if incoming.head.media_type.as_deref().is_some_and(is_datalink) {
            drop(incoming);
            (url, expected) = behind_links(client, &url).await?;
            incoming = fetch(client, &url, None).await?;
        }
        if is_unwanted_page(&incoming.head, expected.as_deref()) {
            return Err(page(&mut incoming).await);
        }
        let name = name(&incoming.head, wanted, expected.as_deref());
        let folder = wanted.folder.clone();
        let part = on_disk(move || Ok(PartFile::create(&folder, &name)?)).await?;
        let validator = incoming.head.validator.clone();
        let kept = Kept {
            part,
            url,
            validator,
        };
        Ok((incoming, kept))
    }

    async fn go_on(
        &self,
        client: &Client,
        mut kept: Kept,
    ) -> Result<(Incoming, Kept), TransferError> {
        let part = kept.part.clone();
        let bytes = on_disk(move || Ok(part.bytes()?)).await?;
        let part = kept
            .validator
            .clone()
            .filter(|_| bytes > 0)
            .map(|validator| Part { bytes, validator });
        let mut incoming = fetch(client, &kept.url, part.as_ref()).await?;
        if is_unwanted_page(&incoming.head, self.wanted.media_type.as_deref()) {
            return Err(page(&mut incoming).await);
        }
        kept.validator.clone_from(&incoming.head.validator);
        Ok((incoming, kept))
    }

    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address and the media type of the dataset itself, behind the links at an address.
async fn behind_links(
    client: &Client,
    url: &str,
) -> Result<(String, Option<String>), TransferError> {
    let document = links(client, url).await?;
    let link = this(&document)?;
    let url = link.url().ok_or(TransferError::NoFile)?;
    Ok((url.to_owned(), link.content_type.clone()))
}

async fn fetch(client: &Client, url: &str, part: Option<&Part>) -> Result<Incoming, TransferError> {
    if !request::is_http(url) {
        return Err(TransferError::NotWeb(url.to_owned()));
    }
    let request = Request {
        accept: "*/*",
        ..Request::get(url, &[])
    };
    Ok(client.fetch(&request, part).await?)
}

fn name(head: &FileHead, wanted: &Wanted, expected: Option<&str>) -> String {
    let said = head.media_type.as_deref();
    // What a server says of everything says nothing.
    let said = said.filter(|kind| !kind.starts_with("application/octet-stream"));
    file_name(Hints {
        disposition: head.disposition.as_deref(),
        url: &head.url,
        title: &wanted.title,
        media_type: said.or(expected),
        packing: head.packing.as_deref(),
    })
}

/// Whether a web page came where a record promises something else.
fn is_unwanted_page(head: &FileHead, expected: Option<&str>) -> bool {
    let is_page = |kind: &str| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        ["text/html", "application/xhtml+xml"]
            .iter()
            .any(|page| kind.eq_ignore_ascii_case(page))
    };
    let is_expected = expected.is_none_or(is_page);
    !is_expected && head.media_type.as_deref().is_some_and(is_page)
}

async fn page(incoming: &mut Incoming) -> TransferError {
    let first = incoming.next().await.ok().flatten().unwrap_or_default();
    let words = String::from_utf8_lossy(&first);
    TransferError::Page {
        host: host_of(&incoming.head.url),
        first: words
            .chars()
            .filter(|letter| !letter.is_control())
            .take(500)
            .collect(),
    }
}

/// Puts what comes behind what is there; gives how many bytes there are then.
async fn receive(
    incoming: &mut Incoming,
    part: &PartFile,
    tell: Arc<dyn Fn(Progress) + Send + Sync>,
) -> Result<u64, TransferError> {
    let (sender, mut receiver) = mpsc::channel::<Bytes>(PIECES_WAITING);
    let (from, length) = (incoming.head.from, incoming.head.length);
    let part = part.clone();
    let mut writing = spawn_blocking(move || {
        let mut bytes = from;
        let path = part.path().to_owned();
        let progress = |bytes| Progress {
            path: path.clone(),
            bytes,
            length,
        };
        tell(progress(from));
        let pieces = || receiver.blocking_recv();
        part.write(from, pieces, |now| {
            bytes = now;
            tell(progress(now));
        })?;
        Ok::<u64, TransferError>(bytes)
    });
    let mut trouble = None;
    let mut n_bytes = from;
    loop {
        let next = tokio::select! {
            biased;
            () = sender.closed() => break,
            next = incoming.next() => next,
        };
        match next {
            Ok(Some(piece)) => {
                n_bytes += piece.len() as u64;
                let is_too_much = length.is_some_and(|length| length < n_bytes);
                if sender.send(piece).await.is_err() || is_too_much {
                    break;
                }
            }
            Ok(None) => break,
            Err(failure) => {
                trouble = Some(failure);
                break;
            }
        }
    }
    drop(sender);
    let written = (&mut writing).await;
    let bytes = written.map_err(|error| TransferError::Ours(error.to_string()))??;
    match trouble {
        Some(failure) => Err(failure.into()),
        None => Ok(bytes),
    }
}

/// Does something that waits for the disk, on a thread for that.
async fn on_disk<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, TransferError> + Send + 'static,
) -> Result<T, TransferError> {
    let acting = spawn_blocking(act).await;
    acting.unwrap_or_else(|error| Err(TransferError::Ours(error.to_string())))
}

fn host_of(url: &str) -> String {
    let host = Failure::new(Kind::Other, url, "").host;
    if host.is_empty() {
        url.to_owned()
    } else {
        host
    }
}
