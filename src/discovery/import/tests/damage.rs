//! Files that are damaged, break off, lack what stands beside them, or are another program's.

use super::*;
use proptest::prelude::*;

#[test]
fn what_is_whole_of_a_file_that_breaks_off_is_brought_back_and_the_rest_is_said() {
    for (name, format) in FORMATS {
        // What these have at their end is not missed in the same way; each has a test of its own.
        if matches!(format, Format::Parquet | Format::Fits) {
            continue;
        }
        let bytes = written(&record(12_000), format);
        let opened = opened_bytes(name, &bytes[..bytes.len() / 2]).unwrap();
        let n_found = opened.record.found().len();
        assert!((2_000..12_000).contains(&n_found), "{format:?}: {n_found}");
        assert_eq!(
            cells(&opened.record),
            cells(&record(12_000))[..n_found],
            "{format:?}"
        );
        let said = opened.flaws.join("\n");
        assert!(said.contains("it breaks off after"), "{format:?}: {said}");
        assert!(said.contains("has 12000 datasets"), "{said}");
        assert!(said.contains("none can be asked again"), "{said}");
        let logged = opened.record.log().iter();
        let n_warnings = logged
            .filter(|line| opened.flaws.contains(&line.text))
            .count();
        assert_eq!(n_warnings, opened.flaws.len(), "it is in the log");
        assert_eq!(opened.record.search().question, search().question);
    }
}

#[test]
fn a_csv_file_brings_back_the_datasets_and_what_stands_beside_it_all_else() {
    let before = record(9_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("found.csv");
    export::save(&before, &path).unwrap();
    let opened = open(&path, RunId(9)).unwrap();
    assert_eq!(opened.flaws, [""; 0]);
    assert_eq!(cells(&opened.record), cells(&before));
    assert_eq!(provenance::rows(&opened.record), provenance::rows(&before));
    assert_eq!(opened.record.search(), before.search());
    fs::remove_file(folder.path().join("found.provenance.vot")).unwrap();
    let alone = open(&path, RunId(9)).unwrap();
    assert_eq!(cells(&alone.record), cells(&before));
    let said = alone.flaws.join("\n");
    assert!(said.contains("which is not there"), "{said}");
    assert!(again::all_unanswered(&alone.record).is_empty());
    // It breaks off within its last line.
    let bytes = fs::read(&path).unwrap();
    let opened = opened_bytes("found.csv", &bytes[..bytes.len() - 40]).unwrap();
    let n_found = opened.record.found().len();
    assert_eq!(n_found, 8_999);
    assert_eq!(cells(&opened.record), cells(&before)[..n_found]);
    let said = opened.flaws.join("\n");
    assert!(said.contains("it breaks off within its last row"), "{said}");
}

#[test]
fn a_fits_file_that_breaks_off_has_its_question_and_the_rows_before() {
    let before = record(12_000);
    let bytes = written(&before, Format::Fits);
    let half = opened_bytes("a.fits", &bytes[..bytes.len() / 4]).unwrap();
    let n_found = half.record.found().len();
    assert!((2_000..12_000).contains(&n_found), "{n_found}");
    let places = |record: &Record| -> Vec<Option<f64>> {
        let all = record.found().iter();
        all.map(|it| it.number(ObsColumn::SRa)).collect()
    };
    assert_eq!(places(&half.record), places(&before)[..n_found]);
    assert_eq!(half.record.search().question, search().question);
    let said = half.flaws.join("\n");
    assert!(
        said.contains(&format!("it breaks off after {n_found} rows")),
        "{said}"
    );
    assert!(said.contains("none can be asked again"), "{said}");
    // Another program may have changed the table.
    let said = opened_bytes("a.fits", &bytes[..2_880])
        .unwrap_err()
        .to_string();
    assert!(said.contains("a.fits"), "{said}");
}

#[test]
fn a_parquet_file_that_breaks_off_or_is_another_s_is_said_to() {
    let mut bytes = written(&record(12_000), Format::Parquet);
    let half = opened_bytes("a.parquet", &bytes[..bytes.len() / 2]).unwrap_err();
    assert!(half.to_string().contains("it breaks off"), "{half}");
    // Within the pages of the first columns.
    bytes[200..4_000].fill(0xff);
    let damaged = opened_bytes("a.parquet", &bytes).unwrap();
    let said = damaged.flaws.join("\n");
    assert!(said.contains("it is damaged after"), "{said}");
    assert!(
        !again::all_unanswered(&damaged.record).is_empty(),
        "the services are whole"
    );
}

#[test]
fn what_is_no_file_of_ours_is_said_in_a_sentence() {
    let votable = b"<VOTABLE version='1.3'><RESOURCE><TABLE name='datasets'><FIELD name='s_ra' datatype='double'/>\
        <DATA><TABLEDATA><TR><TD>1</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
    let cards = [
        "SIMPLE  =                    T",
        "BITPIX  =                    8",
        "NAXIS   =                    0",
        "END",
    ];
    let mut fits = cards.map(|card| format!("{card:80}")).concat().into_bytes();
    fits.resize(2880, b' ');
    for (bytes, expected) in [
        (
            votable.as_slice(),
            "this VOTable was not written by vodiscover",
        ),
        (b"<html><body>404</body></html>", "this is no VOTable"),
        (b"", "this file is empty"),
        (
            &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff],
            "nothing in this file is whole",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "none of the files that vodiscover writes",
        ),
        (b"<VOTABLE version='1.3'><RESOURCE>", "whole"),
        (&fits, "this FITS file was not written by vodiscover"),
        (
            b"name,ra,dec\nM16,274.7,-13.8\n",
            "it has no column dataproduct_type",
        ),
        (b"PAR1abcd\0\0\0\0PAR1", "nothing in this file is whole"),
    ] {
        let said = opened_bytes("foreign.vot", bytes).unwrap_err().to_string();
        assert!(said.contains(expected), "{expected}: {said}");
        assert!(said.ends_with("foreign.vot"), "{said}");
    }
    let folder = tempfile::tempdir().unwrap();
    let missing = open(&folder.path().join("none.vot"), RunId(1)).unwrap_err();
    assert!(matches!(missing, OpenError::Missing(_)), "{missing}");
    let inside = open(folder.path(), RunId(1)).unwrap_err();
    assert!(matches!(inside, OpenError::IsFolder(_)), "{inside}");
}

#[test]
fn a_service_with_an_address_that_is_none_of_the_web_is_not_asked() {
    let bytes = written(&record(1), Format::VOTable(Serialization::TableData));
    let text = String::from_utf8(bytes).unwrap();
    let text = text.replace("<TD>http://two.example/?x", "<TD>file:///etc/passwd?x");
    let opened = opened_bytes("a.vot", text.as_bytes()).unwrap();
    let plan = opened.record.plan().unwrap();
    let two = &plan.considered[2];
    assert_eq!(two.service.access_url, "file:///etc/passwd?x=1&y='<2>'");
    assert!(
        matches!(two.fate, Fate::LeftOut(Reason::CannotAsk(_))),
        "{two:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_makes_it_panic_or_ask_for_what_is_not_there(
        format in 0..FORMATS.len(),
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        end in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let (name, format) = FORMATS[format];
        let mut bytes = written(&record(12), format);
        for (place, value) in cuts {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        if is_cut {
            bytes.truncate(end.index(bytes.len()));
        }
        if let Ok(opened) = opened_bytes(name, &bytes) {
            let record = &opened.record;
            prop_assert!(record.is_ended());
            prop_assert!(record.found().len() <= 100_000);
            again::Again::new(record, &again::all_unanswered(record));
            written(record, Format::Csv);
            written(record, Format::VOTable(Serialization::Binary2));
        }
    }
}
