//! What goes into a chunk of datasets comes out of it.

use super::*;
use ObsColumn::{AccessEstsize, AccessUrl, CalibLevel, EmMin, MatchSpace, ObsTitle, SRa, SRegion};

fn three() -> Datasets {
    let mut builder = DatasetsBuilder::new();
    builder.set_text(AccessUrl, "http://example.org/1");
    builder.set_number(SRa, 274.688);
    builder.set_integer(CalibLevel, 2);
    builder.finish_row();
    builder.finish_row(); // all null
    builder.set_text(AccessUrl, "http://example.org/3");
    builder.set_text(ObsTitle, "M\u{e9}ssier 16, \u{3bb} 656 nm");
    builder.set_number(SRa, f64::NAN);
    builder.set_number(EmMin, f64::INFINITY);
    builder.set_integer(CalibLevel, 1);
    builder.set_integer(CalibLevel, 3);
    builder.finish_row();
    builder.set_text(ObsTitle, "a row that was never ended");
    builder.finish()
}

#[test]
fn cells_come_back_as_they_were_set() {
    let datasets = three();
    assert_eq!(datasets.len(), 3);
    assert_eq!(datasets.text(AccessUrl, 0), Some("http://example.org/1"));
    assert_eq!(datasets.text(AccessUrl, 1), None);
    assert_eq!(
        datasets.text(ObsTitle, 2),
        Some("M\u{e9}ssier 16, \u{3bb} 656 nm")
    );
    assert_eq!(datasets.number(SRa, 0), Some(274.688));
    assert_eq!(datasets.number(SRa, 2), None);
    assert_eq!(datasets.number(EmMin, 2), Some(f64::INFINITY));
    assert_eq!(datasets.integer(CalibLevel, 2), Some(3));
    assert_eq!(datasets.number(CalibLevel, 0), Some(2.0));
    assert_eq!(datasets.text(CalibLevel, 0), None);
    assert_eq!(datasets.number(AccessUrl, 0), None);
}

#[test]
fn beyond_the_last_row_all_is_null() {
    let datasets = three();
    assert_eq!(datasets.text(ObsTitle, 3), None);
    assert_eq!(datasets.row(7).text(AccessUrl), None);
    assert_eq!(datasets.iter().len(), 3);
    assert!(Datasets::default().is_empty());
}

#[test]
fn a_column_without_a_value_costs_nothing() {
    let mut builder = DatasetsBuilder::new();
    for _ in 0..1000 {
        builder.finish_row();
    }
    let nothing = Datasets::default().heap_bytes();
    assert_eq!(builder.finish().heap_bytes(), nothing);
}

#[test]
fn rows_can_be_selected_and_copied_with_a_cell_more() {
    let datasets = three();
    let selected = datasets.select(&[true, false, true]);
    assert_eq!(selected.len(), 2);
    assert_eq!(selected.text(AccessUrl, 1), Some("http://example.org/3"));
    assert_eq!(selected.integer(CalibLevel, 0), Some(2));
    let mut builder = DatasetsBuilder::new();
    builder.copy_cells(datasets.row(0));
    builder.set_text(MatchSpace, "yes");
    builder.finish_row();
    let copied = builder.finish();
    assert_eq!(copied.text(MatchSpace, 0), Some("yes"));
    assert_eq!(copied.number(SRa, 0), Some(274.688));
}

#[test]
fn a_chunk_with_typical_rows_stays_within_400_bytes_a_row() {
    // Issue: a million ObsCore rows in 400 MiB. Texts of the lengths that archives have.
    let mut builder = DatasetsBuilder::new();
    for row in 0..4096_u32 {
        let number = f64::from(row);
        builder.set_text(ObsColumn::DataproductType, "image");
        builder.set_text(ObsColumn::ObsCollection, "HST/ACS");
        builder.set_text(ObsColumn::ObsId, &format!("j9f{row:06x}q"));
        let did = format!("ivo://archive.example.org/hst/acs?j9f{row:06x}q/drz");
        builder.set_text(ObsColumn::ObsPublisherDid, &did);
        let url = format!("https://archive.example.org/data/pub/hst/acs/j9f{row:06x}q_drz.fits");
        builder.set_text(AccessUrl, &url);
        builder.set_text(ObsColumn::AccessFormat, "image/fits");
        builder.set_integer(AccessEstsize, i64::from(row * 37 % 65_521));
        builder.set_text(ObsColumn::TargetName, &format!("Field {}", row % 300));
        for (nr, column) in (0_u32..).zip([SRa, ObsColumn::SDec, ObsColumn::TMin, ObsColumn::TMax])
        {
            builder.set_number(column, (number * 0.1 + f64::from(nr)).sin() * 90.0);
        }
        let corner = |x: f64| format!("{:.6} {:.6}", 100.0 + number.sin() + x, 20.0 + number.cos());
        let region = [0.0, 0.1, 0.2, 0.3].map(corner).join(" ");
        builder.set_text(SRegion, &format!("POLYGON ICRS {region}"));
        for column in [
            ObsColumn::SFov,
            ObsColumn::SResolution,
            EmMin,
            ObsColumn::EmMax,
        ] {
            builder.set_number(column, 0.1 * f64::from(row % 5));
        }
        builder.set_text(
            ObsTitle,
            &format!("ACS/WFC F814W image of field {}", row % 300),
        );
        builder.finish_row();
    }
    let datasets = builder.finish();
    let bytes_a_row = datasets.heap_bytes() / datasets.len();
    assert!(bytes_a_row < 400, "{bytes_a_row}");
}
