//! Prints how dear reading and writing a VOTable is, beside what it cannot do without.
//!
//! `cargo bench --bench votable` works on 100,000 rows of ObsCore, `cargo bench --bench votable -- 1000000` on as many
//! as that, `-- 1000 --keep FOLDER` also leaves the documents there. Times are CPU time; the ratios are what counts.
//! With `VODISCOVER_PYTHON` set to a Python that has astropy, astropy reads the same documents in the same run.
#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints figures that need no more digits than a double has"
)]

#[path = "../support/cpu.rs"]
mod cpu;
mod floors;
#[path = "../support/memory.rs"]
mod memory;
mod peers;
mod sample;

use cpu::cpu_seconds;
use floors::{bare_base64, event_loop};
use memory::memory_kib;
use sample::Sample;
use std::{
    error::Error,
    fs::{self, File},
    hint::black_box,
    path::{Path, PathBuf},
};
use vodiscover::votable::{Batch, Event, Limits, Reader, Serialization};

/// The mandatory columns of ObsCore 1.1, and the title.
const COLUMNS: usize = 30;
const RUNS: usize = 5;
const CHUNK: usize = 256 << 10;
const MIB: f64 = (1 << 20) as f64;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let rows = words.iter().find_map(|word| word.parse().ok());
    let keep = words.iter().position(|word| word == "--keep");
    let keep = keep.and_then(|at| words.get(at + 1)).map(PathBuf::from);
    let folder = tempfile::tempdir()?;
    let place = keep.unwrap_or_else(|| folder.path().to_owned());
    let sample = Sample::new(rows.unwrap_or(100_000));
    println!("{} rows of {COLUMNS} columns", sample.rows);

    let tabledata = place.join("tabledata.vot");
    let binary2 = place.join("binary2.vot");
    for (path, serialization) in [
        (&tabledata, Serialization::TableData),
        (&binary2, Serialization::Binary2),
    ] {
        let seconds = cpu_seconds(|| sample.write(path, serialization))?;
        let megabytes = fs::metadata(path)?.len() as f64 / 1e6;
        println!(
            "write {serialization:?}: {megabytes:.1} MB in {seconds:.2} s, {:.0} MB/s",
            megabytes / seconds
        );
    }
    let binary = place.join("binary.vot");
    sample.write_binary(&binary)?;
    measure(
        ("TABLEDATA", sample.rows),
        &tabledata,
        "quick-xml's bare event loop",
        1.3,
        event_loop,
    )?;
    for (name, path) in [("BINARY", &binary), ("BINARY2", &binary2)] {
        let named = (name, sample.rows);
        measure(named, path, "bare base64 decoding", 3.0, bare_base64)?;
    }
    for path in [&tabledata, &binary, &binary2] {
        let ours = cpu_seconds(|| read(path, |batch| drop(black_box(batch))))?;
        peers::compare(path, ours)?;
    }
    say_memory(&tabledata)?;
    say_memory(&binary2)
}

/// Prints what reading a document costs beside something that must be done anyway.
fn measure(
    (name, rows): (&str, usize),
    path: &Path,
    beside: &str,
    bound: f64,
    bare: impl Fn(&Path) -> Outcome<()>,
) -> Outcome<()> {
    let megabytes = fs::metadata(path)?.len() as f64 / 1e6;
    let mut ratios = Vec::new();
    for _ in 0..RUNS {
        let floor = cpu_seconds(|| bare(path))?;
        let ours = cpu_seconds(|| read(path, |batch| drop(black_box(batch))))?;
        println!(
            "read {name}: {ours:.2} s, {:.0} MB/s, {:.0} thousand rows/s; {beside}: {floor:.2} s; ratio {:.2}",
            megabytes / ours,
            rows as f64 / ours / 1e3,
            ours / floor
        );
        ratios.push(ours / floor);
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios.get(RUNS / 2).copied().unwrap_or(f64::NAN);
    println!("read {name}: median ratio {median:.2}, to be at most {bound}");
    Ok(())
}

/// Prints how much memory reading needs, with the rows dropped and with the rows kept.
fn say_memory(path: &Path) -> Outcome<()> {
    let before = mib("VmRSS")?;
    fs::write("/proc/self/clear_refs", "5")?;
    read(path, |batch| drop(black_box(batch)))?;
    let dropped = mib("VmHWM")? - before;
    fs::write("/proc/self/clear_refs", "5")?;
    let mut kept = Vec::new();
    read(path, |batch| kept.push(batch))?;
    let bytes: usize = kept.iter().map(Batch::heap_bytes).sum();
    let held = mib("VmHWM")? - before;
    let bytes = bytes as f64 / MIB;
    println!(
        "memory for {}: {dropped:.1} MiB with the rows dropped; with the rows kept {held:.0} MiB, {bytes:.0} of them rows, \
         {:.1} beyond, to be less than 64",
        path.file_name().unwrap_or_default().display(),
        held - bytes
    );
    Ok(())
}

fn read(path: &Path, mut take: impl FnMut(Batch)) -> Outcome<()> {
    let mut reader = Reader::new(File::open(path)?, Limits::default());
    while let Some(event) = reader.next_event()? {
        match event {
            Event::Rows(batch) => take(batch),
            Event::Warning(warning) => return Err(warning.to_string().into()),
            _ => {}
        }
    }
    Ok(())
}

/// A line of `/proc/self/status` by its name, in MiB.
fn mib(name: &str) -> Outcome<f64> {
    Ok(memory_kib(name)? as f64 / 1024.0)
}
