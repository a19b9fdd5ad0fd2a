//! Answers of services, read to datasets; what must be found in them was worked out by hand or with astropy.
#![cfg(test)]

use std::ops::ControlFlow;
use vodiscover::{
    domain::{
        dataset::{Dataset, Datasets},
        ivoid::Ivoid,
        obscore::ObsColumn::{self, *},
        service::{Protocol, Service},
    },
    protocol::{AnswerEnd, AnswerError, AnswerLimits, read_answer},
};

fn service(protocol: Protocol) -> Service {
    Service {
        ivoid: Ivoid::new("ivo://x.org/s"),
        title: "A service".to_owned(),
        protocol,
        access_url: "http://x.org/svc/q?key=1&".to_owned(),
    }
}

fn read(protocol: Protocol, document: &str) -> (Vec<Datasets>, Result<AnswerEnd, AnswerError>) {
    let mut chunks = Vec::new();
    let limits = AnswerLimits::default();
    let end = read_answer(
        &service(protocol),
        document.as_bytes(),
        &limits,
        &mut |rows| {
            chunks.push(rows);
            ControlFlow::Continue(())
        },
    );
    (chunks, end)
}

/// All datasets of an answer that is whole, and how it ended.
fn whole(protocol: Protocol, document: &str) -> (Datasets, AnswerEnd) {
    let (mut chunks, end) = read(protocol, document);
    assert_eq!(chunks.len(), 1, "one batch");
    (chunks.remove(0), end.unwrap())
}

fn close(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    let allowed = expected.abs().max(f64::MIN_POSITIVE) * 1e-9;
    assert!((found - expected).abs() <= allowed, "{found} {expected}");
}

/// The vertices of a polygon within 1e-7 degrees.
fn polygon(dataset: Dataset<'_>, expected: &[f64]) {
    let text = dataset.text(SRegion).unwrap();
    let numbers = text.strip_prefix("POLYGON ICRS ").unwrap();
    let found: Vec<f64> = numbers.split(' ').map(|n| n.parse().unwrap()).collect();
    assert_eq!(found.len(), expected.len(), "{text}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1.1e-7, "{found} {expected}");
    }
}

fn numbers(dataset: Dataset<'_>, columns: &[ObsColumn]) -> Vec<Option<f64>> {
    columns
        .iter()
        .map(|column| dataset.number(*column))
        .collect()
}

const SIA1: &str = include_str!("data/answers/sia1.vot");

#[test]
fn every_dataset_names_its_service_and_protocol() {
    for (protocol, document) in [
        (Protocol::Sia1, SIA1),
        (Protocol::Ssap, include_str!("data/answers/ssap.vot")),
    ] {
        let (datasets, end) = whole(protocol, document);
        assert_eq!(end.received, datasets.len());
        for dataset in datasets.iter() {
            assert_eq!(dataset.text(OriginService), Some("ivo://x.org/s"));
            assert_eq!(dataset.text(Protocol), Some(protocol.name()));
        }
    }
}

#[test]
fn sia1_images_have_the_footprints_that_astropy_finds() {
    let (datasets, _) = whole(Protocol::Sia1, SIA1);
    // astropy.wcs on the same headers, outer corners of the corner pixels, from FK5 to ICRS by SkyCoord.
    polygon(
        datasets.row(0),
        &[
            274.793_757_9,
            -14.508_744_7,
            273.949_629_4,
            -13.893_296_6,
            274.582_876_0,
            -13.075_221_9,
            275.425_709_4,
            -13.688_513_8,
        ],
    );
    // Orthographic: its lines are curves, yet half a degree long, so one step a side.
    polygon(
        datasets.row(1),
        &[
            53.196_274_6,
            89.751_399_4,
            306.569_222_7,
            89.749_795_5,
            255.782_624_9,
            89.792_630_2,
            104.394_561_1,
            89.794_568_2,
        ],
    );
    // Without a transformation: as if gnomonic, north up, around the centre.
    polygon(
        datasets.row(2),
        &[
            0.129_999_6,
            -0.089_999_6,
            359.830_000_4,
            -0.089_999_6,
            359.830_000_3,
            0.109_999_5,
            0.129_999_7,
            0.109_999_5,
        ],
    );
    close(datasets.number(SFov, 0), 1.448_154_687_870_049_3);
    close(datasets.number(SFov, 2), 0.360_555_127_546_398_9);
    assert_eq!(
        numbers(datasets.row(2), &[SXel1, SXel2]),
        [Some(300.0), Some(200.0)]
    );
    // A transformation that points elsewhere than the row gives way to the box around its centre, half a degree
    // from middle to border.
    let text = datasets.text(SRegion, 4).unwrap();
    assert!(
        text.starts_with("POLYGON ICRS 100.7") && text.contains(" 49.49"),
        "{text}"
    );
}

#[test]
fn an_image_in_an_old_frame_has_its_footprint_in_icrs() {
    let (datasets, _) = whole(Protocol::Sia1, SIA1);
    // astropy.wcs, from FK4 to ICRS by SkyCoord.
    polygon(
        datasets.row(5),
        &[
            100.833_389_0,
            49.547_428_9,
            99.292_122_3,
            49.554_815_1,
            99.287_518_0,
            50.554_747_1,
            100.861_235_6,
            50.547_205_5,
        ],
    );
    assert_eq!(
        numbers(datasets.row(5), &[SRa, SDec]),
        [Some(100.0), Some(50.0)]
    );
}

#[test]
fn sia1_bands_come_in_any_unit_and_dates_in_any_shape() {
    let (datasets, _) = whole(Protocol::Sia1, SIA1);
    // c / 1.5 GHz and c / 1 GHz; h c / 1 keV. Nothing said means metres.
    let bands = [
        Some([5e-7, 6e-7]),
        Some([4e-7, 7e-7]),
        Some([299_792_458.0 / 1.5e9, 0.299_792_458]),
        None,
        Some([1.239_841_984_332e-9; 2]),
        Some([0.2, 0.22]),
    ];
    // MJD 49869 is 1995-06-01; a day without a time is the whole of it.
    let dates = [
        Some([49_718.25; 2]),
        Some([49_869.5; 2]),
        Some([49_869.0, 49_870.0]),
        None,
        None,
        Some([51_544.5; 2]),
    ];
    for (row, (band, date)) in bands.iter().zip(dates).enumerate() {
        for (columns, expected) in [([EmMin, EmMax], band), ([TMin, TMax], &date)] {
            match expected {
                Some([lo, hi]) => {
                    close(datasets.number(columns[0], row), *lo);
                    close(datasets.number(columns[1], row), *hi);
                }
                None => assert_eq!(numbers(datasets.row(row), &columns), [None, None], "{row}"),
            }
        }
    }
}

#[test]
fn sia1_addresses_are_whole_sizes_in_kilobytes_and_a_broken_cell_costs_itself_only() {
    let (datasets, _) = whole(Protocol::Sia1, SIA1);
    let addresses: Vec<_> = datasets
        .iter()
        .map(|d| d.text(AccessUrl).unwrap())
        .collect();
    assert_eq!(
        addresses,
        [
            "http://x.org/get?a=1&b=2",
            "http://x.org/get/2",
            "http://x.org/svc/get/3",
            "http://x.org/4",
            "http://x.org/5",
            "http://x.org/6"
        ]
    );
    assert_eq!(datasets.text(ObsTitle, 0), Some("Turned & gnomonic"));
    close(datasets.number(AccessEstsize, 0), 2100.0);
    let kinds: Vec<_> = datasets
        .iter()
        .map(|d| d.text(DataproductType).unwrap())
        .collect();
    assert_eq!(kinds, ["image", "image", "cube", "image", "image", "image"]);
    let broken = datasets.row(3);
    assert_eq!(
        numbers(broken, &[SRa, SDec, SFov]),
        [Some(10.5), Some(20.5), None]
    );
    assert_eq!(broken.text(SRegion), None);
}

#[test]
fn sia1_columns_are_known_by_newer_ucds_too() {
    let document = include_str!("data/answers/sia1_ucd1plus.vot");
    let (datasets, end) = whole(Protocol::Sia1, document);
    assert!(end.overflow);
    let image = datasets.row(0);
    assert_eq!(image.text(AccessUrl), Some("http://x.org/1"));
    assert_eq!(image.text(ObsPublisherDid), Some("ivo://x.org/~?1"));
    assert_eq!(
        image.text(SRegion),
        Some("POLYGON ICRS 9 19 11 19 11 21 9 21")
    );
    assert_eq!(
        numbers(image, &[SRa, SDec, TMin, AccessEstsize]),
        [Some(10.0), Some(20.0), None, None]
    );
    close(image.number(EmMin), 4e-7);
    close(image.number(EmMax), 7e-7);
}

#[test]
fn sia2_columns_are_known_by_utype_and_their_units_are_converted() {
    let (datasets, end) = whole(Protocol::Sia2, include_str!("data/answers/sia2.vot"));
    assert_eq!((end.overflow, end.received), (false, 2));
    let image = datasets.row(0);
    assert_eq!(image.text(DataproductType), Some("image"));
    assert_eq!(image.text(AccessUrl), Some("http://x.org/dl?ID=a"));
    assert_eq!(
        image.text(AccessFormat),
        Some("application/x-votable+xml;content=datalink")
    );
    assert_eq!(image.text(SRegion), Some("CIRCLE ICRS 30 -90 0.25"));
    close(image.number(SRa), 30.0);
    close(image.number(SDec), -90.0);
    close(image.number(SFov), 0.5);
    close(image.number(SResolution), 0.25);
    close(image.number(AccessEstsize), 1500.0);
    close(image.number(TMin), 51_544.5);
    close(image.number(TMax), 51_545.0);
    close(image.number(TExptime), 120.0);
    // c / 150 GHz, c / 100 GHz
    close(image.number(EmMin), 299_792_458.0 / 150e9);
    close(image.number(EmMax), 299_792_458.0 / 100e9);
    assert_eq!(image.integer(SXel1), Some(2048));
    // The largest frequency alone is the shortest wavelength.
    let cube = datasets.row(1);
    assert_eq!(cube.text(DataproductType), Some("cube"));
    close(cube.number(EmMin), 299_792_458.0 / 150e9);
    assert_eq!(numbers(cube, &[EmMax, SRa, TMin]), [None, None, None]);
}

#[test]
fn ssap_spectra_have_the_middle_and_the_width_where_the_ends_are_missing() {
    let (datasets, _) = whole(Protocol::Ssap, include_str!("data/answers/ssap.vot"));
    let spectrum = datasets.row(0);
    assert_eq!(spectrum.text(DataproductType), Some("spectrum"));
    assert_eq!(spectrum.text(ObsTitle), Some("A spectrum"));
    assert_eq!(spectrum.text(InstrumentName), Some("Echelle"));
    assert_eq!(numbers(spectrum, &[SRa, SDec]), [Some(274.5), Some(-13.5)]);
    assert!((spectrum.number(SFov).unwrap() - 0.001).abs() < 1e-9);
    close(spectrum.number(EmMin), 4e-7);
    close(spectrum.number(EmMax), 6e-7);
    // 864 s are 0.01 d, half of them before.
    close(spectrum.number(TMin), 49_718.495);
    close(spectrum.number(TMax), 49_718.505);
    let series = datasets.row(1);
    assert_eq!(series.text(DataproductType), Some("timeseries"));
    assert_eq!(numbers(series, &[SRa, SDec, SFov]), [None, None, None]);
    close(series.number(EmMin), 4.5e-7);
    close(series.number(EmMax), 5.5e-7);
    assert_eq!(
        numbers(series, &[TMin, TMax]),
        [Some(49_718.5), Some(49_718.5)]
    );
}

#[test]
fn obscore_rows_come_as_they_are_with_units_converted() {
    let (datasets, end) = whole(Protocol::ObsCore, include_str!("data/answers/obscore.vot"));
    assert!(end.overflow);
    let image = datasets.row(0);
    assert_eq!(
        image.text(SRegion),
        Some("Polygon ICRS 9 19 11 19 11 21 9 21")
    );
    close(image.number(EmMin), 4e-7);
    close(image.number(AccessEstsize), 2100.0);
    assert_eq!(image.integer(CalibLevel), Some(2));
    let cube = datasets.row(1);
    assert_eq!(cube.text(DataproductType), Some("cube"));
    let blank = numbers(cube, &[CalibLevel, SRa, SDec, TMin, TMax, EmMin, EmMax]);
    assert!(blank.iter().all(Option::is_none), "{blank:?}");
    assert_eq!(cube.text(SRegion), None);
}

#[test]
fn an_answer_that_breaks_off_keeps_the_datasets_that_were_whole() {
    let document = include_str!("data/answers/obscore.vot");
    let (cut, _) = document.split_once("<TR><TD>cube").unwrap();
    let (chunks, end) = read(Protocol::ObsCore, cut);
    assert_eq!(chunks.iter().map(Datasets::len).sum::<usize>(), 1);
    let error = end.unwrap_err();
    assert!(matches!(error, AnswerError::Broken { after_rows: 1, .. }));
    assert!(!error.is_query_error());
}

#[test]
fn an_answer_without_datasets_is_empty_or_says_what_it_lacks() {
    let table = |rows: &str| {
        format!(
            "<VOTABLE><RESOURCE type='results'><TABLE><FIELD name='x' datatype='int'/><DATA><TABLEDATA>{rows}\
             </TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"
        )
    };
    let (chunks, end) = read(Protocol::Sia2, &table(""));
    assert!(chunks.is_empty());
    assert_eq!(end.unwrap().received, 0);
    let (chunks, end) = read(Protocol::Sia2, &table("<TR><TD>1</TD></TR>"));
    assert!(chunks.is_empty());
    assert_eq!(
        end.unwrap_err().to_string(),
        "the answer lacks a column with the addresses or identifiers of datasets"
    );
}

#[test]
fn a_service_that_sends_more_rows_than_can_be_taken_is_broken_off() {
    let limits = AnswerLimits {
        max_rows: 1,
        ..AnswerLimits::default()
    };
    let document = include_str!("data/answers/obscore.vot");
    let end = read_answer(
        &service(Protocol::ObsCore),
        document.as_bytes(),
        &limits,
        &mut |_| ControlFlow::Continue(()),
    );
    assert!(matches!(end, Err(AnswerError::TooManyRows(1))));
}
