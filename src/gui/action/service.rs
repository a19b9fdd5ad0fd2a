//! What a person can ask about one service, besides asking it again.

use crate::{
    discovery::{event::ServiceNr, record::ServiceState},
    gui::state::State,
};

/// What a person can ask about one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ServiceAction {
    /// Put its last request on the clipboard, as a command for curl.
    CopyCurl(ServiceNr),
    /// Put its identifier on the clipboard.
    CopyIvoid(ServiceNr),
    /// Open what the registry says of it in the browser.
    OpenRecord(ServiceNr),
}

impl ServiceAction {
    /// Its name on buttons and in menus.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CopyCurl(_) => "Copy as curl",
            Self::CopyIvoid(_) => "Copy IVOID",
            Self::OpenRecord(_) => "Open registry record",
        }
    }

    /// What it does, in a sentence.
    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::CopyCurl(_) => "The request as a command line, to try it by hand",
            Self::CopyIvoid(_) => "The identifier of the service in the registry",
            Self::OpenRecord(_) => "What the registry says of the service, in the browser",
        }
    }

    /// Whether it can be asked for now; if not, the sentence that says why.
    pub(crate) fn possible(self, state: &State) -> Result<(), String> {
        let service = self.service(state).ok_or("Select a service first")?;
        match self {
            Self::CopyCurl(_) if last_request(service).is_none() => {
                Err("It has not been asked".to_owned())
            }
            Self::OpenRecord(_) if record_url(service).is_none() => {
                Err("Its record has no page: it is not of the public registry".to_owned())
            }
            Self::CopyCurl(_) | Self::CopyIvoid(_) | Self::OpenRecord(_) => Ok(()),
        }
    }

    /// The service that it is about.
    pub(crate) fn service(self, state: &State) -> Option<&ServiceState> {
        let (Self::CopyCurl(nr) | Self::CopyIvoid(nr) | Self::OpenRecord(nr)) = self;
        state.record()?.services().get(nr.index())
    }
}

/// The last request that was sent to a service, as a command for curl.
pub(crate) fn last_request(service: &ServiceState) -> Option<&str> {
    let on_its_way = service.on_its_way();
    let last = on_its_way.or_else(|| service.requests().last());
    last.map(|attempt| attempt.request.as_str())
}

/// The page of a service's record: GAVO's resolver of identifiers shows any that is in the registry.
pub(crate) fn record_url(service: &ServiceState) -> Option<String> {
    let rest = service.service.ivoid.as_str().strip_prefix("ivo://")?;
    // What the practice VO names is in no registry but its own.
    let is_practice = rest.starts_with("practice.vodiscover");
    (!is_practice).then(|| format!("https://dc.g-vo.org/LP/{}", rest.replace('?', "%3F")))
}
