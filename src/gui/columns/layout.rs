//! Which columns are shown, in which order and how wide.

use super::ColumnNr;
use crate::gui::widgets::sheet::Column;
use serde::{Deserialize, Serialize};

/// Which columns are shown, in which order and how wide. It can be kept between starts: then columns are named by their
/// heads, those that are not known any more are left out, and new ones come last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<Kept>", into = "Vec<Kept>")]
pub(crate) struct ColumnsLayout {
    places: Vec<Place>,
}

/// A column in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    nr: ColumnNr,
    width: f32,
    shown: bool,
}

/// A column as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    head: String,
    width: f32,
    shown: bool,
}

/// Where a column goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// One place to the left.
    Left,
    /// One place to the right.
    Right,
}

impl Default for ColumnsLayout {
    fn default() -> Self {
        Self {
            places: ColumnNr::all().map(Place::usual).collect(),
        }
    }
}

impl Place {
    fn usual(nr: ColumnNr) -> Self {
        Self {
            nr,
            width: nr.column().width,
            shown: nr.is_usual(),
        }
    }
}

impl From<Vec<Kept>> for ColumnsLayout {
    fn from(kept: Vec<Kept>) -> Self {
        let mut places: Vec<Place> = Vec::new();
        for kept in kept {
            if let Some(nr) = ColumnNr::named(&kept.head)
                && !places.iter().any(|place| place.nr == nr)
            {
                let sound = kept.width.is_finite() && (20.0..=2000.0).contains(&kept.width);
                places.push(Place {
                    nr,
                    width: if sound { kept.width } else { nr.column().width },
                    shown: kept.shown,
                });
            }
        }
        for nr in ColumnNr::all() {
            if !places.iter().any(|place| place.nr == nr) {
                places.push(Place {
                    shown: false,
                    ..Place::usual(nr)
                });
            }
        }
        if places.iter().any(|place| place.shown) {
            Self { places }
        } else {
            Self::default()
        }
    }
}

impl From<ColumnsLayout> for Vec<Kept> {
    fn from(layout: ColumnsLayout) -> Self {
        let kept = |place: &Place| Kept {
            head: place.nr.head().to_owned(),
            width: place.width,
            shown: place.shown,
        };
        layout.places.iter().map(kept).collect()
    }
}

impl ColumnsLayout {
    /// The columns that are shown, in their order.
    pub(crate) fn shown(&self) -> impl Iterator<Item = ColumnNr> + '_ {
        let shown = self.places.iter().filter(|place| place.shown);
        shown.map(|place| place.nr)
    }

    /// The same as the table takes them.
    pub(crate) fn columns(&self) -> Vec<Column> {
        let shown = self.places.iter().filter(|place| place.shown);
        shown
            .map(|place| Column {
                width: place.width,
                ..place.nr.column()
            })
            .collect()
    }

    /// The column at this place among those that are shown.
    pub(crate) fn nth(&self, place: usize) -> Option<ColumnNr> {
        self.shown().nth(place)
    }

    /// Where a column stands among those that are shown.
    pub(crate) fn place(&self, nr: ColumnNr) -> Option<usize> {
        self.shown().position(|shown| shown == nr)
    }

    /// Whether a column is shown.
    pub(crate) fn is_shown(&self, nr: ColumnNr) -> bool {
        self.place(nr).is_some()
    }

    /// Shows a column, or no longer.
    pub(crate) fn toggle(&mut self, nr: ColumnNr) {
        let only_one = self.shown().count() == 1;
        if let Some(place) = self.places.iter_mut().find(|place| place.nr == nr) {
            place.shown = !place.shown || only_one;
        }
    }

    /// Puts the column that is shown at one place at another.
    pub(crate) fn carry(&mut self, from: usize, to: usize) {
        let at = |place| Some(self.index(self.nth(place)?));
        let (Some(Some(from)), Some(Some(to))) = (at(from), at(to)) else {
            return;
        };
        let place = self.places.remove(from);
        self.places.insert(to.min(self.places.len()), place);
    }

    fn index(&self, nr: ColumnNr) -> Option<usize> {
        self.places.iter().position(|place| place.nr == nr)
    }

    /// Where a column would go; `None` at the end.
    pub(crate) fn beside(&self, nr: ColumnNr, side: Side) -> Option<usize> {
        let place = self.place(nr)?;
        let to = match side {
            Side::Left => place.checked_sub(1),
            Side::Right => Some(place + 1),
        };
        to.filter(|to| self.nth(*to).is_some())
    }

    /// Gives the column that is shown at this place a width.
    pub(crate) fn widen(&mut self, place: usize, width: f32) {
        let mut shown = self.places.iter_mut().filter(|place| place.shown);
        if let Some(place) = shown.nth(place) {
            place.width = width;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(layout: &ColumnsLayout) -> Vec<&'static str> {
        layout.shown().map(ColumnNr::head).take(4).collect()
    }

    #[test]
    fn columns_are_carried_hidden_and_shown() {
        let mut layout = ColumnsLayout::default();
        assert_eq!(heads(&layout), ["Title", "Type", "Wavelength", "Time"]);
        layout.carry(3, 0);
        assert_eq!(heads(&layout), ["Time", "Title", "Type", "Wavelength"]);
        layout.carry(0, 2);
        assert_eq!(heads(&layout), ["Title", "Type", "Time", "Wavelength"]);
        layout.toggle(ColumnNr::named("Type").unwrap());
        assert_eq!(heads(&layout)[..3], ["Title", "Time", "Wavelength"]);
        let title = ColumnNr::named("Title").unwrap();
        assert_eq!(layout.beside(title, Side::Left), None);
        assert_eq!(layout.beside(title, Side::Right), Some(1));
        layout.toggle(ColumnNr::named("Type").unwrap());
        assert_eq!(heads(&layout), ["Title", "Type", "Time", "Wavelength"]);
    }

    #[test]
    fn the_last_column_cannot_be_hidden() {
        let mut layout = ColumnsLayout::default();
        for nr in ColumnNr::all().filter(|nr| nr.is_usual()) {
            layout.toggle(nr);
        }
        assert_eq!(heads(&layout), ["Address"]);
    }

    #[test]
    fn what_was_kept_is_taken_as_far_as_it_makes_sense() {
        let mut layout = ColumnsLayout::default();
        layout.carry(0, 1);
        layout.widen(0, 99.0);
        let json = serde_json::to_string(&layout).unwrap();
        assert_eq!(
            serde_json::from_str::<ColumnsLayout>(&json).unwrap(),
            layout
        );
        let json = r#"[{"head":"Time","width":1e9,"shown":true},{"head":"Gone","width":5.0,"shown":true},
            {"head":"Time","width":70.0,"shown":false}]"#;
        let layout: ColumnsLayout = serde_json::from_str(json).unwrap();
        assert_eq!(heads(&layout), ["Time"]);
        let width = layout.columns()[0].width;
        assert!((width - 164.0).abs() < 0.01, "its first width: {width}");
        let all = layout.places.len();
        assert_eq!(
            all,
            ColumnsLayout::default().places.len(),
            "others can be shown"
        );
        let none: ColumnsLayout = serde_json::from_str("[]").unwrap();
        assert_eq!(none, ColumnsLayout::default());
    }
}
