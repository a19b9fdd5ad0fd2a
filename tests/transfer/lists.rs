//! The list beside files that are fetched together: it says how things stand, also at the next start.

use crate::{
    downloads::{answer, cutting, names, wanted},
    turns::{Desk, left},
    wire::{Manner, Then, Wire},
};
use std::fs;
use vodiscover::{
    transfer::{Rest, manifest::Entry},
    worker::{DownloadId, TransferCommand, TransferNews},
};

#[tokio::test(flavor = "multi_thread")]
async fn beside_files_that_are_fetched_together_lies_what_became_of_each() {
    let archive = Wire::start(|heard| {
        if heard.line.contains("/1.fits") {
            return Manner::Answer("404 Not Found", b"gone".to_vec());
        }
        let headers = "Content-Type: image/fits\r\nContent-Length: 6";
        answer("200 OK", headers, b"SIMPLE", Then::Close)
    })
    .await
    .unwrap();
    tokio::task::block_in_place(|| {
        let desk = Desk::new();
        let entry = |nr: u32| Entry {
            obs_publisher_did: Some(format!("ivo://x/{nr}")),
            access_url: format!("http://x/{nr}"),
            cut: None,
        };
        let ids = [Some(0), Some(1), Some(0), None];
        let all = ids.iter().zip(0..);
        let all = all.map(|(id, nr)| (entry(nr), id.map(DownloadId)));
        let list = TransferCommand::List(desk.folder.path().to_owned(), all.collect());
        desk.ask(list);
        desk.fetch(&archive, 0..2);
        let host = archive
            .url("")
            .trim_start_matches("http://")
            .trim_end_matches('/')
            .to_owned();
        let expected = format!(
            "obs_publisher_did,access_url,cutout,file,bytes,outcome,message\n\
             ivo://x/0,http://x/0,,0.fits,6,done,\n\
             ivo://x/1,http://x/1,,,,failed,there is no such file any more (HTTP 404): {host}\n\
             ivo://x/2,http://x/2,,0.fits,6,done,\n\
             ivo://x/3,http://x/3,,,,failed,it has no address that can be fetched\n"
        );
        desk.await_text(&desk.folder.path().join("manifest.csv"), &expected);
        assert_eq!(
            names(desk.folder.path()),
            ["0.fits", "manifest.csv"],
            "and no temporary file"
        );
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_an_earlier_start_is_kept_up_when_its_downloads_go_on() {
    let archive = cutting(1).await;
    let folder = tempfile::tempdir().unwrap();
    let wanted = wanted(archive.url("/get"), folder.path());
    let entry = |url: &str| Entry {
        obs_publisher_did: Some("ivo://x/16".to_owned()),
        access_url: url.to_owned(),
        cut: None,
    };
    let line = |rest: &str| {
        format!(
            "obs_publisher_did,access_url,cutout,file,bytes,outcome,message\n\
             ivo://x/16,{},,{rest}\n\
             ivo://x/16,http://x/gone,,,,failed,it has no address that can be fetched\n",
            wanted.url
        )
    };
    tokio::task::block_in_place(|| {
        let desk = Desk::new();
        let datasets = vec![
            (entry(&wanted.url), Some(DownloadId(7))),
            (entry("http://x/gone"), None),
        ];
        desk.ask(TransferCommand::List(folder.path().to_owned(), datasets));
        let list = desk.listed();
        assert_eq!(list, folder.path().join("manifest.csv"));
        desk.ask(TransferCommand::Fetch(vec![(
            DownloadId(7),
            wanted.clone(),
        )]));
        let rest = loop {
            match desk.next() {
                TransferNews::Rest(_, rest) => break rest,
                TransferNews::Failed(_, why) => panic!("{why:?}"),
                _ => {}
            }
        };
        // The server breaks off in the middle, and with it this start ends.
        while !matches!(desk.next(), TransferNews::Failed(..)) {}
        drop(desk);
        let text = fs::read_to_string(&list).unwrap();
        assert!(text.contains(",failed,"), "it is said at the end: {text}");

        let desk = Desk::new();
        desk.ask(left(0, &wanted, Some(rest), &[&list]));
        assert!(matches!(desk.next(), TransferNews::Came(..)));
        assert_eq!(fs::read_to_string(&list).unwrap(), text, "nothing is new");
        desk.ask(TransferCommand::GoOn(DownloadId(0)));
        desk.done();
        // The end of the program does not come before the list says so.
        drop(desk);
        let length = fs::metadata(folder.path().join("m16.fits")).unwrap().len();
        let expected = line(&format!("m16.fits,{length},done,"));
        assert_eq!(fs::read_to_string(&list).unwrap(), expected);

        let desk = Desk::new();
        fs::write(&list, line(",,not finished,")).unwrap();
        desk.ask(left(0, &wanted, None, &[&list]));
        desk.ask(TransferCommand::Forget(vec![DownloadId(0)]));
        desk.await_text(&list, &line(",,cancelled,"));
    });
    assert_eq!(names(folder.path()), ["m16.fits", "manifest.csv"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_says_nothing_new_of_a_download_that_another_program_goes_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let wanted = wanted("http://x/1".to_owned(), folder.path());
    let rest = Rest {
        path: folder.path().join("gone.part"),
        name: "1.fits".to_owned(),
        url: "http://x/1".to_owned(),
        validator: None,
        length: None,
    };
    let text = "obs_publisher_did,access_url,cutout,file,bytes,outcome,message\n\
                ,http://x/1,,,,not finished,\n";
    let list = folder.path().join("manifest.csv");
    fs::write(&list, text).unwrap();
    tokio::task::block_in_place(|| {
        let desk = Desk::new();
        desk.ask(left(0, &wanted, Some(rest), &[&list]));
        assert!(matches!(desk.next(), TransferNews::Gone(_)));
        desk.ask(TransferCommand::Forget(vec![DownloadId(0)]));
        drop(desk);
    });
    assert_eq!(fs::read_to_string(&list).unwrap(), text);
}
