//! What is asked of the other programs on the desk, or because of them.

use super::Effect;
use crate::{
    domain::{
        angle::Position, constraints::Question, dataset::Dataset, matching, obscore::ObsColumn,
        places::Places, region::Region,
    },
    gui::{
        action::{
            Action, Part, SampAction,
            samp::{dataset, is_spectrum, place_of},
            transfer::cut_of,
        },
        chores::Chore,
        columns::title,
        format::counted,
        state::{OwnHub, State, Topic},
    },
    samp::{PositionList, To},
    worker::{Command, Dispatch, Freight, SampCommand, SendNr},
};
use std::sync::Arc;

/// The radius around a place that another program named, where none is asked for, in degrees.
const RADIUS: f64 = 0.5;

/// The radius around each of many places where no others are asked for, in degrees: 5 arcminutes.
const RADIUS_OF_MANY: f64 = 5.0 / 60.0;

/// Rows of a selection at most that are shown to other programs.
const MOST_TOLD: usize = 100_000;

impl State {
    pub(super) fn decide_samp(&mut self, action: SampAction) -> Option<Effect> {
        match action {
            SampAction::StartHub => {
                self.programs.own = OwnHub::Starting;
                self.dismiss(Topic::Samp);
                Some(send(SampCommand::StartHub))
            }
            SampAction::StopHub => {
                self.programs.own = OwnHub::Stopping;
                Some(send(SampCommand::StopHub))
            }
            SampAction::LookForHub => Some(send(SampCommand::LookNow)),
            SampAction::SendTable(part, ref to) => {
                let to = to.clone();
                self.send_table(part, to, Action::Samp(action))
            }
            SampAction::SendImage(row, to) => self.send_image(row, to),
            SampAction::SendCutout(row, to) => self.send_cutout(row, to),
            SampAction::SendSpectrum(row, to) => self.send_spectrum(row, to),
            SampAction::SendRegion(to) => self.send_region(to),
            SampAction::SendFootprints(to) => self.gather_footprints(to),
            SampAction::SendMoc(regions, to) => Some(self.send_footprints(&regions, to)),
            SampAction::PointAtRow(row, to) => {
                let position = dataset(self, row).ok().and_then(place_of)?;
                Some(self.point_at(position, to))
            }
            SampAction::PointAt(position, to) => Some(self.point_at(position, to)),
            SampAction::ToggleHighlights => {
                self.programs.highlights = !self.programs.highlights;
                None
            }
            SampAction::ClearSent => {
                self.programs.sent.retain(|sent| sent.n_awaited() > 0);
                None
            }
            SampAction::SearchAt(position) => Some(self.search_at(position)),
            SampAction::SearchAtAll(list) => self.search_at_all(&list),
            SampAction::AskOnly(services) => {
                self.change(Question {
                    services: services.to_vec(),
                    ..self.form.question.clone()
                });
                self.dismiss(Topic::Services);
                None
            }
        }
    }

    /// Sends datasets as a table.
    pub(super) fn send_table(&mut self, part: Part, to: To, again: Action) -> Option<Effect> {
        let record = Box::new(self.record()?.clone());
        let n_found = record.found().len();
        let rows: Option<Vec<usize>> = match part {
            Part::All => None,
            Part::Selected => Some(self.selection.rows().iter().collect()),
            Part::Listed if self.table.is_plain() => None,
            Part::Listed => {
                let places = 0..self.table.len(n_found);
                Some(places.filter_map(|place| self.table.row(place)).collect())
            }
        };
        let n_rows = rows.as_ref().map_or(n_found, Vec::len) as u64;
        let what = match part {
            Part::All => counted(n_rows, "dataset"),
            Part::Selected => counted(n_rows, "selected dataset"),
            Part::Listed => format!("{} as listed", counted(n_rows, "dataset")),
        };
        let nr = self.begin_sending(what, &to, again);
        if let Some(sent) = self.programs.sending(nr) {
            sent.table_of = Some(record.id());
        }
        Some(send(SampCommand::SendTable {
            nr,
            record,
            rows,
            to,
        }))
    }

    fn begin_sending(&mut self, what: String, to: &To, again: Action) -> SendNr {
        self.dismiss(Topic::Samp);
        let whom = self.programs.name_of(to);
        self.programs.add(what, whom, again)
    }

    fn send_image(&mut self, row: Option<usize>, to: To) -> Option<Effect> {
        let row = row.or_else(|| self.shown_row());
        let dispatch = dispatch(dataset(self, row).ok()?, Freight::Image)?;
        let what = format!("Image {}", dispatch.name);
        let again = Action::Samp(SampAction::SendImage(row, to.clone()));
        Some(self.send_dataset(what, dispatch, to, again))
    }

    fn send_cutout(&mut self, row: Option<usize>, to: To) -> Option<Effect> {
        let row = row.or_else(|| self.shown_row());
        let dataset = dataset(self, row).ok()?;
        let freight = if is_spectrum(dataset) {
            Freight::Spectrum(ssap_meta(dataset))
        } else {
            Freight::Image
        };
        let mut dispatch = dispatch(dataset, freight)?;
        dispatch.cut = Some(cut_of(self, row).ok()?);
        dispatch.name += " (cut-out)";
        let what = format!("Cut-out of {}", title(dataset));
        let again = Action::Samp(SampAction::SendCutout(row, to.clone()));
        Some(self.send_dataset(what, dispatch, to, again))
    }

    fn send_spectrum(&mut self, row: Option<usize>, to: To) -> Option<Effect> {
        let row = row.or_else(|| self.shown_row());
        let dataset = dataset(self, row).ok()?;
        let dispatch = dispatch(dataset, Freight::Spectrum(ssap_meta(dataset)))?;
        let what = format!("Spectrum {}", dispatch.name);
        let again = Action::Samp(SampAction::SendSpectrum(row, to.clone()));
        Some(self.send_dataset(what, dispatch, to, again))
    }

    fn send_dataset(&mut self, what: String, dispatch: Dispatch, to: To, again: Action) -> Effect {
        let nr = self.begin_sending(what, &to, again);
        send(SampCommand::SendDataset {
            nr,
            dispatch: Box::new(dispatch),
            to,
        })
    }

    fn send_region(&mut self, to: To) -> Option<Effect> {
        let region = self.region()?.clone();
        let again = Action::Samp(SampAction::SendRegion(to.clone()));
        let nr = self.begin_sending("Region asked for".to_owned(), &to, again);
        Some(send(SampCommand::SendMoc {
            nr,
            regions: vec![region],
            name: "vodiscover region asked for".to_owned(),
            to,
        }))
    }

    /// Reads the footprints of the selected datasets, which of many takes longer than a frame.
    fn gather_footprints(&self, to: To) -> Option<Effect> {
        let found = self.record()?.found().clone();
        let rows = Arc::clone(self.selection.rows());
        Some(Effect::Do(Chore::new(move || {
            let datasets = rows.iter().filter_map(|row| found.row(row));
            let regions: Vec<Region> = datasets.filter_map(matching::extent).collect();
            Action::Samp(SampAction::SendMoc(Arc::new(regions), to))
        })))
    }

    fn send_footprints(&mut self, regions: &[Region], to: To) -> Effect {
        let n = regions.len() as u64;
        let what = format!("Footprints of {}", counted(n, "dataset"));
        let again = Action::Samp(SampAction::SendFootprints(to.clone()));
        let nr = self.begin_sending(what, &to, again);
        send(SampCommand::SendMoc {
            nr,
            regions: regions.to_vec(),
            name: format!("vodiscover footprints of {}", counted(n, "dataset")),
            to,
        })
    }

    fn point_at(&mut self, position: Position, to: To) -> Effect {
        self.programs.is_pointing = true;
        send(SampCommand::PointAt(position, to))
    }

    /// Asks around all places of a list that another program sent.
    fn search_at_all(&mut self, list: &PositionList) -> Option<Effect> {
        let asked = Places::parse(&self.form.question.space).and_then(Result::ok);
        let radius = asked.map_or(RADIUS_OF_MANY, |asked| asked.radius().0);
        let positions = list.positions.iter().map(|it| it.position);
        let places = Places::new(&list.name, radius, positions).ok()?;
        self.change(Question {
            space: places.to_string(),
            ..self.form.question.clone()
        });
        self.dismiss(Topic::Positions);
        Some(Effect::GoToForm)
    }

    /// Asks around a place that another program named.
    fn search_at(&mut self, position: Position) -> Effect {
        let asked = self.form.parsed.as_ref().ok();
        let radius = match asked.and_then(|asked| asked.space.as_ref()) {
            Some(Region::Cone(cone)) => cone.radius.0,
            _ => RADIUS,
        };
        // A tenth of a milliarcsecond is finer than any pointing.
        let rounded = |value: f64| (value * 1e7).round() / 1e7;
        let space = format!(
            "{}, {} {}",
            rounded(position.ra.0),
            rounded(position.dec.0),
            rounded(radius)
        );
        self.change(Question {
            space,
            ..self.form.question.clone()
        });
        self.dismiss(Topic::Pointed);
        Effect::GoToForm
    }

    /// Shows the row and the selection that are new to those who got the table, where that is switched on. What they have
    /// shown us is not new to them.
    pub(crate) fn tell_rows(&mut self) {
        let now = self.chosen_rows();
        let before = std::mem::replace(&mut self.programs.told, now);
        let (Some(now), true) = (now, now != before) else {
            return;
        };
        let programs = &self.programs;
        if !programs.highlights || !programs.is_registered() || !programs.has_table_of(now.run) {
            return;
        }
        let before = before.filter(|before| before.run == now.run);
        if let Some(row) = now.row
            && before.and_then(|before| before.row) != Some(row)
        {
            self.errand(SampCommand::Row(now.run, row, To::All));
        }
        let n_selected = self.selection.len();
        let is_worth_it = n_selected > 1 || self.programs.has_told_rows;
        let is_other = before.is_none_or(|before| before.revision != now.revision);
        if is_other && is_worth_it && n_selected <= MOST_TOLD {
            self.programs.has_told_rows = n_selected > 1;
            let rows = self.selection.rows().iter().collect();
            self.errand(SampCommand::Rows(now.run, rows, To::All));
        }
    }

    fn errand(&mut self, command: SampCommand) {
        self.form.errands.push(Command::Samp(command));
    }
}

fn send(command: SampCommand) -> Effect {
    Effect::Send(Command::Samp(command))
}

/// A dataset to hand on; `None` where it has no address.
fn dispatch(dataset: Dataset<'_>, freight: Freight) -> Option<Dispatch> {
    Some(Dispatch {
        name: title(dataset).to_owned(),
        url: dataset.text(ObsColumn::AccessUrl)?.to_owned(),
        format: dataset.text(ObsColumn::AccessFormat).map(str::to_owned),
        freight,
        cut: None,
    })
}

/// What is known of a spectrum, by utypes of SSAP 1.1 (appendix A) and in its units: degrees, metres, and days as MJD.
fn ssap_meta(dataset: Dataset<'_>) -> Vec<(&'static str, String)> {
    use ObsColumn as C;
    let texts = [
        ("Target.Name", C::TargetName),
        ("DataID.Title", C::ObsTitle),
        ("DataID.Collection", C::ObsCollection),
        ("DataID.Instrument", C::InstrumentName),
        ("DataID.CreatorDID", C::ObsCreatorDid),
        ("Curation.PublisherDID", C::ObsPublisherDid),
        ("Curation.Rights", C::DataRights),
    ];
    let texts = texts
        .into_iter()
        .filter_map(|(utype, column)| Some((utype, dataset.text(column)?.to_owned())));
    let numbers = [
        ("Char.SpectralAxis.Coverage.Bounds.Start", C::EmMin),
        ("Char.SpectralAxis.Coverage.Bounds.Stop", C::EmMax),
        ("Char.SpectralAxis.ResPower", C::EmResPower),
        ("Char.TimeAxis.Coverage.Bounds.Start", C::TMin),
        ("Char.TimeAxis.Coverage.Bounds.Stop", C::TMax),
        ("Char.SpatialAxis.Coverage.Bounds.Extent", C::SFov),
    ];
    let numbers = numbers
        .into_iter()
        .filter_map(|(utype, column)| Some((utype, dataset.number(column)?.to_string())));
    let place = place_of(dataset).map(|position| {
        let place = format!("{} {}", position.ra.0, position.dec.0);
        ("Char.SpatialAxis.Coverage.Location.Value", place)
    });
    texts.chain(numbers).chain(place).collect()
}

#[cfg(test)]
mod tests;
