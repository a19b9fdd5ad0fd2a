//! Short exchanges with programs on this machine: posts XML, fetches small files, each within a time and a size.
//!
//! Unlike the client for archives it never goes through a proxy, follows no redirect and keeps no connection: SAMP
//! hubs come and go, and close their connections without a word.

use std::time::Duration;
use std::{path::PathBuf, sync::Arc};

use bytes::Bytes;
use reqwest::{Client, ClientBuilder, RequestBuilder, redirect::Policy};
use thiserror::Error;
use tokio::sync::OnceCell;
use url::{Host, Url};

/// Why an exchange did not come to its end.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PostError {
    /// Nobody listens there.
    #[error("nothing listens there")]
    Refused,
    /// No whole answer within the time.
    #[error("no answer within {} s", .0.as_secs_f32())]
    Silent(Duration),
    /// The answer is larger than it may be, in bytes.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// An HTTP status other than success.
    #[error("the answer has HTTP status {0}")]
    Status(u16),
    /// Anything else that can go wrong on the way.
    #[error("{0}")]
    Other(String),
}

/// Sends short requests to programs on this machine.
#[derive(Debug, Clone)]
pub struct Poster {
    plain: Client,
    /// For `https:`, which hardly ever comes: reading the system's certificates takes a tenth of a second, and fails
    /// where there are none.
    secure: Arc<OnceCell<Client>>,
    largest: usize,
}

impl Poster {
    /// A poster that takes answers of at most `largest` bytes.
    pub fn new(largest: usize) -> Result<Self, PostError> {
        Ok(Self {
            plain: build(builder().tls_certs_only([]))?,
            secure: Arc::default(),
            largest,
        })
    }

    /// Posts XML and gives the body of the answer.
    pub async fn post_xml(
        &self,
        url: &str,
        xml: String,
        limit: Duration,
    ) -> Result<Bytes, PostError> {
        let exchange = async {
            let request = self.client(url).await?.post(url).body(xml);
            let request = request.header("content-type", "text/xml");
            self.whole_answer(request).await
        };
        within(limit, exchange).await
    }

    /// Fetches a small document.
    pub async fn get(&self, url: &str, limit: Duration) -> Result<Bytes, PostError> {
        let exchange = async { self.whole_answer(self.client(url).await?.get(url)).await };
        within(limit, exchange).await
    }

    async fn client(&self, url: &str) -> Result<&Client, PostError> {
        if !url.starts_with("https:") {
            return Ok(&self.plain);
        }
        let made = self.secure.get_or_try_init(|| async {
            match tokio::task::spawn_blocking(|| build(builder())).await {
                Ok(client) => client,
                Err(error) => Err(PostError::Other(error.to_string())),
            }
        });
        made.await
    }

    async fn whole_answer(&self, request: RequestBuilder) -> Result<Bytes, PostError> {
        let mut response = request.send().await.map_err(|error| explain(&error))?;
        if !response.status().is_success() {
            return Err(PostError::Status(response.status().as_u16()));
        }
        let mut whole = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| explain(&error))? {
            if whole.len() + chunk.len() > self.largest {
                return Err(PostError::TooLarge(self.largest));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.into())
    }
}

async fn within(
    limit: Duration,
    exchange: impl Future<Output = Result<Bytes, PostError>>,
) -> Result<Bytes, PostError> {
    match tokio::time::timeout(limit, exchange).await {
        Ok(answer) => answer,
        Err(_) => Err(PostError::Silent(limit)),
    }
}

fn builder() -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("vodiscover/", env!("CARGO_PKG_VERSION")))
        .no_proxy()
        .redirect(Policy::none())
        .pool_max_idle_per_host(0)
}

fn build(builder: ClientBuilder) -> Result<Client, PostError> {
    // Whoever comes first installs it; a second attempt changes nothing.
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    builder
        .build()
        .map_err(|error| PostError::Other(deepest(&error)))
}

/// The file that a `file:` URL names, with any of the ways to write its host; `None` for other URLs.
pub fn file_of(url: &str) -> Option<PathBuf> {
    let url = Url::parse(url).ok()?;
    (url.scheme() == "file")
        .then(|| url.to_file_path().ok())
        .flatten()
}

/// Whether an address is plain HTTP to a server on loopback.
pub fn is_on_this_machine(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let is_near = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    };
    url.scheme() == "http" && is_near
}

fn explain(error: &reqwest::Error) -> PostError {
    if error.is_connect() && deepest(error).contains("refused") {
        PostError::Refused
    } else {
        PostError::Other(deepest(error))
    }
}

/// What lies at the bottom of an error: reqwest's own sentences only say that sending failed.
fn deepest(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_urls_name_a_file_however_their_host_is_written() {
        for url in [
            "file:///tmp/a%20lock",
            "file://localhost/tmp/a%20lock",
            "file:/tmp/a%20lock",
        ] {
            assert_eq!(file_of(url), Some(PathBuf::from("/tmp/a lock")), "{url}");
        }
        for url in ["http://localhost/tmp", "/tmp/lock", "file://elsewhere/x"] {
            assert_eq!(file_of(url), None, "{url}");
        }
    }

    #[test]
    fn this_machine_is_loopback_by_any_name() {
        for (url, expected) in [
            ("http://127.0.0.1:80/x", true),
            ("http://127.1/x", true),
            ("http://localhost/x", true),
            ("http://LOCALHOST:9", true),
            ("http://[::1]:8080/", true),
            ("https://127.0.0.1/", false),
            ("http://localhost.example.org/", false),
            ("http://127.0.0.1@example.org/", false),
            ("http://10.0.0.1/", false),
            ("file:///tmp/x", false),
            ("", false),
        ] {
            assert_eq!(is_on_this_machine(url), expected, "{url}");
        }
    }

    #[tokio::test]
    async fn nobody_there_is_said_at_once() {
        let poster = Poster::new(10).unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let answer = poster
            .post_xml(
                &format!("http://{address}"),
                String::new(),
                Duration::from_secs(5),
            )
            .await;
        assert_eq!(answer, Err(PostError::Refused));
    }
}
