//! What holds for a whole search, as PARAMs: the question, what was understood, the settings, and how far it came.

mod numbers;
mod settings;

use crate::{
    discovery::{
        census::Census,
        event::{Ending, Outcome},
        provenance::{self, Missing, timestamp},
        record::{Phase, Record},
    },
    domain::{
        angle::Position,
        constraints::{Constraints, Question},
        ivoid::Ivoid,
        object::Resolved,
        region::Region,
    },
    votable::{Datatype, Field, Param},
};
use numbers::{interval, number};
use settings::settings;
use std::time::{Duration, SystemTime};

/// All of them, in the order in which they are written.
pub(super) fn all(record: &Record) -> Vec<Param> {
    let mut params = question(record);
    params.extend(meaning(&record.search().constraints));
    params.extend(course(record));
    params.extend(counts(record));
    params.extend(settings(&record.search().settings));
    params
}

/// The fields as they were typed, and where the object is that they name.
fn question(record: &Record) -> Vec<Param> {
    let question = &record.search().question;
    let mut params = typed(question);
    if let Some(resolved) = &question.resolved {
        params.extend(object(resolved));
    }
    if !question.services.is_empty() {
        params.push(services(&question.services));
    }
    params
}

/// Whom the person chose to ask.
fn services(services: &[Ivoid]) -> Param {
    let names: Vec<&str> = services.iter().map(Ivoid::as_str).collect();
    text(
        "services",
        "meta.ref.ivoid",
        "The resources whose services were to be asked, whatever coverage they declare",
        &names.join(" "),
    )
}

/// The object that was asked for by its name.
fn object(resolved: &Resolved) -> [Param; 4] {
    let Position { ra, dec } = resolved.position;
    let field = Field {
        arraysize: Some("2".to_owned()),
        unit: Some("deg".to_owned()),
        xtype: Some("point".to_owned()),
        ..Field::new("object_position", Datatype::Double)
    };
    let position = Param {
        field: described(field, "pos.eq;src", "Where the object is, ICRS"),
        value: format!("{} {}", number(ra.0), number(dec.0)),
    };
    let words = "The object asked for, as the name resolver calls it";
    let source = "Who knew where the object is";
    [
        text("object", "meta.id;src", words, &resolved.object),
        position,
        text("object_resolver", "meta.ref", source, &resolved.source),
        text(
            "object_asked",
            "meta.id;src",
            "The name that the name resolver was asked for",
            &resolved.asked,
        ),
    ]
}

fn typed(question: &Question) -> Vec<Param> {
    vec![
        text(
            "space",
            "meta.note;pos",
            "Where on the sky, as it was typed",
            &question.space,
        ),
        text(
            "spectrum",
            "meta.note;em",
            "At which wavelength, as it was typed",
            &question.spectrum,
        ),
        text(
            "time",
            "meta.note;time",
            "When, as it was typed",
            &question.time,
        ),
        text(
            "product",
            "meta.code",
            "Which kinds of dataset",
            question.product.label(),
        ),
    ]
}

/// What the fields mean, as numbers.
fn meaning(constraints: &Constraints) -> Vec<Param> {
    let inclusive = flag(
        "inclusive",
        "Whether services were asked, and datasets kept, that do not declare what was asked for",
        constraints.inclusive,
    );
    let region = constraints.space.as_ref().map(region);
    let band = constraints.spectrum.map(|band| Param {
        field: described(
            interval("band", "m"),
            "em.wl",
            "The wavelengths asked for, in vacuum",
        ),
        value: format!("{} {}", number(band.lo.0), number(band.hi.0)),
    });
    let time = constraints.time.map(|time| Param {
        field: described(
            interval("mjd", "d"),
            "time.interval",
            "The time asked for, as MJD",
        ),
        value: format!("{} {}", number(time.lo.0), number(time.hi.0)),
    });
    let all = [Some(inclusive), region, band, time];
    all.into_iter().flatten().collect()
}

/// A cone or a polygon as DALI 1.1 (3.3.6) has them; what else there may be, in words.
fn region(region: &Region) -> Param {
    let (xtype, arraysize, numbers) = match region {
        Region::Cone(cone) => {
            let centre = cone.centre;
            let numbers = vec![centre.ra.0, centre.dec.0, cone.radius.0];
            ("circle", "3", numbers)
        }
        Region::Polygon(polygon) => {
            let vertices = polygon.vertices().iter();
            let numbers = vertices.flat_map(|vertex| [vertex.ra.0, vertex.dec.0]);
            ("polygon", "*", numbers.collect())
        }
        Region::Range(_) | Region::Moc(_) | Region::Union(_) => {
            let words = region.to_string();
            return text("region", "pos.outline;obs.field", REGION, &words);
        }
    };
    let field = Field {
        arraysize: Some(arraysize.to_owned()),
        unit: Some("deg".to_owned()),
        xtype: Some(xtype.to_owned()),
        ..Field::new("region", Datatype::Double)
    };
    let numbers: Vec<String> = numbers.into_iter().map(number).collect();
    Param {
        field: described(field, "pos.outline;obs.field", REGION),
        value: numbers.join(" "),
    }
}

const REGION: &str = "The part of the sky asked for, ICRS";

/// Whom the search asked, when, and how far it came.
fn course(record: &Record) -> Vec<Param> {
    let mut params = asked(record).to_vec();
    params.extend(progress(record));
    params
}

/// Whom the search asked which services there are.
fn asked(record: &Record) -> [Param; 3] {
    let asked = record.registries_asked();
    let failed = asked.split_last().map_or(&[][..], |(_, before)| before);
    [
        text(
            "registry",
            "meta.ref.url",
            "The registry that said which services there are",
            record.registry(),
        ),
        text(
            "registries_failed",
            "meta.ref.url",
            "The registries that were asked before and did not answer, with blanks between",
            &failed.join(" "),
        ),
        text(
            "registries",
            "meta.ref.url",
            "The registries that were to be asked, each where those before it do not answer, with blanks between",
            &registries(record).join(" "),
        ),
    ]
}

/// When it ran, and how far it came.
fn progress(record: &Record) -> Vec<Param> {
    let missing = Missing::of(record);
    let mut params = vec![
        instant("started", "When the search began, UTC", record.started()),
        instant("written", "When this was written, UTC", SystemTime::now()),
        text(
            "state",
            "meta.code.status",
            "How far the search was when this was written: running, complete, stopped, no service applies, \
             registry failed",
            state(record),
        ),
        flag(
            "complete",
            "Whether nothing is known to be missing",
            missing.is_nothing(),
        ),
        text(
            "missing",
            "meta.note",
            "What was not looked at, as far as that is known",
            &missing.to_string(),
        ),
    ];
    if let Some(census) = record.census() {
        let words =
            "How many services of the wanted kinds the registry lists, and why most are not asked";
        params.push(text("census", "meta.note", words, &census.to_string()));
        params.push(counted(census));
    }
    params
}

/// The registry of the search, and those that stand in for it.
fn registries(record: &Record) -> Vec<&str> {
    let search = record.search();
    let all = std::iter::once(&search.registry).chain(&search.fallbacks);
    all.map(String::as_str).collect()
}

/// The numbers of a census.
fn counted(census: &Census) -> Param {
    let field = Field {
        arraysize: Some("*".to_owned()),
        ..Field::new("census_counts", Datatype::Long)
    };
    let words = "Services of the wanted kinds: those listed, to be asked, left out, and, where the registry \
                 could say, without declared coverage";
    let known = [
        Some(census.listed),
        Some(census.to_ask),
        Some(census.left_out),
        census.undeclared,
    ];
    let numbers: Vec<String> = known.into_iter().flatten().map(|n| n.to_string()).collect();
    Param {
        field: described(field, "meta.number", words),
        value: numbers.join(" "),
    }
}

/// How far the search was.
pub(super) fn state(record: &Record) -> &'static str {
    match record.phase() {
        Phase::AskingRegistry | Phase::AskingServices => "running",
        Phase::Ended(Ending::Complete) => "complete",
        Phase::Ended(Ending::Stopped) => "stopped",
        Phase::Ended(Ending::NothingToAsk) => "no service applies",
        Phase::Ended(Ending::RegistryFailed(_)) => "registry failed",
    }
}

/// How many datasets and services there are, by outcome.
fn counts(record: &Record) -> Vec<Param> {
    let rows = provenance::rows(record);
    let of = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
    let counted = [
        ("n_datasets", "Datasets found", record.found().len()),
        ("n_services", "Services that were considered", rows.len()),
        (
            "n_ok",
            "Services that gave all that they have",
            of(Outcome::Ok),
        ),
        (
            "n_empty",
            "Services that have nothing that matches",
            of(Outcome::Empty),
        ),
        (
            "n_overflow",
            "Services that have more than they gave",
            of(Outcome::Overflow),
        ),
        ("n_failed", "Services that failed", of(Outcome::Failed)),
        (
            "n_skipped",
            "Services that were left out on purpose",
            of(Outcome::Skipped),
        ),
        (
            "n_stopped",
            "Services that were being asked when the search was stopped or this was written",
            of(Outcome::Stopped),
        ),
        (
            "n_not_asked",
            "Services whose turn had not come",
            of(Outcome::NotAsked),
        ),
    ];
    let params = counted.into_iter();
    params
        .map(|(name, words, n)| whole(name, words, n as u64))
        .collect()
}

fn text(name: &str, ucd: &str, description: &str, value: &str) -> Param {
    Param {
        field: described(Field::text(name), ucd, description),
        value: value.to_owned(),
    }
}

fn flag(name: &str, description: &str, value: bool) -> Param {
    Param {
        field: described(
            Field::new(name, Datatype::Boolean),
            "meta.code",
            description,
        ),
        value: if value { "T" } else { "F" }.to_owned(),
    }
}

fn whole(name: &str, description: &str, value: u64) -> Param {
    Param {
        field: described(Field::new(name, Datatype::Long), "meta.number", description),
        value: value.to_string(),
    }
}

fn seconds(name: &str, description: &str, value: Duration) -> Param {
    let field = Field {
        unit: Some("s".to_owned()),
        ..Field::new(name, Datatype::Double)
    };
    Param {
        field: described(field, "time.duration", description),
        value: number(value.as_secs_f64()),
    }
}

fn instant(name: &str, description: &str, value: SystemTime) -> Param {
    let field = Field {
        xtype: Some("timestamp".to_owned()),
        ..Field::text(name)
    };
    Param {
        field: described(field, "time", description),
        value: timestamp(value),
    }
}

fn described(field: Field, ucd: &str, description: &str) -> Field {
    Field {
        ucd: Some(ucd.to_owned()),
        description: Some(description.to_owned()),
        ..field
    }
}
