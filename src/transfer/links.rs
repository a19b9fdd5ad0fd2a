//! Fetches the links of a dataset, and finds the dataset itself among them.

use super::error::TransferError;
use crate::{
    http::{Answered, Client},
    protocol::{
        AnswerError,
        datalink::{self, Document, Link, Target},
        request,
    },
};

/// Fetches the links at the `access_url` of a dataset.
pub async fn links(client: &Client, access_url: &str) -> Result<Document, TransferError> {
    if !request::is_http(access_url) {
        return Err(TransferError::NotWeb(access_url.to_owned()));
    }
    let asked = datalink::request(access_url);
    let url = asked.url.clone();
    let answered = client
        .read(&asked, move |body| datalink::read(body, &url))
        .await?;
    let Answered { read, trouble, .. } = answered;
    match (read, trouble) {
        (Ok(document), None) => Ok(document),
        // What the service says of itself is nearer to the cause than the status it says it with.
        (Err(AnswerError::Said(words)), _) => Err(TransferError::Said(words)),
        (_, Some(failure)) => Err(failure.into()),
        (Err(error), None) => Err(TransferError::Links(error)),
    }
}

/// The link to the dataset itself.
pub fn this(document: &Document) -> Result<&Link, TransferError> {
    let mut own = document
        .links
        .iter()
        .filter(|link| link.semantics.is("this"));
    let mut files = own.clone().filter(|link| document.address(link).is_some());
    if let Some(link) = files.clone().find(|link| !link.is_locked()) {
        return Ok(link);
    }
    if files.next().is_some() {
        return Err(TransferError::Locked);
    }
    match own.next().map(|link| &link.target) {
        Some(Target::Error(words)) => Err(TransferError::Said(words.clone())),
        Some(Target::Url(url)) => Err(TransferError::NotWeb(url.clone())),
        Some(Target::Service(_)) | None => Err(TransferError::NoFile),
    }
}
