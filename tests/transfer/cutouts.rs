//! Cut-outs from a SODA service behind links: what comes, and every way in which nothing does.

use crate::{
    downloads::{answer, client, fetch, wanted},
    wire::{Then, Wire},
};
use std::fs;
use vodiscover::{
    domain::{
        angle::Position,
        region::{Cone, Region},
    },
    protocol::soda::Cut,
    transfer::{
        Download, TransferError, Wanted,
        address::{Address, address},
        trial,
    },
};

const DATALINK: &str = "application/x-votable+xml;content=datalink";

/// Links as `DataLink` 1.1 has them, to a file and to a service that takes circles around 10 20.
const LINKS: &str = "<VOTABLE version='1.4'><RESOURCE type='results'><INFO name='QUERY_STATUS' value='OK'/><TABLE>\
    <FIELD name='ID' datatype='char' arraysize='*'/><FIELD name='access_url' datatype='char' arraysize='*'/>\
    <FIELD name='service_def' datatype='char' arraysize='*'/><FIELD name='semantics' datatype='char' arraysize='*'/>\
    <FIELD name='content_type' datatype='char' arraysize='*'/><FIELD name='link_authorized' datatype='boolean'/><DATA><TABLEDATA>\
    <TR><TD>ivo://x/m16.fits</TD><TD>/m16.fits</TD><TD/><TD>#this</TD><TD>image/fits</TD><TD>false</TD></TR>\
    <TR><TD>ivo://x/m16.fits</TD><TD/><TD>soda</TD><TD>#cutout</TD><TD>image/fits</TD><TD>true</TD></TR>\
    </TABLEDATA></DATA></TABLE></RESOURCE><RESOURCE type='meta' utype='adhoc:service' ID='soda'>\
    <PARAM name='standardID' datatype='char' arraysize='*' value='ivo://ivoa.net/std/SODA#sync-1.0'/>\
    <PARAM name='accessURL' datatype='char' arraysize='*' value='/soda'/><GROUP name='inputParams'>\
    <PARAM name='ID' datatype='char' arraysize='*' value='ivo://x/m16.fits'/>\
    <PARAM name='CIRCLE' unit='deg' datatype='double' arraysize='3' xtype='circle' value=''><VALUES><MAX value='10 20 1'/></VALUES></PARAM>\
    </GROUP></RESOURCE></VOTABLE>";

/// What the service answers: its status, headers and body.
type Said = (&'static str, &'static str, &'static str);

async fn archive(said: Said) -> Wire {
    Wire::start(move |heard| {
        if heard.line.contains("/links") {
            let headers = format!(
                "Content-Type: {DATALINK}\r\nContent-Length: {}",
                LINKS.len()
            );
            return answer("200 OK", &headers, LINKS.as_bytes(), Then::Close);
        }
        let (status, headers, body) = said;
        answer(status, headers, body.as_bytes(), Then::Close)
    })
    .await
    .unwrap()
}

fn circle(ra: f64, dec: f64) -> Cut {
    let centre = Position::new(ra, dec).unwrap();
    Cut {
        region: Some(Region::Cone(Cone::new(centre, 0.25).unwrap())),
        spectrum: None,
        time: None,
    }
}

async fn cut_out(said: Said, cut: Cut) -> Result<(String, Vec<u8>, Vec<String>), TransferError> {
    let server = archive(said).await;
    let folder = tempfile::tempdir().unwrap();
    let download = Download::new(Wanted {
        media_type: Some(DATALINK.to_owned()),
        cut: Some(cut),
        ..wanted(server.url("/links?ID=x"), folder.path())
    });
    let done = fetch(&download, &client()).await?;
    let name = done.path.file_name().unwrap().to_str().unwrap().to_owned();
    let heard = server.heard().into_iter().map(|heard| heard.line).collect();
    Ok((name, fs::read(done.path).unwrap(), heard))
}

const FITS: Said = (
    "200 OK",
    "Content-Type: image/fits\r\nContent-Length: 6",
    "SIMPLE",
);

#[tokio::test]
async fn a_cut_out_is_asked_for_as_the_links_say_and_named_as_one() {
    let (name, body, heard) = cut_out(FITS, circle(10.5, 20.0)).await.unwrap();
    assert_eq!(name, "m16-cutout.fits");
    assert_eq!(body, b"SIMPLE");
    assert_eq!(
        heard[1],
        "GET /soda?ID=ivo://x/m16.fits&CIRCLE=10.5%2020%200.25 HTTP/1.1"
    );
}

#[tokio::test]
async fn what_a_service_says_in_place_of_a_cut_out_is_told_in_its_words() {
    let nothing = "the dataset holds nothing in the part that was asked for, says its archive";
    let votable = "<VOTABLE><RESOURCE type='results'><INFO name='QUERY_STATUS' value='ERROR'>UsageError: no</INFO></RESOURCE></VOTABLE>";
    for (said, expected) in [
        (("204 No Content", "X-None: 1", ""), nothing),
        (
            (
                "200 OK",
                "Content-Type: image/fits\r\nContent-Length: 0",
                "",
            ),
            nothing,
        ),
        (
            (
                "400 Bad Request",
                "Content-Type: text/plain\r\nContent-Length: 27",
                "UsageError: CIRCLE is wrong",
            ),
            "the service says: UsageError: CIRCLE is wrong",
        ),
        (
            ("400 Bad Request", "Content-Type: text/xml", votable),
            "the service says: UsageError: no",
        ),
        (
            ("200 OK", "Content-Type: text/xml", votable),
            "the service says: UsageError: no",
        ),
        (
            ("200 OK", "Content-Type: text/plain", "Error: out of memory"),
            "the service says: Error: out of memory",
        ),
    ] {
        let error = cut_out(said, circle(10.0, 20.0)).await.unwrap_err();
        assert!(
            error.to_string().starts_with(expected),
            "{error} for {said:?}"
        );
    }
}

#[tokio::test]
async fn nothing_is_asked_where_the_links_tell_that_there_is_nothing() {
    let error = cut_out(FITS, circle(12.0, 20.0)).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the search region does not meet"),
        "{error}"
    );
}

#[tokio::test]
async fn another_program_is_given_the_cut_out_the_file_or_the_reason() {
    let server = archive(FITS).await;
    let links = server.url("/links");
    let url = async |media_type: Option<&str>, cut: Option<Cut>| {
        let found = address(&client(), &links, media_type, cut.as_ref()).await;
        found.map(|it| it.url).map_err(|error| error.to_string())
    };
    let cut = Some(circle(10.5, 20.0));
    let cutout = server.url("/soda?ID=ivo://x/m16.fits&CIRCLE=10.5%2020%200.25");
    assert_eq!(url(Some(DATALINK), cut.clone()).await, Ok(cutout));
    let file = "its record leads to the file itself, not to links, so no cut-out can be asked for; download the whole";
    assert_eq!(url(Some("image/fits"), cut).await, Err(file.to_owned()));
    assert_eq!(
        url(Some("image/fits"), None).await,
        Ok(server.url("/links"))
    );
    // The link to the whole says that we may not have it.
    let locked = "the archive gives this dataset only after a log-in";
    assert_eq!(url(Some(DATALINK), None).await, Err(locked.to_owned()));
}

#[tokio::test]
async fn another_program_is_sent_to_a_cut_out_only_where_there_is_one() {
    let nothing = "the dataset holds nothing in the part that was asked for, says its archive";
    let plain = ("400 Bad Request", "Content-Type: text/plain", "no room");
    let page = ("200 OK", "Content-Type: text/html", "<html>Log in");
    for (said, why) in [
        (FITS, None),
        (("204 No Content", "X-None: 1", ""), Some(nothing)),
        (plain, Some("the service says: no room")),
        (page, Some("a web page came in place of the file")),
    ] {
        let server = archive(said).await;
        let at = Address {
            url: server.url("/soda?ID=x"),
            media_type: Some("image/fits".to_owned()),
        };
        let tried = trial::of_cutout(&client(), at.clone()).await;
        match (tried.map_err(|error| error.to_string()), why) {
            (Ok(found), None) => assert_eq!(found, at),
            (Err(told), Some(why)) => assert!(told.starts_with(why), "{told} for {said:?}"),
            other => panic!("{other:?} for {said:?}"),
        }
    }
}
