//! The services and the requests of a search as tables that can be written.

use super::{
    listing::{Column, Listing, count, seconds, text},
    reason,
};
use crate::{
    discovery::{
        event::ServiceNr,
        provenance::{self, Provenance, Sent, timestamp},
        record::Record,
    },
    votable::Cell,
};

/// A row with what of it is written otherwise than it is kept.
pub(super) struct Line<T> {
    row: T,
    started: String,
    more: More,
}

/// What makes it possible to ask a service again when the file is opened.
#[derive(Default)]
struct More {
    reason: String,
    stands_for: String,
    alternates: String,
}

/// What became of each service that was considered.
pub(super) fn services(record: &Record) -> Listing<Line<Provenance>> {
    let rows = provenance::rows(record).into_iter().map(|row| Line {
        started: row.started.map(timestamp).unwrap_or_default(),
        more: More {
            reason: row.reason.as_ref().map(reason::word).unwrap_or_default(),
            stands_for: row
                .stands_for
                .iter()
                .map(|nr| row_number(*nr).to_string())
                .collect::<Vec<_>>()
                .join(" "),
            alternates: row.alternates.join("\n"),
        },
        row,
    });
    Listing::new(SERVICES, rows)
}

/// Every request that was sent.
pub(super) fn requests(record: &Record) -> Listing<Line<Sent>> {
    let rows = provenance::requests(record).into_iter().map(|row| Line {
        started: timestamp(row.attempt.started),
        more: More::default(),
        row,
    });
    Listing::new(REQUESTS, rows)
}

/// The row of a service as people count: from 1.
pub(super) fn row_number(nr: ServiceNr) -> u64 {
    u64::from(nr.0) + 1
}

fn row_cell(nr: Option<ServiceNr>) -> Cell<'static> {
    nr.map_or(Cell::Null, |nr| count(row_number(nr)))
}

const SERVICES: &[Column<Line<Provenance>>] = &[
    Column::text(
        "ivoid",
        "meta.ref.ivoid",
        "IVOA identifier of the service",
        |line| text(&line.row.ivoid),
    ),
    Column::text("title", "meta.title", "Title of the service", |line| {
        text(&line.row.title)
    }),
    Column::text("protocol", "meta.code", "How it is asked", |line| {
        text(line.row.protocol)
    }),
    Column::text(
        "access_url",
        "meta.ref.url",
        "Its address as the registry has it",
        |line| text(&line.row.access_url),
    ),
    Column::text(
        "url",
        "meta.ref.url",
        "The address that was asked last; null where none was",
        |line| text(line.row.url.as_deref().unwrap_or_default()),
    ),
    Column::text(
        "outcome",
        "meta.code.status",
        "What became of it: ok, empty, overflow, failed, skipped, stopped, not asked",
        |line| text(line.row.outcome.word()),
    ),
    Column::count("received", "Rows that it gave", |line| {
        count(line.row.received)
    }),
    Column::count("matched", "Rows of these that match the question", |line| {
        count(line.row.matched)
    }),
    Column::count(
        "new",
        "Datasets of these that no service had told of before",
        |line| count(line.row.new),
    ),
    Column::instant("started", "When it was asked, UTC", |line| {
        text(&line.started)
    }),
    Column::seconds("duration", "How long it took", |line| {
        seconds(line.row.took)
    }),
    Column::count(
        "attempts",
        "Requests that were sent to it; they are in the table of requests",
        |line| count(line.row.attempts),
    ),
    Column::text(
        "rung",
        "meta.note",
        "Which of several ways of asking was used, where there are several",
        |line| text(&line.row.rung),
    ),
    Column::text(
        "message",
        "meta.note",
        "What went wrong, or why it was not asked",
        |line| text(&line.row.message),
    ),
    Column::text(
        "details",
        "meta.note",
        "More about it, in lines: the address, the status, the service's own words",
        |line| text(&line.row.details),
    ),
    Column::text(
        "stand_in",
        "meta.ref.ivoid",
        "IVOA identifier of the service that serves its datasets in its place; null where there is none",
        |line| text(line.row.stand_in.as_deref().unwrap_or_default()),
    ),
    Column::text(
        "request",
        "meta.note",
        "The last request as a command for curl",
        |line| text(&line.row.request),
    ),
    Column::text(
        "reason",
        "meta.code",
        "Why it was left out at first; null where it was to be asked",
        |line| text(&line.more.reason),
    ),
    Column::count(
        "stand_in_row",
        "The row of the service that serves its datasets in its place, counted from 1; null where there is none",
        |line| row_cell(line.row.stand_in_nr),
    ),
    Column::text(
        "stands_for",
        "meta.number",
        "The rows of the services that this one stands in for, counted from 1",
        |line| text(&line.more.stands_for),
    ),
    Column::text(
        "alternates",
        "meta.ref.url",
        "Its other addresses, in lines, to be tried where the first cannot be reached",
        |line| text(&line.more.alternates),
    ),
    Column::text(
        "misses",
        "meta.note",
        "What may be missing though it answered, as it was asked a simpler question; null where that is nothing",
        |line| text(&line.row.misses),
    ),
];

const REQUESTS: &[Column<Line<Sent>>] = &[
    Column::text(
        "asked",
        "meta.ref",
        "Who was asked: the IVOA identifier of a service, or the address of a registry",
        |line| text(&line.row.asked),
    ),
    Column::text("protocol", "meta.code", "How it is asked", |line| {
        text(line.row.protocol)
    }),
    Column::text(
        "rung",
        "meta.note",
        "Which of several ways of asking a service this was; for a registry, what was asked",
        |line| text(&line.row.attempt.rung),
    ),
    Column::text(
        "url",
        "meta.ref.url",
        "The address, with its query",
        |line| text(&line.row.attempt.url),
    ),
    Column::text(
        "request",
        "meta.note",
        "The request as a command for curl",
        |line| text(&line.row.attempt.request),
    ),
    Column::instant("started", "When it was sent, UTC", |line| {
        text(&line.started)
    }),
    Column::seconds("duration", "From then to the end of its answer", |line| {
        seconds(Some(line.row.attempt.took))
    }),
    Column::count("received", "Rows that came", |line| {
        count(line.row.attempt.received)
    }),
    Column::text(
        "message",
        "meta.note",
        "Why that was not all; null where it was",
        |line| text(&line.row.attempt.message),
    ),
    Column::text(
        "head",
        "meta.note",
        "The first lines of an answer that was not as it should be",
        |line| text(&line.row.attempt.head),
    ),
    Column::count(
        "service_row",
        "The row of the service among the services, counted from 1; null for a registry",
        |line| row_cell(line.row.service),
    ),
];
