//! Where a dataset is: behind its links, or at the service that cuts a part out of it.

use super::{
    error::TransferError,
    links::{links, this},
};
use crate::{
    http::Client,
    protocol::{
        datalink::{Document, is_datalink},
        request,
        soda::{self, Cut},
    },
};

/// Where something can be fetched as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub url: String,
    /// The media type that is promised, where one is.
    pub media_type: Option<String>,
}

/// Where the dataset is whose record has this `access_url` and `access_format`, or where the part of it is that is wanted,
/// for who fetches it: this program, or one that it is sent to.
///
/// Nothing is asked where the record leads to the file itself.
pub async fn address(
    client: &Client,
    access_url: &str,
    access_format: Option<&str>,
    cut: Option<&Cut>,
) -> Result<Address, TransferError> {
    if !request::is_http(access_url) {
        return Err(TransferError::NotWeb(access_url.to_owned()));
    }
    if let Some(cut) = cut {
        return of_cutout(client, access_url, access_format, cut).await;
    }
    if access_format.is_some_and(is_datalink) {
        return behind_links(client, access_url).await;
    }
    Ok(Address {
        url: access_url.to_owned(),
        media_type: access_format.map(str::to_owned),
    })
}

/// The dataset itself, behind the links at an address.
pub(super) async fn behind_links(client: &Client, url: &str) -> Result<Address, TransferError> {
    let document = links(client, url).await?;
    let link = this(&document)?;
    let url = document.address(link).ok_or(TransferError::NoFile)?;
    Ok(Address {
        url,
        media_type: link.content_type.clone(),
    })
}

/// A part of the dataset, from the service that its links name.
async fn of_cutout(
    client: &Client,
    access_url: &str,
    access_format: Option<&str>,
    cut: &Cut,
) -> Result<Address, TransferError> {
    if !may_be_links(access_format) {
        return Err(TransferError::NoLinks);
    }
    let document: Document = links(client, access_url).await?;
    let found = soda::cutout(&document, cut)?;
    Ok(Address {
        url: found.url,
        media_type: found.media_type,
    })
}

/// Whether there may be links at an address: some records do not say so, but none says FITS of a document.
pub fn may_be_links(media_type: Option<&str>) -> bool {
    let Some(media_type) = media_type else {
        return true;
    };
    let kind = media_type.split(';').next().unwrap_or_default().trim();
    let is_bare_votable = !media_type.contains(';')
        && ["application/x-votable+xml", "text/xml", "application/xml"]
            .iter()
            .any(|known| kind.eq_ignore_ascii_case(known));
    is_datalink(media_type) || is_bare_votable
}
