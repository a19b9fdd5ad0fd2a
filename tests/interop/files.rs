//! Files that are saved: astropy, pyVO, pyarrow and STILTS must read from each the same values, to the last digit.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};
use vodiscover::{
    discovery::{export, record::Record},
    domain::{
        dataset::DatasetsBuilder,
        obscore::{Kind, ObsColumn},
    },
};

use crate::{
    found,
    support::{beside, need_program, need_python, output_of},
};

/// Rows: more than one group of Parquet's needs none, but more than one batch of ours.
const ROWS: u32 = 3_000;
/// Rows of a batch.
const CHUNK: u32 = 1_000;

/// What markup, quotes, encodings and separators can spoil; and a character beyond 16 bits.
const AWKWARD: [&str; 4] = [
    "M 16",
    "a,b \"c\" 'd'",
    "5 < 7 & ]]> &amp;",
    "\u{3b2} Cep \u{1f52d}",
];

/// The last of these in ASCII.
const IN_ASCII: &str = "b Cep telescope";

/// Each cell by hand: every value is a function of its row and column alone. `None` is null.
fn cell(column: ObsColumn, row: u32) -> Option<Value> {
    let (at, nr) = (u32::try_from(column.index()).unwrap(), row);
    if (nr + at) % 5 == 3 {
        return None;
    }
    Some(match (column, column.kind()) {
        (ObsColumn::ObsReleaseDate, _) => json!(format!("2001-02-{:02}T00:00:00", nr % 28 + 1)),
        (ObsColumn::ObsTitle | ObsColumn::TargetName, _) => {
            json!(format!("{} {nr}", AWKWARD[nr as usize % AWKWARD.len()]))
        }
        (_, Kind::Text) => json!(format!("http://{at}.example/?a={}&b={}", nr % 97, nr)),
        (ObsColumn::CalibLevel, _) => json!(nr % 5),
        (_, Kind::Integer) => json!(i64::from(nr) * 3_000_000_007),
        (_, Kind::Number) if nr == 7 => json!("inf"),
        (_, Kind::Number) => json!(f64::from(nr) * 0.1 - 1.0 / f64::from(at + 1)),
    })
}

/// A search that found these.
fn record() -> Record {
    let chunk = |first| {
        let mut builder = DatasetsBuilder::new();
        for row in first..first + CHUNK {
            for column in ObsColumn::ALL {
                match cell(column, row) {
                    None => {}
                    Some(Value::String(text)) if text == "inf" => {
                        builder.set_number(column, f64::INFINITY);
                    }
                    Some(Value::String(text)) => builder.set_text(column, &text),
                    Some(value) => match value.as_i64() {
                        Some(whole) => builder.set_integer(column, whole),
                        None => builder.set_number(column, value.as_f64().unwrap()),
                    },
                }
            }
            builder.finish_row();
        }
        builder.finish()
    };
    found::record((0..ROWS).step_by(CHUNK as usize).map(chunk)).unwrap()
}

/// What must be read, as files.py wants it.
fn expected() -> Value {
    let row = |row| -> Vec<Value> {
        let all = ObsColumn::ALL.into_iter();
        all.map(|column| cell(column, row).unwrap_or(Value::Null))
            .collect()
    };
    let kind = |column: ObsColumn| match column.kind() {
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Number => "number",
    };
    let field = |column: ObsColumn| {
        let info = column.info();
        let text = |text: Option<&'static str>| text.unwrap_or_default();
        [info.name, text(info.unit), info.ucd, text(info.utype)]
    };
    json!({
        "names": ObsColumn::ALL.map(ObsColumn::name).to_vec(),
        "kinds": ObsColumn::ALL.map(kind).to_vec(),
        "fields": ObsColumn::ALL.map(field).to_vec(),
        "rows": (0..ROWS).map(row).collect::<Vec<_>>(),
    })
}

fn saved(folder: &Path, names: &[&str]) -> Vec<PathBuf> {
    let record = record();
    let paths = names.iter().map(|name| folder.join(name));
    let save = |path: PathBuf| {
        export::save(&record, &path).unwrap();
        path
    };
    paths.map(save).collect()
}

/// A file with rows that people can read, which no ending stands for.
fn saved_as_tabledata(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    let format = export::Format::of(&path).unwrap().as_tabledata();
    export::save_as(&record(), format, &path).unwrap();
    path
}

#[test]
fn astropy_pyvo_and_pyarrow_read_the_same_values_from_every_format() {
    let Some(python) = need_python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let expected_file = folder.path().join("expected.json");
    std::fs::write(&expected_file, expected().to_string()).unwrap();
    let [b2, gz, csv] = ["b2.vot", "b2.vot.gz", "found.csv"];
    let [parquet, fits] = ["found.parquet", "found.fits"];
    saved(folder.path(), &[b2, gz, csv, parquet, fits]);
    let [td, td_gz] = ["td.vot", "td.vot.gz"];
    saved_as_tabledata(folder.path(), td);
    saved_as_tabledata(folder.path(), td_gz);
    for (reader, names) in [
        ("astropy", &[b2, gz, td, td_gz][..]),
        ("pyvo", &[b2, gz, td]),
        ("astropy-csv", &[csv]),
        ("pyarrow", &[parquet]),
        ("astropy-parquet", &[parquet]),
        ("astropy-fits", &[fits]),
    ] {
        for name in names {
            check(&python, reader, [&folder.path().join(name), &expected_file]);
        }
    }
}

/// Lets this reader of files.py compare a file with what is expected.
fn check(python: &Path, reader: &str, files: [&Path; 2]) {
    let mut command = Command::new(python);
    output_of(command.arg(beside("files.py")).arg(reader).args(files));
}

#[test]
fn stilts_has_no_word_against_a_file_and_reads_the_same_from_each() {
    let Some(stilts) = need_program("stilts") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let votables = ["b2.vot", "b2.vot.gz"];
    let mut files = saved(folder.path(), &votables);
    files.push(saved_as_tabledata(folder.path(), "td.vot"));
    for file in &files {
        let said = output_of(Command::new(&stilts).arg("votlint").arg(file));
        assert!(
            said.trim().is_empty(),
            "votlint {}:\n{said}",
            file.display()
        );
    }
    let csv_of = |file: &Path, format: &str| {
        let mut command = Command::new(&stilts);
        let input = [format!("in={}", file.display()), format!("ifmt={format}")];
        output_of(command.arg("tpipe").args(input).args(["ofmt=csv"]))
    };
    let first = csv_of(&files[0], "votable");
    let n_lines = first
        .lines()
        .filter(|line| line.contains(".example/"))
        .count();
    assert_eq!(n_lines, ROWS as usize, "each row has an address");
    for file in &files[1..] {
        assert!(
            csv_of(file, "votable") == first,
            "{} differs",
            file.display()
        );
    }
}

/// FITS has letters of ASCII only; all else is as in a VOTable, its columns' meanings too.
#[test]
fn stilts_reads_the_same_from_a_fits_file_but_for_letters_that_fits_does_not_have() {
    let Some(stilts) = need_program("stilts") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let files = saved(folder.path(), &["b2.vot", "found.fits"]);
    let [of_votable, of_fits] = [(&files[0], "votable"), (&files[1], "fits-plus")].map(|it| {
        let (file, format) = it;
        let input = [format!("in={}", file.display()), format!("ifmt={format}")];
        let tpipe = |more: &str| {
            let mut command = Command::new(&stilts);
            let command = command.arg("tpipe").args(&input).arg("ofmt=csv");
            output_of(command.arg(more))
        };
        (tpipe("cmd="), tpipe("cmd=meta name units ucd utype"))
    });
    let spelled = of_votable.0.replace(AWKWARD[3], IN_ASCII);
    assert!(of_fits.0 == spelled, "the values differ");
    assert_eq!(of_fits.1, of_votable.1);
}

/// STILTS guesses the types of a CSV file, so that only what it counts and sums can be compared.
#[test]
fn stilts_counts_and_sums_the_same_in_a_csv_file() {
    let Some(stilts) = need_program("stilts") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let files = saved(folder.path(), &["b2.vot", "found.csv"]);
    let csv = &files[1];
    let sums = |file: &Path, format: &str| {
        let mut command = Command::new(&stilts);
        let input = [format!("in={}", file.display()), format!("ifmt={format}")];
        let steps = ["cmd=select $0!=8", "cmd=stats name sum ngood"];
        output_of(command.arg("tpipe").args(input).args(steps).arg("ofmt=csv"))
    };
    let numbers = |table: &str| -> Vec<(String, f64, f64)> {
        let number = |text: Option<&str>| text.and_then(|it| it.parse().ok()).unwrap_or(f64::NAN);
        let lines = table
            .lines()
            .skip(1)
            .map(|line| line.split(',').collect::<Vec<_>>());
        lines
            .map(|cells| {
                let name = (*cells.first().unwrap_or(&"")).to_owned();
                (
                    name,
                    number(cells.get(1).copied()),
                    number(cells.get(2).copied()),
                )
            })
            .collect()
    };
    let (of_votable, of_csv) = (
        numbers(&sums(&files[0], "votable")),
        numbers(&sums(csv, "csv")),
    );
    assert_eq!(of_votable.len(), ObsColumn::COUNT);
    for ((name, sum, n_good), (_, other_sum, n_other)) in of_votable.iter().zip(&of_csv) {
        assert!(
            (n_good - n_other).abs() < 0.5,
            "{name}: {n_good} and {n_other} values"
        );
        let is_same = (sum - other_sum).abs() <= 1e-9 * sum.abs();
        assert!(sum.is_nan() || is_same, "{name}: {sum} and {other_sum}");
    }
}
