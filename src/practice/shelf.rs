//! What lies on the shelves of an archive: files that can be gone on with, their previews, and the links between them.

use super::{
    answer::{Answer, Format, Heading},
    database::Found,
    faults::Faults,
    files,
    host::{Site, drip},
    hosts::Addresses,
    obscore::collection_name,
    parameters::Parameters,
    previews,
    regtap::publisher_did,
    schema::{Column, Type},
    services::home,
    sky::Dataset,
    soda,
};
use crate::{
    http::serve::{Body, Cut},
    votable::Serialization,
};
use bytes::Bytes;
use hyper::{
    Request, Response, StatusCode,
    header::{
        ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderValue,
        IF_RANGE, RANGE,
    },
};
use image::ImageFormat;
use rusqlite::types::Value;
use std::time::Duration;

/// The collections whose records lead to links, as those of many archives do.
const LINKED: [&str; 7] = [
    "xhires", "xspec", "xattic", "nirdeep", "ifu", "mmcube", "polar",
];

/// The collections whose records have a preview of their own.
const PREVIEWED: [&str; 3] = ["xpoint", "optwide", "rcont"];

/// How long a slow file waits after each drop.
const PAUSE: Duration = Duration::from_millis(250);

/// Whether the record of a dataset leads to links in place of its file.
pub(super) fn is_linked(dataset: &Dataset) -> bool {
    LINKED.contains(&dataset.collection)
}

/// The preview that the record of a dataset has.
pub(super) fn preview_url(dataset: &Dataset, addresses: &Addresses) -> Option<String> {
    let has_one = PREVIEWED.contains(&dataset.collection);
    has_one.then(|| url(dataset, addresses, "preview", "png"))
}

/// The links of a dataset.
pub(super) fn links_url(dataset: &Dataset, addresses: &Addresses) -> String {
    let did = publisher_did(dataset);
    let did = percent_encoding::utf8_percent_encode(&did, percent_encoding::NON_ALPHANUMERIC);
    let authority = addresses.authority(home(dataset.collection));
    format!("http://{authority}/links?ID={did}")
}

fn url(dataset: &Dataset, addresses: &Addresses, shelf: &str, ending: &str) -> String {
    let authority = addresses.authority(home(dataset.collection));
    let (collection, id) = (dataset.collection, dataset.id());
    format!("http://{authority}/{shelf}/{collection}/{id}.{ending}")
}

/// Answers what is on the shelves; `None` for other addresses.
pub(super) fn answer(site: &Site, request: &Request<Bytes>) -> Option<Response<Body>> {
    let path = request.uri().path();
    if path == "/links" {
        return Some(links(site, &Parameters::of(request)).response(Body::full));
    }
    if path == "/soda" {
        return Some(soda::answer(site, &Parameters::of(request)).response(Body::full));
    }
    let (shelf, rest) = path.strip_prefix('/')?.split_once('/')?;
    let id = rest.split(['/', '.']).nth(1).unwrap_or_default();
    let dataset = site.datasets.iter().find(|dataset| dataset.id() == id);
    let answer = match (shelf, dataset) {
        ("data", Some(dataset)) => return Some(file(site, dataset, request)),
        ("preview", Some(dataset)) => preview(dataset, rest.rsplit('.').next() == Some("jpg")),
        ("log", Some(dataset)) => {
            let text = format!(
                "Observing log of {} (synthetic): all went well.\n",
                dataset.id()
            );
            Answer::ok("text/plain", text)
        }
        ("about", None) => about(site, rest)?,
        _ => return None,
    };
    Some(answer.response(Body::full))
}

fn preview(dataset: &Dataset, as_jpeg: bool) -> Answer {
    if as_jpeg {
        Answer::ok("image/jpeg", previews::preview(dataset, ImageFormat::Jpeg))
    } else {
        Answer::ok("image/png", previews::preview(dataset, ImageFormat::Png))
    }
}

fn about(site: &Site, collection: &str) -> Option<Answer> {
    let of_it = |dataset: &&Dataset| dataset.collection == collection;
    let dataset = site.datasets.iter().find(of_it)?;
    let name = collection_name(dataset);
    let page = format!(
        "<!DOCTYPE html>\n<html><head><title>{name}</title></head><body><h1>{name}</h1>\
         <p>Nobody ever observed this. It is there to practise with.</p></body></html>"
    );
    Some(Answer::ok("text/html", page))
}

/// A file or its rest (RFC 9110, section 14). With faults on, some come slowly, some break off, some are on a tape.
fn file(site: &Site, dataset: &Dataset, request: &Request<Bytes>) -> Response<Body> {
    let whole = files::file(dataset);
    if whole.status != StatusCode::OK {
        return whole.response(Body::full);
    }
    let manner = manner(dataset, site.addresses.faults());
    if manner == Manner::OnTape {
        let sentence = "the tape with this file is being looked for";
        return Answer::plain(StatusCode::SERVICE_UNAVAILABLE, sentence).response(Body::full);
    }
    let bytes = Bytes::from(whole.body.clone());
    let tag = format!("\"{}-{}\"", dataset.id(), bytes.len());
    let from = rest_from(request, &tag).filter(|from| *from < bytes.len());
    let rest = bytes.slice(from.unwrap_or_default()..);
    let length = rest.len();
    let mut response = whole.response(|_| body(rest, manner));
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(ETAG, &tag);
    set(ACCEPT_RANGES, "bytes");
    set(CONTENT_LENGTH, &length.to_string());
    if is_linked(dataset) {
        let name = format!(
            "attachment; filename=\"{}.{}\"",
            dataset.id(),
            ending(dataset)
        );
        set(CONTENT_DISPOSITION, &name);
    }
    if let Some(from) = from {
        let (last, all) = (bytes.len() - 1, bytes.len());
        set(CONTENT_RANGE, &format!("bytes {from}-{last}/{all}"));
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    response
}

/// In which manner a file comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    AtOnce,
    Slowly,
    BreaksOff,
    OnTape,
}

fn manner(dataset: &Dataset, faults: Faults) -> Manner {
    match (faults, dataset.nr % 6) {
        (Faults::Some, 1) => Manner::Slowly,
        (Faults::Some, 3) => Manner::BreaksOff,
        (Faults::Some, 5) => Manner::OnTape,
        _ => Manner::AtOnce,
    }
}

fn body(bytes: Bytes, manner: Manner) -> Body {
    match manner {
        Manner::AtOnce | Manner::OnTape => Body::full(bytes),
        Manner::Slowly => Body::written(move |writer| async move {
            drip(&writer, bytes, PAUSE).await;
            Ok(())
        }),
        // The last piece comes whole, so that a few tries are enough.
        Manner::BreaksOff if bytes.len() < 5_000 => Body::full(bytes),
        Manner::BreaksOff => Body::written(move |writer| async move {
            writer.write(bytes.slice(..bytes.len() / 2)).await;
            Err(Cut)
        }),
    }
}

/// From where the rest is wanted: `Range: bytes=N-`, as long as the file is in the state that `If-Range` names.
fn rest_from(request: &Request<Bytes>, tag: &str) -> Option<usize> {
    let text = |name| request.headers().get(name)?.to_str().ok();
    let is_same = text(IF_RANGE).is_none_or(|wanted| wanted == tag);
    let from = text(RANGE)?.strip_prefix("bytes=")?.strip_suffix('-')?;
    from.parse().ok().filter(|_| is_same)
}

fn ending(dataset: &Dataset) -> &'static str {
    if dataset.kind.is_image() {
        "fits"
    } else {
        "vot"
    }
}

/// The {links} table (`DataLink` 1.1) of the datasets that are asked for.
fn links(site: &Site, parameters: &Parameters) -> Answer {
    let rows = parameters.all("ID").flat_map(|id| rows(site, id)).collect();
    let text = |name: &str, ucd: &str| Column::bare(name, Type::Text).ucd(ucd);
    let columns = vec![
        text("ID", "meta.id;meta.main"),
        text("access_url", "meta.ref.url"),
        text("service_def", "meta.ref"),
        text("error_message", "meta.code.error"),
        text("description", "meta.note"),
        text("semantics", "meta.code"),
        text("content_type", "meta.code.mime"),
        Column::bare("content_length", Type::Long)
            .unit("byte")
            .ucd("phys.size;meta.file"),
        text("link_auth", "meta.code"),
        text("link_authorized", "meta.code"),
    ];
    let found = Found {
        columns,
        rows,
        overflow: false,
    };
    let heading = Heading {
        description: "What belongs to synthetic datasets",
        infos: &[("standardID", "ivo://ivoa.net/std/DataLink#links-1.1")],
        ..Heading::default()
    };
    match Format::Votable(Serialization::TableData).document(&found, &heading) {
        Ok(document) => Answer::ok(
            "application/x-votable+xml;content=datalink",
            with_services(site, parameters, document),
        ),
        Err(error) => Answer::plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// The same document with the services that cut parts out of the datasets.
fn with_services(site: &Site, parameters: &Parameters, document: Vec<u8>) -> Vec<u8> {
    let ids: Vec<&str> = parameters.all("ID").collect();
    let asked = site.datasets.iter();
    let asked = asked.filter(|dataset| ids.contains(&publisher_did(dataset).as_str()));
    let services = asked.map(|dataset| {
        let authority = site.addresses.authority(home(dataset.collection));
        soda::descriptor(dataset, &authority)
    });
    let services: String = services.collect();
    let text = String::from_utf8_lossy(&document);
    match text.rsplit_once("</VOTABLE>") {
        Some((before, after)) => format!("{before}{services}</VOTABLE>{after}").into_bytes(),
        None => document,
    }
}

/// One row of the {links} table: whose it is, and its cells in the order of the columns, without the size.
struct Row<'a> {
    id: &'a str,
    access_url: &'a str,
    service_def: &'a str,
    error_message: &'a str,
    description: &'a str,
    semantics: &'a str,
    content_type: &'a str,
    length: Option<usize>,
}

impl<'a> Row<'a> {
    fn new(id: &'a str, description: &'a str, semantics: &'a str) -> Self {
        Self {
            id,
            access_url: "",
            service_def: "",
            error_message: "",
            description,
            semantics,
            content_type: "",
            length: None,
        }
    }

    fn cells(&self) -> Vec<Value> {
        let length = self.length.and_then(|length| i64::try_from(length).ok());
        // What members may have is there too, but not for everybody.
        let (auth, authorized) = if self.semantics == "#dark" {
            ("true", "false")
        } else {
            ("false", "true")
        };
        let before = [
            self.id,
            self.access_url,
            self.service_def,
            self.error_message,
            self.description,
            self.semantics,
            self.content_type,
        ];
        let words = |text: &str| Value::Text(text.to_owned());
        let mut cells: Vec<Value> = before.map(words).to_vec();
        cells.push(length.into());
        cells.extend([auth, authorized].map(words));
        cells
    }
}

/// The links of one dataset.
fn rows(site: &Site, id: &str) -> Vec<Vec<Value>> {
    let row = |description, semantics| Row::new(id, description, semantics);
    let of_it = |dataset: &&Dataset| publisher_did(dataset) == id;
    let Some(dataset) = site.datasets.iter().find(of_it) else {
        let none = Row {
            error_message: "NotFoundFault: there is no such dataset",
            ..row("", "#this")
        };
        return vec![none.cells()];
    };
    let addresses = &site.addresses;
    let link = |access_url: &str, content_type: &str, [description, semantics]: [&str; 2]| {
        let row = Row {
            access_url,
            content_type,
            ..Row::new(id, description, semantics)
        };
        row.cells()
    };
    let file = files::file(dataset);
    let whole = Row {
        access_url: &addresses.file_url(dataset),
        content_type: file.media_type,
        length: Some(file.body.len()),
        ..row("The whole dataset", "#this")
    };
    let cutout = Row {
        service_def: &soda::descriptor_id(dataset),
        content_type: file.media_type,
        ..row("A part of it", "#cutout")
    };
    let flats = Row {
        error_message: "DefaultFault: the flat fields are on tape",
        ..row("Flat fields", "#flat")
    };
    let at = |shelf, ending| url(dataset, addresses, shelf, ending);
    let authority = addresses.authority(home(dataset.collection));
    let page = format!("http://{authority}/about/{}", dataset.collection);
    let dark = ["Dark frames, for members", "#dark"];
    vec![
        whole.cells(),
        cutout.cells(),
        link(&at("members", "fits"), "image/fits", dark),
        link(
            &at("preview", "jpg"),
            "image/jpeg",
            ["What it looks like", "#preview"],
        ),
        link(
            &at("log", "txt"),
            "text/plain",
            ["The observing log", "#progenitor"],
        ),
        link(
            &page,
            "text/html",
            ["About the collection", "#documentation"],
        ),
        flats.cells(),
    ]
}
