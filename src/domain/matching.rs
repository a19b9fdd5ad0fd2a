//! Does this dataset match this question, on each axis.
