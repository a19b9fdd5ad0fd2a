//! Prints how soon a table of a million rows begins to reach a receiver, how fast it goes, and what it costs in memory.
//!
//! `cargo bench --bench handover` sends a million rows of ObsCore, `-- 100000` as many as that. The hub and the receiver
//! are in this process: the receiver counts and keeps nothing, so that what memory grows by is the sender's. Then it is
//! sent once more while a window with as many rows is drawn sixty times in a second.
#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints figures that need no more digits than a double has"
)]

use std::{
    collections::BTreeMap,
    error::Error,
    fs, io,
    time::{Duration, Instant},
};

use dxr::{MethodCall, MethodResponse, Value};
use hyper::Response;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use vodiscover::{
    discovery::{
        export::{self, Format},
        record::Record,
    },
    domain::dataset::Datasets,
    http::serve::{Body, Server, serve},
    samp::{Parcel, Place, SendNews, Session, Table, Times, To, new_table_id},
    votable::Serialization,
};

#[path = "../../tests/support/found.rs"]
mod found;
mod frames;
#[path = "../support/memory.rs"]
mod memory;
#[path = "../window/sample.rs"]
#[expect(
    dead_code,
    reason = "shared with the benchmark of the window, which uses the rest"
)]
mod sample;

use frames::Drawn;
use memory::memory_kib;

/// Rows of a batch, as services answer them.
const BATCH: usize = 1000;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let rows = std::env::args().find_map(|word| word.parse().ok());
    let record = record(rows.unwrap_or(1_000_000))?;
    let n_rows = record.found().len();
    let table = table(record.clone());
    let folder = tempfile::tempdir()?;
    let lockfile = folder.path().join("lock");
    let (tell, mut told) = mpsc::unbounded_channel();
    let _hub = hub(&lockfile, tell).await?;
    let times = Times {
        answer: Duration::from_millis(1),
        ..Times::default()
    };
    let session = Session::at(Place::File(lockfile), times);
    let before = memory_kib("VmRSS")?;
    for round in ["first", "second"] {
        hand_over(&session, &table, &mut told, round).await?;
    }
    let peak = memory_kib("VmHWM")?;
    println!(
        "memory before {before} kB, at most {peak} kB, so {} kB more",
        peak - before
    );
    let window = Drawn::open(datasets(n_rows))?;
    hand_over(&session, &table, &mut told, "beside the window").await?;
    let frames = window.close()?;
    let at = |percent: usize| frames.get((frames.len() - 1) * percent / 100);
    println!(
        "{} frames meanwhile: median {:?}, 99 % {:?}, longest {:?}",
        frames.len(),
        at(50).ok_or("a frame was drawn")?,
        at(99).ok_or("a frame was drawn")?,
        at(100).ok_or("a frame was drawn")?,
    );
    Ok(())
}

/// Sends the table, and fetches it as soon as the hub has been told of it.
async fn hand_over(
    session: &Session,
    table: &Table,
    told: &mut mpsc::UnboundedReceiver<String>,
    round: &str,
) -> Outcome<()> {
    let begun = Instant::now();
    let parcel = Parcel::Table {
        table: table.clone(),
        id: new_table_id()?,
    };
    let sending = session.send(parcel, "a million", &To::All, |news| {
        if let SendNews::Sent { .. } = news {
            println!("{round}, handed to the hub: {:?}", begun.elapsed());
        }
    });
    sending.await?;
    let url = told.recv().await.ok_or("the hub was called")?;
    let (first, n_bytes) = fetch(&url, begun).await?;
    let whole = begun.elapsed().as_secs_f64();
    let megabytes = n_bytes as f64 / 1e6;
    println!("the first bytes: {first:?} after the click");
    println!(
        "the last of {megabytes:.0} MB: {whole:.2} s, {:.0} MB/s",
        megabytes / whole
    );
    Ok(())
}

/// Fetches as receivers do, and throws away; the time to the first bytes, and how many there were.
async fn fetch(url: &str, begun: Instant) -> Outcome<(Duration, usize)> {
    let rest = url.strip_prefix("http://").ok_or("it is HTTP")?;
    let (host, path) = rest.split_once('/').ok_or("it has a path")?;
    let mut stream = TcpStream::connect(host).await?;
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut buffer = vec![0; 256 * 1024];
    let (mut first, mut n_bytes) = (None, 0);
    loop {
        match stream.read(&mut buffer).await? {
            0 => return Ok((first.ok_or("something came")?, n_bytes)),
            n => n_bytes += n,
        }
        first.get_or_insert_with(|| begun.elapsed());
    }
}

/// As much of a hub as a broadcast needs; tells the address of each table that is sent.
async fn hub(lockfile: &std::path::Path, tell: mpsc::UnboundedSender<String>) -> Outcome<Server> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let server = serve(listener, move |request| {
        let xml = String::from_utf8_lossy(request.body()).into_owned();
        let answer = answer(&xml, &tell).unwrap_or_default();
        std::future::ready(Response::new(Body::full(answer)))
    })?;
    let url = format!("samp.hub.xmlrpc.url=http://{}/", server.address());
    fs::write(lockfile, format!("samp.secret=s\n{url}\n"))?;
    Ok(server)
}

fn answer(xml: &str, tell: &mpsc::UnboundedSender<String>) -> Outcome<String> {
    let call = MethodCall::from_xml(xml)?;
    let text = |text: &str| Value::String(text.to_owned());
    let one = |key: &str, value| Value::Struct(BTreeMap::from([(key.to_owned(), value)]));
    let value = match &*call.name {
        "samp.hub.register" => one("samp.private-key", text("key")),
        "samp.hub.getSubscribedClients" => one("c2", Value::Struct(BTreeMap::new())),
        // One without a name would be asked for it several times.
        "samp.hub.getMetadata" => one("samp.name", text("receiver")),
        "samp.hub.call" => {
            if let Some(Value::Struct(message)) = call.params.get(3)
                && let Some(Value::Struct(params)) = message.get("samp.params")
                && let Some(Value::String(url)) = params.get("url")
            {
                tell.send(url.clone())?;
            }
            text("m1")
        }
        _ => text(""),
    };
    Ok(MethodResponse { value }.to_xml()?)
}

fn table(record: Record) -> Table {
    let n_rows = record.found().len();
    Table::written(move |out| {
        let format = Format::VOTable(Serialization::Binary2);
        export::write(&record, format, out).map_err(io::Error::other)
    })
    .of_rows(n_rows, 1)
}

fn record(n_rows: usize) -> Outcome<Record> {
    Ok(found::record(datasets(n_rows))?)
}

fn datasets(n_rows: usize) -> impl Iterator<Item = Datasets> {
    (0..n_rows.div_ceil(BATCH)).map(|service| sample::datasets(BATCH, service))
}
