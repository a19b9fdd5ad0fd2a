//! Writes what the practice VO really holds, and what its registry declares, in the form of `dachs/generate.py`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{BufWriter, Read as _, Write as _},
    path::Path,
};

use serde_json::{Value, json};
use tokio::runtime::Runtime;
use vodiscover::{
    domain::service::Protocol,
    http::{Body, Client, Settings},
    practice::{Dataset, Footprint, PracticeVo, Truth},
    protocol::Request,
};

/// A dataset as one kind of door tells it, in the form of `dachs/generate.py`.
fn told(truth: &Truth, nr: usize, protocol: Protocol) -> Value {
    let dataset = &truth.datasets[nr];
    let (t_min, t_max) = dataset.time.unzip();
    let middle = dataset.time.map(|(start, end)| f64::midpoint(start, end));
    let (em_min, em_max) = dataset.spectrum.unzip();
    let mut told = json!({
        "access_url": truth.access_urls[nr],
        "obs_collection": group(dataset, protocol),
        "dataproduct_type": dataset.kind.term(),
        "s_ra": dataset.ra, "s_dec": dataset.dec, "s_fov": dataset.fov,
        "em_min": em_min, "em_max": em_max,
        "t_min": t_min, "t_max": t_max,
    });
    match (protocol, &dataset.footprint) {
        (Protocol::Sia1, _) => {
            told["wcs"] = header(dataset);
            // It has one instant for an image, the middle.
            told["t_min"] = json!(middle);
            told["t_max"] = json!(middle);
        }
        (Protocol::ObsCore | Protocol::Sia2, Some(Footprint::Polygon(corners))) => {
            let numbers: Vec<f64> = corners.iter().flat_map(|(ra, dec)| [*ra, *dec]).collect();
            told["s_region"] = json!(numbers);
        }
        (Protocol::ObsCore | Protocol::Sia2, Some(Footprint::Disc(radius))) => {
            told["s_fov"] = json!(2.0 * radius);
        }
        (Protocol::ObsCore | Protocol::Sia2, None) | (Protocol::Ssap, _) => {}
    }
    told
}

/// The keywords of FITS for the pixels of an image: a gnomonic projection around the middle.
fn header(dataset: &Dataset) -> Value {
    let wcs = dataset.wcs.expect("image services have images with pixels");
    let (sine, cosine) = wcs.rotation_deg.to_radians().sin_cos();
    let (scale, middle) = (wcs.scale_deg, f64::midpoint(f64::from(wcs.n_pixels), 1.0));
    json!({
        "NAXIS": 2, "NAXIS1": wcs.n_pixels, "NAXIS2": wcs.n_pixels,
        "CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CUNIT1": "deg", "CUNIT2": "deg",
        "CRPIX1": middle, "CRPIX2": middle, "CRVAL1": dataset.ra, "CRVAL2": dataset.dec,
        "CD1_1": -scale * cosine, "CD1_2": scale * sine,
        "CD2_1": scale * sine, "CD2_2": scale * cosine,
    })
}

/// Doors of the same kind tell the same of a collection.
fn group(dataset: &Dataset, protocol: Protocol) -> String {
    let kind = match protocol {
        Protocol::ObsCore | Protocol::Sia2 => "obscore",
        Protocol::Sia1 => "sia1",
        Protocol::Ssap => "ssap",
    };
    format!("{} {kind}", dataset.collection)
}

/// Writes what the practice VO holds, and what its registry declares, for `questions.py`.
pub(crate) fn write_truth(practice: &PracticeVo, runtime: &Runtime, folder: &Path) {
    let truth = practice.truth();
    let declared = |table: &str, columns: &str| declared(practice, runtime, table, columns);
    let energies = declared("stc_spectral", "spectral_start, spectral_end");
    let times = declared("stc_temporal", "time_start, time_end");
    let mut services = lines_of(&folder.join("services.jsonl"));
    let mut groups: BTreeSet<(usize, &'static str)> = BTreeSet::new();
    let mut datasets = lines_of(&folder.join("datasets.jsonl"));
    for holding in &truth.holdings {
        let mut asks = BTreeSet::new();
        for nr in &holding.datasets {
            let group = group(&truth.datasets[*nr], holding.protocol);
            let kind = holding.protocol.name().replace("SIA2", "ObsCore");
            let kind = if kind == "ObsCore" {
                "obscore"
            } else {
                holding.protocol.name()
            };
            asks.insert(group);
            if groups.insert((*nr, kind)) {
                let line = told(&truth, *nr, holding.protocol);
                writeln!(datasets, "{line}").unwrap();
            }
        }
        for (ivoid, declares) in holding.ivoids.iter().zip(&holding.declares) {
            let (space, spectrum, time) = *declares;
            // c h in J m: a photon's energy times its wavelength (both exact since 2019).
            let metres = |energy: &f64| 6.626_070_15e-34 * 299_792_458.0 / energy;
            let bands = energies.get(ivoid).map(|intervals| {
                let turned = |(lo, hi): &(f64, f64)| [metres(hi), metres(lo)];
                intervals.iter().map(turned).collect::<Vec<_>>()
            });
            let times = times.get(ivoid).map(|intervals| {
                intervals
                    .iter()
                    .map(|(lo, hi)| [*lo, *hi])
                    .collect::<Vec<_>>()
            });
            assert_eq!(
                (spectrum, time),
                (bands.is_some(), times.is_some()),
                "{ivoid}"
            );
            let line = json!({
                "ivoid": ivoid, "asks": asks,
                "protocol": holding.protocol.name().to_lowercase(),
                "moc": space.then_some("its data"), "bands": bands, "times": times,
                "needs_login": holding.needs_login, "fault": holding.fault.is_some(),
            });
            writeln!(services, "{line}").unwrap();
        }
    }
}

fn lines_of(path: &Path) -> BufWriter<File> {
    BufWriter::new(File::create(path).unwrap())
}

/// What the registry declares of each resource, asked of it by itself.
fn declared(
    practice: &PracticeVo,
    runtime: &Runtime,
    table: &str,
    columns: &str,
) -> BTreeMap<String, Vec<(f64, f64)>> {
    let form = [
        ("LANG", "ADQL".to_owned()),
        ("FORMAT", "csv".to_owned()),
        ("QUERY", format!("SELECT ivoid, {columns} FROM rr.{table}")),
    ];
    let form = form.map(|(name, value)| (name.to_owned(), value));
    let url = format!("{}/sync", practice.registry_url());
    let text = fetch(runtime, &Request::post(url, form.to_vec()));
    let mut declared: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for row in reader.deserialize() {
        let (ivoid, lo, hi): (String, f64, f64) = row.unwrap();
        declared.entry(ivoid).or_default().push((lo, hi));
    }
    declared
}

/// The body of an answer, as far as it came.
pub(crate) fn fetch(runtime: &Runtime, request: &Request) -> String {
    let client = Client::new(Settings::default()).unwrap();
    let read = |mut body: Body| {
        let mut bytes = Vec::new();
        body.read_to_end(&mut bytes).ok();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    runtime.block_on(client.read(request, read)).unwrap().read
}
