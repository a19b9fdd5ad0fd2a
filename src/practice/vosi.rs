//! What services say of themselves by VOSI 1.1.

use super::{
    answer::Answer,
    services::Door,
    xml::{document, escaped},
};
use crate::domain::service::Protocol;

/// The namespaces of a document of capabilities.
pub(super) const NAMESPACES: &str = "xmlns:vosi=\"http://www.ivoa.net/xml/VOSICapabilities/v1.0\" \
    xmlns:vs=\"http://www.ivoa.net/xml/VODataService/v1.1\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

/// `availability`.
pub(super) fn availability() -> Answer {
    Answer::xml(document(
        "<vosi:availability xmlns:vosi=\"http://www.ivoa.net/xml/VOSIAvailability/v1.0\">\
         <vosi:available>true</vosi:available></vosi:availability>",
    ))
}

/// A capability with one standard interface.
pub(super) fn capability(standard: &str, url_use: &str, url: &str) -> String {
    format!(
        "<capability standardID=\"{standard}\"><interface xsi:type=\"vs:ParamHTTP\" role=\"std\">\
         <accessURL use=\"{url_use}\">{}</accessURL></interface></capability>",
        escaped(url)
    )
}

/// `capabilities` of a service that is not TAP.
pub(super) fn capabilities(door: &Door, url: &str) -> Answer {
    let standard = match door.protocol {
        Protocol::Sia1 => "ivo://ivoa.net/std/SIA",
        Protocol::Sia2 | Protocol::ObsCore => "ivo://ivoa.net/std/SIA#query-2.0",
        Protocol::Ssap => "ivo://ivoa.net/std/SSA",
    };
    let base = url.split('?').next().unwrap_or_default();
    Answer::xml(document(&format!(
        "<vosi:capabilities {NAMESPACES}>{}{}{}</vosi:capabilities>",
        capability(standard, "base", url),
        capability(
            "ivo://ivoa.net/std/VOSI#capabilities",
            "full",
            &format!("{base}/capabilities")
        ),
        capability(
            "ivo://ivoa.net/std/VOSI#availability",
            "full",
            &format!("{base}/availability")
        ),
    )))
}
