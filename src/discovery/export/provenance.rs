//! The services and the requests of a search as tables that can be written.

use super::listing::{Column, Listing, count, seconds, text};
use crate::discovery::{
    provenance::{self, Provenance, Sent, timestamp},
    record::Record,
};

/// A row with its instant as text.
pub(super) struct Line<T> {
    row: T,
    started: String,
}

/// What became of each service that was considered.
pub(super) fn services(record: &Record) -> Listing<Line<Provenance>> {
    let rows = provenance::rows(record).into_iter().map(|row| Line {
        started: row.started.map(timestamp).unwrap_or_default(),
        row,
    });
    Listing::new(SERVICES, rows)
}

/// Every request that was sent.
pub(super) fn requests(record: &Record) -> Listing<Line<Sent>> {
    let rows = provenance::requests(record).into_iter().map(|row| Line {
        started: timestamp(row.attempt.started),
        row,
    });
    Listing::new(REQUESTS, rows)
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
];
