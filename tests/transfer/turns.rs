//! Downloads behind the window: three at once, two from one archive, and no longer than a person wants.

use crate::{
    downloads::{answer, client, cutting, fetch, names, range, wanted},
    looking::png,
    wire::{Manner, Then, Wire},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};
use vodiscover::{
    samp::Session,
    transfer::{Download, Rest, Wanted, preview::Subject},
    worker::{Command, DownloadId, Event, Left, LookNr, TransferCommand, TransferNews, Worker},
};

/// The worker, and what wakes who waits for it.
pub(crate) struct Desk {
    worker: Worker,
    woken: Receiver<()>,
    pub(crate) folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
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

    pub(crate) fn ask(&self, command: TransferCommand) {
        self.worker.send(Command::Transfer(command));
    }

    pub(crate) fn fetch(&self, archive: &Wire, numbers: std::ops::Range<u32>) {
        let one = |nr| {
            let url = archive.url(&format!("/{nr}.fits"));
            (DownloadId(nr), wanted(url, self.folder.path()))
        };
        self.ask(TransferCommand::Fetch(numbers.map(one).collect()));
    }

    pub(crate) fn next(&self) -> TransferNews {
        loop {
            self.woken.recv_timeout(Duration::from_secs(20)).unwrap();
            match self.worker.events().next().unwrap() {
                Event::Transfer(news) => return news,
                // How it stands with other programs is told as well.
                Event::Samp(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// Waits until a file has this text: it is written a moment after the window was told.
    pub(crate) fn await_text(&self, path: &Path, expected: &str) {
        let mut text = String::new();
        for _ in 0..1000 {
            self.woken.recv_timeout(Duration::from_millis(20)).ok();
            text = fs::read_to_string(path).unwrap_or_default();
            if text == expected {
                return;
            }
        }
        assert_eq!(text, expected);
    }

    /// Where the list of the downloads stands that are fetched together.
    pub(crate) fn listed(&self) -> PathBuf {
        loop {
            if let TransferNews::Listed(path, _) = self.next() {
                return path;
            }
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
    pub(crate) fn done(&self) -> u32 {
        loop {
            match self.next() {
                TransferNews::Done(id, _) => return id.0,
                TransferNews::Failed(_, trouble) => panic!("{trouble:?}"),
                _ => {}
            }
        }
    }
}

/// An earlier start left this.
pub(crate) fn left(
    nr: u32,
    wanted: &Wanted,
    rest: Option<Rest>,
    lists: &[&Path],
) -> TransferCommand {
    TransferCommand::Restore(vec![Left {
        id: DownloadId(nr),
        wanted: wanted.clone(),
        rest,
        lists: lists.iter().map(|path| path.to_path_buf()).collect(),
    }])
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
async fn what_can_never_be_fetched_is_told_at_once() {
    let busy = Wire::start(|_| Manner::BeforeHeaders).await.unwrap();
    tokio::task::block_in_place(|| {
        let desk = Desk::new();
        desk.fetch(&busy, 0..4);
        let url = "ftp://a.example/9.fits".to_owned();
        let ftp = (DownloadId(9), wanted(url, desk.folder.path()));
        desk.ask(TransferCommand::Fetch(vec![ftp]));
        let failed = loop {
            if let TransferNews::Failed(id, failure) = desk.next() {
                break (id, failure.sentence);
            }
        };
        let sentence =
            "only addresses that begin with http or https can be fetched: ftp://a.example/9.fits";
        assert_eq!(failed, (DownloadId(9), sentence.to_owned()));
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_start_left_is_looked_for_and_goes_on_when_asked() {
    let archive = cutting(1).await;
    let folder = tempfile::tempdir().unwrap();
    let wanted = wanted(archive.url("/get"), folder.path());
    let first = Download::new(wanted.clone());
    fetch(&first, &client()).await.unwrap_err();
    let rest = first.rest();
    drop(first);
    let gone = rest.clone().map(|rest| Rest {
        path: folder.path().join("gone.part"),
        ..rest
    });
    tokio::task::block_in_place(|| {
        let desk = Desk::new();
        desk.ask(left(0, &wanted, rest, &[]));
        let news = desk.next();
        let is_there =
            matches!(&news, TransferNews::Came(DownloadId(0), came) if came.bytes == 30_000);
        assert!(is_there, "{news:?}");
        desk.ask(left(1, &wanted, gone, &[]));
        let news = desk.next();
        assert!(
            matches!(news, TransferNews::Gone(DownloadId(1))),
            "{news:?}"
        );
        desk.ask(TransferCommand::GoOn(DownloadId(0)));
        assert_eq!(desk.done(), 0);
    });
    assert_eq!(names(folder.path()), ["m16.fits"]);
    let ranges: Vec<Option<usize>> = archive.heard().iter().map(range).collect();
    assert_eq!(ranges, [None, Some(30_000)]);
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

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_was_found_is_kept_wherever_it_was() {
    let archive = Wire::start(|heard| {
        if heard.line.contains("/gone.png") {
            let headers = "Content-Length: 0\r\nConnection: close";
            return answer("404 Not Found", headers, b"", Then::Close);
        }
        let body = png(4, 2);
        let headers = format!("Content-Length: {}\r\nConnection: close", body.len());
        answer("200 OK", &headers, &body, Then::Close)
    })
    .await
    .unwrap();
    let subject = Subject {
        preview: Some(archive.url("/gone.png")),
        access_url: Some(archive.url("/own.png")),
        access_format: Some("image/png".to_owned()),
        ..Subject::default()
    };
    tokio::task::block_in_place(|| {
        let desk = Desk::new();
        for nr in 0..3 {
            desk.ask(TransferCommand::Look(LookNr(nr), subject.clone()));
            let news = desk.next();
            let is_it = matches!(&news, TransferNews::Picture(found, Ok(Some(_))) if found.0 == nr);
            assert!(is_it, "{news:?}");
        }
    });
    let asked = archive.heard().len();
    assert_eq!(asked, 2, "nobody is asked for it again");
}
