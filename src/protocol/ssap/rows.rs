//! SSAP's answers: columns by utype (SSA 1.1, table 2), in ObsCore's terms.

use crate::{
    domain::{
        dataset::DatasetsBuilder,
        obscore::ObsColumn::{
            AccessEstsize, AccessFormat, AccessUrl, DataRights, DataproductType, EmMax, EmMin,
            EmResPower, EmXel, FacilityName, InstrumentName, OUcd, ObsCollection, ObsCreatorDid,
            ObsPublisherDid, ObsTitle, Preview, SDec, SFov, SRa, SRegion, SResolution, TExptime,
            TMax, TMin, TargetName,
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
        units::{self, Spectral},
    },
    votable::{Batch, TableHead},
};

/// Reads rows of SSAP: what maps column to column, and what must be worked out.
pub(in crate::protocol) struct Rows {
    mapping: Mapping,
    kind: Option<Found>,
    position: Option<Found>,
    middle: Option<(Found, Option<Spectral>)>,
    width: Option<(Found, Option<Spectral>)>,
    date: Option<(Found, Clock)>,
    /// With what one of its unit is in seconds.
    duration: Option<(Found, f64)>,
}

impl Rows {
    pub(in crate::protocol) fn new(
        mapping: Mapping,
        head: &TableHead,
        constants: &Constants,
    ) -> Self {
        let find = |keys: &[Key]| Found::new(keys, head, constants);
        let spectral = |keys: &[Key]| {
            find(keys).map(|found| {
                let unit = Spectral::of(found.field.unit.as_deref().unwrap_or_default());
                (found, unit)
            })
        };
        let clocked = |found: Found| {
            let clock = found.clock(constants);
            (found, clock)
        };
        let timed = |found: Found| {
            let factor = found.factor(units::seconds, 1.0);
            (found, factor)
        };
        Self {
            mapping,
            kind: find(&[Utype("Dataset.Type"), Name("dataproduct_type")]),
            position: find(&[
                Utype("Char.SpatialAxis.Coverage.Location.Value"),
                Utype("Target.Pos"),
            ]),
            middle: spectral(&[Utype("Char.SpectralAxis.Coverage.Location.Value")]),
            width: spectral(&[Utype("Char.SpectralAxis.Coverage.Bounds.Extent")]),
            date: find(&[Utype("Char.TimeAxis.Coverage.Location.Value")]).map(clocked),
            duration: find(&[
                Utype("Char.TimeAxis.Coverage.Bounds.Extent"),
                Utype("Char.TimeAxis.Coverage.Support.Extent"),
            ])
            .map(timed),
        }
    }

    /// The middle and the width, where the ends are not given.
    fn set_band(&self, batch: &Batch, row: usize, builder: &mut DatasetsBuilder) {
        let metres = |found: &Option<(Found, Option<Spectral>)>| {
            let (found, unit) = found.as_ref()?;
            unit.as_ref()?.metres(found.number(batch, row)?)
        };
        let middle = metres(&self.middle).filter(|metres| *metres > 0.0 && metres.is_finite());
        if let Some(middle) = middle {
            // The width of a band in hertz or electronvolts is no width in metres.
            let in_metres = self
                .width
                .as_ref()
                .is_some_and(|(_, unit)| unit.is_some_and(|unit| !unit.is_inverse()));
            let width = metres(&self.width)
                .filter(|_| in_metres)
                .unwrap_or_default();
            builder.set_number(EmMin, (middle - width / 2.0).max(0.0));
            builder.set_number(EmMax, middle + width / 2.0);
        }
    }

    /// SSA has the middle of the observation and its length, where the ends are not given.
    fn set_dates(&self, batch: &Batch, row: usize, builder: &mut DatasetsBuilder) {
        let Some((found, clock)) = &self.date else {
            return;
        };
        let span = found.span(*clock, batch, row);
        let Some(span) = span.filter(|span| span.is_date()) else {
            return;
        };
        let half_days = self
            .duration
            .as_ref()
            .and_then(|(found, factor)| Some(found.number(batch, row)? * factor / 86_400.0 / 2.0))
            .filter(|days| *days > 0.0)
            .unwrap_or_default();
        builder.set_number(TMin, span.lo - half_days);
        builder.set_number(TMax, span.hi + half_days);
    }
}

impl RowReader for Rows {
    fn read(&self, batch: &Batch, row: usize, builder: &mut DatasetsBuilder) {
        let kind = self.kind.as_ref().and_then(|found| found.text(batch, row));
        builder.set_text(DataproductType, product(kind.as_deref()));
        if let Some(found) = &self.position
            && let Some([ra, dec]) = found.numbers(batch, row).as_deref()
        {
            builder.set_number(SRa, *ra);
            builder.set_number(SDec, *dec);
        }
        // What the ends themselves say comes last, and holds where it means something.
        self.set_band(batch, row, builder);
        self.set_dates(batch, row, builder);
        self.mapping.read(batch, row, builder).meant().set(builder);
    }
}

/// SSA's `Dataset.Type` (Spectrum, `TimeSeries`, SED ...) in ObsCore's words. What services of spectra
/// do not name is a spectrum.
fn product(kind: Option<&str>) -> &str {
    let Some(kind) = kind.map(str::trim) else {
        return "spectrum";
    };
    let plain: String = kind
        .to_ascii_lowercase()
        .chars()
        .filter(char::is_ascii_lowercase)
        .collect();
    match plain.as_str() {
        "timeseries" | "lightcurve" => "timeseries",
        "sed" | "photometry" => "sed",
        "image" => "image",
        "cube" => "cube",
        _ => "spectrum",
    }
}

pub(in crate::protocol) const RULES: &[Rule] = &[
    rule(
        ObsTitle,
        &[Utype("DataID.Title"), Ucd("meta.title;meta.dataset")],
    ),
    rule(ObsCollection, &[Utype("DataID.Collection")]),
    rule(ObsCreatorDid, &[Utype("DataID.CreatorDID")]),
    rule(
        ObsPublisherDid,
        &[Utype("Curation.PublisherDID"), Utype("DataID.DatasetID")],
    ),
    rule(
        AccessUrl,
        &[
            Utype("Access.Reference"),
            Ucd("meta.ref.url"),
            Name("accref"),
            Name("access_url"),
        ],
    ),
    rule(
        AccessFormat,
        &[Utype("Access.Format"), Ucd("meta.code.mime"), Name("mime")],
    ),
    // SSA 1.1: kilobytes, and so does ObsCore.
    rule(AccessEstsize, &[Utype("Access.Size")]),
    rule(TargetName, &[Utype("Target.Name")]),
    rule(InstrumentName, &[Utype("DataID.Instrument")]),
    rule(
        FacilityName,
        &[Utype("DataID.Facility"), Name("facility_name")],
    ),
    rule(SRa, &[Name("s_ra")]),
    rule(SDec, &[Name("s_dec")]),
    rule(SFov, &[Utype("Char.SpatialAxis.Coverage.Bounds.Extent")]),
    rule(
        SRegion,
        &[
            Utype("Char.SpatialAxis.Coverage.Support.Area"),
            Name("s_region"),
        ],
    ),
    Rule {
        to: SResolution,
        keys: &[Utype("Char.SpatialAxis.Resolution")],
        unit: "deg",
    },
    rule(TMin, &[Utype("Char.TimeAxis.Coverage.Bounds.Start")]),
    rule(TMax, &[Utype("Char.TimeAxis.Coverage.Bounds.Stop")]),
    rule(TExptime, &[Utype("Char.TimeAxis.Coverage.Support.Extent")]),
    rule(EmMin, &[Utype("Char.SpectralAxis.Coverage.Bounds.Start")]),
    rule(EmMax, &[Utype("Char.SpectralAxis.Coverage.Bounds.Stop")]),
    rule(EmResPower, &[Utype("Char.SpectralAxis.ResPower")]),
    rule(EmXel, &[Utype("Dataset.Length")]),
    rule(
        OUcd,
        &[Utype("Char.FluxAxis.Ucd"), Utype("Char.FluxAxis.UCD")],
    ),
    rule(DataRights, &[Utype("Curation.Rights")]),
    rule(Preview, &[Name("preview")]),
];
