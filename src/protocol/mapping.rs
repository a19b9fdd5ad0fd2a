//! Which column of an answer is which of ObsCore's, and how its cells become ours.

mod ends;
mod rewritten;

use super::{
    dali::one_line,
    dates::{Clock, Span},
    units::{self, Spectral},
};
use crate::{
    domain::{
        dataset::DatasetsBuilder,
        obscore::{Kind, ObsColumn},
    },
    votable::{Batch, Field, Param, TableHead, Timesys},
};
pub(super) use ends::Ends;
use rewritten::{address, footprint};
use std::borrow::Cow;

/// How a column is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// By its name, without regard to case.
    Name(&'static str),
    /// By the beginning of its name.
    NameBegins(&'static str),
    /// By its UCD.
    Ucd(&'static str),
    /// By its utype behind the prefix: services write `ssa:`, `obscore:`, nothing, or a prefix of their own.
    Utype(&'static str),
}

/// Where one of our columns comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    /// Ours.
    pub(super) to: ObsColumn,
    /// Theirs: the first key that any column fits.
    pub(super) keys: &'static [Key],
    /// The unit that is meant where the column has none, and for a wavelength where it has one not understood; empty for
    /// ObsCore's own in the one case, and for none in the other.
    pub(super) unit: &'static str,
}

/// A rule for a column in ObsCore's own unit.
pub(super) const fn rule(to: ObsColumn, keys: &'static [Key]) -> Rule {
    Rule { to, keys, unit: "" }
}

/// What holds for a whole table: PARAMs in and beside it, and systems of time.
#[derive(Debug, Clone, Default)]
pub(super) struct Constants {
    params: Vec<Param>,
    timesys: Vec<Timesys>,
    /// Bytes of both, about.
    bytes: usize,
}

/// Bytes of the constants that are kept of one answer: some dozens are usual, and they cost memory to its end.
const MAX_CONSTANT_BYTES: usize = 256 << 10;

impl Constants {
    /// Takes in a PARAM. Those that describe how the service is asked (`INPUT:POS`) say nothing of its datasets.
    pub(super) fn add(&mut self, param: Param) {
        let is_input = param.field.name.to_ascii_uppercase().starts_with("INPUT:");
        if !is_input && self.has_room(param.text_bytes()) {
            self.params.push(param);
        }
    }

    /// Takes in a TIMESYS.
    pub(super) fn add_timesys(&mut self, timesys: Timesys) {
        let origin = timesys.timeorigin.as_deref().map_or(0, str::len);
        if self.has_room(timesys.id.len() + origin) {
            self.timesys.push(timesys);
        }
    }

    fn has_room(&mut self, bytes: usize) -> bool {
        self.bytes += bytes + size_of::<Param>();
        self.bytes <= MAX_CONSTANT_BYTES
    }

    fn clock(&self, field: &Field) -> Clock {
        let reference = field.reference.as_deref();
        let timesys = self
            .timesys
            .iter()
            .find(|timesys| Some(timesys.id.as_str()) == reference);
        Clock::new(field.unit.as_deref(), timesys)
    }
}

/// A column of the answer, or a constant in its place.
#[derive(Debug, Clone)]
pub(super) struct Found {
    source: Source,
    /// What it says about itself.
    pub(super) field: Field,
}

#[derive(Debug, Clone)]
enum Source {
    Column(usize),
    Constant(String),
}

impl Found {
    /// The first column that fits one of the keys, keys in order; else the first constant.
    pub(super) fn new(keys: &[Key], head: &TableHead, constants: &Constants) -> Option<Self> {
        for key in keys {
            if let Some(column) = head.fields.iter().position(|field| key.fits(field)) {
                return Some(Self {
                    source: Source::Column(column),
                    field: head.fields.get(column)?.clone(),
                });
            }
        }
        let mut params = head.params.iter().chain(&constants.params);
        let named = |key: &Key| !matches!(key, Key::Name(_) | Key::NameBegins(_));
        let param =
            params.find(|param| keys.iter().any(|key| named(key) && key.fits(&param.field)))?;
        Some(Self {
            source: Source::Constant(param.value.clone()),
            field: param.field.clone(),
        })
    }

    /// The cell as text.
    pub(super) fn text<'a>(&'a self, batch: &'a Batch, row: usize) -> Option<Cow<'a, str>> {
        let text = match &self.source {
            Source::Column(column) => batch.column(*column)?.text(row)?,
            Source::Constant(value) => Cow::Borrowed(value.as_str()),
        };
        (!text.trim().is_empty()).then_some(text)
    }

    /// The cell as a finite number.
    pub(super) fn number(&self, batch: &Batch, row: usize) -> Option<f64> {
        self.end(batch, row).filter(|number| number.is_finite())
    }

    /// The cell as an end of something, which may be open.
    pub(super) fn end(&self, batch: &Batch, row: usize) -> Option<f64> {
        match &self.source {
            Source::Column(column) => batch.column(*column)?.f64(row),
            Source::Constant(value) => value.trim().parse().ok(),
        }
        .filter(|number: &f64| !number.is_nan())
    }

    /// The cell as numbers, all of them finite.
    pub(super) fn numbers(&self, batch: &Batch, row: usize) -> Option<Vec<f64>> {
        finite(self.any_numbers(batch, row)?)
    }

    /// The cell as numbers, as they are.
    fn any_numbers(&self, batch: &Batch, row: usize) -> Option<Vec<f64>> {
        match &self.source {
            Source::Column(column) => batch.column(*column)?.f64s(row),
            Source::Constant(value) => value
                .split([' ', ','])
                .filter(|part| !part.is_empty())
                .map(|part| part.parse().ok())
                .collect(),
        }
    }

    /// The cell as a date, which may be infinite where it is an end.
    pub(super) fn span(&self, clock: Clock, batch: &Batch, row: usize) -> Option<Span> {
        match self.end(batch, row) {
            Some(number) => clock.span(number),
            None => clock.span_of_text(&self.text(batch, row)?),
        }
    }

    /// The clock of this column.
    pub(super) fn clock(&self, constants: &Constants) -> Clock {
        constants.clock(&self.field)
    }

    /// What one of its unit is, by a table of units; `default` where it has none or one not known.
    pub(super) fn factor(&self, units: fn(&str) -> Option<f64>, default: f64) -> f64 {
        let unit = self.field.unit.as_deref().unwrap_or_default();
        units(unit).unwrap_or(default)
    }
}

fn finite(numbers: Vec<f64>) -> Option<Vec<f64>> {
    let usable = !numbers.is_empty() && numbers.iter().all(|number| number.is_finite());
    usable.then_some(numbers)
}

impl Key {
    fn fits(self, field: &Field) -> bool {
        match self {
            Self::Name(name) => {
                let id = field.id.as_deref().unwrap_or_default();
                field.name.trim().eq_ignore_ascii_case(name) || id.eq_ignore_ascii_case(name)
            }
            Self::NameBegins(begin) => {
                let own = field.name.trim().get(..begin.len());
                own.is_some_and(|own| own.eq_ignore_ascii_case(begin))
            }
            Self::Ucd(ucd) => {
                let own = field.ucd.as_deref().unwrap_or_default();
                own.trim().eq_ignore_ascii_case(ucd)
            }
            Self::Utype(utype) => {
                let own = field.utype.as_deref().unwrap_or_default().trim();
                let bare = own.split_once(':').map_or(own, |(_, bare)| bare);
                bare.eq_ignore_ascii_case(utype)
                    || rootless(bare).is_some_and(|bare| bare.eq_ignore_ascii_case(utype))
            }
        }
    }
}

/// A utype without the model's own name, as some write it besides or in place of a prefix: `Spectrum.Char. ...`.
fn rootless(utype: &str) -> Option<&str> {
    let (root, rest) = utype.split_once('.')?;
    let is_root = ["spectrum", "ssa"]
        .iter()
        .any(|name| root.eq_ignore_ascii_case(name));
    is_root.then_some(rest)
}

/// Which columns of one table become which of ours.
#[derive(Debug)]
pub(super) struct Mapping {
    cells: Vec<Cell>,
    /// What relative addresses are seen from.
    service_url: String,
}

#[derive(Debug)]
struct Cell {
    to: ObsColumn,
    found: Found,
    how: How,
}

/// How a cell is read.
#[derive(Debug)]
enum How {
    Text,
    Address,
    Footprint,
    Integer,
    /// A number, times this.
    Number(f64),
    /// A wavelength or what stands for one; `None` where the unit is not understood.
    Spectral(Option<Spectral>),
    Time(Clock),
}

impl Mapping {
    /// Finds out, for one table of an answer.
    pub(super) fn new(
        rules: &[Rule],
        head: &TableHead,
        constants: &Constants,
        service_url: &str,
    ) -> Self {
        let cells = rules.iter().filter_map(|rule| {
            let found = Found::new(rule.keys, head, constants)?;
            Some(Cell {
                to: rule.to,
                how: how(rule, &found, constants),
                found,
            })
        });
        Self {
            cells: cells.collect(),
            service_url: service_url.to_owned(),
        }
    }

    /// Whether the table tells of datasets at all.
    pub(super) fn finds_datasets(&self) -> bool {
        self.cells
            .iter()
            .any(|cell| matches!(cell.to, ObsColumn::AccessUrl | ObsColumn::ObsPublisherDid))
    }

    /// What had to be forgiven in the columns.
    pub(super) fn warnings(&self) -> Vec<String> {
        let assumed = self.cells.iter().filter_map(|cell| {
            let Field { name, unit, .. } = &cell.found.field;
            let unit = unit.as_deref()?;
            let is_assumed =
                matches!(cell.how, How::Spectral(Some(_))) && Spectral::of(unit).is_none();
            is_assumed.then(|| {
                one_line(&format!(
                    "unknown unit {unit}, read as metres, column {name}"
                ))
            })
        });
        assumed.collect()
    }

    /// Sets what the row says, in the current row of `builder`, but for the ends of its band and time. A cell that cannot
    /// be read costs itself only.
    #[must_use = "the ends are yet to be set"]
    pub(super) fn read(&self, batch: &Batch, row: usize, builder: &mut DatasetsBuilder) -> Ends {
        let mut ends = Ends::default();
        for cell in &self.cells {
            match self.value(cell, batch, row) {
                Some(Value::Text(text)) => builder.set_text(cell.to, text.trim()),
                Some(Value::Number(number)) => builder.set_number(cell.to, number),
                Some(Value::Wavelength(unit, metres)) => {
                    ends.add_wavelength(cell.to, unit, metres);
                }
                Some(Value::Time(span)) => ends.add_time(cell.to, span),
                None => {}
            }
        }
        ends
    }

    /// What the row says in place of one of our columns of text.
    pub(super) fn text<'a>(
        &'a self,
        column: ObsColumn,
        batch: &'a Batch,
        row: usize,
    ) -> Option<Cow<'a, str>> {
        let cell = self.cells.iter().find(|cell| cell.to == column)?;
        match self.value(cell, batch, row)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn value<'a>(&self, cell: &'a Cell, batch: &'a Batch, row: usize) -> Option<Value<'a>> {
        let found = &cell.found;
        Some(match &cell.how {
            How::Text => Value::Text(found.text(batch, row)?),
            How::Address => Value::Text(address(found.text(batch, row)?, &self.service_url)),
            How::Footprint => Value::Text(footprint(found, batch, row)?),
            How::Integer => Value::Number(found.number(batch, row)?),
            How::Number(factor) => Value::Number(found.number(batch, row)? * factor),
            How::Spectral(unit) => {
                let unit = (*unit)?;
                Value::Wavelength(unit, unit.metres(found.end(batch, row)?)?)
            }
            How::Time(clock) => Value::Time(found.span(*clock, batch, row)?),
        })
    }
}

/// What a cell says.
enum Value<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    /// In metres, and from which unit.
    Wavelength(Spectral, f64),
    Time(Span),
}

fn how(rule: &Rule, found: &Found, constants: &Constants) -> How {
    let unit = match found.field.unit.as_deref().map(str::trim) {
        Some(unit) if !unit.is_empty() => unit,
        _ => rule.unit,
    };
    let factor = |units: fn(&str) -> Option<f64>, one: f64| {
        How::Number(units(unit).map_or(1.0, |value| value / one))
    };
    match rule.to {
        ObsColumn::EmMin | ObsColumn::EmMax => {
            let fixed = Some(rule.unit).filter(|unit| !unit.is_empty());
            How::Spectral(Spectral::of(unit).or_else(|| Spectral::of(fixed?)))
        }
        ObsColumn::TMin | ObsColumn::TMax => How::Time(found.clock(constants)),
        ObsColumn::SRa | ObsColumn::SDec | ObsColumn::SFov => factor(units::degrees, 1.0),
        ObsColumn::SResolution => factor(units::degrees, 1.0 / 3600.0),
        ObsColumn::TExptime | ObsColumn::TResolution => factor(units::seconds, 1.0),
        ObsColumn::AccessEstsize => factor(units::kilobytes, 1.0),
        ObsColumn::AccessUrl | ObsColumn::Preview => How::Address,
        ObsColumn::SRegion => How::Footprint,
        other => match other.kind() {
            Kind::Text => How::Text,
            Kind::Integer => How::Integer,
            Kind::Number => How::Number(1.0),
        },
    }
}

#[cfg(test)]
mod tests;
