//! A closed interval, which may be open towards either side.

/// All values from `lo` to `hi`, both included; an infinite end is an open side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval<T> {
    /// The lower end.
    pub lo: T,
    /// The upper end, not below `lo`.
    pub hi: T,
}

impl<T: PartialOrd + Copy> Interval<T> {
    /// The interval from `lo` to `hi`; `None` when `hi` is below `lo`, or when either is not a number.
    pub fn new(lo: T, hi: T) -> Option<Self> {
        (lo <= hi).then_some(Self { lo, hi })
    }

    /// The interval that holds one value only.
    pub fn point(value: T) -> Self {
        Self {
            lo: value,
            hi: value,
        }
    }

    /// Whether `value` lies in it; the ends do.
    pub fn contains(&self, value: T) -> bool {
        self.lo <= value && value <= self.hi
    }

    /// Whether the two have a value in common; a shared end is enough.
    pub fn meets(&self, other: &Self) -> bool {
        self.lo <= other.hi && other.lo <= self.hi
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            lo: if other.lo < self.lo {
                other.lo
            } else {
                self.lo
            },
            hi: if other.hi > self.hi {
                other.hi
            } else {
                self.hi
            },
        }
    }

    /// Whether it holds one value only.
    pub fn is_point(&self) -> bool {
        self.lo >= self.hi
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_closed_and_infinite_ends_are_open_sides() {
        let whole = Interval::new(1.0, 2.0).unwrap();
        assert!(whole.contains(1.0) && whole.contains(2.0) && !whole.contains(2.1));
        assert!(whole.meets(&Interval::point(2.0)));
        assert!(!whole.meets(&Interval::new(2.1, 3.0).unwrap()));
        let since = Interval::new(1.5, f64::INFINITY).unwrap();
        assert!(since.meets(&whole) && whole.meets(&since));
        assert_eq!(
            whole.hull(&since),
            Interval::new(1.0, f64::INFINITY).unwrap()
        );
    }

    #[test]
    fn an_interval_that_ends_before_it_begins_or_is_not_a_number_does_not_exist() {
        assert_eq!(Interval::new(2.0, 1.0), None);
        assert_eq!(Interval::new(f64::NAN, 1.0), None);
        assert_eq!(Interval::new(1.0, f64::NAN), None);
    }
}
