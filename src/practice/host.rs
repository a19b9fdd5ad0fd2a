//! What one host of the practice VO answers to a request.

use super::{
    answer::Answer,
    dal,
    faults::Fault,
    hosts::Addresses,
    obscore,
    parameters::Parameters,
    regtap,
    services::{Door, Registration, doors, records},
    sesame, shelf,
    sky::{self, COLLECTIONS, Dataset},
    tap::{Role, Tap},
    vosi,
};
use crate::{
    domain::service::Protocol,
    http::serve::{Body, Cut},
};
use bytes::Bytes;
use hyper::{Request, Response, StatusCode};
use std::{future::pending, sync::Arc, time::Duration};
use tokio::time::sleep;

/// How much of a dripping answer comes at a time, in bytes.
const DROP_BYTES: usize = 512;

/// Everything that the hosts serve.
#[derive(Debug)]
pub(super) struct Site {
    /// Where everything is.
    pub(super) addresses: Arc<Addresses>,
    /// All datasets.
    pub(super) datasets: Vec<Dataset>,
    /// All doors.
    doors: Vec<Door>,
    registry: Arc<Tap>,
    /// The TAP services with their doors.
    taps: Vec<(Door, Arc<Tap>)>,
}

impl Site {
    /// Makes and fills all databases; takes a while.
    pub(super) fn new(addresses: Arc<Addresses>) -> rusqlite::Result<Self> {
        let datasets: Vec<Dataset> = COLLECTIONS.iter().flat_map(sky::datasets).collect();
        let registry_url = format!("http://{}/tap", addresses.authority(0));
        let registry = Tap::new(
            registry_url,
            Role::Registry,
            regtap::filled(&addresses, &datasets),
        )?;
        let doors = doors();
        let mut taps = Vec::new();
        for door in doors
            .iter()
            .filter(|door| door.protocol == Protocol::ObsCore)
        {
            let own = datasets
                .iter()
                .filter(|dataset| door.collections.contains(&dataset.collection));
            let rows = own
                .map(|dataset| obscore::row(dataset, &addresses))
                .collect();
            let named = records().any(|record| {
                record.registration == Some(Registration::Old)
                    && record.doors.iter().any(|other| other.is(door))
            });
            let tap = Tap::new(
                addresses.door_url(door),
                Role::ObsCore {
                    named,
                    dialect: door.dialect,
                },
                vec![(obscore::table(), rows)],
            )?;
            taps.push((*door, tap));
        }
        Ok(Self {
            addresses,
            datasets,
            doors,
            registry,
            taps,
        })
    }

    /// Answers a request to one host.
    pub(super) async fn answer(&self, host: usize, request: Request<Bytes>) -> Response<Body> {
        let path = request.uri().path();
        if host == 0
            && let Some(below) = below(path, "/tap")
        {
            sleep(self.addresses.latency("registry")).await;
            let answer = self
                .registry
                .answer(request.method(), below, Parameters::of(&request))
                .await;
            return answer.response(Body::full);
        }
        if host == 0 && path.starts_with("/sesame/") {
            sleep(self.addresses.latency("registry")).await;
            let name = request.uri().query().unwrap_or_default();
            return sesame::answer(name).response(Body::full);
        }
        let reaches = |door: &&Door| match door.protocol {
            Protocol::ObsCore => below(path, door.path).is_some(),
            Protocol::Sia1 | Protocol::Sia2 | Protocol::Ssap => path == door.path,
        };
        let mut own = self.doors.iter().filter(|door| door.host == host);
        if let Some(door) = own.clone().find(reaches) {
            return self.answer_at(door, &request).await;
        }
        let (base, last) = path.rsplit_once('/').unwrap_or_default();
        let about = own.find(|door| door.path == base);
        let answer = match (about, last) {
            (Some(door), "capabilities") => {
                vosi::capabilities(door, &self.addresses.door_url(door))
            }
            (Some(_), "availability") => vosi::availability(),
            _ => match shelf::answer(self, &request) {
                Some(response) => return response,
                None => page(path),
            },
        };
        answer.response(Body::full)
    }

    /// Answers a request to a service, with its latency and its fault.
    async fn answer_at(&self, door: &Door, request: &Request<Bytes>) -> Response<Body> {
        let path = request.uri().path();
        let about_itself = door.protocol == Protocol::ObsCore && !path.ends_with("/sync");
        let fault = self.addresses.fault(door).filter(|_| !about_itself);
        if let Some(Fault::Hangs | Fault::SyncHangs) = fault {
            pending::<()>().await;
        }
        if !about_itself {
            sleep(self.addresses.takes(door)).await;
        }
        match fault {
            Some(Fault::ServerError) => {
                let sentence = "Internal Server Error: the database is being vacuumed";
                return Answer::plain(StatusCode::INTERNAL_SERVER_ERROR, sentence)
                    .response(Body::full);
            }
            Some(Fault::SyncRefused) => {
                let sentence = "queries are not answered at once here, make a job of them";
                return Answer::plain(StatusCode::METHOD_NOT_ALLOWED, sentence)
                    .response(Body::full);
            }
            Some(Fault::SaysError) => {
                return Answer::error(StatusCode::OK, "the tape robot has dropped a tape")
                    .response(Body::full);
            }
            Some(Fault::Html) => {
                let page = "<!DOCTYPE html>\n<html><head><title>We have moved</title></head>\
                    <body><p>Please update your bookmarks.</p></body></html>";
                return Answer::ok("text/html", page).response(Body::full);
            }
            _ => {}
        }
        self.unfaulted(door, request)
            .await
            .response(|bytes| body(bytes, fault))
    }

    async fn unfaulted(&self, door: &Door, request: &Request<Bytes>) -> Answer {
        if door.needs_login {
            return Answer::plain(StatusCode::UNAUTHORIZED, "please log in");
        }
        let parameters = Parameters::of(request);
        let tap = self.taps.iter().find(|(other, _)| other.is(door));
        match (door.protocol, tap) {
            (Protocol::ObsCore, Some((_, tap))) => {
                let below = below(request.uri().path(), door.path).unwrap_or_default();
                tap.answer(request.method(), below, parameters).await
            }
            _ => dal::answer(self, door, &parameters),
        }
    }
}

/// What is neither a registry nor a service, and on no shelf: a page for people.
fn page(path: &str) -> Answer {
    if path == "/" {
        let page = "<!DOCTYPE html>\n<html><head><title>The practice VO</title></head><body>\
            <p>This is a host of vodiscover's practice VO. All its data are synthetic.</p></body></html>";
        return Answer::ok("text/html", page);
    }
    Answer::plain(StatusCode::NOT_FOUND, "nothing here")
}

/// What follows a path that begins with the base, with its slash.
fn below<'a>(path: &'a str, base: &str) -> Option<&'a str> {
    path.strip_prefix(base)
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The body of an answer, as its fault lets it through.
fn body(bytes: Vec<u8>, fault: Option<Fault>) -> Body {
    let bytes = Bytes::from(bytes);
    match fault {
        Some(Fault::HangsMidway) => Body::written(move |writer| async move {
            writer.write(bytes.slice(..bytes.len() / 2)).await;
            pending().await
        }),
        Some(Fault::CutOff) => Body::written(move |writer| async move {
            writer.write(bytes.slice(..bytes.len() / 2)).await;
            Err(Cut)
        }),
        Some(Fault::Drips(pause)) => Body::written(move |writer| async move {
            drip(&writer, bytes, pause).await;
            Ok(())
        }),
        _ => Body::full(bytes),
    }
}

pub(super) async fn drip(
    writer: &crate::http::serve::BodyWriter,
    mut bytes: Bytes,
    pause: Duration,
) {
    while !bytes.is_empty() {
        let next = bytes.split_to(DROP_BYTES.min(bytes.len()));
        writer.write(next).await;
        sleep(pause).await;
    }
}
