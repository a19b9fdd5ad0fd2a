//! Tables that another program sends: the positions of their rows.

use std::time::Duration;

use super::receive::Load;
use crate::{
    discovery::positions::{PositionList, read_votable},
    http::{Client, Settings},
    protocol::request::Request,
};

/// Largest table that is read, in bytes.
const LARGEST: u64 = 256 << 20;
/// How long it may take to come.
const TIME: Duration = Duration::from_secs(50);

/// Fetches a table and finds its positions; or says in plain words why that cannot be done.
pub(crate) async fn load(load: Load) -> Result<PositionList, String> {
    let settings = Settings {
        answer_bytes: LARGEST,
        ..Settings::default().with_answer_timeout(TIME)
    };
    let client = Client::new(settings).map_err(|failure| failure.to_string())?;
    let request = Request::get(&load.url, &[]);
    let answered = client.read(&request, read_votable).await;
    let answered = answered.map_err(|failure| failure.to_string())?;
    let mut list = match (answered.trouble, answered.read) {
        (Some(trouble), _) => return Err(trouble.to_string()),
        (None, read) => read?,
    };
    if let Some(name) = load.name {
        list.name = name;
    }
    Ok(list)
}
