//! What a person can ask of the other programs on the desk, or because of them.

use crate::{
    domain::{
        angle::Position, dataset::Dataset, ivoid::Ivoid, matching, obscore::ObsColumn,
        places::MOST_POSITIONS, region::Region,
    },
    gui::{
        action::transfer::cut_of,
        state::{OwnHub, State},
    },
    protocol::{datalink::is_datalink, request},
    samp::{HubState, PositionList, To},
    worker::is_fits,
};
use eframe::egui::{Key, Modifiers};
use std::sync::Arc;

/// Datasets at most whose footprints go out as one map.
pub(crate) const MOST_FOOTPRINTS: usize = 10_000;

/// What a person can ask of the other programs on the desk, or because of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SampAction {
    /// Start a hub of our own.
    StartHub,
    /// Stop the hub of our own.
    StopHub,
    /// Look for a hub at once.
    LookForHub,
    /// Send datasets as a table.
    SendTable(Part, To),
    /// Send a dataset as a FITS image; `None`: the one that the details show.
    SendImage(Option<usize>, To),
    /// Send the part of a dataset which the search asks for, as an image or a spectrum; `None`: of the one that the details
    /// show.
    SendCutout(Option<usize>, To),
    /// Send a dataset as a spectrum; `None`: the one that the details show.
    SendSpectrum(Option<usize>, To),
    /// Send the region asked for as a coverage map.
    SendRegion(To),
    /// Send the footprints of the selected datasets as a coverage map.
    SendFootprints(To),
    /// Send these regions, of so many datasets, as a coverage map.
    SendMoc(Arc<Vec<Region>>, To),
    /// Point at a dataset; `None`: the one that the details show.
    PointAtRow(Option<usize>, To),
    /// Point at a place.
    PointAt(Position, To),
    /// Show rows and selections to the other programs, or no longer.
    ToggleHighlights,
    /// Forget what was sent.
    ClearSent,
    /// Ask around this place, in the radius that is asked for already.
    SearchAt(Position),
    /// Ask around all of these positions, in the radius of those that are asked for already.
    SearchAtAll(Arc<PositionList>),
    /// Ask these services; where there are none, those that the registry names.
    AskOnly(Arc<[Ivoid]>),
}

/// Which datasets go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All that were found.
    All,
    /// Those that are selected.
    Selected,
    /// Those that are listed, in the order of the list.
    Listed,
}

impl SampAction {
    /// Its name where it is clear whom it goes to.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::StartHub => "Start a hub",
            Self::StopHub => "Stop our hub",
            Self::LookForHub => "Look for a hub",
            Self::SendTable(Part::All, _) => "All datasets",
            Self::SendTable(Part::Selected, _) => "Selected datasets",
            Self::SendTable(Part::Listed, _) => "Datasets as listed",
            Self::SendImage(..) => "Image",
            Self::SendCutout(..) => "Cut-out of the search region",
            Self::SendSpectrum(..) => "Spectrum",
            Self::SendRegion(_) => "Region asked for",
            Self::SendFootprints(_) | Self::SendMoc(..) => "Footprints of the selection",
            Self::PointAtRow(..) | Self::PointAt(..) => "Point there",
            Self::ToggleHighlights => "Highlight rows in other programs",
            Self::ClearSent => "Clear this list",
            Self::SearchAt(_) => "Search here",
            Self::SearchAtAll(_) => "Search at all of them",
            Self::AskOnly(services) => match services.len() {
                0 => "Let the registry choose",
                1 => "Ask only this service next time",
                _ => "Ask these services",
            },
        }
    }

    /// What it does, in a sentence.
    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::StartHub => {
                "Start a SAMP hub, by which programs on this machine talk with each other; it ends with this window"
            }
            Self::StopHub => "End the hub that this window has started; the others lose it too",
            Self::LookForHub => "Look at once whether a SAMP hub is there",
            Self::SendTable(Part::All, _) => "Everything that was found, as a table",
            Self::SendTable(Part::Selected, _) => "What is selected, as a table",
            Self::SendTable(Part::Listed, _) => {
                "What the filter lets through, in the order of the list, as a table"
            }
            Self::SendImage(..) => "The FITS file of the dataset, which the other program fetches",
            Self::SendCutout(..) => {
                "Only the part of the dataset that lies in the search region, at the wavelengths and times asked for"
            }
            Self::SendSpectrum(..) => "The file of the dataset, which the other program fetches",
            Self::SendRegion(_) => "The place asked for, as a coverage map (MOC)",
            Self::SendFootprints(_) | Self::SendMoc(..) => {
                "Where the selected datasets lie, as one coverage map (MOC)"
            }
            Self::PointAtRow(..) | Self::PointAt(..) => "Let the other program look at this place",
            Self::ToggleHighlights => {
                "Show a row that is clicked, and what is selected, to the programs that got the table"
            }
            Self::ClearSent => "Forget what was sent and what was answered",
            Self::SearchAt(_) => "Put this place into the field Space",
            Self::SearchAtAll(_) => {
                "Put all positions into the field Space, to be asked for by one search; the radius stands at its beginning"
            }
            Self::AskOnly(services) if services.is_empty() => {
                "Ask the services that have such data by what the registry says"
            }
            Self::AskOnly(_) => "Ask these whatever coverage they declare, and no others",
        }
    }

    /// The keys that ask for it.
    pub(crate) fn keys(&self) -> Option<(Modifiers, Key)> {
        let is_broadcast = *self == Self::SendCutout(None, To::All);
        is_broadcast.then_some((Modifiers::COMMAND | Modifiers::ALT, Key::B))
    }

    /// Whether it can be asked for now; if not, the sentence that says why.
    pub(crate) fn possible(&self, state: &State) -> Result<(), String> {
        let programs = &state.programs;
        let no = |reason: &str| Err(reason.to_owned());
        match self {
            Self::StartHub => match (programs.own, &programs.hub) {
                (OwnHub::Starting, _) => no("It is being started"),
                (OwnHub::Running | OwnHub::Stopping, _) => no("Our hub runs"),
                (OwnHub::None, HubState::Registered { name, .. }) => {
                    Err(format!("A hub runs already: {name}"))
                }
                (OwnHub::None, _) => Ok(()),
            },
            Self::StopHub if programs.own != OwnHub::Running => no("No hub of ours runs"),
            Self::LookForHub if programs.is_registered() => no("It is found"),
            Self::SendTable(part, to) => table_possible(state, *part, to),
            Self::SendImage(row, to) => image_possible(state, *row, to),
            Self::SendCutout(row, to) => cutout_possible(state, *row, to),
            Self::SendSpectrum(row, to) => spectrum_possible(state, *row, to),
            Self::SendRegion(_) if state.region().is_none() => no("No place is asked for"),
            Self::SendFootprints(_) if state.selection.is_empty() => no("Select datasets first"),
            Self::SendFootprints(_) if state.selection.len() > MOST_FOOTPRINTS => {
                no("Select at most 10,000 datasets for a map of their footprints")
            }
            Self::SendRegion(to) | Self::SendFootprints(to) | Self::SendMoc(_, to) => {
                taken(state, to, "coverage.load.moc.fits", "coverage maps")
            }
            Self::PointAtRow(row, to) => {
                let dataset = dataset(state, *row)?;
                if place_of(dataset).is_none() {
                    return no("The dataset does not say where on the sky it is");
                }
                taken(state, to, "coord.pointAt.sky", "positions")
            }
            Self::PointAt(_, to) => taken(state, to, "coord.pointAt.sky", "positions"),
            Self::ClearSent if programs.sent.is_empty() => no("Nothing was sent"),
            Self::SearchAtAll(list) if list.positions.len() > MOST_POSITIONS => Err(format!(
                "One search takes at most {MOST_POSITIONS} positions, and these are {}: send fewer",
                list.positions.len()
            )),
            Self::AskOnly(services)
                if services.is_empty() && state.form.question.services.is_empty() =>
            {
                no("The registry chooses already")
            }
            _ => Ok(()),
        }
    }
}

fn table_possible(state: &State, part: Part, to: &To) -> Result<(), String> {
    let n_rows = match part {
        Part::All => state.n_found(),
        Part::Selected => state.selection.len(),
        Part::Listed => state.table.len(state.n_found()),
    };
    if n_rows == 0 {
        let why = match part {
            Part::Selected => "Select datasets first",
            Part::All | Part::Listed => "There are no datasets",
        };
        return Err(why.to_owned());
    }
    taken(state, to, "table.load.votable", "tables")
}

fn image_possible(state: &State, row: Option<usize>, to: &To) -> Result<(), String> {
    let dataset = dataset(state, row)?;
    let product = dataset.text(ObsColumn::DataproductType);
    if product.is_some_and(|product| !matches!(product, "image" | "cube")) {
        return Err("The dataset is no image".to_owned());
    }
    let format = dataset.text(ObsColumn::AccessFormat);
    if format.is_some_and(|format| !is_fits(format) && !is_datalink(format)) {
        return Err("The file of the dataset is not FITS".to_owned());
    }
    reachable(dataset)?;
    taken(state, to, "image.load.fits", "images")
}

fn spectrum_possible(state: &State, row: Option<usize>, to: &To) -> Result<(), String> {
    let dataset = dataset(state, row)?;
    let product = dataset.text(ObsColumn::DataproductType);
    if product.is_some() && !is_spectrum(dataset) {
        return Err("The dataset is no spectrum".to_owned());
    }
    reachable(dataset)?;
    taken(state, to, "spectrum.load.ssa-generic", "spectra")
}

fn cutout_possible(state: &State, row: Option<usize>, to: &To) -> Result<(), String> {
    let dataset = dataset(state, row)?;
    reachable(dataset)?;
    cut_of(state, row)?;
    if is_spectrum(dataset) {
        taken(state, to, "spectrum.load.ssa-generic", "spectra")
    } else {
        taken(state, to, "image.load.fits", "images")
    }
}

/// Whether it says that it is a spectrum, or something that is shown like one.
pub(crate) fn is_spectrum(dataset: Dataset<'_>) -> bool {
    let product = dataset.text(ObsColumn::DataproductType);
    matches!(product, Some("spectrum" | "sed" | "timeseries"))
}

/// Whether other programs can fetch it.
fn reachable(dataset: Dataset<'_>) -> Result<(), String> {
    match dataset.text(ObsColumn::AccessUrl) {
        Some(url) if request::is_http(&request::clean(url)) => Ok(()),
        Some(_) => Err("Its address begins with neither http nor https".to_owned()),
        None => Err("It has no address".to_owned()),
    }
}

/// The dataset in a row, or the one that the details show.
pub(crate) fn dataset(state: &State, row: Option<usize>) -> Result<Dataset<'_>, String> {
    let row = row.or_else(|| state.shown_row());
    let found = state.record().map(crate::discovery::record::Record::found);
    let dataset = row.zip(found).and_then(|(row, found)| found.row(row));
    dataset.ok_or_else(|| "Select a dataset first".to_owned())
}

/// Where a dataset is: the position that it gives, else the middle of its footprint.
pub(crate) fn place_of(dataset: Dataset<'_>) -> Option<Position> {
    let number = |column| dataset.number(column);
    let given = number(ObsColumn::SRa)
        .zip(number(ObsColumn::SDec))
        .and_then(|(ra, dec)| Position::new(ra, dec));
    given.or_else(|| Some(matching::extent(dataset)?.bounding_cone().centre))
}

/// Whether somebody takes messages of this kind.
fn taken(state: &State, to: &To, mtype: &str, what: &str) -> Result<(), String> {
    let programs = &state.programs;
    if !programs.is_registered() {
        let why = "No SAMP hub is there: start TOPCAT or Aladin, or a hub in the menu SAMP";
        return Err(why.to_owned());
    }
    match to {
        To::All if programs.others().any(|client| client.takes(mtype)) => Ok(()),
        To::All if programs.others().next().is_none() => {
            Err("No other program is connected with the SAMP hub".to_owned())
        }
        To::All => Err(format!("No program takes {what}")),
        To::One(id) => match programs.clients.iter().find(|client| client.id == *id) {
            Some(client) if client.takes(mtype) => Ok(()),
            Some(client) => Err(format!("{} takes no {what}", client.name)),
            None => Err("It has left".to_owned()),
        },
    }
}
