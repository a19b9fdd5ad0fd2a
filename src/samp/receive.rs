//! What others ask of us, checked: places on the sky, rows of tables that we sent, services, tables to read.

use dxr::Value;

use super::{
    Notice, PositionList,
    message::{Map, map_under, text_of},
    sent::{Sent, SentTables},
    text::remark,
};
use crate::domain::{angle::Position, ivoid::Ivoid};

/// What we take of the others.
pub(crate) const SUBSCRIPTIONS: [&str; 6] = [
    "coord.pointAt.sky",
    "table.highlight.row",
    "table.load.votable",
    "table.select.rowList",
    "voresource.loadlist",
    "voresource.loadlist.*",
];

/// Most services in a list; the whole VO has some 30,000.
const MOST_SERVICES: usize = 50_000;
/// Most rows of a selection in a table whose length is not known.
const MOST_ROWS: usize = 10_000_000;
/// Longest address of a table, in bytes.
const LONGEST_URL: usize = 8192;

/// What another program asks of us.
#[derive(Debug, Clone, PartialEq)]
pub enum Received {
    /// It points at a place, or at rows of a table that we sent. The table has them all; they rise, and may be none.
    Notice(Notice),
    /// It names services to ask: `voresource.loadlist` and its kin.
    Services(ServiceList),
    /// It sent a table, and this is where its rows are: `table.load.votable`.
    Positions(PositionList),
}

/// Services that another program names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceList {
    /// What it calls the list, if anything.
    pub name: Option<String>,
    /// What kind of services they are, as the end of the `MType` says it: `siap`, `ssap`, `tap`, `cone` or another.
    pub kind: Option<String>,
    /// Their identifiers, each once, at least one.
    pub ivoids: Vec<Ivoid>,
}

/// A message that makes sense.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wish {
    /// Its answer is that it has been heard.
    Heard(Received),
    /// A table that is to be fetched first.
    Load(Load),
}

/// A table that somebody wants read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Load {
    pub(crate) url: String,
    pub(crate) name: Option<String>,
}

/// Understands a message, or says in plain words what is wrong with it. `None`: it is not for us.
pub(crate) fn read(message: &Map, sent: &SentTables) -> Option<Result<Wish, String>> {
    let mtype = text_of(message, "samp.mtype")?;
    let params = map_under(message, "samp.params");
    let heard = match mtype {
        "coord.pointAt.sky" => point(params),
        "table.highlight.row" => row(params, sent),
        "table.select.rowList" => rows(params, sent),
        "table.load.votable" => return Some(load(params).map(Wish::Load)),
        "voresource.loadlist" => services(params, None),
        _ => services(params, Some(mtype.strip_prefix("voresource.loadlist.")?)),
    };
    Some(heard.map(Wish::Heard))
}

fn point(params: &Map) -> Result<Received, String> {
    let ra = number(params, "ra")?;
    let dec = number(params, "dec")?;
    if !(-360.0..=360.0).contains(&ra) {
        return Err("ra is not between -360 and 360 degrees".to_owned());
    }
    Position::new(ra, dec)
        .map(|position| Received::Notice(Notice::PointAt(position)))
        .ok_or_else(|| "dec is not between -90 and 90 degrees".to_owned())
}

fn row(params: &Map, sent: &SentTables) -> Result<Received, String> {
    let table = table(params, sent)?;
    let row = text_of(params, "row").ok_or("the parameter row is missing")?;
    let row = row_of(row, &table)?;
    let table_id = table.id;
    Ok(Received::Notice(Notice::Row { table_id, row }))
}

fn rows(params: &Map, sent: &SentTables) -> Result<Received, String> {
    let table = table(params, sent)?;
    let Some(Value::Array(list)) = params.get("row-list") else {
        return Err("the parameter row-list is missing, or is no list".to_owned());
    };
    if list.len() > table.n_rows.unwrap_or(MOST_ROWS) {
        return Err("the row-list is longer than the table".to_owned());
    }
    let mut rows = Vec::with_capacity(list.len());
    for row in list {
        match row {
            Value::String(row) => rows.push(row_of(row, &table)?),
            _ => return Err("the row-list holds what is no row".to_owned()),
        }
    }
    rows.sort_unstable();
    rows.dedup();
    let table_id = table.id;
    Ok(Received::Notice(Notice::Rows { table_id, rows }))
}

fn table(params: &Map, sent: &SentTables) -> Result<Sent, String> {
    let (id, url) = (text_of(params, "table-id"), text_of(params, "url"));
    if id.is_none() && url.is_none() {
        return Err("neither table-id nor url says which table is meant".to_owned());
    }
    sent.find(id, url)
        .ok_or_else(|| "vodiscover has not sent this table".to_owned())
}

/// SAMP 1.3, 3.4: a `SAMP int` is decimal digits in a string.
fn row_of(text: &str, table: &Sent) -> Result<usize, String> {
    let row = text.trim().parse::<usize>().ok();
    let row = row.ok_or_else(|| format!("{} is no row", remark(text)))?;
    if table.n_rows.is_some_and(|n_rows| n_rows <= row) {
        return Err(format!("the table has no row {row}"));
    }
    Ok(row)
}

fn services(params: &Map, kind: Option<&str>) -> Result<Received, String> {
    let ids: Vec<&str> = match params.get("ids") {
        // The keys count; what they stand for is free (SAMP's list of MTypes).
        Some(Value::Struct(ids)) => ids.keys().map(String::as_str).collect(),
        Some(Value::Array(ids)) => {
            let texts = ids.iter().map(|id| match id {
                Value::String(id) => id.as_str(),
                _ => "",
            });
            texts.collect()
        }
        _ => return Err("the parameter ids is missing, or is no map".to_owned()),
    };
    if ids.len() > MOST_SERVICES {
        return Err(format!("more than {MOST_SERVICES} services are not taken"));
    }
    let mut ivoids = Vec::with_capacity(ids.len());
    for id in ids {
        let ivoid = Ivoid::new(id);
        if !ivoid.as_str().starts_with("ivo://") || ivoid.as_str().len() > LONGEST_URL {
            return Err(format!("{} is no IVOA identifier", remark(id)));
        }
        ivoids.push(ivoid);
    }
    ivoids.sort_unstable();
    ivoids.dedup();
    if ivoids.is_empty() {
        return Err("the list holds no services".to_owned());
    }
    Ok(Received::Services(ServiceList {
        name: name(params),
        kind: kind.map(remark),
        ivoids,
    }))
}

fn load(params: &Map) -> Result<Load, String> {
    let url = text_of(params, "url").ok_or("the parameter url is missing")?;
    if url.len() > LONGEST_URL {
        return Err("the address of the table is too long".to_owned());
    }
    let is_http = ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if !is_http {
        return Err(
            "vodiscover opens http and https addresses only: send the table by one of these"
                .to_owned(),
        );
    }
    Ok(Load {
        url: url.to_owned(),
        name: name(params),
    })
}

fn name(params: &Map) -> Option<String> {
    let name = text_of(params, "name").map(remark);
    name.filter(|name| !name.is_empty())
}

/// SAMP 1.3, 3.4: a `SAMP float` is a decimal number in a string.
fn number(params: &Map, key: &str) -> Result<f64, String> {
    let text = text_of(params, key).ok_or_else(|| format!("the parameter {key} is missing"))?;
    let number = text.trim().parse::<f64>().ok().filter(|it| it.is_finite());
    number.ok_or_else(|| format!("{key} is {}, which is no number", remark(text)))
}

#[cfg(test)]
mod tests;
