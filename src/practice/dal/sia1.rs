//! Simple Image Access 1.0.

use super::{Refusal, Selection, number};
use crate::{
    domain::{
        angle::Position,
        region::{Range, Region},
    },
    practice::{
        geometry::Geometry,
        host::Site,
        obscore,
        parameters::Parameters,
        regions::pixels_region,
        regtap::text,
        schema::{Column, Type},
        sky::Dataset,
    },
};
use rusqlite::types::Value;

const TAKES: &[&str] = &["POS", "SIZE", "INTERSECT", "FORMAT", "VERB", "MAXREC"];

/// The datasets that meet the region of interest.
pub(super) fn select<'a>(
    site: &'a Site,
    held: impl Iterator<Item = &'a Dataset>,
    parameters: &Parameters,
) -> Result<Selection<'a>, Refusal> {
    let selection = |datasets| Selection {
        datasets,
        columns: columns(),
        row: Box::new(|dataset| row(dataset, site)),
        takes: TAKES,
    };
    let format = parameters.get("FORMAT").unwrap_or("ALL");
    if format.eq_ignore_ascii_case("METADATA") {
        return Ok(selection(Vec::new()));
    }
    let fits = format.split(',').any(|format| {
        ["ALL", "image/fits"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(format.trim()))
    });
    let asked = roi(parameters)?;
    let intersect = parameters
        .get("INTERSECT")
        .unwrap_or("OVERLAPS")
        .to_ascii_uppercase();
    if !["COVERS", "ENCLOSED", "CENTER", "OVERLAPS"].contains(&intersect.as_str()) {
        return Err(Refusal::of(
            "INTERSECT",
            &intersect,
            "COVERS, ENCLOSED, CENTER or OVERLAPS",
        ));
    }
    let datasets = held
        .filter(|dataset| {
            fits && pixels_region(dataset).is_some_and(|own| meets(&own, &asked, &intersect))
        })
        .collect();
    Ok(selection(datasets))
}

/// The region of interest: a box, and its middle.
struct Roi {
    area: Region,
    centre: Position,
}

fn meets(own: &Region, asked: &Roi, intersect: &str) -> bool {
    let is_in = |inner: &Region, outer: &Region| {
        Geometry::Region(inner.clone())
            .is_in(&Geometry::Region(outer.clone()))
            .unwrap_or_default()
    };
    match intersect {
        "COVERS" => is_in(&asked.area, own),
        "ENCLOSED" => is_in(own, &asked.area),
        "CENTER" => own.contains(asked.centre),
        _ => own.meets(&asked.area),
    }
}

/// POS and SIZE: a box between parallels and meridians (SIA 1.0, 4.1.1 and 4.1.2). Its width is in degrees on the sky,
/// as DaCHS reads it; others read it as degrees of right ascension, so a client does well to send the larger of both
/// where it can.
fn roi(parameters: &Parameters) -> Result<Roi, Refusal> {
    let pos = parameters
        .get("POS")
        .ok_or_else(|| Refusal("UsageFault: POS is missing".to_owned()))?;
    let pair: Option<Vec<f64>> = pos.split(',').map(number).collect();
    let centre = match pair.as_deref() {
        Some([ra, dec]) => Position::new(*ra, *dec),
        _ => None,
    };
    let centre = centre.ok_or_else(|| {
        Refusal::of(
            "POS",
            pos,
            "right ascension and declination with a comma between",
        )
    })?;
    let size = parameters
        .get("SIZE")
        .ok_or_else(|| Refusal("UsageFault: SIZE is missing".to_owned()))?;
    let numbers: Option<Vec<f64>> = size.split(',').map(number).collect();
    let (width, height) = match numbers.as_deref() {
        Some([both]) if *both >= 0.0 => (*both, *both),
        Some([width, height]) if *width >= 0.0 && *height >= 0.0 => (*width, *height),
        _ => return Err(Refusal::of("SIZE", size, "one or two angles in degrees")),
    };
    let (ra, dec) = (centre.ra.0, centre.dec.0);
    let width = width / centre.dec.radians().cos();
    let ra = if width >= 359.0 {
        [0.0, 360.0]
    } else {
        [ra - width / 2.0, ra + width / 2.0]
    };
    let dec = [
        (dec - height / 2.0).max(-90.0),
        (dec + height / 2.0).min(90.0),
    ];
    let area = Range::new(ra, dec).ok_or_else(|| Refusal::of("SIZE", size, "a box on the sky"))?;
    Ok(Roi {
        area: Region::Range(area),
        centre,
    })
}

/// The columns, by their UCDs (SIA 1.0, section 4.2.4).
fn columns() -> Vec<Column> {
    let column = |name: &str, kind: Type, unit: &str, ucd: &str| {
        Column::bare(name, kind).unit(unit).ucd(ucd)
    };
    vec![
        column("imageTitle", Type::Text, "", "VOX:Image_Title"),
        column("instId", Type::Text, "", "INST_ID"),
        column("dateObs", Type::Double, "d", "VOX:Image_MJDateObs"),
        column("centerAlpha", Type::Double, "deg", "POS_EQ_RA_MAIN"),
        column("centerDelta", Type::Double, "deg", "POS_EQ_DEC_MAIN"),
        column("nAxes", Type::Int, "", "VOX:Image_Naxes"),
        column("pixelSize", Type::Ints, "pix", "VOX:Image_Naxis"),
        column("pixelScale", Type::Doubles, "deg/pix", "VOX:Image_Scale"),
        column("mime", Type::Text, "", "VOX:Image_Format"),
        column("refFrame", Type::Text, "", "VOX:STC_CoordRefFrame"),
        column("wcs_equinox", Type::Double, "yr", "VOX:STC_CoordEquinox"),
        column("wcs_projection", Type::Text, "", "VOX:WCS_CoordProjection"),
        column(
            "wcs_refPixel",
            Type::Doubles,
            "pix",
            "VOX:WCS_CoordRefPixel",
        ),
        column(
            "wcs_refValues",
            Type::Doubles,
            "deg",
            "VOX:WCS_CoordRefValue",
        ),
        column("wcs_cdmatrix", Type::Doubles, "deg/pix", "VOX:WCS_CDMatrix"),
        column("bandpassId", Type::Text, "", "VOX:BandPass_ID"),
        column("bandpassUnit", Type::Text, "", "VOX:BandPass_Unit"),
        column("bandpassRefval", Type::Double, "m", "VOX:BandPass_RefValue"),
        column("bandpassHi", Type::Double, "m", "VOX:BandPass_HiLimit"),
        column("bandpassLo", Type::Double, "m", "VOX:BandPass_LoLimit"),
        column("pixflags", Type::Text, "", "VOX:Image_PixFlags"),
        column("accref", Type::Text, "", "VOX:Image_AccessReference"),
        column("accsize", Type::Int, "byte", "VOX:Image_FileSize"),
    ]
}

fn row(dataset: &Dataset, site: &Site) -> Vec<Value> {
    let numbers = |numbers: &[f64]| {
        let texts: Vec<String> = numbers.iter().map(f64::to_string).collect();
        Value::Text(texts.join(" "))
    };
    let wcs = dataset.wcs;
    let cd_matrix = wcs.map(|wcs| {
        let (sin, cos) = wcs.rotation_deg.to_radians().sin_cos();
        let scale = wcs.scale_deg;
        numbers(&[-scale * cos, scale * sin, scale * sin, scale * cos])
    });
    let middle = |(lo, hi): (f64, f64)| f64::midpoint(lo, hi);
    vec![
        text(&dataset.title),
        text(dataset.instrument),
        dataset.time.map(middle).into(),
        Value::Real(dataset.ra),
        Value::Real(dataset.dec),
        Value::Integer(2),
        wcs.map(|wcs| format!("{0} {0}", wcs.n_pixels)).into(),
        wcs.map_or(Value::Null, |wcs| numbers(&[-wcs.scale_deg, wcs.scale_deg])),
        text(obscore::media_type(dataset)),
        text("ICRS"),
        Value::Real(2000.0),
        text("TAN"),
        wcs.map_or(Value::Null, |wcs| {
            let middle = f64::midpoint(1.0, wcs.n_pixels.into());
            numbers(&[middle, middle])
        }),
        numbers(&[dataset.ra, dataset.dec]),
        cd_matrix.unwrap_or(Value::Null),
        text(if dataset.spectrum.is_some() {
            dataset.band
        } else {
            ""
        }),
        text("m"),
        dataset.spectrum.map(middle).into(),
        dataset.spectrum.map(|(_, hi)| hi).into(),
        dataset.spectrum.map(|(lo, _)| lo).into(),
        text("C"),
        Value::Text(site.addresses.access_url(dataset)),
        Value::Integer(obscore::estimated_kilobytes(dataset) * 1000),
    ]
}
