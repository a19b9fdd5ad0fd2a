//! Links and pictures of a dataset, and the file behind its links.

use crate::{
    downloads::{answer, client, fetch, wanted},
    wire::{Manner, Then, Wire},
};
use image::{ImageFormat, RgbImage};
use std::{fs, io::Cursor, time::Duration};
use vodiscover::{
    protocol::datalink::Document,
    transfer::{
        Download, TransferError, Wanted,
        links::{links, this},
        picture::picture,
        preview::{Subject, addresses},
    },
};

const DATALINK: &str = "application/x-votable+xml;content=datalink";

/// A document with these rows of `access_url`, `error_message`, `semantics` and `content_type`.
fn document(rows: &[[&str; 4]]) -> Vec<u8> {
    let fields: String = [
        "ID",
        "access_url",
        "error_message",
        "semantics",
        "content_type",
    ]
    .iter()
    .map(|name| format!("<FIELD name='{name}' datatype='char' arraysize='*'/>"))
    .collect::<Vec<_>>()
    .concat();
    let rows: Vec<String> = rows
        .iter()
        .map(|cells| {
            let cells: Vec<String> = cells.iter().map(|it| format!("<TD>{it}</TD>")).collect();
            format!("<TR><TD>ivo://x</TD>{}</TR>", cells.concat())
        })
        .collect();
    format!(
        "<VOTABLE><RESOURCE type='results'><INFO name='QUERY_STATUS' value='OK'/><TABLE>{fields}<DATA><TABLEDATA>{}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>",
        rows.concat()
    )
    .into_bytes()
}

/// A server with this document at `/links`, a file at `/m16.fits` and a preview at `/p.png`.
async fn archive(rows: &'static [[&'static str; 4]]) -> Wire {
    Wire::start(move |heard| {
        let (kind, body) = if heard.line.contains("/links") {
            (DATALINK, document(rows))
        } else if heard.line.contains("/m16.fits") {
            ("image/fits", b"SIMPLE".to_vec())
        } else {
            ("image/png", png(600, 300))
        };
        let headers = format!("Content-Type: {kind}\r\nContent-Length: {}", body.len());
        answer("200 OK", &headers, &body, Then::Close)
    })
    .await
    .unwrap()
}

pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    RgbImage::new(width, height)
        .write_to(&mut out, ImageFormat::Png)
        .unwrap();
    out.into_inner()
}

/// Fetches the dataset whose `access_url` leads to links.
async fn behind(server: &Wire, media_type: Option<&str>) -> Result<Vec<u8>, TransferError> {
    let folder = tempfile::tempdir().unwrap();
    let download = Download::new(Wanted {
        media_type: media_type.map(str::to_owned),
        ..wanted(server.url("/links?ID=x"), folder.path())
    });
    let done = fetch(&download, &client()).await?;
    assert_eq!(done.path.file_name().unwrap(), "m16.fits");
    Ok(fs::read(done.path).unwrap())
}

const WHOLE: &[[&str; 4]] = &[
    ["/p.png", "", "#preview", "image/png"],
    ["/m16.fits", "", "#this", "image/fits"],
    ["", "NotFoundFault: lost", "#progenitor", ""],
];

#[tokio::test]
async fn the_file_is_found_behind_the_links() {
    let server = archive(WHOLE).await;
    let file = behind(&server, Some(DATALINK)).await.unwrap();
    assert_eq!(file, b"SIMPLE");
    assert_eq!(server.heard().len(), 2, "the links, then the file");
}

#[tokio::test]
async fn links_are_known_by_what_comes_where_the_record_does_not_say() {
    let server = archive(WHOLE).await;
    for media_type in [None, Some("image/fits")] {
        let file = behind(&server, media_type).await.unwrap();
        assert_eq!(file, b"SIMPLE", "{media_type:?}");
    }
}

#[tokio::test]
async fn links_without_the_dataset_itself_say_why() {
    let server = archive(&[["", "DefaultFault: on tape", "#this", ""]]).await;
    let error = behind(&server, Some(DATALINK)).await.unwrap_err();
    assert_eq!(error.to_string(), "the service says: DefaultFault: on tape");
    let server = archive(&[["/p.png", "", "#preview", "image/png"]]).await;
    let error = behind(&server, Some(DATALINK)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the links of the dataset name no file of the dataset itself"
    );
    let server = Wire::start(|_| Manner::Answer("404 Not Found", b"gone".to_vec()))
        .await
        .unwrap();
    let error = behind(&server, Some(DATALINK)).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("there is no such file any more (HTTP 404)"),
        "{error}"
    );
}

#[tokio::test]
async fn a_preview_is_found_fetched_and_made_small() {
    let server = archive(WHOLE).await;
    let url = server.url("/links");
    let found: Document = links(&client(), &url).await.unwrap();
    assert_eq!(
        this(&found).unwrap().url(),
        Some(server.url("/m16.fits").as_str())
    );
    let addresses = addresses(&Subject::default(), Some(&found));
    assert_eq!(addresses, [server.url("/p.png")]);
    let small = picture(&client(), &addresses[0]).await.unwrap();
    assert_eq!((small.width, small.height), (512, 256));
}

#[tokio::test]
async fn a_picture_that_is_none_or_too_large_is_not_waited_for() {
    for (headers, body, expected) in [
        (
            "Content-Length: 900000000",
            b"PNG".as_slice(),
            "the preview cannot be shown: it is larger than 8 MB",
        ),
        (
            "Content-Length: 4",
            b"text",
            "the preview cannot be shown: it is no PNG, JPEG or GIF",
        ),
    ] {
        let server = Wire::start(move |_| answer("200 OK", headers, body, Then::Hold))
            .await
            .unwrap();
        let error = picture(&client(), &server.url("/p.png")).await.unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(
            server.all_closed(Duration::from_secs(5)).await,
            "it is given up"
        );
    }
    // One that does not say how large it is.
    let server =
        Wire::start(|_| Manner::Endless(b"first".to_vec(), vec![0; 1 << 20], Duration::ZERO))
            .await
            .unwrap();
    let error = picture(&client(), &server.url("/p.png")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the preview cannot be shown: it is larger than 8 MB"
    );
}
