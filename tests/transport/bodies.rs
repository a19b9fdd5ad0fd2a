//! What a person is told of bodies that are empty, endless, slow, damaged or packed, and what is kept of them.

use crate::{
    answers::{TAIL, image, images, images_head},
    asking::{check_failed, check_late, patient, told, told_of_server},
    floods::Flood,
    wire::{Manner, Then, Wire},
};
use flate2::{
    Compression,
    write::{GzEncoder, ZlibEncoder},
};
use std::{io::Write as _, time::Duration};
use vodiscover::{discovery::event::Outcome, http::Settings};

/// How much there is of an answer that is read for as long as it may take.
const MANY: usize = 400;

fn raw(head: &str, body: &[u8], then: Then) -> Manner {
    Manner::Raw([head.as_bytes(), b"\r\n\r\n", body].concat(), then)
}

/// The beginning of an answer with a whole row, and half of another.
fn a_row_and_a_half() -> Vec<u8> {
    let mut first = images_head();
    first.extend(image("http://a.example/1"));
    first.extend(b"<TR><TD>image</TD><TD>http://a.exam");
    first
}

/// A whole answer of many images.
fn many_images() -> Vec<u8> {
    let mut all = images_head();
    for nr in 0..MANY {
        all.extend(image(&format!("http://a.example/{nr}")));
    }
    all.extend(TAIL.as_bytes());
    all
}

#[tokio::test]
async fn an_empty_body() {
    let sentence = "the service answered with nothing in place of a VOTable";
    for head in [
        "HTTP/1.1 200 OK\r\nContent-Length: 0",
        "HTTP/1.1 200 OK",
        "HTTP/1.1 204 No Content",
    ] {
        check_failed(raw(head, b"", Then::Close), sentence, 0).await;
    }
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked";
    check_failed(raw(chunked, b"0\r\n\r\n", Then::Hold), sentence, 0).await;
    check_failed(Manner::Answer("200 OK", b" \r\n\t ".to_vec()), sentence, 0).await;
}

#[tokio::test]
async fn a_body_that_is_cut_or_reset_in_its_middle() {
    let sentence = "the connection was cut before the answer was whole: HOST";
    let half = a_row_and_a_half();
    check_failed(Manner::Cut(half.clone()), sentence, 1).await;
    for then in [Then::Close, Then::Reset] {
        let promised = "HTTP/1.1 200 OK\r\nContent-Length: 100000";
        check_failed(raw(promised, &half, then), sentence, 1).await;
    }
    let endless = "HTTP/1.1 200 OK\r\nConnection: close";
    check_failed(raw(endless, &half, Then::Reset), sentence, 1).await;
}

#[tokio::test]
async fn a_body_that_ends_in_good_order_but_too_early() {
    let half = a_row_and_a_half();
    let short = format!("HTTP/1.1 200 OK\r\nContent-Length: {}", half.len());
    let sentence = "the answer breaks off after 1 row";
    check_failed(raw(&short, &many_images(), Then::Hold), sentence, 1).await;
    // Without a length, nobody can tell a cut from an end.
    check_failed(raw("HTTP/1.0 200 OK", &half, Then::Close), sentence, 1).await;
}

#[tokio::test]
async fn a_body_without_a_length_ends_with_its_connection() {
    let manner = raw("HTTP/1.0 200 OK", &many_images(), Then::Close);
    told(manner).await.check_well(MANY);
    let manner = raw("HTTP/1.1 200 OK", &many_images(), Then::Close);
    told(manner).await.check_well(MANY);
}

#[tokio::test]
async fn a_body_whose_pieces_contradict_themselves() {
    let sentence = "the answer arrived damaged, so the rest of it could not be read: HOST";
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked";
    let half = a_row_and_a_half();
    let piece = [format!("{:x}\r\n", half.len()).as_bytes(), &half].concat();
    for junk in [
        "\r\nno number\r\n",
        "too long",
        "\r\nffffffffffffffffff\r\n",
    ] {
        let body = [piece.as_slice(), junk.as_bytes()].concat();
        check_failed(raw(chunked, &body, Then::Hold), sentence, 1).await;
    }
}

#[tokio::test]
async fn a_body_that_falls_silent_or_drips() {
    let half = a_row_and_a_half();
    check_late(
        Manner::MidBody(half.clone()),
        "not a byte for 0.5 s: HOST",
        1,
    )
    .await;
    check_late(
        Manner::Endless(half, b"x".to_vec(), Duration::from_millis(50)),
        "the answer was not whole after 2.5 s: HOST",
        1,
    )
    .await;
}

#[tokio::test]
async fn a_body_larger_than_is_read_keeps_what_came_before() {
    let first = [images_head(), image("http://a.example/1")].concat();
    let sentence =
        "the answer is larger than 3 MB, and the rest was not read; narrow the question: HOST";
    let comment = format!("<!-- {} -->", "x".repeat(5_000)).into_bytes();
    check_failed(Manner::Endless(first, comment, Duration::ZERO), sentence, 1).await;
}

#[tokio::test]
async fn a_service_that_sends_more_rows_than_are_taken_keeps_those_that_were() {
    let manner = Manner::Answer("200 OK", many_images());
    let server = Wire::start(move |_| manner.clone()).await.unwrap();
    let settings = Settings {
        answer_rows: 100,
        ..patient()
    };
    let told = told_of_server(&server, settings).await;
    assert_eq!(told.outcome, Outcome::Failed, "{}", told.details);
    assert_eq!(
        told.sentence,
        "the service sent more than 100 rows, and the rest was not read; narrow the question"
    );
    assert_eq!(told.found, 100);
}

/// Packs the whole, and ends it properly.
fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn a_packed_body_is_unpacked_whatever_its_headers_say() {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(&many_images()).unwrap();
    let zlib = zlib.finish().unwrap();
    for (headers, body) in [
        ("", gzipped(&many_images())),
        ("Content-Encoding: gzip\r\n", gzipped(&many_images())),
        ("Content-Encoding: x-gzip\r\n", gzipped(&many_images())),
        (
            "Content-Type: application/gzip\r\n",
            gzipped(&many_images()),
        ),
        (
            "Content-Encoding: gzip, gzip\r\n",
            gzipped(&gzipped(&many_images())),
        ),
        ("Content-Encoding: gzip\r\n", many_images()),
        ("Content-Encoding: deflate\r\n", zlib.clone()),
        ("", zlib),
        ("Content-Encoding: utf-8\r\n", many_images()),
    ] {
        let head = format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {}", body.len());
        told(raw(&head, &body, Then::Hold)).await.check_well(MANY);
    }
}

#[tokio::test]
async fn a_packing_that_was_not_asked_for_is_named() {
    let manner = Manner::Answer("200 OK\r\nContent-Encoding: br", b"\x0b\x02\x80".to_vec());
    let told = told(manner).await;
    assert_eq!(
        told.sentence,
        "the answer is packed in a way that vodiscover cannot read: HOST"
    );
    assert!(
        told.details.ends_with("Content-Encoding: br"),
        "{}",
        told.details
    );
}

#[tokio::test]
async fn a_packed_body_that_is_cut_or_spoilt_keeps_its_whole_rows() {
    let sentence = "the answer arrived damaged, so the rest of it could not be read: HOST";
    let whole = gzipped(&many_images());
    let (half, _) = whole.split_at(whole.len() / 2);
    let mut spoilt = half.to_vec();
    spoilt.extend([0xff; 100]);
    for body in [half, &spoilt] {
        let told = told(Manner::Answer("200 OK", body.to_vec())).await;
        assert_eq!(told.sentence, sentence);
        assert_eq!(told.outcome, Outcome::Failed);
        assert!(20 < told.found && told.found < MANY, "{}", told.found);
    }
}

#[tokio::test]
async fn a_bomb_of_gzip_is_read_no_further_than_other_answers() {
    let flood = Flood::of_packed_comments();
    assert!(100 < flood.expansion, "{}", flood.expansion);
    check_failed(
        flood.manner(),
        "the answer is larger than 3 MB, and the rest was not read; narrow the question: HOST",
        1,
    )
    .await;
}

#[tokio::test]
async fn a_whole_answer_may_be_followed_by_junk() {
    let body = [
        images(&["http://a.example/1"]),
        b"<!-- debug: 0.2 s".to_vec(),
    ]
    .concat();
    told(Manner::Answer("200 OK", body)).await.check_well(1);
}

#[tokio::test]
async fn the_first_lines_of_an_answer_that_failed_are_kept_as_they_came() {
    let page = "<html><head><title>Moved</title></head>\r\n\r\n  <body>\x1b[31mWe have moved</body></html>\n";
    let lines = "<html><head><title>Moved</title></head>\n  <body>[31mWe have moved</body></html>";
    let refused = told(Manner::Answer("404 Not Found", page.into())).await;
    assert_eq!(refused.head, lines);
    let moved = told(Manner::Answer("200 OK", page.into())).await;
    assert_eq!(
        moved.head, lines,
        "a status of success does not make it good"
    );
    let long = "one of many lines\n".repeat(50);
    let told_long = told(Manner::Answer("500 Oh no", long.into())).await;
    assert_eq!(told_long.head.lines().count(), 20);
    let well = told(Manner::Answer("200 OK", many_images())).await;
    assert_eq!(well.head, "", "nothing is wrong with it");
}
