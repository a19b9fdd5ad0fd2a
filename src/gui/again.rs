//! Which services an action asks again, and why not where it asks none.

use super::{
    action::Action,
    state::{Selected, State},
};
use crate::discovery::{
    again::{How, all_cut_off, all_unanswered, can_ask_again, can_ask_in_parts, higher_limit},
    event::ServiceNr,
    record::Record,
};

/// The services that are asked again, and how; or why there is none.
pub(crate) type Asked = Result<Vec<(ServiceNr, How)>, String>;

/// The services that an action asks again; `None` for actions that are about something else.
pub(crate) fn asked_again(action: &Action, state: &State) -> Option<Asked> {
    let asked: fn(&State, &Record) -> Asked = match action {
        Action::AskAgain => |state, record| {
            let nr = selected(state)?;
            can_ask_again(record, nr)?;
            Ok(vec![(nr, How::Whole)])
        },
        Action::AskForMore => |state, record| {
            let nr = selected(state)?;
            Ok(vec![(nr, How::UpTo(higher_limit(record, nr)?))])
        },
        Action::AskInParts => |state, record| {
            let nr = selected(state)?;
            can_ask_in_parts(record, nr)?;
            Ok(vec![(nr, How::InParts)])
        },
        Action::AskAllAgain => |_, record| {
            some(
                all_unanswered(record),
                "Every service that was to be asked has answered",
            )
        },
        Action::AskAllInParts => |_, record| {
            some(
                all_cut_off(record),
                "No service was cut off, or none that can be asked in parts",
            )
        },
        _ => return None,
    };
    Some(when_ended(state).and_then(|record| asked(state, record)))
}

/// Whether no search runs and none is being opened, so that one can begin or go on; if not, the sentence that says why.
pub(crate) fn none_runs(state: &State) -> Result<(), String> {
    if state.is_searching() {
        return Err("A search is running; stop it first".to_owned());
    }
    if state.is_opening() {
        return Err("A run is being opened".to_owned());
    }
    Ok(())
}

/// The record of a search that has ended, which alone can go on.
fn when_ended(state: &State) -> Result<&Record, String> {
    none_runs(state)?;
    let record = state.record().filter(|record| record.plan().is_some());
    record.ok_or_else(|| "Run a search first".to_owned())
}

fn selected(state: &State) -> Result<ServiceNr, String> {
    match state.selected {
        Selected::Service(nr) => Ok(nr),
        Selected::Nothing | Selected::Dataset(_) | Selected::Line(_) => {
            Err("Select a service first, in the list Services".to_owned())
        }
    }
}

fn some(services: Vec<(ServiceNr, How)>, none: &str) -> Asked {
    if services.is_empty() {
        Err(none.to_owned())
    } else {
        Ok(services)
    }
}
