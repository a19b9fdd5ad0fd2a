//! Two hundred random questions, against the practice VO and against DaCHS: everything that matches, and nothing else.
//!
//! `questions.py` draws them and works out what must be found, from the facts alone.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use serde_json::Value;
use tokio::runtime::Runtime;
use vodiscover::{
    discovery::{
        self, Search,
        event::{Ending, RunId},
        record::{Phase, Place, Record},
    },
    domain::{
        constraints::{Product, Question},
        obscore::ObsColumn,
    },
    http::{Client, Settings},
    practice::{Fault, Faults, Options, PracticeVo},
    protocol::Request,
};

use crate::practice_truth::{fetch, write_truth};
use crate::support::{beside, need_python, need_variable, output_of};

/// How many questions are asked of either.
const QUESTIONS: usize = 200;

/// How many of them are asked of the practice VO with its faults switched on: each waits for services that hang.
const WITH_FAULTS: usize = 24;

/// Longer than any of these searches takes.
const PATIENCE: Duration = Duration::from_mins(5);

/// A question with what it has to find.
#[derive(Debug)]
struct Asked {
    question: Question,
    must: BTreeSet<String>,
    may: BTreeSet<String>,
}

/// Draws questions about what is told in `folder`.
fn questions(python: &Path, folder: &Path, count: usize, options: &[&str]) -> Vec<Asked> {
    let mut command = Command::new(python);
    command
        .arg(beside("questions.py"))
        .arg(folder)
        .args(["--count", &count.to_string()])
        .args(options);
    let drawn: Vec<Asked> = output_of(&mut command).lines().map(asked).collect();
    assert_eq!(drawn.len(), count, "as many as were asked for");
    drawn
}

fn asked(line: &str) -> Asked {
    let value: Value = serde_json::from_str(line).unwrap();
    let text = |key: &str| value[key].as_str().unwrap().to_owned();
    let urls = |key: &str| {
        let all = value[key].as_array().unwrap();
        all.iter()
            .map(|url| url.as_str().unwrap().to_owned())
            .collect()
    };
    Asked {
        question: Question {
            space: text("space"),
            spectrum: text("spectrum"),
            time: text("time"),
            product: text("product").parse::<Product>().unwrap(),
            inclusive: value["inclusive"].as_bool().unwrap(),
            resolved: None,
            services: Vec::new(),
        },
        must: urls("must"),
        may: urls("may"),
    }
}

/// Asks all questions, so many at a time, and gives the records in the order of the questions.
fn ask_all(
    runtime: &Runtime,
    registry: &str,
    settings: &Settings,
    questions: &[Asked],
    at_a_time: usize,
) -> Vec<Record> {
    let next = AtomicUsize::new(0);
    let mut answers: Vec<(usize, Record)> = thread::scope(|scope| {
        let ask = || {
            let mut own = Vec::new();
            loop {
                let nr = next.fetch_add(1, Ordering::SeqCst);
                let Some(asked) = questions.get(nr) else {
                    return own;
                };
                own.push((nr, ask(runtime, registry, settings, &asked.question)));
            }
        };
        let threads: Vec<_> = (0..at_a_time).map(|_| scope.spawn(ask)).collect();
        threads
            .into_iter()
            .flat_map(|it| it.join().unwrap())
            .collect()
    });
    answers.sort_by_key(|(nr, _)| *nr);
    answers.into_iter().map(|(_, record)| record).collect()
}

/// One search to its end.
pub(crate) fn ask(
    runtime: &Runtime,
    registry: &str,
    settings: &Settings,
    question: &Question,
) -> Record {
    let search = Search {
        question: question.clone(),
        constraints: question.parse().unwrap(),
        registry: registry.to_owned(),
        fallbacks: Vec::new(),
        settings: settings.clone(),
    };
    let client = Client::new(search.settings.clone()).unwrap();
    let mut record = Record::new(RunId(1), search.clone());
    let (tell, told) = mpsc::channel();
    let _run = discovery::start(
        runtime.handle(),
        RunId(1),
        client,
        search,
        move |_, news| {
            tell.send(news).ok();
        },
    );
    while !record.is_ended() {
        record.take_in(&told.recv_timeout(PATIENCE).unwrap());
    }
    record
}

pub(crate) fn addresses(record: &Record) -> BTreeSet<String> {
    let found = record.found().iter();
    let urls = found.filter_map(|dataset| dataset.text(ObsColumn::AccessUrl));
    urls.map(str::to_owned).collect()
}

/// Holds what was found against what must and may be, and gives how many datasets the questions found in all.
fn check(questions: &[Asked], records: &[Record]) -> usize {
    let mut wrong = Vec::new();
    let mut n_found = 0;
    for (asked, record) in questions.iter().zip(records) {
        let is_over = matches!(
            record.phase(),
            Phase::Ended(Ending::Complete | Ending::NothingToAsk)
        );
        assert!(is_over, "{asked:?}: {:?}", record.phase());
        let found = addresses(record);
        assert_eq!(found.len(), record.found().len(), "each once: {asked:?}");
        n_found += found.len();
        let missed: Vec<_> = asked.must.difference(&found).collect();
        let extra: Vec<_> = found.difference(&asked.may).collect();
        if !missed.is_empty() || !extra.is_empty() {
            wrong.push(format!(
                "{:?}\n  missed {missed:?}\n  wrongly kept {extra:?}",
                asked.question
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} questions:\n{}",
        wrong.len(),
        questions.len(),
        wrong.join("\n")
    );
    n_found
}

/// Over how many datasets the questions must go, so that they prove anything.
const ENOUGH: usize = 2000;

/// A folder for the truth, which stays, so that a failure can be looked into.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("interop")
        .join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn practice_vo(runtime: &Runtime, faults: Faults) -> PracticeVo {
    let options = Options {
        port: None,
        faults,
        latency: false,
    };
    runtime.block_on(PracticeVo::start(options)).unwrap()
}

#[test]
fn two_hundred_random_questions_find_exactly_what_the_practice_vo_holds() {
    let Some(python) = need_python() else { return };
    let runtime = Runtime::new().unwrap();
    let practice = practice_vo(&runtime, Faults::None);
    let folder = folder("practice");
    write_truth(&practice, &runtime, &folder);
    let questions = questions(&python, &folder, QUESTIONS, &["--seed", "20261125"]);
    let settings = Settings::default();
    let records = ask_all(&runtime, &practice.registry_url(), &settings, &questions, 2);
    let n_found = check(&questions, &records);
    assert!(ENOUGH < n_found, "{n_found} datasets prove little");
}

#[test]
fn two_hundred_random_questions_find_exactly_what_dachs_holds() {
    let Some(dachs) = need_variable("VODISCOVER_DACHS", "DaCHS") else {
        return;
    };
    let truth = need_variable("VODISCOVER_DACHS_TRUTH", "DaCHS");
    let (Some(truth), Some(python)) = (truth, need_python()) else {
        return;
    };
    let runtime = Runtime::new().unwrap();
    let questions = questions(
        &python,
        &PathBuf::from(truth),
        QUESTIONS,
        &["--seed", "1125"],
    );
    let settings = Settings::default();
    let records = ask_all(&runtime, &format!("{dachs}/tap"), &settings, &questions, 2);
    let n_found = check(&questions, &records);
    assert!(ENOUGH / 4 < n_found, "{n_found} datasets prove little");
}

#[test]
fn with_faults_everything_is_found_that_sound_services_hold_and_the_whole_rows_of_broken_answers() {
    let Some(python) = need_python() else { return };
    let runtime = Runtime::new().unwrap();
    let practice = practice_vo(&runtime, Faults::Some);
    let folder = folder("faults");
    write_truth(&practice, &runtime, &folder);
    // Where the services with faults have data.
    let options = ["--seed", "77", "--at", "274.69", "-13.79"];
    let questions = questions(&python, &folder, WITH_FAULTS, &options);
    // Long enough for a busy machine's databases, and short enough to wait for those that hang.
    let settings = Settings {
        silence: Duration::from_secs(8),
        ..Settings::default().with_answer_timeout(Duration::from_secs(14))
    };
    let records = ask_all(&runtime, &practice.registry_url(), &settings, &questions, 4);
    check(&questions, &records);
    let mut n_rows = 0;
    for (asked, record) in questions.iter().zip(&records) {
        let found = addresses(record);
        for url in cut_rows(&practice, &runtime, record) {
            if asked.may.contains(&url) {
                n_rows += 1;
                assert!(found.contains(&url), "{url} was whole: {asked:?}");
            }
        }
    }
    assert!(n_rows > 0, "no answer that was cut off held anything");
}

/// The access URLs in the whole rows of the answers that are cut off, asked for once more.
fn cut_rows(practice: &PracticeVo, runtime: &Runtime, record: &Record) -> Vec<String> {
    let truth = practice.truth();
    let is_cut = |url: &str| {
        let holding = truth
            .holdings
            .iter()
            .find(|it| url.starts_with(&it.access_url));
        holding.is_some_and(|it| it.fault == Some(Fault::CutOff))
    };
    let mut urls = Vec::new();
    for state in record.services() {
        let Place::Done(report) = &state.place else {
            continue;
        };
        for attempt in report.attempts.iter().filter(|it| is_cut(&it.url)) {
            let text = fetch(runtime, &Request::get(&attempt.url, &[]));
            for row in text.split("<TR>").filter(|row| row.contains("</TR>")) {
                let cells = row
                    .split("<TD>")
                    .filter_map(|cell| cell.split("</TD>").next());
                urls.extend(
                    cells
                        .filter(|cell| cell.contains("/data/"))
                        .map(str::to_owned),
                );
            }
        }
    }
    urls
}
