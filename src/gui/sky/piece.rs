//! Where datasets are on the sky: a piece of what was found, kept small and in an order in which it is quickly looked
//! up.
//!
//! The entries of a piece are in classes by their size, a class in zones of declination, a zone by right ascension
//! (Gray, Nieto-Santisteban and Szalay 2007). What is near a place lies in few zones there, between two right
//! ascensions.

use super::{
    fixed::{Fixed, parts},
    outline::{End, Outline, Stroke},
    projection::Direction,
    waveband::Band,
};
use std::ops::Range;

/// A dataset on the sky.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// Its place in what was found.
    pub row: u32,
    /// Its middle.
    pub at: Fixed,
    /// Where it is in the spectrum.
    pub band: Band,
}

/// How far a dataset reaches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    /// The radius of a circle around it, in radians.
    pub radius: f32,
    /// Where its border begins among the words of the piece; `CIRCLE` where it is the circle itself.
    border: u32,
}

/// In place of a border: the circle.
const CIRCLE: u32 = u32::MAX;

/// Zones of declination: a third of a degree each, 2^22 of the 2^32 parts of a turn.
const ZONE_BITS: u32 = 22;

/// The largest radius of each class but the first, of which each is a point, in radians: 20 arcsec, and four times as
/// much each.
const CLASSES: [f32; 9] = [
    1e-4, 4e-4, 1.6e-3, 6.4e-3, 2.56e-2, 0.102_4, 0.409_6, 1.638_4, 3.2,
];

/// Entries of about one size.
#[derive(Debug, Clone, Default)]
pub(crate) struct Class {
    /// In zones, and by right ascension in each.
    entries: Vec<Entry>,
    /// For each entry; none at all in the class of points.
    extents: Vec<Extent>,
}

/// A part of what was found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Piece {
    points: Class,
    classes: [Class; CLASSES.len()],
    /// Borders: how many strokes; and for each its number of places, twice, and one more where it is closed, then the
    /// places.
    words: Vec<u32>,
}

/// What was found at a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub entry: Entry,
    /// The radius of a circle around it, in radians; 0 for a point.
    pub radius: f64,
    border: &'a [u32],
}

impl Piece {
    /// Adds a dataset; the piece must be sorted before it is looked up.
    pub(crate) fn push(&mut self, row: u32, outline: &Outline, band: Band) {
        let entry = Entry {
            row,
            at: Fixed::of(outline.centre),
            band,
        };
        #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
        let radius = (outline.radius * (1.0 + 1e-6)) as f32;
        if radius <= 0.0 {
            self.points.entries.push(entry);
            return;
        }
        let border = self.push_border(&outline.strokes);
        let nr = CLASSES.partition_point(|largest| *largest < radius);
        if let Some(class) = self.classes.get_mut(nr.min(CLASSES.len() - 1)) {
            class.entries.push(entry);
            class.extents.push(Extent { radius, border });
        }
    }

    fn push_border(&mut self, strokes: &[Stroke]) -> u32 {
        let at = u32::try_from(self.words.len()).unwrap_or(CIRCLE);
        let n_strokes = u32::try_from(strokes.len()).unwrap_or_default();
        if n_strokes == 0 || at == CIRCLE {
            return CIRCLE;
        }
        self.words.push(n_strokes);
        for stroke in strokes {
            let n_places = u32::try_from(stroke.places.len()).unwrap_or_default();
            let closed = u32::from(stroke.end == End::Closed);
            self.words.push(2 * n_places + closed);
            for place in &stroke.places {
                self.words.extend(Fixed::of(*place).words());
            }
        }
        at
    }

    /// Puts the entries in order.
    pub(crate) fn sort(&mut self) {
        self.points
            .entries
            .sort_unstable_by_key(|entry| key(entry.at));
        self.points.entries.shrink_to_fit();
        for class in &mut self.classes {
            class.sort();
        }
        self.words.shrink_to_fit();
    }

    /// How many datasets there are.
    pub(crate) fn len(&self) -> usize {
        let extended: usize = self.classes.iter().map(|class| class.entries.len()).sum();
        self.points.entries.len() + extended
    }

    /// Takes in what another has.
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.points.entries.extend_from_slice(&other.points.entries);
        self.absorb_where(other, |_| true);
        self.sort();
    }

    /// The piece without the datasets of these rows; `None` where it has none of them.
    pub(crate) fn without(&self, rows: &Range<usize>) -> Option<Self> {
        let is_out = |entry: &Entry| rows.contains(&(entry.row as usize));
        let mut all = self.classes.iter().chain([&self.points]);
        if !all.any(|class| class.entries.iter().any(is_out)) {
            return None;
        }
        let mut rest = Self::default();
        let points = self.points.entries.iter().filter(|entry| !is_out(entry));
        rest.points.entries.extend(points);
        rest.absorb_where(self, |entry| !is_out(entry));
        Some(rest)
    }

    fn absorb_where(&mut self, other: &Self, keep: impl Fn(&Entry) -> bool) {
        let classes = self.classes.iter_mut().zip(&other.classes);
        for (class, more) in classes {
            for (entry, extent) in more.entries.iter().zip(&more.extents) {
                if !keep(entry) {
                    continue;
                }
                let border = other.border(extent.border);
                let at = u32::try_from(self.words.len()).unwrap_or(CIRCLE);
                let known = !border.is_empty() && at != CIRCLE;
                self.words.extend_from_slice(border);
                class.entries.push(*entry);
                class.extents.push(Extent {
                    border: if known { at } else { CIRCLE },
                    ..*extent
                });
            }
        }
    }

    /// The words of a border.
    fn border(&self, at: u32) -> &[u32] {
        let words = self.words.get(at as usize..).unwrap_or_default();
        let mut end = 1;
        for _ in 0..words.first().copied().unwrap_or_default() {
            let n_words = words.get(end).copied().unwrap_or_default() & !1;
            end += 1 + n_words as usize;
        }
        words.get(..end).unwrap_or_default()
    }

    /// Goes through what may reach to within `margin` of a place (radians), the small first, until told to stop; and
    /// whether it was not.
    pub(crate) fn near<'a>(
        &'a self,
        place: Direction,
        margin: f64,
        visit: &mut impl FnMut(Found<'a>) -> bool,
    ) -> bool {
        let at = Fixed::of(place);
        let points = self.points.within(at, margin);
        for nr in points.into_iter().flatten() {
            if self.points.found(nr, &[]).is_some_and(|it| !visit(it)) {
                return false;
            }
        }
        for (class, largest) in self.classes.iter().zip(CLASSES) {
            let reach = margin + f64::from(largest);
            for nr in class.within(at, reach).into_iter().flatten() {
                let border = class.extents.get(nr).map(|extent| extent.border);
                let border = self.border(border.unwrap_or(CIRCLE));
                if class.found(nr, border).is_some_and(|it| !visit(it)) {
                    return false;
                }
            }
        }
        true
    }
}

impl Class {
    fn sort(&mut self) {
        let mut both: Vec<(Entry, Extent)> = self
            .entries
            .iter()
            .copied()
            .zip(self.extents.iter().copied())
            .collect();
        both.sort_unstable_by_key(|(entry, _)| key(entry.at));
        (self.entries, self.extents) = both.into_iter().unzip();
        self.entries.shrink_to_fit();
        self.extents.shrink_to_fit();
    }

    fn found<'a>(&self, nr: usize, border: &'a [u32]) -> Option<Found<'a>> {
        let extent = self.extents.get(nr);
        Some(Found {
            entry: *self.entries.get(nr)?,
            radius: extent.map_or(0.0, |extent| f64::from(extent.radius)),
            border,
        })
    }

    /// The places of entries whose middle may lie within `reach` (radians) of a place.
    fn within(&self, at: Fixed, reach: f64) -> Vec<Range<usize>> {
        if self.entries.is_empty() {
            return Vec::new();
        }
        let reach_parts = i64::from(parts(reach)) + 1;
        let dec = i64::from(at.dec);
        let pole = 1_i64 << 30;
        let (lo, hi) = (
            (dec - reach_parts).max(-pole),
            (dec + reach_parts).min(pole),
        );
        let zones = zone(lo)..=zone(hi);
        let Some(around) = ra_reach(at, reach) else {
            // All right ascensions: whole zones, which follow each other.
            let first = self.lower((zone(lo), 0));
            let last = self.lower((zone(hi) + 1, 0));
            return std::iter::once(first..last).collect();
        };
        let (west, east) = (at.ra.wrapping_sub(around), at.ra.wrapping_add(around));
        let mut ranges = Vec::new();
        for zone in zones {
            let upper = |ra: u32| match ra.checked_add(1) {
                Some(next) => self.lower((zone, next)),
                None => self.lower((zone + 1, 0)),
            };
            if west <= east {
                ranges.push(self.lower((zone, west))..upper(east));
            } else {
                ranges.push(self.lower((zone, 0))..upper(east));
                ranges.push(self.lower((zone, west))..self.lower((zone + 1, 0)));
            }
        }
        ranges.retain(|range| !range.is_empty());
        ranges
    }

    /// The place of the first entry that does not come before this zone and right ascension.
    fn lower(&self, wanted: (i64, u32)) -> usize {
        self.entries.partition_point(|entry| key(entry.at) < wanted)
    }
}

/// How far in right ascension what lies within `reach` of a place can be; `None` where it can be anywhere.
fn ra_reach(at: Fixed, reach: f64) -> Option<u32> {
    let [.., z] = at.direction();
    let to_pole = z.abs().min(1.0).acos();
    if reach >= to_pole - 1e-9 {
        return None;
    }
    // sin(ra) = sin(reach) / cos(dec) where the circle touches a meridian
    let sine = reach.sin() / to_pole.sin();
    (sine < 1.0).then(|| parts(sine.asin()) + 1)
}

fn zone(dec: i64) -> i64 {
    dec >> ZONE_BITS
}

fn key(at: Fixed) -> (i64, u32) {
    (zone(i64::from(at.dec)), at.ra)
}

impl<'a> Found<'a> {
    /// Whether its border is the circle around it.
    pub(crate) fn is_circle(&self) -> bool {
        self.border.is_empty()
    }

    /// Its border, stroke by stroke.
    pub(crate) fn strokes(
        &self,
    ) -> impl Iterator<Item = (impl Iterator<Item = Direction> + 'a, End)> {
        let mut rest = self.border.get(1..).unwrap_or_default();
        std::iter::from_fn(move || {
            let (head, words) = rest.split_first()?;
            let (places, others) = words.split_at_checked((head & !1) as usize)?;
            rest = others;
            let end = if head & 1 == 1 {
                End::Closed
            } else {
                End::Open
            };
            let (pairs, _) = places.as_chunks::<2>();
            let places = pairs
                .iter()
                .map(|pair| Fixed::from_words(*pair).direction());
            Some((places, end))
        })
    }
}
