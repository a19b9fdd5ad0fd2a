//! The downloads that were not whole when the program ended, so that it can go on with them.

use super::cut::LeftCut;
use crate::{
    discovery::queue::Host,
    gui::state::transfers::{Fetching, Stage, Transfers},
    protocol::request,
    transfer::{Rest, Wanted},
    worker::{Command, DownloadId, Left, TransferCommand},
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Downloads that are kept at most, the newest: who selects too many has them selected again.
const MOST: usize = 300;

/// Bytes of their texts at most: a tenth of what the file may have.
const MOST_BYTES: usize = 100_000;

/// A download that is not whole.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct LeftDownload {
    url: String,
    media_type: Option<String>,
    title: String,
    folder: String,
    /// The question of the search that found it.
    found_by: String,
    n_datasets: usize,
    /// The part of it that is wanted.
    cut: Option<LeftCut>,
    /// What came of it.
    came: Option<Came>,
    /// The lists that have a line for it.
    lists: Vec<String>,
}

/// What came of a download, as [`Rest`] has it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
struct Came {
    path: String,
    name: String,
    url: String,
    validator: Option<String>,
    length: Option<u64>,
}

impl LeftDownload {
    /// `None` for one that is whole, or whose folder has a name that is no text.
    fn of(fetching: &Fetching) -> Option<Self> {
        if matches!(fetching.stage, Stage::Done(_)) {
            return None;
        }
        let Wanted {
            url,
            media_type,
            title,
            folder,
            cut,
        } = &fetching.wanted;
        let came = |rest: &Rest| {
            Some(Came {
                path: rest.path.to_str()?.to_owned(),
                name: rest.name.clone(),
                url: rest.url.clone(),
                validator: rest.validator.clone(),
                length: rest.length,
            })
        };
        Some(Self {
            url: url.clone(),
            media_type: media_type.clone(),
            title: title.clone(),
            folder: folder.to_str()?.to_owned(),
            found_by: fetching.found_by.clone(),
            n_datasets: fetching.n_datasets,
            cut: cut.as_ref().map(LeftCut::of),
            came: fetching.rest.as_ref().and_then(came),
            lists: fetching
                .lists
                .iter()
                .filter_map(|path| Some(path.to_str()?.to_owned()))
                .collect(),
        })
    }

    /// `None` where it cannot be gone on with.
    fn checked(self) -> Option<Fetching> {
        if !outlives_the_program(&self.url) || self.folder.is_empty() {
            return None;
        }
        let is_plain = |came: &Came| {
            let path = PathBuf::from(&came.path);
            let is_part = path.extension().is_some_and(|ending| ending == "part");
            // It is a name, and never a path: the file is named by it in its folder.
            let is_name = !came.name.is_empty() && !came.name.contains(['/', '\\']);
            path.is_absolute() && is_part && is_name && request::is_http(&came.url)
        };
        let cut = match &self.cut {
            // One that cannot be read any more must not become the whole.
            Some(cut) => Some(cut.checked()?),
            None => None,
        };
        let rest = self.came.filter(is_plain).map(|came| Rest {
            path: came.path.into(),
            name: came.name,
            url: came.url,
            validator: came.validator,
            length: came.length,
        });
        let wanted = Wanted {
            url: self.url,
            media_type: self.media_type,
            title: self.title,
            folder: self.folder.into(),
            cut,
        };
        let is_list = |path: &PathBuf| {
            let is_table = path.extension().is_some_and(|ending| ending == "csv");
            path.is_absolute() && is_table
        };
        Some(Fetching {
            id: DownloadId(0),
            wanted,
            found_by: self.found_by,
            n_datasets: self.n_datasets.max(1),
            stage: Stage::Left,
            rest,
            progress: None,
            lists: self
                .lists
                .into_iter()
                .map(PathBuf::from)
                .filter(is_list)
                .collect(),
        })
    }

    fn text_bytes(&self) -> usize {
        let came = self.came.as_ref().map_or(0, |came| {
            let validator = came.validator.as_deref().map_or(0, str::len);
            came.path.len() + came.name.len() + came.url.len() + validator
        });
        let media_type = self.media_type.as_deref().map_or(0, str::len);
        let texts = [&self.url, &self.title, &self.folder, &self.found_by];
        let cut = self.cut.as_ref().map_or(0, LeftCut::text_bytes);
        let texts = texts.into_iter().chain(&self.lists);
        texts.map(String::len).sum::<usize>() + media_type + cut + came
    }
}

/// Whether what is at an address is there at the next start: what a program on this computer serves, such as the practice VO,
/// is not.
fn outlives_the_program(url: &str) -> bool {
    let host = Host::of(url);
    let mut here = ["127.", "localhost", "[::1]"].iter();
    request::is_http(url) && !here.any(|it| host.as_str().starts_with(it))
}

/// The downloads that are not whole, the first that was asked for first.
pub(super) fn left(transfers: &Transfers) -> Vec<LeftDownload> {
    kept(transfers).map(|(_, left)| left).collect()
}

/// How many of those that are under way can be gone on with at the next start.
pub(crate) fn n_under_way_to_keep(transfers: &Transfers) -> usize {
    let goes_on = |it: &Fetching| it.is_under_way() && outlives_the_program(&it.wanted.url);
    kept(transfers).filter(|(it, _)| goes_on(it)).count()
}

fn kept(transfers: &Transfers) -> impl Iterator<Item = (&Fetching, LeftDownload)> {
    let mut n_bytes = 0;
    let newest = transfers.list.iter().rev();
    let not_whole = newest.filter_map(|it| Some((it, LeftDownload::of(it)?)));
    let all: Vec<_> = not_whole
        .take(MOST)
        .take_while(|(_, left)| {
            n_bytes += left.text_bytes();
            n_bytes <= MOST_BYTES
        })
        .collect();
    all.into_iter().rev()
}

/// Puts those on the list that an earlier start left, and gives what the worker is to know of them.
pub(super) fn restore(transfers: &mut Transfers, left: Vec<LeftDownload>) -> Option<Command> {
    let mut all = Vec::new();
    for fetching in left.into_iter().filter_map(LeftDownload::checked) {
        let (wanted, rest, lists) = (
            fetching.wanted.clone(),
            fetching.rest.clone(),
            fetching.lists.clone(),
        );
        let id = transfers.put(fetching);
        all.push(Left {
            id,
            wanted,
            rest,
            lists,
        });
    }
    let restore = TransferCommand::Restore(all);
    (!transfers.list.is_empty()).then_some(Command::Transfer(restore))
}
