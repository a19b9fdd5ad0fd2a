//! How the window's room is shared between its parts: in proportion, so that it stays so in a larger window.

use crate::gui::style::FORM_WIDTH;
use eframe::egui::Rangef;
use serde::{Deserialize, Serialize};

/// The lines of the window that can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// Between the form and the rest.
    Form,
    /// Between the sky map or the coverage plot and the lists.
    Pictures,
    /// Between the sky map and the coverage plot.
    Coverage,
    /// Between the lists and the details.
    Details,
}

/// How the room is shared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Shares {
    /// The width of the form, in points: more room does not make it more useful.
    form: f32,
    /// The height of the pictures, as a part of what is beside the form.
    pictures: f32,
    /// The width of the coverage plot, as a part of that of the pictures.
    coverage: f32,
    /// The height of the details, as a part of what is beside the form.
    details: f32,
}

impl Default for Shares {
    fn default() -> Self {
        Self {
            form: FORM_WIDTH,
            pictures: 0.34,
            coverage: 0.5,
            details: 0.26,
        }
    }
}

/// The least width of the form, in points.
const FORM_LEAST: f32 = 240.0;
/// The most.
const FORM_MOST: f32 = 480.0;
/// The least height of the pictures.
const PICTURES_LEAST: f32 = 120.0;
/// The least width of the sky map and of the coverage plot.
const PICTURE_LEAST: f32 = 200.0;
/// The least height of the details.
const DETAILS_LEAST: f32 = 90.0;
/// The least height of the lists: their tabs, the head of a table and some rows.
const LISTS_LEAST: f32 = 130.0;

/// The size of a part in points, and what it may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Room {
    pub size: f32,
    pub range: Rangef,
    pub usual: f32,
}

impl Room {
    fn new(asked: f32, usual: f32, range: Rangef) -> Self {
        Self {
            size: range.clamp(asked),
            range,
            usual,
        }
    }
}

impl Shares {
    /// The width of the form in a window of this width.
    pub(crate) fn form(&self, window: f32) -> Room {
        let most = (0.5 * window).clamp(FORM_LEAST, FORM_MOST);
        Room::new(self.form, FORM_WIDTH, Rangef::new(FORM_LEAST, most))
    }

    /// The width of the coverage plot beside the sky map, in this width.
    pub(crate) fn coverage(&self, room: f32) -> Room {
        let least = PICTURE_LEAST.min(0.5 * room);
        let range = Rangef::new(least, room - least);
        Room::new(self.coverage * room, 0.5 * room, range)
    }

    /// The height of the details as a part of the whole height, where so much of it is left by the notices.
    pub(crate) fn details(&self, (whole, left): (f32, f32), has_pictures: bool) -> Room {
        let others = if has_pictures { PICTURES_LEAST } else { 0.0 };
        let usual = Self::default().details * whole;
        let range = range(DETAILS_LEAST, left - LISTS_LEAST - others);
        Room::new(self.details * whole, usual, range)
    }

    /// The height of the pictures likewise, where so much is left by notices and details.
    pub(crate) fn pictures(&self, (whole, left): (f32, f32)) -> Room {
        let usual = Self::default().pictures * whole;
        let range = range(PICTURES_LEAST, left - LISTS_LEAST);
        Room::new(self.pictures * whole, usual, range)
    }

    /// Moves a line, so that its part has this share of its room; the form has this width.
    pub(crate) fn set(&mut self, line: Line, share: f32) {
        let kept = match line {
            Line::Form => &mut self.form,
            Line::Pictures => &mut self.pictures,
            Line::Coverage => &mut self.coverage,
            Line::Details => &mut self.details,
        };
        *kept = share;
        *self = self.checked();
    }

    /// The same within what makes sense, whatever a file says.
    pub(crate) fn checked(self) -> Self {
        let usual = Self::default();
        let part = |share: f32, usual: f32| {
            if (0.0..=1.0).contains(&share) {
                share
            } else {
                usual
            }
        };
        let form = if self.form.is_finite() {
            self.form.clamp(FORM_LEAST, FORM_MOST)
        } else {
            usual.form
        };
        Self {
            form,
            pictures: part(self.pictures, usual.pictures),
            coverage: part(self.coverage, usual.coverage),
            details: part(self.details, usual.details),
        }
    }
}

/// From the least to the most; where there is less room than the least, all that there is.
fn range(least: f32, most: f32) -> Rangef {
    let most = most.max(0.5 * least);
    Rangef::new(least.min(most), most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_window_is_shared_in_the_same_proportion() {
        let mut shares = Shares::default();
        shares.set(Line::Pictures, 0.5);
        shares.set(Line::Coverage, 0.25);
        for room in [800.0, 1_600.0] {
            let coverage = shares.coverage(room).size;
            assert!(
                (coverage - 0.25 * room).abs() < 0.01,
                "{coverage} of {room}"
            );
            let details = shares.details((room, room), true).size;
            assert!((details - 0.26 * room).abs() < 0.01, "{details} of {room}");
            let pictures = shares.pictures((room, room - details)).size;
            assert!((pictures - 0.5 * room).abs() < 0.01, "{pictures} of {room}");
        }
        let form = |window| Shares::default().form(window).size;
        assert!(
            (form(1_200.0) - form(1_900.0)).abs() < 0.01,
            "a form is no larger"
        );
    }

    #[test]
    fn every_part_keeps_some_room_in_the_smallest_window() {
        let mut greedy = Shares::default();
        greedy.set(Line::Details, 1.0);
        greedy.set(Line::Pictures, 1.0);
        greedy.set(Line::Coverage, 1.0);
        greedy.set(Line::Form, 1_000.0);
        // 860 by 560 pixels with text of usual size, and of 150 %; less the bars.
        for (width, height) in [(860.0, 496.0), (573.0, 310.0)] {
            let details = greedy.details((height, height), true).size;
            let pictures = greedy.pictures((height, height - details)).size;
            let lists = height - details - pictures;
            assert!(
                lists >= LISTS_LEAST - 15.0,
                "{lists} of {height} for the lists"
            );
            assert!(details >= 45.0 && pictures >= 60.0, "{details} {pictures}");
            let form = greedy.form(width).size;
            let plot = greedy.coverage(width - form).size;
            let sky = width - form - plot;
            assert!(form <= 0.5 * width && sky >= 140.0, "{form} {plot} {sky}");
        }
    }

    #[test]
    fn shares_of_a_broken_file_are_the_usual_ones() {
        let broken = Shares {
            form: f32::NAN,
            pictures: -1.0,
            coverage: 7.0,
            details: f32::INFINITY,
        };
        assert_eq!(broken.checked(), Shares::default());
    }
}
