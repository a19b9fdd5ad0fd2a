//! Downloads behind the window: three at once, two from one archive, and no longer than a person wants.

use crate::{
    downloads::{names, wanted},
    wire::{Manner, Wire},
};
use std::{
    sync::mpsc::{Receiver, channel},
    time::Duration,
};
use vodiscover::{
    samp::Session,
    transfer::preview::Subject,
    worker::{Command, DownloadId, Event, LookNr, TransferCommand, TransferNews, Worker},
};

/// The worker, and what wakes who waits for it.
struct Desk {
    worker: Worker,
    woken: Receiver<()>,
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let (wake, woken) = channel();
        let worker = Worker::start(Session::new(), None, move || {
            wake.send(()).ok();
        })
        .unwrap();
        Self {
            worker,
            woken,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn ask(&self, command: TransferCommand) {
        self.worker.send(Command::Transfer(command));
    }

    fn fetch(&self, archive: &Wire, numbers: std::ops::Range<u32>) {
        let one = |nr| {
            let url = archive.url(&format!("/{nr}.fits"));
            (DownloadId(nr), wanted(url, self.folder.path()))
        };
        self.ask(TransferCommand::Fetch(numbers.map(one).collect()));
    }

    fn next(&self) -> TransferNews {
        self.woken.recv_timeout(Duration::from_secs(20)).unwrap();
        match self.worker.events().next().unwrap() {
            Event::Transfer(news) => news,
            other => panic!("{other:?}"),
        }
    }

    /// The number of the next download whose turn comes.
    fn began(&self) -> u32 {
        loop {
            if let TransferNews::Began(id) = self.next() {
                return id.0;
            }
        }
    }

    /// The number of the next download that is whole.
    fn done(&self) -> u32 {
        loop {
            match self.next() {
                TransferNews::Done(id, _) => return id.0,
                TransferNews::Failed(_, trouble) => panic!("{trouble:?}"),
                _ => {}
            }
        }
    }
}

fn sorted<const N: usize>(mut numbers: [u32; N]) -> [u32; N] {
    numbers.sort_unstable();
    numbers
}

#[tokio::test(flavor = "multi_thread")]
async fn each_waits_for_its_turn() {
    let one = Wire::start(|_| Manner::BeforeHeaders).await.unwrap();
    let other = Wire::start(|_| Manner::BeforeHeaders).await.unwrap();
    tokio::task::block_in_place(|| {
        let desk = Desk::new();
        desk.fetch(&one, 0..4);
        desk.fetch(&other, 4..6);
        let first = sorted([desk.began(), desk.began(), desk.began()]);
        assert_eq!(first, [0, 1, 4], "two of the one, and one of the other");
        desk.ask(TransferCommand::Halt(vec![DownloadId(4)]));
        assert_eq!(desk.began(), 5, "the one has two already");
        desk.ask(TransferCommand::Halt(vec![DownloadId(0), DownloadId(5)]));
        let next = sorted([desk.began()]);
        assert_eq!(next, [2], "one of the one at a time more");
        // Who waits can be taken off as well.
        desk.ask(TransferCommand::Forget(vec![DownloadId(3)]));
        desk.ask(TransferCommand::GoOn(DownloadId(4)));
        assert_eq!(desk.began(), 4, "it joined the line again");
    });
    assert!(one.most_under_way() <= 2, "{}", one.most_under_way());
}

#[tokio::test(flavor = "multi_thread")]
async fn all_of_a_long_line_come_in_the_end() {
    let archive = Wire::start(|_| Manner::Answer("200 OK", b"SIMPLE".to_vec()))
        .await
        .unwrap();
    tokio::task::block_in_place(|| {
        let desk = Desk::new();
        desk.fetch(&archive, 0..20);
        let mut done: Vec<u32> = (0..20).map(|_| desk.done()).collect();
        done.sort_unstable();
        assert_eq!(done, (0..20).collect::<Vec<u32>>());
        assert_eq!(names(desk.folder.path()).len(), 20);
    });
    assert!(
        archive.most_under_way() <= 2,
        "{}",
        archive.most_under_way()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_looked_at_last_is_looked_for() {
    let archive = Wire::start(|_| Manner::Answer("404 Not Found", b"gone".to_vec()))
        .await
        .unwrap();
    let subject = |nr: u64| Subject {
        preview: Some(archive.url(&format!("/{nr}.png"))),
        ..Subject::default()
    };
    tokio::task::block_in_place(|| {
        let desk = Desk::new();
        for nr in 0..50 {
            desk.ask(TransferCommand::Look(LookNr(nr), subject(nr)));
        }
        let news = desk.next();
        let is_last = matches!(&news, TransferNews::Picture(LookNr(49), Err(_)));
        assert!(is_last, "{news:?}");
    });
    let asked = archive.heard().len();
    assert_eq!(asked, 1, "who walks through a list asks for none of it");
}
