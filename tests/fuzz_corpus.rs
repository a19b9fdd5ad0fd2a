//! The checks of the fuzz targets, over their corpora and over damaged copies of each file.

#![cfg(test)]

#[expect(
    unreachable_pub,
    reason = "the fuzz targets use the same files as a library"
)]
#[path = "../fuzz/src/lib.rs"]
mod checks;

#[path = "support/damage.rs"]
mod damage;

use damage::{Dice, damaged};
use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

/// Checks each file of a target, and `n_damaged` damaged copies of it.
fn check_all(target: &str, n_damaged: usize, check: fn(&[u8])) {
    check_folder(&format!("fuzz/corpus/{target}"), n_damaged, check);
}

/// Checks each file of a folder, and `n_damaged` damaged copies of it.
fn check_folder(folder: &str, n_damaged: usize, check: fn(&[u8])) {
    let mut dice = Dice::of(0x5EED_0000 + folder.len() as u64);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let files: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(
        files.len() >= 15,
        "{} files in {}",
        files.len(),
        folder.display()
    );
    for (path, file) in paths.iter().zip(&files) {
        check_one(path, file, check);
        for _ in 0..n_damaged {
            let other = &files[dice.below(files.len())];
            check_one(path, &damaged(file, other, &mut dice), check);
        }
    }
}

/// Checks some bytes; if that fails, says which.
fn check_one(path: &Path, bytes: &[u8], check: fn(&[u8])) {
    assert!(
        catch_unwind(AssertUnwindSafe(|| check(bytes))).is_ok(),
        "made of {}: {}",
        path.display(),
        bytes.escape_ascii()
    );
}

#[test]
fn votables_are_read_whatever_they_are() {
    check_all("votable", 40, checks::votable::check);
}

#[test]
fn broken_votables_are_read_whatever_else_breaks_in_them() {
    check_folder("tests/data/quirks", 40, checks::votable::check);
}

#[test]
fn binary_streams_are_read_as_a_simple_decoder_reads_them() {
    check_all("stream", 150, checks::stream::check);
}

#[test]
fn what_is_written_reads_back_the_same() {
    check_all("writer", 100, checks::writer::check);
}

#[test]
fn answers_of_services_and_registries_are_read_whatever_they_are() {
    check_all("answers", 40, checks::answers::check);
}

#[test]
fn footprints_meet_what_they_must_whatever_they_are() {
    check_all("footprint", 300, checks::footprint::check);
}

#[test]
fn what_is_typed_is_understood_in_one_way() {
    check_all("question", 300, checks::question::check);
}

#[test]
fn what_comes_over_samp_is_read_whatever_it_is() {
    check_all("samp", 300, checks::samp::check);
}
