//! Fetches one file onto this disk, and goes on with it where it broke off.

use super::{
    address::{Address, address, behind_links},
    error::TransferError,
    naming::{Hints, cutout_name, file_name},
    part::{PartFile, check_folder},
    receiving::{on_disk, receive},
    refused,
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
        soda::Cut,
    },
};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Mutex as AsyncMutex;

/// What is to be fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The address.
    pub url: String,
    /// The media type that a record gives for it, where it does.
    pub media_type: Option<String>,
    /// What it is called if nothing better names it.
    pub title: String,
    /// The folder to put it into.
    pub folder: PathBuf,
    /// The part of it that is wanted, from the service that its links name; `None` for the whole.
    pub cut: Option<Cut>,
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

/// What is known of a file that is not whole: enough to go on with it at another start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// Where it is on the disk.
    pub path: PathBuf,
    /// What it shall be called when it is whole.
    pub name: String,
    /// Where it comes from, behind any links.
    pub url: String,
    /// By what the server tells this state of the file from others.
    pub validator: Option<String>,
    /// Bytes of the whole.
    pub length: Option<u64>,
}

/// One download. What has come of it outlives each try, and each start of the program.
#[derive(Debug)]
pub struct Download {
    wanted: Wanted,
    kept: Mutex<Option<Kept>>,
    /// What an earlier start left, until it was looked for on the disk.
    left: AsyncMutex<Option<Rest>>,
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
    /// Bytes of the whole, where the server said it.
    length: Option<u64>,
}

impl Download {
    /// Nothing has come of it yet.
    pub fn new(wanted: Wanted) -> Self {
        Self::left(wanted, None)
    }

    /// An earlier start left this of it.
    pub fn left(wanted: Wanted, rest: Option<Rest>) -> Self {
        Self {
            wanted,
            kept: Mutex::new(None),
            left: AsyncMutex::new(rest),
        }
    }

    /// What is to be fetched.
    pub fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    /// What is to be known to go on with it at another start; `None` while nothing has come.
    pub fn rest(&self) -> Option<Rest> {
        let kept = self.kept();
        let kept = kept.as_ref()?;
        Some(Rest {
            path: kept.part.path().to_owned(),
            name: kept.part.name().to_owned(),
            url: kept.url.clone(),
            validator: kept.validator.clone(),
            length: kept.length,
        })
    }

    /// Looks on the disk for what an earlier start left; `None` where that is gone, or another program writes it.
    pub async fn look(&self) -> Result<Option<Progress>, TransferError> {
        self.reopen().await?;
        let Some(kept) = self.kept().clone() else {
            return Ok(None);
        };
        on_disk(move || {
            Ok(Some(Progress {
                path: kept.part.path().to_owned(),
                bytes: kept.part.bytes()?,
                length: kept.length,
            }))
        })
        .await
    }

    /// Fetches it, or what is missing of it. Dropping the future ends it; what has come is kept.
    pub async fn run(
        &self,
        client: &Client,
        tell: impl Fn(Progress) + Send + Sync + 'static,
    ) -> Result<Done, TransferError> {
        self.reopen().await?;
        let (mut incoming, kept) = match self.kept_here().await? {
            Some(kept) => self.go_on(client, kept).await?,
            None => self.begin(client).await?,
        };
        *self.kept() = Some(kept.clone());
        let (length, from) = (incoming.head.length, incoming.head.from);
        let part = kept.part.clone();
        on_disk(move || Ok(part.check_room(length.unwrap_or_default().saturating_sub(from))?))
            .await?;
        let bytes = receive(&mut incoming, &kept.part, Arc::new(tell)).await?;
        match length {
            Some(length) if bytes < length => {
                let cut = Failure::new(Kind::Cut, &incoming.head.url, "");
                return Err(cut.into());
            }
            Some(length) if length < bytes => {
                self.discard_kept();
                return Err(TransferError::TooMuch(host_of(&incoming.head.url)));
            }
            Some(_) | None => {}
        }
        if self.kept_here().await?.is_none() {
            return Err(TransferError::TakenAway(kept.part.path().to_owned()));
        }
        let path = on_disk(move || Ok(kept.part.finish()?)).await?;
        *self.kept() = None;
        Ok(Done { path, bytes })
    }

    /// Takes away what has come of it. This waits for the disk, and is for threads that may.
    pub fn discard(&self) {
        if let Some(rest) = self.left.blocking_lock().take()
            && let Ok(Some(part)) = PartFile::reopen(&rest.path, &rest.name)
        {
            part.discard();
        }
        self.discard_kept();
    }

    fn discard_kept(&self) {
        if let Some(kept) = self.kept().take() {
            kept.part.discard();
        }
    }

    /// Takes up what an earlier start left, once.
    async fn reopen(&self) -> Result<(), TransferError> {
        // Held meanwhile, so that nobody who comes second begins anew.
        let mut left = self.left.lock().await;
        let Some(rest) = left.clone() else {
            return Ok(());
        };
        let (path, name) = (rest.path, rest.name);
        let part = on_disk(move || Ok(PartFile::reopen(&path, &name)?)).await?;
        *self.kept() = part.map(|part| Kept {
            part,
            url: rest.url,
            validator: rest.validator,
            length: rest.length,
        });
        *left = None;
        Ok(())
    }

    /// What has come of it, where that is still on the disk. Where somebody took it away, it is forgotten.
    async fn kept_here(&self) -> Result<Option<Kept>, TransferError> {
        let Some(kept) = self.kept().clone() else {
            return Ok(None);
        };
        let part = kept.part.clone();
        if on_disk(move || Ok(part.is_here())).await? {
            return Ok(Some(kept));
        }
        *self.kept() = None;
        Ok(None)
    }

    async fn begin(&self, client: &Client) -> Result<(Incoming, Kept), TransferError> {
        let wanted = &self.wanted;
        // An archive that reads it from tape must not be asked for nothing.
        let folder = wanted.folder.clone();
        on_disk(move || Ok(check_folder(&folder)?)).await?;
        let (media_type, cut) = (wanted.media_type.as_deref(), wanted.cut.as_ref());
        let mut at = address(client, &wanted.url, media_type, cut).await?;
        let mut incoming = self.fetch(client, &at.url, None).await?;
        // Some records do not say that there are links behind their address.
        let is_links = incoming.head.media_type.as_deref().is_some_and(is_datalink);
        if is_links && wanted.cut.is_none() {
            drop(incoming);
            at = behind_links(client, &at.url).await?;
            incoming = self.fetch(client, &at.url, None).await?;
        }
        let Address { url, media_type } = at;
        let expected = media_type.as_deref();
        if is_unwanted_page(&incoming.head, expected) {
            return Err(page(&mut incoming).await);
        }
        if wanted.cut.is_some()
            && let Some(why) = refused::of_answer(&mut incoming, expected).await
        {
            return Err(why);
        }
        let name = name(&incoming.head, wanted, expected);
        let folder = wanted.folder.clone();
        let part = on_disk(move || Ok(PartFile::create(&folder, &name)?)).await?;
        let kept = Kept {
            part,
            url,
            validator: incoming.head.validator.clone(),
            length: incoming.head.length,
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
        let mut incoming = self.fetch(client, &kept.url, part.as_ref()).await?;
        let lengths = incoming.head.length.zip(kept.length);
        let is_other = lengths.is_some_and(|(now, before)| now != before);
        if incoming.head.from > 0 && is_other {
            // It is another file, whatever its validator says.
            drop(incoming);
            incoming = self.fetch(client, &kept.url, None).await?;
        }
        if is_unwanted_page(&incoming.head, self.wanted.media_type.as_deref()) {
            return Err(page(&mut incoming).await);
        }
        kept.validator.clone_from(&incoming.head.validator);
        kept.length = incoming
            .head
            .length
            .or(kept.length.filter(|_| incoming.head.from > 0));
        Ok((incoming, kept))
    }

    async fn fetch(
        &self,
        client: &Client,
        url: &str,
        part: Option<&Part>,
    ) -> Result<Incoming, TransferError> {
        if !request::is_http(url) {
            return Err(TransferError::NotWeb(url.to_owned()));
        }
        let request = Request {
            accept: "*/*",
            ..Request::get(url, &[])
        };
        let came = client.fetch(&request, part).await;
        came.map_err(|failure| match self.wanted.cut {
            Some(_) => refused::of_failure(failure),
            None => failure.into(),
        })
    }

    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn name(head: &FileHead, wanted: &Wanted, expected: Option<&str>) -> String {
    let said = head.media_type.as_deref();
    // What a server says of everything says nothing.
    let said = said.filter(|kind| !kind.starts_with("application/octet-stream"));
    let name = file_name(Hints {
        disposition: head.disposition.as_deref(),
        url: &head.url,
        title: &wanted.title,
        media_type: said.or(expected),
        packing: head.packing.as_deref(),
    });
    match wanted.cut {
        Some(_) => cutout_name(&name),
        None => name,
    }
}

/// Whether a web page came where a record promises something else.
pub(super) fn is_unwanted_page(head: &FileHead, expected: Option<&str>) -> bool {
    let is_page = |kind: &str| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        ["text/html", "application/xhtml+xml"]
            .iter()
            .any(|page| kind.eq_ignore_ascii_case(page))
    };
    let is_expected = expected.is_none_or(is_page);
    !is_expected && head.media_type.as_deref().is_some_and(is_page)
}

/// What is told of a web page, with its first words.
pub(super) async fn page(incoming: &mut Incoming) -> TransferError {
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

fn host_of(url: &str) -> String {
    let host = Failure::new(Kind::Other, url, "").host;
    if host.is_empty() {
        url.to_owned()
    } else {
        host
    }
}
