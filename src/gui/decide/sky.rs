//! What is asked of the sky map.

use crate::gui::{
    action::SkyAction,
    panes::Pane,
    sky::Look,
    state::{Selected, State},
};

/// How much more or less a step of zooming shows.
const STEP: f64 = 1.6;

/// What the first step from the whole sky shows, in radians.
const INTO_THE_SKY: f64 = 1.4;

/// What a step beyond shows is the whole sky, in radians.
const WHOLE: f64 = 3.0;

impl State {
    pub(super) fn decide_sky(&mut self, action: SkyAction) {
        let now = self.sky_look();
        let zoomed = |width: f64| Some(Look { width, ..now });
        match action {
            SkyAction::Fit => self.sky.look = None,
            SkyAction::WholeSky => self.sky.look = Some(Look::whole_sky()),
            SkyAction::Look(look) => self.sky.look = Some(look),
            SkyAction::ShowSelected => {
                if let Selected::Dataset(row) = self.selected {
                    self.show_on_sky(row);
                }
            }
            SkyAction::ShowRow(row) => {
                if !self.selection.contains(row) {
                    self.select_dataset(row);
                }
                self.show_on_sky(row);
            }
            SkyAction::ZoomIn => {
                self.sky.look = zoomed((now.width / STEP).clamp(Look::LEAST, INTO_THE_SKY));
            }
            SkyAction::ZoomOut if now.width * STEP > WHOLE => {
                self.sky.look = zoomed(f64::INFINITY);
            }
            SkyAction::ZoomOut => self.sky.look = zoomed(now.width * STEP),
            SkyAction::Take(tool) => self.sky.tool = tool,
            SkyAction::Write(units) => self.sky.units = units,
        }
    }

    /// Looks at a dataset, on a map that shows.
    fn show_on_sky(&mut self, row: usize) {
        self.sky.look = self.look_at_dataset(row);
        if !self.panes.shows(Pane::Sky) {
            self.panes.toggle(Pane::Sky);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        discovery::event::{Happening, ServiceNr},
        domain::{dataset::DatasetsBuilder, obscore::ObsColumn},
        gui::{
            action::Action,
            testing::{answered, opened, tell},
        },
    };
    use std::sync::Arc;

    fn asked(state: &mut State, action: SkyAction) {
        state.decide(Action::Sky(action));
    }

    #[test]
    fn the_map_looks_at_what_is_asked_for_until_a_person_looks_elsewhere() {
        let mut state = opened();
        let region = state.sky_look();
        assert!((region.centre.ra.0 - 274.688).abs() < 1e-9);
        // a radius of one degree takes four fifths of the shorter side
        assert!((region.width.to_degrees() - 2.5).abs() < 1e-3);
        asked(&mut state, SkyAction::WholeSky);
        assert!(state.sky_look().width.is_infinite());
        assert!(SkyAction::ZoomOut.possible(&state).is_err());
        asked(&mut state, SkyAction::Fit);
        assert_eq!(state.sky_look(), region);
        asked(&mut state, SkyAction::ZoomIn);
        assert!(state.sky_look().width < region.width && state.sky_look().centre == region.centre);
        state.decide(Action::Run);
        assert_eq!(state.sky_look(), region, "each run begins with its region");
    }

    #[test]
    fn zooming_out_ends_with_the_whole_sky_and_goes_back_in() {
        let mut state = opened();
        let mut n_steps = 0;
        while SkyAction::ZoomOut.possible(&state).is_ok() {
            asked(&mut state, SkyAction::ZoomOut);
            n_steps += 1;
        }
        assert!(n_steps < 15, "{n_steps}");
        asked(&mut state, SkyAction::ZoomIn);
        assert!(state.sky_look().width < 2.0);
    }

    #[test]
    fn a_dataset_is_shown_in_the_middle_of_the_map() {
        let (mut state, id) = answered();
        let why = SkyAction::ShowSelected.possible(&state);
        assert_eq!(why, Err("No dataset is selected".to_owned()));
        let why = SkyAction::ShowRow(0).possible(&state);
        assert!(why.is_err_and(|it| it.contains("does not say where")));
        let mut builder = DatasetsBuilder::new();
        builder.set_text(ObsColumn::SRegion, "CIRCLE 10 20 0.1");
        builder.finish_row();
        let rows = Arc::new(builder.finish());
        tell(&mut state, id, Happening::Rows(ServiceNr(0), rows));
        state.panes.toggle(Pane::Sky);
        asked(&mut state, SkyAction::ShowRow(2));
        assert_eq!(state.selected, Selected::Dataset(2));
        assert!(state.panes.shows(Pane::Sky));
        let look = state.sky_look();
        assert!((look.centre.ra.0 - 10.0).abs() < 1e-9 && (look.centre.dec.0 - 20.0).abs() < 1e-9);
        // 0.2 degrees take four fifths of a third of the map
        assert!((look.width.to_degrees() - 0.75).abs() < 1e-3);
        asked(&mut state, SkyAction::WholeSky);
        asked(&mut state, SkyAction::ShowSelected);
        assert_eq!(state.sky_look(), look);
    }
}
