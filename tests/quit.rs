//! What becomes of a file that is being written when the window closes.

#![cfg(test)]

use std::{
    fs,
    net::TcpListener,
    path::Path,
    sync::{Arc, mpsc},
    time::SystemTime,
};
use vodiscover::{
    discovery::{
        Search,
        event::{Happening, RunId, ServiceNr},
        journal::Folder,
        record::Record,
    },
    domain::{
        constraints::Question,
        dataset::{Datasets, DatasetsBuilder},
        obscore::ObsColumn,
    },
    http::Settings,
    samp::Session,
    worker::{Command, Event, Existing, Worker},
};

const BATCH: usize = 1_000;

fn datasets() -> Datasets {
    let mut builder = DatasetsBuilder::new();
    for row in 0..BATCH {
        let url = format!("http://archive.example/{row}");
        builder.set_text(ObsColumn::AccessUrl, &url);
        builder.finish_row();
    }
    builder.finish()
}

/// A search at a registry that never answers, and all of so many batches found already.
fn record(registry: &str, n_batches: usize) -> Record {
    let question = Question::example();
    let search = Search {
        constraints: question.parse().unwrap(),
        question,
        registry: registry.to_owned(),
        fallbacks: Vec::new(),
        settings: Settings::default(),
    };
    let mut record = Record::new(RunId(1), search);
    let batch = Arc::new(datasets());
    for _ in 0..n_batches {
        record.take_in(&Happening::Rows(ServiceNr(0), Arc::clone(&batch)));
    }
    record
}

/// When the window is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quit {
    /// As soon as the file was asked for.
    AtOnce,
    /// When what became of it is known.
    Afterwards,
}

/// Starts a search, writes what was found to this file, and closes the window.
fn save_and_quit(to: &Path, runs: &Path, quit: Quit) {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let registry = format!("http://{}/tap", silent.local_addr().unwrap());
    let record = record(&registry, 100);
    let folder = Folder::at(runs.to_owned());
    let (wake, woken) = mpsc::channel();
    let wake = move || wake.send(()).unwrap_or_default();
    let worker = Worker::start(Session::new(), Some(folder), wake).unwrap();
    let search = Box::new(record.search().clone());
    worker.send(Command::Discover(RunId(1), SystemTime::now(), search));
    while !worker
        .events()
        .any(|event| matches!(event, Event::Run(_, _, Happening::AskingRegistry { .. })))
    {
        woken.recv().unwrap();
    }
    worker.send(Command::Save {
        to: to.to_owned(),
        existing: Existing::Replace,
        record: Box::new(record),
    });
    let is_told = || {
        worker
            .events()
            .any(|event| matches!(event, Event::Saved(_)))
    };
    while quit == Quit::Afterwards && !is_told() {
        woken.recv().unwrap();
    }
    worker.send(Command::End {
        awaits_file: quit == Quit::AtOnce,
    });
    drop(worker);
}

fn n_files(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn a_file_that_is_being_written_when_the_window_closes_is_written_to_its_end() {
    let place = tempfile::tempdir().unwrap();
    let (file, runs) = (place.path().join("found.csv"), place.path().join("runs"));
    save_and_quit(&file, &runs, Quit::AtOnce);
    let text = fs::read_to_string(file).unwrap();
    assert_eq!(text.lines().count(), 1 + 100 * BATCH);
    assert_eq!(n_files(&runs), 0, "nothing is left to be offered");
    let mut names: Vec<_> = fs::read_dir(place.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    let whole = ["found.csv", "found.provenance.vot", "runs"];
    assert_eq!(names, whole, "nor half a file");
}

#[test]
fn a_search_whose_file_cannot_be_written_when_the_window_closes_is_offered_again() {
    let place = tempfile::tempdir().unwrap();
    let runs = place.path().join("runs");
    save_and_quit(&place.path().join("nowhere/found.csv"), &runs, Quit::AtOnce);
    assert_eq!(n_files(&runs), 1);
}

#[test]
fn a_search_whose_file_could_not_be_written_is_not_offered_again_where_that_was_told_before() {
    let place = tempfile::tempdir().unwrap();
    let runs = place.path().join("runs");
    let nowhere = place.path().join("nowhere/found.csv");
    save_and_quit(&nowhere, &runs, Quit::Afterwards);
    assert_eq!(n_files(&runs), 0);
}
