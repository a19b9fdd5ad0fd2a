//! What an action about downloads and links changes, and what it asks of the worker.

use super::{Effect, expand_home};
use crate::{
    discovery::record::Record,
    domain::{constraints::Constraints, dataset::Dataset, obscore::ObsColumn},
    gui::{
        action::transfer::{TransferAction, cut, cut_in, shown},
        columns::title,
        state::{
            Selected, State, Tab,
            transfers::{Choosing, Fetching, Finding, Looked, Stage},
        },
    },
    protocol::{request, soda::Cut},
    transfer::{Wanted, manifest::Entry, preview::Subject},
    worker::{Command, DownloadId, TransferCommand},
};

impl State {
    pub(super) fn decide_transfer(&mut self, action: TransferAction) -> Option<Effect> {
        match action {
            TransferAction::Download => {
                let wanted = shown(self).and_then(|dataset| self.wanted(dataset, None))?;
                Some(self.fetch_one(wanted))
            }
            TransferAction::DownloadAll => Some(self.download_all(None)),
            TransferAction::DownloadCutout => {
                let cut = cut(self, shown(self))?;
                let wanted = shown(self).and_then(|dataset| self.wanted(dataset, Some(cut)))?;
                Some(self.fetch_one(wanted))
            }
            TransferAction::DownloadCutouts => {
                let asked = self.record()?.search().constraints.clone();
                Some(self.download_all(Some(&asked)))
            }
            TransferAction::DownloadLink(nr) => self.download_link(nr),
            TransferAction::CopyLinks => Some(Effect::Copy(self.selected_links())),
            TransferAction::Halt(id) => Some(self.halt(vec![id])),
            TransferAction::HaltAll => {
                let under_way = self.transfers.list.iter().filter(|it| it.is_under_way());
                let ids = under_way.map(|it| it.id).collect();
                Some(self.halt(ids))
            }
            TransferAction::GoOn(id) => {
                let command = self.go_on(id)?;
                Some(send(command))
            }
            TransferAction::GoOnAll => {
                let all = self.transfers.list.iter().filter(|it| it.can_go_on());
                let ids: Vec<DownloadId> = all.map(|it| it.id).collect();
                let commands = ids.into_iter().filter_map(|id| self.go_on(id));
                let commands: Vec<Command> = commands.map(Command::Transfer).collect();
                self.form.errands.extend(commands);
                None
            }
            TransferAction::Forget(id) => {
                self.transfers.list.retain(|it| it.id != id);
                Some(send(TransferCommand::Forget(vec![id])))
            }
            TransferAction::ClearDone => Some(self.clear_done()),
            TransferAction::ShowFolder(id) => self.show_folder(id),
            TransferAction::ChooseFolder => {
                self.transfers.choosing = Choosing::Folder;
                Some(Effect::AskFolder)
            }
            TransferAction::NameFolder(folder) => {
                self.transfers.folder = folder;
                None
            }
        }
    }

    /// Looks for what belongs to the dataset that the details show, where that is another one than before.
    pub(crate) fn look(&mut self) -> Option<Effect> {
        let key = match self.selected {
            Selected::Dataset(row) if self.selection.len() <= 1 => {
                let search = self.search.as_ref()?;
                (search.id, row, search.revision)
            }
            _ => {
                if self.transfers.looked.of.is_some() {
                    let nr = self.transfers.looked.nr;
                    self.transfers.looked = Looked {
                        nr,
                        ..Looked::default()
                    };
                }
                return None;
            }
        };
        if self.transfers.looked.of == Some(key) {
            return None;
        }
        let subject = subject(shown(self)?);
        let nr = self.transfers.looked.begin(key, &subject);
        subject
            .is_promising()
            .then(|| send(TransferCommand::Look(nr, subject)))
    }

    /// What is to be fetched of a dataset, or of a part of it; `None` where it has no address.
    fn wanted(&self, dataset: Dataset<'_>, cut: Option<Cut>) -> Option<Wanted> {
        let url = dataset.text(ObsColumn::AccessUrl)?;
        Some(Wanted {
            url: url.to_owned(),
            media_type: dataset.text(ObsColumn::AccessFormat).map(str::to_owned),
            title: title(dataset).to_owned(),
            folder: expand_home(self.transfers.folder.trim()),
            cut,
        })
    }

    fn fetch_one(&mut self, wanted: Wanted) -> Effect {
        let known = self.transfers.of(&wanted.url, wanted.cut.as_ref());
        let id = known.filter(|it| it.can_go_on()).map(|it| it.id);
        if let Some(command) = id.and_then(|id| self.go_on(id)) {
            return send(command);
        }
        let found_by = self.found_by();
        let id = self.transfers.add(wanted.clone(), found_by);
        send(TransferCommand::Fetch(vec![(id, wanted)]))
    }

    /// Goes on with one that was broken off. Where nothing has come of it, it goes into the folder of now: the other one may
    /// have been the trouble.
    fn go_on(&mut self, id: DownloadId) -> Option<TransferCommand> {
        let folder = expand_home(self.transfers.folder.trim());
        let fetching = self.transfers.get_mut(id)?;
        fetching.stage = Stage::Waiting;
        if fetching.rest.is_some() {
            return Some(TransferCommand::GoOn(id));
        }
        fetching.wanted.folder = folder;
        let wanted = fetching.wanted.clone();
        Some(TransferCommand::Fetch(vec![(id, wanted)]))
    }

    /// Fetches all that are selected, a file that several of them share once; goes on with those that were broken off.
    fn download_all(&mut self, asked: Option<&Constraints>) -> Effect {
        let cut = |dataset| asked.and_then(|asked| cut_in(asked, Some(dataset)));
        let rows: Vec<usize> = self.selection.rows().iter().collect();
        let found = self.record().map(|record| record.found().clone());
        let datasets = rows.iter().filter_map(|row| found.as_ref()?.row(*row));
        let entries: Vec<Entry> = datasets
            .clone()
            .map(|it| entry(it, cut(it).as_ref()))
            .collect();
        let all: Vec<Wanted> = datasets.filter_map(|it| self.wanted(it, cut(it))).collect();
        let n_errands = self.form.errands.len();
        let found_by = self.found_by();
        let mut new: Vec<(DownloadId, Wanted)> = Vec::new();
        for wanted in all {
            if !request::is_http(&wanted.url) {
                continue;
            }
            let shared = new.iter().find(|(_, it)| it.url == wanted.url);
            if let Some(shared) = shared.and_then(|(id, _)| self.transfers.get_mut(*id)) {
                shared.n_datasets += 1;
                continue;
            }
            let known = self.transfers.of(&wanted.url, wanted.cut.as_ref());
            match known.map(|it| (it.id, it.can_go_on())) {
                Some((id, true)) => {
                    let command = self.go_on(id);
                    let command = command.map(Command::Transfer);
                    self.form.errands.extend(command);
                }
                Some((_, false)) => {}
                None => {
                    let id = self.transfers.add(wanted.clone(), found_by.clone());
                    new.push((id, wanted));
                }
            }
        }
        if entries.len() > 1 {
            let list = Command::Transfer(self.list(entries));
            self.form.errands.insert(n_errands, list);
        }
        self.tab = Tab::Downloads;
        send(TransferCommand::Fetch(new))
    }

    /// The list beside files that are fetched together.
    fn list(&self, entries: Vec<Entry>) -> TransferCommand {
        let listed = entries.into_iter().map(|entry| {
            let download = self.transfers.of(&entry.access_url, entry.cut.as_ref());
            let id = download.map(|it| it.id);
            (entry, id)
        });
        let folder = expand_home(self.transfers.folder.trim());
        TransferCommand::List(folder, listed.collect())
    }

    /// What was asked for when the datasets that are shown were found, in one line.
    fn found_by(&self) -> String {
        let question = self.record().map(|it| it.search().question.in_one_line());
        question.unwrap_or_default()
    }

    fn download_link(&mut self, nr: usize) -> Option<Effect> {
        let Finding::Here(document) = &self.transfers.looked.links else {
            return None;
        };
        let link = document.links.get(nr)?;
        let dataset = shown(self)?;
        let wanted = Wanted {
            url: document.address(link)?,
            media_type: link.content_type.clone(),
            title: match &link.description {
                Some(description) => format!("{}: {description}", title(dataset)),
                None => format!("{}: {}", title(dataset), link.semantics.words()),
            },
            folder: expand_home(self.transfers.folder.trim()),
            cut: None,
        };
        Some(self.fetch_one(wanted))
    }

    fn selected_links(&self) -> String {
        let found = self.record().map(Record::found);
        let rows = self.selection.rows().iter();
        let links = rows.filter_map(|row| found?.row(row)?.text(ObsColumn::AccessUrl));
        links.collect::<Vec<_>>().join("\n")
    }

    fn halt(&mut self, ids: Vec<DownloadId>) -> Effect {
        for id in &ids {
            self.put(*id, Stage::Halted);
        }
        send(TransferCommand::Halt(ids))
    }

    fn clear_done(&mut self) -> Effect {
        let is_done = |it: &Fetching| matches!(it.stage, Stage::Done(_));
        let done = self.transfers.list.iter().filter(|it| is_done(it));
        let ids = done.map(|it| it.id).collect();
        self.transfers.list.retain(|it| !is_done(it));
        send(TransferCommand::Forget(ids))
    }

    fn show_folder(&self, id: DownloadId) -> Option<Effect> {
        let fetching = self.transfers.get(id)?;
        let path = match &fetching.stage {
            Stage::Done(done) => &done.path,
            _ => &fetching.progress.as_ref()?.path,
        };
        let folder = path.parent()?.to_owned();
        Some(send(TransferCommand::OpenFolder(folder)))
    }

    fn put(&mut self, id: DownloadId, stage: Stage) {
        if let Some(fetching) = self.transfers.get_mut(id) {
            fetching.stage = stage;
        }
    }
}

fn send(command: TransferCommand) -> Effect {
    Effect::Send(Command::Transfer(command))
}

/// What a list of files says of a dataset, before anything has become of it.
fn entry(dataset: Dataset<'_>, cut: Option<&Cut>) -> Entry {
    let text = |column| dataset.text(column).map(str::to_owned);
    Entry {
        obs_publisher_did: text(ObsColumn::ObsPublisherDid),
        access_url: text(ObsColumn::AccessUrl).unwrap_or_default(),
        cut: cut.cloned(),
    }
}

/// What there is to look at of a dataset.
fn subject(dataset: Dataset<'_>) -> Subject {
    let text = |column| dataset.text(column).map(str::to_owned);
    let size = dataset.integer(ObsColumn::AccessEstsize);
    Subject {
        access_url: text(ObsColumn::AccessUrl),
        access_format: text(ObsColumn::AccessFormat),
        size_kb: size.and_then(|size| u64::try_from(size).ok()),
        preview: text(ObsColumn::Preview),
    }
}
