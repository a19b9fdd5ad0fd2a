//! The datasets found, as a table in ObsCore's terms with numbers for people.

use crate::{
    discovery::{found::Found, record::Record},
    domain::{
        dataset::Dataset,
        obscore::{Kind, ObsColumn},
    },
    gui::{
        action::{Action, Actions},
        format,
        state::{Selected, State},
        widgets::sheet::{Asked, Cell, Column, Heads, Sheet, Source},
    },
};
use eframe::egui::Ui;
use std::sync::LazyLock;

/// What a column shows of a dataset.
#[derive(Debug, Clone, Copy)]
enum Shown {
    /// The title, or what stands in for one.
    Title,
    /// `em_min` to `em_max`.
    Wavelengths,
    /// `t_min` to `t_max`.
    Dates,
    /// The title of the service that told of it.
    Service,
    /// The calibration level, 0 to 4.
    Level,
    /// An angle of the sky in decimal degrees.
    Degrees(ObsColumn),
    /// An angle that may be small; the number is how many degrees one of the column's units is.
    Angle(ObsColumn, f64),
    /// A time in seconds.
    Seconds(ObsColumn),
    /// A size in kB.
    Size(ObsColumn),
    /// As it is.
    Raw(ObsColumn),
}

use ObsColumn as C;

/// What people look for first comes first; what machines need comes last.
const FIRST: [(&str, f32, Shown); 19] = [
    ("Title", 260.0, Shown::Title),
    ("Type", 72.0, Shown::Raw(C::DataproductType)),
    ("Wavelength", 122.0, Shown::Wavelengths),
    ("Time", 164.0, Shown::Dates),
    ("Collection", 150.0, Shown::Raw(C::ObsCollection)),
    ("Instrument", 110.0, Shown::Raw(C::InstrumentName)),
    ("Target", 100.0, Shown::Raw(C::TargetName)),
    ("RA (°)", 92.0, Shown::Degrees(C::SRa)),
    ("Dec (°)", 92.0, Shown::Degrees(C::SDec)),
    ("Field", 72.0, Shown::Angle(C::SFov, 1.0)),
    (
        "Resolution",
        84.0,
        Shown::Angle(C::SResolution, 1.0 / 3600.0),
    ),
    ("Exposure", 84.0, Shown::Seconds(C::TExptime)),
    ("Size", 78.0, Shown::Size(C::AccessEstsize)),
    ("Format", 130.0, Shown::Raw(C::AccessFormat)),
    ("Level", 56.0, Shown::Level),
    ("Facility", 110.0, Shown::Raw(C::FacilityName)),
    ("Service", 200.0, Shown::Service),
    ("Protocol", 76.0, Shown::Raw(C::Protocol)),
    ("Address", 220.0, Shown::Raw(C::AccessUrl)),
];

/// ObsCore columns that are shown in another form, or inside another column.
const SHOWN_OTHERWISE: [ObsColumn; 6] = [
    C::ObsTitle,
    C::EmMin,
    C::EmMax,
    C::TMin,
    C::TMax,
    C::OriginService,
];

struct Layout {
    columns: Vec<Column>,
    shown: Vec<Shown>,
}

static LAYOUT: LazyLock<Layout> = LazyLock::new(layout);

fn layout() -> Layout {
    let mut columns = Vec::new();
    let mut shown = Vec::new();
    for (head, width, what) in FIRST {
        columns.push(Column {
            head,
            note: what.note(),
            width,
            number: what.is_number(),
        });
        shown.push(what);
    }
    let named: Vec<ObsColumn> = FIRST
        .iter()
        .filter_map(|(_, _, what)| what.column())
        .collect();
    for column in ObsColumn::ALL {
        if named.contains(&column) || SHOWN_OTHERWISE.contains(&column) {
            continue;
        }
        let what = Shown::Raw(column);
        columns.push(Column {
            head: column.name(),
            note: what.note(),
            width: 110.0,
            number: what.is_number(),
        });
        shown.push(what);
    }
    Layout { columns, shown }
}

impl Shown {
    /// The one ObsCore column that it shows.
    fn column(self) -> Option<ObsColumn> {
        match self {
            Self::Title | Self::Wavelengths | Self::Dates => None,
            Self::Service => Some(C::OriginService),
            Self::Level => Some(C::CalibLevel),
            Self::Degrees(column)
            | Self::Angle(column, _)
            | Self::Seconds(column)
            | Self::Size(column)
            | Self::Raw(column) => Some(column),
        }
    }

    fn note(self) -> &'static str {
        match self {
            Self::Title => "obs_title, or else target_name or an identifier",
            Self::Wavelengths => {
                "em_min to em_max: the wavelengths (energies for X-rays) that it covers"
            }
            Self::Dates => "t_min to t_max: when it was taken",
            Self::Service => "origin_service: the service that told of it",
            Self::Level => {
                "calib_level: 0 raw, 1 instrumental, 2 calibrated, 3 enhanced, 4 analysed"
            }
            Self::Degrees(column)
            | Self::Angle(column, _)
            | Self::Seconds(column)
            | Self::Size(column)
            | Self::Raw(column) => column.info().description,
        }
    }

    fn is_number(self) -> bool {
        match self {
            Self::Title | Self::Dates | Self::Service => false,
            Self::Wavelengths
            | Self::Level
            | Self::Degrees(_)
            | Self::Angle(..)
            | Self::Seconds(_)
            | Self::Size(_) => true,
            Self::Raw(column) => column.kind() != Kind::Text,
        }
    }

    /// What is shown of a dataset.
    fn text(self, dataset: Dataset<'_>, record: &Record) -> String {
        let number = |column| dataset.number(column).unwrap_or(f64::NAN);
        let as_text =
            |column, text: fn(f64) -> String| dataset.number(column).map(text).unwrap_or_default();
        match self {
            Self::Title => title(dataset).to_owned(),
            Self::Wavelengths => format::wavelengths(number(C::EmMin), number(C::EmMax)),
            Self::Dates => format::dates(number(C::TMin), number(C::TMax)),
            Self::Service => service_title(dataset, record),
            Self::Level => as_text(C::CalibLevel, |level| format!("{level}")),
            Self::Degrees(column) => as_text(column, |degrees| format!("{degrees:.5}")),
            Self::Angle(column, unit) => dataset
                .number(column)
                .map(|value| format::angle(value * unit))
                .unwrap_or_default(),
            Self::Seconds(column) => as_text(column, format::seconds),
            Self::Size(column) => as_text(column, format::size),
            Self::Raw(column) => raw(dataset, column).unwrap_or_default(),
        }
    }

    /// The values behind what is shown, with their names and units.
    fn raw(self, dataset: Dataset<'_>) -> String {
        let columns = match self {
            Self::Title => vec![C::ObsTitle, C::TargetName, C::ObsId, C::ObsPublisherDid],
            Self::Wavelengths => vec![C::EmMin, C::EmMax],
            Self::Dates => vec![C::TMin, C::TMax],
            _ => self.column().into_iter().collect(),
        };
        columns
            .into_iter()
            .filter_map(|column| raw_line(dataset, column))
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// The title, or else the best that names a dataset.
pub(crate) fn title(dataset: Dataset<'_>) -> &str {
    [
        C::ObsTitle,
        C::TargetName,
        C::ObsId,
        C::ObsPublisherDid,
        C::AccessUrl,
    ]
    .into_iter()
    .find_map(|column| dataset.text(column).filter(|text| !text.trim().is_empty()))
    .unwrap_or("without a title")
}

/// The title of the service that told of a dataset.
pub(crate) fn service_title(dataset: Dataset<'_>, record: &Record) -> String {
    let ivoid = dataset.text(C::OriginService).unwrap_or_default();
    record
        .services()
        .iter()
        .find(|state| state.service.ivoid.as_str() == ivoid)
        .map_or_else(|| ivoid.to_owned(), |state| state.service.title.clone())
}

/// A value as it came, without its unit.
pub(crate) fn raw(dataset: Dataset<'_>, column: ObsColumn) -> Option<String> {
    match column.kind() {
        Kind::Text => dataset.text(column).map(str::to_owned),
        Kind::Integer => dataset.integer(column).map(|value| value.to_string()),
        Kind::Number => dataset.number(column).map(format::plain),
    }
}

fn raw_line(dataset: Dataset<'_>, column: ObsColumn) -> Option<String> {
    let value = raw(dataset, column)?;
    let unit = column.info().unit.map(|unit| format!(" {unit}"));
    Some(format!(
        "{} = {value}{}",
        column.name(),
        unit.unwrap_or_default()
    ))
}

struct Rows<'a> {
    record: &'a Record,
    found: &'a Found,
}

impl Rows<'_> {
    fn shown(column: usize) -> Option<Shown> {
        LAYOUT.shown.get(column).copied()
    }
}

impl Source for Rows<'_> {
    fn len(&self) -> usize {
        self.found.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let (Some(dataset), Some(shown)) = (self.found.row(row), Self::shown(column)) else {
            return Cell::default();
        };
        Cell::text(shown.text(dataset, self.record))
    }

    fn hover(&self, row: usize, column: usize) -> Option<String> {
        let (dataset, shown) = (self.found.row(row)?, Self::shown(column)?);
        Some(shown.raw(dataset)).filter(|text| !text.is_empty())
    }

    fn copies(&self, row: usize, column: usize) -> Vec<(&'static str, String)> {
        let mut copies = Vec::new();
        let (Some(dataset), Some(shown)) = (self.found.row(row), Self::shown(column)) else {
            return copies;
        };
        let text = shown.text(dataset, self.record);
        if !text.is_empty() {
            copies.push(("Copy cell", text));
        }
        for (name, column) in [
            ("Copy address of the data", C::AccessUrl),
            ("Copy identifier", C::ObsPublisherDid),
        ] {
            if let Some(text) = dataset.text(column) {
                copies.push((name, text.to_owned()));
            }
        }
        copies
    }
}

/// The table. Asks for: `SelectDataset`, `Copy`.
pub(crate) fn results_ui(ui: &mut Ui, state: &State, record: &Record, actions: &mut Actions) {
    let selected = match state.selected {
        Selected::Dataset(row) => Some(row),
        Selected::Nothing | Selected::Service(_) | Selected::Line(_) => None,
    };
    let sheet = Sheet {
        fixed: 1,
        heads: Heads::Arrange(&[]),
        selected,
        ..Sheet::new("Datasets", &LAYOUT.columns)
    };
    let rows = Rows {
        record,
        found: record.found(),
    };
    for asked in sheet.ui(ui, &rows) {
        match asked {
            Asked::Row(row) => actions.push(Action::SelectDataset(row)),
            Asked::Copy(text) => actions.push(Action::Copy(text)),
            _ => {}
        }
    }
}
