//! What a person can ask about downloads and links.

use crate::{
    domain::{
        constraints::Constraints, dataset::Dataset, matching, obscore::ObsColumn, region::Region,
    },
    gui::{
        reduce::sentence,
        state::{
            State,
            transfers::{Choosing, Fetching, Finding},
        },
    },
    protocol::{
        datalink::Link,
        request,
        soda::{self, Cut},
    },
    transfer::address::may_be_links,
    worker::DownloadId,
};
use eframe::egui::{Key, Modifiers};

/// Files that are asked for in one go at most: a click too wide must not set archives to work for days.
pub(crate) const MOST_FILES: usize = 200;

/// What a person can ask about downloads and links.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TransferAction {
    /// Fetch the dataset that the details show.
    Download,
    /// Fetch every dataset that is selected.
    DownloadAll,
    /// Fetch the part of the dataset that the details show which the search asks for.
    DownloadCutout,
    /// Fetch that part of every dataset that is selected.
    DownloadCutouts,
    /// Fetch what this link of the dataset leads to.
    DownloadLink(usize),
    /// Put the addresses of all datasets that are selected on the clipboard.
    CopyLinks,
    /// Break this download off.
    Halt(DownloadId),
    /// Break off all that are under way.
    HaltAll,
    /// Go on with this download.
    GoOn(DownloadId),
    /// Go on with all that were broken off, failed, or were left by an earlier start.
    GoOnAll,
    /// Take this download off the list.
    Forget(DownloadId),
    /// Take those that are done off the list.
    ClearDone,
    /// Show the folder of this download.
    ShowFolder(DownloadId),
    /// Choose the folder for downloads.
    ChooseFolder,
    /// The folder for downloads now is this.
    NameFolder(String),
}

impl TransferAction {
    /// Its name on buttons and in menus.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Download | Self::DownloadLink(_) => "Download",
            Self::DownloadAll => "Download all",
            Self::DownloadCutout => "Download cut-out",
            Self::DownloadCutouts => "Download cut-outs",
            Self::CopyLinks => "Copy links",
            Self::Halt(_) => "Cancel",
            Self::HaltAll => "Cancel all",
            Self::GoOn(_) => "Resume",
            Self::GoOnAll => "Resume all",
            Self::Forget(_) => "Remove",
            Self::ClearDone => "Clear finished",
            Self::ShowFolder(_) => "Open folder",
            Self::ChooseFolder => "Choose folder…",
            Self::NameFolder(_) => "Name a folder",
        }
    }

    /// What it does, in a sentence.
    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::Download => "Fetch the file of this dataset into the folder for downloads",
            Self::DownloadAll => {
                "Fetch the file of every dataset that is selected, three at a time"
            }
            Self::DownloadCutout => {
                "Fetch only the part of this dataset that lies in the search region, at the wavelengths and times asked for"
            }
            Self::DownloadCutouts => {
                "Fetch of every dataset that is selected only the part in the search region, where its archive cuts it out"
            }
            Self::DownloadLink(_) => "Fetch it into the folder for downloads",
            Self::CopyLinks => "Copy the addresses of all datasets that are selected, one a line",
            Self::Halt(_) => "Break it off; what has come is kept, and it can go on later",
            Self::HaltAll => "Break off all downloads; what has come is kept",
            Self::GoOn(_) => "Fetch what is missing, or all of it where the server cannot go on",
            Self::GoOnAll => "Go on with all that are not whole, each when its turn comes",
            Self::Forget(_) => {
                "Take it off the list; a file that is not whole goes off the disk too"
            }
            Self::ClearDone => "Take those that are done off the list; the files stay",
            Self::ShowFolder(_) => "Show the folder of the file on the desktop",
            Self::ChooseFolder => "Choose the folder that downloads go to",
            Self::NameFolder(_) => "",
        }
    }

    /// The keys that ask for it.
    pub(crate) fn keys(&self) -> Option<(Modifiers, Key)> {
        match self {
            Self::Download => Some((Modifiers::COMMAND, Key::D)),
            Self::DownloadAll => Some((Modifiers::COMMAND, Key::J)),
            Self::DownloadCutout => Some((Modifiers::COMMAND | Modifiers::ALT, Key::D)),
            Self::DownloadCutouts => Some((Modifiers::COMMAND | Modifiers::ALT, Key::J)),
            Self::ChooseFolder => Some((Modifiers::COMMAND | Modifiers::SHIFT, Key::J)),
            _ => None,
        }
    }

    /// Whether it can be asked for now; if not, the sentence that says why.
    pub(crate) fn possible(&self, state: &State) -> Result<(), String> {
        let transfers = &state.transfers;
        let found = |id: &DownloadId| transfers.get(*id).ok_or("It is not on the list");
        let why = match self {
            Self::Download => return download_possible(state),
            Self::DownloadAll => return all_possible(state),
            Self::DownloadCutout => return cutout_possible(state),
            Self::DownloadCutouts => {
                return cut(state, None)
                    .map_or_else(|| Err(NO_CUT.to_owned()), |_| all_possible(state));
            }
            Self::DownloadLink(nr) => return link_possible(state, *nr),
            Self::CopyLinks if state.selection.is_empty() => "Select datasets first",
            Self::Halt(id) => match found(id).map(Fetching::is_under_way) {
                Ok(true) => return Ok(()),
                Ok(false) => "It is not being fetched",
                Err(why) => why,
            },
            Self::GoOn(id) => match found(id).map(Fetching::can_go_on) {
                Ok(true) => return Ok(()),
                Ok(false) => "It was not broken off",
                Err(why) => why,
            },
            Self::HaltAll if transfers.n_under_way() == 0 => "Nothing is being fetched",
            Self::GoOnAll if !transfers.list.iter().any(Fetching::can_go_on) => {
                "Nothing was broken off"
            }
            Self::ShowFolder(id) if found(id).is_ok_and(|it| it.progress.is_none()) => {
                "Nothing of it has come yet"
            }
            Self::ChooseFolder if transfers.choosing == Choosing::Folder => {
                "A folder is being chosen"
            }
            Self::CopyLinks
            | Self::HaltAll
            | Self::GoOnAll
            | Self::Forget(_)
            | Self::ClearDone
            | Self::ShowFolder(_)
            | Self::ChooseFolder
            | Self::NameFolder(_) => return Ok(()),
        };
        Err(why.to_owned())
    }
}

/// The dataset that the details show.
pub(crate) fn shown(state: &State) -> Option<Dataset<'_>> {
    state.record()?.found().row(state.shown_row()?)
}

fn download_possible(state: &State) -> Result<(), String> {
    let Some(dataset) = shown(state) else {
        return Err("Select a dataset first".to_owned());
    };
    match dataset.text(ObsColumn::AccessUrl) {
        Some(url) => url_possible(state, url, None),
        None => Err("It has no address to be fetched from".to_owned()),
    }
}

/// Why no part of anything can be asked for.
const NO_CUT: &str = "The search asks for no region, wavelength or time to cut out";

/// Why its archive cannot be asked for a part.
const NO_LINKS: &str = "Its record leads to no links, so its archive offers no cut-out";

/// The part of a dataset that the search asks for.
pub(crate) fn cut(state: &State, dataset: Option<Dataset<'_>>) -> Option<Cut> {
    cut_in(&state.record()?.search().constraints, dataset)
}

/// The part of a dataset that a question asks for; of many places, the first that it meets.
pub(crate) fn cut_in(asked: &Constraints, dataset: Option<Dataset<'_>>) -> Option<Cut> {
    let Some(Region::Union(places)) = &asked.space else {
        return Cut::of(asked);
    };
    let extent = dataset.and_then(matching::extent);
    let met = extent.and_then(|extent| places.iter().find(|place| place.meets(&extent)));
    Cut::of(&Constraints {
        space: met.cloned().or_else(|| asked.space.clone()),
        ..asked.clone()
    })
}

fn cutout_possible(state: &State) -> Result<(), String> {
    let Some(dataset) = shown(state) else {
        return Err("Select a dataset first".to_owned());
    };
    let cut = shown_cut(state)?;
    let url = dataset.text(ObsColumn::AccessUrl).unwrap_or_default();
    url_possible(state, url, Some(&cut))
}

/// The part that the search asks for of the dataset that the details show, where its archive cuts it out; else why not.
pub(crate) fn shown_cut(state: &State) -> Result<Cut, String> {
    let cut = cut(state, shown(state)).ok_or(NO_CUT)?;
    match &state.transfers.looked.links {
        Finding::Here(document) => {
            soda::cutout(document, &cut).map_err(|why| sentence(&why.to_string()))?;
        }
        Finding::Awaited => return Err("Its links are being asked for".to_owned()),
        Finding::Nothing => {
            return Err(NO_LINKS.to_owned());
        }
        Finding::Failed(trouble) => {
            return Err(format!("Its links are not here: {}", trouble.sentence));
        }
    }
    Ok(cut)
}

/// The same of any dataset, whose links may not have been asked for yet.
pub(crate) fn cut_of(state: &State, row: Option<usize>) -> Result<Cut, String> {
    if row.is_none_or(|row| state.shown_row() == Some(row)) {
        return shown_cut(state);
    }
    let dataset = state.record().and_then(|record| record.found().row(row?));
    let format = dataset.and_then(|dataset| dataset.text(ObsColumn::AccessFormat));
    if !may_be_links(format) {
        return Err(NO_LINKS.to_owned());
    }
    cut(state, dataset).ok_or_else(|| NO_CUT.to_owned())
}

fn all_possible(state: &State) -> Result<(), String> {
    match state.selection.len() {
        0 => Err("Select datasets first".to_owned()),
        n if n > MOST_FILES => Err(format!("More than {MOST_FILES} files; select fewer")),
        _ => folder_possible(state),
    }
}

fn link_possible(state: &State, nr: usize) -> Result<(), String> {
    let Finding::Here(document) = &state.transfers.looked.links else {
        return Err("Its links are not here".to_owned());
    };
    let link = document.links.get(nr);
    if link.is_some_and(Link::is_locked) {
        return Err("Its archive gives it only after a log-in".to_owned());
    }
    match link.and_then(|link| document.address(link)) {
        Some(url) => url_possible(state, &url, None),
        None => Err("It leads to no file".to_owned()),
    }
}

fn url_possible(state: &State, url: &str, cut: Option<&Cut>) -> Result<(), String> {
    if !request::is_http(url) {
        return Err("Only addresses that begin with http or https can be fetched".to_owned());
    }
    let known = state.transfers.of(url, cut);
    if known.is_some_and(Fetching::is_under_way) {
        return Err("It is being fetched already".to_owned());
    }
    folder_possible(state)
}

fn folder_possible(state: &State) -> Result<(), String> {
    if state.transfers.folder.trim().is_empty() {
        return Err("Choose a folder first, in the list Downloads".to_owned());
    }
    Ok(())
}
