//! What lies on the shelves of the practice VO: links, previews, and files that come at once, slowly, in pieces, or not.

use super::client;
use std::fs;
use vodiscover::{
    practice::{Dataset, Faults, Options, PracticeVo, Truth},
    protocol::datalink::{Document, Target},
    transfer::{
        Download, TransferError, Wanted,
        links::links,
        picture::picture,
        preview::{Subject, addresses},
    },
};

async fn practice(faults: Faults) -> PracticeVo {
    let options = Options {
        faults,
        ..Options::default()
    };
    PracticeVo::start(options).await.unwrap()
}

/// The address of the first dataset of a collection that is as wanted.
fn url(truth: &Truth, collection: &str, is_wanted: impl Fn(&Dataset) -> bool) -> String {
    let mut all = std::iter::zip(&truth.datasets, &truth.access_urls);
    let found = all.find(|(it, _)| it.collection == collection && is_wanted(it));
    found.unwrap().1.clone()
}

fn download(url: String, folder: &tempfile::TempDir) -> Download {
    Download::new(Wanted {
        url,
        media_type: None,
        title: String::new(),
        folder: folder.path().to_owned(),
    })
}

#[tokio::test]
async fn records_lead_to_links_and_those_to_a_preview_a_file_and_an_error() {
    let practice = practice(Faults::None).await;
    let at = url(&practice.truth(), "xhires", |_| true);
    let document: Document = links(&client(), &at).await.unwrap();
    let terms: Vec<String> = document
        .links
        .iter()
        .map(|it| it.semantics.term())
        .collect();
    let expected = [
        "#this",
        "#preview",
        "#progenitor",
        "#documentation",
        "#flat",
    ];
    assert_eq!(terms, expected);
    assert!(
        matches!(&document.links[4].target, Target::Error(words) if words.starts_with("DefaultFault")),
        "{document:?}"
    );
    let previews = addresses(&Subject::default(), Some(&document));
    let preview = picture(&client(), &previews[0]).await.unwrap();
    assert_eq!((preview.width, preview.height), (256, 256));
    let folder = tempfile::tempdir().unwrap();
    let done = download(at, &folder).run(&client(), |_| ()).await.unwrap();
    assert_eq!(done.path.file_name().unwrap(), "xhires-0000.fits");
    assert_eq!(Some(done.bytes), document.links[0].content_length);
    assert!(
        fs::read(done.path).unwrap().starts_with(b"SIMPLE  ="),
        "it is FITS"
    );
}

#[tokio::test]
async fn an_identifier_that_nobody_gave_is_an_error_in_the_table() {
    let practice = practice(Faults::None).await;
    let at = url(&practice.truth(), "xhires", |_| true);
    let (base, _) = at.split_once('?').unwrap();
    let document = links(&client(), &format!("{base}?ID=ivo://nobody/x"))
        .await
        .unwrap();
    let [link] = document.links.as_slice() else {
        panic!("got {document:?}");
    };
    assert!(
        matches!(&link.target, Target::Error(words) if words.starts_with("NotFoundFault")),
        "{link:?}"
    );
}

#[tokio::test]
async fn with_faults_some_files_break_off_again_and_again_and_come_whole_in_the_end() {
    let practice = practice(Faults::Some).await;
    let truth = practice.truth();
    let folder = tempfile::tempdir().unwrap();
    let whole = download(url(&truth, "xpoint", |it| it.nr % 6 == 0), &folder);
    let size = whole.run(&client(), |_| ()).await.unwrap().bytes;
    let breaking = download(url(&truth, "xpoint", |it| it.nr % 6 == 3), &folder);
    let mut n_tries = 0;
    let done = loop {
        n_tries += 1;
        match breaking.run(&client(), |_| ()).await {
            Ok(done) => break done,
            Err(TransferError::Http(_)) if n_tries < 10 => {}
            Err(error) => panic!("{error}"),
        }
    };
    assert!(n_tries > 1, "it broke off");
    assert_eq!(
        done.bytes, size,
        "all images of a collection are of one size"
    );
    let on_tape = download(url(&truth, "xpoint", |it| it.nr % 6 == 5), &folder);
    let error = on_tape.run(&client(), |_| ()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the archive failed (HTTP 503)"),
        "{error}"
    );
}
