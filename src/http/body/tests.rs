//! Pieces as a reader sees them.

use super::*;
use flate2::{
    Compression,
    write::{GzEncoder, ZlibEncoder},
};
use std::{io::Write as _, time::Duration};

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Reads a body whose pieces are these, and what ended it.
fn read(
    pieces: &[&[u8]],
    end: Option<Result<(), Failure>>,
    limit: u64,
) -> (Vec<u8>, io::Result<()>) {
    let (sender, mut body, watch, _guard) = channel(limit, Turns::new());
    for piece in pieces {
        sender.try_send(Bytes::copy_from_slice(piece)).unwrap();
    }
    if let Some(end) = end {
        watch.ended(end);
    }
    drop(sender);
    let mut all = Vec::new();
    let result = body.read_to_end(&mut all).map(drop);
    (all, result)
}

#[test]
fn pieces_are_read_one_after_the_other() {
    let (all, result) = read(&[b"<VOT", b"", b"ABLE/>"], Some(Ok(())), 100);
    assert!(result.is_ok(), "{result:?}");
    assert_eq!(all, b"<VOTABLE/>");
}

#[test]
fn what_gzip_packed_is_unpacked_once_or_twice() {
    let text = b"<VOTABLE>one two three</VOTABLE>";
    for packing in [packed(text), packed(&packed(text))] {
        let (left, right) = packing.split_at(1);
        let (all, result) = read(&[left, right], Some(Ok(())), 100);
        assert!(result.is_ok(), "{result:?}");
        assert_eq!(all, text);
    }
}

#[test]
fn what_zlib_packed_is_unpacked_at_each_of_its_levels() {
    for level in [0, 1, 6, 9] {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(level));
        encoder.write_all(b"<VOTABLE/>").unwrap();
        let (all, result) = read(&[&encoder.finish().unwrap()], Some(Ok(())), 100);
        assert!(result.is_ok(), "{level}: {result:?}");
        assert_eq!(all, b"<VOTABLE/>", "{level}");
    }
}

#[test]
fn gzip_may_come_in_several_members_and_with_padding_behind() {
    let parts = [packed(b"<VOT"), packed(b"ABLE/>"), vec![0; 40]].concat();
    let (left, right) = parts.split_at(30);
    let (all, result) = read(&[left, right], Some(Ok(())), 100);
    assert!(result.is_ok(), "{result:?}");
    assert_eq!(all, b"<VOTABLE/>");
}

#[test]
fn a_packing_that_is_cut_or_spoilt_gives_what_came_before() {
    let numbers: Vec<String> = (0..20_000).map(|nr: u32| nr.to_string()).collect();
    let text = numbers.join(" ");
    let whole = packed(text.as_bytes());
    let mut spoilt = whole.clone();
    *spoilt.last_mut().unwrap() ^= 1;
    for (bytes, at_least) in [
        (&whole[..whole.len() / 2], text.len() / 4),
        (&spoilt, text.len()),
    ] {
        let (sender, mut body, watch, _guard) = channel(1 << 20, Turns::new());
        sender.try_send(Bytes::copy_from_slice(bytes)).unwrap();
        watch.ended(Ok(()));
        drop(sender);
        let mut all = Vec::new();
        let error = body.read_to_end(&mut all).unwrap_err();
        assert!(at_least <= all.len(), "{} bytes, {error}", all.len());
        assert_eq!(watch.damage(), Some(error.to_string()));
    }
}

#[test]
fn who_gives_up_ends_the_reading_however_much_there_is_to_unpack() {
    let bomb = packed(&vec![b' '; 10 << 20]);
    let (sender, mut body, watch, guard) = channel(1 << 30, Turns::new());
    sender.try_send(Bytes::from(bomb)).unwrap();
    watch.ended(Ok(()));
    drop(sender);
    let mut buffer = [0; 1000];
    body.read_exact(&mut buffer).unwrap();
    drop(guard);
    let error = body.read(&mut buffer).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionAborted);
    watch.give_up(Failure::new(
        Kind::AnswerTimeout(Duration::from_mins(1)),
        "http://a.example/",
        "",
    ));
    let error = body.read(&mut buffer).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the answer was not whole after 60 s: a.example"
    );
    // Else the reader would seem to have had all that it needs.
    assert!(watch.is_met());
}

#[test]
fn what_came_before_a_failure_is_read_and_then_the_reason_is_told() {
    let silence = Failure::new(
        Kind::Silence(Duration::from_secs(20)),
        "http://a.example/",
        "",
    );
    let (all, result) = read(&[b"first rows"], Some(Err(silence)), 100);
    assert_eq!(all, b"first rows");
    let error = result.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    assert_eq!(error.to_string(), "not a byte for 20 s: a.example");
}

#[test]
fn a_request_that_was_given_up_is_not_the_end_of_its_answer() {
    let (_, result) = read(&[b"first rows"], None, 100);
    assert_eq!(result.unwrap_err().kind(), io::ErrorKind::ConnectionAborted);
}

#[test]
fn more_than_the_limit_is_not_read_even_if_it_was_packed_small() {
    let (_, result) = read(&[&packed(&b"x".repeat(100_000))], Some(Ok(())), 1000);
    assert_eq!(result.unwrap_err().kind(), io::ErrorKind::FileTooLarge);
}

#[test]
fn the_beginning_is_kept_to_be_shown() {
    let (sender, mut body, watch, _guard) = channel(10_000, Turns::new());
    sender
        .try_send(Bytes::from_static(b"<html>\n\n  Sorry  \n"))
        .unwrap();
    watch.ended(Ok(()));
    drop(sender);
    io::copy(&mut body, &mut io::sink()).unwrap();
    assert_eq!(watch.head(), "<html>\n  Sorry");
}

#[test]
fn whoever_waits_for_the_network_leaves_its_place_to_the_others() {
    let turns = Turns::new();
    let silent: Vec<_> = (0..64)
        .map(|_| {
            let (sender, mut body, watch, guard) = channel(100, turns.clone());
            sender.try_send(Bytes::from_static(b"<")).unwrap();
            let read = move || body.read_to_end(&mut Vec::new()).is_ok();
            let reading = std::thread::Builder::new().spawn(read).unwrap();
            (sender, watch, guard, reading)
        })
        .collect();
    let (sender, mut body, watch, _guard) = channel(100, turns);
    sender.try_send(Bytes::from_static(b"<VOTABLE/>")).unwrap();
    watch.ended(Ok(()));
    drop(sender);
    let mut all = String::new();
    body.read_to_string(&mut all).unwrap();
    assert_eq!(all, "<VOTABLE/>");
    for (sender, watch, _guard, reading) in silent {
        watch.ended(Ok(()));
        drop(sender);
        assert!(reading.join().unwrap(), "it comes to its end too");
    }
}
