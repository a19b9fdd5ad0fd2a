//! The texts of a column of a chunk, each once where they repeat.

use super::{Datasets, ObsColumn};
use crate::domain::column::Texts;

/// The texts of a column of a chunk. Each has a number, and each row that of its text, so that what is asked of a text is
/// asked once and not for every row that has it.
#[derive(Debug, Clone, Copy)]
pub struct ColumnTexts<'a>(Option<&'a Texts>);

impl<'a> ColumnTexts<'a> {
    /// How many texts there are; the empty one, which stands for null, may be among them.
    pub fn len(self) -> usize {
        self.0.map_or(0, Texts::n_texts)
    }

    /// Whether every row is null, or the column is one of numbers.
    pub fn is_empty(self) -> bool {
        self.0.is_none()
    }

    /// The text with this number; `None` for the empty one.
    pub fn text(self, nr: usize) -> Option<&'a str> {
        self.0?.text(nr).filter(|text| !text.is_empty())
    }

    /// The number of a row's text, which may be that of the empty one; `None` where the row has none.
    pub fn nr(self, row: usize) -> Option<usize> {
        self.0?.nr(row)
    }

    /// All texts end to end, and where each ends.
    pub fn end_to_end(self) -> (&'a str, &'a [u32]) {
        self.0.map_or(("", &[]), Texts::end_to_end)
    }
}

impl Datasets {
    /// The texts of a column.
    pub fn texts(&self, column: ObsColumn) -> ColumnTexts<'_> {
        let column = self.columns.get(column.index());
        ColumnTexts(column.and_then(|column| column.texts()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dataset::DatasetsBuilder;

    #[test]
    fn each_row_has_the_number_of_its_text_whether_texts_repeat_or_not() {
        let mut builder = DatasetsBuilder::new();
        for row in 0..1_000 {
            builder.set_text(ObsColumn::ObsId, &row.to_string());
            builder.set_text(ObsColumn::ObsCollection, ["HST", "", "ROSAT"][row % 3]);
            builder.finish_row();
        }
        let datasets = builder.finish();
        let texts = datasets.texts(ObsColumn::ObsCollection);
        assert_eq!(texts.len(), 3, "HST, ROSAT and none");
        let ids = datasets.texts(ObsColumn::ObsId);
        assert_eq!(ids.len(), 1_000);
        for row in 0..1_000 {
            let expected = Some(["HST", "", "ROSAT"][row % 3]).filter(|text| !text.is_empty());
            assert_eq!(texts.text(texts.nr(row).unwrap()), expected);
            assert_eq!(ids.text(ids.nr(row).unwrap()), Some(&*row.to_string()));
        }
        let (text, ends) = ids.end_to_end();
        assert_eq!(&text[..12], "012345678910");
        assert_eq!(&ends[..3], [1, 2, 3]);
        assert!(datasets.texts(ObsColumn::SRa).is_empty(), "numbers");
    }
}
