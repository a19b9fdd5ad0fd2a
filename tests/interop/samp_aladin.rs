//! Aladin, by its own account: it prints its planes when a script asks for its status.

use std::{process::Command, time::Duration};

use vodiscover::{
    domain::{
        angle::Position,
        moc::SkyMoc,
        region::{Cone, Region},
    },
    samp::{Client, Heard, Notice, Parcel, Table, To, new_table_id},
    votable::{Datatype, Field},
};

use crate::{
    aladin::Aladin,
    samp_full::Kept,
    samp_peers::{Desk, answer, numbers},
    support::{beside, need_python, wait_until},
};

const MINUTE: Duration = Duration::from_mins(1);

#[test]
fn aladin_loads_a_table_an_image_and_a_map_and_goes_where_we_point() {
    let desk = Desk::new(Duration::from_secs(15));
    let kept = Kept::new(&desk);
    let Some(_hub) = desk.jsamp_hub() else { return };
    let Some(aladin) = Aladin::start(&desk) else {
        return;
    };
    kept.wait_for_hub();
    let listed = kept.wait_for("Aladin", "table.load.votable");
    aladin.wait_until_ready();
    assert_eq!(listed.description, "The Aladin Sky Atlas");
    assert!(!listed.takes("spectrum.load.ssa-generic"), "it takes none");
    let to = To::One(listed.id.clone());
    let table = Parcel::Table {
        table: places(),
        id: new_table_id().unwrap(),
    };
    // Aladin 12 often does not answer the first table of its life, but it loads it.
    let answers = desk.send(table, "places", &to).unwrap();
    assert!(
        answers == [answer("Aladin", Heard::NoAnswer)]
            || answers == [answer("Aladin", Heard::Loaded)],
        "{answers:?}"
    );
    aladin.wait_for_status(&desk, &["PlaneID places", "NbObj   3"]);
    an_image_and_a_map(&desk, &aladin, &listed);
    let notice = Notice::PointAt(Position::new(274.8, -13.7).unwrap());
    assert_eq!(desk.notify(&notice).unwrap(), ["Aladin"]);
    aladin.wait_for_status(&desk, &["Centre  18:19:12.0000000 -13:42:00"]);
}

/// An image at an address, as one that was found, and a map of ours.
fn an_image_and_a_map(desk: &Desk, aladin: &Aladin, listed: &Client) {
    let to = To::One(listed.id.clone());
    let Some(python) = need_python() else { return };
    let mut command = Command::new(python);
    command.arg(beside("fits_server.py"));
    let server = desk.start(command, "images");
    let mut url = String::new();
    wait_until("the image is served", MINUTE, || {
        let said = server.said();
        let named = said.lines().find_map(|line| line.strip_prefix("serving "));
        url = named.unwrap_or_default().to_owned();
        !url.is_empty()
    });
    let loaded = [answer("Aladin", Heard::Loaded)];
    let image = Parcel::Image { url: url.clone() };
    assert_eq!(desk.send(image, "M 16", &to).unwrap(), loaded);
    let url = format!("Url     {url}");
    let size = "Width   64\nHeight  48\nPixelRes 36\"";
    aladin.wait_for_status(desk, &["PlaneID \"M 16\"", "Type    Image", &url, size]);

    // It shows the map, and does not answer.
    let centre = Position::new(274.7, -13.8).unwrap();
    let region = Region::Cone(Cone::new(centre, 1.0).unwrap());
    let fits = SkyMoc::covering(&[region]).to_fits().unwrap().into();
    desk.send(Parcel::Moc { fits }, "region", &to).unwrap();
    // 3.199 square degrees, a little more than the cone, of the 41,252.96 of the sky.
    let area = "Coverage 7.754E-5";
    aladin.wait_for_status(desk, &["PlaneID region", "Type    SMOC", area]);

    let missing = Parcel::Image {
        url: url.replace(".fits", ".none"),
    };
    let answers = desk.send(missing, "none", &to).unwrap();
    assert!(
        matches!(&answers[..], [answer] if matches!(&answer.heard, Heard::Refused(why) if !why.is_empty())),
        "{answers:?}"
    );
}

/// Three positions.
pub(crate) fn places() -> Table {
    let column = |name: &str, ucd: &str| Field {
        unit: Some("deg".to_owned()),
        ucd: Some(ucd.to_owned()),
        ..Field::new(name, Datatype::Double)
    };
    let columns = [
        column("ra", "pos.eq.ra;meta.main"),
        column("dec", "pos.eq.dec;meta.main"),
    ];
    numbers(columns, &[[274.7, -13.8], [274.8, -13.7], [274.9, -13.6]])
}
