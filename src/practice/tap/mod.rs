//! A TAP 1.1 service over a database in memory.

mod describe;
mod metadata;
mod upload;
mod uws;

use super::{
    adql::Dialect,
    answer::{Answer, Format, Heading},
    database::{Database, Found, QueryError, Upload},
    parameters::Parameters,
    schema::Table,
    vosi,
};
use crate::votable::Serialization;
use hyper::{Method, StatusCode};
use rusqlite::types::Value;
use std::sync::Arc;
use tokio::task::spawn_blocking;
use uws::Jobs;

/// How many rows are given where MAXREC does not say.
const USUAL_ROWS: usize = 20_000;

/// How many rows are given at most.
pub(super) const MOST_ROWS: usize = 1_000_000;

/// What a service has besides ADQL itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is a registry.
    Registry,
    /// It has an ObsCore table, and says so in its capabilities or keeps silent.
    ObsCore {
        /// Whether its capability names the data model.
        named: bool,
        /// How much of ADQL it understands.
        dialect: Dialect,
    },
}

/// A TAP service.
#[derive(Debug)]
pub(super) struct Tap {
    database: Database,
    /// The base address.
    url: String,
    role: Role,
    jobs: Jobs,
    /// The address of a query to try, for the examples.
    example: String,
}

/// What a query asks for, after its parameters were read.
struct Task {
    query: String,
    limit: usize,
    format: Format,
    uploads: Vec<Upload>,
}

impl Tap {
    /// A service over these tables, to which TAP's own are added.
    pub(super) fn new(
        url: String,
        role: Role,
        tables: Vec<(Table, Vec<Vec<Value>>)>,
    ) -> rusqlite::Result<Arc<Self>> {
        let example = match role {
            Role::Registry => "SELECT ivoid, res_title FROM rr.resource",
            Role::ObsCore { .. } => {
                "SELECT TOP 5 obs_title, access_url FROM ivoa.obscore \
                 WHERE 1 = CONTAINS(POINT('ICRS', s_ra, s_dec), CIRCLE('ICRS', 274.688, -13.792, 1))"
            }
        };
        let dialect = match role {
            Role::Registry => Dialect::Whole,
            Role::ObsCore { dialect, .. } => dialect,
        };
        Ok(Arc::new(Self {
            database: Database::new(metadata::with_tap_schema(tables))?.speaking(dialect),
            url,
            role,
            jobs: Jobs::default(),
            example: example.to_owned(),
        }))
    }

    /// Answers a request for what lies below the base address.
    pub(super) async fn answer(
        self: &Arc<Self>,
        method: &Method,
        path: &str,
        parameters: Parameters,
    ) -> Answer {
        let mut parts = path.trim_matches('/').splitn(2, '/');
        let (first, rest) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        match first {
            "sync" => self.carry_out(parameters).await,
            "async" => uws::answer(self, method, rest, parameters).await,
            "tables" => describe::tables(&self.database.tables, rest),
            "capabilities" => describe::capabilities(&self.url, self.role),
            "availability" => vosi::availability(),
            "examples" => describe::examples(&self.example),
            _ => Answer::plain(
                StatusCode::NOT_FOUND,
                "nothing here; TAP has sync, async, tables, capabilities",
            ),
        }
    }

    /// Does what the parameters ask.
    async fn carry_out(self: &Arc<Self>, mut parameters: Parameters) -> Answer {
        if let Err(message) = upload::fetch(&mut parameters).await {
            return Answer::error(StatusCode::BAD_REQUEST, &message);
        }
        let tap = Arc::clone(self);
        let work = move || match Task::read(&parameters) {
            Ok(task) => tap.run(&task),
            Err(message) => Answer::error(StatusCode::BAD_REQUEST, &message),
        };
        match spawn_blocking(work).await {
            Ok(answer) => answer,
            Err(error) => Answer::error(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        }
    }

    /// Runs a query and writes its answer; waits for the database.
    fn run(&self, task: &Task) -> Answer {
        let document = |found: &Found| {
            let heading = Heading {
                description: "An answer of the practice VO, whose data are synthetic",
                infos: &[("query", &task.query)],
                ..Heading::default()
            };
            task.format.document(found, &heading)
        };
        match self.database.query(&task.query, task.limit, &task.uploads) {
            Ok(found) => match document(&found) {
                Ok(bytes) => Answer::ok(task.format.media_type(), bytes),
                Err(error) => Answer::error(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
            },
            Err(error @ (QueryError::Adql(_) | QueryError::Sqlite(_))) => {
                Answer::error(StatusCode::BAD_REQUEST, &error.to_string())
            }
        }
    }
}

impl Task {
    /// Reads the parameters of TAP 1.1, section 2.7.
    fn read(parameters: &Parameters) -> Result<Self, String> {
        if let Some(request) = parameters.get("REQUEST")
            && !request.eq_ignore_ascii_case("doQuery")
        {
            return Err(format!("REQUEST={request} is not known, only doQuery"));
        }
        match parameters.get("LANG") {
            Some(lang) if is_adql(lang) => {}
            Some(lang) => return Err(format!("LANG={lang} is not known, only ADQL")),
            None => return Err("LANG is missing: it must be ADQL".to_owned()),
        }
        let Some(query) = parameters.get("QUERY") else {
            return Err("QUERY is missing".to_owned());
        };
        let limit = match parameters.get("MAXREC") {
            None => USUAL_ROWS,
            Some(maxrec) => maxrec
                .trim()
                .parse::<usize>()
                .map_err(|error| format!("MAXREC={maxrec} is not a number of rows: {error}"))?
                .min(MOST_ROWS),
        };
        let usual = Format::Votable(Serialization::Binary2);
        let Some(format) = Format::asked(parameters, &["RESPONSEFORMAT", "FORMAT"], usual) else {
            return Err("this RESPONSEFORMAT is not known, only VOTable, CSV and TSV".to_owned());
        };
        Ok(Self {
            query: query.to_owned(),
            limit,
            format,
            uploads: upload::read(parameters)?,
        })
    }
}

fn is_adql(lang: &str) -> bool {
    ["ADQL", "ADQL-2.0", "ADQL-2.1"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(lang))
}
