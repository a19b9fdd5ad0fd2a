//! Prints how dear saving and opening a file of results is, beside what astropy and pyarrow need for the same rows.
//!
//! `cargo bench --bench saving` works on 100,000 datasets, `cargo bench --bench saving -- 1000000` on as many as that. Times
//! are CPU time; the ratios are what counts. `VODISCOVER_PYTHON` names a Python that has astropy and pyarrow.
#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints figures that need no more digits than a double has"
)]

#[path = "../support/cpu.rs"]
mod cpu;
#[path = "../../tests/support/found.rs"]
mod found;
mod sample;

use cpu::cpu_seconds;
use std::{error::Error, fs, path::Path, process::Command};
use vodiscover::discovery::{
    event::RunId,
    export::{self, Format},
    import,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How many times as fast as astropy BINARY2 is to be written.
const TO_BE: f64 = 20.0;

/// Reads the BINARY2 document named first, writes it anew as the format named second, and prints the CPU seconds of that.
const PROGRAM: &str = "
import sys, time, warnings
from astropy.io.votable import parse
warnings.simplefilter('ignore')
source, kind, target = sys.argv[1:]
document = parse(source)
table = document.get_first_table()
if kind == 'parquet':
    import pyarrow, pyarrow.parquet
    columns = {}
    for field in table.fields:
        cells = table.array[field.name]
        filled = [None if nothing else cell for cell, nothing in zip(cells.data.tolist(), cells.mask.tolist())]
        columns[field.name] = pyarrow.array(filled)
    arrow = pyarrow.table(columns)
    pyarrow.set_cpu_count(1)
    began = time.process_time()
    pyarrow.parquet.write_table(arrow, target, compression='snappy')
else:
    for resource in document.resources:
        del resource.tables[1:]
    table.format = kind
    began = time.process_time()
    document.to_xml(target, tabledata_format=kind)
print(time.process_time() - began)
";

fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1);
    let rows = words.find_map(|word| word.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir()?;
    let record = found::record(sample::datasets(rows))?;
    println!("{rows} datasets");
    let mut ours = Vec::new();
    for (name, is_readable) in [
        ("b2.vot", false),
        ("td.vot", true),
        ("b2.vot.gz", false),
        ("found.csv", false),
        ("found.fits", false),
        ("found.parquet", false),
    ] {
        let path = folder.path().join(name);
        let format = Format::of(&path)?;
        let format = if is_readable {
            format.as_tabledata()
        } else {
            format
        };
        let writing = cpu_seconds(|| Ok(export::save_as(&record, format, &path).map(drop)?))?;
        let mut found = 0;
        let opening = cpu_seconds(|| {
            found = import::open(&path, RunId(1))?.record.found().len();
            Ok(())
        })?;
        if found != rows {
            return Err(format!("{name}: {found} datasets come back").into());
        }
        let megabytes = fs::metadata(&path)?.len() as f64 / 1e6;
        println!(
            "{name}: {megabytes:.1} MB, written in {writing:.2} s ({:.0} thousand rows/s), opened in {opening:.2} s",
            rows as f64 / writing / 1e3
        );
        ours.push(writing);
    }
    let [binary2, tabledata, .., parquet] = ours.as_slice() else {
        return Err("not all was written".into());
    };
    let source = folder.path().join("b2.vot");
    compare(&source, "binary2", *binary2, Some(TO_BE))?;
    compare(&source, "tabledata", *tabledata, None)?;
    compare(&source, "parquet", *parquet, None)
}

/// Prints what the other program needs for the same, and how many times ours that is.
fn compare(source: &Path, kind: &str, ours: f64, to_be: Option<f64>) -> Outcome<()> {
    let Some(python) = std::env::var_os("VODISCOVER_PYTHON") else {
        println!("{kind} by others: VODISCOVER_PYTHON is not set");
        return Ok(());
    };
    let target = source.with_file_name("theirs");
    let output = Command::new(python)
        .args(["-c", PROGRAM])
        .arg(source)
        .arg(kind)
        .arg(&target)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let theirs: f64 = String::from_utf8(output.stdout)?.trim().parse()?;
    let by = if kind == "parquet" {
        "pyarrow, from columns that are ready, without the VOTable"
    } else {
        "astropy"
    };
    let bound = to_be.map_or(String::new(), |bound| {
        format!(", to be at least {bound} times")
    });
    println!(
        "{kind} by {by}: {theirs:.2} s, {:.1} times ours{bound}",
        theirs / ours
    );
    Ok(())
}
