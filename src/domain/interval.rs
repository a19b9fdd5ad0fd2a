//! A closed interval, which may be open towards either side.

/// All values from `lo` to `hi`, both included; an infinite end is an open side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval<T> {
    /// The lower end.
    pub lo: T,
    /// The upper end, not below `lo`.
    pub hi: T,
}
