//! What the keys ask of a table while it has the focus.

use super::{Asked, Geometry, Sheet, Source, row_text};
use eframe::egui::{Event, EventFilter, Key, Modifiers, Response, Ui};

/// The keys that lead to another row.
const MOVES: [Key; 6] = [
    Key::ArrowDown,
    Key::ArrowUp,
    Key::PageDown,
    Key::PageUp,
    Key::Home,
    Key::End,
];

impl Sheet<'_> {
    /// What the keys ask for: to go to a row, to select more, to copy.
    pub(super) fn asked_by_keys(
        &self,
        ui: &Ui,
        focus: &Response,
        source: &dyn Source,
        geometry: &Geometry,
    ) -> Vec<Asked> {
        let mut asked = Vec::new();
        if !focus.has_focus() || geometry.n_rows == 0 {
            return asked;
        }
        let filter = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(focus.id, filter));
        // Shift first: egui takes Shift with a key for the key alone as well.
        for (modifiers, asks) in [
            (Modifiers::SHIFT, Asked::UpTo as fn(usize) -> Asked),
            (Modifiers::NONE, Asked::Row),
        ] {
            let pressed = ui.input_mut(|input| {
                MOVES
                    .into_iter()
                    .find(|key| input.consume_key(modifiers, *key))
            });
            asked.extend(pressed.map(|key| asks(self.place_by(key, geometry))));
        }
        if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
            asked.push(Asked::All);
        }
        let toggles = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Space));
        asked.extend(self.selected.filter(|_| toggles).map(Asked::Toggle));
        let copies = |event: &Event| matches!(event, Event::Copy);
        if ui.input(|input| input.events.iter().any(copies)) {
            asked.extend(self.copied(source));
        }
        asked
    }

    fn copied(&self, source: &dyn Source) -> Option<Asked> {
        if source.n_selected() > 1 {
            return Some(Asked::CopySelected);
        }
        let place = self.selected.filter(|place| *place < source.len())?;
        Some(Asked::Copy(row_text(source, place, self.columns.len())))
    }

    /// The place to which a key leads.
    fn place_by(&self, key: Key, geometry: &Geometry) -> usize {
        let last = geometry.n_rows.saturating_sub(1);
        let Some(place) = self.selected else {
            return if key == Key::End { last } else { 0 };
        };
        let place = match key {
            Key::ArrowDown => place + 1,
            Key::ArrowUp => place.saturating_sub(1),
            Key::PageDown => place + geometry.page(),
            Key::PageUp => place.saturating_sub(geometry.page()),
            Key::Home => 0,
            _ => last,
        };
        place.min(last)
    }
}
