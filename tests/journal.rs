//! The journal of a run: what a crash leaves, and what the next start makes of it.

#![cfg(test)]
#![cfg(unix)]

#[path = "support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
#[path = "support/drip.rs"]
mod drip;
#[path = "support/tmpfs.rs"]
mod tmpfs;
#[path = "support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;

use answers::{Entry, SIA2, registry_answer};
use drip::{Drip, access_url};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::mpsc,
    time::{Duration, Instant, SystemTime},
};
use tmpfs::Tmpfs;
use tokio::runtime::Handle;
use vodiscover::{
    discovery::{
        self, Search,
        event::{Ending, Happening, Outcome, RunId},
        journal::{Folder, Journal, Left, Trouble},
        record::{Phase, Place, Record},
    },
    domain::{constraints::Question, obscore::ObsColumn},
    http::{Client, Settings},
    practice::{Faults, Options, PracticeVo},
};
use wire::{Manner, Wire};

const SECOND: Duration = Duration::from_secs(1);

/// A slow service, a registry that knows it, and a folder for what programs keep.
struct Scene {
    service: Drip,
    registry: Wire,
    state: PathBuf,
    files: tempfile::TempDir,
}

impl Scene {
    async fn new(manner: drip::Manner) -> Self {
        let service = Drip::start(manner);
        let entry = Entry {
            name: "slow",
            standard: SIA2,
            url: service.url(),
        };
        let registry = Wire::start(move |heard| {
            let body = registry_answer(&heard.body, std::slice::from_ref(&entry), &[]);
            Manner::Answer("200 OK", body)
        });
        let files = tempfile::tempdir().unwrap();
        Self {
            service,
            registry: registry.await.unwrap(),
            state: files.path().join("state"),
            files,
        }
    }

    fn runs(&self) -> Folder {
        Folder::at(self.state.join("vodiscover").join("runs"))
    }

    /// The program with these options.
    fn program(&self, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vodiscover"));
        command
            .env("XDG_STATE_HOME", &self.state)
            .env_remove("IVOA_REGISTRY")
            .current_dir(self.files.path())
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    /// The program, asked for images around RA 10, Dec 20 degrees.
    fn search(&self) -> Command {
        let registry = self.registry.url("/tap");
        let options = ["--headless", "--space", "10 20 1", "--registry", &registry];
        self.program(&options)
    }

    /// The run that was cut off, opened.
    fn left(&self) -> Record {
        let left = Left::find(&self.runs(), None).expect("a run was cut off");
        let (record, journal) = left.open(RunId(1), silent).unwrap();
        journal.keep();
        record
    }
}

/// Nothing keeps these journals from being written.
fn silent(trouble: Trouble) {
    assert!(trouble.to_string().is_empty(), "{trouble}");
    drop(trouble);
}

/// Runs a program to its end, without holding up the servers of the test.
async fn run(mut command: Command) -> (Option<i32>, String) {
    let running = tokio::task::spawn_blocking(move || command.output().unwrap());
    let Output { status, stderr, .. } = running.await.unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

/// Kills a program as the system does when it needs memory: it has no moment left for anything.
fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

fn access_urls(record: &Record) -> Vec<String> {
    let urls = record.found().iter().map(|dataset| {
        let url = dataset.text(ObsColumn::AccessUrl);
        url.unwrap_or_default().to_owned()
    });
    urls.collect()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_that_is_killed_at_any_moment_leaves_all_but_its_last_second() {
    for n_rows in [1, 130, 200, 290] {
        let place = Scene::new(drip::Manner {
            pause: Duration::from_millis(10),
            rows: 100_000,
            ends: false,
        })
        .await;
        let child = place.search().spawn().unwrap();
        tokio::task::block_in_place(|| place.service.wait_for(n_rows));
        let moment = Instant::now();
        kill(child);
        let record = place.left();
        let urls = access_urls(&record);
        let (sure, most) = (
            place.service.given_by(moment.checked_sub(SECOND).unwrap()),
            place.service.given_by(Instant::now()),
        );
        assert!(
            sure <= urls.len() && urls.len() <= most,
            "{} rows of {sure} to {most}",
            urls.len()
        );
        for (row, url) in urls.iter().enumerate() {
            assert_eq!(*url, access_url(row));
        }
        assert!(matches!(record.phase(), Phase::Ended(Ending::Stopped)));
        assert_eq!(record.search().question.space, "10 20 1");
        let Place::Done(report) = &record.services()[0].place else {
            panic!("{:?}", record.services());
        };
        assert_eq!(report.outcome, Outcome::Stopped);
        assert_eq!(report.received, urls.len() as u64);
        let log: Vec<&str> = record.log().iter().map(|line| line.text.as_str()).collect();
        assert!(log[0].starts_with("asking the registry at"), "{log:?}");
        assert!(
            log[log.len() - 2].starts_with("vodiscover was cut off here"),
            "{log:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_start_tells_of_a_run_that_was_cut_off_and_it_is_written_on_request() {
    let place = Scene::new(drip::Manner {
        pause: Duration::from_millis(1),
        rows: 50,
        ends: false,
    })
    .await;
    let child = place.search().spawn().unwrap();
    tokio::task::block_in_place(|| place.service.wait_for(50));
    wait_until(|| n_left(&place) == 50);
    let (status, said) = run(place.program(&["--headless", "--recover"])).await;
    assert_eq!(status, Some(1), "what is locked is not offered: {said}");
    assert!(said.contains("another vodiscover is open"), "{said}");
    kill(child);

    let registry = place.registry.url("/tap");
    let asked = [
        "--headless",
        "--time",
        "1995",
        "--registry",
        &registry,
        "--timeout",
        "1",
    ];
    let (_, said) = run(place.program(&asked)).await;
    let told = format!("UTC (10 20 1) with {} datasets was cut off", 50);
    assert!(said.contains(&told), "{said}");
    assert!(said.contains("--recover --save FILE"), "{said}");

    let options = [
        "--headless",
        "--recover",
        "--save",
        "a.csv",
        "--provenance",
        "b.csv",
    ];
    let (status, said) = run(place.program(&options)).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("saved 50 datasets to a.csv"), "{said}");
    let found = fs::read_to_string(place.files.path().join("a.csv")).unwrap();
    assert_eq!(found.lines().count(), 51, "{found}");
    assert!(found.contains(&access_url(49)), "{found}");
    let services = fs::read_to_string(place.files.path().join("b.csv")).unwrap();
    assert!(services.contains("stopped"), "{services}");
    assert_eq!(names_in(place.runs().path()), [""; 0], "it is off the disk");
    let (status, said) = run(place.program(&["--headless", "--recover"])).await;
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("no search was cut off"), "{said}");
}

/// How many datasets the only journal holds so far, which another program is writing.
fn n_left(place: &Scene) -> u64 {
    let runs = place.runs();
    let Some(name) = names_in(runs.path()).pop() else {
        return 0;
    };
    let copy = tempfile::tempdir().unwrap();
    fs::copy(runs.path().join(&name), copy.path().join(&name)).unwrap();
    let left = Left::find(&Folder::at(copy.path().to_owned()), None);
    left.map_or(0, |left| left.summary().map_or(0, |sum| sum.n_datasets))
}

/// Waits for what another program does to a file.
fn wait_until(is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < 60 * SECOND, "it never is so");
        std::thread::yield_now();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_that_ends_as_it_should_leaves_nothing() {
    let place = Scene::new(drip::Manner {
        pause: Duration::ZERO,
        rows: 5,
        ends: true,
    })
    .await;
    let (status, said) = run(place.search()).await;
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(names_in(place.runs().path()), [""; 0], "{said}");
    assert!(!said.contains("kept on disk"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_cannot_be_written_is_told_once_and_the_search_goes_on() {
    let mut place = Scene::new(drip::Manner {
        pause: Duration::ZERO,
        rows: 5,
        ends: true,
    })
    .await;
    let Some(disk) = Tmpfs::mount("ro") else {
        return;
    };
    place.state = disk.path().to_owned();
    let mut command = place.search();
    command.args(["--save", "found.csv"]);
    let (status, said) = run(command).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("saved 5 datasets"), "{said}");
    let sentence = "this run is not kept on disk against a crash: you may not write there: ";
    assert_eq!(said.matches(sentence).count(), 1, "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_fills_is_told_once_and_what_it_holds_is_offered() {
    let mut place = Scene::new(drip::Manner {
        pause: Duration::from_millis(1),
        rows: 600,
        ends: false,
    })
    .await;
    let Some(disk) = Tmpfs::mount("size=64k") else {
        return;
    };
    place.state = disk.path().to_owned();
    let mut child = place.search().spawn().unwrap();
    let (tell, told) = mpsc::channel();
    let lines = std::io::BufReader::new(child.stderr.take().unwrap());
    let reading = tokio::task::spawn_blocking(move || {
        use std::io::BufRead as _;
        for line in lines.lines().map(Result::unwrap) {
            tell.send(line).ok();
        }
    });
    tokio::task::block_in_place(|| place.service.wait_for(600));
    let sentence =
        "what is found from now on is not kept on disk against a crash: the disk is full: ";
    let full = tokio::task::block_in_place(|| {
        told.iter()
            .find(|line| line.starts_with(sentence))
            .is_some()
    });
    assert!(full, "it is told");
    kill(child);
    reading.await.unwrap();
    assert!(
        !told.iter().any(|line| line.contains("kept on disk")),
        "once"
    );
    let record = place.left();
    let urls = access_urls(&record);
    assert!(20 < urls.len() && urls.len() < 600, "{} rows", urls.len());
    for (row, url) in urls.iter().enumerate() {
        assert_eq!(*url, access_url(row));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_record_of_a_journal_is_that_of_the_search() {
    let vo = PracticeVo::start(Options {
        port: None,
        faults: Faults::None,
        latency: false,
    });
    let vo = vo.await.unwrap();
    let question = Question::example();
    let search = Search {
        constraints: question.parse().unwrap(),
        question,
        registry: vo.registry_url(),
        fallbacks: Vec::new(),
        settings: Settings::default(),
    };
    let files = tempfile::tempdir().unwrap();
    let folder = Folder::at(files.path().join("runs"));
    let id = RunId(3);
    let mut record = Record::new(id, search.clone());
    let journal = Journal::begin(Some(folder.clone()), record.started(), &search, silent);
    let pen = journal.pen();
    let (tell, told) = mpsc::channel();
    let client = Client::new(search.settings.clone()).unwrap();
    let running = discovery::start(
        &Handle::current(),
        id,
        client,
        search,
        move |_, happening| {
            let now = SystemTime::now();
            pen.write(now, &happening);
            tell.send((now, happening)).unwrap();
        },
    );
    tokio::task::block_in_place(|| {
        for (at, happening) in &told {
            record.take_in_at(at, &happening);
            if matches!(happening, Happening::Ended(_)) {
                break;
            }
        }
    });
    drop(running);
    journal.keep();
    let left = Left::find(&folder, None).unwrap();
    let summary = left.summary().unwrap();
    assert!(summary.is_ended, "{summary}");
    assert_eq!(summary.n_datasets, record.found().len() as u64);
    assert!(record.found().len() > 10, "{}", record.found().len());
    let (read, journal) = left.open(id, silent).unwrap();
    journal.remove();
    // Every cell, every service with its times, every line of the log.
    assert_eq!(format!("{read:?}"), format!("{record:?}"));
}
