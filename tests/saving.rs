//! Saving where nothing more fits, or nothing may be written: a sentence, and the old files as they were.

#![cfg(test)]

#[path = "support/found.rs"]
mod found;
#[path = "support/tmpfs.rs"]
mod tmpfs;

use std::{collections::BTreeMap, fs, path::Path, process::Command};
use tmpfs::Tmpfs;
use vodiscover::{
    discovery::{
        export::{self, Format, SaveError},
        record::Record,
    },
    domain::{dataset::DatasetsBuilder, obscore::ObsColumn},
};

/// A file of every format; rows that people can read have no ending of their own.
const FILES: [(&str, bool); 7] = [
    ("b2.vot", false),
    ("td.xml", true),
    ("b2.vot.gz", false),
    ("td.vot.gz", true),
    ("found.csv", false),
    ("found.parquet", false),
    ("found.fits", false),
];

/// So many datasets, of which no two are alike, so that they cannot be made small.
fn record(n_rows: u32) -> Record {
    let mut builder = DatasetsBuilder::new();
    for row in 0..n_rows {
        let own = |column: ObsColumn| {
            let seed = u64::from(row) * 64 + column.index() as u64 + 1;
            format!("{:x}", seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
        };
        for column in [ObsColumn::AccessUrl, ObsColumn::ObsId, ObsColumn::ObsTitle] {
            builder.set_text(column, &own(column));
        }
        builder.finish_row();
    }
    found::record([builder.finish()]).unwrap()
}

fn save(record: &Record, path: &Path, is_readable: bool) -> Result<(), SaveError> {
    let format = Format::of(path)?;
    let format = if is_readable {
        format.as_tabledata()
    } else {
        format
    };
    export::save_as(record, format, path).map(drop)
}

/// What a folder has, by name.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let content = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read(entry.path()).unwrap())
    };
    entries.map(content).collect()
}

/// Saves a small search in every format.
fn save_old(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let old = record(1);
    for (name, is_readable) in FILES {
        save(&old, &folder.join(name), is_readable).unwrap();
    }
    let before = contents(folder);
    assert_eq!(before.len(), FILES.len() + 1, "CSV has another beside it");
    before
}

#[test]
fn a_full_disk_is_a_sentence_and_costs_no_file_that_was_there() {
    let Some(disk) = Tmpfs::mount("size=768k") else {
        return;
    };
    let before = save_old(disk.path());
    let larger = record(20_000);
    for (name, is_readable) in FILES {
        let path = disk.path().join(name);
        let error = save(&larger, &path, is_readable).unwrap_err();
        assert!(matches!(error, SaveError::Full(_)), "{name}: {error:?}");
        let said = error.to_string();
        assert!(said.starts_with("the disk is full"), "{said}");
        assert!(contents(disk.path()) == before, "{name}: all is as it was");
    }
}

#[test]
fn a_disk_that_must_not_be_written_is_a_sentence_and_costs_no_file() {
    let Some(disk) = Tmpfs::mount("size=1m") else {
        return;
    };
    let before = save_old(disk.path());
    let mut remount = Command::new("mount");
    let remounted = remount.args(["-o", "remount,ro"]).arg(disk.path()).status();
    assert!(remounted.unwrap().success());
    let newer = record(2);
    for (name, is_readable) in FILES {
        let error = save(&newer, &disk.path().join(name), is_readable).unwrap_err();
        assert!(
            matches!(error, SaveError::NotAllowed(_)),
            "{name}: {error:?}"
        );
        let said = error.to_string();
        assert!(said.starts_with("you may not write there"), "{said}");
        assert!(contents(disk.path()) == before, "{name}: all is as it was");
    }
}
