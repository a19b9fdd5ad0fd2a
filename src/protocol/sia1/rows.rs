//! SIA 1.0's answers: columns by UCD (SIA 1.0, section 4.2.4), in ObsCore's terms.

use super::footprint::WcsColumns;
use crate::{
    domain::{
        dataset::DatasetsBuilder,
        obscore::ObsColumn::{
            AccessEstsize, AccessFormat, AccessUrl, CalibLevel, DataproductType, EmMax, EmMin,
            FacilityName, InstrumentName, ObsCollection, ObsId, ObsPublisherDid, ObsTitle, Preview,
            SDec, SRa, SRegion, TExptime, TMax, TMin, TargetName,
        },
    },
    protocol::{
        answer::RowReader,
        dates::Clock,
        mapping::{
            Constants, Ends, Found,
            Key::{self, Name, NameBegins, Ucd, Utype},
            Mapping, Rule, rule,
        },
        units::Spectral,
    },
    votable::{Batch, TableHead},
};

/// Reads rows of SIA 1.0: what maps column to column, and what must be worked out.
pub(in crate::protocol) struct Rows {
    mapping: Mapping,
    n_axes: Option<Found>,
    wcs: WcsColumns,
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
        let clocked = |found: Found| {
            let clock = found.clock(constants);
            (found, clock)
        };
        Self {
            mapping,
            n_axes: find(&[Ucd("VOX:Image_Naxes")]),
            wcs: WcsColumns::new([RA, DEC], head, constants),
            band_unit: find(&[Ucd("VOX:BandPass_Unit")]),
            band_middle: find(&[Ucd("VOX:BandPass_RefValue")]),
            band_lo: find(&[Ucd("VOX:BandPass_LoLimit"), Ucd("em.wl;stat.min")]),
            band_hi: find(&[Ucd("VOX:BandPass_HiLimit"), Ucd("em.wl;stat.max")]),
            date: find(DATE).map(clocked),
        }
    }

    /// The band in metres, by the unit that the row names, else by that of the columns. Where both limits are missing
    /// or 0 the reference value stands for them; one that is missing alone is not known.
    fn set_band(&self, batch: &Batch, row: usize, builder: &mut DatasetsBuilder) {
        let declared = self
            .band_unit
            .as_ref()
            .and_then(|found| found.text(batch, row));
        let unit = |found: &Found| {
            let own = found.field.unit.as_deref().unwrap_or_default();
            match declared.as_deref() {
                None => Spectral::of(own),
                Some(declared) => {
                    Spectral::of(declared).or_else(|| Spectral::of(own).filter(|_| !own.is_empty()))
                }
            }
        };
        let read = |found: &Option<Found>, number: fn(&Found, &Batch, usize) -> Option<f64>| {
            let found = found.as_ref()?;
            let unit = unit(found)?;
            Some((unit, unit.metres(number(found, batch, row)?)?))
        };
        let ends = |limits: [Option<(Spectral, f64)>; 2]| {
            let mut ends = Ends::default();
            for (to, limit) in [EmMin, EmMax].into_iter().zip(limits) {
                if let Some((unit, metres)) = limit {
                    ends.add_wavelength(to, unit, metres);
                }
            }
            ends.meant()
        };
        let limits = [&self.band_lo, &self.band_hi].map(|limit| read(limit, Found::end));
        let limits = ends(limits);
        let middle = || ends([read(&self.band_middle, Found::number); 2]);
        if limits.has_band() { limits } else { middle() }.set(builder);
    }

    fn set_date(&self, batch: &Batch, row: usize, builder: &mut DatasetsBuilder) {
        let span = self
            .date
            .as_ref()
            .and_then(|(found, clock)| found.span(*clock, batch, row));
        if let Some(span) = span.filter(|span| span.is_date()) {
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
        self.mapping.read(batch, row, builder).meant().set(builder);
        let region = self.mapping.text(SRegion, batch, row);
        self.wcs.set(region.as_deref(), batch, row, builder);
    }
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
            Name("accessurl"),
            Name("accref"),
            // As Aladin does, where nothing better is marked.
            NameBegins("url"),
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
