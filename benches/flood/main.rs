//! Prints how quickly a whole search reads answers of a gigabyte, how much memory that takes, and how soon it stops.
//!
//! `cargo bench --bench flood`. The servers run in the same process and on the same cores, so that the rates are lower
//! bounds; the memory is that of both.
#![expect(clippy::print_stdout, reason = "a benchmark prints figures")]

#[path = "../../tests/support/answers.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "shared with the tests, which use the rest"
)]
mod answers;
#[path = "../../tests/support/floods.rs"]
#[expect(clippy::unwrap_used, reason = "shared with the tests")]
mod floods;
#[path = "../support/memory.rs"]
mod memory;
#[path = "../../tests/support/searching.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "shared with the tests, which use the rest"
)]
mod searching;
#[path = "../../tests/support/wire.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "shared with the tests, which use the rest"
)]
mod wire;

use answers::{Entry, SIA2, image, images_head, registry_answer};
use floods::Flood;
use memory::memory_kib;
use searching::{Searching, around};
use std::{
    error::Error,
    fs,
    time::{Duration, Instant},
};
use tokio::runtime::Builder;
use vodiscover::http::Settings;
use wire::{Manner, Wire};

/// How much of each answer is read, in MB.
const MEGABYTES: u32 = 1000;

/// What the search may take of memory at most, in MiB.
const TARGET: u64 = 80;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let mut is_good = true;
    for (name, flood) in [
        ("rows that do not match", Flood::of_rows_elsewhere()),
        ("the same in BINARY2", Flood::of_binary_rows()),
        ("the same packed by gzip", Flood::of_packed_rows()),
        ("comments packed by gzip", Flood::of_packed_comments()),
        (
            "one row that matches",
            Flood::new(images_head(), image("http://a.example/1").repeat(500)),
        ),
    ] {
        is_good &= runtime.block_on(measure(name, &flood))?;
    }
    runtime.shutdown_background();
    if is_good {
        Ok(())
    } else {
        Err("a flood took more memory than it should".into())
    }
}

/// Reads so much of a flood, stops, and prints what that took. Says whether the memory kept to its bound.
async fn measure(name: &str, flood: &Flood) -> Outcome<bool> {
    // 5: the peak is set to what is taken now (proc(5)).
    fs::write("/proc/self/clear_refs", "5")?;
    let before = memory_kib("VmRSS")?;
    let (mut searching, service, _registry) = start(flood).await?;
    service.has_heard(1).await;
    let began = Instant::now();
    let bytes = u64::from(MEGABYTES) * 1_000_000;
    service.has_flooded(bytes / flood.expansion).await;
    let took = began.elapsed();
    let asked = Instant::now();
    searching.check_stop(Duration::from_millis(100)).await;
    let stopped = asked.elapsed();
    let is_closed = service.all_closed(Duration::from_millis(500)).await;
    let closed = asked.elapsed();
    let rise = memory_kib("VmHWM")?.saturating_sub(before) / 1024;
    println!(
        "{name}: {MEGABYTES} MB in {:.1} s, {:.0} MB/s; {rise} MiB of memory (at most {TARGET}); Stop after \
         {:.1} ms, closed after {:.1} ms{}",
        took.as_secs_f64(),
        f64::from(MEGABYTES) / took.as_secs_f64(),
        stopped.as_secs_f64() * 1e3,
        closed.as_secs_f64() * 1e3,
        if is_closed { "" } else { " (not closed)" },
    );
    Ok(rise < TARGET && is_closed)
}

/// Starts a search where the one service gives this flood, within no bound that it could reach.
async fn start(flood: &Flood) -> Outcome<(Searching, Wire, Wire)> {
    let manner = flood.manner();
    let service = Wire::start(move |_| manner.clone()).await?;
    let entry = Entry {
        name: "one",
        standard: SIA2,
        url: service.url("/sia2"),
    };
    let registry = Wire::start(move |heard| {
        let body = registry_answer(&heard.body, std::slice::from_ref(&entry), &[]);
        Manner::Answer("200 OK", body)
    })
    .await?;
    let mut search = around(&registry.url("/tap"));
    search.settings = Settings {
        answer: Duration::from_hours(1),
        answer_bytes: u64::MAX,
        answer_rows: usize::MAX,
        ..Settings::default()
    };
    Ok((Searching::start(search), service, registry))
}
