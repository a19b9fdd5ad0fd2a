//! SIA 1.0's answers: columns by UCD (SIA 1.0, section 4.2.4), in ObsCore's terms.

use super::wcs::Wcs;
use crate::{
    domain::{
        dataset::DatasetsBuilder,
        obscore::ObsColumn::{
            AccessEstsize, AccessFormat, AccessUrl, CalibLevel, DataproductType, EmMax, EmMin,
            FacilityName, InstrumentName, ObsCollection, ObsId, ObsPublisherDid, ObsTitle, Preview,
            SDec, SFov, SRa, SRegion, SXel1, SXel2, TExptime, TMax, TMin, TargetName,
        },
    },
    protocol::{
        answer::RowReader,
        dates::Clock,
        mapping::{
            Constants, Found,
            Key::{self, Name, Ucd, Utype},
            Mapping, Rule, rule,
        },
        request::decimal,
        units::{self, Spectral},
    },
    votable::{Batch, TableHead},
};

/// Reads rows of SIA 1.0: what maps column to column, and what must be worked out.
pub(in crate::protocol) struct Rows {
    mapping: Mapping,
    ra: Option<(Found, f64)>,
    dec: Option<(Found, f64)>,
    n_axes: Option<Found>,
    n_pixels: Option<Found>,
    /// With what one of its unit is in degrees.
    scale: Option<(Found, f64)>,
    frame: Option<Found>,
    projection: Option<Found>,
    ref_pixel: Option<Found>,
    ref_value: Option<Found>,
    cd_matrix: Option<Found>,
    band_unit: Option<Found>,
    band_middle: Option<Found>,
    band_lo: Option<Found>,
    band_hi: Option<Found>,
    date: Option<(Found, Clock)>,
}

impl Rows {
    pub(in crate::protocol) fn new(
        mapping: Mapping,
        head: &TableHead,
        constants: &Constants,
    ) -> Self {
        let find = |keys: &[Key]| Found::new(keys, head, constants);
        let angle = |keys: &[Key]| {
            find(keys).map(|found| {
                let factor = found.factor(units::degrees, 1.0);
                (found, factor)
            })
        };
        let clocked = |found: Found| {
            let clock = found.clock(constants);
            (found, clock)
        };
        Self {
            mapping,
            ra: angle(RA),
            dec: angle(DEC),
            n_axes: find(&[Ucd("VOX:Image_Naxes")]),
            n_pixels: find(&[Ucd("VOX:Image_Naxis")]),
            scale: angle(&[Ucd("VOX:Image_Scale")]),
            frame: find(&[Ucd("VOX:STC_CoordRefFrame")]),
            projection: find(&[Ucd("VOX:WCS_CoordProjection")]),
            ref_pixel: find(&[Ucd("VOX:WCS_CoordRefPixel")]),
            ref_value: find(&[Ucd("VOX:WCS_CoordRefValue")]),
            cd_matrix: find(&[Ucd("VOX:WCS_CDMatrix")]),
            band_unit: find(&[Ucd("VOX:BandPass_Unit")]),
            band_middle: find(&[Ucd("VOX:BandPass_RefValue")]),
            band_lo: find(&[Ucd("VOX:BandPass_LoLimit"), Ucd("em.wl;stat.min")]),
            band_hi: find(&[Ucd("VOX:BandPass_HiLimit"), Ucd("em.wl;stat.max")]),
            date: find(DATE).map(clocked),
        }
    }

    fn centre(&self, batch: &Batch, row: usize) -> Option<(f64, f64)> {
        let degrees = |found: &Option<(Found, f64)>| {
            let (found, factor) = found.as_ref()?;
            Some(found.number(batch, row)? * factor)
        };
        Some((degrees(&self.ra)?, degrees(&self.dec)?))
    }

    /// The pixels along the first two axes, as numbers.
    fn n_pixels(&self, batch: &Batch, row: usize) -> Option<[f64; 2]> {
        match self.n_pixels.as_ref()?.numbers(batch, row)?.as_slice() {
            [both] => Some([*both, *both]),
            [width, height, ..] => Some([*width, *height]),
            [] => None,
        }
        .filter(|[width, height]| *width >= 1.0 && *height >= 1.0)
    }

    /// Degrees a pixel along both axes.
    fn scale(&self, batch: &Batch, row: usize) -> Option<[f64; 2]> {
        let (found, factor) = self.scale.as_ref()?;
        match found.numbers(batch, row)?.as_slice() {
            [both] => Some([both * factor, both * factor]),
            [width, height, ..] => Some([width * factor, height * factor]),
            [] => None,
        }
        .map(|scale| scale.map(f64::abs))
        .filter(|[width, height]| *width > 0.0 && *height > 0.0)
    }

    /// The transformation that the row declares, if it is whole, and not in a frame in which its numbers are not
    /// nearly those of the ICRS.
    fn declared_wcs(&self, batch: &Batch, row: usize) -> Option<Wcs> {
        let frame = self.frame.as_ref().and_then(|found| found.text(batch, row));
        let frame = frame.unwrap_or_default().trim().to_ascii_uppercase();
        if !["", "ICRS", "FK5", "J2000", "EQUJ2000"].contains(&frame.as_str()) {
            return None;
        }
        let pair = |found: &Option<Found>| match found.as_ref()?.numbers(batch, row)?.as_slice() {
            [first, second, ..] => Some([*first, *second]),
            _ => None,
        };
        let projection = self.projection.as_ref()?.text(batch, row)?;
        let cd = match self.cd_matrix.as_ref()?.numbers(batch, row)?.as_slice() {
            [a, b, c, d] => [*a, *b, *c, *d],
            _ => return None,
        };
        Wcs::new(
            &projection,
            pair(&self.ref_pixel)?,
            pair(&self.ref_value)?,
            cd,
        )
    }

    /// The footprint: by the declared transformation, else a box around the centre with north up.
    fn set_footprint(&self, batch: &Batch, row: usize, builder: &mut DatasetsBuilder) {
        let Some(n_pixels) = self.n_pixels(batch, row) else {
            return;
        };
        let [width, height] = n_pixels;
        builder.set_number(SXel1, width);
        builder.set_number(SXel2, height);
        let centre = self.centre(batch, row);
        let declared = self
            .declared_wcs(batch, row)
            .filter(|wcs| centre.is_none_or(|centre| wcs.agrees_with(centre, n_pixels)));
        let around_centre = || {
            let (ra, dec) = centre?;
            let [x, y] = self.scale(batch, row)?;
            let middle = [f64::midpoint(1.0, width), f64::midpoint(1.0, height)];
            Wcs::new("TAN", middle, [ra, dec], [-x, 0.0, 0.0, y])
        };
        let Some(wcs) = declared.or_else(around_centre) else {
            return;
        };
        builder.set_number(SFov, wcs.diagonal(n_pixels).min(360.0));
        if let Some(border) = wcs.border(n_pixels) {
            let numbers: Vec<String> = border
                .iter()
                .map(|(ra, dec)| format!("{} {}", rounded(*ra), rounded(*dec)))
                .collect();
            builder.set_text(SRegion, &format!("POLYGON ICRS {}", numbers.join(" ")));
        }
    }

    fn set_band(&self, batch: &Batch, row: usize, builder: &mut DatasetsBuilder) {
        let declared = self
            .band_unit
            .as_ref()
            .and_then(|found| found.text(batch, row));
        let metres = |found: &Option<Found>| {
            let found = found.as_ref()?;
            let own = found.field.unit.as_deref().unwrap_or_default();
            let unit = Spectral::of(declared.as_deref().unwrap_or(own))?;
            unit.metres(found.number(batch, row)?)
        };
        let middle = metres(&self.band_middle);
        let ends = [
            metres(&self.band_lo).or(middle),
            metres(&self.band_hi).or(middle),
        ];
        // In hertz or electronvolts the limits come the other way round.
        if let [Some(one), Some(other)] = ends {
            builder.set_number(EmMin, one.min(other));
            builder.set_number(EmMax, one.max(other));
        }
    }

    fn set_date(&self, batch: &Batch, row: usize, builder: &mut DatasetsBuilder) {
        let span = self
            .date
            .as_ref()
            .and_then(|(found, clock)| found.span(*clock, batch, row));
        // Some write 0 for "unknown"; no image was taken in 1858 or before.
        if let Some(span) = span.filter(|span| span.hi > 0.0) {
            builder.set_number(TMin, span.lo);
            builder.set_number(TMax, span.hi);
        }
    }
}

impl RowReader for Rows {
    fn read(&self, batch: &Batch, row: usize, builder: &mut DatasetsBuilder) {
        let n_axes = self
            .n_axes
            .as_ref()
            .and_then(|found| found.number(batch, row));
        let kind = if n_axes.is_some_and(|n| n > 2.0) {
            "cube"
        } else {
            "image"
        };
        builder.set_text(DataproductType, kind);
        self.set_band(batch, row, builder);
        self.set_date(batch, row, builder);
        self.mapping.read(batch, row, builder);
        self.set_footprint(batch, row, builder);
    }
}

/// With nine decimals at most: microarcseconds.
fn rounded(degrees: f64) -> String {
    decimal((degrees * 1e9).round() / 1e9)
}

const RA: &[Key] = &[
    Ucd("POS_EQ_RA_MAIN"),
    Ucd("pos.eq.ra;meta.main"),
    Ucd("pos.eq.ra"),
    Name("s_ra"),
];
const DEC: &[Key] = &[
    Ucd("POS_EQ_DEC_MAIN"),
    Ucd("pos.eq.dec;meta.main"),
    Ucd("pos.eq.dec"),
    Name("s_dec"),
];
const DATE: &[Key] = &[
    Ucd("VOX:Image_MJDateObs"),
    Ucd("time.epoch;obs.exposure"),
    Ucd("time.epoch;obs"),
    Ucd("time.epoch"),
];

pub(in crate::protocol) const RULES: &[Rule] = &[
    rule(
        ObsTitle,
        &[Ucd("VOX:Image_Title"), Ucd("meta.title"), Name("obs_title")],
    ),
    rule(
        AccessUrl,
        &[
            Ucd("VOX:Image_AccessReference"),
            Ucd("DATA_LINK"),
            Ucd("meta.ref.url"),
            Name("access_url"),
        ],
    ),
    rule(
        AccessFormat,
        &[
            Ucd("VOX:Image_Format"),
            Ucd("meta.code.mime"),
            Name("access_format"),
        ],
    ),
    // SIA 1.0, 4.2.4: "the actual or estimated size of the encoded image in bytes".
    Rule {
        to: AccessEstsize,
        keys: &[Ucd("VOX:Image_FileSize")],
        unit: "byte",
    },
    rule(
        InstrumentName,
        &[
            Ucd("INST_ID"),
            Ucd("meta.id;instr"),
            Name("instrument_name"),
        ],
    ),
    rule(
        FacilityName,
        &[Ucd("meta.id;instr.tel"), Name("facility_name")],
    ),
    rule(TargetName, &[Ucd("meta.id;src"), Name("target_name")]),
    rule(ObsCollection, &[Name("obs_collection")]),
    rule(ObsId, &[Name("obs_id")]),
    rule(
        ObsPublisherDid,
        &[
            Utype("Curation.PublisherDID"),
            Ucd("meta.ref.uri;meta.curation"),
            Name("obs_publisher_did"),
        ],
    ),
    rule(CalibLevel, &[Name("calib_level")]),
    rule(SRa, RA),
    rule(SDec, DEC),
    rule(
        SRegion,
        &[
            Ucd("pos.outline;obs.field"),
            Name("s_region"),
            Name("coverage"),
        ],
    ),
    rule(TMin, &[Name("t_min")]),
    rule(TMax, &[Name("t_max")]),
    rule(TExptime, &[Name("t_exptime")]),
    rule(Preview, &[Name("preview")]),
];
