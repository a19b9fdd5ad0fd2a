//! The server as a peer sees it, byte by byte.

use std::{sync::Mutex, time::Duration};

use hyper::Method;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    time::timeout,
};

use super::{Body, Bytes, Cut, Request, Response, Server, ServerLimits, serve, serve_within};

async fn answer(request: Request<Bytes>) -> Response<Body> {
    Response::new(match request.uri().path() {
        "/echo" => Body::full(request.into_body()),
        "/method" => Body::full(request.method().to_string()),
        "/drip" => Body::written(|writer| async move {
            for chunk in ["one ", "two ", "three"] {
                writer.write(chunk).await;
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            Ok(())
        }),
        "/break" => Body::written(|writer| async move {
            writer.write("begun").await;
            Err(Cut)
        }),
        "/hang" => Body::written(|writer| async move {
            writer.write("begun").await;
            std::future::pending().await
        }),
        "/cut" => Body::cut_at_once(),
        _ => std::future::pending().await,
    })
}

async fn start() -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    serve(listener, answer).unwrap()
}

/// Sends one request and reads until the server closes the connection.
async fn ask(server: &Server, request: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut all = Vec::new();
    // A connection that was cut may end with a reset.
    stream.read_to_end(&mut all).await.ok();
    String::from_utf8(all).unwrap()
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
}

#[tokio::test]
async fn a_body_comes_back_whole() {
    let server = start().await;
    let request =
        "POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 5\r\n\r\nhello";
    let answer = ask(&server, request).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with("\r\n\r\nhello"), "{answer}");
    assert!(answer.contains("content-length: 5"), "{answer}");
}

#[tokio::test]
async fn head_has_no_body_but_its_length() {
    let server = start().await;
    let request = get("/method").replace("GET", Method::HEAD.as_str());
    let answer = ask(&server, &request).await;
    assert!(answer.contains("content-length: 4"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
}

#[tokio::test]
async fn chunks_are_sent_as_they_are_written() {
    let server = start().await;
    let answer = ask(&server, &get("/drip")).await;
    assert!(answer.ends_with("three\r\n0\r\n\r\n"), "{answer}");
}

#[tokio::test]
async fn a_cut_leaves_what_came_before_it() {
    let server = start().await;
    let answer = ask(&server, &get("/break")).await;
    assert!(answer.contains("200 OK"), "{answer}");
    assert!(answer.ends_with("begun\r\n"), "{answer}");
}

#[tokio::test]
async fn cut_at_once_says_nothing() {
    let server = start().await;
    assert_eq!(ask(&server, &get("/cut")).await, "");
}

#[tokio::test]
async fn a_request_that_is_too_large_is_refused() {
    let limits = ServerLimits {
        request_bytes: 10,
        ..ServerLimits::default()
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = serve_within(listener, limits, answer).unwrap();
    let answer = ask(
        &server,
        "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 11\r\n\r\nhello world",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn a_peer_that_says_nothing_is_let_go() {
    let limits = ServerLimits {
        header_time: Duration::from_millis(50),
        body_time: Duration::from_millis(50),
        ..ServerLimits::default()
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = serve_within(listener, limits, answer).unwrap();
    ask(&server, "GET /echo HT").await;
    let slow = ask(
        &server,
        "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 11\r\n\r\nhello",
    )
    .await;
    assert!(slow.starts_with("HTTP/1.1 408"), "{slow}");
}

#[tokio::test]
async fn dropping_the_server_closes_every_connection() {
    let server = start().await;
    let mut streams = Vec::new();
    for path in ["/hang", "/never"] {
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        stream.write_all(get(path).as_bytes()).await.unwrap();
        if path == "/hang" {
            let mut begun = Vec::new();
            while !begun.ends_with(b"begun\r\n") {
                begun.push(stream.read_u8().await.unwrap());
            }
        }
        streams.push(stream);
    }
    let address = server.address();
    drop(server);
    for mut stream in streams {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.ok();
        assert_eq!(rest, b"");
    }
    TcpStream::connect(address).await.unwrap_err();
}

#[tokio::test]
async fn a_peer_that_takes_nothing_of_its_answer_is_let_go() {
    let limits = ServerLimits {
        write_time: Duration::from_millis(50),
        ..ServerLimits::default()
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (writing, given_up) = oneshot::channel::<()>();
    let writing = Mutex::new(Some(writing));
    let flood = move |_: Request<Bytes>| {
        let writing = writing.lock().unwrap().take();
        async move {
            Response::new(Body::written(|to| async move {
                let _writing = writing;
                loop {
                    to.write(vec![b' '; 1 << 20]).await;
                }
            }))
        }
    };
    let server = serve_within(listener, limits, flood).unwrap();
    let mut peer = TcpStream::connect(server.address()).await.unwrap();
    peer.write_all(get("/").as_bytes()).await.unwrap();
    let ended = timeout(Duration::from_secs(20), given_up).await;
    assert!(
        matches!(ended, Ok(Err(_))),
        "who writes the answer is dropped: {ended:?}"
    );
}
