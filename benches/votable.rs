//! Prints how dear reading and writing a VOTable is, beside what it cannot do without.
//!
//! `cargo bench --bench votable` works on 100,000 rows of ObsCore, `cargo bench --bench votable -- 1000000` on as many
//! as that, `-- 1000 --keep FOLDER` also leaves the documents there. Times are CPU time of this process; the ratios
//! are what counts.
#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints figures that need no more digits than a double has"
)]

use std::{
    error::Error,
    fs::{self, File},
    hint::black_box,
    io::{self, BufReader, BufWriter, Read as _},
    path::{Path, PathBuf},
};
use vodiscover::{
    domain::obscore::{Kind, ObsColumn},
    votable::{
        Batch, Cell, Datatype, Event, Field, Limits, Reader, Rows, Serialization, TableSpec, Writer,
    },
};

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
    measure(
        "TABLEDATA",
        &tabledata,
        "quick-xml's bare event loop",
        1.3,
        event_loop,
    )?;
    measure(
        "BINARY2",
        &binary2,
        "bare base64 decoding",
        3.0,
        bare_base64,
    )?;
    memory(&tabledata)?;
    memory(&binary2)
}

/// Prints what reading a document costs beside something that must be done anyway.
fn measure(
    name: &str,
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
            "read {name}: {ours:.2} s, {:.0} MB/s; {beside}: {floor:.2} s; ratio {:.2}",
            megabytes / ours,
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
fn memory(path: &Path) -> Outcome<()> {
    let before = memory_in_use("VmRSS")?;
    fs::write("/proc/self/clear_refs", "5")?;
    read(path, |batch| drop(black_box(batch)))?;
    let dropped = memory_in_use("VmHWM")? - before;
    fs::write("/proc/self/clear_refs", "5")?;
    let mut kept = Vec::new();
    read(path, |batch| kept.push(batch))?;
    let bytes: usize = kept.iter().map(Batch::heap_bytes).sum();
    let held = memory_in_use("VmHWM")? - before;
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

/// All events of the XML parser, with nothing done about them.
fn event_loop(path: &Path) -> Outcome<()> {
    let file = BufReader::with_capacity(CHUNK, File::open(path)?);
    let mut reader = quick_xml::Reader::from_reader(file);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        if let quick_xml::events::Event::Eof = black_box(reader.read_event_into(&mut buffer)?) {
            return Ok(());
        }
    }
}

/// The bytes in a document's STREAM, with nothing done about them: read in pieces, without its line ends, decoded.
fn bare_base64(path: &Path) -> Outcome<()> {
    let mut file = File::open(path)?;
    let mut piece = vec![0; CHUNK];
    let mut coded = Vec::new();
    let mut bytes = Vec::new();
    let mut inside = false;
    loop {
        let n = file.read(&mut piece)?;
        let mut text = piece.get(..n).unwrap_or_default();
        if !inside && let Some(at) = memchr::memmem::find(text, b"base64\">") {
            text = text.get(at + 8..).unwrap_or_default();
            inside = true;
        }
        let end = memchr::memchr(b'<', text);
        let part = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
        let mut start = 0;
        for at in memchr::memchr_iter(b'\n', part).chain([part.len()]) {
            coded.extend_from_slice(part.get(start..at).unwrap_or_default());
            start = at + 1;
        }
        let groups = coded.len() / 4 * 4;
        bytes.clear();
        base64_simd::STANDARD.decode_append(coded.get(..groups).unwrap_or_default(), &mut bytes)?;
        black_box(&bytes);
        coded.drain(..groups);
        if n == 0 || end.is_some() {
            return Ok(());
        }
    }
}

/// CPU seconds of this process, of its one thread.
fn cpu_seconds(work: impl FnOnce() -> Outcome<()>) -> Outcome<f64> {
    let now = || -> Outcome<f64> {
        let text = fs::read_to_string("/proc/self/schedstat")?;
        let nanoseconds = text.split_whitespace().next().ok_or("no schedstat")?;
        Ok(nanoseconds.parse::<f64>()? / 1e9)
    };
    let before = now()?;
    work()?;
    Ok(now()? - before)
}

/// A line of `/proc/self/status`, in MiB.
fn memory_in_use(line: &str) -> Outcome<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let kib = status
        .lines()
        .find_map(|text| text.strip_prefix(line)?.strip_prefix(':'))
        .and_then(|text| text.split_whitespace().next())
        .ok_or("no such line")?;
    Ok(kib.parse::<f64>()? / 1024.0)
}

/// Synthetic ObsCore: each text is one of some thousand, numbers come of the row's number alone.
struct Sample {
    rows: usize,
    texts: Vec<Vec<String>>,
}

/// So many different texts in a column.
const VARIETY: usize = 997;

impl Sample {
    fn new(rows: usize) -> Self {
        let texts = ObsColumn::ALL.into_iter().take(COLUMNS).map(|column| {
            let count = if column.info().kind == Kind::Text {
                VARIETY
            } else {
                0
            };
            (0..count).map(|nr| text(column, nr)).collect()
        });
        Self {
            rows,
            texts: texts.collect(),
        }
    }

    fn write(&self, path: &Path, serialization: Serialization) -> Outcome<()> {
        let out = BufWriter::with_capacity(CHUNK, File::create(path)?);
        let mut writer = Writer::new(
            out,
            "Synthetic ObsCore, made to measure reading and writing",
        )?;
        writer.info("QUERY_STATUS", "OK", "")?;
        let fields = ObsColumn::ALL
            .into_iter()
            .take(COLUMNS)
            .map(field)
            .collect();
        let spec = TableSpec {
            name: Some("obscore".to_owned()),
            fields,
            ..TableSpec::default()
        };
        writer.table(&spec, serialization, self)?;
        finish(writer).map_err(Into::into)
    }
}

fn finish(writer: Writer<BufWriter<File>>) -> io::Result<()> {
    writer.finish()?.into_inner()?.sync_all()
}

fn field(column: ObsColumn) -> Field {
    let info = column.info();
    let base = match info.kind {
        Kind::Text => Field::text(info.name),
        Kind::Integer => Field::new(info.name, Datatype::Long),
        Kind::Number => Field::new(info.name, Datatype::Double),
    };
    Field {
        unit: info.unit.map(str::to_owned),
        ucd: Some(info.ucd.to_owned()),
        utype: info.utype.map(str::to_owned),
        description: Some(info.description.to_owned()),
        ..base
    }
}

impl Rows for Sample {
    fn len(&self) -> usize {
        self.rows
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let noise = noise(row as u64 * 64 + column as u64);
        if let Some(text) = self
            .texts
            .get(column)
            .and_then(|texts| texts.get(usize::try_from(noise % VARIETY as u64).ok()?))
        {
            return Cell::Text(text);
        }
        // As numbers are in real tables: some are missing, the others have many digits.
        match ObsColumn::ALL.get(column).map(|column| column.info().kind) {
            _ if noise.is_multiple_of(16) => Cell::Null,
            Some(Kind::Integer) => Cell::Int(i64::try_from(noise >> 50).unwrap_or(0)),
            _ => Cell::Double((noise >> 11) as f64 / (1u64 << 53) as f64 * 360.0),
        }
    }
}

/// `SplitMix64`: numbers that look random and are the same on every machine.
fn noise(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn text(column: ObsColumn, nr: usize) -> String {
    match column {
        ObsColumn::AccessUrl => {
            format!(
                "http://archive.example.org/data/get?collection=survey&id=observation/{nr:06}/image.fits&format=fits"
            )
        }
        ObsColumn::ObsPublisherDid => {
            format!("ivo://example.org/survey/data?observations/{nr:06}/image.fits")
        }
        ObsColumn::SRegion => {
            let ra = nr as f64 / 3.0;
            format!(
                "Polygon ICRS {ra:.6} -13.500000 {:.6} -13.500000 {:.6} -13.000000 {ra:.6} -13.000000",
                ra + 0.5,
                ra + 0.5
            )
        }
        ObsColumn::ObsTitle => format!("Synthetic observation {nr} of a field in the survey"),
        ObsColumn::DataproductType => "image".to_owned(),
        ObsColumn::AccessFormat => "application/fits".to_owned(),
        ObsColumn::OUcd => "phot.flux.density;em.opt.V".to_owned(),
        ObsColumn::PolStates => String::new(),
        _ => format!("{}-{nr}", column.name()),
    }
}
