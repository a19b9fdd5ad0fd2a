//! What the readers take of the heap stays within bounds, whatever comes, and however much of it.

#![cfg(test)]

#[path = "support/damage.rs"]
mod damage;

use damage::{Dice, damaged};
use peak_alloc::PeakAlloc;
use std::{
    fs,
    io::{Cursor, Read},
    ops::ControlFlow,
    path::Path,
    sync::{Mutex, PoisonError},
};
use vodiscover::{
    domain::{
        ivoid::Ivoid,
        service::{Protocol, Service},
    },
    protocol::{AnswerError, AnswerLimits, read_answer, regtap},
    votable::{Field, Limits, Reader},
};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// One measurement at a time: the heap is everybody's.
static MEASURING: Mutex<()> = Mutex::new(());

/// Bytes of the heap that `work` takes at one time, at most, with what it gives.
fn peak<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let _alone = MEASURING.lock().unwrap_or_else(PoisonError::into_inner);
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let outcome = work();
    (HEAP.peak_usage().saturating_sub(before), outcome)
}

/// Bounds that a megabyte of rows passes by far.
fn narrow() -> Limits {
    Limits {
        depth: 64,
        columns: 500,
        params: 2000,
        head_bytes: 64 << 10,
        event_bytes: 16 << 10,
        cell_bytes: 64 << 10,
        text_bytes: 4 << 10,
        batch_rows: 256,
        batch_bytes: 16 << 10,
        ..Limits::default()
    }
}

/// What a reader may take with these bounds: its input; a tag twice, since room doubles as it grows; the head of a table
/// as it grows and as it is told, with its columns; rows of four cells as text, as values, and with room for as much again, each doubled;
/// a batch of lists, whose elements need eight times their text, likewise.
fn most(limits: &Limits) -> usize {
    let input = 600 << 10;
    let head = 4 * (limits.head_bytes + limits.columns * size_of::<Field>());
    let rows = 24 * limits.cell_bytes + 16 * limits.batch_bytes;
    input + 2 * limits.event_bytes + head + rows
}

/// Reads all that comes with narrow bounds, and says how it ended.
fn read_all(source: impl Read) -> String {
    let mut reader = Reader::new(source, narrow());
    loop {
        match reader.next_event() {
            Ok(Some(_)) => {}
            Ok(None) => return "the end".to_owned(),
            Err(error) => return error.to_string(),
        }
    }
}

/// `start`, and then `again` until so many bytes have come.
fn endless(start: &str, again: &str, n_bytes: u64) -> impl Read {
    let piece = again.as_bytes().to_vec();
    Cursor::new(start.as_bytes().to_vec()).chain(Again { piece, at: 0 }.take(n_bytes))
}

/// The same piece over and over.
struct Again {
    piece: Vec<u8>,
    at: usize,
}

impl Read for Again {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.piece[self.at..].len().min(into.len());
        into[..n].copy_from_slice(&self.piece[self.at..self.at + n]);
        self.at = (self.at + n) % self.piece.len();
        Ok(n)
    }
}

/// Checks that a document without an end stays within the bounds, and ends as `expected`.
#[track_caller]
fn check(start: &str, again: &str, expected: &str) {
    let source = endless(start, again, 1 << 20);
    let (taken, ending) = peak(|| read_all(source));
    let shown: String = again.chars().take(60).collect();
    assert!(ending.contains(expected), "{shown}: {ending}");
    let most = most(&narrow());
    assert!(taken <= most, "{shown}: {taken} bytes are more than {most}");
}

const HEAD: &str = "<VOTABLE><RESOURCE><TABLE>";

/// The beginning of a table with so many columns of a type.
fn table(n: usize, datatype: &str, data: &str) -> String {
    let field = format!("<FIELD datatype='{datatype}' arraysize='*'/>");
    format!("{HEAD}{}<DATA>{data}", field.repeat(n))
}

#[test]
fn heads_without_an_end_are_bounded() {
    let long = "x".repeat(10_000);
    let field = format!("<FIELD name='{long}' datatype='int'/>");
    let param = format!("<PARAM name='a' datatype='int' value='{long}'/>");
    let described = format!("<FIELD><DESCRIPTION>{long}</DESCRIPTION></FIELD>");
    check(HEAD, &field, "columns of more than 64 kB");
    check(HEAD, &described, "columns of more than 64 kB");
    check(HEAD, "<FIELD name='a'/>", "more than 500 columns");
    check(HEAD, &param, "breaks off");
    check("<VOTABLE>", &param, "breaks off");
    check("<VOTABLE>", "<RESOURCE>", "nested too deeply");
    check("<VOTABLE>", "<x>", "nested too deeply");
    check("<VOTABLE>", "<RESOURCE></x>", "nested too deeply");
    let named = format!("<{}>", "n".repeat(10_000));
    check("<VOTABLE>", &named, "a tag with a name of more than 1 kB");
    check("<VOTABLE><INFO>", &"x".repeat(10_000), "a text");
    check("<VOTABLE><INFO>", &format!("&#65;{long}"), "breaks off");
    check("<VOTABLE><!--", "x", "a text");
    check("<VOTABLE><INFO value='", "&#65;", "a text");
    check("<!DOCTYPE x [<!ENTITY a '", "&a;", "not a VOTable");
}

#[test]
fn rows_without_an_end_are_bounded() {
    let row = |datatype: &str| table(3, datatype, "<TABLEDATA><TR><TD>");
    check(&row("char"), "x<!---->", "a cell of more than 64 kB");
    check(&row("int"), "1 <!---->", "a cell of more than 64 kB");
    check(&row("double"), "1 <!---->", "a cell of more than 64 kB");
    let cells = format!("{}</TD><TD>", "1 ".repeat(900));
    for datatype in ["int", "char", "bit", "boolean", "float"] {
        let many = table(150, datatype, "<TABLEDATA><TR><TD>");
        check(&many, &cells, "of more than");
    }
    let rows = |datatype: &str| table(3, datatype, "<TABLEDATA>");
    let strays = format!("<TR><TD>{}</TD></TR>", "x".repeat(500));
    check(&rows("int"), &strays, "breaks off");
    check(&rows("char"), &strays, "breaks off");
    let unclosed = "<TR><TD>a<br>b</TD></TR>";
    check(&rows("char"), unclosed, "breaks off");
    check(
        &table(20, "int", "<TABLEDATA>"),
        &"<TR/>".repeat(3),
        "breaks off",
    );
}

#[test]
fn binary_rows_without_an_end_are_bounded() {
    // Three zeros in base64 each; a length of 0x3fff stands first.
    let zeros = "A".repeat(1 << 16);
    // Null flags that say that all is null.
    let ones = "/".repeat(1 << 16);
    for (datatype, expected) in [("unsignedByte", "a cell"), ("bit", "breaks off")] {
        let data = format!("<BINARY><STREAM>{}", "AAA//w");
        check(&table(1, datatype, &data), &zeros, expected);
    }
    for datatype in [
        "char",
        "unsignedByte",
        "bit",
        "short",
        "double",
        "unicodeChar",
    ] {
        let data = "<BINARY2><STREAM>";
        check(&table(20, datatype, data), &ones, "breaks off");
    }
    check(&table(1, "char", "<BINARY><STREAM>"), " \n", "breaks off");
}

#[test]
fn damaged_documents_are_bounded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/votable");
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    let most = most(&narrow());
    let mut dice = Dice::of(0xB0DE);
    for (file, path) in files.iter().zip(&paths) {
        for _ in 0..20 {
            let other = &files[dice.below(files.len())];
            let document = damaged(file, other, &mut dice);
            let (taken, _) = peak(|| read_all(document.as_slice()));
            assert!(taken <= most, "{}: {taken} bytes", path.display());
        }
    }
}

fn read_obscore(source: impl Read) -> Result<(), AnswerError> {
    let service = Service {
        ivoid: Ivoid::new("ivo://x/y"),
        title: "A service".to_owned(),
        protocol: Protocol::ObsCore,
        access_url: "http://x/".to_owned(),
    };
    let limits = AnswerLimits::default();
    read_answer(
        &service,
        source,
        &limits,
        &mut |_| ControlFlow::Continue(()),
    )
    .map(|_| ())
}

#[test]
fn what_is_kept_of_an_answer_besides_its_rows_is_bounded() {
    let long = "x".repeat(50_000);
    for (again, n_bytes, most) in [
        (
            format!("<PARAM name='a' value='{long}'/>"),
            3 << 20,
            2 << 20,
        ),
        (format!("<TIMESYS ID='{long}'/>"), 3 << 20, 2 << 20),
        ("<TABLE><FIELD/></TABLE>".to_owned(), 1 << 18, 700 << 10),
    ] {
        let source = endless("<VOTABLE><RESOURCE>", &again, n_bytes);
        let (taken, outcome) = peak(|| read_obscore(source));
        outcome.unwrap_err();
        assert!(
            taken <= most,
            "{}: {taken} bytes",
            again.split('x').next().unwrap()
        );
    }
}

#[test]
fn a_registry_that_goes_on_for_ever_is_broken_off() {
    let start = format!("{HEAD}<FIELD name='ivoid'/><DATA><TABLEDATA>");
    let listed = regtap::read_candidates(endless(&start, "<TR></TR>", u64::MAX)).unwrap();
    assert!(listed.overflow, "{} rows", listed.received);
}
