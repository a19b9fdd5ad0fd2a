//! What belongs to a dataset: the {links} table of `DataLink` 1.1.

mod semantics;
#[cfg(test)]
mod tests;

pub use semantics::Semantics;

use super::{
    dali::{self, Part},
    error::AnswerError,
    request::{self, Request},
    table::Columns,
};
use crate::votable::{Field, Limits, Param, TableHead};
use std::{io::Read, ops::ControlFlow, sync::Arc};

/// Rows that are read of one document. One dataset has a handful of links, a large package some hundreds.
const MOST_LINKS: usize = 2_000;

/// Parameters that are read of one service. SODA has a dozen.
const MOST_PARAMS: usize = 200;

/// Services that are read of one document.
const MOST_SERVICES: usize = 200;

/// What a service says of one dataset.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// The links, in the order of the table.
    pub links: Vec<Link>,
    /// The services that some of the links name.
    pub services: Vec<Descriptor>,
}

/// One row of the {links} table (`DataLink` 1.1, section 3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The identifier that was asked for.
    pub id: String,
    /// Where it leads.
    pub target: Target,
    /// What it is to the dataset, by the vocabulary.
    pub semantics: Semantics,
    /// What it is to the dataset, in the service's own words for programs.
    pub local_semantics: Option<String>,
    /// What it is, for a person.
    pub description: Option<String>,
    /// The media type of what is there.
    pub content_type: Option<String>,
    /// The size of what is there, in bytes.
    pub content_length: Option<u64>,
    /// What kind of data product it is.
    pub content_qualifier: Option<String>,
    /// Whether one must log in.
    pub auth: Auth,
    /// Whether who asked, as who they asked, may follow it; `None` where the service does not say.
    pub authorized: Option<bool>,
}

/// Where a link leads: exactly one of three columns says it (`DataLink` 1.1, section 3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To a file, or a page.
    Url(String),
    /// To a service that wants parameters: the ID of its descriptor.
    Service(String),
    /// Nowhere; what the service says of that.
    Error(String),
}

/// Whether one must log in to follow a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Auth {
    /// It is not said, or not needed.
    #[default]
    None,
    /// One may.
    Optional,
    /// One must.
    Needed,
}

/// A service that is described in the document (`DataLink` 1.1, section 4).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Descriptor {
    /// By what links name it.
    pub id: String,
    /// What it is called.
    pub name: Option<String>,
    /// Where it is asked.
    pub access_url: String,
    /// The standard that it follows, such as that of SODA.
    pub standard_id: Option<String>,
    /// Its parameters, in the order of the description.
    pub input_params: Vec<InputParam>,
}

/// A parameter of a service (`DataLink` 1.1, section 4.2: the GROUP `inputParams`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InputParam {
    /// Its name, unit, type and meaning, and which values there may be.
    pub field: Field,
    /// The value to send; empty where the person chooses.
    pub value: String,
}

impl Descriptor {
    /// Takes in a PARAM of its RESOURCE, of this GROUP.
    fn take_in(&mut self, param: Param, group: Option<&str>, url: &str) {
        let Param { field, value } = param;
        if group.is_some_and(|group| group.eq_ignore_ascii_case("inputParams")) {
            if self.input_params.len() < MOST_PARAMS {
                self.input_params.push(InputParam { field, value });
            }
            return;
        }
        match field.name.to_ascii_lowercase().as_str() {
            "accessurl" => self.access_url = request::resolve(&value, url),
            "standardid" => self.standard_id = Some(value),
            _ => {}
        }
    }
}

impl Document {
    /// Where a link leads as it is: to its address, or to a service whose description has a value for all that it takes
    /// (`DataLink` 1.1, section 4.2); the identifier of the dataset may stand in the link only. `None` where a person
    /// would have to choose, and where HTTP cannot fetch it.
    pub fn address(&self, link: &Link) -> Option<String> {
        let Target::Service(id) = &link.target else {
            return link.url().map(str::to_owned);
        };
        let service = self.services.iter().find(|service| service.id == *id)?;
        let parameters = service
            .input_params
            .iter()
            .map(|InputParam { field, value }| {
                let is_id = field.name.eq_ignore_ascii_case("ID");
                let value = if value.is_empty() && is_id {
                    &link.id
                } else {
                    value
                };
                (!value.is_empty()).then(|| (field.name.clone(), value.clone()))
            });
        let parameters = parameters.collect::<Option<Vec<_>>>()?;
        let is_job = service.standard_id.as_deref().is_some_and(|id| {
            // What works by jobs answers with a job.
            id.to_ascii_lowercase().contains("#async")
        });
        let can_ask = request::is_http(&service.access_url) && !is_job;
        can_ask.then(|| request::join(&service.access_url, &parameters))
    }
}

impl Link {
    /// The address, where it leads to one that HTTP can fetch.
    pub fn url(&self) -> Option<&str> {
        match &self.target {
            Target::Url(url) if request::is_http(url) => Some(url),
            Target::Url(_) | Target::Service(_) | Target::Error(_) => None,
        }
    }

    /// Whether it cannot be followed without a log-in, which there is none of here.
    pub fn is_locked(&self) -> bool {
        match self.authorized {
            Some(is_authorized) => !is_authorized,
            None => self.auth == Auth::Needed,
        }
    }
}

/// Whether what is at an address is a {links} document, by its media type
/// (`application/x-votable+xml;content=datalink`, `DataLink` 1.1, section 3.3).
pub fn is_datalink(media_type: &str) -> bool {
    let lower = media_type.to_ascii_lowercase();
    let mut parts = lower.split(';').map(str::trim);
    let is_xml = parts.next().is_some_and(|kind| {
        matches!(
            kind,
            "application/x-votable+xml" | "text/xml" | "application/xml"
        )
    });
    is_xml
        && parts.any(|parameter| {
            parameter.split_once('=').is_some_and(|(name, value)| {
                name.trim() == "content" && value.trim().trim_matches(['"', '\'']) == "datalink"
            })
        })
}

/// What to send for the document at a dataset's `access_url`.
pub fn request(access_url: &str) -> Request {
    Request {
        accept: "application/x-votable+xml;content=datalink, application/x-votable+xml;q=0.9, text/xml;q=0.8, */*;q=0.5",
        ..Request::get(access_url, &[])
    }
}

/// Reads a document that came from `url`.
pub fn read(input: impl Read, url: &str) -> Result<Document, AnswerError> {
    let mut document = Document::default();
    let mut head: Option<Arc<TableHead>> = None;
    let mut is_links = false;
    dali::read(input, Limits::default(), &mut |part| {
        match part {
            Part::Table(table) => {
                is_links |= table.by_name("semantics").is_some();
                head = Some(Arc::clone(table));
            }
            Part::Rows(batch) => {
                let Some(head) = head
                    .as_ref()
                    .filter(|head| head.by_name("semantics").is_some())
                else {
                    return ControlFlow::Continue(());
                };
                let columns = Columns::of(head, batch);
                for row in 0..batch.len() {
                    if document.links.len() == MOST_LINKS {
                        return ControlFlow::Break(());
                    }
                    document.links.extend(link(&columns, row, url));
                }
            }
            Part::Service(_) if document.services.len() == MOST_SERVICES => {
                return ControlFlow::Break(());
            }
            Part::Service(resource) => document.services.push(Descriptor {
                id: resource.id.clone().unwrap_or_default(),
                name: resource.name.clone(),
                ..Descriptor::default()
            }),
            Part::ServiceParam(param, group) => {
                if let Some(service) = document.services.last_mut() {
                    service.take_in(param, group.as_deref(), url);
                }
            }
            Part::Param(_) | Part::Timesys(_) => {}
        }
        ControlFlow::Continue(())
    })?;
    if is_links {
        Ok(document)
    } else {
        Err(AnswerError::Lacks("a table of links"))
    }
}

/// The link in a row; `None` where nothing says where it leads.
fn link(columns: &Columns<'_>, row: usize, url: &str) -> Option<Link> {
    let text = |name| columns.text(name, row);
    // What went wrong counts, whatever else the row holds.
    let target = text("error_message")
        .map(Target::Error)
        .or_else(|| text("access_url").map(|address| Target::Url(request::resolve(&address, url))))
        .or_else(|| text("service_def").map(Target::Service))?;
    let length = columns.integer("content_length", row);
    Some(Link {
        id: text("ID").unwrap_or_default(),
        target,
        semantics: Semantics::of(&text("semantics").unwrap_or_default()),
        local_semantics: text("local_semantics"),
        description: text("description"),
        content_type: text("content_type"),
        content_length: length
            .and_then(|bytes| u64::try_from(bytes).ok())
            .filter(|bytes| *bytes > 0),
        content_qualifier: text("content_qualifier"),
        auth: match text("link_auth")
            .unwrap_or_default()
            .to_ascii_lowercase()
            .as_str()
        {
            "true" => Auth::Needed,
            "optional" => Auth::Optional,
            _ => Auth::None,
        },
        authorized: authorized(columns, row),
    })
}

/// `link_authorized` (`DataLink` 1.1, section 3.2): a boolean, which some write as a text.
fn authorized(columns: &Columns<'_>, row: usize) -> Option<bool> {
    if let Some(number) = columns.integer("link_authorized", row) {
        return Some(number != 0);
    }
    let text = columns.text("link_authorized", row)?;
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" => Some(true),
        "false" | "f" => Some(false),
        _ => None,
    }
}
