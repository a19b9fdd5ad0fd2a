//! What the synthetic sky must hold for the rest to be worth trying.

use super::*;

#[test]
fn the_sky_is_the_same_in_every_run() {
    let once: Vec<Dataset> = COLLECTIONS.iter().flat_map(datasets).collect();
    let again: Vec<Dataset> = COLLECTIONS.iter().flat_map(datasets).collect();
    assert_eq!(
        format!("{once:?}"),
        format!("{again:?}"),
        "the seed is fixed"
    );
    assert!(
        (3000..10000).contains(&once.len()),
        "some thousands, not {}",
        once.len()
    );
}

#[test]
fn every_dataset_is_on_the_sky_and_in_order() {
    for dataset in COLLECTIONS.iter().flat_map(datasets) {
        assert!((0.0..360.0).contains(&dataset.ra), "{dataset:?}");
        assert!((-90.0..=90.0).contains(&dataset.dec), "{dataset:?}");
        assert!(
            dataset.spectrum.is_none_or(|(lo, hi)| 0.0 < lo && lo <= hi),
            "{dataset:?}"
        );
        assert!(
            dataset
                .time
                .is_none_or(|(start, end)| 47892.0 <= start && start <= end),
            "{dataset:?}"
        );
        assert!(dataset.title.ends_with("(synthetic)"), "{dataset:?}");
    }
}

#[test]
fn the_corners_of_a_square_on_the_equator_are_where_trigonometry_puts_them() {
    // tan(45 deg) is one radian of standard coordinates: worked by hand.
    let one = 1f64.to_degrees();
    let (ra, dec) = offset((0.0, 0.0), one, 0.0);
    assert!((ra - 45.0).abs() < 1e-12 && dec.abs() < 1e-12, "{ra} {dec}");
    let (ra, dec) = offset((0.0, 0.0), 0.0, one);
    assert!(ra.abs() < 1e-12 && (dec - 45.0).abs() < 1e-12, "{ra} {dec}");
    // From the north pole, north in the plane leads down the opposite meridian.
    let (ra, dec) = offset((0.0, 90.0), 0.0, one);
    assert!(
        (ra - 180.0).abs() < 1e-9 && (dec - 45.0).abs() < 1e-9,
        "{ra} {dec}"
    );
}

#[test]
fn the_sky_reaches_the_poles_and_crosses_right_ascension_zero() {
    let all: Vec<Dataset> = COLLECTIONS.iter().flat_map(datasets).collect();
    let crosses = |dataset: &&Dataset| match &dataset.footprint {
        Some(Footprint::Polygon(corners)) => {
            dataset.dec.abs() < 80.0
                && corners.iter().any(|(ra, _)| *ra < 20.0)
                && corners.iter().any(|(ra, _)| *ra > 340.0)
        }
        _ => false,
    };
    assert!(
        all.iter().filter(crosses).count() > 20,
        "footprints across right ascension zero"
    );
    for pole in [90.0, -90.0] {
        let near = all
            .iter()
            .filter(|dataset| (dataset.dec - pole).abs() < 1.0)
            .count();
        assert!(near > 20, "{near} datasets at {pole}");
    }
    assert!(
        all.iter().any(|dataset| dataset.footprint.is_none()),
        "some have no region"
    );
    assert!(
        all.iter().any(|dataset| dataset.spectrum.is_none()),
        "some have no spectral metadata"
    );
    assert!(
        all.iter().any(|dataset| dataset.time.is_none()),
        "some have no time"
    );
}
