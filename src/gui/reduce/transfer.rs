//! How what the worker tells of downloads, links and pictures changes what is so.

use crate::{
    discovery::event::Failure,
    gui::state::{
        Grade, Notice, State, Topic,
        transfers::{Choosing, Finding, Stage},
    },
    transfer::Progress,
    worker::{Command, DownloadId, LookNr, TransferCommand, TransferNews},
};
use std::path::PathBuf;

impl State {
    pub(super) fn take_in_transfer(&mut self, news: TransferNews) {
        match news {
            TransferNews::Began(id) => self.take_in_stage(id, Stage::Coming),
            TransferNews::Came(id, progress) => self.take_in_progress(id, progress),
            TransferNews::Rest(id, rest) => {
                if let Some(fetching) = self.transfers.get_mut(id) {
                    fetching.rest = Some(rest);
                }
            }
            TransferNews::Gone(id) => {
                self.transfers.list.retain(|it| it.id != id);
                let forget = TransferCommand::Forget(vec![id]);
                self.form.errands.push(Command::Transfer(forget));
            }
            TransferNews::Done(id, done) => {
                self.note_download(format!("downloaded {}", done.path.display()));
                self.finish(id, Stage::Done(done));
            }
            TransferNews::Failed(id, trouble) => {
                let title = self.transfers.get(id).map(|it| it.wanted.title.clone());
                let title = title.unwrap_or_default();
                self.note_download(format!("download of {title}: {}", trouble.sentence));
                self.take_in_stage(id, Stage::Failed(trouble));
            }
            TransferNews::Links(nr, links) => {
                if self.is_looked(nr) {
                    self.transfers.looked.links = finding(links.map(Some));
                }
            }
            TransferNews::Picture(nr, picture) => {
                if self.is_looked(nr) {
                    self.transfers.looked.picture = finding(picture);
                }
            }
            TransferNews::Listed(path, ids) => {
                for id in ids {
                    if let Some(fetching) = self.transfers.get_mut(id)
                        && !fetching.lists.contains(&path)
                    {
                        fetching.lists.push(path.clone());
                    }
                }
            }
            TransferNews::NotListed(trouble) => self.notify(Notice {
                topic: Topic::File,
                grade: Grade::Warning,
                sentence: trouble.sentence,
                details: trouble.details,
                offers: Vec::new(),
            }),
            TransferNews::FolderNotShown(folder) => self.notify(Notice {
                topic: Topic::File,
                grade: Grade::Warning,
                sentence: format!("This desktop shows no folders: {}", folder.display()),
                details: String::new(),
                offers: Vec::new(),
            }),
        }
    }

    pub(super) fn take_in_folder(&mut self, folder: Option<PathBuf>) {
        self.transfers.choosing = Choosing::Idle;
        if let Some(folder) = folder {
            self.transfers.folder = folder.display().to_string();
        }
    }

    /// What a download that was broken off told before it knew says nothing any more; that it is whole does.
    fn take_in_stage(&mut self, id: DownloadId, stage: Stage) {
        let fetching = self.transfers.get_mut(id);
        if let Some(fetching) = fetching.filter(|it| it.is_under_way()) {
            fetching.stage = stage;
        }
    }

    fn finish(&mut self, id: DownloadId, stage: Stage) {
        if let Some(fetching) = self.transfers.get_mut(id) {
            fetching.stage = stage;
        }
    }

    fn take_in_progress(&mut self, id: DownloadId, progress: Progress) {
        if let Some(fetching) = self.transfers.get_mut(id) {
            fetching.progress = Some(progress);
        }
    }

    fn is_looked(&self, nr: LookNr) -> bool {
        self.transfers.looked.of.is_some() && self.transfers.looked.nr == nr
    }

    fn note_download(&mut self, text: String) {
        if let Some(search) = &mut self.search {
            search.record.note(text);
        }
    }
}

fn finding<T>(found: Result<Option<T>, Failure>) -> Finding<T> {
    match found {
        Ok(Some(found)) => Finding::Here(found),
        Ok(None) => Finding::Nothing,
        Err(trouble) => Finding::Failed(trouble),
    }
}
