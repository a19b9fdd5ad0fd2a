//! Three hundred services on loopback, some of which hang: how near a run comes to the least time that it could take.

use crate::{Outcome, answers, run};
use hyper::{Request, Response, StatusCode};
use std::{net::Ipv4Addr, time::Duration};
use tokio::{net::TcpListener, time::sleep};
use vodiscover::{
    discovery::{Search, record::Place},
    domain::constraints::Question,
    http::{
        Settings,
        serve::{Body, Server, serve},
    },
};

const SERVICES: u32 = 300;
/// Each is an address of its own, with three services.
const HOSTS: u32 = 100;
/// Every eighth service never answers, as in the VO on which pyVO was measured.
const HANGING: u32 = 8;
/// Rows that a service gives.
const ROWS: u32 = 50;
/// What a run may need at most of the bound.
const TARGET: f64 = 1.3;
/// The time for a whole answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Prints the wall time, and whether it is near enough to the bound.
pub(crate) async fn measure() -> Outcome<bool> {
    let mut servers: Vec<Server> = Vec::new();
    for host in 0..HOSTS {
        let address = Ipv4Addr::new(127, 0, 2, u8::try_from(host + 1)?);
        let listener = TcpListener::bind((address, 0)).await?;
        servers.push(serve(listener, answer)?);
    }
    let entries: Vec<answers::Entry> = (0..SERVICES)
        .filter_map(|nr| {
            let server = servers.get(usize::try_from(nr % HOSTS).ok()?)?;
            Some(answers::Entry {
                name: format!("service{nr}").leak(),
                standard: answers::SIA2,
                url: format!("http://{}/{nr}", server.address()),
            })
        })
        .collect();
    let registry = registry(entries).await?;
    let question = Question {
        space: "10 20 1".to_owned(),
        ..Question::default()
    };
    let settings = Settings::default().with_answer_timeout(PATIENCE);
    let bound = bound(&settings)?;
    let search = Search {
        constraints: question.parse()?,
        question,
        registry: format!("http://{}/tap", registry.address()),
        fallbacks: Vec::new(),
        settings,
    };
    let (record, took, _) = run(search).await?;
    let done = |state: &&_| matches!(state, Place::Done(_));
    let n_asked = record
        .services()
        .iter()
        .map(|it| &it.place)
        .filter(done)
        .count();
    let ratio = took.as_secs_f64() / bound.as_secs_f64();
    println!(
        "{n_asked} services on {HOSTS} hosts, {} of which hang: {}",
        SERVICES.div_ceil(HANGING),
        record.message()
    );
    println!(
        "  wall time {:.2} s, lower bound {:.2} s, ratio {ratio:.2} (target {TARGET}); one after another {:.0} s",
        took.as_secs_f64(),
        bound.as_secs_f64(),
        (0..SERVICES).map(takes).sum::<Duration>().as_secs_f64(),
    );
    let n_expected = (SERVICES - SERVICES.div_ceil(HANGING)) * ROWS;
    let is_whole = record.found().len() == usize::try_from(n_expected)?;
    Ok(ratio <= TARGET && is_whole)
}

/// How long a service takes: from a twentieth of a second to two seconds, the quick ones more often.
fn takes(nr: u32) -> Duration {
    if nr.is_multiple_of(HANGING) {
        return PATIENCE;
    }
    let spread = f64::from(nr.wrapping_mul(2_654_435_761) >> 8) / f64::from(1 << 24);
    Duration::from_secs_f64(0.05 * 40_f64.powf(spread))
}

/// The least time: that of the slowest host's queue, and that of all of them with so many at once.
fn bound(settings: &Settings) -> Outcome<Duration> {
    let per_host = u32::try_from(settings.per_host)?;
    let of_host = |host: u32| {
        let times = (host..SERVICES).step_by(HOSTS as usize).map(takes);
        let longest = times.clone().max().unwrap_or_default();
        let sum: Duration = times.sum();
        longest.max(sum / per_host)
    };
    let slowest = (0..HOSTS).map(of_host).max().unwrap_or_default();
    let all: Duration = (0..SERVICES).map(takes).sum();
    Ok(slowest.max(all / u32::try_from(settings.total)?))
}

async fn answer(request: Request<bytes::Bytes>) -> Response<Body> {
    let path = request.uri().path().trim_start_matches('/');
    let Ok(nr) = path.parse::<u32>() else {
        return not_found();
    };
    if nr.is_multiple_of(HANGING) {
        std::future::pending::<()>().await;
    }
    sleep(takes(nr)).await;
    let urls: Vec<String> = (0..ROWS)
        .map(|row| format!("http://data.example/{nr}/{row}"))
        .collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    Response::new(Body::full(answers::images(&urls)))
}

fn not_found() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// A registry that names all of them, and no relationships.
async fn registry(entries: Vec<answers::Entry>) -> Outcome<Server> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let server = serve(listener, move |request: Request<bytes::Bytes>| {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        let response = if !request.uri().path().ends_with("/sync") {
            not_found()
        } else if body.contains("isservedby") {
            Response::new(Body::full(answers::relationships(&[])))
        } else {
            Response::new(Body::full(answers::candidates(&entries)))
        };
        async move { response }
    })?;
    Ok(server)
}
