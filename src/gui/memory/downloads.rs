//! The downloads that were not whole when the program ended, so that it can go on with them.

use super::cut::LeftCut;
use crate::{
    discovery::queue::Host,
    gui::state::transfers::{Fetching, Stage, Transfers},
    protocol::request,
    transfer::{Rest, Wanted},
    worker::{Command, TransferCommand},
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
        })
    }

    /// `None` where it cannot be gone on with.
    fn checked(self) -> Option<(Wanted, Option<Rest>, String, usize)> {
        // What a program on this computer served, such as the practice VO, is not there any more.
        let host = Host::of(&self.url);
        let is_here = ["127.", "localhost", "[::1]"]
            .iter()
            .any(|it| host.as_str().starts_with(it));
        if is_here || !request::is_http(&self.url) || self.folder.is_empty() {
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
        Some((wanted, rest, self.found_by, self.n_datasets.max(1)))
    }

    fn text_bytes(&self) -> usize {
        let came = self.came.as_ref().map_or(0, |came| {
            let validator = came.validator.as_deref().map_or(0, str::len);
            came.path.len() + came.name.len() + came.url.len() + validator
        });
        let media_type = self.media_type.as_deref().map_or(0, str::len);
        let texts = [&self.url, &self.title, &self.folder, &self.found_by];
        let cut = self.cut.as_ref().map_or(0, LeftCut::text_bytes);
        texts.into_iter().map(String::len).sum::<usize>() + media_type + cut + came
    }
}

/// The downloads that are not whole, the first that was asked for first.
pub(super) fn left(transfers: &Transfers) -> Vec<LeftDownload> {
    let mut n_bytes = 0;
    let newest = transfers.list.iter().rev().filter_map(LeftDownload::of);
    let mut all: Vec<LeftDownload> = newest
        .take(MOST)
        .take_while(|it| {
            n_bytes += it.text_bytes();
            n_bytes <= MOST_BYTES
        })
        .collect();
    all.reverse();
    all
}

/// Puts those on the list that an earlier start left, and gives what the worker is to know of them.
pub(super) fn restore(transfers: &mut Transfers, left: Vec<LeftDownload>) -> Option<Command> {
    let mut all = Vec::new();
    for (wanted, rest, found_by, n_datasets) in left.into_iter().filter_map(LeftDownload::checked) {
        let id = transfers.add(wanted.clone(), found_by);
        if let Some(fetching) = transfers.get_mut(id) {
            fetching.stage = Stage::Left;
            fetching.rest.clone_from(&rest);
            fetching.n_datasets = n_datasets;
        }
        all.push((id, wanted, rest));
    }
    let restore = TransferCommand::Restore(all);
    (!transfers.list.is_empty()).then_some(Command::Transfer(restore))
}
