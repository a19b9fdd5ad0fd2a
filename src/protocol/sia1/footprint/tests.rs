//! Footprints of images of which not all is told, compared with astropy's.

use crate::{
    domain::{
        angle::Position,
        dataset::Datasets,
        obscore::ObsColumn::{SDec, SFov, SRa, SRegion},
        region::Region,
        stcs::parse_footprint,
    },
    protocol::sia1::tests::answer,
};

/// Made with astropy.wcs; the lines that begin with `border` are for here.
const BY_ASTROPY: &str = include_str!("../../../../tests/data/wcs.txt");

/// The columns of the file: name, UCD, type.
const COLUMNS: [(&str, &str, &str); 9] = [
    ("centre", "", ""),
    ("naxis", "VOX:Image_Naxis", "int"),
    ("scale", "VOX:Image_Scale", "double"),
    ("frame", "VOX:STC_CoordRefFrame", "char"),
    ("equinox", "VOX:STC_CoordEquinox", "double"),
    ("projection", "VOX:WCS_CoordProjection", "char"),
    ("crpix", "VOX:WCS_CoordRefPixel", "double"),
    ("crval", "VOX:WCS_CoordRefValue", "double"),
    ("cd", "VOX:WCS_CDMatrix", "double"),
];

/// An answer of SIA 1.0 with one image, of which these cells are told.
fn image(cells: &[&str]) -> Datasets {
    let (ra, dec) = cells[0].split_once(' ').unwrap_or_default();
    let mut all = vec![
        ("POS_EQ_RA_MAIN", "double", "deg", ra),
        ("POS_EQ_DEC_MAIN", "double", "deg", dec),
    ];
    let others = COLUMNS.iter().zip(cells).skip(1);
    all.extend(others.map(|((_, ucd, kind), cell)| (*ucd, *kind, "", *cell)));
    answer(&all)
}

/// Holds the corners that are expected against those found; of a border that is curved, against every n-th vertex.
#[track_caller]
fn check(name: &str, found: &Datasets, corners: &[Position]) {
    let text = found.text(SRegion, 0);
    if corners.is_empty() {
        assert_eq!(text, None, "{name}");
        return;
    }
    let region = text.map(|text| parse_footprint(text).unwrap());
    let Some(Region::Polygon(polygon)) = region else {
        panic!("{name}: {text:?}");
    };
    let vertices = polygon.vertices();
    assert_eq!(vertices.len() % corners.len(), 0, "{name}");
    let every = vertices.iter().step_by(vertices.len() / corners.len());
    for (vertex, corner) in every.zip(corners) {
        let off = vertex.separation(*corner).0 * 3600.0;
        assert!(off < 1e-4, "{name}: {vertex} is off by {off} arcsec");
    }
}

#[test]
fn images_have_the_borders_that_astropy_finds_with_and_without_each_field() {
    let mut n_cases = 0;
    for line in BY_ASTROPY.lines() {
        let Some(line) = line.strip_prefix("border; ") else {
            continue;
        };
        let parts: Vec<&str> = line.split(';').map(str::trim).collect();
        let (name, cells, corners) = (parts[0], &parts[1..10], parts[10]);
        let numbers: Vec<f64> = corners
            .split_whitespace()
            .map(|number| number.parse().unwrap())
            .collect();
        let corners: Vec<Position> = numbers
            .chunks(2)
            .map(|pair| Position::new(pair[0], pair[1]).unwrap())
            .collect();
        let found = image(cells);
        check(name, &found, &corners);
        let has_place = found.number(SRa, 0).is_some() && found.number(SDec, 0).is_some();
        assert_eq!(has_place, !name.contains("any place"), "{name}");
        n_cases += 1;
    }
    assert!(n_cases > 60, "{n_cases}");
}

#[test]
fn what_is_too_large_for_a_polygon_has_a_field_of_view_that_holds_it() {
    let image = |projection, cd, naxis| {
        let found = image(&[
            "0 0",
            naxis,
            "",
            "",
            "",
            projection,
            "180.5 90.5",
            "0 0",
            cd,
        ]);
        assert_eq!(found.text(SRegion, 0), None, "{projection}");
        found.number(SFov, 0).unwrap()
    };
    // the whole sky, whose corners lie outside of the projection
    let fov = image("AIT", "-1 0 0 1", "360 180");
    assert!((fov - 360.0).abs() < 1e-9, "{fov}");
    let fov = image("CAR", "-1 0 0 1", "360 180");
    assert!((fov - 360.0).abs() < 1e-9, "{fov}");
    // half of it: the plane of SIN is 2 radians wide, 114.6 degrees
    let fov = image("SIN", "-0.33 0 0 0.33", "360 180");
    assert!((180.0..190.0).contains(&fov), "{fov}");
}
