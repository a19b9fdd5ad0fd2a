//! The axes, bands and margins, as items that go on the screen and on paper alike.

use super::{
    asked::Asked,
    axis::{Look, Place},
    dates::{Dates, Tick, dates},
    layout::{Layout, Sizes},
    plot::{Margin, Plot},
    waves::waves,
};
use crate::{
    domain::wavelength::WAVEBANDS,
    figure::{Anchor, Area, Colour, Item, Line, Point, Text, Weight},
    gui::style::Inks,
};
use eframe::egui::{Rect, Vec2, pos2};

/// What is drawn with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pencils<'a> {
    /// Where.
    pub layout: &'a Layout,
    /// How large.
    pub sizes: Sizes,
    /// In which colours.
    pub inks: &'a Inks,
}

/// A band of the spectrum as it is seen.
#[derive(Debug)]
struct Band {
    name: &'static str,
    /// Every second one is.
    is_tinted: bool,
    rect: Rect,
}

/// How wide a letter is, as a part of the size.
const LETTER: f32 = 0.56;

/// How many ticks there are at the most, by the room that their labels take.
fn n_ticks(room: f32, label: f32) -> f64 {
    f64::from((room / label).max(1.0))
}

impl Pencils<'_> {
    /// What lies behind the datasets: bands, lines at the ticks, and what was asked.
    pub(super) fn behind(&self, look: Look, asked: Asked) -> Vec<Item> {
        let place = self.layout.place(look);
        let bands = self.bands(&place);
        let tinted = bands.iter().filter(|band| band.is_tinted);
        let mut items: Vec<Item> = tinted
            .map(|band| filled(band.rect, self.inks.band))
            .collect();
        let (times, waves) = self.ticks(look);
        let plot = self.layout.plot;
        for tick in &times.ticks {
            let x = place.x(tick.at);
            items.push(self.line([x, plot.top()], [x, plot.bottom()]));
        }
        for tick in &waves {
            let y = place.y(tick.at);
            items.push(self.line([plot.left(), y], [plot.right(), y]));
        }
        if let Some(seen) = asked.seen(look) {
            // A single instant or wavelength is a line that can be seen.
            let rect = place.rect_of(seen);
            let more = (Vec2::splat(1.0) - rect.size()).max(Vec2::ZERO);
            let rect = rect.expand2(more);
            items.push(Item::Polygon {
                corners: area(rect).corners().to_vec(),
                fill: Some(self.inks.asked.faint(0.12)),
                line: Some(Line {
                    width: self.sizes.line,
                    colour: self.inks.asked,
                    dash: Some(3.0),
                }),
            });
        }
        items
    }

    /// What lies around them: frame, labels, histograms, and what has no place.
    pub(super) fn around(&self, look: Look, plot: Option<&Plot>) -> Vec<Item> {
        let mut items = vec![Item::Polygon {
            corners: area(self.layout.plot).corners().to_vec(),
            fill: None,
            line: Some(Line::solid(self.sizes.line, self.inks.axis)),
        }];
        self.labels(look, &mut items);
        if let Some(plot) = plot {
            self.margins(plot, look, &mut items);
        }
        items
    }

    fn ticks(&self, look: Look) -> (Dates, Vec<Tick>) {
        let plot = self.layout.plot;
        let times = dates(look.time, n_ticks(plot.width(), self.sizes.text * 6.4));
        let waves = waves(look.wave, n_ticks(plot.height(), self.sizes.text * 1.6));
        (times, waves)
    }

    fn labels(&self, look: Look, items: &mut Vec<Item>) {
        let place = self.layout.place(look);
        let (times, waves) = self.ticks(look);
        let size = self.sizes.text;
        let below = self.layout.whole.bottom() - size * 0.3;
        for tick in times.ticks {
            items.push(self.text(tick.label, [place.x(tick.at), below], Anchor::Middle));
        }
        if let Some(day) = times.day {
            let left = self.layout.whole.left();
            items.push(self.text(day, [left, below], Anchor::Start));
        }
        let right = self.layout.without_time.left() - size * 0.4;
        for tick in waves {
            let base = place.y(tick.at) + size * 0.35;
            items.push(self.text(tick.label, [right, base], Anchor::End));
        }
    }

    /// The bands of the spectrum that are seen.
    fn bands(&self, place: &Place) -> Vec<Band> {
        let (plot, seen) = (self.layout.plot, place.look.wave);
        let mut bands = Vec::new();
        for (nr, band) in WAVEBANDS.iter().enumerate() {
            let (lo, hi) = (band.extent.lo.0.log10(), band.extent.hi.0.log10());
            let top = place.y(hi.min(seen.hi)).max(plot.top());
            let bottom = place.y(lo.max(seen.lo)).min(plot.bottom());
            if top < bottom {
                bands.push(Band {
                    name: band.name,
                    is_tinted: nr % 2 == 0,
                    rect: Rect::from_min_max(pos2(plot.left(), top), pos2(plot.right(), bottom)),
                });
            }
        }
        bands
    }

    /// The names of the bands that are high enough for one, over the datasets.
    pub(super) fn names(&self, look: Look) -> Vec<Item> {
        let size = self.sizes.text;
        let bands = self.bands(&self.layout.place(look));
        let named = bands.iter().filter(|band| band.rect.height() >= size);
        named
            .flat_map(|band| {
                let (right, middle) = (band.rect.right() - size * 0.5, band.rect.center().y);
                #[expect(clippy::cast_precision_loss, reason = "a name is short")]
                let width = band.name.len() as f32 * size * LETTER;
                // A ground on which it can be read.
                let ground = Rect::from_min_max(
                    pos2(right - width, middle - size * 0.55),
                    pos2(right + size * 0.2, middle + size * 0.55),
                );
                let at = [right, middle + size * 0.35];
                [
                    filled(ground, self.inks.band.faint(0.8)),
                    self.text(band.name.to_owned(), at, Anchor::End),
                ]
            })
            .collect()
    }

    fn margins(&self, plot: &Plot, look: Look, items: &mut Vec<Item>) {
        let Self { layout, inks, .. } = *self;
        let seen = layout.place(plot.look);
        let wide = |lo: f64, hi: f64| {
            let time = |part: f64| seen.x(seen.look.time.at(part));
            (time(lo), time(hi))
        };
        let high = |lo: f64, hi: f64| {
            let wave = |part: f64| seen.y(seen.look.wave.at(part));
            (wave(hi), wave(lo))
        };
        let within = layout.place(look).rect;
        for (margin, is_time) in [(&plot.times, true), (&plot.waves, false)] {
            let most = margin.seen.iter().max().copied().unwrap_or(0);
            for (counts, ink) in [
                (&margin.seen, inks.dataset),
                (&margin.selected, inks.chosen),
                (&margin.pointed, inks.pointed),
            ] {
                for (lo, hi, share) in bars(counts, most) {
                    let rect = if is_time {
                        let (left, right) = wide(lo, hi);
                        let top = layout.times.bottom() - share * layout.times.height();
                        Rect::from_min_max(pos2(left, top), pos2(right, layout.times.bottom()))
                            .intersect(Rect::everything_right_of(within.left()))
                            .intersect(Rect::everything_left_of(within.right()))
                    } else {
                        let (top, bottom) = high(lo, hi);
                        let right = layout.waves.left() + share * layout.waves.width();
                        Rect::from_min_max(pos2(layout.waves.left(), top), pos2(right, bottom))
                            .intersect(Rect::everything_below(within.top()))
                            .intersect(Rect::everything_above(within.bottom()))
                    };
                    if rect.is_positive() {
                        items.push(filled(rect, ink));
                    }
                }
            }
        }
        self.lost(&plot.times, layout.without_wave, wide, items);
        self.lost(&plot.waves, layout.without_time, high, items);
        self.strip_names(items);
        let both = layout.without_both();
        if plot.counts.without_both > 0 && both.is_positive() {
            items.push(filled(both, inks.dataset.faint(0.65)));
        }
    }

    /// What the datasets in the strips lack.
    fn strip_names(&self, items: &mut Vec<Item>) {
        let Layout {
            without_time,
            without_wave,
            plot,
            ..
        } = self.layout;
        let size = self.sizes.text;
        if without_time.is_positive() {
            let at = [without_time.right(), plot.top() - size * 0.7];
            items.push(self.text("no time".to_owned(), at, Anchor::End));
        }
        if without_wave.is_positive() {
            let right = self.layout.without_time.left() - size * 0.4;
            let at = [right, without_wave.center().y + size * 0.35];
            items.push(self.text("no λ".to_owned(), at, Anchor::End));
        }
    }

    /// Datasets that lack the other axis: the more, the darker.
    fn lost(
        &self,
        margin: &Margin,
        strip: Rect,
        ends: impl Fn(f64, f64) -> (f32, f32),
        items: &mut Vec<Item>,
    ) {
        if !strip.is_positive() {
            return;
        }
        items.push(filled(strip, self.inks.band));
        let most = margin.lost.iter().max().copied().unwrap_or(0);
        for (counts, ink) in [
            (&margin.lost, self.inks.dataset),
            (&margin.lost_selected, self.inks.chosen),
            (&margin.lost_pointed, self.inks.pointed),
        ] {
            for (lo, hi, share) in bars(counts, most) {
                let (one, other) = ends(lo, hi);
                let rect = if strip.width() > strip.height() {
                    Rect::from_min_max(pos2(one, strip.top()), pos2(other, strip.bottom()))
                } else {
                    Rect::from_min_max(pos2(strip.left(), one), pos2(strip.right(), other))
                };
                let rect = rect.intersect(strip);
                if rect.is_positive() {
                    items.push(filled(rect, ink.faint(0.3 + 0.7 * share)));
                }
            }
        }
    }

    fn line(&self, from: Point, to: Point) -> Item {
        Item::Polyline {
            points: vec![from, to],
            line: Line::solid(self.sizes.line, self.inks.grid),
        }
    }

    fn text(&self, words: String, at: Point, anchor: Anchor) -> Item {
        Item::Text(Text {
            words,
            at,
            anchor,
            size: self.sizes.text,
            weight: Weight::Regular,
            turned: 0.0,
            colour: self.inks.weak,
        })
    }
}

/// The bins that are not empty, those of one count beside each other as one: from where to where along the axis, as
/// parts of it, and how high.
fn bars(counts: &[u32], most: u32) -> Vec<(f64, f64, f32)> {
    let mut bars: Vec<(f64, f64, f32)> = Vec::new();
    let mut before = 0;
    #[expect(clippy::cast_precision_loss, reason = "there are a few hundred bins")]
    let width = 1.0 / counts.len().max(1) as f64;
    for (nr, count) in (0_u32..).zip(counts) {
        let lo = f64::from(nr) * width;
        match bars.last_mut() {
            Some(bar) if *count > 0 && *count == before => bar.1 = lo + width,
            _ if *count > 0 => {
                #[expect(clippy::cast_possible_truncation, reason = "it is from 0 to 1")]
                let share = (f64::from(*count) / f64::from(most.max(1))) as f32;
                bars.push((lo, lo + width, share));
            }
            _ => {}
        }
        before = *count;
    }
    bars
}

fn filled(rect: Rect, fill: Colour) -> Item {
    Item::Polygon {
        corners: area(rect).corners().to_vec(),
        fill: Some(fill),
        line: None,
    }
}

/// A rectangle of the window as one of a figure.
pub(super) fn area(rect: Rect) -> Area {
    Area {
        x: rect.left(),
        y: rect.top(),
        width: rect.width(),
        height: rect.height(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_bins_side_by_side_are_one_bar() {
        assert_eq!(
            bars(&[0, 2, 2, 4, 0, 2, 0, 0], 4),
            [(0.125, 0.375, 0.5), (0.375, 0.5, 1.0), (0.625, 0.75, 0.5)]
        );
    }
}
