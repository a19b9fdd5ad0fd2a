//! Datasets found, in columns, and the view of one of them.
