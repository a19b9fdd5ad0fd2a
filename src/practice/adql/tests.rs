//! Queries, and what they become.
