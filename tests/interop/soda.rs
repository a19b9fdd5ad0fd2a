//! Cut-outs from DaCHS: asked for as pyVO asks, read by astropy.

use crate::{
    samp_peers::Desk,
    support::{Group, beside, need_python, need_variable, output_of, wait_until},
};
use serde_json::Value;
use std::{fs, process, time::Duration};
use vodiscover::{
    domain::{
        angle::Position,
        interval::Interval,
        region::{Cone, Polygon, Region},
        wavelength::Metres,
    },
    http::Client,
    protocol::soda::Cut,
    samp::{Place, Session, Times, To},
    transfer::{self, Download, TransferError, Wanted},
    worker::{Command, Dispatch, Event, Freight, SampCommand, SampNews, SendNr, Worker},
};

/// How long something may take on a busy machine.
const MINUTE: Duration = Duration::from_mins(1);

/// The links of the first image of `dachs/linked.py`: 40 pixels along each side, of 0.001 degrees, around 180 0.2.
const LINKS: &str =
    "linked/q/links/dlmeta?ID=ivo%3A%2F%2Fvodiscover.test%2F~%3Flinked%2Fdata%2Fplain.fits";

fn position(ra: f64, dec: f64) -> Position {
    Position::new(ra, dec).unwrap()
}

fn cut(region: Region) -> Cut {
    Cut {
        region: Some(region),
        spectrum: None,
        time: None,
    }
}

fn circle(ra: f64, dec: f64, radius: f64) -> Cut {
    cut(Region::Cone(Cone::new(position(ra, dec), radius).unwrap()))
}

fn polygon(corners: &[(f64, f64)]) -> Cut {
    let corners = corners.iter().map(|(ra, dec)| position(*ra, *dec));
    cut(Region::Polygon(Polygon::new(corners).unwrap()))
}

async fn fetch(
    dachs: &str,
    cut: Option<Cut>,
    folder: &tempfile::TempDir,
) -> Result<String, TransferError> {
    let download = Download::new(Wanted {
        url: format!("{dachs}/{LINKS}"),
        media_type: Some("application/x-votable+xml;content=datalink".to_owned()),
        title: "plain".to_owned(),
        folder: folder.path().to_owned(),
        cut,
    });
    let client = Client::new(transfer::settings()).unwrap();
    let done = download.run(&client, |_| ()).await?;
    Ok(done.path.to_str().unwrap().to_owned())
}

/// The numbers of a parameter, whatever their form.
fn numbers(text: &str) -> Vec<f64> {
    text.split(' ').map(|word| word.parse().unwrap()).collect()
}

fn assert_near(ours: &str, theirs: &str) {
    let (ours, theirs) = (numbers(ours), numbers(theirs));
    assert_eq!(ours.len(), theirs.len());
    for (our, their) in ours.iter().zip(&theirs) {
        // Bands are asked for a millionth wider.
        assert!(
            (our - their).abs() <= 1.1e-6 * their.abs(),
            "{ours:?} {theirs:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cut_out_that_astropy_reads_holds_the_place_and_the_pixels_of_the_whole() {
    let dachs = need_variable("VODISCOVER_DACHS", "DaCHS");
    let (Some(dachs), Some(python)) = (dachs, need_python()) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let read = |path: &str| -> Value {
        let mut command = process::Command::new(&python);
        command
            .arg(beside("soda_pyvo.py"))
            .args([path, "180.003", "0.196"]);
        serde_json::from_str(&output_of(&mut command)).unwrap()
    };
    let whole = fetch(&dachs, None, &folder).await.unwrap();
    let whole = &read(&whole)["read"];
    let small = circle(180.003, 0.196, 0.005);
    let triangle = polygon(&[(180.003, 0.2), (180.007, 0.192), (179.999, 0.192)]);
    for cut in [small, triangle] {
        let path = fetch(&dachs, Some(cut), &folder).await.unwrap();
        assert!(path.contains("-cutout"), "{path}");
        let told = read(&path);
        let part = &told["read"];
        let size = |read: &Value, axis: usize| read["shape"][axis].as_u64().unwrap();
        let (height, width) = (size(part, 0), size(part, 1));
        assert!(
            (8..=13).contains(&width) && (8..=13).contains(&height),
            "{width} {height}"
        );
        let at = |read: &Value, axis: &str| read[axis].as_f64().unwrap();
        let (x, y) = (at(part, "x"), at(part, "y"));
        #[expect(clippy::cast_precision_loss, reason = "a dozen")]
        let holds = |at: f64, size: u64| 0.0 < at && at < size as f64;
        assert!(holds(x, width) && holds(y, height), "{x} {y}");
        // The pixel at the place is the one that the whole has there.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small and positive"
        )]
        let pixel = |read: &Value| {
            let (x, y) = (at(read, "x").round() as u64, at(read, "y").round() as u64);
            let nr = y * size(read, 1) + x;
            read["pixels"][usize::try_from(nr).unwrap()].clone()
        };
        assert_eq!(pixel(part), pixel(whole));
        let small = fs::metadata(&path).unwrap().len();
        assert!(small < 8640, "the whole has 8640 bytes, this {small}");
    }
    let error = fetch(&dachs, Some(circle(190.0, 0.2, 0.005)), &folder)
        .await
        .unwrap_err();
    assert!(matches!(error, TransferError::NoCutout(_)), "{error}");
}

/// The sides in pixels of the image that astropy has loaded under this name, by its own count.
fn sides(astropy: &Group, name: &str) -> Option<(u32, u32)> {
    let said = astropy.said();
    let line = said.lines().find(|line| line.ends_with(name))?;
    let mut numbers = line.split(' ').filter_map(|word| word.parse().ok());
    Some((numbers.next()?, numbers.next()?))
}

#[test]
fn a_cut_out_that_is_sent_has_fewer_pixels_than_the_whole_by_the_count_of_astropy() {
    let Some(dachs) = need_variable("VODISCOVER_DACHS", "DaCHS") else {
        return;
    };
    let desk = Desk::new(MINUTE);
    let _hub = desk.own_hub();
    let Some(astropy) = desk.astropy_client("answer") else {
        return;
    };
    let session = Session::at(Place::File(desk.lockfile()), Times::default());
    let worker = Worker::start(session, None, || ()).unwrap();
    let send = |nr, name: &str, cut| {
        let dispatch = Dispatch {
            name: name.to_owned(),
            url: format!("{dachs}/{LINKS}"),
            format: Some("application/x-votable+xml;content=datalink".to_owned()),
            freight: Freight::Image,
            cut,
        };
        worker.send(Command::Samp(SampCommand::SendDataset {
            nr: SendNr(nr),
            dispatch: Box::new(dispatch),
            to: To::All,
        }));
    };
    send(0, "whole", None);
    send(1, "part", Some(circle(180.003, 0.196, 0.005)));
    wait_until("astropy has both", MINUTE, || {
        sides(&astropy, "whole").is_some() && sides(&astropy, "part").is_some()
    });
    assert_eq!(sides(&astropy, "whole"), Some((40, 40)));
    let (width, height) = sides(&astropy, "part").unwrap();
    assert!(
        (8..=13).contains(&width) && (8..=13).contains(&height),
        "0.01 degrees are ten pixels, not {width} by {height}"
    );
    send(2, "nothing", Some(circle(190.0, 0.2, 0.005)));
    let mut why = String::new();
    wait_until("it is told that nothing was sent", MINUTE, || {
        for event in worker.events() {
            if let Event::Samp(SampNews::NotSent(SendNr(2), error)) = event {
                why = error.to_string();
            }
        }
        !why.is_empty()
    });
    assert!(why.contains("the whole can be sent instead"), "{why}");
}

#[test]
fn what_is_sent_is_what_pyvo_sends() {
    let Some(python) = need_python() else {
        return;
    };
    // Any FITS file will do for what is not looked at here.
    let folder = tempfile::tempdir().unwrap();
    let mut command = process::Command::new(&python);
    command.arg(beside("dachs/linked.py")).args(["--port", "1"]);
    output_of(command.arg("--out").arg(folder.path()));
    let file = folder.path().join("data/plain.fits");
    let mut command = process::Command::new(&python);
    command
        .arg(beside("soda_pyvo.py"))
        .arg(file)
        .args(["180", "0.2"]);
    let told: Value = serde_json::from_str(&output_of(&mut command)).unwrap();
    let band = Cut {
        region: None,
        spectrum: Interval::new(Metres(4e-7), Metres(5e-7)),
        time: None,
    };
    for (cut, of, name) in [
        (circle(180.0, 0.2, 0.005), "circle", "CIRCLE"),
        (
            polygon(&[(10.0, 1.0), (11.0, 0.0), (9.0, 0.0)]),
            "polygon",
            "POLYGON",
        ),
        (band, "band", "BAND"),
    ] {
        let ours = cut.parameters();
        assert_eq!(ours.len(), 1, "{ours:?}");
        assert_eq!(ours[0].0, name);
        assert_near(&ours[0].1, told[of][name].as_str().unwrap());
    }
}
