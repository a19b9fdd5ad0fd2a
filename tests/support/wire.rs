//! A server that hangs, trickles, floods or cuts off as a test says, and reports when its connections are closed.

use std::sync::Arc;
use std::time::Duration;
use std::{collections::VecDeque, sync::Mutex};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinHandle,
    time::{interval, sleep, timeout},
};

/// What the server does with one request.
#[derive(Debug, Clone)]
pub(crate) enum Manner {
    /// Answers with this status line and these headers, and this body, and waits for the next request.
    Answer(&'static str, Vec<u8>),
    /// Answers with this body, but takes its time.
    Late(Duration, Vec<u8>),
    /// Says nothing at all.
    BeforeHeaders,
    /// Sends the headers and this, and then nothing more.
    MidBody(Vec<u8>),
    /// Sends the headers and the first, and then the second again and again, with this pause.
    Endless(Vec<u8>, Vec<u8>, Duration),
    /// Sends the headers and this, promises more, and closes.
    Cut(Vec<u8>),
    /// Sends these bytes as they are, status line and all, and then does that.
    Raw(Vec<u8>, Then),
}

/// What the server does after raw bytes.
#[derive(Debug, Clone)]
pub(crate) enum Then {
    /// Closes the connection in good order.
    Close,
    /// Resets it, as a machine does that goes down.
    Reset,
    /// Keeps it open, and says nothing more.
    Hold,
    /// Sends these bytes again and again, with this pause.
    Again(Vec<u8>, Duration),
}

/// A request as the server heard it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heard {
    /// Method, path and query: `GET /sia?POS=... HTTP/1.1`.
    pub(crate) line: String,
    /// The headers, in lower case.
    pub(crate) headers: String,
    /// The body, unescaped enough to look for words.
    pub(crate) body: String,
}

/// A server on a port of its own. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Wire {
    address: std::net::SocketAddr,
    connections: watch::Sender<Connections>,
    heard: Arc<Mutex<Vec<Heard>>>,
    accepting: Option<JoinHandle<()>>,
    /// Held so that the kernel takes connections that nobody accepts.
    listener: Option<TcpListener>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Connections {
    open: usize,
    requests: usize,
    /// Requests that are not answered yet.
    under_way: usize,
    /// The most that were under way at once.
    most: usize,
    /// Bytes of endless answers that were sent, framing not counted.
    flooded: u64,
}

impl Wire {
    /// A server that does with each request what `manner` says.
    pub(crate) async fn start(
        manner: impl Fn(&Heard) -> Manner + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let mut wire = Self::on(&listener)?;
        let connections = wire.connections.clone();
        let heard = Arc::clone(&wire.heard);
        let manner = Arc::new(manner);
        wire.accepting = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let place = Place::new(connections.clone());
                let (manner, heard) = (Arc::clone(&manner), Arc::clone(&heard));
                tokio::spawn(async move {
                    converse(stream, &*manner, &heard, &place).await;
                });
            }
        }));
        Ok(wire)
    }

    /// A server whose connections stand, but that never accepts one.
    pub(crate) async fn never_accepting() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let mut wire = Self::on(&listener)?;
        wire.listener = Some(listener);
        Ok(wire)
    }

    fn on(listener: &TcpListener) -> std::io::Result<Self> {
        Ok(Self {
            address: listener.local_addr()?,
            connections: watch::channel(Connections::default()).0,
            heard: Arc::default(),
            accepting: None,
            listener: None,
        })
    }

    /// An address on this server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What it heard so far.
    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    /// Waits until so many requests have come.
    pub(crate) async fn has_heard(&self, requests: usize) {
        let mut connections = self.connections.subscribe();
        let waited = connections.wait_for(|now| requests <= now.requests);
        timeout(Duration::from_secs(10), waited)
            .await
            .expect("so many requests come")
            .unwrap();
    }

    /// How many connections are open, seen from here.
    pub(crate) fn n_open(&self) -> usize {
        self.connections.borrow().open
    }

    /// The most requests that were under way at once. An idle connection that is kept for the next one is none.
    pub(crate) fn most_under_way(&self) -> usize {
        self.connections.borrow().most
    }

    /// Waits until so many bytes of endless answers were sent, or until nobody takes them any more.
    pub(crate) async fn has_flooded(&self, bytes: u64) {
        let mut connections = self.connections.subscribe();
        let is_over = |now: &Connections| bytes <= now.flooded || now.flooded > 0 && now.open == 0;
        connections.wait_for(is_over).await.unwrap();
    }

    /// Bytes of endless answers that were sent so far.
    pub(crate) fn flooded(&self) -> u64 {
        self.connections.borrow().flooded
    }

    /// Waits until every connection is closed by the other side, at most so long.
    pub(crate) async fn all_closed(&self, within: Duration) -> bool {
        if let Some(listener) = &self.listener {
            return timeout(within, drain(listener)).await.is_ok();
        }
        let mut connections = self.connections.subscribe();
        let closed = connections.wait_for(|now| now.open == 0);
        timeout(within, closed).await.is_ok()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if let Some(accepting) = &self.accepting {
            accepting.abort();
        }
    }
}

/// Accepts what the kernel has kept, and reads each to its end.
async fn drain(listener: &TcpListener) {
    while let Ok(Ok((mut stream, _))) = timeout(Duration::from_millis(20), listener.accept()).await
    {
        let mut all = Vec::new();
        stream.read_to_end(&mut all).await.ok();
    }
}

/// Counts one connection as open for as long as it lives.
struct Place(watch::Sender<Connections>);

impl Place {
    fn new(connections: watch::Sender<Connections>) -> Self {
        connections.send_modify(|now| {
            now.open += 1;
        });
        Self(connections)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.send_modify(|now| now.open -= 1);
    }
}

const CHUNKED: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: application/x-votable+xml\r\nTransfer-Encoding: chunked\r\n\r\n";

async fn converse(
    stream: TcpStream,
    manner: &(dyn Fn(&Heard) -> Manner + Send + Sync),
    all_heard: &Mutex<Vec<Heard>>,
    place: &Place,
) {
    let (mut from, mut to) = stream.into_split();
    let mut unread = VecDeque::new();
    while let Some(heard) = hear(&mut from, &mut unread).await {
        let manner = manner(&heard);
        all_heard.lock().unwrap().push(heard);
        place.0.send_modify(|now| {
            now.requests += 1;
            now.under_way += 1;
            now.most = now.most.max(now.under_way);
        });
        if let Manner::Late(pause, _) = &manner {
            sleep(*pause).await;
        }
        // Before the answer: the other side may have it, and ask again, before we go on.
        place.0.send_modify(|now| now.under_way -= 1);
        let stays = match manner {
            Manner::Answer(head, body) => answer(&mut to, head, &body).await,
            Manner::Late(_, body) => answer(&mut to, "200 OK", &body).await,
            Manner::BeforeHeaders => closed(&mut from).await,
            Manner::MidBody(first) => {
                chunk(&mut to, CHUNKED, &first).await.ok();
                closed(&mut from).await
            }
            Manner::Endless(first, again, pause) => {
                chunk(&mut to, CHUNKED, &first).await.ok();
                let again = framed(&again);
                tokio::select! {
                    gone = closed(&mut from) => gone,
                    gone = go_on(&mut to, &again, pause, place) => gone,
                }
            }
            Manner::Cut(first) => {
                chunk(&mut to, CHUNKED, &first).await.ok();
                false
            }
            Manner::Raw(bytes, then) => {
                to.write_all(&bytes).await.ok();
                match then {
                    Then::Close => false,
                    Then::Hold => closed(&mut from).await,
                    Then::Again(again, pause) => tokio::select! {
                        gone = closed(&mut from) => gone,
                        gone = go_on(&mut to, &again, pause, place) => gone,
                    },
                    Then::Reset => {
                        let stream = from.reunite(to).unwrap();
                        stream.set_zero_linger().unwrap();
                        return;
                    }
                }
            }
        };
        if !stays {
            return;
        }
    }
}

async fn answer(to: &mut OwnedWriteHalf, head: &str, body: &[u8]) -> bool {
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n", body.len());
    to.write_all(head.as_bytes()).await.is_ok() && to.write_all(body).await.is_ok()
}

async fn chunk(to: &mut OwnedWriteHalf, head: &[u8], body: &[u8]) -> std::io::Result<()> {
    let all = [head, &framed(body)].concat();
    to.write_all(&all).await
}

/// A chunk of a body with what HTTP puts around it.
fn framed(body: &[u8]) -> Vec<u8> {
    let size = format!("{:x}\r\n", body.len());
    [size.as_bytes(), body, b"\r\n"].concat()
}

async fn go_on(to: &mut OwnedWriteHalf, again: &[u8], pause: Duration, place: &Place) -> bool {
    let mut ticks = (!pause.is_zero()).then(|| interval(pause));
    loop {
        if let Some(ticks) = &mut ticks {
            ticks.tick().await;
        }
        if to.write_all(again).await.is_err() {
            return false;
        }
        place.0.send_modify(|now| now.flooded += again.len() as u64);
    }
}

/// Waits until the other side has closed.
async fn closed(from: &mut OwnedReadHalf) -> bool {
    let mut buffer = [0; 1024];
    while matches!(from.read(&mut buffer).await, Ok(n) if n > 0) {}
    false
}

/// Reads one request; `None` when there is none any more.
async fn hear(from: &mut OwnedReadHalf, unread: &mut VecDeque<u8>) -> Option<Heard> {
    let mut text = String::new();
    loop {
        while let Some(byte) = unread.pop_front() {
            text.push(char::from(byte));
            if let Some(heard) = whole(&text) {
                return Some(heard);
            }
        }
        let mut buffer = [0; 4096];
        match from.read(&mut buffer).await {
            Ok(n) if n > 0 => unread.extend(&buffer[..n]),
            _ => return None,
        }
    }
}

fn whole(text: &str) -> Option<Heard> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let (line, headers) = head.split_once("\r\n")?;
    let headers = headers.to_lowercase();
    let length = headers
        .lines()
        .find_map(|header| header.strip_prefix("content-length: "))
        .map_or(0, |length| length.trim().parse().unwrap());
    (length <= body.len()).then(|| Heard {
        line: line.to_owned(),
        headers,
        body: body.replace('+', " ").replace("%20", " "),
    })
}
