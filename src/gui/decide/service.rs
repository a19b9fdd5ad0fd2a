//! What an action about one service asks for.

use super::Effect;
use crate::gui::{
    action::service::{ServiceAction, last_request, record_url},
    state::State,
};

impl State {
    pub(super) fn decide_service(&self, action: ServiceAction) -> Option<Effect> {
        let service = action.service(self)?;
        Some(match action {
            ServiceAction::CopyCurl(_) => Effect::Copy(last_request(service)?.to_owned()),
            ServiceAction::CopyIvoid(_) => Effect::Copy(service.service.ivoid.to_string()),
            ServiceAction::OpenRecord(_) => Effect::Open(record_url(service)?),
        })
    }
}
