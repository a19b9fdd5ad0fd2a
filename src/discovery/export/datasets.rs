//! The datasets as a table that can be written.

use crate::{
    discovery::found::Found,
    domain::{
        dataset::Datasets,
        obscore::{Kind, ObsColumn},
    },
    votable::{Cell, Datatype, Field, Rows},
};
use std::{cell, sync::Arc};

/// The ID of the system of coordinates.
pub(super) const COOSYS: &str = "icrs";
/// The ID of the system of times.
pub(super) const TIMESYS: &str = "mjd";

/// The columns of the datasets, as FIELDs.
pub(super) fn dataset_fields() -> Vec<Field> {
    ObsColumn::ALL.map(dataset_field).into()
}

fn dataset_field(column: ObsColumn) -> Field {
    let info = column.info();
    let field = match (info.kind, column) {
        (Kind::Text, _) => Field::text(info.name),
        (Kind::Integer, ObsColumn::CalibLevel) => Field::new(info.name, Datatype::Int),
        (Kind::Integer, _) => Field::new(info.name, Datatype::Long),
        (Kind::Number, _) => Field::new(info.name, Datatype::Double),
    };
    Field {
        unit: info.unit.map(str::to_owned),
        ucd: Some(info.ucd.to_owned()),
        utype: info.utype.map(str::to_owned),
        description: Some(info.description.to_owned()),
        xtype: match column {
            // DALI 1.1, section 3.3.3.
            ObsColumn::ObsReleaseDate => Some("timestamp".to_owned()),
            // ObsCore 1.1, appendix C.2: a footprint in words.
            ObsColumn::SRegion => Some("adql:REGION".to_owned()),
            _ => None,
        },
        reference: match column {
            ObsColumn::SRa | ObsColumn::SDec | ObsColumn::SRegion => Some(COOSYS.to_owned()),
            ObsColumn::TMin | ObsColumn::TMax => Some(TIMESYS.to_owned()),
            _ => None,
        },
        ..field
    }
}

/// What was found, by row and column.
#[derive(Debug)]
pub(super) struct Found2D<'a> {
    found: &'a Found,
    /// Which of its rows, in which order; `None`: all.
    rows: Option<&'a [usize]>,
    /// Rows are asked for in order, so that the chunk of the last one is mostly that of the next.
    last: cell::Cell<Option<(usize, &'a Arc<Datasets>)>>,
}

impl<'a> Found2D<'a> {
    pub(super) fn of(found: &'a Found, rows: Option<&'a [usize]>) -> Self {
        Self {
            found,
            rows,
            last: cell::Cell::new(None),
        }
    }

    /// The chunk that holds a row, and the row in it.
    fn place(&self, row: usize) -> Option<(&'a Arc<Datasets>, usize)> {
        let is_in =
            |(first, chunk): &(usize, &Arc<Datasets>)| *first <= row && row - first < chunk.len();
        let held = self
            .last
            .get()
            .filter(is_in)
            .or_else(|| self.found.chunk_of(row))?;
        self.last.set(Some(held));
        let (first, chunk) = held;
        Some((chunk, row - first))
    }
}

impl Rows for Found2D<'_> {
    fn len(&self) -> usize {
        self.rows.map_or(self.found.len(), <[usize]>::len)
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let row = match self.rows {
            Some(rows) => rows.get(row).copied(),
            None => Some(row),
        };
        let place = row.and_then(|row| self.place(row));
        let (Some((chunk, row)), Some(column)) = (place, ObsColumn::ALL.get(column)) else {
            return Cell::Null;
        };
        let value = match column.info().kind {
            Kind::Text => chunk.text(*column, row).map(Cell::Text),
            Kind::Integer => chunk.integer(*column, row).map(Cell::Int),
            Kind::Number => chunk.number(*column, row).map(Cell::Double),
        };
        value.unwrap_or(Cell::Null)
    }

    fn has_wide_text(&self, column: usize) -> bool {
        let Some(column) = ObsColumn::ALL.get(column) else {
            return false;
        };
        let mut chunks = self.found.chunks().iter();
        chunks.any(|chunk| !chunk.texts(*column).end_to_end().0.is_ascii())
    }
}
