//! Asks for a cut-out up to its first bytes, to learn whether there is one before another program is sent there.

use super::{address::Address, download, error::TransferError, refused};
use crate::{http::Client, protocol::request::Request};

/// Where the cut-out is, with the media type that its service says it has; or why there is none.
pub async fn of_cutout(client: &Client, at: Address) -> Result<Address, TransferError> {
    let request = Request {
        accept: "*/*",
        ..Request::get(&at.url, &[])
    };
    let came = client.fetch(&request, None).await;
    let mut incoming = came.map_err(refused::of_failure)?;
    let expected = at.media_type.as_deref();
    if download::is_unwanted_page(&incoming.head, expected) {
        return Err(download::page(&mut incoming).await);
    }
    if let Some(why) = refused::of_answer(&mut incoming, expected).await {
        return Err(why);
    }
    let said = incoming.head.media_type.take();
    Ok(Address {
        media_type: at.media_type.or(said),
        ..at
    })
}
