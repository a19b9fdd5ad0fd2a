//! Addresses of services and datasets as they are registered and answered, and what happens on the way to them.
//!
//! | quirk | test |
//! | --- | --- |
//! | a base URL ends in `?`, `&`, nothing, `&&&&`; holds parameters, escapes, `&amp;` (HEASARC, IRSA; starjava#4) | [`parameters_join_any_address_and_what_it_holds_stays`] |
//! | FORMAT in the base URL (pyvo#621; Aladin) | [`a_format_in_the_address_is_not_said_twice`] |
//! | `url_use` base, full, dir (RegTAP 1.2, 8.8; pyVO ignores it) | [`addresses_for_any_use_are_asked_alike`] |
//! | redirects, also to https; POST loses its body (ESA, SDSS, ALMA; STIL and Aladin follow by hand) | [`a_service_that_has_moved_is_followed_with_its_question`], [`a_bad_certificate_is_said_and_not_trusted`] |
//! | certificates out of date or of nobody (Aladin trusts all) | [`a_bad_certificate_is_said_and_not_trusted`] |
//! | ADQL over http is refused (astroquery#2116) | [`of_two_addresses_the_secure_one_is_asked_first`] |
//! | packed by gzip, with a header or only by its bytes (Aladin); chunked | [`a_packed_answer_is_read`], [`a_whole_document_in_pieces_is_read`] |
//! | addresses of datasets that are relative, blank, `ftp:`, given twice | [`addresses_of_datasets_are_kept_as_far_as_they_go`] |
//! | exponents in numbers are refused (STIL avoids them) | [`no_number_is_sent_with_an_exponent`] |

use crate::{
    reading::{Told, answer, read, service},
    wire::{Manner, Wire},
};
use flate2::{Compression, write::GzEncoder};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    ops::ControlFlow,
    sync::Arc,
    thread,
    time::Duration,
};
use tokio::time::timeout;
use vodiscover::{
    domain::{
        angle::Position,
        constraints::{Constraints, Product},
        interval::Interval,
        obscore::ObsColumn::{AccessUrl, ObsTitle},
        region::{Cone, Region},
        service::Protocol,
        time::Mjd,
        wavelength::Metres,
    },
    http::{
        Client, Settings,
        failure::{Distrust, Failure, Kind},
    },
    protocol::{AnswerLimits, Method, Request, read_answer, regtap, requests},
};

/// A question about a cone of this radius around RA 10, Dec -20.
fn question(radius: f64) -> Constraints {
    let centre = Position::new(10.0, -20.0).unwrap();
    Constraints {
        space: Cone::new(centre, radius).map(Region::Cone),
        spectrum: None,
        time: None,
        product: Product::Both,
        inclusive: false,
    }
}

fn first_url(protocol: Protocol, access_url: &str) -> String {
    let service = service(protocol, access_url);
    let rungs = requests(&service, &question(1.0), 100);
    rungs[0].request.url.clone()
}

#[test]
fn parameters_join_any_address_and_what_it_holds_stays() {
    for (access_url, before) in [
        ("http://x.org/sia", "http://x.org/sia?"),
        ("http://x.org/sia?", "http://x.org/sia?"),
        ("http://x.org/sia?&", "http://x.org/sia?"),
        ("http://x.org/sia?a=1", "http://x.org/sia?a=1&"),
        ("http://x.org/sia?a=1&", "http://x.org/sia?a=1&"),
        ("http://x.org/sia?a=1&&&&", "http://x.org/sia?a=1&"),
        (
            " http://x.org/sia?a=1&amp;b=2&amp;\n",
            "http://x.org/sia?a=1&b=2&",
        ),
        (
            "http://x.org/sia?a=1&amp;amp;b=2",
            "http://x.org/sia?a=1&b=2&",
        ),
        // HEASARC's and IRSA's, shortened.
        (
            "https://x.org/xamin/vo/siap?table=hitomaster&",
            "https://x.org/xamin/vo/siap?table=hitomaster&",
        ),
        (
            "https://x.org/cgi-bin/IBE?hdr_location=%5Cirsadata%5C&collection=akari+b",
            "https://x.org/cgi-bin/IBE?hdr_location=%5Cirsadata%5C&collection=akari+b&",
        ),
        ("http://x.org/sia?POS=&a=1", "http://x.org/sia?a=1&"),
    ] {
        for (protocol, begin) in [
            (Protocol::Sia1, "POS=10,-20"),
            (Protocol::Sia2, "POS=CIRCLE%2010%20-20"),
            (Protocol::Ssap, "REQUEST=queryData&POS=10,-20"),
        ] {
            let url = first_url(protocol, access_url);
            assert!(url.starts_with(&format!("{before}{begin}")), "{url}");
            assert_eq!(url.matches("POS=").count(), 1, "{url}");
            assert!(
                !url.contains("&&") && !url.contains(char::is_whitespace),
                "{url}"
            );
        }
    }
}

#[test]
fn a_format_in_the_address_is_not_said_twice() {
    for given in ["FORMAT=image/fits", "format=ALL", "Format=image%2Ffits"] {
        let url = first_url(Protocol::Sia1, &format!("http://x.org/sia?{given}&"));
        assert!(url.contains(given), "{url}");
        assert_eq!(
            url.to_ascii_uppercase().matches("FORMAT=").count(),
            1,
            "{url}"
        );
    }
    assert!(first_url(Protocol::Sia1, "http://x.org/sia?").contains("&FORMAT=ALL"));
}

#[test]
fn addresses_for_any_use_are_asked_alike() {
    for (base, full, dir) in [
        (
            "http://x.org/tap",
            "http://x.org/tap/sync",
            "http://x.org/tap/",
        ),
        (
            "http://x.org/tap?",
            "http://x.org/tap/sync?",
            "http://x.org/tap/?",
        ),
    ] {
        for access_url in [base, full, dir] {
            let rungs = requests(&service(Protocol::ObsCore, access_url), &question(1.0), 100);
            assert_eq!(
                rungs[0].request.url, "http://x.org/tap/sync",
                "{access_url}"
            );
            assert_eq!(rungs[0].request.method, Method::Post);
        }
    }
}

/// What comes of a request to a service of SIA2: what was read, and what went wrong on the way.
async fn asked(request: &Request) -> Result<(Told, Option<Failure>), Failure> {
    let client = Client::new(Settings::default()).unwrap();
    let parse = |mut body: vodiscover::http::Body| {
        let mut all = Vec::new();
        body.read_to_end(&mut all).ok();
        read(Protocol::Sia2, all)
    };
    let answered = client.read(request, parse).await?;
    Ok((answered.read, answered.trouble))
}

#[tokio::test]
async fn a_service_that_has_moved_is_followed_with_its_question() {
    for head in [
        "301 Moved Permanently\r\nLocation: /new",
        "302 Found\r\nLocation: /new",
        "307 Temporary Redirect\r\nLocation: /new",
        "308 Permanent Redirect\r\nLocation: /new",
    ] {
        let server = Wire::start(move |heard| {
            if heard.line.contains("/new") {
                Manner::Answer("200 OK", answer(&["http://x.org/1|a|1|2"]).into_bytes())
            } else {
                Manner::Answer(head, b"<html>moved</html>".to_vec())
            }
        })
        .await
        .unwrap();
        let rungs = requests(
            &service(Protocol::ObsCore, &server.url("/tap")),
            &question(1.0),
            100,
        );
        let (told, trouble) = asked(&rungs[0].request).await.unwrap();
        assert_eq!(
            (told.texts(AccessUrl), trouble),
            (vec!["http://x.org/1".to_owned()], None)
        );
        let second = &server.heard()[1];
        assert!(second.body.contains("QUERY=SELECT"), "{head}: {second:?}");
    }
}

/// A server on loopback that speaks TLS with a certificate that nobody vouches for. It takes one connection.
fn secure_server() -> String {
    let certificate = include_bytes!("../data/certificates/nobody.pem");
    let certificate = CertificateDer::from_pem_slice(certificate).unwrap();
    let key = include_bytes!("../data/certificates/server.key");
    let key = PrivateKeyDer::from_pem_slice(key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let serve = move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut connection = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        // The client takes leave when it sees the certificate.
        while connection.complete_io(&mut stream).is_ok() {}
    };
    let named = thread::Builder::new().name("secure server".to_owned());
    named.spawn(serve).unwrap();
    format!("https://{address}/sia2")
}

#[tokio::test]
async fn a_bad_certificate_is_said_and_not_trusted() {
    let secure = secure_server();
    let head: &'static str = format!("301 Moved\r\nLocation: {secure}").leak();
    let moved = Wire::start(move |_| Manner::Answer(head, Vec::new()))
        .await
        .unwrap();
    let failure = asked(&Request::get(&moved.url("/sia2"), &[]))
        .await
        .unwrap_err();
    assert_eq!(
        failure.kind,
        Kind::Certificate(Distrust::UnknownIssuer),
        "{}",
        failure.details()
    );
    let sentence = failure.to_string();
    assert!(sentence.contains("certificate"), "{sentence}");
    assert!(
        failure.url.starts_with("https://127.0.0.1"),
        "it was followed to https"
    );
}

#[test]
fn of_two_addresses_the_secure_one_is_asked_first() {
    let columns = ["ivoid", "standard_id", "intf_role", "access_url"];
    let fields: String = columns
        .map(|name| format!("<FIELD name='{name}' datatype='char' arraysize='*'/>"))
        .concat();
    let row = |url: &str| {
        format!(
            "<TR><TD>ivo://x/tap</TD><TD>ivo://ivoa.net/std/tap</TD><TD>std</TD><TD>{url}</TD></TR>"
        )
    };
    let rows = row("http://x.org/tap") + &row("https://x.org/tap");
    let listed = regtap::read_candidates(
        format!("<VOTABLE><RESOURCE type='results'><TABLE>{fields}<DATA><TABLEDATA>{rows}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>").as_bytes(),
    )
    .unwrap();
    assert_eq!(listed.entries.len(), 1);
    assert_eq!(listed.entries[0].access_url, "https://x.org/tap");
    assert_eq!(listed.entries[0].alternates, ["http://x.org/tap"]);
}

#[tokio::test]
async fn a_packed_answer_is_read() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(answer(&["http://x.org/1|a|1|2"]).as_bytes())
        .unwrap();
    let packed = encoder.finish().unwrap();
    for head in [
        "200 OK\r\nContent-Encoding: gzip",
        "200 OK",
        "200 OK\r\nContent-Type: application/gzip",
    ] {
        let manner = Manner::Answer(head, packed.clone());
        let server = Wire::start(move |_| manner.clone()).await.unwrap();
        let (told, trouble) = asked(&Request::get(&server.url("/s"), &[])).await.unwrap();
        assert_eq!(
            (told.texts(AccessUrl), trouble),
            (vec!["http://x.org/1".to_owned()], None),
            "{head}"
        );
    }
}

#[tokio::test]
async fn a_whole_document_in_pieces_is_read() {
    let document = answer(&["http://x.org/1|a|1|2"]).into_bytes();
    // The last chunk never comes: once the connection is cut, once it is held for ever. What is read is whole all the same.
    for manner in [Manner::Cut(document.clone()), Manner::MidBody(document)] {
        let server = Wire::start(move |_| manner.clone()).await.unwrap();
        let client = Client::new(Settings::default()).unwrap();
        let service = service(Protocol::Sia2, "http://x.org/s");
        let parse = move |body| {
            let limits = AnswerLimits::default();
            read_answer(&service, body, &limits, &mut |_| ControlFlow::Continue(()))
        };
        let request = Request::get(&server.url("/s"), &[]);
        let reading = client.read(&request, parse);
        let answered = timeout(Duration::from_secs(10), reading)
            .await
            .expect("it is not waited for")
            .unwrap();
        assert_eq!(answered.read.unwrap().received, 1);
        assert_eq!(answered.trouble, None);
    }
}

#[test]
fn addresses_of_datasets_are_kept_as_far_as_they_go() {
    let lines = [
        "https://x.org/1|absolute|1|2",
        "/get/2|from the root|1|2",
        "get/3|from the service|1|2",
        "|none|1|2",
        "ftp://x.org/5|of another kind|1|2",
        "http://x.org/get?a=1&amp;amp;b=6|escaped twice|1|2",
        " http://x.org/7 |between blanks|1|2",
        "https://x.org/1|the first again|1|2",
    ];
    let told = read(Protocol::Sia2, answer(&lines));
    let expected = [
        "https://x.org/1",
        "http://x.org/get/2",
        "http://x.org/svc/get/3",
        "",
        "ftp://x.org/5",
        "http://x.org/get?a=1&b=6",
        "http://x.org/7",
        "https://x.org/1",
    ];
    assert_eq!(told.texts(AccessUrl), expected);
    assert_eq!(told.texts(ObsTitle).len(), 8, "no row is lost");
}

#[test]
fn no_number_is_sent_with_an_exponent() {
    let tiny = Constraints {
        spectrum: Interval::new(Metres(1e-13), Metres(3e-11)),
        time: Interval::new(Mjd(1e-6), Mjd(60_000.000_001)),
        ..question(1e-7)
    };
    for protocol in [
        Protocol::Sia1,
        Protocol::Sia2,
        Protocol::Ssap,
        Protocol::ObsCore,
    ] {
        for rung in requests(&service(protocol, "http://x.org/s"), &tiny, 100) {
            let sent = format!("{} {:?}", rung.request.url, rung.request.form);
            let is_number = |c: char| c.is_ascii_digit() || c == '.';
            let with_exponent = sent.match_indices(['e', 'E']).any(|(at, _)| {
                sent[..at].ends_with(is_number)
                    && sent[at + 1..].starts_with(|c: char| c.is_ascii_digit() || c == '-')
            });
            assert!(!with_exponent, "{sent}");
        }
    }
}
