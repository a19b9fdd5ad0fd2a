//! What a person is told of services whose certificates are good, out of date, of another host, or of nobody.
//!
//! The program itself is run, because which authorities it trusts is set from outside (`SSL_CERT_FILE`). Its services
//! are asked as `0.0.0.0`, which leads to this machine without being one of the addresses that are its own: for those,
//! no authority is trusted at all.

use crate::{
    answers::{Entry, OBSCORE, SIA2, candidates, images, relationships},
    asking::{patient, told_of},
    wire::{Manner, Then, Wire},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::{JoinHandle, spawn_blocking},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    },
};

fn data(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/certificates");
    folder.join(name)
}

/// A server that shows this certificate and has two images for everybody. It ends when it is dropped.
struct Secure {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
    accepting: JoinHandle<()>,
}

impl Secure {
    async fn start(certificate: &str, alpn: &[&str]) -> Self {
        // It may be installed already: tests share a process where they are run by cargo itself.
        drop(rustls::crypto::ring::default_provider().install_default());
        let chain = CertificateDer::from_pem_file(data(certificate)).unwrap();
        let key = PrivateKeyDer::from_pem_file(data("server.key")).unwrap();
        let mut config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![chain], key)
            .unwrap();
        config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::default();
        let all_heard = Arc::clone(&heard);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let heard = Arc::clone(&all_heard);
                tokio::spawn(serve(acceptor.clone(), stream, heard));
            }
        });
        Self {
            port,
            heard,
            accepting,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("https://0.0.0.0:{}{path}", self.port)
    }
}

impl Drop for Secure {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(
    acceptor: TlsAcceptor,
    stream: TcpStream,
    heard: Arc<Mutex<Vec<String>>>,
) -> io::Result<()> {
    let mut stream = acceptor.accept(stream).await?;
    let mut text = String::new();
    let mut buffer = [0; 4096];
    while !is_whole(&text) {
        let n = stream.read(&mut buffer).await?;
        text += &String::from_utf8_lossy(buffer.get(..n).unwrap());
        if n == 0 {
            return Ok(());
        }
    }
    heard.lock().unwrap().push(text);
    let body = images(&["http://a.example/1", "http://a.example/2"]);
    let status = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(status.as_bytes()).await?;
    stream.write_all(&body).await?;
    stream.shutdown().await
}

/// Whether a request has come with its body.
fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let lower = head.to_lowercase();
    let length = lower.split("content-length: ").nth(1).map_or(0, |rest| {
        let digits = rest.lines().next().unwrap_or_default();
        digits.trim().parse().unwrap()
    });
    length <= body.len()
}

/// Runs the program where one service of this standard has this address, and gives outcome, message and matches.
async fn ask(standard: &'static str, url: String) -> (String, String, String) {
    let entry = Entry {
        name: "one",
        standard,
        url,
    };
    let registry = Wire::start(move |heard| {
        let body = if heard.body.contains("isservedby") {
            relationships(&[])
        } else {
            candidates(std::slice::from_ref(&entry))
        };
        Manner::Answer("200 OK", body)
    })
    .await
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let provenance = folder.path().join("services.csv");
    let mut command = Command::new(env!("CARGO_BIN_EXE_vodiscover"));
    command
        .env("SSL_CERT_FILE", data("authority.pem"))
        .env_remove("SSL_CERT_DIR")
        .env_remove("IVOA_REGISTRY")
        .env("NO_PROXY", "*")
        .args(["--headless", "--space", "10 20 1"])
        .args(["--registry", &registry.url("/tap")])
        .arg("--provenance")
        .arg(&provenance)
        .stdin(Stdio::null());
    let output = spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    let text = fs::read_to_string(provenance).unwrap();
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let names = lines.headers().unwrap().clone();
    let row = lines.records().next().unwrap().unwrap();
    let cell = |name| {
        let at = names.iter().position(|it| it == name).unwrap();
        row.get(at).unwrap().to_owned()
    };
    assert!(said.contains(&cell("message")), "{said}");
    (cell("outcome"), cell("message"), cell("matched"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_an_authority_of_this_machine_vouches_for_is_trusted() {
    let server = Secure::start("good.pem", &[]).await;
    let told = ask(SIA2, server.url("/sia2")).await;
    assert_eq!(told, ("ok".into(), String::new(), "2".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_is_not_trusted_is_told_with_the_reason() {
    for (certificate, reason) in [
        (
            "expired.pem",
            "its certificate is out of date, so it cannot be trusted",
        ),
        (
            "not-yet.pem",
            "its certificate is not valid yet, so it cannot be trusted (is the clock here right?)",
        ),
        (
            "other-host.pem",
            "its certificate is for another host, so it cannot be trusted",
        ),
        (
            "nobody.pem",
            "its certificate comes from nobody whom this machine knows, so it cannot be trusted",
        ),
    ] {
        let server = Secure::start(certificate, &[]).await;
        let (outcome, message, _) = ask(SIA2, server.url("/sia2")).await;
        assert_eq!(message, format!("{reason}: 0.0.0.0:{}", server.port));
        assert_eq!(outcome, "failed");
        let heard = server.heard.lock().unwrap();
        assert_eq!(heard.len(), 0, "nothing is sent to whom nobody trusts");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_moved_from_http_to_https_is_asked_there_with_its_query() {
    for (standard, status, line) in [
        (SIA2, "301", "GET /new/sync HTTP/1.1"),
        (OBSCORE, "301", "POST /new/sync HTTP/1.1"),
        (OBSCORE, "302", "POST /new/sync HTTP/1.1"),
        (OBSCORE, "303", "GET /new/sync HTTP/1.1"),
        (OBSCORE, "307", "POST /new/sync HTTP/1.1"),
        (OBSCORE, "308", "POST /new/sync HTTP/1.1"),
    ] {
        let server = Secure::start("good.pem", &[]).await;
        let to = server.url("/new/sync");
        let head =
            format!("HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
        let old = Wire::start(move |_| Manner::Raw(head.clone().into_bytes(), Then::Close))
            .await
            .unwrap();
        let (outcome, message, matched) = ask(standard, old.url("/tap")).await;
        assert_eq!(
            (outcome.as_str(), matched.as_str()),
            ("ok", "2"),
            "{message}"
        );
        let sent = server.heard.lock().unwrap().join("\n");
        assert!(sent.starts_with(line), "{status}: {sent}");
        assert_eq!(
            sent.contains("ivoa.obscore"),
            line.starts_with("POST"),
            "{status}: {sent}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_speaks_http_2_alone_under_tls() {
    let server = Secure::start("good.pem", &["h2"]).await;
    let (outcome, message, _) = ask(SIA2, server.url("/sia2")).await;
    assert_eq!(
        message,
        format!(
            "no secure connection could be agreed on: 0.0.0.0:{}",
            server.port
        )
    );
    assert_eq!(outcome, "failed");
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_where_tls_is_asked_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let answering = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
            stream.write_all(answer).await.ok();
        }
    });
    told_of(&format!("https://{host}/sia2"), &host, patient())
        .await
        .check_failed("no secure connection could be agreed on: HOST", 0);
    answering.abort();
}
