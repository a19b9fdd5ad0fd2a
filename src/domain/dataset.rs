//! Datasets found, in columns, and the view of one of them.

mod stored;
mod texts;

pub use texts::ColumnTexts;

use super::{
    column::{Column, ColumnBuilder, TextBuilder},
    obscore::{Kind, ObsColumn},
};

/// A chunk of datasets, in columns; it never changes. Units are ObsCore's: degrees, MJD, seconds, metres, kilobytes,
/// and arcseconds for `s_resolution`.
#[derive(Debug, Clone)]
pub struct Datasets {
    n_rows: usize,
    columns: Box<[Column; ObsColumn::COUNT]>,
}

/// A view of one dataset.
#[derive(Debug, Clone, Copy)]
pub struct Dataset<'a> {
    datasets: &'a Datasets,
    row: usize,
}

impl Default for Datasets {
    fn default() -> Self {
        DatasetsBuilder::new().finish()
    }
}

impl Datasets {
    /// How many datasets there are.
    pub fn len(&self) -> usize {
        self.n_rows
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.n_rows == 0
    }

    /// The text in a cell; `None` for null, and in columns of numbers.
    pub fn text(&self, column: ObsColumn, row: usize) -> Option<&str> {
        self.column(column, row)?.text(row)
    }

    /// The number in a cell, whole or not; `None` for null, and in columns of text. It may be infinite, never NaN.
    pub fn number(&self, column: ObsColumn, row: usize) -> Option<f64> {
        self.column(column, row)?.number(row)
    }

    /// The whole number in a cell; `None` for null, and in columns that do not hold whole numbers.
    pub fn integer(&self, column: ObsColumn, row: usize) -> Option<i64> {
        self.column(column, row)?.integer(row)
    }

    /// The dataset in `row`; beyond the last row all its cells are null.
    pub fn row(&self, row: usize) -> Dataset<'_> {
        Dataset {
            datasets: self,
            row,
        }
    }

    /// All datasets, first to last.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Dataset<'_>> {
        (0..self.n_rows).map(|row| self.row(row))
    }

    /// Those for whose row `keep` has a true.
    #[must_use]
    pub fn select(&self, keep: &[bool]) -> Self {
        let mut builder = DatasetsBuilder::new();
        for (dataset, keep) in self.iter().zip(keep) {
            if *keep {
                builder.copy_row(dataset);
            }
        }
        builder.finish()
    }

    /// The bytes that they take.
    pub fn heap_bytes(&self) -> usize {
        let cells: usize = self.columns.iter().map(Column::heap_bytes).sum();
        cells + size_of_val(&*self.columns)
    }

    fn column(&self, column: ObsColumn, row: usize) -> Option<&Column> {
        let column = self.columns.get(column.index());
        column.filter(|_| row < self.n_rows)
    }
}

impl<'a> Dataset<'a> {
    /// The text in a cell; `None` for null, and in columns of numbers.
    pub fn text(self, column: ObsColumn) -> Option<&'a str> {
        self.datasets.text(column, self.row)
    }

    /// The number in a cell, whole or not; `None` for null, and in columns of text.
    pub fn number(self, column: ObsColumn) -> Option<f64> {
        self.datasets.number(column, self.row)
    }

    /// The whole number in a cell; `None` for null, and in columns that do not hold whole numbers.
    pub fn integer(self, column: ObsColumn) -> Option<i64> {
        self.datasets.integer(column, self.row)
    }

    /// Its row in the chunk.
    pub fn index(self) -> usize {
        self.row
    }
}

/// Takes in datasets, cell by cell and row by row. A cell that is not set is null; set twice, the later value counts.
#[derive(Debug)]
pub struct DatasetsBuilder {
    n_rows: usize,
    columns: Vec<ColumnBuilder>,
}

impl Default for DatasetsBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl DatasetsBuilder {
    /// Without any dataset yet.
    pub fn new() -> Self {
        let columns = ObsColumn::ALL
            .into_iter()
            .map(|column| match column.kind() {
                Kind::Text => ColumnBuilder::Texts(TextBuilder::default()),
                Kind::Integer => ColumnBuilder::Integers(Vec::new()),
                Kind::Number => ColumnBuilder::Numbers(Vec::new()),
            });
        Self {
            n_rows: 0,
            columns: columns.collect(),
        }
    }

    /// Sets a cell of the current row; an empty text is null, and a text in a column of numbers is read as a number.
    pub fn set_text(&mut self, column: ObsColumn, text: &str) {
        if let Some(builder) = self.columns.get_mut(column.index()) {
            builder.set_text(self.n_rows, text);
        }
    }

    /// Sets a cell of the current row; NaN is null, and so is a number with a fraction in a column of whole numbers.
    pub fn set_number(&mut self, column: ObsColumn, number: f64) {
        if let Some(builder) = self.columns.get_mut(column.index()) {
            builder.set_number(self.n_rows, number);
        }
    }

    /// Sets a cell of the current row; the least `i64` is null.
    pub fn set_integer(&mut self, column: ObsColumn, whole: i64) {
        if let Some(builder) = self.columns.get_mut(column.index()) {
            builder.set_integer(self.n_rows, whole);
        }
    }

    /// Sets every cell of the current row as it is in `dataset`; cells that are null there stay as they are here.
    pub fn copy_cells(&mut self, dataset: Dataset<'_>) {
        for column in ObsColumn::ALL {
            match column.kind() {
                Kind::Text => {
                    if let Some(text) = dataset.text(column) {
                        self.set_text(column, text);
                    }
                }
                Kind::Integer => {
                    if let Some(whole) = dataset.integer(column) {
                        self.set_integer(column, whole);
                    }
                }
                Kind::Number => {
                    if let Some(number) = dataset.number(column) {
                        self.set_number(column, number);
                    }
                }
            }
        }
    }

    /// Adds `dataset` as a row.
    pub fn copy_row(&mut self, dataset: Dataset<'_>) {
        self.copy_cells(dataset);
        self.finish_row();
    }

    /// Ends the current row; the next cells belong to the next.
    pub fn finish_row(&mut self) {
        self.n_rows += 1;
    }

    /// How many rows were ended.
    pub fn len(&self) -> usize {
        self.n_rows
    }

    /// Whether no row was ended yet.
    pub fn is_empty(&self) -> bool {
        self.n_rows == 0
    }

    /// All rows that were ended; cells of one that was not are lost.
    pub fn finish(self) -> Datasets {
        let mut columns = self.columns.into_iter().map(ColumnBuilder::finish);
        Datasets {
            n_rows: self.n_rows,
            columns: Box::new(std::array::from_fn(|_| columns.next().unwrap_or_default())),
        }
    }
}

#[cfg(test)]
mod tests;
