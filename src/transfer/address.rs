//! Where a dataset is: behind its links, or at the service that cuts a part out of it.

use super::{
    Wanted,
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

/// Where the dataset is, or the part of it that is wanted, for who fetches it.
///
/// It is for other programs too, such as receivers of SAMP's `image.load.fits`. Nothing is asked where the record leads to
/// the file itself.
pub async fn address(client: &Client, wanted: &Wanted) -> Result<Address, TransferError> {
    if !request::is_http(&wanted.url) {
        return Err(TransferError::NotWeb(wanted.url.clone()));
    }
    if let Some(cut) = &wanted.cut {
        return of_cutout(client, wanted, cut).await;
    }
    if wanted.media_type.as_deref().is_some_and(is_datalink) {
        return behind_links(client, &wanted.url).await;
    }
    Ok(Address {
        url: wanted.url.clone(),
        media_type: wanted.media_type.clone(),
    })
}

/// The dataset itself, behind the links at an address.
pub(super) async fn behind_links(client: &Client, url: &str) -> Result<Address, TransferError> {
    let document = links(client, url).await?;
    let link = this(&document)?;
    let url = link.url().ok_or(TransferError::NoFile)?;
    Ok(Address {
        url: url.to_owned(),
        media_type: link.content_type.clone(),
    })
}

/// A part of the dataset, from the service that its links name.
async fn of_cutout(client: &Client, wanted: &Wanted, cut: &Cut) -> Result<Address, TransferError> {
    if !may_be_links(wanted.media_type.as_deref()) {
        return Err(TransferError::NoLinks);
    }
    let document: Document = links(client, &wanted.url).await?;
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
