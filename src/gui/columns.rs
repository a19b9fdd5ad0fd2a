//! The columns in which datasets are listed: what each shows, in numbers for people, and the values behind it.

mod layout;

pub(crate) use layout::{ColumnsLayout, Side};

use super::{format, widgets::sheet::Column};
use crate::{
    discovery::record::Record,
    domain::{
        dataset::Dataset,
        obscore::{Kind, ObsColumn as C},
    },
    listing::{Field, TITLES, Titles},
};
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
    Degrees(C),
    /// An angle that may be small; the number is how many degrees one of the column's units is.
    Angle(C, f64),
    /// A time in seconds.
    Seconds(C),
    /// A size in kB.
    Size(C),
    /// As it is.
    Raw(C),
}

/// What people look for first comes first; what machines need comes last. With each, its first width in points.
const FIRST: [(f32, Shown); TITLES.len()] = [
    (260.0, Shown::Title),
    (72.0, Shown::Raw(C::DataproductType)),
    (122.0, Shown::Wavelengths),
    (164.0, Shown::Dates),
    (150.0, Shown::Raw(C::ObsCollection)),
    (110.0, Shown::Raw(C::InstrumentName)),
    (100.0, Shown::Raw(C::TargetName)),
    (92.0, Shown::Degrees(C::SRa)),
    (92.0, Shown::Degrees(C::SDec)),
    (72.0, Shown::Angle(C::SFov, 1.0)),
    (90.0, Shown::Angle(C::SResolution, 1.0 / 3600.0)),
    (84.0, Shown::Seconds(C::TExptime)),
    (78.0, Shown::Size(C::AccessEstsize)),
    (130.0, Shown::Raw(C::AccessFormat)),
    (60.0, Shown::Level),
    (110.0, Shown::Raw(C::FacilityName)),
    (200.0, Shown::Service),
    (76.0, Shown::Raw(C::Protocol)),
    (220.0, Shown::Raw(C::AccessUrl)),
];

/// The first width of the others, in points.
const WIDTH: f32 = 110.0;

struct Known {
    column: Column,
    shown: Shown,
}

static ALL: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let named: Vec<Option<C>> = FIRST.iter().map(|(_, shown)| shown.column()).collect();
    let rest = C::ALL.into_iter().filter(|it| !named.contains(&Some(*it)));
    FIRST
        .into_iter()
        .chain(rest.map(|column| (WIDTH, Shown::Raw(column))))
        .map(|(width, shown)| Known {
            column: Column {
                head: shown.field().title(),
                note: shown.note(),
                width,
                number: shown.is_number(),
            },
            shown,
        })
        .collect()
});

/// The number of a column, which it keeps wherever it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ColumnNr(usize);

impl ColumnNr {
    /// That of the title.
    pub(crate) const TITLE: Self = Self(0);

    /// All columns, those first that people look for first.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        (0..ALL.len()).map(Self)
    }

    /// The column with this head.
    fn named(head: &str) -> Option<Self> {
        Self::all().find(|nr| nr.head() == head)
    }

    /// The column that shows this field.
    pub(crate) fn of(field: Field) -> Option<Self> {
        Self::all().find(|nr| nr.field() == field)
    }

    /// Whether it shows before anybody has chosen columns.
    fn is_usual(self) -> bool {
        self.0 < FIRST.len()
    }

    /// Its head, first width and so on.
    fn column(self) -> Column {
        const NOTHING: Column = Column {
            head: "",
            note: "",
            width: 0.0,
            number: false,
        };
        ALL.get(self.0).map_or(NOTHING, |known| known.column)
    }

    fn shown(self) -> Shown {
        ALL.get(self.0).map_or(Shown::Title, |known| known.shown)
    }

    /// What stands at its head.
    pub(crate) fn head(self) -> &'static str {
        self.column().head
    }

    /// By what its rows are sorted and filtered.
    pub(crate) fn field(self) -> Field {
        self.shown().field()
    }

    /// What is shown of a dataset.
    pub(crate) fn text(self, dataset: Dataset<'_>, titles: &Titles) -> String {
        self.shown().text(dataset, titles)
    }

    /// The values behind what is shown, with their names and units.
    pub(crate) fn raw(self, dataset: Dataset<'_>) -> String {
        let columns = match self.shown() {
            Shown::Title => vec![C::ObsTitle, C::TargetName, C::ObsId, C::ObsPublisherDid],
            Shown::Wavelengths => vec![C::EmMin, C::EmMax],
            Shown::Dates => vec![C::TMin, C::TMax],
            other => other.column().into_iter().collect(),
        };
        let lines = columns.into_iter();
        let lines = lines.filter_map(|column| raw_line(dataset, column));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The condition of the filter that lets through what has the same value.
    pub(crate) fn condition(self, dataset: Dataset<'_>, titles: &Titles) -> String {
        match self.shown() {
            Shown::Wavelengths => [C::EmMin, C::EmMax]
                .map(|column| condition(Field::Column(column), raw(dataset, column)))
                .join(" "),
            Shown::Dates => {
                let start = dataset.number(C::TMin).or(dataset.number(C::TMax));
                condition(Field::Time, start.map(format::date))
            }
            Shown::Title | Shown::Service => {
                condition(self.field(), Some(self.text(dataset, titles)))
            }
            other => {
                let value = other.column().and_then(|column| raw(dataset, column));
                condition(self.field(), value)
            }
        }
    }
}

/// What a filter says of a value.
fn condition(field: Field, value: Option<String>) -> String {
    let value = value.unwrap_or_default();
    let plain = |sign: char| sign.is_alphanumeric() || "-+._:/".contains(sign);
    let value = if !value.is_empty() && value.chars().all(plain) {
        value
    } else if value.contains('"') && !value.contains('\'') {
        format!("'{value}'")
    } else {
        format!("\"{}\"", value.replace('"', "\"\""))
    };
    format!("{} = {value}", field.name())
}

impl Shown {
    fn field(self) -> Field {
        match self {
            Self::Title => Field::Title,
            Self::Wavelengths => Field::Wavelength,
            Self::Dates => Field::Time,
            Self::Service => Field::Service,
            Self::Level => Field::Column(C::CalibLevel),
            Self::Degrees(column)
            | Self::Angle(column, _)
            | Self::Seconds(column)
            | Self::Size(column)
            | Self::Raw(column) => Field::Column(column),
        }
    }

    /// The one ObsCore column that it shows.
    fn column(self) -> Option<C> {
        match self {
            Self::Title | Self::Wavelengths | Self::Dates | Self::Service => None,
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

    fn text(self, dataset: Dataset<'_>, titles: &Titles) -> String {
        let number = |column| dataset.number(column).unwrap_or(f64::NAN);
        let as_text =
            |column, text: fn(f64) -> String| dataset.number(column).map(text).unwrap_or_default();
        match self {
            Self::Title => title(dataset).to_owned(),
            Self::Wavelengths => format::wavelengths(number(C::EmMin), number(C::EmMax)),
            Self::Dates => format::dates(number(C::TMin), number(C::TMax)),
            Self::Service => {
                let ivoid = dataset.text(C::OriginService).unwrap_or_default();
                titles.get(ivoid).map_or(ivoid, String::as_str).to_owned()
            }
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
    let mut services = record.services().iter();
    services
        .find(|state| state.service.ivoid.as_str() == ivoid)
        .map_or_else(|| ivoid.to_owned(), |state| state.service.title.clone())
}

/// The titles of all services, for many datasets.
pub(crate) fn titles(record: &Record) -> Titles {
    let services = record.services().iter().map(|state| &state.service);
    services
        .map(|service| (service.ivoid.to_string(), service.title.clone()))
        .collect()
}

/// A value as it came, without its unit.
pub(crate) fn raw(dataset: Dataset<'_>, column: C) -> Option<String> {
    match column.kind() {
        Kind::Text => dataset.text(column).map(str::to_owned),
        Kind::Integer => dataset.integer(column).map(|value| value.to_string()),
        Kind::Number => dataset.number(column).map(format::plain),
    }
}

fn raw_line(dataset: Dataset<'_>, column: C) -> Option<String> {
    let value = raw(dataset, column)?;
    let unit = column.info().unit.map(|unit| format!(" {unit}"));
    Some(format!(
        "{} = {value}{}",
        column.name(),
        unit.unwrap_or_default()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{gui::testing::datasets, listing::Filter};

    #[test]
    fn the_filter_knows_each_head_and_each_value_shown() {
        for title in [
            "The \"Eagle\" (M16)",
            "Barnard's \"loop\"",
            "O'Neill",
            "\"",
            "''\"\"",
        ] {
            passes_by_its_own_conditions(title);
        }
    }

    fn passes_by_its_own_conditions(title: &str) {
        let datasets = datasets(&[title]);
        for nr in ColumnNr::all() {
            let head = nr.head().split(" (").next().unwrap();
            assert_eq!(Field::from_name(head), Some(nr.field()), "{head}");
            assert_eq!(ColumnNr::of(nr.field()), Some(nr), "{head} is there once");
            let condition = nr.condition(datasets.row(0), &Titles::new());
            let filter = Filter::parse(&condition);
            let filter = filter.unwrap_or_else(|error| panic!("{condition}: {error}"));
            let passes = filter.passes(&datasets, &Titles::new());
            assert_eq!(passes, [true], "{condition}");
        }
    }
}
