//! One column of a chunk of datasets, kept small.
