//! A set of rows of what was found.

use fixedbitset::FixedBitSet;

/// Rows of what was found, counted from 0; a million of them take 125 kB.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowSet {
    bits: FixedBitSet,
    len: usize,
}

impl RowSet {
    /// Without any row.
    pub fn new() -> Self {
        Self::default()
    }

    /// Every row below `n_rows`.
    pub fn all(n_rows: usize) -> Self {
        let mut bits = FixedBitSet::with_capacity(n_rows);
        bits.insert_range(..);
        Self { bits, len: n_rows }
    }

    /// Whether it has this row.
    pub fn contains(&self, row: usize) -> bool {
        self.bits.contains(row)
    }

    /// Puts a row in.
    pub fn insert(&mut self, row: usize) {
        if row >= self.bits.len() {
            // Twice as large each time, so that rows one by one cost no more than all at once.
            self.bits.grow((row + 1).next_power_of_two());
        }
        if !self.bits.put(row) {
            self.len += 1;
        }
    }

    /// Takes a row out.
    pub fn remove(&mut self, row: usize) {
        if self.contains(row) {
            self.bits.remove(row);
            self.len -= 1;
        }
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Its rows, the lowest first.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.bits.ones()
    }

    /// Its lowest row.
    pub fn first(&self) -> Option<usize> {
        self.bits.minimum()
    }

    /// Puts in every row of `other`.
    pub fn add(&mut self, other: &Self) {
        self.bits.union_with(&other.bits);
        self.len = self.bits.count_ones(..);
    }
}

impl FromIterator<usize> for RowSet {
    fn from_iter<I: IntoIterator<Item = usize>>(rows: I) -> Self {
        let mut set = Self::new();
        for row in rows {
            set.insert(row);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(rows: &[usize]) -> RowSet {
        rows.iter().copied().collect()
    }

    fn rows(set: &RowSet) -> Vec<usize> {
        set.iter().collect()
    }

    #[test]
    fn a_row_is_in_it_once() {
        let mut some = set(&[5, 0, 999_999, 5]);
        assert_eq!(rows(&some), [0, 5, 999_999]);
        assert_eq!((some.len(), some.first()), (3, Some(0)));
        some.remove(0);
        some.remove(1);
        some.remove(2_000_000);
        assert_eq!(rows(&some), [5, 999_999]);
        assert_eq!((some.len(), some.first()), (2, Some(5)));
        assert!(!some.contains(0) && some.contains(5) && !some.contains(usize::MAX));
    }

    #[test]
    fn sets_of_any_size_are_joined() {
        let mut some = set(&[1, 2]);
        some.add(&set(&[2, 70]));
        assert_eq!((rows(&some), some.len()), (vec![1, 2, 70], 3));
        assert_eq!(rows(&RowSet::all(3)), [0, 1, 2]);
        assert!(RowSet::all(0).is_empty() && RowSet::new().first().is_none());
    }
}
