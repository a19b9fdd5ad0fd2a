//! Prints how long whole runs take, over the practice VO and over 300 services, beside the least that they could take.
//!
//! `cargo bench --bench whole_run`. The bound is the time of the slowest host's own queue at two requests at a time, with
//! time-outs for services that hang: it knows nothing of the registry, which is asked first and takes its time too.
#![expect(clippy::print_stdout, reason = "a benchmark prints figures")]

#[path = "../../tests/support/answers.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "shared with the tests, which use the rest"
)]
mod answers;
mod many;

use std::{
    error::Error,
    time::{Duration, Instant},
};
use tokio::{
    runtime::{Builder, Handle},
    sync::mpsc,
};
use vodiscover::{
    discovery::{
        self, Search,
        event::{Happening, RunId},
        record::{Place, Record},
    },
    domain::constraints::{Product, Question},
    http::{Client, Settings},
    practice::{Faults, Options, PracticeVo},
};

/// What a run may need at most of the bound.
const TARGET: f64 = 1.3;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let mut is_good = true;
    for faults in [Faults::None, Faults::Some] {
        is_good &= runtime.block_on(measure(faults))?;
    }
    is_good &= runtime.block_on(many::measure())?;
    runtime.shutdown_background();
    if is_good {
        Ok(())
    } else {
        Err("a run took longer than it should".into())
    }
}

async fn measure(faults: Faults) -> Outcome<bool> {
    let practice = PracticeVo::start(Options {
        port: None,
        faults,
        latency: true,
    })
    .await?;
    let (record, took, planned) = run(search(&practice.registry_url())?).await?;
    let asked: Vec<&str> = record
        .services()
        .iter()
        .filter(|state| matches!(state.place, Place::Done(_)))
        .map(|state| state.service.access_url.as_str())
        .collect();
    let settings = &record.search().settings;
    let bound = practice.lower_bound(&asked, settings.per_host, settings.silence);
    let ratio = took.as_secs_f64() / bound.as_secs_f64();
    println!(
        "practice VO, {}: {} services asked; {}",
        match faults {
            Faults::None => "all well",
            Faults::Some => "with faults",
        },
        asked.len(),
        record.message()
    );
    let after_registry = took.saturating_sub(planned).as_secs_f64() / bound.as_secs_f64();
    println!(
        "  wall time {:.2} s, lower bound {:.2} s, ratio {ratio:.2} (target {TARGET}); the registry alone took {:.2} s, \
         ratio without it {after_registry:.2}",
        took.as_secs_f64(),
        bound.as_secs_f64(),
        planned.as_secs_f64(),
    );
    // Where nothing hangs, the registry takes longer than the slowest host, and no program could meet the target.
    Ok(match faults {
        Faults::None => after_registry <= TARGET,
        Faults::Some => ratio <= TARGET,
    })
}

/// Everything that the practice VO has, wherever its services say nothing of their coverage.
fn search(registry: &str) -> Outcome<Search> {
    let question = Question {
        product: Product::Both,
        inclusive: true,
        ..Question::example()
    };
    Ok(Search {
        constraints: question.parse()?,
        question,
        registry: registry.to_owned(),
        fallbacks: Vec::new(),
        settings: Settings::default(),
    })
}

/// Runs a search to its end: its record, its wall time, and how long the registry took.
async fn run(search: Search) -> Outcome<(Record, Duration, Duration)> {
    let client = Client::new(search.settings.clone())?;
    let mut record = Record::new(RunId(1), search.clone());
    let (sender, mut told) = mpsc::unbounded_channel();
    let started = Instant::now();
    let tell = move |_, happening| drop(sender.send((Instant::now(), happening)));
    let running = discovery::start(&Handle::current(), record.id(), client, search, tell);
    let (mut planned, mut ended) = (started, started);
    while let Some((at, happening)) = told.recv().await {
        match happening {
            Happening::Planned(_) => planned = at,
            Happening::Ended(_) => ended = at,
            _ => {}
        }
        record.take_in(&happening);
    }
    drop(running);
    Ok((record, ended - started, planned - started))
}
