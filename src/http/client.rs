//! Sends a request, streams the answer into a reader.

use super::{
    body::{self, Body, Pieces, Watch},
    failure::{Failure, Kind},
    fetch::Part,
    headers::{target, unknown_packing, wait_of},
    limits::Settings,
    turns::Turns,
};
use crate::protocol::request::{Method, Request};
use reqwest::{
    Response,
    header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, IF_RANGE, LOCATION, RANGE},
    redirect::Policy,
};
use std::sync::{Arc, Once};
use tokio::{
    sync::OnceCell,
    task::spawn_blocking,
    time::{Instant, sleep, timeout, timeout_at},
};
use url::{Host, Url};

/// Who is asking, for those who run the services.
const USER_AGENT: &str = concat!(
    "vodiscover/",
    env!("CARGO_PKG_VERSION"),
    " (global dataset discovery; one search asks many services, and some of them several times)"
);

/// Sends requests within the bounds of its settings. Copies share their connections.
#[derive(Debug, Clone)]
pub struct Client {
    settings: Settings,
    /// For the network, through the proxy that the machine is set up with. Made when it is first needed: to read the
    /// machine's certificates takes up to a tenth of a second.
    far: Arc<OnceCell<reqwest::Client>>,
    /// For loopback, where a proxy could only lose the way.
    near: reqwest::Client,
    /// For those who read the answers.
    turns: Turns,
}

/// What a request brought.
#[derive(Debug)]
pub struct Answered<T> {
    /// What the reader made of the body.
    pub read: T,
    /// Why the body is not what was asked for, or not all of it: a status that is no success, or a failure on the way.
    pub trouble: Option<Failure>,
    /// The first lines of the body, as far as it was read: what the service said, in its own words.
    pub head: String,
}

/// What becomes of a 303.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SeeOther {
    /// What is there is the answer.
    Follow,
    /// It is the answer.
    Tell,
}

/// What is wanted of what is there.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted<'a> {
    /// A document to be read.
    Document,
    /// A file, byte for byte, or the rest of it.
    File(Option<&'a Part>),
}

impl Client {
    /// A client with connections of its own, which are closed when its last copy is dropped.
    pub fn new(settings: Settings) -> Result<Self, Failure> {
        install_tls();
        let near = without_certificates(&settings)
            .no_proxy()
            .build()
            .map_err(|error| not_set_up(&error))?;
        Ok(Self {
            far: Arc::default(),
            near,
            turns: Turns::new(),
            settings,
        })
    }

    /// The bounds it keeps to.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Sends a request and has its answer read, by `parse` on a thread that may block, while it arrives; all within
    /// the time for a whole answer.
    pub async fn read<T: Send + 'static>(
        &self,
        request: &Request,
        parse: impl FnOnce(Body) -> T + Send + 'static,
    ) -> Result<Answered<T>, Failure> {
        let deadline = Instant::now() + self.settings.answer;
        self.read_by(deadline, request, parse).await
    }

    /// The same, to be over by `deadline`.
    ///
    /// The body is read whatever the status, since services say in it what is wrong. Dropping the future closes the
    /// connection at once, and makes the next `read` of the body fail. A body that breaks off makes it fail too, after
    /// all that came before.
    pub async fn read_by<T: Send + 'static>(
        &self,
        deadline: Instant,
        request: &Request,
        parse: impl FnOnce(Body) -> T + Send + 'static,
    ) -> Result<Answered<T>, Failure> {
        let wanted = Wanted::Document;
        let response = self
            .open(request, deadline, (SeeOther::Follow, wanted))
            .await?;
        self.read_response(response, deadline, parse).await
    }

    /// Sends a request that changes something there, such as one that makes a job. Where its answer leads (`Location`
    /// of 201 and 303), is told before the answer, and not followed: who is stopped then already knows what to undo.
    pub async fn change<T: Send + 'static>(
        &self,
        deadline: Instant,
        request: &Request,
        parse: impl FnOnce(Body) -> T + Send + 'static,
        made: impl FnOnce(&str),
    ) -> Result<Answered<T>, Failure> {
        let wanted = Wanted::Document;
        let response = self
            .open(request, deadline, (SeeOther::Tell, wanted))
            .await?;
        if matches!(response.status().as_u16(), 201 | 303)
            && let Ok(location) = target(&response)
        {
            made(location.as_str());
        }
        self.read_response(response, deadline, parse).await
    }

    async fn read_response<T: Send + 'static>(
        &self,
        response: Response,
        deadline: Instant,
        parse: impl FnOnce(Body) -> T + Send + 'static,
    ) -> Result<Answered<T>, Failure> {
        let status = response.status();
        let url = response.url().to_string();
        if let Some(packing) = unknown_packing(&response) {
            return Err(Failure::new(Kind::Packed, &url, packing));
        }
        let (pieces, body, watch, _guard) =
            body::channel(self.settings.answer_bytes, self.turns.clone());
        let mut parsing = spawn_blocking(move || parse(body));
        let mut end = self.stream(response, pieces, &watch, deadline).await;
        let in_time = timeout_at(deadline, &mut parsing).await;
        let parsed = if let Ok(parsed) = in_time {
            parsed
        } else {
            // All has come, but there is much to unpack or to judge.
            let kind = Kind::AnswerTimeout(self.settings.answer);
            let failure = Failure::new(kind, &url, "");
            watch.give_up(failure.clone());
            end = end.and(Err(failure));
            parsing.await
        };
        let read = parsed.map_err(|error| Failure::new(Kind::Reader, &url, error.to_string()))?;
        let trouble = if !status.is_success() {
            let kind = Kind::Status(status.as_u16());
            Some(Failure::new(kind, &url, watch.head()))
        } else if watch.is_too_large() {
            let kind = Kind::TooLarge(self.settings.answer_bytes);
            Some(Failure::new(kind, &url, ""))
        } else if let Some(damage) = watch.damage() {
            Some(Failure::new(Kind::Damaged, &url, damage))
        } else {
            end.err().filter(|_| watch.is_met())
        };
        Ok(Answered {
            read,
            trouble,
            head: watch.head(),
        })
    }

    /// Sends until an answer begins that is neither a redirect nor a plea to wait.
    pub(super) async fn open(
        &self,
        request: &Request,
        deadline: Instant,
        (see_other, wanted): (SeeOther, Wanted<'_>),
    ) -> Result<Response, Failure> {
        let mut to = Url::parse(&request.url)
            .map_err(|error| Failure::new(Kind::Address, &request.url, error.to_string()))?;
        let mut method = request.method;
        let mut n_redirects = 0;
        let mut has_waited = false;
        loop {
            let response = self.send((request, wanted), method, &to, deadline).await?;
            match response.status().as_u16() {
                303 if see_other == SeeOther::Tell => return Ok(response),
                // Without a Location, its body says between what there is to choose.
                300 if !response.headers().contains_key(LOCATION) => return Ok(response),
                status @ (300..=303 | 307 | 308) => {
                    let next = target(&response)?;
                    if n_redirects == self.settings.redirects {
                        return Err(Failure::new(Kind::Redirects(n_redirects), to.as_str(), ""));
                    }
                    n_redirects += 1;
                    to = next;
                    // 300 to 302 keep the method here: TAP services that moved lose their query otherwise. Only
                    // 303 means GET (RFC 9110, 15.4.4).
                    if status == 303 {
                        method = Method::Get;
                    }
                }
                429 | 503 => {
                    let Some(wait) = wait_of(&response) else {
                        return Ok(response);
                    };
                    if has_waited || deadline < Instant::now() + wait {
                        return Err(Failure::new(Kind::Busy(wait), to.as_str(), ""));
                    }
                    has_waited = true;
                    drop(response);
                    sleep(wait).await;
                }
                _ => return Ok(response),
            }
        }
    }

    async fn send(
        &self,
        (request, wanted): (&Request, Wanted<'_>),
        method: Method,
        to: &Url,
        deadline: Instant,
    ) -> Result<Response, Failure> {
        let client = if is_loopback(to) {
            &self.near
        } else {
            self.far.get_or_try_init(|| far(&self.settings)).await?
        };
        let sending = match method {
            Method::Get => client.get(to.clone()),
            Method::Delete => client.delete(to.clone()),
            Method::Post => client
                .post(to.clone())
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(request.body().unwrap_or_default()),
        };
        let sending = sending.header(ACCEPT, request.accept);
        let sending = match wanted {
            Wanted::Document => sending.header(ACCEPT_ENCODING, "gzip"),
            Wanted::File(None) => sending.header(ACCEPT_ENCODING, "identity"),
            Wanted::File(Some(part)) => sending
                .header(ACCEPT_ENCODING, "identity")
                .header(RANGE, format!("bytes={}-", part.bytes))
                .header(IF_RANGE, &part.validator),
        };
        match self.in_time(sending.send(), deadline).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(Failure::from_reqwest(
                &error,
                to.as_str(),
                self.settings.connect,
            )),
            Err(kind) => Err(Failure::new(kind, to.as_str(), "")),
        }
    }

    /// Hands on the pieces of a body until it ends, fails, or the reader has enough; and tells the reader how it ended.
    async fn stream(
        &self,
        mut response: Response,
        pieces: Pieces,
        watch: &Watch,
        deadline: Instant,
    ) -> Result<(), Failure> {
        let url = response.url().to_string();
        let end = loop {
            let next = tokio::select! {
                biased;
                // A reader that has the end of its document waits for no end of the connection.
                () = pieces.closed() => break Ok(()),
                next = self.in_time(response.chunk(), deadline) => next,
            };
            match next {
                Ok(Ok(Some(piece))) => match timeout_at(deadline, pieces.send(piece)).await {
                    Ok(Ok(())) => {}
                    Ok(Err(_)) => break Ok(()),
                    Err(_) => {
                        let kind = Kind::AnswerTimeout(self.settings.answer);
                        break Err(Failure::new(kind, &url, ""));
                    }
                },
                Ok(Ok(None)) => break Ok(()),
                Ok(Err(error)) => {
                    let mut failure = Failure::from_reqwest(&error, &url, self.settings.connect);
                    if failure.kind == Kind::Other {
                        failure.kind = Kind::Cut;
                    }
                    break Err(failure);
                }
                Err(kind) => break Err(Failure::new(kind, &url, "")),
            }
        };
        watch.ended(end.clone());
        drop(pieces);
        end
    }

    /// Waits for the next sign of life: not longer than the silence allowed, and not beyond the deadline.
    pub(super) async fn in_time<F: Future>(
        &self,
        future: F,
        deadline: Instant,
    ) -> Result<F::Output, Kind> {
        let silence = self.settings.silence;
        let is_last = deadline <= Instant::now() + silence;
        let waited = if is_last {
            timeout_at(deadline, future).await
        } else {
            timeout(silence, future).await
        };
        waited.map_err(|_elapsed| {
            if is_last {
                Kind::AnswerTimeout(self.settings.answer)
            } else {
                Kind::Silence(silence)
            }
        })
    }
}

/// The client for the network, made on a thread that may block.
async fn far(settings: &Settings) -> Result<reqwest::Client, Failure> {
    let settings = settings.clone();
    let making = spawn_blocking(move || {
        // A machine without any certificates can still speak http.
        let made = builder(&settings).build();
        made.or_else(|_| without_certificates(&settings).build())
    });
    match making.await {
        Ok(made) => made.map_err(|error| not_set_up(&error)),
        Err(error) => Err(Failure::new(Kind::Tls, "", error.to_string())),
    }
}

fn not_set_up(error: &reqwest::Error) -> Failure {
    Failure::new(Kind::Tls, "", error.to_string())
}

fn without_certificates(settings: &Settings) -> reqwest::ClientBuilder {
    builder(settings).tls_certs_only(Vec::<reqwest::Certificate>::new())
}

fn builder(settings: &Settings) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(settings.connect)
        .pool_max_idle_per_host(settings.per_host)
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_ignore_invalid_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
}

/// Makes ring the program's cryptography, once.
fn install_tls() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // It fails only when one is installed already, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
    });
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
