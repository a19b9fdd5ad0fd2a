//! The search that a file tells of: its question and its settings.

use super::{
    contents::Contents,
    lines::{instant, seconds},
};
use crate::{
    discovery::Search,
    domain::{
        angle::Position,
        constraints::{Constraints, Question},
        ivoid::Ivoid,
        object::Resolved,
    },
    http::limits::Settings,
};
use std::{ops::RangeInclusive, str::FromStr, time::SystemTime};

/// The search, and the sentence that says why its question cannot be asked any more.
pub(super) fn search(contents: &Contents) -> (Search, Option<String>) {
    let question = question(contents);
    let read = question.parse();
    let flaw = read
        .as_ref()
        .err()
        .map(|error| format!("its question cannot be asked again: {error}"));
    let nothing = Constraints {
        space: None,
        spectrum: None,
        time: None,
        product: question.product,
        inclusive: question.inclusive,
    };
    let mut registries = registries(contents).into_iter();
    let search = Search {
        constraints: read.unwrap_or(nothing),
        question,
        registry: registries.next().unwrap_or_default(),
        fallbacks: registries.collect(),
        settings: settings(contents),
    };
    (search, flaw)
}

/// When it began.
pub(super) fn started(contents: &Contents) -> SystemTime {
    let at = |name| contents.param(name).and_then(instant);
    at("started").unwrap_or(SystemTime::UNIX_EPOCH)
}

/// The registry of the search, and those that stand in for it.
fn registries(contents: &Contents) -> Vec<String> {
    let words = |name| contents.param(name).map(str::split_whitespace);
    if let Some(all) = words("registries") {
        return all.map(str::to_owned).collect();
    }
    // Older files tell only of those that were asked.
    let failed = words("registries_failed").into_iter().flatten();
    failed
        .chain(words("registry").into_iter().flatten())
        .map(str::to_owned)
        .collect()
}

fn question(contents: &Contents) -> Question {
    let typed = |name| contents.param(name).unwrap_or_default().to_owned();
    let mut question = Question {
        space: typed("space"),
        spectrum: typed("spectrum"),
        time: typed("time"),
        product: parsed(contents, "product").unwrap_or_default(),
        inclusive: contents.param("inclusive") == Some("T"),
        resolved: None,
        services: contents
            .param("services")
            .into_iter()
            .flat_map(str::split_whitespace)
            .map(Ivoid::new)
            .collect(),
    };
    question.resolved = resolved(contents, &question);
    question
}

/// Where the object is that was asked for by its name.
fn resolved(contents: &Contents, question: &Question) -> Option<Resolved> {
    let object = contents.param("object")?.to_owned();
    let mut numbers = contents.param("object_position")?.split_whitespace();
    let mut number = || numbers.next()?.parse().ok();
    // Older files do not say by which name it was asked for.
    let typed = || question.named().map(|named| named.name);
    let asked = contents.param("object_asked").map(str::to_owned);
    Some(Resolved {
        asked: asked.or_else(typed)?,
        position: Position::new(number()?, number()?)?,
        source: contents
            .param("object_resolver")
            .unwrap_or_default()
            .to_owned(),
        object,
    })
}

/// The settings, each within what a person could mean: a file may say anything.
fn settings(contents: &Contents) -> Settings {
    let usual = Settings::default();
    let time = |name| {
        let time = contents.param(name).and_then(seconds);
        time.filter(|time| !time.is_zero())
    };
    let answer = time("timeout_answer").unwrap_or(usual.answer);
    Settings {
        connect: time("timeout_connect").unwrap_or(usual.connect),
        silence: time("timeout_silence").unwrap_or(usual.silence),
        answer,
        total: within(contents, "max_requests", 1..=1_000, usual.total),
        per_host: within(contents, "max_requests_per_host", 1..=100, usual.per_host),
        maxrec: within(contents, "maxrec", 1..=u32::MAX, usual.maxrec),
        answer_bytes: within(
            contents,
            "max_answer_bytes",
            1..=1 << 40,
            usual.answer_bytes,
        ),
        answer_rows: within(
            contents,
            "max_answer_rows",
            1..=1_000_000_000,
            usual.answer_rows,
        ),
        redirects: within(contents, "max_redirects", 0..=100, usual.redirects),
    }
    .with_answer_timeout(answer)
}

fn within<T: FromStr + PartialOrd>(
    contents: &Contents,
    name: &str,
    range: RangeInclusive<T>,
    usual: T,
) -> T {
    let read = parsed(contents, name).filter(|value| range.contains(value));
    read.unwrap_or(usual)
}

fn parsed<T: FromStr>(contents: &Contents, name: &str) -> Option<T> {
    contents.param(name)?.trim().parse().ok()
}
