//! What lies on the shelves of the practice VO: links, previews, and files that come at once, slowly, in pieces, or not.

use super::client;
use std::fs;
use vodiscover::{
    domain::{
        angle::Position,
        interval::Interval,
        region::{Cone, Region},
        wavelength::Metres,
    },
    practice::{Dataset, Faults, Options, PracticeVo, Truth},
    protocol::{
        datalink::{Document, Target},
        soda::Cut,
    },
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
        cut: None,
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
        "#cutout",
        "#dark",
        "#preview",
        "#progenitor",
        "#documentation",
        "#flat",
    ];
    assert_eq!(terms, expected);
    assert!(
        matches!(&document.links[6].target, Target::Error(words) if words.starts_with("DefaultFault")),
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

/// The part of this image in the circle of `radius` around a place that lies `along` its second axis, in degrees.
fn circle(dataset: &Dataset, along: f64, radius: f64) -> Cut {
    let angle = dataset.wcs.unwrap().rotation_deg.to_radians();
    let (ra, dec) = (dataset.ra, dataset.dec);
    let ra = ra + along * angle.sin() / dec.to_radians().cos();
    let centre = Position::new(ra.rem_euclid(360.0), dec + along * angle.cos()).unwrap();
    Cut {
        region: Some(Region::Cone(Cone::new(centre, radius).unwrap())),
        spectrum: None,
        time: None,
    }
}

async fn cut_out(url: &str, cut: Cut) -> Result<(String, Vec<u8>), TransferError> {
    let folder = tempfile::tempdir().unwrap();
    let download = Download::new(Wanted {
        url: url.to_owned(),
        media_type: None,
        title: "M16".to_owned(),
        folder: folder.path().to_owned(),
        cut: Some(cut),
    });
    let done = download.run(&client(), |_| ()).await?;
    let name = done.path.file_name().unwrap().to_str().unwrap().to_owned();
    Ok((name, fs::read(done.path).unwrap()))
}

/// The number that a card of a FITS header has.
fn card(file: &[u8], keyword: &str) -> f64 {
    let mut cards = file.chunks(80).map(String::from_utf8_lossy);
    let found = cards.find(|card| card.starts_with(&format!("{keyword:8}=")));
    found.unwrap()[10..].trim().parse().unwrap()
}

#[tokio::test]
async fn the_part_of_an_image_that_is_cut_out_holds_its_circle_and_not_much_more() {
    let practice = practice(Faults::None).await;
    let truth = practice.truth();
    let is_image = |it: &Dataset| it.collection == "xhires" && it.wcs.is_some();
    let dataset = truth.datasets.iter().find(|it| is_image(it)).unwrap();
    let at = url(&truth, "xhires", is_image);
    let wcs = dataset.wcs.unwrap();
    let (scale, width) = (wcs.scale_deg, f64::from(wcs.n_pixels));
    let (name, file) = cut_out(&at, circle(dataset, 10.0 * scale, 4.0 * scale))
        .await
        .unwrap();
    assert_eq!(name, "M16-cutout.fits");
    // Ten pixels above the middle, which CRPIX names; four around it, and half a diagonal for pixels that are cut.
    let (x, y) = (card(&file, "CRPIX1"), card(&file, "CRPIX2") + 10.0);
    for (name, at) in [("NAXIS1", x), ("NAXIS2", y)] {
        let size = card(&file, name);
        assert!((8.0..=11.0).contains(&size), "{name} is {size}");
        assert!(4.0 <= at && at <= size - 3.0, "{at} in {name} of {size}");
    }
    // The corners of the circle around the image lie beside its pixels.
    let beside = circle(dataset, 0.65 * width * scale, 2.0 * scale);
    let error = cut_out(&at, beside).await.unwrap_err();
    assert!(matches!(error, TransferError::NothingInIt), "{error}");
    let far = circle(dataset, 3.0 * width * scale, scale);
    let error = cut_out(&at, far).await.unwrap_err();
    assert!(matches!(error, TransferError::NoCutout(_)), "{error}");
}

#[tokio::test]
async fn the_part_of_a_spectrum_that_is_cut_out_holds_the_samples_asked_for() {
    let practice = practice(Faults::None).await;
    let truth = practice.truth();
    let has_waves = |it: &Dataset| it.spectrum.is_some() && it.kind.term() == "spectrum";
    let dataset = truth
        .datasets
        .iter()
        .find(|it| it.collection == "xspec" && has_waves(it));
    let (lo, hi) = dataset.unwrap().spectrum.unwrap();
    let at = url(&truth, "xspec", has_waves);
    let cut = |from: f64, to: f64| Cut {
        region: None,
        spectrum: Interval::new(Metres(lo + from * (hi - lo)), Metres(lo + to * (hi - lo))),
        time: None,
    };
    let (_, file) = cut_out(&at, cut(0.0, 0.505)).await.unwrap();
    // Of samples at 0/99, 1/99 and so on to 99/99, the fiftieth lies at 49/99 and the next beyond.
    assert_eq!(String::from_utf8(file).unwrap().matches("<TR>").count(), 50);
    let error = cut_out(&at, cut(0.5051, 0.5052)).await.unwrap_err();
    let is_between = matches!(error, TransferError::NothingInIt);
    assert!(is_between || hi < lo * 1.001, "{error}");
}
