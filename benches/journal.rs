//! Prints how quickly a run is put on disk and read again, beside bare writing of the same bytes.
//!
//! `cargo bench --bench journal` works on a million rows of ObsCore, `-- 100000` on as many as that. A search is held up
//! by no more than the first figure: the rest is done by a thread of its own.
#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints figures that need no more digits than a double has"
)]

#[path = "../tests/support/found.rs"]
#[expect(dead_code, reason = "shared with others, which use the rest")]
mod found;

use std::{
    error::Error,
    fs::{self, File},
    io::Write as _,
    path::Path,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};
use vodiscover::{
    discovery::{
        event::{Happening, RunId, ServiceNr},
        journal::{Folder, Journal, Left},
    },
    domain::{
        dataset::{Datasets, DatasetsBuilder},
        obscore::ObsColumn,
    },
};

/// Rows of a batch, as the reader hands them out.
const BATCH: usize = 1024;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let rows = std::env::args().find_map(|word| word.parse().ok());
    let n_batches = rows.unwrap_or(1_000_000_usize).div_ceil(BATCH);
    let n_rows = n_batches * BATCH;
    let place = tempfile::tempdir()?;
    let folder = Folder::at(place.path().to_owned());
    let search = found::search()?;
    let complain = |trouble| println!("{trouble}");
    let batch = Happening::Rows(ServiceNr(0), Arc::new(datasets()));

    let begun = Instant::now();
    let journal = Journal::begin(Some(folder.clone()), SystemTime::now(), &search, complain);
    let pen = journal.pen();
    for _ in 0..n_batches {
        pen.write(SystemTime::now(), &batch);
    }
    let told = begun.elapsed();
    drop(journal);
    drop(pen);
    let left = when_let_go(&folder);
    let written = begun.elapsed();
    let n_bytes = fs::metadata(left.path())?.len();
    let say = |what: &str, took: Duration| {
        let seconds = took.as_secs_f64();
        println!(
            "{what}: {seconds:.2} s, {:.0} rows/s, {:.0} MB/s",
            n_rows as f64 / seconds,
            n_bytes as f64 / 1e6 / seconds
        );
    };
    println!(
        "{n_rows} rows in {:.0} MB, {:.0} bytes a row",
        n_bytes as f64 / 1e6,
        n_bytes as f64 / n_rows as f64
    );
    say("told to the journal", told);
    say("written, with the disk's word for it", written);
    say(
        "the same bytes, written bare",
        bare(left.path(), place.path())?,
    );
    let begun = Instant::now();
    drop(left);
    let left = Left::find(&folder, None).ok_or("it is there")?;
    say("summed up", begun.elapsed());
    let begun = Instant::now();
    let (record, journal) = left.open(RunId(1), complain)?;
    say("opened", begun.elapsed());
    println!("{} datasets", record.found().len());
    journal.remove();
    Ok(())
}

/// The journal, as soon as the thread that writes it has ended, with the disk's word for what it wrote.
fn when_let_go(folder: &Folder) -> Left {
    loop {
        if let Some(left) = Left::find(folder, None) {
            return left;
        }
        std::thread::yield_now();
    }
}

/// How long it takes to write what a file holds to another, with the disk's word for it.
fn bare(path: &Path, place: &Path) -> Outcome<Duration> {
    let bytes = fs::read(path)?;
    let begun = Instant::now();
    let mut copy = File::create(place.join("copy"))?;
    copy.write_all(&bytes)?;
    copy.sync_data()?;
    Ok(begun.elapsed())
}

/// A batch of rows as archives have them.
fn datasets() -> Datasets {
    let mut builder = DatasetsBuilder::new();
    for row in 0..BATCH {
        let number = row as f64;
        let url = format!("https://archive.example.org/data/pub/hst/acs/j9f{row:06x}q_drz.fits");
        let region = [0.0, 0.1, 0.2, 0.3]
            .map(|x| format!("{:.6} {:.6}", 100.0 + number.sin() + x, number.cos()))
            .join(" ");
        builder.set_text(ObsColumn::DataproductType, "image");
        builder.set_text(ObsColumn::AccessUrl, &url);
        builder.set_text(
            ObsColumn::ObsPublisherDid,
            &format!("ivo://a.example/hst?{row:06x}"),
        );
        builder.set_text(
            ObsColumn::ObsTitle,
            &format!("ACS F814W, field {}", row % 300),
        );
        builder.set_text(ObsColumn::SRegion, &format!("POLYGON ICRS {region}"));
        builder.set_text(ObsColumn::OriginService, "ivo://a.example/hst");
        for column in [
            ObsColumn::SRa,
            ObsColumn::SDec,
            ObsColumn::TMin,
            ObsColumn::TMax,
            ObsColumn::EmMin,
            ObsColumn::EmMax,
        ] {
            builder.set_number(column, (number * 0.1 + column.index() as f64).sin());
        }
        builder.finish_row();
    }
    builder.finish()
}
