//! What is asked of the sky map.

use crate::gui::{action::SkyAction, sky::Look, state::State};

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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::{action::Action, testing::opened};

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
}
